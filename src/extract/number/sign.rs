//! What a word is to numbers by itself: worked out once a form, a bit a sign.

use super::glued;
use super::read::begins;
use super::settings::Settings;
use crate::extract::signs::{Asked, sign_bits};

/// What a word can be. The words of most are named by `numbers.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sign {
    /// A number can begin with it.
    Begins,
    /// Digits and letters in one token, perhaps a number with its unit.
    Glued,
    And,
    Decimal,
    OrdinalEnding,
    /// An ending of ordinals that may stand apart from the digits.
    OrdinalEndingApart,
    RomanEnding,
    /// Counts nothing when it stands alone.
    NotBare,
    /// A number behind it is a label.
    Label,
    Lending,
    Comparing,
    Resuming,
    Sharing,
    /// Behind it a sign may stand apart from its number.
    BeforeMinus,
    /// Tells which of the currencies of one name is meant.
    SharedCurrency,
}

sign_bits!(number);

impl Settings {
    /// Tells every word that the settings name, with what it is.
    pub(crate) fn each_word(&self, mut tell: impl FnMut(&str, Sign)) {
        for (sign, words) in [
            (Sign::And, &self.and),
            (Sign::Decimal, &self.decimal),
            (Sign::OrdinalEnding, &self.ordinal_endings),
            (Sign::OrdinalEndingApart, &self.ordinal_endings_apart),
            (Sign::RomanEnding, &self.roman_endings),
            (Sign::NotBare, &self.articles),
            (Sign::NotBare, &self.not_bare),
            (Sign::Label, &self.not_after),
            (Sign::Lending, &self.lending),
            (Sign::Comparing, &self.comparing),
            (Sign::Resuming, &self.resuming),
            (Sign::Sharing, &self.sharing),
            (Sign::BeforeMinus, &self.before_sign),
        ] {
            words.iter().for_each(|word| tell(word, sign));
        }
    }
}

/// The signs that follow from the look of the word.
pub(crate) fn look(asked: &Asked, settings: &Settings) -> u64 {
    let mut bits = 0;
    let mut set = |sign: Sign, is: bool| bits |= if is { sign.bit() } else { 0 };
    set(Sign::Begins, begins(asked, settings));
    set(Sign::Glued, glued::may_be(asked));
    bits
}
