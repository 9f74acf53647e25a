//! `depeche train`: the weights of names, learnt from gold.

use std::path::PathBuf;

use super::{Outcome, gold, pack, print};
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
    /// List the gold names that are no candidates instead: the ones that no weights could find.
    #[arg(long, conflicts_with = "cross_validate")]
    unreached: bool,
    /// Rounds over the gold.
    #[arg(long, default_value_t = 20, value_name = "N")]
    rounds: usize,
    /// Length of a step.
    #[arg(long, default_value_t = 0.05, value_name = "R")]
    rate: f32,
    /// Pull of each weight towards zero.
    #[arg(long, default_value_t = 0.002, value_name = "R")]
    decay: f32,
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
    let mut sources = Vec::new();
    let own = args.gold.iter().map(|given| (given, false));
    let beside = args.beside.iter().map(|given| (given, true));
    for (given, foreign) in own.chain(beside) {
        let (path, weight) = weighted(given)?;
        let (docs, problems) = gold::load(&[path], &convention, &|_| None)?;
        for problem in problems {
            eprintln!("{problem}");
        }
        for doc in docs {
            let names = doc
                .names
                .iter()
                .map(|n| (n.span.start, n.span.end, n.kind))
                .collect();
            sources.push(train::Source {
                text: doc.text,
                names,
                weight,
                foreign,
                group: given.clone(),
            });
        }
    }
    if sources.iter().all(|s| s.names.is_empty()) {
        bail!(
            "no gold document with names: give .xml, .ann, .conll or .jsonl files, or folders of these"
        );
    }
    let course = train::Course {
        rounds: args.rounds,
        rate: args.rate,
        decay: args.decay,
        ..train::Course::default()
    };
    let mut trainer = train::Trainer::new(&pipeline, &sources);
    eprint!("{}", trainer.reach());
    if args.unreached {
        return print(&trainer.unreached());
    }
    if args.cross_validate {
        return print(&trainer.cross_validate(course));
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
