//! What the words of a speaker tell by themselves: a name among them, an antecedent, a name in apposition.

use super::cast::Named;
use super::heads::Head;
use super::{Before, Resolver};
use crate::extract::quote::place::Span;
use crate::extract::quote::sign::{Sign, any};
use crate::record::EntityKind;

/// What the words of a speaker tell by themselves.
pub(super) enum Words<'a> {
    /// Who is meant, or that nobody is.
    Settled(Option<u32>),
    Pronoun(Span, Pronoun<'a>),
    Noun(Span, Head<'a>),
}

/// A pronoun that stands for one person.
pub(super) struct Pronoun<'a> {
    pub words: &'a str,
    pub gender: &'a str,
}

impl<'a> Resolver<'a> {
    /// What the words tell, whatever the text around is about.
    pub(super) fn words(&self, speaker: Span, cue: Option<Span>, before: Before) -> Words<'a> {
        let (start, end) = speaker;
        if self.x.is(start, Sign::FirstPerson) {
            return Words::Settled(before.holder(start));
        }
        if let Some(named) = self.named(start, end) {
            return Words::Settled(Some(named));
        }
        if end == start + 1 && self.x.is(start, Sign::TakesUp) {
            return match self.antecedent(start) {
                Some(p) if self.x.is(p.0, Sign::Article) => self.words(p, cue, before),
                Some(p) => Words::Settled(self.named(p.0, p.1)),
                None => Words::Settled(self.cast.antecedent(start)),
            };
        }
        if let Some(pronoun) = self.pronoun(speaker) {
            return Words::Pronoun(speaker, pronoun);
        }
        let Some(head) = self.heads.of(speaker) else {
            return Words::Settled(None);
        };
        if let Some(apposed) = self.apposed(&head, end, cue) {
            return Words::Settled(Some(apposed));
        }
        match self.cast.in_speech(start) {
            true => Words::Settled(None),
            false => Words::Noun(speaker, head),
        }
    }

    /// The pronoun that the words are, if they are one that stands for one person.
    pub(super) fn pronoun(&self, (start, end): Span) -> Option<Pronoun<'a>> {
        if !self.x.is(start, Sign::BeginsPronoun) {
            return None;
        }
        let analysis = self.x.analysis;
        let pronouns = &self.settings.pronouns;
        let known = match end == start + 1 {
            true => pronouns.get_key_value(analysis.folded(start)),
            false => pronouns.get_key_value(&crate::token::fold(analysis.words(start, end))),
        };
        known.map(|(words, gender)| Pronoun { words, gender })
    }

    /// Whether the phrase is a pronoun that stands for one person.
    pub(super) fn is_pronoun(&self, (start, end): Span) -> bool {
        let analysis = self.x.analysis;
        let behind = end..(end + 3).min(analysis.len());
        end == start + 1
            && self.x.is(start, Sign::Pronoun)
            && !{ behind }.any(|t| self.x.is(t, Sign::Impersonal))
    }

    /// The noun phrase that a relative pronoun takes up: right before it, over a preposition, a comma and
    /// what stands in apposition between commas.
    fn antecedent(&self, pronoun: u32) -> Option<Span> {
        let x = self.x;
        let first = x.analysis.sentence_of(pronoun).first;
        let comma = |t: u32| t > first && x.is(t - 1, Sign::Comma);
        let mut at = pronoun;
        if at > first && x.is(at - 1, Sign::Preposition) {
            at -= 1;
        }
        if !comma(at) {
            return x.subjects.before(at);
        }
        for _ in 0..3 {
            at -= 1;
            // The segment before the comma is the phrase, or an apposition to what stands before it.
            let segment = (first..at).rev().find(|&t| comma(t)).unwrap_or(first);
            let phrase = x.subjects.before(at)?;
            if segment == first || !self.is_apposed(phrase, segment) {
                return Some(phrase);
            }
            at = segment;
        }
        None
    }

    /// Whether the phrase, the last of the segment, is no more than part of an apposition: a complement, or
    /// without determiner and name; no verb stands before it.
    fn is_apposed(&self, phrase: Span, segment: u32) -> bool {
        let x = self.x;
        let linked = |t: u32| x.is(t, Sign::Link);
        let bare =
            !x.is(phrase.0, Sign::Article) && self.cast.within(phrase.0, phrase.1).is_empty();
        let complement = linked(phrase.0) || phrase.0 > segment && linked(phrase.0 - 1);
        let said = |t: u32| x.is_any(t, any(&[Sign::Finite, Sign::Saying]));
        (bare || complement) && !(segment..phrase.0).any(said)
    }

    /// The name among the words that is the speaker's, not its complement's.
    pub(super) fn named(&self, start: u32, end: u32) -> Option<u32> {
        let mut organization: Option<&Named> = None;
        let mut person = None;
        for name in self.cast.within(start, end) {
            let bracketed = name.start > start && self.x.is(name.start - 1, Sign::Opens);
            if name.end > end + 1 || bracketed || self.is_complement(start, name.start) {
                continue;
            }
            match name.kind {
                EntityKind::Person => person = Some(name.entity),
                EntityKind::Organization if organization.is_none() => organization = Some(name),
                // A work or a product that speaks is who publishes or makes it.
                EntityKind::Other if organization.is_none() && name.end == end => {
                    organization = Some(name);
                }
                _ => {}
            }
        }
        if person.is_some() {
            return person;
        }
        let Named {
            start: at, entity, ..
        } = *organization?;
        // `the Socialist deputy`: the party behind the function is not who spoke, but the builder in
        // `the builder X` is.
        let head = self.heads.of((start, at.max(start + 1)));
        let apart = head
            .filter(|h| h.at < at)
            .is_none_or(|h| !h.personal || self.settings.is_body(&h.noun));
        apart.then_some(entity)
    }

    /// Whether a link, with or without a determiner, stands before the token, or before a civility
    /// before it.
    fn is_complement(&self, from: u32, at: u32) -> bool {
        let titled = at > from && self.x.is(at - 1, Sign::Civility);
        let at = at - u32::from(titled);
        let is = |back: u32, sign: Sign| {
            let token = at.checked_sub(back).filter(|&t| t >= from);
            token.is_some_and(|t| self.x.is(t, sign))
        };
        let linked = |back| is(back, Sign::Link);
        let between = |back: u32| {
            is(back, Sign::Article) || at.checked_sub(back).is_some_and(|t| self.x.is_punct(t))
        };
        linked(1) || between(1) && linked(2)
    }

    /// Somebody named right behind, between commas: a person if the words are a person's, or if the
    /// cue follows, so that only an apposition can stand between.
    fn apposed(&self, head: &Head, end: u32, cue: Option<Span>) -> Option<u32> {
        let x = self.x;
        // What remains of the phrase, without a verb, or words in brackets.
        let comma = match x.is(end, Sign::Opens) {
            true => (end..end + 8).find(|&t| x.is(t, Sign::Closes))? + 1,
            false => (end..end + 6)
                .take_while(|&t| !x.subjects.is_finite(t) && (t == end || !x.is_punct(t - 1)))
                .last()?,
        };
        if !x.is(comma, Sign::Comma) {
            return None;
        }
        let phrase = x.subjects.at(comma + 1);
        let to = phrase.map_or(comma + 3, |p| p.1.max(comma + 3));
        let name = self
            .cast
            .within(comma + 1, to)
            .iter()
            .find(|n| matches!(n.kind, EntityKind::Person | EntityKind::Organization))?;
        let linked = |t: u32| x.is(t, Sign::Link);
        let between = (comma + 1..name.start).any(|t| x.is_punct(t) || linked(t));
        let closed = name.end >= x.analysis.len() || x.is_punct(name.end);
        let fits = match name.kind {
            EntityKind::Person => head.personal || cue.is_some_and(|c| c.0 > name.end),
            _ => !head.personal || self.settings.is_body(&head.noun),
        };
        (fits && closed && !between).then_some(name.entity)
    }
}
