//! The matcher: the rules phase by phase, and which of their matches stay.

use hashbrown::HashSet;

use super::bits::FormBits;
use super::condition;
use super::exec::{Machine, Start};
use super::lazy::{Begin, Guide, Lazy};
use super::program::{FilterId, PredId, Rule, RuleId, RuleSet};
use super::regions::{Capture, Match, Region, Regions};
use crate::lexicon::{Found, Lexicon};
use crate::token::{Forms, Token};

/// Longest entry of several words that is looked up, in tokens.
pub const MAX_PHRASE: u32 = 16;

/// Everything that a rule can look at. The parts are made by earlier stages and not changed.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    pub text: &'a str,
    pub tokens: &'a [Token],
    pub forms: &'a Forms,
    pub bits: &'a FormBits,
    /// For each token, the class of its form in `bits`.
    pub classes: &'a [u32],
    /// Multiword entries, by place.
    pub found: &'a [Found],
    /// For each token, the first of `found` that begins there or behind; one more holds their number.
    pub found_from: &'a [u32],
    /// The number of each of `found` in `bits`.
    pub found_rows: &'a [u32],
    pub lexicon: &'a Lexicon,
    pub rules: &'a RuleSet,
}

impl<'a> Input<'a> {
    /// Multiword entries that begin at the token.
    pub fn found_at(&self, token: u32) -> &'a [Found] {
        &self.found[self.found_range(token)]
    }

    /// Whether an entry of several words ends before the token.
    pub(super) fn ends_phrase(&self, end: u32) -> bool {
        let near = end.saturating_sub(MAX_PHRASE);
        let from = self.found_from[near as usize] as usize;
        let to = self.found_from[end as usize] as usize;
        self.found[from..to].iter().any(|found| found.end == end)
    }

    pub(super) fn found_range(&self, token: u32) -> std::ops::Range<usize> {
        let from = self.found_from[token as usize] as usize;
        from..self.found_from[token as usize + 1] as usize
    }

    /// Ends of the multiword entries that begin at the token and that the filter accepts.
    pub(super) fn phrases_at(
        &self,
        token: u32,
        filter: FilterId,
    ) -> impl DoubleEndedIterator<Item = u32> {
        self.found_range(token)
            .filter(move |&i| self.bits.accepts(self.found_rows[i], filter))
            .map(|i| self.found[i].end)
    }

    /// Whether a match from `start` may go on with the token `at`: not into another sentence, unless the
    /// pattern `crosses`, and never into another block.
    #[inline]
    pub(super) fn may_step(&self, at: u32, start: u32, crosses: bool) -> bool {
        let token = &self.tokens[at as usize];
        at == start || !token.opens_sentence || crosses && !token.opens_block
    }

    /// Whether it may, and the predicate holds for the token.
    #[inline]
    pub(super) fn takes(&self, at: u32, start: u32, pred: PredId, crosses: bool) -> bool {
        self.bits.has(self.classes[at as usize], pred) && self.may_step(at, start, crosses)
    }

    /// Whether the rule's trigger stands at the token.
    pub(super) fn wakes(&self, rule: &Rule, at: u32, regions: &Regions) -> bool {
        let trigger = &rule.trigger;
        let class = self.classes[at as usize];
        let begun = regions.types_at(at);
        trigger.preds.iter().any(|&pred| self.bits.has(class, pred))
            || trigger
                .filters
                .iter()
                .any(|&filter| self.phrases_at(at, filter).next().is_some())
            || trigger.types.iter().any(|kind| begun & 1 << kind.0 != 0)
    }

    /// The token of a match at which its rule's trigger stands: the first, where there are several.
    pub fn trigger(&self, found: &Match, regions: &Regions) -> u32 {
        let rule = self.rules.rule(found.rule);
        let (least, most) = rule.trigger.prefix;
        let from = found.start + least;
        let to = found.end.min(from + (most - least) + 1);
        (from..to)
            .find(|&at| self.wakes(rule, at, regions))
            .unwrap_or(found.start)
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
    pub(super) machine: Machine,
    /// For each token, whether a sentence or an entry of several words begins there.
    edges: Vec<bool>,
    /// All regions, by their first tokens.
    begins: Vec<Begin>,
    /// The rules of each phase, in parts.
    phases: Vec<Vec<Lazy>>,
    /// For each rule of the part, the first token at which it has not been tried yet.
    next: Vec<u32>,
    /// Matches of this phase; their captures are places in `captures`.
    kept: Vec<Match>,
    captures: Vec<Capture>,
    /// For each token, the types that a kept match of this phase occupies; of types that nest,
    /// those that have an edge there.
    occupied: Vec<u64>,
    /// Extents of the kept matches whose type nests.
    nested: HashSet<(u8, u32, u32)>,
}

impl Matcher {
    /// Forgets all that hangs on the classes of forms.
    pub fn clear(&mut self) {
        self.phases.clear();
    }

    /// Takes in an article. O(n).
    pub fn begin(&mut self, input: &Input) {
        let firsts = input.tokens.iter().zip(input.found_from.windows(2));
        self.edges.clear();
        self.edges
            .extend(firsts.map(|(token, found)| token.opens_sentence || found[0] != found[1]));
    }

    /// Runs the rules of one phase and adds what they made to `regions`.
    pub fn run(&mut self, phase: u16, input: &Input, regions: &mut Regions) {
        let parts = std::mem::take(self.parts(phase, input.rules));
        self.find_begins(regions);
        self.kept.clear();
        self.captures.clear();
        let mut after = Vec::with_capacity(parts.len());
        for mut lazy in parts {
            lazy.scan(&self.edges, &self.begins, input);
            self.next.clear();
            self.next.resize(lazy.rules().len(), 0);
            for &(at, nth, begin) in lazy.matches.iter().rev() {
                let rule = usize::from(nth);
                if at >= self.next[rule]
                    && let Some(end) = self.keep(
                        lazy.rules()[rule],
                        at,
                        lazy.guide(nth, begin),
                        input,
                        regions,
                    )
                {
                    self.next[rule] = end;
                }
            }
            after.extend(lazy.or_halves(input.rules));
        }
        self.phases[usize::from(phase)] = after;
        self.resolve(input, regions);
    }

    fn find_begins(&mut self, regions: &Regions) {
        self.begins.clear();
        let all = regions.all().map(|r| Begin {
            at: r.start,
            kind: r.kind,
            end: r.end,
        });
        self.begins.extend(all);
        self.begins.sort_unstable();
    }

    /// The rules of a phase, in as many parts as they have come to.
    fn parts(&mut self, phase: u16, rules: &RuleSet) -> &mut Vec<Lazy> {
        let phases = (self.phases.len() as u16..=phase).map(|phase| {
            let of_phase: Vec<RuleId> = (0..)
                .map(RuleId)
                .zip(&rules.rules)
                .filter(|(_, rule)| rule.phase == phase)
                .map(|(id, _)| id)
                .collect();
            let whole = (!of_phase.is_empty()).then(|| Lazy::new(of_phase, rules));
            whole.into_iter().collect()
        });
        self.phases.extend(phases);
        &mut self.phases[usize::from(phase)]
    }

    /// Keeps the match of a rule from the token `at`, if there is one and its conditions hold; tells its end.
    fn keep(
        &mut self,
        id: RuleId,
        at: u32,
        guide: Option<Guide>,
        input: &Input,
        regions: &Regions,
    ) -> Option<u32> {
        let rule = input.rules.rule(id);
        let machine = &mut self.machine;
        if !condition::hold_before(machine, rule, at, input, regions) {
            return None;
        }
        let start = Start {
            at,
            roles: rule.roles.len(),
            end: None,
            guide,
        };
        let end = machine
            .exec::<false>(&rule.program, start, input, regions)
            .filter(|end| *end > at)?;
        let before = self.captures.len();
        self.captures.extend(machine.captures());
        let captures = &self.captures[before..];
        if condition::hold_after(machine, rule, (at, end), captures, input, regions) {
            self.kept.push(Match {
                rule: id,
                start: at,
                end,
                captures: (before as u32, captures.len() as u16),
            });
            Some(end)
        } else {
            self.captures.truncate(before);
            None
        }
    }

    /// The longest match wins, then priority, then the order of the files. One type never overlaps
    /// itself, but where it may nest.
    fn resolve(&mut self, input: &Input, regions: &mut Regions) {
        self.kept.sort_unstable_by_key(|m| {
            let rule = input.rules.rule(m.rule);
            (
                std::cmp::Reverse(m.end - m.start),
                std::cmp::Reverse(rule.priority),
                m.rule,
                m.start,
            )
        });
        self.occupied.clear();
        // An edge may lie behind the last token.
        self.occupied.resize(input.tokens.len() + 1, 0);
        self.nested.clear();
        let mut made: Vec<Region> = Vec::new();
        for found in &mut self.kept {
            let kind = input.rules.rule(found.rule).output;
            let bit = 1u64 << kind.0;
            let span = found.start as usize..found.end as usize;
            let nests = input.rules.nesting & bit != 0;
            // Those kept before are no shorter: they cross this one where they have an edge in it.
            let watched = if nests {
                span.start + 1..span.end
            } else {
                span
            };
            if self.occupied[watched.clone()].iter().any(|o| o & bit != 0)
                || nests && !self.nested.insert((kind.0, found.start, found.end))
            {
                continue;
            }
            if nests {
                self.occupied[found.start as usize] |= bit;
                self.occupied[found.end as usize] |= bit;
            } else {
                self.occupied[watched].iter_mut().for_each(|o| *o |= bit);
            }
            let (first, count) = found.captures;
            let captures = &self.captures[first as usize..first as usize + usize::from(count)];
            found.captures.0 = regions.captures.len() as u32;
            regions.captures.extend_from_slice(captures);
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
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{Pipeline, Scratch};

    /// What stands in patterns.
    fn pattern() -> impl Strategy<Value = String> {
        let one = prop::sample::select(vec![
            "\"a\"", "\"b\"", "\"c\"", "[]", "<num>", "<quoted>", "@titres", "^", "$", "\".\"",
        ]);
        let row = prop::collection::vec(one, 1..4).prop_map(|parts| parts.join(" "));
        row.prop_recursive(3, 16, 3, |inner| {
            let count = prop::sample::select(vec!["", "?", "{0,2}", "{1,3}", "{0,4}?", "{2}"]);
            prop_oneof![
                (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} | {b})")),
                (inner.clone(), count, inner).prop_map(|(a, n, b)| format!("({a}){n} {b}")),
            ]
        })
    }

    fn pipeline(rules: String) -> Option<Pipeline> {
        let files = [
            (
                "pack.toml",
                "lang = \"xx\"\nname = \"test\"\nphases = [\"<num>\", \"<quoted>\", \"a\"]\n",
            ),
            ("tokens.toml", ""),
            ("blocks.toml", ""),
            ("lexicon/titres.tsv", "form\nb\na b\nc c c\n"),
        ];
        let mut files: Vec<_> = files
            .map(|(path, text)| (path.to_owned(), text.into()))
            .into();
        files.push(("rules/a.rules".into(), rules.into()));
        Pipeline::with_pack("xx", "", files).ok()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3_000))]

        /// Where a rule's program matches and its conditions hold, the scan has seen that it may.
        #[test]
        fn a_scan_misses_nothing(
            patterns in prop::collection::vec((pattern(), prop::option::of(pattern())), 1..4),
            words in prop::collection::vec(
                prop::sample::select(vec!["a", "b", "c", "3", ". A", ".\n\nB", "«", "»", "12"]),
                1..30,
            ),
        ) {
            let mut rules = String::new();
            for (nth, (pattern, right)) in patterns.iter().enumerate() {
                let right = right.as_ref().map_or(String::new(), |r| format!("  where right {r}\n"));
                rules += &format!("rule r{nth} -> x\n  match {pattern}\n{right}  yes \"a\"\n  no \"b\"\n");
            }
            // Patterns that may be empty are faults.
            let Some(pipeline) = pipeline(rules) else { return Ok(()) };
            let text = words.join(" ");
            let missed = pipeline.before_rules(&mut Scratch::default(), &text, |input, regions| {
                let mut matcher = Matcher::default();
                matcher.begin(input);
                matcher.missed(input, regions)
            });
            prop_assert_eq!(missed, vec![], "{:?} in {:?}", patterns, text);
        }
    }

    impl Matcher {
        /// Rules and tokens at which they match, though the scan has not said so, or match otherwise with what
        /// it knows.
        fn missed(&mut self, input: &Input, regions: &Regions) -> Vec<(RuleId, u32)> {
            self.find_begins(regions);
            let mut parts = std::mem::take(self.parts(0, input.rules));
            let mut missed = Vec::new();
            for lazy in &mut parts {
                lazy.scan(&self.edges, &self.begins, input);
                for (nth, &id) in lazy.rules().iter().enumerate() {
                    for at in 0..input.tokens.len() as u32 {
                        let seen = lazy.matches.iter().find(|m| (m.0, m.1) == (at, nth as u16));
                        let mut captures = |guide: Option<Guide>| {
                            self.captures.clear();
                            let end = self.keep(id, at, guide, input, regions);
                            (end, self.captures.clone())
                        };
                        let alone = captures(None);
                        let guided = match seen {
                            Some(&(_, nth, begin)) => captures(lazy.guide(nth, begin)),
                            None => (None, Vec::new()),
                        };
                        if alone != guided {
                            missed.push((id, at));
                        }
                    }
                }
            }
            missed
        }
    }
}
