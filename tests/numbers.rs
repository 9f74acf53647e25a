//! Numbers: cases as data, numbers written in every French style and read back, and linear time.

use std::time::{Duration, Instant};

#[path = "common/numerals.rs"]
mod numerals;

use depeche::record::{Article, Extraction, NumberKind};
use depeche::{Pipeline, Scratch};
use numerals::{Style, in_digits, in_words, ordinal};
use proptest::prelude::*;
use serde_json::{Map, Value};

fn extract(pipeline: &Pipeline, text: &str, published: Option<&str>) -> Extraction {
    let article = Article {
        published: published.map(str::to_owned),
        ..Article::new("case", text)
    };
    pipeline.extract_with(&mut Scratch::default(), &article)
}

/// The record's fields but for its place and rule.
fn fields(record: &impl serde::Serialize) -> Map<String, Value> {
    let Value::Object(mut fields) = serde_json::to_value(record).expect("a record is JSON") else {
        panic!("a record is an object");
    };
    for place in ["start", "end", "rule"] {
        fields.remove(place);
    }
    fields
}

/// Every case of a file whose records differ from what it expects.
fn failures(file: &str, records: impl Fn(&Extraction) -> Vec<Map<String, Value>>) -> Vec<String> {
    let pipeline = Pipeline::builtin("fr").expect("the pack is sound");
    let mut failures = Vec::new();
    for line in file.lines() {
        let case: Value = serde_json::from_str(line).expect("a case is JSON");
        let text = case["text"].as_str().expect("a text");
        let extraction = extract(&pipeline, text, case["published"].as_str());
        let found = Value::from(records(&extraction));
        if !same(&found, &case["expect"]) {
            failures.push(format!(
                "{}: {text}\n  wanted {}\n  found  {found}",
                case["case"], case["expect"]
            ));
        }
    }
    failures
}

/// Equal, `500` and `500.0` being one number.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(k, v)| b.get(k).is_some_and(|w| same(v, w)))
        }
        (a, b) => a == b,
    }
}

#[test]
fn number_records() {
    let failures = failures(include_str!("data/fr/numbers/records.jsonl"), |e| {
        e.numbers.iter().map(fields).collect()
    });
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn date_records() {
    let failures = failures(include_str!("data/fr/dates/records.jsonl"), |e| {
        e.dates.iter().map(fields).collect()
    });
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// What the page says of its day of publication, and who signed it.
#[test]
fn publication_dates() {
    let failures = failures(include_str!("data/fr/dates/publication.jsonl"), |e| {
        let mut page = Map::new();
        page.insert("published".into(), e.published.clone().into());
        page.insert("byline".into(), e.byline.clone().into());
        vec![page]
    });
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

thread_local! {
    static PIPELINE: Pipeline = Pipeline::builtin("fr").expect("the pack is sound");
}

/// Written with a counted noun, the number comes back as it was.
fn read_back(written: &str) -> Option<f64> {
    let text = format!("Le village abrite {written} brebis.");
    PIPELINE.with(|pipeline| {
        let numbers = extract(pipeline, &text, None).numbers;
        match &numbers[..] {
            [one] if one.text == format!("{written} brebis") => one.value,
            _ => None,
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 400,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn words_are_read_back(
        n in prop_oneof![2u64..2_000, 2u64..1_000_000, 2u64..1_000_000_000_000],
        belgian: bool, swiss: bool, hyphens: bool,
    ) {
        // `quatre millions de brebis`: a scale word at the end takes a preposition before the noun.
        prop_assume!(n % 1_000_000 != 0);
        let written = in_words(n, Style { belgian, swiss: swiss && belgian, hyphens });
        prop_assert_eq!(read_back(&written), Some(n as f64), "{}", written);
    }

    #[test]
    fn digits_are_read_back(n in 2u64..1_000_000_000_000, style in 0usize..7) {
        // Without separators, four digits may be a year.
        prop_assume!(!(1000..=2999).contains(&n));
        let separator = [" ", "\u{a0}", "\u{202f}", "\u{2009}", ".", "'", "’"][style];
        let written = in_digits(n, separator);
        prop_assert_eq!(read_back(&written), Some(n as f64), "{}", written);
    }

    #[test]
    fn decimals_are_read_back(whole in 2u32..10_000, decimals in 1u32..1000) {
        let written = format!("{whole},{decimals}");
        let value: f64 = format!("{whole}.{decimals}").parse().expect("a number");
        prop_assert_eq!(read_back(&written), Some(value), "{}", written);
    }

    #[test]
    fn ordinals_are_read_back(
        n in prop_oneof![2u64..2_000, 2u64..1_000_000], belgian: bool, swiss: bool, hyphens: bool,
    ) {
        let style = Style { belgian, swiss: swiss && belgian, hyphens };
        let written = ordinal(n, style);
        let text = format!("Voici la {written} brebis.");
        let numbers = PIPELINE.with(|p| extract(p, &text, None).numbers);
        let found: Vec<_> = numbers.iter().map(|n| (n.text.as_str(), n.kind, n.value)).collect();
        prop_assert_eq!(found, [(written.as_str(), NumberKind::Ordinal, Some(n as f64))]);
    }

    #[test]
    fn scales_and_symbols_are_read_back(
        whole in 2u64..1000, tenth in 1u64..10, scale in 0usize..9, apart: bool,
    ) {
        let (symbol, factor, code) = [
            ("k€", 1e3, "EUR"), ("M€", 1e6, "EUR"), ("Md€", 1e9, "EUR"), ("Mds€", 1e9, "EUR"),
            ("Md$", 1e9, "USD"), ("M£", 1e6, "GBP"), ("€", 1.0, "EUR"),
            ("millions d'euros", 1e6, "EUR"), ("milliards de francs CFA", 1e9, "XOF"),
        ][scale];
        let space = if apart || symbol.len() > 8 { " " } else { "" };
        let written = format!("{whole},{tenth}{space}{symbol}");
        let numbers = PIPELINE.with(|p| extract(p, &format!("Il doit {written} à la ville."), None).numbers);
        let [number] = &numbers[..] else {
            return Err(TestCaseError::fail(format!("{written}: {numbers:?}")));
        };
        let value: f64 = format!("{whole}.{tenth}").parse::<f64>().expect("a number") * factor;
        prop_assert_eq!(number.text.as_str(), written.as_str());
        prop_assert_eq!(number.unit.as_deref(), Some(code));
        let read = number.value.expect("a sum has a value");
        prop_assert!((read - value).abs() <= value * 1e-12, "{}: {}", written, read);
    }

    #[test]
    fn parts_of_a_whole_are_read_back(of in 3u64..1000, n in 2u64..1000, words: bool, style in 0usize..3) {
        prop_assume!(n <= of);
        let write = |n: u64| if words {
            in_words(n, Style { belgian: false, swiss: false, hyphens: false })
        } else {
            n.to_string()
        };
        let (n_written, of_written) = (write(n), write(of));
        let written = [
            format!("{n_written} des {of_written} brebis"),
            format!("{n_written} brebis sur {of_written}"),
            format!("{n_written} sur {of_written}"),
        ][style].clone();
        let numbers = PIPELINE.with(|p| extract(p, &format!("On a vendu {written}."), None).numbers);
        let found: Vec<_> = numbers.iter().map(|n| (n.text.as_str(), n.kind, n.value, n.of)).collect();
        prop_assert_eq!(found, [(written.as_str(), NumberKind::Ratio, Some(n as f64), Some(of as f64))]);
    }

    #[test]
    fn signed_decimals_are_read_back(whole in 0u32..1000, decimals in 1u32..100, sign in 0usize..3) {
        let sign = ["-", "−", "–"][sign];
        let written = format!("{sign}{whole},{decimals:02} %");
        let numbers = PIPELINE.with(|p| extract(p, &format!("L'indice varie de {written} ce soir."), None).numbers);
        let value: f64 = format!("-{whole}.{decimals:02}").parse().expect("a number");
        let found: Vec<_> = numbers.iter().map(|n| (n.text.as_str(), n.value)).collect();
        prop_assert_eq!(found, [(written.as_str(), Some(value))]);
    }

    #[test]
    fn nothing_panics(text in "([0-9]{1,4}|mille|cent|et|de|à|euros|mai|lundi|h|[,./%€ -]){0,40}") {
        let extraction = PIPELINE.with(|p| extract(p, &text, Some("2024-02-29")));
        for n in &extraction.numbers {
            prop_assert_eq!(&text[n.start..n.end], n.text.as_str());
        }
        for d in &extraction.dates {
            prop_assert_eq!(&text[d.start..d.end], d.text.as_str());
        }
    }
}

fn time(pipeline: &Pipeline, text: &str) -> Duration {
    let mut scratch = Scratch::default();
    let article = Article {
        published: Some("2024-03-12".into()),
        ..Article::new("long", text)
    };
    // The first run fills the tables of forms.
    pipeline.extract_with(&mut scratch, &article);
    let begun = Instant::now();
    pipeline.extract_with(&mut scratch, &article);
    begun.elapsed()
}

/// Eight times the text takes some eight times as long, not sixty-four times.
#[test]
fn time_is_linear() {
    let pipeline = Pipeline::builtin("fr").expect("the pack is sound");
    for unit in [
        "7",
        "7 ",
        "mille ",
        ",",
        "1,",
        "vingt-",
        "et un ",
        "12-",
        "1/",
        "un million et ",
        "deux ans et ",
        "lundi ",
        "6 mai ",
        "entre 2 et ",
        "plus de ",
        "les 3, 4 et ",
        "cent ",
        "deux cents et ",
        "trois ou ",
        "2 % à ",
        "zéro virgule ",
        "un demi ",
        "½ ",
        "- ",
        "1 000 ",
        "20 ans, ",
        "lots 2, ",
    ] {
        let short = unit.repeat(12_500 / unit.len());
        let long = unit.repeat(100_000 / unit.len());
        let (short, long) = (time(&pipeline, &short), time(&pipeline, &long));
        assert!(
            long < 30 * short + Duration::from_millis(200),
            "{unit:?}: {short:?} for 12.5 kB, {long:?} for 100 kB"
        );
    }
}
