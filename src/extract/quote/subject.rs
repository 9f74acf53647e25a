//! Who the subject of a cue is: the noun phrase before it, over insertions and appositions.

use super::place::Span;
use super::sign::{Sign, any, is_dash};
use crate::extract::analysis::Analysis;
use crate::rule::{Region, Regions, TypeId};

/// How far a subject is looked for, in tokens.
const REACH: u32 = 80;

/// Looks for subjects among the noun phrases that rules found.
pub(super) struct Subjects<'a> {
    analysis: &'a Analysis<'a>,
    phrases: &'a [Region],
}

impl<'a> Subjects<'a> {
    pub fn new(analysis: &'a Analysis<'a>, regions: &'a Regions) -> Self {
        let phrases = analysis
            .input
            .rules
            .type_id("locuteur")
            .map_or(&[][..], |kind: TypeId| regions.of(kind));
        Self { analysis, phrases }
    }

    /// The noun phrase of that number, in the order of the text.
    pub fn number(&self, number: usize) -> Option<Span> {
        self.phrases.get(number).map(|r| (r.start, r.end))
    }

    /// The noun phrase that begins at the token. O(log n).
    pub fn at(&self, token: u32) -> Option<Span> {
        let index = self.phrases.partition_point(|r| r.start < token);
        let region = self.phrases.get(index)?;
        (region.start == token).then_some((region.start, region.end))
    }

    /// The noun phrase that holds the token. O(log n).
    pub fn around(&self, token: u32) -> Option<Span> {
        let index = self.phrases.partition_point(|r| r.start <= token);
        let region = self.phrases.get(index.checked_sub(1)?)?;
        (token < region.end).then_some((region.start, region.end))
    }

    /// The noun phrase that ends before the token. O(log n).
    pub fn before(&self, token: u32) -> Option<Span> {
        let index = self.phrases.partition_point(|r| r.end < token);
        let region = self.phrases.get(index)?;
        (region.end == token).then_some((region.start, region.end))
    }

    /// Whether the token is a conjugated verb of every day.
    pub fn is_finite(&self, token: u32) -> bool {
        Sign::Finite.at(self.analysis, token)
    }

    /// Whether the token is a conjugated verb of saying.
    pub fn is_saying(&self, token: u32) -> bool {
        Sign::Saying.at(self.analysis, token)
    }

    /// Whether the token is a conjugated verb, and neither part of a name nor the noun behind a
    /// preposition.
    fn is_verb(&self, token: u32) -> bool {
        let noun = || token > 0 && Sign::Preposition.at(self.analysis, token - 1);
        let verb = self.is_finite(token) || self.is_saying(token);
        verb && !Sign::Capital.at(self.analysis, token) && !noun()
    }

    /// The subject of the verb whose group begins at token `verb`, in tokens from `floor`.
    pub fn of_verb(&self, verb: u32, floor: u32) -> Option<Span> {
        let floor = floor.max(verb.saturating_sub(REACH));
        let mut at = verb;
        let mut candidate = None;
        // Small words between subject and verb: `lui aussi`, `a fini par`.
        for _ in 0..3 {
            if at <= floor || self.before(at).is_some() || self.is_break(at - 1) {
                break;
            }
            at -= 1;
        }
        if let Some(phrase) = self.before(at)
            && phrase.0 >= floor
        {
            return Some(self.over_complements(phrase, floor));
        }
        while at > floor {
            let last = at - 1;
            if !self.is_break(last) {
                return candidate;
            }
            // The segment before the break: between brackets, dashes or commas.
            let from = self.segment_start(last, floor);
            match self.at(from) {
                Some(phrase) if self.fills(phrase, last) => {
                    candidate = Some(phrase);
                }
                _ if candidate.is_some() => return candidate,
                _ => {}
            }
            if from <= floor {
                return candidate;
            }
            at = from;
            if !self.is_break(at - 1) {
                return candidate;
            }
            // An opening bracket or dash: what stands before it goes on to the left.
            if !Sign::Comma.at(self.analysis, at - 1)
                && let Some(phrase) = self.before(at - 1)
                && phrase.0 >= floor
            {
                candidate = Some(phrase);
                at = phrase.0;
                if at <= floor || !Sign::Comma.at(self.analysis, at - 1) {
                    return candidate;
                }
            }
        }
        candidate
    }

    /// The noun phrase that `phrase` is a complement of, if a preposition before it says so, as far
    /// left as no comma stands between.
    fn over_complements(&self, phrase: Span, floor: u32) -> Span {
        let mut found = phrase;
        for _ in 0..4 {
            let Some(before) = found.0.checked_sub(1).filter(|&b| b >= floor) else {
                break;
            };
            if !Sign::Preposition.at(self.analysis, before) {
                return found;
            }
            let Some(outer) = (before.saturating_sub(6).max(floor)..=before)
                .rev()
                .take_while(|&t| !self.is_break(t) && !self.is_finite(t))
                .find_map(|t| self.before(t))
                .filter(|outer| outer.0 >= floor)
            else {
                return phrase;
            };
            found = outer;
        }
        found
    }

    /// Whether the phrase is the whole segment that ends at `last`, but for a relative clause or an
    /// insertion.
    fn fills(&self, phrase: Span, last: u32) -> bool {
        phrase.1 >= last
            || self.is(phrase.1, any(&[Sign::Relative, Sign::Opens]))
            || !(phrase.1..last.min(phrase.1 + 24)).any(|t| self.is_verb(t))
    }

    fn is_break(&self, at: u32) -> bool {
        self.is(at, any(&[Sign::Comma, Sign::Opens, Sign::Closes])) || self.is_dash(at)
    }

    fn is_dash(&self, at: u32) -> bool {
        is_dash(self.analysis, at)
    }

    /// Whether the token is one of what the bits say.
    fn is(&self, token: u32, signs: u64) -> bool {
        self.analysis.signs(token).quote & signs != 0
    }

    /// Start of the segment that the break at `last` closes.
    fn segment_start(&self, last: u32, floor: u32) -> u32 {
        let bracket = Sign::Closes.at(self.analysis, last);
        let dash = self.is_dash(last);
        let mut at = last;
        while at > floor {
            let hit = match bracket {
                true => Sign::Opens.at(self.analysis, at - 1),
                false if dash => self.is_dash(at - 1),
                false => Sign::Comma.at(self.analysis, at - 1),
            };
            if hit || self.is(at - 1, any(&[Sign::Colon, Sign::Semicolon])) {
                break;
            }
            at -= 1;
        }
        at
    }

    /// The first noun phrase that can be the subject of the sentence that begins at `first`: at its
    /// head, or behind a comma that closes what was put before.
    pub fn of_sentence(&self, first: u32, end: u32) -> Option<Span> {
        let end = end.min(first + REACH);
        let mut at = first;
        for _ in 0..4 {
            // A conjunction or an opening mark may stand before it.
            let circumstance = Sign::Preposition.at(self.analysis, at);
            for skip in 0..if circumstance { 1 } else { 2 } {
                if let Some(phrase) = self.at(at + skip)
                    && phrase.1 <= end
                {
                    return Some(phrase);
                }
            }
            at = (at..end).find(|&t| Sign::Comma.at(self.analysis, t))? + 1;
        }
        None
    }
}
