//! From findings to the output record: entities numbered in order, references written out.

use super::analysis::{Analysis, EntityFinding, Findings};
use super::name::rule_name;
use crate::record::{Article, Entity, EntityKind, Extraction, Mention, Role, SCHEMA};
use crate::text::BlockKind;

/// Puts the records of one article together.
pub(crate) fn extraction(
    article: &Article,
    analysis: &Analysis,
    mut findings: Findings,
) -> Extraction {
    findings.names.sort_by_key(|n| (n.start, n.end));
    let full_name = |entity: &EntityFinding| {
        let (start, end) = entity.name;
        analysis.words(start, end).to_owned()
    };
    // Entities are numbered by first mention; one without a mention does not come out.
    let mut order: Vec<Option<usize>> = vec![None; findings.entities.len()];
    let mut entities: Vec<Entity> = Vec::new();
    for name in findings.names {
        let number = name.entity as usize;
        let index = *order[number].get_or_insert_with(|| {
            let known = &findings.entities[number];
            entities.push(Entity {
                id: format!("e{}", entities.len() + 1),
                kind: name.kind,
                name: full_name(known),
                gender: known.gender.filter(|_| name.kind == EntityKind::Person),
                gender_from: known.gender_from.map(str::to_owned),
                mentions: Vec::new(),
                roles: Vec::new(),
            });
            entities.len() - 1
        });
        let (start, end) = analysis.bytes(name.start, name.end);
        entities[index].mentions.push(Mention {
            start,
            end,
            text: analysis.input.text[start..end].to_owned(),
            score: name.score,
            rule: rule_name(analysis, &name),
        });
    }
    let id = |number: Option<u32>| {
        let index = order.get(number? as usize).copied().flatten()?;
        Some(format!("e{}", index + 1))
    };
    for role in findings.roles {
        let Some(index) = order.get(role.person as usize).copied().flatten() else {
            continue;
        };
        let (start, end) = analysis.bytes(role.start, role.end);
        entities[index].roles.push(Role {
            title: analysis.input.text[start..end].to_owned(),
            organization: id(role.organization),
            status: role.status,
            start,
            end,
            rule: analysis.input.rules.rule(role.rule).name.clone(),
        });
    }
    let byline = findings
        .byline
        .iter()
        .filter_map(|&n| findings.entities.get(n as usize))
        .map(full_name)
        .collect();
    findings
        .quotes
        .sort_by_key(|q| q.quote.parts.first().map(|p| (p.start, usize::MAX - p.end)));
    let quotes = findings
        .quotes
        .into_iter()
        .enumerate()
        .map(|(i, finding)| {
            let mut quote = finding.quote;
            quote.id = format!("q{}", i + 1);
            match &mut quote.speaker {
                Some(speaker) => speaker.entity = id(finding.who),
                None => quote.who = id(finding.who),
            }
            quote
        })
        .collect();
    findings.numbers.sort_by_key(|n| (n.start, n.end));
    findings.dates.sort_by_key(|d| (d.start, d.end));
    findings.warnings.sort_by_key(|w| (w.start, w.end));
    let title = article.title.clone().or_else(|| {
        analysis
            .blocks
            .iter()
            .find(|b| b.kind == BlockKind::Title)
            .map(|b| b.text(analysis.input.text).to_owned())
    });
    Extraction {
        schema: SCHEMA.into(),
        id: article.id.clone(),
        lang: analysis.pack.lang.clone(),
        title,
        byline,
        published: article
            .published
            .clone()
            .or_else(|| findings.published.map(|d| d.to_string())),
        entities,
        numbers: findings.numbers,
        dates: findings.dates,
        quotes,
        warnings: findings.warnings,
        meta: article.meta.clone(),
    }
}
