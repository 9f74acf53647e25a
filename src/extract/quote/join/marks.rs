//! Words said that stand in marks: whole stretches, cut ones, those that go on over paragraphs.

use super::Joiner;
use crate::extract::quote::place::{Saying, Span};
use crate::extract::quote::sign::Sign;
use crate::record::QuoteKind;

impl Joiner<'_> {
    pub(super) fn colon(&mut self, index: usize, saying: &Saying) {
        let at = saying.end;
        let quoted = self.x.quoted_at(at);
        match quoted {
            // Marks that end with those around them, by one closing mark, are not told apart.
            Some(q) if self.ends_with_holder(q) => {}
            Some(q) => {
                if !self.has_own_saying(q)
                    && let Some(draft) = self.take(index, saying, q)
                {
                    self.chain_on(q, draft);
                }
            }
            None if saying.unmarked => {
                let (_, limit) = self.x.room(saying.start);
                if at < limit {
                    let to = self.x.clause_end(at, false);
                    if at < to && self.x.is_clause(at, to) {
                        self.indirect(index, saying, vec![(at, to)]);
                    }
                }
            }
            None => {}
        }
    }

    /// Makes the stretch in marks, with the paragraphs it goes on from, a direct quotation.
    pub(super) fn take(&mut self, index: usize, saying: &Saying, quoted: usize) -> Option<usize> {
        if self.used[quoted].is_some() {
            return None;
        }
        let mut chain = vec![quoted];
        while self.x.quoted[*chain.last()?].continues {
            let last = *chain.last()?;
            match (0..last).rev().find(|&i| self.x.quoted[i].goes_on) {
                Some(before) if self.used[before].is_none() => chain.push(before),
                _ => break,
            }
        }
        chain.reverse();
        let parts = chain.iter().map(|&i| self.words_of(i)).collect();
        let draft = self.draft(index, saying, QuoteKind::Direct, parts);
        for i in chain {
            self.used[i] = Some(draft);
        }
        Some(draft)
    }

    /// An insertion inside marks cuts them in two.
    pub(super) fn split(&mut self, index: usize, saying: &Saying, holder: usize) {
        let q = self.x.quoted[holder];
        let left = self.x.trimmed_comma(q.first, saying.start);
        let mut parts = Vec::new();
        if left > q.first {
            parts.push((q.first, left));
        }
        // Marks that never close end with the insertion, unless the next paragraph goes on.
        if !q.unclosed {
            let noun = saying
                .speaker
                .is_some_and(|(from, to)| to > from + 1 || self.x.is(from, Sign::Capital));
            let closed = noun && self.x.is_clause(q.first, left);
            let from = self.x.insertion_end(saying.end, q.last, closed);
            if from < q.last {
                parts.push((from, q.last));
            }
        }
        let draft = match self.chain_draft(holder) {
            Some(draft) => {
                self.drafts[draft].parts.extend(parts);
                draft
            }
            None => self.draft(index, saying, QuoteKind::Direct, parts),
        };
        self.used[holder] = Some(draft);
    }

    pub(super) fn words_of(&self, quoted: usize) -> Span {
        let q = &self.x.quoted[quoted];
        (q.first, q.last)
    }

    /// The draft of the paragraph that the stretch goes on from.
    pub(super) fn chain_draft(&self, quoted: usize) -> Option<usize> {
        if !self.x.quoted[quoted].continues {
            return None;
        }
        (0..quoted)
            .rev()
            .find(|&i| self.x.quoted[i].goes_on)
            .and_then(|i| self.used[i])
    }

    /// The paragraphs in which the stretch goes on belong to the same quotation.
    pub(super) fn chain_on(&mut self, quoted: usize, draft: usize) {
        let mut at = quoted;
        while self.x.quoted[at].goes_on {
            let Some(next) = (at + 1..self.x.quoted.len()).find(|&i| self.x.quoted[i].continues)
            else {
                return;
            };
            if self.used[next].is_some() {
                return;
            }
            let words = self.words_of(next);
            self.drafts[draft].parts.push(words);
            self.used[next] = Some(draft);
            at = next;
        }
    }

    /// Whether nothing of its sentence stands before the stretch, so that it is no fragment.
    pub(super) fn stands_alone(&self, quoted: usize) -> bool {
        let q = &self.x.quoted[quoted];
        if q.unopened || q.turn || q.start == 0 {
            return true;
        }
        let tokens = &self.x.analysis.input.tokens;
        tokens[q.start as usize].opens_sentence
            || tokens[q.first as usize].opens_sentence
            || matches!(self.x.word(q.start - 1), ":" | ";" | "." | "—" | "–" | "(")
            || self.x.quoted_before(q.start).is_some()
    }

    /// Whether an insertion in or right behind the marks says who spoke.
    pub(super) fn has_own_saying(&self, quoted: usize) -> bool {
        let q = &self.x.quoted[quoted];
        let end = if self.is_introduced(quoted) {
            q.last
        } else {
            q.end + 3
        };
        self.x.insertion_in(q.first, end)
    }

    fn ends_with_holder(&self, quoted: usize) -> bool {
        let q = &self.x.quoted[quoted];
        q.start > 0
            && self.x.holder(q.start).is_some_and(|h| {
                let outer = &self.x.quoted[h];
                outer.end == q.end && !outer.turn && !outer.unclosed
            })
    }

    /// Whether a colon introduces marks that stand in others.
    pub(super) fn is_introduced(&self, quoted: usize) -> bool {
        let q = &self.x.quoted[quoted];
        q.depth > 0 && q.start > 0 && self.x.is(q.start - 1, Sign::Colon)
    }

    /// Where the insertion begins: closing marks before it are not part of it, a comma is.
    pub(super) fn head(&self, saying: &Saying) -> u32 {
        let mut head = saying.start;
        for at in saying.start..saying.end.min(saying.start + 4) {
            if self.x.quoted_before(at).is_some() {
                head = at;
            }
            if !self.x.is_punct(at) {
                break;
            }
        }
        head
    }

    /// Whether an inner stretch in marks ends right before the insertion, inside `holder`, and is
    /// not introduced by a colon of its own.
    pub(super) fn marks_end_before(&self, saying: &Saying, holder: usize) -> bool {
        self.x.quoted_before(self.head(saying)).is_some_and(|q| {
            self.x.quoted[q].depth > self.x.quoted[holder].depth && !self.is_introduced(q)
        })
    }
}
