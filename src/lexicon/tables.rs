//! The making of the look-up tables: in the build script for the built-in packs, at run time for packs
//! of the user's own.

use super::{Entry, ListId, WordId};
use crate::token::hash;

/// A multiword entry, filed under its first two words.
#[derive(Debug, Clone, Copy)]
struct Phrase {
    /// The next one under the same two words, plus one; 0 ends the chain.
    next: u32,
    /// Place of the words behind the second.
    rest: (u32, u32),
    first: [u32; 2],
    entry: Entry,
}

/// Words, entries of one word and entries of several.
#[derive(Debug, Default)]
pub(super) struct Tables {
    /// Folded spellings, end to end, and where each ends.
    arena: String,
    ends: Vec<u32>,
    /// Open addressing over the spellings: number plus one, 0 is free. A power of two long.
    table: Vec<u32>,
    /// Entries of one word: `entries[starts[w]..starts[w + 1]]`.
    starts: Vec<u32>,
    entries: Vec<Entry>,
    /// Open addressing over the first two words of phrases: number plus one.
    heads: Vec<u32>,
    phrases: Vec<Phrase>,
    rest: Vec<u32>,
    /// For each word, a bit whether a phrase begins with it, and whether one has it in second place.
    begins: Vec<u32>,
    seconds: Vec<u32>,
    /// A bit for each hash of the first two words of a phrase.
    pairs: Vec<u32>,
}

impl Tables {
    fn spelling(&self, word: u32) -> &str {
        let index = word as usize;
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.arena[start as usize..self.ends[index] as usize]
    }

    /// The word, or the free slot of the table where it would stand.
    fn slot(&self, folded: &str) -> Result<WordId, usize> {
        let mask = self.table.len() - 1;
        let mut at = hash(folded.as_bytes()) as usize & mask;
        loop {
            match self.table[at] {
                0 => return Err(at),
                n if self.spelling(n - 1) == folded => return Ok(WordId(n - 1)),
                _ => at = (at + 1) & mask,
            }
        }
    }

    /// The number of a folded spelling, a new one if need be.
    pub(super) fn intern(&mut self, folded: &str) -> WordId {
        if self.table.len() < 2 * (self.ends.len() + 1) {
            self.grow();
        }
        match self.slot(folded) {
            Ok(word) => word,
            Err(free) => {
                self.arena.push_str(folded);
                self.ends.push(self.arena.len() as u32);
                self.table[free] = self.ends.len() as u32;
                WordId(self.ends.len() as u32 - 1)
            }
        }
    }

    fn grow(&mut self) {
        let size = (self.table.len() * 2).max(1 << 12);
        let mut table = vec![0; size];
        for index in 0..self.ends.len() {
            let hash = hash(self.spelling(index as u32).as_bytes());
            let mut at = hash as usize & (size - 1);
            while table[at] != 0 {
                at = (at + 1) & (size - 1);
            }
            table[at] = index as u32 + 1;
        }
        self.table = table;
    }

    /// The slot of a pair of words: its own, or the free one where it would stand.
    fn head(&self, a: WordId, b: WordId) -> usize {
        let mask = self.heads.len() - 1;
        let mut at = pair_hash(a, b) & mask;
        loop {
            match self.heads[at] {
                0 => return at,
                n if self.phrases[n as usize - 1].first == [a.0, b.0] => return at,
                _ => at = (at + 1) & mask,
            }
        }
    }

    /// Files the entries. The words must all be interned.
    pub(super) fn fill(&mut self, single: &[(WordId, Entry)], multiword: &[(Vec<WordId>, Entry)]) {
        let mut starts = vec![0u32; self.ends.len() + 1];
        for (word, _) in single {
            starts[word.index() + 1] += 1;
        }
        for i in 1..starts.len() {
            starts[i] += starts[i - 1];
        }
        let mut next = starts.clone();
        let blank = Entry {
            list: ListId(0),
            row: 0,
            capitals: false,
            tag: None,
        };
        self.entries = vec![blank; single.len()];
        for &(word, entry) in single {
            let at = &mut next[word.index()];
            self.entries[*at as usize] = entry;
            *at += 1;
        }
        self.starts = starts;
        self.begins = vec![0; self.ends.len().div_ceil(32)];
        self.seconds = vec![0; self.ends.len().div_ceil(32)];
        self.heads = vec![0; (2 * multiword.len() + 1).next_power_of_two()];
        // Eight bits a head.
        self.pairs = vec![0; self.heads.len().div_ceil(4)];
        let bits = 32 * self.pairs.len();
        for (path, entry) in multiword {
            let (a, b) = (path[0], path[1]);
            self.begins[a.index() / 32] |= 1 << (a.0 % 32);
            self.seconds[b.index() / 32] |= 1 << (b.0 % 32);
            let pair = pair_hash(a, b) & (bits - 1);
            self.pairs[pair / 32] |= 1 << (pair % 32);
            let start = self.rest.len() as u32;
            self.rest.extend(path[2..].iter().map(|w| w.0));
            let head = self.head(a, b);
            self.phrases.push(Phrase {
                next: self.heads[head],
                rest: (start, self.rest.len() as u32),
                first: [a.0, b.0],
                entry: *entry,
            });
            self.heads[head] = self.phrases.len() as u32;
        }
    }

    /// The tables as bytes, for [`Index::from_bytes`](super::index::Index::from_bytes): each section with its
    /// length before it, the spellings last.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        let mut section = |words: &mut dyn Iterator<Item = u32>| {
            let words: Vec<u32> = words.collect();
            out.extend((words.len() as u32).to_le_bytes());
            out.extend(words.iter().flat_map(|w| w.to_le_bytes()));
        };
        section(&mut self.ends.iter().copied());
        section(&mut self.table.iter().copied());
        section(&mut self.starts.iter().copied());
        section(&mut self.entries.iter().flat_map(|e| pack(*e)));
        section(&mut self.heads.iter().copied());
        section(&mut self.phrases.iter().flat_map(|p| {
            let [x, y, z] = pack(p.entry);
            [p.next, p.rest.0, p.rest.1, p.first[0], p.first[1], x, y, z]
        }));
        section(&mut self.rest.iter().copied());
        section(&mut self.begins.iter().copied());
        section(&mut self.seconds.iter().copied());
        section(&mut self.pairs.iter().copied());
        out.extend(self.arena.as_bytes());
        out
    }
}

/// What a pair of words is filed under.
pub(super) fn pair_hash(a: WordId, b: WordId) -> usize {
    let key = u64::from(a.0) << 32 | u64::from(b.0);
    (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize
}

fn pack(entry: Entry) -> [u32; 3] {
    let tag = entry
        .tag
        .map_or(0, |tag| u32::from_le_bytes(tag.to_bytes()));
    let list = u32::from(entry.list.0) << 1 | u32::from(entry.capitals);
    [list, entry.row, tag]
}
