//! What each person and organization is called beside its name: by its roles, before the name, in
//! apposition to it.

use std::borrow::Cow;
use std::cell::OnceCell;

use hashbrown::HashMap;

use super::super::extent::Extents;
use super::super::place::Span;
use super::super::sign::{Sign, any};
use super::cast::{Cast, Named};
use super::heads::{Head, Heads};
use super::kinds::Kinded;
use crate::extract::analysis::Findings;
use crate::record::EntityKind;

/// How far an apposition is read, in tokens.
const LONGEST: u32 = 16;

/// How many calls by one noun are looked at before a description, and behind it.
const BEFORE: usize = 48;
const BEHIND: usize = 8;

#[derive(Debug)]
struct Called<'a> {
    at: u32,
    entity: u32,
    whole: Cow<'a, str>,
    words: Span,
}

pub(super) struct Known<'a> {
    x: &'a Extents<'a>,
    heads: Heads<'a>,
    /// By noun.
    called: HashMap<Cow<'a, str>, Vec<Called<'a>>>,
    /// By entity, the fields of the functions that are known.
    fields: Vec<Vec<&'a str>>,
    /// Whom the titles that stand alone were found to mean, by where they begin.
    titled: HashMap<u32, u32>,
    /// The names of organizations.
    bodies: Vec<Named>,
    /// By entity, what kinds of organization it is; worked out when first asked for.
    kinds: OnceCell<Vec<u32>>,
    /// By entity, whose inhabitant somebody is called.
    peoples: Vec<Option<&'a str>>,
}

impl<'a> Known<'a> {
    /// Nothing is known yet.
    pub fn new(x: &'a Extents<'a>, heads: Heads<'a>) -> Self {
        Self {
            x,
            heads,
            called: HashMap::new(),
            fields: Vec::new(),
            titled: HashMap::new(),
            bodies: Vec::new(),
            kinds: OnceCell::new(),
            peoples: Vec::new(),
        }
    }

    /// Reads what stands beside the names and roles; `cast` learns the genders that it shows.
    pub fn read(&mut self, cast: &mut Cast, findings: &Findings) {
        let entities = findings.entities.len();
        self.fields.resize_with(entities, Vec::new);
        self.peoples.resize(entities, None);
        for role in &findings.roles {
            // A title that takes somebody up from afar is asked for again.
            let sentence = self.x.analysis.sentence_of(role.start);
            let mut named = cast.within(sentence.first, sentence.end).iter();
            if !named.any(|n| n.entity == role.person) {
                self.titled.insert(role.start, role.person);
                continue;
            }
            let end = self.heads.phrase_end(role.end, role.end + 6);
            self.call(role.person, (role.start, role.end), end);
        }
        for index in 0..cast.names().len() {
            let name = cast.names()[index];
            if matches!(name.kind, EntityKind::Person | EntityKind::Organization) {
                self.beside(&name, cast);
            }
        }
        for called in self.called.values_mut() {
            called.sort_by_key(|c| c.at);
        }
    }

    /// Notes what stands beside the name: `the painter X`, `the painter, X`, `X, painter`.
    fn beside(&mut self, name: &Named, cast: &mut Cast) {
        let x = self.x;
        let first = x.analysis.sentence_of(name.start).first;
        let phrase = x.subjects.around(name.start);
        let phrase = phrase.unwrap_or((name.start, name.end));
        let from = phrase.0.max(first);
        if from < name.start && !x.is(name.start - 1, Sign::Link) {
            self.call(name.entity, (from, name.start), name.start);
            self.show_gender((from, name.start), name.entity, cast);
        }
        if from == name.start
            && let Some(noun) = self.contracted(name.start, first)
        {
            self.call(name.entity, (noun, name.start), name.start);
        }
        if from > first + 1
            && x.is(from - 1, Sign::Comma)
            && let Some(before) = x.subjects.before(from - 1)
            && before.0 >= first
        {
            self.call(name.entity, before, before.1);
            self.show_gender(before, name.entity, cast);
        }
        // An organization is also the noun that its name begins with.
        let organization = name.kind == EntityKind::Organization;
        if organization {
            self.call(name.entity, (name.start, name.end), name.start + 1);
            self.bodies.push(*name);
        }
        let mut at = name.end.max(phrase.1.min(name.end + 8));
        if x.is(at, Sign::Opens) {
            at = (at..at + 6)
                .find(|&t| x.is(t, Sign::Closes))
                .map_or(at, |t| t + 1);
        }
        for _ in 0..2 {
            if !x.is(at, Sign::Comma) {
                return;
            }
            let end = self.heads.phrase_end(at + 1, at + 1 + LONGEST);
            if let Some(head) = self.heads.of((at + 1, end))
                && (head.personal || organization && head.at > at + 1)
            {
                self.note(name.entity, head, (at + 1, end));
            }
            at = end;
        }
    }

    /// The noun before the name whose determiner is one with a preposition: `of-the fund X`.
    fn contracted(&self, name: u32, first: u32) -> Option<u32> {
        let x = self.x;
        let bound = |&t: &u32| x.is_any(t, any(&[Sign::Link, Sign::Article]));
        let common = |t: u32| x.word(t).starts_with(char::is_lowercase) && !x.subjects.is_finite(t);
        let floor = first.max(name.saturating_sub(4));
        let link = (floor..name).rev().find(bound)?;
        (link + 1 < name && { link + 1..name }.all(common)).then_some(link + 1)
    }

    /// The gender of the determiner before a person's noun is the person's.
    fn show_gender(&self, phrase: Span, entity: u32, cast: &mut Cast) {
        let word = self.x.analysis.folded(phrase.0);
        let gender = self
            .x
            .settings
            .resolve
            .definite
            .get(word)
            .map(String::as_str);
        let Some(head) = self.heads.of(phrase).filter(|h| h.personal) else {
            return;
        };
        if let Some(gender) = gender.filter(|g| g.len() == 1).or(head.gender) {
            cast.learn(entity, gender);
        }
    }

    /// Whether the organization is of a kind that the noun means; `None` where nothing says so.
    pub fn is_kind(&self, entity: u32, noun: &str) -> Option<bool> {
        let wanted = self.x.settings.resolve.kinds.of(noun);
        let own = *self
            .kinds
            .get_or_init(|| self.kinds())
            .get(entity as usize)?;
        (own != 0 && wanted != 0).then_some(wanted & own != 0)
    }

    /// The kinds of each entity, by its names and the nouns that it is called by.
    fn kinds(&self) -> Vec<u32> {
        let kinds = Kinded::new(self.x);
        let mut of = vec![0; self.fields.len()];
        for name in &self.bodies {
            of[name.entity as usize] |= kinds.of_name(name);
        }
        for (noun, called) in &self.called {
            let kinds = self.x.settings.resolve.kinds.of(noun);
            for called in called {
                of[called.entity as usize] |= kinds;
            }
        }
        of
    }

    /// Whom the title that heads the phrase was found to mean.
    pub fn titled(&self, head: &Head, phrase: Span) -> Option<u32> {
        (phrase.0..=head.at).find_map(|t| self.titled.get(&t).copied())
    }

    /// Whether somebody is called by the noun, but of another place or body.
    pub fn is_elsewhere(&self, entity: u32, head: &Head, phrase: Span) -> bool {
        let mut same = self.called_so(&head.noun, phrase.0);
        same.any(|c| c.entity == entity && !self.compatible(c.words, phrase))
    }

    /// Whether the person is known to work in the field of the description; `None` where nothing says so.
    pub fn is_of_field(&self, entity: u32, head: &Head) -> Option<bool> {
        let fields = self.fields.get(entity as usize).filter(|f| !f.is_empty())?;
        Some(fields.contains(&head.class?))
    }

    /// Whether the person is called an inhabitant of elsewhere.
    pub fn is_foreign(&self, entity: u32, head: &Head) -> bool {
        let known = self.peoples.get(entity as usize).copied().flatten();
        known.is_some() && known != head.demonym
    }

    fn call(&mut self, entity: u32, phrase: Span, end: u32) {
        if let Some(head) = self.heads.of(phrase) {
            self.note(entity, head, (phrase.0, end.max(phrase.1)));
        }
    }

    fn note(&mut self, entity: u32, head: Head<'a>, words: Span) {
        let number = entity as usize;
        if let Some(people) = head.demonym {
            self.peoples[number].get_or_insert(people);
        }
        if head.personal {
            self.fields[number].extend(head.class);
        }
        self.called.entry(head.noun).or_default().push(Called {
            at: words.0,
            entity,
            whole: head.whole,
            words,
        });
    }

    /// Who bears the noun of the description: whoever was last called so before it, or the only one
    /// who is called so later.
    pub fn bearer(&self, head: &Head, phrase: Span, fits: impl Fn(u32) -> bool) -> Option<u32> {
        let same = self.called_so(&head.noun, phrase.0).filter(|c| {
            // A noun alone is short for any function that it heads.
            c.whole == head.whole || head.whole == head.noun || c.whole == head.noun
        });
        self.choose(same, phrase, &fits)
    }

    /// Who bears a function that the noun of the description can stand for (`the elected one` for a
    /// mayor): the one that the text is about, if that may be, else whoever was last called so.
    pub fn taken_up(
        &self,
        head: &Head,
        phrase: Span,
        topic: Option<u32>,
        fits: impl Fn(u32) -> bool,
    ) -> Option<u32> {
        let words = self.x.analysis.words(head.at.min(phrase.0 + 1), phrase.1);
        let nouns = [
            &crate::token::fold(words),
            head.whole.as_ref(),
            head.noun.as_ref(),
        ];
        let takes_up = &self.x.settings.resolve.takes_up;
        let others = nouns.iter().find_map(|noun| takes_up.get(*noun))?;
        let called = || {
            others
                .iter()
                .flat_map(|noun| self.called_so(noun, phrase.0))
        };
        let topic = topic.filter(|&topic| fits(topic));
        let known = |topic: &u32| called().any(|c| c.entity == *topic);
        let before = || called().filter(|c| c.at < phrase.0);
        topic
            .filter(known)
            .or_else(|| self.choose(before(), phrase, &fits))
            .or(topic)
            .or_else(|| self.choose(called(), phrase, &fits))
    }

    /// Who is called so around the token: many times before it, a few behind.
    fn called_so(&self, noun: &str, at: u32) -> impl Iterator<Item = &Called<'a>> {
        let called = self.called.get(noun).map_or(&[][..], Vec::as_slice);
        let here = called.partition_point(|c| c.at < at);
        called[here.saturating_sub(BEFORE)..called.len().min(here + BEHIND)].iter()
    }

    fn choose<'c>(
        &'c self,
        called: impl Iterator<Item = &'c Called<'a>>,
        phrase: Span,
        fits: &impl Fn(u32) -> bool,
    ) -> Option<u32> {
        let fitting: Vec<&Called<'a>> = called
            .filter(|c| fits(c.entity) && self.compatible(c.words, phrase))
            .collect();
        let before = fitting
            .iter()
            .filter(|c| c.at < phrase.0)
            .max_by_key(|c| (self.shared(c.words, phrase), c.at));
        if let Some(called) = before {
            return Some(called.entity);
        }
        let one = fitting.first()?.entity;
        fitting.iter().all(|c| c.entity == one).then_some(one)
    }

    /// Whether both phrases do not name different places or bodies.
    fn compatible(&self, called: Span, phrase: Span) -> bool {
        let mut proper = self.proper(phrase).peekable();
        if proper.peek().is_none() || self.proper(called).next().is_none() {
            return true;
        }
        proper.any(|word| self.proper(called).any(|other| other == word))
    }

    /// The words with a capital behind the phrase's first.
    fn proper(&self, (from, to): Span) -> impl Iterator<Item = &'a str> {
        let analysis = self.x.analysis;
        (from + 1..to)
            .filter(move |&t| Sign::Capital.at(analysis, t))
            .map(move |t| analysis.folded(t))
    }

    fn shared(&self, called: Span, phrase: Span) -> usize {
        let analysis = self.x.analysis;
        (phrase.0 + 1..phrase.1)
            .filter(|&t| (called.0..called.1).any(|c| analysis.folded(c) == analysis.folded(t)))
            .count()
    }
}
