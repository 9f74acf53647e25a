//! The second pass: what the first one decided elsewhere in the article, as evidence.

use super::by_hash::{ByHash, letters, longer, run, with_room};
use super::candidate::{Candidate, Candidates};
use super::decode::Decision;
use super::forms::{Code, FormFacts};
use super::layout::{KINDS, SMALL, T};
use super::model::{Model, Sums, Weights};

/// Margin between two kinds beyond which none is told apart.
const CLEAR: usize = 4;

type Counts = [u16; KINDS.len()];

/// Nothing counted.
const NONE: Counts = [0; KINDS.len()];

fn count(counts: &mut Counts, kind: usize) {
    counts[kind] = counts[kind].saturating_add(1);
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
#[derive(Debug)]
pub(super) struct Elsewhere<'c> {
    candidates: &'c Candidates,
    /// Sums of the candidates' own evidence.
    sums: &'c [Sums],
    words: Vec<Words>,
    /// Place in `words` of each run of words, by its hash.
    places: ByHash<u32>,
    /// That of each candidate.
    own: Vec<u32>,
    /// Initials of names of several words.
    initials: ByHash<Counts>,
    /// Acronyms that are names.
    acronyms: ByHash<Counts>,
    /// For each token, the decision that covers it, and one more.
    covered: Vec<u32>,
    decided: Vec<(u32, u32, u8)>,
}

impl<'c> Elsewhere<'c> {
    pub(super) fn new(
        candidates: &'c Candidates,
        sums: &'c [Sums],
        decisions: &[Decision],
    ) -> Self {
        let count = candidates.list.len();
        let mut out = Self {
            candidates,
            sums,
            words: Vec::with_capacity(2 * count),
            places: with_room(2 * count),
            own: Vec::with_capacity(count),
            initials: ByHash::default(),
            acronyms: ByHash::default(),
            covered: vec![0; candidates.facts.len()],
            decided: Vec::with_capacity(decisions.len()),
        };
        for (candidate, [sums, _]) in candidates.list.iter().zip(sums) {
            let place = out.place(run(hashes(candidates.words(candidate))));
            out.own.push(place);
            let words = &mut out.words[place as usize];
            words.occurrences = words.occurrences.saturating_add(1);
            for (sum, score) in words.sum.iter_mut().zip(sums) {
                *sum += score;
            }
        }
        // What only acronyms are compared with need not be worked out without one.
        let acronyms = candidates.facts.iter().any(|facts| facts.acronym != 0);
        for decision in decisions {
            out.decide(decision, acronyms);
        }
        out
    }

    /// Notes a name that the first pass decided.
    fn decide(&mut self, decision: &Decision, acronyms: bool) {
        let candidate = &self.candidates.list[decision.candidate as usize];
        let (start, end) = (candidate.start, candidate.end);
        let kind = usize::from(decision.kind);
        self.decided.push((start, end, decision.kind));
        let number = self.decided.len() as u32;
        self.covered[start as usize..end as usize].fill(number);
        let own = self.own[decision.candidate as usize];
        count(&mut self.words[own as usize].whole, kind);
        let words = self.candidates.words(candidate);
        let mut head = 0;
        for at in 1..words.len().min(6) {
            head = longer(head, words[at - 1].hash);
            let head = self.place(head);
            count(&mut self.words[head as usize].heads, kind);
            let tail = self.place(run(hashes(&words[at..])));
            count(&mut self.words[tail as usize].tails, kind);
        }
        if words.len() > 1 {
            if acronyms {
                for key in initials(words) {
                    count(self.initials.entry(key).or_default(), kind);
                }
            }
        } else if words[0].acronym != 0 {
            count(self.acronyms.entry(words[0].acronym).or_default(), kind);
        }
    }

    /// The place of a run of words, a new one if need be.
    fn place(&mut self, run: u64) -> u32 {
        let next = self.words.len() as u32;
        let place = *self.places.entry(run).or_insert(next);
        if place == next {
            self.words.push(Words::default());
        }
        place
    }

    /// What was decided of one word.
    fn of_word(&self, token: u32) -> Option<&Words> {
        let word = self.candidates.facts[token as usize].hash;
        let place = *self.places.get(&run([word]))?;
        Some(&self.words[place as usize])
    }

    /// Appends the evidence for the candidate from the rest of the article.
    pub(super) fn evidence(&self, index: usize, model: &Model, out: &mut Vec<u32>) {
        let candidate = &self.candidates.list[index];
        let Candidate {
            start, end, build, ..
        } = *candidate;
        let build = usize::from(build);
        let layout = &model.layout;
        let Words {
            whole: mut same,
            mut tails,
            mut heads,
            occurrences,
            sum,
        } = self.words[self.own[index] as usize];
        if occurrences > 1 {
            let others = f32::from(occurrences - 1);
            let mean = |kind: usize| (sum[kind] - self.sums[index][0][kind]) / others;
            let (kind, margin) = vote(std::array::from_fn(mean));
            out.push(layout.number(T::Vote, kind, margin));
        }
        // What stands here says nothing about itself.
        if self.covered[start as usize] == self.covered[end as usize - 1]
            && let Some((s, e, kind)) = self.decision_at(start)
        {
            let kind = usize::from(kind);
            if (s, e) == (start, end) {
                same[kind] -= 1;
            } else if e == end && s > start.saturating_sub(6) {
                tails[kind] = tails[kind].saturating_sub(1);
            } else if s == start {
                heads[kind] = heads[kind].saturating_sub(1);
            }
        }
        let some = [same, tails, heads] != [NONE; 3];
        for kind in (0..KINDS.len()).filter(|_| some) {
            if same[kind] > 0 {
                out.push(layout.number(T::Same, kind, build));
                out.push(layout.number(T::SameKind, kind, 0));
                out.push(layout.number(T::Most, kind, usize::from(same[kind]).min(SMALL - 1)));
            }
            if tails[kind] > 0 {
                out.push(layout.number(T::Tail, kind, build));
                out.push(layout.number(T::TailKind, kind, 0));
            }
            if heads[kind] > 0 {
                out.push(layout.number(T::Head, kind, build));
            }
        }
        if !some && occurrences > 1 {
            out.push(layout.number(T::Never, build, 0));
        }
        self.neighbours(candidate, model, out);
        let mut each = |template: T, counts: Counts, own: Option<usize>, second: usize| {
            if counts == NONE {
                return;
            }
            for (kind, &count) in counts.iter().enumerate() {
                if count > u16::from(own == Some(kind)) {
                    out.push(layout.number(template, kind, second));
                }
            }
        };
        let get = |map: &ByHash<Counts>, key: u64| map.get(&key).copied().unwrap_or(NONE);
        let words = self.candidates.words(candidate);
        if words.len() > 1 {
            for (template, at) in [(T::EndsWith, end - 1), (T::BeginsWith, start)] {
                if let Some(words) = self.of_word(at) {
                    each(template, words.whole, self.alone(at), build);
                }
            }
            if !self.acronyms.is_empty() {
                for key in initials(words) {
                    each(T::Expands, get(&self.acronyms, key), None, 0);
                }
            }
        } else if words[0].acronym != 0 {
            each(T::Acronym, get(&self.initials, words[0].acronym), None, 0);
        }
    }

    /// Appends the evidence from the names on both sides, over a word that counts.
    fn neighbours(&self, candidate: &Candidate, model: &Model, out: &mut Vec<u32>) {
        let Candidate {
            start, end, build, ..
        } = *candidate;
        let (layout, facts) = (&model.layout, &self.candidates.facts);
        let before = start.checked_sub(2).map(|at| (T::Before, at, at + 1));
        let after = ((end as usize) + 1 < facts.len()).then_some((T::After, end + 1, end));
        for (template, at, between) in before.into_iter().chain(after) {
            let word = facts[between as usize].word;
            if word == 0 {
                continue;
            }
            let (kinds, single) = self.kinds_at(at);
            let alike = match (single, end == start + 1) {
                (true, true) => 1,
                (false, false) => 2,
                _ => 3,
            };
            for kind in (0..KINDS.len()).filter(|&kind| kinds[kind]) {
                out.push(layout.number(template, kind, usize::from(word)));
                if model.classes.is_coordinator(word) {
                    out.push(layout.number(T::Joined, kind, usize::from(build)));
                    out.push(layout.number(T::Alike, kind, alike));
                }
            }
        }
    }

    /// The decision that covers a token.
    fn decision_at(&self, token: u32) -> Option<(u32, u32, u8)> {
        let number = self.covered[token as usize].checked_sub(1)?;
        Some(self.decided[number as usize])
    }

    /// The kind of the token if it is a name by itself.
    fn alone(&self, token: u32) -> Option<usize> {
        self.decision_at(token)
            .filter(|d| (d.0, d.1) == (token, token + 1))
            .map(|d| usize::from(d.2))
    }

    /// The kinds of the name that covers a token, or else of those that end with it elsewhere, and
    /// whether it is a name of one word.
    fn kinds_at(&self, at: u32) -> ([bool; KINDS.len()], bool) {
        if let Some((start, end, kind)) = self.decision_at(at) {
            let kinds = std::array::from_fn(|k| k == usize::from(kind));
            return (kinds, end == start + 1);
        }
        let words = match self.candidates.facts[at as usize].code.is_capital() {
            true => self.of_word(at),
            false => None,
        };
        (words.map_or(NONE, |words| words.tails).map(|n| n > 0), true)
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

/// Words by their hashes, capitals and small letters alike.
fn hashes(words: &[FormFacts]) -> impl Iterator<Item = u64> {
    words.iter().map(|facts| facts.hash)
}

/// The acronyms of a name of several words: of its capitals, and of all words but connectors.
fn initials(words: &[FormFacts]) -> [u64; 2] {
    let of = |wanted: fn(Code) -> bool| {
        let words = words.iter().filter(|facts| wanted(facts.code));
        letters(words.map(|facts| facts.upper))
    };
    [
        of(Code::is_capital),
        of(|code| code.is_capital() || code == Code::Lower),
    ]
}
