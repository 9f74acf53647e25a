//! `dates.toml`: what a language says about time besides its lists.

use serde::Deserialize;

/// The settings of the built-in for dates. Words are folded.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Settings {
    /// Endings of finite verbs of the future.
    pub future_endings: Vec<String>,
    /// Words that announce the future.
    pub future_words: Vec<String>,
    /// Endings of finite verbs of the past.
    pub past_endings: Vec<String>,
    /// Endings of past participles.
    pub participle_endings: Vec<String>,
    /// Words that tell of the past, auxiliaries among them.
    pub past_words: Vec<String>,
    /// Words that look like verbs by their ending and are none.
    pub no_verbs: Vec<String>,
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
}
