//! Durations: `P2Y`, `PT2H14M36S`.

use super::clock::{Figure, figures};
use crate::extract::analysis::Analysis;
use crate::rule::{Regions, TypeId};

/// A length of time as a list entry names it: the letter of ISO 8601, and how many of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Unit {
    /// `Y`, `M`, `W`, `D`, or `TH`, `TM`, `TS`.
    pub code: [char; 2],
    pub factor: f64,
}

impl Unit {
    /// Reads the columns `code` and `factor` of the entry that the tokens are.
    pub fn of(analysis: &Analysis, start: u32, end: u32) -> Option<Self> {
        let code = analysis.input.column(start, end, "code")?;
        let factor = analysis.input.column(start, end, "factor");
        let mut letters = code.chars();
        let first = letters.next()?;
        let code = match letters.next() {
            Some(second) => [first, second],
            None => [' ', first],
        };
        Some(Self {
            code,
            factor: factor.and_then(|f| f.parse().ok()).unwrap_or(1.0),
        })
    }

    /// Some of the unit, nobody says how many: `PXD`.
    pub fn uncounted(self) -> String {
        match self.code {
            ['T', letter] => format!("PTX{letter}"),
            [_, letter] => format!("PX{letter}"),
        }
    }

    /// `count` of the unit, as ISO 8601 writes it.
    pub fn times(self, count: f64) -> String {
        let total = count * self.factor;
        // Half of a unit is written in the next smaller one where that is whole.
        let (code, total) = match self.code {
            ['T', 'H'] if total.fract() != 0.0 && total < 1.0 => (['T', 'M'], total * 60.0),
            ['T', 'M'] if total.fract() != 0.0 && total < 1.0 => (['T', 'S'], total * 60.0),
            [' ', 'Y'] if total.fract() != 0.0 && (total * 12.0).fract() == 0.0 => {
                ([' ', 'M'], total * 12.0)
            }
            code => (code, total),
        };
        match code {
            ['T', 'H'] if total.fract() != 0.0 && (total * 60.0).fract() == 0.0 => {
                format!("PT{}H{}M", total.trunc(), (total.fract() * 60.0).round())
            }
            ['T', letter] => format!("PT{total}{letter}"),
            [_, letter] => format!("P{total}{letter}"),
        }
    }
}

/// A length made of several parts in digits: `2 h 14 min 36 s`, `1 min 55 s 72`, `10 s 14`.
pub(super) fn composite(
    analysis: &Analysis,
    regions: &Regions,
    num: TypeId,
    start: u32,
    end: u32,
) -> Option<String> {
    let settings = &analysis.pack.settings.date;
    let mut parts = [None::<f64>; 3];
    let mut last = None;
    for Figure {
        value,
        letters,
        digits,
    } in figures(analysis, regions, num, start, end)
    {
        let is = |words: &[String]| words.contains(&letters);
        let place = if is(&settings.hours) {
            0
        } else if is(&settings.minutes) {
            1
        } else if is(&settings.seconds) {
            2
        } else {
            match last {
                // Behind hours come minutes, behind minutes seconds, behind seconds their decimals.
                Some(place) if place < 2 => place + 1,
                Some(_) => {
                    let decimals = value / 10f64.powi(digits as i32);
                    parts[2] = parts[2].map(|s| ((s + decimals) * 1000.0).round() / 1000.0);
                    continue;
                }
                None => return None,
            }
        };
        if parts[place].is_some() {
            return None;
        }
        parts[place] = Some(value);
        last = Some(place);
    }
    last?;
    let mut out = "PT".to_owned();
    for (part, letter) in parts.iter().zip(['H', 'M', 'S']) {
        if let Some(value) = part {
            out.push_str(&format!("{value}{letter}"));
        }
    }
    Some(out)
}
