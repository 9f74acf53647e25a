//! brat standoff: `.ann` beside `.txt` (Stenetorp et al. 2012). Offsets count code points.
//!
//! `T` lines are spans (fragments parted by `;`), `R` relations, `A`/`M` attributes, `#` notes of the form
//! `name=value; …`, `*` equivalences. What they are called is said in `standoff`.

use super::standoff::{Mark, Marks, Relation, into_doc};
use super::{Read, Source, stem};
use crate::eval::convention::Convention;
use crate::eval::gold::{Doc, Layers, Span};

pub(super) fn read(source: Source<'_>, convention: &Convention, out: &mut Read) {
    let Some(text) = source.text else {
        return out.fault(source, 0, "no .txt file of the same name beside it");
    };
    let mut starts: Vec<usize> = text.char_indices().map(|(i, _)| i).collect();
    starts.push(text.len());
    let mut doc = Doc {
        id: stem(source.file).to_owned(),
        text: text.to_owned(),
        layers: Layers::default(),
        ..Doc::default()
    };
    let mut marks = Marks::default();
    for (index, row) in source.content.lines().enumerate() {
        if let Err(message) = line(row, index + 1, text, &starts, &mut marks) {
            out.fault(source, index + 1, message);
        }
    }
    let mut wrong = Vec::new();
    into_doc(marks, 0, convention, &mut doc, &mut wrong);
    for message in wrong {
        out.fault(source, 0, message);
    }
    out.docs.push(doc);
}

fn line(
    row: &str,
    line: usize,
    text: &str,
    starts: &[usize],
    marks: &mut Marks,
) -> Result<(), String> {
    let mut columns = row.split('\t');
    let (id, body) = (columns.next().unwrap_or(""), columns.next().unwrap_or(""));
    let words = columns.next();
    match id.chars().next() {
        Some('T') => {
            let (label, fragments) = body
                .split_once(' ')
                .ok_or("expected: T1<tab>label start end<tab>text")?;
            let mut spans = Vec::new();
            for fragment in fragments.split(';') {
                let span = fragment.split_once(' ').and_then(|(start, end)| {
                    let start = *starts.get(start.parse::<usize>().ok()?)?;
                    let end = *starts.get(end.parse::<usize>().ok()?)?;
                    (start < end).then_some(Span::new(start, end))
                });
                spans.push(span.ok_or_else(|| {
                    format!("\"{fragment}\": start and end must be code points of the text, start before end")
                })?);
            }
            let there: Vec<&str> = spans.iter().map(|s| s.of(text)).collect();
            let there = there.join(" ").replace('\n', " ");
            marks.list.push(Mark {
                id: id.to_owned(),
                label: label.to_owned(),
                spans,
                attributes: Vec::new(),
                line,
            });
            match words {
                Some(words) if words != there => Err(format!(
                    "misaligned, the offsets say \"{there}\", the line \"{words}\"; scored as the offsets say"
                )),
                _ => Ok(()),
            }
        }
        Some('R') => {
            let mut parts = body.split(' ');
            let label = parts.next().unwrap_or("").to_owned();
            let mut argument = || {
                parts
                    .next()
                    .and_then(|a| a.split_once(':'))
                    .map(|(_, id)| id.to_owned())
            };
            let (Some(from), Some(to)) = (argument(), argument()) else {
                return Err("expected: R1<tab>label Arg1:T1 Arg2:T2".into());
            };
            marks.relations.push(Relation { label, from, to });
            Ok(())
        }
        Some('*') => {
            let mut parts = body.split(' ').skip(1);
            let first = parts.next().unwrap_or("").to_owned();
            for other in parts {
                marks.relations.push(Relation {
                    label: "same".into(),
                    from: other.to_owned(),
                    to: first.clone(),
                });
            }
            Ok(())
        }
        Some('#') => {
            let target = body.split(' ').nth(1).unwrap_or("");
            if let Some(mark) = marks.list.iter_mut().find(|m| m.id == target) {
                for pair in words.unwrap_or("").split("; ") {
                    match pair.split_once('=') {
                        Some(("published", date)) => marks.published = Some(date.to_owned()),
                        Some((name, value)) => mark
                            .attributes
                            .push((name.trim().to_owned(), value.trim().to_owned())),
                        None => {}
                    }
                }
            }
            Ok(())
        }
        Some('A' | 'M') => {
            let mut parts = body.split(' ');
            let (name, target) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
            let value = parts.next().unwrap_or("true");
            let mark = marks.list.iter_mut().find(|m| m.id == target);
            let mark = mark.ok_or_else(|| format!("\"{target}\" is marked nowhere above"))?;
            mark.attributes.push((name.to_owned(), value.to_owned()));
            Ok(())
        }
        // Events and normalisations say nothing that is scored.
        Some('E' | 'N') | None => Ok(()),
        Some(_) => Err(format!("\"{id}\" is no kind of brat line that is known")),
    }
}
