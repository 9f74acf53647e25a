//! The choice among candidates that overlap.

use super::candidate::Candidates;
use super::model::Weights;
use crate::token::Sentence;

/// A candidate that was decided to be a name.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Decision {
    /// Index into [`Candidates::list`].
    pub candidate: u32,
    /// Index into [`super::KINDS`].
    pub kind: u8,
    /// Sum of the evidence.
    pub score: f32,
}

/// The best way to a place: its sum, and the name that ends there, if one does.
type Best = (f32, Option<Decision>);

/// The set of candidates with the highest sum, none overlapping another, in order. Linear in the
/// number of candidates and of their tokens: candidates that share no token are settled apart.
pub(super) fn decode(
    candidates: &Candidates,
    sentences: &[Sentence],
    scores: impl Fn(usize) -> Weights,
) -> Vec<Decision> {
    let list = &candidates.list;
    let mut out = Vec::with_capacity(list.len() / 2);
    let mut best: Vec<Best> = Vec::with_capacity(32);
    let mut from = 0;
    for sentence in sentences {
        // The sum of all that was settled in the sentence.
        let mut sum = 0.0;
        while from < list.len() && list[from].start < sentence.end {
            let mut end = list[from].end;
            let mut to = from + 1;
            while to < list.len() && list[to].start < end {
                end = end.max(list[to].end);
                to += 1;
            }
            if to == from + 1 {
                // Most stand alone.
                let (reached, decision) = taken((sum, None), sum, from, scores(from));
                sum = reached;
                out.extend(decision);
                from = to;
                continue;
            }
            best.clear();
            best.resize(
                (end - list[from].start) as usize + 1,
                (f32::NEG_INFINITY, None),
            );
            best[0].0 = sum;
            reach(candidates, from..to, &scores, &mut best);
            sum = best[best.len() - 1].0;
            walk_back(candidates, list[from].start, &best, &mut out);
            from = to;
        }
    }
    out
}

/// The better of the best way known to the end of a candidate and the one that takes it from `here`.
fn taken(mut best: Best, here: f32, candidate: usize, scores: Weights) -> Best {
    for (kind, score) in scores.into_iter().enumerate() {
        if score > 0.0 && here + score > best.0 {
            let decision = Decision {
                candidate: candidate as u32,
                kind: kind as u8,
                score,
            };
            best = (here + score, Some(decision));
        }
    }
    best
}

/// Finds the best way to each place of a cluster of candidates; that to the first is known.
fn reach(
    candidates: &Candidates,
    cluster: std::ops::Range<usize>,
    scores: impl Fn(usize) -> Weights,
    best: &mut [Best],
) {
    let list = &candidates.list[..cluster.end];
    let first = list[cluster.start].start;
    let mut at = cluster.start;
    for place in 0..best.len() - 1 {
        let here = best[place].0;
        let next = &mut best[place + 1];
        if here > next.0 || here == next.0 && next.1.is_some() {
            *next = (here, None);
        }
        while at < list.len() && list[at].start == first + place as u32 {
            let end = &mut best[(list[at].end - first) as usize];
            *end = taken(*end, here, at, scores(at));
            at += 1;
        }
    }
}

/// Appends the names on the best way, in order. `first` is the token at its begin.
fn walk_back(candidates: &Candidates, first: u32, best: &[Best], out: &mut Vec<Decision>) {
    let mark = out.len();
    let mut place = best.len() - 1;
    while place > 0 {
        match best[place].1 {
            Some(decision) => {
                let candidate = &candidates.list[decision.candidate as usize];
                place = (candidate.start - first) as usize;
                out.push(decision);
            }
            None => place -= 1,
        }
    }
    out[mark..].reverse();
}

#[cfg(test)]
mod tests {
    use super::super::candidate::Candidate;
    use super::*;

    fn decided(stretches: &[(u32, u32, Weights)]) -> Vec<(u32, u8)> {
        let candidates = Candidates {
            list: stretches
                .iter()
                .map(|&(start, end, _)| Candidate {
                    start,
                    end,
                    build: 0,
                    proposal: None,
                })
                .collect(),
            ..Candidates::default()
        };
        let sentence = Sentence { first: 0, end: 20 };
        decode(&candidates, &[sentence], |index| stretches[index].2)
            .iter()
            .map(|d| (d.candidate, d.kind))
            .collect()
    }

    #[test]
    fn the_highest_sum_wins() {
        let person = |score| [score, 0.0, 0.0, 0.0];
        let place = |score| [0.0, 0.0, score, 0.0];
        // Two short names against a long one over both, and one apart.
        let long = |score| {
            decided(&[
                (1, 3, person(2.0)),
                (1, 5, place(score)),
                (3, 5, person(2.0)),
                (9, 10, place(0.5)),
                (12, 13, person(-1.0)),
            ])
        };
        assert_eq!(long(3.0), [(0, 0), (2, 0), (3, 2)]);
        assert_eq!(long(5.0), [(1, 2), (3, 2)]);
    }
}
