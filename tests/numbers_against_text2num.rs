//! Numbers in words, read by us and by the crate `text2num`: the same words, the same value.

#[path = "common/numerals.rs"]
mod numerals;

use depeche::record::{Article, NumberKind};
use depeche::{Pipeline, Scratch};
use numerals::{Style, in_words, ordinal};
use text2num::{Language, text2digits};

const STYLES: [(&str, Style); 4] = [
    ("France", style(false, false, false)),
    ("1990", style(false, false, true)),
    ("Belgique", style(true, false, false)),
    ("Suisse", style(true, true, false)),
];

const fn style(belgian: bool, swiss: bool, hyphens: bool) -> Style {
    Style {
        belgian,
        swiss,
        hyphens,
    }
}

/// Every number up to a thousand, then ever wider steps to a million millions.
fn sample() -> impl Iterator<Item = u64> {
    let wide = std::iter::successors(Some(1_001u64), |n| Some(n + n / 61 + 37));
    (2..=1000).chain(wide.take_while(|n| *n < 1_000_000_000_000))
}

/// How many of the sample a reader reads rightly, and what it reads wrongly.
#[derive(Default)]
struct Tally {
    asked: usize,
    right: usize,
    wrong: Vec<String>,
}

impl Tally {
    fn count(&mut self, written: &str, wanted: f64, read: Option<f64>) {
        self.asked += 1;
        if read == Some(wanted) {
            self.right += 1;
        } else if let Some(read) = read {
            self.wrong
                .push(format!("{written} = {wanted}, read {read}"));
        }
    }
}

/// The only number of the sentence, if it is the whole of what was written.
fn ours(
    pipeline: &Pipeline,
    scratch: &mut Scratch,
    written: &str,
    kind: NumberKind,
) -> Option<f64> {
    let text = format!("Voici : {written}.");
    let found = pipeline.extract_with(scratch, &Article::new("words", &text));
    match &found.numbers[..] {
        [one] if one.text == written && one.kind == kind => one.value,
        _ => None,
    }
}

/// Digits, for an ordinal with an ending.
fn theirs(language: &Language, written: &str) -> Option<f64> {
    let digits = text2digits(written, language).ok()?;
    digits
        .trim_end_matches(|c: char| !c.is_ascii_digit())
        .parse()
        .ok()
}

/// The figures of ARCHITECTURE.md: `cargo test --test numbers_against_text2num -- --nocapture`.
#[test]
fn every_number_is_read_and_none_otherwise() {
    let pipeline = Pipeline::builtin("fr").expect("the pack is sound");
    let mut scratch = Scratch::default();
    let french = Language::french();
    for (name, style) in STYLES {
        for kind in [NumberKind::Cardinal, NumberKind::Ordinal] {
            let (mut we, mut they) = (Tally::default(), Tally::default());
            for n in sample() {
                let written = match kind {
                    NumberKind::Cardinal => in_words(n, style),
                    _ => ordinal(n, style),
                };
                let value = ours(&pipeline, &mut scratch, &written, kind);
                we.count(&written, n as f64, value);
                they.count(&written, n as f64, theirs(&french, &written));
            }
            println!(
                "{name}, {kind:?}: of {}, depeche {}, text2num {} ({} otherwise)",
                we.asked,
                we.right,
                they.right,
                they.wrong.len()
            );
            assert!(we.wrong.is_empty(), "{name}, {kind:?}: {:?}", we.wrong);
            assert_eq!(we.right, we.asked, "{name}, {kind:?}");
            // The oracle agrees wherever it reads the words at all.
            assert!(they.wrong.is_empty(), "{name}, {kind:?}: {:?}", they.wrong);
        }
    }
}
