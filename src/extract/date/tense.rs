//! Does the clause around an expression tell of the past or of what is to come?

use super::settings::Settings;
use crate::extract::analysis::Analysis;
use crate::token::{Kind, Shape};

/// Where the clause looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Future,
}

/// How many tokens to each side are looked at.
const REACH: u32 = 24;

/// The tense of the verb that is nearest to tokens `start..end` in their sentence; one to the right
/// counts as a little further off, since a date stands behind its verb more often than before it.
pub(super) fn tense(analysis: &Analysis, start: u32, end: u32) -> Option<Tense> {
    let settings = &analysis.pack.settings.date;
    let sentence = analysis.sentence_of(start);
    let mut best: Option<(u32, Tense)> = None;
    let mut see = |distance: u32, token: u32| {
        if best.is_some_and(|(nearest, _)| nearest <= distance) {
            return;
        }
        if let Some((tense, doubt)) = of_word(analysis, token, settings)
            && best.is_none_or(|(nearest, _)| distance + doubt < nearest)
        {
            best = Some((distance + doubt, tense));
        }
    };
    let mut cost = 0;
    for token in (sentence.first.max(start.saturating_sub(REACH))..start).rev() {
        cost += step(analysis, token);
        see(cost, token);
    }
    let mut cost = 2;
    for token in end..sentence.end.min(end + REACH) {
        cost += step(analysis, token);
        see(cost, token);
    }
    best.map(|(_, tense)| tense)
}

/// A mark between clauses puts what lies behind it further off.
fn step(analysis: &Analysis, token: u32) -> u32 {
    match analysis.word(token) {
        "," | "–" | "—" => 3,
        ";" | ":" | "«" | "»" | "(" | ")" => 8,
        _ => 1,
    }
}

/// A participle tells little: its auxiliary goes before it.
const DOUBT: u32 = 5;

/// The tense that a word shows, and how much further off it counts for being unsure.
fn of_word(analysis: &Analysis, token: u32, settings: &Settings) -> Option<(Tense, u32)> {
    let form = analysis
        .input
        .forms
        .get(analysis.input.tokens[token as usize].form);
    if form.kind != Kind::Word
        || form.shape != Shape::Lower && !analysis.input.tokens[token as usize].opens_sentence
    {
        return None;
    }
    let folded = analysis.folded(token);
    let is = |words: &[String]| words.iter().any(|w| w == folded);
    let ends = |endings: &[String]| {
        folded.len() > 4
            && endings
                .iter()
                .any(|e| folded.ends_with(e.as_str()) && folded.len() > e.len() + 1)
    };
    if is(&settings.no_verbs) {
        None
    } else if is(&settings.future_words) {
        Some((Tense::Future, 0))
    } else if is(&settings.past_words) {
        Some((Tense::Past, 0))
    } else if ends(&settings.future_endings) {
        Some((Tense::Future, 0))
    } else if ends(&settings.past_endings) {
        Some((Tense::Past, 0))
    } else if ends(&settings.participle_endings) {
        Some((Tense::Past, DOUBT))
    } else {
        None
    }
}
