//! The figures of seqeval 1.2.2 (strict, IOB2) and nervaluate 1.2.1 (loader "list") on
//! `tests/data/eval/sample.*.iob2`, 60 invented sentences with errors of every kind.

use depeche::eval::convention::Convention;
use depeche::eval::gold::Doc;
use depeche::eval::read::{self, Format, Source};
use depeche::eval::score::semeval::Muc;
use depeche::eval::score::{DocScore, Measure, score};

fn sample() -> DocScore {
    let [gold, pred] = ["gold", "pred"].map(|side| -> Doc {
        let file = format!(
            "{}/tests/data/eval/sample.{side}.iob2",
            env!("CARGO_MANIFEST_DIR")
        );
        let content = std::fs::read_to_string(&file).expect("the sample is in the repository");
        let source = Source {
            file: &file,
            content: &content,
            text: None,
        };
        let mut found = read::read(source, Format::Conll, &Convention::default(), &|_| None);
        assert_eq!(found.problems, []);
        found.docs.pop().expect("one document")
    });
    assert_eq!(gold.text, pred.text);
    score(&gold, &pred, &Convention::default())
}

#[test]
fn exact_match_is_that_of_seqeval() {
    let result = sample();
    for (measure, p, r, f1) in [
        (
            Measure::Place,
            0.5348837209302325,
            0.5227272727272727,
            0.5287356321839081,
        ),
        (
            Measure::Other,
            0.8461538461538461,
            0.7857142857142857,
            0.8148148148148148,
        ),
        (
            Measure::Organization,
            0.7297297297297297,
            0.6,
            0.6585365853658536,
        ),
        (
            Measure::Person,
            0.603448275862069,
            0.603448275862069,
            0.603448275862069,
        ),
        (
            Measure::Name,
            0.6357615894039735,
            0.5962732919254659,
            0.6153846153846154,
        ),
    ] {
        let ratio = result.scores.get(measure);
        for (ours, theirs) in [
            (ratio.precision(), p),
            (ratio.recall(), r),
            (ratio.f1(), f1),
        ] {
            assert!(
                (ours.unwrap() - theirs).abs() < 1e-15,
                "{}: {ours:?} {theirs}",
                measure.id()
            );
        }
    }
    let macro_f1 = result.scores.figure(Measure::NameMacro).unwrap();
    assert!((macro_f1 - 0.6513838270566613).abs() < 1e-15);
}

#[test]
fn semeval_counts_are_those_of_nervaluate() {
    let result = sample().semeval;
    let muc = |correct, incorrect, partial, missed, spurious| Muc {
        correct,
        incorrect,
        partial,
        missed,
        spurious,
    };
    // strict, exact, partial, type
    assert_eq!(
        result.all,
        [
            muc(96, 42, 0, 23, 13),
            muc(106, 32, 0, 23, 13),
            muc(106, 0, 32, 23, 13),
            muc(127, 11, 0, 23, 13),
        ]
    );
    let [person, organization, place, other] = result.kinds;
    assert_eq!(
        person,
        [
            muc(35, 14, 0, 9, 9),
            muc(35, 14, 0, 9, 9),
            muc(35, 0, 14, 9, 9),
            muc(49, 0, 0, 9, 9)
        ]
    );
    assert_eq!(
        organization,
        [
            muc(27, 6, 0, 12, 4),
            muc(27, 6, 0, 12, 4),
            muc(27, 0, 6, 12, 4),
            muc(33, 0, 0, 12, 4)
        ]
    );
    assert_eq!(
        place,
        [
            muc(23, 9, 0, 12, 11),
            muc(23, 9, 0, 12, 11),
            muc(23, 0, 9, 12, 11),
            muc(32, 0, 0, 12, 11)
        ]
    );
    assert_eq!(
        other,
        [
            muc(11, 2, 0, 1, 0),
            muc(11, 2, 0, 1, 0),
            muc(11, 0, 2, 1, 0),
            muc(13, 0, 0, 1, 0)
        ]
    );
    assert!((result.all[2].f1().unwrap() - 0.782051282051282).abs() < 1e-15);
    for all in result.all {
        assert_eq!((all.possible(), all.actual()), (161, 151));
    }
}
