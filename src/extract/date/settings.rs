//! `dates.toml`: what a language says about time besides its lists.

use serde::Deserialize;

/// The settings of the built-in for dates. Words are folded.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Settings {
    /// Words that announce the future.
    pub future_words: Vec<String>,
    /// Words that tell of the past.
    pub past_words: Vec<String>,
    /// Endings of finite verbs of the future, for verbs in no list.
    pub future_endings: Vec<String>,
    /// Endings of finite verbs of the past, for verbs in no list.
    pub past_endings: Vec<String>,
    /// Endings of past participles.
    pub participle_endings: Vec<String>,
    /// Endings that show a participle only behind an auxiliary.
    pub weak_participle_endings: Vec<String>,
    /// Words that have such an ending and are no participles: days, adverbs.
    pub no_participles: Vec<String>,
    /// Clitics with which the auxiliary's present always makes a past: `s'est`.
    pub reflexives: Vec<String>,
    /// Words that look like verbs by their ending and are none.
    pub no_verbs: Vec<String>,
    /// Present forms of the auxiliaries, which make a past with a participle.
    pub auxiliaries: Vec<String>,
    /// Other forms of the auxiliaries, and what may stand between them and a participle.
    pub other_auxiliaries: Vec<String>,
    /// Forms of the auxiliary that with a participle tell of the past, and alone of the future.
    pub future_auxiliaries: Vec<String>,
    /// Prepositions behind which an infinitive is still to come.
    pub before_infinitive: Vec<String>,
    /// Prepositions that look ahead: `jusqu'`, `pour`.
    pub awaiting: Vec<String>,
    /// Prepositions before what is over, or a noun that is: `depuis`, `après la défaite de`.
    pub looking_back: Vec<String>,
    /// Prepositions before a noun that is still to come: `avant le match de`.
    pub looking_ahead: Vec<String>,
    /// What may stand between these and a date.
    pub articles: Vec<String>,
    /// Words before which an auxiliary is a verb of its own: determiners and nouns (`a lieu`).
    pub own_objects: Vec<String>,
    /// Prepositions that tie a date to a noun: `les efforts de mardi`.
    pub noun_ties: Vec<String>,
    /// Words behind which a present form is a noun: `la rencontre`.
    pub noun_marks: Vec<String>,
    /// Endings of the forms that are a noun there; others have a pronoun before them: `le reprend`.
    pub noun_endings: Vec<String>,
    /// `demie`: thirty minutes more, or half a unit.
    pub half: Vec<String>,
    /// `quart`: fifteen minutes.
    pub quarter: Vec<String>,
    /// `moins`: what follows is taken away.
    pub minus: Vec<String>,
    /// Parts of the day in which the hours from one to eleven are those after noon.
    pub after_noon: Vec<String>,
    /// Words that put a time of day into universal time.
    pub universal: Vec<String>,
    /// `h`, `heures`
    pub hours: Vec<String>,
    /// `min`, `mn`
    pub minutes: Vec<String>,
    /// `s`
    pub seconds: Vec<String>,
    /// Words that stand between two dates that share what the second one says: `au`, `et`.
    pub joins: Vec<String>,
}
