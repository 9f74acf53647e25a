//! The matcher: woken rules, phase by phase, and which of their matches stay.

use std::collections::HashSet;

use super::bits::FormBits;
use super::condition;
use super::exec::{Machine, Start};
use super::program::{FilterId, Opening, RuleId, RuleSet, TypeId};
use super::regions::{Capture, Match, Region, Regions};
use super::sentence::Sentences;
use crate::lexicon::{Found, Lexicon};
use crate::token::{Forms, Token};

/// Everything that a rule can look at. The parts are made by earlier stages and not changed.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    pub text: &'a str,
    pub tokens: &'a [Token],
    pub forms: &'a Forms,
    pub bits: &'a FormBits,
    /// For each token, the class of its form in `bits`.
    pub classes: &'a [u32],
    /// Multiword entries, by place.
    pub found: &'a [Found],
    /// For each token, the first of `found` that begins there or behind; one more holds their number.
    pub found_from: &'a [u32],
    /// The number of each of `found` in `bits`.
    pub found_rows: &'a [u32],
    pub lexicon: &'a Lexicon,
    pub rules: &'a RuleSet,
}

impl<'a> Input<'a> {
    /// Multiword entries that begin at the token.
    pub fn found_at(&self, token: u32) -> &'a [Found] {
        &self.found[self.found_range(token)]
    }

    fn found_range(&self, token: u32) -> std::ops::Range<usize> {
        let from = self.found_from[token as usize] as usize;
        from..self.found_from[token as usize + 1] as usize
    }

    /// Ends of the multiword entries that begin at the token and that the filter accepts.
    pub(super) fn phrases_at(&self, token: u32, filter: FilterId) -> impl Iterator<Item = u32> {
        self.found_range(token)
            .filter(move |&i| self.bits.accepts(self.found_rows[i], filter))
            .map(|i| self.found[i].end)
    }

    /// Whether one of what the opening says could stand at the token: one look at its form, mostly.
    #[inline]
    pub(super) fn may_open(&self, opening: &Opening, at: u32, regions: &Regions) -> bool {
        if opening.anywhere {
            return true;
        }
        let Some(&class) = self.classes.get(at as usize) else {
            return false;
        };
        (!opening.heads || self.tokens[at as usize].opens_sentence)
            && (self.bits.opens(class, opening)
                || opening.types & regions.types_at(at) != 0
                || opening.lists && !self.found_range(at).is_empty())
    }

    /// The words from token `start` to `end`, as they stand.
    pub fn words(&self, start: u32, end: u32) -> &'a str {
        if start >= end {
            return "";
        }
        &self.text
            [self.tokens[start as usize].start as usize..self.tokens[end as usize - 1].end as usize]
    }
}

/// Working memory of the matcher.
#[derive(Debug, Default)]
pub struct Matcher {
    pub(super) machine: Machine,
    /// Woken rules of each phase: token, rule.
    woken: Vec<Vec<(u32, RuleId)>>,
    /// For each rule, the first token at which it has not been tried yet.
    next: Vec<u32>,
    sentences: Sentences,
    /// Matches of this phase; their captures are places in `captures`.
    kept: Vec<Match>,
    captures: Vec<Capture>,
    /// For each token, the types that a kept match of this phase occupies; of types that nest,
    /// those that have an edge there.
    occupied: Vec<u64>,
    /// Extents of the kept matches whose type nests.
    nested: HashSet<(u8, u32, u32)>,
}

impl Matcher {
    /// Finds which tokens wake which rules. One look a token.
    pub fn begin(&mut self, input: &Input) {
        self.woken.iter_mut().for_each(Vec::clear);
        self.woken
            .resize_with(usize::from(input.rules.phases()), Vec::new);
        self.sentences.begin(input);
        for (at, &class) in input.classes.iter().enumerate() {
            for &rule in input.bits.woken(class) {
                self.wake(input, at as u32, rule);
            }
        }
        let rules = input.rules;
        for (found, &row) in input.found.iter().zip(input.found_rows) {
            for &(filter, _) in &rules.list_preds[usize::from(found.entry.list.0)] {
                let woken = &rules.waking_filters[filter.0 as usize];
                if !woken.is_empty() && input.bits.accepts(row, filter) {
                    for &rule in woken {
                        self.wake(input, found.start, rule);
                    }
                }
            }
        }
    }

    fn wake(&mut self, input: &Input, at: u32, rule: RuleId) {
        let phase = input.rules.rule(rule).phase;
        self.woken[usize::from(phase)].push((at, rule));
    }

    /// Tokens that wake `rule` in its phase, given the regions made before, in order.
    pub(super) fn wakes(&self, id: RuleId, input: &Input, regions: &Regions) -> Vec<u32> {
        let rule = input.rules.rule(id);
        let by_form = self
            .woken
            .get(usize::from(rule.phase))
            .into_iter()
            .flatten()
            .filter(|(_, woken)| *woken == id)
            .map(|&(at, _)| at);
        let by_region = rule
            .trigger
            .types
            .iter()
            .flat_map(|kind| regions.of(*kind).iter().map(|r| r.start));
        let mut wakes: Vec<u32> = by_form.chain(by_region).collect();
        wakes.sort_unstable();
        wakes.dedup();
        wakes
    }

    /// Runs the rules of one phase and adds what they made to `regions`.
    pub fn run(&mut self, phase: u16, input: &Input, regions: &mut Regions) {
        // A phase that no rule file belongs to has nothing to run.
        let Some(woken) = self.woken.get_mut(usize::from(phase)) else {
            return;
        };
        let mut woken = std::mem::take(woken);
        let by_type = |kind: TypeId| {
            let rules = &input.rules.waking_types[kind.index()];
            let of_phase = |rule: &&RuleId| input.rules.rule(**rule).phase == phase;
            rules.iter().filter(of_phase).copied()
        };
        let alone = |rule: RuleId| input.rules.rule(rule).trigger.only_type().is_some();
        let types = (0..input.rules.type_count()).map(|kind| TypeId(kind as u8));
        for kind in types.clone().filter(|kind| !regions.of(*kind).is_empty()) {
            for rule in by_type(kind).filter(|rule| !alone(*rule)) {
                woken.extend(regions.of(kind).iter().map(|r| (r.start, rule)));
            }
        }
        // Each rule runs left to right. What forms woke is in order already.
        woken.sort_by_key(|&(at, _)| at);
        self.next.clear();
        self.next.resize(input.rules.rules.len(), 0);
        self.sentences.see(regions);
        self.kept.clear();
        self.captures.clear();
        for &(at, rule) in &woken {
            self.try_rule(rule, at, input, regions);
        }
        for kind in types.filter(|kind| !regions.of(*kind).is_empty()) {
            for rule in by_type(kind).filter(|rule| alone(*rule)) {
                for region in regions.of(kind) {
                    self.try_rule(rule, region.start, input, regions);
                }
            }
        }
        self.resolve(input, regions);
        woken.clear();
        self.woken[usize::from(phase)] = woken;
    }

    /// Tries the rule at every start from which a match could have the trigger. What happens at a
    /// start does not depend on the trigger, so each is tried once, however many triggers follow.
    fn try_rule(&mut self, id: RuleId, trigger: u32, input: &Input, regions: &Regions) {
        let rule = input.rules.rule(id);
        let (least, most) = rule.trigger.prefix;
        let Some(last) = trigger.checked_sub(least) else {
            return;
        };
        let mut at = trigger.saturating_sub(most).max(self.next[id.index()]);
        if at > last {
            return;
        }
        self.machine.open(at, last);
        while at <= last {
            if !input.may_open(&rule.program.opening, at, regions) {
                at += 1;
                continue;
            }
            if let Err(end) = self.sentences.have_all(rule, at) {
                at = end;
                continue;
            }
            if !condition::hold_before(&mut self.machine, rule, at, input, regions) {
                at += 1;
                continue;
            }
            // A failure at the head of a sentence, met from the sentence before, is none for a
            // match that begins there.
            if input.tokens[at as usize].opens_sentence {
                self.machine.open(at, last);
            }
            let start = Start {
                at,
                roles: rule.roles.len(),
                end: None,
            };
            let end = self
                .machine
                .exec::<false>(&rule.program, start, input, regions)
                .filter(|end| *end > at);
            let Some(end) = end else {
                at += 1;
                continue;
            };
            let before = self.captures.len();
            self.captures.extend(self.machine.captures());
            let captures = &self.captures[before..];
            let machine = &mut self.machine;
            if condition::hold(machine, rule, (at, end), captures, input, regions) {
                self.kept.push(Match {
                    rule: id,
                    start: at,
                    end,
                    trigger,
                    captures: (before as u32, captures.len() as u16),
                });
                at = end;
            } else {
                self.captures.truncate(before);
                at += 1;
            }
            // What led to this match has been marked as tried; give it back.
            if at <= last {
                self.machine.open(at, last);
            }
        }
        self.next[id.index()] = at;
    }

    /// The longest match wins, then priority, then the order of the files. One type never overlaps
    /// itself, but where it may nest.
    fn resolve(&mut self, input: &Input, regions: &mut Regions) {
        self.kept.sort_unstable_by_key(|m| {
            let rule = input.rules.rule(m.rule);
            (
                std::cmp::Reverse(m.end - m.start),
                std::cmp::Reverse(rule.priority),
                m.rule,
                m.start,
            )
        });
        self.occupied.clear();
        // An edge may lie behind the last token.
        self.occupied.resize(input.tokens.len() + 1, 0);
        self.nested.clear();
        let mut made: Vec<Region> = Vec::new();
        for found in &mut self.kept {
            let kind = input.rules.rule(found.rule).output;
            let bit = 1u64 << kind.0;
            let span = found.start as usize..found.end as usize;
            let nests = input.rules.nesting & bit != 0;
            // Those kept before are no shorter: they cross this one where they have an edge in it.
            let watched = if nests {
                span.start + 1..span.end
            } else {
                span
            };
            if self.occupied[watched.clone()].iter().any(|o| o & bit != 0)
                || nests && !self.nested.insert((kind.0, found.start, found.end))
            {
                continue;
            }
            if nests {
                self.occupied[found.start as usize] |= bit;
                self.occupied[found.end as usize] |= bit;
            } else {
                self.occupied[watched].iter_mut().for_each(|o| *o |= bit);
            }
            let (first, count) = found.captures;
            let captures = &self.captures[first as usize..first as usize + usize::from(count)];
            found.captures.0 = regions.captures.len() as u32;
            regions.captures.extend_from_slice(captures);
            made.push(Region {
                start: found.start,
                end: found.end,
                kind,
                value: f64::NAN,
                source: regions.matches.len() as u32,
            });
            regions.matches.push(*found);
        }
        made.sort_by_key(|r| r.kind);
        for group in made.chunk_by(|a, b| a.kind == b.kind) {
            regions.add(group[0].kind, group.iter().copied());
        }
    }
}
