//! Who bears a role that no name stands beside.

use super::{Draft, Head, Way, backward};
use crate::extract::analysis::{Analysis, Findings, NameFinding};
use crate::extract::name::named_gender;
use crate::record::{EntityKind, Gender, Status};

/// How far back a description reaches for somebody it names for the first time, in tokens.
const REACH: u32 = 120;
/// The same for a title that describes nobody by itself.
const NEAR: u32 = 40;

/// How many roles, and how many names, on either side are looked at: more than an article has, and
/// what keeps time linear in a text of any length.
const MEMORY: usize = 256;

/// Gives each draft the person that its way leads to, where there is one. Drafts stand in the order of
/// the text. O(drafts × [`MEMORY`]).
pub(super) fn find(analysis: &Analysis, findings: &Findings, drafts: &mut [Draft]) {
    chains(drafts);
    let search = Search { analysis, findings };
    for index in 0..drafts.len() {
        let draft = &drafts[index];
        match draft.way {
            Way::Anaphor if draft.status != Status::Future => {
                if let Some((person, within)) = search.anaphor(drafts, index) {
                    drafts[index].person = Some(person);
                    drafts[index].within = drafts[index].within.or(within);
                }
            }
            Way::Subject => {
                drafts[index].person = search.topic(draft.from, REACH, search.pronoun(draft.from));
            }
            _ => {}
        }
    }
    chains(drafts);
}

/// Passes bearers on from role to role where one stands right beside the other. The organization
/// of one that has none is that of the other.
fn chains(drafts: &mut [Draft]) {
    let link = |drafts: &mut [Draft], at: usize, from: usize| {
        let (person, within) = (drafts[from].person, drafts[from].within);
        let draft = &mut drafts[at];
        draft.person = draft.person.or(person);
        draft.within = draft.within.or(within);
    };
    for at in (0..drafts.len()).rev() {
        let behind = (at + 1..drafts.len())
            .take_while(|&next| drafts[next].from <= drafts[at].to)
            .find(|&next| drafts[next].from == drafts[at].to);
        if drafts[at].way == Way::After
            && let Some(from) = behind
        {
            let person = drafts[from].person;
            drafts[at].person = drafts[at].person.or(person);
        }
    }
    for at in 1..drafts.len() {
        // A date may stand between (`since 2009`).
        if drafts[at].way == Way::Before && drafts[at - 1].to + 6 >= drafts[at].from {
            link(drafts, at, at - 1);
            if drafts[at - 1].within.is_none() && !drafts[at - 1].body {
                drafts[at - 1].within = drafts[at].within;
            }
        }
    }
}

/// The drafts near one, itself included, with their places.
fn near<'d, 'a>(
    drafts: &'d [Draft<'a>],
    index: usize,
) -> impl Iterator<Item = (usize, &'d Draft<'a>)> {
    let from = index.saturating_sub(MEMORY);
    drafts.iter().enumerate().skip(from).take(2 * MEMORY + 1)
}

struct Search<'a> {
    analysis: &'a Analysis<'a>,
    findings: &'a Findings,
}

impl Search<'_> {
    /// Whom the title takes up, and where that person bears it: who bears the same title, one that
    /// begins with it, or one that it is a general word for; else whom it describes.
    fn anaphor(&self, drafts: &[Draft], index: usize) -> Option<(u32, Option<u32>)> {
        let said = &drafts[index];
        let fits: [fn(&Self, &Head, &Head) -> bool; 3] = [
            |_, known, said| known.lemma == said.lemma,
            |this, known, said| this.longer(known.lemma, said.lemma),
            |this, known, said| this.general(known, said),
        ];
        for fit in fits {
            let bearers: Vec<&Draft> = near(drafts, index)
                .filter(|(at, known)| {
                    *at != index
                        && (*at < index || known.way != Way::Anaphor)
                        && known
                            .person
                            .is_some_and(|p| self.agrees(p, said.head.gender))
                        && (said.people.is_none()
                            || known.people.is_none()
                            || known.people == said.people)
                        && (said.within.is_none()
                            || known.within.is_none()
                            || known.within == said.within)
                        && fit(self, &known.head, &said.head)
                })
                .map(|(_, known)| known)
                .collect();
            if let Some(found) = self.nearest(&bearers, said.from) {
                return Some(found);
            }
        }
        self.described(drafts, index).map(|person| (person, None))
    }

    /// The bearer named last before the token; behind it, one that has no rival.
    fn nearest(&self, bearers: &[&Draft], token: u32) -> Option<(u32, Option<u32>)> {
        let role = |person: u32| {
            let role = bearers.iter().rev().find(|d| d.person == Some(person))?;
            Some((person, role.within))
        };
        let earlier = bearers.iter().any(|d| d.from < token);
        if earlier {
            return backward(&self.findings.names, token)
                .take(MEMORY)
                .find_map(|n| role(n.entity));
        }
        let first = bearers.first()?.person?;
        bearers
            .iter()
            .all(|d| d.person == Some(first))
            .then(|| role(first))
            .flatten()
    }

    /// Somebody whom the title describes for the first time: the one pointed at, or the only one of
    /// that gender spoken of; a title of a sort that describes nobody by itself needs one near by who
    /// is not known to be anything else.
    fn described(&self, drafts: &[Draft], index: usize) -> Option<u32> {
        let said = &drafts[index];
        let settings = &self.analysis.pack.settings.name.role;
        let determiner = self.analysis.folded(said.from);
        let pointed = settings.demonstratives.iter().any(|w| w == determiner);
        let describes = settings.descriptive.iter().any(|c| c == said.head.class);
        let reach = if pointed || describes { REACH } else { NEAR };
        let person = self.topic(said.from, reach, said.head.gender)?;
        if pointed {
            return Some(person);
        }
        let gender = self.findings.entities[person as usize].gender;
        let sure = gender.is_some() && gender == said.head.gender;
        let alone = || {
            self.persons(said.from, REACH)
                .all(|p| p == person || !self.agrees(p, said.head.gender))
        };
        // What bears the title already was passed over for a reason.
        let mut known = near(drafts, index).filter(|(_, d)| d.person == Some(person));
        let fits = known.all(|(_, d)| {
            d.head.lemma != said.head.lemma && (describes || d.head.class == said.head.class)
        });
        (sure && fits && alone()).then_some(person)
    }

    /// The gender of the pronoun.
    fn pronoun(&self, token: u32) -> Option<Gender> {
        let genders = &self.analysis.pack.settings.name.role.determiners;
        named_gender(genders.get(self.analysis.folded(token))?)
    }

    /// The persons named shortly before the token, the nearest first, without those who signed.
    fn persons(&self, token: u32, reach: u32) -> impl Iterator<Item = u32> {
        self.names(token, reach).map(|n| n.entity)
    }

    fn names(&self, token: u32, reach: u32) -> impl Iterator<Item = &NameFinding> {
        backward(&self.findings.names, token)
            .take_while(move |n| n.start + reach >= token)
            .filter(|n| n.kind == EntityKind::Person && !self.findings.byline.contains(&n.entity))
    }

    /// The person of that gender spoken of last: the first in the nearest sentence that names one.
    fn topic(&self, token: u32, reach: u32, gender: Option<Gender>) -> Option<u32> {
        let mut names = self
            .names(token, reach)
            .filter(|n| self.agrees(n.entity, gender));
        let nearest = names.next()?;
        let first = self.analysis.sentence_of(nearest.start).first;
        let topic = names.take_while(|n| n.start >= first).last();
        Some(topic.unwrap_or(nearest).entity)
    }

    /// Whether the known title is the one said with more words: a complement, or a word before that is
    /// no function itself (`first deputy`).
    fn longer(&self, known: &str, said: &str) -> bool {
        let behind = known
            .strip_prefix(said)
            .is_some_and(|rest| rest.starts_with(' '));
        let before = known
            .strip_suffix(said)
            .and_then(|rest| rest.strip_suffix(' '))
            .is_some_and(|first| !self.is_function(first));
        behind || before
    }

    fn is_function(&self, word: &str) -> bool {
        let lexicon = self.analysis.input.lexicon;
        let functions = self.analysis.pack.concept("function");
        lexicon
            .word(word)
            .is_some_and(|w| lexicon.entries(w).any(|e| Some(e.list) == functions))
    }

    fn general(&self, known: &Head, said: &Head) -> bool {
        let general = &self.analysis.pack.settings.name.role.general;
        general
            .get(said.lemma)
            .is_some_and(|of| of.iter().any(|w| w == known.lemma || w == known.class))
    }

    fn agrees(&self, person: u32, gender: Option<Gender>) -> bool {
        let known = self.findings.entities[person as usize].gender;
        known.is_none() || gender.is_none() || known == gender
    }
}
