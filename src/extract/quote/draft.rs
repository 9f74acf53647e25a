//! A quotation in the making, and the record that it becomes.

use super::place::Span;
use crate::extract::analysis::{Analysis, QuoteFinding};
use crate::record::{Cue, Part, Quote, QuoteKind, Speaker};

/// A quotation in the making.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub kind: QuoteKind,
    pub parts: Vec<Span>,
    pub speaker: Option<Span>,
    pub cue: Option<Span>,
    pub lemma: String,
    pub rule: String,
    /// Index of the saying behind it.
    pub saying: Option<usize>,
    /// A turn of a dialogue.
    pub turn: bool,
}

impl Draft {
    /// The record, with the number of the entity that spoke.
    pub fn finding(self, analysis: &Analysis, who: Option<u32>) -> QuoteFinding {
        // Byte range and words of a run of tokens.
        let words = |(start, end): Span| {
            let (start, end) = analysis.bytes(start, end);
            (start, end, analysis.input.text[start..end].to_owned())
        };
        let part = |&span: &Span| {
            let (start, end, text) = words(span);
            Part { start, end, text }
        };
        let speaker = self.speaker.map(|span| {
            let (start, end, text) = words(span);
            Speaker {
                start,
                end,
                text,
                entity: None,
            }
        });
        let cue = self.cue.map(|span| {
            let (start, end, text) = words(span);
            Cue {
                start,
                end,
                text,
                lemma: self.lemma,
            }
        });
        QuoteFinding {
            who,
            quote: Quote {
                id: String::new(),
                kind: self.kind,
                parts: self.parts.iter().map(part).collect(),
                speaker,
                who: None,
                cue,
                rule: self.rule,
            },
        }
    }
}
