//! JSON lines: an article a line, with what is marked in it.
//!
//! Fields are told by their names, so that one line may hold several: `schema` (own records, with or
//! without `text`), `entities` (`start`, `end`, `label`), `dates`, `quotes`, `expect` (a check list of
//! numbers and dates), `label`/`labels` (doccano) and `spans` (Prodigy). Offsets count code points.

use serde_json::Value;

use super::labels::{closed, entity};
use super::{Read, Source};
use crate::eval::convention::Convention;
use crate::eval::gold::{CueItem, DateItem, Doc, Layers, Name, Number, QuoteItem, Silent, Span};
use crate::record::{DateKind, Extraction, NumberKind, QuoteKind};

pub(super) fn read(
    source: Source<'_>,
    convention: &Convention,
    text_of: &dyn Fn(&str) -> Option<String>,
    out: &mut Read,
) {
    let from = out.docs.len();
    for (index, row) in source.content.lines().enumerate() {
        let line = index + 1;
        if row.trim().is_empty() {
            continue;
        }
        let row: Value = match serde_json::from_str(row) {
            Ok(row) => row,
            Err(error) => {
                out.fault(source, line, format!("not a JSON object: {error}"));
                continue;
            }
        };
        let mut reader = Row {
            source,
            line,
            convention,
            out,
            starts: Vec::new(),
        };
        let doc = if row.get("schema").is_some() {
            reader.record(row, text_of)
        } else {
            reader.annotated(&row)
        };
        out.docs.extend(doc);
    }
    super::share_layers(&mut out.docs[from..]);
}

struct Row<'a, 'b> {
    source: Source<'a>,
    line: usize,
    convention: &'a Convention,
    out: &'b mut Read,
    /// Byte at which each code point starts, and the text's length.
    starts: Vec<usize>,
}

impl Row<'_, '_> {
    fn fault(&mut self, message: impl Into<String>) {
        self.out.fault(self.source, self.line, message);
    }

    fn measure(&mut self, text: &str) {
        self.starts = text.char_indices().map(|(i, _)| i).collect();
        self.starts.push(text.len());
    }

    /// From code points to bytes.
    fn span(&mut self, start: Option<u64>, end: Option<u64>, what: &str) -> Option<Span> {
        let at = |n: Option<u64>| self.starts.get(usize::try_from(n?).ok()?).copied();
        match (at(start), at(end)) {
            (Some(start), Some(end)) if start < end => Some(Span::new(start, end)),
            _ => {
                self.fault(format!(
                    "{what}: start and end must be code points of the text, start before end"
                ));
                None
            }
        }
    }

    fn span_of(&mut self, text: &str, item: &Value, what: &str) -> Option<Span> {
        let offset = |a: &str, b: &str| item.get(a).or_else(|| item.get(b)).and_then(Value::as_u64);
        let span = self.span(
            offset("start", "start_offset"),
            offset("end", "end_offset"),
            what,
        )?;
        if let Some(words) = item.get("text").and_then(Value::as_str)
            && words != span.of(text)
        {
            self.fault(format!(
                "{what}: misaligned, the offsets say \"{}\", the text field \"{words}\"",
                span.of(text)
            ));
        }
        Some(span)
    }

    fn record(&mut self, row: Value, text_of: &dyn Fn(&str) -> Option<String>) -> Option<Doc> {
        let text = row.get("text").and_then(Value::as_str).map(str::to_owned);
        let mut extraction: Extraction = match serde_json::from_value(row) {
            Ok(e) => e,
            Err(error) => {
                self.fault(format!("not a record of this schema: {error}"));
                return None;
            }
        };
        let Some(text) = text.or_else(|| text_of(&extraction.id)) else {
            let id = &extraction.id;
            self.fault(format!(
                "no text for the article \"{id}\": add a field \"text\", or give the gold that has an article of this id"
            ));
            return None;
        };
        self.measure(&text);
        if let Some(what) = to_bytes(&mut extraction, &self.starts) {
            self.fault(format!(
                "{what} lies outside of the text: is it the same article, and are offsets code points?"
            ));
            return None;
        }
        let doc = Doc::from_extraction(&extraction, &text);
        if let Some(wrong) = misaligned(&extraction, &text) {
            self.fault(wrong);
        }
        Some(doc)
    }

    fn annotated(&mut self, row: &Value) -> Option<Doc> {
        let word = |name: &str| row.get(name).and_then(Value::as_str);
        let Some(text) = word("text").or_else(|| word("data")) else {
            self.fault("no field \"text\"");
            return None;
        };
        self.measure(text);
        let id = match row.get("id") {
            Some(Value::String(id)) => id.clone(),
            Some(Value::Number(n)) => n.to_string(),
            _ => format!("{}:{}", super::stem(self.source.file), self.line),
        };
        let published = word("published").or_else(|| word("reference_date"));
        let mut doc = Doc {
            id,
            published: published.map(str::to_owned),
            lang: word("lang").map(str::to_owned),
            title: word("title").map(str::to_owned),
            text: text.to_owned(),
            lines: vec![(0, self.line)],
            layers: Layers::default(),
            ..Doc::default()
        };
        let list = |name: &str| row.get(name).and_then(Value::as_array);
        for item in list("entities")
            .into_iter()
            .flatten()
            .filter(|i| i.get("start_offset").is_none())
        {
            self.name(&mut doc, item);
        }
        if row.get("entities").is_some()
            || row.get("label").is_some()
            || row.get("labels").is_some()
        {
            doc.layers.names = [true; 4];
        }
        for item in list("dates").into_iter().flatten() {
            self.date(&mut doc, item, "kind");
        }
        doc.layers.dates |= row.get("dates").is_some();
        for item in list("expect").into_iter().flatten() {
            self.expected(&mut doc, item);
        }
        doc.layers.numbers |= row.get("expect").is_some();
        for (n, item) in list("quotes").into_iter().flatten().enumerate() {
            self.quote(&mut doc, item, n);
        }
        doc.layers.quotes |= row.get("quotes").is_some();
        let marks = super::standoff::from_json(row, &self.starts);
        let mut wrong = marks.wrong.clone();
        super::standoff::into_doc(marks, self.line, self.convention, &mut doc, &mut wrong);
        for message in wrong {
            self.fault(message);
        }
        Some(doc)
    }

    fn name(&mut self, doc: &mut Doc, item: &Value) {
        let written = item.get("label").and_then(Value::as_str).unwrap_or("");
        let Some((label, _)) = self.convention.label(written) else {
            return;
        };
        let Some(kind) = entity(label) else {
            return self.fault(unknown_label(written));
        };
        if let Some(span) = self.span_of(&doc.text, item, written) {
            doc.names.push(Name {
                span,
                kind,
                target: None,
                rule: String::new(),
                line: self.line,
            });
        }
    }

    fn date(&mut self, doc: &mut Doc, item: &Value, field: &str) {
        let written = item.get(field).and_then(Value::as_str).unwrap_or("");
        let Some((label, optional)) = self.convention.label(written) else {
            return;
        };
        let Some(kind) = closed::<DateKind>(label) else {
            return self.fault(unknown_label(written));
        };
        doc.layers.dates = true;
        if let Some(span) = self.span_of(&doc.text, item, written) {
            doc.dates.push(DateItem {
                span,
                kind,
                value: item.get("value").and_then(Value::as_str).map(str::to_owned),
                optional,
                rule: String::new(),
                line: self.line,
            });
        }
    }

    /// One expected number or date of a check list.
    fn expected(&mut self, doc: &mut Doc, item: &Value) {
        let written = item.get("type").and_then(Value::as_str).unwrap_or("");
        let Some((label, optional)) = self.convention.label(written) else {
            return;
        };
        if closed::<DateKind>(label).is_some() {
            return self.date(doc, item, "type");
        }
        let Some(mut kind) = closed::<NumberKind>(label) else {
            return self.fault(unknown_label(written));
        };
        let Some(span) = self.span_of(&doc.text, item, written) else {
            return;
        };
        let (mut value, mut of) = match item.get("value") {
            Some(Value::Array(sides)) => (
                sides.first().and_then(number),
                sides.get(1).and_then(number),
            ),
            other => (other.and_then(number), None),
        };
        let part = |a: &str, b: &str| item.get(a)?.get(b).and_then(number);
        let whole = part("of", "value").filter(|_| written != "cardinal");
        if let Some(whole) = whole {
            of = Some(whole);
            if kind == NumberKind::Cardinal {
                kind = NumberKind::Ratio;
            }
        }
        if let (Some(above), Some(below)) = (
            item.get("num").and_then(number),
            item.get("den").and_then(number),
        ) {
            (value, of) = (Some(above), Some(below));
        }
        if item.get("range").is_some() {
            (kind, value) = (NumberKind::Range, None);
        }
        let words = |name: &str| item.get(name).and_then(Value::as_str);
        let unit = words("unit").or_else(|| words("currency"));
        let unit = unit.map(|u| self.convention.units.get(u).map_or(u, String::as_str));
        let percent = (label == "percent").then_some("%");
        let modifier = words("bound").map(|b| {
            self.convention
                .modifiers
                .get(b)
                .map_or(b, String::as_str)
                .to_owned()
        });
        let modifier = modifier.filter(|m| m != "-").and_then(|m| {
            let known = closed(&m);
            if known.is_none() {
                self.fault(format!(
                    "unknown bound \"{m}\": name it under [modifiers] of a convention"
                ));
            }
            known
        });
        let silent = |name: &str| self.convention.is_silent(name);
        doc.numbers.push(Number {
            span,
            kind,
            value,
            min: part("range", "lo"),
            max: part("range", "hi"),
            of,
            modifier,
            unit: unit.or(percent).map(str::to_owned),
            noun: words("noun").map(str::to_owned),
            silent: Silent {
                kind: silent("kind"),
                modifier: silent("mod"),
                unit: silent("unit"),
                noun: silent("noun"),
                inflected_noun: silent("noun-ending"),
            },
            optional,
            rule: String::new(),
            line: self.line,
        });
    }

    fn quote(&mut self, doc: &mut Doc, item: &Value, n: usize) {
        let written = item.get("kind").and_then(Value::as_str).unwrap_or("");
        let Some((label, may)) = self.convention.label(written) else {
            return;
        };
        let Some(kind) = closed::<QuoteKind>(label) else {
            return self.fault(unknown_label(written));
        };
        let text = doc.text.clone();
        let mut parts: Vec<Span> = Vec::new();
        for part in item
            .get("parts")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            parts.extend(self.span_of(&text, part, "part"));
        }
        if parts.is_empty() {
            match self.span_of(&text, item, written) {
                Some(span) => parts.push(span),
                None => return,
            }
        }
        let extra = item.get("extra");
        let flag = |name: &str| {
            extra
                .and_then(|e| e.get(name))
                .and_then(Value::as_bool)
                .unwrap_or(false)
        };
        let mut speakers = Vec::new();
        if let Some(speaker) = item.get("speaker").filter(|s| !s.is_null())
            && let Some(span) = self.span_of(&text, speaker, "speaker")
        {
            speakers.push(span);
            if self.convention.speaker_head {
                let head = extra.and_then(|e| e.get("speaker_head"));
                speakers.extend(heads(&text, span, head.and_then(Value::as_str)));
            }
        }
        let mut cues = Vec::new();
        if let Some(cue) = item.get("cue").filter(|c| !c.is_null())
            && let Some(span) = self.span_of(&text, cue, "cue")
        {
            let lemma = cue.get("lemma").and_then(Value::as_str).unwrap_or("");
            cues.push(CueItem {
                span,
                lemma: lemma.to_owned(),
            });
        }
        doc.quotes.push(QuoteItem {
            id: format!("q{}", n + 1),
            kind,
            parts,
            instead: Vec::new(),
            speakers,
            cues,
            who: None,
            optional: may || flag("optional"),
            rule: String::new(),
            line: self.line,
        });
    }
}

fn unknown_label(label: &str) -> String {
    format!(
        "unknown label \"{label}\": say what it is under [labels] of a convention (\"-\" leaves it out)"
    )
}

/// The speaker up to its first comma, and the head that the source names.
fn heads(text: &str, span: Span, head: Option<&str>) -> Vec<Span> {
    let words = span.of(text);
    let mut found = Vec::new();
    if let Some(comma) = words.find(',') {
        let short = words[..comma].trim_end().len();
        found.push(Span::new(span.start, span.start + short));
    }
    if let Some(head) = head
        && let Some(at) = words.find(head)
    {
        let start = span.start + at;
        found.push(Span::new(start, start + head.len()));
    }
    found
}

/// A number, also where it is written as a string, with a decimal comma or point.
fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(n) => n.as_f64(),
        Value::String(s) => s.replace(',', ".").parse().ok(),
        _ => None,
    }
}

/// From code points to bytes; names the first record that does not fit.
fn to_bytes(extraction: &mut Extraction, starts: &[usize]) -> Option<String> {
    let mut wrong = None;
    let mut fix = |start: &mut usize, end: &mut usize, what: &str| match (
        starts.get(*start),
        starts.get(*end),
    ) {
        (Some(&s), Some(&e)) => (*start, *end) = (s, e),
        _ => wrong = wrong.take().or(Some(format!("{what} at {start}..{end}"))),
    };
    for entity in &mut extraction.entities {
        for m in &mut entity.mentions {
            fix(&mut m.start, &mut m.end, "a mention");
        }
        for r in &mut entity.roles {
            fix(&mut r.start, &mut r.end, "a role");
        }
    }
    for n in &mut extraction.numbers {
        fix(&mut n.start, &mut n.end, "a number");
    }
    for d in &mut extraction.dates {
        fix(&mut d.start, &mut d.end, "a date");
    }
    for q in &mut extraction.quotes {
        for p in &mut q.parts {
            fix(&mut p.start, &mut p.end, "a quotation");
        }
        if let Some(s) = &mut q.speaker {
            fix(&mut s.start, &mut s.end, "a speaker");
        }
        if let Some(c) = &mut q.cue {
            fix(&mut c.start, &mut c.end, "a cue");
        }
    }
    for w in &mut extraction.warnings {
        fix(&mut w.start, &mut w.end, "a warning");
    }
    wrong
}

/// The first record whose words are not those at its offsets.
fn misaligned(extraction: &Extraction, text: &str) -> Option<String> {
    let mentions = extraction.entities.iter().flat_map(|e| &e.mentions);
    let mentions = mentions.map(|m| (m.start, m.end, &m.text));
    let numbers = extraction.numbers.iter().map(|n| (n.start, n.end, &n.text));
    let dates = extraction.dates.iter().map(|d| (d.start, d.end, &d.text));
    let parts = extraction.quotes.iter().flat_map(|q| &q.parts);
    let parts = parts.map(|p| (p.start, p.end, &p.text));
    mentions
        .chain(numbers)
        .chain(dates)
        .chain(parts)
        .find(|(start, end, words)| text.get(*start..*end) != Some(words.as_str()))
        .map(|(start, end, words)| {
            format!(
                "misaligned: the record says \"{words}\", the text has \"{}\" there",
                Span::new(start, end).of(text)
            )
        })
}
