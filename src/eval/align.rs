//! Which predicted span answers which gold span.

use super::gold::Span;

/// Pairs gold and predicted spans one to one, the best pair first.
///
/// `worth` says how good a pair of overlapping spans is (gold index, predicted index); pairs of no worth are
/// never made. Ties go to the earlier gold, then the earlier prediction, so the result does not depend on
/// anything but the spans. This is the greedy approximation of a maximum-weight matching that scorers of
/// spans commonly use. Time: the number of overlapping pairs, sorted.
pub fn align(
    gold: &[Span],
    pred: &[Span],
    worth: impl Fn(usize, usize) -> Option<f64>,
) -> Vec<(usize, usize)> {
    let mut order: Vec<usize> = (0..pred.len()).collect();
    order.sort_by_key(|&p| pred[p]);
    let mut pairs = Vec::new();
    for (g, span) in gold.iter().enumerate() {
        let until = order.partition_point(|&p| pred[p].start < span.end);
        for &p in &order[..until] {
            if pred[p].end > span.start
                && let Some(w) = worth(g, p)
            {
                pairs.push((w, g, p));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut gold_taken = vec![false; gold.len()];
    let mut pred_taken = vec![false; pred.len()];
    let mut chosen = Vec::new();
    for (_, g, p) in pairs {
        if !gold_taken[g] && !pred_taken[p] {
            (gold_taken[g], pred_taken[p]) = (true, true);
            chosen.push((g, p));
        }
    }
    chosen.sort_unstable();
    chosen
}

/// Overlap as part of what both cover together (Jaccard index), in bytes.
pub fn jaccard(a: Span, b: Span) -> f64 {
    let common = a.common(b);
    let union = a.len() + b.len() - common;
    if union == 0 {
        0.0
    } else {
        common as f64 / union as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: usize, end: usize) -> Span {
        Span::new(start, end)
    }

    #[test]
    fn the_better_pair_wins_and_each_span_is_used_once() {
        let gold = [span(0, 10), span(2, 6)];
        let pred = [span(2, 6), span(0, 10), span(0, 9)];
        let pairs = align(&gold, &pred, |g, p| Some(jaccard(gold[g], pred[p])));
        assert_eq!(pairs, [(0, 1), (1, 0)]);
    }

    #[test]
    fn spans_that_only_touch_are_no_pair() {
        assert_eq!(align(&[span(0, 4)], &[span(4, 8)], |_, _| Some(1.0)), []);
    }
}
