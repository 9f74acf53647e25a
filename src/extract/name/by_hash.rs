//! Runs of words by their hash: what is compared are numbers, not spellings.
//!
//! A hash has 64 bits and is taken for the words themselves: an article has some hundreds of runs, so that
//! two of them share one by chance in one of 10¹⁵ articles.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A map whose keys are hashes already.
pub(super) type ByHash<V> = HashMap<u64, V, BuildHasherDefault<Hashed>>;

/// An empty map with room for `count` keys.
pub(super) fn with_room<V>(count: usize) -> ByHash<V> {
    ByHash::with_capacity_and_hasher(count, BuildHasherDefault::default())
}

/// Hands a hash on as it is, its better half below.
#[derive(Debug, Default)]
pub(super) struct Hashed(u64);

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

/// The hash of a run with one more word.
#[inline]
pub(super) fn longer(run: u64, word: u64) -> u64 {
    (run.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// The hash of a run of words, each of which is a hash.
#[inline]
pub(super) fn run(words: impl IntoIterator<Item = u64>) -> u64 {
    words.into_iter().fold(0, longer)
}

/// The hash of letters.
#[inline]
pub(super) fn letters(letters: impl IntoIterator<Item = char>) -> u64 {
    letters
        .into_iter()
        .fold(1, |run, letter| longer(run, u64::from(u32::from(letter))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_and_number_of_words_count() {
        let runs = [run([]), run([7]), run([7, 9]), run([9, 7]), run([7, 7])];
        for (at, one) in runs.iter().enumerate() {
            assert!(!runs[..at].contains(one), "{at}");
        }
        assert_eq!(longer(run([7]), 9), run([7, 9]));
    }
}
