//! Date records. A rule of type `date` says by `emit form = …` how its captures are to be read:
//!
//! | form | reads | gives |
//! |---|---|---|
//! | `calendar` (default) | `weekday day month year part clock rel` | `2024-03-12`, `2024-03`, `2024-03-12TMO` |
//! | `numeric` | the digits, day first unless the year is, `clock` | `2024-03-12T19:05` |
//! | `weekday` | `weekday part clock rel` | `2024-03-11` |
//! | `deictic` | `day` (columns `days`, `anchor`) `part clock` | `2024-03-11TEV` |
//! | `unit` | `unit` (column `grain`) `rel` | `2024-W10`, `2023` |
//! | `season` | `season year rel` | `2024-SU` |
//! | `period` | `nth unit year rel` | `2024-Q1` |
//! | `holiday` | `day` (columns `month day easter`) `year rel` | `2024-12-25` |
//! | `year`, `decade`, `century` | `year` | `2019`, `199`, `17` |
//! | `ago` | `value unit`, `emit shift`, `emit anchor` | `2023-12` |
//! | `clock` | `clock` | `T20:30` |
//! | `part` | `part`, `emit anchor` | `2024-03-12TEV` |
//! | `duration` | `value of times half unit value2 unit2`, or `fixed` (column `value`) | `P2Y` |
//! | `elided-duration` | `value`, the unit of the duration before | `P6M` |
//! | `today` | nothing | `2024-03-12`, `PRESENT_REF` |
//! | `night` | `weekday`, or `day month` | `2024-03-12TNI` |
//! | `hundredths` | `value of` | `PT0.18S` |
//! | `length` | the digits of hours, minutes and seconds | `PT2H14M` |
//! | `open` | nothing | no value |
//! | `value` | `emit value` | what is emitted |
//! | `set` | `value unit`, `weekday`, `part`, `season`, `month day` | `P1W`, `XXXX-WXX-4` |
//!
//! `rel` is an entry with a column `shift`. `emit kind` names the record's kind where the form leaves
//! it open.

use jiff::civil::Date;

use super::clock::{self, Clock};
use super::length::{self, Unit};
use super::resolve::{self, Point, Shift};
use super::tense::{self, Tense};
use crate::extract::analysis::{Analysis, Findings};
use crate::record::{DateKind, DateRecord};
use crate::rule::{Match, Regions, TypeId, Value};

/// Makes the records, in the order of the text. O(n).
pub(crate) fn records(analysis: &Analysis, regions: &mut Regions, findings: &mut Findings) {
    let rules = analysis.input.rules;
    let (Some(num), Some(nth), Some(date)) = (
        rules.type_id("num"),
        rules.type_id("nth"),
        rules.type_id("date"),
    ) else {
        return;
    };
    let mut inside = vec![false; analysis.len() as usize];
    for name in ["age", "reference"] {
        for region in rules.type_id(name).map_or(&[][..], |kind| regions.of(kind)) {
            inside[region.start as usize..region.end as usize].fill(true);
        }
    }
    let (mut last, mut last_unit) = (None, None);
    for region in regions.of(date) {
        if inside[region.start as usize..region.end as usize].contains(&true) {
            continue;
        }
        let found = *regions.match_of(region);
        let reading = Reading {
            analysis,
            regions,
            found,
            num,
            nth,
            published: analysis.published,
            last,
            last_unit,
        };
        let Some(answer) = reading.answer() else {
            continue;
        };
        if answer.kind == DateKind::Duration
            && let Some((start, end)) = reading.capture("unit")
        {
            last_unit = Unit::of(analysis, start, end);
        }
        if let Some(point) = answer.point {
            last = Some(point);
        }
        let (start, end) = analysis.bytes(found.start, found.end);
        findings.dates.push(DateRecord {
            start,
            end,
            text: analysis.input.text[start..end].to_owned(),
            kind: answer.kind,
            value: answer.value,
            rule: rules.rule(found.rule).name.clone(),
        });
    }
}

/// What a match means.
struct Answer {
    kind: DateKind,
    value: Option<String>,
    /// For later expressions that look back at this one.
    point: Option<Point>,
}

impl Answer {
    fn of(kind: DateKind, value: Option<String>) -> Self {
        Self {
            kind,
            value,
            point: None,
        }
    }

    fn at(point: Option<Point>) -> Self {
        Self {
            kind: DateKind::Date,
            value: point.map(Point::value),
            point,
        }
    }
}

/// One match with what is needed to read it.
struct Reading<'a> {
    analysis: &'a Analysis<'a>,
    regions: &'a Regions,
    found: Match,
    num: TypeId,
    nth: TypeId,
    published: Option<Date>,
    /// The expression before this one.
    last: Option<Point>,
    /// The unit of the duration before this one.
    last_unit: Option<Unit>,
}

impl Reading<'_> {
    fn capture(&self, role: &str) -> Option<(u32, u32)> {
        self.analysis
            .input
            .capture(&self.found, role, self.regions)
            .filter(|(start, end)| start < end)
    }

    fn text(&self, key: &str) -> Option<String> {
        match self
            .analysis
            .input
            .emitted(&self.found, key, self.regions)?
        {
            Value::Text(text) => Some(text.into_owned()),
            Value::Number(n) => Some(n.to_string()),
            Value::Span(start, end) => Some(self.analysis.words(start, end).to_owned()),
        }
    }

    fn column<T: std::str::FromStr>(&self, role: &str, column: &str) -> Option<T> {
        let (start, end) = self.capture(role)?;
        self.analysis.input.column(start, end, column)?.parse().ok()
    }

    fn number(&self, role: &str) -> Option<f64> {
        let (start, end) = self.capture(role)?;
        (start..end)
            .find_map(|at| {
                let number = self.regions.at(self.num, at).first();
                number.or_else(|| self.regions.at(self.nth, at).first())
            })
            .map(|region| region.value)
            .or_else(|| self.column(role, "value"))
            .or_else(|| {
                let digits: String = self
                    .analysis
                    .words(start, end)
                    .chars()
                    .filter(char::is_ascii_digit)
                    .collect();
                digits.parse().ok()
            })
    }

    fn shift(&self) -> Shift {
        self.column("rel", "shift")
            .or_else(|| self.text("shift")?.parse().ok())
    }

    fn tense(&self) -> Option<Tense> {
        tense::tense(self.analysis, self.found.start, self.found.end)
    }

    fn clock(&self) -> Option<Clock> {
        let (start, end) = self.capture("clock")?;
        clock::read(self.analysis, self.regions, self.num, start, end)
    }

    fn year(&self) -> Option<i16> {
        let year = self.number("year")?;
        if year.fract() != 0.0 || !(0.0..=9999.0).contains(&year) {
            return None;
        }
        let year = year as i16;
        // Two digits: this century up to ten years ahead, else the one before.
        let (start, end) = self.capture("year")?;
        let short = self
            .analysis
            .words(start, end)
            .chars()
            .filter(char::is_ascii_digit)
            .count()
            <= 2;
        Some(match self.published {
            Some(published) if short && year < 100 => {
                let near = published.year() / 100 * 100 + year;
                if near > published.year() + 10 {
                    near - 100
                } else {
                    near
                }
            }
            _ => year,
        })
    }

    /// The part of the day: an entry of the list for these, since a duration may have the same name.
    fn part(&self) -> Option<String> {
        let (start, end) = self.capture("part")?;
        let list = self.analysis.pack.concept("day-part")?;
        let input = &self.analysis.input;
        let entry = input.entries(start, end).find(|e| e.list == list)?;
        input.lexicon.column(entry, "code").map(str::to_owned)
    }

    /// A day with the part or hour that was named with it.
    fn with_time(&self, day: Option<Date>) -> Option<Answer> {
        let part = self.part();
        let clock = self.clock();
        if self.capture("clock").is_some() && clock.is_none() {
            return None;
        }
        let behind = clock
            .map(Clock::value)
            .or_else(|| part.map(|p| format!("T{p}")));
        Some(match behind {
            None => Answer::at(day.map(Point::Day)),
            Some(time) => Answer {
                kind: DateKind::Time,
                value: day.map(|day| format!("{day}{time}")),
                point: day.map(Point::Day),
            },
        })
    }

    /// The day that expressions such as `le lendemain` start from.
    fn anchor(&self) -> Option<Date> {
        match self.last {
            Some(Point::Day(day)) => Some(day),
            _ => None,
        }
    }

    /// What to count from: the day last spoken of (`text`), that or else the day of publication
    /// (`near`), or the day of publication.
    fn base(&self, anchor: Option<&str>) -> Option<Date> {
        match anchor {
            Some("text") => self.anchor(),
            Some("near") => self.anchor().or(self.published),
            _ => self.published,
        }
    }

    fn answer(&self) -> Option<Answer> {
        let form = self.text("form");
        match form.as_deref().unwrap_or("calendar") {
            "calendar" => self.calendar(),
            "numeric" => self.numeric(),
            "weekday" => {
                let day: i8 = self.column("weekday", "n")?;
                let day = self
                    .published
                    .and_then(|p| resolve::weekday(p, day, self.shift(), self.tense()));
                self.with_time(day)
            }
            "deictic" => self.deictic(),
            "unit" => {
                let grain: String = self.column("unit", "grain")?;
                let from_text = self.text("anchor").as_deref() == Some("text");
                let base = if from_text {
                    self.last.and_then(Point::day)
                } else {
                    self.published
                };
                if grain == "century" {
                    let century =
                        base.map(|b| i32::from(b.year()) / 100 + self.shift().unwrap_or(0));
                    return Some(Answer::of(DateKind::Date, century.map(|c| c.to_string())));
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
            "season" => self.season(),
            "period" => self.period(),
            "holiday" => self.holiday(),
            "year" => Some(Answer::at(self.year().map(Point::Year))),
            "decade" => {
                let year = self.number("year")? as i32;
                let year = if year < 100 { year + 1900 } else { year };
                Some(Answer::of(DateKind::Date, Some((year / 10).to_string())))
            }
            "century" => {
                let century = self.number("year")? as i32 - 1;
                Some(Answer::of(DateKind::Date, Some(format!("{century:02}"))))
            }
            "ago" => self.ago(),
            "clock" => {
                let clock = self.clock()?;
                Some(Answer::of(DateKind::Time, Some(clock.value())))
            }
            "part" => {
                let part = self.part()?;
                let shift = self.shift().unwrap_or(0);
                let day = self.base(self.text("anchor").as_deref());
                let day = day.and_then(|d| resolve::days_later(d, shift));
                Some(Answer::of(
                    DateKind::Time,
                    day.map(|d| format!("{d}T{part}")),
                ))
            }
            "duration" => self.duration(),
            "elided-duration" => {
                let value = self.last_unit?.times(self.number("value")?);
                Some(Answer::of(DateKind::Duration, Some(value)))
            }
            "today" => Some(self.today()),
            "night" => self.night(),
            "hundredths" => {
                let seconds = self.number("value")? / self.number("of")?;
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

    fn kind(&self) -> Option<DateKind> {
        Some(match self.text("kind")?.as_str() {
            "date" => DateKind::Date,
            "time" => DateKind::Time,
            "duration" => DateKind::Duration,
            "set" => DateKind::Set,
            _ => return None,
        })
    }

    fn calendar(&self) -> Option<Answer> {
        let (month, behind) = match self.capture("month") {
            Some((_, end)) => (self.column::<i8>("month", "n")?, end),
            // `les 3, 4 et 5 mai`, `du 6 au 9 mai`: the month stands further on.
            None => self.month_ahead()?,
        };
        let weekday: Option<i8> = self.column("weekday", "n");
        let day = match self.number("day") {
            Some(day) if (1.0..=31.0).contains(&day) => Some(day as i8),
            Some(_) => return None,
            None => None,
        };
        let year = self.year().or_else(|| {
            if self.capture("month").is_none() {
                self.year_at(behind)
            } else {
                None
            }
        });
        let year = year.or_else(|| {
            let published = self.published?;
            if let (Some(day), Some(weekday)) = (day, weekday)
                && let Some(year) = resolve::year_by_weekday(published, month, day, weekday)
            {
                return Some(year);
            }
            let tense = if self.shift().is_some() {
                None
            } else {
                self.tense()
            };
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

    /// The month that a list of days shares, and the token behind it.
    fn month_ahead(&self) -> Option<(i8, u32)> {
        let tokens = self.analysis.input.tokens;
        let list = self.analysis.pack.concept("month")?;
        (self.found.end..(self.found.end + 10).min(tokens.len() as u32))
            .take_while(|&at| !tokens[at as usize].opens_sentence)
            .find_map(|at| {
                let input = &self.analysis.input;
                let entry = input.entries(at, at + 1).find(|e| e.list == list)?;
                Some((input.lexicon.column(entry, "n")?.parse().ok()?, at + 1))
            })
    }

    /// The year in digits at a token.
    fn year_at(&self, token: u32) -> Option<i16> {
        let year = self.regions.at(self.num, token).first()?.value;
        (1000.0..=2999.0).contains(&year).then_some(year as i16)
    }

    fn numeric(&self) -> Option<Answer> {
        let (start, end) = self
            .capture("day")
            .unwrap_or((self.found.start, self.found.end));
        let written = self.analysis.words(start, end);
        let numbers: Vec<i16> = written
            .split(|c: char| !c.is_ascii_digit())
            .filter(|part| !part.is_empty())
            .map(|part| part.parse().ok())
            .collect::<Option<_>>()?;
        let [a, b, c] = numbers[..] else {
            return None;
        };
        let (year, month, day) = match (a, c) {
            (a, _) if a > 31 => (a, b, c),
            (_, c) if c > 31 => (c, b, a),
            _ => (2000 + c, b, a),
        };
        let day = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
        self.with_time(Some(day))
    }

    fn deictic(&self) -> Option<Answer> {
        let days: i32 = self.column("day", "days")?;
        let base = self.base(self.column::<String>("day", "anchor").as_deref());
        let day = base.and_then(|b| resolve::days_later(b, days));
        self.with_time(day)
    }

    /// The day itself where the clause tells of what was or will be done, else the present age.
    fn today(&self) -> Answer {
        match self.tense() {
            None => Answer::of(DateKind::Date, Some("PRESENT_REF".to_owned())),
            Some(_) => Answer::at(self.published.map(Point::Day)),
        }
    }

    /// The night that begins on a day.
    fn night(&self) -> Option<Answer> {
        let day = match self.capture("month") {
            Some(_) => match self.calendar()?.point? {
                Point::Day(day) => Some(day),
                _ => None,
            },
            None => {
                let weekday: i8 = self.column("weekday", "n")?;
                let tense = self.tense();
                self.published
                    .and_then(|p| resolve::weekday(p, weekday, None, tense))
            }
        };
        Some(Answer {
            kind: DateKind::Time,
            value: day.map(|d| format!("{d}TNI")),
            point: day.map(Point::Day),
        })
    }

    fn season(&self) -> Option<Answer> {
        let code: String = self.column("season", "code")?;
        let month: i8 = self.column("season", "month")?;
        let mut letters = code.chars();
        let code = [letters.next()?, letters.next()?];
        let year = self.year().or_else(|| {
            let tense = if self.shift().is_some() {
                None
            } else {
                self.tense()
            };
            Some(resolve::year_of(
                self.published?,
                month,
                None,
                self.shift(),
                tense,
            ))
        });
        Some(Answer::at(year.map(|y| Point::Part(y, code))))
    }

    fn period(&self) -> Option<Answer> {
        let nth = self.number("nth")? as i8;
        let grain: String = self.column("unit", "grain").or_else(|| self.text("unit"))?;
        let (letter, months, most) = match grain.as_str() {
            "quarter" => ('Q', 3, 4),
            "half" => ('H', 6, 2),
            _ => return None,
        };
        if !(1..=most).contains(&nth) {
            return None;
        }
        let year = self.year().or_else(|| {
            let tense = if self.shift().is_some() {
                None
            } else {
                self.tense()
            };
            // The period is over with its last month, and to come before its first.
            let month = match tense {
                Some(Tense::Future) => nth * months,
                _ => (nth - 1) * months + 1,
            };
            Some(resolve::year_of(
                self.published?,
                month,
                None,
                self.shift(),
                tense,
            ))
        });
        let digit = char::from(b'0' + nth as u8);
        Some(Answer::at(year.map(|y| Point::Part(y, [letter, digit]))))
    }

    fn holiday(&self) -> Option<Answer> {
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
        let year = self.year().or_else(|| {
            let published = self.published?;
            let near = on(published.year())?;
            let tense = if self.shift().is_some() {
                None
            } else {
                self.tense()
            };
            Some(resolve::year_of(
                published,
                near.month(),
                Some(near.day()),
                self.shift(),
                tense,
            ))
        });
        match (year, fixed()) {
            (Some(year), _) => self.with_time(Some(on(year)?)),
            (None, Some((month, day))) => Some(Answer::of(
                DateKind::Date,
                Some(format!("XXXX-{month:02}-{day:02}")),
            )),
            (None, None) => Some(Answer::of(DateKind::Date, None)),
        }
    }

    fn ago(&self) -> Option<Answer> {
        let (start, end) = self.capture("unit")?;
        let unit = Unit::of(self.analysis, start, end)?;
        let sign: f64 = self.text("shift")?.parse().ok()?;
        let count = self.count().map(|n| n * unit.factor * sign);
        let base = match self.text("anchor").as_deref() {
            Some("text") => self.last.and_then(Point::day).or(self.published),
            _ => self.published,
        };
        let kind = if unit.code[0] == 'T' {
            DateKind::Time
        } else {
            DateKind::Date
        };
        let point = match (count, base) {
            (Some(count), Some(base)) if count.fract() == 0.0 && count.abs() < 1e6 => {
                resolve::moved(base, unit.code, count as i64)
            }
            _ => None,
        };
        Some(Answer {
            kind,
            ..Answer::at(point)
        })
    }

    /// How many units: a number, a fraction, a collective, with a half.
    fn count(&self) -> Option<f64> {
        let mut count = match (self.number("value"), self.number("times")) {
            (Some(a), Some(b)) => a * b,
            (a, b) => a.or(b)?,
        };
        if let Some(of) = self.number("of") {
            count /= of;
        }
        if self.capture("half").is_some() {
            count += 0.5;
        }
        Some(count)
    }

    fn duration(&self) -> Option<Answer> {
        if let Some(value) = self.column::<String>("fixed", "value") {
            return Some(Answer::of(DateKind::Duration, Some(value)));
        }
        let (start, end) = self.capture("unit")?;
        let unit = Unit::of(self.analysis, start, end)?;
        let mut value = self.count().map(|n| unit.times(n));
        if let (Some(first), Some((start, end))) = (&value, self.capture("unit2")) {
            let second = Unit::of(self.analysis, start, end)?.times(self.number("value2")?);
            value = Some(match (first.contains('T'), second.strip_prefix("PT")) {
                (true, Some(rest)) => format!("{first}{rest}"),
                _ => format!("{first}{}", &second[1..]),
            });
        }
        Some(Answer::of(DateKind::Duration, value))
    }

    fn set(&self) -> Option<String> {
        if let Some(value) = self.text("value") {
            return Some(value);
        }
        let part = self.part();
        if let Some(day) = self.column::<i8>("weekday", "n") {
            let part = part.map_or(String::new(), |p| format!("T{p}"));
            return Some(format!("XXXX-WXX-{day}{part}"));
        }
        if let Some(part) = part {
            return Some(format!("XXXX-XX-XXT{part}"));
        }
        if let Some(season) = self.column::<String>("season", "code") {
            return Some(format!("XXXX-{season}"));
        }
        if let Some(month) = self.column::<i8>("month", "n") {
            return Some(match self.number("day") {
                Some(day) => format!("XXXX-{month:02}-{:02}", day as i8),
                None => format!("XXXX-{month:02}"),
            });
        }
        let (start, end) = self.capture("unit")?;
        let unit = Unit::of(self.analysis, start, end)?;
        Some(unit.times(self.count().unwrap_or(1.0)))
    }
}
