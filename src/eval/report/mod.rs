//! What is shown of a comparison: tables, lists of errors, JSON, HTML.

mod errors;
mod html;
mod json;
mod tables;

pub use errors::{errors, finding_line};
pub use html::html;
pub use json::json;
pub use tables::{by_file, by_kind, by_rule, differences, measures, semeval};

use super::gold::Doc;
use super::score::{DocScore, Scores, semeval::SemEval};

/// One article: gold, prediction and their comparison.
#[derive(Debug)]
pub struct Compared {
    pub gold: Doc,
    pub pred: Doc,
    pub score: DocScore,
}

/// The sums over all articles.
pub fn total(compared: &[Compared]) -> (Scores, SemEval) {
    let (mut scores, mut semeval) = (Scores::default(), SemEval::default());
    for c in compared {
        scores += &c.score.scores;
        semeval += c.score.semeval;
    }
    (scores, semeval)
}
