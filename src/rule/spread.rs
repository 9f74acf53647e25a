//! What leads to an instruction without taking anything.

use std::ops::Range;

use super::automaton::{Automaton, put};
use super::program::Inst;

/// Where a state stands: what may be taken there, and which edges it is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Place {
    /// At a token that opens no sentence.
    Inside,
    /// At a token that opens a sentence, where a match begins.
    First,
    /// At such a token, in a match from the sentence before.
    Crossing,
    /// Behind the last token.
    End,
}

/// For instructions that were reached, what leads to each without taking anything inside a sentence.
#[derive(Debug, Default)]
pub(super) struct Leading {
    /// Where each begins and ends in `chunks`; nothing where it is not known yet.
    of: Vec<Range<u32>>,
    /// Chunks of sets, with their places.
    chunks: Vec<(u32, u64)>,
}

impl Leading {
    /// Adds to the set what leads to the instruction.
    pub fn add(&mut self, automaton: &Automaton, pc: u32, set: &mut [u64]) {
        if self.of.is_empty() {
            self.of.resize(automaton.insts.len(), 0..0);
        }
        if self.of[pc as usize].is_empty() {
            self.of[pc as usize] = self.find(automaton, pc);
        }
        let Range { start, end } = self.of[pc as usize];
        for &(index, chunk) in &self.chunks[start as usize..end as usize] {
            set[index as usize] |= chunk;
        }
    }

    #[cold]
    fn find(&mut self, automaton: &Automaton, pc: u32) -> Range<u32> {
        let mut set = vec![0; automaton.chunks];
        put(&mut set, pc);
        spread(automaton, &mut set, &mut vec![pc], Place::Inside);
        let start = self.chunks.len() as u32;
        let chunks = (0..).zip(set).filter(|(_, chunk)| *chunk != 0);
        self.chunks.extend(chunks);
        start..self.chunks.len() as u32
    }
}

/// Adds to the set what leads to the instructions of `work` without taking anything.
pub(super) fn spread(automaton: &Automaton, set: &mut [u64], work: &mut Vec<u32>, place: Place) {
    while let Some(pc) = work.pop() {
        for &before in automaton.before(pc) {
            let open = match automaton.insts[before as usize] {
                Inst::SentenceStart => matches!(place, Place::First | Place::Crossing),
                Inst::SentenceEnd => place != Place::Inside,
                _ => true,
            };
            if open && put(set, before) {
                work.push(before);
            }
        }
    }
}
