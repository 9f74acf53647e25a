//! Segmentation: words, their forms, and sentences.

mod fold;
mod form;
mod sentence;
mod shape;
mod split;

pub use fold::{fold, fold_into};
pub(crate) use form::hash;
pub use form::{Form, FormId, Forms};
pub use sentence::{Sentence, sentences};
pub use shape::{Kind, Shape};
pub use split::{Piece, Splitter, SplitterRules};

/// One token: a span of the text and the number of its [`Form`]. Byte offsets, end exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    pub start: u32,
    pub end: u32,
    pub form: FormId,
    /// White space stands before the token, or it begins its block.
    pub spaced: bool,
    /// First token of its block.
    pub opens_block: bool,
    /// First token of a sentence.
    pub opens_sentence: bool,
}

impl Token {
    /// The token as it stands in `text`.
    pub fn text<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start as usize..self.end as usize]
    }
}
