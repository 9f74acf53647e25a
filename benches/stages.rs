//! Where the time of an extraction goes: each stage's share, against a pass of `unicode_word_indices`
//! over the same text in the same run.
//!
//! `cargo bench --bench stages [-- FILE.jsonl | FOLDER]`; without either, the articles of the corpus.

mod texts;

use std::time::{Duration, Instant};

use depeche::record::Extraction;
use depeche::{Pipeline, Scratch};
use unicode_segmentation::UnicodeSegmentation;

const ROUNDS: usize = 5;

fn main() {
    let articles = texts::given();
    let bytes = texts::bytes(&articles);
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
    let mut scratch = Scratch::default();
    for round in 0..=ROUNDS {
        let mut found = [0; 4];
        for (index, article) in articles.iter().enumerate() {
            let start = Instant::now();
            assert!(article.text.unicode_word_indices().count() > 0);
            let words = start.elapsed();

            let mut spent: Vec<(String, Duration)> = vec![(WORDS.to_owned(), words)];
            let mut since = Instant::now();
            let mut done = |stage: &str| {
                spent.push((stage.to_owned(), since.elapsed()));
                since = Instant::now();
            };
            let extraction = texts::run(&pipeline, &mut scratch, article, &mut done);
            add(&mut found, &extraction);
            // The first round meets every form for the first time.
            if round > 0 {
                stages.note(index, spent);
            }
        }
        assert_eq!(found, expected, "round {round} finds what `extract` finds");
    }
    let [entities, numbers, dates, quotes] = expected;
    println!(
        "{} articles, {bytes} bytes: {entities} entities, {numbers} numbers, {dates} dates, {quotes} quotes",
        articles.len()
    );
    stages.print(bytes);
}

fn add(counts: &mut [usize; 4], extraction: &Extraction) {
    let found = texts::records(extraction);
    counts.iter_mut().zip(found).for_each(|(sum, n)| *sum += n);
}

/// The pass that all stages are compared with.
const WORDS: &str = "unicode_word_indices";

/// The fastest time of each stage for each article, in the order of the extraction: what else the
/// machine does falls on few of them.
#[derive(Default)]
struct Stages(Vec<(String, Vec<Duration>)>);

impl Stages {
    fn note(&mut self, article: usize, spent: Vec<(String, Duration)>) {
        for (place, (name, time)) in spent.into_iter().enumerate() {
            if place == self.0.len() {
                self.0.push((name, Vec::new()));
            }
            let times = &mut self.0[place].1;
            match times.get_mut(article) {
                Some(fastest) => *fastest = time.min(*fastest),
                None => times.push(time),
            }
        }
    }

    fn print(&self, bytes: usize) {
        let sums: Vec<(&str, f64)> = self
            .0
            .iter()
            .map(|(name, times)| (name.as_str(), times.iter().sum::<Duration>().as_secs_f64()))
            .collect();
        let (_, words) = sums[0];
        let stages = &sums[1..];
        let whole: f64 = stages.iter().map(|(_, time)| time).sum();
        let rules = stages.iter().filter(|(name, _)| texts::is_rules(name));
        let row = |name: &str, time: f64| {
            println!(
                "{name:<24} {:>6.1} %  {:>7.1} MB/s  {:>7.3} passes",
                100.0 * time / whole,
                bytes as f64 / 1e6 / time,
                time / words,
            );
        };
        stages.iter().for_each(|(name, time)| row(name, *time));
        row("all rules", rules.map(|(_, time)| time).sum());
        row("the whole", whole);
        row(WORDS, words);
    }
}
