//! Times of day: `20h30`, `13 h 45`, `midi et demi`, `sept heures moins le quart`.

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

/// The numbers of a run of tokens, in order, where one token may hold several (`4h12min`), each
/// with the letters that follow it in its token.
pub(super) fn figures(
    analysis: &Analysis,
    regions: &Regions,
    num: TypeId,
    start: u32,
    end: u32,
) -> Vec<(f64, String)> {
    let mut found = Vec::new();
    let mut at = start;
    while at < end {
        let form = analysis.input.tokens[at as usize].form;
        let folded = analysis.folded(at);
        if let Some(region) = regions.at(num, at).first()
            && region.end <= end
        {
            found.push((region.value, String::new()));
            at = region.end;
            continue;
        }
        match analysis.input.forms.get(form).kind {
            Kind::Number => {
                found.extend(
                    folded
                        .replace(',', ".")
                        .parse()
                        .ok()
                        .map(|v| (v, String::new())),
                );
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
                    found.extend(number.parse().ok().map(|v| (v, letters.to_owned())));
                    rest = behind;
                }
            }
            Kind::Word => {
                if let Some(last) = found.last_mut().filter(|(_, l)| l.is_empty()) {
                    last.1 = folded.to_owned();
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
    let settings = &analysis.pack.settings.date;
    let is = |words: &[String], token: u32| words.iter().any(|w| w == analysis.folded(token));
    // `midi`, `minuit`: an entry with its hour, then what is added to it.
    let named = analysis.input.column(start, start + 1, "hour");
    let mut figures = figures(analysis, regions, num, start, end).into_iter();
    let mut hour: i64 = match named {
        Some(hour) => hour.parse().ok()?,
        None => {
            let (value, _) = figures.next()?;
            if value.fract() != 0.0 {
                return None;
            }
            value as i64
        }
    };
    let mut minute: i64 = 0;
    let tokens = start..end;
    if tokens.clone().any(|t| is(&settings.half, t)) {
        minute = 30;
    } else if tokens.clone().any(|t| is(&settings.quarter, t)) {
        minute = 15;
    } else if let Some((value, _)) = figures.next() {
        minute = value as i64;
    }
    if tokens.clone().any(|t| is(&settings.minus, t)) {
        hour -= 1;
        minute = 60 - minute;
    }
    if (1..12).contains(&hour) && tokens.clone().any(|t| is(&settings.after_noon, t)) {
        hour += 12;
    }
    let universal = tokens.clone().any(|t| is(&settings.universal, t));
    let second = figures.next().map(|(value, _)| value as u32);
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
