//! What was found so far: regions of the text, by type and place.

use super::program::{RuleId, TypeId};

/// A stretch of tokens of one type. Token indices, end exclusive.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Region {
    pub start: u32,
    pub end: u32,
    pub kind: TypeId,
    /// The number that the region holds, if it holds one (`NaN` otherwise).
    pub value: f64,
    /// The maker's own index: of the [`Match`] for rules, of its own table for a built-in.
    pub source: u32,
}

/// A capture of a match. Token indices, end exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capture {
    /// Index into the rule's roles.
    pub role: u16,
    pub start: u32,
    pub end: u32,
}

/// A rule that fired. Token indices, end exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    pub rule: RuleId,
    pub start: u32,
    pub end: u32,
    /// Place of the captures in [`Regions::captures_of`].
    pub(super) captures: (u32, u16),
}

/// All regions of one article, and the matches behind them.
#[derive(Debug, Default)]
pub struct Regions {
    by_type: Vec<Vec<Region>>,
    /// For each token, the types that have a region beginning there.
    starts: Vec<u64>,
    pub(super) matches: Vec<Match>,
    pub(super) captures: Vec<Capture>,
}

impl Regions {
    /// Forgets everything and makes room for `tokens` tokens and `types` types.
    pub fn reset(&mut self, tokens: usize, types: usize) {
        self.by_type.iter_mut().for_each(Vec::clear);
        self.by_type.resize_with(types, Vec::new);
        self.starts.clear();
        self.starts.resize(tokens, 0);
        self.matches.clear();
        self.captures.clear();
    }

    /// Adds regions of one type, in any order. O(n log n) in the regions of that type.
    pub fn add(&mut self, kind: TypeId, regions: impl IntoIterator<Item = Region>) {
        let list = &mut self.by_type[kind.index()];
        let before = list.len();
        list.extend(regions);
        for region in &list[before..] {
            self.starts[region.start as usize] |= 1 << kind.0;
        }
        // Longest first where several begin at one token: greedy patterns take that one.
        list.sort_by_key(|r| (r.start, std::cmp::Reverse(r.end)));
    }

    /// Puts `regions` in place of all regions of a type.
    pub fn replace(&mut self, kind: TypeId, regions: impl IntoIterator<Item = Region>) {
        for region in std::mem::take(&mut self.by_type[kind.index()]) {
            self.starts[region.start as usize] &= !(1 << kind.0);
        }
        self.add(kind, regions);
    }

    /// The regions of a type, by place.
    pub fn of(&self, kind: TypeId) -> &[Region] {
        &self.by_type[kind.index()]
    }

    /// The regions of all types.
    pub(super) fn all(&self) -> impl Iterator<Item = &Region> {
        self.by_type.iter().flatten()
    }

    /// The regions of a type that begin at a token, longest first. O(log n), one look where none.
    pub fn at(&self, kind: TypeId, token: u32) -> &[Region] {
        if self
            .starts
            .get(token as usize)
            .is_none_or(|bits| bits & (1 << kind.0) == 0)
        {
            return &[];
        }
        let list = self.of(kind);
        let from = list.partition_point(|r| r.start < token);
        let to = from + list[from..].partition_point(|r| r.start == token);
        &list[from..to]
    }

    /// The types that have a region beginning at the token, a bit each.
    #[inline]
    pub(super) fn types_at(&self, token: u32) -> u64 {
        self.starts.get(token as usize).copied().unwrap_or(0)
    }

    /// The region of a type with exactly this extent.
    pub fn exact(&self, kind: TypeId, start: u32, end: u32) -> Option<&Region> {
        self.at(kind, start).iter().find(|r| r.end == end)
    }

    /// Whether some region of the type holds all of `start..end`. O(n) in the type's regions
    /// that begin before.
    pub fn covers(&self, kind: TypeId, start: u32, end: u32) -> bool {
        let list = self.of(kind);
        let to = list.partition_point(|r| r.start <= start);
        // Regions of one type overlap only by nesting, so the holder is near.
        list[..to].iter().rev().take(64).any(|r| r.end >= end)
    }

    /// The matches of all phases, in the order in which they were kept.
    pub fn matches(&self) -> &[Match] {
        &self.matches
    }

    /// The match behind a region that a rule made.
    pub fn match_of(&self, region: &Region) -> &Match {
        &self.matches[region.source as usize]
    }

    /// The captures of a match.
    pub fn captures_of(&self, found: &Match) -> &[Capture] {
        let (start, len) = found.captures;
        &self.captures[start as usize..start as usize + len as usize]
    }
}
