//! The texts that benches of the extraction run over, and the stages that they go through.
#![allow(dead_code, reason = "no bench needs all of it")]

use std::path::{Path, PathBuf};

use depeche::record::{Article, Extraction, Layout, Tables};
use depeche::{Pipeline, Scratch};

/// What the command line names: articles in JSON lines (their `text`), or the `.txt` files of a folder;
/// without either, the articles of the corpus.
pub fn given() -> Vec<Article> {
    let given = std::env::args().skip(1).find(|a| !a.starts_with('-'));
    at(&given.map_or_else(|| corpus(""), PathBuf::from))
}

/// A part of the French corpus.
pub fn corpus(part: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("corpus/fr")
        .join(part)
}

/// The articles of a file or folder, numbered in order. There are some.
pub fn at(root: &Path) -> Vec<Article> {
    let texts = texts(root).into_iter().enumerate();
    let articles: Vec<Article> = texts
        .map(|(i, text)| Article::new(i.to_string(), text))
        .collect();
    assert!(bytes(&articles) > 0, "no text to read");
    articles
}

/// Bytes of text.
pub fn bytes(articles: &[Article]) -> usize {
    articles.iter().map(|a| a.text.len()).sum()
}

/// An article all the way to its line of JSON; `done` is told the name of each stage when it ends.
pub fn run(
    pipeline: &Pipeline,
    scratch: &mut Scratch,
    article: &Article,
    done: &mut dyn FnMut(&str),
) -> Extraction {
    let extraction = pipeline.extract_clocked(scratch, article, done);
    let mut tables = Tables::new(Layout::JsonLines);
    tables.write(&extraction);
    drop(tables.into_bytes());
    done("write");
    extraction
}

/// How many entities, numbers, dates and quotations there are.
pub fn records(extraction: &Extraction) -> [usize; 4] {
    [
        extraction.entities.len(),
        extraction.numbers.len(),
        extraction.dates.len(),
        extraction.quotes.len(),
    ]
}

fn texts(root: &Path) -> Vec<String> {
    if root.is_file() {
        let lines = std::fs::read_to_string(root).expect("the file can be read");
        return lines.lines().filter_map(text_of).collect();
    }
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

fn text_of(line: &str) -> Option<String> {
    let article: serde_json::Value = serde_json::from_str(line).ok()?;
    Some(article.get("text")?.as_str()?.to_owned())
}

/// The text without tags.
fn plain(text: &str) -> String {
    let mut out = String::new();
    for piece in text.split('<') {
        out.push_str(piece.split_once('>').map_or(piece, |(_, rest)| rest));
    }
    out
}

/// Whether a stage of this name is one of rules: built-ins stand in angle brackets.
pub fn is_rules(stage: &str) -> bool {
    const OTHERS: [&str; 6] = ["blocks", "segment", "forms", "look up", "assemble", "write"];
    !stage.starts_with('<') && !OTHERS.contains(&stage)
}
