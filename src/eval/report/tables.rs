//! Tables for the terminal.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{Compared, total};
use crate::eval::score::semeval::{Muc, SemEval, Way};
use crate::eval::score::{Class, Layer, Measure, Scores};
use crate::eval::stats;

/// A share as a percentage with two decimals; a dash for none.
pub(crate) fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "–".to_owned(), |s| format!("{:.2}", 100.0 * s))
}

/// Every measure that has something to count, with its interval where there is one.
pub fn measures(scores: &Scores, intervals: &[(Measure, f64, f64)]) -> String {
    let mut out = format!(
        "{:<22}{:>8}{:>8}{:>8}{:>16}{:>7}{:>7}{:>7}  counted\n",
        "measure", "P", "R", "F1", "interval", "right", "found", "gold"
    );
    for &measure in Measure::ALL {
        let Some(figure) = scores.figure(measure) else {
            continue;
        };
        let ratio = scores.get(measure);
        let (mut p, mut r) = (percent(ratio.precision()), percent(ratio.recall()));
        let count = |n: f64| format!("{n:.0}");
        let mut counts = [ratio.right_gold, ratio.pred, ratio.gold].map(count);
        // One figure says it all of an accuracy; a mean has no counts.
        if measure == Measure::NameMacro || measure.is_accuracy() {
            (p, r) = Default::default();
            counts[1].clear();
        }
        if measure == Measure::NameMacro {
            counts = Default::default();
        }
        let interval = intervals.iter().find(|(m, ..)| *m == measure);
        let interval = interval.map_or_else(String::new, |(_, low, high)| {
            format!("{}–{}", percent(Some(*low)), percent(Some(*high)))
        });
        let [right, found, gold] = counts;
        let _ = writeln!(
            out,
            "{:<22}{p:>8}{r:>8}{:>8}{interval:>16}{right:>7}{found:>7}{gold:>7}  {}",
            measure.id(),
            percent(Some(figure)),
            measure.what()
        );
    }
    out
}

/// Two systems side by side.
pub fn differences(found: &[stats::Difference]) -> String {
    let mut out = format!(
        "{:<22}{:>8}{:>8}{:>8}{:>9}\n",
        "measure", "A", "B", "B-A", "p"
    );
    for d in found {
        let _ = writeln!(
            out,
            "{:<22}{:>8}{:>8}{:>+8.2}{:>9.4}",
            d.measure.id(),
            percent(Some(d.a)),
            percent(Some(d.b)),
            100.0 * (d.b - d.a),
            d.p
        );
    }
    out
}

/// The four ways of SemEval-2013 for names, with their counts.
pub fn semeval(counts: &SemEval) -> String {
    let mut out = format!(
        "{:<22}{:>8}{:>8}{:>8}{:>6}{:>6}{:>6}{:>6}{:>6}\n",
        "names, SemEval-2013", "P", "R", "F1", "COR", "INC", "PAR", "MIS", "SPU"
    );
    let kinds = ["person", "organization", "place", "other"];
    let rows = std::iter::once(("all", &counts.all)).chain(kinds.into_iter().zip(&counts.kinds));
    for (kind, ways) in rows {
        if *ways == [Muc::default(); 4] {
            continue;
        }
        for (way, muc) in Way::ALL.iter().zip(ways) {
            let _ = writeln!(
                out,
                "{:<22}{:>8}{:>8}{:>8}{:>6}{:>6}{:>6}{:>6}{:>6}",
                format!("{kind} {}", way.name()),
                percent(muc.precision()),
                percent(muc.recall()),
                percent(muc.f1()),
                muc.correct,
                muc.incorrect,
                muc.partial,
                muc.missed,
                muc.spurious
            );
        }
    }
    out
}

/// Layer and kind, once where they are called the same.
fn label(layer: Layer, kind: &str) -> String {
    match layer.name() {
        name if name == kind => kind.to_owned(),
        name => format!("{name} {kind}"),
    }
}

/// Right, predicted and gold records of a row.
#[derive(Default, Clone, Copy)]
struct Row {
    right: usize,
    pred: usize,
    gold: usize,
}

/// A row for each kind of each layer. A record is right when the headline measure of its layer says so:
/// names and roles by exact span, numbers and dates by value, quotations at overlap 0.8.
pub fn by_kind(compared: &[Compared]) -> String {
    let mut rows: BTreeMap<(Layer, &str), Row> = BTreeMap::new();
    for finding in compared.iter().flat_map(|c| &c.score.findings) {
        let hit = finding.hit();
        if let Some(side) = &finding.gold {
            let row = rows.entry((finding.layer, side.kind)).or_default();
            row.gold += 1;
            row.right += usize::from(hit);
        }
        if let Some(side) = &finding.pred {
            // A quotation found under another kind is found; charge it to the gold's kind.
            let kind = match &finding.gold {
                Some(gold) if hit => gold.kind,
                _ => side.kind,
            };
            rows.entry((finding.layer, kind)).or_default().pred += 1;
        }
    }
    let mut out = format!(
        "{:<22}{:>8}{:>8}{:>8}{:>7}{:>7}{:>7}\n",
        "kind", "P", "R", "F1", "right", "found", "gold"
    );
    for ((layer, kind), row) in rows {
        let label = label(layer, kind);
        let share = |all: usize| (all > 0).then(|| row.right as f64 / all as f64);
        let all = row.pred + row.gold;
        let f1 = (all > 0).then(|| 2.0 * row.right as f64 / all as f64);
        let _ = writeln!(
            out,
            "{label:<22}{:>8}{:>8}{:>8}{:>7}{:>7}{:>7}",
            percent(share(row.pred)),
            percent(share(row.gold)),
            percent(f1),
            row.right,
            row.pred,
            row.gold
        );
    }
    out
}

/// A row for each rule that fired, the one with the most errors first; then what no rule found, and the
/// rules among `known` that never fired.
pub fn by_rule(compared: &[Compared], known: &[String]) -> String {
    let mut rows: BTreeMap<&str, BTreeMap<Class, usize>> = BTreeMap::new();
    let mut missed: BTreeMap<(Layer, &str), usize> = BTreeMap::new();
    for finding in compared.iter().flat_map(|c| &c.score.findings) {
        match (&finding.pred, &finding.gold) {
            (Some(side), _) => {
                *rows
                    .entry(&side.rule)
                    .or_default()
                    .entry(finding.class)
                    .or_default() += 1;
            }
            (None, Some(side)) => *missed.entry((finding.layer, side.kind)).or_default() += 1,
            (None, None) => {}
        }
    }
    let mut out = format!(
        "{:<44}{:>7}{:>7}{:>9}{:>9}{:>7}{:>7}\n",
        "rule", "right", "wrong", "spurious", "boundary", "kind", "value"
    );
    let of = |row: &BTreeMap<Class, usize>, class| row.get(&class).copied().unwrap_or(0);
    let wrong = |row: &BTreeMap<Class, usize>| row.values().sum::<usize>() - of(row, Class::Right);
    let mut sorted: Vec<_> = rows.iter().collect();
    sorted.sort_by_key(|(rule, row)| (std::cmp::Reverse(wrong(row)), **rule));
    for (rule, row) in sorted {
        let _ = writeln!(
            out,
            "{:<44}{:>7}{:>7}{:>9}{:>9}{:>7}{:>7}",
            if rule.is_empty() {
                "(no rule named)"
            } else {
                rule
            },
            of(row, Class::Right),
            wrong(row),
            of(row, Class::Spurious),
            of(row, Class::Boundary),
            of(row, Class::Kind),
            of(row, Class::Value)
        );
    }
    if !missed.is_empty() {
        out.push_str("\nmissed by every rule\n");
        for ((layer, kind), n) in missed {
            let _ = writeln!(out, "{:<44}{n:>7}", label(layer, kind));
        }
    }
    let silent: Vec<&str> = known
        .iter()
        .map(String::as_str)
        .filter(|rule| !rows.contains_key(rule))
        .collect();
    if !silent.is_empty() {
        let _ = writeln!(out, "\nrules that never fired: {}", silent.len());
        for rule in silent {
            let _ = writeln!(out, "  {rule}");
        }
    }
    out
}

/// A row for each article: F1 of the headline measures, and its number of errors.
pub fn by_file(compared: &[Compared]) -> String {
    let columns = [
        Measure::Name,
        Measure::Role,
        Measure::Number,
        Measure::Date,
        Measure::Quote80,
        Measure::Speaker,
        Measure::Who,
        Measure::LinkB3,
    ];
    let mut out = format!("{:<30}", "article");
    for column in columns {
        let _ = write!(out, "{:>14}", column.id());
    }
    out.push_str("  errors\n");
    let mut row = |label: &str, scores: &Scores, errors: usize| {
        let _ = write!(out, "{label:<30}");
        for column in columns {
            let _ = write!(out, "{:>14}", percent(scores.figure(column)));
        }
        let _ = writeln!(out, "{errors:>8}");
    };
    let errors = |c: &Compared| {
        let findings = c.score.findings.iter();
        findings.filter(|f| f.class != Class::Right).count()
    };
    for c in compared {
        row(&c.gold.id, &c.score.scores, errors(c));
    }
    row("all", &total(compared).0, compared.iter().map(errors).sum());
    out
}
