//! Is the figure sure, and is the difference more than chance?
//!
//! The sample is the article: names and quotations of one article are not independent of each other, so
//! articles, not records, are drawn. Everything is deterministic for a seed.

use super::score::{Measure, Scores};

/// How often is drawn, from which seed, and how wide the interval is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Draws {
    pub resamples: usize,
    pub seed: u64,
    /// Share of resamples inside the interval, `0.95` by default.
    pub level: f64,
}

impl Default for Draws {
    fn default() -> Self {
        Self {
            resamples: 1000,
            seed: 1,
            level: 0.95,
        }
    }
}

/// SplitMix64 (Steele, Lea and Flood 2014): small, and the same on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `n`, by multiplication (Lemire 2019); the bias is below 2⁻⁴⁰ for any corpus.
    fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.next()) * n as u128) >> 64) as usize
    }
}

/// Measures that have anything to count.
fn active(articles: &[&Scores]) -> Vec<Measure> {
    let mut total = Scores::default();
    for scores in articles {
        total += scores;
    }
    let all = Measure::ALL.iter().copied();
    all.filter(|&m| total.figure(m).is_some()).collect()
}

/// Percentile bootstrap (Efron 1979) over articles: the interval of each measure's figure.
///
/// The bounds are the values at ranks ⌊α/2·n⌋ and ⌈(1-α/2)·n⌉-1 of the n figures drawn. Time is
/// resamples × articles × measures.
pub fn bootstrap(articles: &[&Scores], draws: Draws) -> Vec<(Measure, f64, f64)> {
    let measures = active(articles);
    let mut random = Random(draws.seed);
    let mut drawn: Vec<Vec<f64>> = vec![Vec::with_capacity(draws.resamples); measures.len()];
    for _ in 0..draws.resamples {
        let mut sum = Scores::default();
        for _ in articles {
            sum.add_some(articles[random.below(articles.len())], &measures);
        }
        for (figures, &measure) in drawn.iter_mut().zip(&measures) {
            figures.extend(sum.figure(measure));
        }
    }
    let mut intervals = Vec::new();
    for (mut figures, measure) in drawn.into_iter().zip(measures) {
        if figures.is_empty() {
            continue;
        }
        figures.sort_by(f64::total_cmp);
        let n = figures.len() as f64;
        let tail = (1.0 - draws.level) / 2.0;
        let low = (tail * n).floor() as usize;
        let high = ((1.0 - tail) * n).ceil() as usize;
        let last = figures.len() - 1;
        intervals.push((
            measure,
            figures[low.min(last)],
            figures[high.clamp(1, last + 1) - 1],
        ));
    }
    intervals
}

/// What a paired permutation test says of one measure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    pub measure: Measure,
    pub a: f64,
    pub b: f64,
    /// Probability of a difference as large, in either direction, if A and B were the same system.
    pub p: f64,
}

/// Approximate randomization (Noreen 1989): A and B are swapped article by article with probability ½;
/// p = (draws at least as far apart + 1) / (draws + 1).
///
/// `a` and `b` are the scores of the same articles in the same order.
pub fn permutation(a: &[&Scores], b: &[&Scores], draws: Draws) -> Vec<Difference> {
    let both: Vec<&Scores> = a.iter().chain(b).copied().collect();
    let measures = active(&both);
    let figure = |scores: &Scores, m: Measure| scores.figure(m).unwrap_or(0.0);
    let total = |side: &[&Scores]| {
        let mut sum = Scores::default();
        for scores in side {
            sum += scores;
        }
        sum
    };
    let (sum_a, sum_b) = (total(a), total(b));
    let apart = |a: &Scores, b: &Scores, m| (figure(a, m) - figure(b, m)).abs();
    let mut as_far = vec![0usize; measures.len()];
    let mut random = Random(draws.seed);
    for _ in 0..draws.resamples {
        let (mut left, mut right) = (Scores::default(), Scores::default());
        for (x, y) in a.iter().zip(b) {
            let (x, y) = if random.next() >> 63 == 0 {
                (x, y)
            } else {
                (y, x)
            };
            left.add_some(x, &measures);
            right.add_some(y, &measures);
        }
        for (count, &m) in as_far.iter_mut().zip(&measures) {
            // A hair below: sums of the same fractions in another order differ in the last digit.
            *count += usize::from(apart(&left, &right, m) >= apart(&sum_a, &sum_b, m) - 1e-12);
        }
    }
    let found = measures.iter().zip(as_far);
    found
        .map(|(&measure, count)| Difference {
            measure,
            a: figure(&sum_a, measure),
            b: figure(&sum_b, measure),
            p: (count + 1) as f64 / (draws.resamples + 1) as f64,
        })
        .collect()
}
