//! What kind of organization a noun or a name means: a union, a newspaper, a firm.

use std::collections::HashMap;

use serde::Deserialize;

use super::super::extent::Extents;
use super::cast::Named;
use crate::lexicon::{Entry, ListId};

/// A kind as the pack writes it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Written {
    /// Concepts whose lists hold names of that kind, or words that such names begin with; with a dot and
    /// a class behind it, the entries of that class alone.
    lists: Vec<String>,
    /// Nouns that mean organizations of that kind, and that their names begin with.
    nouns: Vec<String>,
}

/// `[resolve.kinds]` of `quotes.toml`: kinds by name. A noun may mean several; a bit each.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "HashMap<String, Written>")]
pub(crate) struct Kinds {
    nouns: HashMap<String, u32>,
    concepts: Vec<(String, u32)>,
}

impl From<HashMap<String, Written>> for Kinds {
    fn from(written: HashMap<String, Written>) -> Self {
        let mut kinds = Self::default();
        for (number, kind) in written.into_values().enumerate() {
            let bit = 1u32.checked_shl(number as u32).unwrap_or(0);
            for noun in kind.nouns {
                *kinds.nouns.entry(noun).or_default() |= bit;
            }
            kinds
                .concepts
                .extend(kind.lists.into_iter().map(|list| (list, bit)));
        }
        kinds
    }
}

impl Kinds {
    /// The kinds that the noun may mean; 0 where it says nothing.
    pub fn of(&self, noun: &str) -> u32 {
        self.nouns.get(noun).copied().unwrap_or(0)
    }
}

/// Tells kinds from names.
pub(super) struct Kinded<'a> {
    x: &'a Extents<'a>,
    kinds: &'a Kinds,
    lists: Vec<(ListId, Option<&'a str>, u32)>,
}

impl<'a> Kinded<'a> {
    pub fn new(x: &'a Extents<'a>) -> Self {
        let kinds = &x.settings.resolve.kinds;
        let list = |(written, bit): &'a (String, u32)| {
            let (concept, class) = match written.split_once('.') {
                Some((concept, class)) => (concept, Some(class)),
                None => (written.as_str(), None),
            };
            Some((x.analysis.pack.concept(concept)?, class, *bit))
        };
        Self {
            x,
            kinds,
            lists: kinds.concepts.iter().filter_map(list).collect(),
        }
    }

    /// The kinds that the name of an organization shows: by the lists that hold it or what it begins with.
    pub fn of_name(&self, name: &Named) -> u32 {
        let analysis = self.x.analysis;
        let input = &analysis.input;
        let of_entry = |entry: Entry| {
            let known = self.lists.iter().filter(|(list, class, _)| {
                *list == entry.list
                    && (class.is_none() || *class == input.lexicon.column(entry, "class"))
            });
            known.fold(0, |bits, (.., bit)| bits | bit)
        };
        let first = input.entries(name.start, name.start + 1).map(of_entry);
        let longer = input.found_at(name.start).iter();
        let longer = longer
            .filter(|f| f.end <= name.end)
            .map(|f| of_entry(f.entry));
        let listed = first.chain(longer).fold(0, |bits, more| bits | more);
        let mut bits = listed | self.kinds.of(analysis.folded(name.start));
        if name.end > name.start + 1 {
            let two = crate::token::fold(analysis.words(name.start, name.start + 2));
            bits |= self.kinds.of(&two);
        }
        bits
    }
}
