//! Who is who: mentions of one person, organization, place or other name become one entity.
//!
//! Full names are settled first, shorter ones then looked for among them: a family name, a first name,
//! the head of a long name, an acronym. Where several would do, gender decides, then the nearest before.

use std::collections::HashMap;

use serde::Deserialize;

use super::super::analysis::{Analysis, EntityFinding, Findings, NameFinding};
use super::gender;
use crate::record::{EntityKind, Gender};
use crate::rule::Regions;
use crate::text::BlockKind;
use crate::token::{Kind, Shape, fold};

/// The part of `names.toml` that is about linking.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Settings {
    /// Words at the head of a name that do not tell names apart: articles.
    pub articles: Vec<String>,
    /// Words that initials leave out.
    pub small: Vec<String>,
    /// Share of women, in per cent, from which a first name shows a woman; below 100 minus it, a man.
    pub sure: f64,
}

/// One mention while it is being linked.
struct Mention {
    /// Index into the findings' names.
    index: usize,
    words: Vec<String>,
    gender: Option<(Gender, &'static str)>,
}

/// Numbers the entities of `findings.names` and fills `findings.entities` and the by-line.
pub(super) fn link(analysis: &Analysis, regions: &Regions, findings: &mut Findings) {
    let mut groups: [Vec<Mention>; 4] = Default::default();
    for (index, name) in findings.names.iter().enumerate() {
        groups[name.kind as usize].push(Mention {
            index,
            words: words(analysis, name),
            gender: match name.kind {
                EntityKind::Person => gender::of(analysis, regions, name),
                _ => None,
            },
        });
    }
    let [persons, organizations, places, others] = groups;
    let mut linker = Linker::default();
    linker.persons(&persons);
    for group in [&organizations, &places, &others] {
        linker.things(analysis, group, &findings.names);
    }
    linker.finish(analysis, findings);
    findings.byline = byline(analysis, &findings.names);
}

/// The folded words of a name, without an article at the head.
fn words(analysis: &Analysis, name: &NameFinding) -> Vec<String> {
    let settings = &analysis.pack.settings.name.link;
    let mut start = name.start;
    if name.kind != EntityKind::Person
        && name.end > start + 1
        && settings
            .articles
            .iter()
            .any(|a| fold(a) == analysis.folded(start))
    {
        start += 1;
    }
    (start..name.end)
        .map(|at| analysis.folded(at))
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
        .collect()
}

#[derive(Default)]
struct Linker {
    /// For each entity the one that it was joined to, or itself.
    parents: Vec<u32>,
    genders: Vec<Option<(Gender, &'static str)>>,
    /// Entity of each name, by index into the findings' names.
    entity_of: HashMap<usize, u32>,
}

impl Linker {
    fn entity(&mut self) -> u32 {
        let number = self.parents.len() as u32;
        self.parents.push(number);
        self.genders.push(None);
        number
    }

    fn root(&self, mut number: u32) -> u32 {
        while self.parents[number as usize] != number {
            number = self.parents[number as usize];
        }
        number
    }

    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        let (low, high) = (a.min(b), a.max(b));
        self.parents[high as usize] = low;
        if self.genders[low as usize].is_none() {
            self.genders[low as usize] = self.genders[high as usize];
        }
    }

    fn assign(&mut self, mention: &Mention, entity: u32) {
        self.entity_of.insert(mention.index, entity);
        let root = self.root(entity) as usize;
        if self.genders[root].is_none() {
            self.genders[root] = mention.gender;
        }
    }

    /// Persons: full names first, then family names, first names and initials.
    fn persons(&mut self, mentions: &[Mention]) {
        let mut by_length: Vec<&Mention> = mentions.iter().collect();
        by_length.sort_by_key(|m| (std::cmp::Reverse(m.words.len()), m.index));
        let mut whole: HashMap<String, u32> = HashMap::new();
        // Places in the text and entities of the longer names that end, begin or abridge so.
        let mut tails: HashMap<String, Vec<(usize, u32)>> = HashMap::new();
        let mut heads: HashMap<String, Vec<(usize, u32)>> = HashMap::new();
        let mut ends: HashMap<(String, String), Vec<(usize, u32)>> = HashMap::new();
        for mention in by_length {
            let words = &mention.words;
            let key = words.join(" ");
            let known = match whole.get(&key) {
                Some(&entity)
                    if words.len() > 1
                        || self.agree(entity, mention)
                        || !tails.contains_key(&key) =>
                {
                    Some(entity)
                }
                _ => None,
            };
            let found = known
                .or_else(|| self.choose(tails.get(&key), mention))
                .or_else(|| {
                    let (first, last) = (words.first()?, words.last()?);
                    (words.len() > 1)
                        .then(|| self.choose(ends.get(&abridged(first, last)), mention))
                        .flatten()
                        .filter(|_| true)
                })
                .or_else(|| {
                    (words.len() == 1)
                        .then(|| self.choose(heads.get(&key), mention))
                        .flatten()
                });
            let entity = found.unwrap_or_else(|| self.entity());
            self.assign(mention, entity);
            // A short name may be borne by several; it is looked up anew each time.
            let shared = tails.get(&key).is_some_and(|t| distinct(t) > 1);
            if !shared {
                whole.entry(key).or_insert(entity);
            }
            for at in 1..words.len() {
                let place = (mention.index, entity);
                tails.entry(words[at..].join(" ")).or_default().push(place);
                heads.entry(words[..at].join(" ")).or_default().push(place);
            }
            if let [first, .., last] = &words[..] {
                let place = (mention.index, entity);
                for key in [
                    (first.clone(), last.clone()),
                    (initial(first), last.clone()),
                ] {
                    ends.entry(key).or_default().push(place);
                }
            }
        }
    }

    /// Whether nothing says that the mention is of the other gender.
    fn agree(&self, entity: u32, mention: &Mention) -> bool {
        match (self.genders[self.root(entity) as usize], mention.gender) {
            (Some((a, _)), Some((b, _))) => a == b,
            _ => true,
        }
    }

    /// The entity among `known` that agrees, the nearest before the mention, or else behind it.
    fn choose(&self, known: Option<&Vec<(usize, u32)>>, mention: &Mention) -> Option<u32> {
        let agreeing = known?.iter().filter(|(_, e)| self.agree(*e, mention));
        agreeing
            .min_by_key(|(at, _)| match mention.index.checked_sub(*at) {
                Some(before) => (0, before),
                None => (1, at - mention.index),
            })
            .map(|(_, entity)| *entity)
    }

    /// Organizations, places and other names: the same words, acronyms, short forms.
    fn things(&mut self, analysis: &Analysis, mentions: &[Mention], names: &[NameFinding]) {
        let mut whole: HashMap<String, u32> = HashMap::new();
        let mut by_length: Vec<&Mention> = mentions.iter().collect();
        by_length.sort_by_key(|m| (std::cmp::Reverse(m.words.len()), m.index));
        let mut heads: HashMap<String, Vec<u32>> = HashMap::new();
        let mut acronyms: HashMap<String, Vec<u32>> = HashMap::new();
        for mention in by_length {
            let key = mention.words.join(" ");
            let name = &names[mention.index];
            let organization = name.kind == EntityKind::Organization;
            let mut entity = whole.get(&key).copied();
            if entity.is_none() && organization {
                entity = only(heads.get(&key)).filter(|_| starts_with_capital(analysis, name));
            }
            if entity.is_none() && mention.words.len() == 1 && name.kind != EntityKind::Place {
                let acronym = letters(&key);
                entity = only(acronyms.get(&acronym)).filter(|_| is_acronym(analysis, name));
            }
            let entity = entity.unwrap_or_else(|| self.entity());
            self.assign(mention, entity);
            whole.entry(key).or_insert(entity);
            if mention.words.len() > 1 {
                for at in 1..mention.words.len() {
                    push(&mut heads, mention.words[..at].join(" "), entity);
                }
                for acronym in initials(analysis, name) {
                    push(&mut acronyms, acronym, entity);
                }
            }
        }
        // What the lists know of the long form of an acronym.
        for mention in mentions {
            let name = &names[mention.index];
            for entry in analysis.input.entries(name.start, name.end) {
                let long = analysis.input.lexicon.column(entry, "long").map(fold);
                if let Some(&other) = long.and_then(|long| whole.get(&long)) {
                    self.join(self.entity_of[&mention.index], other);
                }
            }
        }
        // A name and its other name in brackets, one of them an acronym of any letters.
        for pair in mentions.windows(2) {
            let (a, b) = (&names[pair[0].index], &names[pair[1].index]);
            let bracketed = b.start == a.end + 1
                && analysis.word(a.end) == "("
                && analysis.folded(b.end) == ")";
            if bracketed
                && a.kind == EntityKind::Organization
                && (is_acronym(analysis, a) || is_acronym(analysis, b))
            {
                let (a, b) = (
                    self.entity_of[&pair[0].index],
                    self.entity_of[&pair[1].index],
                );
                self.join(a, b);
            }
        }
    }

    /// Writes the entities out: numbers in order of first mention, the fullest form as the name.
    fn finish(&self, analysis: &Analysis, findings: &mut Findings) {
        let mut numbers: HashMap<u32, u32> = HashMap::new();
        let mut fullest: Vec<(bool, usize)> = Vec::new();
        for (index, name) in findings.names.iter_mut().enumerate() {
            let root = self.root(self.entity_of[&index]);
            let next = numbers.len() as u32;
            let number = *numbers.entry(root).or_insert(next);
            name.entity = number;
            let text = analysis.words(name.start, name.end);
            // Headlines in capitals hide how a name is written.
            let plain = text.chars().any(char::is_lowercase);
            let rank = (plain, text.chars().count());
            if number == next {
                let (gender, from) = match self.genders[root as usize] {
                    Some((gender, from)) => (Some(gender), Some(from.to_owned())),
                    None => (None, None),
                };
                findings.entities.push(EntityFinding {
                    name: text.to_owned(),
                    gender,
                    gender_from: from,
                });
                fullest.push(rank);
            } else if rank > fullest[number as usize] {
                fullest[number as usize] = rank;
                text.clone_into(&mut findings.entities[number as usize].name);
            }
        }
    }
}

fn push(map: &mut HashMap<String, Vec<u32>>, key: String, entity: u32) {
    let list = map.entry(key).or_default();
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

fn distinct(list: &[(usize, u32)]) -> usize {
    let mut entities: Vec<u32> = list.iter().map(|(_, e)| *e).collect();
    entities.sort_unstable();
    entities.dedup();
    entities.len()
}

/// First name and family name as they are looked up: initials stay initials.
fn abridged(first: &str, last: &str) -> (String, String) {
    let first = if first.contains('.') || first.chars().count() == 1 {
        initial(first)
    } else {
        first.to_owned()
    };
    (first, last.to_owned())
}

fn initial(word: &str) -> String {
    word.chars().take(1).chain(['.']).collect()
}

fn letters(word: &str) -> String {
    word.chars().filter(|c| c.is_alphabetic()).collect()
}

fn starts_with_capital(analysis: &Analysis, name: &NameFinding) -> bool {
    analysis
        .word(name.start)
        .chars()
        .next()
        .is_some_and(char::is_uppercase)
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

/// The acronyms that a long name may have: of its capitals, and of all but its small words.
fn initials(analysis: &Analysis, name: &NameFinding) -> [String; 2] {
    let small = &analysis.pack.settings.name.link.small;
    let first = |at: u32| analysis.folded(at).chars().next();
    let is_word = |at: &u32| {
        let form = analysis.input.tokens[*at as usize].form;
        analysis.input.forms.get(form).kind == Kind::Word
    };
    let capital = |at: &u32| {
        analysis
            .word(*at)
            .chars()
            .next()
            .is_some_and(char::is_uppercase)
    };
    let tokens = || (name.start..name.end).filter(is_word);
    [
        tokens().filter(capital).filter_map(first).collect(),
        tokens()
            .filter(|at| !small.iter().any(|s| fold(s) == analysis.folded(*at)))
            .filter_map(first)
            .collect(),
    ]
}

/// Entities that signed: persons in an author's line, or alone in a block that is no headline.
fn byline(analysis: &Analysis, names: &[NameFinding]) -> Vec<u32> {
    let mut out: Vec<u32> = Vec::new();
    for name in names.iter().filter(|n| n.kind == EntityKind::Person) {
        let block = analysis.block_of(name.start);
        let kind = analysis.blocks[block].kind;
        let alone = analysis.block_tokens[block] == name.start
            && analysis.block_tokens[block + 1] == name.end
            && name.end > name.start + 1;
        let signs = kind == BlockKind::Byline || alone && kind != BlockKind::Title;
        if signs && !out.contains(&name.entity) {
            out.push(name.entity);
        }
    }
    out
}
