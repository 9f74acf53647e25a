//! How a source of other conventions is to be compared: written down in a file, never hidden in code.
//!
//! A convention is a small TOML file (`--convention FILE`); those of the measuring data stand in
//! `corpus/fr/conventions/`. Without one, everything is compared as the guide of annotation has it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;

use super::gold::{DateItem, Doc, Span};
use crate::record::{DateKind, QuoteKind};

/// A table of agreements between the source's convention and ours. All fields may be left out.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Convention {
    /// What the convention is for; shown in reports.
    pub note: String,
    /// Words that are cut from the head of a date on both sides before spans are compared.
    pub trim_determiners: Vec<String>,
    /// Words that join a day to its hour. The source marks the two apart: our record of both is cut
    /// before the first of these words, as a day and as an hour of that day.
    pub day_and_hour: Vec<String>,
    /// The source puts a bare hour on its day: ours is right as the time of day.
    pub hours_on_days: bool,
    /// The source leaves the minutes out of a full hour: `T20` is our `T20:00`.
    pub full_hours: bool,
    /// Values of dates that our guide calls nothing: neither missed nor, when found, wrong.
    pub optional_values: Vec<String>,
    /// Values that the source gives to what our guide may leave without one.
    pub open_values: Vec<String>,
    /// A cue is right when it lies within the reference's (which takes in auxiliary and clitics).
    pub cue_within: bool,
    /// A speaker is right also without what follows the first comma of the reference's, or as the
    /// head that the reference names.
    pub speaker_head: bool,
    /// Quotations that the source calls optional are neither missed nor, when found, wrong.
    pub skip_optional: bool,
    /// A `mixed` reference that takes in the clause around the marks is right as the clause or as the
    /// words inside the marks; the other of the two is no error.
    pub mixed_clause: bool,
    /// A reference `0.2` is right as the ratio `1` of `5`.
    pub quotients: bool,
    /// The source marks only some records of a text: what it does not mark is no error.
    pub not_exhaustive: bool,
    /// Attributes of numbers that the source writes otherwise: `kind`, `mod`, `unit`, `noun`, and
    /// `noun-ending`, where the noun is given as it stands.
    pub silent: Vec<String>,
    /// Source's label → ours; `-` drops the record, a `?` at the end makes it optional.
    pub labels: BTreeMap<String, String>,
    /// Source's unit → ours.
    pub units: BTreeMap<String, String>,
    /// Source's modifier → ours; `-` for none.
    pub modifiers: BTreeMap<String, String>,
    /// Documents that are left out, each with the reason.
    pub skip: BTreeMap<String, String>,
    /// Documents that are left out for one reason: reason → their ids.
    pub skip_for: BTreeMap<String, Vec<String>>,
    /// Numbers that our guide decides otherwise than the source, one by one.
    pub decided: Vec<Decided>,
}

/// What our guide asks for in place of one number of the source.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decided {
    /// The document's id.
    pub doc: String,
    /// Which of its numbers, counted from 0 as the source has them.
    pub number: usize,
    pub why: String,
    /// The guide marks nothing.
    #[serde(default)]
    pub nothing: bool,
    /// Attributes that the guide leaves out: `mod`, `noun`.
    #[serde(default)]
    pub without: Vec<String>,
    pub value: Option<f64>,
    pub unit: Option<String>,
    pub noun: Option<String>,
}

impl Convention {
    /// Reads the TOML text of a convention.
    ///
    /// # Errors
    /// What TOML or the fields do not allow, with line and column.
    pub fn parse(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|e| e.to_string())
    }

    /// Why the document is left out, if it is.
    pub(crate) fn skipped(&self, doc: &str) -> Option<&str> {
        let alone = self.skip.get(doc).map(String::as_str);
        alone.or_else(|| {
            let mut classes = self.skip_for.iter();
            let class = classes.find(|(_, ids)| ids.iter().any(|id| id == doc));
            class.map(|(why, _)| why.as_str())
        })
    }

    pub(crate) fn is_silent(&self, attribute: &str) -> bool {
        self.silent.iter().any(|s| s == attribute)
    }

    /// The label that ours is for `label`, and whether the record is optional; `None` drops it.
    pub(crate) fn label<'a>(&'a self, label: &'a str) -> Option<(&'a str, bool)> {
        match self.labels.get(label).map_or(label, String::as_str) {
            "-" => None,
            ours => Some(match ours.strip_suffix('?') {
                Some(kind) => (kind, true),
                None => (ours, false),
            }),
        }
    }

    /// Rewrites gold where the convention says so.
    pub(crate) fn apply(&self, doc: &mut Doc) {
        self.decide(doc);
        let is = |values: &[String], value: &Option<String>| {
            value.as_ref().is_some_and(|v| values.contains(v))
        };
        for date in &mut doc.dates {
            date.optional |= is(&self.optional_values, &date.value);
        }
        if self.mixed_clause {
            for quote in &mut doc.quotes {
                if quote.kind != QuoteKind::Mixed {
                    continue;
                }
                if let [part] = quote.parts[..] {
                    quote.instead.extend(inside_marks(&doc.text, part));
                }
            }
        }
        if !self.skip_optional {
            for quote in &mut doc.quotes {
                quote.optional = false;
            }
        }
    }

    /// Our dates, where the source marks days and hours apart cut in two; but not where it has marked
    /// the two as one after all.
    pub(crate) fn cut_hours<'d>(
        &self,
        text: &str,
        dates: &'d [DateItem],
        golds: &[Span],
    ) -> Cow<'d, [DateItem]> {
        if self.day_and_hour.is_empty() {
            return Cow::Borrowed(dates);
        }
        let both = |date: &DateItem| {
            let cut = if golds.contains(&self.trim_date(text, date.span)) {
                None
            } else {
                self.cut_hour(text, date)
            };
            cut.unwrap_or_else(|| vec![date.clone()])
        };
        Cow::Owned(dates.iter().flat_map(both).collect())
    }

    /// A day and its hour, apart; none where `date` is not both.
    fn cut_hour(&self, text: &str, date: &DateItem) -> Option<Vec<DateItem>> {
        let words = date.span.of(text);
        let (day, time) = date.value.as_deref()?.split_once('T')?;
        if day.is_empty() || day == "P" || !time.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let mut ends = words.match_indices(char::is_whitespace).map(|(at, _)| at);
        let (end, start) = ends.find_map(|at| {
            let rest = words[at..].trim_start();
            let joint = self.day_and_hour.iter().find_map(|joint| {
                let behind = rest.strip_prefix(joint.as_str())?;
                behind.starts_with(char::is_whitespace).then_some(behind)
            })?;
            Some((at, words.len() - joint.trim_start().len()))
        })?;
        let first = words[..end].trim_end_matches(',');
        let mut on_day = date.clone();
        on_day.span = Span::new(date.span.start, date.span.start + first.len());
        on_day.value = Some(day.to_owned());
        on_day.kind = match date.kind {
            DateKind::Time => DateKind::Date,
            kind => kind,
        };
        let mut at_hour = date.clone();
        at_hour.span = Span::new(date.span.start + start, date.span.end);
        Some(vec![on_day, at_hour])
    }

    /// Whether the values of two dates are the same.
    pub(crate) fn same_date(&self, gold: &DateItem, pred: &DateItem) -> bool {
        if gold.value == pred.value {
            return true;
        }
        let Some(gold) = &gold.value else {
            return false;
        };
        let Some(pred) = &pred.value else {
            return self.open_values.contains(gold);
        };
        let is_hour = gold.len() == "T20".len() && gold.starts_with('T');
        if self.full_hours && is_hour && pred.strip_prefix(gold.as_str()) == Some(":00") {
            return true;
        }
        let time = gold
            .find('T')
            .filter(|&at| at > 0 && !gold.starts_with('P'));
        self.hours_on_days
            && pred.starts_with('T')
            && time.is_some_and(|at| without_zone(&gold[at..]) == without_zone(pred))
    }

    /// Puts what the guide asks for in place of what the source has.
    fn decide(&self, doc: &mut Doc) {
        let of_doc = || self.decided.iter().filter(|d| d.doc == doc.id);
        for decided in of_doc() {
            let Some(number) = doc.numbers.get_mut(decided.number) else {
                continue;
            };
            if decided.without.iter().any(|a| a == "mod") {
                number.modifier = None;
            }
            if decided.without.iter().any(|a| a == "noun") {
                number.noun = None;
            }
            number.value = decided.value.or(number.value);
            number.unit = decided.unit.clone().or(number.unit.take());
            number.noun = decided.noun.clone().or(number.noun.take());
        }
        let nothing: Vec<usize> = of_doc().filter(|d| d.nothing).map(|d| d.number).collect();
        let mut at = 0;
        doc.numbers.retain(|_| {
            at += 1;
            !nothing.contains(&(at - 1))
        });
    }

    /// `span` without the determiners at its head, as far as something remains.
    pub(crate) fn trim_date(&self, text: &str, span: Span) -> Span {
        let words = span.of(text);
        for determiner in &self.trim_determiners {
            let Some(head) = words.get(..determiner.len()) else {
                continue;
            };
            if head.to_lowercase() != *determiner {
                continue;
            }
            let rest = &words[determiner.len()..];
            let trimmed = rest.trim_start();
            let elided = determiner.ends_with(['\'', '’']);
            if !trimmed.is_empty() && (elided || trimmed.len() < rest.len()) {
                return Span::new(span.end - trimmed.len(), span.end);
            }
        }
        span
    }
}

/// A time of day without the zone behind it.
fn without_zone(time: &str) -> &str {
    time.split(['Z', '+', '-']).next().unwrap_or(time)
}

/// The words between the first pair of quotation marks that opens and closes inside `span`, unless
/// the marks are its ends.
fn inside_marks(text: &str, span: Span) -> Option<Span> {
    const OPENING: [char; 3] = ['«', '“', '"'];
    const CLOSING: [char; 3] = ['»', '”', '"'];
    let words = span.of(text);
    let (at, mark) = words.char_indices().find(|(_, c)| OPENING.contains(c))?;
    let from = at + mark.len_utf8();
    let to = from + words[from..].find(CLOSING)?;
    let inner = &words[from..to];
    let start = span.start + from + (inner.len() - inner.trim_start().len());
    let end = start + inner.trim().len();
    (start < end).then_some(Span::new(start, end))
}
