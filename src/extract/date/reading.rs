//! One match of type `date`: what its captures say.

use jiff::civil::Date;

use super::clock::{self, Clock};
use super::context::{Answer, Context, PeriodUnit};
use super::length::Unit;
use super::resolve::{self, Point, Shift};
use super::sign::Sign;
use super::tense::{self, Tense};
use crate::extract::analysis::Analysis;
use crate::record::DateKind;
use crate::rule::{Match, Regions, TypeId, Value};

/// A match with what is needed to read it.
pub(super) struct Reading<'a> {
    pub analysis: &'a Analysis<'a>,
    pub regions: &'a Regions,
    pub found: Match,
    pub num: TypeId,
    pub nth: TypeId,
    pub date: TypeId,
    pub context: &'a Context,
    pub published: Option<Date>,
}

impl<'a> Reading<'a> {
    /// None where the pack reads no numbers.
    pub fn new(
        analysis: &'a Analysis<'a>,
        regions: &'a Regions,
        found: Match,
        context: &'a Context,
    ) -> Option<Self> {
        Some(Self {
            analysis,
            regions,
            found,
            num: context.num?,
            nth: context.nth?,
            date: context.date?,
            context,
            published: context.published,
        })
    }

    pub fn capture(&self, role: &str) -> Option<(u32, u32)> {
        self.analysis
            .input
            .capture(&self.found, role, self.regions)
            .filter(|(start, end)| start < end)
    }

    pub fn text(&self, key: &str) -> Option<String> {
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

    pub fn column<T: std::str::FromStr>(&self, role: &str, column: &str) -> Option<T> {
        let (start, end) = self.capture(role)?;
        self.analysis.input.column(start, end, column)?.parse().ok()
    }

    pub fn number(&self, role: &str) -> Option<f64> {
        let (start, end) = self.capture(role)?;
        (start..end)
            .find_map(|at| {
                let within = |kind| {
                    let regions = self.regions.at(kind, at);
                    regions.iter().find(|region| region.end <= end)
                };
                within(self.num).or_else(|| within(self.nth))
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

    pub fn unit(&self, role: &str) -> Option<Unit> {
        let (start, end) = self.capture(role)?;
        Unit::of(self.analysis, start, end)
    }

    pub fn period_unit(&self) -> Option<PeriodUnit> {
        let grain: String = self.column("unit", "grain").or_else(|| self.text("unit"))?;
        match grain.as_str() {
            "quarter" => Some(PeriodUnit::Quarter),
            "half" => Some(PeriodUnit::Half),
            _ => None,
        }
    }

    pub fn shift(&self) -> Shift {
        self.column("rel", "shift")
            .or_else(|| self.text("shift")?.parse().ok())
    }

    pub fn tense(&self) -> Option<Tense> {
        tense::tense(self.analysis, self.found.start, self.found.end)
    }

    /// The tense, where no word says which of several is meant.
    pub fn tense_unless_shifted(&self) -> Option<Tense> {
        match self.shift() {
            Some(_) => None,
            None => self.tense(),
        }
    }

    pub fn clock(&self) -> Option<Clock> {
        let (start, end) = self.capture("clock")?;
        clock::read(self.analysis, self.regions, self.num, start, end)
    }

    pub fn year(&self) -> Option<i16> {
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

    /// The year in digits at a token.
    pub fn year_at(&self, token: u32) -> Option<i16> {
        let year = self.regions.at(self.num, token).first()?.value;
        (1000.0..=2999.0).contains(&year).then_some(year as i16)
    }

    /// The first month named from token `from` on in its sentence, at most `reach` tokens away, and
    /// the token behind it.
    pub fn month_ahead(&self, from: u32, reach: u32) -> Option<(i8, u32)> {
        let tokens = self.analysis.input.tokens;
        let list = self.analysis.pack.concept("month")?;
        (from..(from + reach).min(tokens.len() as u32))
            .take_while(|&at| !tokens[at as usize].opens_sentence)
            .find_map(|at| {
                let input = &self.analysis.input;
                let entry = input.entries(at, at + 1).find(|e| e.list == list)?;
                Some((input.lexicon.column(entry, "n")?.parse().ok()?, at + 1))
            })
    }

    /// The year of the date that the word at token `behind` joins to this one (`du 30 avril au 2 mai
    /// 2023`).
    pub fn year_shared(&self, behind: u32) -> Option<i16> {
        const REACH: u32 = 6;
        if !self.joins(behind) {
            return None;
        }
        let (_, end) = self.month_ahead(behind + 1, REACH)?;
        self.year_at(end)
    }

    /// Whether a preposition before the match ties it to a noun.
    fn follows_noun(&self) -> bool {
        let before = self.found.start.checked_sub(1);
        before.is_some_and(|before| Sign::NounTie.at(self.analysis, before))
    }

    fn opens_sentence(&self) -> bool {
        self.analysis.sentence_of(self.found.start).first == self.found.start
    }

    /// Whether the day before publication falls on the weekday.
    fn is_yesterday(&self, weekday: i8) -> bool {
        self.published
            .and_then(|p| resolve::days_later(p, -1))
            .is_some_and(|day| day.weekday().to_monday_one_offset() == weekday)
    }

    /// Whether the sentence has no verb, but an hour and something beside the date: `Repas dansant
    /// samedi à 20 h`.
    pub fn is_announced(&self) -> bool {
        /// The longest announcement, in tokens: it is read whole for each of its dates.
        const LONGEST: u32 = 80;
        let sentence = self.analysis.sentence_of(self.found.start);
        let (start, end) = (sentence.first, sentence.end);
        let full_stop = 1;
        let alone = start == self.found.start && end <= self.found.end + full_stop;
        let input = &self.analysis.input;
        let dates = self.regions.of(self.date);
        end - start <= LONGEST
            && !alone
            && !tense::is_shown(self.analysis, start..end)
            && dates[dates.partition_point(|region| region.start < start)..]
                .iter()
                .take_while(|region| region.end <= end)
                .map(|region| self.regions.match_of(region))
                .any(|found| input.capture(found, "clock", self.regions).is_some())
    }

    /// Whether the word at a token joins two dates.
    fn joins(&self, token: u32) -> bool {
        Sign::Join.at(self.analysis, token)
    }

    /// The part of the day: an entry of the list for these, since a duration may have the same name.
    pub fn part(&self) -> Option<String> {
        let (start, end) = self.capture("part")?;
        let list = self.analysis.pack.concept("day-part")?;
        let input = &self.analysis.input;
        let entry = input.entries(start, end).find(|e| e.list == list)?;
        input.lexicon.column(entry, "code").map(str::to_owned)
    }

    /// A day with the part or hour that was named with it.
    pub fn with_time(&self, day: Option<Date>) -> Option<Answer> {
        let day = day.filter(|&day| Point::Day(day).is_written());
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

    /// The expression before this one.
    pub fn last(&self) -> Option<Point> {
        self.context.last.map(|(point, _, _)| point)
    }

    /// The expression before this one, if it stands in the same block.
    pub fn last_in_block(&self) -> Option<Point> {
        let here = self.analysis.block_of(self.found.start);
        self.context
            .last
            .and_then(|(point, _, block)| (block == here).then_some(point))
    }

    /// The expression before this one, if it stands in the same sentence.
    pub fn last_in_sentence(&self) -> Option<Point> {
        let sentence = self.analysis.sentence_of(self.found.start);
        self.context
            .last
            .and_then(|(point, end, _)| (end > sentence.first).then_some(point))
    }

    /// The day before this expression that a single word joins to it (`mardi et mercredi`).
    pub fn joined_to(&self) -> Option<Date> {
        match self.context.last? {
            (Point::Day(day), end, _) if end + 1 == self.found.start && self.joins(end) => {
                Some(day)
            }
            _ => None,
        }
    }

    /// What to count from: the day last spoken of (`text`), the day that the paragraph or else the
    /// article is about (`near`), or the day of publication.
    pub fn base(&self, anchor: Option<&str>) -> Option<Date> {
        let day = |point: Option<Point>| match point {
            Some(Point::Day(day)) => Some(day),
            _ => None,
        };
        match anchor {
            Some("text") => day(self.last()),
            Some("near") => day(self.last_in_block())
                .or(self.context.lead)
                .or(self.published),
            _ => self.published,
        }
    }

    /// The weekday that is captured: the next one after the day it is joined to, else the one that
    /// the tense asks for.
    pub fn weekday(&self) -> Option<Date> {
        let day: i8 = self.column("weekday", "n")?;
        let shift = self.shift();
        match self.joined_to() {
            Some(before) if shift.is_none() => resolve::weekday_from(before, day),
            _ => {
                let tense = match self.tense() {
                    // `les efforts de mardi`: the verb in the present is not about that day.
                    Some(Tense::Present) if self.follows_noun() => None,
                    // In the present, a sentence that opens with yesterday tells a story.
                    Some(Tense::Present) if self.opens_sentence() && self.is_yesterday(day) => None,
                    None if self.is_announced() => Some(Tense::Future),
                    tense => tense,
                };
                let base = self.base(self.text("anchor").as_deref());
                resolve::weekday(base?, day, shift, tense)
            }
        }
    }
}
