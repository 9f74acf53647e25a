//! Marks that no cue claims: those that go on with a known speaker, turns, floating speech.

use super::Joiner;
use crate::extract::quote::draft::Draft;
use crate::extract::quote::marks::Quoted;
use crate::extract::quote::sign::{Sign, any};
use crate::record::QuoteKind;
use crate::text::BlockKind;

/// The rule that a quotation without a cue names.
const FLOATING: &str = "quote.floating";
/// The rule of a dialogue's turn without a cue.
const TURN: &str = "quote.turn";

impl Joiner<'_> {
    /// Marks that follow the sentence of an insertion go on with the same speaker.
    pub(super) fn continued(&mut self) {
        let mut follows = std::mem::take(&mut self.follows);
        follows.sort_unstable();
        for (end, draft) in follows {
            let last = end.saturating_sub(1);
            let (_, limit) = self.x.room(last);
            let mut at = end;
            while at < limit
                && self.x.is_punct(at)
                && !self.x.is(at, Sign::Colon)
                && self.x.quoted_at(at).is_none()
            {
                at += 1;
            }
            if self.x.quoted_at(at).is_none() {
                // What remains of the insertion's sentence may stand between: marks behind a comma
                // in it go on, else those that open the next sentence.
                let next = self.x.analysis.sentence_of(last).end;
                let joined = (end + 1..next.min(limit).min(end + 60))
                    .find(|&t| self.x.quoted_at(t).is_some() && self.x.is(t - 1, Sign::Comma));
                at = joined.unwrap_or(next);
            }
            for _ in 0..3 {
                let Some(q) = self.x.quoted_at(at).filter(|_| at < limit) else {
                    break;
                };
                let stretch = &self.x.quoted[q];
                if self.used[q].is_some()
                    || stretch.turn
                    || stretch.unopened
                    || self.has_own_saying(q)
                {
                    break;
                }
                let words = self.words_of(q);
                self.drafts[draft].parts.push(words);
                self.used[q] = Some(draft);
                self.chain_on(q, draft);
                at = self.x.quoted[q].end;
            }
        }
        // Paragraphs that go on from a quotation which is known.
        for q in 0..self.used.len() {
            if let Some(draft) = self.used[q] {
                self.chain_on(q, draft);
            }
        }
    }

    /// Marks that nothing introduces, but that hold whole sentences.
    pub(super) fn floating(&mut self) {
        for index in 0..self.used.len() {
            let q = self.x.quoted[index];
            if self.used[index].is_some() || q.unopened || q.depth > 0 {
                continue;
            }
            let draft = if q.turn {
                Some(TURN)
            } else if self.is_speech(&q) {
                Some(FLOATING)
            } else {
                None
            };
            if let Some(rule) = draft {
                self.drafts.push(Draft {
                    kind: QuoteKind::Direct,
                    parts: vec![(q.first, q.last)],
                    // The label without the sign behind it.
                    speaker: (q.label > 0 && !self.is_bare_label(&q))
                        .then(|| (q.start, q.start + q.label)),
                    cue: None,
                    lemma: String::new(),
                    rule: format!("{}.{rule}", self.x.analysis.pack.lang),
                    saying: None,
                    turn: q.turn,
                });
                self.used[index] = Some(self.drafts.len() - 1);
                self.chain_on(index, self.drafts.len() - 1);
            }
        }
    }

    /// Whether the label names nobody: `Question`.
    fn is_bare_label(&self, q: &Quoted) -> bool {
        (q.start..q.start + q.label).all(|t| self.x.is_any(t, any(&[Sign::Punct, Sign::TurnLabel])))
    }

    fn is_speech(&self, q: &Quoted) -> bool {
        let x = self.x;
        let tokens = &x.analysis.input.tokens;
        let length = q.last - q.first;
        if length < 4 || q.unclosed && !q.goes_on || !x.is_clause(q.first, q.last) {
            return false;
        }
        let capital = x.is(q.first, Sign::Capital);
        let block = x.analysis.kind_of_block(q.start);
        let alone = tokens[q.start as usize].opens_sentence;
        let ends =
            q.end >= x.analysis.len() || tokens[q.end as usize].opens_sentence || x.is_punct(q.end);
        let colon = q.start > 0 && x.is(q.start - 1, Sign::Colon);
        let heading = matches!(block, BlockKind::Title | BlockKind::Heading);
        ends && (capital && (alone || colon)
            || heading && (alone || colon || q.end >= x.room(q.start).1))
    }
}
