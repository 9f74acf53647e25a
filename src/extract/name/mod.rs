//! Names: proposed by capitals, heads, lists and rules, decided by evidence, linked into entities.

mod account;
mod again;
mod article;
mod by_hash;
mod candidate;
mod classes;
mod decode;
mod evidence;
mod forms;
mod gender;
mod layout;
mod learn;
mod link;
mod model;

use serde::Deserialize;

pub(crate) use account::{Account, accounts};
pub(crate) use classes::ClassSpec;
pub(crate) use forms::FormTable;
pub(crate) use gender::named as named_gender;
use learn::Lists;
pub(crate) use learn::{Course, Example, Learner};
pub(crate) use model::Model;

use super::analysis::{Analysis, Findings, NameFinding};
use crate::record::EntityKind;
use crate::rule::{Region, Regions};

/// `names.toml`: what the pack's words mean to names. The weights stand beside it in `names.tsv`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Settings {
    /// Classes of words, at most 128.
    pub class: Vec<ClassSpec>,
    pub groups: Groups,
    /// Classes of ordinary words.
    pub common: Vec<String>,
    /// Classes whose multiword entries are names as they stand.
    pub entries: Vec<String>,
    /// Classes whose words open a name with a complement in small letters.
    pub heads: Vec<String>,
    /// Classes whose words close a name.
    pub closers: Vec<String>,
    /// Classes of nouns that say what the name beside them is.
    pub context_heads: Vec<String>,
    /// Classes of words that may stand between such a noun and the name.
    pub modifiers: Vec<String>,
    /// Words that may stand there: articles and prepositions.
    pub skipped: Vec<String>,
    /// Classes that are told apart beside a name, the most telling first.
    pub sorts: Vec<String>,
    /// Words in small letters that names hold.
    pub connectors: Vec<String>,
    /// Those of them that a name can begin with.
    pub openers: Vec<String>,
    /// Words whose identity counts beside a name.
    pub context: Vec<String>,
    /// Those of them that no name runs over: verbs, pronouns.
    pub breaks: Vec<String>,
    /// Classes of words that stand outside of names, but for those that a list has.
    pub outside: Vec<String>,
    /// Nouns whose identity counts, too; with a capital they may be names.
    pub nouns: Vec<String>,
    /// Words that join names of one kind.
    pub coordinators: Vec<String>,
    /// Classes of words by which an article is told to be about the topic in which names change their
    /// kind: in French sports reports cities and countries are teams.
    pub topics: Vec<String>,
    pub link: link::Settings,
    pub role: super::role::Settings,
}

/// The four groups of classes by which words with a capital are sorted.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Groups {
    pub given: Vec<String>,
    pub family: Vec<String>,
    pub place: Vec<String>,
    pub organization: Vec<String>,
}

/// The kinds in the order of the weights.
pub(crate) const KINDS: [EntityKind; 4] = [
    EntityKind::Person,
    EntityKind::Organization,
    EntityKind::Place,
    EntityKind::Other,
];

/// Decides the names of an article, puts them in place of what rules proposed, and links them.
pub(crate) fn decide(analysis: &Analysis, regions: &mut Regions, findings: &mut Findings) {
    let model = &analysis.pack.names;
    let mut sums = Vec::with_capacity(analysis.input.tokens.len() / 4);
    let candidates = candidate::find(analysis, regions, model, |evidence| {
        sums.push(model.sums(evidence));
    });
    let mut decisions = model.decide(&candidates, &sums, analysis.sentences);
    again::look(analysis, model, &candidates, &mut decisions);
    let rules = analysis.input.rules;
    let type_ids = layout::KINDS.map(|kind| rules.type_id(kind));
    let mut by_kind: [Vec<Region>; 4] = Default::default();
    findings.names.reserve(decisions.len());
    for decision in &decisions {
        let candidate = candidates.list[decision.candidate as usize];
        let kind = usize::from(decision.kind);
        let proposal = candidate.proposal.filter(|p| p.1 == decision.kind);
        let rule = proposal.map(|(source, _)| regions.matches()[source as usize].rule);
        if let Some(type_id) = type_ids[kind] {
            by_kind[kind].push(Region {
                start: candidate.start,
                end: candidate.end,
                kind: type_id,
                value: f64::NAN,
                source: findings.names.len() as u32,
            });
        }
        findings.names.push(NameFinding {
            start: candidate.start,
            end: candidate.end,
            kind: KINDS[kind],
            entity: 0,
            score: Some((decision.score * 100.0).round() / 100.0),
            rule,
        });
    }
    for (type_id, list) in type_ids.into_iter().zip(by_kind) {
        if let Some(type_id) = type_id {
            regions.replace(type_id, list);
        }
    }
    link::link(analysis, findings);
}

/// What a name's record says it is from: a rule, or the evidence for its kind.
pub(crate) fn rule_name(analysis: &Analysis, name: &NameFinding) -> String {
    match name.rule {
        Some(rule) => analysis.input.rules.rule(rule).name.clone(),
        None => {
            let kind = KINDS.iter().position(|kind| *kind == name.kind);
            let kind = layout::KINDS[kind.unwrap_or(0)];
            [&analysis.pack.lang, ".name.", kind].concat()
        }
    }
}

/// An article with gold names as an example to learn from. `gold` holds token ranges and kinds.
pub(crate) fn example(
    analysis: &Analysis,
    regions: &Regions,
    gold: &[(u32, u32, EntityKind)],
    weight: f32,
    foreign: bool,
) -> Example {
    let mut evidence = Lists::default();
    let candidates = candidate::find(analysis, regions, &analysis.pack.names, |numbers| {
        evidence.push(numbers);
    });
    let labels = candidates
        .list
        .iter()
        .map(|c| {
            let name = gold.iter().find(|g| (g.0, g.1) == (c.start, c.end))?;
            KINDS.iter().position(|k| *k == name.2).map(|k| k as u8)
        })
        .collect();
    Example {
        candidates,
        evidence,
        sentences: analysis.sentences.to_vec(),
        gold: labels,
        weight,
        foreign,
    }
}
