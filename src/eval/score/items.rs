//! Roles, numbers and dates: a span with attributes.

use super::{Class, Difference, DocScore, Finding, Layer, Measure, Ratio, Same, Side, target_name};
use crate::eval::align::{align, jaccard};
use crate::eval::convention::Convention;
use crate::eval::gold::{DateItem, Doc, Number, Span};
use crate::record::{DateKind, Modifier, NumberKind, Status};

pub(super) fn roles(gold: &Doc, pred: &Doc, out: &mut DocScore) {
    let golds: Vec<Span> = gold.roles.iter().map(|r| r.span).collect();
    let preds: Vec<Span> = pred.roles.iter().map(|r| r.span).collect();
    let same = Same::new(gold, pred);
    let side = |doc: &Doc, i: usize| Side {
        span: doc.roles[i].span,
        kind: "role",
        rule: doc.roles[i].rule.clone(),
        line: doc.roles[i].line,
    };
    let (mut exact, mut borne, mut full) = (0, 0, 0);
    let pairs = align(&golds, &preds, |g, p| Some(jaccard(golds[g], preds[p])));
    for &(g, p) in &pairs {
        let (a, b) = (&gold.roles[g], &pred.roles[p]);
        let mut differences = Vec::new();
        if !same.check(a.person, b.person) {
            differences.push(Difference {
                what: "person",
                gold: target_name(gold, a.person),
                pred: target_name(pred, b.person),
            });
        }
        if a.status != b.status {
            differences.push(Difference {
                what: "status",
                gold: status_name(a.status).into(),
                pred: status_name(b.status).into(),
            });
        }
        let bears = differences.is_empty();
        if !same.check(a.within, b.within) {
            differences.push(Difference {
                what: "in",
                gold: target_name(gold, a.within),
                pred: target_name(pred, b.within),
            });
        }
        let ends = a.span == b.span;
        exact += usize::from(ends);
        borne += usize::from(ends && bears);
        full += usize::from(ends && differences.is_empty());
        out.findings.push(Finding {
            layer: Layer::Role,
            class: match (ends, bears) {
                (false, _) => Class::Boundary,
                (true, true) => Class::Right,
                (true, false) => Class::Value,
            },
            gold: Some(side(gold, g)),
            pred: Some(side(pred, p)),
            differences,
        });
    }
    for (measure, right) in [
        (Measure::RoleSpan, exact),
        (Measure::Role, borne),
        (Measure::RoleFull, full),
    ] {
        *out.scores.at(measure) += Ratio::counts(right, preds.len(), golds.len());
    }
    let (gold_open, pred_open) = open(&pairs, golds.len(), preds.len());
    for g in gold_open {
        out.lone(Layer::Role, Some(side(gold, g)), None);
    }
    for p in pred_open {
        out.lone(Layer::Role, None, Some(side(pred, p)));
    }
}

pub(super) fn numbers(gold: &Doc, pred: &Doc, convention: &Convention, out: &mut DocScore) {
    let golds: Vec<Span> = gold.numbers.iter().map(|n| n.span).collect();
    let preds: Vec<Span> = pred.numbers.iter().map(|n| n.span).collect();
    let side = |n: &Number| Side {
        span: n.span,
        kind: kind_name(n.kind),
        rule: n.rule.clone(),
        line: n.line,
    };
    let pairs = align(&golds, &preds, |g, p| Some(jaccard(golds[g], preds[p])));
    let mut tally = Tally::new(golds.len(), preds.len());
    let mut clean = true;
    let (mut exact, mut value, mut noun, mut full) = (0, 0, 0, 0);
    for &(g, p) in &pairs {
        let (a, b) = (&gold.numbers[g], &pred.numbers[p]);
        if a.optional {
            tally.leave_out(1, 1);
            continue;
        }
        let differences = compare_numbers(a, b, convention, out);
        let ends = a.span == b.span;
        let right = differences.iter().all(|d| d.what == "noun");
        exact += usize::from(ends);
        value += usize::from(right);
        noun += usize::from(differences.is_empty());
        full += usize::from(ends && differences.is_empty());
        clean &= differences.is_empty();
        out.findings.push(Finding {
            layer: Layer::Number,
            class: class(ends, differences.is_empty()),
            gold: Some(side(a)),
            pred: Some(side(b)),
            differences,
        });
    }
    let (gold_open, pred_open) = open(&pairs, golds.len(), preds.len());
    for g in gold_open {
        if gold.numbers[g].optional {
            tally.leave_out(1, 0);
        } else {
            clean = false;
            out.lone(Layer::Number, Some(side(&gold.numbers[g])), None);
        }
    }
    for p in pred_open {
        let n = &pred.numbers[p];
        let allowed = |i: &&Number| i.optional && i.span.overlaps(n.span);
        if convention.not_exhaustive || gold.numbers.iter().any(|i| allowed(&i)) {
            tally.leave_out(0, 1);
        } else {
            clean = false;
            out.lone(Layer::Number, None, Some(side(n)));
        }
    }
    for (measure, right) in [
        (Measure::NumberSpan, exact),
        (Measure::Number, value),
        (Measure::NumberNoun, noun),
        (Measure::NumberFull, full),
    ] {
        *out.scores.at(measure) += tally.ratio(right);
    }
    out.scores.at(Measure::ArticleNumbers).answer(clean);
}

/// The attributes that differ; counts each of them.
fn compare_numbers(
    a: &Number,
    b: &Number,
    convention: &Convention,
    out: &mut DocScore,
) -> Vec<Difference> {
    let mut differences = Vec::new();
    let mut check = |measure: Option<Measure>, what, right: bool, gold: String, pred: String| {
        if let Some(measure) = measure {
            out.scores.at(measure).answer(right);
        }
        if !right {
            differences.push(Difference { what, gold, pred });
        }
    };
    let quotient = convention.quotients
        && b.kind == NumberKind::Ratio
        && a.of.is_none()
        && matches!((a.value, b.value, b.of), (Some(v), Some(n), Some(d)) if (v - n / d).abs() < 1e-9 + v.abs() * 1e-6);
    if !a.silent.kind {
        let right = a.kind == b.kind || quotient;
        let (gold, pred) = (kind_name(a.kind), kind_name(b.kind));
        check(
            Some(Measure::NumberKindOf),
            "kind",
            right,
            gold.into(),
            pred.into(),
        );
    }
    let right = same_number(a.value, b.value) || quotient;
    check(
        Some(Measure::NumberValueOf),
        "value",
        right,
        decimal(a.value),
        decimal(b.value),
    );
    let right = same_number(a.of, b.of) || quotient;
    check(
        Some(Measure::NumberOfOf),
        "of",
        right,
        decimal(a.of),
        decimal(b.of),
    );
    let right = same_number(a.min, b.min) && same_number(a.max, b.max);
    let range = |n: &Number| format!("{}..{}", decimal(n.min), decimal(n.max));
    check(
        Some(Measure::NumberRangeOf),
        "range",
        right,
        range(a),
        range(b),
    );
    if !a.silent.modifier {
        let right = a.modifier == b.modifier;
        let (gold, pred) = (modifier_name(a.modifier), modifier_name(b.modifier));
        check(
            Some(Measure::NumberModOf),
            "mod",
            right,
            gold.into(),
            pred.into(),
        );
    }
    let words = |w: &Option<String>| w.clone().unwrap_or_else(|| "none".into());
    if !a.silent.unit {
        let right = a.unit == b.unit;
        check(
            Some(Measure::NumberUnitOf),
            "unit",
            right,
            words(&a.unit),
            words(&b.unit),
        );
    }
    if !a.silent.noun {
        let right = match (&a.noun, &b.noun) {
            (Some(x), Some(y)) if a.silent.inflected_noun => same_but_for_ending(x, y),
            (x, y) => x == y,
        };
        check(
            Some(Measure::NumberNounOf),
            "noun",
            right,
            words(&a.noun),
            words(&b.noun),
        );
    }
    differences
}

/// Equal, as far as a decimal notation of 15 digits can say.
fn same_number(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() <= a.abs().max(b.abs()) * 1e-12,
        (a, b) => a.is_none() && b.is_none(),
    }
}

/// One word begins with the other without its last two letters, and both begin alike; of compounds,
/// each part.
fn same_but_for_ending(a: &str, b: &str) -> bool {
    if let (Some((a1, a2)), Some((b1, b2))) = (a.split_once('-'), b.split_once('-')) {
        return same_but_for_ending(a1, b1) && same_but_for_ending(a2, b2);
    }
    let (a, b) = (a.to_lowercase(), b.to_lowercase());
    let stem = |w: &str| -> String {
        let letters = w.chars().count();
        w.chars().take(letters.saturating_sub(2).max(1)).collect()
    };
    a.starts_with(&stem(&b)) || b.starts_with(&stem(&a))
}

pub(super) fn dates(gold: &Doc, pred: &Doc, convention: &Convention, out: &mut DocScore) {
    let trimmed = |text: &str, dates: &[DateItem]| -> Vec<Span> {
        dates
            .iter()
            .map(|d| convention.trim_date(text, d.span))
            .collect()
    };
    let golds = trimmed(&gold.text, &gold.dates);
    let found = convention.cut_hours(&pred.text, &pred.dates, &golds);
    let preds = trimmed(&pred.text, &found);
    let side = |d: &DateItem| Side {
        span: d.span,
        kind: date_name(d.kind),
        rule: d.rule.clone(),
        line: d.line,
    };
    let pairs = align(&golds, &preds, |g, p| Some(jaccard(golds[g], preds[p])));
    let mut tally = Tally::new(golds.len(), preds.len());
    let mut clean = true;
    let (mut strict, mut relaxed, mut kind, mut value) = (0, 0, 0, 0);
    for &(g, p) in &pairs {
        let (a, b) = (&gold.dates[g], &found[p]);
        if a.optional {
            tally.leave_out(1, 1);
            continue;
        }
        let mut differences = Vec::new();
        if a.kind != b.kind {
            differences.push(Difference {
                what: "kind",
                gold: date_name(a.kind).into(),
                pred: date_name(b.kind).into(),
            });
        }
        let same = convention.same_date(a, b);
        if !same {
            let words = |w: &Option<String>| w.clone().unwrap_or_else(|| "none".into());
            differences.push(Difference {
                what: "value",
                gold: words(&a.value),
                pred: words(&b.value),
            });
        }
        strict += usize::from(golds[g] == preds[p]);
        relaxed += 1;
        kind += usize::from(a.kind == b.kind);
        value += usize::from(same);
        clean &= same;
        out.findings.push(Finding {
            layer: Layer::Date,
            class: class(golds[g] == preds[p], same),
            gold: Some(side(a)),
            pred: Some(side(b)),
            differences,
        });
    }
    let (gold_open, pred_open) = open(&pairs, golds.len(), preds.len());
    for g in gold_open {
        if gold.dates[g].optional {
            tally.leave_out(1, 0);
        } else {
            clean = false;
            out.lone(Layer::Date, Some(side(&gold.dates[g])), None);
        }
    }
    for p in pred_open {
        let d = &found[p];
        let allowed = |i: &DateItem| i.optional && i.span.overlaps(d.span);
        if convention.not_exhaustive || gold.dates.iter().any(allowed) {
            tally.leave_out(0, 1);
        } else {
            clean = false;
            out.lone(Layer::Date, None, Some(side(d)));
        }
    }
    for (measure, right) in [
        (Measure::DateStrict, strict),
        (Measure::DateRelaxed, relaxed),
        (Measure::DateKindRight, kind),
        (Measure::Date, value),
    ] {
        *out.scores.at(measure) += tally.ratio(right);
    }
    out.scores.at(Measure::ArticleDates).answer(clean);
}

/// How many records count, when some are left out by convention.
struct Tally {
    gold: usize,
    pred: usize,
}

impl Tally {
    fn new(gold: usize, pred: usize) -> Self {
        Self { gold, pred }
    }

    fn leave_out(&mut self, gold: usize, pred: usize) {
        self.gold -= gold;
        self.pred -= pred;
    }

    fn ratio(&self, right: usize) -> Ratio {
        Ratio::counts(right, self.pred, self.gold)
    }
}

impl DocScore {
    /// A record that only one side has.
    pub(super) fn lone(&mut self, layer: Layer, gold: Option<Side>, pred: Option<Side>) {
        self.findings.push(Finding {
            layer,
            class: if gold.is_some() {
                Class::Missed
            } else {
                Class::Spurious
            },
            gold,
            pred,
            differences: Vec::new(),
        });
    }
}

/// The indices that no pair holds.
pub(super) fn open(pairs: &[(usize, usize)], gold: usize, pred: usize) -> (Vec<usize>, Vec<usize>) {
    let (mut gold_open, mut pred_open) = (vec![true; gold], vec![true; pred]);
    for &(g, p) in pairs {
        (gold_open[g], pred_open[p]) = (false, false);
    }
    let left = |open: Vec<bool>| (0..open.len()).filter(|&i| open[i]).collect();
    (left(gold_open), left(pred_open))
}

fn class(ends: bool, attributes: bool) -> Class {
    match (ends, attributes) {
        (true, true) => Class::Right,
        (false, true) => Class::Boundary,
        (_, false) => Class::Value,
    }
}

/// Plain decimal notation.
pub(crate) fn decimal(value: Option<f64>) -> String {
    value.map_or_else(|| "none".into(), |v| v.to_string())
}

pub(crate) fn kind_name(kind: NumberKind) -> &'static str {
    match kind {
        NumberKind::Cardinal => "cardinal",
        NumberKind::Ordinal => "ordinal",
        NumberKind::Percent => "percent",
        NumberKind::Money => "money",
        NumberKind::Measure => "measure",
        NumberKind::Ratio => "ratio",
        NumberKind::Range => "range",
        NumberKind::Score => "score",
    }
}

pub(crate) fn modifier_name(modifier: Option<Modifier>) -> &'static str {
    match modifier {
        None => "none",
        Some(Modifier::MoreThan) => "more_than",
        Some(Modifier::LessThan) => "less_than",
        Some(Modifier::AtLeast) => "at_least",
        Some(Modifier::AtMost) => "at_most",
        Some(Modifier::Approx) => "approx",
    }
}

pub(crate) fn date_name(kind: DateKind) -> &'static str {
    match kind {
        DateKind::Date => "date",
        DateKind::Time => "time",
        DateKind::Duration => "duration",
        DateKind::Set => "set",
    }
}

pub(crate) fn status_name(status: Status) -> &'static str {
    match status {
        Status::Current => "current",
        Status::Former => "former",
        Status::Future => "future",
    }
}
