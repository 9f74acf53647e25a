//! Throughput of reading, writing and the whole program, each with the count it must find.
//!
//! `cargo bench --bench batch`. Rates are millions of bytes of article text a second, the median of
//! [`RUNS`] passes. Machines and hours differ: compare the ratios to the pass of
//! `unicode_word_indices` in the same table, not rates of two tables.

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use depeche::Pipeline;
use depeche::batch::{self, Counts, Log, Report, Settings, Sink, Start, Target};
use depeche::read::{Inputs, article_from_json_line, article_from_text};
use depeche::record::offsets::OffsetMap;
use depeche::record::{Extraction, Layout, Tables, Unit};
use unicode_segmentation::UnicodeSegmentation;

const RUNS: usize = 5;
/// Enough that what each worker learns of words and states at first counts for little.
const ARTICLES: usize = 20_000;

/// Invented wire stories, each with the same number of everything and other names.
fn articles() -> Vec<String> {
    let firsts = [
        "Aïcha",
        "Bruno",
        "Chloé",
        "Désiré",
        "Élodie",
        "François",
        "Gaëlle",
        "Hugo",
    ];
    let lasts = [
        "Morvan", "Lefèvre", "Nguyen", "Dubois", "Haddad", "Le Goff", "Costa",
    ];
    let towns = [
        "Lyon",
        "Nantes",
        "Saint-Étienne",
        "Orléans",
        "L'Haÿ-les-Roses",
    ];
    let article = |i: usize| {
        let (first, last) = (firsts[i % firsts.len()], lasts[i % lasts.len()]);
        let town = towns[i % towns.len()];
        let (some, all) = (100 + i % 400, 600 + i % 300);
        format!(
            "Plus de {some} des {all} employés de l’usine de {town} ont cessé le travail lundi matin.\n\n\
             « Nous n’irons pas plus loin sans garanties écrites », a déclaré {first} {last}, déléguée \
             du personnel, devant les grilles du site. La direction, qui promet {some} millions d’euros \
             d’investissements d’ici à la fin de l’année, s’est dite « surprise » par l’ampleur du \
             mouvement. Selon la préfecture, 1.{some} personnes ont défilé dans le calme, soit 3,{i} % \
             de plus qu’en mars 2023.\n\nM. {last} a ajouté que les négociations reprendraient le 4 \
             avril à Paris, où il doit rencontrer le ministre de l’Économie."
        )
    };
    (0..ARTICLES).map(article).collect()
}

/// The median time of a pass; each must count the same.
fn seconds(expected: u64, mut pass: impl FnMut() -> u64) -> f64 {
    let mut times: Vec<f64> = (0..RUNS)
        .map(|_| {
            let began = Instant::now();
            assert_eq!(
                black_box(pass()),
                expected,
                "the count that a pass must find"
            );
            began.elapsed().as_secs_f64()
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[RUNS / 2]
}

struct Table {
    megabytes: f64,
    reference: f64,
}

impl Table {
    fn row(&self, name: &str, count: u64, what: &str, seconds: f64) {
        println!(
            "{name:<44} {:>8.1} MB/s  {:>6.3} passes  {count} {what}",
            self.megabytes / seconds,
            seconds / self.reference,
        );
    }
}

fn main() {
    let texts = articles();
    let bytes: usize = texts.iter().map(String::len).sum();
    let lines: Vec<String> = texts
        .iter()
        .enumerate()
        .map(|(i, text)| serde_json::json!({"id": i, "text": text}).to_string())
        .collect();
    let all = ARTICLES as u64;
    let words: u64 = texts
        .iter()
        .map(|t| t.unicode_word_indices().count() as u64)
        .sum();
    let table = Table {
        megabytes: bytes as f64 / 1e6,
        reference: seconds(words, || {
            texts
                .iter()
                .map(|t| t.unicode_word_indices().count() as u64)
                .sum()
        }),
    };
    println!("{ARTICLES} articles, {:.1} MB", table.megabytes);
    table.row(
        "unicode_word_indices: one pass",
        words,
        "words",
        table.reference,
    );

    reading(&table, &texts, &lines);
    writing(&table, &texts);

    let folder = tempfile::tempdir().unwrap();
    let stream = folder.path().join("articles.jsonl");
    fs::write(&stream, lines.join("\n")).unwrap();
    let many = folder.path().join("many");
    fs::create_dir(&many).unwrap();
    for (i, text) in texts.iter().enumerate() {
        fs::write(many.join(format!("{i}.txt")), text).unwrap();
    }
    let pipeline = Pipeline::builtin("fr").unwrap();
    for (name, input) in [("JSON lines", stream), ("a file an article", many)] {
        let mut one = 0.0;
        for workers in [1, 2] {
            let time = seconds(all, || {
                whole(&pipeline, &input, folder.path(), workers).articles
            });
            table.row(
                &format!("the whole, {name}, {workers} worker(s)"),
                all,
                "articles",
                time,
            );
            if workers == 1 {
                one = time;
            } else {
                println!("{:<44} {:>8.2} times one", "", one / time);
            }
        }
    }
}

fn reading(table: &Table, texts: &[String], lines: &[String]) {
    let all = texts.len() as u64;
    let time = seconds(all, || {
        let read = |text: &String| article_from_text("x", text.as_bytes(), "fr").is_ok();
        texts.iter().filter(|text| read(text)).count() as u64
    });
    table.row("read: plain text, UTF-8", all, "articles", time);

    let old: Vec<_> = texts
        .iter()
        .map(|t| encoding_rs::WINDOWS_1252.encode(t).0)
        .collect();
    let time = seconds(all, || {
        let same = |(old, text): &(&std::borrow::Cow<[u8]>, &String)| {
            article_from_text("x", old, "fr").is_ok_and(|read| read.article.text == **text)
        };
        old.iter().zip(texts).filter(same).count() as u64
    });
    table.row("read: plain text, windows-1252", all, "articles", time);

    let time = seconds(all, || {
        let read = |line: &String| article_from_json_line("x", 1, line.as_bytes(), "fr");
        lines
            .iter()
            .filter(|line| matches!(read(line), Ok(Some(_))))
            .count() as u64
    });
    table.row("read: JSON lines", all, "articles", time);
}

fn writing(table: &Table, texts: &[String]) {
    let all = texts.len() as u64;
    let last: u64 = texts.iter().map(|text| text.chars().count() as u64).sum();
    let time = seconds(last, || {
        let map = |text: &String| OffsetMap::new(text, Unit::CodePoint).at(text.len()) as u64;
        texts.iter().map(map).sum()
    });
    table.row("offsets: bytes to code points", last, "code points", time);

    // Dense: a record for every 40 bytes or so.
    let extractions: Vec<Extraction> = texts.iter().map(|text| dense(text)).collect();
    let records: u64 = extractions.iter().map(|x| x.numbers.len() as u64).sum();
    for (name, layout, lines) in [
        (
            "write: JSON lines, a record each 40 bytes",
            Layout::JsonLines,
            all,
        ),
        (
            "write: CSV, a record each 40 bytes",
            Layout::Csv,
            all + records,
        ),
    ] {
        let time = seconds(lines, || {
            let mut tables = Tables::new(layout);
            extractions.iter().for_each(|x| tables.write(x));
            let ends = |table: &Vec<u8>| memchr::memchr_iter(b'\n', table).count() as u64;
            tables.into_bytes().iter().map(ends).sum()
        });
        table.row(name, records, "records", time);
    }
}

fn dense(text: &str) -> Extraction {
    let number = |(start, word): (usize, &str)| {
        serde_json::json!({
            "start": start, "end": start + word.len(), "text": word, "kind": "cardinal",
            "value": start, "rule": "fr.number.cardinal",
        })
    };
    let numbers: Vec<_> = text.unicode_word_indices().step_by(7).map(number).collect();
    serde_json::from_value(serde_json::json!({
        "schema": "depeche/1", "id": "x", "lang": "fr", "title": null, "published": null,
        "entities": [], "numbers": numbers, "dates": [], "quotes": [],
    }))
    .unwrap()
}

/// The whole way from files to a file.
fn whole(pipeline: &Pipeline, input: &Path, folder: &Path, workers: usize) -> Counts {
    let settings = Settings {
        workers,
        layout: Layout::JsonLines,
        unit: Unit::CodePoint,
        lang: "fr".into(),
        date: None,
        max_errors: None,
    };
    let inputs = Inputs::resolve(&[PathBuf::from(input)], None, &[]).unwrap();
    let target = Target::Path(folder.join("out.jsonl"));
    let Start::Run(sink) = Sink::open(&target, None, settings.layout, false, "").unwrap() else {
        unreachable!("not resumed");
    };
    let report = Report::new(Log::Text, true);
    let summary = batch::run(pipeline, inputs, &settings, *sink, &report, Arc::default());
    summary.unwrap().counts
}
