//! Numbers: cases as data, numbers written in every French style and read back, and linear time.

use std::time::{Duration, Instant};

use depeche::record::{Article, Extraction};
use depeche::{Pipeline, Scratch};
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

/// How a number is spelled out.
#[derive(Debug, Clone, Copy)]
struct Style {
    /// `septante`, `nonante`.
    belgian: bool,
    /// `huitante`.
    swiss: bool,
    /// Hyphens everywhere, as since 1990.
    hyphens: bool,
}

const UNITS: [&str; 17] = [
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze",
    "douze", "treize", "quatorze", "quinze", "seize",
];

fn below_hundred(n: u64, style: Style, last: bool) -> String {
    if n <= 16 {
        return UNITS[n as usize].into();
    }
    let (ten, base) = match n {
        17..=19 => ("dix", 10),
        20..=29 => ("vingt", 20),
        30..=39 => ("trente", 30),
        40..=49 => ("quarante", 40),
        50..=59 => ("cinquante", 50),
        60..=69 => ("soixante", 60),
        70..=79 if style.belgian => ("septante", 70),
        70..=79 => ("soixante", 60),
        80..=89 if style.swiss => ("huitante", 80),
        90..=99 if style.belgian => ("nonante", 90),
        _ => ("quatre-vingt", 80),
    };
    let rest = n - base;
    let joint = if style.hyphens { "-et-" } else { " et " };
    match rest {
        0 if base == 80 && !style.swiss && last => "quatre-vingts".into(),
        0 => ten.into(),
        1 | 11 if ten != "quatre-vingt" => {
            format!("{ten}{joint}{}", below_hundred(rest, style, last))
        }
        _ => format!("{ten}-{}", below_hundred(rest, style, last)),
    }
}

fn below_thousand(n: u64, style: Style, last: bool) -> String {
    let space = if style.hyphens { "-" } else { " " };
    let (hundreds, rest) = (n / 100, n % 100);
    let head = match hundreds {
        0 => return below_hundred(rest, style, last),
        1 => "cent".to_owned(),
        _ if rest == 0 && last => return format!("{}{space}cents", UNITS[hundreds as usize]),
        _ => format!("{}{space}cent", UNITS[hundreds as usize]),
    };
    if rest == 0 {
        head
    } else {
        format!("{head}{space}{}", below_hundred(rest, style, last))
    }
}

fn in_words(n: u64, style: Style) -> String {
    let space = if style.hyphens { "-" } else { " " };
    let mut parts = Vec::new();
    let scales = [(1_000_000_000, "milliard"), (1_000_000, "million")];
    let mut rest = n;
    for (scale, name) in scales {
        let many = rest / scale;
        rest %= scale;
        if many > 0 {
            let plural = if many > 1 { "s" } else { "" };
            parts.push(format!(
                "{}{space}{name}{plural}",
                below_thousand(many, style, true)
            ));
        }
    }
    match rest / 1000 {
        0 => {}
        1 => parts.push("mille".into()),
        many => parts.push(format!(
            "{}{space}mille",
            below_thousand(many, style, false)
        )),
    }
    if !rest.is_multiple_of(1000) || n == 0 {
        parts.push(below_thousand(rest % 1000, style, true));
    }
    parts.join(space)
}

fn in_digits(n: u64, separator: &str) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push_str(separator);
        }
        out.push(c);
    }
    out
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
    fn digits_are_read_back(n in 2u64..1_000_000_000_000, style in 0usize..5) {
        // Without separators, four digits may be a year.
        prop_assume!(!(1000..=2999).contains(&n));
        let separator = [" ", "\u{a0}", "\u{202f}", ".", "'"][style];
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
