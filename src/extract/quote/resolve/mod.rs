//! Who spoke: the entity that a speaker's words mean.
//!
//! Policies, in this order: the first person of a quoted speaker; a name among the words; a relative
//! pronoun's antecedent; a pronoun by gender and number; a name in apposition; a document's author;
//! whoever bears the role or is called so; a body that stands for its organization; a description that
//! takes up whoever the text is about. Nobody is guessed for an indefinite, plural or possessed speaker.
//! Words that nobody is named for take their speaker from what stands around ([`unnamed`]).

mod cast;
mod heads;
mod kinds;
mod known;
mod settings;
mod unnamed;

use super::draft::Draft;
use super::extent::Extents;
use super::place::Span;
use super::sign::{Sign, any};
use crate::extract::analysis::Findings;
use crate::record::EntityKind;
use cast::{By, Cast, Named, Search};
use heads::{Head, Heads};
use known::Known;
pub(crate) use settings::Settings;

pub(super) struct Resolver<'a> {
    x: &'a Extents<'a>,
    settings: &'a Settings,
    findings: &'a Findings,
    heads: Heads<'a>,
    cast: Cast<'a>,
    /// What was done so far and has not been looked at: see [`Self::catch_up`].
    undone: Vec<Deed>,
    known: Known<'a>,
    /// Whether what stands beside the names was read: not until somebody must be looked for.
    is_read: bool,
}

/// What bears upon whom the text is about.
enum Deed {
    /// The text was read up to the token.
    Read(u32),
    /// The entity spoke, by words at the token.
    Spoke(u32, u32),
    /// The words mean nobody that is known.
    Stranger(Span),
}

/// What the words of a speaker tell by themselves.
enum Words<'a> {
    /// Who is meant, or that nobody is.
    Settled(Option<u32>),
    Pronoun(Span, Pronoun<'a>),
    Noun(Span, Head<'a>),
}

/// A pronoun that stands for one person.
struct Pronoun<'a> {
    words: &'a str,
    gender: &'a str,
}

/// The quotations before the one that is asked for, with who said them.
#[derive(Clone, Copy)]
struct Before<'d> {
    drafts: &'d [Draft],
    who: &'d [Option<u32>],
}

impl Before<'_> {
    const NONE: Self = Self {
        drafts: &[],
        who: &[],
    };
}

impl<'a> Resolver<'a> {
    pub fn new(x: &'a Extents<'a>, drafts: &[Draft], findings: &'a Findings) -> Self {
        let heads = Heads::new(x);
        Self {
            x,
            settings: &x.settings.resolve,
            findings,
            heads,
            cast: Cast::new(x, drafts, findings),
            undone: Vec::new(),
            known: Known::new(x, heads),
            is_read: false,
        }
    }

    /// The entity that said each draft. Drafts come in the order of the text.
    pub fn all(mut self, drafts: &[Draft]) -> Vec<Option<u32>> {
        let mut who: Vec<Option<u32>> = Vec::with_capacity(drafts.len());
        let mut phrase = 0;
        for (index, draft) in drafts.iter().enumerate() {
            let before = Before {
                drafts: &drafts[..index],
                who: &who,
            };
            let found = draft
                .speaker
                .and_then(|speaker| self.speaker(speaker, draft, before, &mut phrase));
            match (draft.speaker, found) {
                (Some(speaker), Some(entity)) => self.undone.push(Deed::Spoke(speaker.0, entity)),
                (Some(speaker), None) => self.undone.push(Deed::Stranger(speaker)),
                (None, _) => {}
            }
            who.push(found);
        }
        if drafts.iter().any(unnamed::is_open) {
            self.catch_up(&mut phrase);
            unnamed::fill(&self, drafts, &mut who);
        }
        who
    }

    fn speaker(
        &mut self,
        speaker: Span,
        draft: &Draft,
        before: Before,
        phrase: &mut usize,
    ) -> Option<u32> {
        // One speaker of several quotations is resolved once.
        if let Some(known) = before.same(speaker) {
            return known;
        }
        let from = speaker.0.min(draft.parts[0].0);
        self.undone.push(Deed::Read(from));
        match self.words(speaker, draft.cue, before) {
            Words::Settled(who) => who,
            words => {
                self.catch_up(phrase);
                self.sought(words, &draft.parts, before)
            }
        }
    }

    /// Works out whom the text has been about. Most speakers are named, and where all are, nobody asks.
    fn catch_up(&mut self, phrase: &mut usize) {
        if !self.is_read {
            self.is_read = true;
            self.cast.weigh();
            self.known.read(&mut self.cast, self.findings);
        }
        for deed in std::mem::take(&mut self.undone) {
            match deed {
                Deed::Read(to) => self.subjects(phrase, to),
                Deed::Spoke(at, entity) => self.cast.tell(at, entity, By::Speech),
                Deed::Stranger(phrase) => self.stranger(phrase),
            }
        }
    }

    /// Resolves what sentences and clauses before the token are about where it is not named: the noun
    /// phrases from number `next` on that open a sentence, and pronouns.
    fn subjects(&mut self, next: &mut usize, to: u32) {
        // The subject of the sentence that begins at the token.
        let mut subject: Option<(u32, Option<Span>)> = None;
        while let Some(phrase) = self.x.subjects.number(*next)
            && phrase.0 < to
        {
            *next += 1;
            if phrase.1 >= to
                || self.cast.in_speech(phrase.0)
                || !self.cast.within(phrase.0, phrase.1).is_empty()
            {
                continue;
            }
            let first = self.x.analysis.sentence_of(phrase.0).first;
            let known = subject.filter(|s| s.0 == first);
            let (_, opening) = *subject
                .insert(known.unwrap_or_else(|| (first, self.x.subjects.of_sentence(first, to))));
            let opens = opening == Some(phrase);
            if !opens && !self.is_pronoun(phrase) {
                continue;
            }
            let by = if opens { By::Subject } else { By::Pronoun };
            match self.one(phrase) {
                Some(entity) => self.cast.tell(phrase.0, entity, by),
                None if opens && self.may_speak(phrase) => self.stranger(phrase),
                None => {}
            }
        }
    }

    fn pronoun(&self, (start, end): Span) -> Option<Pronoun<'a>> {
        if !self.x.is(start, Sign::BeginsPronoun) {
            return None;
        }
        let analysis = self.x.analysis;
        let pronouns = &self.settings.pronouns;
        let known = match end == start + 1 {
            true => pronouns.get_key_value(analysis.folded(start)),
            false => pronouns.get_key_value(&crate::token::fold(analysis.words(start, end))),
        };
        known.map(|(words, gender)| Pronoun { words, gender })
    }

    /// Whether the phrase is a pronoun that stands for one person.
    fn is_pronoun(&self, (start, end): Span) -> bool {
        let analysis = self.x.analysis;
        let behind = end..(end + 3).min(analysis.len());
        end == start + 1
            && self.x.is(start, Sign::Pronoun)
            && !{ behind }.any(|t| self.x.is(t, Sign::Impersonal))
    }

    /// Whether the phrase means a person, or a body of persons.
    fn may_speak(&self, phrase: Span) -> bool {
        if self.pronoun(phrase).is_some() || !self.cast.within(phrase.0, phrase.1).is_empty() {
            return true;
        }
        let head = self.heads.of(phrase);
        head.is_some_and(|h| h.personal || self.settings.is_body(&h.noun) || h.institution)
    }

    /// Notes that the phrase means somebody without a name, if it is in the singular.
    fn stranger(&mut self, phrase: Span) {
        if !self.x.is(phrase.0, Sign::Singular) || self.cast.in_speech(phrase.0) {
            return;
        }
        let settings = self.settings;
        let first = self.x.analysis.folded(phrase.0);
        let gender = [
            &settings.definite,
            &settings.demonstrative,
            &settings.possessive,
            &settings.stranger,
        ]
        .iter()
        .find_map(|genders| genders.get(first));
        if let Some(gender) = gender {
            let own = || self.heads.of(phrase).and_then(|head| head.gender);
            let own = if gender.len() > 1 { own() } else { None };
            self.cast.tell_stranger(phrase.0, own.unwrap_or(gender));
        }
    }

    /// Who is meant by words that introduce no quotation.
    fn one(&self, phrase: Span) -> Option<u32> {
        match self.words(phrase, None, Before::NONE) {
            Words::Settled(who) => who,
            words => self.sought(words, &[], Before::NONE),
        }
    }

    /// What the words tell, whatever the text around is about.
    fn words(&self, speaker: Span, cue: Option<Span>, before: Before) -> Words<'a> {
        let (start, end) = speaker;
        if self.x.is(start, Sign::FirstPerson) {
            return Words::Settled(before.holder(start));
        }
        if let Some(named) = self.named(start, end) {
            return Words::Settled(Some(named));
        }
        if end == start + 1 && self.x.is(start, Sign::TakesUp) {
            return match self.antecedent(start) {
                Some(p) if self.x.is(p.0, Sign::Article) => self.words(p, cue, before),
                Some(p) => Words::Settled(self.named(p.0, p.1)),
                None => Words::Settled(self.cast.antecedent(start)),
            };
        }
        if let Some(pronoun) = self.pronoun(speaker) {
            return Words::Pronoun(speaker, pronoun);
        }
        let Some(head) = self.heads.of(speaker) else {
            return Words::Settled(None);
        };
        if let Some(apposed) = self.apposed(&head, end, cue) {
            return Words::Settled(Some(apposed));
        }
        match self.cast.in_speech(start) {
            true => Words::Settled(None),
            false => Words::Noun(speaker, head),
        }
    }

    /// Whom words mean that do not name anybody, by what the text is about.
    fn sought(&self, words: Words, said: &[Span], before: Before) -> Option<u32> {
        let (Words::Pronoun(phrase, _) | Words::Noun(phrase, _)) = words else {
            return None;
        };
        let start = phrase.0;
        let holder = before.holder(start);
        // Words said before the speaker is named do not make anybody be farther away.
        let at = said.first().map_or(start, |part| part.0.min(start));
        let search = |gender| Search {
            at,
            gender,
            not: holder,
            said,
        };
        match words {
            Words::Settled(who) => who,
            Words::Pronoun(_, Pronoun { words, gender }) => {
                let search = search(gender);
                // Of whom the article speaks outside, those who are quoted may not speak.
                if self.cast.in_speech(start) {
                    return self.cast.within_speech(start, &search);
                }
                match self.settings.nearest.contains(words) {
                    true => self.cast.nearest(&search),
                    false => self.cast.taken_up(&search),
                }
            }
            Words::Noun(phrase, head) if head.document => {
                self.document(&head, phrase, &search("mf"))
            }
            Words::Noun(phrase, head) => self
                .described(&head, phrase, &search)
                .or_else(|| self.known.titled(&head, phrase)),
        }
    }

    /// The noun phrase that a relative pronoun takes up: right before it, over a preposition, a comma and
    /// what stands in apposition between commas.
    fn antecedent(&self, pronoun: u32) -> Option<Span> {
        let x = self.x;
        let first = x.analysis.sentence_of(pronoun).first;
        let comma = |t: u32| t > first && x.is(t - 1, Sign::Comma);
        let mut at = pronoun;
        if at > first && x.is(at - 1, Sign::Preposition) {
            at -= 1;
        }
        if !comma(at) {
            return x.subjects.before(at);
        }
        for _ in 0..3 {
            at -= 1;
            // The segment before the comma is the phrase, or an apposition to what stands before it.
            let segment = (first..at).rev().find(|&t| comma(t)).unwrap_or(first);
            let phrase = x.subjects.before(at)?;
            if segment == first || !self.is_apposed(phrase, segment) {
                return Some(phrase);
            }
            at = segment;
        }
        None
    }

    /// Whether the phrase, the last of the segment, is no more than part of an apposition: a complement, or
    /// without determiner and name; no verb stands before it.
    fn is_apposed(&self, phrase: Span, segment: u32) -> bool {
        let x = self.x;
        let linked = |t: u32| x.is(t, Sign::Link);
        let bare =
            !x.is(phrase.0, Sign::Article) && self.cast.within(phrase.0, phrase.1).is_empty();
        let complement = linked(phrase.0) || phrase.0 > segment && linked(phrase.0 - 1);
        let said = |t: u32| x.is_any(t, any(&[Sign::Finite, Sign::Saying]));
        (bare || complement) && !(segment..phrase.0).any(said)
    }

    /// The name among the words that is the speaker's, not its complement's.
    fn named(&self, start: u32, end: u32) -> Option<u32> {
        let mut organization: Option<&Named> = None;
        let mut person = None;
        for name in self.cast.within(start, end) {
            let bracketed = name.start > start && self.x.is(name.start - 1, Sign::Opens);
            if name.end > end + 1 || bracketed || self.is_complement(start, name.start) {
                continue;
            }
            match name.kind {
                EntityKind::Person => person = Some(name.entity),
                EntityKind::Organization if organization.is_none() => organization = Some(name),
                // A work or a product that speaks is who publishes or makes it.
                EntityKind::Other if organization.is_none() && name.end == end => {
                    organization = Some(name);
                }
                _ => {}
            }
        }
        if person.is_some() {
            return person;
        }
        let Named {
            start: at, entity, ..
        } = *organization?;
        // `the Socialist deputy`: the party behind the function is not who spoke, but the builder in
        // `the builder X` is.
        let head = self.heads.of((start, at.max(start + 1)));
        let apart = head
            .filter(|h| h.at < at)
            .is_none_or(|h| !h.personal || self.settings.is_body(&h.noun));
        apart.then_some(entity)
    }

    /// Whether a link, with or without a determiner, stands before the token, or before a civility
    /// before it.
    fn is_complement(&self, from: u32, at: u32) -> bool {
        let titled = at > from && self.x.is(at - 1, Sign::Civility);
        let at = at - u32::from(titled);
        let is = |back: u32, sign: Sign| {
            let token = at.checked_sub(back).filter(|&t| t >= from);
            token.is_some_and(|t| self.x.is(t, sign))
        };
        let linked = |back| is(back, Sign::Link);
        let between = |back: u32| {
            is(back, Sign::Article) || at.checked_sub(back).is_some_and(|t| self.x.is_punct(t))
        };
        linked(1) || between(1) && linked(2)
    }

    /// Somebody named right behind, between commas: a person if the words are a person's, or if the
    /// cue follows, so that only an apposition can stand between.
    fn apposed(&self, head: &Head, end: u32, cue: Option<Span>) -> Option<u32> {
        let x = self.x;
        // What remains of the phrase, without a verb, or words in brackets.
        let comma = match x.is(end, Sign::Opens) {
            true => (end..end + 8).find(|&t| x.is(t, Sign::Closes))? + 1,
            false => (end..end + 6)
                .take_while(|&t| !x.subjects.is_finite(t) && (t == end || !x.is_punct(t - 1)))
                .last()?,
        };
        if !x.is(comma, Sign::Comma) {
            return None;
        }
        let phrase = x.subjects.at(comma + 1);
        let to = phrase.map_or(comma + 3, |p| p.1.max(comma + 3));
        let name = self
            .cast
            .within(comma + 1, to)
            .iter()
            .find(|n| matches!(n.kind, EntityKind::Person | EntityKind::Organization))?;
        let linked = |t: u32| x.is(t, Sign::Link);
        let between = (comma + 1..name.start).any(|t| x.is_punct(t) || linked(t));
        let closed = name.end >= x.analysis.len() || x.is_punct(name.end);
        let fits = match name.kind {
            EntityKind::Person => head.personal || cue.is_some_and(|c| c.0 > name.end),
            _ => !head.personal || self.settings.is_body(&head.noun),
        };
        (fits && closed && !between).then_some(name.entity)
    }

    /// The organization behind a document: in its complement, else the one that the text is about.
    fn document(&self, head: &Head, phrase: Span, search: &Search) -> Option<u32> {
        let (start, end) = phrase;
        let link = (head.at + 1..end).find(|&t| self.x.is(t, Sign::Link));
        if let Some(link) = link {
            let named = self.cast.within(link, end);
            let name = named.iter().find(|n| {
                n.kind == EntityKind::Organization && (link + 1..=link + 3).contains(&n.start)
            });
            return match name {
                Some(name) => Some(name.entity),
                None => {
                    let inner = (link + 1, end);
                    let head = self.heads.of(inner)?;
                    let bearer = self.known.bearer(&head, inner, |e| {
                        self.cast.kind(e) == Some(EntityKind::Organization)
                    });
                    bearer.or_else(|| self.body(&head, search))
                }
            };
        }
        if self.x.is(start, Sign::Owner) {
            return self.cast.taken_up(search);
        }
        let bare = end <= head.at + 1 && self.x.is(start, Sign::Definite);
        bare.then(|| self.cast.organization(search, |_| Some(1.0)))
            .flatten()
    }

    /// The organization of the kind that the noun means, which the text is about. What an organization has
    /// others report, it may say of itself by its name (`X will close, the firm said`).
    fn body(&self, head: &Head, search: &Search) -> Option<u32> {
        if !self.settings.is_body(&head.noun) {
            return None;
        }
        let search = Search {
            at: head.at,
            said: &[],
            ..*search
        };
        self.cast.organization(&search, |entity| {
            match self.known.is_kind(entity, &head.noun) {
                Some(fits) => fits.then_some(1.0),
                None => Some(self.settings.weights.unsure),
            }
        })
    }

    /// A description: by what somebody is called, as a body of an organization, or of the person that
    /// the text is about.
    fn described<'q>(
        &self,
        head: &Head,
        phrase: Span,
        search: &impl Fn(&'q str) -> Search<'q>,
    ) -> Option<u32>
    where
        'a: 'q,
    {
        let (start, end) = phrase;
        if !self.x.is(start, Sign::Singular) {
            return None;
        }
        let first = self.x.analysis.folded(start);
        let settings = self.settings;
        let definite = settings.definite.get(first);
        let demonstrative = settings.demonstrative.get(first);
        let possessive = settings.possessive.get(first);
        let gender = definite.or(demonstrative).or(possessive)?;
        let gender = match head.gender {
            Some(own) if gender.len() > 1 => own,
            _ => gender,
        };
        let search = search(gender);
        let agrees = |entity: u32| {
            Some(entity) != search.not
                && match self.cast.kind(entity) {
                    Some(EntityKind::Person) => head.personal && self.cast.agrees(entity, gender),
                    _ => !head.personal || settings.is_body(&head.noun),
                }
        };
        if let Some(bearer) = self.known.bearer(head, phrase, agrees) {
            return Some(bearer);
        }
        let linked = |t: u32| self.x.is(t, Sign::Link);
        let complement = (head.at + 1..end).any(linked);
        if settings.is_body(&head.noun) {
            let named = self.cast.within(head.at, end);
            let inside = named.iter().find(|n| n.kind == EntityKind::Organization);
            return match inside {
                Some(name) => Some(name.entity),
                None if complement || possessive.is_some() => None,
                None => self.body(head, &search),
            };
        }
        let like = |entity| {
            let foreign = head.demonym.is_some() && self.known.is_foreign(entity, head);
            if foreign || self.known.is_elsewhere(entity, head, phrase) {
                return None;
            }
            Some(match self.known.is_of_field(entity, head) {
                Some(true) => 1.0,
                Some(false) => settings.weights.other_field,
                None => settings.weights.unknown_field,
            })
        };
        let topic = self.cast.somebody(&search, false, like);
        if let Some(bearer) = self.known.taken_up(head, phrase, topic, agrees) {
            return Some(bearer);
        }
        let anonymous = (start + 1..end).any(|t| self.x.is(t, Sign::Anonymous));
        if possessive.is_some() || !(head.personal || head.demonym.is_some()) {
            return None;
        }
        match demonstrative {
            Some(_) => topic,
            None if anonymous => None,
            // With a complement (`the mayor of Lyon`) it is somebody new, or the subject before.
            None => self.cast.somebody(&search, complement, like),
        }
    }
}

impl Before<'_> {
    /// What the same words were resolved to, if they were.
    fn same(&self, speaker: Span) -> Option<Option<u32>> {
        let pairs = self.drafts.iter().zip(self.who).rev().take(8);
        let mut same = pairs.filter(|(d, _)| d.speaker == Some(speaker));
        same.next().map(|(_, who)| *who)
    }

    /// The speaker of the quotation in which the token stands.
    fn holder(&self, at: u32) -> Option<u32> {
        let pairs = self.drafts.iter().zip(self.who).rev().take(24);
        let mut holders = pairs.filter(|(d, _)| d.parts.iter().any(|p| p.0 <= at && at < p.1));
        holders.next().and_then(|(_, who)| *who)
    }
}
