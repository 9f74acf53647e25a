//! The input record.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// One news article, decoded, as the extractor takes it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Article {
    /// What the reader of the output knows the article by: a path, or the `id` of a JSON line.
    pub id: String,
    /// BCP 47 language code, when the source states one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// The title, when it came in a field of its own. It is not part of [`text`](Self::text).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Publication date as ISO 8601 (`2024-03-12` or a date-time), when the source states one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// The text that every offset refers to, exactly as decoded.
    pub text: String,
    /// Fields that depeche does not know, carried to the output untouched.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub meta: Map<String, Value>,
}

impl Article {
    /// An article of which nothing is known but its name and its text.
    pub fn new(id: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            text: text.into(),
            ..Self::default()
        }
    }
}
