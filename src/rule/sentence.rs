//! What each sentence has: a rule that needs more is not tried in it.

use super::matcher::Input;
use super::program::{Opening, Rule};
use super::regions::Regions;

/// The sentences of an article, with all that stands in each, or right behind it.
#[derive(Debug, Default)]
pub(super) struct Sentences {
    /// For each token, its sentence.
    of: Vec<u32>,
    /// For each sentence, the first token behind it.
    ends: Vec<u32>,
    /// For each sentence, a bit for each opening that one of its forms is of.
    opens: Vec<u64>,
    stride: usize,
    /// For each sentence, whether an entry of several words begins in it.
    phrases: Vec<bool>,
    /// For each sentence, the types of the regions that begin in it, and of those that lead out of it.
    types: Vec<u64>,
    out: Vec<u64>,
}

impl Sentences {
    /// Takes in tokens and lists. O(n).
    pub fn begin(&mut self, input: &Input) {
        self.of.clear();
        self.ends.clear();
        self.opens.clear();
        self.phrases.clear();
        self.stride = input.bits.opens_of(0).len();
        for (at, token) in input.tokens.iter().enumerate() {
            let opens = input.bits.opens_of(input.classes[at]);
            if token.opens_sentence || at == 0 {
                // The first token stands right behind the sentence before, too.
                self.add(opens);
                self.ends.push(0);
                self.phrases.push(false);
                self.opens.resize(self.ends.len() * self.stride, 0);
            }
            self.add(opens);
            self.of.push(self.ends.len() as u32 - 1);
            if let Some(end) = self.ends.last_mut() {
                *end = at as u32 + 1;
            }
        }
        for found in input.found {
            let sentence = self.of[found.start as usize] as usize;
            self.phrases[sentence] = true;
            if self.opens_at(found.start) && sentence > 0 {
                self.phrases[sentence - 1] = true;
            }
        }
    }

    /// Adds to what the last sentence has.
    fn add(&mut self, opens: &[u64]) {
        let from = self.opens.len().saturating_sub(self.stride);
        let last = self.opens[from..].iter_mut();
        last.zip(opens).for_each(|(all, more)| *all |= more);
    }

    /// Whether the token is the first of its sentence.
    fn opens_at(&self, token: u32) -> bool {
        token == 0 || self.of[token as usize - 1] != self.of[token as usize]
    }

    /// Takes in the regions that a phase sees. O(regions).
    pub fn see(&mut self, regions: &Regions) {
        self.types.clear();
        self.types.resize(self.ends.len(), 0);
        self.out.clear();
        self.out.resize(self.ends.len(), 0);
        for region in regions.all() {
            let bit = 1 << region.kind.0;
            let sentence = self.of[region.start as usize] as usize;
            self.types[sentence] |= bit;
            if region.end >= self.ends[sentence] {
                self.out[sentence] |= bit;
            }
            if sentence > 0 && self.opens_at(region.start) {
                self.types[sentence - 1] |= bit;
            }
        }
    }

    /// Whether a match of the rule that begins at the token can have all that the rule needs. If not,
    /// the first token behind the sentence.
    #[inline]
    pub fn have_all(&self, rule: &Rule, at: u32) -> Result<(), u32> {
        let sentence = self.of[at as usize] as usize;
        // A match leaves its sentence by a region, and no other way.
        if rule.needs.iter().all(|need| self.have(need, sentence))
            || self.out[sentence] & rule.program.types != 0
        {
            return Ok(());
        }
        Err(self.ends[sentence])
    }

    fn have(&self, need: &Opening, sentence: usize) -> bool {
        let bits = self.opens[sentence * self.stride + need.number as usize / 64];
        bits & (1 << (need.number % 64)) != 0
            || self.types[sentence] & need.types != 0
            || need.lists && self.phrases[sentence]
    }
}
