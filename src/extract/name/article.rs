//! The second pass: what the first one decided elsewhere in the article, as evidence.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::candidate::{Candidate, Candidates};
use super::classes::Code;
use super::layout::{KINDS, SMALL, T};
use super::model::{Decision, Model, Weights};

/// Margin between two kinds beyond which none is told apart.
const CLEAR: usize = 4;

type Counts = [u16; KINDS.len()];

/// A map whose keys are hashes already.
type ByHash<V> = HashMap<u64, V, BuildHasherDefault<Hashed>>;

/// Hands a hash on as it is, its better half below.
#[derive(Debug, Default)]
struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = (self.0 ^ hash).rotate_left(32);
    }
}

/// What was decided of the same words.
#[derive(Debug, Clone, Copy, Default)]
struct Words {
    whole: Counts,
    /// As the end and as the beginning of longer names.
    tails: Counts,
    heads: Counts,
    /// How often they are a candidate.
    occurrences: u16,
    /// Sum of their scores by kind.
    sum: Weights,
}

/// What was decided, by the words.
#[derive(Debug, Default)]
pub(super) struct Elsewhere {
    words: ByHash<Words>,
    /// Initials of names of several words.
    initials: ByHash<Counts>,
    /// Acronyms that are names.
    acronyms: ByHash<Counts>,
    /// For each token, the decision that covers it, and one more.
    covered: Vec<u32>,
    decided: Vec<(u32, u32, u8)>,
    /// Scores of the candidates by the first pass.
    scores: Vec<Weights>,
}

impl Elsewhere {
    pub(super) fn new(
        candidates: &Candidates,
        decisions: &[Decision],
        scores: Vec<Weights>,
    ) -> Self {
        let mut out = Self {
            scores,
            covered: vec![0; candidates.hashes.len()],
            ..Self::default()
        };
        out.words.reserve(candidates.list.len());
        for (candidate, scores) in candidates.list.iter().zip(&out.scores) {
            let key = hash(candidates, candidate.start, candidate.end);
            let words = out.words.entry(key).or_default();
            words.occurrences = words.occurrences.saturating_add(1);
            for (sum, score) in words.sum.iter_mut().zip(scores) {
                *sum += score;
            }
        }
        // What only acronyms are compared with need not be worked out without one.
        let acronyms = candidates.acronyms.iter().any(|&acronym| acronym != 0);
        for decision in decisions {
            let Candidate { start, end, .. } = candidates.list[decision.candidate as usize];
            let kind = usize::from(decision.kind);
            out.decided.push((start, end, decision.kind));
            let number = out.decided.len() as u32;
            out.covered[start as usize..end as usize].fill(number);
            let count = |counts: &mut Counts| counts[kind] = counts[kind].saturating_add(1);
            let key = |start, end| hash(candidates, start, end);
            count(&mut out.words.entry(key(start, end)).or_default().whole);
            for at in start + 1..end.min(start + 6) {
                count(&mut out.words.entry(key(at, end)).or_default().tails);
                count(&mut out.words.entry(key(start, at)).or_default().heads);
            }
            if end > start + 1 {
                if acronyms {
                    for key in initials(candidates, start, end) {
                        count(out.initials.entry(key).or_default());
                    }
                }
            } else if candidates.acronyms[start as usize] != 0 {
                let key = candidates.acronyms[start as usize];
                count(out.acronyms.entry(key).or_default());
            }
        }
        out
    }

    /// Appends the evidence for the candidate from the rest of the article.
    pub(super) fn evidence(
        &self,
        candidates: &Candidates,
        index: usize,
        model: &Model,
        out: &mut Vec<u32>,
    ) {
        let Candidate {
            start, end, build, ..
        } = candidates.list[index];
        let build = usize::from(build);
        let layout = &model.layout;
        let words = |start, end| {
            let key = hash(candidates, start, end);
            self.words.get(&key).copied().unwrap_or_default()
        };
        let Words {
            whole: mut same,
            mut tails,
            mut heads,
            occurrences,
            sum,
        } = words(start, end);
        if occurrences > 1 {
            let others = f32::from(occurrences - 1);
            let mean = |kind: usize| (sum[kind] - self.scores[index][kind]) / others;
            let (kind, margin) = vote(std::array::from_fn(mean));
            out.push(layout.number(T::Vote, kind, margin));
        }
        // What stands here says nothing about itself.
        let here = self.covered[start as usize];
        if here != 0 && here == self.covered[end as usize - 1] {
            let (s, e, kind) = self.decided[here as usize - 1];
            let kind = usize::from(kind);
            if (s, e) == (start, end) {
                same[kind] -= 1;
            } else if e == end && s > start.saturating_sub(6) {
                tails[kind] = tails[kind].saturating_sub(1);
            } else if s == start {
                heads[kind] = heads[kind].saturating_sub(1);
            }
        }
        let mut some = false;
        for kind in 0..KINDS.len() {
            if same[kind] > 0 {
                out.push(layout.number(T::Same, kind, build));
                out.push(layout.number(T::SameKind, kind, 0));
                out.push(layout.number(T::Most, kind, usize::from(same[kind]).min(SMALL - 1)));
                some = true;
            }
            if tails[kind] > 0 {
                out.push(layout.number(T::Tail, kind, build));
                out.push(layout.number(T::TailKind, kind, 0));
                some = true;
            }
            if heads[kind] > 0 {
                out.push(layout.number(T::Head, kind, build));
                some = true;
            }
        }
        if !some && occurrences > 1 {
            out.push(layout.number(T::Never, build, 0));
        }
        let count = candidates.words.len() as u32;
        let before = start.checked_sub(2).map(|at| (T::Before, at, at + 1));
        let after = (end + 1 < count).then_some((T::After, end + 1, end));
        for (template, at, between) in before.into_iter().chain(after) {
            let word = candidates.words[between as usize];
            if word == 0 {
                continue;
            }
            let (kinds, single) = self.kinds_at(candidates, at);
            let alike = match (single, end == start + 1) {
                (true, true) => 1,
                (false, false) => 2,
                _ => 3,
            };
            for kind in (0..KINDS.len()).filter(|&kind| kinds[kind]) {
                out.push(layout.number(template, kind, usize::from(word)));
                if model.classes.is_coordinator(word) {
                    out.push(layout.number(T::Joined, kind, build));
                    out.push(layout.number(T::Alike, kind, alike));
                }
            }
        }
        let get = |map: &ByHash<Counts>, key: u64| map.get(&key).copied().unwrap_or_default();
        let mut each = |template: T, counts: Counts, own: Option<usize>, second: usize| {
            for (kind, &count) in counts.iter().enumerate() {
                if count > u16::from(own == Some(kind)) {
                    out.push(layout.number(template, kind, second));
                }
            }
        };
        if end > start + 1 {
            let own = |at: u32| {
                let number = self.covered[at as usize];
                (number != 0)
                    .then(|| self.decided[number as usize - 1])
                    .filter(|d| (d.0, d.1) == (at, at + 1))
                    .map(|d| usize::from(d.2))
            };
            let last = words(end - 1, end).whole;
            each(T::EndsWith, last, own(end - 1), build);
            let first = words(start, start + 1).whole;
            each(T::BeginsWith, first, own(start), build);
            if !self.acronyms.is_empty() {
                for key in initials(candidates, start, end) {
                    each(T::Expands, get(&self.acronyms, key), None, 0);
                }
            }
        } else if candidates.acronyms[start as usize] != 0 {
            let key = candidates.acronyms[start as usize];
            each(T::Acronym, get(&self.initials, key), None, 0);
        }
    }
}

impl Elsewhere {
    /// The kinds of the name that covers a token, or else of those that end with it elsewhere, and
    /// whether it is a name of one word.
    fn kinds_at(&self, candidates: &Candidates, at: u32) -> ([bool; KINDS.len()], bool) {
        let number = self.covered[at as usize];
        if number != 0 {
            let (start, end, kind) = self.decided[number as usize - 1];
            let kinds = std::array::from_fn(|k| k == usize::from(kind));
            return (kinds, end == start + 1);
        }
        let tails = match candidates.codes[at as usize].is_capital() {
            true => self.words.get(&hash(candidates, at, at + 1)),
            false => None,
        };
        (
            tails
                .map_or([0; KINDS.len()], |words| words.tails)
                .map(|n| n > 0),
            true,
        )
    }
}

/// The kind with the highest score, and by how much it is ahead of the next kind or of being no name:
/// 0, it is not; else one more than the whole margin, which is told apart up to [`CLEAR`].
fn vote(scores: Weights) -> (usize, usize) {
    let ahead = |kind: usize| {
        let others = (0..KINDS.len()).filter(|&other| other != kind);
        scores[kind] - others.map(|other| scores[other]).fold(0.0, f32::max)
    };
    let best = (0..KINDS.len()).max_by(|&a, &b| scores[a].total_cmp(&scores[b]));
    let kind = best.unwrap_or(0);
    match ahead(kind) {
        margin if margin > 0.0 => (kind, 1 + (margin as usize).min(CLEAR)),
        _ => (kind, 0),
    }
}

/// Hash of the words from `start` to `end`, capitals and small letters alike.
pub(super) fn hash(candidates: &Candidates, start: u32, end: u32) -> u64 {
    candidates.hashes[start as usize..end as usize]
        .iter()
        .fold(0u64, |h, &word| {
            (h.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15)
        })
}

/// Hash of the letters of an acronym.
pub(super) fn acronym(letters: impl Iterator<Item = char>) -> u64 {
    letters.fold(1u64, |h, letter| {
        let upper = letter.to_uppercase().next().unwrap_or(letter);
        (h.rotate_left(5) ^ u64::from(upper as u32)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    })
}

/// The acronyms of a name of several words: of its capitals, and of all words but connectors.
fn initials(candidates: &Candidates, start: u32, end: u32) -> [u64; 2] {
    let letters = |wanted: &dyn Fn(Code) -> bool| {
        acronym(
            (start..end)
                .filter(|&at| wanted(candidates.codes[at as usize]))
                .map(|at| candidates.initials[at as usize]),
        )
    };
    [
        letters(&|code| code.is_capital()),
        letters(&|code| code.is_capital() || code == Code::Lower),
    ]
}
