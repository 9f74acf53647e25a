//! The answers to all form predicates, kept beside the forms.

use std::collections::HashMap;

use rust_stemmers::Stemmer;

use super::program::{Pred, RuleId, RuleSet};
use crate::lexicon::{Lexicon, WordId, is_listed};
use crate::token::{FormId, Forms, Kind};

/// For each form: its word in the lexicon, a bit a predicate, and the rules that it wakes.
#[derive(Debug, Default)]
pub struct FormBits {
    stride: usize,
    bits: Vec<u64>,
    words: Vec<Option<WordId>>,
    /// Index into `wake_lists`; 0 wakes nothing.
    wakes: Vec<u32>,
    /// Bit 0: an entry of several words begins with the form; bit 1: it is the second of one.
    multiword: Vec<u8>,
    wake_lists: Vec<Vec<RuleId>>,
    wake_index: HashMap<Vec<RuleId>, u32>,
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
        self.stride = rules.preds.len().div_ceil(64);
        if self.wake_lists.is_empty() {
            self.wake_lists.push(Vec::new());
            self.wake_index.insert(Vec::new(), 0);
        }
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
        let base = self.bits.len();
        self.bits.resize(base + self.stride, 0);
        let bits = &mut self.bits[base..];
        let mut set =
            |pred: super::program::PredId| bits[pred.0 as usize / 64] |= 1 << (pred.0 % 64);
        if let Some(word) = word {
            for &pred in rules.word_preds.get(&word).into_iter().flatten() {
                set(pred);
            }
            let spelling = forms.spelling(id);
            for &entry in lexicon.entries(word) {
                for &(filter, pred) in &rules.list_preds[entry.list.0 as usize] {
                    if lexicon.has_capitals(entry, spelling)
                        && rules.filters[filter.0 as usize].accepts(lexicon, entry)
                    {
                        set(pred);
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
            rules,
            word,
            stem: stem.as_deref(),
        };
        for &pred in &rules.asked {
            if asked.holds(&rules.preds[pred.0 as usize]) {
                set(pred);
            }
        }
        let mut woken: Vec<RuleId> = Vec::new();
        for (index, &chunk) in self.bits[base..].iter().enumerate() {
            let mut chunk = chunk;
            while chunk != 0 {
                let pred = index * 64 + chunk.trailing_zeros() as usize;
                woken.extend(&rules.waking_preds[pred]);
                chunk &= chunk - 1;
            }
        }
        woken.sort_unstable();
        woken.dedup();
        let wake = match self.wake_index.get(&woken) {
            Some(&index) => index,
            None => {
                let index = self.wake_lists.len() as u32;
                self.wake_lists.push(woken.clone());
                self.wake_index.insert(woken, index);
                index
            }
        };
        self.words.push(word);
        self.wakes.push(wake);
        self.multiword.push(word.map_or(0, |w| {
            u8::from(lexicon.begins_multiword(w)) | u8::from(lexicon.goes_on_multiword(w)) << 1
        }));
    }

    /// Whether the form has the bit.
    #[inline]
    pub(super) fn has(&self, form: FormId, pred: super::program::PredId) -> bool {
        let at = form.index() * self.stride + pred.0 as usize / 64;
        self.bits[at] & (1 << (pred.0 % 64)) != 0
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

    /// The rules that the form wakes; most forms wake none.
    #[inline]
    pub(super) fn woken(&self, form: FormId) -> &[RuleId] {
        match self.wakes[form.index()] {
            0 => &[],
            index => &self.wake_lists[index as usize],
        }
    }
}

/// One form under question.
struct Asked<'a> {
    id: FormId,
    forms: &'a Forms,
    lexicon: &'a Lexicon,
    rules: &'a RuleSet,
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
            Pred::List(filter) => self
                .entries()
                .any(|entry| self.rules.filters[filter.0 as usize].accepts(self.lexicon, entry)),
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
            .copied()
            .filter(move |entry| self.lexicon.has_capitals(*entry, spelling))
    }
}
