//! Where a role is held that names no organization.

use std::collections::HashMap;

use super::{Draft, Way, backward};
use crate::extract::analysis::{Analysis, Findings, NameFinding};
use crate::record::EntityKind;
use crate::text::BlockKind;

/// How far back a role without complement reaches for its organization, in tokens.
const REACH: u32 = 150;

/// Gives each draft without one the organization or town that the text has spoken of.
pub(super) fn find(analysis: &Analysis, findings: &Findings, drafts: &mut [Draft]) {
    let search = Search {
        analysis,
        names: &findings.names,
    };
    let town = search.municipal(drafts);
    for draft in drafts.iter_mut().filter(|d| d.within.is_none()) {
        draft.within = search.of(draft, town);
    }
}

struct Search<'a> {
    analysis: &'a Analysis<'a>,
    names: &'a [NameFinding],
}

impl Search<'_> {
    /// The town of a mayor: that of another mayor of the article, or the town most spoken of.
    fn municipal(&self, drafts: &[Draft]) -> Option<u32> {
        let titles = &self.analysis.pack.settings.name.role.municipal;
        let mut mayors = drafts
            .iter()
            .filter(|d| titles.iter().any(|w| w == d.head.lemma))
            .peekable();
        mayors.peek()?;
        mayors.find_map(|d| d.within).or_else(|| self.town())
    }

    /// `town` is that of the article's mayors.
    fn of(&self, draft: &Draft, town: Option<u32>) -> Option<u32> {
        let settings = &self.analysis.pack.settings.name.role;
        let holds = |list: &[String]| list.iter().any(|w| w == draft.head.lemma);
        if holds(&settings.municipal) {
            return town;
        }
        let determiner = draft
            .start
            .checked_sub(1)
            .map(|at| self.analysis.folded(at));
        let possessed = determiner.is_some_and(|d| settings.possessives.iter().any(|w| w == d));
        let owned = settings.owned.iter().any(|c| c == draft.head.class);
        // What is taken up was placed where it was said in full; right before a name (`President
        // Talon`) a title is rather that of a country.
        let apart = draft.way != Way::Anaphor && self.analysis.folded(draft.end) == ",";
        let apposed = draft.to == draft.end;
        let head = holds(&settings.heads) && (apart || apposed && draft.way != Way::Anaphor);
        if draft.people.is_some() || draft.other {
            return None;
        }
        if draft.body || head || possessed && owned {
            return self.last(draft.from);
        }
        None
    }

    /// The organization spoken of last before the token: the first in the nearest sentence that names
    /// one, sources of news apart.
    fn last(&self, token: u32) -> Option<u32> {
        let mut names = backward(self.names, token)
            .take_while(|n| n.start + REACH >= token)
            .filter(|n| n.kind == EntityKind::Organization && !self.is_medium(n));
        let nearest = names.next()?;
        let first = self.analysis.sentence_of(nearest.start).first;
        let topic = names.take_while(|n| n.start >= first).last();
        Some(topic.unwrap_or(nearest).entity)
    }

    fn is_medium(&self, name: &NameFinding) -> bool {
        let media = self.analysis.pack.concept("medium");
        let mut entries = self.analysis.input.entries(name.start, name.end);
        entries.any(|e| Some(e.list) == media)
    }

    /// The place in the title, or the one that is mentioned most often, the first of several; streets
    /// and the like, whose first word is a common one, do not count.
    fn town(&self) -> Option<u32> {
        let towns = || {
            self.names.iter().filter(|n| {
                n.kind == EntityKind::Place
                    && self.analysis.word(n.start).starts_with(char::is_uppercase)
            })
        };
        let titled = |n: &&NameFinding| self.analysis.kind_of_block(n.start) == BlockKind::Title;
        if let Some(name) = towns().find(titled) {
            return Some(name.entity);
        }
        let mut counts: HashMap<u32, usize> = HashMap::new();
        for name in towns() {
            *counts.entry(name.entity).or_default() += 1;
        }
        let most = counts.values().max().copied()?;
        towns()
            .find(|n| counts[&n.entity] == most)
            .map(|n| n.entity)
    }
}
