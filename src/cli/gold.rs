//! Gold and predictions from files: what `eval`, `eval compare` and `convert` share.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::eval::convention::Convention;
use crate::eval::gold::Doc;
use crate::eval::read::{self, Format, Problem, Source};
use crate::extract::{Pipeline, Scratch};
use crate::record::Article;

/// The convention in a file; ours without one.
pub(super) fn convention(path: Option<&Path>) -> Result<Convention> {
    let Some(path) = path else {
        return Ok(Convention::default());
    };
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    Convention::parse(&text).map_err(|e| anyhow::anyhow!("{}: {e}", path.display()))
}

/// What the program finds in the gold's texts, at the gold's dates.
pub(super) fn extract(gold: &[Doc], pipeline: &Pipeline) -> Vec<Doc> {
    let mut scratch = Scratch::default();
    let preds = gold.iter().map(|doc| {
        let article = Article {
            published: doc.published.clone(),
            ..Article::new(doc.id.clone(), doc.text.clone())
        };
        let extraction = pipeline.extract_with(&mut scratch, &article);
        Doc::from_extraction(&extraction, &doc.text)
    });
    preds.collect()
}

/// Predictions in the order of the gold, joined by id, by the name of the file, or by the text itself.
pub(super) fn predictions(gold: &[Doc], path: &Path, convention: &Convention) -> Result<Vec<Doc>> {
    let by_id: HashMap<&str, &Doc> = gold.iter().map(|d| (d.id.as_str(), d)).collect();
    let text_of = |id: &str| {
        let doc = by_id.get(id).or_else(|| by_id.get(read::stem(id)));
        doc.map(|d| d.text.clone())
    };
    let (preds, problems) = load(&[path.to_owned()], convention, &text_of)?;
    for problem in problems {
        eprintln!("{problem}");
    }
    let by_text: HashMap<&str, &Doc> = gold.iter().map(|d| (d.text.as_str(), d)).collect();
    let mut found: HashMap<String, Doc> = HashMap::new();
    for pred in preds {
        let stem = read::stem(&pred.id);
        let same = by_id.get(pred.id.as_str()).or_else(|| by_id.get(stem));
        let same = same.or_else(|| by_text.get(pred.text.as_str()));
        let id = same.map_or(stem, |d| &d.id).to_owned();
        found.insert(id, pred);
    }
    let mut missing = Vec::new();
    let joined: Vec<Doc> = gold
        .iter()
        .map(|doc| match found.remove(&doc.id) {
            Some(pred) if pred.text == doc.text => pred,
            other => {
                missing.push((doc.id.clone(), other.is_some()));
                Doc::default()
            }
        })
        .collect();
    if missing.len() == gold.len() {
        bail!("{}: no article in common with the gold", path.display());
    }
    for (id, other_text) in missing {
        if other_text {
            eprintln!(
                "{}: the text of \"{id}\" is not the gold's; counted as nothing found",
                path.display()
            );
        } else {
            eprintln!(
                "{}: nothing for \"{id}\"; counted as nothing found",
                path.display()
            );
        }
    }
    Ok(joined)
}

/// Documents of all files, folders walked in the order of their names.
pub(super) fn load(
    paths: &[PathBuf],
    convention: &Convention,
    text_of: &dyn Fn(&str) -> Option<String>,
) -> Result<(Vec<Doc>, Vec<Problem>)> {
    let (mut docs, mut brat, mut problems) = (Vec::new(), Vec::new(), Vec::new());
    for path in paths {
        for entry in walkdir::WalkDir::new(path).sort_by_file_name() {
            let entry = entry?;
            let path = entry.path();
            let name = path.display().to_string();
            if !entry.file_type().is_file() {
                continue;
            }
            let Some(format) = Format::of_name(&name) else {
                if entry.depth() == 0 {
                    bail!(
                        "{name}: not a format of gold; it is told by the ending: .xml, .ann, .conll, .jsonl"
                    );
                }
                continue;
            };
            let content = std::fs::read_to_string(path).with_context(|| name.clone())?;
            let text = match format {
                Format::Brat => {
                    let text = path.with_extension("txt");
                    Some(
                        std::fs::read_to_string(&text)
                            .with_context(|| text.display().to_string())?,
                    )
                }
                _ => None,
            };
            let source = Source {
                file: &name,
                content: &content,
                text: text.as_deref(),
            };
            let mut found = read::read(source, format, convention, text_of);
            match format {
                Format::Brat => brat.append(&mut found.docs),
                _ => docs.append(&mut found.docs),
            }
            problems.append(&mut found.problems);
        }
    }
    read::share_layers(&mut brat);
    docs.append(&mut brat);
    Ok((docs, problems))
}
