//! Learning the weights from gold: a semi-Markov conditional random field.
//!
//! For each sentence the probability of a set of names that do not overlap is proportional to the
//! exponential of its score. Weights are fitted by gradient ascent on the logarithm of the gold's
//! probability (AdaGrad, one article at a time, in the order given), drawn towards zero by an L2 term,
//! and averaged over the later rounds. Nothing is random: the same gold gives the same weights.
//! Sources: Sarawagi and Cohen (2004), *Semi-Markov conditional random fields for information
//! extraction*; Duchi, Hazan and Singer (2011) for AdaGrad.
//!
//! Gold of another convention is learnt from beside the main gold: weights are a shared part, fitted to
//! all, and a part of the main gold's own, which says where that differs (Daumé III, 2007, *Frustratingly
//! easy domain adaptation*). What is kept is the sum of both.
//!
//! The second pass must learn from decisions such as it will meet, not from those of a first pass that
//! knows the article: each article's are made by a first pass fitted on the other articles (stacking).

use std::ops::Range;

use super::article::Elsewhere;
use super::candidate::Candidates;
use super::layout::KINDS;
use super::model::{Decision, Model, Weights, decode};
use crate::token::Sentence;

/// An article to learn from.
#[derive(Debug)]
pub(crate) struct Example {
    pub candidates: Candidates,
    pub sentences: Vec<Sentence>,
    /// For each candidate the kind of name that it is, if it is one.
    pub gold: Vec<Option<u8>>,
    /// Gold names by kind, those that are no candidate included.
    pub wanted: [usize; KINDS.len()],
    /// How much the article counts.
    pub weight: f32,
    /// The gold follows another convention.
    pub foreign: bool,
}

/// How the weights are fitted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Course {
    pub rounds: usize,
    pub rate: f32,
    pub decay: f32,
    /// Parts into which the articles are cut for stacking and cross-validation.
    pub folds: usize,
}

impl Default for Course {
    fn default() -> Self {
        Self {
            rounds: 20,
            rate: 0.05,
            decay: 0.002,
            folds: 5,
        }
    }
}

/// Right, predicted and wanted names, by kind.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Tally {
    pub right: [usize; KINDS.len()],
    pub predicted: [usize; KINDS.len()],
    pub wanted: [usize; KINDS.len()],
}

impl Tally {
    /// Adds the counts of another.
    pub fn join(&mut self, other: &Self) {
        for kind in 0..KINDS.len() {
            self.right[kind] += other.right[kind];
            self.predicted[kind] += other.predicted[kind];
            self.wanted[kind] += other.wanted[kind];
        }
    }

    fn add(&mut self, example: &Example, decisions: &[Decision]) {
        for decision in decisions {
            let kind = usize::from(decision.kind);
            self.predicted[kind] += 1;
            if example.gold[decision.candidate as usize] == Some(decision.kind) {
                self.right[kind] += 1;
            }
        }
        for kind in 0..KINDS.len() {
            self.wanted[kind] += example.wanted[kind];
        }
    }
}

/// Fits both passes of `model` to the examples.
pub(crate) fn fit(model: &mut Model, examples: &[&Example], course: Course) {
    let local: Vec<Vec<u32>> = Vec::new();
    model.passes[0] = fit_pass(model, examples, &local, course);
    let more = stacked(model, examples, course);
    model.passes[1] = fit_pass(model, examples, &more, course);
}

/// Cross-validation: each part of the examples is decided by weights fitted on the other parts.
/// For each example what came out after the first pass and after both.
pub(crate) fn cross_validate(
    model: &mut Model,
    examples: &[&Example],
    course: Course,
) -> Vec<(Tally, Tally)> {
    let mut out = vec![<(Tally, Tally)>::default(); examples.len()];
    for fold in 0..course.folds {
        let held = |index: usize| index % course.folds == fold;
        let train: Vec<&Example> = (0..examples.len())
            .filter(|&i| !held(i))
            .map(|i| examples[i])
            .collect();
        fit(model, &train, course);
        for index in (0..examples.len()).filter(|&i| held(i)) {
            let example = examples[index];
            let scores = local_scores(model, 0, example);
            let (first, both) = &mut out[index];
            let decisions = decode(&example.candidates, &example.sentences, &scores);
            first.add(example, &decisions);
            both.add(
                example,
                &model.decide(&example.candidates, &example.sentences),
            );
        }
    }
    out
}

fn local_scores(model: &Model, pass: usize, example: &Example) -> Vec<Weights> {
    let candidates = &example.candidates;
    candidates
        .list
        .iter()
        .map(|c| model.score(pass, candidates.evidence_of(c)))
        .collect()
}

/// For each example the evidence of the second pass: a list a candidate, all in one, with its ends.
fn stacked(model: &mut Model, examples: &[&Example], course: Course) -> Vec<Vec<u32>> {
    let mut out: Vec<Vec<u32>> = vec![Vec::new(); examples.len()];
    let kept = std::mem::take(&mut model.passes[0]);
    for fold in 0..course.folds {
        let train: Vec<&Example> = examples
            .iter()
            .enumerate()
            .filter(|(i, _)| i % course.folds != fold)
            .map(|(_, e)| *e)
            .collect();
        model.passes[0] = fit_pass(model, &train, &[], course);
        for (index, example) in examples.iter().enumerate() {
            if index % course.folds != fold {
                continue;
            }
            let scores = local_scores(model, 0, example);
            let decisions = decode(&example.candidates, &example.sentences, &scores);
            let elsewhere = Elsewhere::new(&example.candidates, &decisions);
            let mut more = Vec::new();
            let list = &mut out[index];
            for candidate in 0..example.candidates.list.len() {
                more.clear();
                elsewhere.evidence(&example.candidates, candidate, &model.layout, &mut more);
                list.push(more.len() as u32);
                list.append(&mut more);
            }
        }
    }
    model.passes[0] = kept;
    out
}

/// Weights while they are fitted, with the sums of the squares of their gradients.
#[derive(Clone)]
struct Table {
    weights: Vec<Weights>,
    squares: Vec<Weights>,
}

/// Everything that changes while one pass is fitted.
struct Fit {
    shared: Table,
    /// What the main gold adds to the shared weights.
    own: Table,
}

fn fit_pass(
    model: &Model,
    examples: &[&Example],
    more: &[Vec<u32>],
    course: Course,
) -> Vec<Weights> {
    let blank = vec![Weights::default(); model.layout.len()];
    let table = Table {
        weights: blank.clone(),
        squares: blank.clone(),
    };
    let mut fit = Fit {
        shared: table.clone(),
        own: table,
    };
    let mut mean = blank;
    let mut averaged = 0;
    for round in 0..course.rounds {
        for (index, example) in examples.iter().enumerate() {
            let more = more.get(index).map_or(&[][..], Vec::as_slice);
            fit.step(example, more, course);
        }
        if round >= course.rounds / 3 {
            averaged += 1;
            for (number, mean) in mean.iter_mut().enumerate() {
                let (shared, own) = (&fit.shared.weights[number], &fit.own.weights[number]);
                for kind in 0..KINDS.len() {
                    mean[kind] += shared[kind] + own[kind];
                }
            }
        }
    }
    for weight in mean.iter_mut().flatten() {
        *weight /= averaged as f32;
    }
    mean
}

impl Table {
    fn step(&mut self, number: usize, gradient: &Weights, decay: f32, rate: f32) {
        let (weights, squares) = (&mut self.weights[number], &mut self.squares[number]);
        for kind in 0..KINDS.len() {
            let gradient = gradient[kind] - decay * weights[kind];
            squares[kind] += gradient * gradient;
            weights[kind] += rate * gradient / (1.0 + squares[kind].sqrt());
        }
    }
}

impl Fit {
    /// One article: the gradient of its sentences, and a step along it.
    fn step(&mut self, example: &Example, more: &[u32], course: Course) {
        let candidates = &example.candidates;
        let mut ranges: Vec<Range<usize>> = Vec::new();
        let mut at = 0;
        for _ in 0..if more.is_empty() {
            0
        } else {
            candidates.list.len()
        } {
            let count = more[at] as usize;
            ranges.push(at + 1..at + 1 + count);
            at += 1 + count;
        }
        let evidence = |index: usize| {
            let own = candidates.evidence_of(&candidates.list[index]);
            let added = ranges.get(index).map_or(&[][..], |r| &more[r.clone()]);
            own.iter().chain(added).map(|&n| n as usize)
        };
        let scores: Vec<Weights> = (0..candidates.list.len())
            .map(|index| {
                let mut sum = Weights::default();
                for number in evidence(index) {
                    let (shared, own) = (&self.shared.weights[number], &self.own.weights[number]);
                    for kind in 0..KINDS.len() {
                        sum[kind] += shared[kind] + if example.foreign { 0.0 } else { own[kind] };
                    }
                }
                sum
            })
            .collect();
        let expected = marginals(candidates, &example.sentences, &scores);
        let mut steps: Vec<(usize, Weights)> = Vec::new();
        for (index, expected) in expected.iter().enumerate() {
            let mut gradient = expected.map(|e| -e);
            if let Some(kind) = example.gold[index] {
                gradient[usize::from(kind)] += 1.0;
            }
            if gradient.iter().all(|g| g.abs() < 1e-4) {
                continue;
            }
            steps.extend(evidence(index).map(|number| (number, gradient)));
        }
        steps.sort_by_key(|(number, _)| *number);
        for group in steps.chunk_by(|a, b| a.0 == b.0) {
            let number = group[0].0;
            let mut sum = Weights::default();
            for (_, gradient) in group {
                for kind in 0..KINDS.len() {
                    sum[kind] += example.weight * gradient[kind];
                }
            }
            self.shared.step(number, &sum, course.decay, course.rate);
            if !example.foreign {
                self.own.step(number, &sum, course.decay, course.rate);
            }
        }
    }
}

/// The probability of each candidate as a name of each kind: forward and backward sums.
fn marginals(candidates: &Candidates, sentences: &[Sentence], scores: &[Weights]) -> Vec<Weights> {
    let mut out = vec![Weights::default(); scores.len()];
    let mut next = 0;
    for sentence in sentences {
        let from = next;
        while next < candidates.list.len() && candidates.list[next].start < sentence.end {
            next += 1;
        }
        if from == next {
            continue;
        }
        let length = (sentence.end - sentence.first) as usize;
        let place = |token: u32| (token - sentence.first) as usize;
        let total = |index: usize| log_sum(&scores[index].map(f64::from));
        let mut forward = vec![f64::NEG_INFINITY; length + 1];
        forward[0] = 0.0;
        let mut at = from;
        for here in 0..length {
            forward[here + 1] = log_add(forward[here + 1], forward[here]);
            while at < next && place(candidates.list[at].start) == here {
                let end = place(candidates.list[at].end);
                forward[end] = log_add(forward[end], forward[here] + total(at));
                at += 1;
            }
        }
        let mut backward = vec![f64::NEG_INFINITY; length + 1];
        backward[length] = 0.0;
        let mut at = next;
        for here in (0..length).rev() {
            backward[here] = backward[here + 1];
            while at > from && place(candidates.list[at - 1].start) == here {
                at -= 1;
                let end = place(candidates.list[at].end);
                backward[here] = log_add(backward[here], total(at) + backward[end]);
            }
        }
        let all = forward[length];
        for index in from..next {
            let candidate = candidates.list[index];
            let around = forward[place(candidate.start)] + backward[place(candidate.end)] - all;
            out[index] = scores[index].map(|score| (f64::from(score) + around).exp() as f32);
        }
    }
    out
}

fn log_add(a: f64, b: f64) -> f64 {
    let (high, low) = if a > b { (a, b) } else { (b, a) };
    if low == f64::NEG_INFINITY {
        high
    } else {
        high + (low - high).exp().ln_1p()
    }
}

fn log_sum(values: &[f64]) -> f64 {
    values
        .iter()
        .fold(f64::NEG_INFINITY, |sum, &v| log_add(sum, v))
}
