//! Faults of annotation that a program can see.
//!
//! What a reader already reports (dangling references between elements, unknown attributes and values) is not
//! looked for again. Faults are wrong by the guide; notes are worth a look.

use std::collections::BTreeMap;

use super::gold::{Doc, Number, Span};
use super::read::{Problem, Severity};
use super::score::{fold, items::kind_name, names};
use crate::record::{DateKind, EntityKind, NumberKind};

/// Everything suspicious in `docs`, in their order.
pub fn check(docs: &[Doc]) -> Vec<Problem> {
    let kinds = usual_kinds(docs);
    let mut problems = Vec::new();
    for doc in docs {
        let mut checker = Checker {
            doc,
            problems: Vec::new(),
        };
        checker.spans();
        checker.references();
        checker.numbers();
        checker.dates();
        checker.quotes();
        checker.same_words(&kinds);
        checker.problems.sort_by_key(|p| p.line);
        problems.append(&mut checker.problems);
    }
    problems
}

/// How often each name is of which kind in the whole collection.
fn usual_kinds(docs: &[Doc]) -> BTreeMap<String, BTreeMap<EntityKind, usize>> {
    let mut kinds: BTreeMap<String, BTreeMap<EntityKind, usize>> = BTreeMap::new();
    for doc in docs {
        for name in &doc.names {
            let of = kinds.entry(fold(name.span.of(&doc.text))).or_default();
            *of.entry(name.kind).or_default() += 1;
        }
    }
    kinds
}

struct Checker<'a> {
    doc: &'a Doc,
    problems: Vec<Problem>,
}

impl Checker<'_> {
    fn say(&mut self, severity: Severity, line: usize, message: String) {
        self.problems.push(Problem {
            file: self.doc.file.clone(),
            line,
            severity,
            message,
        });
    }

    fn fault(&mut self, line: usize, message: impl Into<String>) {
        self.say(Severity::Fault, line, message.into());
    }

    fn note(&mut self, line: usize, message: impl Into<String>) {
        self.say(Severity::Note, line, message.into());
    }

    /// Every marked span with its line and what it is.
    fn all(&self) -> Vec<(Span, usize, &'static str)> {
        let doc = self.doc;
        let mut all = Vec::new();
        all.extend(
            doc.names
                .iter()
                .map(|n| (n.span, n.line, names::kind_name(n.kind))),
        );
        all.extend(doc.roles.iter().map(|r| (r.span, r.line, "role")));
        all.extend(
            doc.numbers
                .iter()
                .map(|n| (n.span, n.line, kind_name(n.kind))),
        );
        all.extend(doc.dates.iter().map(|d| (d.span, d.line, "date")));
        for q in &doc.quotes {
            all.extend(q.parts.iter().map(|&s| (s, q.line, "quotation")));
            all.extend(q.speakers.iter().map(|&s| (s, q.line, "speaker")));
            all.extend(q.cues.iter().map(|c| (c.span, q.line, "cue")));
        }
        all.sort_by_key(|(span, ..)| (span.start, std::cmp::Reverse(span.end)));
        all.dedup_by_key(|(span, line, what)| (*span, *line, *what));
        all
    }

    fn spans(&mut self) {
        let doc = self.doc;
        let all = self.all();
        let mut outer: Vec<(Span, &str)> = Vec::new();
        for &(span, line, what) in &all {
            let words = span.of(&doc.text);
            if span.is_empty() || words.is_empty() {
                self.fault(line, format!("an empty {what}"));
                continue;
            }
            if words.trim().len() != words.len() {
                self.fault(
                    line,
                    format!("{what} \"{words}\" begins or ends with a space"),
                );
            }
            if words.contains("\n\n") && what != "quotation" {
                self.fault(line, format!("{what} runs over the end of a paragraph"));
            }
            while outer.last().is_some_and(|(o, _)| o.end <= span.start) {
                outer.pop();
            }
            if let Some((o, other)) = outer.iter().find(|(o, _)| o.end < span.end) {
                let theirs = o.of(&doc.text);
                self.fault(
                    line,
                    format!(
                        "{what} \"{words}\" crosses {other} \"{theirs}\": nest them or part them"
                    ),
                );
            }
            outer.push((span, what));
        }
        for (at, paragraph) in paragraphs(&doc.text) {
            if doc.lines.len() > 1 && paragraph.contains('\n') {
                self.fault(
                    doc.file_line(at),
                    "a line break inside a paragraph is part of the text",
                );
            }
        }
        if doc.published.is_none() && !doc.dates.is_empty() {
            self.note(
                0,
                "no date of publication: relative dates cannot be resolved",
            );
        }
    }

    fn references(&mut self) {
        let doc = self.doc;
        if !doc.layers.links {
            return;
        }
        let named = |target: usize| doc.names.iter().any(|n| n.target == Some(target));
        for role in &doc.roles {
            match role.person {
                None => self.fault(
                    role.line,
                    format!("role \"{}\" without of", role.span.of(&doc.text)),
                ),
                Some(person) if !named(person) => {
                    let key = &doc.targets[person].key;
                    self.fault(role.line, format!("of=\"#{key}\": no name bears this ref"));
                }
                Some(_) => {}
            }
            if let Some(within) = role.within.filter(|&w| !named(w)) {
                let key = &doc.targets[within].key;
                self.fault(role.line, format!("in=\"#{key}\": no name bears this ref"));
            }
        }
        for quote in &doc.quotes {
            if let Some(who) = quote.who.filter(|&w| !named(w)) {
                let key = &doc.targets[who].key;
                self.fault(
                    quote.line,
                    format!("who=\"#{key}\": no name bears this ref"),
                );
            }
        }
        for (t, target) in doc.targets.iter().enumerate() {
            let mut kinds = doc.names.iter().filter(|n| n.target == Some(t));
            if let Some(first) = kinds.next()
                && let Some(other) = kinds.find(|n| n.kind != first.kind)
            {
                let (a, b) = (names::kind_name(first.kind), names::kind_name(other.kind));
                self.fault(
                    other.line,
                    format!(
                        "ref=\"#{}\" is a {a} (line {}) and a {b}",
                        target.key, first.line
                    ),
                );
            }
        }
    }

    fn numbers(&mut self) {
        for n in &self.doc.numbers {
            for wrong in wrong_number(n) {
                let words = n.span.of(&self.doc.text);
                self.fault(n.line, format!("{} \"{words}\" {wrong}", kind_name(n.kind)));
            }
        }
    }

    fn dates(&mut self) {
        for d in &self.doc.dates {
            let Some(value) = &d.value else { continue };
            let words = d.span.of(&self.doc.text);
            let wrong = match d.kind {
                DateKind::Duration if !value.starts_with('P') => "a duration's value begins with P",
                DateKind::Time if !value.contains('T') => "a time's value holds a T",
                DateKind::Date if value.starts_with('P') && !value.ends_with("_REF") => {
                    "this value is a duration's"
                }
                DateKind::Date if value.contains('T') && !value.contains('_') => {
                    "this value is a time's"
                }
                _ => continue,
            };
            self.fault(
                d.line,
                format!("date \"{words}\" when=\"{value}\": {wrong}"),
            );
        }
    }

    fn quotes(&mut self) {
        for q in &self.doc.quotes {
            let words: String = q.parts[0].of(&self.doc.text).chars().take(40).collect();
            if q.kind == crate::record::QuoteKind::Indirect && q.cues.is_empty() {
                self.note(q.line, format!("indirect \"{words}…\" without a cue"));
            }
            if q.who.is_some() && q.speakers.is_empty() && !q.cues.is_empty() {
                self.note(
                    q.line,
                    format!("\"{words}…\" has who and a cue, but no speaker"),
                );
            }
            for cue in q.cues.iter().filter(|c| c.lemma.is_empty()) {
                let words = cue.span.of(&self.doc.text);
                self.note(q.line, format!("cue \"{words}\" without lemma"));
            }
        }
    }

    /// One string, several treatments.
    fn same_words(&mut self, usual: &BTreeMap<String, BTreeMap<EntityKind, usize>>) {
        let doc = self.doc;
        let mut seen: BTreeMap<&str, (Option<usize>, EntityKind, usize)> = BTreeMap::new();
        for name in &doc.names {
            let words = name.span.of(&doc.text);
            match seen.get(words) {
                None => {
                    seen.insert(words, (name.target, name.kind, name.line));
                }
                Some(&(_, kind, line)) if kind != name.kind => {
                    let (a, b) = (names::kind_name(kind), names::kind_name(name.kind));
                    self.note(
                        name.line,
                        format!("\"{words}\" is a {b} here, a {a} in line {line}"),
                    );
                }
                Some(&(target, _, line)) if target != name.target => {
                    self.note(
                        name.line,
                        format!("\"{words}\" has another ref here than in line {line}"),
                    );
                }
                Some(_) => {}
            }
            if let Some(kinds) = usual.get(&fold(words)) {
                let here = kinds.get(&name.kind).copied().unwrap_or(0);
                let (most, count) = kinds
                    .iter()
                    .max_by_key(|(_, n)| **n)
                    .map_or((name.kind, 0), |(k, n)| (*k, *n));
                if most != name.kind && count >= 3 * here {
                    let (a, b) = (names::kind_name(most), names::kind_name(name.kind));
                    self.note(
                        name.line,
                        format!("\"{words}\" is a {b} here, a {a} {count} times in the collection"),
                    );
                }
            }
        }
        let mut marked: Vec<(&str, Vec<Span>)> = Vec::new();
        let covered: Vec<Span> = doc
            .names
            .iter()
            .map(|n| n.span)
            .chain(doc.roles.iter().map(|r| r.span))
            .collect();
        marked.extend(seen.keys().map(|w| (*w, covered.clone())));
        let dates: Vec<Span> = doc.dates.iter().map(|d| d.span).collect();
        marked.extend(dates.iter().map(|s| (s.of(&doc.text), dates.clone())));
        marked.sort();
        marked.dedup();
        for (words, spans) in marked {
            if words.chars().count() < 3 {
                continue;
            }
            for (at, _) in doc.text.match_indices(words) {
                let span = Span::new(at, at + words.len());
                if whole_word(&doc.text, span) && !spans.iter().any(|s| s.overlaps(span)) {
                    self.note(
                        doc.file_line(at),
                        format!("\"{words}\" is marked elsewhere in the article, not here"),
                    );
                }
            }
        }
    }
}

/// What the guide asks of a number's attributes.
fn wrong_number(n: &Number) -> Vec<&'static str> {
    let mut wrong = Vec::new();
    let mut ask = |fine: bool, message| {
        if !fine {
            wrong.push(message);
        }
    };
    match n.kind {
        NumberKind::Range => ask(n.min.is_some() && n.max.is_some(), "needs min and max"),
        _ => ask(n.value.is_some(), "needs a value"),
    }
    if let (Some(min), Some(max)) = (n.min, n.max) {
        ask(min < max, "has min above max");
    }
    match n.kind {
        NumberKind::Ratio | NumberKind::Score => ask(n.of.is_some(), "needs of"),
        _ => ask(n.of.is_none(), "has of, which only a ratio or a score has"),
    }
    match n.kind {
        NumberKind::Money | NumberKind::Measure => {
            ask(n.unit.is_some() || n.silent.unit, "needs a unit")
        }
        NumberKind::Percent => ask(
            n.unit.as_deref() == Some("%") || n.silent.unit,
            "needs unit=\"%\"",
        ),
        NumberKind::Cardinal | NumberKind::Ordinal => {
            ask(n.unit.is_none(), "has a unit: it is a measure")
        }
        _ => {}
    }
    wrong
}

fn paragraphs(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let start = text.as_ptr() as usize;
    text.split("\n\n")
        .map(move |p| (p.as_ptr() as usize - start, p))
}

fn whole_word(text: &str, span: Span) -> bool {
    let before = text[..span.start].chars().next_back();
    let after = text[span.end..].chars().next();
    // A hyphen makes another word of it (Saint-Malo is not Malo).
    let joins = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '-');
    !joins(before) && !joins(after)
}
