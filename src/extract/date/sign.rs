//! What a word is to dates by itself: worked out once a form, a bit a sign.

use super::settings::Settings;
use crate::extract::signs::{Asked, sign_bits};
use crate::lexicon::Entry;
use crate::lexicon::inflect::Tag;
use crate::token::{Kind, Shape};

/// What a word can be. The words of most are named by `dates.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sign {
    FutureWord,
    PastWord,
    NoVerb,
    Auxiliary,
    OtherAuxiliary,
    FutureAuxiliary,
    Reflexive,
    BeforeInfinitive,
    Awaiting,
    LookingBack,
    LookingAhead,
    Article,
    OwnObject,
    NounTie,
    NounMark,
    /// Ends as a noun does behind a mark of nouns.
    NounEnding,
    NoParticiple,
    /// A participle by its ending or by the lists.
    Participle,
    Half,
    Quarter,
    Minus,
    AfterNoon,
    Universal,
    Join,
    /// A word, in small letters or not.
    Word,
    Lower,
    /// What the endings say of a verb that is in no list.
    EndsFuture,
    EndsPast,
    EndsParticiple,
    /// The inflected lists know it in a mood or tense.
    Inflected,
    /// A mark between clauses.
    Mark,
    Punct,
}

sign_bits!(date);

impl Settings {
    /// Tells every word that the settings name, with what it is.
    pub(crate) fn each_word(&self, mut tell: impl FnMut(&str, Sign)) {
        for (sign, words) in [
            (Sign::FutureWord, &self.future_words),
            (Sign::PastWord, &self.past_words),
            (Sign::NoVerb, &self.no_verbs),
            (Sign::Auxiliary, &self.auxiliaries),
            (Sign::OtherAuxiliary, &self.other_auxiliaries),
            (Sign::FutureAuxiliary, &self.future_auxiliaries),
            (Sign::Reflexive, &self.reflexives),
            (Sign::BeforeInfinitive, &self.before_infinitive),
            (Sign::Awaiting, &self.awaiting),
            (Sign::LookingBack, &self.looking_back),
            (Sign::LookingAhead, &self.looking_ahead),
            (Sign::Article, &self.articles),
            (Sign::OwnObject, &self.own_objects),
            (Sign::NounTie, &self.noun_ties),
            (Sign::NounMark, &self.noun_marks),
            (Sign::NoParticiple, &self.no_participles),
            (Sign::Half, &self.half),
            (Sign::Quarter, &self.quarter),
            (Sign::Minus, &self.minus),
            (Sign::AfterNoon, &self.after_noon),
            (Sign::Universal, &self.universal),
            (Sign::Join, &self.joins),
        ] {
            words.iter().for_each(|word| tell(word, sign));
        }
    }
}

/// What endings say of words, by the last byte of the ending.
#[derive(Debug)]
pub(crate) struct Endings([Vec<(String, u64)>; 256]);

impl Default for Endings {
    fn default() -> Self {
        Self([const { Vec::new() }; 256])
    }
}

impl Endings {
    pub(crate) fn new(settings: &Settings) -> Self {
        let mut all = Self::default();
        let participle = any(&[Sign::EndsParticiple, Sign::Participle]);
        for (signs, endings) in [
            (Sign::NounEnding.bit(), &settings.noun_endings),
            (Sign::EndsFuture.bit(), &settings.future_endings),
            (Sign::EndsPast.bit(), &settings.past_endings),
            (participle, &settings.participle_endings),
            (Sign::Participle.bit(), &settings.weak_participle_endings),
        ] {
            for ending in endings {
                if let Some(last) = ending.bytes().last() {
                    all.0[usize::from(last)].push((ending.clone(), signs));
                }
            }
        }
        all
    }

    fn of(&self, folded: &str) -> u64 {
        let Some(last) = folded.bytes().last() else {
            return 0;
        };
        let fit = self.0[usize::from(last)]
            .iter()
            .filter(|(ending, _)| folded.ends_with(ending.as_str()));
        fit.fold(0, |all, (ending, signs)| {
            // An ending alone is no verb.
            let is_verb = folded.len() > 4 && folded.len() > ending.len() + 1;
            all | if is_verb { *signs } else { signs & !VERB }
        })
    }
}

/// What an ending says of verbs that are in no list.
const VERB: u64 = any(&[Sign::EndsFuture, Sign::EndsPast, Sign::EndsParticiple]);

/// The signs that follow from the look of the word and its ending.
pub(crate) fn look(asked: &Asked, endings: &Endings) -> u64 {
    let mut bits = 0;
    let mut set = |sign: Sign, is: bool| bits |= if is { sign.bit() } else { 0 };
    if asked.form.kind == Kind::Word {
        set(Sign::Word, true);
        set(Sign::Lower, asked.form.shape == Shape::Lower);
        return bits | endings.of(asked.folded);
    }
    set(Sign::Punct, asked.form.kind == Kind::Punct);
    let marks = [",", "–", "—", ";", ":", "«", "»", "(", ")"];
    set(Sign::Mark, marks.contains(&asked.spelling));
    bits
}

/// The signs that a list entry gives.
pub(crate) fn of_entry(entry: &Entry) -> u64 {
    match entry.tag.map(Tag::mood) {
        Some('K') => any(&[Sign::Inflected, Sign::Participle]),
        Some(_) => Sign::Inflected.bit(),
        None => 0,
    }
}
