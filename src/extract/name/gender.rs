//! What shows whether a person is a woman or a man: a civility, a role, words that agree, a first name.

use super::super::analysis::{Analysis, NameFinding};
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

/// The gender that the words at the mention show. A role in the masculine may be that of the office,
/// and a first name one of either gender; a civility, a role in the feminine and a participle tell.
pub(super) fn of(analysis: &Analysis, name: &NameFinding) -> Option<Shown> {
    let shown = |gender: Option<Gender>, by, sureness| {
        gender.map(|gender| Shown {
            gender,
            by,
            sureness,
        })
    };
    let role = beside(analysis, name, "function");
    let role = match role {
        Some(Gender::Feminine) => shown(role, "role", 3),
        _ => shown(role, "role", 1),
    };
    [
        shown(beside(analysis, name, "civility"), "title", 4),
        role,
        shown(agreeing(analysis, name), "agreement", 3),
        shown(first_name(analysis, name), "first-name", 2),
    ]
    .into_iter()
    .fold(None, surer)
}

/// The gender of the word of a concept's list right before the name.
fn beside(analysis: &Analysis, name: &NameFinding, concept: &str) -> Option<Gender> {
    let list = analysis.pack.concept(concept)?;
    let first = analysis.sentence_of(name.start).first;
    (name.start.saturating_sub(3).max(first)..name.start).find_map(|start| {
        let entry = analysis
            .input
            .entries(start, name.start)
            .find(|e| e.list == list)?;
        named(analysis.input.lexicon.column(entry, "gender")?)
    })
}

/// The gender of the word behind the name, over a comma, that agrees with it (`born`).
fn agreeing(analysis: &Analysis, name: &NameFinding) -> Option<Gender> {
    let words = &analysis.pack.settings.name.link.agreeing;
    let at = name.end + u32::from(analysis.folded(name.end) == ",");
    named(words.get(analysis.folded(at))?)
}

fn first_name(analysis: &Analysis, name: &NameFinding) -> Option<Gender> {
    let list = analysis.pack.concept("given-name")?;
    let sure = analysis.pack.settings.name.link.sure;
    if name.end < name.start + 2 {
        return None;
    }
    let entry = analysis
        .input
        .entries(name.start, name.start + 1)
        .find(|e| e.list == list)?;
    let share: f64 = analysis.input.lexicon.column(entry, "f")?.parse().ok()?;
    if share >= sure {
        Some(Gender::Feminine)
    } else if share <= 100.0 - sure {
        Some(Gender::Masculine)
    } else {
        None
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
