//! The calendar: which day, week, month or year is meant, seen from the day of publication.

use jiff::Span;
use jiff::civil::{Date, ISOWeekDate, Weekday};

use super::tense::Tense;

/// A stretch of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Point {
    Year(i16),
    /// Year and half, quarter or season, as TIMEX3 writes them: `H1`, `Q3`, `SU`.
    Part(i16, [char; 2]),
    Month(i16, i8),
    /// ISO year and week.
    Week(i16, i8),
    WeekEnd(i16, i8),
    Day(Date),
}

impl Point {
    /// TIMEX3 value.
    pub fn value(self) -> String {
        match self {
            Self::Year(y) => format!("{y:04}"),
            Self::Part(y, [a, b]) => format!("{y:04}-{a}{b}"),
            Self::Month(y, m) => format!("{y:04}-{m:02}"),
            Self::Week(y, w) => format!("{y:04}-W{w:02}"),
            Self::WeekEnd(y, w) => format!("{y:04}-W{w:02}-WE"),
            Self::Day(day) => day.to_string(),
        }
    }

    /// Whether its year is one that four digits write.
    pub fn is_written(&self) -> bool {
        let year = match *self {
            Self::Day(day) => day.year(),
            Self::Year(year)
            | Self::Part(year, _)
            | Self::Month(year, _)
            | Self::Week(year, _)
            | Self::WeekEnd(year, _) => year,
        };
        (1..=9999).contains(&year)
    }

    /// Some day within, for a look further from there.
    pub fn day(self) -> Option<Date> {
        match self {
            Self::Year(y) => Date::new(y, 7, 1).ok(),
            Self::Part(y, _) => Date::new(y, 7, 1).ok(),
            Self::Month(y, m) => Date::new(y, m, 15).ok(),
            Self::Week(y, w) | Self::WeekEnd(y, w) => {
                Some(ISOWeekDate::new(y, w, Weekday::Thursday).ok()?.date())
            }
            Self::Day(day) => Some(day),
        }
    }
}

/// Which of several: the one before, this one, the one after; none where nothing is said.
pub(super) type Shift = Option<i32>;

/// The stretch of length `grain` that holds `base`, or the `shift`th from there.
pub(super) fn unit(base: Date, grain: &str, shift: i32) -> Option<Point> {
    let months = |n: i32| later(base.first_of_month(), Span::new().try_months(n).ok()?);
    Some(match grain {
        "day" => Point::Day(days_later(base, shift)?),
        "week" | "weekend" => {
            let week = later(base, Span::new().try_weeks(shift).ok()?)?.iso_week_date();
            if grain == "week" {
                Point::Week(week.year(), week.week())
            } else {
                Point::WeekEnd(week.year(), week.week())
            }
        }
        "month" => {
            let first = months(shift)?;
            Point::Month(first.year(), first.month())
        }
        "quarter" => {
            let first = months(shift.checked_mul(3)?)?;
            Point::Part(first.year(), ['Q', digit((first.month() - 1) / 3 + 1)])
        }
        "half" => {
            let first = months(shift.checked_mul(6)?)?;
            Point::Part(first.year(), ['H', digit((first.month() - 1) / 6 + 1)])
        }
        "year" => Point::Year(base.year().checked_add(i16::try_from(shift).ok()?)?),
        _ => return None,
    })
}

fn digit(n: i8) -> char {
    char::from(b'0' + n as u8)
}

/// `base` and so many units of ISO 8601 before or after, as coarse as the unit; a fraction of a year
/// counts in months, one of a month in days.
pub(super) fn moved(base: Date, code: [char; 2], count: f64) -> Option<Point> {
    /// More than any unit has in the calendar.
    const MOST: f64 = 1e7;
    if !(-MOST..=MOST).contains(&count) {
        return None;
    }
    let span = Span::new();
    let (span, grain) = match (code, count.fract() == 0.0) {
        ([' ', 'Y'], true) => (span.try_years(count as i64), 'Y'),
        ([' ', 'Y'], false) => (span.try_months((count * 12.0).round() as i64), 'M'),
        ([' ', 'M'], true) => (span.try_months(count as i64), 'M'),
        ([' ', 'M'], false) => (span.try_days((count * 30.5).round() as i64), 'M'),
        ([' ', 'W'], true) => (span.try_weeks(count as i64), 'W'),
        ([' ', 'D'], true) => (span.try_days(count as i64), 'D'),
        (['T', 'H'], true) if count % 24.0 == 0.0 => (span.try_days(count as i64 / 24), 'D'),
        _ => return None,
    };
    let day = later(base, span.ok()?)?;
    Some(match grain {
        'Y' => Point::Year(day.year()),
        'M' => Point::Month(day.year(), day.month()),
        'W' => Point::Week(day.iso_week_date().year(), day.iso_week_date().week()),
        _ => Point::Day(day),
    })
}

/// `base` and so many days after it; none beyond the calendar, which ends with the year 9999 and
/// has no year of an era before ours.
pub(super) fn days_later(base: Date, days: impl Into<i64>) -> Option<Date> {
    later(base, Span::new().try_days(days).ok()?)
}

fn later(base: Date, span: Span) -> Option<Date> {
    base.checked_add(span).ok().filter(|day| day.year() > 0)
}

/// The day of the week that is meant. Without a word for it, the tense decides; the day of
/// publication itself counts as near.
pub(super) fn weekday(
    published: Date,
    day: i8,
    shift: Shift,
    tense: Option<Tense>,
) -> Option<Date> {
    let weekday = Weekday::from_monday_one_offset(day).ok()?;
    let back = i32::from(published.weekday().since(weekday));
    let ahead = i32::from(weekday.since(published.weekday()));
    let days = match (shift, tense) {
        (Some(n), _) if n < 0 => -(if back == 0 { 7 } else { back }),
        (Some(n), _) if n > 0 => {
            if ahead == 0 {
                7
            } else {
                ahead
            }
        }
        (Some(_), None | Some(Tense::Present)) => {
            if back <= 3 {
                -back
            } else {
                ahead
            }
        }
        (_, Some(Tense::Future)) => ahead,
        // The present tells of what is fixed, and of today.
        (None, Some(Tense::Present)) => ahead,
        _ => -back,
    };
    days_later(published, days)
}

/// The first such weekday after `day`.
pub(super) fn weekday_from(day: Date, weekday: i8) -> Option<Date> {
    let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
    let ahead = weekday.since(day.weekday());
    days_later(day, if ahead == 0 { 7 } else { ahead })
}

/// The day of the month that falls on the weekday, in the month that is nearest to publication.
pub(super) fn month_by_weekday(published: Date, day: i8, weekday: i8) -> Option<Date> {
    const MONTHS: i32 = 6;
    let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
    (-MONTHS..=MONTHS)
        .filter_map(|n| later(published.first_of_month(), Span::new().try_months(n).ok()?))
        .filter_map(|first| Date::new(first.year(), first.month(), day).ok())
        .filter(|date| date.weekday() == weekday)
        .min_by_key(|date| (*date - published).get_days().abs())
}

/// The year of a month, or of a day of it, that is named without one.
pub(super) fn year_of(
    published: Date,
    month: i8,
    day: Option<i8>,
    shift: Shift,
    tense: Option<Tense>,
) -> i16 {
    let year = published.year();
    let in_year = |y: i16| Date::new(y, month, day.unwrap_or(15)).ok();
    // Days from publication; whole months are compared as such.
    let distance = match (day, in_year(year)) {
        (None, _) => (i32::from(month) - i32::from(published.month())) * 30,
        (Some(_), Some(date)) => (date - published).get_days(),
        (Some(_), None) => 0,
    };
    // A tense is not always that of the date: near the day of publication it is trusted less.
    let (ahead, back) = if day.is_some() { (110, 60) } else { (0, 0) };
    match (shift, tense) {
        (Some(n), _) if n < 0 => year - i16::from(distance >= 0),
        (Some(n), _) if n > 0 => year + i16::from(distance <= 0),
        (Some(_), _) => year,
        (None, Some(Tense::Past)) if distance > ahead => year - 1,
        (None, Some(Tense::Future)) if distance < -back => year + 1,
        (None, Some(Tense::Present)) if distance < -210 => year + 1,
        (None, Some(Tense::Present)) if distance > 240 => year - 1,
        (None, None) if distance > 183 => year - 1,
        (None, None) if distance < -270 => year + 1,
        _ => year,
    }
}

/// The year near publication in which the day falls on the weekday.
pub(super) fn year_by_weekday(published: Date, month: i8, day: i8, weekday: i8) -> Option<i16> {
    let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
    (0..=5)
        .flat_map(|n| [-n, n])
        .filter_map(|n| Date::new(published.year().checked_add(n)?, month, day).ok())
        .find(|date| date.weekday() == weekday)
        .map(|date| date.year())
}

/// Easter Sunday of a Gregorian year (the anonymous algorithm of *Nature*, 1876).
pub(super) fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let a = y % 19;
    let (b, c) = (y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let f = (b + 8) / 25;
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    Date::new(year, (n / 31) as i8, (n % 31 + 1) as i8).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn easter_sundays() {
        for (year, month, day) in [(1999, 4, 4), (2008, 3, 23), (2011, 4, 24), (2024, 3, 31)] {
            assert_eq!(easter(year), Some(date(year, month, day)));
        }
    }

    #[test]
    fn nothing_beyond_the_calendar() {
        let base = date(2024, 3, 12);
        let far = 1e15;
        for count in [-3000.0, -250_000.0, 9000.0, -far, far, f64::NAN] {
            assert_eq!(moved(base, [' ', 'Y'], count), None, "{count} years");
        }
        for letter in ['M', 'W', 'D'] {
            assert_eq!(moved(base, [' ', letter], far), None, "{letter}");
        }
        for grain in ["day", "week", "weekend", "month", "quarter", "half", "year"] {
            assert_eq!(unit(base, grain, i32::MAX), None, "{grain}");
            assert_eq!(unit(base, grain, i32::MIN), None, "{grain}");
        }
        assert_eq!(moved(base, [' ', 'Y'], -1500.0), Some(Point::Year(524)));
    }

    #[test]
    fn years_of_four_digits() {
        assert!(Point::Month(9999, 12).is_written());
        assert!(!Point::Month(10_000, 1).is_written());
        assert!(!Point::Day(date(-1, 12, 3)).is_written());
    }

    #[test]
    fn fractions_count_in_the_next_smaller_unit() {
        let base = date(2024, 3, 12);
        assert_eq!(moved(base, [' ', 'Y'], -1.5), Some(Point::Month(2022, 9)));
        assert_eq!(moved(base, [' ', 'M'], -1.5), Some(Point::Month(2024, 1)));
    }

    #[test]
    fn days_by_weekday() {
        let published = date(2024, 3, 12);
        assert_eq!(month_by_weekday(published, 16, 6), Some(date(2024, 3, 16)));
        assert_eq!(month_by_weekday(published, 13, 5), Some(date(2023, 10, 13)));
        assert_eq!(weekday_from(published, 2), Some(date(2024, 3, 19)));
        assert_eq!(weekday_from(published, 3), Some(date(2024, 3, 13)));
    }

    #[test]
    fn weekdays_by_tense() {
        // 12 March 2024 is a Tuesday.
        let published = date(2024, 3, 12);
        for (day, shift, tense, expected) in [
            (1, None, Some(Tense::Past), date(2024, 3, 11)),
            (1, None, Some(Tense::Future), date(2024, 3, 18)),
            (2, None, None, published),
            (2, Some(-1), None, date(2024, 3, 5)),
            (2, Some(1), None, date(2024, 3, 19)),
            (5, Some(0), None, date(2024, 3, 15)),
            (5, None, Some(Tense::Present), date(2024, 3, 15)),
            (1, None, Some(Tense::Present), date(2024, 3, 18)),
        ] {
            assert_eq!(weekday(published, day, shift, tense), Some(expected));
        }
    }
}
