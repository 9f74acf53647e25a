//! Who said what nobody is named for: words in marks without a cue, turns of a dialogue.
//!
//! Policies: words of the title are those of whoever says them below; a turn is that of who spoke two
//! turns before, or, where it answers, of whom the article is about; other words are those of the speaker before them, of the
//! sentence that leads to them, or of the one that follows.

use std::collections::HashMap;

use super::super::draft::Draft;
use super::super::place::Span;
use super::super::sign::{Sign, any};
use super::{Resolver, Search};
use crate::record::{EntityKind, QuoteKind};
use crate::text::BlockKind;

/// How many words of a title are compared, of a turn read.
const COMPARED: u32 = 24;
/// How many turns in a row are counted.
const RUN: usize = 64;

/// Whether nobody is named for the words, and somebody may be found.
pub(super) fn is_open(draft: &Draft) -> bool {
    draft.speaker.is_none() && draft.saying.is_none() && draft.kind == QuoteKind::Direct
}

pub(super) fn fill(resolver: &Resolver, drafts: &[Draft], who: &mut [Option<u32>]) {
    let turns = Turns::new(resolver, drafts);
    let main = main_speaker(resolver, drafts, who).or_else(|| turns.introduced());
    let mut titles = Vec::new();
    for index in 0..drafts.len() {
        let draft = &drafts[index];
        if !is_open(draft) {
            continue;
        }
        let at = draft.parts[0].0;
        if draft.turn {
            let before = turns.before_last(index);
            who[index] = before
                .and_then(|i| who[i])
                .or_else(|| main.filter(|_| !turns.asks(index)));
        } else if is_heading(resolver, at) {
            titles.push(index);
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

/// The quotations that are turns of a dialogue, by their block.
struct Turns<'r> {
    resolver: &'r Resolver<'r>,
    drafts: &'r [Draft],
    by_block: HashMap<usize, usize>,
    /// The first token of the first turn.
    first: Option<u32>,
}

impl<'r> Turns<'r> {
    fn new(resolver: &'r Resolver<'r>, drafts: &'r [Draft]) -> Self {
        let x = resolver.x;
        let mut by_block = HashMap::new();
        for turn in x.quoted.iter().filter(|q| q.turn) {
            let index = drafts.partition_point(|d| d.parts[0].0 < turn.start);
            if drafts.get(index).is_some_and(|d| d.parts[0].0 < turn.end) {
                by_block.insert(x.analysis.block_of(turn.start), index);
            }
        }
        Self {
            resolver,
            drafts,
            by_block,
            first: x.quoted.iter().find(|q| q.turn).map(|q| q.start),
        }
    }

    fn block(&self, index: usize) -> usize {
        self.resolver
            .x
            .analysis
            .block_of(self.drafts[index].parts[0].0)
    }

    /// The turn two paragraphs before, if that between is one, too.
    fn before_last(&self, index: usize) -> Option<usize> {
        let block = self.block(index);
        self.by_block.get(&block.checked_sub(1)?)?;
        self.by_block.get(&block.checked_sub(2)?).copied()
    }

    /// Whether the turn is a question: by its words, or by its place in a run that begins with one.
    fn asks(&self, index: usize) -> bool {
        let block = self.block(index);
        let run = (0..RUN.min(block + 1))
            .take_while(|back| self.by_block.contains_key(&(block - back)))
            .count();
        let opening = self.by_block.get(&(block + 1 - run.max(1)));
        if run > 1 && opening.is_some_and(|&i| self.is_question(i)) {
            return run % 2 == 1;
        }
        self.is_question(index)
    }

    /// Whether the words are a question's: they end like one, or speak to somebody and not of the
    /// speaker.
    fn is_question(&self, index: usize) -> bool {
        let x = self.resolver.x;
        let draft = &self.drafts[index];
        let (from, end) = (draft.parts[0].0, draft.parts[draft.parts.len() - 1].1);
        let ends = (end.saturating_sub(2)..=end)
            .any(|t| x.is_any(t, any(&[Sign::Question, Sign::Ellipsis])));
        let has = |sign: Sign| (from..end.min(from + COMPARED)).any(|t| x.is(t, sign));
        ends || has(Sign::SecondPerson) && !has(Sign::Answer)
    }

    /// Whom the text before the first turn is about.
    fn introduced(&self) -> Option<u32> {
        let resolver = self.resolver;
        let mut counts: HashMap<u32, usize> = HashMap::new();
        let lead = resolver.cast.within(0, self.first?);
        let persons = lead
            .iter()
            .filter(|n| n.kind == EntityKind::Person && !resolver.cast.in_speech(n.start));
        for name in persons.clone() {
            *counts.entry(name.entity).or_default() += 1;
        }
        let most = counts.values().max()?;
        let mut most_named = persons.filter(|n| counts[&n.entity] == *most);
        most_named.next().map(|n| n.entity)
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
    let before = before.filter(|&(speaker, said, _)| {
        analysis.block_of(speaker) == block
            && resolver.cast.sentences_between(speaker.max(said - 1), at) <= 1
    });
    let first = analysis.block_tokens[block];
    let sentence = analysis.sentence_of(at.saturating_sub(2)).first.max(first);
    let leads = sentence + 1 < at;
    if let Some((speaker, _, who)) = before
        && (!leads || speaker >= sentence)
    {
        return Some(who);
    }
    if leads {
        // What the sentence is about speaks, or nobody is known to.
        let subject = resolver.x.subjects.of_sentence(sentence, at);
        if let Some(phrase) = subject.filter(|p| p.1 < at && resolver.may_speak(*p)) {
            return resolver.one(phrase);
        }
        let mut named = persons(sentence, at);
        if let Some(name) = named.next() {
            return Some(name.entity);
        }
        if let Some((.., who)) = before {
            return Some(who);
        }
        let search = Search {
            at,
            gender: "mf",
            not: None,
            said: &[],
        };
        return resolver.cast.somebody(&search, true, |_| Some(1.0));
    }
    // A paragraph that is nothing but speech goes on from one that ended with it.
    if let Some(last) = index.checked_sub(1)
        && analysis.block_tokens[block] + 1 >= at
        && drafts[last].kind == QuoteKind::Direct
        && !drafts[last].turn
    {
        let said = drafts[last].parts[drafts[last].parts.len() - 1].1;
        let gap = (said..at).all(|t| resolver.x.is_punct(t));
        if gap && analysis.block_of(said - 1) + 1 == block {
            return who[last];
        }
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
