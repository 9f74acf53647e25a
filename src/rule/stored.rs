//! Compiled rules as bytes: those of the built-in packs are compiled when the program is built.
//!
//! What can be worked out quickly from the rest is left out, and what only the compiler needs.

use super::ask::Questions;
use super::compile::{self, RuleFile};
use super::program::RuleSet;
use crate::lexicon::Lexicon;

impl RuleSet {
    /// The rules as bytes, for [`Self::from_bytes`].
    pub fn to_bytes(&self) -> Result<Vec<u8>, postcard::Error> {
        postcard::to_allocvec(self)
    }

    /// The rules that [`Self::to_bytes`] wrote. `files` are those that they were compiled from, `lexicon` is the one
    /// that they were compiled against, in which their words have the same numbers. `None` if the bytes are something
    /// else.
    pub fn from_bytes(bytes: &'static [u8], files: &[RuleFile], lexicon: &Lexicon) -> Option<Self> {
        let mut set: Self = postcard::from_bytes(bytes).ok()?;
        set.sources = compile::sources(files);
        set.questions = Questions::new(&set, lexicon);
        Some(set)
    }
}
