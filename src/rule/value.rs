//! Patterns over the value of an attribute or a column: the whole of it must match.
//!
//! They are written as regular expressions, and a pack has a hundred of them. Making the automaton of one takes a
//! third of a millisecond, which would be most of the time that it takes to start; so the common ones are
//! [`Small`] and compared letter by letter, and those that are asked of every form are one automaton, [`Together`].

mod small;
mod together;

use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use regex::Regex;
use serde::{Deserialize, Serialize};

use small::Small;
pub(super) use together::{States, Together};

/// A pattern, known by its text.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Pattern {
    text: String,
    how: How,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
enum How {
    Plain,
    Small(Arc<Small>),
    // A clone of a `Regex` has working memory of its own, which is dear.
    #[serde(with = "as_text")]
    Regex(Arc<Regex>),
}

/// A regular expression is kept as its text, and read again.
mod as_text {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    use super::{Arc, Regex};

    pub fn serialize<S: Serializer>(regex: &Regex, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(regex.as_str())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Arc<Regex>, D::Error> {
        let text = <&str>::deserialize(from)?;
        Regex::new(text).map(Arc::new).map_err(D::Error::custom)
    }
}

/// Regular expressions by their text.
pub(super) type Regexes = HashMap<String, Arc<Regex>>;

impl Pattern {
    /// Reads a pattern. A plain word is brought into the spelling that it is compared with by
    /// `spelling`. `regexes` are those made before.
    pub(super) fn new(
        text: &str,
        spelling: impl Fn(&str) -> String,
        regexes: &mut Regexes,
    ) -> Result<Self, regex::Error> {
        if !text.contains(small::has_meaning) {
            return Ok(Self::plain(spelling(text)));
        }
        let how = if let Some(small) = Small::read(text) {
            How::Small(Arc::new(small))
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

    /// A pattern that one spelling alone matches, whatever its signs.
    pub(super) fn plain(text: String) -> Self {
        let how = How::Plain;
        Self { text, how }
    }

    /// The pattern as it was written.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn matches(&self, value: &str) -> bool {
        match &self.how {
            How::Plain => self.text == value,
            How::Small(small) => small.matches(value),
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
