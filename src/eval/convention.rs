//! How a source of other conventions is to be compared: written down in a file, never hidden in code.
//!
//! A convention is a small TOML file (`--convention FILE`); those of the measuring data stand in
//! `corpus/fr/conventions/`. Without one, everything is compared as the guide of annotation has it.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::gold::{Doc, Span};
use crate::record::QuoteKind;

/// A table of agreements between the source's convention and ours. All fields may be left out.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Convention {
    /// What the convention is for; shown in reports.
    pub note: String,
    /// Words that are cut from the head of a date on both sides before spans are compared.
    pub trim_determiners: Vec<String>,
    /// A cue is right when it lies within the reference's (which takes in auxiliary and clitics).
    pub cue_within: bool,
    /// A speaker is right also without what follows the first comma of the reference's, or as the
    /// head that the reference names.
    pub speaker_head: bool,
    /// Quotations that the source calls optional are neither missed nor, when found, wrong.
    pub skip_optional: bool,
    /// A `mixed` reference that takes in the clause around the marks is right as the clause or as the
    /// words inside the marks; the other of the two is no error.
    pub mixed_clause: bool,
    /// A reference `0.2` is right as the ratio `1` of `5`.
    pub quotients: bool,
    /// The source marks only some records of a text: what it does not mark is no error.
    pub not_exhaustive: bool,
    /// Attributes of numbers that the source writes otherwise: `kind`, `mod`, `unit`, `noun`, and
    /// `noun-ending`, where the noun is given as it stands.
    pub silent: Vec<String>,
    /// Source's label → ours; `-` drops the record, a `?` at the end makes it optional.
    pub labels: BTreeMap<String, String>,
    /// Source's unit → ours.
    pub units: BTreeMap<String, String>,
    /// Source's modifier → ours; `-` for none.
    pub modifiers: BTreeMap<String, String>,
    /// Documents that are left out, each with the reason.
    pub skip: BTreeMap<String, String>,
}

impl Convention {
    /// Reads the TOML text of a convention.
    ///
    /// # Errors
    /// What TOML or the fields do not allow, with line and column.
    pub fn parse(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|e| e.to_string())
    }

    pub(crate) fn is_silent(&self, attribute: &str) -> bool {
        self.silent.iter().any(|s| s == attribute)
    }

    /// The label that ours is for `label`, and whether the record is optional; `None` drops it.
    pub(crate) fn label<'a>(&'a self, label: &'a str) -> Option<(&'a str, bool)> {
        match self.labels.get(label).map_or(label, String::as_str) {
            "-" => None,
            ours => Some(match ours.strip_suffix('?') {
                Some(kind) => (kind, true),
                None => (ours, false),
            }),
        }
    }

    /// Rewrites gold where the convention says so.
    pub(crate) fn apply(&self, doc: &mut Doc) {
        if self.mixed_clause {
            for quote in &mut doc.quotes {
                if quote.kind != QuoteKind::Mixed {
                    continue;
                }
                if let [part] = quote.parts[..] {
                    quote.instead.extend(inside_marks(&doc.text, part));
                }
            }
        }
        if !self.skip_optional {
            for quote in &mut doc.quotes {
                quote.optional = false;
            }
        }
    }

    /// `span` without the determiners at its head, as far as something remains.
    pub(crate) fn trim_date(&self, text: &str, span: Span) -> Span {
        let words = span.of(text);
        for determiner in &self.trim_determiners {
            let Some(head) = words.get(..determiner.len()) else {
                continue;
            };
            if head.to_lowercase() != *determiner {
                continue;
            }
            let rest = &words[determiner.len()..];
            let trimmed = rest.trim_start();
            let elided = determiner.ends_with(['\'', '’']);
            if !trimmed.is_empty() && (elided || trimmed.len() < rest.len()) {
                return Span::new(span.end - trimmed.len(), span.end);
            }
        }
        span
    }
}

/// The words between the first pair of quotation marks that opens and closes inside `span`, unless
/// the marks are its ends.
fn inside_marks(text: &str, span: Span) -> Option<Span> {
    const OPENING: [char; 3] = ['«', '“', '"'];
    const CLOSING: [char; 3] = ['»', '”', '"'];
    let words = span.of(text);
    let (at, mark) = words.char_indices().find(|(_, c)| OPENING.contains(c))?;
    let from = at + mark.len_utf8();
    let to = from + words[from..].find(CLOSING)?;
    let inner = &words[from..to];
    let start = span.start + from + (inner.len() - inner.trim_start().len());
    let end = start + inner.trim().len();
    (start < end).then_some(Span::new(start, end))
}
