//! Who is who, what they are and who says what: invented articles as data.

use depeche::Pipeline;
use depeche::record::{Article, Entity, EntityKind, Extraction, Gender, Quote, Status};

/// One article of the data: its label, its text, and a line for each thing that must be found.
struct Case<'t> {
    label: &'t str,
    /// Wanted, not yet reached.
    todo: bool,
    text: String,
    wanted: Vec<&'t str>,
}

fn cases(data: &str) -> Vec<Case<'_>> {
    data.split("\n== ")
        .skip(1)
        .map(|case| {
            let mut lines = case
                .lines()
                .filter(|l| !l.is_empty() && !l.starts_with('#'));
            let label = lines.next().expect("a label");
            Case {
                label,
                todo: label.starts_with("todo "),
                text: lines.next().expect("a text").replace('¶', "\n\n"),
                wanted: lines.collect(),
            }
        })
        .collect()
}

fn entity(entity: &Entity) -> String {
    let kind = match entity.kind {
        EntityKind::Person => "person",
        _ => "organization",
    };
    let gender = match entity.gender {
        Some(Gender::Feminine) => "f",
        Some(Gender::Masculine) => "m",
        None => "",
    };
    let gender = match &entity.gender_from {
        Some(from) => format!(" ({gender} by {from})"),
        None => String::new(),
    };
    let mentions: Vec<&str> = entity.mentions.iter().map(|m| m.text.as_str()).collect();
    format!("{kind} {}{gender} = {}", entity.name, mentions.join(" | "))
}

fn roles(of: &Entity, all: &[Entity]) -> String {
    let mut roles: Vec<_> = of.roles.iter().collect();
    roles.sort_by_key(|r| r.start);
    let roles: Vec<String> = roles
        .iter()
        .map(|role| {
            let status = match role.status {
                Status::Current => "",
                Status::Former => "former ",
                Status::Future => "future ",
            };
            let within = all
                .iter()
                .find(|e| Some(&e.id) == role.organization.as_ref());
            let within = within.map(|e| format!(" @ {}", e.name)).unwrap_or_default();
            format!("{status}{}{within}", role.title)
        })
        .collect();
    format!("role {} = {}", of.name, roles.join(" | "))
}

/// Who says the words, by the first three of them.
fn said(quote: &Quote, all: &[Entity]) -> String {
    let speaker = quote.speaker.as_ref().and_then(|s| s.entity.as_ref());
    let id = speaker.or(quote.who.as_ref());
    let name = id.and_then(|id| all.iter().find(|e| e.id == *id));
    let name = name.map_or("?", |e| e.name.as_str());
    let words: Vec<&str> = quote.parts[0].text.split_whitespace().take(3).collect();
    format!("said {name} = {}", words.join(" "))
}

/// Everything of the sort that the case states: entities where it states one, roles where it does, what
/// is said where it says so.
fn found(extraction: &Extraction, wanted: &[&str]) -> Vec<String> {
    let entities = &extraction.entities;
    let named = |e: &&Entity| matches!(e.kind, EntityKind::Person | EntityKind::Organization);
    let states = |what: &str| wanted.iter().any(|w| w.starts_with(what));
    let mut out = Vec::new();
    if states("person") || states("organization") {
        out.extend(entities.iter().filter(named).map(entity));
    }
    if states("role") || states("person") {
        let bearers = entities.iter().filter(|e| !e.roles.is_empty());
        out.extend(bearers.map(|e| roles(e, entities)));
    }
    if states("said") {
        out.extend(extraction.quotes.iter().map(|q| said(q, entities)));
    }
    out
}

/// Compares every case; a `todo` that comes out right is a fault, too.
fn check(data: &str, least: usize) {
    let pipeline = Pipeline::builtin("fr").expect("the pack is sound");
    let mut wrong = Vec::new();
    let cases = cases(data);
    for case in &cases {
        let article = Article {
            text: case.text.clone(),
            ..Article::default()
        };
        let mut found = found(&pipeline.extract(&article), &case.wanted);
        let mut wanted: Vec<String> = case.wanted.iter().map(|w| (*w).to_owned()).collect();
        found.sort();
        wanted.sort();
        let label = case.label;
        match (found == wanted, case.todo) {
            (true, true) => wrong.push(format!("{label}: reached, no longer to do")),
            (false, false) => {
                wrong.push(format!("{label}\n  wanted {wanted:#?}\n  found {found:#?}"))
            }
            _ => {}
        }
    }
    assert!(cases.len() > least, "the data is there");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn who_is_who() {
    check(include_str!("data/fr/who.txt"), 15);
}

#[test]
fn who_says_what() {
    check(include_str!("data/fr/speakers.txt"), 100);
}
