//! Why a rule does not fire: how far it came, and what stopped it.

use super::condition;
use super::exec::Start;
use super::matcher::{Input, Matcher};
use super::program::RuleId;
use super::regions::Regions;

/// The furthest that a rule came. Token indices, end exclusive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// Its trigger stands nowhere.
    Asleep,
    /// The pattern matched from `start` to `at`, where it wanted something else: the elements that
    /// could have gone on, as the rule file writes them.
    Stopped {
        start: u32,
        at: u32,
        wanted: Vec<String>,
    },
    /// The pattern matched, but a condition does not hold.
    Guarded {
        start: u32,
        end: u32,
        condition: String,
    },
    /// It matches; only an overlapping match could have kept it out.
    Matches { start: u32, end: u32 },
}

impl Why {
    /// How much the rule got done; the greatest is what to tell.
    fn rank(&self) -> (u8, u32) {
        match *self {
            Why::Asleep => (0, 0),
            Why::Stopped { start, at, .. } => (1, at - start),
            Why::Guarded { start, end, .. } => (2, end - start),
            Why::Matches { start, end } => (3, end - start),
        }
    }
}

impl Matcher {
    /// Tells how far a rule comes, given the regions that its phase sees; ask before the phase is
    /// run. With `near`, only matches that could hold that token count.
    pub fn why(&mut self, id: RuleId, near: Option<u32>, input: &Input, regions: &Regions) -> Why {
        let rule = input.rules.rule(id);
        let (least, most) = rule.trigger.prefix;
        let mut best = Why::Asleep;
        let tokens = 0..input.tokens.len() as u32;
        for trigger in tokens.filter(|&at| input.wakes(rule, at, regions)) {
            let Some(last) = trigger.checked_sub(least) else {
                continue;
            };
            for at in trigger.saturating_sub(most)..=last {
                let why = self.attempt(id, at, input, regions);
                let holds = |token: u32| match why {
                    Why::Asleep => false,
                    Why::Stopped { start, at, .. } => (start..=at.max(trigger)).contains(&token),
                    Why::Guarded { start, end, .. } | Why::Matches { start, end } => {
                        (start..end).contains(&token)
                    }
                };
                if near.is_none_or(holds) && why.rank() > best.rank() {
                    best = why;
                }
            }
        }
        best
    }

    fn attempt(&mut self, id: RuleId, at: u32, input: &Input, regions: &Regions) -> Why {
        let rule = input.rules.rule(id);
        let start = Start {
            at,
            roles: rule.roles.len(),
            end: None,
            guide: None,
        };
        self.machine.stopped = None;
        let end = self
            .machine
            .exec::<true>(&rule.program, start, input, regions)
            .filter(|end| *end > at);
        let Some(end) = end else {
            let (stop, pcs) = self.machine.stopped.take().unwrap_or((at, Vec::new()));
            let mut wanted: Vec<String> = pcs
                .iter()
                .map(|&pc| &rule.program.origins[pc as usize])
                .map(|origin| input.rules.source(origin).to_owned())
                .collect();
            wanted.dedup();
            return Why::Stopped {
                start: at,
                at: stop,
                wanted,
            };
        };
        let captures: Vec<_> = self.machine.captures().collect();
        let span = (at, end);
        match condition::first_broken(&mut self.machine, rule, span, &captures, input, regions) {
            None => Why::Matches { start: at, end },
            Some(index) => {
                let condition = &rule.conditions[index];
                let word = if condition.negated { "unless" } else { "where" };
                Why::Guarded {
                    start: at,
                    end,
                    condition: format!("{word} {}", input.rules.source(&condition.origin)),
                }
            }
        }
    }
}
