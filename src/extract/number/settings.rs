//! `numbers.toml`: the number words of a language and what they do to each other.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

/// What a number word does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Sense {
    /// 0: stands alone.
    Zero,
    /// 1 to 9, and whatever else is below twenty: behind a ten that takes it.
    Unit(u64),
    /// 10, 20, … 90.
    Ten(u64),
    /// 100.
    Hundred,
    /// A power of a thousand.
    Scale(u128),
}

/// A number word.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Word {
    pub sense: Sense,
    /// It makes the whole an ordinal, and ends it.
    pub ordinal: bool,
    /// It stands only behind what it multiplies.
    pub bound: bool,
}

/// The file as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    zero: Vec<String>,
    units: HashMap<String, u64>,
    tens: HashMap<String, u64>,
    hundreds: Vec<String>,
    /// Exponents of ten.
    scales: HashMap<String, u32>,
    bound: Vec<String>,
    ordinal: Ordinals,
    alone: HashMap<String, u64>,
    compounds: Vec<Compound>,
    teen_tens: Vec<u64>,
    and: Vec<String>,
    parts: BTreeMap<String, f64>,
    decimal: Vec<String>,
    ordinal_endings: Vec<String>,
    ordinal_endings_apart: Vec<String>,
    roman_endings: Vec<String>,
    articles: Vec<String>,
    not_bare: Vec<String>,
    not_before: HashMap<String, Vec<String>>,
    not_after: Vec<String>,
    lending: Vec<String>,
    comparing: Vec<String>,
    resuming: Vec<String>,
    sharing: Vec<String>,
    before_sign: Vec<String>,
    glued: HashMap<String, u32>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Ordinals {
    units: HashMap<String, u64>,
    tens: HashMap<String, u64>,
    hundreds: Vec<String>,
    scales: HashMap<String, u32>,
}

/// `quatre` and `vingt` make 80.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Compound {
    pub unit: u64,
    pub ten: u64,
    pub value: u64,
}

/// The settings of the built-ins for numbers.
#[derive(Debug, Default, Deserialize)]
#[serde(try_from = "File")]
pub(crate) struct Settings {
    words: hashbrown::HashMap<String, Word>,
    /// First two bytes of every number word: a look that most words do not pass.
    starts: Vec<u64>,
    /// Ordinals that never stand in a compound: `premier`.
    pub alone: HashMap<String, u64>,
    pub compounds: Vec<Compound>,
    /// Tens behind which the words from 10 to 19 go on: `soixante-douze`.
    pub teen_tens: Vec<u64>,
    /// Joins a ten and its one, and a part: `vingt et un`.
    pub and: Vec<String>,
    /// Parts of one behind the joining word: `demi`, `trois quarts`.
    pub parts: Vec<(Vec<String>, f64)>,
    /// The decimal sign, spelled out.
    pub decimal: Vec<String>,
    /// What makes an ordinal of digits: `er`, `e`.
    pub ordinal_endings: Vec<String>,
    /// Those that may stand apart from their digits.
    pub ordinal_endings_apart: Vec<String>,
    /// What makes an ordinal of Roman numerals.
    pub roman_endings: Vec<String>,
    /// Number words that are articles too, and count nothing on their own.
    pub articles: Vec<String>,
    /// Words that are a number only before a noun or unit, never alone.
    pub not_bare: Vec<String>,
    /// Ordinals (by value) are none before these words: `premier ministre`.
    pub not_before: HashMap<String, Vec<String>>,
    /// Behind these words a number is a label and counts nothing.
    pub not_after: Vec<String>,
    /// Between two numbers, the first of which takes the unit of the second: `de 12 à 15 %`.
    pub lending: Vec<String>,
    /// Before a number that takes the unit of the one before: `contre 1 800`.
    pub comparing: Vec<String>,
    /// Before a number that takes up the sum before it: `il en a touché 20 000`.
    pub resuming: Vec<String>,
    /// Behind a number that shares out the sum before it: `10 000 pour les autres`.
    pub sharing: Vec<String>,
    /// Behind these words a dash apart from its number is a sign.
    pub before_sign: Vec<String>,
    /// Letters stuck to digits before the sign of a currency, with their exponent of ten: `3M€`.
    pub glued: HashMap<String, u32>,
}

impl TryFrom<File> for Settings {
    type Error = String;

    fn try_from(file: File) -> Result<Self, String> {
        let mut words = hashbrown::HashMap::new();
        let mut add = |form: String, sense: Sense, ordinal: bool| {
            let bound = file.bound.contains(&form);
            let word = Word {
                sense,
                ordinal,
                bound,
            };
            match words.insert(form.clone(), word) {
                Some(other) if other.sense != sense => {
                    Err(format!("`{form}` is given two values: keep one"))
                }
                _ => Ok(()),
            }
        };
        for form in file.zero {
            add(form, Sense::Zero, false)?;
        }
        for (units, tens, hundreds, scales, ordinal) in [
            (file.units, file.tens, file.hundreds, file.scales, false),
            (
                file.ordinal.units,
                file.ordinal.tens,
                file.ordinal.hundreds,
                file.ordinal.scales,
                true,
            ),
        ] {
            for (form, value) in units {
                if !(1..=19).contains(&value) || value == 10 {
                    return Err(format!("`{form}`: a unit is 1 to 9 or 11 to 19"));
                }
                add(form, Sense::Unit(value), ordinal)?;
            }
            for (form, value) in tens {
                if value % 10 != 0 || !(10..=90).contains(&value) {
                    return Err(format!("`{form}`: a ten is 10, 20, … 90"));
                }
                add(form, Sense::Ten(value), ordinal)?;
            }
            for form in hundreds {
                add(form, Sense::Hundred, ordinal)?;
            }
            for (form, exponent) in scales {
                if exponent == 0 || exponent % 3 != 0 || exponent > 36 {
                    return Err(format!(
                        "`{form}`: a scale's exponent is a multiple of 3 up to 36"
                    ));
                }
                add(form, Sense::Scale(10u128.pow(exponent)), ordinal)?;
            }
        }
        let mut starts = vec![0u64; 1024];
        for form in words.keys().chain(file.alone.keys()) {
            let key = start_key(form);
            starts[key / 64] |= 1 << (key % 64);
        }
        Ok(Self {
            words,
            starts,
            alone: file.alone,
            compounds: file.compounds,
            teen_tens: file.teen_tens,
            and: file.and,
            parts: file
                .parts
                .into_iter()
                .map(|(words, part)| (words.split(' ').map(str::to_owned).collect(), part))
                .collect(),
            decimal: file.decimal,
            ordinal_endings: file.ordinal_endings,
            ordinal_endings_apart: file.ordinal_endings_apart,
            roman_endings: file.roman_endings,
            articles: file.articles,
            not_bare: file.not_bare,
            not_before: file.not_before,
            not_after: file.not_after,
            lending: file.lending,
            comparing: file.comparing,
            resuming: file.resuming,
            sharing: file.sharing,
            before_sign: file.before_sign,
            glued: file.glued,
        })
    }
}

fn start_key(form: &str) -> usize {
    match form.as_bytes() {
        [a, b, ..] => usize::from(*a) << 8 | usize::from(*b),
        _ => 0,
    }
}

impl Settings {
    /// Whether a folded word may begin a number; false for most words at the cost of one look.
    pub fn may_begin(&self, folded: &str) -> bool {
        let key = start_key(folded);
        self.starts
            .get(key / 64)
            .is_some_and(|bits| bits & (1 << (key % 64)) != 0)
    }

    /// The number word, by its folded spelling.
    pub fn word(&self, folded: &str) -> Option<Word> {
        self.words.get(folded).copied()
    }

    /// Whether `folded` is one of `words`.
    pub fn is(words: &[String], folded: &str) -> bool {
        words.iter().any(|w| w == folded)
    }
}
