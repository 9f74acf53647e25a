//! What is counted in units of time: durations, frequencies, and how long ago something was.

use super::context::Answer;
use super::reading::Reading;
use super::resolve::{self, Point};
use crate::record::DateKind;

impl Reading<'_> {
    /// How many units: a number, a fraction, a collective, with a half or a quarter more.
    fn count(&self) -> Option<f64> {
        let mut count = match (self.number("value"), self.number("times")) {
            (Some(a), Some(b)) => a * b,
            (a, b) => a.or(b)?,
        };
        if let Some(of) = self.number("of") {
            count /= of;
        }
        if let Some((start, end)) = self.capture("half") {
            let quarter = &self.analysis.pack.settings.date.quarter;
            let is_quarter =
                (start..end).any(|t| quarter.iter().any(|q| q == self.analysis.folded(t)));
            count += if is_quarter { 0.25 } else { 0.5 };
        }
        Some(count)
    }

    pub fn ago(&self) -> Option<Answer> {
        let unit = self.unit("unit")?;
        let sign: f64 = self.text("shift")?.parse().ok()?;
        let count = self.count().map(|n| n * unit.factor * sign);
        // A year before a month is a month.
        if let (Some(Point::Month(year, month)), Some(count), [' ', 'Y']) =
            (self.last_in_sentence(), count, unit.code)
            && self.text("anchor").as_deref() == Some("text")
            && count.fract() == 0.0
        {
            let year = i16::try_from(count as i64).ok()?.checked_add(year)?;
            return Some(Answer::at(Some(Point::Month(year, month))));
        }
        let base = match self.text("anchor").as_deref() {
            Some("text") => self.last().and_then(Point::day).or(self.published),
            // Later than what the paragraph speaks of, or nobody knows than what.
            Some("block") => self.last_in_block().and_then(Point::day),
            _ => self.published,
        };
        let point = match (count, base) {
            (Some(count), Some(base)) => resolve::moved(base, unit.code, count),
            _ => None,
        };
        Some(Answer::at(point))
    }

    pub fn duration(&self) -> Option<Answer> {
        if let Some(value) = self.column::<String>("fixed", "value") {
            return Some(Answer::of(DateKind::Duration, Some(value)));
        }
        let unit = self.unit("unit")?;
        let mut value = Some(match self.count() {
            Some(count) => unit.times(count),
            None => unit.uncounted(),
        });
        if let (Some(first), Some(unit)) = (&value, self.unit("unit2")) {
            let second = unit.times(self.number("value2")?);
            value = match (first.contains('T'), second.strip_prefix("PT")) {
                (true, Some(rest)) => Some(format!("{first}{rest}")),
                (false, _) => Some(format!("{first}{}", &second[1..])),
                // Hours before days: no length that can be written.
                (true, None) => None,
            };
        }
        Some(Answer::of(DateKind::Duration, value))
    }

    pub fn set(&self) -> Option<String> {
        if let Some(value) = self.text("value") {
            return Some(value);
        }
        let time = match self.clock() {
            Some(clock) => Some(clock.value()),
            None => self.part().map(|part| format!("T{part}")),
        };
        if let Some(day) = self.column::<i8>("weekday", "n") {
            return Some(format!("XXXX-WXX-{day}{}", time.unwrap_or_default()));
        }
        if let Some(time) = time {
            return Some(format!("XXXX-XX-XX{time}"));
        }
        if let Some(season) = self.column::<String>("season", "code") {
            return Some(format!("XXXX-{season}"));
        }
        if let Some(value) = self.column("fixed", "value") {
            return Some(value);
        }
        if let (Some(month), Some(day)) = (
            self.column::<i8>("day", "month"),
            self.column::<i8>("day", "day"),
        ) {
            return Some(format!("XXXX-{month:02}-{day:02}"));
        }
        if self.capture("unit").is_none()
            && self.capture("month").is_none()
            && let Some(day) = self.number("day")
        {
            return Some(format!("XXXX-XX-{:02}", day as i8));
        }
        if let Some(month) = self.column::<i8>("month", "n") {
            return Some(match self.number("day") {
                Some(day) => format!("XXXX-{month:02}-{:02}", day as i8),
                None => format!("XXXX-{month:02}"),
            });
        }
        let unit = self.unit("unit")?;
        Some(unit.times(self.count().unwrap_or(1.0)))
    }
}
