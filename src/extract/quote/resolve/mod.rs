//! Who spoke: the entity that a speaker's words mean.
//!
//! Policies, in this order: the first person of a quoted speaker; a name among the words; a relative
//! pronoun's antecedent; a pronoun by gender and number; a name in apposition; a document's author;
//! whoever bears the role or is called so; a body that stands for its organization; a description that
//! takes up whoever the text is about. Nobody is guessed for an indefinite, plural or possessed speaker.
//! Words that nobody is named for take their speaker from what stands around ([`unnamed`]).

mod cast;
mod described;
mod heads;
mod kinds;
mod known;
mod settings;
mod unnamed;
mod words;

use super::draft::Draft;
use super::extent::Extents;
use super::place::Span;
use super::sign::Sign;
use crate::extract::analysis::Findings;
use cast::{By, Cast, Search};
use heads::Heads;
use known::Known;
pub(crate) use settings::Settings;
use words::{Pronoun, Words};

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
