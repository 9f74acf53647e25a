//! Quotations: marks paired, words said delimited, cue and speaker joined to them, the speaker resolved.
//!
//! Rules say *that* something is said and by which word (`parole` matches); where the words said stand
//! is a policy that the rule names ([`place::Place`]), carried out here.

mod draft;
mod extent;
mod join;
mod marks;
mod place;
mod resolve;
mod sign;
mod subject;
mod turns;

use serde::Deserialize;

use super::analysis::{Analysis, Findings};
use crate::rule::Regions;

pub(crate) use marks::Quoted;
pub(crate) use sign::{Tellers, look, of_entry};

/// `quotes.toml` of the pack.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Settings {
    /// Opening and closing mark of each kind; every sign of a mark is a token of its own.
    pub pairs: Vec<(String, String)>,
    /// Marks that open and close alike.
    pub straight: Vec<String>,
    /// Marks that may be an apostrophe: they open only where another one closes.
    pub fragile: Vec<String>,
    /// Words that make a number an age.
    pub ages: Vec<String>,
    /// Dashes that open a turn of a dialogue at the head of a paragraph.
    pub dashes: Vec<String>,
    /// Words (or runs of words) that after a comma lead out of a reported clause.
    pub clause_ends: Vec<String>,
    /// Words that join a second verb to the same subject.
    pub joints: Vec<String>,
    /// Words between a subject and the comma that closes an insertion after it.
    pub relatives: Vec<String>,
    /// Prepositions that open a circumstance.
    pub prepositions: Vec<String>,
    /// Conjugated auxiliaries: a clause does not end with one.
    pub auxiliaries: Vec<String>,
    /// Words that open an expression of quantity.
    pub approximations: Vec<String>,
    /// Words that stand for the speaker of a labelled turn without naming him.
    pub turn_labels: Vec<String>,
    /// Runs of words by which an article says that it is an interview.
    pub interview_signs: Vec<String>,
    /// Words that address somebody, and words of who answers.
    pub second_person: Vec<String>,
    pub answers: Vec<String>,
    /// Words after which a fragment in marks is a name or a term, not words said.
    pub naming: Vec<String>,
    /// Determiners that make a short fragment a term (`the “system” is …`).
    pub determiners: Vec<String>,
    /// Clitics and like words that show a clause.
    pub clause_signs: Vec<String>,
    /// What a pronominal lemma begins with, and its cue does not hold.
    pub reflexives: Vec<String>,
    /// Words by which the speaker of a quotation means himself.
    pub first_person: Vec<String>,
    /// Words that link a noun to its complement.
    pub complement_links: Vec<String>,
    pub resolve: resolve::Settings,
}

/// Pairs the marks: regions `<quoted>`, and a warning for each mark that does not pair. O(n).
pub(crate) fn pair(analysis: &Analysis, regions: &mut Regions, findings: &mut Findings) {
    marks::pair(analysis, regions, findings);
}

/// Makes the records. O(n) but for searches of bounded reach.
pub(crate) fn records(analysis: &Analysis, regions: &mut Regions, findings: &mut Findings) {
    join::records(analysis, regions, findings);
}
