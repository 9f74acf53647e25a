//! The output records.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Name and version of the output format, first field of every line.
pub const SCHEMA: &str = "depeche/1";

/// Everything that was found in one article.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Extraction {
    /// Always [`SCHEMA`].
    pub schema: String,
    /// The article's id.
    pub id: String,
    /// Language of the pack that read the article.
    pub lang: String,
    /// The title: from a field of the input, or the block recognised as such.
    pub title: Option<String>,
    /// Names of the authors, in the order of the text.
    #[serde(default)]
    pub byline: Vec<String>,
    /// Publication date, ISO 8601.
    pub published: Option<String>,
    /// Persons, organizations, places and other names.
    pub entities: Vec<Entity>,
    /// Numeric expressions, in the order of the text.
    pub numbers: Vec<NumberRecord>,
    /// Dates, times, durations and frequencies, in the order of the text.
    pub dates: Vec<DateRecord>,
    /// Quotations, in the order of the text.
    pub quotes: Vec<Quote>,
    /// What was wrong with the text.
    #[serde(default)]
    pub warnings: Vec<Warning>,
    /// Fields of the input that depeche does not know.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub meta: Map<String, Value>,
}

/// The kind of an entity.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum EntityKind {
    Person,
    Organization,
    Place,
    Other,
}

/// Grammatical or social gender of a person, as far as the text or a first name shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub enum Gender {
    #[serde(rename = "f")]
    Feminine,
    #[serde(rename = "m")]
    Masculine,
}

/// A person, organization, place or other name, with all its mentions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Entity {
    /// `e1`, `e2`, … in the order of first mention.
    pub id: String,
    pub kind: EntityKind,
    /// The fullest form of the name that the article gives.
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gender: Option<Gender>,
    /// What shows the gender: `title`, `role`, `agreement`, `first-name`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gender_from: Option<String>,
    pub mentions: Vec<Mention>,
    /// Roles of a person.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Role>,
}

/// One place of the text where an entity is named.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Mention {
    pub start: usize,
    pub end: usize,
    pub text: String,
    /// Sum of the evidence for the mention's kind, in the units of the pack's weights.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<f32>,
    pub rule: String,
}

/// Whether a role is held now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    #[default]
    Current,
    Former,
    Future,
}

/// A role or title that a person bears.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Role {
    /// The role as it stands in the text.
    pub title: String,
    /// Id of the organization or place in which the role is held.
    #[serde(rename = "in", default, skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    pub status: Status,
    pub start: usize,
    pub end: usize,
    pub rule: String,
}

/// The kind of a numeric expression.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum NumberKind {
    Cardinal,
    Ordinal,
    Percent,
    Money,
    Measure,
    Ratio,
    Range,
    Score,
}

/// How a number bounds or approximates (TIMEX3 `mod`); absent means exact.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Modifier {
    MoreThan,
    LessThan,
    AtLeast,
    AtMost,
    Approx,
}

/// A numeric expression. A percentage of twenty has value `20`, not `0.2`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct NumberRecord {
    pub start: usize,
    pub end: usize,
    pub text: String,
    pub kind: NumberKind,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "decimal")]
    #[schemars(with = "Option<f64>")]
    pub value: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "decimal")]
    #[schemars(with = "Option<f64>")]
    pub min: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "decimal")]
    #[schemars(with = "Option<f64>")]
    pub max: Option<f64>,
    /// The whole, of a ratio; the second side, of a score.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "decimal")]
    #[schemars(with = "Option<f64>")]
    pub of: Option<f64>,
    #[serde(rename = "mod", default, skip_serializing_if = "Option::is_none")]
    pub modifier: Option<Modifier>,
    /// ISO 4217 code, UCUM-like symbol, `%`, `point` or `bp`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Head of the counted noun, in the singular.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub noun: Option<String>,
    pub rule: String,
}

/// The kind of a temporal expression (TIMEX3 `type`).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum DateKind {
    Date,
    Time,
    Duration,
    Set,
}

/// A date, time, duration or frequency.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DateRecord {
    pub start: usize,
    pub end: usize,
    pub text: String,
    pub kind: DateKind,
    /// TIMEX3 value; absent where the text does not settle it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    pub rule: String,
}

/// How the words of somebody are given.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum QuoteKind {
    Direct,
    Indirect,
    Mixed,
}

/// A stretch of text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Part {
    pub start: usize,
    pub end: usize,
    pub text: String,
}

/// The words that name who spoke.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Speaker {
    pub start: usize,
    pub end: usize,
    pub text: String,
    /// Id of the person or organization, where the text resolves it.
    pub entity: Option<String>,
}

/// The word that introduces a quotation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Cue {
    pub start: usize,
    pub end: usize,
    pub text: String,
    pub lemma: String,
}

/// A quotation: one or more parts, with its speaker and cue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Quote {
    pub id: String,
    pub kind: QuoteKind,
    pub parts: Vec<Part>,
    pub speaker: Option<Speaker>,
    /// Id of whoever spoke, where no words name a speaker and what stands around tells who it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    pub cue: Option<Cue>,
    pub rule: String,
}

/// Something wrong with the text itself; the records come out all the same.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Warning {
    /// A stable code such as `unclosed-quotation-mark`.
    pub code: String,
    pub start: usize,
    pub end: usize,
    pub message: String,
}

/// Numbers as JSON readers expect them: `500`, not `500.0`.
pub(super) mod decimal {
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(value: &Option<f64>, to: S) -> Result<S::Ok, S::Error> {
        match *value {
            None => to.serialize_none(),
            // Below 2^53 every whole f64 is exact.
            Some(v) if v.fract() == 0.0 && v.abs() < 9_007_199_254_740_992.0 => {
                to.serialize_i64(v as i64)
            }
            Some(v) => to.serialize_f64(v),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<f64>, D::Error> {
        Option::<f64>::deserialize(from)
    }
}
