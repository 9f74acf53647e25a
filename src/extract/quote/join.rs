//! From sayings and marks to quotations.

use super::extent::Extents;
use super::marks::Quoted;
use super::place::{Place, Saying, Span};
use super::resolve::Resolver;
use super::subject::Subjects;
use crate::extract::analysis::{Analysis, Findings, QuoteFinding};
use crate::record::{Cue, Part, Quote, QuoteKind, Speaker};
use crate::rule::Regions;
use crate::text::BlockKind;

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
}

pub(super) fn records(analysis: &Analysis, regions: &Regions, findings: &mut Findings) {
    let quoted = std::mem::take(&mut findings.quoted);
    let mut sayings = sayings(analysis, regions);
    let extents = Extents::new(
        analysis,
        Subjects::new(analysis, regions),
        &quoted,
        &sayings,
    );
    let mut joiner = Joiner {
        x: &extents,
        drafts: Vec::new(),
        used: vec![None; quoted.len()],
        follows: Vec::new(),
    };
    joiner.speakers(&mut sayings);
    for (index, saying) in sayings.iter().enumerate() {
        joiner.saying(index, saying);
    }
    joiner.continued();
    joiner.floating();
    let mut drafts = joiner.drafts;
    // A rule may put its saying where no words are left.
    for draft in &mut drafts {
        draft.parts.retain(|part| part.0 < part.1);
    }
    drafts.retain(|d| !d.parts.is_empty());
    drafts.sort_by_key(|d| (d.parts[0].0, std::cmp::Reverse(d.parts[0].1)));
    let who = Resolver::new(analysis, findings, regions).all(&drafts);
    let records = drafts
        .into_iter()
        .zip(who)
        .map(|(draft, who)| finding(analysis, draft, who));
    findings.quotes.extend(records);
}

fn sayings(analysis: &Analysis, regions: &Regions) -> Vec<Saying> {
    let Some(kind) = analysis.input.rules.type_id("parole") else {
        return Vec::new();
    };
    let found = regions.of(kind).iter();
    found
        .filter_map(|region| Saying::read(analysis, regions.match_of(region), regions))
        .collect()
}

fn finding(analysis: &Analysis, draft: Draft, who: Option<u32>) -> QuoteFinding {
    let text = analysis.input.text;
    let bytes = |(start, end): Span| analysis.bytes(start, end);
    let parts = draft
        .parts
        .iter()
        .map(|&span| {
            let (start, end) = bytes(span);
            Part {
                start,
                end,
                text: text[start..end].to_owned(),
            }
        })
        .collect();
    let speaker = draft.speaker.map(|span| {
        let (start, end) = bytes(span);
        Speaker {
            start,
            end,
            text: text[start..end].to_owned(),
            entity: None,
        }
    });
    let cue = draft.cue.map(|span| {
        let (start, end) = bytes(span);
        Cue {
            start,
            end,
            text: text[start..end].to_owned(),
            lemma: draft.lemma.clone(),
        }
    });
    QuoteFinding {
        who: who.filter(|_| speaker.is_some()),
        quote: Quote {
            id: String::new(),
            kind: draft.kind,
            parts,
            speaker,
            cue,
            rule: draft.rule,
        },
    }
}

/// The rule that a quotation without a cue names.
const FLOATING: &str = "quote.floating";
/// The rule of a dialogue's turn without a cue.
const TURN: &str = "quote.turn";

struct Joiner<'a> {
    x: &'a Extents<'a>,
    drafts: Vec<Draft>,
    /// For each stretch in marks the draft that it is part of.
    used: Vec<Option<usize>>,
    /// Where the sentence of an insertion ends behind a quotation, and its draft.
    follows: Vec<(u32, usize)>,
}

impl<'a> Joiner<'a> {
    /// Gives each saying without a speaker of its own the subject of its cue.
    fn speakers(&self, sayings: &mut [Saying]) {
        let analysis = self.x.analysis;
        for index in 0..sayings.len() {
            if sayings[index].speaker_settled {
                continue;
            }
            let at = sayings[index].start;
            let (room, _) = self.x.room(at);
            let sentence = analysis.sentence_of(at);
            let floor = room.max(sentence.first);
            let near = |s: &Saying| {
                s.start >= floor && s.speaker.is_some() && self.x.room(s.start).0 == room
            };
            let earlier = sayings[..index]
                .iter()
                .rev()
                .take(6)
                .find(|s| near(s))
                .and_then(|s| s.speaker);
            let joined = at > floor && self.x.settings.joints.contains(analysis.folded(at - 1));
            let own = (!sayings[index].dependent && !joined)
                .then(|| self.x.subjects.of_verb(at, floor))
                .flatten();
            let speaker = own.or(earlier).or_else(|| {
                if sayings[index].dependent && at <= floor + 1 {
                    // `Assuring that …, X left`: the subject stands behind the clause.
                    let end = self.x.clause_end(sayings[index].end, true);
                    return self.x.subjects.at(end + 1);
                }
                self.x.subjects.of_sentence(floor, at)
            });
            // `Before admitting …`: a sentence that hangs on the one before.
            let speaker = speaker.or_else(|| {
                let before = sayings[..index].last()?;
                let near = sayings[index].dependent
                    && analysis.block_of(before.start) == analysis.block_of(at);
                before.speaker.filter(|_| near)
            });
            sayings[index].speaker = speaker;
        }
    }

    fn saying(&mut self, index: usize, saying: &Saying) {
        let inside = self.x.holder(saying.cue.map_or(saying.start, |c| c.0));
        if let Some(holder) = inside
            && saying.place == Place::Insertion
            && self.used[holder].is_none()
            && !self.marks_end_before(saying, holder)
        {
            self.split(index, saying, holder);
            return;
        }
        if inside.is_some() && !saying.nests {
            return;
        }
        // A verb at the head of its sentence asserts nothing: an order, or a noun of that spelling.
        let headless = saying.speaker.is_none() && !saying.speaker_settled && !saying.dependent;
        if headless && saying.start == self.x.analysis.sentence_of(saying.start).first {
            return;
        }
        match saying.place {
            Place::Insertion => self.insertion(index, saying),
            Place::Colon => self.colon(index, saying),
            Place::Clause => self.clause(index, saying),
            Place::Source => self.source(index, saying),
            Place::Fragment => self.fragments(index, saying, saying.end),
            Place::Signature => {
                if let Some(before) = self.x.quoted_at(saying.start) {
                    self.take(index, saying, before);
                }
            }
        }
    }

    /// Whether an inner stretch in marks ends right before the insertion, inside `holder`, and is
    /// not introduced by a colon of its own.
    fn marks_end_before(&self, saying: &Saying, holder: usize) -> bool {
        self.x.quoted_before(self.head(saying)).is_some_and(|q| {
            self.x.quoted[q].depth > self.x.quoted[holder].depth && !self.is_introduced(q)
        })
    }

    /// Whether a colon introduces marks that stand in others.
    fn is_introduced(&self, quoted: usize) -> bool {
        let q = &self.x.quoted[quoted];
        q.depth > 0 && q.start > 0 && self.x.word(q.start - 1) == ":"
    }

    /// Where the insertion begins: closing marks before it are not part of it, a comma is.
    fn head(&self, saying: &Saying) -> u32 {
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

    fn draft(&mut self, index: usize, saying: &Saying, kind: QuoteKind, parts: Vec<Span>) -> usize {
        self.drafts.push(Draft {
            kind,
            parts,
            speaker: saying.speaker,
            cue: saying.cue,
            lemma: saying.lemma.clone(),
            rule: saying.rule.clone(),
            saying: Some(index),
        });
        self.drafts.len() - 1
    }

    /// Makes the stretch in marks, with the paragraphs it goes on from, a direct quotation.
    fn take(&mut self, index: usize, saying: &Saying, quoted: usize) -> Option<usize> {
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

    fn words_of(&self, quoted: usize) -> Span {
        let q = &self.x.quoted[quoted];
        (q.first, q.last)
    }

    /// An insertion inside marks cuts them in two.
    fn split(&mut self, index: usize, saying: &Saying, holder: usize) {
        let q = self.x.quoted[holder];
        let left = self.x.trimmed_comma(q.first, saying.start);
        let mut parts = Vec::new();
        if left > q.first {
            parts.push((q.first, left));
        }
        // Marks that never close end with the insertion, unless the next paragraph goes on.
        if !q.unclosed {
            let (from, _) = self.x.insertion_end(saying.end, q.last);
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

    /// The draft of the paragraph that the stretch goes on from.
    fn chain_draft(&self, quoted: usize) -> Option<usize> {
        if !self.x.quoted[quoted].continues {
            return None;
        }
        (0..quoted)
            .rev()
            .find(|&i| self.x.quoted[i].goes_on)
            .and_then(|i| self.used[i])
    }

    fn insertion(&mut self, index: usize, saying: &Saying) {
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

    /// Whether nothing of its sentence stands before the stretch, so that it is no fragment.
    fn stands_alone(&self, quoted: usize) -> bool {
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

    /// The clause before the saying, and what goes on behind it where the clause is not whole.
    fn around(&mut self, index: usize, saying: &Saying, head: u32, behind: u32, limit: u32) {
        let start = self.x.clause_start(head);
        let end = self.x.trimmed(start, head);
        let whole = self.x.is_clause(start, end);
        let mut parts = Vec::new();
        if start < end && (whole || !self.is_circumstance(start)) {
            parts.push((start, end));
        }
        if !whole && self.x.word(behind) == "," {
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
        self.x
            .settings
            .prepositions
            .contains(self.x.analysis.folded(start))
    }

    /// An indirect quotation, with the fragments in marks that stand in it.
    fn indirect(&mut self, index: usize, saying: &Saying, parts: Vec<Span>) {
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

    /// Whether the stretch in marks is words said, not a name, a term or a scare quote.
    fn is_fragment(&self, quoted: usize, from: u32, to: u32) -> bool {
        let q = &self.x.quoted[quoted];
        let analysis = self.x.analysis;
        let before = q.start.checked_sub(1).filter(|&b| b >= from);
        let Some(before) = before else {
            return q.last - q.first > 1 || q.end >= to;
        };
        let word = analysis.folded(before);
        if self.x.settings.naming.contains(word) {
            return false;
        }
        let short = q.last - q.first <= 4;
        let goes_on = q.end < to && !self.x.is_punct(q.end);
        let capital = analysis.word(q.first).starts_with(char::is_uppercase);
        if capital && short {
            return false;
        }
        if self.x.settings.determiners.contains(word) && short {
            return !(goes_on || q.last - q.first == 1);
        }
        true
    }

    fn clause(&mut self, index: usize, saying: &Saying) {
        let from = saying.end;
        let (_, limit) = self.x.room(saying.cue.map_or(saying.start, |c| c.0));
        if from >= limit {
            return;
        }
        let opens = saying.dependent && {
            let first = self.x.analysis.sentence_of(saying.start).first;
            saying.start <= first + 1
        };
        let to = self.x.clause_end(from, opens);
        if from >= to {
            return;
        }
        self.words(index, saying, from, to);
        // `…: « … »` behind the clause are words of the same speaker.
        if self.x.word(to) == ":"
            && let Some(q) = self.x.quoted_at(to + 1)
            && !self.has_own_saying(q)
        {
            self.take(index, saying, q);
        }
    }

    /// Words that are wholly in marks are direct, others indirect.
    fn words(&mut self, index: usize, saying: &Saying, from: u32, to: u32) {
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

    /// Whether an insertion in or right behind the marks says who spoke.
    fn has_own_saying(&self, quoted: usize) -> bool {
        let q = &self.x.quoted[quoted];
        let end = if self.is_introduced(quoted) {
            q.last
        } else {
            q.end + 3
        };
        self.x.insertion_in(q.first, end)
    }

    fn colon(&mut self, index: usize, saying: &Saying) {
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

    fn ends_with_holder(&self, quoted: usize) -> bool {
        let q = &self.x.quoted[quoted];
        q.start > 0
            && self.x.holder(q.start).is_some_and(|h| {
                let outer = &self.x.quoted[h];
                outer.end == q.end && !outer.turn && !outer.unclosed
            })
    }

    /// The paragraphs in which the stretch goes on belong to the same quotation.
    fn chain_on(&mut self, quoted: usize, draft: usize) {
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

    fn source(&mut self, index: usize, saying: &Saying) {
        let (floor, limit) = self.x.room(saying.start);
        let first = self.x.analysis.sentence_of(saying.start).first.max(floor);
        let mut head = saying.start;
        // Behind the source a comma, or an apposition and a comma.
        let opens = head <= first + 1
            || matches!(self.x.word(head - 1), ":" | ";" | "—" | "–")
            || self
                .x
                .settings
                .joints
                .contains(self.x.analysis.folded(head - 1));
        if opens {
            let end = self.x.analysis.sentence_of(saying.start).end.min(limit);
            let comma = (saying.end..end.min(saying.end + 24)).find(|&t| self.x.word(t) == ",");
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
            }
            return;
        }
        if self.x.word(head) == "," {
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
        let comma = if head > 0 && self.x.word(head - 1) == "," {
            head - 1
        } else {
            head
        };
        self.around(index, saying, comma, saying.end, limit);
    }

    /// Fragments in marks that follow: the first, and those joined to it.
    fn fragments(&mut self, index: usize, saying: &Saying, from: u32) {
        let (_, limit) = self.x.room(saying.cue.map_or(saying.start, |c| c.0));
        let mut at = from;
        let Some(first) = self.x.quoted_at(at) else {
            return;
        };
        // A name or a term in marks is no words said.
        if self.names(at, saying.cue.map_or(from, |c| c.1)) {
            return;
        }
        let mut next = Some(first);
        for _ in 0..4 {
            let Some(q) = next else { return };
            if self.used[q].is_some() || self.has_own_saying(q) {
                return;
            }
            let words = self.words_of(q);
            if self.is_title(words) {
                return;
            }
            let kind = if q == first
                && saying.fragment == Some(QuoteKind::Direct)
                && self.x.is_clause(words.0, words.1)
            {
                QuoteKind::Direct
            } else {
                QuoteKind::Mixed
            };
            let draft = self.draft(index, saying, kind, vec![words]);
            self.used[q] = Some(draft);
            at = self.x.quoted[q].end;
            next = self.joined_fragment(at, limit);
        }
    }

    /// Whether a word that gives names stands before the marks at `at`, but not before `floor`.
    fn names(&self, at: u32, floor: u32) -> bool {
        (floor.max(at.saturating_sub(2))..at)
            .any(|t| self.x.settings.naming.contains(self.x.analysis.folded(t)))
    }

    /// A few words with a capital, without a verb: a title.
    fn is_title(&self, words: Span) -> bool {
        words.1 - words.0 <= 6
            && self.x.word(words.0).starts_with(char::is_uppercase)
            && !self.x.is_clause(words.0, words.1)
    }

    /// A fragment joined to what ends at `at`, with no saying and at most a few words between.
    fn joined_fragment(&self, at: u32, limit: u32) -> Option<usize> {
        let mut t = at;
        let mut joined = false;
        while t < limit.min(at + 8) {
            if let Some(q) = self.x.quoted_at(t) {
                return joined.then_some(q);
            }
            let tokens = &self.x.analysis.input.tokens;
            if tokens[t as usize].opens_sentence
                || self.x.begins_saying(t)
                || self.x.subjects.is_finite(t)
            {
                return None;
            }
            if self.x.settings.joints.contains(self.x.analysis.folded(t)) {
                joined = true;
            } else if matches!(self.x.word(t), "." | ":" | ";") {
                return None;
            }
            t += 1;
        }
        None
    }

    /// Marks that follow the sentence of an insertion go on with the same speaker.
    fn continued(&mut self) {
        let mut follows = std::mem::take(&mut self.follows);
        follows.sort_unstable();
        for (end, draft) in follows {
            let last = end.saturating_sub(1);
            let (_, limit) = self.x.room(last);
            let mut at = end;
            while at < limit
                && self.x.is_punct(at)
                && self.x.word(at) != ":"
                && self.x.quoted_at(at).is_none()
            {
                at += 1;
            }
            if self.x.quoted_at(at).is_none() {
                // What remains of the insertion's sentence may stand between: marks behind a comma
                // in it go on, else those that open the next sentence.
                let next = self.x.analysis.sentence_of(last).end;
                let joined = (end + 1..next.min(limit).min(end + 60))
                    .find(|&t| self.x.quoted_at(t).is_some() && self.x.word(t - 1) == ",");
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
    fn floating(&mut self) {
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
                    speaker: None,
                    cue: None,
                    lemma: String::new(),
                    rule: format!("{}.{rule}", self.x.analysis.pack.lang),
                    saying: None,
                });
                self.used[index] = Some(self.drafts.len() - 1);
                self.chain_on(index, self.drafts.len() - 1);
            }
        }
    }

    fn is_speech(&self, q: &Quoted) -> bool {
        let x = self.x;
        let tokens = &x.analysis.input.tokens;
        let length = q.last - q.first;
        if length < 4 || q.unclosed && !q.goes_on || !x.is_clause(q.first, q.last) {
            return false;
        }
        let capital = x.word(q.first).starts_with(char::is_uppercase);
        let block = x.analysis.kind_of_block(q.start);
        let alone = tokens[q.start as usize].opens_sentence;
        let ends =
            q.end >= x.analysis.len() || tokens[q.end as usize].opens_sentence || x.is_punct(q.end);
        let colon = q.start > 0 && x.word(q.start - 1) == ":";
        let heading = matches!(block, BlockKind::Title | BlockKind::Heading);
        ends && (capital && (alone || colon)
            || heading && (alone || colon || q.end >= x.room(q.start).1))
    }
}
