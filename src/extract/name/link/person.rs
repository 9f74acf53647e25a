//! Persons: the full name, then the family name, the first name and initials.
//!
//! Where several bear the short name, gender decides; then whoever was named in the same paragraph,
//! the nearest first; then whoever is named in full most often. A family name in the plural is a
//! family, and nobody in it.

use std::collections::HashMap;

use super::{Linker, Mention, holds};
use crate::extract::analysis::{Analysis, NameFinding};

pub(super) fn link(
    linker: &mut Linker,
    analysis: &Analysis,
    mentions: &[Mention],
    names: &[NameFinding],
) {
    let mut by_length: Vec<&Mention> = mentions.iter().collect();
    by_length.sort_by_key(|m| (std::cmp::Reverse(m.words.len()), m.index));
    let mut people = People {
        blocks: names.iter().map(|n| analysis.block_of(n.start)).collect(),
        ..People::default()
    };
    for mention in by_length {
        let entity = if is_family(analysis, mention, &names[mention.index]) {
            people.family(linker, mention)
        } else {
            people.find(linker, mention)
        };
        linker.assign(mention, entity);
    }
}

/// Whether the name is that of a family: one word, and the word before says so.
fn is_family(analysis: &Analysis, mention: &Mention, name: &NameFinding) -> bool {
    let families = &analysis.pack.settings.name.link.families;
    mention.words.len() == 1
        && name.start > analysis.sentence_of(name.start).first
        && holds(families, analysis.folded(name.start - 1))
}

/// Mentions of longer names and their entities.
type Places = Vec<(usize, u32)>;

/// Names known so far, longer ones before shorter ones.
#[derive(Default)]
struct People {
    whole: HashMap<String, u32>,
    families: HashMap<String, u32>,
    /// The longer names that end so, begin so, or have this first and last word.
    tails: HashMap<String, Places>,
    heads: HashMap<String, Places>,
    ends: HashMap<(String, String), Places>,
    /// Block of each name.
    blocks: Vec<usize>,
}

impl People {
    fn family(&mut self, linker: &mut Linker, mention: &Mention) -> u32 {
        let key = mention.words.join(" ");
        *self.families.entry(key).or_insert_with(|| linker.entity())
    }

    fn find(&mut self, linker: &mut Linker, mention: &Mention) -> u32 {
        let words = &mention.words;
        let key = words.join(" ");
        let longer = self.tails.get(&key);
        let known =
            self.whole.get(&key).copied().filter(|&entity| {
                words.len() > 1 || linker.agree(entity, mention) || longer.is_none()
            });
        let found = known
            .or_else(|| self.whole.get(&turned(words)?).copied())
            .or_else(|| self.choose(linker, longer, mention))
            .or_else(|| match &words[..] {
                [first, .., last] => {
                    self.choose(linker, self.ends.get(&abridged(first, last)), mention)
                }
                _ => self.choose(linker, self.heads.get(&key), mention),
            });
        let entity = found.unwrap_or_else(|| linker.entity());
        // A short name may be borne by several; it is looked up anew each time.
        if !longer.is_some_and(several) {
            self.whole.entry(key).or_insert(entity);
        }
        self.keep(mention, entity);
        entity
    }

    /// Makes the shorter forms of the name known.
    fn keep(&mut self, mention: &Mention, entity: u32) {
        let words = &mention.words;
        let place = (mention.index, entity);
        for at in 1..words.len() {
            self.tails
                .entry(words[at..].join(" "))
                .or_default()
                .push(place);
            self.heads
                .entry(words[..at].join(" "))
                .or_default()
                .push(place);
        }
        if let [first, .., last] = &words[..] {
            for key in [
                (first.clone(), last.clone()),
                (initial(first), last.clone()),
            ] {
                self.ends.entry(key).or_default().push(place);
            }
        }
    }

    /// The entity among `known` that the mention means.
    fn choose(&self, linker: &Linker, known: Option<&Places>, mention: &Mention) -> Option<u32> {
        let known = known?.iter().copied();
        let mut agreeing: Places = known
            .filter(|(_, entity)| linker.agree(*entity, mention))
            .collect();
        // One whose gender is shown comes before one of whom nothing is known.
        let shown = |entity: u32| mention.gender.is_some() && linker.shows(entity);
        if agreeing.iter().any(|(_, entity)| shown(*entity)) {
            agreeing.retain(|(_, entity)| shown(*entity));
        }
        let block = self.blocks[mention.index];
        let near = agreeing
            .iter()
            .filter(|(at, _)| *at < mention.index && self.blocks[*at] == block)
            .max();
        let often = |entity: u32| agreeing.iter().filter(|(_, e)| *e == entity).count();
        let (_, entity) = near.or_else(|| {
            agreeing
                .iter()
                .max_by_key(|(at, entity)| (often(*entity), std::cmp::Reverse(*at)))
        })?;
        Some(*entity)
    }
}

/// The name with its first word last: the family name may stand before the first name.
fn turned(words: &[String]) -> Option<String> {
    let (first, rest) = words.split_first()?;
    (!rest.is_empty()).then(|| format!("{} {first}", rest.join(" ")))
}

fn several(places: &Places) -> bool {
    places.iter().any(|(_, entity)| *entity != places[0].1)
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
