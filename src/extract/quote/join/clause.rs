//! Words said that are a clause: before an insertion or a source, behind a verb.

use super::Joiner;
use crate::extract::quote::place::{Saying, Span};
use crate::extract::quote::sign::Sign;
use crate::record::QuoteKind;

impl Joiner<'_> {
    pub(super) fn insertion(&mut self, index: usize, saying: &Saying) {
        let head = self.head(saying);
        let (_, limit) = self.x.room(saying.cue.map_or(saying.start, |c| c.0));
        if let Some(before) = self.x.quoted_before(head)
            && self.stands_alone(before)
        {
            if let Some(draft) = self.take(index, saying, before) {
                self.follows.push((saying.end, draft));
            }
            return;
        }
        if saying.unmarked {
            self.around(index, saying, head, saying.end, limit);
        }
    }

    pub(super) fn clause(&mut self, index: usize, saying: &Saying) {
        let from = saying.end;
        let (_, limit) = self.x.room(saying.cue.map_or(saying.start, |c| c.0));
        if from >= limit {
            return;
        }
        let opens = saying.dependent && {
            let first = self.x.analysis.sentence_of(saying.start).first;
            saying.start <= first + 1
        };
        // `X, who says that …, leaves`: the clause is part of a relative one, which ends with a comma.
        let inserted = saying.speaker.is_some_and(|(from, to)| {
            to == from + 1
                && from > 0
                && self.x.is(from - 1, Sign::Comma)
                && self.x.is(from, Sign::TakesUp)
        });
        let opens = opens || inserted;
        let to = self.x.clause_end(from, opens);
        if from >= to {
            return;
        }
        self.words(index, saying, from, to);
        self.colon_behind(index, saying, to);
    }

    /// `…: « … »` behind a clause are words of the same speaker.
    fn colon_behind(&mut self, index: usize, saying: &Saying, to: u32) {
        if self.x.is(to, Sign::Colon)
            && let Some(q) = self.x.quoted_at(to + 1)
            && !self.has_own_saying(q)
        {
            self.take(index, saying, q);
        }
    }

    pub(super) fn source(&mut self, index: usize, saying: &Saying) {
        let (floor, limit) = self.x.room(saying.start);
        let first = self.x.analysis.sentence_of(saying.start).first.max(floor);
        let mut head = saying.start;
        // Behind the source a comma, or an apposition and a comma.
        let opens = head <= first + 1
            || matches!(self.x.word(head - 1), ":" | ";" | "—" | "–")
            || self.x.is(head - 1, Sign::Joint);
        if opens {
            let end = self.x.analysis.sentence_of(saying.start).end.min(limit);
            let comma = (saying.end..end.min(saying.end + 24)).find(|&t| self.x.is(t, Sign::Comma));
            let Some(from) = comma.map(|c| c + 1).filter(|&f| f < end) else {
                return;
            };
            if self.x.insertion_at(saying.end) {
                return;
            }
            let from = self.x.past_appositions(from, limit);
            let to = self.x.clause_end(from, false);
            if from < to {
                self.words(index, saying, from, to);
                self.colon_behind(index, saying, to);
            }
            return;
        }
        if self.x.is(head, Sign::Comma) {
            head += 1;
        }
        if let Some(before) = self
            .x
            .quoted_before(head)
            .or_else(|| self.x.quoted_before(head.saturating_sub(1)))
            && self.stands_alone(before)
        {
            self.take(index, saying, before);
            return;
        }
        let comma = if head > 0 && self.x.is(head - 1, Sign::Comma) {
            head - 1
        } else {
            head
        };
        self.around(index, saying, comma, saying.end, limit);
    }

    /// The clause before the saying, and what goes on behind it where the clause is not whole.
    pub(super) fn around(
        &mut self,
        index: usize,
        saying: &Saying,
        head: u32,
        behind: u32,
        limit: u32,
    ) {
        let start = self.x.clause_start(head);
        let end = self.x.trimmed(start, head);
        // A clause that ends with its auxiliary goes on behind the saying.
        let ends_open = end > start && self.x.is(end - 1, Sign::Auxiliary);
        let whole = self.x.is_clause(start, end) && !ends_open;
        let mut parts = Vec::new();
        if start < end && (whole || !self.is_circumstance(start)) {
            parts.push((start, end));
        }
        if !whole && self.x.is(behind, Sign::Comma) {
            let from = behind + 1;
            let to = self.x.clause_end(from, false);
            if from < to && to <= limit {
                parts.push((from, to));
            }
        }
        // Words without a verb are words said only where they are all that stands there.
        let brief = parts.first().is_some_and(|p| p.1 - p.0 <= 3);
        if parts.is_empty() || !brief && !parts.iter().any(|p| self.x.is_clause(p.0, p.1)) {
            return;
        }
        self.indirect(index, saying, parts);
    }

    fn is_circumstance(&self, start: u32) -> bool {
        self.x.is(start, Sign::Preposition)
    }

    /// An indirect quotation, with the fragments in marks that stand in it.
    pub(super) fn indirect(&mut self, index: usize, saying: &Saying, parts: Vec<Span>) {
        let holder = self.x.holder(parts[0].0);
        let mut fragments = Vec::new();
        for &(from, to) in &parts {
            let mut at = from;
            while at < to {
                match self.x.quoted_at(at) {
                    Some(q) if self.x.quoted[q].end <= to + 1 && Some(q) != holder => {
                        if self.is_fragment(q, from, to) {
                            fragments.push(q);
                        }
                        at = self.x.quoted[q].end.max(at + 1);
                    }
                    _ => at += 1,
                }
            }
        }
        self.draft(index, saying, QuoteKind::Indirect, parts);
        for q in fragments {
            if self.used[q].is_none() {
                let words = self.words_of(q);
                let draft = self.draft(index, saying, QuoteKind::Mixed, vec![words]);
                self.used[q] = Some(draft);
            }
        }
    }

    /// Words that are wholly in marks are direct, others indirect.
    pub(super) fn words(&mut self, index: usize, saying: &Saying, from: u32, to: u32) {
        if let Some(q) = self.x.quoted_at(from)
            && self.x.quoted[q].end + 1 >= to
            && self.x.trimmed(from, self.x.quoted[q].end.max(to)) <= self.x.quoted[q].end
        {
            if let Some(draft) = self.take(index, saying, q)
                && saying.fragment == Some(QuoteKind::Mixed)
            {
                self.drafts[draft].kind = QuoteKind::Mixed;
            }
            return;
        }
        self.indirect(index, saying, vec![(from, to)]);
    }
}
