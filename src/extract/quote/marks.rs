//! Quotation marks: which mark closes which.
//!
//! One pass over each paragraph with a short stack. A mark that does not pair costs at most its own
//! paragraph: the stack never outlives it, except where the next paragraph opens with the mark again.

mod stack;

use super::Settings;
use super::sign::Sign;
use super::turns::{self, Turn};
use crate::extract::analysis::{Analysis, Findings};
use crate::rule::{Region, Regions};
use crate::text::BlockKind;

/// A stretch in quotation marks. Token indices, ends exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Quoted {
    /// With the marks.
    pub start: u32,
    pub end: u32,
    /// Without them.
    pub first: u32,
    pub last: u32,
    /// The mark that should close it is missing.
    pub unclosed: bool,
    /// The mark that should open it is missing.
    pub unopened: bool,
    /// A turn of a dialogue, opened by a dash or by a label that names who speaks.
    pub turn: bool,
    /// How many tokens of it name who speaks; 0 for none.
    pub label: u32,
    /// How many others it stands in.
    pub depth: u8,
    /// Goes on in the next paragraph, which opens with the mark again.
    pub goes_on: bool,
    /// Goes on from the paragraph before.
    pub continues: bool,
}

const OTHER_KIND: &str = "the mark that closes is not of the kind that opened";
const OPENS_AT_END: &str = "an opening mark stands where a closing one is needed";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Open,
    Close,
    Either,
}

#[derive(Debug, Clone, Copy)]
struct Mark {
    kind: u8,
    side: Side,
    width: u32,
}

#[derive(Debug, Clone, Copy)]
struct Open {
    at: u32,
    width: u32,
    kind: u8,
    /// Opened by what usually closes (»German«).
    reversed: bool,
    turn: bool,
    label: u32,
    continues: bool,
    /// Where a mark of the same kind was opened and closed inside.
    inner_close: Option<u32>,
}

/// The kind of a dialogue's dash.
const DASH: u8 = u8::MAX;

struct Pairing<'a, 'f> {
    analysis: &'a Analysis<'a>,
    settings: &'a Settings,
    stack: Vec<Open>,
    found: Vec<Quoted>,
    findings: &'f mut Findings,
    /// The mark that the paragraph before left open.
    pending_mark: Option<u32>,
    /// Its kind, until a mark is met in this paragraph.
    left_open: Option<u8>,
}

pub(super) fn pair(analysis: &Analysis, regions: &mut Regions, findings: &mut Findings) {
    let turns = turns::find(analysis);
    let mut pairing = Pairing {
        analysis,
        settings: &analysis.pack.settings.quote,
        stack: Vec::new(),
        found: Vec::new(),
        findings,
        pending_mark: None,
        left_open: None,
    };
    // The kind of mark that the paragraph before left open.
    let mut pending = None;
    for (block, &turn) in turns.iter().enumerate() {
        let (first, end) = (
            analysis.block_tokens[block],
            analysis.block_tokens[block + 1],
        );
        if first < end && analysis.blocks[block].kind != BlockKind::Clutter {
            pending = pairing.block(first, end, pending, turn);
        }
    }
    if pending.is_some() {
        pairing.warn_unclosed();
    }
    let mut found = pairing.found;
    found.sort_by_key(|q| (q.start, std::cmp::Reverse(q.end)));
    depths(&mut found);
    if let Some(kind) = analysis.input.rules.type_id("quoted") {
        regions.add(
            kind,
            found.iter().enumerate().map(|(i, q)| Region {
                start: q.start,
                end: q.end,
                kind,
                value: f64::NAN,
                source: i as u32,
            }),
        );
    }
    findings.quoted = found;
}

fn depths(found: &mut [Quoted]) {
    let mut ends: Vec<u32> = Vec::new();
    for quoted in found {
        while ends.last().is_some_and(|&end| end <= quoted.start) {
            ends.pop();
        }
        quoted.depth = ends.len().min(usize::from(u8::MAX)) as u8;
        ends.push(quoted.end);
    }
}

impl Pairing<'_, '_> {
    /// Pairs the marks of one block and says which kind stays open at its end, if one does.
    fn block(&mut self, first: u32, end: u32, pending: Option<u8>, turn: Turn) -> Option<u8> {
        self.stack.clear();
        self.left_open = None;
        let mut at = first;
        let dash = pending.is_some() && self.begins_with_dash(first, end);
        // `« A ? ⏎ — B »`: the marks hold a dialogue, whose first turn ended with the paragraph.
        if dash && let Some(before) = self.found.last_mut().filter(|q| q.end == first) {
            before.turn = true;
            before.unclosed = false;
            self.pending_mark = None;
        }
        let (label, width) = match turn {
            Turn::Labelled(width) => (width - 1, width),
            Turn::Plain => (0, 0),
            _ => (0, 1),
        };
        if turn != Turn::No || dash {
            self.stack.push(Open {
                at: first,
                width,
                kind: match pending {
                    Some(kind) if dash => kind,
                    _ => DASH,
                },
                reversed: false,
                turn: true,
                label,
                continues: false,
                inner_close: None,
            });
            at += width;
        } else if let (Some(kind), Some(mark)) = (pending, self.mark(first, end))
            && mark.kind == kind
        {
            if let Some(before) = self.found.last_mut().filter(|q| q.end == first) {
                before.goes_on = true;
                before.unclosed = false;
            }
            self.open(first, mark, false, true);
            at += mark.width;
        } else {
            self.left_open = pending;
        }
        if (turn != Turn::No || dash) && pending.is_some() {
            self.warn_unclosed();
        }
        while at < end {
            if !Sign::Mark.at(self.analysis, at) {
                at += 1;
                continue;
            }
            match self.mark(at, end) {
                None => at += 1,
                Some(mark) => {
                    let closes =
                        mark.side != Side::Open && self.closes_from_before(at, mark, first);
                    if self.left_open.take().is_some() {
                        self.warn_unclosed();
                    }
                    if !closes {
                        self.step(at, mark, first, end);
                    }
                    at += mark.width;
                }
            }
        }
        if self.left_open.take().is_some() {
            self.warn_unclosed();
        }
        self.close_block(end)
    }

    fn begins_with_dash(&self, first: u32, end: u32) -> bool {
        first + 1 < end && Sign::Dash.at(self.analysis, first)
    }

    /// The mark that begins at the token, if one does.
    fn mark(&self, at: u32, end: u32) -> Option<Mark> {
        if !Sign::Mark.at(self.analysis, at) {
            return None;
        }
        let word = self.analysis.word(at);
        let fits = |sign: &str| -> Option<u32> {
            let rest = sign.strip_prefix(word)?;
            if rest.is_empty() {
                return Some(1);
            }
            // A mark of two signs: the second is the next token, close to it.
            let next = (at + 1 < end).then(|| self.analysis.word(at + 1))?;
            (rest == next && !self.analysis.input.tokens[at as usize + 1].spaced).then_some(2)
        };
        for (kind, (open, close)) in self.settings.pairs.iter().enumerate() {
            for (sign, side) in [(open, Side::Open), (close, Side::Close)] {
                if let Some(width) = fits(sign) {
                    return Some(Mark {
                        kind: kind as u8,
                        side,
                        width,
                    });
                }
            }
        }
        let mut straight = self.settings.straight.iter().enumerate();
        let (kind, width) = straight.find_map(|(kind, sign)| Some((kind, fits(sign)?)))?;
        Some(Mark {
            kind: (self.settings.pairs.len() + kind) as u8,
            side: Side::Either,
            width,
        })
    }

    fn step(&mut self, at: u32, mark: Mark, first: u32, end: u32) {
        let tokens = &self.analysis.input.tokens;
        let next = at + mark.width;
        let tight_before = at > first && !tokens[at as usize].spaced;
        let tight_after = next < end && !tokens[next as usize].spaced;
        let before_word = next < end && self.is_word(next);
        // Nothing that can open stands before a comma, a full stop or the end.
        let looks_closing =
            next >= end || !before_word && self.is_stop(next) || tight_before && !tight_after;
        let top = self.stack.last().copied();
        let same = top.is_some_and(|open| open.kind == mark.kind);
        match mark.side {
            Side::Open => {
                if same && top.is_some_and(|o| o.at + o.width == at) {
                    self.warn(
                        at,
                        mark.width,
                        "doubled-quotation-mark",
                        "the mark is written twice",
                    );
                    if let Some(top) = self.stack.last_mut() {
                        top.width += mark.width;
                    }
                } else if same && top.is_some_and(|o| o.reversed) {
                    self.close(at, mark.width);
                } else if !same && looks_closing && tight_before && top.is_some_and(|o| !o.turn) {
                    self.close_wrong(at, mark, OTHER_KIND);
                } else if same && looks_closing {
                    self.close_wrong(at, mark, OPENS_AT_END);
                } else if next < end {
                    if same && !top.is_some_and(|o| self.one_sentence(o.at, at)) {
                        self.give_up(at);
                    }
                    self.open(at, mark, false, false);
                }
            }
            Side::Close => {
                if let Some(place) = self
                    .stack
                    .iter()
                    .rposition(|o| o.kind == mark.kind && !o.reversed)
                {
                    while self.stack.len() > place + 1 {
                        self.give_up(at);
                    }
                    self.close(at, mark.width);
                } else if top.is_some_and(|o| !o.turn) && looks_closing {
                    self.close_wrong(at, mark, OTHER_KIND);
                } else if before_word && tight_after && !tight_before && self.stack.is_empty() {
                    self.open(at, mark, true, false);
                } else if self.stack.is_empty() {
                    self.unopened(at, mark.width, first);
                }
            }
            Side::Either => {
                let opens = !tight_before && tight_after && before_word;
                if same && opens && top.is_some_and(|o| !self.one_sentence(o.at, at)) {
                    self.give_up(at);
                    self.open(at, mark, false, false);
                } else if same {
                    self.close(at, mark.width);
                } else if top.is_some_and(|o| !o.turn)
                    && tight_before
                    && looks_closing
                    && !self.stack.iter().any(|o| o.kind == mark.kind)
                {
                    self.close_wrong(at, mark, OTHER_KIND);
                } else if self.stack.is_empty() && tight_before && !tight_after {
                    self.unopened(at, mark.width, first);
                } else if next < end {
                    self.open(at, mark, false, false);
                }
            }
        }
    }

    fn is_word(&self, at: u32) -> bool {
        !Sign::Punct.at(self.analysis, at)
    }

    fn is_stop(&self, at: u32) -> bool {
        matches!(
            self.analysis.word(at),
            "," | "." | ";" | ":" | ")" | "?" | "!" | "…"
        )
    }
}
