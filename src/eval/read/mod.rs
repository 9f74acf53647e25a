//! From the formats of the field to [`Doc`].
//!
//! | format | recognised by |
//! |---|---|
//! | TEI of the guide of annotation | `.xml` |
//! | brat standoff | `.ann` beside a `.txt` |
//! | CoNLL / IOB2 | `.conll`, `.iob`, `.iob2`, `.bio` |
//! | JSON lines: doccano, Prodigy, own records, check lists | `.jsonl`, `.ndjson` |
//!
//! Readers take bytes that somebody else has read and never give up on a document for a fault of
//! annotation: they return what they could make of it and a list of [`Problem`]s.

mod brat;
mod conll;
mod jsonl;
mod labels;
mod standoff;
mod tei;

use super::convention::Convention;
use super::gold::{Doc, Layers};

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth a look; may be right as it stands.
    Note,
    /// A fault of the annotation.
    Fault,
}

/// Something wrong with the gold, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    pub file: String,
    /// 1-based line of the file; 0 where the whole file is meant.
    pub line: usize,
    pub severity: Severity,
    pub message: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let word = match self.severity {
            Severity::Note => "note",
            Severity::Fault => "fault",
        };
        if self.line == 0 {
            write!(f, "{}: {word}: {}", self.file, self.message)
        } else {
            write!(f, "{}:{}: {word}: {}", self.file, self.line, self.message)
        }
    }
}

/// The formats that gold and predictions come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Tei,
    Brat,
    Conll,
    JsonLines,
}

impl Format {
    /// The format that a file name promises.
    pub fn of_name(name: &str) -> Option<Self> {
        let extension = name.rsplit_once('.')?.1.to_ascii_lowercase();
        match extension.as_str() {
            "xml" | "tei" => Some(Self::Tei),
            "ann" => Some(Self::Brat),
            "conll" | "iob" | "iob2" | "bio" => Some(Self::Conll),
            "jsonl" | "ndjson" => Some(Self::JsonLines),
            _ => None,
        }
    }
}

/// A file of gold (or of predictions), already in memory.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// Path as the user wrote it; it is named in problems.
    pub file: &'a str,
    pub content: &'a str,
    /// Text of the `.txt` beside a brat `.ann`.
    pub text: Option<&'a str>,
}

/// What a file held.
#[derive(Debug, Default)]
pub struct Read {
    pub docs: Vec<Doc>,
    pub problems: Vec<Problem>,
}

/// Reads one file. `text_of` gives the text of an article by its id, for records that come without.
///
/// Time and memory are linear in the size of the file.
pub fn read(
    source: Source<'_>,
    format: Format,
    convention: &Convention,
    text_of: &dyn Fn(&str) -> Option<String>,
) -> Read {
    let mut out = Read::default();
    match format {
        Format::Tei => tei::read(source, &mut out),
        Format::Brat => brat::read(source, convention, &mut out),
        Format::Conll => conll::read(source, convention, &mut out),
        Format::JsonLines => jsonl::read(source, convention, text_of, &mut out),
    }
    let problems = &mut out.problems;
    out.docs.retain(|doc| {
        let note = |message: String| Problem {
            file: source.file.to_owned(),
            line: doc.file_line(0),
            severity: Severity::Note,
            message,
        };
        for decided in convention.decided.iter().filter(|d| d.doc == doc.id) {
            let why = &decided.why;
            problems.push(note(format!(
                "{} is read as our guide has it: {why}",
                doc.id
            )));
        }
        let Some(why) = convention.skipped(&doc.id) else {
            return true;
        };
        problems.push(note(format!("{} is left out: {why}", doc.id)));
        false
    });
    for doc in &mut out.docs {
        doc.file = source.file.to_owned();
        convention.apply(doc);
        doc.sort();
    }
    out
}

/// File name without folders and without its last extension: what documents are called by.
pub fn stem(file: &str) -> &str {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// Gives every document the layers that any of them has: a collection that marks persons and has none in
/// one article says that there is none.
pub fn share_layers(docs: &mut [Doc]) {
    let mut all = Layers::default();
    for layers in docs.iter().map(|d| d.layers) {
        for (kind, has) in all.names.iter_mut().zip(layers.names) {
            *kind |= has;
        }
        all.links |= layers.links;
        all.roles |= layers.roles;
        all.numbers |= layers.numbers;
        all.dates |= layers.dates;
        all.quotes |= layers.quotes;
        all.who |= layers.who;
    }
    for doc in docs {
        doc.layers = all;
    }
}

impl Read {
    fn fault(&mut self, source: Source<'_>, line: usize, message: impl Into<String>) {
        self.problems.push(Problem {
            file: source.file.to_owned(),
            line,
            severity: Severity::Fault,
            message: message.into(),
        });
    }
}
