//! Organizations, places and other names: the same words, acronyms, short forms.

use std::collections::HashMap;

use super::{Linker, Mention, holds, plain};
use crate::extract::analysis::{Analysis, NameFinding};
use crate::record::EntityKind;
use crate::token::{Kind, Shape, fold};

/// Entities by what they are also called.
type Called = HashMap<String, Vec<u32>>;

pub(super) fn link(
    linker: &mut Linker,
    analysis: &Analysis,
    mentions: &[Mention],
    names: &[NameFinding],
) {
    let mut whole: HashMap<String, u32> = HashMap::new();
    let mut by_length: Vec<&Mention> = mentions.iter().collect();
    by_length.sort_by_key(|m| (std::cmp::Reverse(m.words.len()), m.index));
    let mut heads = Called::new();
    let mut tails = Called::new();
    let mut acronyms = Called::new();
    for mention in by_length {
        let key = mention.words.join(" ");
        let name = &names[mention.index];
        let mut entity = whole.get(&key).copied();
        if entity.is_none() && starts_with_capital(analysis, name) {
            if name.kind == EntityKind::Organization {
                entity = only(heads.get(&key));
            }
            if name.kind != EntityKind::Place {
                entity = entity.or_else(|| only(tails.get(&key)));
            }
        }
        if entity.is_none()
            && name.kind != EntityKind::Place
            && mention.words.len() == 1
            && (is_acronym(analysis, name) || key.len() > 2)
        {
            entity = only(acronyms.get(&letters(&key)));
        }
        let entity = entity.unwrap_or_else(|| linker.entity());
        linker.assign(mention, entity);
        whole.entry(key).or_insert(entity);
        if mention.words.len() > 1 {
            for at in 1..mention.words.len() {
                push(&mut heads, mention.words[..at].join(" "), entity);
            }
            for acronym in initials(analysis, name) {
                push(&mut acronyms, acronym, entity);
            }
        }
        for tail in last_names(analysis, name) {
            push(&mut tails, tail, entity);
        }
    }
    listed(linker, analysis, mentions, names, &whole);
    bracketed(linker, analysis, mentions, names);
}

/// Joins what the lists know as the long form of an acronym, and as the city of the only club there.
fn listed(
    linker: &mut Linker,
    analysis: &Analysis,
    mentions: &[Mention],
    names: &[NameFinding],
    whole: &HashMap<String, u32>,
) {
    let lexicon = analysis.input.lexicon;
    let clubs = analysis.pack.concept("club");
    let mut cities = Called::new();
    for mention in mentions {
        let name = &names[mention.index];
        let entity = linker.entity_of[&mention.index];
        for entry in analysis.input.entries(name.start, name.end) {
            let called = |column| lexicon.column(entry, column).map(|c| plain(&fold(c)));
            if let Some(&other) = called("long").and_then(|long| whole.get(&long)) {
                linker.join(entity, other);
            }
            if Some(entry.list) == clubs
                && let Some(city) = called("city")
            {
                push(&mut cities, city, linker.root(entity));
            }
        }
    }
    for (city, clubs) in &cities {
        if let (Some(&city), Some(club)) = (whole.get(city), only(Some(clubs))) {
            linker.join(city, club);
        }
    }
}

/// Letters of a name in brackets that is short enough to be an acronym written as a word (`Jaxa`).
const SHORT: usize = 5;

/// Joins a name and its other name in brackets: an acronym of any letters, or a short name that begins
/// alike, looks like an acronym, or is on no list as a name of its own.
fn bracketed(
    linker: &mut Linker,
    analysis: &Analysis,
    mentions: &[Mention],
    names: &[NameFinding],
) {
    for pair in mentions.windows(2) {
        let (a, b) = (&names[pair[0].index], &names[pair[1].index]);
        let brackets =
            b.start == a.end + 1 && analysis.word(a.end) == "(" && analysis.folded(b.end) == ")";
        if !brackets || a.kind != EntityKind::Organization {
            continue;
        }
        let short = || {
            let letters = analysis.words(b.start, b.end).chars().count();
            let unlisted = analysis.input.entries(b.start, b.end).next().is_none()
                || pair[0].words.len() > 2 && letters <= SHORT;
            let alike = initial(analysis, a) == initial(analysis, b);
            pair[0].words.len() > pair[1].words.len() && (alike || unlisted)
        };
        if is_acronym(analysis, a) || is_acronym(analysis, b) || short() {
            linker.join(
                linker.entity_of[&pair[0].index],
                linker.entity_of[&pair[1].index],
            );
        }
    }
}

fn push(called: &mut Called, key: String, entity: u32) {
    let list = called.entry(key).or_default();
    if !list.contains(&entity) {
        list.push(entity);
    }
}

/// The entity, where there is one only.
fn only(list: Option<&Vec<u32>>) -> Option<u32> {
    match list?[..] {
        [entity] => Some(entity),
        _ => None,
    }
}

/// The short names that stand at the end of a long one: the city of a club whose other words are
/// capitals (`FC Metz`), and what a work or prize is called after its kind.
fn last_names(analysis: &Analysis, name: &NameFinding) -> Vec<String> {
    let last = name.end - 1;
    let mut out = Vec::new();
    let capitals = |at: u32| {
        let form = analysis.input.tokens[at as usize].form;
        analysis.input.forms.get(form).shape == Shape::Capitals
    };
    match name.kind {
        EntityKind::Organization
            if last > name.start && (name.start..last).all(capitals) && !capitals(last) =>
        {
            out.push(plain(analysis.folded(last)));
        }
        EntityKind::Other if last > name.start && !starts_with_capital(analysis, name) => {
            out.push(plain(analysis.folded(last)));
        }
        _ => {}
    }
    out
}

fn letters(word: &str) -> String {
    word.chars().filter(|c| c.is_alphabetic()).collect()
}

fn initial(analysis: &Analysis, name: &NameFinding) -> Option<char> {
    plain(analysis.folded(name.start)).chars().next()
}

fn starts_with_capital(analysis: &Analysis, name: &NameFinding) -> bool {
    analysis.word(name.start).starts_with(char::is_uppercase)
}

/// Whether the name is one word in capitals, or with more than one capital.
fn is_acronym(analysis: &Analysis, name: &NameFinding) -> bool {
    let form = analysis.input.tokens[name.start as usize].form;
    let shape = analysis.input.forms.get(form).shape;
    let capitals = analysis
        .word(name.start)
        .chars()
        .filter(|c| c.is_uppercase())
        .count();
    name.end == name.start + 1
        && (matches!(shape, Shape::Capitals | Shape::Initial) || capitals > 1)
}

/// The acronyms that a long name may have: of its capitals, of all but its small words, and of these
/// with an article at the head.
fn initials(analysis: &Analysis, name: &NameFinding) -> [String; 3] {
    let settings = &analysis.pack.settings.name.link;
    let first = |at: u32| initial_of(analysis, at);
    let tokens = || {
        (name.start..name.end).filter(|at| {
            let form = analysis.input.tokens[*at as usize].form;
            analysis.input.forms.get(form).kind == Kind::Word
        })
    };
    let capital = |at: &u32| analysis.word(*at).starts_with(char::is_uppercase);
    let large = |at: &u32| !holds(&settings.small, analysis.folded(*at));
    [
        tokens().filter(capital).filter_map(first).collect(),
        tokens().filter(large).filter_map(first).collect(),
        tokens()
            .filter(|at| *at == name.start || large(at))
            .filter_map(first)
            .collect(),
    ]
}

fn initial_of(analysis: &Analysis, at: u32) -> Option<char> {
    plain(analysis.folded(at)).chars().next()
}
