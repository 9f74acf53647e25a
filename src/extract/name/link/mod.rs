//! Who is who: mentions of one person, organization, place or other name become one entity.
//!
//! Full names are settled first, shorter ones then looked for among them: a family name, a first name,
//! the head of a long name, an acronym. Names are compared without case and accents, since headlines
//! in capitals leave both out.

mod person;
mod settings;
mod thing;

use std::cmp::Reverse;
use std::ops::Range;

use super::super::analysis::{Analysis, EntityFinding, Findings, NameFinding};
use super::forms::{ARTICLE, FormFacts, plain};
use super::gender::{self, Shown};
use crate::record::EntityKind;
use crate::text::BlockKind;

pub(crate) use settings::Settings;

/// One mention while it is being linked.
struct Mention {
    /// Index into the findings' names.
    index: usize,
    /// Its words as they are compared, without an article at the head: a range of [`Mentions::words`].
    words: Range<usize>,
    gender: Option<Shown>,
}

/// Mentions of names of one kind, in the order of the text.
struct Mentions {
    list: Vec<Mention>,
    /// Their words, each as a hash.
    words: Vec<u64>,
}

impl Mentions {
    fn with_room(count: usize) -> Self {
        Self {
            list: Vec::with_capacity(count),
            words: Vec::with_capacity(2 * count),
        }
    }

    fn words(&self, mention: &Mention) -> &[u64] {
        &self.words[mention.words.clone()]
    }

    /// Those of most words first.
    fn by_length(&self) -> Vec<&Mention> {
        let mut list: Vec<&Mention> = self.list.iter().collect();
        list.sort_unstable_by_key(|m| (Reverse(m.words.len()), m.index));
        list
    }
}

/// Numbers the entities of `findings.names` and fills `findings.entities` and the by-line.
pub(super) fn link(analysis: &Analysis, findings: &mut Findings) {
    let names = &findings.names;
    let mut groups: [Mentions; 4] = std::array::from_fn(|_| Mentions::with_room(names.len()));
    let shows = gender::Shows::new(analysis);
    for (index, name) in names.iter().enumerate() {
        let Mentions { list, words } = &mut groups[name.kind as usize];
        let from = words.len();
        words.extend(words_of(analysis, name).map(|(_, word)| word));
        list.push(Mention {
            index,
            words: from..words.len(),
            gender: match name.kind {
                EntityKind::Person => shows.of(name),
                _ => None,
            },
        });
    }
    let [persons, organizations, places, others] = groups;
    let mut linker = Linker {
        parents: Vec::with_capacity(names.len()),
        genders: Vec::with_capacity(names.len()),
        entity_of: vec![0; names.len()],
    };
    person::link(&mut linker, analysis, &persons, names);
    for group in [&organizations, &places, &others] {
        thing::link(&mut linker, analysis, group, names);
    }
    linker.finish(analysis, findings);
    findings.byline = byline(analysis, &findings.names);
}

/// What is known of the token's form.
fn facts<'a>(analysis: &Analysis<'a>, token: u32) -> &'a FormFacts {
    analysis
        .names
        .get(analysis.input.tokens[token as usize].form)
}

/// The words of a name as they are compared, without an article at the head: their tokens and hashes.
fn words_of<'a>(
    analysis: &Analysis<'a>,
    name: &NameFinding,
) -> impl Iterator<Item = (u32, u64)> + use<'a> {
    let mut start = name.start;
    let leaves = name.kind != EntityKind::Person && name.end > start + 1;
    if leaves && facts(analysis, start).marks & ARTICLE != 0 {
        start += 1;
    }
    let (table, tokens) = (analysis.names, analysis.input.tokens);
    (start..name.end)
        .map(move |at| (at, table.plain(tokens[at as usize].form)))
        .filter(|(_, word)| *word != 0)
}

/// The first letter of a token, without its accent.
fn initial(analysis: &Analysis, token: u32) -> Option<char> {
    plain(analysis.folded(token)).next()
}

/// Entities in the making: a forest in which whatever turns out to be one is joined.
struct Linker {
    /// For each entity the one that it was joined to, or itself.
    parents: Vec<u32>,
    genders: Vec<Option<Shown>>,
    /// Entity of each name, by index into the findings' names.
    entity_of: Vec<u32>,
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
        self.entity_of[mention.index] = entity;
        let root = self.root(entity) as usize;
        self.genders[root] = gender::surer(self.genders[root], mention.gender);
    }

    /// Whether nothing says that the mention is of the other gender.
    fn agree(&self, entity: u32, mention: &Mention) -> bool {
        match (self.genders[self.root(entity) as usize], mention.gender) {
            (Some(a), Some(b)) => a.gender == b.gender,
            _ => true,
        }
    }

    /// Whether something shows the entity's gender.
    fn shows(&self, entity: u32) -> bool {
        self.genders[self.root(entity) as usize].is_some()
    }

    /// Writes the entities out: numbers in order of first mention, the fullest form as the name.
    fn finish(&self, analysis: &Analysis, findings: &mut Findings) {
        let mut numbers: Vec<Option<u32>> = vec![None; self.parents.len()];
        let mut fullest: Vec<(bool, usize)> = Vec::with_capacity(self.parents.len());
        findings.entities.reserve(self.parents.len());
        for (index, name) in findings.names.iter_mut().enumerate() {
            let root = self.root(self.entity_of[index]);
            let next = findings.entities.len() as u32;
            let number = *numbers[root as usize].get_or_insert(next);
            name.entity = number;
            let text = analysis.words(name.start, name.end);
            // Headlines in capitals hide how a name is written.
            let plain = text.chars().any(char::is_lowercase);
            let rank = (plain, text.chars().count());
            if number == next {
                let shown = self.genders[root as usize];
                findings.entities.push(EntityFinding {
                    name: (name.start, name.end),
                    gender: shown.map(|s| s.gender),
                    gender_from: shown.map(|s| s.by),
                });
                fullest.push(rank);
            } else if rank > fullest[number as usize] {
                fullest[number as usize] = rank;
                findings.entities[number as usize].name = (name.start, name.end);
            }
        }
    }
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
