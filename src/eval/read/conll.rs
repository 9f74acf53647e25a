//! CoNLL and IOB2: a token a line, the tag in the last column, a blank line after a sentence.
//!
//! Columns are parted by tabs or spaces; the first holds the token. `-DOCSTART-` begins a document.
//! Tags are `B-X`, `I-X`, `O`; also read are IOB1 (`I-X` that opens), IOBES (`E-`, `S-`). Where the last
//! *two* columns hold tags, the last is the prediction's of conlleval; it is left alone, and the one before
//! is read. The text is the tokens joined by spaces, a line a sentence, since the format keeps no spacing.

use super::labels::entity;
use super::{Read, Source, stem};
use crate::eval::convention::Convention;
use crate::eval::gold::{Doc, Layers, Name, Span};
use crate::record::EntityKind;

pub(super) fn read(source: Source<'_>, convention: &Convention, out: &mut Read) {
    let mut builder = Builder {
        docs: Vec::new(),
        doc: None,
        running: None,
        sentence: false,
    };
    let two = two_columns(source.content);
    for (index, row) in source.content.lines().enumerate() {
        let line = index + 1;
        let columns: Vec<&str> = match row.contains('\t') {
            true => row.split('\t').map(str::trim).collect(),
            false => row.split_whitespace().collect(),
        };
        if columns.is_empty() || columns[0].is_empty() || row.starts_with("# ") {
            builder.end_sentence();
            continue;
        }
        if columns[0] == "-DOCSTART-" {
            builder.end_document();
            continue;
        }
        let from_end = if two { 2 } else { 1 };
        let tag = columns[columns.len().saturating_sub(from_end)];
        if columns.len() <= from_end || parse(tag).is_none() {
            out.fault(
                source,
                line,
                format!("\"{tag}\" is no tag: expected O, B-X or I-X in the last column"),
            );
        }
        builder.token(columns[0], parse(tag).unwrap_or(('O', "")), line, |label| {
            let (ours, _) = convention.label(label)?;
            let kind = entity(ours);
            if kind.is_none() {
                out.fault(
                    source,
                    line,
                    format!(
                        "unknown label \"{label}\": say what it is under [labels] of a convention"
                    ),
                );
            }
            kind
        });
    }
    builder.end_document();
    let many = builder.docs.len() > 1;
    for (n, mut doc) in builder.docs.into_iter().enumerate() {
        doc.id = match many {
            true => format!("{}:{}", stem(source.file), n + 1),
            false => stem(source.file).to_owned(),
        };
        out.docs.push(doc);
    }
}

/// `B-PER` → `('B', "PER")`.
fn parse(tag: &str) -> Option<(char, &str)> {
    if tag == "O" {
        return Some(('O', ""));
    }
    let (letter, label) = tag.split_once('-')?;
    matches!(letter, "B" | "I" | "E" | "L" | "S" | "U")
        .then(|| (letter.chars().next().unwrap_or('O'), label))
}

/// Whether every line ends in two tags, and some token stands before them.
fn two_columns(content: &str) -> bool {
    let mut rows = content
        .lines()
        .map(|row| row.split_whitespace().collect::<Vec<_>>())
        .filter(|c| c.len() > 1 && c[0] != "-DOCSTART-" && c[0] != "#")
        .peekable();
    rows.peek().is_some()
        && rows.all(|c| c.len() > 2 && c[c.len() - 2..].iter().all(|t| parse(t).is_some()))
}

/// A name that is not yet closed.
struct Running {
    label: String,
    kind: Option<EntityKind>,
    span: Span,
    line: usize,
}

struct Builder {
    docs: Vec<Doc>,
    doc: Option<Doc>,
    running: Option<Running>,
    /// A token of the sentence has been seen.
    sentence: bool,
}

impl Builder {
    fn token(
        &mut self,
        token: &str,
        (letter, label): (char, &str),
        line: usize,
        kind: impl FnOnce(&str) -> Option<EntityKind>,
    ) {
        let continues = matches!(letter, 'I' | 'E' | 'L')
            && self.running.as_ref().is_some_and(|r| r.label == label);
        if !continues {
            self.close();
        }
        let doc = self.doc.get_or_insert_with(|| Doc {
            layers: Layers {
                names: [true; 4],
                ..Layers::default()
            },
            ..Doc::default()
        });
        if !doc.text.is_empty() {
            doc.text.push(if self.sentence { ' ' } else { '\n' });
        }
        self.sentence = true;
        let start = doc.text.len();
        doc.text.push_str(token);
        let end = doc.text.len();
        if letter == 'O' {
            return;
        }
        match &mut self.running {
            Some(running) => running.span.end = end,
            None => {
                self.running = Some(Running {
                    label: label.to_owned(),
                    kind: kind(label),
                    span: Span::new(start, end),
                    line,
                });
            }
        }
        if matches!(letter, 'E' | 'L' | 'S' | 'U') {
            self.close();
        }
    }

    fn close(&mut self) {
        if let (
            Some(Running {
                kind: Some(kind),
                span,
                line,
                ..
            }),
            Some(doc),
        ) = (self.running.take(), &mut self.doc)
        {
            doc.names.push(Name {
                span,
                kind,
                target: None,
                rule: String::new(),
                line,
            });
        }
    }

    fn end_sentence(&mut self) {
        self.close();
        self.sentence = false;
    }

    fn end_document(&mut self) {
        self.end_sentence();
        self.docs.extend(self.doc.take());
    }
}
