//! Entries of several words: a trie over word numbers.

use std::collections::HashMap;

use super::{Entry, Lexicon, WordId};
use crate::token::hash;

/// A multiword entry found in a text. Token indices, end exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    pub start: u32,
    pub end: u32,
    pub entry: Entry,
}

#[derive(Default, Clone, Copy, Debug)]
struct PairHasher(u64);

impl std::hash::Hasher for PairHasher {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        self.0 = hash(bytes) ^ self.0.rotate_left(7);
    }
    fn write_u64(&mut self, n: u64) {
        let h = n.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = h ^ (h >> 32);
    }
}

type Build = std::hash::BuildHasherDefault<PairHasher>;

/// A trie over word numbers. Node 0 is the root.
#[derive(Debug, Default)]
pub struct Trie {
    /// `(node << 32 | word)` → node.
    edges: HashMap<u64, u32, Build>,
    /// Entries that end at a node, by node.
    ends: HashMap<u64, Vec<Entry>, Build>,
    nodes: u32,
}

impl Trie {
    /// Adds an entry under its words.
    pub fn insert(&mut self, path: &[WordId], entry: Entry) {
        let mut node = 0;
        for word in path {
            let key = key(node, *word);
            node = *self.edges.entry(key).or_insert_with(|| {
                self.nodes += 1;
                self.nodes
            });
        }
        self.ends.entry(u64::from(node)).or_default().push(entry);
    }

    /// Whether an entry begins with `word`.
    pub fn begins(&self, word: WordId) -> bool {
        self.edges.contains_key(&key(0, word))
    }

    /// Appends every entry that begins at token `start` of `words` (the word of each token, if the
    /// lexicon knows it), shortest first. `spelling` gives a token's spelling, for the capitals.
    pub fn find<'t>(
        &self,
        lexicon: &Lexicon,
        words: &[Option<WordId>],
        start: usize,
        spelling: impl Fn(usize) -> &'t str,
        out: &mut Vec<Found>,
    ) {
        let mut node = 0;
        for (end, word) in words.iter().enumerate().skip(start) {
            let Some(next) = word.and_then(|word| self.edges.get(&key(node, word))) else {
                return;
            };
            node = *next;
            if let Some(entries) = self.ends.get(&u64::from(node)) {
                for &entry in entries {
                    if has_capitals(lexicon, entry, start, end, &spelling) {
                        out.push(Found {
                            start: start as u32,
                            end: end as u32 + 1,
                            entry,
                        });
                    }
                }
            }
        }
    }
}

fn key(node: u32, word: WordId) -> u64 {
    u64::from(node) << 32 | u64::from(word.0)
}

fn has_capitals<'t>(
    lexicon: &Lexicon,
    entry: Entry,
    start: usize,
    end: usize,
    spelling: &impl Fn(usize) -> &'t str,
) -> bool {
    if !entry.capitals {
        return true;
    }
    let text: String = (start..=end).map(spelling).collect();
    lexicon.has_capitals(entry, &text)
}
