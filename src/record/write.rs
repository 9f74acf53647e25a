//! From records to bytes: JSON lines, JSON, CSV. Nothing is built in between; an extraction is
//! written field by field into the buffers of its worker.

use std::io;
use std::path::Path;

use super::Extraction;
use super::write_csv::{self, CsvTables};
#[cfg(feature = "parquet")]
use super::write_parquet;

/// How the output is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// One object an article, a line each.
    JsonLines,
    /// One array of all articles, indented: a document that any JSON reader takes whole.
    Json,
    /// A folder of flat tables, one a kind of record, which join on the article's `id`.
    Csv,
    /// The same tables as Parquet.
    #[cfg(feature = "parquet")]
    Parquet,
}

impl Layout {
    /// The files of this layout, by name; a layout of one file has no names.
    pub fn tables(self) -> &'static [&'static str] {
        match self {
            Self::JsonLines | Self::Json => &[""],
            Self::Csv => &write_csv::NAMES,
            #[cfg(feature = "parquet")]
            Self::Parquet => &write_parquet::NAMES,
        }
    }

    /// What stands before the first article in table number `table`.
    pub fn head(self, table: usize) -> &'static [u8] {
        match self {
            Self::JsonLines => b"",
            Self::Json => b"[",
            _ => write_csv::HEADS[table].as_bytes(),
        }
    }

    /// What stands before an article unless it is the first.
    pub fn separator(self) -> &'static [u8] {
        match self {
            Self::Json => b",",
            _ => b"",
        }
    }

    /// What stands behind the last article.
    pub fn foot(self) -> &'static [u8] {
        match self {
            Self::Json => b"\n]\n",
            _ => b"",
        }
    }

    /// Whether the files that are written are made into others in the end, by [`Self::convert`].
    pub(crate) fn converts(self) -> bool {
        !matches!(self, Self::JsonLines | Self::Json | Self::Csv)
    }

    /// Makes of table number `table`, written to the file `from`, what this layout wants in the end.
    ///
    /// # Errors
    /// One of the files cannot be read or written.
    #[cfg(feature = "parquet")]
    pub(crate) fn convert(self, table: usize, from: &Path, to: &Path) -> io::Result<()> {
        write_parquet::from_csv(from, write_csv::HEADS[table], to)
    }

    #[cfg(not(feature = "parquet"))]
    pub(crate) fn convert(self, _: usize, _: &Path, _: &Path) -> io::Result<()> {
        Ok(())
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
            #[cfg(feature = "parquet")]
            Layout::Parquet => Inner::Csv(Box::new(CsvTables::new())),
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
