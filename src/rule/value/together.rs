//! Many patterns that are asked of one value: one automaton reads it once and tells all that match.
//!
//! Its states are made as values need them, as those of [`lazy`](super::super::lazy) are; values are words of a
//! text, which soon have shown all states.

use hashbrown::HashMap;

use super::small::{Item, Letter, Part};
use super::{How, Pattern};
use crate::rule::automaton::put;

/// Patterns by number.
#[derive(Debug, Default)]
pub(in crate::rule) struct Together {
    /// Reads values from their first letter.
    forward: Automaton,
    /// Reads values from their last letter: patterns that begin with what can be of any length, and would be in many
    /// states at once.
    backward: Automaton,
    /// Patterns that need an automaton of their own.
    others: Vec<(u32, Pattern)>,
    patterns: usize,
}

#[derive(Debug, Default)]
struct Automaton {
    steps: Vec<Step>,
    starts: Vec<u32>,
    /// Chunks of a set of patterns.
    chunks: usize,
    backward: bool,
}

#[derive(Debug)]
enum Step {
    Letter(Letter, u32),
    Either(u32, u32),
    /// The pattern with this number matches what ends here.
    End(u32),
}

/// The states that were met.
#[derive(Debug, Default)]
pub(in crate::rule) struct States {
    forward: Met,
    backward: Met,
}

#[derive(Debug, Default)]
struct Met {
    /// For each state, its steps, letters and ends.
    steps: Vec<Box<[u32]>>,
    numbers: HashMap<Box<[u32]>, u32>,
    /// For each state, a bit a pattern that matches where the value ends there.
    ends: Vec<Box<[u64]>>,
    next: HashMap<(u32, char), u32>,
    work: Vec<u32>,
}

/// More states than this are forgotten, and made anew: bounds the memory.
const MAX_STATES: usize = if cfg!(test) { 12 } else { 10_000 };

impl Together {
    /// O(length of the patterns).
    pub fn new(patterns: &[Pattern]) -> Self {
        let mut new = Self {
            patterns: patterns.len(),
            ..Self::default()
        };
        let chunks = new.chunks();
        (new.forward.chunks, new.backward.chunks) = (chunks, chunks);
        new.backward.backward = true;
        for (nth, pattern) in (0..).zip(patterns) {
            match &pattern.how {
                How::Regex(_) => new.others.push((nth, pattern.clone())),
                How::Plain => new.forward.add_word(&pattern.text, nth),
                How::Small(small) => {
                    for items in small.alternatives() {
                        let open =
                            |item: Option<&Item>| item.is_some_and(|item| item.most.is_none());
                        match open(items.first()) && !open(items.last()) {
                            true => new.backward.add(items, nth),
                            false => new.forward.add(items, nth),
                        }
                    }
                }
            }
        }
        new
    }

    /// Chunks of 64 that a set of the patterns takes.
    pub fn chunks(&self) -> usize {
        self.patterns.div_ceil(64)
    }

    /// Adds to `set` the numbers of the patterns that the value matches. O(length of the value) where its states are
    /// known.
    pub fn add_matching(&self, value: &str, states: &mut States, set: &mut [u64]) {
        self.forward.read(value.chars(), &mut states.forward, set);
        self.backward
            .read(value.chars().rev(), &mut states.backward, set);
        for (nth, pattern) in &self.others {
            if pattern.matches(value) {
                put(set, *nth);
            }
        }
    }
}

impl Automaton {
    fn read(&self, letters: impl Iterator<Item = char>, met: &mut Met, set: &mut [u64]) {
        if self.starts.is_empty() {
            return;
        }
        if met.ends.len() > MAX_STATES {
            *met = Met::default();
        }
        if met.ends.is_empty() {
            met.work.extend_from_slice(&self.starts);
            met.state(self);
        }
        let mut state = 0;
        for letter in letters {
            if met.steps[state as usize].is_empty() {
                return;
            }
            state = match met.next.get(&(state, letter)) {
                Some(&next) => next,
                None => met.make(self, state, letter),
            };
        }
        let ends = &met.ends[state as usize];
        set.iter_mut()
            .zip(ends)
            .for_each(|(chunk, ends)| *chunk |= ends);
    }

    fn add(&mut self, items: &[Item], pattern: u32) {
        let end = self.step(Step::End(pattern));
        let start = self.items(items, end);
        self.starts.push(start);
    }

    fn add_word(&mut self, word: &str, pattern: u32) {
        let end = self.step(Step::End(pattern));
        let start = word.chars().rev().fold(end, |next, letter| {
            self.step(Step::Letter(Letter::One(letter), next))
        });
        self.starts.push(start);
    }

    fn step(&mut self, step: Step) -> u32 {
        self.steps.push(step);
        self.steps.len() as u32 - 1
    }

    /// Steps for items in a row, before `next`; the first of them.
    fn items(&mut self, items: &[Item], next: u32) -> u32 {
        let mut items = items.iter();
        // The last to be read is made first.
        let mut last = || match self.backward {
            true => items.next(),
            false => items.next_back(),
        };
        let items: Vec<&Item> = std::iter::from_fn(&mut last).collect();
        items
            .into_iter()
            .fold(next, |next, item| self.item(item, next))
    }

    fn item(&mut self, item: &Item, next: u32) -> u32 {
        let mut first = next;
        match item.most {
            Some(most) => {
                for _ in item.least..most {
                    let once = self.part(&item.part, first);
                    first = self.step(Step::Either(once, next));
                }
            }
            None => {
                // What it leads to is known when that is made.
                first = self.step(Step::Either(next, next));
                let once = self.part(&item.part, first);
                self.steps[first as usize] = Step::Either(once, next);
            }
        }
        (0..item.least).fold(first, |next, _| self.part(&item.part, next))
    }

    fn part(&mut self, part: &Part, next: u32) -> u32 {
        match part {
            Part::Letter(letter) => self.step(Step::Letter(letter.clone(), next)),
            Part::Group(alternatives) => {
                let firsts: Vec<u32> = alternatives
                    .iter()
                    .map(|items| self.items(items, next))
                    .collect();
                let either = firsts
                    .into_iter()
                    .reduce(|one, other| self.step(Step::Either(one, other)));
                either.unwrap_or(next)
            }
        }
    }
}

impl Met {
    /// Makes the state behind a letter.
    #[cold]
    fn make(&mut self, automaton: &Automaton, from: u32, letter: char) -> u32 {
        for &step in &self.steps[from as usize] {
            match &automaton.steps[step as usize] {
                Step::Letter(wanted, next) if wanted.fits(letter) => self.work.push(*next),
                _ => {}
            }
        }
        let state = self.state(automaton);
        self.next.insert((from, letter), state);
        state
    }

    /// The number of the state that begins with the steps in `work`.
    fn state(&mut self, automaton: &Automaton) -> u32 {
        let mut seen = vec![0; automaton.steps.len().div_ceil(64)];
        let mut steps = Vec::new();
        while let Some(step) = self.work.pop() {
            if put(&mut seen, step) {
                match automaton.steps[step as usize] {
                    Step::Either(one, other) => self.work.extend([one, other]),
                    Step::Letter(..) | Step::End(_) => steps.push(step),
                }
            }
        }
        steps.sort_unstable();
        if let Some(&state) = self.numbers.get(steps.as_slice()) {
            return state;
        }
        let mut ends = vec![0; automaton.chunks].into_boxed_slice();
        for &step in &steps {
            if let Step::End(pattern) = automaton.steps[step as usize] {
                put(&mut ends, pattern);
            }
        }
        let state = self.ends.len() as u32;
        let steps = steps.into_boxed_slice();
        self.numbers.insert(steps.clone(), state);
        self.steps.push(steps);
        self.ends.push(ends);
        state
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::automaton::each;

    /// Asked together, or each by itself: the same.
    #[test]
    fn what_matches_is_found() {
        let texts = [
            "dit",
            "été",
            ".*s",
            "é.*",
            ".*é",
            "(a|é)?b*",
            "[^a]+",
            r"\p{Lu}.*",
            "1er|1°",
            ".{3,}ment",
            "a{0,2}b{1,3}",
            "(al|ale|aux){2}",
            "",
            "[0-9]{1,3}",
        ];
        let patterns: Vec<Pattern> = (0..6)
            .flat_map(|_| texts)
            .map(|text| Pattern::new(text, str::to_owned, &mut Default::default()).expect("valid"))
            .collect();
        let together = Together::new(&patterns);
        assert_eq!(together.chunks(), 2);
        let mut states = States::default();
        for value in [
            "dit",
            "été",
            "Étés",
            "lentement",
            "ment",
            "b",
            "aab",
            "aaab",
            "abbb",
            "abbbb",
            "a",
            "é",
            "1°",
            "alaux",
            "alalal",
            "12",
            "1234",
            "",
            "\n",
        ] {
            let mut found = vec![0; together.chunks()];
            together.add_matching(value, &mut states, &mut found);
            let expected: Vec<u32> = (0..)
                .zip(&patterns)
                .filter(|(_, pattern)| pattern.matches(value))
                .map(|(nth, _)| nth)
                .collect();
            assert_eq!(each(&found).collect::<Vec<_>>(), expected, "{value:?}");
        }
    }
}
