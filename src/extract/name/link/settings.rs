//! The part of `names.toml` that is about linking.

use std::collections::HashMap;

use serde::{Deserialize, Deserializer};

use crate::token::fold;

/// Words are in small letters.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Settings {
    /// Words at the head of a name that do not tell names apart: articles.
    #[serde(deserialize_with = "folded")]
    pub articles: Vec<String>,
    /// Words that initials leave out.
    #[serde(deserialize_with = "folded")]
    pub small: Vec<String>,
    /// Share of women, in per cent, from which a first name shows a woman; below 100 minus it, a man.
    pub sure: f64,
    /// Words before a family name that mean all who bear it.
    #[serde(deserialize_with = "folded")]
    pub families: Vec<String>,
    /// Words behind a name that agree with who bears it: `m` or `f`.
    pub agreeing: HashMap<String, String>,
}

/// Words as they are compared, folded once.
fn folded<'de, D: Deserializer<'de>>(words: D) -> Result<Vec<String>, D::Error> {
    let words = Vec::<String>::deserialize(words)?;
    Ok(words.iter().map(|word| fold(word)).collect())
}
