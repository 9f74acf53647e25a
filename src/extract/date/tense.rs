//! Does the clause around an expression tell of the past or of what is to come?

use std::ops::Range;

use super::sign::{Sign, any};
use crate::extract::analysis::Analysis;

/// Where the clause looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Present,
    Future,
}

/// How many tokens to each side are looked at.
const REACH: u32 = 24;
/// The present counts for so much further off: it tells less of when something is than the others.
const PRESENT_DOUBT: u32 = 4;
/// The furthest off that a verb in the present counts at all.
const PRESENT_REACH: u32 = 17;
/// A participle tells little: its auxiliary goes before it.
const DOUBT: u32 = 5;

/// The tense of the verb that is nearest to tokens `start..end` in their sentence, unless the
/// preposition before them says it.
pub(super) fn tense(analysis: &Analysis, start: u32, end: u32) -> Option<Tense> {
    let sentence = analysis.sentence_of(start);
    if let Some(tense) = by_preposition(analysis, sentence.first, start) {
        return Some(tense);
    }
    let before = sentence.first.max(start.saturating_sub(REACH))..start;
    nearest(analysis, before, end..sentence.end.min(end + REACH))
}

/// The tense of the verb that is nearest to tokens `start..end` between the marks around them; a
/// comma right behind what opens a sentence does not count as one.
pub(super) fn tense_between_marks(analysis: &Analysis, start: u32, end: u32) -> Option<Tense> {
    let sentence = analysis.sentence_of(start);
    let is_mark = |at: u32| Sign::Punct.at(analysis, at);
    let from = (sentence.first..start)
        .rev()
        .find(|&at| is_mark(at))
        .map_or(sentence.first, |at| at + 1);
    let opens = sentence.first == start && end < sentence.end && is_mark(end);
    let behind = end + u32::from(opens);
    let to = (behind..sentence.end)
        .find(|&at| is_mark(at))
        .unwrap_or(sentence.end);
    nearest(analysis, from..start, behind..to)
}

/// The tense of the nearest verb; one `behind` counts as a little further off, since a date stands
/// behind its verb more often than before it.
fn nearest(analysis: &Analysis, before: Range<u32>, behind: Range<u32>) -> Option<Tense> {
    let mut best: Option<(u32, Tense)> = None;
    let mut see = |distance: u32, token: u32| {
        if best.is_some_and(|(nearest, _)| nearest <= distance) {
            return;
        }
        if let Some((tense, doubt)) = of_word(analysis, token)
            && best.is_none_or(|(nearest, _)| distance + doubt < nearest)
            && (tense != Tense::Present || distance + doubt <= PRESENT_REACH)
        {
            best = Some((distance + doubt, tense));
        }
    };
    let mut cost = 0;
    for token in before.rev() {
        cost += step(analysis, token);
        see(cost, token);
    }
    let mut cost = 2;
    for token in behind {
        cost += step(analysis, token);
        see(cost, token);
    }
    best.map(|(_, tense)| tense)
}

/// What the preposition before tokens from `start` on says: `jusqu'au`, `pour le` look ahead, `depuis`
/// back. Some may stand before a noun that the date is tied to: `avant le match de`, `après la défaite de`.
fn by_preposition(analysis: &Analysis, first: u32, start: u32) -> Option<Tense> {
    /// The longest noun phrase, in tokens, between the preposition and the date.
    const REACH: u32 = 5;
    let is = |sign: Sign, at: u32| sign.at(analysis, at);
    let at = (first..start).rev().find(|&at| !is(Sign::Article, at))?;
    if is(Sign::Awaiting, at) {
        return Some(Tense::Future);
    }
    if is(Sign::LookingBack, at) {
        return Some(Tense::Past);
    }
    let tied = start - 1;
    if !is(Sign::NounTie, tied) {
        return None;
    }
    (first.max(tied.saturating_sub(REACH))..tied)
        .rev()
        .take_while(|&at| analysis.word(at) != ",")
        .find_map(|at| {
            if is(Sign::LookingAhead, at) {
                Some(Tense::Future)
            } else {
                is(Sign::LookingBack, at).then_some(Tense::Past)
            }
        })
}

/// Whether any word between two tokens shows a tense.
pub(super) fn is_shown(analysis: &Analysis, tokens: Range<u32>) -> bool {
    tokens
        .into_iter()
        .any(|token| of_word(analysis, token).is_some())
}

/// A mark between clauses puts what lies behind it further off.
fn step(analysis: &Analysis, token: u32) -> u32 {
    if Sign::Mark.at(analysis, token) { 8 } else { 1 }
}

/// What a word that shows a tense is, one of these.
const TELLING: u64 = any(&[
    Sign::FutureWord,
    Sign::PastWord,
    Sign::Auxiliary,
    Sign::FutureAuxiliary,
    Sign::Inflected,
    Sign::EndsFuture,
    Sign::EndsPast,
    Sign::EndsParticiple,
]);

/// The tense that a word shows, and how much further off it counts for being unsure.
fn of_word(analysis: &Analysis, token: u32) -> Option<(Tense, u32)> {
    let signs = analysis.signs(token).date;
    let has = |sign: Sign| signs & sign.bit() != 0;
    if signs & TELLING == 0 || has(Sign::NoVerb) || !has(Sign::Word) {
        return None;
    }
    let opens = analysis.input.tokens[token as usize].opens_sentence;
    if !has(Sign::Lower) && !opens {
        return None;
    }
    if has(Sign::FutureWord) {
        Some((Tense::Future, 0))
    } else if has(Sign::PastWord) {
        Some((Tense::Past, 0))
    } else if has(Sign::Auxiliary) {
        Some(of_auxiliary(analysis, token))
    } else if has(Sign::FutureAuxiliary) {
        // `il aura fallu`: the future of having makes a past with a participle.
        match of_auxiliary(analysis, token) {
            (Tense::Present, _) => Some((Tense::Future, 0)),
            past => Some(past),
        }
    } else {
        let before = token.checked_sub(1).filter(|_| !opens);
        let noun = has(Sign::NounEnding)
            && before.is_some_and(|before| Sign::NounMark.at(analysis, before));
        of_verb(analysis, token, noun, opens).or_else(|| by_ending(signs))
    }
}

/// Behind an auxiliary in the present stands a participle, unless it is a verb of its own.
fn of_auxiliary(analysis: &Analysis, token: u32) -> (Tense, u32) {
    const REACH: u32 = 4;
    if token > 0 && Sign::Reflexive.at(analysis, token - 1) {
        return (Tense::Past, 0);
    }
    let sentence = analysis.sentence_of(token);
    let first = behind_insertion(analysis, token + 1, sentence.end);
    for at in first..sentence.end.min(first + REACH) {
        let signs = analysis.signs(at).date;
        let has = |sign: Sign| signs & sign.bit() != 0;
        if has(Sign::FutureWord) {
            return (Tense::Future, 0);
        }
        if has(Sign::OwnObject) || !has(Sign::Word) {
            break;
        }
        // `est lundi`, `n'est plus`: the ending alone makes no participle.
        if has(Sign::Participle) && !has(Sign::NoParticiple) {
            return (Tense::Past, 0);
        }
    }
    (Tense::Present, PRESENT_DOUBT)
}

/// Where the clause goes on behind what stands between commas from token `at` on: `a, dès lundi, signé`.
fn behind_insertion(analysis: &Analysis, at: u32, end: u32) -> u32 {
    /// The longest insertion, in tokens.
    const REACH: u32 = 8;
    let is_comma = |&at: &u32| analysis.word(at) == ",";
    if at >= end || !is_comma(&at) {
        return at;
    }
    let closes = (at + 1..end.min(at + REACH)).find(is_comma);
    closes.map_or(at, |comma| comma + 1)
}

/// Moods and tenses that the pack's inflected lists know a token in.
fn moods<'a>(analysis: &'a Analysis, token: u32) -> impl Iterator<Item = char> + 'a {
    analysis
        .input
        .entries(token, token + 1)
        .filter_map(|entry| entry.tag)
        .map(|tag| tag.mood())
}

/// What the inflected lists say; a form that may be the present is taken for it, unless it stands
/// as a noun.
fn of_verb(analysis: &Analysis, token: u32, noun: bool, opens: bool) -> Option<(Tense, u32)> {
    if !Sign::Inflected.at(analysis, token) {
        return None;
    }
    let before = match token.checked_sub(1) {
        Some(before) => analysis.signs(before).date,
        None => 0,
    };
    // `pour rouvrir`, `d'annuler`: an infinitive behind such a preposition is still to come.
    let ahead = before & Sign::BeforeInfinitive.bit() != 0;
    // `a dit`: behind an auxiliary it is the participle.
    let second = before & any(&[Sign::Auxiliary, Sign::OtherAuxiliary]) != 0;
    let rank = |mood: char| match mood {
        // The subjunctive wishes; where it looks like the present it is taken for that.
        'S' if !noun => Some((1, Tense::Future, DOUBT)),
        'W' if ahead => Some((2, Tense::Future, DOUBT)),
        'P' if !noun && !second => Some((3, Tense::Present, PRESENT_DOUBT)),
        'F' | 'C' => Some((2, Tense::Future, 0)),
        'I' | 'J' if !noun && !second => Some((1, Tense::Past, 0)),
        // `la venue`, but `la femme venue`; `Réunis lundi, ils …`.
        'K' if opens => Some((4, Tense::Past, DOUBT)),
        'K' if !noun => Some((0, Tense::Past, DOUBT)),
        _ => None,
    };
    moods(analysis, token)
        .filter_map(rank)
        .max_by_key(|&(rank, _, _)| rank)
        .map(|(_, tense, doubt)| (tense, doubt))
}

/// The tense of a verb that is in no list.
fn by_ending(signs: u64) -> Option<(Tense, u32)> {
    let has = |sign: Sign| signs & sign.bit() != 0;
    if has(Sign::EndsFuture) {
        Some((Tense::Future, 0))
    } else if has(Sign::EndsPast) {
        Some((Tense::Past, 0))
    } else if has(Sign::EndsParticiple) {
        Some((Tense::Past, DOUBT))
    } else {
        None
    }
}
