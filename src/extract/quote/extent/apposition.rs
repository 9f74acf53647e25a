//! What is apposed to a speaker, and so no part of the words said.

use super::{Extents, REACH};
use crate::extract::quote::sign::{Sign, any};

impl Extents<'_> {
    /// Whether an apposition stands at the token: a function, an age, a relative clause, a
    /// circumstance.
    pub fn is_apposition(&self, token: u32) -> bool {
        if self.is(token, Sign::Relative) || self.leads_out(token) {
            return true;
        }
        if token >= self.analysis.len() {
            return false;
        }
        let function = self.analysis.pack.concept("function");
        let longer = self.analysis.input.found_at(token).iter();
        self.is_any(token, any(&[Sign::Function, Sign::Epithet]))
            || { longer }.any(|f| Some(f.entry.list) == function)
            || self.is_named_apposition(token)
            || (token..token + 4).any(|t| self.is(t, Sign::Age))
            || self.new_saying(token) && !self.has_subject(token)
    }

    /// Whether a noun phrase with a name stands at the token and nothing else in its sentence.
    fn is_named_apposition(&self, token: u32) -> bool {
        let Some((from, to)) = self.subjects.at(token) else {
            return false;
        };
        let named = (from..to).any(|t| self.is(t, Sign::Capital));
        named && self.is(to, Sign::FullStop) && self.analysis.sentence_of(token).end <= to + 2
    }

    /// Where the words said go on behind an insertion that begins before `from`: at the first break,
    /// appositions to the speaker left out. Behind a whole clause and a noun (`closed`) all is apposed
    /// that has no verb, if another sentence follows.
    pub fn insertion_end(&self, from: u32, limit: u32, closed: bool) -> u32 {
        let mut at = from;
        let end = limit.min(from + REACH);
        let opens = |t: u32| self.analysis.input.tokens[t as usize].opens_sentence;
        let sentence_end = (from..end).find(|&t| opens(t));
        while at < end {
            let first = at;
            if opens(at) {
                return at;
            }
            if self.is(at, Sign::Opens) {
                while at < end && !self.is(at, Sign::Closes) {
                    at += 1;
                }
            }
            let apposed = || {
                self.is_apposition(at + 1)
                    || closed && sentence_end.is_some_and(|end| !self.is_clause(at + 1, end))
            };
            let breaks = self.is_any(first, any(&[Sign::Semicolon, Sign::Colon]));
            if breaks || self.is(first, Sign::Comma) && !apposed() {
                return at + 1;
            }
            at += 1;
        }
        at
    }

    /// Where the words said begin behind a source, over what is apposed to it. `from` stands behind
    /// a comma; a segment without a verb is apposed if no clause can begin with it.
    pub fn past_appositions(&self, from: u32, limit: u32) -> u32 {
        let end = self
            .analysis
            .sentence_of(from)
            .end
            .min(limit)
            .min(from + REACH);
        let mut at = from;
        for step in 0..4 {
            let Some(comma) = (at..end).find(|&t| self.is(t, Sign::Comma)) else {
                return at;
            };
            let next = comma + 1;
            // A relative clause belongs to the source.
            if self.is(at, Sign::Relative) && next < end {
                at = next;
                continue;
            }
            if self.is_clause(at, comma)
                || next >= end
                || step == 0 && self.is(at, Sign::Preposition)
                || (at..comma).any(|t| self.quoted_at(t).is_some())
            {
                return at;
            }
            let counted = self.is(next, Sign::Approximation)
                || self.word(next).starts_with(|c: char| c.is_ascii_digit());
            let opens =
                counted || self.subjects.at(next).is_some() || self.quoted_at(next).is_some();
            if let Some(phrase) = self.subjects.at(at)
                && !(step == 0 && phrase.1 == comma && opens)
            {
                return at;
            }
            at = next;
        }
        at
    }
}
