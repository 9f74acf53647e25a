//! Classes: what a word is known as, from the lists and settings of the pack; one bit each.

use std::collections::{BTreeMap, HashSet};

use hashbrown::HashMap;
use serde::Deserialize;

use super::Settings;
use super::forms::{ARTICLE, FAMILIES, SMALL};
use super::weights::SettingFault;
use crate::lexicon::{Entry, Lexicon, ListId};
use crate::token::fold;

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

/// Place of a column in its list, if the list has it.
type Column = Option<usize>;

/// Test of an entry's columns.
#[derive(Debug, Clone)]
struct ListClass {
    class: u8,
    is: Vec<(Column, Vec<String>)>,
    not: Vec<(Column, Vec<String>)>,
    min: Vec<(Column, f64)>,
    below: Vec<(Column, f64)>,
}

/// What words begin with or hold, and the classes that it tells.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) folded: String,
    /// Its letters: a word that lacks one of them need not be searched.
    pub(super) letters: u32,
    pub(super) classes: Set,
}

impl Part {
    fn new(folded: String, classes: Set) -> Self {
        Self {
            letters: letters(&folded),
            folded,
            classes,
        }
    }
}

/// The letters of a folded word as a set: a bit each for those from a to z, which few others share.
pub(super) fn letters(folded: &str) -> u32 {
    folded.bytes().fold(0, |set, byte| set | 1 << (byte % 32))
}

/// What the settings say of a word.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Known {
    pub(super) classes: Set,
    /// Number of the context word, 0 for any other word.
    pub(super) number: u16,
    pub(super) marks: u8,
}

/// The classes of a pack, looked up.
#[derive(Debug, Default, Clone)]
pub(crate) struct Classes {
    pub(super) names: Vec<String>,
    by_list: Vec<Vec<ListClass>>,
    /// What the settings say of single words, by their folded spelling.
    known: HashMap<String, Known>,
    pub(super) endings: HashMap<String, Set>,
    pub(super) longest_ending: usize,
    pub(super) beginnings: Vec<Part>,
    pub(super) parts: Vec<Part>,
    /// Classes to which only words with a capital belong.
    pub(super) capital: Set,
    /// Words whose identity counts as context, by number.
    pub(super) words: Vec<String>,
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
    pub(super) sorts: Vec<u8>,
}

/// Sorts before those that the pack lists: sixteen combinations of groups, then these.
pub(super) const GROUP_SORTS: usize = 16;
pub(super) const FIXED_SORTS: [&str; 8] = [
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
                let columns = lexicon.get(list).columns();
                let column = |name: &str| columns.iter().position(|c| c == name);
                let pairs = |map: &BTreeMap<String, Vec<String>>| {
                    map.iter().map(|(k, v)| (column(k), v.clone())).collect()
                };
                let numbers = |map: &BTreeMap<String, f64>| {
                    map.iter().map(|(k, v)| (column(k), *v)).collect()
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
                classes.known.entry(fold(word)).or_default().classes |= bit;
            }
            for ending in &spec.endings {
                *classes.endings.entry(fold(ending)).or_default() |= bit;
                classes.longest_ending = classes.longest_ending.max(ending.len());
            }
            let with = |list: &[String]| -> Vec<Part> {
                list.iter().map(|part| Part::new(fold(part), bit)).collect()
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
            let known = self.known.entry(word.clone()).or_default();
            if known.number == 0 {
                known.number = self.words.len() as u16;
                self.words.push(word);
            }
        }
        let link = &settings.link;
        for (mark, words) in [
            (ARTICLE, &link.articles),
            (SMALL, &link.small),
            (FAMILIES, &link.families),
        ] {
            for word in words {
                self.known.entry(word.clone()).or_default().marks |= mark;
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

    /// What the settings say of a folded word.
    pub(super) fn known(&self, folded: &str) -> Known {
        self.known.get(folded).copied().unwrap_or_default()
    }

    /// Whether some class takes words of the list.
    pub(super) fn has_list(&self, ListId(list): ListId) -> bool {
        !self.by_list[usize::from(list)].is_empty()
    }

    /// Whether names hold the word, small as it is written.
    pub(super) fn is_connector(&self, word: u16) -> bool {
        self.connectors.get(usize::from(word)) == Some(&true)
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
}

impl ListClass {
    fn accepts(&self, lexicon: &Lexicon, entry: Entry) -> bool {
        let list = lexicon.get(entry.list);
        let field = |column: Column| column.map_or("", |column| list.field(entry.row, column));
        let number = |column: Column| field(column).parse::<f64>().unwrap_or(0.0);
        let among = |column: Column, values: &[String]| {
            let field = field(column);
            values.iter().any(|value| value == field)
        };
        self.is.iter().all(|(c, values)| among(*c, values))
            && !self.not.iter().any(|(c, values)| among(*c, values))
            && self.min.iter().all(|(c, least)| number(*c) >= *least)
            && self.below.iter().all(|(c, most)| number(*c) < *most)
    }
}
