//! What shows whether a person is a woman or a man: a civility, a role, a first name.

use super::super::analysis::{Analysis, NameFinding};
use crate::record::Gender;
use crate::rule::Regions;

/// The gender that the words at the mention show, and what shows it.
pub(super) fn of(
    analysis: &Analysis,
    _regions: &Regions,
    name: &NameFinding,
) -> Option<(Gender, &'static str)> {
    beside(analysis, name, "civility")
        .map(|g| (g, "title"))
        .or_else(|| first_name(analysis, name).map(|g| (g, "first-name")))
        .or_else(|| beside(analysis, name, "function").map(|g| (g, "role")))
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
