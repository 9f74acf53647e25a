//! Intervals and significance: known answers, and the same answer every time.

use depeche::eval::convention::Convention;
use depeche::eval::read::{self, Format, Source};
use depeche::eval::score::{Measure, Scores, score};
use depeche::eval::stats::{Draws, bootstrap, permutation};

/// An article with `right` persons found of `all`.
fn article(right: usize, all: usize) -> Scores {
    let rows = |n: usize| -> String {
        (0..all)
            .map(|i| {
                if i < n {
                    "Roy B-PER\nest O\n"
                } else {
                    "Roy O\nest O\n"
                }
            })
            .collect()
    };
    let [gold, pred] = [rows(all), rows(right)].map(|content| {
        let source = Source {
            file: "x.conll",
            content: &content,
            text: None,
        };
        read::read(source, Format::Conll, &Convention::default(), &|_| None)
            .docs
            .pop()
            .unwrap()
    });
    score(&gold, &pred, &Convention::default()).scores
}

#[test]
fn articles_that_are_alike_leave_no_doubt() {
    let same = [article(1, 2), article(1, 2), article(1, 2)];
    let same: Vec<&Scores> = same.iter().collect();
    let (_, low, high) = bootstrap(&same, Draws::default())[0];
    // Precision 1, recall ½.
    assert_eq!((low, high), (2.0 / 3.0, 2.0 / 3.0));
}

#[test]
fn the_interval_holds_the_figure_and_depends_on_the_seed_alone() {
    let mixed: Vec<Scores> = (0..20).map(|i| article(i % 5, 4)).collect();
    let mixed: Vec<&Scores> = mixed.iter().collect();
    let draws = Draws::default();
    let (measure, low, high) = bootstrap(&mixed, draws)[0];
    assert_eq!(measure, Measure::Person);
    // Recall 40/80, precision 1: F1 ⅔.
    assert!(low < 2.0 / 3.0 && 2.0 / 3.0 < high, "{low} {high}");
    assert!(low > 0.4 && high < 0.9, "{low} {high}");
    assert_eq!(bootstrap(&mixed, draws), bootstrap(&mixed, draws));
    let wide = bootstrap(
        &mixed,
        Draws {
            level: 0.99,
            ..draws
        },
    )[0];
    assert!(wide.1 <= low && wide.2 >= high);
}

#[test]
fn permutation_of_equals_and_of_opposites() {
    let half: Vec<Scores> = (0..12).map(|_| article(1, 2)).collect();
    let full: Vec<Scores> = (0..12).map(|_| article(2, 2)).collect();
    let (half, full): (Vec<&Scores>, Vec<&Scores>) = (half.iter().collect(), full.iter().collect());
    let draws = Draws {
        resamples: 2000,
        ..Draws::default()
    };
    let same = permutation(&half, &half, draws)[0];
    assert_eq!((same.a, same.b, same.p), (2.0 / 3.0, 2.0 / 3.0, 1.0));
    // As far apart only where all twelve fall the same way: 2 of 4096.
    let apart = permutation(&half, &full, draws)[0];
    assert_eq!((apart.a, apart.b), (2.0 / 3.0, 1.0));
    assert!(apart.p < 0.005, "{}", apart.p);
    // One article cannot decide.
    let one = permutation(&half[..1], &full[..1], draws)[0];
    assert_eq!(one.p, 1.0);
}
