//! The noun that a phrase is about, and what lists say of it.

use std::borrow::Cow;

use super::super::extent::Extents;
use super::super::place::Span;
use super::super::sign::{Sign, any};
use super::Settings;
use crate::lexicon::{Entry, ListId};

/// The noun that a phrase is about.
#[derive(Debug, Clone)]
pub(super) struct Head<'a> {
    pub at: u32,
    /// Lemma of the word, and of the whole listed function that it belongs to.
    pub noun: Cow<'a, str>,
    pub whole: Cow<'a, str>,
    /// `m`, `f` or `mf`, where a list says.
    pub gender: Option<&'static str>,
    /// A function, a kinship, a noun of persons.
    pub personal: bool,
    /// An inhabitant: the lemma.
    pub demonym: Option<&'a str>,
    /// Something published.
    pub document: bool,
    /// What institutions are called.
    pub institution: bool,
    /// The field that the function belongs to.
    pub class: Option<&'a str>,
}

/// The lists that tell what a noun is.
#[derive(Clone, Copy)]
struct Lists {
    function: Option<ListId>,
    person: Option<ListId>,
    kinship: Option<ListId>,
    demonym: Option<ListId>,
    document: Option<ListId>,
    institution: Option<ListId>,
}

/// The first entry of a word in each of the lists.
#[derive(Default)]
struct Listed {
    function: Option<Entry>,
    person: Option<Entry>,
    kinship: Option<Entry>,
    demonym: Option<Entry>,
    document: Option<Entry>,
    institution: Option<Entry>,
}

impl Listed {
    fn new(lists: &Lists, entries: impl Iterator<Item = Entry>) -> Self {
        let mut listed = Self::default();
        for entry in entries {
            for (list, first) in [
                (lists.function, &mut listed.function),
                (lists.person, &mut listed.person),
                (lists.kinship, &mut listed.kinship),
                (lists.demonym, &mut listed.demonym),
                (lists.document, &mut listed.document),
                (lists.institution, &mut listed.institution),
            ] {
                if list == Some(entry.list) {
                    first.get_or_insert(entry);
                }
            }
        }
        listed
    }
}

/// Finds the nouns of phrases.
#[derive(Clone, Copy)]
pub(super) struct Heads<'a> {
    x: &'a Extents<'a>,
    settings: &'a Settings,
    lists: Lists,
}

impl<'a> Heads<'a> {
    pub fn new(x: &'a Extents<'a>) -> Self {
        let concept = |name: &str| x.analysis.pack.concept(name);
        Self {
            x,
            settings: &x.settings.resolve,
            lists: Lists {
                function: concept("function"),
                person: concept("person-noun"),
                kinship: concept("kinship"),
                demonym: concept("demonym"),
                document: concept("document"),
                institution: concept("institution-head"),
            },
        }
    }

    /// Where a phrase without a verb ends that begins at `from`: at punctuation, or before a verb.
    pub fn phrase_end(&self, from: u32, limit: u32) -> u32 {
        let limit = limit.min(self.x.analysis.len());
        (from..limit)
            .find(|&t| self.x.is_any(t, any(&[Sign::Punct, Sign::Finite])))
            .unwrap_or(limit)
    }

    /// The noun that the phrase is about: behind the determiner and the adjectives before the noun.
    pub fn of(&self, (from, to): Span) -> Option<Head<'a>> {
        let analysis = self.x.analysis;
        let input = &analysis.input;
        let mut at = from + u32::from(self.x.is(from, Sign::Article));
        let mut whole = None;
        while at < to {
            whole = whole.or_else(|| self.longest_function(at, to));
            if !self.x.is(at, Sign::Preposed) {
                break;
            }
            at += 1;
        }
        if at >= to || self.x.is_punct(at) {
            return None;
        }
        let folded = analysis.folded(at);
        // What somebody is no more may stand in one word with the noun.
        let mut former = self.settings.former.iter();
        let bare = former.find_map(|prefix| folded.strip_prefix(prefix.as_str()));
        let listed = match bare {
            Some(bare) => {
                let entries = input.lexicon.word(bare).map(|w| input.lexicon.entries(w));
                Listed::new(&self.lists, entries.into_iter().flatten())
            }
            None => Listed::new(&self.lists, input.entries(at, at + 1)),
        };
        let noun = match listed.function {
            Some(entry) => lowered(input.lexicon.lemma(entry)),
            None => Cow::Borrowed(bare.unwrap_or(folded)),
        };
        let gender = listed
            .function
            .or(listed.kinship)
            .and_then(|entry| input.lexicon.column(entry, "gender"))
            .and_then(|gender| match gender {
                "m" => Some("m"),
                "f" => Some("f"),
                _ => None,
            });
        let demonym = listed.demonym.filter(|_| self.x.is(at, Sign::Capital));
        let class = listed
            .function
            .and_then(|entry| input.lexicon.column(entry, "class"));
        let person = listed.person.or(listed.kinship).or(listed.function);
        Some(Head {
            at,
            demonym: demonym.map(|entry| input.lexicon.lemma(entry)),
            document: listed.document.is_some(),
            institution: listed.institution.is_some(),
            class: class.filter(|class| *class != self.settings.no_field),
            personal: person.is_some() || whole.is_some(),
            whole: whole.map_or_else(|| noun.clone(), Cow::Borrowed),
            noun,
            gender,
        })
    }

    /// Lemma of the longest function of several words that begins at the token and ends within the phrase.
    fn longest_function(&self, at: u32, to: u32) -> Option<&'a str> {
        let input = &self.x.analysis.input;
        let found = input.found_at(at).iter();
        let functions = found.filter(|f| Some(f.entry.list) == self.lists.function && f.end <= to);
        let longest = functions.max_by_key(|f| f.end)?;
        Some(input.lexicon.lemma(longest.entry))
    }
}

fn lowered(lemma: &str) -> Cow<'_, str> {
    match lemma
        .chars()
        .all(|c| c.is_lowercase() || !c.is_alphabetic())
    {
        true => Cow::Borrowed(lemma),
        false => Cow::Owned(lemma.to_lowercase()),
    }
}
