//! The weights of evidence: learnt, and read from the text or from the bytes that hold them.

use std::borrow::Cow;

use super::classes::Classes;
use super::layout::{KINDS, Layout};
use crate::extract::pack::Files;
use crate::rule::Fault;

/// Weights of one piece of evidence, by kind.
pub(super) type Weights = [f32; KINDS.len()];

/// Weights of a piece in both passes, as bytes, the lowest first.
pub(super) type Row = [[[u8; 4]; KINDS.len()]; 2];

/// First line of the text.
pub(super) const HEADER: &str = "evidence";

/// The weights of each piece of evidence, of the first pass and of the second.
///
/// Most pieces have none. They are kept apart from the others, since memory that is spread thinly over many pages is
/// dear to touch. The weights of a built-in pack are part of the program and read where they lie.
#[derive(Debug, Default, Clone)]
pub(super) struct Learnt {
    /// For each piece the number of its row, the lowest byte first; the first row is empty.
    rows: Cow<'static, [[u8; 4]]>,
    weights: Cow<'static, [Row]>,
}

impl Learnt {
    pub(super) fn new(pieces: usize) -> Self {
        Self {
            rows: vec![[0; 4]; pieces].into(),
            weights: vec![Row::default()].into(),
        }
    }

    /// What [`Self::to_bytes`] wrote for as many pieces; `None` if the bytes are something else.
    pub(super) fn from_bytes(bytes: &'static [u8], pieces: usize) -> Option<Self> {
        let (rows, weights) = bytes.split_at_checked(4 * pieces)?;
        let weights = weights.as_chunks().0.as_chunks().0.as_chunks().0;
        (!weights.is_empty()).then_some(Self {
            rows: rows.as_chunks().0.into(),
            weights: weights.into(),
        })
    }

    #[allow(dead_code, reason = "called where the program is built, and by tests")]
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let weights = self.weights.as_flattened().as_flattened();
        [self.rows.as_flattened(), weights.as_flattened()].concat()
    }

    #[inline]
    pub(super) fn get(&self, pass: usize, number: usize) -> Weights {
        self.both(number)[pass].map(f32::from_le_bytes)
    }

    #[inline]
    pub(super) fn both(&self, number: usize) -> &Row {
        &self.weights[u32::from_le_bytes(self.rows[number]) as usize]
    }

    /// Changes the weights of a piece in a pass.
    pub(super) fn set(&mut self, pass: usize, number: usize, weights: Weights) {
        let row = &mut self.rows.to_mut()[number];
        let all = self.weights.to_mut();
        if *row == [0; 4] {
            *row = (all.len() as u32).to_le_bytes();
            all.push(Row::default());
        }
        all[u32::from_le_bytes(*row) as usize][pass] = weights.map(f32::to_le_bytes);
    }

    /// Reads weights: a line a piece of evidence, four columns for each pass.
    pub(super) fn read(
        text: &str,
        layout: &Layout,
        classes: &Classes,
        faults: &mut Vec<SettingFault>,
    ) -> Self {
        let mut learnt = Self::new(layout.len());
        let numbers = layout.numbers(classes);
        for (index, line) in text.lines().enumerate() {
            if line.is_empty() || line.starts_with("# ") || line.starts_with(HEADER) {
                continue;
            }
            let mut fault = |message| {
                faults.push(SettingFault::Weights {
                    line: index + 1,
                    message,
                });
            };
            let (name, fields) = line.split_once('\t').unwrap_or((line, ""));
            let Some(number) = numbers.number(name) else {
                fault(format!(
                    "there is no evidence `{name}`: it names a class or word that names.toml does not have"
                ));
                continue;
            };
            let mut values = fields.as_bytes().split(|&b| b == b'\t').map(weight);
            for pass in 0..2 {
                let mut weights = Weights::default();
                for weight in &mut weights {
                    let Some(Some(value)) = values.next() else {
                        fault(
                            "eight numbers are wanted behind the name, a tab before each"
                                .to_owned(),
                        );
                        return learnt;
                    };
                    *weight = value;
                }
                learnt.set(pass, number as usize, weights);
            }
        }
        learnt
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
    use super::*;

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

    #[test]
    fn bytes_hold_what_was_set() {
        let mut learnt = Learnt::new(5);
        learnt.set(1, 3, [0.5, -1.25, 0.0, 8.0]);
        learnt.set(0, 1, [1.0; 4]);
        let bytes: &'static [u8] = learnt.to_bytes().leak();
        let read = Learnt::from_bytes(bytes, 5).expect("weights");
        for (pass, number) in [(0, 0), (0, 1), (1, 1), (1, 3), (0, 4)] {
            assert_eq!(read.get(pass, number), learnt.get(pass, number));
        }
        assert_eq!(read.get(1, 3), [0.5, -1.25, 0.0, 8.0]);
        assert!(Learnt::from_bytes(bytes, 50).is_none());
    }
}
