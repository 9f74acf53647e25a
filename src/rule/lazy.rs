//! Where the rules of a phase match: one scan of the tokens, from the last to the first.
//!
//! The *state* of a token is the set of instructions from which some way through the tokens that begin there
//! leads to a match: the subset construction over the reversed automaton, made as far as the text needs it, as the
//! lazy automata of `regex-automata` are. A rule may match from a token if its first instruction is in the state
//! there; only there a program is run.
//!
//! A transition depends on the token's *symbol*: which instructions take it. Where regions or entries of several
//! words begin, the state behind each of them is joined in. What was asked once is remembered, so that a scan
//! costs one look a token where nothing is new: O(n), and O(instructions) for what is new.

use hashbrown::{HashMap, HashTable};

use super::automaton::{Automaton, Set, each, has, put};
use super::bits::FormBits;
use super::matcher::Input;
use super::program::{RuleId, RuleSet, TypeId};
use super::spread::{Leading, Place, spread};
use super::table::{State, Table};

/// More states than this are forgotten, and made anew: bounds the memory. Tests want to see it happen.
const MAX_STATES: usize = if cfg!(test) { 12 } else { 16_384 };

/// States are numbered by twos: the odd ones are those where a rule may match.
const _: () = assert!(MAX_STATES * 2 < State::MAX as usize);

/// The state with every instruction: what is left of a state that was forgotten.
const ALL: State = 0;

/// Tells a place from an instruction.
const PLACE: u32 = 1 << 31;

/// No instruction takes what has this symbol.
const NOTHING: u32 = 0;

/// Odd, and without pattern: 2⁶⁴ divided by the golden ratio.
const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// What leads from one state to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Way {
    /// A token with this symbol, from the state behind it.
    Token(u32),
    /// An entry of several words with this symbol, before a state, joined to the state of its first token.
    Phrase(u32, State),
    /// A region of this type, in the same way.
    Region(TypeId, State),
}

impl Way {
    /// The way from a state at a place, as one number: the numbers of states have sixteen bits, those of symbols and
    /// types far fewer than twenty-eight.
    fn key(self, from: State, place: Place) -> u64 {
        let (what, behind) = match self {
            Self::Token(symbol) => (symbol << 2, 0),
            Self::Phrase(symbol, behind) => (symbol << 2 | 1, behind),
            Self::Region(kind, behind) => (u32::from(kind.0) << 2 | 2, behind),
        };
        let states = u64::from(from) << 16 | u64::from(behind);
        states << 32 | u64::from(what << 2 | place as u32)
    }
}

/// Two multiplications: nobody chooses the numbers to collide.
fn mix(key: u64) -> u64 {
    let mixed = key.wrapping_mul(GOLDEN);
    (mixed ^ mixed >> 32).wrapping_mul(0xBF58_476D_1CE4_E5B9)
}

/// Sets of instructions with their numbers.
#[derive(Debug, Default)]
struct Symbols {
    sets: Vec<Set>,
    numbers: HashMap<Set, u32>,
    /// For each class of forms, or entry of several words, its symbol.
    of: Vec<u32>,
}

impl Symbols {
    fn new(chunks: usize) -> Self {
        let nothing: Set = vec![0; chunks].into();
        Self {
            sets: vec![nothing.clone()],
            numbers: HashMap::from_iter([(nothing, NOTHING)]),
            of: Vec::new(),
        }
    }

    fn add(&mut self, set: Set) {
        let next = self.sets.len() as u32;
        let number = *self.numbers.entry(set).or_insert_with_key(|set| {
            self.sets.push(set.clone());
            next
        });
        self.of.push(number);
    }
}

/// More states than this tell that the rules have little to do with each other: their states multiply, and in two
/// halves there are far fewer.
const MANY_STATES: usize = 6_000;

/// Rules of one phase: their states as far as they were needed, and those of the tokens of an article.
#[derive(Debug, Default)]
pub(super) struct Lazy {
    ids: Vec<RuleId>,
    automaton: Automaton,
    forms: Symbols,
    phrases: Symbols,
    /// Sets of instructions, end to end.
    states: Vec<u64>,
    numbers: HashTable<State>,
    /// What leads to a match without taking anything, by place.
    idle: [Set; 4],
    leading: Leading,
    /// For each state, the rules that may match there, by their place in the self.automaton.
    rules: Vec<Box<[u16]>>,
    /// From a state and the symbol of a token inside a sentence, the state before it.
    steps: Table,
    /// By the instructions that take a token, and the place, the state before it.
    taken: HashMap<Box<[u32]>, State>,
    /// Where the other ways lead that were gone, by their keys.
    leads: HashTable<(u64, State)>,
    /// For each token, the state in which a match goes on there.
    go_on: Vec<State>,
    /// The token behind which all states are forgotten.
    known: usize,
    /// As many of `matches` are from before.
    settled: usize,
    /// Where rules may match, from the last token to the first: token, place among the rules, state.
    pub matches: Vec<(u32, u16, State)>,
    /// The regions that begin at the token.
    here: Vec<Begin>,
    work: Vec<u32>,
    row: Vec<u64>,
}

/// A region: its type, its first token, and the token behind its last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Begin {
    pub at: u32,
    pub kind: TypeId,
    pub end: u32,
}

/// Tells a program which way leads to a match.
#[derive(Debug, Clone, Copy)]
pub(super) struct Guide<'l> {
    lazy: &'l Lazy,
    places: &'l [u32],
    begin: State,
}

impl Guide<'_> {
    /// Whether the instruction may lead to a match at the token, in one that began at `start`.
    #[inline]
    pub fn leads(&self, pc: u32, at: u32, start: u32) -> bool {
        let state = match at == start {
            true => self.begin,
            false => self.lazy.go_on[at as usize],
        };
        let from = state as usize / 2 * self.lazy.automaton.chunks;
        has(&self.lazy.states[from..], self.places[pc as usize])
    }
}

impl Lazy {
    pub fn new(ids: Vec<RuleId>, rules: &RuleSet) -> Self {
        let automaton = Automaton::new(ids.iter().map(|&id| rules.rule(id)));
        let mut new = Self {
            forms: Symbols::new(automaton.chunks),
            phrases: Symbols::new(automaton.chunks),
            automaton,
            ids,
            ..Self::default()
        };
        let places = [Place::Inside, Place::First, Place::Crossing, Place::End];
        new.idle = places.map(|place| {
            let mut set: Set = vec![0; new.automaton.chunks].into();
            let mut work = new.automaton.ends.clone();
            work.iter().for_each(|&pc| _ = put(&mut set, pc));
            spread(&new.automaton, &mut set, &mut work, place);
            set
        });
        new.start();
        new
    }

    /// The rules, in order.
    pub fn rules(&self) -> &[RuleId] {
        &self.ids
    }

    /// Itself, or its halves where it has many states.
    pub fn or_halves(self, rules: &RuleSet) -> impl Iterator<Item = Self> {
        let (one, two) = match self.ids.len() {
            count @ 2.. if self.rules.len() > MANY_STATES => {
                let (first, second) = self.ids.split_at(count / 2);
                let half = |ids: &[RuleId]| Self::new(ids.to_vec(), rules);
                (half(first), Some(half(second)))
            }
            _ => (self, None),
        };
        std::iter::once(one).chain(two)
    }

    /// Finds where rules may match. `edges` tells where a sentence or an entry of several words begins; `begins`
    /// has all regions by their first tokens.
    pub fn scan(&mut self, edges: &[bool], begins: &[Begin], input: &Input) {
        self.prepare(input.bits);
        let count = input.tokens.len();
        self.matches.clear();
        self.settled = 0;
        self.go_on.clear();
        self.go_on.resize(count + 1, ALL);
        self.known = count;
        let types = self.automaton.types;
        let mut begins = begins
            .iter()
            .filter(|begin| types & 1 << begin.kind.0 != 0)
            .rev()
            .peekable();
        let mut next = self.way(ALL, Way::Token(NOTHING), Place::End);
        self.go_on[count] = next;
        let mut region = begins.peek().map_or(usize::MAX, |begin| begin.at as usize);
        for (at, (&class, &edge)) in input.classes.iter().zip(edges).enumerate().rev() {
            if self.rules.len() >= MAX_STATES {
                next = self.forget(next, at + 1);
            }
            let symbol = self.forms.of[class as usize];
            let begin;
            if at != region && !edge {
                next = self.step(next, symbol);
                begin = next;
            } else {
                self.here.clear();
                while let Some(&here) = begins.next_if(|begin| begin.at as usize == at) {
                    self.here.push(here);
                }
                region = begins.peek().map_or(usize::MAX, |begin| begin.at as usize);
                (begin, next) = self.special(next, symbol, at, input);
            }
            self.go_on[at] = next;
            if begin & 1 != 0 {
                let rules = &self.rules[begin as usize / 2];
                self.matches
                    .extend(rules.iter().map(|&rule| (at as u32, rule, begin)));
            }
        }
    }

    /// What the scan knows of a match of the `nth` rule that begins in the state.
    pub fn guide(&self, nth: u16, begin: State) -> Option<Guide<'_>> {
        let places = &self.automaton.places[usize::from(nth)];
        (!places.is_empty()).then_some(Guide {
            lazy: self,
            places,
            begin,
        })
    }

    /// Gives symbols to the classes and entries that are new since the last scan.
    fn prepare(&mut self, bits: &FormBits) {
        let automaton = &self.automaton;
        for class in self.forms.of.len()..bits.classes() {
            let preds = each(bits.preds_of(class as u32));
            self.forms
                .add(automaton.set(preds.map(|pred| automaton.of_pred(pred))));
        }
        for phrase in self.phrases.of.len()..bits.known_phrases() {
            let filters = each(bits.filters_of(phrase as u32));
            self.phrases
                .add(automaton.set(filters.map(|filter| automaton.of_filter(filter))));
        }
    }

    /// Makes the state with every instruction.
    fn start(&mut self) {
        self.row.clear();
        self.row.resize(self.automaton.chunks, u64::MAX);
        self.state();
    }

    /// Forgets every state but `next`, that of the token `at`.
    #[cold]
    fn forget(&mut self, next: State, at: usize) -> State {
        let from = next as usize / 2 * self.automaton.chunks;
        let kept = self.states[from..from + self.automaton.chunks].to_vec();
        self.states.clear();
        self.numbers.clear();
        self.rules.clear();
        self.steps.clear();
        self.taken.clear();
        self.leads.clear();
        self.start();
        self.row.copy_from_slice(&kept);
        let next = self.state();
        for (_, _, state) in &mut self.matches[self.settled..] {
            *state = ALL;
        }
        self.settled = self.matches.len();
        self.go_on[at..=self.known].fill(ALL);
        self.go_on[at] = next;
        self.known = at;
        next
    }

    #[inline]
    fn step(&mut self, next: State, symbol: u32) -> State {
        match self.steps.get(next, symbol) {
            Some(state) => state,
            None => {
                let state = self.make(next, Way::Token(symbol), Place::Inside);
                self.steps.insert(next, symbol, state);
                state
            }
        }
    }

    /// The states of a token at which more than a token can be taken, or that opens a sentence.
    fn special(&mut self, next: State, symbol: u32, at: usize, input: &Input) -> (State, State) {
        let token = &input.tokens[at];
        if !token.opens_sentence {
            let state = self.step(next, symbol);
            let state = self.join(state, Place::Inside, at, input);
            return (state, state);
        }
        let [begin, go_on] = [Place::First, Place::Crossing].map(|place| {
            // Nothing goes on into another block.
            if place == Place::Crossing && token.opens_block {
                return self.way(ALL, Way::Token(NOTHING), place);
            }
            let state = self.way(next, Way::Token(symbol), place);
            self.join(state, place, at, input)
        });
        (begin, go_on)
    }

    /// Joins to `state` what regions and entries of several words that begin at the token lead to.
    fn join(&mut self, mut state: State, place: Place, at: usize, input: &Input) -> State {
        for found in input.found_range(at as u32) {
            let symbol = self.phrases.of[input.found_rows[found] as usize];
            if symbol != NOTHING {
                let behind = self.go_on[input.found[found].end as usize];
                state = self.way(state, Way::Phrase(symbol, behind), place);
            }
        }
        for nth in 0..self.here.len() {
            let Begin { kind, end, .. } = self.here[nth];
            let behind = self.go_on[end as usize];
            state = self.way(state, Way::Region(kind, behind), place);
        }
        state
    }

    fn way(&mut self, from: State, way: Way, place: Place) -> State {
        let key = way.key(from, place);
        if let Some(&(_, state)) = self.leads.find(mix(key), |(known, _)| *known == key) {
            return state;
        }
        let state = self.make(from, way, place);
        let rehash = |(key, _): &(u64, State)| mix(*key);
        self.leads.insert_unique(mix(key), (key, state), rehash);
        state
    }

    /// Works out where a way leads.
    #[cold]
    fn make(&mut self, from: State, way: Way, place: Place) -> State {
        self.take(from, way, place);
        let joins = !matches!(way, Way::Token(_));
        let known = |pc: &u32| has(set_of(&self.states, self.automaton.chunks, from), *pc);
        if joins && self.work.iter().all(known) {
            return from;
        }
        // A state hangs on what is taken and the place.
        self.work.push(PLACE | place as u32);
        if !joins && let Some(&state) = self.taken.get(self.work.as_slice()) {
            return state;
        }
        let key: Box<[u32]> = self.work.as_slice().into();
        self.work.pop();
        let row = &mut self.row;
        row.clear();
        row.extend_from_slice(&self.idle[place as usize]);
        match place {
            Place::Inside => {
                for &pc in &self.work {
                    self.leading.add(&self.automaton, pc, row);
                }
            }
            _ => {
                self.work.retain(|&pc| put(row, pc));
                spread(&self.automaton, row, &mut self.work, place);
            }
        }
        if joins {
            let joined = set_of(&self.states, self.automaton.chunks, from);
            row.iter_mut().zip(joined).for_each(|(a, b)| *a |= b);
            return self.state();
        }
        let state = self.state();
        self.taken.insert(key, state);
        state
    }

    /// Lists in `work` the instructions that take what is gone, where the one behind leads to a match, and that do not
    /// lead to one without.
    fn take(&mut self, from: State, way: Way, place: Place) {
        let chunks = self.automaton.chunks;
        let behind = match way {
            Way::Token(_) => from,
            Way::Phrase(_, behind) | Way::Region(_, behind) => behind,
        };
        let behind = set_of(&self.states, chunks, behind);
        let taking = match way {
            Way::Token(symbol) => &self.forms.sets[symbol as usize],
            Way::Phrase(symbol, _) => &self.phrases.sets[symbol as usize],
            Way::Region(kind, _) => {
                self.row.clear();
                self.row.resize(chunks, 0);
                for &pc in self.automaton.of_type(kind) {
                    put(&mut self.row, pc);
                }
                self.row.as_slice()
            }
        };
        let idle = &self.idle[place as usize];
        self.work.clear();
        for (index, &taking) in taking.iter().enumerate() {
            if taking == 0 {
                continue;
            }
            let carry = behind.get(index + 1).map_or(0, |next| next << 63);
            let mut new = taking & (behind[index] >> 1 | carry) & !idle[index];
            if place == Place::Crossing {
                new &= self.automaton.crossing[index];
            }
            while new != 0 {
                self.work.push(64 * index as u32 + new.trailing_zeros());
                new &= new - 1;
            }
        }
    }

    /// The number of the state that `row` is.
    fn state(&mut self) -> State {
        let (states, chunks) = (&self.states, self.automaton.chunks);
        let set = |state: State| set_of(states, chunks, state);
        let hash = hash_set(&self.row);
        if let Some(&state) = self.numbers.find(hash, |&state| set(state) == self.row) {
            return state;
        }
        let heads = self.automaton.heads.iter().enumerate();
        let rules: Box<[u16]> = heads
            .filter(|(_, pc)| has(&self.row, **pc))
            .map(|(nth, _)| nth as u16)
            .collect();
        let state = self.rules.len() as State * 2 + State::from(!rules.is_empty());
        // What was forgotten says nothing of where rules match.
        let state = if self.rules.is_empty() { ALL } else { state };
        let rehash = |&state: &State| hash_set(set(state));
        self.numbers.insert_unique(hash, state, rehash);
        self.rules.push(rules);
        self.states.extend_from_slice(&self.row);
        state
    }
}

/// The set of instructions that a state is.
fn set_of(states: &[u64], chunks: usize, state: State) -> &[u64] {
    let start = state as usize / 2 * chunks;
    &states[start..start + chunks]
}

/// Most chunks are empty, and those that are not differ.
fn hash_set(set: &[u64]) -> u64 {
    let mix = |hash: u64, &chunk: &u64| (hash.rotate_left(5) ^ chunk).wrapping_mul(GOLDEN);
    let hash = set.iter().fold(0, mix);
    hash ^ hash >> 32
}
