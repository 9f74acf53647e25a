//! The texts that benches of the extraction run over.

use std::path::{Path, PathBuf};

/// What the command line names: articles in JSON lines (their `text`), or the `.txt` files of a folder;
/// without either, the articles of the corpus.
pub fn given() -> Vec<String> {
    let given = std::env::args().skip(1).find(|a| !a.starts_with('-'));
    let root = given.map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/fr"),
        PathBuf::from,
    );
    if root.is_file() {
        let lines = std::fs::read_to_string(&root).expect("the file can be read");
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
