//! Patterns over the value of an attribute or a column: the whole of it must match.
//!
//! They are written as regular expressions, but few need one. Words, choices of words, sets of letters and
//! an open beginning or end are compared letter by letter, which needs no automaton: making one takes a
//! third of a millisecond, and a pack has dozens.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use regex::Regex;

/// A pattern, known by its text.
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    text: String,
    how: How,
}

#[derive(Debug, Clone)]
enum How {
    Plain,
    Choices(Vec<Choice>),
    // A clone of a `Regex` has working memory of its own, which is dear.
    Regex(Arc<Regex>),
}

/// A branch of a pattern: letters in a row, and whether anything may stand before or behind them.
#[derive(Debug, Clone, Default)]
struct Choice {
    open_start: bool,
    letters: Vec<Letter>,
    open_end: bool,
}

#[derive(Debug, Clone)]
enum Letter {
    One(char),
    Any,
    Of(Vec<char>),
}

impl Pattern {
    /// Reads a pattern. A plain word is brought into the spelling that it is compared with by
    /// `spelling`. `regexes` are those made before, by their text.
    pub(super) fn new(
        text: &str,
        spelling: impl Fn(&str) -> String,
        regexes: &mut HashMap<String, Arc<Regex>>,
    ) -> Result<Self, regex::Error> {
        if !text.contains(has_meaning) {
            let (text, how) = (spelling(text), How::Plain);
            return Ok(Self { text, how });
        }
        let how = if let Some(choices) = text.split('|').map(Choice::read).collect() {
            How::Choices(choices)
        } else if let Some(regex) = regexes.get(text) {
            How::Regex(Arc::clone(regex))
        } else {
            let regex = Arc::new(Regex::new(&format!("^(?:{text})$"))?);
            regexes.insert(text.to_owned(), Arc::clone(&regex));
            How::Regex(regex)
        };
        let text = text.to_owned();
        Ok(Self { text, how })
    }

    /// The pattern as it was written.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn matches(&self, value: &str) -> bool {
        match &self.how {
            How::Plain => self.text == value,
            How::Choices(choices) => choices.iter().any(|choice| choice.matches(value)),
            How::Regex(regex) => regex.is_match(value),
        }
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Pattern {}

impl Hash for Pattern {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl Choice {
    /// `None` for what only a regular expression can say.
    fn read(text: &str) -> Option<Self> {
        let mut choice = Self::default();
        let mut rest = text;
        if let Some(behind) = rest.strip_prefix(".*") {
            (choice.open_start, rest) = (true, behind);
        }
        if let Some(before) = rest.strip_suffix(".*") {
            (choice.open_end, rest) = (true, before);
        }
        let mut signs = rest.chars();
        while let Some(sign) = signs.next() {
            choice.letters.push(match sign {
                '.' => Letter::Any,
                '[' => {
                    let (set, behind) = signs.as_str().split_once(']')?;
                    if set.is_empty() || !set.chars().all(char::is_alphanumeric) {
                        return None;
                    }
                    signs = behind.chars();
                    Letter::Of(set.chars().collect())
                }
                _ if has_meaning(sign) => return None,
                _ => Letter::One(sign),
            });
        }
        // Looking for letters at any place is the business of an automaton.
        let needs_search = choice.open_start && choice.open_end;
        (!needs_search && !choice.letters.is_empty()).then_some(choice)
    }

    fn matches(&self, value: &str) -> bool {
        // As in regular expressions, `.` is any letter but the end of a line.
        let open = |letter: char| letter != '\n';
        if self.open_start {
            let mut letters = value.chars().rev();
            (self.letters.iter().rev()).all(|l| letters.next().is_some_and(|c| l.fits(c)))
                && letters.all(open)
        } else {
            let mut letters = value.chars();
            (self.letters.iter()).all(|l| letters.next().is_some_and(|c| l.fits(c)))
                && match self.open_end {
                    true => letters.all(open),
                    false => letters.next().is_none(),
                }
        }
    }
}

impl Letter {
    fn fits(&self, letter: char) -> bool {
        match self {
            Letter::One(one) => *one == letter,
            Letter::Any => letter != '\n',
            Letter::Of(set) => set.contains(&letter),
        }
    }
}

/// Whether a sign means something in regular expressions.
fn has_meaning(sign: char) -> bool {
    matches!(
        sign,
        '\\' | '.' | '+' | '*' | '?' | '(' | ')' | '|' | '[' | ']' | '{' | '}' | '^' | '$'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Result<Pattern, regex::Error> {
        Pattern::new(text, str::to_owned, &mut HashMap::new())
    }

    #[test]
    fn common_patterns_need_no_automaton() {
        for text in ["mot", "dit|dits", "K.*", ".*s", "[PIJ]3.", "l'an|au .*"] {
            let pattern = read(text).expect("valid");
            assert!(!matches!(pattern.how, How::Regex(_)), "{text}");
        }
        for text in [
            "siècles?",
            r"\p{Lu}.*",
            ".*a.*",
            "[^a]",
            "a|",
            "(a|b)c",
            "[a-c]",
        ] {
            let pattern = read(text).expect("valid");
            assert!(matches!(pattern.how, How::Regex(_)), "{text}");
        }
        assert!(read("[ab").is_err());
        assert!(read("(a").is_err());
    }

    proptest! {
        #[test]
        fn they_match_what_regular_expressions_match(
            text in r"(\.\*)?([aé.]|\[ab\]|\[éA1\]| ){0,4}(\.\*)?(\|([aé.]|\[ab\]){1,3}(\.\*)?){0,2}",
            value in r"[abéA1 \n]{0,6}",
        ) {
            let regex = Regex::new(&format!("^(?:{text})$")).expect("valid");
            let pattern = read(&text).expect("valid");
            prop_assert_eq!(pattern.matches(&value), regex.is_match(&value), "{} {:?}", text, value);
        }
    }
}
