//! Candidates: every stretch of tokens that could be a name, with the evidence inside and around it.
//!
//! A candidate begins with a capital, a head (`ministère`, `rue` in the French pack) or an entry of a
//! list, and runs over capitals, connectors and, behind a head, words in small letters. Which of the
//! overlapping candidates are names is decided later.

use std::ops::Range;

use super::classes::Set;
use super::evidence::{Ground, Opening, Span, Take};
use super::forms::{ARTICLE, Code, FormFacts};
use super::layout::{KINDS, T};
use super::model::Model;
use crate::extract::analysis::Analysis;
use crate::rule::Regions;

/// Longest candidate, in tokens.
const MAX_TOKENS: u32 = 14;
/// Most words in small letters behind a head, connectors apart.
const MAX_LOWER: u32 = 6;
/// Most connectors in a row.
const MAX_LINKS: u32 = 3;
/// Most candidates that begin at one token.
const MAX_ENDS: usize = 12;

/// A stretch that could be a name. Token indices, end exclusive.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Candidate {
    pub start: u32,
    pub end: u32,
    pub build: u8,
    /// Number of the rule match that proposed it, and the kind.
    pub proposal: Option<(u32, u8)>,
}

/// All candidates of an article, by start, and what later passes ask about its tokens.
#[derive(Debug, Default, Clone)]
pub(crate) struct Candidates {
    pub list: Vec<Candidate>,
    /// What is known of the form of each token.
    pub facts: Vec<FormFacts>,
}

impl Candidates {
    /// What is known of a candidate's words.
    #[inline]
    pub(super) fn words(&self, candidate: &Candidate) -> &[FormFacts] {
        &self.facts[candidate.start as usize..candidate.end as usize]
    }
}

/// Finds the candidates of an article, and hands the evidence of one after the other to `to`. Linear in
/// its length.
pub(super) fn find(
    analysis: &Analysis<'_>,
    regions: &Regions,
    model: &Model,
    to: &mut impl Take,
) -> Candidates {
    let mut ground = Ground::new(analysis, model);
    let proposed = proposals(analysis, regions);
    let mut openings = std::mem::take(&mut ground.openings);
    openings.extend(proposed.iter().map(|p| p.0));
    // Two runs in order and hardly more: what this sort is fast at.
    openings.sort();
    openings.dedup();
    let mut finder = Finder {
        list: Vec::with_capacity(2 * openings.len()),
        ground,
        proposed,
        entry: 0,
        proposal: 0,
        ends: Vec::with_capacity(MAX_ENDS),
        to,
    };
    let mut left = &openings[..];
    for sentence in analysis.sentences {
        let (here, rest) = left.split_at(left.partition_point(|&at| at < sentence.end));
        if !here.is_empty() {
            finder.ground.enter(*sentence, analysis);
            finder.sentence(here);
        }
        left = rest;
    }
    Candidates {
        list: finder.list,
        facts: finder.ground.facts,
    }
}

/// A stretch that a rule proposes: start, end, kind, number of the match.
type Proposed = (u32, u32, u8, u32);

/// What rules propose: regions of the kinds, or their captures `name`; by place.
fn proposals(analysis: &Analysis, regions: &Regions) -> Vec<Proposed> {
    let input = &analysis.input;
    let mut out = Vec::new();
    for (kind, name) in KINDS.iter().enumerate() {
        let Some(kind_id) = input.rules.type_id(name) else {
            continue;
        };
        for region in regions.of(kind_id) {
            let (start, end) = input
                .capture(regions.match_of(region), "name", regions)
                .unwrap_or((region.start, region.end));
            out.push((start, end, kind as u8, region.source));
        }
    }
    out.sort_unstable();
    out
}

struct Finder<'a, 't, E> {
    ground: Ground<'a>,
    proposed: Vec<Proposed>,
    /// The first entry and the first proposal that are not passed yet.
    entry: usize,
    proposal: usize,
    list: Vec<Candidate>,
    /// Where the candidates end that begin at the token at hand.
    ends: Vec<u32>,
    to: &'t mut E,
}

impl<E: Take> Finder<'_, '_, E> {
    /// Finds what begins at the tokens of the sentence that was entered.
    fn sentence(&mut self, openings: &[u32]) {
        let mut ends = std::mem::take(&mut self.ends);
        for &start in openings {
            ends.clear();
            let entries = self.entries_at(start, &mut ends);
            let proposed = self.proposed_at(start, &mut ends);
            let ground = &self.ground;
            let classes = &ground.model.classes;
            let code = ground.code(start);
            let head = ground.context[start as usize] & classes.heads != 0;
            // A particle opens a family name: `bin Salman`.
            let particle = code == Code::Connector
                && classes.is_opener(ground.facts(start).word)
                && (start + 1 < ground.end && ground.code(start + 1).is_capital());
            let walks = code.is_capital() || head || particle;
            if walks {
                self.walk(start, code, head, &mut ends);
            } else if entries.is_empty() && !proposed {
                continue;
            }
            ends.extend(self.quoted(start));
            ends.sort_unstable();
            ends.dedup();
            let opening = self.ground.opening(start);
            for &end in &ends {
                self.emit(start, end, &opening, entries.clone(), proposed);
            }
        }
        self.ends = ends;
    }

    /// The entries that begin at a token; those that are names end candidates.
    fn entries_at(&mut self, start: u32, ends: &mut Vec<u32>) -> Range<usize> {
        let names = self.ground.model.classes.entries;
        let from = self.entry;
        while let Some(&(at, end, bits)) = self.ground.entries.get(self.entry)
            && at == start
        {
            self.entry += 1;
            if bits & names != 0 {
                ends.push(end);
            }
        }
        from..self.entry
    }

    /// Appends the ends of what rules propose at a token; whether there is anything.
    fn proposed_at(&mut self, start: u32, ends: &mut Vec<u32>) -> bool {
        let from = self.proposal;
        while let Some(&(at, end, ..)) = self.proposed.get(self.proposal)
            && at == start
        {
            self.proposal += 1;
            ends.push(end);
        }
        self.proposal > from
    }

    /// Ends of the candidates that begin at `start`.
    fn walk(&self, start: u32, code: Code, head: bool, ends: &mut Vec<u32>) {
        let classes = &self.ground.model.classes;
        let mut head = head;
        let mut capital = code.is_capital();
        let (mut links, mut lower) = (0, 0);
        if capital {
            let facts = self.ground.facts(start);
            let listed = facts.bits & classes.entries != 0;
            if listed || code == Code::Capitals || !classes.is_grammatical(facts.word) {
                ends.push(start + 1);
            }
        }
        let most = ends.len() + MAX_ENDS;
        let limit = self.ground.end.min(start + MAX_TOKENS);
        for at in start + 1..limit {
            if ends.len() >= most {
                return;
            }
            match self.ground.code(at) {
                Code::Capital | Code::Capitals | Code::Initial | Code::Mixed => {
                    capital = true;
                    links = 0;
                    head |= self.ground.context[at as usize] & classes.heads != 0;
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
                    head |= self.ground.context[at as usize] & classes.heads != 0;
                    // Without a head one adjective may follow a capital: `Maison blanche`.
                    let adjective = self.ground.context[at as usize] & classes.modifiers != 0
                        && self.ground.code(at - 1).is_capital();
                    lower += 1;
                    links = 0;
                    if !head && !adjective
                        || lower > MAX_LOWER
                        || classes.breaks(self.ground.facts(at).word)
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
        let article = at - 1;
        article > start
            && self.ground.code(article) == Code::Connector
            && self.ground.code(article - 1) != Code::Connector
            && self.ground.facts(article).marks & ARTICLE != 0
    }

    /// Whether a comma at `at` joins two complements: connectors and a capital follow.
    fn goes_on(&self, at: u32) -> bool {
        if !self.ground.is_sign(at, ',') || !self.ground.code(at - 1).is_capital() {
            return false;
        }
        let rest = &self.ground.facts[at as usize + 1..self.ground.end as usize];
        let links = rest
            .iter()
            .take_while(|f| f.code == Code::Connector)
            .count();
        (1..=2).contains(&links) && rest.get(links).is_some_and(|f| f.code.is_capital())
    }

    /// The end of the quotation marks that open before `start`, if what they hold is short.
    fn quoted(&self, start: u32) -> Option<u32> {
        let ground = &self.ground;
        let before = start.checked_sub(1).filter(|&b| b >= ground.first)?;
        let closing = match ground.sign(before)? {
            '«' => '»',
            '“' => '”',
            '"' => '"',
            _ => return None,
        };
        (start + 1..ground.end.min(start + 10)).find(|&at| ground.is_sign(at, closing))
    }

    /// The rule match that proposes the stretch, and the kind.
    fn proposal(&self, start: u32, end: u32) -> Option<(u32, u8)> {
        let found = self
            .proposed
            .binary_search_by_key(&(start, end), |p| (p.0, p.1));
        let (_, _, kind, source) = self.proposed[found.ok()?];
        Some((source, kind))
    }

    /// Takes a candidate in, if it may be one. `entries` begin with it, and so does something that a rule
    /// `proposes`.
    fn emit(
        &mut self,
        start: u32,
        end: u32,
        opening: &Opening,
        entries: Range<usize>,
        proposes: bool,
    ) {
        let ground = &self.ground;
        let layout = &ground.model.layout;
        let whole: Set = ground.entries[entries]
            .iter()
            .filter(|e| e.1 == end)
            .fold(0, |bits, e| bits | e.2);
        let outside = ground.facts(start).bits & ground.model.classes.outside != 0;
        if whole == 0 && end > start + 1 && outside {
            return;
        }
        let span = Span { start, end, whole };
        let build = ground.build(span);
        ground.collect(span, opening, build, self.to);
        let proposal = proposes.then(|| self.proposal(start, end)).flatten();
        if let Some((_, kind)) = proposal {
            let number = layout.number(T::Proposed, usize::from(kind), build);
            self.to.piece(number);
        }
        self.to.close();
        self.list.push(Candidate {
            start,
            end,
            build: build as u8,
            proposal,
        });
    }
}
