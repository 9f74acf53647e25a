//! The gold corpus: no fault of annotation, split by its rule, counted in its README.

use std::path::{Path, PathBuf};

use depeche::eval::check::check;
use depeche::eval::convention::Convention;
use depeche::eval::gold::Doc;
use depeche::eval::read::{self, Format, Problem, Severity, Source};
use depeche::eval::score::{Measure, score};
use depeche::record::QuoteKind;

const SPLITS: [&str; 3] = ["train", "dev", "test"];

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

fn files(split: &str) -> Vec<PathBuf> {
    let folder = corpus().join("fr").join(split);
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("a folder for each split")
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
}

fn load(split: &str) -> (Vec<Doc>, Vec<Problem>) {
    let (mut docs, mut problems) = (Vec::new(), Vec::new());
    for path in files(split) {
        let content = std::fs::read_to_string(&path).unwrap();
        let source = Source {
            file: path.to_str().unwrap(),
            content: &content,
            text: None,
        };
        let mut found = read::read(source, Format::Tei, &Convention::default(), &|_| None);
        docs.append(&mut found.docs);
        problems.append(&mut found.problems);
    }
    (docs, problems)
}

#[test]
fn no_fault_of_annotation() {
    for split in SPLITS {
        let (docs, mut problems) = load(split);
        problems.extend(check(&docs));
        problems.retain(|p| p.severity == Severity::Fault);
        assert_eq!(problems, [], "{split}");
    }
}

#[test]
fn split_by_the_number_in_the_name() {
    for split in SPLITS {
        for path in files(split) {
            let name = path.file_stem().unwrap().to_str().unwrap();
            let number: usize = name[1..].parse().expect("a letter and a number");
            let expected = match number % 4 {
                0 => "test",
                3 => "dev",
                _ => "train",
            };
            assert_eq!(split, expected, "{name}");
        }
    }
}

#[test]
fn a_reading_agrees_with_itself() {
    for split in SPLITS {
        for doc in load(split).0 {
            let result = score(&doc, &doc, &Convention::default());
            for &measure in Measure::ALL {
                if let Some(figure) = result.scores.figure(measure) {
                    assert!(
                        (figure - 1.0).abs() < 1e-12,
                        "{}: {} {figure}",
                        doc.id,
                        measure.id()
                    );
                }
            }
        }
    }
}

#[test]
fn the_readme_counts_what_is_there() {
    let readme = std::fs::read_to_string(corpus().join("README.md")).unwrap();
    let docs: Vec<Vec<Doc>> = SPLITS.iter().map(|s| load(s).0).collect();
    let quotes = |doc: &Doc, kind: Option<QuoteKind>| -> usize {
        let quotes = doc
            .quotes
            .iter()
            .filter(|q| kind.is_none_or(|k| q.kind == k));
        quotes.map(|q| q.parts.len()).sum()
    };
    let names =
        |doc: &Doc, kind: usize| doc.names.iter().filter(|n| n.kind as usize == kind).count();
    type Count<'a> = &'a dyn Fn(&Doc) -> usize;
    let rows: [(&str, Count); 12] = [
        ("articles", &|_| 1),
        ("persons", &|d| names(d, 0)),
        ("organizations", &|d| names(d, 1)),
        ("places", &|d| names(d, 2)),
        ("other names", &|d| names(d, 3)),
        ("roles", &|d| d.roles.len()),
        ("numbers", &|d| d.numbers.len()),
        ("dates", &|d| d.dates.len()),
        ("quotations (parts)", &|d| quotes(d, None)),
        ("… direct", &|d| quotes(d, Some(QuoteKind::Direct))),
        ("… indirect", &|d| quotes(d, Some(QuoteKind::Indirect))),
        ("… mixed", &|d| quotes(d, Some(QuoteKind::Mixed))),
    ];
    for (label, count) in rows {
        let of: Vec<usize> = docs
            .iter()
            .map(|split| split.iter().map(count).sum())
            .collect();
        let row = format!(
            "| {label} | {} | {} | {} | {} |",
            of[0],
            of[1],
            of[2],
            of.iter().sum::<usize>()
        );
        assert!(readme.contains(&row), "corpus/README.md should say: {row}");
    }
}
