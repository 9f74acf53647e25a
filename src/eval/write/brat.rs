//! brat standoff: `.ann` beside `.txt`.

use std::fmt::Write;

use super::Written;
use super::marks::{CodePoints, marks};
use crate::eval::gold::Doc;

pub(super) fn write(doc: &Doc) -> Written {
    let marks = marks(doc);
    let points = CodePoints::new(&doc.text);
    let mut out = String::new();
    for (n, mark) in marks.list.iter().enumerate() {
        let fragments: Vec<String> = mark
            .spans
            .iter()
            .map(|&s| points.span(s))
            .map(|(start, end)| format!("{start} {end}"))
            .collect();
        let words: Vec<&str> = mark.spans.iter().map(|s| s.of(&doc.text)).collect();
        let words = words.join(" ").replace('\n', " ");
        let _ = writeln!(
            out,
            "T{}\t{} {}\t{words}",
            n + 1,
            mark.label,
            fragments.join(";")
        );
        let mut pairs: Vec<String> = mark
            .attributes
            .iter()
            .map(|(k, v)| format!("{k}={v}"))
            .collect();
        if n == 0 {
            // brat has no place for the article's own date; the first note carries it.
            pairs.extend(doc.published.iter().map(|date| format!("published={date}")));
        }
        if !pairs.is_empty() {
            let _ = writeln!(
                out,
                "#{}\tAnnotatorNotes T{}\t{}",
                n + 1,
                n + 1,
                pairs.join("; ")
            );
        }
    }
    for (n, r) in marks.relations.iter().enumerate() {
        let _ = writeln!(
            out,
            "R{}\t{} Arg1:T{} Arg2:T{}",
            n + 1,
            r.label,
            r.from + 1,
            r.to + 1
        );
    }
    let mut written = Written {
        content: out,
        text: Some(doc.text.clone()),
        lost: Vec::new(),
    };
    if marks.list.is_empty() {
        written.lose(doc.published.iter().count(), "date of publication");
    }
    written
}
