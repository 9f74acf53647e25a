//! One article under analysis: what the built-ins look at, and what they find.

use jiff::civil::Date;

use super::name::FormTable;
use super::pack::Pack;
use super::signs::{SignTable, Signs};
use crate::record::{DateRecord, EntityKind, Gender, NumberRecord, Quote, Status, Warning};
use crate::rule::{Input, RuleId};
use crate::text::{Block, BlockKind};
use crate::token::Sentence;

/// An article with everything that is known before the rules run.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Analysis<'a> {
    pub pack: &'a Pack,
    pub input: Input<'a>,
    pub blocks: &'a [Block],
    /// For each block, its first token; one more entry holds the number of tokens.
    pub block_tokens: &'a [u32],
    pub sentences: &'a [Sentence],
    pub published: Option<Date>,
    /// What each form is known as to the evidence of names.
    pub names: &'a FormTable,
    /// What each form is to the built-ins by itself.
    pub signs: &'a SignTable,
}

impl<'a> Analysis<'a> {
    /// The words from token `start` to `end`, as they stand.
    pub fn words(&self, start: u32, end: u32) -> &'a str {
        self.input.words(start, end)
    }

    /// The token as it stands.
    pub fn word(&self, token: u32) -> &'a str {
        self.input.tokens[token as usize].text(self.input.text)
    }

    /// The token's folded spelling; empty behind the last token.
    pub fn folded(&self, token: u32) -> &'a str {
        match self.input.tokens.get(token as usize) {
            Some(token) => self.input.forms.folded(token.form),
            None => "",
        }
    }

    /// What the token is to the built-ins by itself; nothing behind the last token.
    #[inline]
    pub fn signs(&self, token: u32) -> Signs {
        match self.input.tokens.get(token as usize) {
            Some(token) => self.signs.get(token.form),
            None => Signs::default(),
        }
    }

    /// Byte offsets of a run of tokens that is not empty.
    pub fn bytes(&self, start: u32, end: u32) -> (usize, usize) {
        (
            self.input.tokens[start as usize].start as usize,
            self.input.tokens[end as usize - 1].end as usize,
        )
    }

    /// The first token at or behind a byte offset. O(log n).
    pub fn token_at(&self, byte: usize) -> u32 {
        self.input
            .tokens
            .partition_point(|t| (t.start as usize) < byte) as u32
    }

    /// Index of the block that holds the token. O(log n).
    pub fn block_of(&self, token: u32) -> usize {
        self.block_tokens.partition_point(|&first| first <= token) - 1
    }

    /// What the token's block is.
    pub fn kind_of_block(&self, token: u32) -> BlockKind {
        self.blocks[self.block_of(token)].kind
    }

    /// The sentence that holds the token. O(log n).
    pub fn sentence_of(&self, token: u32) -> Sentence {
        let index = self.sentences.partition_point(|s| s.first <= token);
        self.sentences[index.saturating_sub(1)]
    }

    /// How many tokens there are.
    pub fn len(&self) -> u32 {
        self.input.tokens.len() as u32
    }
}

/// A mention of a name that was decided. Token indices, end exclusive.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct NameFinding {
    pub start: u32,
    pub end: u32,
    pub kind: EntityKind,
    /// Number of the entity; mentions of one entity have one number.
    pub entity: u32,
    pub score: Option<f32>,
    /// The rule that proposed it; evidence alone where there is none.
    pub rule: Option<RuleId>,
}

/// What is known of an entity beside its mentions.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct EntityFinding {
    /// The tokens of the fullest form of its name, end exclusive.
    pub name: (u32, u32),
    pub gender: Option<Gender>,
    pub gender_from: Option<&'static str>,
}

/// A role of a person. Token indices, end exclusive.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RoleFinding {
    /// Number of the person's entity.
    pub person: u32,
    /// Number of the entity in which the role is held.
    pub organization: Option<u32>,
    pub start: u32,
    pub end: u32,
    pub status: Status,
    pub rule: RuleId,
}

/// A quotation, its speaker's `entity` still a number of [`Findings::entities`] written out.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct QuoteFinding {
    pub quote: Quote,
    /// Number of the entity that spoke.
    pub who: Option<u32>,
}

/// Everything found in one article. Records hold byte offsets.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    pub names: Vec<NameFinding>,
    /// By number of the entity.
    pub entities: Vec<EntityFinding>,
    pub roles: Vec<RoleFinding>,
    pub numbers: Vec<NumberRecord>,
    pub dates: Vec<DateRecord>,
    /// Stretches in quotation marks, by place.
    pub quoted: Vec<super::quote::Quoted>,
    pub quotes: Vec<QuoteFinding>,
    pub warnings: Vec<Warning>,
    /// Entities that signed the article.
    pub byline: Vec<u32>,
    /// The day of publication: that of the input, or one that the page states.
    pub published: Option<Date>,
}
