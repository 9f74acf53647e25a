//! Scores: what a prediction got right in one article, as counts that add up over articles.
//!
//! Every measure is a pair of fractions whose numerators and denominators are summed over the articles
//! ([`Ratio`]); precision, recall and F1 are taken from the sums (micro average). That is what makes the
//! bootstrap and the permutation test one addition an article.
//!
//! # Names
//! `person`, `organization`, `place`, `other`: exact span and kind, as CoNLL-2003 counts (Tjong Kim Sang and
//! De Meulder 2003; `seqeval` in strict mode). `name` is their micro average, `name.macro` the mean of the
//! F1 of the kinds that occur. The four ways of SemEval-2013 task 9.1 are in [`semeval`].
//!
//! # Roles
//! `role.span`: exact span. `role`: span, person and status right. `role.full`: the organization too.
//! A person or organization is right when the name of the predicted entity is one of the forms under which
//! the gold target is mentioned (case, kind of apostrophe and of space forgiven).
//!
//! # Numbers
//! `number.span`: exact span. For the others a pair of overlapping spans is made one to one (exact ones
//! first, then by Jaccard index). `number`: kind, value, min, max, of, mod and unit are right.
//! `number.noun`: the noun too. `number.full`: the exact span too. `number.kind` … `number.noun-of`: share of
//! pairs whose attribute is right.
//!
//! # Dates
//! As TempEval-3 (UzZaman et al. 2013): `date.strict` exact span, `date.relaxed` any overlap (one to one),
//! `date.kind` relaxed with the right type, `date` relaxed with the right value.
//!
//! # Quotations
//! The unit is a part: a quotation broken by its cue has two. Overlap is the share of the *reference's*
//! code points that the prediction covers, as in the Gender Gap Tracker (Asr et al. 2021); pairs are one
//! to one, by Jaccard index. Final punctuation and space are forgiven on both sides. `quote.30`,
//! `quote.80`, `quote.exact`; `quote.direct`, `quote.mixed`, `quote.indirect`: overlap 0.8 and this kind
//! on both sides. Of the pairs at 0.8: `quote.kind`, `quote.speaker` (same span; no speaker on both sides
//! is right), `quote.speaker.overlap` (spans that share a character), `quote.cue`, `quote.lemma`
//! (where gold has one). `quote.speaker.30`: as `quote.speaker` of the pairs at 0.3. `quote.who`:
//! F1 of the speakers resolved to a person or organization, where a right one is a pair at 0.8 whose
//! predicted entity bears one of the names of the gold target.
//!
//! # Linking
//! Over the names found with exact span in both: `link.b3`, B³ (Bagga and Baldwin 1998), and `link.pair`,
//! pairs of mentions of one target. `link.b3.all`: B³ over all mentions of each side, as the CoNLL-2012
//! scorer has it (Pradhan et al. 2014); it falls with every name missed.
//!
//! # Whole articles
//! `article.numbers`, `article.dates`, `article.quotes`: share of articles (or items of a check list)
//! without any error of that layer; for quotations this takes exact span, kind, speaker and cue.

pub(crate) mod items;
mod links;
pub(crate) mod names;
pub(crate) mod quotes;
pub mod semeval;

use std::ops::AddAssign;

use super::convention::Convention;
use super::gold::{Doc, Span};
use crate::record::EntityKind;
use semeval::SemEval;

/// Sums of which precision and recall are the quotients.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Ratio {
    pub right_pred: f64,
    pub pred: f64,
    pub right_gold: f64,
    pub gold: f64,
}

impl Ratio {
    pub fn counts(right: usize, pred: usize, gold: usize) -> Self {
        Self {
            right_pred: right as f64,
            pred: pred as f64,
            right_gold: right as f64,
            gold: gold as f64,
        }
    }

    /// One answer more to a question that is either right or wrong.
    fn answer(&mut self, right: bool) {
        *self += Self::counts(right.into(), 1, 1);
    }

    /// `None` where nothing was predicted.
    pub fn precision(&self) -> Option<f64> {
        (self.pred > 0.0).then(|| self.right_pred / self.pred)
    }

    /// `None` where there was nothing to find.
    pub fn recall(&self) -> Option<f64> {
        (self.gold > 0.0).then(|| self.right_gold / self.gold)
    }

    /// Harmonic mean of precision and recall; 0 where one of them is 0 or missing, `None` where both are.
    pub fn f1(&self) -> Option<f64> {
        if self.pred == 0.0 && self.gold == 0.0 {
            return None;
        }
        let (p, r) = (
            self.precision().unwrap_or(0.0),
            self.recall().unwrap_or(0.0),
        );
        Some(if p + r == 0.0 {
            0.0
        } else {
            2.0 * p * r / (p + r)
        })
    }
}

impl AddAssign for Ratio {
    fn add_assign(&mut self, other: Self) {
        self.right_pred += other.right_pred;
        self.pred += other.pred;
        self.right_gold += other.right_gold;
        self.gold += other.gold;
    }
}

macro_rules! measures {
    ($($variant:ident $id:literal $what:literal)*) => {
        /// A figure of the report.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Measure { $($variant),* }
        impl Measure {
            /// All of them, in the order of the report.
            pub const ALL: &[Measure] = &[$(Measure::$variant),*];
            /// The name that stands in JSON and in the gate's file.
            pub fn id(self) -> &'static str {
                match self { $(Measure::$variant => $id),* }
            }
            /// What is counted, in a few words.
            pub fn what(self) -> &'static str {
                match self { $(Measure::$variant => $what),* }
            }
        }
    };
}

measures! {
    Person "person" "persons, exact span"
    Organization "organization" "organizations, exact span"
    Place "place" "places, exact span"
    Other "other" "other names, exact span"
    Name "name" "all names, exact span and kind (micro)"
    NameMacro "name.macro" "mean F1 of the kinds (macro)"
    RoleSpan "role.span" "roles, exact span"
    Role "role" "… with person and status"
    RoleFull "role.full" "… and organization"
    NumberSpan "number.span" "numbers, exact span"
    Number "number" "numbers with kind, value, of, range, mod, unit"
    NumberNoun "number.noun" "… and noun"
    NumberFull "number.full" "… and exact span"
    NumberKindOf "number.kind-of" "kind, of paired numbers"
    NumberValueOf "number.value-of" "value"
    NumberOfOf "number.of-of" "the whole"
    NumberRangeOf "number.range-of" "ends of the range"
    NumberModOf "number.mod-of" "bound"
    NumberUnitOf "number.unit-of" "unit"
    NumberNounOf "number.noun-of" "noun"
    DateStrict "date.strict" "dates, exact span"
    DateRelaxed "date.relaxed" "dates, overlapping span"
    DateKindRight "date.kind" "… with type"
    Date "date" "… with value"
    Quote30 "quote.30" "quotations, overlap 0.3"
    Quote80 "quote.80" "quotations, overlap 0.8"
    QuoteExact "quote.exact" "quotations, exact span"
    QuoteDirect "quote.direct" "direct, overlap 0.8"
    QuoteMixed "quote.mixed" "mixed, overlap 0.8"
    QuoteIndirect "quote.indirect" "indirect, overlap 0.8"
    QuoteKindOf "quote.kind" "kind, of pairs at 0.8"
    Speaker "quote.speaker" "speaker, same span"
    SpeakerOverlap "quote.speaker.overlap" "speaker, overlapping span"
    Speaker30 "quote.speaker.30" "speaker, of pairs at 0.3"
    Cue "quote.cue" "cue, same span"
    Lemma "quote.lemma" "lemma of the cue"
    Who "quote.who" "speaker resolved to a name"
    LinkB3 "link.b3" "B³ over names found by both"
    LinkPair "link.pair" "pairs of such names"
    LinkB3All "link.b3.all" "B³ over all names"
    ArticleNumbers "article.numbers" "articles without an error in numbers"
    ArticleDates "article.dates" "articles without an error in dates"
    ArticleQuotes "article.quotes" "articles without an error in quotations"
}

impl Measure {
    /// The measure of a kind of names.
    pub fn of(kind: EntityKind) -> Self {
        match kind {
            EntityKind::Person => Self::Person,
            EntityKind::Organization => Self::Organization,
            EntityKind::Place => Self::Place,
            EntityKind::Other => Self::Other,
        }
    }

    /// An accuracy: precision, recall and F1 are the same figure.
    pub fn is_accuracy(self) -> bool {
        self.id().starts_with("article.")
            || matches!(
                self,
                Self::NumberKindOf
                    | Self::NumberValueOf
                    | Self::NumberOfOf
                    | Self::NumberRangeOf
                    | Self::NumberModOf
                    | Self::NumberUnitOf
                    | Self::NumberNounOf
                    | Self::QuoteKindOf
                    | Self::Speaker
                    | Self::SpeakerOverlap
                    | Self::Speaker30
                    | Self::Cue
                    | Self::Lemma
            )
    }
}

/// The sums of all measures.
#[derive(Debug, Clone, PartialEq)]
pub struct Scores(Vec<Ratio>);

impl Default for Scores {
    fn default() -> Self {
        Self(vec![Ratio::default(); Measure::ALL.len()])
    }
}

impl Scores {
    pub fn get(&self, measure: Measure) -> Ratio {
        self.0[measure as usize]
    }

    fn at(&mut self, measure: Measure) -> &mut Ratio {
        &mut self.0[measure as usize]
    }

    /// Adds only these measures, and what the macro average is made of.
    pub(crate) fn add_some(&mut self, other: &Scores, measures: &[Measure]) {
        for &measure in measures {
            self.0[measure as usize] += other.0[measure as usize];
        }
    }

    /// The figure that stands for the measure: F1 (of an accuracy: the accuracy); the macro average for
    /// [`Measure::NameMacro`]. `None` where neither gold nor prediction has anything.
    pub fn figure(&self, measure: Measure) -> Option<f64> {
        if measure != Measure::NameMacro {
            return self.get(measure).f1();
        }
        let kinds = [
            Measure::Person,
            Measure::Organization,
            Measure::Place,
            Measure::Other,
        ];
        let known: Vec<f64> = kinds.iter().filter_map(|&m| self.get(m).f1()).collect();
        (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64)
    }
}

impl AddAssign<&Scores> for Scores {
    fn add_assign(&mut self, other: &Scores) {
        for (sum, term) in self.0.iter_mut().zip(&other.0) {
            *sum += *term;
        }
    }
}

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Layer {
    Name,
    Role,
    Number,
    Date,
    Quote,
}

impl Layer {
    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Role => "role",
            Self::Number => "number",
            Self::Date => "date",
            Self::Quote => "quote",
        }
    }
}

/// How gold and prediction stand to each other in one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    Right,
    /// Gold that nothing answers.
    Missed,
    /// A prediction that answers nothing.
    Spurious,
    /// Other ends, the rest right.
    Boundary,
    /// Another kind.
    Kind,
    /// An attribute is wrong: value, person, speaker, cue…
    Value,
}

impl Class {
    pub fn name(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Missed => "missed",
            Self::Spurious => "spurious",
            Self::Boundary => "boundary",
            Self::Kind => "kind",
            Self::Value => "value",
        }
    }
}

/// One side of a finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Side {
    pub span: Span,
    /// Kind as the records name it; `role` for roles.
    pub kind: &'static str,
    /// Rule of a prediction; empty in gold.
    pub rule: String,
    /// Line of the gold file; 0 in predictions.
    pub line: usize,
}

/// An attribute on which gold and prediction disagree.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    pub what: &'static str,
    pub gold: String,
    pub pred: String,
}

/// One record of gold, of the prediction, or of both.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    pub layer: Layer,
    pub class: Class,
    pub gold: Option<Side>,
    pub pred: Option<Side>,
    pub differences: Vec<Difference>,
}

impl Finding {
    /// Where it stands in the text: gold's place, else the prediction's.
    pub fn span(&self) -> Span {
        let side = self.gold.as_ref().or(self.pred.as_ref());
        side.map(|s| s.span).unwrap_or_default()
    }

    /// Right in every respect.
    pub fn clean(&self) -> bool {
        self.class == Class::Right && self.differences.is_empty()
    }

    /// Whether the headline measure of its layer counts it as right.
    pub fn hit(&self) -> bool {
        match self.class {
            Class::Right => true,
            Class::Boundary => matches!(self.layer, Layer::Number | Layer::Date | Layer::Quote),
            Class::Value => self.layer == Layer::Quote,
            _ => false,
        }
    }
}

/// The score of one article.
#[derive(Debug, Clone, Default)]
pub struct DocScore {
    pub scores: Scores,
    pub semeval: SemEval,
    /// In the order of the text.
    pub findings: Vec<Finding>,
}

/// Compares a prediction with gold, on the layers that gold has. Both must be of the same text.
pub fn score(gold: &Doc, pred: &Doc, convention: &Convention) -> DocScore {
    let mut out = DocScore::default();
    let layers = gold.layers;
    if layers.any_name() {
        names::score(gold, pred, convention, &mut out);
    }
    if layers.links {
        links::score(gold, pred, &mut out);
    }
    if layers.roles {
        items::roles(gold, pred, &mut out);
    }
    if layers.numbers {
        items::numbers(gold, pred, convention, &mut out);
    }
    if layers.dates {
        items::dates(gold, pred, convention, &mut out);
    }
    if layers.quotes {
        quotes::score(gold, pred, convention, &mut out);
    }
    out.findings.sort_by_key(|f| (f.span(), f.layer));
    out
}

/// Spelling without what readers do not care about: case, kind of apostrophe, kind of space.
pub(crate) fn fold(words: &str) -> String {
    let plain = words.chars().flat_map(char::to_lowercase);
    plain
        .map(|c| match c {
            '’' | 'ʼ' => '\'',
            c if c.is_whitespace() => ' ',
            c => c,
        })
        .collect()
}

/// Whether a predicted target is the gold target: one of its names.
struct Same<'a> {
    forms: Vec<Vec<String>>,
    pred: &'a Doc,
}

impl<'a> Same<'a> {
    fn new(gold: &Doc, pred: &'a Doc) -> Self {
        let mut forms: Vec<Vec<String>> =
            gold.targets.iter().map(|t| vec![fold(&t.name)]).collect();
        for name in &gold.names {
            if let Some(target) = name.target {
                forms[target].push(fold(name.span.of(&gold.text)));
            }
        }
        Self { forms, pred }
    }

    fn check(&self, gold: Option<usize>, pred: Option<usize>) -> bool {
        match (gold, pred) {
            (None, None) => true,
            (Some(g), Some(p)) => {
                let name = fold(&self.pred.targets[p].name);
                !name.is_empty() && self.forms[g].contains(&name)
            }
            _ => false,
        }
    }
}

/// Name of a target for a report.
fn target_name(doc: &Doc, target: Option<usize>) -> String {
    target.map_or_else(
        || "none".to_owned(),
        |t| {
            let target = &doc.targets[t];
            if target.name.is_empty() {
                format!("#{}", target.key)
            } else {
                target.name.clone()
            }
        },
    )
}
