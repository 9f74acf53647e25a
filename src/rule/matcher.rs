//! The matcher: programs over tokens, in time linear in the window that a trigger opens.
//!
//! A bounded backtracker: it prefers as a backtracking regex engine does (left branch first, greedy
//! unless told otherwise), but remembers every (instruction, position) that led nowhere, so that none
//! is tried twice in one window. Time is O(instructions × window), whatever the pattern.

use super::bits::FormBits;
use super::condition;
use super::program::{FilterId, Inst, Program, RuleId, RuleSet};
use super::regions::{Capture, Match, Region, Regions};
use crate::lexicon::{Found, Lexicon};
use crate::token::{Forms, Token};

/// No match is longer than this many tokens, regions counted as one.
pub(super) const MAX_WINDOW: u32 = 160;

/// Everything that a rule can look at. The parts are made by earlier stages and not changed.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    pub text: &'a str,
    pub tokens: &'a [Token],
    pub forms: &'a Forms,
    pub bits: &'a FormBits,
    /// Multiword entries, by place.
    pub found: &'a [Found],
    pub lexicon: &'a Lexicon,
    pub rules: &'a RuleSet,
}

impl<'a> Input<'a> {
    /// Multiword entries that begin at the token.
    pub fn found_at(&self, token: u32) -> &'a [Found] {
        let from = self.found.partition_point(|f| f.start < token);
        let to = from + self.found[from..].partition_point(|f| f.start == token);
        &self.found[from..to]
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
    stack: Vec<Step>,
    visited: Vec<u64>,
    slots: Vec<u32>,
    /// Woken rules of each phase: token, rule.
    woken: Vec<Vec<(u32, RuleId)>>,
    /// End of the last match, by rule.
    last_end: Vec<u32>,
    kept: Vec<(Match, Vec<Capture>)>,
    /// For each token, the types that a kept match of this phase occupies.
    occupied: Vec<u64>,
}

#[derive(Debug, Clone, Copy)]
enum Step {
    Go { pc: u32, at: u32 },
    Restore { slot: u16, value: u32 },
}

const UNSET: u32 = u32::MAX;

impl Matcher {
    /// Finds which tokens wake which rules. One look a token.
    pub fn begin(&mut self, input: &Input) {
        self.woken.iter_mut().for_each(Vec::clear);
        self.woken
            .resize_with(usize::from(input.rules.phases()), Vec::new);
        for (at, token) in input.tokens.iter().enumerate() {
            for &rule in input.bits.woken(token.form) {
                self.wake(input, at as u32, rule);
            }
        }
        for found in input.found {
            for (index, filter) in input.rules.filters.iter().enumerate() {
                let rules = &input.rules.waking_filters[index];
                if !rules.is_empty() && filter.accepts(input.lexicon, found.entry) {
                    for &rule in rules {
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

    /// Runs the rules of one phase and adds what they made to `regions`.
    pub fn run(&mut self, phase: u16, input: &Input, regions: &mut Regions) {
        // A phase that no rule file belongs to has nothing to run.
        let Some(woken) = self.woken.get_mut(usize::from(phase)) else {
            return;
        };
        let mut woken = std::mem::take(woken);
        for (kind, rules) in input.rules.waking_types.iter().enumerate() {
            for &rule in rules {
                if input.rules.rule(rule).phase == phase {
                    let kind = super::program::TypeId(kind as u8);
                    woken.extend(regions.of(kind).iter().map(|r| (r.start, rule)));
                }
            }
        }
        // By rule, then by place: each rule runs left to right.
        woken.sort_unstable_by_key(|&(at, rule)| (rule, at));
        woken.dedup();
        self.last_end.clear();
        self.last_end.resize(input.rules.rules.len(), 0);
        let mut kept = std::mem::take(&mut self.kept);
        kept.clear();
        for &(at, rule) in &woken {
            self.try_rule(rule, at, input, regions, &mut kept);
        }
        self.resolve(input, regions, &mut kept);
        self.kept = kept;
        woken.clear();
        self.woken[usize::from(phase)] = woken;
    }

    fn try_rule(
        &mut self,
        id: RuleId,
        trigger: u32,
        input: &Input,
        regions: &Regions,
        kept: &mut Vec<(Match, Vec<Capture>)>,
    ) {
        let rule = input.rules.rule(id);
        let (least, most) = rule.trigger.prefix;
        let Some(last) = trigger.checked_sub(least) else {
            return;
        };
        let first = trigger.saturating_sub(most).max(self.last_end[id.index()]);
        if first > last {
            return;
        }
        self.open(&rule.program, first, last);
        let mut start = first;
        while start <= last {
            if let Some(end) = self.exec(
                &rule.program,
                start,
                first,
                rule.roles.len(),
                input,
                regions,
            ) && end > start
            {
                let captures = self.captures(rule.roles.len());
                if condition::hold(self, rule, start, end, &captures, input, regions) {
                    kept.push((
                        Match {
                            rule: id,
                            start,
                            end,
                            trigger,
                            captures: (0, 0),
                        },
                        captures,
                    ));
                    self.last_end[id.index()] = end;
                    return;
                }
                // What led to this match has been marked as tried; give it back.
                self.open(&rule.program, first, last);
            }
            start += 1;
        }
    }

    /// The longest match wins, then priority, then the order of the files. One type never overlaps
    /// itself, but where it may nest.
    fn resolve(
        &mut self,
        input: &Input,
        regions: &mut Regions,
        kept: &mut [(Match, Vec<Capture>)],
    ) {
        kept.sort_by_key(|(m, _)| {
            let rule = input.rules.rule(m.rule);
            (
                std::cmp::Reverse(m.end - m.start),
                std::cmp::Reverse(rule.priority),
                m.rule,
                m.start,
            )
        });
        self.occupied.clear();
        self.occupied.resize(input.tokens.len(), 0);
        let mut made: Vec<Region> = Vec::new();
        for (found, captures) in kept.iter_mut() {
            let kind = input.rules.rule(found.rule).output;
            let bit = 1u64 << kind.0;
            let span = found.start as usize..found.end as usize;
            let taken = if input.rules.nesting & bit != 0 {
                made.iter()
                    .any(|r| r.kind == kind && crosses((r.start, r.end), (found.start, found.end)))
            } else {
                self.occupied[span.clone()].iter().any(|o| o & bit != 0)
            };
            if taken {
                continue;
            }
            self.occupied[span].iter_mut().for_each(|o| *o |= bit);
            found.captures = (regions.captures.len() as u32, captures.len() as u16);
            regions.captures.append(captures);
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

    fn captures(&self, roles: usize) -> Vec<Capture> {
        (0..roles)
            .filter_map(|role| {
                let (start, end) = (self.slots[2 * role], self.slots[2 * role + 1]);
                (start != UNSET && end != UNSET).then_some(Capture {
                    role: role as u16,
                    start,
                    end,
                })
            })
            .collect()
    }

    /// Prepares the memory of failures for starts from `first` to `last`.
    pub(super) fn open(&mut self, program: &Program, first: u32, last: u32) {
        let width = (last - first + MAX_WINDOW + 1) as usize;
        let bits = width * program.insts.len();
        self.visited.clear();
        self.visited.resize(bits.div_ceil(64), 0);
    }

    /// Runs `program` from token `start`; the window was opened at `base`. Returns the end.
    pub(super) fn exec(
        &mut self,
        program: &Program,
        start: u32,
        base: u32,
        roles: usize,
        input: &Input,
        regions: &Regions,
    ) -> Option<u32> {
        self.slots.clear();
        self.slots.resize(2 * roles, UNSET);
        self.stack.clear();
        self.stack.push(Step::Go { pc: 0, at: start });
        let tokens = input.tokens;
        let count = tokens.len() as u32;
        let insts = program.insts.len() as u32;
        while let Some(step) = self.stack.pop() {
            let (mut pc, mut at) = match step {
                Step::Restore { slot, value } => {
                    self.slots[usize::from(slot)] = value;
                    continue;
                }
                Step::Go { pc, at } => (pc, at),
            };
            loop {
                let offset = at - base;
                // A far position is reached only through a long region; it is not remembered, and
                // cannot be met often, since each region is taken once a start.
                if offset <= MAX_WINDOW {
                    let bit = (offset * insts + pc) as usize;
                    let (chunk, mask) = (bit / 64, 1u64 << (bit % 64));
                    if self.visited[chunk] & mask != 0 {
                        break;
                    }
                    self.visited[chunk] |= mask;
                } else if at - start > 40 * MAX_WINDOW {
                    break;
                }
                match program.insts[pc as usize] {
                    Inst::Token { pred, crosses } => {
                        if at < count
                            && may_step(tokens, at, start, crosses)
                            && input.bits.has(tokens[at as usize].form, pred)
                        {
                            at += 1;
                            pc += 1;
                            continue;
                        }
                        break;
                    }
                    Inst::List {
                        pred,
                        filter,
                        crosses,
                    } => {
                        if at >= count || !may_step(tokens, at, start, crosses) {
                            break;
                        }
                        let single = input.bits.has(tokens[at as usize].form, pred);
                        if input.bits.begins_multiword(tokens[at as usize].form) {
                            if single {
                                self.stack.push(Step::Go {
                                    pc: pc + 1,
                                    at: at + 1,
                                });
                            }
                            self.multiword(filter, pc, at, input);
                            break;
                        }
                        if single {
                            at += 1;
                            pc += 1;
                            continue;
                        }
                        break;
                    }
                    Inst::Region(kind) => {
                        if at != start && at < count && opens_block(tokens, at) {
                            break;
                        }
                        // Pushed shortest first, so that the longest is tried first.
                        for region in regions.at(kind, at).iter().rev() {
                            self.stack.push(Step::Go {
                                pc: pc + 1,
                                at: region.end,
                            });
                        }
                        break;
                    }
                    Inst::Split { first, second } => {
                        self.stack.push(Step::Go { pc: second, at });
                        pc = first;
                    }
                    Inst::Jump(to) => pc = to,
                    // In guards captures mean nothing.
                    Inst::Save(slot) if usize::from(slot) >= self.slots.len() => pc += 1,
                    Inst::Save(slot) => {
                        let value = &mut self.slots[usize::from(slot)];
                        self.stack.push(Step::Restore {
                            slot,
                            value: *value,
                        });
                        *value = at;
                        pc += 1;
                    }
                    Inst::SentenceStart => {
                        if at < count && tokens[at as usize].opens_sentence {
                            pc += 1;
                            continue;
                        }
                        break;
                    }
                    Inst::SentenceEnd => {
                        if at >= count || tokens[at as usize].opens_sentence {
                            pc += 1;
                            continue;
                        }
                        break;
                    }
                    Inst::Match => return Some(at),
                }
            }
        }
        None
    }

    fn multiword(&mut self, filter: FilterId, pc: u32, at: u32, input: &Input) {
        let filter = &input.rules.filters[filter.0 as usize];
        for found in input.found_at(at) {
            if filter.accepts(input.lexicon, found.entry) {
                self.stack.push(Step::Go {
                    pc: pc + 1,
                    at: found.end,
                });
            }
        }
    }
}

fn opens_block(tokens: &[Token], at: u32) -> bool {
    tokens[at as usize].opens_block
}

/// Whether a pattern may go on with the token at `at`: not into another sentence, unless the
/// pattern says so, and never into another block.
fn may_step(tokens: &[Token], at: u32, start: u32, crosses: bool) -> bool {
    let token = &tokens[at as usize];
    at == start || !token.opens_sentence || crosses && !token.opens_block
}

fn crosses(a: (u32, u32), b: (u32, u32)) -> bool {
    let overlap = a.0 < b.1 && b.0 < a.1;
    let nested = a.0 <= b.0 && b.1 <= a.1 || b.0 <= a.0 && a.1 <= b.1;
    overlap && !nested || a == b
}
