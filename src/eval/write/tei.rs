//! The project's TEI. Blocks parted by a blank line become paragraphs, the first the head when the document has
//! more than one.

use std::fmt::Write;

use super::Written;
use crate::eval::gold::{Doc, Span};
use crate::eval::score::items::{date_name, kind_name, modifier_name, status_name};
use crate::eval::score::quotes;
use crate::record::{EntityKind, Status};

/// An element that waits for its place.
struct Element {
    span: Span,
    name: &'static str,
    attributes: String,
    /// Of equal spans the outer comes first.
    depth: u8,
}

pub(super) fn write(doc: &Doc) -> Written {
    let mut written = Written::default();
    let mut list = elements(doc);
    list.retain(|e| !e.span.is_empty());
    list.sort_by_key(|e| (e.span.start, std::cmp::Reverse(e.span.end), e.depth));
    let mut out = String::new();
    let lang = escape(doc.lang.as_deref().unwrap_or("und"));
    let title = escape(doc.title.as_deref().unwrap_or(&doc.id));
    let _ = write!(
        out,
        "<TEI xml:lang=\"{lang}\">\n  <teiHeader><title>{title}</title>"
    );
    if let Some(date) = &doc.published {
        let _ = write!(out, "<date when=\"{}\"/>", escape(date));
    }
    out.push_str("</teiHeader>\n  <text>\n");
    let mut lost = 0;
    let mut next = list.iter().peekable();
    let mut start = 0;
    let many = doc.text.contains("\n\n");
    for block in doc.text.split("\n\n") {
        let end = start + block.len();
        let tag = if start == 0 && many { "head" } else { "p" };
        let _ = write!(out, "    <{tag}>");
        let mut open: Vec<&Element> = Vec::new();
        let mut at = start;
        while let Some(element) = next.next_if(|e| e.span.start < end) {
            at = close(&mut out, doc, &mut open, at, element.span.start);
            let crosses = element.span.end > end
                || element.span.start < start
                || open.iter().any(|o| o.span.end < element.span.end);
            if crosses {
                lost += 1;
                continue;
            }
            out.push_str(&escape(Span::new(at, element.span.start).of(&doc.text)));
            at = element.span.start;
            let _ = write!(out, "<{}{}>", element.name, element.attributes);
            open.push(element);
        }
        at = close(&mut out, doc, &mut open, at, end);
        out.push_str(&escape(Span::new(at, end).of(&doc.text)));
        let _ = writeln!(out, "</{tag}>");
        start = end + 2;
    }
    out.push_str("  </text>\n</TEI>\n");
    written.content = out;
    written.lose(lost, "records that cross others or run over a paragraph");
    written
}

/// Closes the elements that end at or before `until`; gives back how far the text is written.
fn close(
    out: &mut String,
    doc: &Doc,
    open: &mut Vec<&Element>,
    mut at: usize,
    until: usize,
) -> usize {
    while let Some(element) = open.pop_if(|e| e.span.end <= until) {
        out.push_str(&escape(Span::new(at, element.span.end).of(&doc.text)));
        at = element.span.end;
        let _ = write!(out, "</{}>", element.name);
    }
    at
}

fn elements(doc: &Doc) -> Vec<Element> {
    let key = |t: usize| escape(&doc.targets[t].key);
    let mut list = Vec::new();
    let mut add = |span, name, depth, attributes: String| {
        list.push(Element {
            span,
            name,
            attributes,
            depth,
        });
    };
    for n in &doc.names {
        let name = match n.kind {
            EntityKind::Person => "persName",
            EntityKind::Organization => "orgName",
            EntityKind::Place => "placeName",
            EntityKind::Other => "name",
        };
        let reference = n
            .target
            .map_or(String::new(), |t| format!(" ref=\"#{}\"", key(t)));
        add(n.span, name, 5, reference);
    }
    for r in &doc.roles {
        let mut a = r
            .person
            .map_or(String::new(), |t| format!(" of=\"#{}\"", key(t)));
        a += &r
            .within
            .map_or(String::new(), |t| format!(" in=\"#{}\"", key(t)));
        if r.status != Status::Current {
            let _ = write!(a, " status=\"{}\"", status_name(r.status));
        }
        add(r.span, "roleName", 3, a);
    }
    for n in &doc.numbers {
        let mut a = format!(" type=\"{}\"", kind_name(n.kind));
        for (name, value) in [
            ("value", n.value),
            ("min", n.min),
            ("max", n.max),
            ("of", n.of),
        ] {
            if let Some(value) = value {
                let _ = write!(a, " {name}=\"{value}\"");
            }
        }
        if n.modifier.is_some() {
            let _ = write!(a, " mod=\"{}\"", modifier_name(n.modifier));
        }
        for (name, value) in [("unit", &n.unit), ("noun", &n.noun)] {
            if let Some(value) = value {
                let _ = write!(a, " {name}=\"{}\"", escape(value));
            }
        }
        add(n.span, "num", 4, a);
    }
    for d in &doc.dates {
        let when = d
            .value
            .as_ref()
            .map_or(String::new(), |v| format!(" when=\"{}\"", escape(v)));
        add(
            d.span,
            "date",
            4,
            format!(" type=\"{}\"{when}", date_name(d.kind)),
        );
    }
    // Ids by part; speakers and cues name the parts of every quotation that they serve.
    let mut segs: Vec<(Span, &'static str, String, Vec<String>)> = Vec::new();
    for (q, quote) in doc.quotes.iter().enumerate() {
        let id = |part: usize| match part {
            0 => format!("q{}", q + 1),
            _ => format!("q{}.{}", q + 1, part + 1),
        };
        for (p, &span) in quote.parts.iter().enumerate() {
            let mut a = format!(
                " xml:id=\"{}\" kind=\"{}\"",
                id(p),
                quotes::name(quote.kind)
            );
            a += &quote
                .who
                .map_or(String::new(), |t| format!(" who=\"#{}\"", key(t)));
            if p + 1 < quote.parts.len() {
                let _ = write!(a, " next=\"#{}\"", id(p + 1));
            }
            if p > 0 {
                let _ = write!(a, " prev=\"#{}\"", id(p - 1));
            }
            add(span, "said", 0, a);
        }
        let ids: Vec<String> = (0..quote.parts.len())
            .map(|p| format!("#{}", id(p)))
            .collect();
        let speakers = quote
            .speakers
            .iter()
            .map(|&s| (s, "speaker", String::new()));
        let cues = quote.cues.iter().map(|c| (c.span, "cue", c.lemma.clone()));
        for (span, kind, lemma) in speakers.chain(cues) {
            match segs.iter_mut().find(|s| (s.0, s.1) == (span, kind)) {
                Some(seg) => seg.3.extend(ids.iter().cloned()),
                None => segs.push((span, kind, lemma, ids.clone())),
            }
        }
    }
    for (span, kind, lemma, ids) in segs {
        let mut a = format!(" type=\"{kind}\" of=\"{}\"", ids.join(" "));
        if !lemma.is_empty() {
            let _ = write!(a, " lemma=\"{}\"", escape(&lemma));
        }
        add(span, "seg", 2, a);
    }
    list
}

fn escape(words: &str) -> String {
    quick_xml::escape::escape(words).into_owned()
}
