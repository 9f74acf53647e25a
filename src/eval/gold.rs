//! One model of "what stands in an article" for gold, for output and for a second annotator.
//!
//! Every reader converts into [`Doc`], and so does the output of the pipeline, so that scoring compares
//! like with like. Offsets are bytes into [`Doc::text`], start inclusive, end exclusive.

use crate::record::{DateKind, EntityKind, Extraction, Modifier, NumberKind, QuoteKind, Status};

/// A stretch of text: bytes, end exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

impl Span {
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }

    pub fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// The bytes that both cover.
    pub fn common(self, other: Span) -> usize {
        self.end
            .min(other.end)
            .saturating_sub(self.start.max(other.start))
    }

    pub fn overlaps(self, other: Span) -> bool {
        self.common(other) > 0
    }

    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The words themselves; nothing where the span does not fit `text`.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }
}

/// What a source says something about. Only layers that the gold has are scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Layers {
    /// Kinds of names that are marked, as a set over [`EntityKind`] in its order.
    pub names: [bool; 4],
    /// Mentions say whom they name.
    pub links: bool,
    pub roles: bool,
    pub numbers: bool,
    pub dates: bool,
    pub quotes: bool,
    /// Quotations say which person or organization speaks.
    pub who: bool,
}

impl Layers {
    /// Everything that the guide of annotation knows.
    pub const ALL: Self = Self {
        names: [true; 4],
        links: true,
        roles: true,
        numbers: true,
        dates: true,
        quotes: true,
        who: true,
    };

    pub fn has(&self, kind: EntityKind) -> bool {
        self.names[kind as usize]
    }

    pub fn any_name(&self) -> bool {
        self.names.contains(&true)
    }
}

/// Somebody or something that is named: the target of `ref`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Target {
    pub key: String,
    /// The fullest form of the name.
    pub name: String,
}

/// A name in the text.
#[derive(Debug, Clone, PartialEq)]
pub struct Name {
    pub span: Span,
    pub kind: EntityKind,
    /// Index into [`Doc::targets`]; nothing where the source links no mentions.
    pub target: Option<usize>,
    pub rule: String,
    pub line: usize,
}

/// A role that a person bears.
#[derive(Debug, Clone, PartialEq)]
pub struct RoleItem {
    pub span: Span,
    pub person: Option<usize>,
    pub within: Option<usize>,
    pub status: Status,
    pub rule: String,
    pub line: usize,
}

/// A numeric expression.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    pub span: Span,
    pub kind: NumberKind,
    pub value: Option<f64>,
    pub min: Option<f64>,
    pub max: Option<f64>,
    pub of: Option<f64>,
    pub modifier: Option<Modifier>,
    pub unit: Option<String>,
    pub noun: Option<String>,
    /// Attributes that the source cannot speak about; they are not compared.
    pub silent: Silent,
    /// Neither a miss nor, when found, an error.
    pub optional: bool,
    pub rule: String,
    pub line: usize,
}

/// Attributes of a number on which a source of another convention is silent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Silent {
    pub kind: bool,
    pub modifier: bool,
    pub unit: bool,
    pub noun: bool,
    /// The noun is given as it stands, perhaps in the plural: endings are forgiven.
    pub inflected_noun: bool,
}

/// A temporal expression.
#[derive(Debug, Clone, PartialEq)]
pub struct DateItem {
    pub span: Span,
    pub kind: DateKind,
    pub value: Option<String>,
    pub optional: bool,
    pub rule: String,
    pub line: usize,
}

/// The words that introduce a quotation.
#[derive(Debug, Clone, PartialEq)]
pub struct CueItem {
    pub span: Span,
    pub lemma: String,
}

/// A quotation with its parts.
#[derive(Debug, Clone, PartialEq)]
pub struct QuoteItem {
    pub id: String,
    pub kind: QuoteKind,
    pub parts: Vec<Span>,
    /// Other spans that would be right in place of the parts (see [`super::convention`]).
    pub instead: Vec<Span>,
    /// The words that name the speaker; any of them is right.
    pub speakers: Vec<Span>,
    pub cues: Vec<CueItem>,
    pub who: Option<usize>,
    pub optional: bool,
    pub rule: String,
    pub line: usize,
}

/// One article with what is marked in it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Doc {
    /// What prediction and gold are joined by.
    pub id: String,
    /// The file that it was read from.
    pub file: String,
    pub lang: Option<String>,
    pub title: Option<String>,
    /// Publication date, against which relative dates are resolved.
    pub published: Option<String>,
    pub text: String,
    /// Where blocks of the text stand in the file: byte of the text, 1-based line of the file.
    pub lines: Vec<(usize, usize)>,
    pub layers: Layers,
    pub targets: Vec<Target>,
    pub names: Vec<Name>,
    pub roles: Vec<RoleItem>,
    pub numbers: Vec<Number>,
    pub dates: Vec<DateItem>,
    pub quotes: Vec<QuoteItem>,
}

impl Doc {
    /// What an extraction says of its text. Offsets of `extraction` must be bytes into `text`.
    pub fn from_extraction(extraction: &Extraction, text: &str) -> Self {
        let mut doc = Doc {
            id: extraction.id.clone(),
            lang: Some(extraction.lang.clone()),
            title: extraction.title.clone(),
            published: extraction.published.clone(),
            text: text.to_owned(),
            layers: Layers::ALL,
            ..Doc::default()
        };
        let index = |id: &str| extraction.entities.iter().position(|e| e.id == id);
        for (target, entity) in extraction.entities.iter().enumerate() {
            doc.targets.push(Target {
                key: entity.id.clone(),
                name: entity.name.clone(),
            });
            for m in &entity.mentions {
                doc.names.push(Name {
                    span: Span::new(m.start, m.end),
                    kind: entity.kind,
                    target: Some(target),
                    rule: m.rule.clone(),
                    line: 0,
                });
            }
            for r in &entity.roles {
                doc.roles.push(RoleItem {
                    span: Span::new(r.start, r.end),
                    person: Some(target),
                    within: r.organization.as_deref().and_then(index),
                    status: r.status,
                    rule: r.rule.clone(),
                    line: 0,
                });
            }
        }
        doc.numbers
            .extend(extraction.numbers.iter().map(|n| Number {
                span: Span::new(n.start, n.end),
                kind: n.kind,
                value: n.value,
                min: n.min,
                max: n.max,
                of: n.of,
                modifier: n.modifier,
                unit: n.unit.clone(),
                noun: n.noun.clone(),
                silent: Silent::default(),
                optional: false,
                rule: n.rule.clone(),
                line: 0,
            }));
        doc.dates.extend(extraction.dates.iter().map(|d| DateItem {
            span: Span::new(d.start, d.end),
            kind: d.kind,
            value: d.value.clone(),
            optional: false,
            rule: d.rule.clone(),
            line: 0,
        }));
        for q in &extraction.quotes {
            doc.quotes.push(QuoteItem {
                id: q.id.clone(),
                kind: q.kind,
                parts: q.parts.iter().map(|p| Span::new(p.start, p.end)).collect(),
                instead: Vec::new(),
                speakers: q
                    .speaker
                    .iter()
                    .map(|s| Span::new(s.start, s.end))
                    .collect(),
                cues: q
                    .cue
                    .iter()
                    .map(|c| CueItem {
                        span: Span::new(c.start, c.end),
                        lemma: c.lemma.clone(),
                    })
                    .collect(),
                who: match &q.speaker {
                    Some(speaker) => speaker.entity.as_deref(),
                    None => q.who.as_deref(),
                }
                .and_then(index),
                optional: false,
                rule: q.rule.clone(),
                line: 0,
            });
        }
        doc.sort();
        doc
    }

    /// Index of the target called `key`, made when it is new.
    pub fn target(&mut self, key: &str) -> usize {
        match self.targets.iter().position(|t| t.key == key) {
            Some(at) => at,
            None => {
                self.targets.push(Target {
                    key: key.to_owned(),
                    name: String::new(),
                });
                self.targets.len() - 1
            }
        }
    }

    /// Brings every layer into the order of the text; names of targets that have none are filled with
    /// their longest mention. Readers call it last.
    pub fn sort(&mut self) {
        self.names.sort_by_key(|m| (m.span, m.kind));
        self.roles.sort_by_key(|m| m.span);
        self.numbers.sort_by_key(|m| m.span);
        self.dates.sort_by_key(|m| m.span);
        let given: Vec<bool> = self.targets.iter().map(|t| !t.name.is_empty()).collect();
        for name in &self.names {
            let Some(target) = name.target.filter(|&t| !given[t]) else {
                continue;
            };
            let words = name.span.of(&self.text);
            let known = &mut self.targets[target].name;
            if words.chars().count() > known.chars().count() {
                *known = words.to_owned();
            }
        }
    }

    /// 1-based line of the file in which the block that holds `byte` begins; 0 where it is not known.
    pub fn file_line(&self, byte: usize) -> usize {
        let after = self.lines.partition_point(|(start, _)| *start <= byte);
        after.checked_sub(1).map_or(0, |at| self.lines[at].1)
    }
}
