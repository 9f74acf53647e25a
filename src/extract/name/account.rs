//! How a decision came about: a candidate's evidence, its weights, and their sums.

use super::again;
use super::candidate::{self, Candidate};
use super::layout::KINDS;
use super::learn::Lists;
use super::model::{Sums, Weights};
use crate::extract::analysis::Analysis;
use crate::rule::Regions;

/// A candidate with all that speaks for it and against it.
#[derive(Debug)]
pub(crate) struct Account {
    /// Tokens, end exclusive.
    pub start: u32,
    pub end: u32,
    /// The kind as which it was taken, if it is a name: an index into [`KINDS`].
    pub kind: Option<usize>,
    /// Sum of the evidence for each kind.
    pub sums: Weights,
    /// Each piece of evidence and its weights by kind.
    pub evidence: Vec<(String, Weights)>,
}

impl Account {
    /// The kind to speak of: the one that was decided, or the one with the highest sum.
    pub fn subject(&self) -> usize {
        let highest = (0..KINDS.len()).max_by(|&a, &b| self.sums[a].total_cmp(&self.sums[b]));
        self.kind.or(highest).unwrap_or(0)
    }

    /// The evidence with its weights for one kind, the weightiest first.
    pub fn weighed(&self, kind: usize) -> Vec<(&str, f32)> {
        let list = self.evidence.iter().map(|(n, w)| (n.as_str(), w[kind]));
        let mut list: Vec<(&str, f32)> = list.filter(|(_, weight)| *weight != 0.0).collect();
        list.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
        list
    }

    /// A kind by its name in rules.
    pub fn kind_name(kind: usize) -> &'static str {
        KINDS[kind]
    }
}

/// The accounts of the candidates that are wanted. `regions` must be those from before the names.
pub(crate) fn accounts(
    analysis: &Analysis,
    regions: &Regions,
    wanted: impl Fn(u32, u32) -> bool,
) -> Vec<Account> {
    let model = &analysis.pack.names;
    let mut evidence = Lists::default();
    let candidates = candidate::find(analysis, regions, model, &mut evidence);
    let sums = evidence.iter().map(|numbers| model.sums(numbers));
    let sums: Vec<Sums> = sums.collect();
    let mut decisions = model.decide(&candidates, &sums, analysis.sentences);
    again::look(analysis, model, &candidates, &mut decisions);
    let elsewhere = model.elsewhere(&candidates, &sums, analysis.sentences);
    let list = candidates.list.iter().enumerate();
    list.filter(|(_, c)| wanted(c.start, c.end))
        .map(|(index, &candidate)| {
            let mut numbers = evidence.get(index).to_vec();
            elsewhere.evidence(index, model, &mut numbers);
            let Candidate { start, end, .. } = candidate;
            let decided = decisions.iter().find(|d| d.candidate as usize == index);
            Account {
                start,
                end,
                kind: decided.map(|d| usize::from(d.kind)),
                sums: model.sums(&numbers)[1],
                evidence: numbers
                    .iter()
                    .map(|&n| (model.evidence_name(n), model.weights(1, n)))
                    .collect(),
            }
        })
        .collect()
}
