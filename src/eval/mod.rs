//! Measuring accuracy: gold formats, alignment, measures, confidence intervals, comparison, reports.
//!
//! Gold annotation in any of the formats of [`read`] becomes [`gold::Doc`]s, the output of the pipeline
//! becomes the same, and [`score`] compares the two. What is counted, and after whom, is said in [`score`].

pub mod align;
pub mod check;
pub mod convention;
pub mod gate;
pub mod gold;
pub mod read;
pub mod report;
pub mod score;
pub mod stats;
pub mod write;
