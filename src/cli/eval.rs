//! `depeche eval`: how good is the extraction, and where does it err?

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::{Outcome, print};
use crate::eval::convention::Convention;
use crate::eval::gold::Doc;
use crate::eval::read::{self, Format, Problem, Severity, Source};
use crate::eval::report::{self, Compared};
use crate::eval::score;
use crate::extract::{Pipeline, Scratch};
use crate::record::Article;
use anyhow::{Context, Result, bail};
use clap::ValueEnum;

/// Measure an extraction against gold annotation.
///
/// Gold is TEI (.xml), brat (.ann beside .txt), CoNLL/IOB2 (.conll, .iob2), JSON lines (doccano, Prodigy, own
/// records, check lists), or folders of these. Without --pred the texts of the gold are extracted now.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  depeche eval corpus/fr/dev --errors
  depeche eval gold/ --pred records.jsonl --by rule
  depeche eval dates.jsonl --convention corpus/fr/conventions/timebank.toml")]
pub(super) struct Args {
    /// Gold files or folders.
    #[arg(required = true)]
    gold: Vec<PathBuf>,
    /// Compare these records (or a second annotator's gold) instead of extracting now.
    #[arg(long, value_name = "FILE")]
    pred: Option<PathBuf>,
    /// One more table, by kind of record, by rule or by article.
    #[arg(long, value_name = "WHAT")]
    by: Vec<By>,
    /// List every error with the words around it.
    #[arg(long)]
    errors: bool,
    /// How the gold's conventions differ from ours (a TOML file, see corpus/fr/conventions).
    #[arg(long, value_name = "FILE")]
    convention: Option<PathBuf>,
    /// Language of the pack that extracts.
    #[arg(long, default_value = "fr", value_name = "CODE")]
    lang: String,
    /// Folder of rules and lists that are added to the pack or replace its own.
    #[arg(long, value_name = "DIR")]
    pack: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum By {
    Kind,
    Rule,
    File,
}

/// Runs the command; prints to standard output.
///
/// # Errors
/// Files that cannot be read, and gold and prediction that have no article in common.
pub(super) fn run(args: Args) -> Outcome {
    let args = &args;
    let convention = match &args.convention {
        None => Convention::default(),
        Some(path) => {
            let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
            Convention::parse(&text).map_err(|e| anyhow::anyhow!("{}: {e}", path.display()))?
        }
    };
    let (gold, problems) = load(&args.gold, &convention, &|_| None)?;
    for problem in problems.iter().filter(|p| p.severity == Severity::Fault) {
        eprintln!("{problem}");
    }
    if gold.is_empty() {
        bail!("no gold document: give .xml, .ann, .conll or .jsonl files, or folders of these");
    }
    let compared = compare(gold, args, &convention)?;
    let (scores, semeval) = report::total(&compared);
    let mut out = String::new();
    if args.errors {
        out += &report::errors(&compared);
        out.push('\n');
    }
    for by in &args.by {
        out += &match by {
            By::Kind => report::by_kind(&compared),
            By::Rule => report::by_rule(&compared, &[]),
            By::File => report::by_file(&compared),
        };
        out.push('\n');
    }
    out += &format!("{} articles\n", compared.len());
    out += &report::measures(&scores);
    if semeval != Default::default() {
        out.push('\n');
        out += &report::semeval(&semeval);
    }
    print(&out)
}

fn compare(gold: Vec<Doc>, args: &Args, convention: &Convention) -> Result<Vec<Compared>> {
    let preds = match &args.pred {
        None => extract(
            &gold,
            super::pack::pipeline(&args.lang, args.pack.as_deref())?,
        ),
        Some(path) => predictions(&gold, path)?,
    };
    let pairs = gold.into_iter().zip(preds);
    Ok(pairs
        .map(|(gold, pred)| Compared {
            score: score::score(&gold, &pred, convention),
            gold,
            pred,
        })
        .collect())
}

/// What the program finds in the gold's texts, at the gold's dates.
fn extract(gold: &[Doc], pipeline: Pipeline) -> Vec<Doc> {
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
fn predictions(gold: &[Doc], path: &Path) -> Result<Vec<Doc>> {
    let by_id: HashMap<&str, &Doc> = gold.iter().map(|d| (d.id.as_str(), d)).collect();
    let text_of = |id: &str| {
        let doc = by_id.get(id).or_else(|| by_id.get(read::stem(id)));
        doc.map(|d| d.text.clone())
    };
    let (preds, problems) = load(&[path.to_owned()], &Convention::default(), &text_of)?;
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
fn load(
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
