//! Days, months, seasons, quarters and holidays: what has its place in the calendar of a year.

use jiff::civil::{Date, Weekday};

use super::context::{Answer, PeriodUnit};
use super::reading::Reading;
use super::resolve::{self, Point};
use super::tense::Tense;
use crate::record::DateKind;

/// How far ahead the month may stand that a list of days shares.
const SHARED_MONTH: u32 = 12;

impl Reading<'_> {
    pub fn calendar(&self) -> Option<Answer> {
        let weekday: Option<i8> = self.column("weekday", "n");
        let day = match self.number("day") {
            Some(day) if (1.0..=31.0).contains(&day) => Some(day as i8),
            Some(_) => return None,
            None => None,
        };
        let (month, year) = match self.capture("month") {
            Some((_, end)) => {
                let year = self.year().or_else(|| self.year_shared(end));
                (self.column::<i8>("month", "n")?, year)
            }
            // `le 15 courant`
            None if self.shift() == Some(0) => {
                let month = self.published.map(|p| (p.month(), Some(p.year())));
                match month {
                    Some(month) => month,
                    None => return self.with_time(None),
                }
            }
            // `les 3, 4 et 5 mai`, `du 6 au 9 mai`: the month stands further on.
            None => match self.month_ahead(self.found.end, SHARED_MONTH) {
                Some((month, end)) if self.text("month").is_none() => (month, self.year_at(end)),
                _ => return self.day_alone(weekday?, day?),
            },
        };
        let year = year.or_else(|| {
            let published = self.published?;
            if let (Some(day), Some(weekday)) = (day, weekday)
                && let Some(year) = resolve::year_by_weekday(published, month, day, weekday)
            {
                return Some(year);
            }
            let tense = self.tense_unless_shifted();
            Some(resolve::year_of(published, month, day, self.shift(), tense))
        });
        let Some(day) = day else {
            return Some(Answer::at(year.map(|y| Point::Month(y, month))));
        };
        match year {
            None => {
                let answer = self.with_time(None)?;
                Some(Answer {
                    value: answer
                        .value
                        .or_else(|| Some(format!("XXXX-{month:02}-{day:02}"))),
                    ..answer
                })
            }
            // No such day: 31 June, 29 February of a common year.
            Some(year) => self.with_time(Some(Date::new(year, month, day).ok()?)),
        }
    }

    /// `le troisième dimanche d'octobre`; without a number the last.
    pub fn nth_weekday(&self) -> Option<Answer> {
        let weekday = Weekday::from_monday_one_offset(self.column("weekday", "n")?).ok()?;
        let month = self.column("month", "n")?;
        let nth = self.number("nth").map_or(-1, |nth| nth as i8);
        let year = self.year().or_else(|| {
            let tense = self.tense();
            Some(resolve::year_of(self.published?, month, None, None, tense))
        });
        let day = match year {
            Some(year) => Some(
                Date::new(year, month, 1)
                    .and_then(|first| first.nth_weekday_of_month(nth, weekday))
                    .ok()?,
            ),
            None => None,
        };
        self.with_time(day)
    }

    /// `le samedi 16`: a day of the month by its weekday.
    fn day_alone(&self, weekday: i8, day: i8) -> Option<Answer> {
        let date = match self.published {
            Some(published) => Some(resolve::month_by_weekday(published, day, weekday)?),
            None => None,
        };
        self.with_time(date)
    }

    pub fn numeric(&self) -> Option<Answer> {
        let (start, end) = self
            .capture("day")
            .unwrap_or((self.found.start, self.found.end));
        let written = self.analysis.words(start, end);
        let numbers: Vec<i16> = written
            .split(|c: char| !c.is_ascii_digit())
            .filter(|part| !part.is_empty())
            .map(|part| part.parse().ok())
            .collect::<Option<_>>()?;
        let small = |n: i16| i8::try_from(n).ok();
        let (year, month, day) = match numbers[..] {
            [a, b, c] if a > 31 => (a, small(b)?, small(c)?),
            [a, b, c] if c > 31 => (c, small(b)?, small(a)?),
            [a, b, c] => (2000 + c, small(b)?, small(a)?),
            [a, b] => {
                let (month, day) = (small(b)?, small(a)?);
                let tense = self.tense();
                match self.published {
                    Some(day_zero) => {
                        let year = resolve::year_of(day_zero, month, Some(day), None, tense);
                        (year, month, day)
                    }
                    None => {
                        let value = format!("XXXX-{month:02}-{day:02}");
                        return Some(Answer::of(DateKind::Date, Some(value)));
                    }
                }
            }
            _ => return None,
        };
        let day = Date::new(year, month, day).ok()?;
        self.with_time(Some(day))
    }

    pub fn season(&self) -> Option<Answer> {
        let code: String = self.column("season", "code")?;
        let month: i8 = self.column("season", "month")?;
        let year = self.year();
        let any_year = match self.text("habit").as_deref() {
            Some("usual") => !matches!(self.tense(), Some(Tense::Past | Tense::Future)),
            Some(_) => self.tense() == Some(Tense::Present),
            None => false,
        };
        if year.is_none() && any_year {
            let value = format!("XXXX-{code}");
            return Some(Answer::of(DateKind::Date, Some(value)));
        }
        let mut letters = code.chars();
        let code = [letters.next()?, letters.next()?];
        let year = year.or_else(|| {
            let tense = self.tense_unless_shifted();
            let year = resolve::year_of(self.published?, month, None, self.shift(), tense);
            Some(year)
        });
        Some(Answer::at(year.map(|y| Point::Part(y, code))))
    }

    pub fn period(&self, unit: PeriodUnit) -> Option<Answer> {
        let nth = self.number("nth")?;
        let (letter, months, most) = match unit {
            PeriodUnit::Quarter => ('Q', 3, 4),
            PeriodUnit::Half => ('H', 6, 2),
        };
        if !(1.0..=f64::from(most)).contains(&nth) {
            return None;
        }
        let nth = nth as i8;
        let year = self.year().or_else(|| {
            let tense = self.tense_unless_shifted();
            // The period is over with its last month, and to come before its first.
            let month = match tense {
                Some(Tense::Future) => nth * months,
                _ => (nth - 1) * months + 1,
            };
            let year = resolve::year_of(self.published?, month, None, self.shift(), tense);
            Some(year)
        });
        let digit = char::from(b'0' + nth as u8);
        Some(Answer::at(year.map(|y| Point::Part(y, [letter, digit]))))
    }

    pub fn holiday(&self) -> Option<Answer> {
        let fixed = || {
            Some((
                self.column::<i8>("day", "month")?,
                self.column::<i8>("day", "day")?,
            ))
        };
        let easter: Option<i32> = self.column("day", "easter");
        let on = |year: i16| match easter {
            Some(days) => resolve::days_later(resolve::easter(year)?, days),
            None => {
                let (month, day) = fixed()?;
                Date::new(year, month, day).ok()
            }
        };
        let year = self.year().or_else(|| self.column("day", "year"));
        let year = year.or_else(|| {
            let published = self.published?;
            let near = on(published.year())?;
            let tense = self.tense_unless_shifted();
            let day = Some(near.day());
            let year = resolve::year_of(published, near.month(), day, self.shift(), tense);
            Some(year)
        });
        match (year, fixed()) {
            (Some(year), _) => {
                // `la veille de Noël`
                let offset: i32 = self.column("offset", "days").unwrap_or(0);
                self.with_time(Some(resolve::days_later(on(year)?, offset)?))
            }
            (None, Some((month, day))) => Some(Answer::of(
                DateKind::Date,
                Some(format!("XXXX-{month:02}-{day:02}")),
            )),
            (None, None) => Some(Answer::of(DateKind::Date, None)),
        }
    }
}
