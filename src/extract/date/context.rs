//! What a match means, and what earlier ones leave behind for it.

use jiff::civil::Date;

use super::length::Unit;
use super::resolve::Point;
use crate::extract::analysis::Analysis;
use crate::record::DateKind;
use crate::rule::TypeId;

/// What a match means.
pub(super) struct Answer {
    pub kind: DateKind,
    pub value: Option<String>,
    /// For later expressions that look back at this one.
    pub point: Option<Point>,
}

impl Answer {
    pub fn of(kind: DateKind, value: Option<String>) -> Self {
        Self {
            kind,
            value,
            point: None,
        }
    }

    /// A stretch of the calendar; none that its years of four digits do not reach.
    pub fn at(point: Option<Point>) -> Self {
        let point = point.filter(Point::is_written);
        Self {
            kind: DateKind::Date,
            value: point.map(Point::value),
            point,
        }
    }

    /// The day that is meant.
    pub fn day(&self) -> Option<Date> {
        match self.point? {
            Point::Day(day) => Some(day),
            _ => None,
        }
    }
}

/// Days this near to publication can be the one that an article is about.
const NEAR_DAYS: i32 = 3;

/// What the expressions before a match left behind.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context {
    pub num: Option<TypeId>,
    pub nth: Option<TypeId>,
    pub date: Option<TypeId>,
    pub published: Option<Date>,
    /// The expression before, the token behind it, and its block.
    pub last: Option<(Point, u32, usize)>,
    /// The first day that is near publication.
    pub lead: Option<Date>,
    /// The unit of the duration before.
    pub last_unit: Option<Unit>,
    /// The unit of the period before.
    pub last_period: Option<PeriodUnit>,
}

impl Context {
    pub fn new(analysis: &Analysis, published: Option<Date>) -> Self {
        let rules = analysis.input.rules;
        Self {
            num: rules.type_id("num"),
            nth: rules.type_id("nth"),
            date: rules.type_id("date"),
            published,
            last: None,
            lead: None,
            last_unit: None,
            last_period: None,
        }
    }

    /// Takes in an answer whose match ends at token `end`.
    pub fn goes_on(&mut self, answer: &Answer, end: u32, block: usize) {
        let Some(point) = answer.point else {
            return;
        };
        self.last = Some((point, end, block));
        if let (None, Point::Day(day), Some(published)) = (self.lead, point, self.published)
            && (day - published).get_days().abs() <= NEAR_DAYS
        {
            self.lead = Some(day);
        }
    }
}

/// What parts of a year are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PeriodUnit {
    Quarter,
    Half,
}
