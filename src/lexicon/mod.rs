//! The pack's lists: what a word or a run of words is known as.
//!
//! A list is a table of tab-separated columns, the first of which holds the entry as the newspaper
//! writes it. Look-ups go by folded spelling; a capital that the entry has, the text must have too,
//! so that `Pierre` is no `pierre`, while `ministre` is found in `Ministre` and `MINISTRE`.

mod build;
mod index;
pub mod inflect;
mod list;
mod listed;
mod tables;

use std::borrow::Cow;
use std::collections::BTreeMap;

pub use build::{Builder, Inflect, list_name};
use index::Index;
use inflect::Tag;
pub use list::{Fault, List, ListSource};
pub use listed::ListedWord;
use serde::{Deserialize, Serialize};

use crate::token::{Kind, fold};

/// Number of a list in its [`Lexicon`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ListId(pub u16);

/// Number of a folded spelling that lists or rules know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct WordId(pub u32);

impl WordId {
    /// The number as an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// One way in which an entry of a list can be met: itself, or one of its inflected forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    pub list: ListId,
    /// Byte offset of the entry's line in its list.
    pub row: u32,
    /// The entry demands capitals of the text.
    pub capitals: bool,
    /// What inflection of the entry this is, where the pack inflects the list.
    pub tag: Option<Tag>,
}

/// A multiword entry found in a text. Token indices, end exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    pub start: u32,
    pub end: u32,
    pub entry: Entry,
}

/// All lists of a pack, ready for look-up.
#[derive(Debug, Default)]
pub struct Lexicon {
    lists: Vec<List>,
    index: Index,
}

impl Lexicon {
    /// The lists of a built-in pack with the tables that [`Self::tables`] gave for these very
    /// files; `None` if the tables cannot be read.
    pub fn with_tables(
        files: &[(String, Cow<'static, str>)],
        tables: &'static [u8],
    ) -> Option<Self> {
        let lists = files
            .iter()
            .filter_map(|(path, text)| {
                let source = ListSource {
                    name: list_name(path)?.to_owned(),
                    path: path.clone(),
                    text: text.clone(),
                };
                Some(List::parse(source).0)
            })
            .collect();
        let index = Index::from_bytes(Cow::Borrowed(tables))?;
        Some(Self { lists, index })
    }

    /// The look-up tables, without the lists themselves.
    pub fn tables(&self) -> &[u8] {
        self.index.bytes()
    }

    /// The number of the folded spelling, if any list or rule knows it.
    pub fn word(&self, folded: &str) -> Option<WordId> {
        self.index.word(folded)
    }

    /// Makes a word known although no list holds it, so that rules can name it.
    pub fn intern(&mut self, word: &str) -> WordId {
        self.index.intern(&fold(word))
    }

    /// The words that only rules name, in the order of their numbers.
    pub fn named(&self) -> &[String] {
        self.index.named()
    }

    /// Folded spelling of a word.
    pub fn spelling(&self, word: WordId) -> &str {
        self.index.spelling(word)
    }

    /// How many words the lexicon knows.
    pub fn word_count(&self) -> usize {
        self.index.word_count()
    }

    /// The entries that are this one word, whatever its capitals.
    pub fn entries(&self, word: WordId) -> impl Iterator<Item = Entry> {
        self.index.entries(word)
    }

    /// The word of a token as [`Self::find_multiword`] wants it.
    pub fn listed(&self, word: Option<WordId>) -> ListedWord {
        word.map_or(ListedWord::default(), |word| {
            ListedWord::new(word, self.index.begins(word), self.index.goes_on(word))
        })
    }

    /// Whether an entry of several words may begin with these two: `false` is sure, and quick.
    pub fn may_begin_multiword(&self, first: ListedWord, second: ListedWord) -> bool {
        first.begins() && second.goes_on() && self.index.may_pair(first, second)
    }

    /// Appends the entries of several words that begin at token `start`, shortest first. `words` holds
    /// the word of this token and of each behind it, if the lexicon knows it; `spelling` gives a token's
    /// spelling, for the capitals.
    pub fn find_multiword<'t>(
        &self,
        words: &[ListedWord],
        start: usize,
        spelling: impl Fn(usize) -> &'t str,
        out: &mut Vec<Found>,
    ) {
        let before = out.len();
        self.index.phrases(words, |len, entry| {
            let end = start + len;
            let fits = !entry.capitals || {
                let letters = (start..end).flat_map(|at| spelling(at).chars());
                list::has_capitals(self.form(entry), letters)
            };
            if fits {
                out.push(Found {
                    start: start as u32,
                    end: end as u32,
                    entry,
                });
            }
        });
        out[before..].sort_by_key(|f| f.end);
    }

    /// Whether `spelling` has every capital that the entry demands.
    pub fn has_capitals(&self, entry: Entry, spelling: &str) -> bool {
        !entry.capitals || list::has_capitals(self.form(entry), spelling.chars())
    }

    /// The list named `name`.
    pub fn list(&self, name: &str) -> Option<ListId> {
        self.lists
            .iter()
            .position(|list| list.name() == name)
            .map(|i| ListId(i as u16))
    }

    /// A list by its number.
    pub fn get(&self, id: ListId) -> &List {
        &self.lists[id.0 as usize]
    }

    /// Every list.
    pub fn lists(&self) -> impl Iterator<Item = (ListId, &List)> {
        self.lists
            .iter()
            .enumerate()
            .map(|(i, list)| (ListId(i as u16), list))
    }

    /// Entries that two lists hold alike, by pairs of lists, the pairs with most first. O(n log n).
    pub fn shared(&self) -> Vec<(&str, &str, Vec<&str>)> {
        let mut holders: BTreeMap<&str, Vec<ListId>> = BTreeMap::new();
        for (id, list) in self.lists() {
            for row in list.rows() {
                let lists = holders.entry(list.form(row)).or_default();
                if lists.last() != Some(&id) {
                    lists.push(id);
                }
            }
        }
        let mut pairs: BTreeMap<(ListId, ListId), Vec<&str>> = BTreeMap::new();
        for (form, lists) in &holders {
            for (i, &a) in lists.iter().enumerate() {
                for &b in &lists[i + 1..] {
                    pairs.entry((a, b)).or_default().push(form);
                }
            }
        }
        let mut shared: Vec<_> = pairs
            .into_iter()
            .map(|((a, b), forms)| (self.get(a).name(), self.get(b).name(), forms))
            .collect();
        shared.sort_by_key(|(_, _, forms)| std::cmp::Reverse(forms.len()));
        shared
    }

    /// The entry as its list writes it.
    pub fn form(&self, entry: Entry) -> &str {
        self.get(entry.list).form(entry.row)
    }

    /// What the entry's line says in `column`; `None` where the list has no such column or the
    /// field is empty. O(length of the line).
    pub fn column(&self, entry: Entry, column: &str) -> Option<&str> {
        self.get(entry.list).column(entry.row, column)
    }

    /// The entry's lemma: its column `lemma`, else the entry itself.
    pub fn lemma(&self, entry: Entry) -> &str {
        self.column(entry, "lemma")
            .unwrap_or_else(|| self.form(entry))
    }
}

/// Kinds of token that lists can hold; anything else is never looked up.
pub fn is_listed(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Word | Kind::Alnum | Kind::Punct | Kind::Symbol | Kind::Number
    )
}
