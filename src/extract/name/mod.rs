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
mod settings;
mod table;
mod weights;

pub(crate) use account::{Account, accounts};
pub(crate) use gender::named as named_gender;
use learn::Lists;
pub(crate) use learn::{Course, Example, Learner};
pub(crate) use model::Model;
use model::Weighed;
pub(crate) use settings::Settings;
pub(crate) use table::FormTable;

use super::analysis::{Analysis, Findings, NameFinding};
use crate::record::EntityKind;
use crate::rule::{Region, Regions};

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
    let mut weighed = Weighed::new(model, analysis.input.tokens.len() / 4);
    let candidates = candidate::find(analysis, regions, model, &mut weighed);
    let sums = weighed.sums;
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
    let candidates = candidate::find(analysis, regions, &analysis.pack.names, &mut evidence);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{Pipeline, Scratch};

    #[test]
    fn what_is_known_of_a_word_alone_changes_no_sum() {
        let pipeline = Pipeline::builtin("fr").expect("the built-in pack");
        let text =
            "Morvan a vu « Tasset ». La ministre Claire Morvan habite Lyon, le GARNIER et l’ONU.";
        pipeline.before_names(&mut Scratch::default(), text, |analysis, regions| {
            let model = &analysis.pack.names;
            let mut lists = Lists::default();
            let found = candidate::find(analysis, regions, model, &mut lists);
            let mut weighed = Weighed::new(model, 0);
            candidate::find(analysis, regions, model, &mut weighed);
            let sums: Vec<model::Sums> = lists.iter().map(|list| model.sums(list)).collect();
            assert!(found.list.iter().any(|c| c.end == c.start + 1));
            assert_eq!(weighed.sums, sums);
        });
    }
}
