//! The answers to all form predicates, kept beside the forms.
//!
//! Forms to which all answers are the same are one *class*; what follows from the answers is worked out
//! once a class. There are far fewer classes than forms, so that those of most tokens stay near the
//! processor.

use hashbrown::HashMap;
use rust_stemmers::Stemmer;

use super::ask::{self, Asked};
use super::program::{FilterId, PredId, RuleSet};
use crate::lexicon::inflect::Tag;
use crate::lexicon::{Found, Lexicon, ListId, ListedWord, WordId, is_listed};
use crate::token::{FormId, Forms, Kind};

/// More signs than this are forgotten, with their classes: bounds the memory. Tests want to see it happen.
const MAX_SIGNS: usize = if cfg!(test) { 64 } else { 16_384 };

/// For each form: its word in the lexicon and its class.
#[derive(Debug, Default)]
pub struct FormBits {
    forms: Vec<OfForm>,
    /// A bit a predicate, class after class.
    bits: Rows,
    known: HashMap<Box<[u64]>, u32>,
    /// The class that each sign of a form leads to.
    signs: HashMap<Box<[u64]>, u32>,
    asked: ask::Known,
    /// For each entry of several words that was met: a bit a filter that accepts it.
    phrases: Rows,
    known_phrases: HashMap<(ListId, u32, Option<Tag>), u32>,
    row: Vec<u64>,
    sign: Vec<u64>,
}

/// What is known of a form: one look a token.
#[derive(Debug, Clone, Copy)]
struct OfForm {
    class: u32,
    word: ListedWord,
}

/// Sets of bits, all of one size, end to end.
#[derive(Debug, Default)]
struct Rows {
    stride: usize,
    bits: Vec<u64>,
}

impl Rows {
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

impl FormBits {
    /// Forgets every form. Classes are kept, with what hangs on their numbers, unless they have become many; tells
    /// whether they were.
    #[must_use]
    pub fn forget(&mut self) -> bool {
        if self.signs.len() > MAX_SIGNS {
            *self = Self::default();
            return false;
        }
        self.forms.clear();
        true
    }

    /// Works out the answers for the forms that are new since the last call.
    pub fn extend(
        &mut self,
        forms: &Forms,
        lexicon: &Lexicon,
        rules: &RuleSet,
        stemmer: Option<&Stemmer>,
    ) {
        self.bits.stride = rules.questions.pred_chunks();
        self.phrases.stride = rules.questions.filter_chunks();
        for index in self.forms.len()..forms.len() {
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
        let word = is_listed(form.kind)
            .then(|| lexicon.word(forms.folded(id)))
            .flatten();
        let stem = (rules.asks_stems() && form.kind == Kind::Word)
            .then(|| stemmer.map(|s| s.stem(forms.folded(id))))
            .flatten();
        let asked = Asked {
            id,
            forms,
            lexicon,
            word,
            stem: stem.as_deref(),
        };
        let mut sign = std::mem::take(&mut self.sign);
        rules.questions.sign(&asked, &mut self.asked, &mut sign);
        let class = match self.signs.get(sign.as_slice()) {
            Some(&class) => class,
            None => self.add_sign(&sign, &asked, rules),
        };
        self.sign = sign;
        let word = lexicon.listed(word);
        self.forms.push(OfForm { class, word });
    }

    /// The class of forms with a sign that is new.
    fn add_sign(&mut self, sign: &[u64], asked: &Asked, rules: &RuleSet) -> u32 {
        self.row.clear();
        self.row.resize(self.bits.stride, 0);
        rules.questions.answer(sign, asked, rules, &mut self.row);
        let class = match self.known.get(self.row.as_slice()) {
            Some(&class) => class,
            None => {
                let class = self.bits.len() as u32;
                self.bits.push().copy_from_slice(&self.row);
                self.known.insert(self.row.as_slice().into(), class);
                class
            }
        };
        self.signs.insert(sign.into(), class);
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
                (rules.questions).accepting(entry, lexicon, &mut self.asked, bits);
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

    /// Whether the predicate holds for the forms of a class.
    #[inline]
    pub(super) fn has(&self, class: u32, pred: PredId) -> bool {
        self.bits.has(class, pred.0)
    }

    /// The form's word in the lexicon.
    pub fn word(&self, form: FormId) -> Option<WordId> {
        self.forms[form.index()].word.id()
    }

    /// The form's class, and its word as entries of several words are looked up by.
    pub(crate) fn class_and_word(&self, form: FormId) -> (u32, ListedWord) {
        let OfForm { class, word } = self.forms[form.index()];
        (class, word)
    }

    /// How many signs are known.
    #[cfg(test)]
    pub fn signs(&self) -> usize {
        self.signs.len()
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
