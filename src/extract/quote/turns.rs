//! Turns of a dialogue: paragraphs in a row that open with a dash, or with the name of who speaks; in
//! what calls itself an interview also those that are questions and answers in turn.

use super::Settings;
use super::sign::Sign;
use crate::extract::analysis::Analysis;
use crate::text::BlockKind;

/// What a block is in a dialogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    No,
    /// Opens with a dash.
    Dashed,
    /// Opens with a label of that many tokens, the sign behind it included.
    Labelled(u32),
    /// Opens with the words said.
    Plain,
}

/// A question of an interview has at most so many tokens.
const LONGEST_QUESTION: u32 = 80;

/// A label has at most so many tokens, with the sign behind it.
const LONGEST_LABEL: u32 = 8;

/// For each block whether it is a turn: one of several in a row that open alike, among them a question;
/// or a labelled one behind a question. O(n).
pub(super) fn find(analysis: &Analysis) -> Vec<Turn> {
    let settings = &analysis.pack.settings.quote;
    let count = analysis.blocks.len();
    let alone: Vec<Turn> = (0..count).map(|block| opening(analysis, block)).collect();
    let mut turns = vec![Turn::No; count];
    let mut from = 0;
    while from < count {
        let kind = std::mem::discriminant(&alone[from]);
        let len = alone[from..]
            .iter()
            .take_while(|t| std::mem::discriminant(*t) == kind)
            .count();
        let run = from..from + len;
        let asks = || len > 1 && run.clone().any(|block| asks(analysis, block));
        let answers = || from > 0 && asks_last(analysis, from - 1);
        let holds = match alone[from] {
            Turn::No | Turn::Plain => false,
            Turn::Dashed => asks(),
            Turn::Labelled(_) => asks() || answers(),
        };
        if holds {
            turns[run.clone()].copy_from_slice(&alone[run]);
        }
        from += len;
    }
    if turns.iter().all(|t| *t == Turn::No) && is_interview(analysis, settings) {
        plain(analysis, &mut turns);
    }
    turns
}

/// Whether a short block, such as the by-line, says that the article is an interview.
fn is_interview(analysis: &Analysis, settings: &Settings) -> bool {
    (0..analysis.blocks.len()).any(|block| {
        let (first, end) = range(analysis, block);
        let short = first < end && end - first < 24;
        short && (first..end).any(|t| Sign::Interview.at(analysis, t)) && {
            let words = crate::token::fold(analysis.words(first, end));
            let mut signs = settings.interview_signs.iter();
            signs.any(|sign| words.contains(sign.as_str()))
        }
    })
}

/// Questions and answers from the first question to the answer to the last one.
fn plain(analysis: &Analysis, turns: &mut [Turn]) {
    let asks: Vec<usize> = (0..turns.len())
        .filter(|&block| {
            let (first, end) = range(analysis, block);
            let text = matches!(
                analysis.blocks[block].kind,
                BlockKind::Paragraph | BlockKind::Heading
            );
            text && first < end && end - first < LONGEST_QUESTION && asks_last(analysis, block)
        })
        .collect();
    let [first, .., last] = asks[..] else {
        return;
    };
    let marks = &analysis.pack.settings.quote.pairs;
    for block in first..=(last + 1).min(turns.len() - 1) {
        let (from, end) = range(analysis, block);
        let text = matches!(
            analysis.blocks[block].kind,
            BlockKind::Paragraph | BlockKind::Heading
        );
        if text && from < end && !marks.iter().any(|m| m.0 == analysis.word(from)) {
            turns[block] = Turn::Plain;
        }
    }
}

fn opening(analysis: &Analysis, block: usize) -> Turn {
    let (first, end) = range(analysis, block);
    if first + 1 >= end {
        return Turn::No;
    }
    let tokens = &analysis.input.tokens;
    if Sign::Dash.at(analysis, first) {
        return match tokens[first as usize + 1].spaced {
            true => Turn::Dashed,
            false => Turn::No,
        };
    }
    match label(analysis, first, end) {
        Some(width) => Turn::Labelled(width),
        None => Turn::No,
    }
}

/// How many tokens the label has that the block opens with: words with a capital, initials, particles,
/// and a colon, a dash, or (behind several words) a full stop.
fn label(analysis: &Analysis, first: u32, end: u32) -> Option<u32> {
    let capital = |t: u32| Sign::Capital.at(analysis, t);
    if !capital(first) {
        return None;
    }
    for at in first + 1..end.min(first + LONGEST_LABEL) {
        let stop = Sign::FullStop.at(analysis, at);
        let initial = || analysis.word(at - 1).chars().count() == 1;
        let ends = Sign::Colon.at(analysis, at)
            || Sign::Dash.at(analysis, at)
            || stop && !initial() && at > first + 1;
        if ends {
            // Words in marks behind a name are a quotation as any other.
            let speaks = at + 1 < end && analysis.word(at + 1).starts_with(char::is_alphanumeric);
            return speaks.then_some(at + 1 - first);
        }
        let named = capital(at) || stop && initial() || Sign::Link.at(analysis, at);
        if !named {
            return None;
        }
    }
    None
}

fn range(analysis: &Analysis, block: usize) -> (u32, u32) {
    (
        analysis.block_tokens[block],
        analysis.block_tokens[block + 1],
    )
}

/// Whether a question stands in the block.
fn asks(analysis: &Analysis, block: usize) -> bool {
    let (first, end) = range(analysis, block);
    (first..end).any(|at| Sign::Question.at(analysis, at))
}

/// Whether the block ends with a question; marks may close behind it.
fn asks_last(analysis: &Analysis, block: usize) -> bool {
    let (first, end) = range(analysis, block);
    (first.max(end.saturating_sub(3))..end).any(|at| Sign::Question.at(analysis, at))
}
