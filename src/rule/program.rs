//! What a rule is compiled to.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::ask::Questions;
use super::ast::{Comparison, Example};
use super::last::Lasts;
use super::late::Late;
use super::value::Pattern;
use crate::lexicon::{Lexicon, ListId, WordId};
use crate::token::{Kind, Shape};

/// Number of a rule in its [`RuleSet`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RuleId(pub u32);

impl RuleId {
    /// The number as an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Number of a region type. There are at most 64.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TypeId(pub u8);

impl TypeId {
    /// The number as an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Number of a form predicate: a bit that every form has or has not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct PredId(pub u32);

/// A question about a form alone, answered once a form.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) enum Pred {
    Any,
    Words(Vec<WordId>),
    List(FilterId),
    Kind(Kind),
    Shape(Shape),
    Capital,
    Capitals,
    Low,
    /// The spelling matches the pattern with this number among those of its kind.
    Spelled(Spelling, u32),
    And(Vec<Pred>),
    Or(Vec<Pred>),
    Not(Box<Pred>),
}

/// A spelling of a token that patterns are held against: the whole of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) enum Spelling {
    /// As it stands.
    Form,
    /// Folded.
    Norm,
    Stem,
    /// Folded, or the lemma of an entry of a list.
    Lemma,
}

impl Spelling {
    /// All, each at its number.
    pub const ALL: [Self; 4] = [Self::Form, Self::Norm, Self::Stem, Self::Lemma];

    /// The attribute by which rules ask for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Norm => "norm",
            Self::Stem => "stem",
            Self::Lemma => "lemma",
        }
    }
}

/// Number of a list with a filter on its columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct FilterId(pub u32);

/// A list, or the part of it whose columns have certain values.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) struct ListFilter {
    pub list: ListId,
    pub columns: Vec<ColumnTest>,
}

/// One column's value.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) struct ColumnTest {
    pub column: String,
    pub pattern: Pattern,
    pub negated: bool,
}

/// The column that every inflected list has: the inflection's tag.
pub(super) const TAG: &str = "tag";

/// One step of a program.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) enum Inst {
    /// A token whose form has the bit. `crosses`: the token may open a sentence, because a region
    /// or a sentence edge stands before it in the pattern.
    Token {
        pred: PredId,
        crosses: bool,
    },
    /// The same, or a multiword entry of the list.
    List {
        pred: PredId,
        filter: FilterId,
        crosses: bool,
    },
    /// A region of the type.
    Region(TypeId),
    /// Try `first`, then `second`.
    Split {
        first: u32,
        second: u32,
    },
    Jump(u32),
    Save(u16),
    SentenceStart,
    SentenceEnd,
    Match,
}

impl Inst {
    /// The instruction with its jumps changed.
    pub fn moved(self, to: impl Fn(u32) -> u32) -> Self {
        match self {
            Self::Split { first, second } => Self::Split {
                first: to(first),
                second: to(second),
            },
            Self::Jump(target) => Self::Jump(to(target)),
            other => other,
        }
    }
}

/// A place in a rule file: index into the set's sources, bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Origin {
    pub file: u16,
    pub start: u32,
    pub end: u32,
}

/// The copies of what may be repeated a number of times, one behind the other: each begins with a split, and all
/// take the same.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct Fold {
    /// The split of the first copy, that of the second, and what follows the last.
    pub first: u32,
    pub second: u32,
    pub end: u32,
}

impl Fold {
    /// The same, in other places.
    pub fn moved(self, to: impl Fn(u32) -> u32) -> Self {
        Self {
            first: to(self.first),
            second: to(self.second),
            end: to(self.end),
        }
    }
}

/// A compiled pattern.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(super) struct Program {
    pub insts: Vec<Inst>,
    /// Where each instruction was written.
    pub origins: Late<Vec<Origin>>,
    /// What is repeated with a bound.
    pub folds: Vec<Fold>,
    /// Longest match in tokens, where there is one.
    pub max_len: Option<u32>,
    pub min_len: u32,
    /// What the last token of a match can be, where it is known; only for what stands to the left.
    pub lasts: Option<Lasts>,
}

/// The rarest thing that every match of a rule has, and how far before it a match can begin.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Trigger {
    pub preds: Vec<PredId>,
    pub filters: Vec<FilterId>,
    pub types: Vec<TypeId>,
    /// Fewest and most tokens before the trigger.
    pub prefix: (u32, u32),
}

/// A compiled condition.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(super) struct Condition {
    pub negated: bool,
    pub kind: ConditionKind,
    pub origin: Origin,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(super) enum ConditionKind {
    Left(Program),
    Right(Program),
    Inside(TypeId),
    Is(u16, Program),
    Compare(Operand, Comparison, Operand),
    Same(u16, u16),
    Initials(u16, u16),
    Has(u16),
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) enum Operand {
    Number(f64),
    Num(u16),
    Count(u16),
}

/// A compiled expression of `emit`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) enum Expression {
    Text(String),
    Number(f64),
    Capture(u16),
    Num(u16),
    Lemma(u16),
    Column(u16, String),
}

/// What a rule emits under a key.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    Text(Cow<'a, str>),
    Number(f64),
    /// Token indices, end exclusive.
    Span(u32, u32),
}

/// One rule, ready to run.
#[derive(Debug, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Rule {
    /// Language, file and name: `fr.nombres.n-des-m`.
    pub name: String,
    pub path: String,
    /// Line of the definition, from 1.
    pub line: usize,
    pub note: String,
    pub output: TypeId,
    pub phase: u16,
    pub priority: i32,
    /// Names of the captures; a capture's `role` is an index into them.
    pub roles: Vec<String>,
    pub(super) examples: Late<Vec<Example>>,
    pub(super) program: Program,
    pub(super) conditions: Vec<Condition>,
    pub(super) emits: Vec<(String, Expression)>,
    pub(super) trigger: Trigger,
}

impl Rule {
    /// Index of the capture named `role`.
    pub fn role(&self, role: &str) -> Option<u16> {
        self.roles.iter().position(|r| r == role).map(|i| i as u16)
    }

    /// The examples that prove it.
    pub fn examples(&self) -> &[Example] {
        &self.examples
    }

    /// Whether the rule's pattern or conditions ask for the list.
    pub fn names_list(&self, set: &RuleSet, list: ListId) -> bool {
        let guards = self.conditions.iter().filter_map(|c| match &c.kind {
            ConditionKind::Left(p) | ConditionKind::Right(p) | ConditionKind::Is(_, p) => Some(p),
            _ => None,
        });
        guards.chain([&self.program]).any(|program| {
            program.insts.iter().any(|inst| match inst {
                Inst::Token { pred, .. } | Inst::List { pred, .. } => {
                    set.asks(&set.preds[pred.0 as usize], list)
                }
                _ => false,
            })
        })
    }

    /// The keys that the rule emits, in order.
    pub fn emitted_keys(&self) -> impl Iterator<Item = &str> {
        self.emits.iter().map(|(key, _)| key.as_str())
    }
}

/// All rules of a pack with what they share.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct RuleSet {
    pub(super) rules: Vec<Rule>,
    pub(super) types: Vec<String>,
    pub(super) preds: Vec<Pred>,
    pub(super) filters: Vec<ListFilter>,
    pub(super) phases: u16,
    /// Path and text of every file.
    #[serde(skip)]
    pub(super) sources: Vec<(String, Cow<'static, str>)>,
    /// Patterns over spellings, by [`Spelling`].
    pub(super) patterns: [Vec<Pattern>; Spelling::ALL.len()],
    #[serde(skip)]
    pub(super) questions: Questions,
    /// Types whose regions may hold regions of the same type.
    pub(super) nesting: u64,
}

impl RuleSet {
    /// Whether some rule asks for stems.
    pub(super) fn asks_stems(&self) -> bool {
        !self.patterns[Spelling::Stem as usize].is_empty()
    }

    /// Every rule, in the order of the pack.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// A rule by its number.
    pub fn rule(&self, id: RuleId) -> &Rule {
        &self.rules[id.index()]
    }

    /// The type called `name`.
    pub fn type_id(&self, name: &str) -> Option<TypeId> {
        self.types
            .iter()
            .position(|t| t == name)
            .map(|i| TypeId(i as u8))
    }

    /// The name of a type.
    pub fn type_name(&self, id: TypeId) -> &str {
        &self.types[id.index()]
    }

    /// The types whose regions may hold one another.
    pub fn nesting_types(&self) -> impl Iterator<Item = &str> {
        self.types
            .iter()
            .enumerate()
            .filter(|(i, _)| self.nesting & (1 << i) != 0)
            .map(|(_, name)| name.as_str())
    }

    /// What wakes a rule, for people: words, lists and regions, the first of many.
    pub fn trigger_text(&self, rule: &Rule, lexicon: &Lexicon) -> String {
        let mut parts: Vec<String> = Vec::new();
        for pred in &rule.trigger.preds {
            self.describe(&self.preds[pred.0 as usize], lexicon, &mut parts);
        }
        for kind in &rule.trigger.types {
            parts.push(format!("<{}>", self.type_name(*kind)));
        }
        parts.dedup();
        let all = parts.len();
        parts.truncate(8);
        if all > parts.len() {
            parts.push(format!("… {} more", all - 8));
        }
        parts.join(" | ")
    }

    fn asks(&self, pred: &Pred, list: ListId) -> bool {
        match pred {
            Pred::List(filter) => self.filters[filter.0 as usize].list == list,
            Pred::And(parts) | Pred::Or(parts) => parts.iter().any(|p| self.asks(p, list)),
            Pred::Not(part) => self.asks(part, list),
            _ => false,
        }
    }

    fn describe(&self, pred: &Pred, lexicon: &Lexicon, parts: &mut Vec<String>) {
        match pred {
            Pred::Words(words) => {
                parts.extend(
                    words
                        .iter()
                        .map(|w| format!("\"{}\"", lexicon.spelling(*w))),
                );
            }
            Pred::List(filter) => {
                let filter = &self.filters[filter.0 as usize];
                parts.push(format!("@{}", lexicon.get(filter.list).name()));
            }
            Pred::Any => parts.push("[]".into()),
            Pred::Kind(kind) => parts.push(format!("[kind=\"{}\"]", kind.name())),
            Pred::Shape(shape) => parts.push(format!("[shape=\"{}\"]", shape.name())),
            Pred::Capital => parts.push("CAP".into()),
            Pred::Capitals => parts.push("ACR".into()),
            Pred::Low => parts.push("LOW".into()),
            Pred::Spelled(spelling, pattern) => {
                let pattern = &self.patterns[*spelling as usize][*pattern as usize];
                parts.push(format!("[{}=\"{}\"]", spelling.name(), pattern.text()));
            }
            Pred::Or(all) => all.iter().for_each(|p| self.describe(p, lexicon, parts)),
            Pred::And(all) => {
                let mut inner = Vec::new();
                all.iter()
                    .for_each(|p| self.describe(p, lexicon, &mut inner));
                parts.push(inner.join(" & "));
            }
            Pred::Not(inner) => {
                let mut text = Vec::new();
                self.describe(inner, lexicon, &mut text);
                parts.push(format!("!({})", text.join(" | ")));
            }
        }
    }

    /// How many types there are.
    pub fn type_count(&self) -> usize {
        self.types.len()
    }

    /// What was written at a place.
    pub(super) fn source(&self, origin: &Origin) -> &str {
        self.sources
            .get(usize::from(origin.file))
            .and_then(|(_, text)| text.get(origin.start as usize..origin.end as usize))
            .unwrap_or("")
    }

    /// How many phases there are.
    pub fn phases(&self) -> u16 {
        self.phases
    }
}
