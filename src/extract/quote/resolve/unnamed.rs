//! Who said what nobody is named for: words in marks without a cue, turns of a dialogue.
//!
//! Policies: words of the title are those of whoever says them below; a turn that asks nothing is that
//! of whoever speaks most in the article; other words are those of the speaker before them, of the
//! sentence that leads to them, or of the one that follows.

use std::collections::HashMap;

use super::super::draft::Draft;
use super::super::place::Span;
use super::{Resolver, Search};
use crate::record::{EntityKind, QuoteKind};
use crate::text::BlockKind;

/// How many words of a title are compared.
const COMPARED: u32 = 24;

pub(super) fn fill(resolver: &Resolver, drafts: &[Draft], who: &mut [Option<u32>]) {
    let main = main_speaker(resolver, drafts, who);
    let mut titles = Vec::new();
    for index in 0..drafts.len() {
        let draft = &drafts[index];
        if draft.speaker.is_some() || draft.saying.is_some() || draft.kind != QuoteKind::Direct {
            continue;
        }
        let at = draft.parts[0].0;
        if is_heading(resolver, at) {
            titles.push(index);
        } else if draft.turn {
            who[index] = main.filter(|_| !asks(resolver, draft));
        } else {
            who[index] = around(resolver, drafts, who, index);
        }
    }
    for index in titles {
        let same = (index + 1..drafts.len().min(index + 64))
            .find(|&i| who[i].is_some() && same_words(resolver, &drafts[index], &drafts[i]));
        who[index] = match same {
            Some(same) => who[same],
            None => main,
        };
    }
}

fn is_heading(resolver: &Resolver, at: u32) -> bool {
    matches!(
        resolver.x.analysis.kind_of_block(at),
        BlockKind::Title | BlockKind::Heading
    )
}

/// The person who says more than half of what persons say in the article.
fn main_speaker(resolver: &Resolver, drafts: &[Draft], who: &[Option<u32>]) -> Option<u32> {
    let mut counts: HashMap<u32, usize> = HashMap::new();
    let mut all = 0;
    for (draft, who) in drafts.iter().zip(who) {
        if let Some(entity) = *who
            && resolver.cast.kind(entity) == Some(EntityKind::Person)
            && draft.speaker.is_some_and(|s| !resolver.cast.in_speech(s.0))
        {
            *counts.entry(entity).or_default() += 1;
            all += 1;
        }
    }
    let (entity, count) = counts
        .into_iter()
        .max_by_key(|&(e, c)| (c, std::cmp::Reverse(e)))?;
    (2 * count > all).then_some(entity)
}

fn asks(resolver: &Resolver, draft: &Draft) -> bool {
    let (_, end) = draft.parts[draft.parts.len() - 1];
    (end.saturating_sub(2)..=end).any(|t| resolver.x.word(t) == "?")
}

/// Whether the words of one are among those of the other.
fn same_words(resolver: &Resolver, one: &Draft, other: &Draft) -> bool {
    let words = |part: &Span| -> Vec<&str> {
        (part.0..part.1.min(part.0 + COMPARED))
            .filter(|&t| !resolver.x.is_punct(t))
            .map(|t| resolver.x.analysis.folded(t))
            .collect()
    };
    let title = words(&one.parts[0]);
    title.len() > 1
        && other
            .parts
            .iter()
            .any(|part| words(part).windows(title.len()).any(|w| w == title))
}

/// The speaker right before the words, the subject of the sentence before or behind them.
fn around(resolver: &Resolver, drafts: &[Draft], who: &[Option<u32>], index: usize) -> Option<u32> {
    let analysis = resolver.x.analysis;
    let at = drafts[index].parts[0].0;
    let end = drafts[index].parts[drafts[index].parts.len() - 1].1;
    let block = analysis.block_of(at);
    // Somebody who spoke in the sentence before, and whom no other name follows.
    let before = drafts[..index]
        .iter()
        .zip(who)
        .rev()
        .take(6)
        .find_map(|(d, w)| Some((d.speaker?.0, d.parts[d.parts.len() - 1].1, (*w)?)));
    let persons = |from: u32, to: u32| {
        let named = resolver.cast.within(from, to);
        named
            .iter()
            .filter(|n| n.kind == EntityKind::Person && !resolver.cast.in_speech(n.start))
    };
    if let Some((speaker, said, who)) = before
        && analysis.block_of(speaker) == block
        && resolver.cast.sentences_between(speaker.max(said - 1), at) <= 1
    {
        return Some(who);
    }
    let first = analysis.block_tokens[block];
    let sentence = analysis.sentence_of(at.saturating_sub(2)).first.max(first);
    if sentence + 1 < at {
        let mut named = persons(sentence, at);
        if let Some(name) = named.next() {
            return Some(name.entity);
        }
        let search = Search {
            at,
            gender: "mf",
            not: None,
            said: &[],
        };
        return resolver.cast.somebody(&search, true);
    }
    // Nothing stands before: the sentence that follows begins with a name.
    let behind = analysis.sentence_of((end + 1).min(analysis.len() - 1));
    let same_block = behind.first >= end && analysis.block_of(behind.first) == block;
    if same_block {
        return persons(behind.first, behind.first + 3)
            .next()
            .map(|n| n.entity);
    }
    None
}
