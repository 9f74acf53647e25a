//! What a language says about its words, in the form that the splitter asks.

use hashbrown::{HashMap, HashSet};
use serde::Deserialize;

use crate::token::{fold, fold_into};

/// How a language joins and cuts words; `tokens.toml` of the pack.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SplitterRules {
    /// Words that lose their last vowel before an apostrophe and are tokens of their own (`l`, `qu`).
    pub elisions: Vec<String>,
    /// Ends of words behind an apostrophe or hyphen that are tokens of their own (`il`, `'s`).
    pub clitics: Vec<String>,
    /// Letters that stand between a verb and its clitic, with their hyphens (`-t-`).
    pub clitic_links: Vec<String>,
    /// Words that stay whole whatever the rules above say.
    pub whole: Vec<String>,
    /// Abbreviations, written with their point.
    pub abbreviations: Vec<String>,
    /// Abbreviations that are words too, and so are abbreviations only before digits.
    pub abbreviations_before_digits: Vec<String>,
    /// Abbreviations that often end a sentence too.
    pub closing_abbreviations: Vec<String>,
    /// The sign between thousands, apart from spaces and the apostrophe: `.` or `,`.
    pub thousands: String,
    /// The sign before decimals.
    pub decimal: String,
}

/// The rules as tables of folded words.
#[derive(Debug, Clone, Default)]
pub(super) struct Lists {
    /// For each elision, whether a word that stays whole begins with it.
    elisions: HashMap<String, bool>,
    clitics: HashSet<String>,
    /// The longest first: `-t-` before `-`.
    pub(super) links: Vec<String>,
    whole: HashSet<String>,
    /// With their points.
    abbreviations: HashMap<String, Abbreviation>,
    /// Bytes of the longest elision and of the longest abbreviation.
    longest: (usize, usize),
}

/// What is known of an abbreviation.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Abbreviation {
    pub(super) always: bool,
    pub(super) before_digits: bool,
    /// It demands a capital of the text.
    pub(super) capitalised: bool,
    /// It often ends a sentence.
    pub(super) closing: bool,
}

impl Lists {
    pub(super) fn new(rules: &SplitterRules) -> Self {
        let folded = |words: &[String]| words.iter().map(|word| fold(word)).collect();
        let whole: HashSet<String> = folded(&rules.whole);
        let begins_whole = |elision: &str| {
            let mut rests = whole.iter().filter_map(|word| word.strip_prefix(elision));
            rests.any(|rest| rest.starts_with('\''))
        };
        let elisions: HashMap<String, bool> = (rules.elisions.iter())
            .map(|word| fold(word))
            .map(|word| (word.clone(), begins_whole(&word)))
            .collect();
        let mut links = rules.clitic_links.clone();
        links.sort_by_key(|link| std::cmp::Reverse(link.len()));
        let abbreviations = abbreviations(rules);
        Self {
            longest: (longest(elisions.keys()), longest(abbreviations.keys())),
            elisions,
            clitics: folded(&rules.clitics),
            links,
            whole,
            abbreviations,
        }
    }

    /// Whether `word` is one that loses its last vowel; if so, whether a word that stays whole begins with it.
    pub(super) fn elision(&self, word: &str, scratch: &mut String) -> Option<bool> {
        if is_longer(word, self.longest.0) {
            return None;
        }
        self.elisions.get(folded(word, scratch)).copied()
    }

    pub(super) fn is_clitic(&self, word: &str, scratch: &mut String) -> bool {
        self.clitics.contains(folded(word, scratch))
    }

    /// Whether `word` stays whole whatever the other lists say.
    pub(super) fn is_whole(&self, word: &str, scratch: &mut String) -> bool {
        !self.whole.is_empty() && self.whole.contains(folded(word, scratch))
    }

    /// What `word`, which stands before a point, is with it.
    pub(super) fn abbreviation(&self, word: &str, scratch: &mut String) -> Option<Abbreviation> {
        if is_longer(word, self.longest.1) {
            return None;
        }
        folded(word, scratch);
        scratch.push('.');
        self.abbreviations.get(scratch.as_str()).copied()
    }
}

fn abbreviations(rules: &SplitterRules) -> HashMap<String, Abbreviation> {
    let mut all: HashMap<String, Abbreviation> = HashMap::new();
    for word in &rules.abbreviations {
        let known = all.entry(fold(word)).or_default();
        known.always = true;
        known.capitalised |= word.starts_with(char::is_uppercase);
    }
    for word in &rules.abbreviations_before_digits {
        all.entry(fold(word)).or_default().before_digits = true;
    }
    for word in &rules.closing_abbreviations {
        let known = all.entry(fold(word)).or_default();
        (known.always, known.closing) = (true, true);
    }
    all
}

fn longest<'w>(words: impl Iterator<Item = &'w String>) -> usize {
    words.map(String::len).max().unwrap_or(0)
}

/// Whether the word, once folded, surely has more bytes. Folding may shorten what is not ASCII.
fn is_longer(word: &str, most: usize) -> bool {
    word.len() > most && word.is_ascii()
}

fn folded<'s>(word: &str, scratch: &'s mut String) -> &'s str {
    scratch.clear();
    fold_into(word, scratch);
    scratch
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_asked_folded() {
        let words = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect();
        let lists = Lists::new(&SplitterRules {
            elisions: words(&["d", "qu"]),
            whole: words(&["d'abord"]),
            abbreviations: words(&["MM.", "av."]),
            abbreviations_before_digits: words(&["sept."]),
            closing_abbreviations: words(&["etc."]),
            ..SplitterRules::default()
        });
        let scratch = &mut String::new();
        assert_eq!(lists.elision("D", scratch), Some(true));
        assert_eq!(lists.elision("q\u{ad}u", scratch), Some(false));
        assert_eq!(lists.elision("que", scratch), None);
        assert!(lists.is_whole("D’abord", scratch) && !lists.is_whole("abord", scratch));
        let mut seen = |word| {
            let known = lists.abbreviation(word, scratch)?;
            Some([
                known.always,
                known.before_digits,
                known.capitalised,
                known.closing,
            ])
        };
        assert_eq!(seen("MM"), Some([true, false, true, false]));
        assert_eq!(seen("Av"), Some([true, false, false, false]));
        assert_eq!(seen("sept"), Some([false, true, false, false]));
        assert_eq!(seen("etc"), Some([true, false, false, true]));
        assert_eq!(seen("avenue"), None);
    }
}
