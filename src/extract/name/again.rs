//! The last look: a family name alone, once somebody who bears it was named in full.
//!
//! Weights can outvote what the article has said (`Morvan et Garnier`, a pair of unknown words); this
//! pass cannot be outvoted, so it is narrow: one word with a capital that no decided name touches,
//! which is the last word of a full name and no common word where a sentence begins; and one word that
//! is joined to such a family name and in no list.

use super::super::analysis::Analysis;
use super::by_hash::ByHash;
use super::candidate::Candidates;
use super::decode::Decision;
use super::model::Model;

/// Index of persons in [`super::KINDS`].
const PERSON: u8 = 0;

/// Adds to `decisions`, in the order of the text. Linear in the number of candidates.
pub(super) fn look(
    analysis: &Analysis,
    model: &Model,
    candidates: &Candidates,
    decisions: &mut Vec<Decision>,
) {
    let classes = &model.classes;
    let candidate = |d: &Decision| candidates.list[d.candidate as usize];
    let folded = |at: u32| candidates.facts[at as usize].hash;
    let mut families: ByHash<f32> = ByHash::default();
    for decision in decisions.iter().filter(|d| d.kind == PERSON) {
        let name = candidate(decision);
        // `Le Fur` is never `Fur`.
        let whole = |at: u32| !classes.is_connector(candidates.facts[at as usize].word);
        if name.end > name.start + 1 && whole(name.end - 2) {
            let family = families.entry(folded(name.end - 1));
            let score = family.or_insert(decision.score);
            *score = score.max(decision.score);
        }
    }
    if families.is_empty() {
        return;
    }
    let mut taken = vec![false; analysis.len() as usize + 2];
    for decision in decisions.iter() {
        let name = candidate(decision);
        taken[name.start as usize + 1..=name.end as usize].fill(true);
    }
    // A token's place in `taken` is one higher, so that the one before it is always there.
    let touched = |at: u32| taken[at as usize..at as usize + 3].contains(&true);
    let facts = |at: u32| &candidates.facts[at as usize];
    let capital = |at: u32| facts(at).initial.is_uppercase();
    let civilities = analysis.pack.concept("civility");
    let mut more: Vec<Decision> = Vec::new();
    for (index, name) in candidates.list.iter().enumerate() {
        let at = name.start;
        if name.end != at + 1 || touched(at) || !capital(at) {
            continue;
        }
        let Some(&score) = families.get(&folded(at)) else {
            continue;
        };
        let sentence = analysis.sentence_of(at).first;
        let common = |at: u32| facts(at).bits & classes.common != 0;
        // `Garnier street` is no person, and what follows a capital goes with it.
        let goes_with = |before: u32| {
            let civil = || {
                civilities.is_some_and(|list| analysis.input.entry_of(list, before, at).is_some())
            };
            facts(before).bits & classes.heads != 0
                || capital(before) && !(before == sentence && common(before)) && !civil()
        };
        let apart = match at == sentence {
            true => !common(at),
            false => !goes_with(at - 1),
        };
        if apart {
            more.push(Decision {
                candidate: index as u32,
                kind: PERSON,
                score,
            });
        }
    }
    if !more.is_empty() {
        decisions.append(&mut more);
        decisions.sort_by_key(|d| candidate(d).start);
    }
    // Who is joined to a family name alone is a person, too, if no list knows the word: `Morvan et
    // Tasset`.
    let alone = |d: &Decision| candidate(d).end == candidate(d).start + 1;
    let known = |d: &Decision| families.contains_key(&folded(candidate(d).start));
    for second in 1..decisions.len() {
        let pair = [decisions[second - 1], decisions[second]];
        let [left, right] = pair.map(|d| candidate(&d));
        let joined = left.end + 1 == right.start && classes.is_coordinator(facts(left.end).word);
        if !joined || !pair.iter().all(alone) {
            continue;
        }
        for (one, other) in [(second - 1, second), (second, second - 1)] {
            let listed = facts(candidate(&decisions[other]).start).bits & classes.entries;
            if decisions[one].kind == PERSON && known(&decisions[one]) && listed == 0 {
                decisions[other].kind = PERSON;
            }
        }
    }
}
