//! Many rules as one automaton over tokens, and the sets of its instructions.

use std::borrow::Cow;

use super::program::{ConditionKind, Fold, Inst, Rule, TypeId};

/// A set of instructions of one automaton, a bit each.
pub(super) type Set = Box<[u64]>;

/// Whether the set has the instruction.
#[inline]
pub(super) fn has(set: &[u64], pc: u32) -> bool {
    set[pc as usize / 64] & (1 << (pc % 64)) != 0
}

/// Adds an instruction; tells whether it is new.
pub(super) fn put(set: &mut [u64], pc: u32) -> bool {
    let (chunk, bit) = (pc as usize / 64, 1 << (pc % 64));
    let new = set[chunk] & bit == 0;
    set[chunk] |= bit;
    new
}

/// The instructions of a set, in order.
pub(super) fn each(set: &[u64]) -> impl Iterator<Item = u32> {
    set.iter().enumerate().flat_map(|(index, &chunk)| {
        let mut chunk = chunk;
        std::iter::from_fn(move || {
            (chunk != 0).then(|| {
                let bit = chunk.trailing_zeros();
                chunk &= chunk - 1;
                index as u32 * 64 + bit
            })
        })
    })
}

/// Lists of instructions, by number.
#[derive(Debug, Default)]
struct Lists {
    /// Where each list begins in `items`; one more holds their number.
    from: Vec<u32>,
    items: Vec<u32>,
}

impl Lists {
    /// Sorts by counting; goes through the pairs twice.
    fn of(pairs: impl Iterator<Item = (u32, u32)> + Clone) -> Self {
        let mut from = vec![0];
        for (key, _) in pairs.clone() {
            let behind = key as usize + 1;
            if behind >= from.len() {
                from.resize(behind + 1, 0);
            }
            from[behind] += 1;
        }
        let mut sum = 0;
        for place in &mut from {
            sum += *place;
            *place = sum;
        }
        let mut next = from.clone();
        let mut items = vec![0; sum as usize];
        for (key, item) in pairs {
            let place = &mut next[key as usize];
            items[*place as usize] = item;
            *place += 1;
        }
        Self { from, items }
    }

    fn get(&self, key: u32) -> &[u32] {
        match self.from.get(key as usize..key as usize + 2) {
            Some(&[from, to]) => &self.items[from as usize..to as usize],
            _ => &[],
        }
    }
}

/// Several programs, loosened, end to end.
#[derive(Debug, Default)]
pub(super) struct Automaton {
    pub insts: Vec<Inst>,
    /// Chunks of a [`Set`].
    pub chunks: usize,
    /// Where each program begins, in order.
    pub heads: Vec<u32>,
    /// For each program the instruction that each of its own has become; none where more is asked than the program
    /// does.
    pub places: Vec<Box<[u32]>>,
    /// Types that some instruction takes, a bit each.
    pub types: u64,
    /// Instructions that take a token that opens a sentence, within a match.
    pub crossing: Set,
    by_pred: Lists,
    by_filter: Lists,
    by_type: Lists,
    /// For each instruction, those that lead to it and take nothing.
    before: Lists,
    /// Instructions at which a rule has matched.
    pub ends: Vec<u32>,
}

impl Automaton {
    pub fn new<'r>(rules: impl Iterator<Item = &'r Rule> + Clone) -> Self {
        let most = rules.clone().map(|rule| rule.program.insts.len()).sum();
        let mut new = Self {
            insts: Vec::with_capacity(most),
            ..Self::default()
        };
        for rule in rules {
            let base = new.insts.len() as u32;
            new.heads.push(base);
            let (insts, folds) = with_right(rule);
            let own = insts.len() == rule.program.insts.len();
            let (insts, places) = loosened(insts, folds);
            let places = places.into_iter().filter(|_| own).map(|place| base + place);
            new.places.push(places.collect());
            let moved = insts.iter().map(|inst| inst.moved(|to| base + to));
            new.insts.extend(moved);
        }
        new.chunks = new.insts.len().div_ceil(64);
        new.crossing = vec![0; new.chunks].into();
        for (pc, inst) in (0..).zip(&new.insts) {
            match *inst {
                Inst::Token { crosses: true, .. } | Inst::List { crosses: true, .. } => {
                    put(&mut new.crossing, pc);
                }
                Inst::Region(kind) => {
                    new.types |= 1 << kind.0;
                    put(&mut new.crossing, pc);
                }
                Inst::Match => new.ends.push(pc),
                _ => {}
            }
        }
        let insts = (0..).zip(&new.insts);
        new.by_pred = Lists::of(insts.clone().filter_map(|(pc, inst)| match *inst {
            Inst::Token { pred, .. } | Inst::List { pred, .. } => Some((pred.0, pc)),
            _ => None,
        }));
        new.by_filter = Lists::of(insts.clone().filter_map(|(pc, inst)| match *inst {
            Inst::List { filter, .. } => Some((filter.0, pc)),
            _ => None,
        }));
        new.by_type = Lists::of(insts.clone().filter_map(|(pc, inst)| match *inst {
            Inst::Region(kind) => Some((u32::from(kind.0), pc)),
            _ => None,
        }));
        new.before = Lists::of(insts.flat_map(|(pc, inst)| {
            let [one, two] = match *inst {
                Inst::Split { first, second } => [Some(first), Some(second)],
                Inst::Jump(to) => [Some(to), None],
                Inst::Save(_) | Inst::SentenceStart | Inst::SentenceEnd => [Some(pc + 1), None],
                Inst::Token { .. } | Inst::List { .. } | Inst::Region(_) | Inst::Match => [None; 2],
            };
            one.into_iter().chain(two).map(move |to| (to, pc))
        }));
        new
    }

    /// The set of all instructions of some lists.
    pub fn set<'a>(&self, lists: impl Iterator<Item = &'a [u32]>) -> Set {
        let mut set: Set = vec![0; self.chunks].into();
        lists.flatten().for_each(|&pc| _ = put(&mut set, pc));
        set
    }

    /// Instructions that take a token for which the predicate with this number holds.
    pub fn of_pred(&self, pred: u32) -> &[u32] {
        self.by_pred.get(pred)
    }

    /// Instructions that take an entry of several words which the filter with this number accepts.
    pub fn of_filter(&self, filter: u32) -> &[u32] {
        self.by_filter.get(filter)
    }

    /// Instructions that take a region of the type.
    pub fn of_type(&self, kind: TypeId) -> &[u32] {
        self.by_type.get(u32::from(kind.0))
    }

    /// Instructions from which this one is reached without taking anything.
    pub fn before(&self, pc: u32) -> &[u32] {
        self.before.get(pc)
    }
}

/// The rule's program, and behind it what must stand behind a match.
fn with_right(rule: &Rule) -> (Cow<'_, [Inst]>, Vec<Fold>) {
    let mut insts = Cow::Borrowed(rule.program.insts.as_slice());
    let mut folds = rule.program.folds.clone();
    let right = rule.conditions.iter().find_map(|c| match &c.kind {
        ConditionKind::Right(right) if !c.negated => Some(right),
        _ => None,
    });
    if let Some(right) = right {
        let insts = insts.to_mut();
        // In place of the instruction that ends the match.
        insts.pop();
        let base = insts.len() as u32;
        let to = |to| base + to;
        // It may stand in the next sentence.
        insts.extend(right.insts.iter().map(|inst| match inst.moved(to) {
            Inst::Token { pred, .. } => Inst::Token {
                pred,
                crosses: true,
            },
            Inst::List { pred, filter, .. } => Inst::List {
                pred,
                filter,
                crosses: true,
            },
            other => other,
        }));
        folds.extend(right.folds.iter().map(|fold| fold.moved(to)));
    }
    (insts, folds)
}

/// A program whose bounded repetition is made free: it takes all that the program takes, and has far fewer
/// instructions. Also tells what each instruction has become.
fn loosened(mut insts: Cow<[Inst]>, mut folds: Vec<Fold>) -> (Cow<[Inst]>, Vec<u32>) {
    if folds.is_empty() {
        let places = (0..insts.len() as u32).collect();
        return (insts, places);
    }
    folds.sort_unstable_by_key(|fold| fold.second);
    for fold in &folds {
        // A copy may stand behind what ends a sentence where the first may not.
        for (first, second) in (fold.first..fold.second).zip(fold.second..) {
            let again = insts[second as usize];
            if let Inst::Token { crosses: true, .. } | Inst::List { crosses: true, .. } = again {
                insts.to_mut()[first as usize] = again;
            }
        }
    }
    let mut loose = Vec::with_capacity(insts.len());
    let mut places = vec![0; insts.len()];
    let mut left_out = folds.iter().peekable();
    let mut pc = 0;
    while let Some(&inst) = insts.get(pc as usize) {
        places[pc as usize] = loose.len() as u32;
        // Those within copies that are left out go with them.
        while left_out.next_if(|fold| fold.second < pc).is_some() {}
        match left_out.next_if(|fold| fold.second == pc) {
            Some(fold) => {
                loose.push(Inst::Jump(fold.first));
                pc = fold.end;
            }
            None => {
                loose.push(inst);
                pc += 1;
            }
        }
    }
    let moved = |inst: Inst| inst.moved(|to| places[to as usize]);
    let loose = loose.into_iter().map(moved).collect::<Vec<_>>();
    // All copies are as the first, those of inner parts as those of the first of the outer.
    folds.sort_unstable_by_key(|fold| (fold.first, std::cmp::Reverse(fold.end)));
    for fold in folds.iter().rev() {
        let size = fold.second - fold.first;
        for copy in fold.second..fold.end {
            places[copy as usize] = places[(copy - size) as usize];
        }
    }
    (loose.into(), places)
}
