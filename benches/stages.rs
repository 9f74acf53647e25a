//! Where the time of an extraction goes: each stage's share, against a pass of `unicode_word_indices`
//! over the same text in the same run.
//!
//! `cargo bench --bench stages [-- FILE.jsonl | FOLDER]`; without either, the articles of the corpus.

mod texts;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use depeche::record::{Article, Extraction, Layout, Tables};
use depeche::{Pipeline, Scratch};
use unicode_segmentation::UnicodeSegmentation;

const ROUNDS: usize = 5;

fn main() {
    let articles: Vec<Article> = texts::given()
        .into_iter()
        .enumerate()
        .map(|(i, text)| Article::new(i.to_string(), text))
        .collect();
    let bytes: usize = articles.iter().map(|a| a.text.len()).sum();
    assert!(bytes > 0, "no text to read");
    let pipeline = Pipeline::builtin("fr").expect("the pack is good");
    let mut expected = [0; 4];
    for article in &articles {
        add(&mut expected, &pipeline.extract(article));
    }
    assert!(
        expected.iter().all(|&n| n > 0),
        "the text has records of every kind"
    );

    let mut stages = Stages::default();
    let mut words = Duration::MAX;
    let mut scratch = Scratch::default();
    for round in 0..=ROUNDS {
        let start = Instant::now();
        let count: usize = articles
            .iter()
            .map(|a| a.text.unicode_word_indices().count())
            .sum();
        words = words.min(start.elapsed());
        assert!(count > 0);

        let mut found = [0; 4];
        let mut spent = BTreeMap::new();
        let mut order = Vec::new();
        for article in &articles {
            let mut since = Instant::now();
            let mut done = |stage: &str| {
                let now = Instant::now();
                match spent.get_mut(stage) {
                    Some(time) => *time += now - since,
                    None => {
                        order.push(stage.to_owned());
                        spent.insert(stage.to_owned(), now - since);
                    }
                }
                since = now;
            };
            let extraction = pipeline.extract_clocked(&mut scratch, article, &mut done);
            let mut tables = Tables::new(Layout::JsonLines);
            tables.write(&extraction);
            drop(tables.into_bytes());
            done("write");
            add(&mut found, &extraction);
        }
        assert_eq!(found, expected, "round {round} finds what `extract` finds");
        // The first round meets every form for the first time.
        if round > 0 {
            stages.fastest(&order, &spent);
        }
    }
    let [entities, numbers, dates, quotes] = expected;
    println!(
        "{} articles, {bytes} bytes: {entities} entities, {numbers} numbers, {dates} dates, {quotes} quotes",
        articles.len()
    );
    stages.print(bytes, words);
}

fn add(counts: &mut [usize; 4], extraction: &Extraction) {
    let found = [
        extraction.entities.len(),
        extraction.numbers.len(),
        extraction.dates.len(),
        extraction.quotes.len(),
    ];
    counts.iter_mut().zip(found).for_each(|(sum, n)| *sum += n);
}

/// The fastest time of each stage, in the order of the extraction.
#[derive(Default)]
struct Stages(Vec<(String, Duration)>);

impl Stages {
    fn fastest(&mut self, order: &[String], spent: &BTreeMap<String, Duration>) {
        for name in order {
            match self.0.iter_mut().find(|(known, _)| known == name) {
                Some((_, time)) => *time = spent[name].min(*time),
                None => self.0.push((name.clone(), spent[name])),
            }
        }
    }

    fn print(&self, bytes: usize, words: Duration) {
        let whole: Duration = self.0.iter().map(|(_, time)| *time).sum();
        let matcher: Duration = self
            .0
            .iter()
            .filter(|s| texts::is_rules(&s.0))
            .map(|s| s.1)
            .sum();
        let row = |name: &str, time: Duration| {
            let seconds = time.as_secs_f64();
            println!(
                "{name:<24} {:>6.1} %  {:>7.1} MB/s  {:>7.3} passes",
                100.0 * seconds / whole.as_secs_f64(),
                bytes as f64 / 1e6 / seconds,
                seconds / words.as_secs_f64(),
            );
        };
        for (name, time) in &self.0 {
            row(name, *time);
        }
        row("all rules", matcher);
        row("the whole", whole);
        println!(
            "{:<24} {:>8}  {:>7.1} MB/s",
            "unicode_word_indices",
            "",
            bytes as f64 / 1e6 / words.as_secs_f64()
        );
    }
}
