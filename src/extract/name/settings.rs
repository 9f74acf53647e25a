//! `names.toml`: what the pack's words mean to names.

use serde::Deserialize;

use super::classes::ClassSpec;

/// `names.toml`: what the pack's words mean to names. The weights stand beside it in `names.tsv`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Settings {
    /// Classes of words, at most 128.
    pub class: Vec<ClassSpec>,
    pub groups: Groups,
    /// Classes of ordinary words.
    pub common: Vec<String>,
    /// Classes whose multiword entries are names as they stand.
    pub entries: Vec<String>,
    /// Classes whose words open a name with a complement in small letters.
    pub heads: Vec<String>,
    /// Classes whose words close a name.
    pub closers: Vec<String>,
    /// Classes of nouns that say what the name beside them is.
    pub context_heads: Vec<String>,
    /// Classes of words that may stand between such a noun and the name.
    pub modifiers: Vec<String>,
    /// Words that may stand there: articles and prepositions.
    pub skipped: Vec<String>,
    /// Classes that are told apart beside a name, the most telling first.
    pub sorts: Vec<String>,
    /// Words in small letters that names hold.
    pub connectors: Vec<String>,
    /// Those of them that a name can begin with.
    pub openers: Vec<String>,
    /// Words whose identity counts beside a name.
    pub context: Vec<String>,
    /// Those of them that no name runs over: verbs, pronouns.
    pub breaks: Vec<String>,
    /// Classes of words that stand outside of names, but for those that a list has.
    pub outside: Vec<String>,
    /// Nouns whose identity counts, too; with a capital they may be names.
    pub nouns: Vec<String>,
    /// Words that join names of one kind.
    pub coordinators: Vec<String>,
    /// Classes of words by which an article is told to be about the topic in which names change their
    /// kind: in French sports reports cities and countries are teams.
    pub topics: Vec<String>,
    pub link: super::link::Settings,
    pub role: crate::extract::role::Settings,
}

/// The four groups of classes by which words with a capital are sorted.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Groups {
    pub given: Vec<String>,
    pub family: Vec<String>,
    pub place: Vec<String>,
    pub organization: Vec<String>,
}
