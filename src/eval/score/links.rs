//! Who is who: B³ and pairs.

use std::collections::HashMap;

use super::{DocScore, Measure, Ratio};
use crate::eval::gold::{Doc, Span};

/// Cluster of each mention by its span; mentions without a target stand alone.
fn clusters(doc: &Doc, kinds: &Doc) -> HashMap<Span, usize> {
    let alone = doc.targets.len();
    let names = doc.names.iter().filter(|n| kinds.layers.has(n.kind));
    names
        .enumerate()
        .map(|(i, n)| (n.span, n.target.unwrap_or(alone + i)))
        .collect()
}

fn sizes<'a>(clusters: impl Iterator<Item = &'a usize>) -> HashMap<usize, usize> {
    let mut sizes = HashMap::new();
    for &c in clusters {
        *sizes.entry(c).or_default() += 1;
    }
    sizes
}

pub(super) fn score(gold: &Doc, pred: &Doc, out: &mut DocScore) {
    let (of_gold, of_pred) = (clusters(gold, gold), clusters(pred, gold));
    let common: Vec<(usize, usize)> = of_gold
        .iter()
        .filter_map(|(span, &g)| of_pred.get(span).map(|&p| (g, p)))
        .collect();
    let mut cells: HashMap<(usize, usize), usize> = HashMap::new();
    for &cell in &common {
        *cells.entry(cell).or_default() += 1;
    }
    let gold_sizes = sizes(common.iter().map(|(g, _)| g));
    let pred_sizes = sizes(common.iter().map(|(_, p)| p));
    let all_gold = sizes(of_gold.values());
    let all_pred = sizes(of_pred.values());
    // A cell of n mentions gives each of them n / |cluster|, hence n² / |cluster|.
    let b3 = |gold: &HashMap<usize, usize>, pred: &HashMap<usize, usize>| {
        let mut ratio = Ratio {
            pred: pred.values().sum::<usize>() as f64,
            gold: gold.values().sum::<usize>() as f64,
            ..Ratio::default()
        };
        let mut sorted: Vec<_> = cells.iter().collect();
        sorted.sort_unstable(); // sums of fractions depend on the order in the last digit
        for (&(g, p), &n) in sorted {
            let square = (n * n) as f64;
            ratio.right_gold += square / gold[&g] as f64;
            ratio.right_pred += square / pred[&p] as f64;
        }
        ratio
    };
    *out.scores.at(Measure::LinkB3) += b3(&gold_sizes, &pred_sizes);
    *out.scores.at(Measure::LinkB3All) += b3(&all_gold, &all_pred);
    let pairs =
        |sizes: &mut dyn Iterator<Item = usize>| sizes.map(|n| n * (n - 1) / 2).sum::<usize>();
    *out.scores.at(Measure::LinkPair) += Ratio::counts(
        pairs(&mut cells.values().copied()),
        pairs(&mut pred_sizes.values().copied()),
        pairs(&mut gold_sizes.values().copied()),
    );
}
