//! `depeche eval`: how good is the extraction, and where does it err?

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::ValueEnum;

use super::{Outcome, compare, gold, pack, print};
use crate::eval::check;
use crate::eval::convention::Convention;
use crate::eval::gate::Gate;
use crate::eval::gold::Doc;
use crate::eval::read::{Problem, Severity};
use crate::eval::report::{self, Compared};
use crate::eval::score::{self, Scores};
use crate::eval::stats::{self, Draws};

/// Measure an extraction against gold annotation
///
/// Gold is TEI (.xml), brat (.ann beside .txt), CoNLL/IOB2 (.conll, .iob2), JSON lines (doccano, Prodigy, own
/// records, check lists), or folders of these. Without --pred the texts of the gold are extracted now.
#[derive(clap::Args)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    after_help = "\
Examples:
  depeche eval corpus/fr/dev --errors
  depeche eval gold/ --pred records.jsonl --by rule --html report.html
  depeche eval dates.jsonl --convention corpus/fr/conventions/timebank.toml
  depeche eval compare old.jsonl new.jsonl --gold corpus/fr/dev"
)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    measure: Measure,
}

#[derive(clap::Subcommand)]
enum Command {
    Compare(compare::Args),
}

#[derive(clap::Args)]
struct Measure {
    /// Gold files or folders
    #[arg(required = true)]
    gold: Vec<PathBuf>,
    /// Compare these records (or a second annotator's gold) instead of extracting now
    #[arg(long, value_name = "FILE")]
    pred: Option<PathBuf>,
    /// One more table, by kind of record, by rule or by article
    #[arg(long, value_name = "WHAT")]
    by: Vec<By>,
    /// List every error with the words around it
    #[arg(long)]
    errors: bool,
    /// Look for faults of the annotation instead of measuring; exit status 1 where there are any
    #[arg(long)]
    check: bool,
    /// Write figures as JSON instead of tables
    #[arg(long)]
    json: bool,
    /// Write a report with every article to this file
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Fail where a figure falls below those of this file
    #[arg(long, value_name = "FILE")]
    gate: Option<PathBuf>,
    /// Write the figures of now to the file of --gate
    #[arg(long, requires = "gate")]
    renew: bool,
    /// How the gold's conventions differ from ours (a TOML file, see corpus/fr/conventions)
    #[arg(long, value_name = "FILE")]
    convention: Option<PathBuf>,
    /// Language of the pack that extracts
    #[arg(long, default_value = "fr", value_name = "CODE")]
    lang: String,
    /// Folder of rules and lists that are added to the pack or replace its own
    #[arg(long, value_name = "DIR")]
    pack: Option<PathBuf>,
    #[command(flatten)]
    draws: DrawArgs,
}

/// How confidence intervals and significance are drawn.
#[derive(clap::Args)]
pub(super) struct DrawArgs {
    /// How often articles are drawn for intervals and significance; 0 for none
    #[arg(long, default_value_t = 1000, value_name = "N")]
    resamples: usize,
    /// Where the drawing starts
    #[arg(long, default_value_t = 1, value_name = "N")]
    seed: u64,
}

impl From<&DrawArgs> for Draws {
    fn from(args: &DrawArgs) -> Self {
        Self {
            resamples: args.resamples,
            seed: args.seed,
            ..Self::default()
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum By {
    Kind,
    Rule,
    File,
}

/// Points by which a figure may fall when a gate is written for the first time.
const TOLERANCE: f64 = 0.5;

pub(super) fn run(args: Args) -> Outcome {
    if let Some(Command::Compare(args)) = args.command {
        return compare::run(args);
    }
    let args = args.measure;
    let convention = gold::convention(args.convention.as_deref())?;
    let (docs, problems) = gold::load(&args.gold, &convention, &|_| None)?;
    if args.check {
        return report_faults(problems, &docs);
    }
    faults(&problems);
    if docs.is_empty() {
        bail!("no gold document: give .xml, .ann, .conll or .jsonl files, or folders of these");
    }
    let mut rules = Vec::new();
    let preds = match &args.pred {
        None => {
            let pipeline = pack::pipeline(&args.lang, args.pack.as_deref())?;
            rules.extend(
                pipeline
                    .pack()
                    .rules()
                    .rules()
                    .iter()
                    .map(|r| r.name.clone()),
            );
            gold::extract(&docs, &pipeline)
        }
        Some(path) => gold::predictions(&docs, path, &convention)?,
    };
    let compared = compare_all(docs, preds, &convention);
    let draws = Draws::from(&args.draws);
    let articles: Vec<&Scores> = compared.iter().map(|c| &c.score.scores).collect();
    let intervals = match draws.resamples {
        // Of one article nothing can be drawn but itself.
        _ if articles.len() < 2 => Vec::new(),
        0 => Vec::new(),
        _ => stats::bootstrap(&articles, draws),
    };
    if let Some(path) = &args.html {
        let page = report::html(&compared, &intervals, draws, &convention);
        std::fs::write(path, page).with_context(|| path.display().to_string())?;
    }
    if args.json {
        print(&report::json(&compared, &intervals, draws))?;
    } else {
        print(&tables(
            &args,
            &compared,
            &intervals,
            (&convention, &problems),
            &rules,
        ))?;
    }
    match &args.gate {
        Some(path) => gate(path, args.renew, &compared),
        None => Ok(ExitCode::SUCCESS),
    }
}

/// Says what is wrong with the gold; it is scored as it stands.
pub(super) fn faults(problems: &[Problem]) {
    for problem in problems.iter().filter(|p| p.severity == Severity::Fault) {
        eprintln!("{problem}");
    }
}

/// Scores each gold document against the prediction at the same place.
pub(super) fn compare_all(
    gold: Vec<Doc>,
    preds: Vec<Doc>,
    convention: &Convention,
) -> Vec<Compared> {
    let pairs = gold.into_iter().zip(preds);
    pairs
        .map(|(gold, pred)| Compared {
            score: score::score(&gold, &pred, convention),
            gold,
            pred,
        })
        .collect()
}

fn report_faults(mut problems: Vec<Problem>, docs: &[Doc]) -> Outcome {
    problems.extend(check::check(docs));
    let faults = problems
        .iter()
        .filter(|p| p.severity == Severity::Fault)
        .count();
    let mut out: String = problems.iter().map(|p| format!("{p}\n")).collect();
    out += &format!(
        "{} articles, {faults} faults, {} notes\n",
        docs.len(),
        problems.len() - faults
    );
    print(&out)?;
    Ok(ExitCode::from(u8::from(faults > 0)))
}

fn tables(
    args: &Measure,
    compared: &[Compared],
    intervals: &[(score::Measure, f64, f64)],
    (convention, problems): (&Convention, &[Problem]),
    rules: &[String],
) -> String {
    let mut out = String::new();
    if args.errors {
        out += &report::errors(compared);
        out.push('\n');
    }
    for by in &args.by {
        out += &match by {
            By::Kind => report::by_kind(compared),
            By::Rule => report::by_rule(compared, rules),
            By::File => report::by_file(compared),
        };
        out.push('\n');
    }
    let (scores, semeval) = report::total(compared);
    out += &format!("{} articles", compared.len());
    if !intervals.is_empty() {
        let (n, seed) = (args.draws.resamples, args.draws.seed);
        out += &format!("; 95 % intervals by bootstrap over articles, {n} resamples, seed {seed}");
    }
    if !convention.note.is_empty() {
        out += &format!(
            "\nconvention: {}",
            convention.note.trim().replace('\n', " ")
        );
    }
    for note in problems.iter().filter(|p| p.severity == Severity::Note) {
        out += &format!("\n{note}");
    }
    out.push('\n');
    out += &report::measures(&scores, intervals);
    if semeval != Default::default() {
        out.push('\n');
        out += &report::semeval(&semeval);
    }
    out
}

fn gate(path: &Path, renew: bool, compared: &[Compared]) -> Outcome {
    let (scores, _) = report::total(compared);
    let file = path.display();
    if renew {
        let before = read_gate(path).ok();
        let tolerance = before.map_or(TOLERANCE, |g| g.tolerance);
        let now = Gate::of(&scores, compared.len(), tolerance);
        let text = serde_json::to_string_pretty(&now)? + "\n";
        std::fs::write(path, text).with_context(|| file.to_string())?;
        return Ok(ExitCode::SUCCESS);
    }
    let before = read_gate(path)?;
    let verdict = before.judge(&Gate::of(&scores, compared.len(), before.tolerance));
    for rise in &verdict.rises {
        eprintln!("{file}: better: {rise}");
    }
    if !verdict.rises.is_empty() {
        eprintln!(
            "{file}: keep what was won: run the same command with --renew and commit the file"
        );
    }
    for fall in &verdict.falls {
        eprintln!("{file}: worse: {fall}");
    }
    Ok(ExitCode::from(u8::from(!verdict.falls.is_empty())))
}

fn read_gate(path: &Path) -> Result<Gate> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("{}: write it first with --renew", path.display()))?;
    serde_json::from_str(&text).with_context(|| path.display().to_string())
}
