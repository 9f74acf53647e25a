//! The weights of the evidence, and the choice that they lead to.
//!
//! The score of a candidate as a name of some kind is the sum of the weights of its evidence; being no
//! name scores nothing. Of all sets of candidates that do not overlap the one with the highest sum is
//! taken, sentence by sentence, by dynamic programming over the candidates' ends (the decoding of a
//! semi-Markov model: Sarawagi and Cohen, 2004). There are two passes: the first sees a candidate
//! and its neighbours, the second also what the first decided elsewhere in the article.

use std::fmt::Write as _;

use super::Settings;
use super::article::Elsewhere;
use super::candidate::Candidates;
use super::classes::Classes;
use super::decode::{Decision, decode};
use super::evidence::{Take, by_itself};
use super::forms::FormFacts;
use super::layout::{KINDS, Layout};
pub(super) use super::weights::Weights;
use super::weights::{HEADER, Learnt, SettingFault};
use crate::lexicon::Lexicon;
use crate::token::Sentence;

/// Sums of weights for both passes.
pub(super) type Sums = [Weights; 2];

/// Classes, layout and weights of a pack.
#[derive(Debug, Default, Clone)]
pub(crate) struct Model {
    pub(crate) classes: Classes,
    pub(super) layout: Layout,
    weights: Learnt,
}

/// Evidence of which sums only are wanted. It is summed a candidate at a time, so that the sums stay in
/// registers.
pub(super) struct Weighed<'m> {
    model: &'m Model,
    /// The candidate at hand: the sum of what came first, and the pieces behind.
    known: Sums,
    pieces: Vec<u32>,
    /// Those of the candidates so far.
    pub(super) sums: Vec<Sums>,
}

impl<'m> Weighed<'m> {
    pub(super) fn new(model: &'m Model, room: usize) -> Self {
        Self {
            model,
            known: Sums::default(),
            pieces: Vec::with_capacity(128),
            sums: Vec::with_capacity(room),
        }
    }
}

impl Take for Weighed<'_> {
    #[inline]
    fn piece(&mut self, number: u32) {
        self.pieces.push(number);
    }

    #[inline]
    fn known(&mut self, sums: &Sums) -> bool {
        self.known = *sums;
        true
    }

    #[inline]
    fn close(&mut self) {
        let known = std::mem::take(&mut self.known);
        self.sums.push(self.model.add(known, &self.pieces));
        self.pieces.clear();
    }
}

/// Evidence whose weights are all smaller is left out of the file.
const LEAST: f32 = 0.1;

impl Model {
    /// Makes the model of a pack from its settings and its weights: those of `ready`, worked out when the program
    /// was built, else those of `text`.
    pub(crate) fn build(
        settings: &Settings,
        ready: &'static [u8],
        text: &str,
        lexicon: &Lexicon,
    ) -> (Self, Vec<SettingFault>) {
        let mut faults = Vec::new();
        let classes = Classes::build(settings, lexicon, &mut faults);
        let layout = Layout::new(&classes);
        let weights = Learnt::from_bytes(ready, layout.len())
            .unwrap_or_else(|| Learnt::read(text, &layout, &classes, &mut faults));
        let model = Self {
            classes,
            layout,
            weights,
        };
        (model, faults)
    }

    /// The weights as they are kept with the program.
    #[cfg(test)]
    pub(crate) fn weights_as_bytes(&self) -> Vec<u8> {
        self.weights.to_bytes()
    }

    /// The weights as text, those that say nothing left out.
    pub(crate) fn write_weights(&self) -> String {
        let mut out = String::from(HEADER);
        for pass in 1..=2 {
            for kind in KINDS {
                let _ = write!(out, "\t{kind}{pass}");
            }
        }
        out.push('\n');
        for number in 0..self.layout.len() {
            let rounded = |pass: usize| {
                self.weights
                    .get(pass, number)
                    .map(|w| (w * 100.0).round() / 100.0)
            };
            let rows = [rounded(0), rounded(1)];
            if rows.iter().flatten().all(|w| w.abs() < LEAST) {
                continue;
            }
            out += &self.layout.name(&self.classes, number);
            for weight in rows.iter().flatten() {
                out.push('\t');
                if *weight != 0.0 {
                    let _ = write!(out, "{weight}");
                }
            }
            out.push('\n');
        }
        out
    }

    /// Scores of a candidate: sums over its evidence.
    pub(super) fn sums(&self, evidence: &[u32]) -> Sums {
        self.add(Sums::default(), evidence)
    }

    /// The sums with more evidence behind.
    #[inline]
    fn add(&self, mut sums: Sums, evidence: &[u32]) -> Sums {
        for &number in evidence {
            let weights = self.weights.both(number as usize).as_flattened();
            for (sum, weight) in sums.as_flattened_mut().iter_mut().zip(weights) {
                *sum += f32::from_le_bytes(*weight);
            }
        }
        sums
    }

    /// The sum over evidence in the second pass alone.
    fn second(&self, evidence: &[u32]) -> Weights {
        let mut sum = Weights::default();
        for &number in evidence {
            let weights = self.weights.get(1, number as usize);
            for (sum, weight) in sum.iter_mut().zip(weights) {
                *sum += weight;
            }
        }
        sum
    }

    /// The sums of what a name of one word says by itself.
    pub(super) fn alone(&self, word: &FormFacts, pieces: &mut Vec<u32>) -> Sums {
        pieces.clear();
        by_itself(word, &self.classes, &self.layout, |number| {
            pieces.push(number);
        });
        self.sums(pieces)
    }

    /// The name of a piece of evidence.
    pub(super) fn evidence_name(&self, number: u32) -> String {
        self.layout.name(&self.classes, number as usize)
    }

    /// The weights of a piece of evidence.
    pub(super) fn weights(&self, pass: usize, number: u32) -> Weights {
        self.weights.get(pass, number as usize)
    }

    /// Puts the weights of all pieces in place of those of a pass.
    pub(super) fn learn(&mut self, pass: usize, weights: &[Weights]) {
        for (number, weights) in weights.iter().enumerate() {
            if *weights != self.weights.get(pass, number) {
                self.weights.set(pass, number, *weights);
            }
        }
    }

    /// What the first pass decides, as the second sees it.
    pub(super) fn elsewhere<'c>(
        &self,
        candidates: &'c Candidates,
        sums: &'c [Sums],
        sentences: &[Sentence],
    ) -> Elsewhere<'c> {
        let decisions = decode(candidates, sentences, |index| sums[index][0]);
        Elsewhere::new(candidates, sums, &decisions)
    }

    /// Both passes. `sums` are those of the candidates' own evidence.
    pub(super) fn decide(
        &self,
        candidates: &Candidates,
        sums: &[Sums],
        sentences: &[Sentence],
    ) -> Vec<Decision> {
        let elsewhere = self.elsewhere(candidates, sums, sentences);
        let mut more = Vec::new();
        let scores: Vec<Weights> = (sums.iter().enumerate())
            .map(|(index, [_, own])| {
                more.clear();
                elsewhere.evidence(index, self, &mut more);
                let added = self.second(&more);
                std::array::from_fn(|kind| own[kind] + added[kind])
            })
            .collect();
        decode(candidates, sentences, |index| scores[index])
    }
}
