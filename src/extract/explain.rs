//! Why a record is there, and why a rule is silent.

use std::cell::Cell;
use std::fmt::Write as _;

mod names;

use super::analysis::Analysis;
use super::assemble;
use super::name;
use super::pipeline::{Pipeline, Scratch};
use crate::record::{Article, Extraction};
use crate::rule::{Match, Regions, RuleId, Why};

/// What to explain.
#[derive(Debug, Clone, Copy, Default)]
pub struct Question {
    /// This rule alone: where it fires, or why it does not.
    pub rule: Option<RuleId>,
    /// What is found at this byte of the text, or could be.
    pub at: Option<usize>,
}

/// Explains the records of an article, drawn under its text.
///
/// Each record comes with its rule's place, the captures and the trigger under the words, and the
/// entries of lists within it. A rule that was asked for and does not fire comes with the longest
/// stretch that it matched and what it wanted there. Where a place is asked about, the candidates for
/// names that cover it follow, also those that are no names, with the evidence and its sums.
pub fn explain(
    pipeline: &Pipeline,
    scratch: &mut Scratch,
    article: &Article,
    question: Question,
) -> String {
    let silent = Cell::new(None);
    let mut told_all = pipeline.observe(
        scratch,
        article,
        &mut |_| {},
        |phase, analysis, regions, matcher| {
            let Some(rule) = question.rule else { return };
            if analysis.input.rules.rule(rule).phase == phase {
                let near = question.at.map(|at| analysis.token_at(at));
                silent.set(Some(matcher.why(rule, near, &analysis.input, regions)));
            }
        },
        |analysis, regions, findings| {
            let mut out = String::new();
            match question.rule {
                Some(id) => {
                    let mut any = false;
                    for found in regions.matches().iter().filter(|m| m.rule == id) {
                        let (start, end) = analysis.bytes(found.start, found.end);
                        if question.at.is_none_or(|at| (start..end).contains(&at)) {
                            any = true;
                            drawn(analysis, regions, found, &mut out);
                        }
                    }
                    if !any && let Some(why) = silent.take() {
                        let rule = analysis.input.rules.rule(id);
                        let _ = writeln!(
                            out,
                            "{} ({}:{}) does not fire: {}",
                            rule.name,
                            rule.path,
                            rule.line,
                            in_words(analysis, regions, id, &why)
                        );
                    }
                }
                None => {
                    let extraction = assemble::extraction(article, analysis, findings);
                    for record in records(&extraction) {
                        if question.at.is_none_or(|at| record.span.contains(&at)) {
                            told(analysis, regions, &record, &mut out);
                        }
                    }
                }
            }
            out
        },
    );
    if let (None, Some(at)) = (question.rule, question.at) {
        pipeline.before_names(scratch, &article.text, |analysis, regions| {
            let accounts = name::accounts(analysis, regions, |start, end| {
                let (start, end) = analysis.bytes(start, end);
                (start..end).contains(&at)
            });
            names::told(analysis, &accounts, &mut told_all);
        });
    }
    told_all
}

/// The reason that [`Why`] gives, in words.
pub(crate) fn in_words(analysis: &Analysis, regions: &Regions, rule: RuleId, why: &Why) -> String {
    let words = |start, end| analysis.words(start, end).replace('\n', " ");
    match why {
        Why::Asleep => format!(
            "nothing wakes it; its trigger is {}",
            analysis
                .input
                .rules
                .trigger_text(analysis.input.rules.rule(rule), analysis.input.lexicon)
        ),
        Why::Stopped { start, at, wanted } => {
            let before = if at > start {
                format!("it matched \"{}\" and stopped", words(*start, *at))
            } else {
                "it stopped".to_owned()
            };
            let place = if *at < analysis.len() {
                format!("before \"{}\"", analysis.word(*at))
            } else {
                "at the end of the text".to_owned()
            };
            format!("{before} {place}, where it wants {}", wanted.join(" or "))
        }
        Why::Guarded {
            start,
            end,
            condition,
        } => format!(
            "it matched \"{}\", but `{condition}` keeps it out",
            words(*start, *end)
        ),
        Why::Matches { start, end } => {
            let output = analysis.input.rules.rule(rule).output;
            let winner = regions.matches().iter().find(|m| {
                m.rule != rule
                    && m.start < *end
                    && *start < m.end
                    && analysis.input.rules.rule(m.rule).output == output
            });
            let text = words(*start, *end);
            match winner {
                Some(m) => format!(
                    "it matched \"{text}\", but {} took \"{}\", which overlaps",
                    analysis.input.rules.rule(m.rule).name,
                    words(m.start, m.end)
                ),
                None => format!("it matched \"{text}\", but an overlapping match took its place"),
            }
        }
    }
}

/// A record as far as explaining goes. Bytes.
struct Record<'e> {
    what: String,
    span: std::ops::Range<usize>,
    rule: &'e str,
    score: Option<f32>,
}

/// All records, in the order of the text.
fn records(extraction: &Extraction) -> Vec<Record<'_>> {
    let mut out = Vec::new();
    let record = |what: String, start: usize, end: usize, rule| Record {
        what,
        span: start..end,
        rule,
        score: None,
    };
    for entity in &extraction.entities {
        let kind = format!("{:?}", entity.kind).to_lowercase();
        for m in &entity.mentions {
            out.push(Record {
                score: m.score,
                ..record(format!("{kind} {}", entity.id), m.start, m.end, &m.rule)
            });
        }
        for role in &entity.roles {
            out.push(record(
                format!("role of {}", entity.id),
                role.start,
                role.end,
                &role.rule,
            ));
        }
    }
    for n in &extraction.numbers {
        out.push(record(
            format!("number, {:?}", n.kind).to_lowercase(),
            n.start,
            n.end,
            &n.rule,
        ));
    }
    for d in &extraction.dates {
        let value = d.value.as_deref().unwrap_or("no value");
        let kind = format!("{:?}", d.kind).to_lowercase();
        out.push(record(format!("{kind} {value}"), d.start, d.end, &d.rule));
    }
    for q in &extraction.quotes {
        if let (Some(first), Some(last)) = (q.parts.first(), q.parts.last()) {
            out.push(record(
                format!("quote {}", q.id),
                first.start,
                last.end,
                &q.rule,
            ));
        }
    }
    out.sort_by_key(|r| (r.span.start, r.span.end));
    out
}

fn told(analysis: &Analysis, regions: &Regions, record: &Record, out: &mut String) {
    let text = &analysis.input.text[record.span.clone()];
    let _ = write!(
        out,
        "{} {}..{} \"{}\"",
        record.what,
        record.span.start,
        record.span.end,
        text.replace('\n', " ")
    );
    if let Some(score) = record.score {
        let _ = write!(out, ", score {score}");
    }
    let overlap = |m: &&Match| {
        let (start, end) = analysis.bytes(m.start, m.end);
        end.min(record.span.end)
            .saturating_sub(start.max(record.span.start))
    };
    let found = regions
        .matches()
        .iter()
        .filter(|m| analysis.input.rules.rule(m.rule).name == record.rule)
        .max_by_key(overlap)
        .filter(|m| overlap(m) > 0);
    match found {
        Some(found) => {
            out.push('\n');
            drawn(analysis, regions, found, out);
        }
        None => {
            let _ = writeln!(out, "\n  {}, built in\n", record.rule);
        }
    }
}

/// A match: its rule, its sentence, and under that its captures and trigger.
fn drawn(analysis: &Analysis, regions: &Regions, found: &Match, out: &mut String) {
    let input = &analysis.input;
    let rule = input.rules.rule(found.rule);
    let _ = writeln!(
        out,
        "  {} -> {} ({}:{})",
        rule.name,
        input.rules.type_name(rule.output),
        rule.path,
        rule.line
    );
    let first = analysis.sentence_of(found.start).first;
    let end = analysis.sentence_of(found.end - 1).end;
    let (from, to) = analysis.bytes(first, end);
    let sentence = &input.text[from..to];
    let _ = writeln!(out, "    {}", sentence.replace(['\n', '\t'], " "));
    let mut line = |start: u32, end: u32, sign: &str, label: &str| {
        let (start, end) = analysis.bytes(start, end);
        let column = input.text[from..start].chars().count();
        let width = input.text[start..end].chars().count();
        let _ = writeln!(
            out,
            "    {}{} {label}",
            " ".repeat(column),
            sign.repeat(width)
        );
    };
    line(found.start, found.end, "~", "match");
    for capture in regions
        .captures_of(found)
        .iter()
        .filter(|c| c.start < c.end)
    {
        line(
            capture.start,
            capture.end,
            "^",
            &rule.roles[usize::from(capture.role)],
        );
    }
    let trigger = input.trigger(found, regions);
    line(trigger, trigger + 1, "!", "trigger");
    let mut lists = Vec::new();
    for at in found.start..found.end {
        let single = input.entries(at, at + 1).map(|e| (e, at + 1));
        let multi = input.found_at(at).iter().map(|f| (f.entry, f.end));
        for (entry, end) in single.chain(multi).filter(|(_, end)| *end <= found.end) {
            let list = input.lexicon.get(entry.list);
            let place = format!(
                "    {} @{} ({}:{})",
                analysis.words(at, end).replace('\n', " "),
                list.name(),
                list.path(),
                list.line(entry.row)
            );
            if rule.names_list(input.rules, entry.list) && !lists.contains(&place) {
                lists.push(place);
            }
        }
    }
    for place in lists {
        out.push_str(&place);
        out.push('\n');
    }
    out.push('\n');
}
