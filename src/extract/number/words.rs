//! Numbers in words: a machine that takes one number word after the other, as long as they make
//! one number.
//!
//! `soixante` `et` `onze`, `quatre` `vingt` `dix` `sept`, `deux` `mille` `milliards`: a unit behind
//! a ten, a multiplier before a hundred, scales that fall. What may follow what is the same in every
//! language of this kind; which tens take the teens behind them, is a setting.

use super::settings::{Sense, Settings, Word};

/// What has been read so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Reader {
    /// Sum of the parts from a million up.
    high: u128,
    /// The part in thousands, multiplied.
    thousands: u128,
    /// Below a thousand, with its hundreds.
    group: u64,
    hundred: bool,
    low: Low,
    /// The smallest scale from a million up that has been used.
    last: Option<u128>,
    any: bool,
    ordinal: bool,
    ended: bool,
    /// The last word was the joining one.
    joined: bool,
    /// Exponent of the last scale word, 0 where none.
    pub scale: u32,
    /// Digits, with decimals, that stand in place of the first group.
    digits: Option<f64>,
    /// The number began in digits: only scale words and digits go on with it.
    in_digits: bool,
}

/// The part below a hundred.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
enum Low {
    #[default]
    None,
    Ten(u64),
    /// A ten and ten more: `soixante-dix`.
    TenTen,
    Done,
}

impl Reader {
    /// Begins with a number in digits, such as the `1,5` of `1,5 million`.
    pub fn with_digits(value: f64) -> Self {
        Self {
            digits: Some(value),
            in_digits: true,
            any: true,
            low: Low::Done,
            hundred: true,
            ..Self::default()
        }
    }

    /// Takes the word that joins (`et`), if it can stand here.
    pub fn join(&mut self) -> bool {
        let fits = !self.joined
            && !self.ended
            && self.digits.is_none()
            && match self.low {
                Low::Ten(ten) => ten > 10,
                Low::None => self.any && (self.group > 0 || self.thousands > 0),
                _ => false,
            };
        self.joined = fits || self.joined;
        fits
    }

    /// Takes a word, if it goes on with the number.
    pub fn push(&mut self, word: Word, settings: &Settings) -> bool {
        if self.ended
            || word.bound && !self.any
            || self.in_digits && !matches!(word.sense, Sense::Scale(_))
        {
            return false;
        }
        let fits = match word.sense {
            Sense::Zero => {
                let first = !self.any;
                self.ended = first;
                first
            }
            Sense::Unit(value) => self.unit(value, settings),
            Sense::Ten(value) => self.ten(value, settings),
            Sense::Hundred => self.hundred(),
            Sense::Scale(scale) => self.scale(scale, word.ordinal),
        };
        if fits {
            self.any = true;
            self.joined = false;
            if word.ordinal {
                (self.ordinal, self.ended) = (true, true);
            }
        }
        fits
    }

    fn unit(&mut self, value: u64, settings: &Settings) -> bool {
        let fits = match self.low {
            Low::None => true,
            Low::Ten(10) => (7..=9).contains(&value),
            Low::Ten(ten) => value < 10 || settings.teen_tens.contains(&ten),
            Low::TenTen => (7..=9).contains(&value),
            Low::Done => false,
        };
        if !fits || self.joined && !matches!(value, 1 | 11) {
            return false;
        }
        self.group += value;
        self.low = Low::Done;
        true
    }

    fn ten(&mut self, value: u64, settings: &Settings) -> bool {
        if self.joined {
            return false;
        }
        match self.low {
            Low::None => {
                self.group += value;
                self.low = Low::Ten(value);
                true
            }
            Low::Ten(ten) if value == 10 && settings.teen_tens.contains(&ten) => {
                self.group += 10;
                self.low = Low::TenTen;
                true
            }
            Low::Done if self.digits.is_none() => {
                let unit = self.group % 100;
                let compound = settings
                    .compounds
                    .iter()
                    .find(|c| c.unit == unit && c.ten == value);
                let Some(compound) = compound else {
                    return false;
                };
                self.group = self.group - unit + compound.value;
                self.low = Low::Ten(compound.value);
                true
            }
            _ => false,
        }
    }

    fn hundred(&mut self) -> bool {
        if self.joined || self.hundred || self.group == 1 || self.group > 19 {
            return false;
        }
        self.group = self.group.max(1) * 100;
        self.hundred = true;
        self.low = Low::None;
        true
    }

    fn scale(&mut self, scale: u128, ordinal: bool) -> bool {
        // `un millionième` is a part of one, not the millionth.
        let part = ordinal && self.group == 1 && self.thousands == 0 && self.high == 0;
        if self.joined || part {
            return false;
        }
        if let Some(digits) = self.digits {
            // `1,5 million`, `3 000 milliards`, but also `2 mille`.
            self.digits = None;
            let exact = digits * scale as f64;
            // `2,3 millions` is whole, whatever binary fractions make of it.
            let exact = if (exact - exact.round()).abs() < 1e-6 * digits.abs() {
                exact.round()
            } else {
                exact
            };
            self.high = exact as u128;
            self.digits_done(exact, scale);
            return true;
        }
        if scale == 1000 {
            if self.thousands > 0 || self.last.is_some_and(|last| last <= scale) {
                return false;
            }
            // `un mille` is a mile; a thousand has no article.
            if self.group == 1 && self.high == 0 {
                return false;
            }
            self.thousands = u128::from(self.group.max(1)) * 1000;
        } else {
            let mut many = self.thousands + u128::from(self.group);
            // `le millionième` needs no `un`, `millions` does.
            if ordinal && !self.any {
                many = 1;
            }
            if many == 0 || self.last.is_some_and(|last| last <= scale) {
                return false;
            }
            let Some(part) = many.checked_mul(scale) else {
                return false;
            };
            self.high += part;
            self.thousands = 0;
            self.last = Some(scale);
        }
        self.next_group(scale);
        true
    }

    fn digits_done(&mut self, exact: f64, scale: u128) {
        self.last = Some(scale);
        // What a whole number cannot hold is kept beside it.
        if exact.fract() != 0.0 {
            self.digits = Some(exact);
            self.ended = true;
            self.high = 0;
        }
        self.next_group(scale);
    }

    fn next_group(&mut self, scale: u128) {
        self.group = 0;
        self.hundred = false;
        self.low = Low::None;
        self.scale = scale.ilog10();
    }

    /// Takes digits in place of a group, as the second in `2 milliards 300 millions`.
    pub fn push_digits(&mut self, value: f64) -> bool {
        let fits = !self.ended
            && !self.joined
            && self.group == 0
            && self.digits.is_none()
            && self.scale >= 6
            && self.thousands == 0
            && value.fract() == 0.0
            && (1.0..1000.0).contains(&value);
        if fits {
            self.group = value as u64;
            self.low = Low::Done;
            self.hundred = true;
        }
        fits
    }

    /// Whether a part may follow: of one, or of the scale word that ends the number.
    pub fn takes_part(&self) -> bool {
        self.any && !self.ordinal && (self.group == 0 || self.scale == 0)
    }

    /// The number.
    pub fn value(&self) -> f64 {
        match self.digits {
            Some(digits) => digits,
            None => (self.high + self.thousands + u128::from(self.group)) as f64,
        }
    }

    /// The exponent of what a number before it may leave to it: of the scale word that ends it, or of
    /// hundreds that end a number below a thousand (`trois ou quatre cents`).
    pub fn lent(&self) -> u32 {
        let hundreds = self.hundred && self.low == Low::None && self.digits.is_none();
        if self.scale == 0 && hundreds && self.high == 0 && self.thousands == 0 {
            2
        } else {
            self.scale
        }
    }

    /// Whether it is an ordinal.
    pub fn is_ordinal(&self) -> bool {
        self.ordinal
    }
}
