//! A word of the text as the look-up of entries of several words wants it.

use super::WordId;

/// The word of a token, if the lexicon knows it, and whether it stands in first or second place of an entry of
/// several words: four bytes, so that the words of a text are one short array.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ListedWord(u32);

const BEGINS: u32 = 1 << 31;
const GOES_ON: u32 = 1 << 30;

impl ListedWord {
    pub(super) fn new(word: WordId, begins: bool, goes_on: bool) -> Self {
        debug_assert!(word.0 + 1 < GOES_ON, "a lexicon has fewer words");
        let bit = |is: bool, bit: u32| if is { bit } else { 0 };
        Self((word.0 + 1) | bit(begins, BEGINS) | bit(goes_on, GOES_ON))
    }

    /// The word's number.
    pub fn id(self) -> Option<WordId> {
        (self.0 & !(BEGINS | GOES_ON)).checked_sub(1).map(WordId)
    }

    pub(super) fn begins(self) -> bool {
        self.0 & BEGINS != 0
    }

    pub(super) fn goes_on(self) -> bool {
        self.0 & GOES_ON != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_keeps_its_number_and_places() {
        assert_eq!(ListedWord::default().id(), None);
        for (begins, goes_on) in [(false, false), (true, false), (false, true), (true, true)] {
            let word = ListedWord::new(WordId(7), begins, goes_on);
            assert_eq!(word.id(), Some(WordId(7)));
            assert_eq!((word.begins(), word.goes_on()), (begins, goes_on));
        }
    }
}
