//! Labelled spans with relations: what brat, doccano and Prodigy have in common.
//!
//! | label | is |
//! |---|---|
//! | `person`, `PER`, `ORG`, `LOC`, `MISC`… | a name |
//! | `role` | a role; relations `of` → its person, `in` → its organization; attribute `status` |
//! | `cardinal`, `ordinal`, `percent`, `money`, `measure`, `ratio`, `range`, `score` | a number; attributes as in TEI |
//! | `date`, `time`, `duration`, `set` | a date; attribute `when` |
//! | `direct`, `indirect`, `mixed` | a quotation (fragments are its parts); relations `speaker`, `cue` → those spans, `who` → a name |
//! | `speaker`, `cue` | the words that a quotation points to; attribute `lemma` of a cue |
//!
//! The relation `same` joins two names of one target. Without relations and attributes, spans alone are scored.

use serde_json::Value;

use super::labels::{closed, entity};
use crate::eval::convention::Convention;
use crate::eval::gold::{CueItem, DateItem, Doc, Name, Number, QuoteItem, RoleItem, Silent, Span};
use crate::record::{DateKind, NumberKind, QuoteKind, Status};

/// A labelled span.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    pub id: String,
    pub label: String,
    pub spans: Vec<Span>,
    pub attributes: Vec<(String, String)>,
    pub line: usize,
}

impl Mark {
    fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(n, _)| n == name);
        found.map(|(_, v)| v.as_str())
    }

    /// From the first to the last character.
    fn whole(&self) -> Span {
        let start = self.spans.iter().map(|s| s.start).min().unwrap_or(0);
        Span::new(start, self.spans.iter().map(|s| s.end).max().unwrap_or(0))
    }
}

#[derive(Debug, Clone)]
pub(super) struct Relation {
    pub label: String,
    pub from: String,
    pub to: String,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Marks {
    pub list: Vec<Mark>,
    pub relations: Vec<Relation>,
    pub published: Option<String>,
    /// What could not be read.
    pub wrong: Vec<String>,
}

impl Marks {
    fn pointed(&self, from: &str, label: &str) -> impl Iterator<Item = &Mark> {
        let to = self
            .relations
            .iter()
            .filter(move |r| r.from == from && r.label == label);
        to.filter_map(|r| self.list.iter().find(|m| m.id == r.to))
    }
}

/// Makes records of the marks and says which layers they speak about.
pub(super) fn into_doc(
    marks: Marks,
    line: usize,
    convention: &Convention,
    doc: &mut Doc,
    wrong: &mut Vec<String>,
) {
    if marks.published.is_some() {
        doc.published.clone_from(&marks.published);
    }
    let links = marks.relations.iter().any(|r| r.label == "same")
        || marks.list.iter().any(|m| m.get("ref").is_some());
    // Names first: the others point to them.
    let mut targets: Vec<(String, usize)> = Vec::new();
    for mark in &marks.list {
        let Some((label, _)) = convention.label(&mark.label) else {
            continue;
        };
        let Some(kind) = entity(label) else { continue };
        let first = marks.pointed(&mark.id, "same").next();
        let key = match (mark.get("ref"), first) {
            (Some(key), _) => key.to_owned(),
            (None, Some(first)) => first.get("ref").unwrap_or(&first.id).to_owned(),
            (None, None) => mark.id.clone(),
        };
        let target = doc.target(&key);
        targets.push((mark.id.clone(), target));
        doc.layers.names = [true; 4];
        doc.names.push(Name {
            span: mark.whole(),
            kind,
            target: links.then_some(target),
            rule: String::new(),
            line: mark.line.max(line),
        });
    }
    doc.layers.links |= links;
    let target_of = |mark: &Mark| {
        targets
            .iter()
            .find(|(id, _)| *id == mark.id)
            .map(|(_, t)| *t)
    };
    for (n, mark) in marks.list.iter().enumerate() {
        let Some((label, optional)) = convention.label(&mark.label) else {
            continue;
        };
        let (span, line) = (mark.whole(), mark.line.max(line));
        let rule = String::new();
        if entity(label).is_some() || matches!(label, "speaker" | "cue") {
            continue;
        } else if label == "role" {
            doc.layers.roles = true;
            doc.roles.push(RoleItem {
                span,
                person: marks.pointed(&mark.id, "of").find_map(target_of),
                within: marks.pointed(&mark.id, "in").find_map(target_of),
                status: mark
                    .get("status")
                    .and_then(closed)
                    .unwrap_or(Status::Current),
                rule,
                line,
            });
        } else if let Some(kind) = closed::<NumberKind>(label) {
            doc.layers.numbers = true;
            let decimal = |name: &str| mark.get(name).and_then(|v| v.parse().ok());
            let bare = mark.attributes.is_empty();
            doc.numbers.push(Number {
                span,
                kind,
                value: decimal("value"),
                min: decimal("min"),
                max: decimal("max"),
                of: decimal("of"),
                modifier: mark.get("mod").and_then(closed),
                unit: mark.get("unit").map(str::to_owned),
                noun: mark.get("noun").map(str::to_owned),
                silent: Silent {
                    kind: false,
                    modifier: bare,
                    unit: bare,
                    noun: bare,
                    inflected_noun: false,
                },
                optional,
                rule,
                line,
            });
        } else if let Some(kind) = closed::<DateKind>(label) {
            doc.layers.dates = true;
            doc.dates.push(DateItem {
                span,
                kind,
                value: mark.get("when").map(str::to_owned),
                optional,
                rule,
                line,
            });
        } else if let Some(kind) = closed::<QuoteKind>(label) {
            doc.layers.quotes = true;
            let who = marks.pointed(&mark.id, "who").find_map(target_of);
            doc.layers.who |= who.is_some();
            let cue = |m: &Mark| CueItem {
                span: m.whole(),
                lemma: m.get("lemma").unwrap_or("").to_owned(),
            };
            doc.quotes.push(QuoteItem {
                id: format!("q{}", n + 1),
                kind,
                parts: mark.spans.clone(),
                instead: Vec::new(),
                speakers: marks
                    .pointed(&mark.id, "speaker")
                    .map(Mark::whole)
                    .collect(),
                cues: marks.pointed(&mark.id, "cue").map(cue).collect(),
                who,
                optional,
                rule,
                line,
            });
        } else {
            wrong.push(format!(
                "unknown label \"{}\": say what it is under [labels] of a convention (\"-\" leaves it out)",
                mark.label
            ));
        }
    }
}

/// The spans of doccano (`label` or `labels` of triples; `entities` with `relations`) and Prodigy (`spans`).
pub(super) fn from_json(row: &Value, starts: &[usize]) -> Marks {
    let mut marks = Marks::default();
    let list = |name: &str| {
        row.get(name)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
    };
    let offset = |v: Option<&Value>| starts.get(usize::try_from(v?.as_u64()?).ok()?).copied();
    let mut push = |id: Option<&Value>,
                    start: Option<&Value>,
                    end: Option<&Value>,
                    label: Option<&Value>,
                    rest: Option<&Value>| {
        let label = label.and_then(Value::as_str).unwrap_or("").to_owned();
        let (Some(start), Some(end)) = (offset(start), offset(end)) else {
            return Some(format!(
                "{label}: start and end must be code points of the text"
            ));
        };
        if start >= end {
            return Some(format!("{label}: an empty span"));
        }
        let text = |v: &Value| v.as_str().map_or_else(|| v.to_string(), str::to_owned);
        let attributes = rest.and_then(Value::as_object).into_iter().flatten();
        marks.list.push(Mark {
            id: id.map_or_else(|| format!("{start}-{end}-{label}"), text),
            label,
            spans: vec![Span::new(start, end)],
            attributes: attributes.map(|(k, v)| (k.clone(), text(v))).collect(),
            line: 0,
        });
        None
    };
    let mut wrong = Vec::new();
    for item in list("label").chain(list("labels")) {
        wrong.extend(push(None, item.get(0), item.get(1), item.get(2), None));
    }
    for item in list("spans") {
        wrong.extend(push(
            item.get("id"),
            item.get("start"),
            item.get("end"),
            item.get("label"),
            item.get("attributes"),
        ));
    }
    let offsets = |item: &&Value| item.get("start_offset").is_some();
    for item in list("entities").filter(offsets) {
        wrong.extend(push(
            item.get("id"),
            item.get("start_offset"),
            item.get("end_offset"),
            item.get("label"),
            item.get("attributes"),
        ));
    }
    for item in list("relations") {
        let text = |name: &str| {
            item.get(name)
                .map(|v| v.as_str().map_or_else(|| v.to_string(), str::to_owned))
        };
        let label = text("type").or_else(|| text("label"));
        // Prodigy points by token; its spans are named by their own words.
        let end = |id: &str, span: &str| {
            text(id).or_else(|| {
                let span = item.get(span)?;
                let (start, end) = (offset(span.get("start"))?, offset(span.get("end"))?);
                Some(format!("{start}-{end}-{}", span.get("label")?.as_str()?))
            })
        };
        if let (Some(label), Some(from), Some(to)) = (
            label,
            end("from_id", "head_span"),
            end("to_id", "child_span"),
        ) {
            marks.relations.push(Relation { label, from, to });
        }
    }
    marks.wrong = wrong;
    marks
}
