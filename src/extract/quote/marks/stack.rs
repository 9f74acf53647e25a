//! What is open: marks that wait for the one that closes them, and how they end without it.

use super::{Mark, Open, Pairing, Quoted};
use crate::record::Warning;

/// Deeper nesting is read as flat.
const MAX_DEPTH: usize = 6;

const UNCLOSED: (&str, &str) = (
    "unclosed-quotation-mark",
    "no mark closes what this one opens; add one where the words said end",
);

impl Pairing<'_, '_> {
    pub(super) fn one_sentence(&self, from: u32, to: u32) -> bool {
        // A sentence may open right with the mark; what counts is one that opens between.
        let sentence = self.analysis.sentence_of(from + 1);
        to < sentence.end
    }

    pub(super) fn open(&mut self, at: u32, mark: Mark, reversed: bool, continues: bool) {
        if self.stack.len() < MAX_DEPTH {
            self.stack.push(Open {
                at,
                width: mark.width,
                kind: mark.kind,
                reversed,
                turn: false,
                label: 0,
                continues,
                inner_close: None,
            });
        }
    }

    /// Closes with a mark that is not the one to close with.
    pub(super) fn close_wrong(&mut self, at: u32, mark: Mark, message: &str) {
        self.warn(at, mark.width, "wrong-quotation-mark", message);
        self.close(at, mark.width);
    }

    pub(super) fn close(&mut self, at: u32, width: u32) {
        let Some(open) = self.stack.pop() else { return };
        self.push(open, at, at + width, false);
        if let Some(outer) = self.stack.last_mut()
            && outer.kind == open.kind
        {
            outer.inner_close = Some(at);
        }
    }

    /// Ends the innermost open stretch without a mark, before token `at`.
    pub(super) fn give_up(&mut self, at: u32) {
        let Some(open) = self.stack.pop() else { return };
        if self.is_fragile(&open) {
            return;
        }
        if !open.turn {
            self.warn(open.at, open.width, UNCLOSED.0, UNCLOSED.1);
        }
        self.push(open, at, at, !open.turn);
    }

    /// Whether the mark may be an apostrophe.
    fn is_fragile(&self, open: &Open) -> bool {
        let mut fragile = self.settings.fragile.iter();
        fragile.any(|f| f == self.analysis.word(open.at))
    }

    fn push(&mut self, open: Open, last: u32, end: u32, unclosed: bool) {
        let first = open.at + open.width;
        if first < last {
            self.found.push(Quoted {
                start: open.at,
                end,
                first,
                last,
                unclosed,
                unopened: false,
                turn: open.turn,
                label: open.label,
                depth: 0,
                goes_on: false,
                continues: open.continues,
            });
        }
    }

    /// A closing mark that nothing opened: the words since the sentence began.
    pub(super) fn unopened(&mut self, at: u32, width: u32, first: u32) {
        self.warn(
            at,
            width,
            "unopened-quotation-mark",
            "no mark opens what this one closes; add one or drop this",
        );
        if at == first {
            return;
        }
        let start = self.analysis.sentence_of(at - 1).first.max(first);
        let free = self.found.last().is_none_or(|q| q.end <= start);
        if free && start < at {
            self.found.push(Quoted {
                start,
                end: at + width,
                first: start,
                last: at,
                unclosed: false,
                unopened: true,
                turn: false,
                label: 0,
                depth: 0,
                goes_on: false,
                continues: false,
            });
        }
    }

    /// A closing mark for one that the paragraph before left open: the words since the paragraph
    /// began go on from there.
    pub(super) fn closes_from_before(&mut self, at: u32, mark: Mark, first: u32) -> bool {
        let fits = self.left_open == Some(mark.kind) && at > first;
        let Some(before) = self.found.last_mut().filter(|q| fits && q.end == first) else {
            return false;
        };
        before.goes_on = true;
        before.unclosed = false;
        self.pending_mark = None;
        self.left_open = None;
        self.found.push(Quoted {
            start: first,
            end: at + mark.width,
            first,
            last: at,
            unclosed: false,
            unopened: false,
            turn: false,
            label: 0,
            depth: 0,
            goes_on: false,
            continues: true,
        });
        true
    }

    /// What is still open at the end of a block. Returns the kind that may go on in the next.
    pub(super) fn close_block(&mut self, end: u32) -> Option<u8> {
        let mut pending = None;
        while let Some(open) = self.stack.pop() {
            if open.turn {
                self.push(open, end, end, false);
                continue;
            }
            if self.is_fragile(&open) {
                continue;
            }
            match open.inner_close {
                // One mark may close two stretches of one kind that end together.
                Some(at) if self.one_sentence(open.at, at) => self.push(open, at, at + 1, false),
                _ => {
                    let outermost = self.stack.iter().all(|o| o.turn);
                    self.push(open, end, end, true);
                    if outermost && !open.reversed {
                        // Told once it is known that the next paragraph does not go on.
                        pending = Some(open.kind);
                    } else {
                        self.warn(open.at, open.width, UNCLOSED.0, UNCLOSED.1);
                    }
                }
            }
        }
        if pending.is_some() {
            self.pending_mark = self.found.last().map(|q| q.start);
        }
        pending
    }

    pub(super) fn warn_unclosed(&mut self) {
        if let Some(at) = self.pending_mark.take() {
            self.warn(at, 1, UNCLOSED.0, UNCLOSED.1);
        }
    }

    pub(super) fn warn(&mut self, at: u32, width: u32, code: &str, message: &str) {
        let (start, end) = self.analysis.bytes(at, at + width);
        self.findings.warnings.push(Warning {
            code: code.to_owned(),
            start,
            end,
            message: message.to_owned(),
        });
    }
}
