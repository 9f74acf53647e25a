//! Organizations, places and other names: the same words, acronyms, short forms.

use super::{Linker, Mentions, facts, initial, plain, words_of};
use crate::extract::analysis::{Analysis, NameFinding};
use crate::extract::name::by_hash::{ByHash, letters, longer, run, with_room};
use crate::extract::name::forms::SMALL;
use crate::record::EntityKind;
use crate::token::{Kind, Shape, fold, hash};

pub(super) fn link(
    linker: &mut Linker,
    analysis: &Analysis,
    mentions: &Mentions,
    names: &[NameFinding],
) {
    let count = mentions.list.len();
    let mut whole: ByHash<u32> = with_room(count);
    let mut heads = Called::new(2 * count);
    let mut tails = Called::new(0);
    let mut acronyms = Called::new(count);
    for mention in mentions.by_length() {
        let words = mentions.words(mention);
        let key = run(words.iter().copied());
        let name = &names[mention.index];
        let mut entity = whole.get(&key).copied();
        if entity.is_none() && starts_with_capital(analysis, name) {
            if name.kind == EntityKind::Organization {
                entity = heads.only(key);
            }
            if name.kind != EntityKind::Place {
                entity = entity.or_else(|| tails.only(key));
            }
        }
        if entity.is_none() && words.len() == 1 && may_be_acronym(analysis, name) {
            entity = acronyms.only(letters(
                letters_of(analysis, name).filter(|c| c.is_alphabetic()),
            ));
        }
        let entity = entity.unwrap_or_else(|| linker.entity());
        linker.assign(mention, entity);
        whole.entry(key).or_insert(entity);
        if words.len() > 1 {
            for at in 1..words.len() {
                heads.push(run(words[..at].iter().copied()), entity);
            }
            for acronym in initials(analysis, name) {
                acronyms.push(acronym, entity);
            }
        }
        if let Some(last) = last_name(analysis, name) {
            tails.push(last, entity);
        }
    }
    listed(linker, analysis, mentions, names, &whole);
    bracketed(linker, analysis, mentions, names);
}

/// Entities by what they are also called: the only one, or none where it is several.
struct Called(ByHash<Option<u32>>);

impl Called {
    fn new(room: usize) -> Self {
        Self(with_room(room))
    }

    fn push(&mut self, key: u64, entity: u32) {
        let known = self.0.entry(key).or_insert(Some(entity));
        *known = known.filter(|&other| other == entity);
    }

    /// The entity, where there is one only.
    fn only(&self, key: u64) -> Option<u32> {
        self.0.get(&key).copied().flatten()
    }
}

/// Joins what the lists know as the long form of an acronym, and as the city of the only club there.
fn listed(
    linker: &mut Linker,
    analysis: &Analysis,
    mentions: &Mentions,
    names: &[NameFinding],
    whole: &ByHash<u32>,
) {
    let lexicon = analysis.input.lexicon;
    let clubs = analysis.pack.concept("club");
    let mut cities = Called::new(0);
    for mention in &mentions.list {
        let name = &names[mention.index];
        let entity = linker.entity_of[mention.index];
        for entry in analysis.input.entries(name.start, name.end) {
            let called = |column| lexicon.column(entry, column).map(spelt);
            if let Some(&other) = called("long").and_then(|long| whole.get(&long)) {
                linker.join(entity, other);
            }
            if Some(entry.list) == clubs
                && let Some(city) = called("city")
            {
                cities.push(city, linker.root(entity));
            }
        }
    }
    for (city, &club) in &cities.0 {
        if let (Some(&city), Some(club)) = (whole.get(city), club) {
            linker.join(city, club);
        }
    }
}

/// The hash of words as a list spells them.
fn spelt(words: &str) -> u64 {
    let mut folded = fold(words);
    if !folded.is_ascii() {
        folded = plain(&folded).collect();
    }
    run(folded.split(' ').map(|word| hash(word.as_bytes())))
}

/// Letters of a name in brackets that is short enough to be an acronym written as a word (`Jaxa`).
const SHORT: usize = 5;

/// Joins a name and its other name in brackets: an acronym of any letters, or a short name that begins
/// alike, looks like an acronym, or is on no list as a name of its own.
fn bracketed(linker: &mut Linker, analysis: &Analysis, mentions: &Mentions, names: &[NameFinding]) {
    for pair in mentions.list.windows(2) {
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
            let alike = initial(analysis, a.start) == initial(analysis, b.start);
            pair[0].words.len() > pair[1].words.len() && (alike || unlisted)
        };
        if is_acronym(analysis, a) || is_acronym(analysis, b) || short() {
            linker.join(
                linker.entity_of[pair[0].index],
                linker.entity_of[pair[1].index],
            );
        }
    }
}

/// The short name that stands at the end of a long one: the city of a club whose other words are
/// capitals (`FC Metz`), and what a work or prize is called after its kind.
fn last_name(analysis: &Analysis, name: &NameFinding) -> Option<u64> {
    let last = name.end - 1;
    let form = |at: u32| analysis.input.tokens[at as usize].form;
    let capitals = |at: u32| analysis.input.forms.get(form(at)).shape == Shape::Capitals;
    let shortens = last > name.start
        && match name.kind {
            EntityKind::Organization => !capitals(last) && (name.start..last).all(capitals),
            EntityKind::Other => !starts_with_capital(analysis, name),
            _ => false,
        };
    shortens.then(|| run([analysis.names.plain(form(last))]))
}

/// The letters of a name, without accents.
fn letters_of(analysis: &Analysis, name: &NameFinding) -> impl Iterator<Item = char> {
    words_of(analysis, name).flat_map(|(token, _)| plain(analysis.folded(token)))
}

/// Whether a name of one word may be the acronym of a longer one: it looks so, or has more than two letters.
fn may_be_acronym(analysis: &Analysis, name: &NameFinding) -> bool {
    let bytes = || {
        letters_of(analysis, name)
            .map(char::len_utf8)
            .sum::<usize>()
    };
    name.kind != EntityKind::Place && (is_acronym(analysis, name) || bytes() > 2)
}

fn starts_with_capital(analysis: &Analysis, name: &NameFinding) -> bool {
    analysis.word(name.start).starts_with(char::is_uppercase)
}

/// Whether the name is one word in capitals, or with more than one capital.
fn is_acronym(analysis: &Analysis, name: &NameFinding) -> bool {
    let form = analysis.input.tokens[name.start as usize].form;
    let shape = analysis.input.forms.get(form).shape;
    let capitals = || {
        let letters = analysis.word(name.start).chars();
        letters.filter(|c| c.is_uppercase()).count()
    };
    name.end == name.start + 1
        && (matches!(shape, Shape::Capitals | Shape::Initial) || capitals() > 1)
}

/// The acronyms that a long name may have: of its capitals, of all but its small words, and of these
/// with an article at the head.
fn initials(analysis: &Analysis, name: &NameFinding) -> [u64; 3] {
    let mut out = [letters([]); 3];
    for at in name.start..name.end {
        let form = analysis.input.tokens[at as usize].form;
        if analysis.input.forms.get(form).kind != Kind::Word {
            continue;
        }
        let Some(initial) = initial(analysis, at) else {
            continue;
        };
        let facts = facts(analysis, at);
        let large = facts.marks & SMALL == 0;
        for (acronym, holds) in out.iter_mut().zip([
            facts.initial.is_uppercase(),
            large,
            large || at == name.start,
        ]) {
            if holds {
                *acronym = longer(*acronym, u64::from(u32::from(initial)));
            }
        }
    }
    out
}
