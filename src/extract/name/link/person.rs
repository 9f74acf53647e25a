//! Persons: the full name, then the family name, the first name and initials.
//!
//! Where several bear the short name, gender decides; then whoever was named in the same paragraph,
//! the nearest first; then whoever is named in full most often. A family name in the plural is a
//! family, and nobody in it.

use std::cmp::Reverse;

use super::{Linker, Mention, Mentions, facts, plain, words_of};
use crate::extract::analysis::{Analysis, NameFinding};
use crate::extract::name::by_hash::{ByHash, run, with_room};
use crate::extract::name::forms::FAMILIES;
use crate::token::hash;

pub(super) fn link(
    linker: &mut Linker,
    analysis: &Analysis,
    mentions: &Mentions,
    names: &[NameFinding],
) {
    let count = mentions.list.len();
    let mut people = People {
        analysis,
        names,
        mentions,
        whole: with_room(count),
        families: ByHash::default(),
        shorter: with_room(4 * count),
        bearers: Vec::with_capacity(4 * count),
        agreeing: Vec::new(),
    };
    for mention in mentions.by_length() {
        let entity = if people.is_family(mention) {
            people.family(linker, mention)
        } else {
            people.find(linker, mention)
        };
        linker.assign(mention, entity);
    }
}

/// Who bears a name.
#[derive(Clone, Copy)]
struct Bearer {
    entity: u32,
    /// Index of the mention with the longer name.
    at: usize,
    /// The one kept before under the same name, plus one; 0 ends the chain.
    next: u32,
}

/// How a short name stands in the longer one.
#[derive(Clone, Copy)]
enum Way {
    /// The longer name ends so, begins so, or has this first and last word.
    Tail,
    Head,
    Ends,
}

impl Way {
    /// What the short name is filed under.
    fn key(self, words: impl IntoIterator<Item = u64>) -> u64 {
        run(std::iter::once(self as u64 + 1).chain(words))
    }
}

/// Names known so far, longer ones before shorter ones.
struct People<'a> {
    analysis: &'a Analysis<'a>,
    names: &'a [NameFinding],
    mentions: &'a Mentions,
    whole: ByHash<u32>,
    families: ByHash<u32>,
    /// By [`Way::key`]: number of the last of [`Self::bearers`], plus one.
    shorter: ByHash<u32>,
    bearers: Vec<Bearer>,
    /// Working memory of [`Self::choose`].
    agreeing: Vec<Bearer>,
}

impl People<'_> {
    /// Whether the name is that of a family: one word, and the word before says so.
    fn is_family(&self, mention: &Mention) -> bool {
        let start = self.names[mention.index].start;
        mention.words.len() == 1
            && start > 0
            && facts(self.analysis, start - 1).marks & FAMILIES != 0
            && start > self.analysis.sentence_of(start).first
    }

    fn family(&mut self, linker: &mut Linker, mention: &Mention) -> u32 {
        let key = run(self.mentions.words(mention).iter().copied());
        *self.families.entry(key).or_insert_with(|| linker.entity())
    }

    fn find(&mut self, linker: &mut Linker, mention: &Mention) -> u32 {
        let words = self.mentions.words(mention);
        let key = run(words.iter().copied());
        let longer = self.last(Way::Tail.key(words.iter().copied()));
        let known =
            self.whole.get(&key).copied().filter(|&entity| {
                words.len() > 1 || linker.agree(entity, mention) || longer.is_none()
            });
        let found = known
            .or_else(|| self.whole.get(&turned(words)?).copied())
            .or_else(|| self.choose(linker, longer, mention))
            .or_else(|| {
                let key = match *words {
                    [first, .., last] => {
                        Way::Ends.key([self.abridged(mention).unwrap_or(first), last])
                    }
                    _ => Way::Head.key(words.iter().copied()),
                };
                self.choose(linker, self.last(key), mention)
            });
        let entity = found.unwrap_or_else(|| linker.entity());
        // A short name may be borne by several; it is looked up anew each time.
        if !self.several(longer) {
            self.whole.entry(key).or_insert(entity);
        }
        self.keep(mention, entity);
        entity
    }

    /// Makes the shorter forms of the name known.
    fn keep(&mut self, mention: &Mention, entity: u32) {
        let words = self.mentions.words(mention);
        for at in 1..words.len() {
            let (head, tail) = words.split_at(at);
            self.file(Way::Tail.key(tail.iter().copied()), mention, entity);
            self.file(Way::Head.key(head.iter().copied()), mention, entity);
        }
        if let [first, .., last] = *words {
            self.file(Way::Ends.key([first, last]), mention, entity);
            let initial = self.first_letters(mention).next();
            if let Some(initial) = initial {
                self.file(Way::Ends.key([pointed(initial), last]), mention, entity);
            }
        }
    }

    fn file(&mut self, key: u64, mention: &Mention, entity: u32) {
        let last = self.shorter.entry(key).or_insert(0);
        self.bearers.push(Bearer {
            entity,
            at: mention.index,
            next: *last,
        });
        *last = self.bearers.len() as u32;
    }

    /// Who was filed last under the key.
    fn last(&self, key: u64) -> Option<Bearer> {
        let number = *self.shorter.get(&key)?;
        Some(self.bearers[number as usize - 1])
    }

    /// A chain of bearers from its last one.
    fn chain(&self, last: Option<Bearer>) -> impl Iterator<Item = Bearer> {
        std::iter::successors(last, |bearer| {
            let before = bearer.next.checked_sub(1)?;
            Some(self.bearers[before as usize])
        })
    }

    fn several(&self, last: Option<Bearer>) -> bool {
        let mut entities = self.chain(last).map(|bearer| bearer.entity);
        let first = entities.next();
        entities.any(|entity| Some(entity) != first)
    }

    /// The entity of a chain that the mention means.
    fn choose(&mut self, linker: &Linker, last: Option<Bearer>, mention: &Mention) -> Option<u32> {
        last?;
        let mut agreeing = std::mem::take(&mut self.agreeing);
        agreeing.clear();
        agreeing.extend(
            self.chain(last)
                .filter(|bearer| linker.agree(bearer.entity, mention)),
        );
        // One whose gender is shown comes before one of whom nothing is known.
        let shown = |bearer: &Bearer| mention.gender.is_some() && linker.shows(bearer.entity);
        if agreeing.iter().any(shown) {
            agreeing.retain(shown);
        }
        let entity = match agreeing.first() {
            Some(first) if agreeing.iter().all(|b| b.entity == first.entity) => Some(first.entity),
            _ => self
                .nearest(&agreeing, mention)
                .or_else(|| most(&mut agreeing)),
        };
        self.agreeing = agreeing;
        entity
    }

    /// Whoever was named last in the same block before the mention.
    fn nearest(&self, bearers: &[Bearer], mention: &Mention) -> Option<u32> {
        let block = |index: usize| self.analysis.block_of(self.names[index].start);
        let here = block(mention.index);
        bearers
            .iter()
            .filter(|bearer| bearer.at < mention.index && block(bearer.at) == here)
            .max_by_key(|bearer| bearer.at)
            .map(|bearer| bearer.entity)
    }

    /// The letters of the mention's first word.
    fn first_letters(&self, mention: &Mention) -> impl Iterator<Item = char> {
        let first = words_of(self.analysis, &self.names[mention.index]).next();
        first
            .into_iter()
            .flat_map(|(token, _)| plain(self.analysis.folded(token)))
    }

    /// The mention's first word as it is looked up if it is an initial: initials stay initials.
    fn abridged(&self, mention: &Mention) -> Option<u64> {
        let initial = self.first_letters(mention).next()?;
        let alone = self.first_letters(mention).nth(1).is_none();
        (alone || self.first_letters(mention).any(|c| c == '.')).then(|| pointed(initial))
    }
}

/// Whoever is borne out most often, of equals the one that was named first.
fn most(bearers: &mut [Bearer]) -> Option<u32> {
    bearers.sort_unstable_by_key(|bearer| (bearer.entity, bearer.at));
    let same = bearers.chunk_by(|a, b| a.entity == b.entity);
    let most = same.max_by_key(|same| (same.len(), Reverse(same[0].at)))?;
    Some(most[0].entity)
}

/// The name with its first word last: the family name may stand before the first name.
fn turned(words: &[u64]) -> Option<u64> {
    let (first, rest) = words.split_first()?;
    (!rest.is_empty()).then(|| run(rest.iter().chain([first]).copied()))
}

/// The hash of a letter with a point behind, as a word.
fn pointed(letter: char) -> u64 {
    let mut bytes = [0; 5];
    let length = letter.encode_utf8(&mut bytes).len();
    bytes[length] = b'.';
    hash(&bytes[..=length])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_initial_is_the_word_that_it_is_written_as() {
        assert_eq!(pointed('j'), hash(b"j."));
        assert_eq!(pointed('é'), hash("é.".as_bytes()));
    }

    #[test]
    fn most_often_then_first() {
        let bearer = |(entity, at)| Bearer {
            entity,
            at,
            next: 0,
        };
        assert_eq!(most(&mut [(1, 4), (2, 5), (1, 6)].map(bearer)), Some(1));
        assert_eq!(most(&mut [(1, 4), (2, 3)].map(bearer)), Some(2));
        assert_eq!(most(&mut []), None);
    }

    #[test]
    fn a_turned_name_has_its_first_word_last() {
        assert_eq!(turned(&[1, 2, 3]), Some(run([2, 3, 1])));
        assert_eq!(turned(&[1]), None);
    }
}
