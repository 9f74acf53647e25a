//! Measuring accuracy: gold formats, alignment, measures, confidence intervals, comparison, reports.
//!
//! ```text
//! TEI, brat, CoNLL, JSON lines ─▶ read ─▶ Doc ┐
//! Extraction ─▶ Doc::from_extraction ─▶ Doc ──┴▶ score ─▶ DocScore ─▶ stats, gate, report
//!                                       Doc ─▶ check (faults of annotation), write (other formats)
//! ```
//!
//! Gold annotation in any format of [`read`] becomes [`gold::Doc`]s, the output of the pipeline becomes the
//! same, and [`score`] compares the two: what is counted, and after whom, is said there. Two annotators are
//! compared like gold and output. Nothing here opens a file.
//!
//! ```
//! use depeche::eval::{convention::Convention, read, score};
//!
//! let convention = Convention::default();
//! let docs = |content| {
//!     let source = read::Source { file: "x.iob2", content, text: None };
//!     read::read(source, read::Format::Conll, &convention, &|_| None).docs
//! };
//! let gold = docs("Aude B-PER\nRoy I-PER\nvit O\nà O\nLyon B-LOC\n");
//! let pred = docs("Aude B-PER\nRoy I-PER\nvit O\nà O\nLyon B-ORG\n");
//! let result = score::score(&gold[0], &pred[0], &convention);
//! assert_eq!(result.scores.figure(score::Measure::Name), Some(0.5));
//! ```

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
