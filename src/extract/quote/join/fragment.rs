//! Fragments in marks: words said, or a name, a term, a scare quote.

use super::Joiner;
use crate::extract::quote::place::{Saying, Span};
use crate::extract::quote::sign::{Sign, any};
use crate::record::QuoteKind;

impl Joiner<'_> {
    /// Fragments in marks that follow: the first, and those joined to it.
    pub(super) fn fragments(&mut self, index: usize, saying: &Saying, from: u32) {
        let (_, limit) = self.x.room(saying.cue.map_or(saying.start, |c| c.0));
        let mut at = from;
        let Some(first) = self.x.quoted_at(at) else {
            return;
        };
        // A name or a term in marks is no words said.
        if self.names(at, saying.cue.map_or(from, |c| c.1)) {
            return;
        }
        let mut next = Some(first);
        for _ in 0..4 {
            let Some(q) = next else { return };
            if self.used[q].is_some() || self.has_own_saying(q) {
                return;
            }
            let words = self.words_of(q);
            if self.is_title(words) {
                return;
            }
            let kind = if q == first
                && saying.fragment == Some(QuoteKind::Direct)
                && self.x.is_main_clause(words.0, words.1)
                && !self.x.is_preposition(words.0)
            {
                QuoteKind::Direct
            } else {
                QuoteKind::Mixed
            };
            let draft = self.draft(index, saying, kind, vec![words]);
            self.used[q] = Some(draft);
            at = self.x.quoted[q].end;
            next = self.joined_fragment(at, limit);
        }
    }

    /// Whether the stretch in marks is words said, not a name, a term or a scare quote.
    pub(super) fn is_fragment(&self, quoted: usize, from: u32, to: u32) -> bool {
        let q = &self.x.quoted[quoted];
        let before = q.start.checked_sub(1).filter(|&b| b >= from);
        let Some(before) = before else {
            return q.last - q.first > 1 || q.end >= to;
        };
        if self.x.is(before, Sign::Naming) {
            return false;
        }
        let short = q.last - q.first <= 4;
        if short && self.x.is(before, Sign::Demonstrative) {
            return false;
        }
        let goes_on = q.end < to && !self.x.is_punct(q.end);
        let capital = self.x.is(q.first, Sign::Capital);
        if capital && short {
            return false;
        }
        if short && self.x.is(before, Sign::Determiner) {
            return !(goes_on || q.last - q.first == 1);
        }
        true
    }

    /// Whether a word that gives names stands before the marks at `at`, but not before `floor`.
    fn names(&self, at: u32, floor: u32) -> bool {
        (floor.max(at.saturating_sub(2))..at).any(|t| self.x.is(t, Sign::Naming))
    }

    /// A few words with a capital, without a verb: a title.
    fn is_title(&self, words: Span) -> bool {
        words.1 - words.0 <= 6
            && self.x.is(words.0, Sign::Capital)
            && !self.x.is_clause(words.0, words.1)
    }

    /// A fragment joined to what ends at `at`, with no saying and at most a few words between.
    fn joined_fragment(&self, at: u32, limit: u32) -> Option<usize> {
        let mut t = at;
        let mut joined = false;
        while t < limit.min(at + 8) {
            if let Some(q) = self.x.quoted_at(t) {
                return joined.then_some(q);
            }
            let tokens = &self.x.analysis.input.tokens;
            if tokens[t as usize].opens_sentence
                || self.x.begins_saying(t)
                || self.x.subjects.is_finite(t)
            {
                return None;
            }
            if self.x.is(t, Sign::Joint) {
                joined = true;
            } else if self
                .x
                .is_any(t, any(&[Sign::FullStop, Sign::Colon, Sign::Semicolon]))
            {
                return None;
            }
            t += 1;
        }
        None
    }
}
