//! Bytes → [`Article`]: which inputs there are, how they are opened, decoded and cut into articles.
//!
//! This room knows files but no threads, and nothing of what is extracted. Whatever cannot be read
//! becomes a [`Failure`] that names file, line and next step; the articles around it come out all the
//! same. One format is one file here: [`text`], [`jsonl`].

mod decode;
mod failure;
mod inputs;
mod jsonl;
mod lines;
mod open;
mod text;

pub use decode::{Decoded, Trouble, decode};
pub use failure::{Code, Failure};
pub use inputs::{Input, Inputs, InputsError, Origin};
pub use lines::{Block, Blocks};
pub use open::{MAX_ARTICLE, Opened, open, read_limited, read_whole};

use crate::record::{Article, Warning};

/// How an input is cut into articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// The whole input is the text of one article.
    Text,
    /// Each line is a JSON object, an article.
    JsonLines,
}

/// An article as it came in, and what was wrong with its bytes.
#[derive(Debug, Clone, PartialEq)]
pub struct Incoming {
    pub article: Article,
    /// Offsets in bytes of [`Article::text`].
    pub warnings: Vec<Warning>,
}

/// The article in a plain-text file of these bytes (decompressed), named `name`.
///
/// `hint` is the language expected (`"fr"`); it helps to tell the old one-byte encodings apart.
///
/// # Errors
/// The input is empty, or is no text.
pub fn article_from_text(name: &str, bytes: &[u8], hint: &str) -> Result<Incoming, Failure> {
    text::article(name, bytes, hint)
}

/// The article on line number `line` (from 1) of the JSON lines called `name`; `None` if the line is
/// blank. An article without an `id` is called `name:line`.
///
/// # Errors
/// The line is not a JSON object, or has no `text`, or a field is of the wrong type.
pub fn article_from_json_line(
    name: &str,
    line: u64,
    bytes: &[u8],
    hint: &str,
) -> Result<Option<Incoming>, Failure> {
    jsonl::article(name, line, bytes, hint)
}
