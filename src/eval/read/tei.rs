//! The project's own gold format: a small TEI, where the text is what remains when the tags are gone.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::{Read, Source, stem};
use crate::eval::gold::{
    CueItem, DateItem, Doc, Layers, Name, Number, QuoteItem, RoleItem, Silent, Span,
};
use crate::record::{DateKind, EntityKind, QuoteKind, Status};

/// An element that has been opened: its name, its attributes, and where its text begins.
struct Open {
    name: String,
    attributes: Vec<(String, String)>,
    start: usize,
    line: usize,
}

impl Open {
    fn get(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, v)| v.as_str())
    }

    /// The key behind `#`.
    fn key(&self, name: &str) -> Option<&str> {
        self.get(name).map(|v| v.strip_prefix('#').unwrap_or(v))
    }
}

/// A `said`, before the parts of one quotation are joined.
struct Said {
    id: String,
    next: Option<String>,
    prev: Option<String>,
    kind: QuoteKind,
    who: Option<usize>,
    span: Span,
    line: usize,
}

/// A `seg`: the words that name a speaker, or a cue, of some quotations.
struct Seg {
    of: Vec<String>,
    speaker: bool,
    lemma: String,
    span: Span,
    line: usize,
}

/// Elements of the guide with the attributes that each may bear.
const KNOWN: &[(&str, &[&str])] = &[
    ("persName", &["ref"]),
    ("orgName", &["ref"]),
    ("placeName", &["ref"]),
    ("name", &["type", "ref"]),
    ("roleName", &["of", "in", "status"]),
    (
        "num",
        &["type", "value", "min", "max", "of", "mod", "unit", "noun"],
    ),
    ("date", &["type", "when"]),
    ("said", &["kind", "xml:id", "who", "next", "prev"]),
    ("seg", &["type", "of", "lemma"]),
    ("TEI", &["xml:lang"]),
    ("teiHeader", &[]),
    ("title", &[]),
    ("text", &[]),
    ("head", &[]),
    ("p", &[]),
];

pub(super) fn read(source: Source<'_>, out: &mut Read) {
    let mut builder = Builder::new(source, out);
    // The reader leaves a byte order mark out of its places.
    let content = source.content.trim_start_matches('\u{feff}');
    let mut reader = Reader::from_str(content);
    let (mut at, mut line) = (0, 1);
    loop {
        let before = reader.buffer_position() as usize;
        line += newlines(&content.as_bytes()[at..before]);
        at = before;
        match reader.read_event() {
            Err(error) => {
                let place = (reader.error_position() as usize).clamp(at, content.len());
                // It may stand within a letter.
                let line = line + newlines(&content.as_bytes()[at..place]);
                builder
                    .out
                    .fault(source, line, format!("not well-formed XML: {error}"));
                break;
            }
            Ok(Event::Eof) => break,
            Ok(Event::Start(e)) => builder.open(&e, line),
            Ok(Event::Empty(e)) => {
                builder.open(&e, line);
                builder.close();
            }
            Ok(Event::End(_)) => builder.close(),
            Ok(Event::Text(t)) => match t.xml_content(XmlVersion::Implicit1_0) {
                Ok(words) => builder.words(&words),
                Err(error) => builder.out.fault(source, line, error.to_string()),
            },
            Ok(Event::CData(t)) => match t.xml_content(XmlVersion::Implicit1_0) {
                Ok(words) => builder.words(&words),
                Err(error) => builder.out.fault(source, line, error.to_string()),
            },
            Ok(Event::GeneralRef(r)) => match character(&r) {
                Some(c) => builder.words(c.encode_utf8(&mut [0; 4])),
                None => builder.out.fault(
                    source,
                    line,
                    format!(
                        "unknown entity &{};: write the character itself",
                        String::from_utf8_lossy(&r)
                    ),
                ),
            },
            Ok(_) => {}
        }
    }
    let doc = builder.finish();
    out.docs.push(doc);
}

fn newlines(text: &[u8]) -> usize {
    memchr::memchr_iter(b'\n', text).count()
}

fn character(reference: &quick_xml::events::BytesRef<'_>) -> Option<char> {
    match reference.resolve_char_ref() {
        Ok(Some(c)) => Some(c),
        Err(_) => None,
        Ok(None) => match &reference[..] {
            b"amp" => Some('&'),
            b"lt" => Some('<'),
            b"gt" => Some('>'),
            b"quot" => Some('"'),
            b"apos" => Some('\''),
            _ => None,
        },
    }
}

struct Builder<'a, 'b> {
    source: Source<'a>,
    out: &'b mut Read,
    doc: Doc,
    stack: Vec<Open>,
    /// Inside `head` or `p`: the words count.
    in_text: bool,
    in_title: bool,
    saids: Vec<Said>,
    segs: Vec<Seg>,
}

impl<'a, 'b> Builder<'a, 'b> {
    fn new(source: Source<'a>, out: &'b mut Read) -> Self {
        Self {
            source,
            out,
            doc: Doc {
                id: stem(source.file).to_owned(),
                layers: Layers::ALL,
                ..Doc::default()
            },
            stack: Vec::new(),
            in_text: false,
            in_title: false,
            saids: Vec::new(),
            segs: Vec::new(),
        }
    }

    fn fault(&mut self, line: usize, message: impl Into<String>) {
        self.out.fault(self.source, line, message);
    }

    fn words(&mut self, words: &str) {
        if self.in_text {
            self.doc.text.push_str(words);
        } else if self.in_title {
            self.doc
                .title
                .get_or_insert_with(String::new)
                .push_str(words);
        }
    }

    fn open(&mut self, e: &BytesStart<'_>, line: usize) {
        let name = String::from_utf8_lossy(e.name().as_ref()).into_owned();
        let mut attributes = Vec::new();
        for attribute in e.attributes() {
            match attribute {
                Ok(a) => {
                    let key = String::from_utf8_lossy(a.key.as_ref()).into_owned();
                    match a.normalized_value(XmlVersion::Implicit1_0) {
                        Ok(value) => attributes.push((key, value.into_owned())),
                        Err(error) => self.fault(line, format!("attribute {key}: {error}")),
                    }
                }
                Err(error) => self.fault(line, format!("<{name}>: {error}")),
            }
        }
        match KNOWN.iter().find(|(n, _)| *n == name) {
            None => self.fault(line, format!("unknown element <{name}>")),
            Some((_, known)) => {
                for (key, _) in &attributes {
                    if !known.contains(&key.as_str()) && !key.starts_with("xmlns") {
                        self.fault(
                            line,
                            format!("<{name}> has no attribute {key}; it may have {known:?}"),
                        );
                    }
                }
            }
        }
        match name.as_str() {
            "head" | "p" => {
                if self.in_text {
                    self.fault(line, format!("<{name}> inside a paragraph"));
                } else if !self.doc.text.is_empty() {
                    self.doc.text.push_str("\n\n");
                }
                self.in_text = true;
                self.doc.lines.push((self.doc.text.len(), line));
            }
            "title" => self.in_title = true,
            _ => {}
        }
        self.stack.push(Open {
            name,
            attributes,
            start: self.doc.text.len(),
            line,
        });
    }

    fn close(&mut self) {
        let Some(open) = self.stack.pop() else { return };
        let span = Span::new(open.start, self.doc.text.len());
        let line = open.line;
        match open.name.as_str() {
            "head" | "p" => self.in_text = false,
            "title" => self.in_title = false,
            "TEI" => self.doc.lang = open.get("xml:lang").map(str::to_owned),
            "date" if !self.in_text => self.doc.published = open.get("when").map(str::to_owned),
            "persName" => self.name(&open, span, EntityKind::Person),
            "orgName" => self.name(&open, span, EntityKind::Organization),
            "placeName" => self.name(&open, span, EntityKind::Place),
            "name" => self.name(&open, span, EntityKind::Other),
            "roleName" => {
                let person = open.key("of").map(|k| self.doc.target(k));
                let within = open.key("in").map(|k| self.doc.target(k));
                let status = self.choice(&open, "status").unwrap_or(Status::Current);
                self.doc.roles.push(RoleItem {
                    span,
                    person,
                    within,
                    status,
                    rule: String::new(),
                    line,
                });
            }
            "num" => self.number(&open, span),
            "date" => {
                if let Some(kind) = self.required(&open, "type", DateKind::Date) {
                    self.doc.dates.push(DateItem {
                        span,
                        kind,
                        value: open.get("when").map(str::to_owned),
                        optional: false,
                        rule: String::new(),
                        line,
                    });
                }
            }
            "said" => {
                if let Some(kind) = self.required(&open, "kind", QuoteKind::Direct) {
                    let who = open.key("who").map(|k| self.doc.target(k));
                    self.saids.push(Said {
                        id: open.get("xml:id").unwrap_or("").to_owned(),
                        next: open.key("next").map(str::to_owned),
                        prev: open.key("prev").map(str::to_owned),
                        kind,
                        who,
                        span,
                        line,
                    });
                }
            }
            "seg" => {
                let of = open.get("of").unwrap_or("");
                let speaker = match open.get("type") {
                    Some("speaker") => true,
                    Some("cue") => false,
                    other => {
                        let other = other.unwrap_or("").to_owned();
                        return self.fault(
                            line,
                            format!("<seg type=\"{other}\">: the type is \"speaker\" or \"cue\""),
                        );
                    }
                };
                self.segs.push(Seg {
                    of: of
                        .split_whitespace()
                        .map(|k| k.strip_prefix('#').unwrap_or(k).to_owned())
                        .collect(),
                    speaker,
                    lemma: open.get("lemma").unwrap_or("").to_owned(),
                    span,
                    line,
                });
            }
            _ => {}
        }
    }

    fn name(&mut self, open: &Open, span: Span, kind: EntityKind) {
        let target = open.key("ref").map(|k| self.doc.target(k));
        if target.is_none() {
            self.fault(open.line, format!("<{}> without ref", open.name));
        }
        self.doc.names.push(Name {
            span,
            kind,
            target,
            rule: String::new(),
            line: open.line,
        });
    }

    fn number(&mut self, open: &Open, span: Span) {
        let Some(kind) = self.required(open, "type", crate::record::NumberKind::Cardinal) else {
            return;
        };
        let mut decimal = |name: &str| {
            let written = open.get(name)?;
            let value = written.parse().ok();
            if value.is_none() {
                self.fault(
                    open.line,
                    format!("{name}=\"{written}\" is not a plain decimal number"),
                );
            }
            value
        };
        let (value, min) = (decimal("value"), decimal("min"));
        let (max, of) = (decimal("max"), decimal("of"));
        let modifier = self.choice(open, "mod");
        self.doc.numbers.push(Number {
            span,
            kind,
            value,
            min,
            max,
            of,
            modifier,
            unit: open.get("unit").map(str::to_owned),
            noun: open.get("noun").map(str::to_owned),
            silent: Silent::default(),
            optional: false,
            rule: String::new(),
            line: open.line,
        });
    }

    /// The value of a closed set that attribute `name` holds.
    fn choice<T: serde::de::DeserializeOwned>(&mut self, open: &Open, name: &str) -> Option<T> {
        let written = open.get(name)?;
        let value = super::labels::closed(written);
        if value.is_none() {
            self.fault(
                open.line,
                format!("<{}>: unknown {name}=\"{written}\"", open.name),
            );
        }
        value
    }

    fn required<T: serde::de::DeserializeOwned>(
        &mut self,
        open: &Open,
        name: &str,
        otherwise: T,
    ) -> Option<T> {
        if open.get(name).is_none() {
            self.fault(open.line, format!("<{}> without {name}", open.name));
            return Some(otherwise);
        }
        self.choice(open, name)
    }

    /// Joins the parts of quotations and hangs speakers and cues on them.
    fn finish(mut self) -> Doc {
        for i in 0..self.saids.len() {
            self.check_said(i);
        }
        // The quotation that each `said` belongs to; a chain follows its `prev`.
        let mut quote_of = vec![usize::MAX; self.saids.len()];
        for i in 0..self.saids.len() {
            let said = &self.saids[i];
            let before = said
                .prev
                .as_ref()
                .and_then(|p| self.saids.iter().position(|s| s.id == *p))
                .map(|p| quote_of[p])
                .filter(|&q| q != usize::MAX);
            match before {
                Some(quote) => {
                    quote_of[i] = quote;
                    self.doc.quotes[quote].parts.push(said.span);
                }
                None => {
                    quote_of[i] = self.doc.quotes.len();
                    self.doc.quotes.push(QuoteItem {
                        id: said.id.clone(),
                        kind: said.kind,
                        parts: vec![said.span],
                        instead: Vec::new(),
                        speakers: Vec::new(),
                        cues: Vec::new(),
                        who: said.who,
                        optional: false,
                        rule: String::new(),
                        line: said.line,
                    });
                }
            }
        }
        for seg in std::mem::take(&mut self.segs) {
            if seg.of.is_empty() {
                self.fault(seg.line, "<seg> without of: it belongs to no quotation");
            }
            for id in &seg.of {
                let Some(at) = self.saids.iter().position(|s| s.id == *id) else {
                    self.fault(seg.line, format!("of=\"#{id}\": no <said> has this xml:id"));
                    continue;
                };
                let quote = &mut self.doc.quotes[quote_of[at]];
                if seg.speaker {
                    if !quote.speakers.contains(&seg.span) {
                        quote.speakers.push(seg.span);
                    }
                } else if !quote.cues.iter().any(|c| c.span == seg.span) {
                    quote.cues.push(CueItem {
                        span: seg.span,
                        lemma: seg.lemma.clone(),
                    });
                }
            }
        }
        self.doc
    }

    fn check_said(&mut self, i: usize) {
        let said = &self.saids[i];
        let line = said.line;
        let mut wrong = Vec::new();
        if said.id.is_empty() {
            wrong.push("<said> without xml:id".to_owned());
        } else if self.saids[..i].iter().any(|s| s.id == said.id) {
            wrong.push(format!("xml:id=\"{}\" is used twice", said.id));
        }
        for (name, target, back) in [("next", &said.next, true), ("prev", &said.prev, false)] {
            let Some(key) = target else { continue };
            match self.saids.iter().find(|s| s.id == *key) {
                None => wrong.push(format!("{name}=\"#{key}\": no <said> has this xml:id")),
                Some(other) => {
                    let answer = if back { &other.prev } else { &other.next };
                    if answer.as_deref() != Some(&said.id) {
                        wrong.push(format!(
                            "{name}=\"#{key}\" is not answered by {}=\"#{}\" there",
                            if back { "prev" } else { "next" },
                            said.id
                        ));
                    }
                    if other.who != said.who || other.kind != said.kind {
                        wrong.push(format!(
                            "the parts #{} and #{key} of one quotation differ in who or kind",
                            said.id
                        ));
                    }
                }
            }
        }
        for message in wrong {
            self.fault(line, message);
        }
    }
}
