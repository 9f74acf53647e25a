//! The evidence inside and around a candidate.

use super::classes::{Classes, EDGE_SORT, Set};
use super::forms::{Code, FormFacts, OPENS};
use super::layout::{FIXED_BUILDS, Layout, PATTERNS, SMALL, T};
use super::model::{Model, Sums};
use super::table::FormTable;
use crate::extract::analysis::Analysis;
use crate::text::BlockKind;
use crate::token::{Sentence, Token};

/// One word in so many must be of the topic's classes for an article to be about it.
const TOPIC: usize = 64;

/// No entry of a list has more tokens.
const LONGEST: u32 = 16;

/// Takes the evidence of one candidate after the other.
pub(super) trait Take {
    /// A piece, by its number.
    fn piece(&mut self, number: u32);

    /// The sums of what comes first, where that is enough; else its pieces must follow.
    fn known(&mut self, _: &Sums) -> bool {
        false
    }

    /// The candidate has no more.
    fn close(&mut self);
}

/// Tokens that could be a name, end exclusive, and the classes of the entries that are just these.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    pub start: u32,
    pub end: u32,
    pub whole: Set,
}

/// An article as its candidates see it, and the sentence at hand.
pub(super) struct Ground<'a> {
    pub model: &'a Model,
    tokens: &'a [Token],
    names: &'a FormTable,
    /// What is known of the form of each token.
    pub facts: Vec<FormFacts>,
    /// Classes of each token, those of entries of several words that cover it included.
    pub context: Vec<Set>,
    /// Whether an entry of several words that is a name would be cut before a token.
    cuts: Vec<bool>,
    /// Where candidates may begin, as far as rules do not propose any: first by form, then by entry.
    pub openings: Vec<u32>,
    /// Entries of several words that have classes: start, end, classes.
    pub entries: Vec<(u32, u32, Set)>,
    /// Whether the article is about the pack's topic.
    on_topic: bool,
    pub first: u32,
    pub end: u32,
    /// Whether the sentence is all in capitals.
    shouted: bool,
    title: bool,
}

impl<'a> Ground<'a> {
    pub(super) fn new(analysis: &Analysis<'a>, model: &'a Model) -> Self {
        let input = &analysis.input;
        let classes = &model.classes;
        let count = input.tokens.len();
        let known = input.tokens.iter().map(|t| *analysis.names.get(t.form));
        let facts: Vec<FormFacts> = known.collect();
        let mut context: Vec<Set> = facts.iter().map(|facts| facts.bits).collect();
        let mut openings: Vec<u32> = Vec::with_capacity(count / 2);
        let mut telling = 0;
        for (at, known) in facts.iter().enumerate() {
            telling += usize::from(known.bits & classes.topics != 0);
            if known.marks & OPENS != 0 {
                openings.push(at as u32);
            }
        }
        let mut cuts = vec![false; count + 1];
        let mut entries = Vec::with_capacity(input.found.len());
        for (found, &row) in input.found.iter().zip(input.found_rows) {
            let bits = analysis.names.phrase(row);
            if bits == 0 {
                continue;
            }
            let span = found.start as usize..found.end as usize;
            context[span.clone()].iter_mut().for_each(|b| *b |= bits);
            if bits & classes.entries != 0 {
                cuts[span.start + 1..span.end].fill(true);
            }
            match bits & classes.heads != 0 {
                true => openings.extend(found.start..found.end),
                false => openings.push(found.start),
            }
            entries.push((found.start, found.end, bits));
        }
        Self {
            model,
            tokens: input.tokens,
            names: analysis.names,
            facts,
            context,
            cuts,
            openings,
            entries,
            on_topic: telling * TOPIC >= count && telling > 0,
            first: 0,
            end: 0,
            shouted: false,
            title: false,
        }
    }

    /// Goes on to a sentence in which a candidate may begin.
    pub(super) fn enter(&mut self, sentence: Sentence, analysis: &Analysis) {
        (self.first, self.end) = (sentence.first, sentence.end);
        let (mut capitals, mut small) = (0, 0);
        for facts in &self.facts[self.first as usize..self.end as usize] {
            match facts.code {
                Code::Capitals | Code::Initial => capitals += 1,
                Code::Capital | Code::Mixed | Code::Lower | Code::Connector => small += 1,
                Code::Edge | Code::Number | Code::Punct => {}
            }
        }
        self.shouted = capitals > 2 && capitals > 2 * small;
        let block = analysis.kind_of_block(self.first);
        self.title = matches!(block, BlockKind::Title | BlockKind::Heading);
    }

    #[inline]
    pub(super) fn facts(&self, token: u32) -> &FormFacts {
        &self.facts[token as usize]
    }

    #[inline]
    pub(super) fn code(&self, token: u32) -> Code {
        self.facts(token).code
    }

    /// The sums of what the token alone says by itself as a name, where that is worked out for its form.
    #[inline]
    fn alone(&self, token: u32) -> Option<&Sums> {
        self.names.alone(self.tokens[token as usize].form)
    }

    /// The sign that the token is.
    #[inline]
    pub(super) fn sign(&self, token: u32) -> Option<char> {
        let facts = self.facts(token);
        matches!(facts.code, Code::Punct | Code::Connector).then_some(facts.initial)
    }

    #[inline]
    pub(super) fn is_sign(&self, token: u32, sign: char) -> bool {
        self.sign(token) == Some(sign)
    }

    /// Classes of the entries that would be cut before the token.
    fn cut(&self, token: u32) -> Set {
        if !self.cuts[token as usize] {
            return 0;
        }
        let behind = self.entries.partition_point(|e| e.0 < token);
        let before = self.entries[..behind].iter().rev();
        before
            .take_while(|e| e.0 + LONGEST > token)
            .filter(|e| e.1 > token && e.2 & self.model.classes.entries != 0)
            .fold(0, |bits, e| bits | e.2)
    }

    /// The token before, in the sentence.
    #[inline]
    fn before(&self, token: u32) -> Option<u32> {
        token.checked_sub(1).filter(|&before| before >= self.first)
    }

    /// The sort of a single word, or what a longer stretch is made of.
    pub(super) fn build(&self, span: Span) -> usize {
        let Span { start, end, whole } = span;
        let classes = &self.model.classes;
        let last = self.facts(end - 1);
        let first = self.facts(start);
        if end == start + 1 {
            return usize::from(first.sort);
        }
        let base = classes.sort_count();
        let fixed = |name: usize| base + name;
        if whole & classes.groups[2] != 0 {
            return fixed(0);
        }
        if whole & classes.groups[3] != 0 {
            return fixed(1);
        }
        if whole & classes.entries != 0 {
            return fixed(2);
        }
        let head = self.context[start as usize] & classes.heads;
        if head != 0
            && let Some(index) = classes.head_list.iter().position(|c| head & (1 << c) != 0)
        {
            let capital = usize::from(first.code.is_capital());
            return base + FIXED_BUILDS.len() + 2 * index + capital;
        }
        if first.bits & classes.groups[0] != 0 {
            return fixed(3);
        }
        if last.bits & classes.closers != 0 {
            return fixed(4);
        }
        let inner = &self.facts[start as usize..end as usize];
        let holds = |code| inner.iter().any(|facts| facts.code == code);
        if holds(Code::Number) {
            return fixed(5);
        }
        if holds(Code::Lower) {
            return fixed(6);
        }
        if last.bits & classes.groups[1] != 0 {
            return fixed(7);
        }
        fixed(8)
    }

    /// What candidates that begin at the token share.
    pub(super) fn opening(&self, start: u32) -> Opening {
        let before = self.before(start);
        let (noun, noun_word) = self.noun(start);
        Opening {
            before,
            sort_before: before
                .and_then(|at| self.before(at))
                .map_or(EDGE_SORT, |at| self.facts(at).sort),
            noun,
            noun_word,
            cut: self.cut(start),
        }
    }

    /// Hands the evidence of a candidate on.
    #[inline]
    pub(super) fn collect(&self, span: Span, opening: &Opening, build: usize, to: &mut impl Take) {
        let mut gather = Gather {
            ground: self,
            layout: &self.model.layout,
            build,
            to,
        };
        gather.inside(span, opening);
        let left = gather.left(span, opening);
        gather.nouns(span, opening, left);
        let right = gather.right(span);
        gather.around(span, left, right);
    }

    /// The noun on the left that says what the candidate is, its classes and its number as a context
    /// word: articles, prepositions and adjectives between them are passed over.
    fn noun(&self, start: u32) -> (Set, u16) {
        let classes = &self.model.classes;
        let mut at = start;
        for _ in 0..4 {
            let Some(before) = self.before(at) else {
                return (0, 0);
            };
            at = before;
            let bits = self.context[at as usize];
            let heads = bits & classes.context_heads;
            let facts = self.facts(at);
            if heads != 0 {
                return (heads, facts.word);
            }
            let passed = classes.is_skipped(facts.word) || bits & classes.modifiers != 0;
            if !passed {
                return (0, 0);
            }
        }
        (0, 0)
    }

    /// The classes of the noun that stands in apposition behind a comma.
    fn apposition(&self, end: u32) -> Set {
        let classes = &self.model.classes;
        if end + 1 >= self.end || !self.is_sign(end, ',') {
            return 0;
        }
        for at in end + 1..self.end.min(end + 4) {
            let heads = self.context[at as usize] & classes.context_heads;
            if heads != 0 {
                return heads;
            }
            let facts = self.facts(at);
            if !classes.is_skipped(facts.word) && self.context[at as usize] & classes.modifiers == 0
            {
                return 0;
            }
        }
        0
    }
}

/// What stands before candidates that begin at one token.
pub(super) struct Opening {
    /// The token before, in the sentence, and the sort of the one before that.
    before: Option<u32>,
    sort_before: u8,
    /// Classes of the noun that says what the candidate is, and its number as a context word.
    noun: Set,
    noun_word: u16,
    /// Classes of the entries that would be cut.
    cut: Set,
}

/// The word beside a candidate; outside of the sentence it is an edge.
#[derive(Clone, Copy)]
struct Beside {
    token: Option<u32>,
    word: usize,
    sort: usize,
}

/// Gathers the evidence of one candidate. The order is part of the weights: sums of fractions depend on it.
///
/// Its parts are one function when compiled: each is called once, and where the numbers of the layout stand is
/// read once for all.
struct Gather<'g, 't, E> {
    ground: &'g Ground<'g>,
    layout: &'g Layout,
    build: usize,
    to: &'t mut E,
}

impl<E: Take> Gather<'_, '_, E> {
    #[inline(always)]
    fn one(&mut self, template: T, a: usize, b: usize) {
        self.to.piece(self.layout.number(template, a, b));
    }

    /// A piece for each class of a set.
    #[inline(always)]
    fn each(&mut self, template: T, set: Set, b: usize) {
        bits(set, |class| self.one(template, class, b));
    }

    /// The candidate's own words, and what it cuts.
    #[inline(always)]
    fn inside(&mut self, span: Span, opening: &Opening) {
        let ground = self.ground;
        if span.end > span.start + 1 {
            self.words(span);
        } else if !ground
            .alone(span.start)
            .is_some_and(|sums| self.to.known(sums))
        {
            let word = ground.facts(span.start);
            let classes = &ground.model.classes;
            by_itself(word, classes, self.layout, |n| self.to.piece(n));
        }
        self.each(T::Cuts, opening.cut | ground.cut(span.end), 0);
    }

    /// The words of a candidate of several.
    #[inline(always)]
    fn words(&mut self, span: Span) {
        let Span { start, end, whole } = span;
        let ground = self.ground;
        let (first, last) = (ground.facts(start), ground.facts(end - 1));
        let length = (end - start) as usize;
        self.one(T::Length, length.min(SMALL - 1), 0);
        self.one(T::Build, self.build, 0);
        let words = &ground.facts[start as usize..end as usize];
        if length <= 4 {
            let pattern = words
                .iter()
                .fold(0, |p, facts| p * Code::COUNT + facts.code as usize);
            self.one(T::Pattern, pattern.min(PATTERNS - 1), 0);
        } else {
            self.one(T::Ends, first.code as usize, last.code as usize);
        }
        let lower = words.iter().filter(|f| f.code == Code::Lower).count();
        if lower > 0 {
            self.one(T::Lower, lower.min(SMALL - 1), first.code as usize);
        }
        self.each(T::Whole, whole, 0);
        self.one(T::FirstWord, usize::from(first.word), 0);
        if last.bits & ground.model.classes.entries == 0 {
            self.one(T::LastEnding, usize::from(last.ending), 0);
        }
        let head = ground.context[start as usize] & ground.model.classes.heads;
        self.each(T::First, first.bits | head, 0);
        self.each(T::Last, last.bits, 0);
        let (first_sort, last_sort) = (usize::from(first.sort), usize::from(last.sort));
        self.one(T::Pair, first_sort, last_sort);
        self.each(T::HeadTail, head, last_sort);
        let mut inside = 0;
        for facts in &words[1..length - 1] {
            inside |= facts.bits;
            if facts.word != 0 {
                self.one(T::Links, usize::from(facts.word), 0);
            }
        }
        self.each(T::Inside, inside, 0);
    }

    /// What stands on the left.
    #[inline(always)]
    fn left(&mut self, span: Span, opening: &Opening) -> Beside {
        let ground = self.ground;
        let first = ground.facts(span.start);
        let (code, beside) = match opening.before {
            Some(at) => {
                let facts = ground.facts(at);
                self.each(T::Left, ground.context[at as usize], 0);
                let before = usize::from(opening.sort_before);
                self.one(T::Left2, before, usize::from(facts.word));
                (facts.code, Beside::new(at, facts))
            }
            None => {
                self.one(T::Opens, self.build, 0);
                self.each(T::OpensCommon, first.bits, 0);
                (Code::Edge, Beside::EDGE)
            }
        };
        self.one(T::LeftWord, beside.word, self.build);
        self.one(T::LeftSort, beside.sort, self.build);
        self.one(T::LeftEdge, code as usize, usize::from(first.sort));
        beside
    }

    /// The noun on the left that says what the candidate is.
    #[inline(always)]
    fn nouns(&mut self, span: Span, opening: &Opening, left: Beside) {
        if opening.noun_word != 0 {
            let code = self.ground.code(span.start);
            self.one(T::NounWord, usize::from(opening.noun_word), code as usize);
        }
        bits(opening.noun, |class| {
            self.one(T::Noun, class, self.build);
            self.one(T::NounLink, class, left.word);
        });
    }

    /// What stands on the right.
    #[inline(always)]
    fn right(&mut self, span: Span) -> Beside {
        let ground = self.ground;
        let end = span.end;
        let (code, beside) = if end < ground.end {
            let facts = ground.facts(end);
            self.each(T::Right, ground.context[end as usize], 0);
            let next = match end + 1 {
                next if next < ground.end => ground.facts(next).sort,
                _ => EDGE_SORT,
            };
            self.one(T::Right2, usize::from(next), usize::from(facts.word));
            (facts.code, Beside::new(end, facts))
        } else {
            (Code::Edge, Beside::EDGE)
        };
        self.one(T::RightWord, beside.word, self.build);
        self.one(T::RightSort, beside.sort, self.build);
        let last = ground.facts(end - 1);
        self.one(T::RightEdge, code as usize, usize::from(last.sort));
        self.each(T::Apposition, ground.apposition(end), self.build);
        beside
    }

    /// The article, the sentence, marks on both sides.
    #[inline(always)]
    fn around(&mut self, span: Span, left: Beside, right: Beside) {
        let ground = self.ground;
        if ground.on_topic {
            self.one(T::Topic, self.build, 0);
            let whole = match span.end - span.start {
                1 => ground.facts(span.start).bits,
                _ => span.whole,
            };
            self.each(T::TopicClass, whole, 0);
            self.one(T::TopicNext, right.word, 0);
            self.one(T::TopicLeft, left.word, 0);
            self.one(T::TopicRight, right.sort, 0);
        }
        if ground.title {
            self.one(T::Title, self.build, 0);
        }
        if ground.shouted {
            self.one(T::Shouted, self.build, 0);
        }
        let sign = |beside: Beside| beside.token.and_then(|at| ground.sign(at));
        match (sign(left), sign(right)) {
            (Some('«'), Some('»')) | (Some('“'), Some('”')) | (Some('"'), Some('"')) => {
                self.one(T::Quoted, self.build, 0);
            }
            (Some('('), Some(')')) => self.one(T::Bracketed, self.build, 0),
            _ => {}
        }
    }
}

/// What a name of one word says by itself, which is worked out once a form.
pub(super) fn by_itself(
    word: &FormFacts,
    classes: &Classes,
    layout: &Layout,
    mut piece: impl FnMut(u32),
) {
    let mut one = |template, a, b| piece(layout.number(template, a, b));
    one(T::Length, 1, 0);
    one(T::Build, usize::from(word.sort), 0);
    one(T::Pattern, word.code as usize, 0);
    if word.code == Code::Lower {
        one(T::Lower, 1, word.code as usize);
    }
    bits(word.bits, |class| one(T::Whole, class, 0));
    one(T::FirstWord, usize::from(word.word), 0);
    // Of a word that a list has, the ending says nothing more.
    if word.bits & classes.entries == 0 {
        one(T::Ending, usize::from(word.ending), 0);
    }
}

impl Beside {
    const EDGE: Self = Self {
        token: None,
        word: 0,
        sort: EDGE_SORT as usize,
    };

    fn new(token: u32, facts: &FormFacts) -> Self {
        Self {
            token: Some(token),
            word: usize::from(facts.word),
            sort: usize::from(facts.sort),
        }
    }
}

/// Calls `each` with the number of every bit that is set.
#[inline]
fn bits(set: Set, mut each: impl FnMut(usize)) {
    for (half, from) in [(set as u64, 0), ((set >> 64) as u64, 64)] {
        let mut half = half;
        while half != 0 {
            each(from + half.trailing_zeros() as usize);
            half &= half - 1;
        }
    }
}
