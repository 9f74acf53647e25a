//! The part of the regular expressions that needs no automaton: letters, `.`, sets, groups of alternatives, and
//! repetition.
//!
//! Matching tries and goes back. How many ways there are to try is bounded ([`ways`]); at most two repetitions
//! in a row are without bound, so that the time is no more than the square of the value's length.

use serde::{Deserialize, Serialize};

/// Alternatives, one of which must be the whole value.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Small(Vec<Vec<Item>>);

/// A part and how often it stands there.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Item {
    pub part: Part,
    pub least: usize,
    /// `None` where there is no bound.
    pub most: Option<usize>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Part {
    Letter(Letter),
    Group(Vec<Vec<Item>>),
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) enum Letter {
    One(char),
    /// Any but the end of a line.
    Any,
    /// One of the ranges, ends included; or none of them.
    Of(Vec<(char, char)>, bool),
}

/// Deepest nesting of groups, and most repetitions that are counted.
const MAX_DEPTH: usize = 4;
const MAX_COUNT: usize = 32;
/// Most ways in which a row of items is tried at one place, where a repetition without bound is [`OPEN`] ways.
const MAX_WAYS: usize = 512;
const OPEN: usize = 16;

impl Small {
    /// Reads a regular expression; `None` if it is wrong, or needs an automaton.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut reader = Reader {
            rest: text,
            depth: 0,
        };
        let alternatives = reader.alternatives()?;
        let fits = alternatives.iter().all(|items| ways(items) <= MAX_WAYS);
        (reader.rest.is_empty() && fits).then_some(Self(alternatives))
    }

    pub(super) fn matches(&self, value: &str) -> bool {
        let whole = &mut |rest: &str| rest.is_empty();
        self.0.iter().any(|items| in_a_row(items, value, whole))
    }

    /// The alternatives, items in a row each.
    pub(super) fn alternatives(&self) -> &[Vec<Item>] {
        &self.0
    }
}

/// Whether a sign means something in regular expressions.
pub(super) fn has_meaning(sign: char) -> bool {
    matches!(
        sign,
        '\\' | '.' | '+' | '*' | '?' | '(' | ')' | '|' | '[' | ']' | '{' | '}' | '^' | '$'
    )
}

/// In how many ways a row of items can be tried, as far as it matters.
fn ways(items: &[Item]) -> usize {
    let of = |item: &Item| {
        let counts = item.most.map_or(OPEN, |most| most - item.least + 1);
        match &item.part {
            Part::Letter(_) => counts,
            Part::Group(alternatives) => {
                let most = alternatives.iter().map(|items| ways(items)).max();
                counts * most.unwrap_or(1) * alternatives.len().min(2)
            }
        }
    };
    items.iter().map(of).fold(1, usize::saturating_mul)
}

/// Whether a group can be taken in one way only: what is repeated must be.
fn is_fixed(part: &Part) -> bool {
    match part {
        Part::Letter(_) => true,
        Part::Group(alternatives) => alternatives.len() == 1 && ways(&alternatives[0]) == 1,
    }
}

/// Whether the items stand at the head of the value, and `then` holds for what follows.
fn in_a_row(items: &[Item], value: &str, then: &mut dyn FnMut(&str) -> bool) -> bool {
    match items.split_first() {
        None => then(value),
        Some((item, items)) => item.stands(value, &mut |rest| in_a_row(items, rest, then)),
    }
}

impl Item {
    fn stands(&self, value: &str, then: &mut dyn FnMut(&str) -> bool) -> bool {
        match &self.part {
            Part::Letter(letter) => {
                let fitting = value.chars().take_while(|c| letter.fits(*c));
                let lengths = fitting
                    .take(self.most.unwrap_or(usize::MAX))
                    .map(char::len_utf8);
                let (mut count, mut end) = lengths.fold((0, 0), |(n, end), len| (n + 1, end + len));
                loop {
                    if count < self.least {
                        return false;
                    }
                    if then(&value[end..]) {
                        return true;
                    }
                    let Some(last) = value[..end].chars().next_back() else {
                        return false;
                    };
                    (count, end) = (count - 1, end - last.len_utf8());
                }
            }
            Part::Group(alternatives) => self.repeated(alternatives, 0, value, then),
        }
    }

    fn repeated(
        &self,
        alternatives: &[Vec<Item>],
        count: usize,
        value: &str,
        then: &mut dyn FnMut(&str) -> bool,
    ) -> bool {
        let again = self.most.is_none_or(|most| count < most)
            && alternatives.iter().any(|items| {
                in_a_row(items, value, &mut |rest| {
                    self.repeated(alternatives, count + 1, rest, then)
                })
            });
        again || count >= self.least && then(value)
    }
}

impl Letter {
    pub(super) fn fits(&self, letter: char) -> bool {
        match self {
            Letter::One(one) => *one == letter,
            Letter::Any => letter != '\n',
            Letter::Of(ranges, negated) => {
                ranges.iter().any(|(a, z)| (*a..=*z).contains(&letter)) != *negated
            }
        }
    }
}

struct Reader<'t> {
    rest: &'t str,
    depth: usize,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<char> {
        let sign = self.rest.chars().next()?;
        self.rest = &self.rest[sign.len_utf8()..];
        Some(sign)
    }

    fn take(&mut self, sign: char) -> bool {
        let taken = self.rest.strip_prefix(sign);
        self.rest = taken.unwrap_or(self.rest);
        taken.is_some()
    }

    fn alternatives(&mut self) -> Option<Vec<Vec<Item>>> {
        let mut all = vec![self.items()?];
        while self.take('|') {
            all.push(self.items()?);
        }
        Some(all)
    }

    fn items(&mut self) -> Option<Vec<Item>> {
        let mut items = Vec::new();
        while !self.rest.is_empty() && !self.rest.starts_with(['|', ')']) {
            let part = self.part()?;
            let (least, most) = self.repetition()?;
            // What is repeated twice over, and most groups that are repeated, are for an automaton.
            let twice = self.rest.starts_with(['?', '*', '+', '{']);
            let group = matches!(part, Part::Group(_));
            let again = group && (most.is_none() || most > Some(1) && !is_fixed(&part));
            if twice || again {
                return None;
            }
            items.push(Item { part, least, most });
        }
        Some(items)
    }

    fn part(&mut self) -> Option<Part> {
        let letter = match self.next()? {
            '(' => {
                self.depth += 1;
                if self.depth > MAX_DEPTH {
                    return None;
                }
                let alternatives = self.alternatives()?;
                self.depth -= 1;
                return self.take(')').then_some(Part::Group(alternatives));
            }
            '.' => Letter::Any,
            '[' => self.set()?,
            '\\' => Letter::One(self.next().filter(|sign| has_meaning(*sign))?),
            sign if has_meaning(sign) => return None,
            sign => Letter::One(sign),
        };
        Some(Part::Letter(letter))
    }

    fn set(&mut self) -> Option<Letter> {
        let negated = self.take('^');
        let (set, rest) = self.rest.split_once(']')?;
        self.rest = rest;
        // Sets within sets, their sums and differences, and what is escaped.
        if set.is_empty() || set.contains(['[', '\\', '&', '~', '^']) || set.contains("--") {
            return None;
        }
        let mut ranges = Vec::new();
        let mut signs = set.chars().peekable();
        while let Some(first) = signs.next() {
            let mut last = first;
            if signs.peek() == Some(&'-') {
                signs.next();
                match signs.next() {
                    Some(sign) if first <= sign => last = sign,
                    Some(_) => return None,
                    // At the end it stands for itself.
                    None => ranges.push(('-', '-')),
                }
            }
            ranges.push((first, last));
        }
        Some(Letter::Of(ranges, negated))
    }

    /// Least and most, as written behind a part.
    fn repetition(&mut self) -> Option<(usize, Option<usize>)> {
        if self.take('?') {
            return Some((0, Some(1)));
        }
        if self.take('*') {
            return Some((0, None));
        }
        if self.take('+') {
            return Some((1, None));
        }
        if !self.take('{') {
            return Some((1, Some(1)));
        }
        let (bounds, rest) = self.rest.split_once('}')?;
        self.rest = rest;
        let count = |text: &str| text.parse().ok().filter(|&n: &usize| n <= MAX_COUNT);
        let (least, most) = match bounds.split_once(',') {
            None => (count(bounds)?, Some(count(bounds)?)),
            Some((least, "")) => (count(least)?, None),
            Some((least, most)) => (count(least)?, Some(count(most)?)),
        };
        most.is_none_or(|most| least <= most)
            .then_some((least, most))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex::Regex;

    use super::super::{Pattern, Regexes, States, Together};
    use super::*;

    #[test]
    fn what_is_common_is_small() {
        for text in [
            "dit|dits",
            "K.*",
            ".*s",
            "[PIJ]3.",
            "siècles?",
            "-([tT]-)?",
            "(et|ou) (plus|moins)",
            r"([01]?[0-9]|2[0-4])\.[0-5][0-9]",
            ".{3,}[^oeu]ment",
            "[0-9]{1,2}",
            "[a-zé-]{2,6}",
        ] {
            assert!(Small::read(text).is_some(), "{text}");
        }
    }

    #[test]
    fn what_is_wrong_or_large_is_not() {
        for text in [
            r"\p{Lu}.*",
            "(ab)*",
            "[ab",
            "(a",
            "a)",
            "a**",
            "a{2",
            "a{3,2}",
            "[z-a]",
            "^a",
            "(?i)a",
            "[a&&b]",
            "[]a]",
            "a{1000}",
            ".*.*.*",
            "(((((a)))))",
            "(a+){9}",
            "(a?){32}",
            "?",
            "[]",
        ] {
            assert!(Small::read(text).is_none(), "{text}");
        }
    }

    #[test]
    fn going_back_ends() {
        assert!(Small::read(&"a?".repeat(30)).is_none());
        let small = Small::read(".*a.*b|(aa){32}").expect("small");
        assert!(!small.matches(&"a".repeat(3_000)));
    }

    /// Texts that are nearly always valid.
    fn pattern() -> impl Strategy<Value = String> {
        let letter = prop::sample::select(vec![
            "a", "b", "é", ".", "[ab]", "[^a]", "[a-é]", "[b-]", r"\.", "1", "-", " ",
        ]);
        let count = prop::sample::select(vec![
            "", "", "", "?", "*", "+", "{2}", "{1,2}", "{0,1}", "{1,}", "{2,1}", "??",
        ]);
        let item = (letter, count).prop_map(|(l, c)| format!("{l}{c}"));
        let row = prop::collection::vec(item, 0..4).prop_map(|items| items.concat());
        row.prop_recursive(3, 12, 3, |inner| {
            let count = prop::sample::select(vec!["", "?", "{2}", "{0,3}", "*"]);
            prop_oneof![
                (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("{a}|{b}")),
                (inner.clone(), count, inner.clone()).prop_map(|(a, c, b)| format!("({a}){c}{b}")),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn they_match_what_regular_expressions_match(
            text in pattern(),
            values in prop::collection::vec(r"[abé1.\- \n]{0,7}", 1..8),
        ) {
            let regex = Regex::new(&format!("^(?:{text})$"));
            if let Some(small) = Small::read(&text) {
                let regex = regex.expect("what is read is valid");
                let pattern = Pattern::new(&text, str::to_owned, &mut Regexes::default());
                let together = Together::new(&[pattern.expect("what is read is valid")]);
                let mut states = States::default();
                for value in values {
                    let expected = regex.is_match(&value);
                    prop_assert_eq!(small.matches(&value), expected, "{} {:?}", text, value);
                    let mut found = [0];
                    together.add_matching(&value, &mut states, &mut found);
                    prop_assert_eq!(found[0] == 1, expected, "together: {} {:?}", text, value);
                }
            }
        }
    }
}
