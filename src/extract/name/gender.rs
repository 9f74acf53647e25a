//! What shows whether a person is a woman or a man: a civility, a role, words that agree, a first name.

use super::super::analysis::{Analysis, NameFinding};
use crate::lexicon::ListId;
use crate::record::Gender;

/// A gender and what shows it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shown {
    pub gender: Gender,
    pub by: &'static str,
    /// What is surer counts more.
    sureness: u8,
}

/// The surer of two; the first of equals.
pub(super) fn surer(a: Option<Shown>, b: Option<Shown>) -> Option<Shown> {
    match (a, b) {
        (Some(a), Some(b)) if b.sureness > a.sureness => Some(b),
        (a, b) => a.or(b),
    }
}

/// What shows the gender of names in an article, its lists looked up once.
pub(super) struct Shows<'a> {
    analysis: &'a Analysis<'a>,
    civilities: Option<ListId>,
    functions: Option<ListId>,
    given: Option<ListId>,
}

impl<'a> Shows<'a> {
    pub(super) fn new(analysis: &'a Analysis<'a>) -> Self {
        let list = |concept| analysis.pack.concept(concept);
        Self {
            analysis,
            civilities: list("civility"),
            functions: list("function"),
            given: list("given-name"),
        }
    }

    /// The gender that the words at the mention show. A role in the masculine may be that of the office,
    /// and a first name one of either gender; a civility, a role in the feminine and a participle tell.
    pub(super) fn of(&self, name: &NameFinding) -> Option<Shown> {
        let shown = |gender: Option<Gender>, by, sureness| {
            gender.map(|gender| Shown {
                gender,
                by,
                sureness,
            })
        };
        let role = match self.beside(name, self.functions) {
            role @ Some(Gender::Feminine) => shown(role, "role", 3),
            role => shown(role, "role", 1),
        };
        [
            shown(self.beside(name, self.civilities), "title", 4),
            role,
            shown(self.agreeing(name), "agreement", 3),
            shown(self.first_name(name), "first-name", 2),
        ]
        .into_iter()
        .fold(None, surer)
    }

    /// The gender of the word of a list right before the name.
    fn beside(&self, name: &NameFinding, list: Option<ListId>) -> Option<Gender> {
        let list = list?;
        let input = &self.analysis.input;
        let first = self.analysis.sentence_of(name.start).first;
        (name.start.saturating_sub(3).max(first)..name.start).find_map(|start| {
            let entry = input.entry_of(list, start, name.start)?;
            named(input.lexicon.column(entry, "gender")?)
        })
    }

    /// The gender of the word behind the name, over a comma, that agrees with it (`born`).
    fn agreeing(&self, name: &NameFinding) -> Option<Gender> {
        let words = &self.analysis.pack.settings.name.link.agreeing;
        let at = name.end + u32::from(self.analysis.folded(name.end) == ",");
        named(words.get(self.analysis.folded(at))?)
    }

    fn first_name(&self, name: &NameFinding) -> Option<Gender> {
        let sure = self.analysis.pack.settings.name.link.sure;
        if name.end < name.start + 2 {
            return None;
        }
        let input = &self.analysis.input;
        let entry = input.entry_of(self.given?, name.start, name.start + 1)?;
        let share: f64 = input.lexicon.column(entry, "f")?.parse().ok()?;
        if share >= sure {
            Some(Gender::Feminine)
        } else if share <= 100.0 - sure {
            Some(Gender::Masculine)
        } else {
            None
        }
    }
}

/// The gender that a column of a list states.
pub(crate) fn named(gender: &str) -> Option<Gender> {
    match gender {
        "f" => Some(Gender::Feminine),
        "m" => Some(Gender::Masculine),
        _ => None,
    }
}
