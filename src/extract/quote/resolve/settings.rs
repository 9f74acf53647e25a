//! `[resolve]` of `quotes.toml`: what the resolution of speakers knows of a language.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use super::kinds::Kinds;

/// `[resolve]` of `quotes.toml`. Keys are folded words.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Settings {
    /// Pronouns that stand for one person: `m`, `f` or `mf`.
    pub pronouns: HashMap<String, String>,
    /// Pronouns that take up the name mentioned last, whatever its place in the sentence.
    pub nearest: HashSet<String>,
    /// Pronouns that take up what stands right before them.
    pub relatives: Vec<String>,
    /// What shows a masculine pronoun impersonal, within the next words.
    pub impersonal: Vec<String>,
    /// Definite determiners of the singular, with their gender.
    pub definite: HashMap<String, String>,
    /// Demonstrative determiners of the singular, with their gender.
    pub demonstrative: HashMap<String, String>,
    /// Possessive determiners of the singular, with their gender.
    pub possessive: HashMap<String, String>,
    /// Indefinite determiners of the singular, with their gender.
    pub stranger: HashMap<String, String>,
    /// Other determiners: who is spoken of with them is not known yet, or several.
    pub indefinite: Vec<String>,
    /// Adjectives that stand before their noun.
    pub preposed: Vec<String>,
    /// Nouns that stand for an organization of any kind, or that any has: its board, its teams.
    pub bodies: HashSet<String>,
    /// Nouns that stand for an organization of some kind.
    pub kinds: Kinds,
    /// What the list of functions calls those that belong to no field.
    pub no_field: String,
    /// Possessive determiners by which a document is that of whoever was just spoken of.
    pub owner: Vec<String>,
    /// Nouns of people who are left unnamed even with a definite article.
    pub anonymous: Vec<String>,
    /// What stands before a noun, in one word with it, of what somebody is no more.
    pub former: Vec<String>,
    /// Nouns that take up whoever bears one of the roles.
    pub takes_up: HashMap<String, Vec<String>>,
    /// Words that open an apposition or a circumstance behind a name.
    pub epithets: Vec<String>,
    pub weights: Weights,
}

impl Settings {
    pub fn is_body(&self, noun: &str) -> bool {
        self.bodies.contains(noun) || self.kinds.of(noun) != 0
    }
}

/// `[resolve.weights]` of `quotes.toml`: what makes somebody the one that the text is about.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Weights {
    /// What remains of a mention a sentence later; of an organization's.
    pub decay: f64,
    pub decay_bodies: f64,
    /// What remains of it across the end of a paragraph.
    pub across: f64,
    /// What follows its verb, a complement, and a name in brackets, beside a subject (1).
    pub object: f64,
    pub oblique: f64,
    pub bracketed: f64,
    /// Whoever spoke, or was the subject of a sentence without being named; the subject of a clause, by
    /// a pronoun.
    pub spoke: f64,
    pub resumed: f64,
    /// Somebody whose gender nothing shows, beside one whose gender agrees (1).
    pub unsure: f64,
    /// Somebody of whom no function of the field is known that the description belongs to, or only
    /// functions of others.
    pub unknown_field: f64,
    pub other_field: f64,
    /// An organization beside a person (1), for a pronoun.
    pub body: f64,
    /// Every further mention beside the best one (1).
    pub again: f64,
    /// The person, the organization that the article names most, wherever it stands.
    pub prominent: f64,
    pub prominent_bodies: f64,
}

impl Default for Weights {
    /// Nothing fades.
    fn default() -> Self {
        Self {
            decay: 1.0,
            decay_bodies: 1.0,
            across: 1.0,
            object: 1.0,
            oblique: 1.0,
            bracketed: 1.0,
            spoke: 1.0,
            resumed: 1.0,
            unsure: 1.0,
            unknown_field: 1.0,
            other_field: 1.0,
            body: 1.0,
            again: 1.0,
            prominent: 0.0,
            prominent_bodies: 0.0,
        }
    }
}
