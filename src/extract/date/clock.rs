//! Times of day: `20h30`, `13 h 45`, `midi et demi`, `sept heures moins le quart`.

use super::sign::Sign;
use crate::extract::analysis::Analysis;
use crate::rule::{Regions, TypeId};
use crate::token::Kind;

/// Hours, minutes and seconds of one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clock {
    pub hour: u32,
    pub minute: u32,
    pub second: Option<u32>,
    /// It is told in universal time.
    pub universal: bool,
}

impl Clock {
    /// `T20:30`
    pub fn value(self) -> String {
        let zone = if self.universal { "Z" } else { "" };
        match self.second {
            None => format!("T{:02}:{:02}{zone}", self.hour, self.minute),
            Some(s) => format!("T{:02}:{:02}:{s:02}{zone}", self.hour, self.minute),
        }
    }
}

/// A number in a run of tokens.
pub(super) struct Figure {
    pub value: f64,
    /// The letters behind it.
    pub letters: String,
    /// How many digits it is written with; none where it is written in words.
    pub digits: usize,
}

impl Figure {
    fn new(value: f64, letters: &str, digits: usize) -> Self {
        Self {
            value,
            letters: letters.to_owned(),
            digits,
        }
    }
}

/// The numbers of a run of tokens, in order, where one token may hold several (`4h12min`), each
/// with the letters or marks that follow it.
pub(super) fn figures(
    analysis: &Analysis,
    regions: &Regions,
    num: TypeId,
    start: u32,
    end: u32,
) -> Vec<Figure> {
    let mut found: Vec<Figure> = Vec::new();
    let mut at = start;
    while at < end {
        let form = analysis.input.tokens[at as usize].form;
        let folded = analysis.folded(at);
        if let Some(region) = regions.at(num, at).first()
            && region.end <= end
        {
            let digits = folded.chars().filter(char::is_ascii_digit).count();
            found.push(Figure::new(region.value, "", digits));
            at = region.end;
            continue;
        }
        match analysis.input.forms.get(form).kind {
            Kind::Number => {
                let value = folded.replace(',', ".").parse();
                found.extend(value.ok().map(|v| Figure::new(v, "", folded.len())));
            }
            Kind::Alnum => {
                let mut rest = folded;
                while !rest.is_empty() {
                    let digits = rest
                        .find(|c: char| !c.is_ascii_digit())
                        .unwrap_or(rest.len());
                    let (number, behind) = rest.split_at(digits);
                    let letters = behind
                        .find(|c: char| c.is_ascii_digit())
                        .unwrap_or(behind.len());
                    let (letters, behind) = behind.split_at(letters);
                    let value = number.parse();
                    found.extend(value.ok().map(|v| Figure::new(v, letters, digits)));
                    rest = behind;
                }
            }
            Kind::Word => {
                if let Some(last) = found.last_mut().filter(|f| f.letters.is_empty()) {
                    folded.clone_into(&mut last.letters);
                }
            }
            // `44''91`: the marks of minutes and seconds.
            Kind::Punct => {
                if let Some(last) = found.last_mut() {
                    last.letters.push_str(folded);
                }
            }
            _ => {}
        }
        at += 1;
    }
    found
}

/// Reads the time of day that tokens `start..end` name.
pub(super) fn read(
    analysis: &Analysis,
    regions: &Regions,
    num: TypeId,
    start: u32,
    end: u32,
) -> Option<Clock> {
    // `midi`, `minuit`: an entry with its hour, then what is added to it.
    let named = analysis.input.column(start, start + 1, "hour");
    let mut figures = figures(analysis, regions, num, start, end).into_iter();
    let mut minute: i64 = 0;
    let mut hour: i64 = match named {
        Some(hour) => hour.parse().ok()?,
        None => {
            // `20.15 heures`: minutes behind a point.
            let value = figures.next()?.value;
            minute = (value.fract() * 100.0).round() as i64;
            value as i64
        }
    };
    let signs = (start..end).fold(0, |bits, token| bits | analysis.signs(token).date);
    let has = |sign: Sign| signs & sign.bit() != 0;
    if has(Sign::Half) {
        minute = 30;
    } else if has(Sign::Quarter) {
        minute = 15;
    } else if let Some(figure) = figures.next() {
        minute = figure.value as i64;
    }
    if has(Sign::Minus) {
        hour -= 1;
        minute = 60 - minute;
    }
    if (1..12).contains(&hour) && has(Sign::AfterNoon) {
        hour += 12;
    }
    let universal = has(Sign::Universal);
    let second = figures.next().map(|figure| figure.value as u32);
    if hour == 24 {
        hour = 0;
    }
    ((0..24).contains(&hour) && (0..60).contains(&minute) && second.is_none_or(|s| s < 60))
        .then_some(Clock {
            hour: hour as u32,
            minute: minute as u32,
            second,
            universal,
        })
}
