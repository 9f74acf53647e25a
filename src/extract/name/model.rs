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
use super::layout::{KINDS, Layout};
use crate::extract::pack::Files;
use crate::lexicon::Lexicon;
use crate::rule::Fault;
use crate::token::Sentence;

/// Weights of one piece of evidence, by kind.
pub(super) type Weights = [f32; KINDS.len()];

/// Sums of weights for both passes.
pub(super) type Sums = [Weights; 2];

/// Classes, layout and weights of a pack.
#[derive(Debug, Default, Clone)]
pub(crate) struct Model {
    pub(crate) classes: Classes,
    pub(super) layout: Layout,
    weights: Learnt,
}

/// The weights of each piece of evidence, of the first pass and of the second.
///
/// Most pieces have none. They are kept apart from the others, since memory that is spread thinly over many pages is
/// dear to touch.
#[derive(Debug, Default, Clone)]
struct Learnt {
    /// For each piece its row, the first of which is empty.
    rows: Vec<u32>,
    weights: Vec<Sums>,
}

impl Learnt {
    fn new(pieces: usize) -> Self {
        Self {
            rows: vec![0; pieces],
            weights: vec![Default::default()],
        }
    }

    #[inline]
    fn get(&self, pass: usize, number: usize) -> &Weights {
        &self.both(number)[pass]
    }

    #[inline]
    fn both(&self, number: usize) -> &Sums {
        &self.weights[self.rows[number] as usize]
    }

    /// The weights of a piece, to be changed.
    fn of(&mut self, number: usize) -> &mut Sums {
        let row = &mut self.rows[number];
        if *row == 0 {
            *row = self.weights.len() as u32;
            self.weights.push(Default::default());
        }
        &mut self.weights[*row as usize]
    }
}

/// What is wrong with the settings or weights of names.
#[derive(Debug)]
pub(crate) enum SettingFault {
    /// `names.toml`, at this word.
    Settings { word: String, message: String },
    /// `names.tsv`, at this line.
    Weights { line: usize, message: String },
}

impl SettingFault {
    /// The fault with its place in the pack.
    pub(crate) fn place(self, files: &Files) -> Fault {
        match self {
            SettingFault::Weights { line, message } => {
                let help = "learn the weights anew with `depeche train`, or correct the line";
                files.line("names.tsv", line, message, Some(help.to_owned()))
            }
            SettingFault::Settings { word, message } => {
                let text = files.text("names.toml").unwrap_or_default();
                let start = text.find(&format!("\"{word}\"")).map_or(0, |at| at + 1);
                let span = start..start + word.len();
                files.fault("names.toml", span, message, "named here", None)
            }
        }
    }
}

/// Evidence whose weights are all smaller is left out of the file.
const LEAST: f32 = 0.1;

const HEADER: &str = "evidence";

impl Model {
    /// Makes the model of a pack from its settings and the text of its weights.
    pub(crate) fn build(
        settings: &Settings,
        weights: &str,
        lexicon: &Lexicon,
    ) -> (Self, Vec<SettingFault>) {
        let mut faults = Vec::new();
        let classes = Classes::build(settings, lexicon, &mut faults);
        let layout = Layout::new(&classes);
        let mut model = Self {
            classes,
            weights: Learnt::new(layout.len()),
            layout,
        };
        model.read_weights(weights, &mut faults);
        (model, faults)
    }

    /// Reads weights: a line a piece of evidence, four columns for each pass.
    fn read_weights(&mut self, text: &str, faults: &mut Vec<SettingFault>) {
        if text.is_empty() {
            return;
        }
        let numbers = self.layout.numbers(&self.classes);
        for (index, line) in text.lines().enumerate() {
            if line.is_empty() || line.starts_with("# ") || line.starts_with(HEADER) {
                continue;
            }
            let (name, fields) = line.split_once('\t').unwrap_or((line, ""));
            let Some(number) = numbers.number(name) else {
                faults.push(SettingFault::Weights {
                    line: index + 1,
                    message: format!(
                        "there is no evidence `{name}`: it names a class or word that names.toml does not have"
                    ),
                });
                continue;
            };
            let mut values = fields.as_bytes().split(|&b| b == b'\t').map(weight);
            for weight in self.weights.of(number as usize).as_flattened_mut() {
                match values.next() {
                    Some(Some(value)) => *weight = value,
                    _ => {
                        faults.push(SettingFault::Weights {
                            line: index + 1,
                            message: "eight numbers are wanted behind the name, a tab before each"
                                .to_owned(),
                        });
                        return;
                    }
                }
            }
        }
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
        let mut sums = Sums::default();
        for &number in evidence {
            let weights = self.weights.both(number as usize);
            for (sum, weight) in sums
                .as_flattened_mut()
                .iter_mut()
                .zip(weights.as_flattened())
            {
                *sum += weight;
            }
        }
        sums
    }

    /// The name of a piece of evidence.
    pub(super) fn evidence_name(&self, number: u32) -> String {
        self.layout.name(&self.classes, number as usize)
    }

    /// The weights of a piece of evidence.
    pub(super) fn weights(&self, pass: usize, number: u32) -> Weights {
        *self.weights.get(pass, number as usize)
    }

    /// Puts the weights of all pieces in place of those of a pass.
    pub(super) fn learn(&mut self, pass: usize, weights: &[Weights]) {
        for (number, weights) in weights.iter().enumerate() {
            if weights != self.weights.get(pass, number) {
                self.weights.of(number)[pass] = *weights;
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
                let [_, added] = self.sums(&more);
                std::array::from_fn(|kind| own[kind] + added[kind])
            })
            .collect();
        decode(candidates, sentences, |index| scores[index])
    }
}

/// Reads a weight; an empty field is nought.
fn weight(field: &[u8]) -> Option<f32> {
    let (negative, digits) = match field {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    let digit = |sign: u8| sign.wrapping_sub(b'0') <= 9;
    // Nearly all are written in tenths or hundredths, which need no reader of numbers in general.
    let hundredths = match *digits {
        [] if !negative => 0,
        [a, b'.', b] if digit(a) && digit(b) => 100 * (a - b'0') as i32 + 10 * (b - b'0') as i32,
        [a, b'.', b, c] if digit(a) && digit(b) && digit(c) => {
            100 * (a - b'0') as i32 + 10 * (b - b'0') as i32 + (c - b'0') as i32
        }
        _ => return std::str::from_utf8(field).ok()?.parse().ok(),
    };
    let value = hundredths as f32 / 100.0;
    Some(if negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::weight;

    #[test]
    fn weights_are_read_as_numbers_are() {
        let hundredths = (-999..1000).map(|h| (f64::from(h) / 100.0).to_string());
        let others = ["12.5", "1e3", "-0", "3.142", "+1.5"].map(str::to_owned);
        for text in hundredths.chain(others) {
            assert_eq!(weight(text.as_bytes()), text.parse().ok(), "{text}");
        }
        assert_eq!(weight(b""), Some(0.0));
        for wrong in ["-", "x", "1.x", "1,5", " 1.5", "1.2.3"] {
            assert_eq!(weight(wrong.as_bytes()), None, "{wrong}");
        }
    }
}
