//! From sayings and marks to quotations.

mod clause;
mod fragment;
mod marks;
mod rest;
mod subject;

use super::draft::Draft;
use super::extent::Extents;
use super::place::{Place, Saying, Span};
use super::resolve::Resolver;
use super::sign::Sign;
use super::subject::Subjects;
use crate::extract::analysis::{Analysis, Findings};
use crate::record::QuoteKind;
use crate::rule::Regions;

pub(super) fn records(analysis: &Analysis, regions: &Regions, findings: &mut Findings) {
    let quoted = std::mem::take(&mut findings.quoted);
    let mut sayings = sayings(analysis, regions);
    let extents = Extents::new(
        analysis,
        Subjects::new(analysis, regions),
        &quoted,
        &sayings,
    );
    let mut joiner = Joiner {
        x: &extents,
        drafts: Vec::new(),
        used: vec![None; quoted.len()],
        follows: Vec::new(),
    };
    joiner.speakers(&mut sayings);
    for (index, saying) in sayings.iter().enumerate() {
        joiner.saying(index, saying);
    }
    joiner.continued();
    joiner.floating();
    let mut drafts = joiner.drafts;
    // A rule may put its saying where no words are left.
    for draft in &mut drafts {
        draft.parts.retain(|part| part.0 < part.1);
    }
    drafts.retain(|d| !d.parts.is_empty());
    drafts.sort_by_key(|d| (d.parts[0].0, std::cmp::Reverse(d.parts[0].1)));
    if drafts.is_empty() {
        return;
    }
    let who = Resolver::new(&extents, &drafts, findings).all(&drafts);
    let records = drafts
        .into_iter()
        .zip(who)
        .map(|(draft, who)| draft.finding(analysis, who));
    findings.quotes.extend(records);
}

fn sayings(analysis: &Analysis, regions: &Regions) -> Vec<Saying> {
    let Some(kind) = analysis.input.rules.type_id("parole") else {
        return Vec::new();
    };
    let found = regions.of(kind).iter();
    found
        .filter_map(|region| Saying::read(analysis, regions.match_of(region), regions))
        .collect()
}

struct Joiner<'a> {
    x: &'a Extents<'a>,
    drafts: Vec<Draft>,
    /// For each stretch in marks the draft that it is part of.
    used: Vec<Option<usize>>,
    /// Where the sentence of an insertion ends behind a quotation, and its draft.
    follows: Vec<(u32, usize)>,
}

impl Joiner<'_> {
    fn saying(&mut self, index: usize, saying: &Saying) {
        let inside = self.x.holder(saying.cue.map_or(saying.start, |c| c.0));
        if let Some(holder) = inside
            && saying.place == Place::Insertion
            && self.used[holder].is_none()
            && !self.marks_end_before(saying, holder)
        {
            self.split(index, saying, holder);
            return;
        }
        // `« It must, he thinks, be done »`: the source is whoever speaks.
        let own = saying.place == Place::Source
            && saying.start > 0
            && self.x.is(saying.start - 1, Sign::Comma)
            && saying
                .speaker
                .is_some_and(|(from, to)| to == from + 1 && self.x.is(from, Sign::Pronoun));
        if let Some(holder) = inside
            && own
            && self.used[holder].is_none()
            && self.x.is(saying.end, Sign::Comma)
        {
            self.split(index, saying, holder);
            return;
        }
        if inside.is_some() && !saying.nests {
            return;
        }
        // A verb at the head of its sentence asserts nothing: an order, or a noun of that spelling.
        let headless = saying.speaker.is_none() && !saying.speaker_settled && !saying.dependent;
        if headless && saying.start == self.x.analysis.sentence_of(saying.start).first {
            return;
        }
        match saying.place {
            Place::Insertion => self.insertion(index, saying),
            Place::Colon => self.colon(index, saying),
            Place::Clause => self.clause(index, saying),
            Place::Source => self.source(index, saying),
            Place::Fragment => self.fragments(index, saying, saying.end),
            Place::Signature => {
                // Below the words, in a paragraph of its own, or right behind them.
                let before = self.x.quoted_at(saying.start);
                if let Some(before) = before.or_else(|| self.x.quoted_above(saying.start)) {
                    self.take(index, saying, before);
                }
            }
        }
    }

    fn draft(&mut self, index: usize, saying: &Saying, kind: QuoteKind, parts: Vec<Span>) -> usize {
        self.drafts.push(Draft {
            kind,
            parts,
            speaker: saying.speaker,
            cue: saying.cue,
            lemma: saying.lemma.clone(),
            rule: saying.rule.clone(),
            saying: Some(index),
            turn: false,
        });
        self.drafts.len() - 1
    }
}
