//! The article's text as it stands, and its blocks: paragraphs, headings, by-lines, page clutter.

mod block;

pub use block::{Block, BlockKind, BlockReader, BlockRules};
