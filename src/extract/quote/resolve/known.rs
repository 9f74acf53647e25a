//! What each person and organization is called beside its name: by its roles, before the name, in
//! apposition to it.

use std::collections::{HashMap, HashSet};

use super::super::extent::Extents;
use super::super::place::Span;
use super::super::sign::{Sign, any};
use super::Settings;
use super::cast::{Cast, Named};
use super::kinds::Kinded;
use crate::extract::analysis::Findings;
use crate::lexicon::ListId;
use crate::record::EntityKind;

/// How far an apposition is read, in tokens.
const LONGEST: u32 = 16;

/// How many calls by one noun are looked at before a description, and behind it.
const BEFORE: usize = 48;
const BEHIND: usize = 8;

/// The noun that a phrase is about.
#[derive(Debug, Clone)]
pub(super) struct Head<'a> {
    pub at: u32,
    /// Lemma of the word, and of the whole listed function that it belongs to.
    pub noun: String,
    pub whole: String,
    /// `m`, `f` or `mf`, where a list says.
    pub gender: Option<&'static str>,
    /// A function, a kinship, a noun of persons.
    pub personal: bool,
    /// An inhabitant: the lemma.
    pub demonym: Option<String>,
    /// Something published.
    pub document: bool,
    /// What institutions are called.
    pub institution: bool,
    /// The field that the function belongs to.
    pub class: Option<&'a str>,
}

#[derive(Debug)]
struct Called {
    at: u32,
    entity: u32,
    whole: String,
    words: Span,
}

/// The lists that tell what a noun is.
struct Lists {
    function: Option<ListId>,
    person: Option<ListId>,
    kinship: Option<ListId>,
    demonym: Option<ListId>,
    document: Option<ListId>,
    institution: Option<ListId>,
}

pub(super) struct Known<'a> {
    x: &'a Extents<'a>,
    settings: &'a Settings,
    lists: Lists,
    /// By noun.
    called: HashMap<String, Vec<Called>>,
    /// Persons of whom any function is known, with the fields of these.
    functions: HashMap<u32, HashSet<&'a str>>,
    /// Whom the titles that stand alone were found to mean, by where they begin.
    titled: HashMap<u32, u32>,
    /// What the organizations are.
    kinds: Kinded<'a>,
    /// Whose inhabitants persons are called.
    peoples: HashMap<u32, String>,
}

impl<'a> Known<'a> {
    pub fn new(
        x: &'a Extents<'a>,
        settings: &'a Settings,
        cast: &mut Cast,
        findings: &Findings,
    ) -> Self {
        let concept = |name: &str| x.analysis.pack.concept(name);
        let mut this = Self {
            x,
            settings,
            lists: Lists {
                function: concept("function"),
                person: concept("person-noun"),
                kinship: concept("kinship"),
                demonym: concept("demonym"),
                document: concept("document"),
                institution: concept("institution-head"),
            },
            called: HashMap::new(),
            functions: HashMap::new(),
            titled: HashMap::new(),
            kinds: Kinded::new(x, &settings.kinds),
            peoples: HashMap::new(),
        };
        for role in &findings.roles {
            // A title that takes somebody up from afar is asked for again.
            let sentence = x.analysis.sentence_of(role.start);
            let mut named = cast.within(sentence.first, sentence.end).iter();
            if !named.any(|n| n.entity == role.person) {
                this.titled.insert(role.start, role.person);
                continue;
            }
            let end = this.phrase_end(role.end, role.end + 6);
            this.call(role.person, (role.start, role.end), end);
        }
        for name in cast.names().to_vec() {
            if matches!(name.kind, EntityKind::Person | EntityKind::Organization) {
                this.beside(&name, cast);
            }
        }
        for called in this.called.values_mut() {
            called.sort_by_key(|c| c.at);
        }
        this
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
            self.kinds.read(name);
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
            let end = self.phrase_end(at + 1, at + 1 + LONGEST);
            if let Some(head) = self.head((at + 1, end))
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
        let gender = self.settings.definite.get(word).map(String::as_str);
        let Some(head) = self.head(phrase).filter(|h| h.personal) else {
            return;
        };
        if let Some(gender) = gender.filter(|g| g.len() == 1).or(head.gender) {
            cast.learn(entity, gender);
        }
    }

    pub fn is_civility(&self, token: u32) -> bool {
        self.x.is(token, Sign::Civility)
    }

    /// Whether the organization is of a kind that the noun means; `None` where nothing says so.
    pub fn is_kind(&self, entity: u32, noun: &str) -> Option<bool> {
        self.kinds.fits(entity, noun)
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
        let fields = self.functions.get(&entity).filter(|f| !f.is_empty())?;
        Some(fields.contains(head.class?))
    }

    /// Whether the person is called an inhabitant of elsewhere.
    pub fn is_foreign(&self, entity: u32, head: &Head) -> bool {
        let known = self.peoples.get(&entity);
        known.is_some() && known != head.demonym.as_ref()
    }

    /// Where a phrase without a verb ends that begins at `from`: at punctuation, or before a verb.
    fn phrase_end(&self, from: u32, limit: u32) -> u32 {
        let limit = limit.min(self.x.analysis.len());
        (from..limit)
            .find(|&t| self.x.is_any(t, any(&[Sign::Punct, Sign::Finite])))
            .unwrap_or(limit)
    }

    fn call(&mut self, entity: u32, phrase: Span, end: u32) {
        if let Some(head) = self.head(phrase) {
            self.note(entity, head, (phrase.0, end.max(phrase.1)));
        }
    }

    fn note(&mut self, entity: u32, head: Head<'a>, words: Span) {
        self.kinds.learn(entity, &head.noun);
        if let Some(people) = head.demonym {
            self.peoples.entry(entity).or_insert(people);
        }
        if head.personal {
            self.functions.entry(entity).or_default().extend(head.class);
        }
        self.called.entry(head.noun).or_default().push(Called {
            at: words.0,
            entity,
            whole: head.whole,
            words,
        });
    }

    /// The noun that the phrase is about: behind the determiner and the adjectives before the noun.
    pub fn head(&self, (from, to): Span) -> Option<Head<'a>> {
        let analysis = self.x.analysis;
        let input = &analysis.input;
        let mut at = from;
        if self.x.is(at, Sign::Article) {
            at += 1;
        }
        let listed = |start: u32, end: u32, list: Option<ListId>| {
            list.and_then(|list| input.entries(start, end).find(|e| e.list == list))
        };
        let mut whole = None;
        while at < to {
            let long = input
                .found_at(at)
                .iter()
                .filter(|f| Some(f.entry.list) == self.lists.function && f.end <= to)
                .max_by_key(|f| f.end);
            if let Some(found) = long
                && whole.is_none()
            {
                whole = Some(input.lexicon.lemma(found.entry).to_owned());
            }
            if !self.x.is(at, Sign::Preposed) {
                break;
            }
            at += 1;
        }
        if at >= to || self.x.is_punct(at) {
            return None;
        }
        // What somebody is no more may stand in one word with the noun.
        let former = self.settings.former.iter();
        let bare = former
            .filter_map(|prefix| analysis.folded(at).strip_prefix(prefix.as_str()))
            .next();
        let listed = |start: u32, end: u32, list: Option<ListId>| match bare {
            Some(bare) => {
                let word = input.lexicon.word(bare)?;
                input.lexicon.entries(word).find(|e| Some(e.list) == list)
            }
            None => listed(start, end, list),
        };
        let function = listed(at, at + 1, self.lists.function);
        let person = listed(at, at + 1, self.lists.person);
        let kin = listed(at, at + 1, self.lists.kinship);
        let noun = match function {
            Some(entry) => input.lexicon.lemma(entry).to_lowercase(),
            None => bare.unwrap_or(analysis.folded(at)).to_owned(),
        };
        let gender = function
            .or(kin)
            .and_then(|entry| input.lexicon.column(entry, "gender"))
            .and_then(|gender| match gender {
                "m" => Some("m"),
                "f" => Some("f"),
                _ => None,
            });
        let demonym =
            listed(at, at + 1, self.lists.demonym).filter(|_| self.x.is(at, Sign::Capital));
        Some(Head {
            at,
            demonym: demonym.map(|entry| input.lexicon.lemma(entry).to_owned()),
            document: listed(at, at + 1, self.lists.document).is_some(),
            institution: listed(at, at + 1, self.lists.institution).is_some(),
            class: function
                .and_then(|entry| input.lexicon.column(entry, "class"))
                .filter(|class| *class != self.settings.no_field),
            personal: function.is_some() || person.is_some() || kin.is_some() || whole.is_some(),
            whole: whole.unwrap_or_else(|| noun.clone()),
            noun,
            gender,
        })
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
            crate::token::fold(words).to_string(),
            head.whole.clone(),
            head.noun.clone(),
        ];
        let others = nouns
            .iter()
            .find_map(|noun| self.settings.takes_up.get(noun))?;
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
    fn called_so(&self, noun: &str, at: u32) -> impl Iterator<Item = &Called> {
        let called = self.called.get(noun).map_or(&[][..], Vec::as_slice);
        let here = called.partition_point(|c| c.at < at);
        called[here.saturating_sub(BEFORE)..called.len().min(here + BEHIND)].iter()
    }

    fn choose<'c>(
        &'c self,
        called: impl Iterator<Item = &'c Called>,
        phrase: Span,
        fits: &impl Fn(u32) -> bool,
    ) -> Option<u32> {
        let fitting: Vec<&Called> = called
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
