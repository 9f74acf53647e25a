//! The forms of a match, and those of them that are read in a line or two.

use super::context::Answer;
use super::length;
use super::reading::Reading;
use super::resolve::{self, Point};
use super::tense::{self, Tense};
use crate::record::DateKind;

impl Reading<'_> {
    /// What the match means; none where it means nothing after all.
    pub fn answer(&self) -> Option<Answer> {
        let form = self.text("form");
        match form.as_deref().unwrap_or("calendar") {
            "calendar" => self.calendar(),
            "nth-weekday" => self.nth_weekday(),
            "numeric" => self.numeric(),
            "weekday" => {
                self.capture("weekday")?;
                self.with_time(self.weekday())
            }
            "deictic" => self.deictic(),
            "unit" => self.stretch(),
            "season" => self.season(),
            "period" => self.period(self.period_unit()?),
            "elided-period" => self.period(self.context.last_period?),
            "holiday" => self.holiday(),
            "year" => self.year_alone(),
            "decade" => {
                let year = self.number("year")? as i32;
                let year = if year < 100 { year + 1900 } else { year };
                Some(Answer::of(DateKind::Date, Some((year / 10).to_string())))
            }
            "century" => {
                let century = self.number("year")? as i32 - 1;
                let before = self.text("era").is_some();
                let value = (!before).then(|| format!("{century:02}"));
                Some(Answer::of(DateKind::Date, value))
            }
            "ago" => self.ago(),
            "clock" => {
                let clock = self.clock()?;
                Some(Answer::of(DateKind::Time, Some(clock.value())))
            }
            "part" => {
                let shift = self.shift().unwrap_or(0);
                let day = self.base(self.text("anchor").as_deref());
                let day = day.and_then(|d| resolve::days_later(d, shift));
                self.with_time(day)
            }
            "duration" => self.duration(),
            "elided-duration" => {
                let value = self.context.last_unit?.times(self.number("value")?);
                Some(Answer::of(DateKind::Duration, Some(value)))
            }
            "today" => self.today(),
            "night" => self.night(),
            "hundredths" => {
                let seconds = self.part_count()? / self.number("of")?;
                Some(Answer::of(
                    DateKind::Duration,
                    Some(format!("PT{seconds}S")),
                ))
            }
            "length" => {
                let (start, end) = (self.found.start, self.found.end);
                let value = length::composite(self.analysis, self.regions, self.num, start, end)?;
                Some(Answer::of(DateKind::Duration, Some(value)))
            }
            "set" => Some(Answer::of(DateKind::Set, self.set())),
            "open" => Some(Answer::of(self.kind().unwrap_or(DateKind::Date), None)),
            "value" => Some(Answer::of(
                self.kind().unwrap_or(DateKind::Date),
                self.text("value"),
            )),
            _ => None,
        }
    }

    /// How many parts of a second: `douze centièmes` reads as one ordinal, 1200.
    fn part_count(&self) -> Option<f64> {
        let (start, _) = self.capture("value")?;
        self.number("value").or_else(|| {
            let ordinal = self.regions.at(self.nth, start).first()?;
            Some(ordinal.value / self.number("of")?)
        })
    }

    fn kind(&self) -> Option<DateKind> {
        Some(match self.text("kind")?.as_str() {
            "date" => DateKind::Date,
            "time" => DateKind::Time,
            "duration" => DateKind::Duration,
            "set" => DateKind::Set,
            _ => return None,
        })
    }

    fn deictic(&self) -> Option<Answer> {
        let days: i32 = self.column("day", "days")?;
        let anchor: Option<String> = self.column("day", "anchor");
        let base = match anchor.as_deref() {
            // The day before is that of the day last spoken of, wherever that was.
            Some("near") => self.base(Some("text")).or(self.published),
            anchor => self.base(anchor),
        };
        self.with_time(base.and_then(|b| resolve::days_later(b, days)))
    }

    /// The week, month, year … that holds a day, or one so many before or after it.
    fn stretch(&self) -> Option<Answer> {
        let grain: String = self.column("unit", "grain")?;
        let from_text = self.text("anchor").as_deref() == Some("text");
        let base = if from_text {
            self.last().and_then(Point::day)
        } else {
            self.published
        };
        if grain == "century" {
            let century = base.map(|b| i32::from(b.year()) / 100 + self.shift().unwrap_or(0));
            return Some(Answer::of(DateKind::Date, century.map(|c| c.to_string())));
        }
        if grain == "decade" {
            // The last ten years are no calendar decade.
            return Some(Answer::of(DateKind::Date, None));
        }
        let shift = self.shift().unwrap_or_else(|| {
            // Early in a week, the week-end spoken of in the past is the last one.
            let early = base.is_some_and(|b| b.weekday().to_monday_one_offset() <= 4);
            let past = grain == "weekend" && early && self.tense() == Some(Tense::Past);
            -i32::from(past)
        });
        let point = base.and_then(|b| resolve::unit(b, &grain, shift));
        Some(Answer::at(point))
    }

    /// A year alone; one before our era is written as TIMEX3 has it, `BC0052`.
    fn year_alone(&self) -> Option<Answer> {
        if self.text("era").is_some() {
            let year = self.number("year")?;
            let value = (1.0..=9999.0)
                .contains(&year)
                .then(|| format!("BC{year:04}"));
            return Some(Answer::of(DateKind::Date, value));
        }
        Some(Answer::at(self.year().map(Point::Year)))
    }

    /// The day itself where the clause tells of what was or will be done, or names an hour; else the
    /// present age.
    fn today(&self) -> Option<Answer> {
        let timed = ["clock", "part", "weekday"]
            .iter()
            .any(|role| self.capture(role).is_some());
        let (start, end) = (self.found.start, self.found.end);
        if self.contrasts_with_yesterday() {
            return self.with_time(self.published);
        }
        let announced = timed || self.is_announced();
        match tense::tense_between_marks(self.analysis, start, end) {
            None | Some(Tense::Present) if !announced => {
                Some(Answer::of(DateKind::Date, Some("PRESENT_REF".to_owned())))
            }
            _ => self.with_time(self.published),
        }
    }

    /// Whether the day before publication stands before the match in its sentence: `hier…, aujourd'hui…`.
    fn contrasts_with_yesterday(&self) -> bool {
        let yesterday = self.published.and_then(|p| resolve::days_later(p, -1));
        yesterday.is_some() && self.last_in_sentence() == yesterday.map(Point::Day)
    }

    /// The night that begins on a day, or `emit ends` on it.
    fn night(&self) -> Option<Answer> {
        let day = match self.capture("month") {
            Some(_) => {
                let day = self.calendar()?.day()?;
                resolve::days_later(day, -i32::from(self.text("ends").is_some()))
            }
            None => {
                self.capture("weekday")?;
                self.weekday()
            }
        };
        Some(Answer {
            kind: DateKind::Time,
            value: day.map(|d| format!("{d}TNI")),
            point: day.map(Point::Day),
        })
    }
}
