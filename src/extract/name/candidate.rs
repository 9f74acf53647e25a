//! Candidates: every stretch of tokens that could be a name, with the evidence inside and around it.
//!
//! A candidate begins with a capital, a head (`ministère`, `rue` in the French pack) or an entry of a
//! list, and runs over capitals, connectors and, behind a head, words in small letters. Which of the
//! overlapping candidates are names is decided later.

use super::classes::{Code, EDGE_SORT, FormFacts, Set};
use super::layout::{FIXED_BUILDS, KINDS, PATTERNS, SMALL, T};
use super::link;
use super::model::Model;
use crate::extract::analysis::Analysis;
use crate::rule::Regions;
use crate::text::BlockKind;

/// Longest candidate, in tokens.
const MAX_TOKENS: u32 = 14;
/// Most words in small letters behind a head, connectors apart.
const MAX_LOWER: u32 = 6;
/// Most connectors in a row.
const MAX_LINKS: u32 = 3;
/// One word in so many must be of the topic's classes for an article to be about it.
const TOPIC: usize = 64;
/// Most candidates that begin at one token.
const MAX_ENDS: usize = 12;

/// A stretch that could be a name. Token indices, end exclusive.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Candidate {
    pub start: u32,
    pub end: u32,
    /// Its evidence: a range of [`Candidates::evidence`].
    pub evidence: (u32, u32),
    pub build: u8,
    /// Number of the rule match that proposed it, and the kind.
    pub proposal: Option<(u32, u8)>,
}

/// All candidates of an article, by start, and what later passes ask about them.
#[derive(Debug, Default, Clone)]
pub(crate) struct Candidates {
    pub list: Vec<Candidate>,
    pub evidence: Vec<u32>,
    /// Hash of each token's folded spelling.
    pub hashes: Vec<u64>,
    /// Each token's code and first letter, for acronyms.
    pub codes: Vec<Code>,
    /// Each token's number as a context word, 0 for any other word.
    pub words: Vec<u16>,
    pub initials: Vec<char>,
    /// For a token in capitals only, its letters as an acronym's hash; else 0.
    pub acronyms: Vec<u64>,
}

impl Candidates {
    /// The numbers of a candidate's evidence.
    pub(super) fn evidence_of(&self, candidate: &Candidate) -> &[u32] {
        let (from, to) = candidate.evidence;
        &self.evidence[from as usize..to as usize]
    }
}

/// Finds the candidates of an article. Linear in its length.
pub(super) fn find(analysis: &Analysis, regions: &Regions, model: &Model) -> Candidates {
    let mut finder = Finder::new(analysis, model);
    finder.proposals(regions);
    for index in 0..analysis.sentences.len() {
        let sentence = analysis.sentences[index];
        finder.sentence(sentence.first, sentence.end);
    }
    finder.out
}

struct Finder<'a> {
    analysis: &'a Analysis<'a>,
    model: &'a Model,
    /// Classes of each token, those of entries of several words that cover it included.
    context: Vec<Set>,
    /// Between which tokens an entry of several words would be cut, by class.
    cuts: Vec<Set>,
    /// Entries of several words that are names: start, end, classes.
    entries: Vec<(u32, u32, Set)>,
    /// Stretches that rules propose: start, end, kind, number of the match.
    proposed: Vec<(u32, u32, u8, u32)>,
    out: Candidates,
    /// Whether the article is about the pack's topic.
    on_topic: bool,
    /// Whether the sentence is all in capitals.
    shouted: bool,
    title: bool,
    first: u32,
    end: u32,
}

impl<'a> Finder<'a> {
    fn new(analysis: &'a Analysis<'a>, model: &'a Model) -> Self {
        let input = &analysis.input;
        let count = input.tokens.len();
        let mut context = Vec::with_capacity(count);
        let mut out = Candidates {
            hashes: Vec::with_capacity(count),
            codes: Vec::with_capacity(count),
            words: Vec::with_capacity(count),
            initials: vec!['\0'; count],
            acronyms: vec![0; count],
            ..Candidates::default()
        };
        let mut telling = 0;
        for token in input.tokens {
            let facts = analysis.names.get(token.form);
            context.push(facts.bits);
            out.hashes.push(facts.hash);
            out.codes.push(facts.code);
            out.words.push(facts.word);
            telling += usize::from(facts.bits & model.classes.topics != 0);
        }
        let mut cuts = vec![0; count + 1];
        let mut entries = Vec::new();
        for found in input.found {
            let bits = model.classes.of_entry(input.lexicon, found.entry);
            if bits == 0 {
                continue;
            }
            let span = found.start as usize..found.end as usize;
            context[span.clone()].iter_mut().for_each(|b| *b |= bits);
            if bits & model.classes.entries != 0 {
                cuts[span.start + 1..span.end]
                    .iter_mut()
                    .for_each(|b| *b |= bits);
            }
            entries.push((found.start, found.end, bits));
        }
        Self {
            analysis,
            model,
            context,
            cuts,
            entries,
            proposed: Vec::new(),
            out,
            on_topic: telling * TOPIC >= count && telling > 0,
            shouted: false,
            title: false,
            first: 0,
            end: 0,
        }
    }

    fn facts(&self, token: u32) -> &'a FormFacts {
        self.analysis
            .names
            .get(self.analysis.input.tokens[token as usize].form)
    }

    /// Takes in what rules propose: regions of the kinds, or their captures `name`.
    fn proposals(&mut self, regions: &Regions) {
        let rules = self.analysis.input.rules;
        for (kind, name) in KINDS.iter().enumerate() {
            let Some(kind_id) = rules.type_id(name) else {
                continue;
            };
            for region in regions.of(kind_id) {
                let found = regions.match_of(region);
                let (start, end) = self
                    .analysis
                    .input
                    .capture(found, "name", regions)
                    .unwrap_or((region.start, region.end));
                self.proposed.push((start, end, kind as u8, region.source));
            }
        }
        self.proposed.sort_unstable();
    }

    fn sentence(&mut self, first: u32, end: u32) {
        (self.first, self.end) = (first, end);
        let codes = &self.out.codes[first as usize..end as usize];
        let capitals = codes
            .iter()
            .filter(|c| matches!(c, Code::Capitals | Code::Initial))
            .count();
        let small = codes
            .iter()
            .filter(|c| {
                matches!(
                    c,
                    Code::Capital | Code::Mixed | Code::Lower | Code::Connector
                )
            })
            .count();
        self.shouted = capitals > 2 && capitals > 2 * small;
        self.title = matches!(
            self.analysis.kind_of_block(first),
            BlockKind::Title | BlockKind::Heading
        );
        let mut ends: Vec<u32> = Vec::with_capacity(MAX_ENDS);
        let mut entry = self.entries.partition_point(|e| e.0 < first);
        let mut proposal = self.proposed.partition_point(|p| p.0 < first);
        for start in first..end {
            let code = self.out.codes[start as usize];
            let mut head = self.context[start as usize] & self.model.classes.heads != 0;
            let listed = self.entries.get(entry).is_some_and(|e| e.0 == start);
            let proposes = self.proposed.get(proposal).is_some_and(|p| p.0 == start);
            // A particle opens a family name: `bin Salman`.
            let particle = code == Code::Connector
                && self.model.classes.is_opener(self.facts(start).word)
                && (start + 1 < end && self.out.codes[start as usize + 1].is_capital());
            if !(code.is_capital() || head || listed || proposes || particle) {
                continue;
            }
            ends.clear();
            let from = entry;
            while let Some(&(s, e, bits)) = self.entries.get(entry)
                && s == start
            {
                entry += 1;
                head |= bits & self.model.classes.heads != 0;
                if bits & self.model.classes.entries != 0 {
                    ends.push(e);
                }
            }
            let to = entry;
            if code.is_capital() || head || particle {
                self.walk(start, code, head, &mut ends);
            }
            while let Some(&(s, e, ..)) = self.proposed.get(proposal)
                && s == start
            {
                proposal += 1;
                ends.push(e);
            }
            if let Some(end) = self.quoted(start) {
                ends.push(end);
            }
            ends.sort_unstable();
            ends.dedup();
            for &end in &ends {
                self.emit(start, end, from, to);
            }
        }
    }

    /// Ends of the candidates that begin at `start`.
    fn walk(&self, start: u32, code: Code, head: bool, ends: &mut Vec<u32>) {
        let classes = &self.model.classes;
        let mut head = head;
        let mut capital = code.is_capital();
        let (mut links, mut lower) = (0, 0);
        if capital {
            let facts = self.facts(start);
            let listed = facts.bits & classes.entries != 0;
            if listed || code == Code::Capitals || !classes.is_grammatical(facts.word) {
                ends.push(start + 1);
            }
        }
        let most = ends.len() + MAX_ENDS;
        let limit = self.end.min(start + MAX_TOKENS);
        for at in start + 1..limit {
            if ends.len() >= most {
                return;
            }
            match self.out.codes[at as usize] {
                Code::Capital | Code::Capitals | Code::Initial | Code::Mixed => {
                    capital = true;
                    links = 0;
                    head |= self.context[at as usize] & classes.heads != 0;
                    ends.push(at + 1);
                }
                Code::Connector => {
                    links += 1;
                    if links > MAX_LINKS {
                        return;
                    }
                }
                Code::Number => {
                    if !capital || links > 0 && !head {
                        return;
                    }
                    ends.push(at + 1);
                }
                Code::Lower => {
                    head |= self.context[at as usize] & classes.heads != 0;
                    // Without a head one adjective may follow a capital: `Maison blanche`.
                    let adjective = self.context[at as usize] & classes.modifiers != 0
                        && self.out.codes[at as usize - 1].is_capital();
                    lower += 1;
                    links = 0;
                    if !head && !adjective
                        || lower > MAX_LOWER
                        || classes.breaks(self.facts(at).word)
                        || self.opens_phrase(at, start)
                    {
                        return;
                    }
                    ends.push(at + 1);
                    if !head {
                        return;
                    }
                }
                // A head may have several complements: `ministère de la Ville, de la Jeunesse et des Sports`.
                Code::Punct if head && capital && self.goes_on(at) => links = 0,
                Code::Punct | Code::Edge => return,
            }
        }
    }

    /// Whether the noun at `at` stands behind an article alone, which no complement has: `Radio Littoral
    /// | la députée`.
    fn opens_phrase(&self, at: u32, start: u32) -> bool {
        let codes = &self.out.codes;
        let article = at - 1;
        article > start
            && codes[article as usize] == Code::Connector
            && codes[article as usize - 1] != Code::Connector
            && link::is_article(self.analysis, article)
    }

    /// Whether a comma at `at` joins two complements: connectors and a capital follow.
    fn goes_on(&self, at: u32) -> bool {
        if self.analysis.word(at) != "," || !self.out.codes[at as usize - 1].is_capital() {
            return false;
        }
        let rest = &self.out.codes[at as usize + 1..self.end as usize];
        let links = rest.iter().take_while(|c| **c == Code::Connector).count();
        (1..=2).contains(&links) && rest.get(links).is_some_and(|c| c.is_capital())
    }

    /// The end of the quotation marks that open before `start`, if what they hold is short.
    fn quoted(&self, start: u32) -> Option<u32> {
        let before = start.checked_sub(1).filter(|&b| b >= self.first)?;
        let closing = match self.analysis.word(before) {
            "«" => "»",
            "“" => "”",
            "\"" => "\"",
            _ => return None,
        };
        (start + 1..self.end.min(start + 10)).find(|&at| self.analysis.word(at) == closing)
    }

    fn emit(&mut self, start: u32, end: u32, from: usize, to: usize) {
        let evidence = self.out.evidence.len() as u32;
        let whole = self.entries[from..to]
            .iter()
            .filter(|e| e.1 == end)
            .fold(0, |bits, e| bits | e.2);
        if whole == 0 && end > start + 1 && self.facts(start).bits & self.model.classes.outside != 0
        {
            return;
        }
        let proposal = self
            .proposed
            .binary_search_by_key(&(start, end), |p| (p.0, p.1))
            .ok()
            .map(|i| (self.proposed[i].3, self.proposed[i].2));
        let build = self.build(start, end, whole);
        self.collect(start, end, whole, build);
        if let Some((_, kind)) = proposal {
            let number = (self.model.layout).number(T::Proposed, usize::from(kind), build);
            self.out.evidence.push(number);
        }
        self.out.list.push(Candidate {
            start,
            end,
            evidence: (evidence, self.out.evidence.len() as u32),
            build: build as u8,
            proposal,
        });
        for token in start..end {
            self.note_letters(token);
        }
    }

    /// Notes what acronyms are compared by, once a token of a candidate.
    fn note_letters(&mut self, token: u32) {
        let at = token as usize;
        if self.out.initials[at] != '\0' {
            return;
        }
        let word = self.analysis.word(token);
        self.out.initials[at] = word.chars().next().unwrap_or('.');
        if self.out.codes[at] == Code::Capitals {
            self.out.acronyms[at] =
                super::article::acronym(word.chars().filter(|c| c.is_alphabetic()));
        }
    }

    /// The sort of a single word, or what a longer stretch is made of.
    fn build(&self, start: u32, end: u32, whole: Set) -> usize {
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
        let inner = &self.out.codes[start as usize..end as usize];
        if inner.contains(&Code::Number) {
            return fixed(5);
        }
        if inner.contains(&Code::Lower) {
            return fixed(6);
        }
        if last.bits & classes.groups[1] != 0 {
            return fixed(7);
        }
        fixed(8)
    }

    /// Gathers the evidence of one candidate.
    fn collect(&mut self, start: u32, end: u32, whole: Set, build: usize) {
        let model = self.model;
        let (layout, classes) = (&model.layout, &model.classes);
        let mut out = std::mem::take(&mut self.out.evidence);
        let mut one = |t: T, a: usize, b: usize| out.push(layout.number(t, a, b));
        let first = self.facts(start);
        let last = self.facts(end - 1);
        let length = end - start;
        one(T::Length, (length as usize).min(SMALL - 1), 0);
        one(T::Build, build, 0);
        // Inside.
        let codes = &self.out.codes[start as usize..end as usize];
        if length <= 4 {
            let pattern = codes
                .iter()
                .fold(0, |p, &code| p * Code::COUNT + code as usize);
            one(T::Pattern, pattern.min(PATTERNS - 1), 0);
        } else {
            one(T::Ends, first.code as usize, last.code as usize);
        }
        let lower = codes.iter().filter(|&&c| c == Code::Lower).count();
        if lower > 0 {
            one(T::Lower, lower.min(SMALL - 1), first.code as usize);
        }
        let whole = if length == 1 { first.bits } else { whole };
        bits(whole, |class| one(T::Whole, class, 0));
        one(T::FirstWord, usize::from(first.word), 0);
        let ending = if length == 1 {
            T::Ending
        } else {
            T::LastEnding
        };
        // Of a word that a list has, the ending says nothing more.
        if last.bits & classes.entries == 0 {
            one(ending, usize::from(last.ending), 0);
        }
        if length > 1 {
            let head = self.context[start as usize];
            bits(first.bits | head & classes.heads, |c| one(T::First, c, 0));
            bits(last.bits, |class| one(T::Last, class, 0));
            one(T::Pair, usize::from(first.sort), usize::from(last.sort));
            bits(head & classes.heads, |class| {
                one(T::HeadTail, class, usize::from(last.sort));
            });
            let mut inside = 0;
            for at in start + 1..end - 1 {
                let facts = self.facts(at);
                inside |= facts.bits;
                if facts.word != 0 {
                    one(T::Links, usize::from(facts.word), 0);
                }
            }
            bits(inside, |class| one(T::Inside, class, 0));
        }
        bits(
            self.cuts[start as usize] | self.cuts[end as usize],
            |class| one(T::Cuts, class, 0),
        );
        // On the left.
        let left = start.checked_sub(1).filter(|&l| l >= self.first);
        let (left_word, left_sort, left_code) = match left {
            Some(at) => {
                let facts = self.facts(at);
                bits(self.context[at as usize], |class| one(T::Left, class, 0));
                let before = match at.checked_sub(1).filter(|&l| l >= self.first) {
                    Some(at) => self.facts(at).sort,
                    None => EDGE_SORT,
                };
                one(T::Left2, usize::from(before), usize::from(facts.word));
                (facts.word, facts.sort, facts.code)
            }
            None => {
                one(T::Opens, build, 0);
                bits(first.bits, |class| one(T::OpensCommon, class, 0));
                (0, EDGE_SORT, Code::Edge)
            }
        };
        one(T::LeftWord, usize::from(left_word), build);
        one(T::LeftSort, usize::from(left_sort), build);
        one(T::LeftEdge, left_code as usize, usize::from(first.sort));
        let (noun, noun_word) = self.noun(start);
        if noun_word != 0 {
            one(T::NounWord, usize::from(noun_word), first.code as usize);
        }
        bits(noun, |class| {
            one(T::Noun, class, build);
            one(T::NounLink, class, usize::from(left_word));
        });
        // On the right.
        let right = (end < self.end).then_some(end);
        let (right_word, right_sort, right_code) = match right {
            Some(at) => {
                let facts = self.facts(at);
                bits(self.context[at as usize], |class| one(T::Right, class, 0));
                let next = match at + 1 {
                    next if next < self.end => self.facts(next).sort,
                    _ => EDGE_SORT,
                };
                one(T::Right2, usize::from(next), usize::from(facts.word));
                (facts.word, facts.sort, facts.code)
            }
            None => (0, EDGE_SORT, Code::Edge),
        };
        one(T::RightWord, usize::from(right_word), build);
        one(T::RightSort, usize::from(right_sort), build);
        one(T::RightEdge, right_code as usize, usize::from(last.sort));
        bits(self.apposition(end), |class| {
            one(T::Apposition, class, build);
        });
        // Around.
        if self.on_topic {
            one(T::Topic, build, 0);
            bits(whole, |class| one(T::TopicClass, class, 0));
            one(T::TopicNext, usize::from(right_word), 0);
            one(T::TopicLeft, usize::from(left_word), 0);
            one(T::TopicRight, usize::from(right_sort), 0);
        }
        if self.title {
            one(T::Title, build, 0);
        }
        if self.shouted {
            one(T::Shouted, build, 0);
        }
        if let (Some(left), Some(right)) = (left, right) {
            match (self.analysis.word(left), self.analysis.word(right)) {
                ("«", "»") | ("“", "”") | ("\"", "\"") => one(T::Quoted, build, 0),
                ("(", ")") => one(T::Bracketed, build, 0),
                _ => {}
            }
        }
        self.out.evidence = out;
    }

    /// The noun on the left that says what the candidate is, its classes and its number as a context
    /// word: articles, prepositions and adjectives between them are passed over.
    fn noun(&self, start: u32) -> (Set, u16) {
        let classes = &self.model.classes;
        let mut at = start;
        for _ in 0..4 {
            let Some(before) = at.checked_sub(1).filter(|&b| b >= self.first) else {
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
        if end + 1 >= self.end || self.analysis.word(end) != "," {
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

/// Calls `each` with the number of every bit that is set.
fn bits(mut set: Set, mut each: impl FnMut(usize)) {
    while set != 0 {
        each(set.trailing_zeros() as usize);
        set &= set - 1;
    }
}
