//! How far the words said reach.

mod apposition;

use super::Settings;
use super::marks::Quoted;
use super::place::{Place, Saying, Span};
use super::sign::{Sign, any, is_dash};
use super::subject::Subjects;
use crate::extract::analysis::Analysis;

/// How far ahead a matching dash or the end of an insertion is looked for, in tokens.
const REACH: u32 = 80;

/// No clause is followed further, in tokens.
const LONGEST: u32 = 400;

const NONE: u32 = u32::MAX;

/// Marks that end a clause and are no part of it.
const STOPS: u64 = any(&[
    Sign::FullStop,
    Sign::Comma,
    Sign::Semicolon,
    Sign::Colon,
    Sign::Ellipsis,
]);
/// What may end a clause.
const BREAKS: u64 = any(&[
    Sign::Comma,
    Sign::Semicolon,
    Sign::Colon,
    Sign::Opens,
    Sign::Closes,
    Sign::OpensSquare,
    Sign::ClosesSquare,
    Sign::Dash,
    Sign::Hyphen,
    Sign::Joint,
]);
/// What shows that words are a clause.
const CLAUSE: u64 = any(&[Sign::Finite, Sign::Saying, Sign::ShowsClause]);

/// The marks and cues of an article, by token.
pub(super) struct Extents<'a> {
    pub analysis: &'a Analysis<'a>,
    pub settings: &'a Settings,
    pub subjects: Subjects<'a>,
    pub quoted: &'a [Quoted],
    /// For each token the innermost stretch in marks that holds it among its words.
    inner: Vec<u32>,
    /// Starts of the sayings, by place, and whether they have no subject of their own.
    starts: Vec<(u32, Place, bool)>,
}

impl<'a> Extents<'a> {
    pub fn new(
        analysis: &'a Analysis<'a>,
        subjects: Subjects<'a>,
        quoted: &'a [Quoted],
        sayings: &[Saying],
    ) -> Self {
        let mut inner = vec![NONE; analysis.len() as usize];
        for (index, q) in quoted.iter().enumerate() {
            inner[q.first as usize..q.last as usize].fill(index as u32);
        }
        let settings = &analysis.pack.settings.quote;
        Self {
            analysis,
            settings,
            subjects,
            quoted,
            inner,
            starts: sayings
                .iter()
                .map(|s| (s.start, s.place, s.dependent))
                .collect(),
        }
    }

    /// The innermost stretch in marks among whose words the token stands.
    pub fn holder(&self, token: u32) -> Option<usize> {
        match self.inner.get(token as usize) {
            Some(&index) if index != NONE => Some(index as usize),
            _ => None,
        }
    }

    /// The stretch in marks that begins at the token. O(log n).
    pub fn quoted_at(&self, token: u32) -> Option<usize> {
        let index = self.quoted.partition_point(|q| q.start < token);
        (self.quoted.get(index)?.start == token).then_some(index)
    }

    /// The outermost stretch in marks that ends right before the token.
    pub fn quoted_before(&self, token: u32) -> Option<usize> {
        // What ends there begins before; stretches nest, so few lie between.
        let to = self.quoted.partition_point(|q| q.start < token);
        self.quoted[..to]
            .iter()
            .enumerate()
            .rev()
            .take(16)
            .filter(|(_, q)| q.end == token)
            .map(|(i, _)| i)
            .next_back()
    }

    /// The stretch in marks that ends the block before the one that begins at the token.
    pub fn quoted_above(&self, token: u32) -> Option<usize> {
        let block = self.analysis.block_of(token);
        if self.analysis.block_tokens[block] != token {
            return None;
        }
        (token.saturating_sub(2)..=token)
            .rev()
            .find_map(|end| self.quoted_before(end))
    }

    /// The tokens among which a clause at `token` stays: its marks, or its block.
    pub fn room(&self, token: u32) -> Span {
        if token >= self.analysis.len() {
            return (token, token);
        }
        match self.holder(token) {
            Some(index) => (self.quoted[index].first, self.quoted[index].last),
            None => {
                let block = self.analysis.block_of(token);
                (
                    self.analysis.block_tokens[block],
                    self.analysis.block_tokens[block + 1],
                )
            }
        }
    }

    pub fn word(&self, token: u32) -> &'a str {
        if token < self.analysis.len() {
            self.analysis.word(token)
        } else {
            ""
        }
    }

    pub fn is_punct(&self, token: u32) -> bool {
        self.is(token, Sign::Punct)
    }

    fn is_dash(&self, at: u32) -> bool {
        is_dash(self.analysis, at)
    }

    /// Whether the token is what the sign says.
    #[inline]
    pub fn is(&self, token: u32, sign: Sign) -> bool {
        sign.at(self.analysis, token)
    }

    /// Whether the token is a preposition in small letters.
    pub fn is_preposition(&self, token: u32) -> bool {
        self.is(token, Sign::Preposition) && self.word(token) == self.analysis.folded(token)
    }

    /// Whether the token is one of what the bits say.
    #[inline]
    pub fn is_any(&self, token: u32, signs: u64) -> bool {
        self.analysis.signs(token).quote & signs != 0
    }

    fn saying_at(&self, token: u32) -> Option<Place> {
        let index = self.starts.partition_point(|s| s.0 < token);
        self.starts.get(index).filter(|s| s.0 == token).map(|s| s.1)
    }

    /// Whether a saying that is no insertion begins at the token or up to two words behind it.
    fn new_saying(&self, token: u32) -> bool {
        (token..token + 3).any(|t| {
            self.saying_at(t)
                .is_some_and(|p| !matches!(p, Place::Insertion | Place::Source | Place::Signature))
        })
    }

    /// Whether at the token, behind a comma, begins what leads out of the clause.
    fn leads_out(&self, token: u32) -> bool {
        let begins = |words: &String| {
            let mut both = (token..).zip(words.split(' '));
            both.all(|(t, word)| self.analysis.folded(t) == word)
        };
        self.is(token, Sign::ClauseEnd) && self.settings.clause_ends.iter().any(begins)
    }

    /// Whether a relative clause begins at the token whose verb is a saying.
    fn relative_saying(&self, token: u32) -> bool {
        self.is(token, Sign::Relative)
            && (token + 1..token + 6).any(|t| {
                self.saying_at(t)
                    .is_some_and(|p| matches!(p, Place::Clause | Place::Colon))
            })
    }

    /// End of the clause that begins at `from`, without the punctuation that ends it.
    pub fn clause_end(&self, from: u32, first_comma: bool) -> u32 {
        let limit = self.room(from).1.min(from + LONGEST);
        let mut at = from;
        let mut brackets = 0u32;
        while at < limit {
            if at != from && self.analysis.input.tokens[at as usize].opens_sentence {
                break;
            }
            if let Some(index) = self.quoted_at(at) {
                let q = &self.quoted[index];
                if q.end <= limit && !q.unopened {
                    at = q.end.max(at + 1);
                    continue;
                }
            }
            let signs = self.analysis.signs(at).quote;
            let is = |sign: Sign| signs & sign.bit() != 0;
            if signs & BREAKS == 0 {
                at += 1;
                continue;
            }
            if is(Sign::Semicolon) {
                break;
            } else if is(Sign::Colon) {
                let marks_behind = self.quoted_at(at + 1).is_some();
                if marks_behind || at > from && self.quoted_before(at).is_some() {
                    break;
                }
            } else if is(Sign::Opens) || is(Sign::OpensSquare) {
                brackets += 1;
            } else if is(Sign::Closes) || is(Sign::ClosesSquare) {
                match brackets.checked_sub(1) {
                    Some(left) => brackets = left,
                    None => break,
                }
            } else if is(Sign::Comma) {
                if brackets == 0 && (first_comma || self.comma_ends(at, limit)) {
                    break;
                }
            } else if at > from && self.is_dash(at) {
                if !self.dash_closes(at, limit) {
                    break;
                }
            } else if at > from
                && is(Sign::Joint)
                && self.new_saying(at + 1)
                && !self.has_subject(at + 1)
            {
                break;
            }
            at += 1;
        }
        self.trimmed(from, at)
    }

    /// Whether the clause ends with the comma at the token.
    fn comma_ends(&self, at: u32, limit: u32) -> bool {
        self.saying_at(at) == Some(Place::Insertion)
            || self.source_ends_sentence(at + 1, limit)
            || self.leads_out(at + 1)
            || self.dependent_saying(at + 1)
            || self.relative_saying(at + 1)
    }

    /// Whether a second dash in the sentence closes what the one at the token opens.
    fn dash_closes(&self, at: u32, limit: u32) -> bool {
        let opens = |t: u32| self.analysis.input.tokens[t as usize].opens_sentence;
        (at + 1..limit.min(at + REACH))
            .take_while(|&t| !opens(t))
            .any(|t| self.is_dash(t))
    }

    /// Whether a noun phrase, and so a subject, stands at the token.
    fn has_subject(&self, token: u32) -> bool {
        self.subjects.at(token).is_some()
    }

    /// Whether a saying without a subject of its own begins at the token or right behind it.
    fn dependent_saying(&self, token: u32) -> bool {
        let index = self.starts.partition_point(|s| s.0 < token);
        self.starts[index..]
            .iter()
            .take_while(|s| s.0 < token + 2)
            .any(|s| s.2)
    }

    /// Whether a source is named at the token and nothing but it follows in the sentence.
    fn source_ends_sentence(&self, token: u32, limit: u32) -> bool {
        if self.saying_at(token) != Some(Place::Source) {
            return false;
        }
        let end = self
            .analysis
            .sentence_of(token)
            .end
            .min(limit)
            .min(token + REACH);
        // A comma behind it means that the clause goes on.
        !(token..end).any(|t| self.is(t, Sign::Comma))
    }

    /// `from..to` without punctuation and blank marks at its end.
    pub fn trimmed(&self, from: u32, to: u32) -> u32 {
        let mut end = to;
        while end > from && self.is_any(end - 1, STOPS) {
            end -= 1;
        }
        end
    }

    /// Start of the clause that ends right before token `to`.
    pub fn clause_start(&self, to: u32) -> u32 {
        let (floor, _) = self.room(to.saturating_sub(1));
        let sentence = self.analysis.sentence_of(to.saturating_sub(1));
        let mut start = sentence.first.max(floor);
        // A sentence that begins inside marks which end before `to` begins with those marks.
        if let Some(index) = self.holder(start)
            && self.holder(to.saturating_sub(1)) != Some(index)
            && self.quoted[index].start >= floor
        {
            start = self.quoted[index].start;
        }
        let mut dashes = 0;
        let mut at = to;
        let mut dash = None;
        let floor = start.max(to.saturating_sub(LONGEST));
        while at > floor {
            let last = at - 1;
            if let Some(index) = self.quoted_before(at)
                && self.quoted[index].start >= start
                && !self.quoted[index].unopened
            {
                at = self.quoted[index].start;
                continue;
            }
            if self.is(last, Sign::Semicolon) {
                start = at;
                break;
            }
            if self.is_dash(last) {
                dashes += 1;
                dash = dash.or(Some(at));
            }
            at -= 1;
        }
        if at > start && start < floor {
            // A clause of that length is none.
            return to;
        }
        // One dash alone opens an insertion that runs to the clause's end.
        match dash {
            Some(at) if dashes == 1 && at < to => at,
            _ => start,
        }
    }

    /// Whether the words have a conjugated verb or a clitic subject among them.
    pub fn is_clause(&self, from: u32, to: u32) -> bool {
        (from..to.min(from + LONGEST)).any(|t| self.is_any(t, CLAUSE))
    }

    /// Whether a verb of the words themselves is conjugated, not only one of a relative clause.
    pub fn is_main_clause(&self, from: u32, to: u32) -> bool {
        for t in from..to.min(from + LONGEST) {
            if t > from && self.is(t, Sign::Relative) {
                return false;
            }
            let noun = t > from && self.is_any(t - 1, any(&[Sign::Determiner, Sign::Preposition]));
            let verb = self.is_any(t, any(&[Sign::Finite, Sign::Saying]));
            if verb && !noun || self.is(t, Sign::ShowsClause) {
                return true;
            }
        }
        false
    }

    /// Whether an insertion begins at the token.
    pub fn insertion_at(&self, token: u32) -> bool {
        self.saying_at(token) == Some(Place::Insertion)
    }

    /// `to` moved back over the comma before it.
    pub fn trimmed_comma(&self, from: u32, to: u32) -> u32 {
        let mut end = to;
        while end > from && self.is(end - 1, Sign::Comma) {
            end -= 1;
        }
        end
    }

    /// Whether an insertion begins among the tokens.
    pub fn insertion_in(&self, from: u32, to: u32) -> bool {
        let index = self.starts.partition_point(|s| s.0 < from);
        self.starts[index..]
            .iter()
            .take_while(|s| s.0 < to)
            .any(|s| matches!(s.1, Place::Insertion | Place::Signature))
    }

    /// Whether a saying begins at the token.
    pub fn begins_saying(&self, token: u32) -> bool {
        self.saying_at(token).is_some()
    }
}
