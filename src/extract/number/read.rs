//! `<num>` and `<nth>`: every number of the text, in digits or words, with its value.

use super::digits;
use super::settings::Settings;
use super::sign::Sign;
use super::words::Reader;
use crate::extract::analysis::Analysis;
use crate::extract::signs::Asked;
use crate::rule::{Region, Regions, TypeId};
use crate::token::{Kind, Token};

/// One number. Token indices.
struct Number {
    end: u32,
    value: f64,
    ordinal: bool,
    /// Exponent of the scale word or hundreds that end it: 6 for `12 millions`.
    scale: u32,
}

/// Marks the cardinals as regions `<num>` and the ordinals as `<nth>`. A region's source is the
/// exponent of the scale word at its end. O(n).
pub(crate) fn read(analysis: &Analysis, regions: &mut Regions) {
    let rules = analysis.input.rules;
    let (Some(num), Some(nth)) = (rules.type_id("num"), rules.type_id("nth")) else {
        return;
    };
    let (mut nums, mut nths) = (Vec::new(), Vec::new());
    let region = |kind: TypeId, start: u32, number: &Number| Region {
        start,
        end: number.end,
        kind,
        value: number.value,
        source: number.scale,
    };
    let mut at = 0;
    while at < analysis.len() {
        let found = Sign::Begins.at(analysis, at).then(|| number(analysis, at));
        let Some(number) = found.flatten() else {
            at += 1;
            continue;
        };
        if number.ordinal {
            nths.push(region(nth, at, &number));
        } else {
            nums.push(region(num, at, &number));
        }
        at = number.end;
    }
    regions.add(num, nums);
    regions.add(nth, nths);
}

fn kind(analysis: &Analysis, token: u32) -> Kind {
    let form = analysis.input.tokens[token as usize].form;
    analysis.input.forms.get(form).kind
}

/// Whether a number can begin with the form: most do not, and what stands behind them is not looked at.
pub(super) fn begins(asked: &Asked, settings: &Settings) -> bool {
    let (word, folded) = (asked.spelling, asked.folded);
    match asked.form.kind {
        Kind::Number => true,
        Kind::Punct | Kind::Symbol => sign(word).is_some(),
        Kind::Alnum => ordinal_in_digits(folded, settings).is_some(),
        Kind::Word => {
            let in_words = || {
                let known =
                    |part| settings.word(part).is_some() || Settings::is(&settings.and, part);
                settings.may_begin(folded)
                    && (settings.alone.contains_key(folded) || folded.split('-').all(known))
            };
            digits::vulgar_fraction(word).is_some() || in_words() || roman(word, settings).is_some()
        }
        Kind::Url | Kind::Handle => false,
    }
}

/// The number that begins at the token.
fn number(analysis: &Analysis, at: u32) -> Option<Number> {
    let settings = &analysis.pack.settings.number;
    match kind(analysis, at) {
        Kind::Number => in_digits(analysis, at, at),
        Kind::Punct | Kind::Symbol => signed(analysis, at),
        Kind::Alnum => Some(Number {
            end: at + 1,
            value: ordinal_in_digits(analysis.folded(at), settings)?,
            ordinal: true,
            scale: 0,
        }),
        Kind::Word => {
            if let Some(value) = digits::vulgar_fraction(analysis.word(at)) {
                return Some(Number {
                    end: at + 1,
                    value,
                    ordinal: false,
                    scale: 0,
                });
            }
            let folded = analysis.folded(at);
            if settings.may_begin(folded) {
                if let Some(&value) = settings.alone.get(folded) {
                    return Some(Number {
                        end: at + 1,
                        value: value as f64,
                        ordinal: true,
                        scale: 0,
                    });
                }
                if let Some(number) = go_on(analysis, at, Reader::default()) {
                    return Some(number);
                }
            }
            roman_ordinal(analysis, at, settings)
        }
        Kind::Url | Kind::Handle => None,
    }
}

fn sign(word: &str) -> Option<f64> {
    match word {
        "-" | "−" | "–" => Some(-1.0),
        "+" => Some(1.0),
        _ => None,
    }
}

/// A sign close to its number and apart from what stands before.
fn signed(analysis: &Analysis, at: u32) -> Option<Number> {
    let sign = sign(analysis.word(at))?;
    let tokens = analysis.input.tokens;
    let close = !tokens.get(at as usize + 1)?.spaced;
    let opened = at > 0 && matches!(analysis.word(at - 1), "(" | "[" | "«" | "\"" | "/");
    let apart = tokens[at as usize].spaced || opened;
    // `de – 0,3 %`: behind such a word a sign stands apart from its number, too.
    let led = opened || at > 0 && Sign::BeforeMinus.at(analysis, at - 1);
    if !(close || led) || !apart || kind(analysis, at + 1) != Kind::Number {
        return None;
    }
    let number = in_digits(analysis, at + 1, at)?;
    Some(Number {
        value: sign * number.value,
        ..number
    })
}

/// Digits, with the scale words behind them.
fn in_digits(analysis: &Analysis, at: u32, start: u32) -> Option<Number> {
    let value = digits::value(analysis.word(at))?;
    let next = at + 1;
    // `42 e président`: no word, so that it may stand apart.
    let ending = |spaced: bool| match spaced {
        true => Sign::OrdinalEndingApart,
        false => Sign::OrdinalEnding,
    };
    if let Some(token) = analysis.input.tokens.get(next as usize)
        && start == at
        && value.fract() == 0.0
        && ending(token.spaced).at(analysis, next)
        && kind(analysis, next) == Kind::Word
    {
        return Some(Number {
            end: next + 1,
            value,
            ordinal: true,
            scale: 0,
        });
    }
    if value.fract() == 0.0
        && let Some(part) = digits::vulgar_fraction(analysis.folded(next))
        && goes_on(analysis, next)
    {
        return Some(Number {
            end: next + 1,
            value: value + part,
            ordinal: false,
            scale: 0,
        });
    }
    if let Some(part) = fraction_behind(analysis, next).filter(|_| value.fract() == 0.0) {
        return Some(Number {
            end: next + 3,
            value: value + part,
            ordinal: false,
            scale: 0,
        });
    }
    let plain = Number {
        end: next,
        value,
        ordinal: false,
        scale: 0,
    };
    if value == 0.0 || !goes_on(analysis, next) {
        return Some(plain);
    }
    Some(go_on(analysis, next, Reader::with_digits(value)).unwrap_or(plain))
}

/// The fraction below one that stands behind a whole number: `10 1/2`.
fn fraction_behind(analysis: &Analysis, at: u32) -> Option<f64> {
    let tokens = analysis.input.tokens.get(at as usize..at as usize + 3)?;
    let close = !tokens[1].spaced && !tokens[2].spaced && analysis.word(at + 1) == "/";
    if !close || kind(analysis, at) != Kind::Number || !goes_on(analysis, at) {
        return None;
    }
    let digit = |at: u32| match analysis.word(at).as_bytes() {
        [digit @ b'1'..=b'9'] => Some(f64::from(digit - b'0')),
        _ => None,
    };
    let (part, whole) = (digit(at)?, digit(at + 2)?);
    (part < whole).then_some(part / whole)
}

/// Digits and letters in one token, that are an ordinal.
fn ordinal_in_digits(folded: &str, settings: &Settings) -> Option<f64> {
    let (figures, letters) = digits::split_letters(folded)?;
    let value = digits::value(figures).filter(|v| v.fract() == 0.0)?;
    Settings::is(&settings.ordinal_endings, letters).then_some(value)
}

/// `XIXe`, also cut in two: `XIX` and `ᵉ`.
fn roman_ordinal(analysis: &Analysis, at: u32, settings: &Settings) -> Option<Number> {
    let (value, whole) = roman(analysis.word(at), settings)?;
    let next = at + 1;
    let apart = || {
        let close = |token: &Token| !token.spaced;
        let behind = analysis.input.tokens.get(next as usize);
        behind.is_some_and(close) && Sign::RomanEnding.at(analysis, next)
    };
    let end = if whole {
        next
    } else if apart() {
        next + 1
    } else {
        return None;
    };
    Some(Number {
        end,
        value: f64::from(value),
        ordinal: true,
        scale: 0,
    })
}

/// The value of a Roman numeral, and whether the word ends as an ordinal does; else the numeral is all of it.
fn roman(word: &str, settings: &Settings) -> Option<(u32, bool)> {
    if !word.starts_with(['I', 'V', 'X', 'L', 'C', 'D', 'M']) || word.len() > 12 {
        return None;
    }
    let cut = word
        .find(|c| !matches!(c, 'I' | 'V' | 'X' | 'L' | 'C' | 'D' | 'M'))
        .unwrap_or(word.len());
    let (letters, ending) = word.split_at(cut);
    // `Le`, `De`, `Ces` are words.
    if letters.len() == 1 && !matches!(letters, "I" | "V" | "X") {
        return None;
    }
    let value = digits::roman(letters)?;
    let whole = !ending.is_empty();
    (!whole || Settings::is(&settings.roman_endings, ending)).then_some((value, whole))
}

/// Whether the token may go on with a number: it is no new sentence.
fn goes_on(analysis: &Analysis, at: u32) -> bool {
    analysis
        .input
        .tokens
        .get(at as usize)
        .is_some_and(|t| !t.opens_sentence)
}

/// Reads number words from `at` as long as they make one number with what `reader` has.
fn go_on(analysis: &Analysis, at: u32, mut reader: Reader) -> Option<Number> {
    let settings = &analysis.pack.settings.number;
    let mut end = None;
    let mut next = at;
    while next == at || goes_on(analysis, next) {
        let folded = analysis.folded(next);
        match kind(analysis, next) {
            Kind::Word => {}
            Kind::Number if next > at => {
                let taken =
                    digits::value(analysis.word(next)).is_some_and(|v| reader.push_digits(v));
                if !taken {
                    break;
                }
                next += 1;
                // Digits in second place count only with their scale: `2 milliards 300 millions`.
                continue;
            }
            _ => break,
        }
        if end == Some(next) && Sign::And.at(analysis, next) {
            if reader.takes_part()
                && let Some((words, part)) = part_at(analysis, next + 1)
            {
                return Some(Number {
                    end: next + 1 + words,
                    value: reader.value() + part * 10f64.powi(reader.scale as i32),
                    ordinal: false,
                    scale: reader.scale,
                });
            }
            if !reader.join() {
                break;
            }
            next += 1;
            continue;
        }
        if end == Some(next) && Sign::Decimal.at(analysis, next) {
            return decimals(analysis, next + 1, &reader).or_else(|| number_of(&reader, next));
        }
        let before = reader.clone();
        if !whole_token(folded, &mut reader, settings) {
            reader = before;
            break;
        }
        next += 1;
        end = Some(next);
        if reader.is_ordinal() {
            break;
        }
    }
    // What was taken on trust behind the last full word is given back by `end`.
    let end = end?;
    let mut reader = reader;
    if next != end {
        reader = replay(analysis, at, end, settings)?;
    }
    number_of(&reader, end)
}

/// The part of one that begins at the token, with the number of its words: `et demi`, `et trois quarts`.
fn part_at(analysis: &Analysis, at: u32) -> Option<(u32, f64)> {
    let parts = &analysis.pack.settings.number.parts;
    let (words, part) = parts.iter().find(|(words, _)| {
        (at..)
            .zip(words)
            .all(|(token, word)| goes_on(analysis, token) && analysis.folded(token) == word)
    })?;
    Some((words.len() as u32, *part))
}

/// Reads once more what is known to be good, when words behind it had to be given back. At most two
/// tokens are given back, so time stays linear.
fn replay(analysis: &Analysis, at: u32, end: u32, settings: &Settings) -> Option<Reader> {
    let mut reader = match at.checked_sub(1).map(|before| kind(analysis, before)) {
        Some(Kind::Number) => Reader::with_digits(digits::value(analysis.word(at - 1))?),
        _ => Reader::default(),
    };
    for token in at..end {
        let folded = analysis.folded(token);
        if kind(analysis, token) == Kind::Number {
            reader.push_digits(digits::value(analysis.word(token))?);
        } else if Settings::is(&settings.and, folded) {
            reader.join();
        } else {
            whole_token(folded, &mut reader, settings);
        }
    }
    Some(reader)
}

fn number_of(reader: &Reader, end: u32) -> Option<Number> {
    Some(Number {
        end,
        value: reader.value(),
        ordinal: reader.is_ordinal(),
        scale: reader.lent(),
    })
}

/// Whether every part of the token goes on with the number.
fn whole_token(folded: &str, reader: &mut Reader, settings: &Settings) -> bool {
    folded.split('-').all(|part| {
        if Settings::is(&settings.and, part) {
            return reader.join();
        }
        settings
            .word(part)
            .is_some_and(|word| reader.push(word, settings))
    })
}

/// The decimals behind a spelled-out decimal sign: zeros one by one, then a number.
fn decimals(analysis: &Analysis, at: u32, whole: &Reader) -> Option<Number> {
    let settings = &analysis.pack.settings.number;
    let mut shift = 1.0;
    let mut next = at;
    // Nobody reads out more zeros than this.
    while next < at + 20
        && goes_on(analysis, next)
        && settings
            .word(analysis.folded(next))
            .is_some_and(|w| w.sense == super::settings::Sense::Zero)
    {
        shift *= 10.0;
        next += 1;
    }
    if !goes_on(analysis, next) || kind(analysis, next) != Kind::Word {
        return None;
    }
    let mut digits = String::new();
    let mut end = next;
    while digits.len() < 20 && goes_on(analysis, end) && kind(analysis, end) == Kind::Word {
        let mut reader = Reader::default();
        if !whole_token(analysis.folded(end), &mut reader, settings) || reader.is_ordinal() {
            break;
        }
        let first = end;
        end += 1;
        // A number of its own as far as it goes, then perhaps another digit.
        while goes_on(analysis, end) && end < first + 6 {
            let before = reader.clone();
            let folded = analysis.folded(end);
            let joined = Settings::is(&settings.and, folded)
                && reader.join()
                && whole_token(analysis.folded(end + 1), &mut reader, settings);
            if joined {
                end += 2;
            } else {
                reader = before.clone();
                if !whole_token(folded, &mut reader, settings) || reader.scale > 0 {
                    reader = before;
                    break;
                }
                end += 1;
            }
        }
        digits.push_str(&format!("{}", reader.value()));
    }
    if digits.is_empty() {
        return None;
    }
    let fraction: f64 = format!("0.{digits}").parse().ok()?;
    let mut value = whole.value() + fraction / shift;
    let mut scale = 0;
    if let Some(word) = settings.word(analysis.folded(end))
        && goes_on(analysis, end)
    {
        let mut reader = Reader::with_digits(value);
        if !word.ordinal && reader.push(word, settings) {
            (value, scale) = (reader.value(), reader.scale);
            end += 1;
        }
    }
    Some(Number {
        end,
        value,
        ordinal: false,
        scale,
    })
}
