//! From [`Doc`] to the formats of the field, with what each cannot hold said.
//!
//! | format | keeps | loses |
//! |---|---|---|
//! | TEI | everything but nested or crossing spans that XML cannot nest | `rule` |
//! | records | everything | – |
//! | brat | everything, by labels, relations and notes (see [`read`](super::read)) | `rule`, order of several speakers |
//! | doccano, Prodigy | the same, fragments of a quotation as spans of their own | `rule` |
//! | IOB2 | names that stand in no other name | all else, spacing |

mod brat;
mod conll;
mod json;
mod marks;
mod records;
mod tei;

use super::gold::Doc;

/// A format to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    Tei,
    Brat,
    Iob2,
    Doccano,
    Prodigy,
    Records,
}

/// What one document becomes.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Written {
    /// The content: a whole file (TEI, brat, IOB2), or one line of JSON lines.
    pub content: String,
    /// The `.txt` that stands beside a brat `.ann`.
    pub text: Option<String>,
    /// What the format cannot hold, in words, one a kind of loss.
    pub lost: Vec<String>,
}

impl Target {
    /// Ending of the files, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Tei => "xml",
            Self::Brat => "ann",
            Self::Iob2 => "iob2",
            Self::Doccano | Self::Prodigy | Self::Records => "jsonl",
        }
    }

    /// Whether documents go into one file, a line each.
    pub fn is_lines(self) -> bool {
        self.extension() == "jsonl"
    }
}

/// Writes `doc` as `target`. Time is linear in the text and n log n in the records.
pub fn write(doc: &Doc, target: Target) -> Written {
    match target {
        Target::Tei => tei::write(doc),
        Target::Brat => brat::write(doc),
        Target::Iob2 => conll::write(doc),
        Target::Doccano => json::write(doc, json::Shape::Doccano),
        Target::Prodigy => json::write(doc, json::Shape::Prodigy),
        Target::Records => records::write(doc),
    }
}

impl Written {
    /// Says that `n` records of a kind were lost, if any.
    fn lose(&mut self, n: usize, what: &str) {
        if n > 0 {
            self.lost.push(format!("{n} {what}"));
        }
    }
}
