//! The answers to all form predicates, kept beside the forms.
//!
//! Forms to which all answers are the same are one *class*; what follows from the answers is worked out
//! once a class. There are far fewer classes than forms, so that those of most tokens stay near the
//! processor.

use std::collections::HashMap;

use rust_stemmers::Stemmer;

use super::program::{FilterId, Pred, PredId, RuleSet};
use crate::lexicon::inflect::Tag;
use crate::lexicon::{Found, Lexicon, ListId, WordId, is_listed};
use crate::token::{FormId, Forms, Kind};

/// For each form: its word in the lexicon and its class.
#[derive(Debug, Default)]
pub struct FormBits {
    words: Vec<Option<WordId>>,
    classes: Vec<u32>,
    /// Bit 0: an entry of several words begins with the form; bit 1: it is the second of one.
    multiword: Vec<u8>,
    /// A bit a predicate, class after class.
    bits: Rows,
    known: HashMap<Box<[u64]>, u32>,
    /// For each entry of several words that was met: a bit a filter that accepts it.
    phrases: Rows,
    known_phrases: HashMap<(ListId, u32, Option<Tag>), u32>,
    row: Vec<u64>,
    /// The filters that accept an entry of the form under question.
    filters: Vec<u64>,
}

/// Sets of bits, all of one size, end to end.
#[derive(Debug, Default)]
struct Rows {
    stride: usize,
    bits: Vec<u64>,
}

impl Rows {
    fn widen(&mut self, bits: usize) {
        self.stride = bits.div_ceil(64).max(1);
    }

    fn len(&self) -> usize {
        self.bits.len().checked_div(self.stride).unwrap_or(0)
    }

    fn push(&mut self) -> &mut [u64] {
        let start = self.bits.len();
        self.bits.resize(start + self.stride, 0);
        &mut self.bits[start..]
    }

    fn row(&self, row: u32) -> &[u64] {
        &self.bits[row as usize * self.stride..][..self.stride]
    }

    #[inline]
    fn has(&self, row: u32, bit: u32) -> bool {
        self.bits[row as usize * self.stride + bit as usize / 64] & (1 << (bit % 64)) != 0
    }
}

fn set(bits: &mut [u64], bit: u32) {
    bits[bit as usize / 64] |= 1 << (bit % 64);
}

impl FormBits {
    /// Forgets every form.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Works out the answers for the forms that are new since the last call.
    pub fn extend(
        &mut self,
        forms: &Forms,
        lexicon: &Lexicon,
        rules: &RuleSet,
        stemmer: Option<&Stemmer>,
    ) {
        self.bits.widen(rules.preds.len());
        self.phrases.widen(rules.filters.len());
        for index in self.words.len()..forms.len() {
            self.add(FormId(index as u32), forms, lexicon, rules, stemmer);
        }
    }

    fn add(
        &mut self,
        id: FormId,
        forms: &Forms,
        lexicon: &Lexicon,
        rules: &RuleSet,
        stemmer: Option<&Stemmer>,
    ) {
        let form = forms.get(id);
        let word = if is_listed(form.kind) {
            lexicon.word(forms.folded(id))
        } else {
            None
        };
        let mut bits = std::mem::take(&mut self.row);
        bits.clear();
        bits.resize(self.bits.stride, 0);
        self.filters.clear();
        self.filters.resize(self.phrases.stride, 0);
        if let Some(word) = word {
            for &pred in rules.word_preds.get(&word).into_iter().flatten() {
                set(&mut bits, pred.0);
            }
            let spelling = forms.spelling(id);
            for entry in lexicon.entries(word) {
                let filters = &rules.list_preds[entry.list.0 as usize];
                if filters.is_empty() || !lexicon.has_capitals(entry, spelling) {
                    continue;
                }
                for &(filter, pred) in filters {
                    if rules.filters[filter.0 as usize].accepts(lexicon, entry) {
                        set(&mut self.filters, filter.0);
                        if let Some(pred) = pred {
                            set(&mut bits, pred.0);
                        }
                    }
                }
            }
        }
        let stem = (rules.stems && form.kind == Kind::Word)
            .then(|| stemmer.map(|s| s.stem(forms.folded(id)).into_owned()))
            .flatten();
        let asked = Asked {
            id,
            forms,
            lexicon,
            filters: &self.filters,
            word,
            stem: stem.as_deref(),
        };
        for &pred in &rules.asked {
            if asked.holds(&rules.preds[pred.0 as usize]) {
                set(&mut bits, pred.0);
            }
        }
        let class = match self.known.get(bits.as_slice()) {
            Some(&class) => class,
            None => self.add_class(&bits),
        };
        self.row = bits;
        self.words.push(word);
        self.classes.push(class);
        self.multiword.push(word.map_or(0, |w| {
            u8::from(lexicon.begins_multiword(w)) | u8::from(lexicon.goes_on_multiword(w)) << 1
        }));
    }

    fn add_class(&mut self, bits: &[u64]) -> u32 {
        let class = self.bits.len() as u32;
        self.bits.push().copy_from_slice(bits);
        self.known.insert(bits.into(), class);
        class
    }

    /// Appends to `rows` the number by which [`Self::accepts`] knows the entry of each found phrase.
    pub(crate) fn phrases(
        &mut self,
        found: &[Found],
        lexicon: &Lexicon,
        rules: &RuleSet,
        rows: &mut Vec<u32>,
    ) {
        for &Found { entry, .. } in found {
            let key = (entry.list, entry.row, entry.tag);
            let row = *self.known_phrases.entry(key).or_insert_with(|| {
                let row = self.phrases.len() as u32;
                let bits = self.phrases.push();
                for (filter, _) in &rules.list_preds[usize::from(entry.list.0)] {
                    if rules.filters[filter.0 as usize].accepts(lexicon, entry) {
                        set(bits, filter.0);
                    }
                }
                row
            });
            rows.push(row);
        }
    }

    /// Whether a filter accepts the phrase with this number.
    #[inline]
    pub(super) fn accepts(&self, phrase: u32, filter: FilterId) -> bool {
        self.phrases.has(phrase, filter.0)
    }

    /// The form's class.
    pub(crate) fn class(&self, form: FormId) -> u32 {
        self.classes[form.index()]
    }

    /// Whether the predicate holds for the forms of a class.
    #[inline]
    pub(super) fn has(&self, class: u32, pred: PredId) -> bool {
        self.bits.has(class, pred.0)
    }

    /// The form's word in the lexicon.
    pub fn word(&self, form: FormId) -> Option<WordId> {
        self.words[form.index()]
    }

    /// Whether a multiword entry begins with the form.
    pub fn begins_multiword(&self, form: FormId) -> bool {
        self.multiword[form.index()] & 1 != 0
    }

    /// Whether some multiword entry has the form in second place.
    pub fn goes_on_multiword(&self, form: FormId) -> bool {
        self.multiword[form.index()] & 2 != 0
    }

    /// How many classes there are.
    pub(super) fn classes(&self) -> usize {
        self.bits.len()
    }

    /// A bit for each predicate that holds for the forms of a class.
    pub(super) fn preds_of(&self, class: u32) -> &[u64] {
        self.bits.row(class)
    }

    /// How many entries of several words were met.
    pub(super) fn known_phrases(&self) -> usize {
        self.phrases.len()
    }

    /// A bit for each filter that accepts the phrase with this number.
    pub(super) fn filters_of(&self, phrase: u32) -> &[u64] {
        self.phrases.row(phrase)
    }
}

/// One form under question.
struct Asked<'a> {
    id: FormId,
    forms: &'a Forms,
    lexicon: &'a Lexicon,
    filters: &'a [u64],
    word: Option<WordId>,
    stem: Option<&'a str>,
}

impl Asked<'_> {
    fn holds(&self, pred: &Pred) -> bool {
        let form = self.forms.get(self.id);
        match pred {
            Pred::Any => true,
            Pred::Words(words) => self
                .word
                .is_some_and(|word| words.binary_search(&word).is_ok()),
            Pred::List(FilterId(filter)) => {
                self.filters[*filter as usize / 64] & (1 << (filter % 64)) != 0
            }
            Pred::Kind(kind) => form.kind == *kind,
            Pred::Shape(shape) => form.shape == *shape,
            Pred::Capital => form.shape.is_capital(),
            Pred::Capitals => form.shape == crate::token::Shape::Capitals,
            Pred::Low => form.kind == Kind::Word && form.shape == crate::token::Shape::Lower,
            Pred::Form(pattern) => pattern.matches(self.forms.spelling(self.id)),
            Pred::Norm(pattern) => pattern.matches(self.forms.folded(self.id)),
            Pred::Lemma(pattern) => {
                pattern.matches(self.forms.folded(self.id))
                    || self
                        .entries()
                        .any(|entry| pattern.matches(self.lexicon.lemma(entry)))
            }
            Pred::Stem(stem) => self.stem == Some(stem.as_str()),
            Pred::And(parts) => parts.iter().all(|p| self.holds(p)),
            Pred::Or(parts) => parts.iter().any(|p| self.holds(p)),
            Pred::Not(part) => !self.holds(part),
        }
    }

    fn entries(&self) -> impl Iterator<Item = crate::lexicon::Entry> {
        let spelling = self.forms.spelling(self.id);
        self.word
            .into_iter()
            .flat_map(|word| self.lexicon.entries(word))
            .filter(move |entry| self.lexicon.has_capitals(*entry, spelling))
    }
}
