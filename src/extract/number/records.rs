//! Number records: of what the rules matched, and of numbers that no rule took.
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
//! | `unit`, `per` | entries with a column `code`, and perhaps `factor` and `kind` |
//! | `mod`, `bound` | an entry with a column `mod`, before or behind the number |
//! | `noun` | the counted noun |
//!
//! `emit kind = …`, `value`, `of`, `min`, `max`, `unit` go before the captures, `emit mod` behind them. A region of type
//! `reference` (a telephone number, an article of law) keeps its digits from becoming records.

use std::collections::HashSet;

use super::settings::Settings;
use crate::extract::analysis::{Analysis, Findings};
use crate::record::{Modifier, NumberKind, NumberRecord};
use crate::rule::{Match, Region, Regions, TypeId, Value};
use crate::token::{Kind, Shape};

/// Makes the records. O(n log n).
pub(crate) fn records(analysis: &Analysis, regions: &mut Regions, findings: &mut Findings) {
    let rules = analysis.input.rules;
    let kind = |name: &str| rules.type_id(name);
    let (Some(num), Some(nth), Some(date), Some(number)) =
        (kind("num"), kind("nth"), kind("date"), kind("number"))
    else {
        return;
    };
    let mut taken = Taken::new(analysis.len());
    // Ages look like durations and are none; then dates, then all other numbers.
    let mut made: Vec<(u32, u32, NumberRecord)> = Vec::new();
    let age = kind("age");
    if let Some(age) = age {
        matched(analysis, regions, age, num, nth, &mut taken, &mut made);
    }
    for region in regions.of(date) {
        taken.take(region.start, region.end);
    }
    for name in ["reference", "elsewhere"] {
        if let Some(kind) = kind(name) {
            for region in regions.of(kind) {
                taken.take(region.start, region.end);
            }
        }
    }
    matched(analysis, regions, number, num, nth, &mut taken, &mut made);
    for region in regions.of(num) {
        if taken.is_free(region.start, region.end) && counts(analysis, region) {
            made.push((
                region.start,
                region.end,
                bare(analysis, region, NumberKind::Cardinal),
            ));
        }
    }
    for region in regions.of(nth) {
        if taken.is_free(region.start, region.end) && orders(analysis, region) {
            made.push((
                region.start,
                region.end,
                bare(analysis, region, NumberKind::Ordinal),
            ));
        }
    }
    for at in 0..analysis.len() {
        if taken.is_free(at, at + 1)
            && let Some((end, record)) = super::glued::read(analysis, at)
            && taken.is_free(at, end)
        {
            taken.take(at, end);
            made.push((at, end, record));
        }
    }
    made.sort_by_key(|(start, end, _)| (*start, *end));
    elided_units(analysis, regions, num, &mut made);
    let (spans, records): (Vec<_>, Vec<_>) = made.into_iter().map(|(s, e, r)| ((s, e), r)).unzip();
    let region = |(start, end): (u32, u32)| Region {
        start,
        end,
        kind: number,
        value: f64::NAN,
        source: u32::MAX,
    };
    let known: HashSet<(u32, u32)> = regions
        .of(number)
        .iter()
        .map(|r| (r.start, r.end))
        .collect();
    regions.add(
        number,
        spans.into_iter().filter(|s| !known.contains(s)).map(region),
    );
    findings.numbers.extend(records);
}

/// Tokens that a record holds already.
struct Taken(Vec<bool>);

impl Taken {
    fn new(tokens: u32) -> Self {
        Self(vec![false; tokens as usize])
    }

    fn take(&mut self, start: u32, end: u32) {
        self.0[start as usize..end as usize].fill(true);
    }

    fn is_free(&self, start: u32, end: u32) -> bool {
        !self.0[start as usize..end as usize].contains(&true)
    }
}

/// Records of all matches of one type that stand on free ground.
fn matched(
    analysis: &Analysis,
    regions: &Regions,
    kind: TypeId,
    num: TypeId,
    nth: TypeId,
    taken: &mut Taken,
    made: &mut Vec<(u32, u32, NumberRecord)>,
) {
    for region in regions.of(kind) {
        if !taken.is_free(region.start, region.end) {
            continue;
        }
        let reading = Reading {
            analysis,
            regions,
            found: regions.match_of(region),
            num,
            nth,
        };
        if let Some(record) = reading.record() {
            taken.take(region.start, region.end);
            made.push((region.start, region.end, record));
        }
    }
}

/// One match, and how to read its captures.
struct Reading<'a> {
    analysis: &'a Analysis<'a>,
    regions: &'a Regions,
    found: &'a Match,
    num: TypeId,
    nth: TypeId,
}

impl Reading<'_> {
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

    fn record(&self) -> Option<NumberRecord> {
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
            && let Some(code) = super::currency::code(self.analysis, start, end)
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
fn exact(value: f64) -> f64 {
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

/// The noun in the singular, its capital kept where it is that of a name.
fn counted_noun(analysis: &Analysis, start: u32, end: u32) -> String {
    let written = analysis.words(start, end);
    let form = analysis.input.tokens[start as usize].form;
    match analysis.input.forms.get(form).shape {
        // An acronym has no plural.
        Shape::Capitals | Shape::Letter | Shape::Initial => written.to_owned(),
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

fn bare(analysis: &Analysis, region: &Region, kind: NumberKind) -> NumberRecord {
    let (start, end) = analysis.bytes(region.start, region.end);
    let name = match kind {
        NumberKind::Ordinal => "ordinal",
        _ => "bare",
    };
    NumberRecord {
        start,
        end,
        text: analysis.input.text[start..end].to_owned(),
        kind,
        value: Some(region.value),
        min: None,
        max: None,
        of: None,
        modifier: None,
        unit: None,
        noun: None,
        rule: format!("{}.number.{name}", analysis.pack.lang),
    }
}

/// Whether a cardinal that stands alone counts something.
fn counts(analysis: &Analysis, region: &Region) -> bool {
    let settings = &analysis.pack.settings.number;
    let tokens = analysis.input.tokens;
    let first = tokens[region.start as usize];
    let folded = analysis.folded(region.start);
    if region.end == region.start + 1 && Settings::is(&settings.articles, folded) {
        return false;
    }
    let written = analysis.words(region.start, region.end);
    // `007`, `01`: a label or a part of a longer number.
    if written.len() > 1 && written.starts_with('0') && !written.contains([',', '.']) {
        return false;
    }
    if let Some(next) = tokens.get(region.end as usize)
        && !next.opens_sentence
    {
        // Something hangs on to it: `24/7`, `3-4-3`, `50:50`; or a name goes on.
        let word = analysis.word(region.end);
        if !next.spaced && matches!(word, "/" | "-" | ":" | "°" | "–" | "'" | "’" | "*" | "&")
        {
            return false;
        }
        if matches!(word, ")" | ".") && first.opens_sentence && region.end - region.start == 1 {
            // `1.`, `2)`: the number of a list.
            return tokens
                .get(region.end as usize + 1)
                .is_some_and(|t| !t.spaced);
        }
    } else if first.opens_block
        && region.start + 1 == region.end
        && folded.starts_with(|c: char| c.is_ascii_digit())
    {
        // A block of nothing but digits is a page number or the like.
        return folded.len() > 4;
    }
    let Some(before) = region
        .start
        .checked_sub(1)
        .filter(|_| !first.opens_sentence)
    else {
        return true;
    };
    let word = analysis.folded(before);
    if !first.spaced
        && !matches!(word, "(" | "«" | "\"" | "“" | "[" | "," | ";" | "…" | "...")
        && !word.ends_with('\'')
    {
        return false;
    }
    if Settings::is(&settings.not_after, word) {
        return false;
    }
    let form = analysis.input.forms.get(tokens[before as usize].form);
    // `neuf` behind a noun is an adjective.
    if region.end == region.start + 1
        && Settings::is(&settings.not_bare, folded)
        && form.kind == Kind::Word
        && word.chars().count() > 4
    {
        return false;
    }
    // `Boeing 737`, `Louis 16`: digits behind a capitalised word belong to a name.
    let own = analysis.input.forms.get(first.form);
    if own.shape == Shape::Capital && form.kind == Kind::Word {
        return false;
    }
    let names = form.shape.is_capital() && !tokens[before as usize].opens_sentence;
    let in_digits = folded.starts_with(|c: char| c.is_ascii_digit());
    !(names && in_digits && form.kind != Kind::Punct)
}

/// Whether an ordinal that stands alone is one.
fn orders(analysis: &Analysis, region: &Region) -> bool {
    let settings = &analysis.pack.settings.number;
    let value = (region.value as u64).to_string();
    let next = analysis.input.tokens.get(region.end as usize);
    if let Some(next) = next.filter(|t| !t.opens_sentence) {
        let word = analysis.folded(region.end);
        if settings
            .not_before
            .get(&value)
            .is_some_and(|words| Settings::is(words, word))
        {
            return false;
        }
        // `XXe siècle` is a date, `IIIe République` a name.
        let roman = analysis.word(region.start).starts_with(char::is_uppercase)
            && !settings.may_begin(analysis.folded(region.start));
        if roman {
            let form = analysis.input.forms.get(next.form);
            return form.shape == Shape::Lower;
        }
    }
    true
}

/// Gives a number whose unit is left out the unit of its neighbour: `6 millions d'euros, contre 4,8
/// millions`, `passe de 12 à 15 %`.
fn elided_units(
    analysis: &Analysis,
    regions: &Regions,
    num: TypeId,
    made: &mut [(u32, u32, NumberRecord)],
) {
    let settings = &analysis.pack.settings.number;
    let scale = |start: u32, end: u32| {
        (start..end)
            .find_map(|at| regions.at(num, at).first())
            .map_or(0, |r| r.source)
    };
    // The last sum of money of the article, for numbers in millions.
    let mut money: Option<(NumberKind, String)> = None;
    for i in 0..made.len() {
        let (start, end, record) = &made[i];
        let (start, end) = (*start, *end);
        if record.kind == NumberKind::Money {
            money = record.unit.clone().map(|unit| (record.kind, unit));
            continue;
        }
        if record.kind != NumberKind::Cardinal || record.noun.is_some() || record.unit.is_some() {
            continue;
        }
        let lends = |record: &NumberRecord| {
            let kind = match record.kind {
                NumberKind::Range if record.unit.as_deref() == Some("%") => NumberKind::Percent,
                kind => kind,
            };
            let measured = matches!(
                kind,
                NumberKind::Money | NumberKind::Percent | NumberKind::Measure
            );
            record.unit.clone().filter(|_| measured).map(|u| (kind, u))
        };
        // `de 12 à 15 %`: from the one behind, across one joining word.
        let behind = made.get(i + 1).filter(|(s, _, _)| {
            *s == end + 1 && Settings::is(&settings.lending, analysis.folded(end))
        });
        if let Some((s, e, next)) = behind
            && let Some((kind, unit)) = lends(next)
        {
            let lent = scale(*s, *e);
            let record = &mut made[i].2;
            record.kind = kind;
            record.unit = Some(unit);
            if scale(start, end) == 0 && lent >= 6 {
                record.value = record.value.map(|v| exact(v * 10f64.powi(lent as i32)));
            }
            continue;
        }
        // `contre 1 800`: from the one before.
        let compared = start > 0 && Settings::is(&settings.comparing, analysis.folded(start - 1));
        let before = i
            .checked_sub(1)
            .map(|j| &made[j])
            .filter(|_| compared)
            .and_then(|(_, _, record)| lends(record));
        let lent = before.or_else(|| money.clone().filter(|_| scale(start, end) >= 6));
        if let Some((kind, unit)) = lent {
            let record = &mut made[i].2;
            record.kind = kind;
            record.unit = Some(unit);
        }
    }
}
