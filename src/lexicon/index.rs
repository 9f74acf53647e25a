//! The look-up tables: flat, so that those of a built-in pack are worked out when the program is
//! built and need only be copied when it starts.

use super::inflect::Tag;
use super::{Entry, ListId, WordId};
use crate::token::hash;

/// More words than the rules of any pack name without a list holding them.
const RULE_WORDS: usize = 10_000;

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
pub(super) struct Index {
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
}

impl Index {
    pub(super) fn word_count(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn spelling(&self, word: WordId) -> &str {
        let index = word.index();
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.arena[start as usize..self.ends[index] as usize]
    }

    pub(super) fn word(&self, folded: &str) -> Option<WordId> {
        self.slot(folded).ok()
    }

    /// The word, or the free slot of the table where it would stand.
    fn slot(&self, folded: &str) -> Result<WordId, usize> {
        if self.table.is_empty() {
            return Err(0);
        }
        let mask = self.table.len() - 1;
        let mut at = hash(folded.as_bytes()) as usize & mask;
        loop {
            match self.table[at] {
                0 => return Err(at),
                n if self.spelling(WordId(n - 1)) == folded => return Ok(WordId(n - 1)),
                _ => at = (at + 1) & mask,
            }
        }
    }

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
            let hash = hash(self.spelling(WordId(index as u32)).as_bytes());
            let mut at = hash as usize & (size - 1);
            while table[at] != 0 {
                at = (at + 1) & (size - 1);
            }
            table[at] = index as u32 + 1;
        }
        self.table = table;
    }

    pub(super) fn entries(&self, word: WordId) -> &[Entry] {
        // Words that only rules name are numbered behind those of the lists.
        let Some(&end) = self.starts.get(word.index() + 1) else {
            return &[];
        };
        &self.entries[self.starts[word.index()] as usize..end as usize]
    }

    /// Whether an entry of several words begins with `word`.
    pub(super) fn begins(&self, word: WordId) -> bool {
        has(&self.begins, word)
    }

    /// Whether an entry of several words has `word` in second place.
    pub(super) fn goes_on(&self, word: WordId) -> bool {
        has(&self.seconds, word)
    }

    /// Calls `found` with the length and the entry of every phrase that `words` begins with.
    pub(super) fn phrases(&self, words: &[Option<WordId>], mut found: impl FnMut(usize, Entry)) {
        let &[Some(a), Some(b), ..] = words else {
            return;
        };
        if self.heads.is_empty() {
            return;
        }
        let mut next = self.heads[self.head(a, b)];
        while next != 0 {
            let phrase = &self.phrases[next as usize - 1];
            let rest = &self.rest[phrase.rest.0 as usize..phrase.rest.1 as usize];
            let fits = words.len() >= 2 + rest.len()
                && rest
                    .iter()
                    .zip(&words[2..])
                    .all(|(r, w)| w.is_some_and(|w| w.0 == *r));
            if fits {
                found(2 + rest.len(), phrase.entry);
            }
            next = phrase.next;
        }
    }

    /// The slot of a pair of words: its own, or the free one where it would stand.
    fn head(&self, a: WordId, b: WordId) -> usize {
        let mask = self.heads.len() - 1;
        let key = u64::from(a.0) << 32 | u64::from(b.0);
        let mixed = key.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mut at = (mixed >> 32) as usize & mask;
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
        // Room for the words that only rules name, so that the table need not grow at every start.
        while self.table.len() < 2 * (self.ends.len() + RULE_WORDS) {
            self.grow();
        }
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
        for (path, entry) in multiword {
            let (a, b) = (path[0], path[1]);
            self.begins[a.index() / 32] |= 1 << (a.0 % 32);
            self.seconds[b.index() / 32] |= 1 << (b.0 % 32);
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

    // ── as bytes ────────────────────────────────────────────────────────────────────────────

    /// The tables as bytes, for [`Self::from_bytes`].
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
        out.extend(self.arena.as_bytes());
        out
    }

    /// Tables that [`Self::to_bytes`] wrote; `None` if they are not. O(n), a few copies.
    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes;
        let mut section = || {
            let (len, tail) = rest.split_first_chunk::<4>()?;
            let len = u32::from_le_bytes(*len) as usize * 4;
            let body = tail.get(..len)?;
            rest = &tail[len..];
            Some(body)
        };
        Some(Self {
            ends: words(section()?),
            table: words(section()?),
            starts: words(section()?),
            entries: records::<3>(section()?).map(unpack).collect(),
            heads: words(section()?),
            phrases: records::<8>(section()?)
                .map(|[next, a, b, first, second, x, y, z]| Phrase {
                    next,
                    rest: (a, b),
                    first: [first, second],
                    entry: unpack([x, y, z]),
                })
                .collect(),
            rest: words(section()?),
            begins: words(section()?),
            seconds: words(section()?),
            arena: std::str::from_utf8(rest).ok()?.to_owned(),
        })
    }
}

fn has(bits: &[u32], word: WordId) -> bool {
    bits.get(word.index() / 32)
        .is_some_and(|bits| bits & (1 << (word.0 % 32)) != 0)
}

fn words(bytes: &[u8]) -> Vec<u32> {
    records::<1>(bytes).map(|[w]| w).collect()
}

fn records<const N: usize>(bytes: &[u8]) -> impl Iterator<Item = [u32; N]> {
    bytes.chunks_exact(4 * N).map(|chunk| {
        std::array::from_fn(|i| {
            let at = 4 * i;
            u32::from_le_bytes([chunk[at], chunk[at + 1], chunk[at + 2], chunk[at + 3]])
        })
    })
}

fn pack(entry: Entry) -> [u32; 3] {
    let tag = entry
        .tag
        .map_or(0, |tag| u32::from_le_bytes(tag.to_bytes()));
    let list = u32::from(entry.list.0) << 1 | u32::from(entry.capitals);
    [list, entry.row, tag]
}

fn unpack([list, row, tag]: [u32; 3]) -> Entry {
    Entry {
        list: ListId((list >> 1) as u16),
        row,
        capitals: list & 1 != 0,
        tag: Tag::from_bytes(tag.to_le_bytes()),
    }
}

#[cfg(test)]
mod tests {
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
        let mut index = Index::default();
        let words: Vec<WordId> = ["la", "cour", "des", "comptes", "cour"]
            .map(|w| index.intern(w))
            .to_vec();
        assert_eq!(words[1], words[4]);
        index.fill(
            &[(words[1], entry(1, "")), (words[3], entry(2, "K3s"))],
            &[
                (words[1..4].to_vec(), entry(3, "")),
                (words[1..3].to_vec(), entry(4, "p")),
            ],
        );
        let copy = Index::from_bytes(&index.to_bytes()).expect("own bytes");
        for index in [&index, &copy] {
            assert_eq!(index.word("comptes"), Some(words[3]));
            assert_eq!(index.word("compte"), None);
            assert_eq!(index.entries(words[3]), [entry(2, "K3s")]);
            assert_eq!(index.entries(words[0]), []);
            assert!(index.begins(words[1]) && !index.begins(words[2]));
            let text: Vec<Option<WordId>> = words[1..4].iter().copied().map(Some).collect();
            let mut found = Vec::new();
            index.phrases(&text, |len, entry| found.push((len, entry.row)));
            found.sort_unstable();
            assert_eq!(found, [(2, 4), (3, 3)]);
        }
        assert!(Index::from_bytes(&index.to_bytes()[..40]).is_none());
    }
}
