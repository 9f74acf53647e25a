//! From an article to its records.

mod pipeline;

pub use pipeline::{PackError, Pipeline, Scratch};
