//! Names: exact span and kind.

use std::collections::HashMap;

use super::{Class, DocScore, Finding, Layer, Measure, Ratio, Side, semeval};
use crate::eval::align::{align, jaccard};
use crate::eval::convention::Convention;
use crate::eval::gold::{Doc, Name, Span};
use crate::record::EntityKind;

pub(crate) fn kind_name(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Person => "person",
        EntityKind::Organization => "organization",
        EntityKind::Place => "place",
        EntityKind::Other => "other",
    }
}

fn side(name: &Name) -> Side {
    Side {
        span: name.span,
        kind: kind_name(name.kind),
        rule: name.rule.clone(),
        line: name.line,
    }
}

pub(super) fn score(gold: &Doc, pred: &Doc, convention: &Convention, out: &mut DocScore) {
    let scored = |n: &&Name| gold.layers.has(n.kind);
    let golds: Vec<&Name> = gold.names.iter().filter(scored).collect();
    let preds: Vec<&Name> = pred.names.iter().filter(scored).collect();

    let mut at: HashMap<(Span, EntityKind), Vec<usize>> = HashMap::new();
    for (p, name) in preds.iter().enumerate().rev() {
        at.entry((name.span, name.kind)).or_default().push(p);
    }
    let mut pair = vec![None; golds.len()];
    let mut taken = vec![false; preds.len()];
    for (g, name) in golds.iter().enumerate() {
        if let Some(p) = at.get_mut(&(name.span, name.kind)).and_then(Vec::pop) {
            pair[g] = Some(p);
            taken[p] = true;
        }
    }
    for &kind in &[
        EntityKind::Person,
        EntityKind::Organization,
        EntityKind::Place,
        EntityKind::Other,
    ] {
        let of_kind = |names: &[&Name]| names.iter().filter(|n| n.kind == kind).count();
        let right = golds
            .iter()
            .zip(&pair)
            .filter(|(n, p)| n.kind == kind && p.is_some())
            .count();
        let predicted = if convention.not_exhaustive {
            right
        } else {
            of_kind(&preds)
        };
        let ratio = Ratio::counts(right, predicted, of_kind(&golds));
        *out.scores.at(Measure::of(kind)) += ratio;
        *out.scores.at(Measure::Name) += ratio;
    }
    semeval::count(&golds, &preds, &mut out.semeval);

    // What is left is told apart for the reader: same words under another kind, or other ends.
    let left: Vec<usize> = (0..golds.len()).filter(|&g| pair[g].is_none()).collect();
    let loose: Vec<usize> = (0..preds.len()).filter(|&p| !taken[p]).collect();
    let gold_spans: Vec<Span> = left.iter().map(|&g| golds[g].span).collect();
    let pred_spans: Vec<Span> = loose.iter().map(|&p| preds[p].span).collect();
    let mut answered = vec![false; left.len()];
    let mut used = vec![false; loose.len()];
    let worth = |g: usize, p: usize| Some(jaccard(gold_spans[g], pred_spans[p]));
    for (g, p) in align(&gold_spans, &pred_spans, worth) {
        (answered[g], used[p]) = (true, true);
        let (name, other) = (golds[left[g]], preds[loose[p]]);
        let class = if name.kind == other.kind {
            Class::Boundary
        } else {
            Class::Kind
        };
        out.findings.push(Finding {
            layer: Layer::Name,
            class,
            gold: Some(side(name)),
            pred: Some(side(other)),
            differences: Vec::new(),
        });
    }
    for (g, name) in golds.iter().enumerate() {
        let (class, other) = match pair[g] {
            Some(p) => (Class::Right, Some(side(preds[p]))),
            None if left.binary_search(&g).is_ok_and(|i| answered[i]) => {
                continue;
            }
            None => (Class::Missed, None),
        };
        out.findings.push(Finding {
            layer: Layer::Name,
            class,
            gold: Some(side(name)),
            pred: other,
            differences: Vec::new(),
        });
    }
    if convention.not_exhaustive {
        return;
    }
    for (i, &p) in loose.iter().enumerate() {
        if !used[i] {
            out.findings.push(Finding {
                layer: Layer::Name,
                class: Class::Spurious,
                gold: None,
                pred: Some(side(preds[p])),
                differences: Vec::new(),
            });
        }
    }
}
