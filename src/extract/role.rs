//! Roles: what rules say a person is, with who bears it and where.
//!
//! A rule of type `role` captures `title`, and may capture `person` (else the last person named before
//! it in the sentence bears the role) and `in` (the organization or place). With `emit kind = "anaphor"`
//! the title stands alone and refers to somebody who was given it before.

use std::collections::HashMap;

use super::analysis::{Analysis, Findings, NameFinding, RoleFinding};
use crate::record::{EntityKind, Status};
use crate::rule::{Regions, Value};

/// Makes role records of the matches of type `role`.
pub(crate) fn records(analysis: &Analysis, regions: &mut Regions, findings: &mut Findings) {
    let rules = analysis.input.rules;
    let Some(kind) = rules.type_id("role") else {
        return;
    };
    let names = &findings.names;
    let mut roles: Vec<RoleFinding> = Vec::new();
    // Who was given a role, by its head's lemma; `None` where several were.
    let mut bearers: HashMap<String, Option<(u32, Option<u32>)>> = HashMap::new();
    for region in regions.of(kind) {
        let found = regions.match_of(region);
        let capture = |role: &str| analysis.input.capture(found, role, regions);
        let Some((start, end)) = capture("title") else {
            continue;
        };
        let lemma = head(analysis, start, end);
        let anaphor = matches!(
            analysis.input.emitted(found, "kind", regions),
            Some(Value::Text(kind)) if kind == "anaphor"
        );
        let (person, organization) = if anaphor {
            match bearers.get(&lemma) {
                Some(&Some(bearer)) => bearer,
                _ => continue,
            }
        } else {
            let bearer = match capture("person") {
                Some(span) => entity(names, span),
                None => before(analysis, names, region.start),
            };
            let Some(person) = bearer else {
                continue;
            };
            let within = capture("in").and_then(|span| entity(names, span));
            bearers
                .entry(lemma)
                .and_modify(|known| {
                    if known.is_some_and(|(other, _)| other != person) {
                        *known = None;
                    }
                })
                .or_insert(Some((person, within)));
            (person, within)
        };
        roles.push(RoleFinding {
            person,
            organization,
            start,
            end,
            status: status(analysis, start),
            rule: rules.rule(found.rule).name.clone(),
        });
    }
    // A role that two rules found is one role: the longer words count.
    roles.sort_by_key(|r| (std::cmp::Reverse(r.end - r.start), r.start));
    let mut kept: Vec<RoleFinding> = Vec::new();
    for role in roles {
        let at = kept.partition_point(|k| k.start < role.start);
        let before = at.checked_sub(1).is_some_and(|i| kept[i].end > role.start);
        let behind = kept.get(at).is_some_and(|k| k.start < role.end);
        if !before && !behind {
            kept.insert(at, role);
        }
    }
    findings.roles = kept;
}

/// Whether the role is held now: its first word tells.
fn status(analysis: &Analysis, start: u32) -> Status {
    let settings = &analysis.pack.settings.name.role;
    let word = analysis.folded(start);
    let tells = |words: &[String]| {
        words.iter().any(|w| match w.strip_suffix('-') {
            Some(prefix) => word
                .strip_prefix(prefix)
                .is_some_and(|rest| rest.starts_with('-')),
            None => w == word,
        })
    };
    if tells(&settings.former) {
        Status::Former
    } else if tells(&settings.future) {
        Status::Future
    } else {
        Status::Current
    }
}

/// The entity named by exactly these tokens.
fn entity(names: &[NameFinding], (start, end): (u32, u32)) -> Option<u32> {
    let at = names.partition_point(|n| n.start < start);
    let name = names.get(at).filter(|n| (n.start, n.end) == (start, end))?;
    Some(name.entity)
}

/// The person named last before the token, in its sentence.
fn before(analysis: &Analysis, names: &[NameFinding], token: u32) -> Option<u32> {
    let first = analysis.sentence_of(token).first;
    let at = names.partition_point(|n| n.start < token);
    names[..at]
        .iter()
        .rev()
        .take_while(|n| n.start >= first)
        .find(|n| n.kind == EntityKind::Person)
        .map(|n| n.entity)
}

/// The lemma of the word in a role that says what it is: the first that a list holds.
fn head(analysis: &Analysis, start: u32, end: u32) -> String {
    let functions = analysis.pack.concept("function");
    (start..end)
        .find_map(|at| {
            (at + 1..=end).rev().find_map(|to| {
                let entry = analysis
                    .input
                    .entries(at, to)
                    .find(|e| Some(e.list) == functions)?;
                Some(analysis.input.lexicon.lemma(entry).to_owned())
            })
        })
        .unwrap_or_else(|| analysis.words(start, end).to_owned())
}

/// The part of `names.toml` that is about roles: words at the head of a role, small letters; one that
/// ends in a hyphen stands for every word that begins so.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Settings {
    pub former: Vec<String>,
    pub future: Vec<String>,
}
