//! Whatever the text, there are records and no panic, what is said to stand somewhere stands there, and the
//! time is linear.

use std::time::{Duration, Instant};

use depeche::record::offsets::convert;
use depeche::record::{Article, Extraction, Unit};
use depeche::{Pipeline, Scratch};
use proptest::prelude::*;
use serde_json::Value;

fn pipeline() -> &'static Pipeline {
    static PIPELINE: std::sync::OnceLock<Pipeline> = std::sync::OnceLock::new();
    PIPELINE.get_or_init(|| Pipeline::builtin("fr").expect("the built-in pack"))
}

fn article(text: &str, published: Option<&str>) -> Article {
    let mut article = Article::new("x", text);
    article.published = published.map(str::to_owned);
    article
}

/// Pieces that built-ins and rules wake at, and signs that break what is built carelessly.
const PIECES: &[&str] = &[
    "Plus de 500 des 750 employés",
    "« C'est fini », a dit",
    "Mme Anne Le Goff",
    "la maire de Brest",
    "le Groupe d'études de l'Ouest (GEO)",
    "d'après M. Riou",
    "le 3 mai 2024",
    "il y a 250 000 ans",
    "dans 99999999999999 jours",
    "lundi prochain à 25h61",
    "3 000 milliards de milliards d'euros",
    "quatre-vingt-dix-neuf mille",
    "1er",
    "-12,5 %",
    "1/0",
    "10-20",
    "«",
    "»",
    "“",
    "”",
    "\"",
    "— ",
    "(",
    ")",
    "[…]",
    ", a-t-elle ajouté.",
    ": «\u{A0}",
    "\u{202F}»",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "\0",
    "\u{7}",
    "\u{1b}[31m",
    "\u{feff}",
    "\u{200d}",
    "👩‍👩‍👧",
    "😀",
    "e\u{301}te\u{301}",
    "\u{202e}שלום עולם\u{202c}",
    "السلام عليكم",
    "東京",
    "\u{fffd}",
    "ﬁn",
    "İstanbul",
    "ẞ",
    "MINISTÈRE DE LA MER",
    "J.-P.",
    "www.exemple.fr/a?b=c",
    "@nom #theme",
    "…",
    "l’",
    "'",
];

fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => prop::sample::select(PIECES.to_vec()).prop_map(str::to_owned),
        1 => "\\PC{0,6}",
        1 => any::<char>().prop_map(String::from),
    ];
    let glue = prop::sample::select(vec![" ", " ", " ", ""]);
    prop::collection::vec((piece, glue), 0..40)
        .prop_map(|parts| parts.into_iter().map(|(p, g)| p + g).collect())
}

fn any_day() -> impl Strategy<Value = Option<&'static str>> {
    let days = [
        None,
        Some("2024-02-29"),
        Some("0001-01-01"),
        Some("9999-12-31"),
        Some("hier"),
    ];
    prop::sample::select(days.to_vec())
}

/// Every stretch that the records speak of: start, end, and its words where they are given.
fn stretches(extraction: &Extraction) -> Vec<(usize, usize, Option<String>)> {
    fn walk(value: &Value, out: &mut Vec<(usize, usize, Option<String>)>) {
        match value {
            Value::Object(fields) => {
                if let (Some(start), Some(end)) = (fields.get("start"), fields.get("end")) {
                    let number = |v: &Value| v.as_u64().expect("an offset") as usize;
                    let text = fields.get("text").and_then(Value::as_str);
                    out.push((number(start), number(end), text.map(str::to_owned)));
                }
                fields.values().for_each(|v| walk(v, out));
            }
            Value::Array(values) => values.iter().for_each(|v| walk(v, out)),
            _ => {}
        }
    }
    let mut out = Vec::new();
    walk(&serde_json::to_value(extraction).expect("JSON"), &mut out);
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn what_is_said_to_stand_somewhere_stands_there(text in any_text(), day in any_day()) {
        let found = pipeline().extract(&article(&text, day));
        for unit in [Unit::Byte, Unit::CodePoint, Unit::Utf16] {
            let mut found = found.clone();
            convert(&mut found, &text, unit);
            let utf16: Vec<u16> = text.encode_utf16().collect();
            for (start, end, words) in stretches(&found) {
                let cut = match unit {
                    Unit::Byte => text[start..end].to_owned(),
                    Unit::CodePoint => text.chars().skip(start).take(end - start).collect(),
                    Unit::Utf16 => String::from_utf16(&utf16[start..end]).expect("whole letters"),
                };
                prop_assert!(start <= end);
                if let Some(words) = words {
                    prop_assert_eq!(cut, words, "{:?} {}..{}", unit, start, end);
                }
            }
        }
    }

    #[test]
    fn what_was_read_before_changes_nothing(texts in prop::collection::vec(any_text(), 1..4)) {
        let mut used = Scratch::default();
        for text in &texts {
            let article = article(text, None);
            let mut fresh = Scratch::default();
            let json = |scratch| {
                serde_json::to_string(&pipeline().extract_with(scratch, &article)).expect("JSON")
            };
            prop_assert_eq!(json(&mut used), json(&mut fresh));
        }
    }
}

/// Time for a text: the best of a few.
fn time(text: &str) -> Duration {
    let mut scratch = Scratch::default();
    let article = article(text, Some("2024-05-03"));
    let mut once = || {
        let start = Instant::now();
        pipeline().extract_with(&mut scratch, &article);
        start.elapsed()
    };
    (0..3).map(|_| once()).min().expect("three")
}

/// Four times the text takes four times the time; where the time grew with the square, it would be sixteen.
fn linear(name: &str, piece: &str, bytes: usize) {
    let text = |bytes: usize| piece.repeat(bytes / piece.len());
    let slack = Duration::from_millis(20);
    let (short, long) = (time(&text(bytes / 4)), time(&text(bytes)));
    assert!(
        long < 9 * short + slack,
        "{name}: {short:?} for {} bytes, {long:?} for {bytes}",
        bytes / 4
    );
}

#[test]
fn time_is_linear_whatever_is_repeated() {
    for (name, piece) in [
        ("opening marks", "«"),
        ("opening marks with spaces", "« "),
        ("closing marks", "» "),
        ("straight marks", "\" "),
        ("marks that close", "« a » "),
        ("digits", "7"),
        ("digits in groups", "7 "),
        ("thousands", "mille "),
        ("twenties", "quatre-vingt-"),
        ("commas", ","),
        ("commas and words", "a, "),
        ("brackets", "("),
        ("dashes", "— "),
        ("capitals", "A"),
        ("names", "Anne "),
        ("particles", "de "),
        ("titles", "M. "),
        ("sayings", "a-t-elle dit, "),
        ("days", "lundi "),
        ("percent", "% "),
        ("points", "."),
        ("accents", "\u{301}"),
        ("emoji", "😀"),
        ("lines", "\n"),
        ("lines of one letter", "a\n"),
        ("dialogue", "— Oui.\n"),
        ("controls", "\u{1}"),
        ("right to left", "שלום "),
        (
            "a sentence",
            "« Plus de 500 des 750 employés ont signé », a dit Anne Riou, maire de Brest. ",
        ),
    ] {
        linear(name, piece, 40_000);
    }
}

/// Fifty megabytes on one line. Slow unless optimised: `cargo test --release --test robust -- --ignored`.
#[test]
#[ignore = "takes minutes unless optimised"]
fn fifty_megabytes_on_one_line() {
    let sentence = "« Plus de 500 des 750 employés ont signé », a dit Anne Riou, maire de Brest. ";
    let text = |bytes: usize| sentence.repeat(bytes / sentence.len());
    let once = |text: &str| {
        let start = Instant::now();
        let found = pipeline().extract_with(&mut Scratch::default(), &article(text, None));
        (start.elapsed(), found.quotes.len())
    };
    let (short, long) = (text(5_000_000), text(50_000_000));
    let ((of_short, _), (of_long, quotes)) = (once(&short), once(&long));
    assert_eq!(quotes, long.matches('«').count());
    assert!(
        of_long < 20 * of_short,
        "{of_short:?} for a tenth, {of_long:?} for all"
    );
}
