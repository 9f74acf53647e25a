//! Look-up in the tables, which are read where they lie: those of a built-in pack are part of the program,
//! and starting it touches none of them.

use hashbrown::HashMap;
use std::borrow::Cow;

use super::inflect::Tag;
use super::tables::pair_hash;
use super::{Entry, ListId, ListedWord, WordId};
use crate::token::hash;

/// A table of numbers within the bytes.
#[derive(Debug, Clone, Copy, Default)]
struct Section {
    start: usize,
    end: usize,
}

/// What [`Tables`](super::tables::Tables) made, and the words that only rules name.
#[derive(Debug, Default)]
pub(super) struct Index {
    bytes: Cow<'static, [u8]>,
    ends: Section,
    table: Section,
    starts: Section,
    entries: Section,
    heads: Section,
    phrases: Section,
    rest: Section,
    begins: Section,
    seconds: Section,
    pairs: Section,
    arena: Section,
    /// Words that only rules name, numbered behind those of the lists.
    named: HashMap<String, WordId>,
    named_spellings: Vec<String>,
}

impl Index {
    /// Tables that [`Tables::to_bytes`](super::tables::Tables::to_bytes) wrote; `None` if they are not.
    pub(super) fn from_bytes(bytes: Cow<'static, [u8]>) -> Option<Self> {
        let mut at = 0;
        let mut section = || {
            let length = bytes.get(at..)?.first_chunk::<4>()?;
            let start = at + 4;
            at = start + 4 * u32::from_le_bytes(*length) as usize;
            (at <= bytes.len()).then_some(Section { start, end: at })
        };
        let mut index = Self {
            ends: section()?,
            table: section()?,
            starts: section()?,
            entries: section()?,
            heads: section()?,
            phrases: section()?,
            rest: section()?,
            begins: section()?,
            seconds: section()?,
            pairs: section()?,
            ..Self::default()
        };
        index.arena = Section {
            start: at,
            end: bytes.len(),
        };
        index.bytes = bytes;
        Some(index)
    }

    /// The tables as bytes.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// A section as records of `N` bytes.
    fn records<const N: usize>(&self, section: Section) -> &[[u8; N]] {
        self.bytes[section.start..section.end].as_chunks().0
    }

    fn number(&self, section: Section, index: usize) -> u32 {
        u32::from_le_bytes(self.records(section)[index])
    }

    /// How many words the lists know.
    fn listed(&self) -> usize {
        (self.ends.end - self.ends.start) / 4
    }

    pub(super) fn word_count(&self) -> usize {
        self.listed() + self.named_spellings.len()
    }

    fn letters(&self, word: usize) -> &[u8] {
        let start = if word == 0 {
            0
        } else {
            self.number(self.ends, word - 1)
        };
        let end = self.number(self.ends, word);
        &self.bytes[self.arena.start..self.arena.end][start as usize..end as usize]
    }

    pub(super) fn spelling(&self, word: WordId) -> &str {
        match word.index().checked_sub(self.listed()) {
            Some(named) => &self.named_spellings[named],
            None => std::str::from_utf8(self.letters(word.index())).unwrap_or_default(),
        }
    }

    pub(super) fn word(&self, folded: &str) -> Option<WordId> {
        self.listed_word(folded)
            .or_else(|| self.named.get(folded).copied())
    }

    fn listed_word(&self, folded: &str) -> Option<WordId> {
        let table = self.records(self.table);
        let mask = table.len().checked_sub(1)?;
        let mut at = hash(folded.as_bytes()) as usize & mask;
        loop {
            match u32::from_le_bytes(table[at]) {
                0 => return None,
                n if self.letters(n as usize - 1) == folded.as_bytes() => {
                    return Some(WordId(n - 1));
                }
                _ => at = (at + 1) & mask,
            }
        }
    }

    /// Gives a word a number although no list holds it.
    pub(super) fn intern(&mut self, folded: &str) -> WordId {
        self.word(folded).unwrap_or_else(|| {
            let word = WordId(self.word_count() as u32);
            self.named.insert(folded.to_owned(), word);
            self.named_spellings.push(folded.to_owned());
            word
        })
    }

    /// Words that only rules name.
    pub(super) fn named(&self) -> &[String] {
        &self.named_spellings
    }

    pub(super) fn entries(&self, word: WordId) -> impl Iterator<Item = Entry> {
        // Words that only rules name have none.
        let span = if word.index() < self.listed() {
            let place = |index| self.number(self.starts, index) as usize;
            place(word.index())..place(word.index() + 1)
        } else {
            0..0
        };
        self.records(self.entries)[span].iter().map(unpack)
    }

    /// Whether an entry of several words begins with `word`.
    pub(super) fn begins(&self, word: WordId) -> bool {
        self.has(self.begins, word)
    }

    /// Whether an entry of several words has `word` in second place.
    pub(super) fn goes_on(&self, word: WordId) -> bool {
        self.has(self.seconds, word)
    }

    fn has(&self, section: Section, word: WordId) -> bool {
        self.is_set(section, word.index())
    }

    fn is_set(&self, section: Section, bit: usize) -> bool {
        self.records(section)
            .get(bit / 32)
            .is_some_and(|bits| u32::from_le_bytes(*bits) & (1 << (bit % 32)) != 0)
    }

    /// Whether an entry may begin with the two words: one bit for all pairs of one hash. There are so many bits
    /// that nearly all other pairs are turned away, and so few that they stay near the processor.
    pub(super) fn may_pair(&self, first: ListedWord, second: ListedWord) -> bool {
        let (Some(a), Some(b)) = (first.id(), second.id()) else {
            return false;
        };
        let bits = 8 * (self.pairs.end - self.pairs.start);
        bits > 0 && self.is_set(self.pairs, pair_hash(a, b) & (bits - 1))
    }

    /// Calls `found` with the length and the entry of every phrase that `words` begins with.
    pub(super) fn phrases(&self, words: &[ListedWord], mut found: impl FnMut(usize, Entry)) {
        let &[first, second, ..] = words else {
            return;
        };
        let (Some(a), Some(b)) = (first.id(), second.id()) else {
            return;
        };
        let (phrases, rests) = (self.records(self.phrases), self.records(self.rest));
        let mut next = self.first_phrase(a, b);
        while next != 0 {
            let phrase: &[u8; PHRASE] = &phrases[next as usize - 1];
            let rest = &rests[field(phrase, 1) as usize..field(phrase, 2) as usize];
            let fits = words.len() >= 2 + rest.len()
                && rest
                    .iter()
                    .zip(&words[2..])
                    .all(|(r, w)| w.id() == Some(WordId(u32::from_le_bytes(*r))));
            if fits {
                let entry = unpack_fields(field(phrase, 5), field(phrase, 6), field(phrase, 7));
                found(2 + rest.len(), entry);
            }
            next = field(phrase, 0);
        }
    }

    /// Number of the first phrase that begins with the two words, plus one; 0 for none.
    fn first_phrase(&self, a: WordId, b: WordId) -> u32 {
        let (heads, phrases) = (self.records(self.heads), self.records(self.phrases));
        let Some(mask) = heads.len().checked_sub(1) else {
            return 0;
        };
        let mut at = pair_hash(a, b) & mask;
        loop {
            let number = u32::from_le_bytes(heads[at]);
            if number == 0 {
                return 0;
            }
            let phrase: &[u8; PHRASE] = &phrases[number as usize - 1];
            if (field(phrase, 3), field(phrase, 4)) == (a.0, b.0) {
                return number;
            }
            at = (at + 1) & mask;
        }
    }
}

/// Bytes of a phrase: next, the words behind the second, the first two words, the entry.
const PHRASE: usize = 32;

fn field<const N: usize>(record: &[u8; N], index: usize) -> u32 {
    u32::from_le_bytes(record.as_chunks().0[index])
}

fn unpack(record: &[u8; 12]) -> Entry {
    unpack_fields(field(record, 0), field(record, 1), field(record, 2))
}

fn unpack_fields(list: u32, row: u32, tag: u32) -> Entry {
    Entry {
        list: ListId((list >> 1) as u16),
        row,
        capitals: list & 1 != 0,
        tag: Tag::from_bytes(tag.to_le_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tables::Tables;
    use super::*;

    fn entry(row: u32, tag: &str) -> Entry {
        Entry {
            list: ListId(7),
            row,
            capitals: row % 2 == 1,
            tag: Tag::new(tag),
        }
    }

    #[test]
    fn bytes_keep_everything() {
        let mut tables = Tables::default();
        let words: Vec<WordId> = ["la", "cour", "des", "comptes", "cour"]
            .map(|w| tables.intern(w))
            .to_vec();
        assert_eq!(words[1], words[4]);
        tables.fill(
            &[(words[1], entry(1, "")), (words[3], entry(2, "K3s"))],
            &[
                (words[1..4].to_vec(), entry(3, "")),
                (words[1..3].to_vec(), entry(4, "p")),
            ],
        );
        let read = |bytes: Vec<u8>| Index::from_bytes(Cow::Owned(bytes));
        let mut index = read(tables.to_bytes()).expect("own bytes");
        assert_eq!(index.word("comptes"), Some(words[3]));
        assert_eq!(index.word("compte"), None);
        assert_eq!(index.spelling(words[3]), "comptes");
        assert!(index.entries(words[3]).eq([entry(2, "K3s")]));
        assert!(index.entries(words[0]).eq([]));
        assert!(index.begins(words[1]) && !index.begins(words[2]));
        let listed = |word: WordId| ListedWord::new(word, index.begins(word), index.goes_on(word));
        let text: Vec<ListedWord> = words[1..4].iter().copied().map(listed).collect();
        assert!(index.may_pair(text[0], text[1]) && !index.may_pair(text[1], text[0]));
        let mut found = Vec::new();
        index.phrases(&text, |len, entry| found.push((len, entry.row)));
        found.sort_unstable();
        assert_eq!(found, [(2, 4), (3, 3)]);
        // A word that only a rule names.
        let named = index.intern("compte");
        assert_eq!((named, index.intern("compte")), (WordId(4), named));
        assert_eq!((index.spelling(named), index.word_count()), ("compte", 5));
        assert_eq!(index.intern("comptes"), words[3]);
        assert!(index.entries(named).eq([]) && !index.begins(named));
        assert!(read(tables.to_bytes()[..40].to_vec()).is_none());
    }
}
