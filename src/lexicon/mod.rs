//! The pack's lists: what a word or a run of words is known as.
//!
//! A list is a table of tab-separated columns, the first of which holds the entry as the newspaper
//! writes it. Look-ups go by folded spelling; a capital that the entry has, the text must have too,
//! so that `Pierre` is no `pierre`, while `ministre` is found in `Ministre` and `MINISTRE`.

pub mod inflect;
mod list;
mod multiword;
mod words;

use std::borrow::Cow;

use inflect::Tag;
pub use list::{Fault, List, ListSource};
pub use multiword::{Found, Trie};
pub use words::{WordId, Words};

use crate::token::{Kind, Splitter, fold, fold_into};

/// Number of a list in its [`Lexicon`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ListId(pub u16);

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

/// All lists of a pack, ready for look-up.
#[derive(Debug, Default)]
pub struct Lexicon {
    lists: Vec<List>,
    words: Words,
    /// Entries of one word, by word: `entries[starts[w]..starts[w + 1]]`.
    starts: Vec<u32>,
    entries: Vec<Entry>,
    trie: Trie,
}

/// Collects lists, then becomes a [`Lexicon`].
#[derive(Debug)]
pub struct Builder<'s> {
    splitter: &'s Splitter,
    lists: Vec<List>,
    words: Words,
    single: Vec<(WordId, Entry)>,
    trie: Trie,
    folded: String,
    path: Vec<WordId>,
}

impl<'s> Builder<'s> {
    /// A builder that cuts multiword entries with `splitter`, as texts will be cut.
    pub fn new(splitter: &'s Splitter) -> Self {
        Self {
            splitter,
            lists: Vec::new(),
            words: Words::default(),
            single: Vec::with_capacity(1 << 17),
            trie: Trie::default(),
            folded: String::new(),
            path: Vec::new(),
        }
    }

    /// Adds a list. `inflect` is called for each entry and may give further forms of it.
    ///
    /// # Errors
    /// The faults of the list's text, each with its line; the good lines are taken in.
    pub fn add(
        &mut self,
        source: ListSource,
        mut inflect: impl FnMut(&List, u32, &mut dyn FnMut(&str, Tag)),
    ) -> Vec<Fault> {
        let id = ListId(self.lists.len() as u16);
        let (list, faults) = List::parse(source);
        for row in list.rows() {
            let form = list.form(row);
            self.enter(id, row, form, None);
            inflect(&list, row, &mut |form, tag| {
                self.enter(id, row, form, Some(tag))
            });
        }
        self.lists.push(list);
        faults
    }

    fn word(&mut self, form: &str) -> WordId {
        self.folded.clear();
        fold_into(form, &mut self.folded);
        self.words.intern(&self.folded)
    }

    fn enter(&mut self, list: ListId, row: u32, form: &str, tag: Option<Tag>) {
        let entry = Entry {
            list,
            row,
            capitals: form.contains(char::is_uppercase),
            tag,
        };
        // Most entries are one plain word: the splitter need not be asked.
        if form
            .bytes()
            .all(|b| b.is_ascii_alphabetic() || b >= 0xc3 && b != 0xe2)
        {
            let word = self.word(form);
            self.single.push((word, entry));
            return;
        }
        let mut path = std::mem::take(&mut self.path);
        path.clear();
        let splitter = self.splitter;
        splitter.split(form, 0, form.len(), |piece| {
            path.push(self.word(&form[piece.start..piece.end]));
        });
        match path[..] {
            [] => {}
            [word] => self.single.push((word, entry)),
            _ => self.trie.insert(&path, entry),
        }
        self.path = path;
    }

    /// The finished lexicon.
    pub fn finish(self) -> Lexicon {
        let mut starts = vec![0u32; self.words.len() + 1];
        for (word, _) in &self.single {
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
        let mut entries = vec![blank; self.single.len()];
        for (word, entry) in self.single {
            let at = &mut next[word.index()];
            entries[*at as usize] = entry;
            *at += 1;
        }
        Lexicon {
            lists: self.lists,
            words: self.words,
            starts,
            entries,
            trie: self.trie,
        }
    }
}

impl Lexicon {
    /// The number of the folded spelling, if any list or rule knows it.
    pub fn word(&self, folded: &str) -> Option<WordId> {
        self.words.get(folded)
    }

    /// Makes a word known although no list holds it, so that rules can name it.
    pub fn intern(&mut self, word: &str) -> WordId {
        self.words.intern(&fold(word))
    }

    /// Folded spelling of a word.
    pub fn spelling(&self, word: WordId) -> &str {
        self.words.spelling(word)
    }

    /// How many words the lexicon knows.
    pub fn word_count(&self) -> usize {
        self.words.len()
    }

    /// The entries that are this one word, whatever its capitals.
    pub fn entries(&self, word: WordId) -> &[Entry] {
        // Words that only rules name are numbered behind those of the lists.
        let Some(&end) = self.starts.get(word.index() + 1) else {
            return &[];
        };
        let start = self.starts[word.index()];
        &self.entries[start as usize..end as usize]
    }

    /// The multiword entries.
    pub fn trie(&self) -> &Trie {
        &self.trie
    }

    /// Whether `spelling` has every capital that the entry demands.
    pub fn has_capitals(&self, entry: Entry, spelling: &str) -> bool {
        !entry.capitals || list::has_capitals(self.form(entry), spelling)
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

/// Convenience for tests and small packs: a lexicon of lists given as `(name, text)`.
pub fn from_texts(splitter: &Splitter, lists: &[(&str, &'static str)]) -> Lexicon {
    let mut builder = Builder::new(splitter);
    for (name, text) in lists {
        builder.add(
            ListSource {
                name: (*name).to_owned(),
                path: format!("{name}.tsv"),
                text: Cow::Borrowed(text),
            },
            |_, _, _| {},
        );
    }
    builder.finish()
}

/// Kinds of token that lists can hold; anything else is never looked up.
pub fn is_listed(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Word | Kind::Alnum | Kind::Punct | Kind::Symbol | Kind::Number
    )
}
