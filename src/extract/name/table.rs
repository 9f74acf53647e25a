//! What is known of the forms and entries that one worker has met.

use super::classes::{Classes, Set};
use super::forms::{FormFacts, plain_hash};
use super::model::{Model, Sums};
use crate::lexicon::{Found, Lexicon};
use crate::rule::FormBits;
use crate::token::{FormId, Forms};

/// The facts of every form, and of every entry of several words, met so far by one worker.
#[derive(Debug, Default)]
pub(crate) struct FormTable {
    facts: Vec<FormFacts>,
    /// For each form the number of its sums in `sums`, plus one; 0 where it has no capital.
    alone: Vec<u32>,
    /// Sums of what a name of one word says by itself.
    sums: Vec<Sums>,
    /// Hash of each form as names are compared, without case and accents; 0 where nothing is left of it.
    plain: Vec<u64>,
    /// Classes of the entries of several words, by the numbers that [`FormBits::phrases`] gives.
    phrases: Vec<Set>,
}

impl FormTable {
    /// Forgets the forms. Entries of several words keep their numbers as long as `bits` keep theirs.
    pub fn forget(&mut self) {
        self.facts.clear();
        self.alone.clear();
        self.sums.clear();
        self.plain.clear();
    }

    /// Forgets forms and entries.
    pub fn clear(&mut self) {
        self.forget();
        self.phrases.clear();
    }

    /// Works out the facts of the forms that are new since the last call.
    pub fn extend(&mut self, forms: &Forms, bits: &FormBits, lexicon: &Lexicon, model: &Model) {
        let mut pieces = Vec::new();
        for index in self.facts.len()..forms.len() {
            let id = FormId(index as u32);
            let facts = model.classes.facts(id, forms, bits, lexicon);
            let capital = facts.code.is_capital();
            if capital {
                self.sums.push(model.alone(&facts, &mut pieces));
            }
            self.alone
                .push(if capital { self.sums.len() as u32 } else { 0 });
            self.plain.push(plain_hash(forms.folded(id), facts.hash));
            self.facts.push(facts);
        }
    }

    /// Works out the classes of the entries that are new; `rows` are their numbers, given without gaps.
    pub fn extend_phrases(
        &mut self,
        found: &[Found],
        rows: &[u32],
        lexicon: &Lexicon,
        classes: &Classes,
    ) {
        for (found, &row) in found.iter().zip(rows) {
            if row as usize == self.phrases.len() {
                self.phrases.push(classes.of_entry(lexicon, found.entry));
            }
        }
    }

    #[inline]
    pub fn get(&self, form: FormId) -> &FormFacts {
        &self.facts[form.index()]
    }

    /// The sums of what a name of this word alone says by itself, if it has a capital.
    #[inline]
    pub(super) fn alone(&self, form: FormId) -> Option<&Sums> {
        let number = self.alone[form.index()].checked_sub(1)?;
        Some(&self.sums[number as usize])
    }

    /// The hash of the form as names are compared, 0 where nothing is left of it.
    #[inline]
    pub(super) fn plain(&self, form: FormId) -> u64 {
        self.plain[form.index()]
    }

    /// The classes of an entry of several words.
    #[inline]
    pub(super) fn phrase(&self, row: u32) -> Set {
        self.phrases[row as usize]
    }
}
