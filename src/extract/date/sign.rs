//! What a word is to dates by itself: worked out once a form, a bit a sign.

use super::settings::Settings;
use crate::extract::analysis::Analysis;
use crate::extract::signs::Asked;
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

impl Sign {
    pub(crate) const fn bit(self) -> u64 {
        1 << self as u64
    }

    /// Whether the token is it.
    pub(super) fn at(self, analysis: &Analysis, token: u32) -> bool {
        analysis.signs(token).date & self.bit() != 0
    }
}

/// The bits of several signs.
pub(super) const fn any(signs: &[Sign]) -> u64 {
    let (mut bits, mut at) = (0, 0);
    while at < signs.len() {
        bits |= signs[at].bit();
        at += 1;
    }
    bits
}

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

/// The signs that follow from the look of the word, its endings and the lists.
pub(crate) fn signs(asked: &Asked, settings: &Settings) -> u64 {
    let mut bits = 0;
    let mut set = |sign: Sign, is: bool| bits |= if is { sign.bit() } else { 0 };
    let mark = [",", "–", "—", ";", ":", "«", "»", "(", ")"].contains(&asked.spelling);
    set(Sign::Mark, mark);
    set(Sign::Punct, asked.form.kind == Kind::Punct);
    if asked.form.kind != Kind::Word {
        return bits;
    }
    let folded = asked.folded;
    let ends = |endings: &[String]| endings.iter().any(|e| folded.ends_with(e.as_str()));
    // An ending alone is no verb.
    let verb = |endings: &[String]| {
        let fits = |e: &String| folded.ends_with(e.as_str()) && folded.len() > e.len() + 1;
        folded.len() > 4 && endings.iter().any(fits)
    };
    set(Sign::Word, true);
    set(Sign::Lower, asked.form.shape == Shape::Lower);
    set(Sign::NounEnding, ends(&settings.noun_endings));
    set(Sign::EndsFuture, verb(&settings.future_endings));
    set(Sign::EndsPast, verb(&settings.past_endings));
    set(Sign::EndsParticiple, verb(&settings.participle_endings));
    let strong = ends(&settings.participle_endings);
    set(
        Sign::Participle,
        strong || ends(&settings.weak_participle_endings),
    );
    for tag in asked.entries().filter_map(|entry| entry.tag) {
        set(Sign::Inflected, true);
        set(Sign::Participle, tag.mood() == 'K');
    }
    bits
}
