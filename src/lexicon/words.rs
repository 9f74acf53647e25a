//! The words that lists and rules know, numbered.

use hashbrown::HashTable;

use crate::token::hash;

/// Number of a folded spelling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WordId(pub u32);

impl WordId {
    /// The number as an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Folded spellings, each once.
#[derive(Debug, Default)]
pub struct Words {
    spans: Vec<(u32, u16)>,
    arena: String,
    table: HashTable<u32>,
}

impl Words {
    /// The number of `folded`, new or known.
    pub fn intern(&mut self, folded: &str) -> WordId {
        if let Some(known) = self.get(folded) {
            return known;
        }
        let id = self.spans.len() as u32;
        self.spans
            .push((self.arena.len() as u32, folded.len() as u16));
        self.arena.push_str(folded);
        let (spans, arena) = (&self.spans, &self.arena);
        self.table
            .insert_unique(hash(folded.as_bytes()), id, |&id| {
                hash(slice(arena, spans[id as usize]).as_bytes())
            });
        WordId(id)
    }

    /// The number of `folded`, if it is known.
    pub fn get(&self, folded: &str) -> Option<WordId> {
        self.table
            .find(hash(folded.as_bytes()), |&id| {
                slice(&self.arena, self.spans[id as usize]) == folded
            })
            .map(|&id| WordId(id))
    }

    /// The folded spelling.
    pub fn spelling(&self, word: WordId) -> &str {
        slice(&self.arena, self.spans[word.index()])
    }

    /// How many words are known.
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }
}

fn slice(arena: &str, (start, len): (u32, u16)) -> &str {
    &arena[start as usize..start as usize + len as usize]
}
