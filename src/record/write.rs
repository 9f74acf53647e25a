//! From records to bytes: JSON lines, JSON, CSV. Nothing is built in between; an extraction is
//! written field by field into the buffers of its worker.

use super::Extraction;
use super::write_csv::{self, CsvTables};

/// How the output is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// One object an article, a line each.
    JsonLines,
    /// One array of all articles, indented: a document that any JSON reader takes whole.
    Json,
    /// A folder of flat tables, one a kind of record, which join on the article's `id`.
    Csv,
}

impl Layout {
    /// The files of this layout, by name; a layout of one file has no names.
    pub fn tables(self) -> &'static [&'static str] {
        match self {
            Self::JsonLines | Self::Json => &[""],
            Self::Csv => &write_csv::NAMES,
        }
    }

    /// What stands before the first article in table number `table`.
    pub fn head(self, table: usize) -> &'static [u8] {
        match self {
            Self::JsonLines => b"",
            Self::Json => b"[",
            Self::Csv => write_csv::HEADS[table].as_bytes(),
        }
    }

    /// What stands before an article unless it is the first.
    pub fn separator(self) -> &'static [u8] {
        match self {
            Self::JsonLines | Self::Csv => b"",
            Self::Json => b",",
        }
    }

    /// What stands behind the last article.
    pub fn foot(self) -> &'static [u8] {
        match self {
            Self::JsonLines | Self::Csv => b"",
            Self::Json => b"\n]\n",
        }
    }
}

/// Some articles as the bytes of a [`Layout`], each with the [separator](Layout::separator) before it.
pub struct Tables(Inner);

enum Inner {
    JsonLines(Vec<u8>),
    Json(Vec<u8>),
    Csv(Box<CsvTables>),
}

impl Tables {
    pub fn new(layout: Layout) -> Self {
        Self(match layout {
            Layout::JsonLines => Inner::JsonLines(Vec::new()),
            Layout::Json => Inner::Json(Vec::new()),
            Layout::Csv => Inner::Csv(Box::new(CsvTables::new())),
        })
    }

    /// Appends the records of an article.
    pub fn write(&mut self, extraction: &Extraction) {
        match &mut self.0 {
            Inner::JsonLines(out) => {
                sure(serde_json::to_writer(&mut *out, extraction));
                out.push(b'\n');
            }
            Inner::Json(out) => {
                out.extend_from_slice(b",\n");
                sure(serde_json::to_writer_pretty(out, extraction));
            }
            Inner::Csv(tables) => sure(tables.write(extraction)),
        }
    }

    /// The length of each table so far, in bytes.
    pub fn lens(&mut self) -> Vec<usize> {
        match &mut self.0 {
            Inner::JsonLines(out) | Inner::Json(out) => vec![out.len()],
            Inner::Csv(tables) => tables.lens(),
        }
    }

    /// The bytes of each table.
    pub fn into_bytes(self) -> Vec<Vec<u8>> {
        match self.0 {
            Inner::JsonLines(out) | Inner::Json(out) => vec![out],
            Inner::Csv(tables) => tables.into_bytes(),
        }
    }
}

/// Writing to memory cannot fail, and records have no key that is not a string.
fn sure<E: std::fmt::Debug>(written: Result<(), E>) {
    debug_assert!(written.is_ok(), "{written:?}");
}
