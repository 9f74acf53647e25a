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

/// Counts the names of one article: all together, and the names of each kind by themselves.
pub(super) fn count(gold: &[&Name], pred: &[&Name], out: &mut SemEval) {
    let kinds = [
        EntityKind::Person,
        EntityKind::Organization,
        EntityKind::Place,
        EntityKind::Other,
    ];
    for (w, way) in Way::ALL.into_iter().enumerate() {
        out.all[w] += count_way(way, gold, pred);
    }
    for kind in kinds {
        let of = |names: &[&Name]| -> Vec<Name> {
            let kept = names.iter().filter(|n| n.kind == kind);
            kept.map(|n| (*n).clone()).collect()
        };
        let (gold, pred) = (of(gold), of(pred));
        let (gold, pred): (Vec<&Name>, Vec<&Name>) = (gold.iter().collect(), pred.iter().collect());
        for (w, way) in Way::ALL.into_iter().enumerate() {
            out.kinds[kind as usize][w] += count_way(way, &gold, &pred);
        }
    }
}

/// Pairs each prediction, in the order of the text, with a gold name that is still free: the one that the
/// way calls right, else the first that it overlaps. (`nervaluate` 1.2 does the same; its figures are those
/// of the tests.)
fn count_way(way: Way, gold: &[&Name], pred: &[&Name]) -> Muc {
    let mut free = vec![true; gold.len()];
    let mut muc = Muc::default();
    for name in pred {
        // Both are in the order of the text.
        let until = gold.partition_point(|g| g.span.start < name.span.end);
        let near = |g: &usize| free[*g] && gold[*g].span.overlaps(name.span);
        let right = |g: &usize| {
            let (span, kind) = (gold[*g].span == name.span, gold[*g].kind == name.kind);
            match way {
                Way::Strict => span && kind,
                Way::Exact | Way::Partial => span,
                Way::Type => kind,
            }
        };
        let distance = |g: &usize| {
            let span = gold[*g].span;
            span.start.abs_diff(name.span.start) + span.end.abs_diff(name.span.end)
        };
        let best = (0..until).filter(near).filter(right).min_by_key(distance);
        if let Some(g) = best {
            free[g] = false;
            muc.correct += 1;
        } else if let Some(g) = (0..until).find(near) {
            free[g] = false;
            match way {
                Way::Partial => muc.partial += 1,
                _ => muc.incorrect += 1,
            }
        } else {
            muc.spurious += 1;
        }
    }
    muc.missed = free.iter().filter(|&&f| f).count();
    muc
}
