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
//! Stacking and cross-validation cut the articles into the same parts, so that weights are shared.

use std::collections::BTreeMap;

use super::candidate::Candidates;
use super::decode::Decision;
use super::evidence::Take;
use super::layout::KINDS;
use super::model::{Model, Sums, Weights};
use crate::token::Sentence;

/// An article to learn from.
#[derive(Debug)]
pub(crate) struct Example {
    pub candidates: Candidates,
    /// The evidence of each candidate.
    pub evidence: Lists,
    pub sentences: Vec<Sentence>,
    /// For each candidate the kind of name that it is, if it is one.
    pub gold: Vec<Option<u8>>,
    /// How much the article counts.
    pub weight: f32,
    /// The gold follows another convention.
    pub foreign: bool,
}

impl Example {
    /// Sums of each candidate's own evidence.
    fn sums(&self, model: &Model) -> Vec<Sums> {
        let lists = self.evidence.iter();
        lists.map(|numbers| model.sums(numbers)).collect()
    }
}

/// How the weights are fitted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Course {
    pub rounds: usize,
    pub rate: f32,
    pub decay: f32,
    /// Evidence that fewer articles hold is not weighed: it would be learnt by heart.
    pub least: u32,
    /// Parts into which the articles are cut for stacking and cross-validation.
    pub folds: usize,
}

impl Default for Course {
    fn default() -> Self {
        Self {
            rounds: 20,
            rate: 0.1,
            decay: 0.01,
            least: 2,
            folds: 5,
        }
    }
}

/// Learns weights from examples, part by part.
pub(crate) struct Learner<'e> {
    model: Model,
    examples: &'e [Example],
    course: Course,
    /// Weights of the first pass, by the parts that they were learnt without.
    known: BTreeMap<Vec<usize>, Vec<Weights>>,
}

impl<'e> Learner<'e> {
    /// `model` lends its layout; its weights do not matter.
    pub fn new(model: Model, examples: &'e [Example], course: Course) -> Self {
        Self {
            model,
            examples,
            course,
            known: BTreeMap::new(),
        }
    }

    fn part(&self, index: usize) -> usize {
        index % self.course.folds
    }

    /// Fits both passes to the examples, without those of the part `held`.
    pub fn fit(&mut self, held: Option<usize>) -> &Model {
        let held: Vec<usize> = held.into_iter().collect();
        let more = self.stacked(&held);
        let second = self.fit_pass(&held, &more);
        self.model.learn(1, &second);
        let first = self.first(&held).clone();
        self.model.learn(0, &first);
        &self.model
    }

    /// Cross-validation: for each example, what weights that were fitted on the other parts decide.
    pub fn cross_validate(&mut self) -> Vec<Vec<Decision>> {
        let mut out = vec![Vec::new(); self.examples.len()];
        for fold in 0..self.course.folds {
            self.fit(Some(fold));
            for index in (0..self.examples.len()).filter(|&i| self.part(i) == fold) {
                let example = &self.examples[index];
                let sums = example.sums(&self.model);
                out[index] = (self.model).decide(&example.candidates, &sums, &example.sentences);
            }
        }
        out
    }

    /// Weights of the first pass, learnt without some parts.
    fn first(&mut self, without: &[usize]) -> &Vec<Weights> {
        if !self.known.contains_key(without) {
            let weights = self.fit_pass(without, &[]);
            self.known.insert(without.to_vec(), weights);
        }
        &self.known[without]
    }

    /// For each example outside `held` the evidence of the second pass, a list a candidate.
    fn stacked(&mut self, held: &[usize]) -> Vec<Lists> {
        let mut out: Vec<Lists> = self.examples.iter().map(|_| Lists::default()).collect();
        for part in (0..self.course.folds).filter(|part| !held.contains(part)) {
            let mut without = held.to_vec();
            without.push(part);
            without.sort_unstable();
            let first = self.first(&without).clone();
            self.model.learn(0, &first);
            for (index, example) in self.examples.iter().enumerate() {
                if self.part(index) != part {
                    continue;
                }
                let candidates = &example.candidates;
                let sums = example.sums(&self.model);
                let elsewhere = (self.model).elsewhere(candidates, &sums, &example.sentences);
                for candidate in 0..candidates.list.len() {
                    let numbers = &mut out[index].numbers;
                    elsewhere.evidence(candidate, &self.model, numbers);
                    out[index].close();
                }
            }
        }
        out
    }

    fn fit_pass(&self, held: &[usize], more: &[Lists]) -> Vec<Weights> {
        let chosen = (0..self.examples.len()).filter(|&i| !held.contains(&self.part(i)));
        let mut fit = Fit::new(self.model.layout.len(), self.course);
        for index in chosen {
            fit.take(&self.examples[index], more.get(index));
        }
        fit.run()
    }
}

/// Lists of numbers, one behind the other.
#[derive(Debug, Default, Clone)]
pub(crate) struct Lists {
    numbers: Vec<u32>,
    ends: Vec<u32>,
}

impl Lists {
    pub(super) fn iter(&self) -> impl Iterator<Item = &[u32]> {
        (0..self.ends.len()).map(|index| self.get(index))
    }

    pub(super) fn get(&self, index: usize) -> &[u32] {
        let from = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.numbers[from as usize..self.ends[index] as usize]
    }
}

impl Take for Lists {
    fn piece(&mut self, number: u32) {
        self.numbers.push(number);
    }

    fn close(&mut self) {
        self.ends.push(self.numbers.len() as u32);
    }
}

/// Weights of one piece of evidence while they are fitted.
#[derive(Debug, Default, Clone)]
struct Cell {
    shared: Weights,
    /// What the main gold adds to the shared weights.
    own: Weights,
    /// Sums of the squares of the gradients.
    shared_squares: Weights,
    own_squares: Weights,
    /// The gradient of the article at hand.
    gradient: Weights,
    /// Sums of the weights over the rounds that are averaged.
    sum: Weights,
}

/// One pass while it is fitted: its evidence is numbered anew, without what is too rare.
struct Fit<'e> {
    course: Course,
    examples: Vec<(&'e Example, Lists)>,
    /// By number: the article that held it last, and in how many it stands.
    seen: Vec<(u32, u32)>,
    cells: Vec<Cell>,
    touched: Vec<u32>,
}

impl<'e> Fit<'e> {
    fn new(layout: usize, course: Course) -> Self {
        Self {
            course,
            examples: Vec::new(),
            seen: vec![(u32::MAX, 0); layout],
            cells: Vec::new(),
            touched: Vec::new(),
        }
    }

    /// Adds an article and what the second pass knows of it.
    fn take(&mut self, example: &'e Example, more: Option<&Lists>) {
        let article = self.examples.len() as u32;
        let mut lists = Lists::default();
        for index in 0..example.candidates.list.len() {
            lists.numbers.extend_from_slice(example.evidence.get(index));
            if let Some(more) = more {
                lists.numbers.extend_from_slice(more.get(index));
            }
            lists.close();
        }
        for &number in &lists.numbers {
            let (last, count) = &mut self.seen[number as usize];
            if *last != article {
                (*last, *count) = (article, *count + 1);
            }
        }
        self.examples.push((example, lists));
    }

    /// Learns; the weights by the numbers of the layout.
    fn run(mut self) -> Vec<Weights> {
        let mut kept = Vec::new();
        let numbers: Vec<u32> = self
            .seen
            .iter()
            .enumerate()
            .map(|(number, &(_, count))| {
                if count < self.course.least {
                    return u32::MAX;
                }
                kept.push(number);
                kept.len() as u32 - 1
            })
            .collect();
        self.cells = vec![Cell::default(); kept.len()];
        let mut examples = std::mem::take(&mut self.examples);
        for (_, lists) in &mut examples {
            let mut renamed = Lists::default();
            for index in 0..lists.ends.len() {
                let list = lists.get(index).iter().map(|&n| numbers[n as usize]);
                renamed.numbers.extend(list.filter(|&n| n != u32::MAX));
                renamed.close();
            }
            *lists = renamed;
        }
        let from = self.course.rounds / 3;
        for round in 0..self.course.rounds {
            for (example, lists) in &examples {
                self.step(example, lists);
            }
            if round >= from {
                for cell in &mut self.cells {
                    for kind in 0..KINDS.len() {
                        cell.sum[kind] += cell.shared[kind] + cell.own[kind];
                    }
                }
            }
        }
        let rounds = (self.course.rounds - from) as f32;
        let mut out = vec![Weights::default(); self.seen.len()];
        for (number, cell) in kept.into_iter().zip(&self.cells) {
            out[number] = cell.sum.map(|sum| sum / rounds);
        }
        out
    }

    /// One article: the gradient of its sentences, and a step along it.
    fn step(&mut self, example: &Example, lists: &Lists) {
        let scores: Vec<Weights> = (0..example.candidates.list.len())
            .map(|index| {
                let mut sum = Weights::default();
                for &number in lists.get(index) {
                    let cell = &self.cells[number as usize];
                    let own = if example.foreign {
                        Weights::default()
                    } else {
                        cell.own
                    };
                    for (sum, (shared, own)) in sum.iter_mut().zip(cell.shared.iter().zip(own)) {
                        *sum += shared + own;
                    }
                }
                sum
            })
            .collect();
        let expected = marginals(&example.candidates, &example.sentences, &scores);
        for (index, expected) in expected.iter().enumerate() {
            let mut gradient = expected.map(|e| -e);
            if let Some(kind) = example.gold[index] {
                gradient[usize::from(kind)] += 1.0;
            }
            if gradient.iter().all(|g| g.abs() < 1e-3) {
                continue;
            }
            for &number in lists.get(index) {
                let cell = &mut self.cells[number as usize];
                if cell.gradient == Weights::default() {
                    self.touched.push(number);
                }
                for (sum, part) in cell.gradient.iter_mut().zip(gradient) {
                    *sum += example.weight * part;
                }
            }
        }
        let Course { decay, rate, .. } = self.course;
        for number in self.touched.drain(..) {
            let cell = &mut self.cells[number as usize];
            let gradient = std::mem::take(&mut cell.gradient);
            step(
                &mut cell.shared,
                &mut cell.shared_squares,
                gradient,
                decay,
                rate,
            );
            if !example.foreign {
                step(&mut cell.own, &mut cell.own_squares, gradient, decay, rate);
            }
        }
    }
}

fn step(weights: &mut Weights, squares: &mut Weights, gradient: Weights, decay: f32, rate: f32) {
    for kind in 0..KINDS.len() {
        let gradient = gradient[kind] - decay * weights[kind];
        squares[kind] += gradient * gradient;
        weights[kind] += rate * gradient / (1.0 + squares[kind].sqrt());
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
