//! The four ways of SemEval-2013 task 9.1 (Segura-Bedmar, Martínez and Herrero-Zazo 2013).

use std::ops::AddAssign;

use crate::eval::gold::Name;
use crate::record::EntityKind;

/// How ends and kinds are weighed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Ends and kind must be right.
    Strict,
    /// Ends must be right, whatever the kind.
    Exact,
    /// Overlap is half right, whatever the kind.
    Partial,
    /// Kind must be right where spans overlap.
    Type,
}

impl Way {
    pub const ALL: [Way; 4] = [Way::Strict, Way::Exact, Way::Partial, Way::Type];

    pub fn name(self) -> &'static str {
        match self {
            Way::Strict => "strict",
            Way::Exact => "exact",
            Way::Partial => "partial",
            Way::Type => "type",
        }
    }
}

/// The five counts of MUC-5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Muc {
    pub correct: usize,
    pub incorrect: usize,
    pub partial: usize,
    pub missed: usize,
    pub spurious: usize,
}

impl Muc {
    /// What gold holds: COR + INC + PAR + MIS.
    pub fn possible(&self) -> usize {
        self.correct + self.incorrect + self.partial + self.missed
    }

    /// What was predicted: COR + INC + PAR + SPU.
    pub fn actual(&self) -> usize {
        self.correct + self.incorrect + self.partial + self.spurious
    }

    /// Right ones: a partial match is half right where the way has partial matches.
    fn right(&self) -> f64 {
        self.correct as f64 + 0.5 * self.partial as f64
    }

    pub fn precision(&self) -> Option<f64> {
        (self.actual() > 0).then(|| self.right() / self.actual() as f64)
    }

    pub fn recall(&self) -> Option<f64> {
        (self.possible() > 0).then(|| self.right() / self.possible() as f64)
    }

    pub fn f1(&self) -> Option<f64> {
        let all = self.actual() + self.possible();
        (all > 0).then(|| 2.0 * self.right() / all as f64)
    }
}

impl AddAssign for Muc {
    fn add_assign(&mut self, o: Self) {
        self.correct += o.correct;
        self.incorrect += o.incorrect;
        self.partial += o.partial;
        self.missed += o.missed;
        self.spurious += o.spurious;
    }
}

/// Counts of all ways: for all names together, and a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SemEval {
    pub all: [Muc; 4],
    pub kinds: [[Muc; 4]; 4],
}

impl AddAssign for SemEval {
    fn add_assign(&mut self, o: Self) {
        for way in 0..4 {
            self.all[way] += o.all[way];
            for kind in 0..4 {
                self.kinds[kind][way] += o.kinds[kind][way];
            }
        }
    }
}

impl SemEval {
    fn add(&mut self, kind: EntityKind, counts: [Muc; 4]) {
        for (way, muc) in counts.into_iter().enumerate() {
            self.all[way] += muc;
            self.kinds[kind as usize][way] += muc;
        }
    }
}

const COR: Muc = Muc {
    correct: 1,
    incorrect: 0,
    partial: 0,
    missed: 0,
    spurious: 0,
};
const INC: Muc = Muc {
    correct: 0,
    incorrect: 1,
    partial: 0,
    missed: 0,
    spurious: 0,
};
const PAR: Muc = Muc {
    correct: 0,
    incorrect: 0,
    partial: 1,
    missed: 0,
    spurious: 0,
};
const MIS: Muc = Muc {
    correct: 0,
    incorrect: 0,
    partial: 0,
    missed: 1,
    spurious: 0,
};
const SPU: Muc = Muc {
    correct: 0,
    incorrect: 0,
    partial: 0,
    missed: 0,
    spurious: 1,
};

/// Counts the names of one article.
///
/// As in the task's scorer, a pair of overlapping names is counted once, for the gold's kind; a spurious
/// one is charged to the predicted kind alone. Pairs are made in three rounds: equal in span and kind,
/// equal in span, overlapping (in the order of the text).
pub(super) fn count(gold: &[&Name], pred: &[&Name], out: &mut SemEval) {
    let mut gold_open = vec![true; gold.len()];
    let mut pred_open = vec![true; pred.len()];
    let rounds: [fn(&Name, &Name) -> bool; 3] = [
        |g, p| g.span == p.span && g.kind == p.kind,
        |g, p| g.span == p.span,
        |g, p| g.span.overlaps(p.span),
    ];
    for fits in rounds {
        for (p, name) in pred.iter().enumerate() {
            if !pred_open[p] {
                continue;
            }
            // Both are in the order of the text.
            let until =
                gold.partition_point(|g| g.span.start < name.span.end.max(name.span.start + 1));
            let Some(g) = (0..until).find(|&g| gold_open[g] && fits(gold[g], name)) else {
                continue;
            };
            (gold_open[g], pred_open[p]) = (false, false);
            let same_kind = gold[g].kind == name.kind;
            let counts = match (gold[g].span == name.span, same_kind) {
                (true, true) => [COR; 4],
                (true, false) => [INC, COR, COR, INC],
                (false, true) => [INC, INC, PAR, COR],
                (false, false) => [INC, INC, PAR, INC],
            };
            out.add(gold[g].kind, counts);
        }
    }
    for (g, name) in gold.iter().enumerate() {
        if gold_open[g] {
            out.add(name.kind, [MIS; 4]);
        }
    }
    for (p, name) in pred.iter().enumerate() {
        if pred_open[p] {
            out.add(name.kind, [SPU; 4]);
        }
    }
}
