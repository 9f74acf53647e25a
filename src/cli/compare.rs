//! `depeche eval compare`: is B better than A, and by which records?

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;

use super::{Outcome, eval, gold, print};
use crate::eval::report::{self, Compared};
use crate::eval::score::{Finding, Scores};
use crate::eval::stats::{self, Draws};

/// Compare two predictions on the same gold: differences, their significance, and the records gained and lost
#[derive(clap::Args)]
pub(super) struct Args {
    /// Records of the first system
    a: PathBuf,
    /// Records of the second
    b: PathBuf,
    /// Gold files or folders
    #[arg(long, required = true, num_args = 1.., value_name = "GOLD")]
    gold: Vec<PathBuf>,
    /// How the gold's conventions differ from ours
    #[arg(long, value_name = "FILE")]
    convention: Option<PathBuf>,
    #[command(flatten)]
    draws: eval::DrawArgs,
}

pub(super) fn run(args: Args) -> Outcome {
    let convention = gold::convention(args.convention.as_deref())?;
    let (docs, problems) = gold::load(&args.gold, &convention, &|_| None)?;
    eval::faults(&problems);
    let score = |path| -> anyhow::Result<Vec<Compared>> {
        let preds = gold::predictions(&docs, path, &convention)?;
        Ok(eval::compare_all(docs.clone(), preds, &convention))
    };
    let (a, b) = (score(&args.a)?, score(&args.b)?);
    let scores = |side: &[Compared]| -> Vec<Scores> {
        side.iter().map(|c| c.score.scores.clone()).collect()
    };
    let (of_a, of_b) = (scores(&a), scores(&b));
    let (of_a, of_b): (Vec<&Scores>, Vec<&Scores>) = (of_a.iter().collect(), of_b.iter().collect());
    let draws = Draws::from(&args.draws);
    let found = stats::permutation(&of_a, &of_b, draws);

    let mut out = changes(&a, &b);
    let _ = writeln!(
        out,
        "\n{} articles; p by paired permutation over articles, {} draws, seed {}",
        a.len(),
        draws.resamples,
        draws.seed
    );
    out += &report::differences(&found);
    print(&out)
}

/// Errors that only one side makes, article by article.
fn changes(a: &[Compared], b: &[Compared]) -> String {
    let mut out = String::new();
    for (x, y) in a.iter().zip(b) {
        let (of_x, of_y) = (errors(x), errors(y));
        for (line, _) in of_y.iter().filter(|(l, _)| !of_x.contains_key(*l)) {
            let _ = writeln!(out, "lost\t{line}");
        }
        for (line, _) in of_x.iter().filter(|(l, _)| !of_y.contains_key(*l)) {
            let _ = writeln!(out, "gained\t{line}");
        }
    }
    out
}

/// The errors of an article by what a reader sees of them; the rule is left out, since it may have been renamed.
fn errors(compared: &Compared) -> BTreeMap<String, &Finding> {
    let wrong = compared.score.findings.iter().filter(|f| !f.clean());
    wrong
        .map(|f| {
            let line = report::finding_line(compared, f);
            let mut columns: Vec<&str> = line.split('\t').collect();
            columns.truncate(4);
            (columns.join("\t"), f)
        })
        .collect()
}
