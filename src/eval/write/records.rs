//! Own records, with the text beside them so that they are gold on their own. Offsets count code points.

use super::Written;
use crate::eval::gold::{Doc, Span};
use crate::record::{
    Cue, DateRecord, Entity, Extraction, Mention, NumberRecord, Part, Quote, Role, SCHEMA, Speaker,
    Unit, offsets,
};

pub(super) fn write(doc: &Doc) -> Written {
    let mut written = Written::default();
    let unlinked = doc.names.iter().filter(|n| n.target.is_none()).count();
    let unborne = doc.roles.iter().filter(|r| r.person.is_none()).count();
    written.lose(unborne, "roles of nobody");
    let several = doc
        .quotes
        .iter()
        .filter(|q| q.speakers.len() > 1 || q.cues.len() > 1)
        .count();
    written.lose(several, "further speakers or cues of a quotation");
    if unlinked > 0 {
        written.lost.push(format!(
            "{unlinked} names without reference: each becomes an entity of its own"
        ));
    }
    let mut extraction = extraction(doc);
    offsets::convert(&mut extraction, &doc.text, Unit::CodePoint);
    let row = serde_json::to_value(&extraction);
    match row {
        Ok(mut row) => {
            row["text"] = doc.text.clone().into();
            written.content = format!("{row}\n");
        }
        Err(error) => written.lost.push(format!("the article: {error}")),
    }
    written
}

fn extraction(doc: &Doc) -> Extraction {
    let text = |span: Span| span.of(&doc.text).to_owned();
    let id = |target: usize| format!("e{}", target + 1);
    let mut entities: Vec<Entity> = Vec::new();
    for (t, target) in doc.targets.iter().enumerate() {
        let mentions: Vec<_> = doc.names.iter().filter(|n| n.target == Some(t)).collect();
        let Some(first) = mentions.first() else {
            continue;
        };
        let mention = |n: &&crate::eval::gold::Name| Mention {
            start: n.span.start,
            end: n.span.end,
            text: text(n.span),
            score: None,
            rule: n.rule.clone(),
        };
        let roles = doc.roles.iter().filter(|r| r.person == Some(t));
        entities.push(Entity {
            id: id(t),
            kind: first.kind,
            name: target.name.clone(),
            gender: None,
            gender_from: None,
            mentions: mentions.iter().map(mention).collect(),
            roles: roles
                .map(|r| Role {
                    title: text(r.span),
                    organization: r.within.map(id),
                    status: r.status,
                    start: r.span.start,
                    end: r.span.end,
                    rule: r.rule.clone(),
                })
                .collect(),
        });
    }
    for (n, name) in doc
        .names
        .iter()
        .enumerate()
        .filter(|(_, n)| n.target.is_none())
    {
        entities.push(Entity {
            id: id(doc.targets.len() + n),
            kind: name.kind,
            name: text(name.span),
            gender: None,
            gender_from: None,
            mentions: vec![Mention {
                start: name.span.start,
                end: name.span.end,
                text: text(name.span),
                score: None,
                rule: name.rule.clone(),
            }],
            roles: Vec::new(),
        });
    }
    let numbers = doc.numbers.iter().map(|n| NumberRecord {
        start: n.span.start,
        end: n.span.end,
        text: text(n.span),
        kind: n.kind,
        value: n.value,
        min: n.min,
        max: n.max,
        of: n.of,
        modifier: n.modifier,
        unit: n.unit.clone(),
        noun: n.noun.clone(),
        rule: n.rule.clone(),
    });
    let dates = doc.dates.iter().map(|d| DateRecord {
        start: d.span.start,
        end: d.span.end,
        text: text(d.span),
        kind: d.kind,
        value: d.value.clone(),
        rule: d.rule.clone(),
    });
    let quotes = doc.quotes.iter().enumerate().map(|(n, q)| Quote {
        id: format!("q{}", n + 1),
        kind: q.kind,
        parts: q
            .parts
            .iter()
            .map(|&s| Part {
                start: s.start,
                end: s.end,
                text: text(s),
            })
            .collect(),
        speaker: q.speakers.first().map(|&s| Speaker {
            start: s.start,
            end: s.end,
            text: text(s),
            entity: q.who.map(id),
        }),
        who: q.who.filter(|_| q.speakers.is_empty()).map(id),
        cue: q.cues.first().map(|c| Cue {
            start: c.span.start,
            end: c.span.end,
            text: text(c.span),
            lemma: c.lemma.clone(),
        }),
        rule: q.rule.clone(),
    });
    Extraction {
        schema: SCHEMA.into(),
        id: doc.id.clone(),
        lang: doc.lang.clone().unwrap_or_default(),
        title: doc.title.clone(),
        byline: Vec::new(),
        published: doc.published.clone(),
        entities,
        numbers: numbers.collect(),
        dates: dates.collect(),
        quotes: quotes.collect(),
        warnings: Vec::new(),
        meta: Default::default(),
    }
}
