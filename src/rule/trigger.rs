//! Triggers: the rarest thing that every match of a pattern must have.
//!
//! How rare an element is, is guessed from its length, since short words are the frequent ones in every language.
//! A pattern without a trigger begins or goes on anywhere: it is no rule. The idea is that of Lucene's
//! *presearcher* (Luwak).

use super::program::{FilterId, Pred, PredId, Trigger, TypeId};
use crate::lexicon::{Lexicon, List};

/// Longest stretch before a trigger in which a match may begin.
pub(super) const MAX_PREFIX: u32 = 40;

/// A set of elements one of which every match must have, and what stands before it.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub preds: Vec<PredId>,
    pub filters: Vec<FilterId>,
    pub types: Vec<TypeId>,
    pub prefix: (u32, Option<u32>),
    pub cost: f64,
}

impl Candidate {
    pub fn token(pred: PredId, cost: f64) -> Self {
        Self {
            preds: vec![pred],
            filters: Vec::new(),
            types: Vec::new(),
            prefix: (0, Some(0)),
            cost,
        }
    }

    pub fn list(pred: PredId, filter: FilterId, cost: f64) -> Self {
        Self {
            filters: vec![filter],
            ..Self::token(pred, cost)
        }
    }

    pub fn region(kind: TypeId) -> Self {
        Self {
            preds: Vec::new(),
            filters: Vec::new(),
            types: vec![kind],
            prefix: (0, Some(0)),
            cost: REGION,
        }
    }

    /// The candidate when `min..max` tokens are put before it.
    pub fn behind(mut self, min: u32, max: Option<u32>) -> Self {
        self.prefix.0 = self.prefix.0.saturating_add(min);
        self.prefix.1 = match (self.prefix.1, max) {
            (Some(a), Some(b)) => Some(a.saturating_add(b)),
            _ => None,
        };
        self
    }

    /// One candidate of each branch taken together.
    pub fn either(mut self, other: Self) -> Self {
        self.preds.extend(other.preds);
        self.filters.extend(other.filters);
        self.types.extend(other.types);
        self.prefix = (
            self.prefix.0.min(other.prefix.0),
            match (self.prefix.1, other.prefix.1) {
                (Some(a), Some(b)) => Some(a.max(b)),
                _ => None,
            },
        );
        self.cost += other.cost;
        self
    }

    /// What waking costs: how often, times the places where a match could begin.
    pub fn price(&self) -> f64 {
        match self.prefix.1 {
            Some(most) if most <= MAX_PREFIX => {
                self.cost * (1.0 + f64::from(most - self.prefix.0.min(most)) / 4.0)
            }
            _ => f64::INFINITY,
        }
    }

    pub fn into_trigger(mut self) -> Trigger {
        let (least, most) = self.prefix;
        self.types.sort_unstable();
        self.types.dedup();
        Trigger {
            preds: self.preds,
            filters: self.filters,
            types: self.types,
            prefix: (least, most.unwrap_or(MAX_PREFIX)),
        }
    }
}

/// The cheapest of several candidates, if one is usable.
pub(super) fn cheapest(candidates: Vec<Candidate>) -> Option<Candidate> {
    candidates
        .into_iter()
        .filter(|c| c.price().is_finite())
        .min_by(|a, b| a.price().total_cmp(&b.price()))
}

/// Guessed occurrences in a hundred thousand tokens.
const REGION: f64 = 2_000.0;
const CAPITAL: f64 = 15_000.0;
const LOW: f64 = 60_000.0;
const SHAPE: f64 = 4_000.0;
const REGEX: f64 = 1_000.0;
const RAREST_LIST: f64 = 50.0;
pub(super) const ANY: f64 = 100_000.0;
/// A trigger that costs this much wakes its rule at every second word or so.
pub(super) const TOO_COMMON: f64 = 50_000.0;

/// Guessed occurrences of what a predicate holds for, in a hundred thousand tokens.
///
/// `list_cost` tells it of the lists behind filters.
pub(super) fn pred_cost(
    pred: &Pred,
    lexicon: &Lexicon,
    list_cost: &dyn Fn(FilterId) -> f64,
) -> f64 {
    let cost = |p: &Pred| pred_cost(p, lexicon, list_cost);
    match pred {
        Pred::Any => ANY,
        Pred::Words(words) => words
            .iter()
            .map(|w| word_cost(lexicon.spelling(*w)))
            .sum::<f64>()
            .min(ANY),
        Pred::List(filter) => list_cost(*filter),
        Pred::Kind(crate::token::Kind::Word) => ANY,
        Pred::Kind(_) => SHAPE,
        Pred::Shape(crate::token::Shape::Lower) | Pred::Low => LOW,
        Pred::Shape(crate::token::Shape::Capital) | Pred::Capital => CAPITAL,
        Pred::Shape(_) | Pred::Capitals => SHAPE,
        Pred::Spelled(..) => REGEX,
        Pred::And(parts) => parts.iter().map(cost).fold(ANY, f64::min),
        Pred::Or(parts) => parts.iter().map(cost).sum::<f64>().min(ANY),
        Pred::Not(_) => ANY,
    }
}

/// Guessed occurrences of a list's entries, in a hundred thousand tokens.
pub(super) fn list_cost(list: &List) -> f64 {
    list.rows()
        .take(3_000)
        .map(|row| word_cost(list.form(row)) / 20.0)
        .sum::<f64>()
        .clamp(RAREST_LIST, 9_000.0)
}

/// Short words are frequent: a word of one letter or sign about two in a hundred tokens.
fn word_cost(word: &str) -> f64 {
    let length = word.chars().count().max(1) as f64;
    2_000.0 / (length * length)
}
