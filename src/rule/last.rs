//! What can stand last in a match: it tells most looks to the left at once.

use serde::{Deserialize, Serialize};

use super::matcher::Input;
use super::program::{Inst, PredId};

/// What the last token of every match has.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Lasts {
    /// One of these predicates holds for it,
    preds: Vec<PredId>,
    /// or it is the last of an entry of several words.
    phrases: bool,
}

impl Lasts {
    /// `None` where a match may end with a region.
    pub fn of(insts: &[Inst]) -> Option<Self> {
        let mut lasts = Self::default();
        let end = insts.iter().position(|inst| *inst == Inst::Match)?;
        let mut seen = vec![false; insts.len()];
        let mut work = vec![end];
        while let Some(pc) = work.pop() {
            if std::mem::replace(&mut seen[pc], true) {
                continue;
            }
            for (before, inst) in insts.iter().enumerate() {
                let next = before + 1 == pc;
                match *inst {
                    Inst::Split { first, second } if [first, second].contains(&(pc as u32)) => {
                        work.push(before);
                    }
                    Inst::Jump(to) if to as usize == pc => work.push(before),
                    Inst::Save(_) | Inst::SentenceStart | Inst::SentenceEnd if next => {
                        work.push(before)
                    }
                    Inst::Token { pred, .. } if next => lasts.preds.push(pred),
                    Inst::List { pred, .. } if next => {
                        lasts.preds.push(pred);
                        lasts.phrases = true;
                    }
                    Inst::Region(_) if next => return None,
                    _ => {}
                }
            }
        }
        lasts.preds.sort_unstable();
        lasts.preds.dedup();
        Some(lasts)
    }

    /// Whether a match that took something may end before the token.
    pub fn may_end(&self, end: u32, input: &Input) -> bool {
        let Some(last) = end.checked_sub(1) else {
            return false;
        };
        let class = input.classes[last as usize];
        self.preds.iter().any(|&pred| input.bits.has(class, pred))
            || self.phrases && input.ends_phrase(end)
    }
}
