//! From records to bytes: JSON lines and JSON. Nothing is built in between; an extraction is
//! written field by field into the buffers of its worker.

use super::Extraction;

/// How the output is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// One object an article, a line each.
    JsonLines,
    /// One array of all articles, indented: a document that any JSON reader takes whole.
    Json,
}

impl Layout {
    /// The files of this layout, by name; a layout of one file has no names.
    pub fn tables(self) -> &'static [&'static str] {
        match self {
            Self::JsonLines | Self::Json => &[""],
        }
    }

    /// What stands before the first article in table number `table`.
    pub fn head(self, _table: usize) -> &'static [u8] {
        match self {
            Self::JsonLines => b"",
            Self::Json => b"[",
        }
    }

    /// What stands between two articles.
    pub fn separator(self) -> &'static [u8] {
        match self {
            Self::JsonLines => b"",
            Self::Json => b",",
        }
    }

    /// What stands behind the last article.
    pub fn foot(self) -> &'static [u8] {
        match self {
            Self::JsonLines => b"",
            Self::Json => b"\n]\n",
        }
    }

    /// Appends `extraction` to `tables`, a buffer for each of [`Self::tables`], with the
    /// [separator](Self::separator) in front of it.
    pub fn write(self, extraction: &Extraction, tables: &mut [Vec<u8>]) {
        let out = &mut tables[0];
        out.extend_from_slice(self.separator());
        match self {
            Self::JsonLines => {
                json(serde_json::to_writer(&mut *out, extraction));
                out.push(b'\n');
            }
            Self::Json => {
                out.push(b'\n');
                json(serde_json::to_writer_pretty(&mut *out, extraction));
            }
        }
    }
}

/// Writing to memory cannot fail, and records have no key that is not a string.
fn json(written: serde_json::Result<()>) {
    debug_assert!(written.is_ok(), "{written:?}");
}
