//! Classes: what a word is known as, from the lists and settings of the pack; one bit each.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

use super::Settings;
use super::layout::LETTERS;
use super::model::SettingFault;
use crate::lexicon::{Entry, Lexicon, ListId};
use crate::rule::FormBits;
use crate::token::{FormId, Forms, Kind, Shape, fold, hash};

/// A set of classes: a bit each.
pub(crate) type Set = u128;

/// Most classes that a pack may have.
pub(crate) const MAX_CLASSES: usize = Set::BITS as usize;
/// Most words whose identity counts.
const MAX_WORDS: usize = 1024;

/// A class as `names.toml` writes it: a word belongs to it by list, by itself or by its ending.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ClassSpec {
    pub name: String,
    pub lists: Vec<String>,
    /// Column → the values that count.
    pub is: BTreeMap<String, Vec<String>>,
    /// Column → the values that do not count.
    pub not: BTreeMap<String, Vec<String>>,
    /// Column → least number.
    pub min: BTreeMap<String, f64>,
    /// Column → the number that is already too much.
    pub below: BTreeMap<String, f64>,
    pub words: Vec<String>,
    /// Endings of words that are no shorter than twice the ending.
    pub endings: Vec<String>,
    /// What words begin with.
    pub beginnings: Vec<String>,
    /// What words hold within.
    pub parts: Vec<String>,
    /// Only words with a capital belong to it.
    pub capital: bool,
}

/// What a single token looks like to the evidence of names; one of nine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Code {
    /// Beyond the sentence.
    Edge,
    Capital,
    Capitals,
    Initial,
    Lower,
    Connector,
    Number,
    Punct,
    /// `DeepMind`, `PDFs`, `eBay`.
    Mixed,
}

impl Code {
    pub(super) const COUNT: usize = 9;
    pub(super) const NAMES: [&str; Self::COUNT] =
        ["edge", "Xx", "XX", "X", "xx", "de", "9", ".", "xX"];

    /// Whether a name can begin or end with it.
    pub(super) fn is_capital(self) -> bool {
        matches!(
            self,
            Code::Capital | Code::Capitals | Code::Initial | Code::Mixed
        )
    }
}

/// What is known of one form.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FormFacts {
    pub bits: Set,
    /// Hash of the folded spelling.
    pub hash: u64,
    pub code: Code,
    /// Number of the context word, 0 for any other word.
    pub word: u16,
    /// Number of the sort.
    pub sort: u8,
    /// Number of its last three letters.
    pub ending: u16,
}

/// The facts of every form met so far by one worker.
#[derive(Debug, Default)]
pub(crate) struct FormTable {
    facts: Vec<FormFacts>,
}

impl FormTable {
    pub fn clear(&mut self) {
        self.facts.clear();
    }

    /// Works out the facts of the forms that are new since the last call.
    pub fn extend(&mut self, forms: &Forms, bits: &FormBits, lexicon: &Lexicon, classes: &Classes) {
        for index in self.facts.len()..forms.len() {
            let id = FormId(index as u32);
            self.facts.push(classes.facts(id, forms, bits, lexicon));
        }
    }

    #[inline]
    pub fn get(&self, form: FormId) -> &FormFacts {
        &self.facts[form.index()]
    }
}

/// Test of an entry's columns.
#[derive(Debug, Clone)]
struct ListClass {
    class: u8,
    is: Vec<(String, Vec<String>)>,
    not: Vec<(String, Vec<String>)>,
    min: Vec<(String, f64)>,
    below: Vec<(String, f64)>,
}

/// The classes of a pack, looked up.
#[derive(Debug, Default, Clone)]
pub(crate) struct Classes {
    pub(super) names: Vec<String>,
    by_list: Vec<Vec<ListClass>>,
    by_word: HashMap<String, Set>,
    endings: HashMap<String, Set>,
    longest_ending: usize,
    beginnings: Vec<(String, Set)>,
    parts: Vec<(String, Set)>,
    /// Classes to which only words with a capital belong.
    capital: Set,
    /// Words whose identity counts as context, by number.
    pub(super) words: Vec<String>,
    word_numbers: HashMap<String, u16>,
    connectors: Vec<bool>,
    skipped: Vec<bool>,
    openers: Vec<bool>,
    grammatical: Vec<bool>,
    coordinators: Vec<bool>,
    breaks: Vec<bool>,
    /// Classes of words that stand outside of names.
    pub(super) outside: Set,
    /// Classes of given names, family names, places and organizations.
    pub(super) groups: [Set; 4],
    pub(super) common: Set,
    /// Classes whose multiword entries are names as they stand.
    pub(super) entries: Set,
    /// Classes whose words open a name with a complement.
    pub(super) heads: Set,
    pub(super) head_list: Vec<u8>,
    /// Classes of nouns that say what the name beside them is.
    pub(super) context_heads: Set,
    /// Classes of words that stand between such a noun and the name.
    pub(super) modifiers: Set,
    pub(super) closers: Set,
    /// Classes of words that say what an article is about.
    pub(super) topics: Set,
    sorts: Vec<u8>,
}

/// Sorts before those that the pack lists: sixteen combinations of groups, then these.
pub(super) const GROUP_SORTS: usize = 16;
const FIXED_SORTS: [&str; 8] = [
    "Common", "CAPS", "Initial", "number", "punct", "edge", "word", "Mixed",
];
pub(super) const EDGE_SORT: u8 = GROUP_SORTS as u8 + 5;

impl Classes {
    /// Looks the settings up in the lexicon. Faults are messages for the author of the pack.
    pub(super) fn build(
        settings: &Settings,
        lexicon: &Lexicon,
        faults: &mut Vec<SettingFault>,
    ) -> Self {
        let mut classes = Self {
            names: settings.class.iter().map(|c| c.name.clone()).collect(),
            by_list: lexicon.lists().map(|_| Vec::new()).collect(),
            ..Self::default()
        };
        if classes.names.len() > MAX_CLASSES {
            faults.push(SettingFault::Settings {
                word: classes.names[MAX_CLASSES].clone(),
                message: format!(
                    "there are {} classes, {MAX_CLASSES} are the most: join some",
                    classes.names.len()
                ),
            });
            classes.names.truncate(MAX_CLASSES);
        }
        for (index, spec) in settings.class.iter().take(MAX_CLASSES).enumerate() {
            let bit = 1 << index;
            classes.capital |= Set::from(spec.capital) << index;
            for name in &spec.lists {
                let Some(list) = lexicon.list(name) else {
                    faults.push(SettingFault::Settings {
                        word: name.clone(),
                        message: format!("there is no list `{name}`"),
                    });
                    continue;
                };
                let pairs = |map: &BTreeMap<String, Vec<String>>| {
                    map.iter().map(|(k, v)| (k.clone(), v.clone())).collect()
                };
                let numbers = |map: &BTreeMap<String, f64>| {
                    map.iter().map(|(k, v)| (k.clone(), *v)).collect()
                };
                classes.by_list[usize::from(list.0)].push(ListClass {
                    class: index as u8,
                    is: pairs(&spec.is),
                    not: pairs(&spec.not),
                    min: numbers(&spec.min),
                    below: numbers(&spec.below),
                });
            }
            for word in &spec.words {
                *classes.by_word.entry(fold(word)).or_default() |= bit;
            }
            for ending in &spec.endings {
                *classes.endings.entry(fold(ending)).or_default() |= bit;
                classes.longest_ending = classes.longest_ending.max(ending.len());
            }
            let with = |list: &[String]| -> Vec<(String, Set)> {
                list.iter().map(|part| (fold(part), bit)).collect()
            };
            classes.beginnings.extend(with(&spec.beginnings));
            classes.parts.extend(with(&spec.parts));
        }
        let mut set = |names: &[String]| {
            names.iter().fold(0, |bits: Set, name| {
                match classes.names.iter().position(|n| n == name) {
                    Some(index) => bits | 1 << index,
                    None => {
                        faults.push(SettingFault::Settings {
                            word: name.clone(),
                            message: format!("there is no class `{name}`"),
                        });
                        bits
                    }
                }
            })
        };
        let groups = [
            set(&settings.groups.given),
            set(&settings.groups.family),
            set(&settings.groups.place),
            set(&settings.groups.organization),
        ];
        let common = set(&settings.common);
        let entries = set(&settings.entries);
        let heads = set(&settings.heads);
        let context_heads = set(&settings.context_heads);
        let modifiers = set(&settings.modifiers);
        let closers = set(&settings.closers);
        let topics = set(&settings.topics);
        let outside = set(&settings.outside);
        let sorts: Vec<u8> = settings
            .sorts
            .iter()
            .map(|name| set(std::slice::from_ref(name)).trailing_zeros() as u8 % MAX_CLASSES as u8)
            .collect();
        classes.groups = groups;
        classes.common = common;
        classes.entries = entries;
        classes.heads = heads;
        classes.head_list = (0..MAX_CLASSES as u8)
            .filter(|c| heads & (1 << c) != 0)
            .collect();
        classes.context_heads = context_heads;
        classes.modifiers = modifiers;
        classes.closers = closers;
        classes.topics = topics;
        classes.outside = outside;
        classes.sorts = sorts;
        classes.set_words(settings, faults);
        classes
    }

    fn set_words(&mut self, settings: &Settings, faults: &mut Vec<SettingFault>) {
        // Number 0 is any other word.
        self.words.push("*".to_owned());
        let grammatical = settings.connectors.iter().chain(&settings.context);
        for word in grammatical.clone().chain(&settings.nouns) {
            let word = fold(word);
            if self.words.len() == MAX_WORDS {
                faults.push(SettingFault::Settings {
                    word: word.clone(),
                    message: format!("there are {MAX_WORDS} connectors and context words or more"),
                });
                break;
            }
            if !self.word_numbers.contains_key(&word) {
                self.word_numbers
                    .insert(word.clone(), self.words.len() as u16);
                self.words.push(word);
            }
        }
        fn flags<'w>(words: &[String], list: impl IntoIterator<Item = &'w String>) -> Vec<bool> {
            let folded: HashSet<String> = list.into_iter().map(|w| fold(w)).collect();
            words.iter().map(|w| folded.contains(w)).collect()
        }
        self.connectors = flags(&self.words, &settings.connectors);
        self.skipped = flags(&self.words, &settings.skipped);
        self.openers = flags(&self.words, &settings.openers);
        self.coordinators = flags(&self.words, &settings.coordinators);
        self.breaks = flags(&self.words, &settings.breaks);
        self.grammatical = flags(&self.words, grammatical);
    }

    /// How many sorts there are.
    pub(super) fn sort_count(&self) -> usize {
        GROUP_SORTS + FIXED_SORTS.len() + self.sorts.len()
    }

    pub(super) fn sort_name(&self, sort: usize) -> String {
        if sort < GROUP_SORTS {
            let groups = ["given", "family", "place", "org"];
            let names: Vec<&str> = (0..4)
                .filter(|g| sort & (1 << g) != 0)
                .map(|g| groups[g])
                .collect();
            return if names.is_empty() {
                "Unknown".to_owned()
            } else {
                names.join("+")
            };
        }
        match FIXED_SORTS.get(sort - GROUP_SORTS) {
            Some(name) => (*name).to_owned(),
            None => {
                let class = self.sorts[sort - GROUP_SORTS - FIXED_SORTS.len()];
                format!("~{}", self.names[usize::from(class)])
            }
        }
    }

    /// Words such as articles, that stand between a noun and the name beside it.
    pub(super) fn is_skipped(&self, word: u16) -> bool {
        self.skipped[usize::from(word)]
    }

    /// Whether a name can begin with the connector, small as it is written.
    pub(super) fn is_opener(&self, word: u16) -> bool {
        self.openers[usize::from(word)]
    }

    /// Whether the word alone is no name, whatever its capital.
    pub(super) fn is_grammatical(&self, word: u16) -> bool {
        self.grammatical[usize::from(word)]
    }

    /// Whether the word joins names of one kind.
    pub(super) fn is_coordinator(&self, word: u16) -> bool {
        self.coordinators[usize::from(word)]
    }

    /// Whether no name runs over the word, small as it is written.
    pub(super) fn breaks(&self, word: u16) -> bool {
        self.breaks[usize::from(word)]
    }

    /// The classes of a list entry. O(length of its line).
    pub(super) fn of_entry(&self, lexicon: &Lexicon, entry: Entry) -> Set {
        let ListId(list) = entry.list;
        self.by_list[usize::from(list)]
            .iter()
            .filter(|c| c.accepts(lexicon, entry))
            .fold(0, |bits, c| bits | 1 << c.class)
    }

    fn facts(&self, id: FormId, forms: &Forms, bits: &FormBits, lexicon: &Lexicon) -> FormFacts {
        let form = forms.get(id);
        let folded = forms.folded(id);
        let spelling = forms.spelling(id);
        let mut set = self.by_word.get(folded).copied().unwrap_or(0);
        if let Some(word) = bits.word(id) {
            for entry in lexicon.entries(word) {
                if lexicon.has_capitals(entry, spelling) {
                    set |= self.of_entry(lexicon, entry);
                }
            }
        }
        if form.kind == Kind::Word {
            set |= self.by_spelling(folded);
        }
        if !matches!(form.shape, Shape::Capital | Shape::Camel | Shape::Capitals) {
            set &= !self.capital;
        }
        let word = self.word_numbers.get(folded).copied().unwrap_or(0);
        let connector = self.connectors.get(usize::from(word)) == Some(&true);
        let code = match (form.kind, form.shape) {
            (Kind::Punct | Kind::Symbol, _) if !connector => Code::Punct,
            (Kind::Number, _) => Code::Number,
            (Kind::Alnum, Shape::Lower | Shape::None) => Code::Number,
            (Kind::Url, _) => Code::Punct,
            (_, Shape::Camel) => Code::Mixed,
            (_, Shape::Capital) if is_mixed(spelling) => Code::Mixed,
            (_, Shape::Capital) => Code::Capital,
            (_, Shape::Capitals) => Code::Capitals,
            (_, Shape::Initial) if is_acronym(spelling) => Code::Capitals,
            (_, Shape::Letter | Shape::Initial) => Code::Initial,
            _ if connector => Code::Connector,
            _ => Code::Lower,
        };
        FormFacts {
            bits: set,
            hash: hash(folded.as_bytes()),
            code,
            word,
            sort: self.sort(set, code),
            ending: ending(folded),
        }
    }

    /// The classes that a word belongs to by what it begins with, holds or ends in.
    fn by_spelling(&self, folded: &str) -> Set {
        let mut set = 0;
        let longest = self.longest_ending.min(folded.len() / 2);
        for (at, _) in folded.char_indices().rev() {
            if folded.len() - at > longest {
                break;
            }
            set |= self.endings.get(&folded[at..]).copied().unwrap_or(0);
        }
        let begins = |part: &str| folded.len() > part.len() && folded.starts_with(part);
        for (_, bits) in self.beginnings.iter().filter(|(part, _)| begins(part)) {
            set |= bits;
        }
        for (_, bits) in self
            .parts
            .iter()
            .filter(|(part, _)| folded.contains(part.as_str()))
        {
            set |= bits;
        }
        set
    }

    fn sort(&self, bits: Set, code: Code) -> u8 {
        let fixed = |index: usize| (GROUP_SORTS + index) as u8;
        let listed = || {
            self.sorts
                .iter()
                .position(|&class| bits & (1 << class) != 0)
                .map(|index| fixed(FIXED_SORTS.len() + index))
        };
        let groups = (0..4)
            .filter(|&g| bits & self.groups[g] != 0)
            .fold(0u8, |set, g| set | 1 << g);
        match code {
            Code::Edge => EDGE_SORT,
            Code::Punct => fixed(4),
            Code::Number => fixed(3),
            Code::Lower | Code::Connector => listed().unwrap_or(fixed(6)),
            _ if groups != 0 => groups,
            Code::Initial => listed().unwrap_or(fixed(2)),
            // What the endings of plain words tell does not hold for these.
            Code::Mixed => fixed(7),
            _ => match listed() {
                Some(sort) => sort,
                None if bits & self.common != 0 => fixed(0),
                None if code == Code::Capitals => fixed(1),
                None => 0,
            },
        }
    }
}

/// The number of the last three letters, marks such as accents left out.
fn ending(folded: &str) -> u16 {
    let letters = folded.chars().rev().take(3).map(|c| {
        let plain = std::iter::once(c).nfd().next().unwrap_or(c);
        match plain.is_ascii_lowercase() {
            true => plain as u16 - u16::from(b'a') + 1,
            false => 0,
        }
    });
    let places = [1, LETTERS as u16, (LETTERS * LETTERS) as u16];
    letters
        .zip(places)
        .map(|(letter, place)| letter * place)
        .sum()
}

/// Whether a part of the word has capitals behind its first letter, and small letters, too.
fn is_mixed(spelling: &str) -> bool {
    spelling.split(['-', '\'', '’', '‑', '–', '.']).any(|part| {
        let mut letters = part.chars();
        letters.next();
        let rest = letters.as_str();
        rest.contains(char::is_uppercase) && rest.contains(char::is_lowercase)
    })
}

/// Whether initials are so many that they are an acronym: `C.G.T.`, not `J.-P.`.
fn is_acronym(spelling: &str) -> bool {
    spelling.matches('.').count() > 2 && !spelling.contains('-')
}

impl ListClass {
    fn accepts(&self, lexicon: &Lexicon, entry: Entry) -> bool {
        let field = |column: &str| lexicon.column(entry, column).unwrap_or("");
        let number = |column: &str| field(column).parse::<f64>().unwrap_or(0.0);
        self.is.iter().all(|(c, v)| v.iter().any(|v| v == field(c)))
            && self
                .not
                .iter()
                .all(|(c, v)| v.iter().all(|v| v != field(c)))
            && self.min.iter().all(|(c, least)| number(c) >= *least)
            && self.below.iter().all(|(c, most)| number(c) < *most)
    }
}
