//! Learning from gold, as the command line and a program that uses the library see it.

use std::fmt::Write as _;

pub(crate) use super::name::Course;
use super::name::{self, Example, Learner, Model};
use super::pipeline::{Pipeline, Scratch};
use crate::record::EntityKind;

/// A name: bytes, end exclusive, and kind.
pub(crate) type Name = (usize, usize, EntityKind);

/// A text with its gold names.
#[derive(Debug)]
pub(crate) struct Source<'d> {
    pub text: &'d str,
    pub names: Vec<Name>,
    pub weight: f32,
    /// The gold follows another convention than the first.
    pub foreign: bool,
}

/// Gold made ready to learn from.
pub(crate) struct Trainer {
    model: Model,
    examples: Vec<Example>,
    /// The candidates of each example, in bytes.
    spans: Vec<Vec<(usize, usize)>>,
    /// Gold names by kind.
    wanted: [usize; 4],
    /// Gold names that are no candidate, and so can never be found.
    unreached: Vec<(EntityKind, String)>,
}

impl Trainer {
    pub fn new(pipeline: &Pipeline, sources: &[Source]) -> Self {
        let mut scratch = Scratch::default();
        let mut out = Self {
            model: pipeline.pack().names.clone(),
            examples: Vec::new(),
            spans: Vec::new(),
            wanted: [0; 4],
            unreached: Vec::new(),
        };
        for source in sources {
            pipeline.before_names(&mut scratch, source.text, |analysis, regions| {
                let mut gold = Vec::new();
                for &(start, end, kind) in &source.names {
                    let (first, last) = (analysis.token_at(start), analysis.token_at(end));
                    if first < last && analysis.bytes(first, last) == (start, end) {
                        gold.push((first, last, kind));
                    }
                }
                let example =
                    name::example(analysis, regions, &gold, source.weight, source.foreign);
                let list = example.candidates.list.iter();
                out.spans
                    .push(list.map(|c| analysis.bytes(c.start, c.end)).collect());
                out.examples.push(example);
            });
            let spans = &out.spans[out.spans.len() - 1];
            for &(start, end, kind) in &source.names {
                let index = name::KINDS.iter().position(|k| *k == kind);
                out.wanted[index.unwrap_or(0)] += 1;
                if !spans.contains(&(start, end)) {
                    out.unreached
                        .push((kind, source.text[start..end].to_owned()));
                }
            }
        }
        out
    }

    /// How many of the gold names are candidates at all.
    pub fn reach(&self) -> String {
        let mut out = String::new();
        for (kind, wanted) in name::KINDS.iter().zip(self.wanted) {
            let missed = self.unreached.iter().filter(|(k, _)| k == kind).count();
            let reached = wanted - missed;
            let _ = writeln!(
                out,
                "{kind:?}: {reached} of {wanted} gold names are candidates"
            );
        }
        out
    }

    /// Gold names that no candidate is.
    pub fn unreached(&self) -> String {
        let mut out = String::new();
        for (kind, name) in &self.unreached {
            let _ = writeln!(out, "{kind:?}\t{name}");
        }
        out
    }

    /// Learns from everything; returns the text of `names.tsv`.
    pub fn fit(self, course: Course) -> String {
        let mut learner = Learner::new(self.model, &self.examples, course);
        learner.fit(None).write_weights()
    }

    /// The names of each source that weights learnt on other sources find.
    pub fn cross_validate(self, course: Course) -> Vec<Vec<Name>> {
        let mut learner = Learner::new(self.model, &self.examples, course);
        let decided = learner.cross_validate().into_iter().zip(&self.spans);
        decided
            .map(|(decisions, spans)| {
                let names = decisions.iter().map(|d| {
                    let (start, end) = spans[d.candidate as usize];
                    (start, end, name::KINDS[usize::from(d.kind)])
                });
                names.collect()
            })
            .collect()
    }
}
