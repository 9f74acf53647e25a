//! The labelled spans and relations that brat, doccano and Prodigy share; what they mean is said where they
//! are read.

use crate::eval::gold::{Doc, Span};
use crate::eval::score::items::{date_name, kind_name, modifier_name, status_name};
use crate::eval::score::{names, quotes};
use crate::record::Status;

pub(super) struct Mark {
    pub label: &'static str,
    pub spans: Vec<Span>,
    pub attributes: Vec<(&'static str, String)>,
}

pub(super) struct Relation {
    pub label: &'static str,
    pub from: usize,
    pub to: usize,
}

pub(super) struct Marks {
    pub list: Vec<Mark>,
    pub relations: Vec<Relation>,
}

/// Every record of `doc` as marks; relations point into the list.
pub(super) fn marks(doc: &Doc) -> Marks {
    let mut list = Vec::new();
    let mut relations = Vec::new();
    let mut first: Vec<Option<usize>> = vec![None; doc.targets.len()];
    for name in &doc.names {
        let at = list.len();
        let mut attributes = Vec::new();
        if let Some(target) = name.target {
            attributes.push(("ref", doc.targets[target].key.clone()));
            first[target].get_or_insert(at);
        }
        list.push(Mark {
            label: names::kind_name(name.kind),
            spans: vec![name.span],
            attributes,
        });
    }
    let target = |t: Option<usize>| t.and_then(|t| first[t]);
    for role in &doc.roles {
        let from = list.len();
        let status = (role.status != Status::Current)
            .then(|| ("status", status_name(role.status).to_owned()));
        list.push(Mark {
            label: "role",
            spans: vec![role.span],
            attributes: status.into_iter().collect(),
        });
        let ends = [("of", target(role.person)), ("in", target(role.within))];
        for (label, to) in ends {
            relations.extend(to.map(|to| Relation { label, from, to }));
        }
    }
    for n in &doc.numbers {
        let mut attributes: Vec<(&'static str, String)> = Vec::new();
        let decimals = [
            ("value", n.value),
            ("min", n.min),
            ("max", n.max),
            ("of", n.of),
        ];
        attributes.extend(
            decimals
                .into_iter()
                .filter_map(|(k, v)| Some((k, v?.to_string()))),
        );
        if n.modifier.is_some() {
            attributes.push(("mod", modifier_name(n.modifier).to_owned()));
        }
        let words = [("unit", &n.unit), ("noun", &n.noun)];
        attributes.extend(words.into_iter().filter_map(|(k, v)| Some((k, v.clone()?))));
        list.push(Mark {
            label: kind_name(n.kind),
            spans: vec![n.span],
            attributes,
        });
    }
    for d in &doc.dates {
        list.push(Mark {
            label: date_name(d.kind),
            spans: vec![d.span],
            attributes: d.value.iter().map(|v| ("when", v.clone())).collect(),
        });
    }
    // One mark a speaker or cue, however many quotations point to it.
    let mut shared: Vec<(&'static str, Span, usize)> = Vec::new();
    for q in &doc.quotes {
        let from = list.len();
        list.push(Mark {
            label: quotes::name(q.kind),
            spans: q.parts.clone(),
            attributes: Vec::new(),
        });
        let speakers = q.speakers.iter().map(|&span| ("speaker", span, None));
        let cues = q
            .cues
            .iter()
            .map(|c| ("cue", c.span, Some(c.lemma.clone())));
        for (label, span, lemma) in speakers.chain(cues) {
            let known = shared
                .iter()
                .find(|(l, s, _)| (*l, *s) == (label, span))
                .map(|(.., at)| *at);
            let to = known.unwrap_or_else(|| {
                list.push(Mark {
                    label,
                    spans: vec![span],
                    attributes: lemma
                        .filter(|l| !l.is_empty())
                        .map(|l| ("lemma", l))
                        .into_iter()
                        .collect(),
                });
                shared.push((label, span, list.len() - 1));
                list.len() - 1
            });
            relations.push(Relation { label, from, to });
        }
        relations.extend(target(q.who).map(|to| Relation {
            label: "who",
            from,
            to,
        }));
    }
    Marks { list, relations }
}

/// Counts code points before a byte.
pub(super) struct CodePoints<'a>(crate::record::offsets::OffsetMap<'a>);

impl<'a> CodePoints<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self(crate::record::offsets::OffsetMap::new(
            text,
            crate::record::Unit::CodePoint,
        ))
    }

    pub(super) fn span(&self, span: Span) -> (usize, usize) {
        (self.0.at(span.start), self.0.at(span.end))
    }
}
