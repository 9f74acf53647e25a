//! What the rules cost: the matcher with all rules of the French pack, and with twice as many, against
//! `unicode_word_indices` over the same text in the same run.
//!
//! `cargo bench --bench rules [-- FOLDER]`: the .txt files of the folder; without one, the articles of
//! the corpus.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use depeche::{Pipeline, Scratch};
use unicode_segmentation::UnicodeSegmentation;

const ROUNDS: usize = 7;

fn main() {
    let texts = texts();
    let bytes: usize = texts.iter().map(String::len).sum();
    assert!(bytes > 0, "no text to read");
    let once = Pipeline::builtin("fr").expect("the pack is good");
    let twice = Pipeline::with_pack("fr", "twice", doubled()).expect("the copies are good");
    let (rules, more) = (
        once.pack().rules().rules().len(),
        twice.pack().rules().rules().len(),
    );
    assert_eq!(more, 2 * rules, "every rule has one copy");

    // One after the other in each round, so that what else the machine does falls on all alike.
    let (mut words, mut matcher, mut doubled) = (Duration::MAX, Duration::MAX, Duration::MAX);
    let (mut scratch, mut other) = (Scratch::default(), Scratch::default());
    let (mut word_count, mut matches) = (0, 0);
    for _ in 0..ROUNDS {
        let start = Instant::now();
        word_count = texts.iter().map(|t| t.unicode_word_indices().count()).sum();
        words = words.min(start.elapsed());
        let (time, found) = run(&once, &mut scratch, &texts);
        (matcher, matches) = (matcher.min(time), found);
        let (time, found) = run(&twice, &mut other, &texts);
        doubled = doubled.min(time);
        assert_eq!(found, matches, "the copies' triggers stand nowhere");
    }
    let speed = |time: Duration| bytes as f64 / 1e6 / time.as_secs_f64();
    println!("{bytes} bytes, {word_count} words, {rules} rules, {matches} matches");
    println!(
        "unicode_word_indices  {words:>10.2?}  {:>7.1} MB/s",
        speed(words)
    );
    println!(
        "matcher               {matcher:>10.2?}  {:>7.1} MB/s",
        speed(matcher)
    );
    println!(
        "twice the rules       {doubled:>10.2?}  {:>7.1} MB/s  {:+.1} %",
        speed(doubled),
        100.0 * (doubled.as_secs_f64() / matcher.as_secs_f64() - 1.0)
    );
}

fn run(pipeline: &Pipeline, scratch: &mut Scratch, texts: &[String]) -> (Duration, usize) {
    let (mut spent, mut since) = (Duration::ZERO, Instant::now());
    let found = texts
        .iter()
        .map(|text| {
            pipeline.clock_matcher(scratch, text, |starts| {
                if starts {
                    since = Instant::now();
                } else {
                    spent += since.elapsed();
                }
            })
        })
        .sum();
    (spent, found)
}

fn texts() -> Vec<String> {
    let given = std::env::args().skip(1).find(|a| !a.starts_with('-'));
    let root = given.map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/fr"),
        PathBuf::from,
    );
    walkdir::WalkDir::new(root)
        .sort_by_file_name()
        .into_iter()
        .flatten()
        .filter(|e| {
            e.path()
                .extension()
                .is_some_and(|x| x == "txt" || x == "xml")
        })
        .filter_map(|e| std::fs::read_to_string(e.path()).ok())
        .map(|text| plain(&text))
        .collect()
}

/// The text without tags.
fn plain(text: &str) -> String {
    let mut out = String::new();
    for piece in text.split('<') {
        out.push_str(piece.split_once('>').map_or(piece, |(_, rest)| rest));
    }
    out
}

/// Every rule and list of the pack once more, under another name and with words that stand nowhere.
fn doubled() -> Vec<(String, Cow<'static, str>)> {
    let mut files = Vec::new();
    for (path, text) in depeche::lang::files("fr").expect("the pack") {
        if let Some(stem) = path
            .strip_prefix("rules/")
            .and_then(|p| p.strip_suffix(".rules"))
        {
            let copy: Vec<String> = text.lines().map(changed).collect();
            files.push((
                format!("rules/{stem}-bis.rules"),
                Cow::Owned(copy.join("\n")),
            ));
        } else if let Some(stem) = path
            .strip_prefix("lexicon/")
            .and_then(|p| p.strip_suffix(".tsv"))
        {
            let mut header = false;
            let copy: Vec<String> = text
                .lines()
                .map(|line| {
                    if !header || line.starts_with('#') {
                        header |= !line.starts_with('#') && !line.is_empty();
                        line.to_owned()
                    } else {
                        format!("zq{line}")
                    }
                })
                .collect();
            files.push((
                format!("lexicon/{stem}-bis.tsv"),
                Cow::Owned(copy.join("\n")),
            ));
        }
    }
    files
}

/// A line of a rule file with other words, in whatever is no example.
fn changed(line: &str) -> String {
    let first = line.split_whitespace().next().unwrap_or_default();
    if matches!(first, "yes" | "no" | "todo" | "note") || line.trim_start().starts_with('#') {
        return line.to_owned();
    }
    let mut out = String::new();
    let mut inside = false;
    let mut list = false;
    for c in line.chars() {
        if list && !(c.is_alphanumeric() || c == '-' || c == '_') {
            out.push_str("-bis");
            list = false;
        }
        out.push(c);
        if c == '"' {
            inside = !inside;
            // Behind `=` stands a shape, a kind or a column's value, which stay.
            if inside && !out.trim_end_matches('"').ends_with('=') {
                out.push_str("zq");
            }
        } else if c == '@' && !inside {
            list = true;
        }
    }
    if list {
        out.push_str("-bis");
    }
    out
}
