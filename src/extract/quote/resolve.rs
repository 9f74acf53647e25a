//! Who spoke: the entity that a speaker's words mean.
//!
//! Policies, in this order: a name among the words; a name in apposition; the first person of a
//! quoted speaker; a pronoun by gender and number; a role that somebody in the article bears; a body
//! that stands for its organization; a description that takes up whoever was last spoken of. Nobody
//! is guessed for an indefinite, plural or possessed speaker.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use super::join::Draft;
use super::place::Span;
use crate::extract::analysis::{Analysis, Findings, NameFinding};
use crate::record::{EntityKind, Gender};
use crate::rule::Regions;

/// `[resolve]` of `quotes.toml`. Keys are folded words.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Settings {
    /// Pronouns that stand for one person: `m`, `f` or `mf`.
    pub pronouns: HashMap<String, String>,
    /// Pronouns that take up the name mentioned last, whatever its place in the sentence.
    pub nearest: HashSet<String>,
    /// Pronouns that take up what stands right before them.
    pub relatives: HashSet<String>,
    /// Definite and demonstrative determiners of the singular, with their gender.
    pub definite: HashMap<String, String>,
    /// Possessive determiners of the singular, with their gender.
    pub possessive: HashMap<String, String>,
    /// Nouns that stand for the organization to which they belong.
    pub bodies: HashSet<String>,
    /// Nouns of people who are left unnamed even with a definite article.
    pub anonymous: HashSet<String>,
    /// Words that open an apposition or a circumstance behind a name.
    pub epithets: HashSet<String>,
}

/// How far back a pronoun or a description reaches, in tokens.
const REACH: u32 = 260;

pub(super) struct Resolver<'a> {
    analysis: &'a Analysis<'a>,
    settings: &'a Settings,
    links: &'a HashSet<String>,
    first_person: &'a HashSet<String>,
    names: Vec<NameFinding>,
    genders: Vec<Option<Gender>>,
    /// Heads of roles with their bearer, by place.
    roles: Vec<(u32, String, u32)>,
}

impl<'a> Resolver<'a> {
    pub fn new(analysis: &'a Analysis<'a>, findings: &Findings, _regions: &Regions) -> Self {
        let quote = &analysis.pack.settings.quote;
        let mut names: Vec<NameFinding> = findings
            .names
            .iter()
            .filter(|n| n.end > n.start)
            .cloned()
            .collect();
        names.sort_by_key(|n| (n.start, std::cmp::Reverse(n.end)));
        let mut this = Self {
            analysis,
            settings: &quote.resolve,
            links: &quote.complement_links,
            first_person: &quote.first_person,
            names,
            genders: findings.entities.iter().map(|e| e.gender).collect(),
            roles: Vec::new(),
        };
        this.roles = findings
            .roles
            .iter()
            .filter_map(|r| Some((r.start, this.head(r.start, r.end)?, r.person)))
            .collect();
        this.roles.sort();
        this
    }

    /// The entity of each draft's speaker. Drafts come in the order of the text.
    pub fn all(&self, drafts: &[Draft]) -> Vec<Option<u32>> {
        let mut who: Vec<Option<u32>> = Vec::with_capacity(drafts.len());
        for (index, draft) in drafts.iter().enumerate() {
            let Some(speaker) = draft.speaker else {
                who.push(None);
                continue;
            };
            // One speaker of several quotations is resolved once.
            let same = drafts[..index]
                .iter()
                .zip(&who)
                .rev()
                .take(8)
                .find(|(d, _)| d.speaker == Some(speaker))
                .map(|(_, w)| *w);
            let found = match same {
                Some(known) => known,
                None => self.one(index, speaker, drafts, &who),
            };
            who.push(found);
        }
        who
    }

    fn one(
        &self,
        index: usize,
        speaker: Span,
        drafts: &[Draft],
        who: &[Option<u32>],
    ) -> Option<u32> {
        let (start, end) = speaker;
        let first = self.analysis.folded(start);
        if self.first_person.contains(first) {
            return self.holder(start, &drafts[..index], who);
        }
        if let Some(named) = self.named(start, end) {
            return Some(named);
        }
        if end == start + 1 && self.settings.relatives.contains(first) {
            return self.antecedent(start);
        }
        let words = self.analysis.words(start, end);
        let folded = crate::token::fold(words);
        if let Some(gender) = self.settings.pronouns.get(folded.as_str()) {
            let nearest = self.settings.nearest.contains(folded.as_str());
            return self.taken_up(start, gender, nearest, &drafts[..index], who);
        }
        if let Some(apposed) = self.apposed(end) {
            return Some(apposed);
        }
        self.described(start, end, &drafts[..index], who)
    }

    /// The name among the words that is the speaker's, not its complement's.
    fn named(&self, start: u32, end: u32) -> Option<u32> {
        let from = self.names.partition_point(|n| n.start < start);
        let mut organization = None;
        let mut person = None;
        for name in self.names[from..].iter().take_while(|n| n.start < end) {
            if name.end > end + 1 {
                continue;
            }
            let complement = (start..name.start)
                .rev()
                .take(2)
                .any(|t| self.links.contains(self.analysis.folded(t)));
            if complement {
                continue;
            }
            match name.kind {
                EntityKind::Person => person = Some(name.entity),
                EntityKind::Organization if organization.is_none() => {
                    organization = Some((name.entity, name.start));
                }
                _ => {}
            }
        }
        if person.is_some() {
            return person;
        }
        let (entity, at) = organization?;
        // `the Socialist deputy`: the party in the middle is not who spoke.
        let head = self.head(start, end);
        let role = head.is_some() && at > start + 1;
        (!role).then_some(entity)
    }

    /// A person named right behind, between commas.
    fn apposed(&self, end: u32) -> Option<u32> {
        let token = match self.analysis.folded(end) {
            "," => end + 1,
            _ => return None,
        };
        // A title may stand before the name.
        let from = self.names.partition_point(|n| n.start < token);
        let name = self.names.get(from)?;
        let near =
            name.start <= token + 2 && (token..name.start).all(|t| self.analysis.word(t) != ",");
        (near && name.kind == EntityKind::Person).then_some(name.entity)
    }

    /// What stands right before a relative pronoun, over a comma and insertions.
    fn antecedent(&self, at: u32) -> Option<u32> {
        let sentence = self.analysis.sentence_of(at);
        let to = self.names.partition_point(|n| n.start < at);
        self.names[..to]
            .iter()
            .rev()
            .take_while(|n| n.start >= sentence.first)
            .find(|n| matches!(n.kind, EntityKind::Person | EntityKind::Organization))
            .map(|n| n.entity)
    }

    /// The speaker of the quotation in which the token stands.
    fn holder(&self, at: u32, drafts: &[Draft], who: &[Option<u32>]) -> Option<u32> {
        drafts
            .iter()
            .zip(who)
            .rev()
            .take(24)
            .find(|(d, _)| d.parts.iter().any(|p| p.0 <= at && at < p.1))
            .and_then(|(_, w)| *w)
    }

    fn agrees(&self, entity: u32, gender: &str) -> bool {
        match self.genders.get(entity as usize).copied().flatten() {
            None => true,
            Some(Gender::Feminine) => gender.contains('f'),
            Some(Gender::Masculine) => gender.contains('m'),
        }
    }

    fn knows(&self, entity: u32) -> bool {
        self.genders
            .get(entity as usize)
            .is_some_and(Option::is_some)
    }

    /// The person of that gender who was spoken of last: the speaker of the quotation before, or the
    /// first of the nearest sentence that names one.
    fn taken_up(
        &self,
        at: u32,
        gender: &str,
        nearest: bool,
        drafts: &[Draft],
        who: &[Option<u32>],
    ) -> Option<u32> {
        let block = self.analysis.block_of(at);
        let floor = at.saturating_sub(REACH);
        let to = self.names.partition_point(|n| n.start < at);
        let persons = || {
            self.names[..to]
                .iter()
                .rev()
                .take_while(|n| n.start >= floor)
                .filter(|n| n.kind == EntityKind::Person && self.agrees(n.entity, gender))
        };
        if nearest {
            return persons().next().map(|n| n.entity);
        }
        let last_speaker = drafts
            .iter()
            .zip(who)
            .rev()
            .take(6)
            .filter_map(|(d, w)| Some((d.speaker?, (*w)?)))
            .find(|&(s, w)| s.0 >= floor && self.agrees(w, gender) && self.is_person(w));
        // The nearest sentence with a fitting name, and the first such name in it.
        let close = persons().next().map(|n| {
            let sentence = self.analysis.sentence_of(n.start);
            let first = persons()
                .take_while(|m| m.start >= sentence.first)
                .last()
                .unwrap_or(n);
            (first.start, first.entity)
        });
        match (last_speaker, close) {
            (Some((s, speaker)), Some((c, named))) => {
                // A name that comes after the last speech, in a paragraph of its own or with a
                // gender that is known, is the new topic.
                let newer = c > s.0 && (self.knows(named) || self.analysis.block_of(c) == block);
                Some(if newer { named } else { speaker })
            }
            (Some((_, speaker)), None) => Some(speaker),
            (None, Some((_, named))) => Some(named),
            (None, None) => None,
        }
    }

    fn is_person(&self, entity: u32) -> bool {
        self.names
            .iter()
            .find(|n| n.entity == entity)
            .is_some_and(|n| n.kind == EntityKind::Person)
    }

    /// The lemma of the first function among the words.
    fn head(&self, start: u32, end: u32) -> Option<String> {
        let list = self.analysis.pack.concept("function")?;
        let input = &self.analysis.input;
        (start..end).find_map(|t| {
            let single = input.entries(t, t + 1).find(|e| e.list == list)?;
            Some(input.lexicon.lemma(single).to_owned())
        })
    }

    /// A description: by role, as a body of an organization, or of the person last spoken of.
    fn described(
        &self,
        start: u32,
        end: u32,
        drafts: &[Draft],
        who: &[Option<u32>],
    ) -> Option<u32> {
        let first = self.analysis.folded(start);
        let definite = self.settings.definite.get(first);
        let possessive = self.settings.possessive.get(first);
        let gender = definite.or(possessive)?;
        let noun = self.analysis.folded(start + 1);
        if (start..end).any(|t| self.settings.anonymous.contains(self.analysis.folded(t))) {
            return None;
        }
        if self.settings.bodies.contains(noun) {
            return self.body(start, end);
        }
        let head = self.head(start, end);
        if let Some(head) = &head
            && let Some(bearer) = self.bearer(start, head, gender)
        {
            return Some(bearer);
        }
        if possessive.is_some() {
            return None;
        }
        // With a complement of its own (`the mayor of Lyon`) it is somebody new.
        let complement = (start + 2..end).any(|t| self.links.contains(self.analysis.folded(t)));
        let demonym = self
            .analysis
            .word(start + 1)
            .starts_with(char::is_uppercase);
        if complement || head.is_none() && !demonym {
            return None;
        }
        self.taken_up(start, gender, false, drafts, who)
    }

    fn bearer(&self, at: u32, head: &str, gender: &str) -> Option<u32> {
        let fits = |r: &&(u32, String, u32)| r.1 == head && self.agrees(r.2, gender);
        let before = self.roles.iter().rev().filter(|r| r.0 < at).find(fits);
        before
            .or_else(|| {
                // A role that comes later names its bearer too, if only one person bears it.
                let mut later = self.roles.iter().filter(|r| r.0 > at).filter(fits);
                let one = later.next()?;
                later.all(|r| r.2 == one.2).then_some(one)
            })
            .map(|r| r.2)
    }

    /// The organization in the complement, else the one named last.
    fn body(&self, start: u32, end: u32) -> Option<u32> {
        let from = self.names.partition_point(|n| n.start < start);
        let inside = self.names[from..]
            .iter()
            .take_while(|n| n.start < end)
            .find(|n| n.kind == EntityKind::Organization);
        if let Some(name) = inside {
            return Some(name.entity);
        }
        if end > start + 2 {
            return None;
        }
        let floor = start.saturating_sub(REACH);
        self.names[..from]
            .iter()
            .rev()
            .take_while(|n| n.start >= floor)
            .find(|n| n.kind == EntityKind::Organization)
            .map(|n| n.entity)
    }
}
