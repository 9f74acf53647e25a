//! `depeche train`: the weights of names, learnt from gold.

use std::path::PathBuf;

use super::{Outcome, eval, gold, pack, print};
use crate::eval::gold::{Doc, Layers, Name, Span};
use crate::eval::report;
use crate::extract::train;
use anyhow::{Context, Result, bail};

/// Learn the weights by which names are decided from gold annotation.
///
/// Writes names.tsv, which a pack folder (--pack) or the built-in pack can hold. The same gold in the
/// same order gives the same file.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  depeche train corpus/fr/train -o my-pack/names.tsv
  depeche train corpus/fr/train=4 --beside wikinews.jsonl --cross-validate")]
pub(super) struct Args {
    /// Gold files or folders; `=N` behind one makes its articles count N times.
    #[arg(required = true)]
    gold: Vec<String>,
    /// Gold of another convention: what it has in common with the first is learnt from it too.
    #[arg(long, value_name = "FILE")]
    beside: Vec<String>,
    /// Where the weights go; standard output without it.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Measure instead: each fifth of the articles by weights learnt on the others.
    #[arg(long)]
    cross_validate: bool,
    /// With --cross-validate: list every error with the words around it.
    #[arg(long, requires = "cross_validate")]
    errors: bool,
    /// List the gold names that are no candidates instead: the ones that no weights could find.
    #[arg(long, conflicts_with = "cross_validate")]
    unreached: bool,
    /// Rounds over the gold.
    #[arg(long, default_value_t = 20, value_name = "N")]
    rounds: usize,
    /// Length of a step.
    #[arg(long, default_value_t = 0.1, value_name = "R")]
    rate: f32,
    /// Pull of each weight towards zero.
    #[arg(long, default_value_t = 0.01, value_name = "R")]
    decay: f32,
    /// Evidence that stands in fewer articles is left out.
    #[arg(long, default_value_t = 2, value_name = "N")]
    least: u32,
    /// How the gold's conventions differ from ours (a TOML file, see corpus/fr/conventions).
    #[arg(long, value_name = "FILE")]
    convention: Option<PathBuf>,
    /// Language of the pack.
    #[arg(long, default_value = "fr", value_name = "CODE")]
    lang: String,
    /// A folder of pack files that are added to the built-in pack or replace its own.
    #[arg(long, value_name = "DIR")]
    pack: Option<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// Gold that cannot be read, or holds no names.
pub(super) fn run(args: Args) -> Outcome {
    let convention = gold::convention(args.convention.as_deref())?;
    let pipeline = pack::pipeline(&args.lang, args.pack.as_deref())?;
    let mut docs = Vec::new();
    // What was given, how much it counts, whether its convention is another, how many documents it holds.
    let mut groups = Vec::new();
    let own = args.gold.iter().map(|given| (given, false));
    let beside = args.beside.iter().map(|given| (given, true));
    for (given, foreign) in own.chain(beside) {
        let (path, weight) = weighted(given)?;
        let (found, problems) = gold::load(&[path], &convention, &|_| None)?;
        for problem in problems {
            eprintln!("{problem}");
        }
        groups.push((given, weight, foreign, found.len()));
        docs.extend(found);
    }
    if docs.iter().all(|doc| doc.names.is_empty()) {
        bail!(
            "no gold document with names: give .xml, .ann, .conll or .jsonl files, or folders of these"
        );
    }
    let each = groups
        .iter()
        .flat_map(|&(_, weight, foreign, count)| std::iter::repeat_n((weight, foreign), count));
    let sources: Vec<train::Source> = docs
        .iter()
        .zip(each)
        .map(|(doc, (weight, foreign))| train::Source {
            text: &doc.text,
            names: (doc.names.iter())
                .map(|n| (n.span.start, n.span.end, n.kind))
                .collect(),
            weight,
            foreign,
        })
        .collect();
    let course = train::Course {
        rounds: args.rounds,
        rate: args.rate,
        decay: args.decay,
        least: args.least,
        ..train::Course::default()
    };
    let trainer = train::Trainer::new(&pipeline, &sources);
    eprint!("{}", trainer.reach());
    if args.unreached {
        return print(&trainer.unreached());
    }
    if args.cross_validate {
        let found = trainer.cross_validate(course);
        let preds: Vec<Doc> = docs.iter().zip(found).map(predicted).collect();
        let (mut docs, mut preds) = (docs.into_iter().map(names_alone), preds.into_iter());
        let mut out = String::new();
        for (given, .., count) in groups {
            let gold = docs.by_ref().take(count).collect();
            let pred = preds.by_ref().take(count).collect();
            let compared = eval::compare_all(gold, pred, &convention);
            out += &format!("{given}\n");
            if args.errors {
                out += &report::errors(&compared);
            }
            out += &report::measures(&report::total(&compared).0, &[]);
        }
        return print(&out);
    }
    let weights = trainer.fit(course);
    match args.output {
        None => print(&weights),
        Some(path) => {
            std::fs::write(&path, weights).with_context(|| path.display().to_string())?;
            Ok(std::process::ExitCode::SUCCESS)
        }
    }
}

/// The document with the names that were found in it.
fn predicted((doc, names): (&Doc, Vec<train::Name>)) -> Doc {
    Doc {
        text: doc.text.clone(),
        layers: doc.layers,
        names: names
            .into_iter()
            .map(|(start, end, kind)| Name {
                span: Span::new(start, end),
                kind,
                target: None,
                rule: String::new(),
                line: 0,
            })
            .collect(),
        ..Doc::default()
    }
}

/// Gold of which nothing but names is measured.
fn names_alone(doc: Doc) -> Doc {
    let layers = Layers {
        names: doc.layers.names,
        ..Layers::default()
    };
    Doc { layers, ..doc }
}

fn weighted(given: &str) -> Result<(PathBuf, f32)> {
    match given.rsplit_once('=') {
        None => Ok((given.into(), 1.0)),
        Some((path, weight)) => {
            let weight = weight
                .parse()
                .with_context(|| format!("{given}: a number is wanted behind `=`"))?;
            Ok((path.into(), weight))
        }
    }
}
