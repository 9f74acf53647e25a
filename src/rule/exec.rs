//! One program over tokens, in time linear in the longest match.
//!
//! A bounded backtracker: it prefers as a backtracking regex engine does (left branch first, greedy
//! unless told otherwise). Most runs end within a few steps. One that does not begins to remember every
//! (instruction, position) that it tries, and tries none of those twice in one window: time is
//! O(instructions × window), whatever the pattern.

use hashbrown::HashSet;

use super::lazy::Guide;
use super::matcher::Input;
use super::program::{FilterId, Inst, Program};
use super::regions::{Capture, Regions};

/// No match has more tokens than this, a region counted as one.
pub(super) const MAX_WINDOW: u32 = 160;

/// Positions of a window for which the memory of failures has bits.
const WIDTH: u32 = MAX_WINDOW + 1;

/// Working memory for running programs.
#[derive(Debug, Default)]
pub(super) struct Machine {
    stack: Vec<Step>,
    slots: Vec<u32>,
    /// First token of the window.
    base: u32,
    /// Whether `visited` is in use for this window.
    remembers: bool,
    /// What was tried, a bit for each position and instruction.
    visited: Vec<u64>,
    /// The same for positions behind the window: only a long region leads there.
    far: HashSet<(u32, u32)>,
    /// The furthest token that no instruction would take, with those instructions.
    pub stopped: Option<(u32, Vec<u32>)>,
}

#[derive(Debug, Clone, Copy)]
enum Step {
    /// Go on at an instruction and a token; `limit` is the first token that may not be taken.
    Go {
        pc: u32,
        at: u32,
        limit: u32,
    },
    Restore {
        slot: u16,
        value: u32,
    },
}

const UNSET: u32 = u32::MAX;

/// What a run starts with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Start<'l> {
    pub at: u32,
    /// How many captures the rule has; none in guards.
    pub roles: usize,
    /// The match must end here.
    pub end: Option<u32>,
    /// What is known beforehand.
    pub guide: Option<Guide<'l>>,
}

impl Machine {
    /// How many words the memory of failures takes.
    fn size(insts: u32) -> usize {
        (WIDTH as usize * insts as usize).div_ceil(64)
    }

    #[cold]
    fn remember(&mut self, insts: u32) {
        self.visited.clear();
        self.visited.resize(Self::size(insts), 0);
        self.far.clear();
        self.remembers = true;
    }

    /// Runs `program` once, from `at`. Returns the end of the match.
    pub fn anchored(
        &mut self,
        program: &Program,
        at: u32,
        end: Option<u32>,
        input: &Input,
        regions: &Regions,
    ) -> Option<u32> {
        let start = Start {
            at,
            roles: 0,
            end,
            guide: None,
        };
        self.exec::<false>(program, start, input, regions)
    }

    /// Captures of the run that has just matched.
    pub fn captures(&self) -> impl Iterator<Item = Capture> {
        self.slots
            .chunks_exact(2)
            .enumerate()
            // What took no token captured nothing.
            .filter(|(_, slot)| slot[0] < slot[1] && slot[1] != UNSET)
            .map(|(role, slot)| Capture {
                role: role as u16,
                start: slot[0],
                end: slot[1],
            })
    }

    /// Whether this instruction and position come up for the first time in the window.
    #[inline]
    fn is_new(&mut self, pc: u32, at: u32, insts: u32) -> bool {
        let offset = at - self.base;
        if offset >= WIDTH {
            return self.far.insert((pc, at));
        }
        let bit = (offset * insts + pc) as usize;
        let (chunk, mask) = (bit / 64, 1u64 << (bit % 64));
        let new = self.visited[chunk] & mask == 0;
        self.visited[chunk] |= mask;
        new
    }

    #[cold]
    fn stop(&mut self, pc: u32, at: u32) {
        match &mut self.stopped {
            Some((furthest, pcs)) if *furthest == at => {
                if !pcs.contains(&pc) {
                    pcs.push(pc);
                }
            }
            Some((furthest, _)) if *furthest > at => {}
            stopped => *stopped = Some((at, vec![pc])),
        }
    }

    /// Runs `program` from a token. Returns the end of the match. With `TRACE`,
    /// [`Self::stopped`] tells how far it came.
    pub fn exec<const TRACE: bool>(
        &mut self,
        program: &Program,
        from: Start,
        input: &Input,
        regions: &Regions,
    ) -> Option<u32> {
        let start = from.at;
        let tokens = input.tokens;
        let last = tokens.len() as u32;
        let count = from.end.unwrap_or(last);
        let insts = program.insts.len() as u32;
        self.base = start;
        self.remembers = false;
        // Steps before the memory of failures is worth clearing.
        let mut free = 64 + Self::size(insts) / 8;
        self.slots.clear();
        self.slots.resize(2 * from.roles, UNSET);
        self.stack.clear();
        self.stack.push(Step::Go {
            pc: 0,
            at: start,
            limit: start.saturating_add(MAX_WINDOW).min(count),
        });
        while let Some(step) = self.stack.pop() {
            let (mut pc, mut at, limit) = match step {
                Step::Restore { slot, value } => {
                    self.slots[usize::from(slot)] = value;
                    continue;
                }
                Step::Go { pc, at, limit } => (pc, at, limit),
            };
            // Each turn takes one instruction; `break` gives this branch up.
            loop {
                if free > 0 {
                    free -= 1;
                } else {
                    if !self.remembers {
                        self.remember(insts);
                    }
                    if !self.is_new(pc, at, insts) {
                        break;
                    }
                }
                match program.insts[pc as usize] {
                    Inst::Token { pred, crosses } => {
                        if at < limit && input.takes(at, start, pred, crosses) {
                            at += 1;
                            pc += 1;
                            continue;
                        }
                        if TRACE {
                            self.stop(pc, at);
                        }
                        break;
                    }
                    Inst::List {
                        pred,
                        filter,
                        crosses,
                    } => {
                        if at < limit && input.may_step(at, start, crosses) {
                            let single = input.bits.has(input.classes[at as usize], pred);
                            if !input.found_at(at).is_empty() {
                                if single {
                                    self.stack.push(Step::Go {
                                        pc: pc + 1,
                                        at: at + 1,
                                        limit,
                                    });
                                }
                                let more = self.multiword(filter, pc, at, limit, input);
                                if TRACE && !single && !more {
                                    self.stop(pc, at);
                                }
                                break;
                            }
                            if single {
                                at += 1;
                                pc += 1;
                                continue;
                            }
                        }
                        if TRACE {
                            self.stop(pc, at);
                        }
                        break;
                    }
                    Inst::Region(kind) => {
                        let mut any = false;
                        if at < limit && (at == start || !tokens[at as usize].opens_block) {
                            // Pushed shortest first, so that the longest is tried first.
                            for region in regions.at(kind, at).iter().rev() {
                                if region.end <= count {
                                    any = true;
                                    let extra = region.end.saturating_sub(at + 1);
                                    self.stack.push(Step::Go {
                                        pc: pc + 1,
                                        at: region.end,
                                        limit: limit.saturating_add(extra).min(count),
                                    });
                                }
                            }
                        }
                        if TRACE && !any {
                            self.stop(pc, at);
                        }
                        break;
                    }
                    Inst::Split { first, second } => {
                        // A branch that leads nowhere is not entered; a trace wants to hear of it.
                        let enters = |pc: u32| match (from.guide, program.insts[pc as usize]) {
                            (Some(guide), _) => guide.leads(pc, at, start),
                            (None, Inst::Token { pred, crosses }) if !TRACE => {
                                at < limit && input.takes(at, start, pred, crosses)
                            }
                            _ => true,
                        };
                        if !enters(first) {
                            pc = second;
                            continue;
                        }
                        if enters(second) {
                            self.stack.push(Step::Go {
                                pc: second,
                                at,
                                limit,
                            });
                        }
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
                        if at < last && tokens[at as usize].opens_sentence {
                            pc += 1;
                            continue;
                        }
                        if TRACE {
                            self.stop(pc, at);
                        }
                        break;
                    }
                    Inst::SentenceEnd => {
                        if at >= last || tokens[at as usize].opens_sentence {
                            pc += 1;
                            continue;
                        }
                        if TRACE {
                            self.stop(pc, at);
                        }
                        break;
                    }
                    Inst::Match => {
                        if from.end.is_none_or(|end| end == at) {
                            return Some(at);
                        }
                        break;
                    }
                }
            }
        }
        None
    }

    fn multiword(&mut self, filter: FilterId, pc: u32, at: u32, limit: u32, input: &Input) -> bool {
        let mut any = false;
        for end in input.phrases_at(at, filter).filter(|&end| end <= limit) {
            any = true;
            self.stack.push(Step::Go {
                pc: pc + 1,
                at: end,
                limit,
            });
        }
        any
    }
}
