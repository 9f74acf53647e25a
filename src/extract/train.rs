//! Learning from gold, as the command line and a program that uses the library see it.

use std::fmt::Write as _;

pub(crate) use super::name::Course;
use super::name::{self, Example, Model, Tally};
use super::pipeline::{Pipeline, Scratch};
use crate::record::EntityKind;

/// A text with its gold names: bytes, end exclusive.
#[derive(Debug)]
pub(crate) struct Source {
    pub text: String,
    pub names: Vec<(usize, usize, EntityKind)>,
    pub weight: f32,
    /// The gold follows another convention than the first.
    pub foreign: bool,
    /// Sources of one group are measured together.
    pub group: String,
}

/// Gold made ready to learn from.
pub(crate) struct Trainer {
    model: Model,
    examples: Vec<Example>,
    groups: Vec<String>,
    /// Gold names that are no candidate, and so can never be found.
    unreached: Vec<(EntityKind, String)>,
}

impl Trainer {
    pub fn new(pipeline: &Pipeline, sources: &[Source]) -> Self {
        let mut scratch = Scratch::default();
        let mut unreached = Vec::new();
        let examples = sources
            .iter()
            .map(|source| {
                pipeline.before_names(&mut scratch, &source.text, |analysis, regions| {
                    let mut wanted = [0; 4];
                    let mut gold = Vec::new();
                    for &(start, end, kind) in &source.names {
                        let index = name::KINDS.iter().position(|k| *k == kind);
                        wanted[index.unwrap_or(0)] += 1;
                        let (first, last) = (analysis.token_at(start), analysis.token_at(end));
                        if first < last && analysis.bytes(first, last) == (start, end) {
                            gold.push((first, last, kind));
                        }
                    }
                    let example = name::example(
                        analysis,
                        regions,
                        &gold,
                        wanted,
                        source.weight,
                        source.foreign,
                    );
                    for &(start, end, kind) in &source.names {
                        let span = (analysis.token_at(start), analysis.token_at(end));
                        let spans = |c: &name::Candidate| (c.start, c.end) == span;
                        if !gold.iter().any(|g| (g.0, g.1) == span)
                            || !example.candidates.list.iter().any(spans)
                        {
                            unreached.push((kind, source.text[start..end].to_owned()));
                        }
                    }
                    example
                })
            })
            .collect();
        Self {
            model: pipeline.pack().names.clone(),
            examples,
            groups: sources.iter().map(|s| s.group.clone()).collect(),
            unreached,
        }
    }

    /// How many of the gold names are candidates at all.
    pub fn reach(&self) -> String {
        let mut out = String::new();
        let mut tally = Tally::default();
        for example in &self.examples {
            for label in example.gold.iter().flatten() {
                tally.right[usize::from(*label)] += 1;
            }
            for kind in 0..4 {
                tally.wanted[kind] += example.wanted[kind];
            }
        }
        for (kind, name) in name::KINDS.iter().enumerate() {
            let _ = writeln!(
                out,
                "{name:?}: {} of {} gold names are candidates",
                tally.right[kind], tally.wanted[kind]
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
    pub fn fit(&mut self, course: Course) -> String {
        let examples: Vec<&Example> = self.examples.iter().collect();
        name::fit(&mut self.model, &examples, course);
        self.model.write_weights()
    }

    /// Figures by cross-validation over articles, for each group.
    pub fn cross_validate(&mut self, course: Course) -> String {
        let examples: Vec<&Example> = self.examples.iter().collect();
        let measured = name::cross_validate(&mut self.model, &examples, course);
        let mut names: Vec<&String> = self.groups.iter().collect();
        names.sort();
        names.dedup();
        let mut out = String::new();
        for name in names {
            let (mut first, mut both) = (Tally::default(), Tally::default());
            for (group, (one, two)) in self.groups.iter().zip(&measured) {
                if group == name {
                    first.join(one);
                    both.join(two);
                }
            }
            let _ = writeln!(
                out,
                "{name}\n first pass: {}\n both: {}",
                line(&first),
                line(&both)
            );
        }
        out
    }
}

fn line(tally: &Tally) -> String {
    let f1 = |kinds: std::ops::Range<usize>| {
        let sum = |counts: &[usize; 4]| counts[kinds.clone()].iter().sum::<usize>() as f64;
        let (right, predicted, wanted) =
            (sum(&tally.right), sum(&tally.predicted), sum(&tally.wanted));
        format!(
            "P {:.1} R {:.1} F {:.1}",
            100.0 * right / predicted,
            100.0 * right / wanted,
            200.0 * right / (predicted + wanted)
        )
    };
    let mut out = format!("first three kinds {}", f1(0..3));
    for (kind, name) in name::KINDS.iter().enumerate() {
        let _ = write!(out, " | {name:?} {}", f1(kind..kind + 1));
    }
    out
}
