//! What a match of a rule says, read into a record.
//!
//! A rule of type `number` or `age` says what its captures are by their names:
//!
//! | capture | is |
//! |---|---|
//! | `value` | the number; the first side, the part |
//! | `of` | the whole, or the second side; a number, or an entry with a column `value` |
//! | `min`, `max` | the ends of a range |
//! | `times` | an entry with a column `value` that multiplies (`douzaine`) |
//! | `part` | a number of hundredths that is added (`2 € 50`) |
//! | `more` | an entry with a column `value`, a part of one unit that is added (`et demi`) |
//! | `over` | what divides: a number, or an entry with a column `value` (`trois quarts de litre`) |
//! | `minus` | makes the value negative |
//! | `unit`, `per` | entries with a column `code`, and perhaps `factor` and `kind` |
//! | `mod`, `bound` | an entry with a column `mod`, before or behind the number |
//! | `noun` | the counted noun |
//!
//! `emit kind = …`, `value`, `of`, `min`, `max`, `unit` go before the captures, `emit mod` behind them. A region of type
//! `reference` (a telephone number, an article of law) keeps its digits from becoming records.

use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::currency::Shared;
use crate::extract::analysis::Analysis;
use crate::record::{Modifier, NumberKind, NumberRecord};
use crate::rule::{Match, Region, Regions, TypeId, Value};
use crate::token::Shape;

/// One match, and how to read its captures.
pub(super) struct Reading<'a, 't> {
    pub analysis: &'a Analysis<'t>,
    pub regions: &'a Regions,
    pub found: &'a Match,
    pub num: TypeId,
    pub nth: TypeId,
    pub shared: &'a Shared<'t>,
}

impl Reading<'_, '_> {
    fn capture(&self, role: &str) -> Option<(u32, u32)> {
        self.analysis
            .input
            .capture(self.found, role, self.regions)
            .filter(|(start, end)| start < end)
    }

    fn emitted(&self, key: &str) -> Option<Value<'_>> {
        self.analysis.input.emitted(self.found, key, self.regions)
    }

    fn word(&self, key: &str) -> Option<String> {
        match self.emitted(key)? {
            Value::Text(text) => Some(text.into_owned()),
            Value::Number(n) => Some(n.to_string()),
            Value::Span(start, end) => Some(self.analysis.words(start, end).to_owned()),
        }
    }

    /// What an entry's column says of a capture.
    fn column(&self, role: &str, column: &str) -> Option<&str> {
        let (start, end) = self.capture(role)?;
        self.analysis.input.column(start, end, column)
    }

    /// The number that the capture holds, with the exponent of its scale.
    fn region(&self, role: &str) -> Option<&Region> {
        let (start, end) = self.capture(role)?;
        (start..end).find_map(|at| {
            let found = self.regions.at(self.num, at).first();
            found.or_else(|| self.regions.at(self.nth, at).first())
        })
    }

    fn number(&self, key: &str) -> Option<f64> {
        if let Some(Value::Number(n)) = self.emitted(key) {
            return Some(n);
        }
        match self.region(key) {
            Some(region) => Some(region.value),
            None => self.column(key, "value")?.parse().ok(),
        }
    }

    /// The record; `None` where the rule names a kind that there is not, or captured no number.
    pub fn record(&self) -> Option<NumberRecord> {
        let factor: f64 = self
            .column("unit", "factor")
            .and_then(|f| f.parse().ok())
            .unwrap_or(1.0);
        let times = self.number("times");
        let mut value = self.number("value");
        if value.is_none() && times.is_some() {
            value = Some(1.0);
        }
        if let (Some((start, end)), Some(part)) = (self.capture("part"), self.region("part")) {
            // `2 € 5` is two euros five, `1 m 92` and `1 m soixante-six` count hundredths.
            let written = self.analysis.words(start, end);
            let digits = match written.bytes().all(|b| b.is_ascii_digit()) {
                true => written.len() as i32,
                false => 2,
            };
            let part = part.value / 10f64.powi(digits);
            value = value.map(|v| exact(v + part));
        }
        if let Some(more) = self.number("more") {
            value = value.map(|v| v + more);
        }
        if let Some(over) = self.number("over") {
            value = value.map(|v| exact(v / over));
        }
        if self.capture("minus").is_some() {
            value = value.map(|v| -v);
        }
        let scaled = |n: f64| exact(n * times.unwrap_or(1.0) * factor);
        let (mut min, mut max) = (self.number("min"), self.number("max"));
        if let (Some(low), Some(high)) = (self.region("min"), self.region("max")) {
            // `2 à 3 milliards`: the first number lends its scale from the second.
            let scale = 10f64.powi(high.source as i32);
            if low.source == 0 && high.source > 0 && low.value < high.value / scale {
                min = Some(exact(low.value * scale));
            }
            // `20 à -5`, or the wrong way round: no range.
            if max < min {
                (min, max) = (max, min);
            }
        }
        let of = self.number("of");
        // `1,9 des 2,3 millions`: the part leaves its scale to the whole.
        if let (Some(part), Some(whole)) = (self.region("value"), self.region("of"))
            && part.source == 0
            && whole.source >= 6
        {
            let scale = 10f64.powi(whole.source as i32);
            if part.value < whole.value / scale {
                value = Some(exact(part.value * scale));
            }
        }
        let unit = self.unit();
        let kind = match self.word("kind") {
            Some(name) => kind_named(&name)?,
            None if of.is_some() => NumberKind::Ratio,
            None if min.is_some() && max.is_some() => NumberKind::Range,
            None => match (unit.as_deref(), self.column("unit", "kind")) {
                (None, Some("money")) => NumberKind::Money,
                (None, _) => NumberKind::Cardinal,
                (Some("%"), _) => NumberKind::Percent,
                (_, Some("money")) => NumberKind::Money,
                _ => NumberKind::Measure,
            },
        };
        if kind == NumberKind::Range {
            value = None;
        }
        // A record says something: `1/2` inside `10 1/2` is no score.
        value.or(min)?;
        let modifier = self
            .column("mod", "mod")
            .or_else(|| self.column("bound", "mod"))
            .map(str::to_owned)
            .or_else(|| self.word("mod"))
            .and_then(|name| modifier_named(&name));
        let noun = self
            .capture("noun")
            .map(|(start, end)| counted_noun(self.analysis, start, end));
        let (start, end) = self.analysis.bytes(self.found.start, self.found.end);
        Some(NumberRecord {
            start,
            end,
            text: self.analysis.input.text[start..end].to_owned(),
            kind,
            value: value.map(scaled),
            min: min.map(scaled),
            max: max.map(scaled),
            of,
            modifier,
            unit,
            noun,
            rule: self.analysis.input.rules.rule(self.found.rule).name.clone(),
        })
    }

    fn unit(&self) -> Option<String> {
        if self.emitted("unit").is_none()
            && let Some((start, end)) = self.capture("unit")
            && let Some(code) = self.shared.code(self.analysis, start, end)
        {
            return Some(code.to_owned());
        }
        let unit = self
            .word("unit")
            .filter(|_| !matches!(self.emitted("unit"), Some(Value::Span(..))))
            .or_else(|| self.column("unit", "code").map(str::to_owned))?;
        match self.column("per", "code") {
            Some(per) => Some(format!("{unit}/{per}")),
            None => Some(unit),
        }
    }
}

/// A product or sum of decimal numbers, without the dust of binary fractions.
pub(super) fn exact(value: f64) -> f64 {
    // Whole numbers have no dust, and beyond a billion six decimals are more than a double holds.
    if value.fract() == 0.0 || value.abs() >= 1e9 {
        return value;
    }
    let rounded = (value * 1e6).round() / 1e6;
    if (rounded - value).abs() < 1e-9 * value.abs().max(1.0) {
        rounded
    } else {
        value
    }
}

fn kind_named(name: &str) -> Option<NumberKind> {
    Some(match name {
        "cardinal" => NumberKind::Cardinal,
        "ordinal" => NumberKind::Ordinal,
        "percent" => NumberKind::Percent,
        "money" => NumberKind::Money,
        "measure" => NumberKind::Measure,
        "ratio" => NumberKind::Ratio,
        "range" => NumberKind::Range,
        "score" => NumberKind::Score,
        _ => return None,
    })
}

fn modifier_named(name: &str) -> Option<Modifier> {
    Some(match name {
        "more_than" => Modifier::MoreThan,
        "less_than" => Modifier::LessThan,
        "at_least" => Modifier::AtLeast,
        "at_most" => Modifier::AtMost,
        "approx" => Modifier::Approx,
        _ => return None,
    })
}

/// The noun in the singular, written out where it is abbreviated, its capital kept where it is that of a name.
fn counted_noun(analysis: &Analysis, start: u32, end: u32) -> String {
    if let Some(noun) = analysis.input.column(start, end, "noun") {
        return noun.to_owned();
    }
    // Composed, as the tables of plurals are.
    let written = analysis.words(start, end);
    let written = match is_nfc(written) {
        true => written.to_owned(),
        false => written.nfc().collect(),
    };
    let form = analysis.input.tokens[start as usize].form;
    match analysis.input.forms.get(form).shape {
        // An acronym has no plural.
        Shape::Capitals | Shape::Letter | Shape::Initial => written,
        Shape::Capital => {
            let singular = analysis
                .pack
                .nominals
                .singular(&written.to_lowercase())
                .into_owned();
            let mut letters = singular.chars();
            match letters.next() {
                Some(first) => first.to_uppercase().chain(letters).collect(),
                None => singular,
            }
        }
        _ => analysis
            .pack
            .nominals
            .singular(&written.to_lowercase())
            .into_owned(),
    }
}
