//! What the rules cost: the matcher with all rules of the French pack, and with twice as many, against
//! `unicode_word_indices` over the same text in the same run.
//!
//! `cargo bench --bench rules [-- FILE.jsonl | FOLDER]`; without either, the articles of the corpus.

mod texts;

use std::borrow::Cow;
use std::time::{Duration, Instant};

use depeche::record::Article;
use depeche::{Pipeline, Scratch};
use unicode_segmentation::UnicodeSegmentation;

const ROUNDS: usize = 7;

fn main() {
    let articles = texts::given();
    let bytes = texts::bytes(&articles);
    let once = Pipeline::builtin("fr").expect("the pack is good");
    let twice = Pipeline::with_pack("fr", "twice", doubled()).expect("the copies are good");
    let (rules, more) = (
        once.pack().rules().rules().len(),
        twice.pack().rules().rules().len(),
    );
    assert_eq!(more, 2 * rules, "every rule has one copy");

    // One after the other for each article, and the fastest of all rounds, so that what else the machine
    // does falls on all alike, and on few.
    let (mut scratch, mut other) = (Scratch::default(), Scratch::default());
    let mut fastest = vec![[Duration::MAX; 3]; articles.len()];
    let (mut word_count, mut records) = (0, 0);
    for _ in 0..ROUNDS {
        (word_count, records) = (0, 0);
        for (article, fastest) in articles.iter().zip(&mut fastest) {
            let start = Instant::now();
            word_count += article.text.unicode_word_indices().count();
            let words = start.elapsed();
            let (matcher, found) = run(&once, &mut scratch, article);
            let (doubled, again) = run(&twice, &mut other, article);
            assert_eq!(found, again, "the copies' triggers stand nowhere");
            records += found;
            for (least, time) in fastest.iter_mut().zip([words, matcher, doubled]) {
                *least = time.min(*least);
            }
        }
    }
    let sum = |column: usize| fastest.iter().map(|times| times[column]).sum::<Duration>();
    let (words, matcher, doubled) = (sum(0), sum(1), sum(2));
    assert!(records > 0, "the text has records");
    let speed = |time: Duration| bytes as f64 / 1e6 / time.as_secs_f64();
    println!("{bytes} bytes, {word_count} words, {rules} rules, {records} records");
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

/// What the matcher spends on an article, and the number of records.
fn run(pipeline: &Pipeline, scratch: &mut Scratch, article: &Article) -> (Duration, usize) {
    let (mut spent, mut since) = (Duration::ZERO, Instant::now());
    let mut done = |stage: &str| {
        if texts::is_rules(stage) {
            spent += since.elapsed();
        }
        since = Instant::now();
    };
    let found = pipeline.extract_clocked(scratch, article, &mut done);
    (spent, texts::records(&found).iter().sum())
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

/// A line of a rule file with other words and lists, in whatever is no example.
fn changed(line: &str) -> String {
    let first = line.split_whitespace().next().unwrap_or_default();
    if matches!(first, "yes" | "no" | "todo" | "note" | "emit") || first.starts_with('#') {
        return line.to_owned();
    }
    let mut out = String::new();
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let len = match c {
            '"' => string_len(rest),
            '@' => rest[1..]
                .find(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_'))
                .map_or(rest.len(), |end| end + 1),
            _ => c.len_utf8(),
        };
        let (piece, behind) = rest.split_at(len);
        match c {
            '"' => {
                let text = &piece[1..len - 1];
                let text = match attribute(&out) {
                    Some("norm" | "form" | "lemma" | "stem") => format!("zq({text})"),
                    // A shape, a kind or a column's value.
                    Some(_) => text.to_owned(),
                    None => elsewhere(text),
                };
                out.extend(["\"", &text, "\""]);
            }
            '@' => out.extend([piece, "-bis"]),
            _ => out.push_str(piece),
        }
        rest = behind;
    }
    out
}

/// Length of the string literal that `text` begins with.
fn string_len(text: &str) -> usize {
    let mut escaped = false;
    let end = text[1..].find(|c: char| match c {
        '\\' => {
            escaped = !escaped;
            false
        }
        '"' => !std::mem::take(&mut escaped),
        _ => {
            escaped = false;
            false
        }
    });
    end.expect("the pack's strings are closed") + 2
}

/// What the value at the end of `before` is a value of, if it is one.
fn attribute(before: &str) -> Option<&str> {
    let name = before.strip_suffix('=')?;
    let name = name.strip_suffix('!').unwrap_or(name);
    name.rsplit(|c: char| !(c.is_alphanumeric() || c == '-'))
        .next()
}

/// As many words that stand nowhere; a sign becomes a word, too.
fn elsewhere(text: &str) -> String {
    let words: Vec<String> = text
        .split([' ', '\''])
        .filter(|word| !word.is_empty())
        .map(|word| match word.contains(char::is_alphanumeric) {
            true => format!("zq{word}"),
            false => "zq".to_owned(),
        })
        .collect();
    if words.is_empty() {
        "zq".to_owned()
    } else {
        words.join(" ")
    }
}
