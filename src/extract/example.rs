//! Examples: the proof that stands beside each rule, run through the whole pipeline.

use std::cell::Cell;
use std::fmt::Write as _;

use super::analysis::Analysis;
use super::explain;
use super::pipeline::{Pipeline, Scratch};
use crate::record::Article;
use crate::rule::ast::{Example, Expect};
use crate::rule::{Match, Regions, RuleId, Value};

/// How an example came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// As it says.
    Passes,
    /// A `todo` that still fails, as it should; with the reason.
    Open(String),
    /// Not as it says, with the reason.
    Fails(String),
}

/// A capture as an example marks it: role and byte range.
type Mark = (String, std::ops::Range<usize>);

/// Runs one example of `rule`, which must be a rule of the pipeline's pack.
///
/// A `yes` passes when the rule fires, what it captures is exactly what is marked, and it emits the
/// values behind `=>`. Its match must also survive: one that loses to an overlapping match does not
/// count. A `no` passes when no match survives. A `todo` passes as a `yes` would, and that is a
/// failure: it should be a `yes` then.
///
/// Time as for an article of the example's length.
pub fn check(
    pipeline: &Pipeline,
    scratch: &mut Scratch,
    rule: RuleId,
    example: &Example,
) -> Verdict {
    let article = Article::new("example", example.text.as_str());
    let why = Cell::new(None);
    let (found, silent) = pipeline.observe(
        scratch,
        &article,
        &mut |_| {},
        |phase, analysis, regions, matcher| {
            let asked = example.expect != Expect::No;
            if asked && analysis.input.rules.rule(rule).phase == phase {
                why.set(Some(matcher.why(rule, None, &analysis.input, regions)));
            }
        },
        |analysis, regions, _| {
            let silent = why
                .take()
                .map(|why| explain::in_words(analysis, regions, rule, &why));
            (find(analysis, regions, rule), silent)
        },
    );
    let wrong = match example.expect {
        Expect::No => match found.first() {
            None => return Verdict::Passes,
            Some(_) => {
                let marks = found.iter().flat_map(|f| f.marks.clone()).collect();
                format!(
                    "it fires on: {}\n  got      {}",
                    found
                        .iter()
                        .map(|f| &example.text[f.span.clone()])
                        .collect::<Vec<_>>()
                        .join(" | "),
                    mark(&example.text, marks)
                )
            }
        },
        Expect::Yes | Expect::Todo => match fault(example, &found, silent) {
            None if example.expect == Expect::Yes => return Verdict::Passes,
            None => {
                return Verdict::Fails("it passes now: write `yes` in place of `todo`".into());
            }
            Some(wrong) => wrong,
        },
    };
    match example.expect {
        Expect::Todo => Verdict::Open(wrong),
        _ => Verdict::Fails(wrong),
    }
}

/// A match of the rule under test, in bytes of the example.
struct Firing {
    span: std::ops::Range<usize>,
    marks: Vec<Mark>,
    values: Vec<(String, String)>,
}

fn find(analysis: &Analysis, regions: &Regions, rule: RuleId) -> Vec<Firing> {
    regions
        .matches()
        .iter()
        .filter(|m| m.rule == rule)
        .map(|m| {
            let bytes = |start, end| {
                let (start, end) = analysis.bytes(start, end);
                start..end
            };
            let known = analysis.input.rules.rule(rule);
            Firing {
                span: bytes(m.start, m.end),
                marks: regions
                    .captures_of(m)
                    .iter()
                    .filter(|c| c.end > c.start)
                    .map(|c| {
                        (
                            known.roles[usize::from(c.role)].clone(),
                            bytes(c.start, c.end),
                        )
                    })
                    .collect(),
                values: known
                    .emitted_keys()
                    .filter_map(|key| value(analysis, regions, m, key).map(|v| (key.to_owned(), v)))
                    .collect(),
            }
        })
        .collect()
}

fn value(analysis: &Analysis, regions: &Regions, found: &Match, key: &str) -> Option<String> {
    Some(match analysis.input.emitted(found, key, regions)? {
        Value::Text(text) => text.into_owned(),
        Value::Number(number) => number.to_string(),
        Value::Span(start, end) => analysis.words(start, end).to_owned(),
    })
}

/// What is wrong with the matches of a rule on its `yes`.
fn fault(example: &Example, found: &[Firing], silent: Option<String>) -> Option<String> {
    if found.is_empty() {
        let why = silent.unwrap_or_default();
        return Some(format!("it does not fire: {why}"));
    }
    let sorted = |mut marks: Vec<Mark>| {
        marks.sort_by(|a, b| (a.1.start, a.1.end, &a.0).cmp(&(b.1.start, b.1.end, &b.0)));
        marks
    };
    let got = sorted(found.iter().flat_map(|f| f.marks.clone()).collect());
    let wanted = sorted(example.marks.clone());
    if got != wanted {
        return Some(format!(
            "it captures otherwise\n  wanted   {}\n  got      {}",
            mark(&example.text, wanted),
            mark(&example.text, got)
        ));
    }
    let mut out = String::new();
    for (key, wanted) in &example.values {
        let got: Vec<&str> = found
            .iter()
            .flat_map(|f| &f.values)
            .filter(|(k, _)| *k == key.value)
            .map(|(_, v)| v.as_str())
            .collect();
        if !got.iter().any(|got| same(got, wanted)) {
            let _ = write!(
                out,
                "\n  wanted   {} = {wanted}\n  got      {}",
                key.value,
                if got.is_empty() {
                    "nothing under this key".to_owned()
                } else {
                    format!("{} = {}", key.value, got.join(" | "))
                }
            );
        }
    }
    (!out.is_empty()).then(|| format!("it emits otherwise{out}"))
}

/// Numbers are compared as numbers, so that `5` is `5.0`.
fn same(got: &str, wanted: &str) -> bool {
    match (got.parse::<f64>(), wanted.parse::<f64>()) {
        (Ok(got), Ok(wanted)) => got == wanted,
        _ => got == wanted,
    }
}

/// Writes `marks` into `text` as an example does. Outer marks come before those within.
fn mark(text: &str, marks: Vec<Mark>) -> String {
    let mut signs: Vec<(usize, u8, usize, String)> = Vec::new();
    for (role, span) in marks {
        let length = span.len();
        // At one place: closing marks, inner first; then opening marks, outer first.
        signs.push((span.start, 1, usize::MAX - length, format!("{{{role}|")));
        signs.push((span.end, 0, length, "}".into()));
    }
    signs.sort();
    let mut out = String::new();
    let mut at = 0;
    for (place, _, _, sign) in signs {
        out.push_str(&text[at..place]);
        out.push_str(&sign);
        at = place;
    }
    out.push_str(&text[at..]);
    out
}
