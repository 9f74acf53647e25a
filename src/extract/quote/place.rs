//! Where the words said stand: the policies that a rule can name.

use std::borrow::Cow;

use crate::extract::analysis::Analysis;
use crate::record::QuoteKind;
use crate::rule::{Match, Regions, Value};

/// `emit place = "…"` of a rule that makes a `parole`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// The match is an insertion: the words said stand before it, and behind if they go on.
    Insertion,
    /// They follow a colon: in marks, or to the sentence's end.
    Colon,
    /// They are the clause that follows.
    Clause,
    /// The match names a source: they stand behind it at a clause's head, else before it.
    Source,
    /// They are the fragments in marks that follow in the clause.
    Fragment,
    /// The match is a signature: they stand in marks right before it.
    Signature,
}

impl Place {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "insertion" => Self::Insertion,
            "colon" => Self::Colon,
            "clause" => Self::Clause,
            "source" => Self::Source,
            "fragment" => Self::Fragment,
            "signature" => Self::Signature,
            _ => return None,
        })
    }
}

/// A stretch of token indices, end exclusive.
pub(super) type Span = (u32, u32);

/// A match that says that something is said.
#[derive(Debug, Clone)]
pub(super) struct Saying {
    pub place: Place,
    pub start: u32,
    /// End of the match, or start of its capture `said`.
    pub end: u32,
    pub cue: Option<Span>,
    pub speaker: Option<Span>,
    /// The rule says who spoke, or that nobody is named: no subject is looked for.
    pub speaker_settled: bool,
    /// The cue is a verb form without subject of its own, such as a gerund.
    pub dependent: bool,
    /// Words said without marks count too.
    pub unmarked: bool,
    /// What words are that stand wholly in marks: as the rule says, else by their place.
    pub fragment: Option<QuoteKind>,
    /// May stand inside marks, where people quote others.
    pub nests: bool,
    pub lemma: String,
    pub rule: String,
}

/// The lemma of a cue: of the verb of saying that it is, before any other entry of its spelling.
fn lemma<'a>(analysis: &Analysis<'a>, (start, end): Span) -> Cow<'a, str> {
    let input = analysis.input;
    let verbs = analysis.pack.concept("reporting-verb");
    match input.entries(start, end).find(|e| Some(e.list) == verbs) {
        Some(entry) => Cow::Borrowed(input.lexicon.lemma(entry)),
        None => input.lemma(start, end),
    }
}

impl Saying {
    /// Reads the match; `None` where the rule names no place.
    pub fn read(analysis: &Analysis, found: &Match, regions: &Regions) -> Option<Self> {
        let input = &analysis.input;
        let text = |key: &str| match input.emitted(found, key, regions) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        };
        let place = Place::named(&text("place")?)?;
        let cue = input.capture(found, "cue", regions);
        let speaker = input.capture(found, "speaker", regions);
        let lemma = match cue {
            Some(cue) => text("lemma").unwrap_or_else(|| lemma(analysis, cue)),
            None => Default::default(),
        };
        let settings = &analysis.pack.settings.quote;
        let lemma = settings
            .reflexives
            .iter()
            .find_map(|r| lemma.strip_prefix(r.as_str()))
            .unwrap_or(&lemma)
            .to_owned();
        let is = |key: &str, value: &str| text(key).is_some_and(|t| t == value);
        Some(Self {
            place,
            start: found.start,
            end: input
                .capture(found, "said", regions)
                .map_or(found.end, |said| said.0),
            cue,
            speaker,
            speaker_settled: speaker.is_some() || is("subject", "none"),
            dependent: is("subject", "shared"),
            unmarked: !is("unmarked", "no"),
            fragment: match text("fragment").as_deref() {
                Some("direct") => Some(QuoteKind::Direct),
                Some("mixed") => Some(QuoteKind::Mixed),
                _ => None,
            },
            nests: !is("nests", "no"),
            lemma,
            rule: input.rules.rule(found.rule).name.clone(),
        })
    }
}
