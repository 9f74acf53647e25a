//! From the files of a pack to its lexicon.
//!
//! This runs twice: in the build script for the built-in packs, whose tables become part of the program,
//! and at run time for packs of the user's own.

use std::borrow::Cow;

use serde::Deserialize;

use super::index::Index;
use super::inflect::{Nominals, Paradigms, Tag};
use super::list::{Fault, List, ListSource};
use super::tables::Tables;
use super::{Entry, Lexicon, ListId, WordId};
use crate::token::{Splitter, fold_into};

/// Lists that are inflected, by the table that does it: `[inflect]` of `pack.toml`.
#[derive(Debug, Default, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Inflect {
    /// Lists of verbs: every form of each is an entry, with its tag.
    pub verb: Vec<String>,
    /// Lists of nouns and adjectives: the plural is an entry too.
    pub noun: Vec<String>,
}

/// Collects lists, then becomes a [`Lexicon`].
#[derive(Debug)]
pub struct Builder<'s> {
    splitter: &'s Splitter,
    lists: Vec<List>,
    tables: Tables,
    single: Vec<(WordId, Entry)>,
    multiword: Vec<(Vec<WordId>, Entry)>,
    folded: String,
}

impl<'s> Builder<'s> {
    /// A builder that cuts multiword entries with `splitter`, as texts will be cut.
    pub fn new(splitter: &'s Splitter) -> Self {
        Self {
            splitter,
            lists: Vec::new(),
            tables: Tables::default(),
            single: Vec::new(),
            multiword: Vec::new(),
            folded: String::new(),
        }
    }

    /// Adds every list of a pack: the files `lexicon/<name>.tsv`, in their order.
    ///
    /// Returns the faults of the lists, each with its line; the good lines are taken in.
    pub fn add_files(
        &mut self,
        files: &[(String, Cow<'static, str>)],
        inflect: &Inflect,
        verbs: &Paradigms,
        nominals: &Nominals,
    ) -> Vec<Fault> {
        let plural = Tag::new("p");
        let mut faults = Vec::new();
        for (path, text) in files {
            let Some(name) = list_name(path) else {
                continue;
            };
            let source = ListSource {
                name: name.to_owned(),
                path: path.clone(),
                text: text.clone(),
            };
            let is_verb = inflect.verb.iter().any(|l| l == name);
            let is_noun = inflect.noun.iter().any(|l| l == name);
            faults.extend(self.add(source, |lemma, emit| {
                if is_verb {
                    verbs.expand_into(lemma, &mut |form, tag| emit(form, tag));
                } else if is_noun && let Some(plural) = plural {
                    emit(&nominals.plural(lemma), plural);
                }
            }));
        }
        faults
    }

    /// Adds a list. `inflect` is called with each entry and may give further forms of it.
    pub fn add(
        &mut self,
        source: ListSource,
        mut inflect: impl FnMut(&str, &mut dyn FnMut(&str, Tag)),
    ) -> Vec<Fault> {
        let id = ListId(self.lists.len() as u16);
        let (list, mut faults) = List::parse(source);
        faults.extend(list.check());
        for row in list.rows() {
            let form = list.form(row);
            self.enter(id, row, form, None);
            inflect(form, &mut |form, tag| self.enter(id, row, form, Some(tag)));
        }
        self.lists.push(list);
        faults
    }

    fn word(&mut self, form: &str) -> WordId {
        self.folded.clear();
        fold_into(form, &mut self.folded);
        self.tables.intern(&self.folded)
    }

    fn enter(&mut self, list: ListId, row: u32, form: &str, tag: Option<Tag>) {
        let entry = Entry {
            list,
            row,
            capitals: form.contains(char::is_uppercase),
            tag,
        };
        let mut path = Vec::new();
        let splitter = self.splitter;
        splitter.split(form, 0, form.len(), |piece| {
            path.push(self.word(&form[piece.start..piece.end]));
        });
        match path[..] {
            [] => {}
            [word] => self.single.push((word, entry)),
            _ => self.multiword.push((path, entry)),
        }
    }

    /// Makes words known although no list holds them, so that rules can name them: a lexicon made without has given
    /// them the same numbers.
    pub fn name(&mut self, words: &[String]) {
        for word in words {
            self.tables.intern(word);
        }
    }

    /// The finished lexicon.
    pub fn finish(mut self) -> Lexicon {
        self.tables.fill(&self.single, &self.multiword);
        let bytes = self.tables.to_bytes();
        Lexicon {
            lists: self.lists,
            // Tables can always be read by who wrote them.
            index: Index::from_bytes(bytes.into()).unwrap_or_default(),
        }
    }
}

/// The list that a file of a pack holds.
pub fn list_name(path: &str) -> Option<&str> {
    path.strip_prefix("lexicon/")?.strip_suffix(".tsv")
}
