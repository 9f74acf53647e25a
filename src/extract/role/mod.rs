//! Roles: what rules say a person is, with who bears it and where.
//!
//! A rule of type `role` captures `title`, and may capture `person`, `in` (the organization or place),
//! `body` (a noun that stands for an organization), `other` (a complement that does not) and `people`
//! (whose title it is: `French`). Who bears a role without `person` is told by the `kind` that the rule
//! emits, see [`Way`].

mod bearer;
mod within;

use std::collections::HashMap;

use serde::Deserialize;

use super::analysis::{Analysis, Findings, NameFinding, RoleFinding};
use crate::record::{EntityKind, Gender, Status};
use crate::rule::{Match, Regions, RuleId, Value};

/// The part of `names.toml` that is about roles. Words are lemmas of the list of functions, but for
/// `former`, `future` and `possessives`, which are folded spellings.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Settings {
    /// Words at the head of a role that is over; one that ends in a hyphen stands for every word that
    /// begins so.
    pub former: Vec<String>,
    /// Words at the head of a role to come.
    pub future: Vec<String>,
    /// Determiners that take up an organization.
    pub possessives: Vec<String>,
    /// Determiners that point at somebody just named.
    pub demonstratives: Vec<String>,
    /// Roles that an organization has one of, so that a role without complement is in the one spoken of.
    pub heads: Vec<String>,
    /// Roles in a town.
    pub municipal: Vec<String>,
    /// Classes of functions that an organization owns (`its keeper`).
    pub owned: Vec<String>,
    /// Classes of functions that describe a person, whether or not the article says so elsewhere.
    pub descriptive: Vec<String>,
    /// Determiners and personal pronouns with their gender: `m` or `f`.
    pub determiners: HashMap<String, String>,
    /// What a general noun takes up: lemmas, or classes of functions.
    pub general: HashMap<String, Vec<String>>,
}

/// Where the bearer of a role is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// In the match, or last before it in the sentence.
    Named,
    /// Anywhere: the title stands alone and takes somebody up (`anaphor`).
    Anaphor,
    /// Whoever the pronoun at the head of the match takes up (`subject`).
    Subject,
    /// The bearer of the role right before (`before`).
    Before,
    /// The bearer of the role right behind (`after`).
    After,
}

/// A role while its bearer and its organization are looked for. Token indices, end exclusive.
struct Draft<'a> {
    /// The match.
    from: u32,
    to: u32,
    /// The title.
    start: u32,
    end: u32,
    way: Way,
    person: Option<u32>,
    within: Option<u32>,
    body: bool,
    other: bool,
    people: Option<&'a str>,
    head: Head<'a>,
    status: Status,
    rule: RuleId,
}

/// The word of a title that says what it is.
#[derive(Debug, Clone, Copy)]
struct Head<'a> {
    lemma: &'a str,
    class: &'a str,
    gender: Option<Gender>,
}

/// Makes role records of the matches of type `role`.
pub(crate) fn records(analysis: &Analysis, regions: &mut Regions, findings: &mut Findings) {
    let rules = analysis.input.rules;
    let Some(kind) = rules.type_id("role") else {
        return;
    };
    let mut drafts: Vec<Draft> = regions
        .of(kind)
        .iter()
        .filter_map(|region| {
            let span = (region.start, region.end);
            draft(
                analysis,
                regions,
                regions.match_of(region),
                span,
                &findings.names,
            )
        })
        .collect();
    settle(&mut drafts);
    genders(findings, &drafts);
    bearer::find(analysis, findings, &mut drafts);
    drafts.retain(|d| d.person.is_some());
    within::find(analysis, findings, &mut drafts);
    findings.roles = drafts
        .iter()
        .filter_map(|draft| {
            Some(RoleFinding {
                person: draft.person?,
                organization: draft.within,
                start: draft.start,
                end: draft.end,
                status: draft.status,
                rule: draft.rule,
            })
        })
        .collect();
}

/// Puts the drafts in the order of the text. Of several that share words one stays: one that has a
/// bearer, with the longer title, with an organization.
fn settle(drafts: &mut Vec<Draft>) {
    drafts.sort_by_key(|d| {
        let length = std::cmp::Reverse(d.end - d.start);
        (d.person.is_none(), length, d.within.is_none(), d.from)
    });
    let mut kept: Vec<Draft> = Vec::new();
    for draft in drafts.drain(..) {
        let at = kept.partition_point(|k| k.start < draft.start);
        let before = at.checked_sub(1).is_some_and(|i| kept[i].end > draft.start);
        let behind = kept.get(at).is_some_and(|k| k.start < draft.end);
        if !before && !behind {
            kept.insert(at, draft);
        }
    }
    *drafts = kept;
}

/// What a match says by itself.
fn draft<'a>(
    analysis: &Analysis<'a>,
    regions: &Regions,
    found: &Match,
    (from, to): (u32, u32),
    names: &[NameFinding],
) -> Option<Draft<'a>> {
    let capture = |role: &str| analysis.input.capture(found, role, regions);
    let (start, end) = capture("title")?;
    let way = match analysis.input.emitted(found, "kind", regions) {
        Some(Value::Text(kind)) => match kind.as_ref() {
            "anaphor" => Way::Anaphor,
            "subject" => Way::Subject,
            "before" => Way::Before,
            "after" => Way::After,
            _ => Way::Named,
        },
        _ => Way::Named,
    };
    let person = match (capture("person"), way) {
        (Some(span), _) => entity(names, span),
        (None, Way::Named) => before(analysis, names, from),
        _ => None,
    };
    // A long complement may name the organization in its midst.
    let inside = |(start, end): (u32, u32)| {
        let at = names.partition_point(|n| n.start < start);
        names[at..]
            .iter()
            .take_while(|n| n.end <= end)
            .find(|n| n.kind == EntityKind::Organization)
            .map(|n| n.entity)
    };
    let other = capture("other");
    let mut head = head(analysis, start, end);
    let determiners = &analysis.pack.settings.name.role.determiners;
    head.gender = head.gender.or_else(|| {
        let before = analysis.folded(start.checked_sub(1)?);
        super::name::named_gender(determiners.get(before)?)
    });
    Some(Draft {
        from,
        to,
        start,
        end,
        way,
        person,
        within: capture("in")
            .and_then(|span| entity(names, span))
            .or_else(|| other.and_then(inside)),
        body: capture("body").is_some(),
        other: other.is_some(),
        people: capture("people").map(|(start, _)| analysis.folded(start)),
        head,
        status: match analysis.input.emitted(found, "status", regions) {
            Some(Value::Text(status)) if status == "former" => Status::Former,
            Some(Value::Text(status)) if status == "future" => Status::Future,
            _ => status(analysis, start),
        },
        rule: found.rule,
    })
}

/// What titles show of the gender of those who bear them by name. A title in the feminine outweighs
/// a first name; one in the masculine may be that of the office.
fn genders(findings: &mut Findings, drafts: &[Draft]) {
    for draft in drafts {
        let (Some(person), Some(gender)) = (draft.person, draft.head.gender) else {
            continue;
        };
        let entity = &mut findings.entities[person as usize];
        let civil = entity.gender_from == Some("title");
        if entity.gender.is_none() || gender == Gender::Feminine && !civil {
            entity.gender = Some(gender);
            entity.gender_from = Some("role");
        }
    }
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

/// The names before the token, the nearest first.
fn backward(names: &[NameFinding], token: u32) -> impl Iterator<Item = &NameFinding> {
    let at = names.partition_point(|n| n.start < token);
    names[..at].iter().rev()
}

/// The person named last before the token, in its sentence.
fn before(analysis: &Analysis, names: &[NameFinding], token: u32) -> Option<u32> {
    let first = analysis.sentence_of(token).first;
    backward(names, token)
        .take_while(|n| n.start >= first)
        .find(|n| n.kind == EntityKind::Person)
        .map(|n| n.entity)
}

/// The word in a role that says what it is: the longest entry of the list of functions at the first
/// place that has one, else all the words.
fn head<'a>(analysis: &Analysis<'a>, start: u32, end: u32) -> Head<'a> {
    let functions = analysis.pack.concept("function");
    let lexicon = analysis.input.lexicon;
    (start..end)
        .find_map(|at| {
            (at + 1..=end).rev().find_map(|to| {
                let mut entries = analysis.input.entries(at, to);
                let entry = entries.find(|e| Some(e.list) == functions)?;
                Some(Head {
                    lemma: lexicon.lemma(entry),
                    class: lexicon.column(entry, "class").unwrap_or_default(),
                    gender: lexicon
                        .column(entry, "gender")
                        .and_then(super::name::named_gender),
                })
            })
        })
        .unwrap_or(Head {
            lemma: analysis.words(start, end),
            class: "",
            gender: None,
        })
}
