//! What goes in and what comes out: the [`Article`] and its [`Extraction`].
//!
//! These types are the contract with everybody who feeds depeche or reads its output. A field may be
//! added; one that stands here keeps its name and its meaning.
//!
//! Offsets inside the library are **bytes** into [`Article::text`], start inclusive, end exclusive.
//! [`offsets::convert`] turns a whole extraction into code points or UTF-16 units before it is written.

mod article;
mod extraction;
pub mod offsets;
pub mod schema;
mod write;
mod write_csv;
#[cfg(feature = "parquet")]
mod write_parquet;

pub use article::Article;
pub use extraction::{
    Cue, DateKind, DateRecord, Entity, EntityKind, Extraction, Gender, Mention, Modifier,
    NumberKind, NumberRecord, Part, Quote, QuoteKind, Role, SCHEMA, Speaker, Status, Warning,
};
pub use offsets::Unit;
pub use write::{Layout, Tables};
