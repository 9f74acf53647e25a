//! Singular and plural of nouns and adjectives.

use std::borrow::Cow;

use hashbrown::HashMap;

use super::{Fault, content_lines, suffixes};

/// Number, of nouns and adjectives.
///
/// A table of two columns under the header `singular` ⇥ `plural`; `#` begins a note. `-y` ⇥ `-ies` is a rule on word
/// ends; a line that does not begin with a hyphen is an entry for whole words, several of them separated by spaces if the plural is
/// `=` (invariable) or `+x` (append). Entries go before rules, longer ends before shorter ones, and of two lines with the
/// same end or word the first counts: so the table says which of several singulars a plural has. A word with hyphens
/// that is no entry is inflected in its last part, of a phrase the first word; the rest stays.
#[derive(Debug, Clone, Default)]
pub struct Nominals {
    plurals: Direction,
    singulars: Direction,
}

/// One way through the table; rules under their ends.
#[derive(Debug, Clone, Default)]
struct Direction {
    entries: HashMap<String, String>,
    rules: HashMap<String, String>,
}

impl Nominals {
    /// Reads a table of number.
    ///
    /// # Errors
    /// All the faults of the table, in the order of its lines.
    pub fn parse(table: &str) -> Result<Nominals, Vec<Fault>> {
        let (mut made, mut faults) = (Nominals::default(), Vec::new());
        let mut lines = content_lines(table);
        match lines.next() {
            Some((_, header)) if header.split('\t').map(str::trim).eq(["singular", "plural"]) => {}
            first => {
                let line = first.map_or(1, |(number, _)| number);
                faults.push(Fault {
                    line,
                    message: "the header must be `singular`, `plural`".to_owned(),
                });
            }
        }
        for (line, content) in lines {
            if let Err(message) = made.line(content) {
                faults.push(Fault { line, message });
            }
        }
        if faults.is_empty() {
            Ok(made)
        } else {
            Err(faults)
        }
    }

    fn line(&mut self, line: &str) -> Result<(), String> {
        let (singular, plural) = line
            .split_once('\t')
            .ok_or("one cell where two are needed: singular and plural")?;
        let (singular, plural) = (singular.trim(), plural.trim());
        if let (Some(one), Some(many)) = (singular.strip_prefix('-'), plural.strip_prefix('-')) {
            self.plurals
                .rules
                .entry(one.to_owned())
                .or_insert_with(|| many.to_owned());
            self.singulars
                .rules
                .entry(many.to_owned())
                .or_insert_with(|| one.to_owned());
            return Ok(());
        }
        let append = if plural == "=" {
            Some("")
        } else {
            plural.strip_prefix('+')
        };
        let words = singular.split_whitespace().count();
        if plural.is_empty()
            || words == 0
            || (append.is_none() && (words > 1 || plural.contains(' ')))
        {
            return Err(format!(
                "cannot read `{singular}` as one word with its plural: for several words write `=` or `+s`"
            ));
        }
        for one in singular.split_whitespace() {
            let many = append.map_or_else(|| plural.to_owned(), |end| format!("{one}{end}"));
            self.plurals
                .entries
                .entry(one.to_owned())
                .or_insert_with(|| many.clone());
            self.singulars
                .entries
                .entry(many)
                .or_insert_with(|| one.to_owned());
        }
        Ok(())
    }

    /// The plural of a singular in lower case; the word itself if it is invariable.
    #[must_use]
    pub fn plural<'a>(&self, singular: &'a str) -> Cow<'a, str> {
        self.plurals.turn(singular)
    }

    /// The singular of a form in lower case; the word itself if it is a singular already, or invariable.
    #[must_use]
    pub fn singular<'a>(&self, form: &'a str) -> Cow<'a, str> {
        self.singulars.turn(form)
    }
}

impl Direction {
    fn turn<'a>(&self, word: &'a str) -> Cow<'a, str> {
        if let Some(other) = self.entries.get(word) {
            return if other == word {
                Cow::Borrowed(word)
            } else {
                Cow::Owned(other.clone())
            };
        }
        if let Some(space) = word.find(' ').filter(|&at| at > 0) {
            let (first, rest) = word.split_at(space);
            return match self.turn(first) {
                Cow::Borrowed(_) => Cow::Borrowed(word),
                Cow::Owned(turned) => Cow::Owned(turned + rest),
            };
        }
        if let Some(hyphen) = word.rfind('-').filter(|&at| at > 0) {
            let (before, last) = word.split_at(hyphen + 1);
            return match self.turn(last) {
                Cow::Borrowed(_) => Cow::Borrowed(word),
                Cow::Owned(turned) => Cow::Owned(format!("{before}{turned}")),
            };
        }
        // At least one letter must stay before the end that a rule replaces.
        let rule = suffixes(word)
            .skip(1)
            .find_map(|(at, end)| Some((at, end, self.rules.get(end)?)));
        match rule.or_else(|| {
            Some((
                word.len(),
                "",
                self.rules.get("").filter(|_| !word.is_empty())?,
            ))
        }) {
            Some((at, end, other)) if end != other => Cow::Owned(format!("{}{other}", &word[..at])),
            _ => Cow::Borrowed(word),
        }
    }
}
