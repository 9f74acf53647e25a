//! `depeche rules test`: every example through the whole pipeline, a table a rule.

use std::fmt::Write as _;
use std::process::ExitCode;

use super::super::{Outcome, print};
use super::{PackArgs, is_meant};
use crate::extract::Scratch;
use crate::extract::example::{Verdict, check};
use crate::extract::weak;
use crate::rule::ast::Expect;
use crate::rule::{Rule, RuleId};

/// Run the examples of every rule
///
/// A `yes` must make its rule fire, capture what is marked and nothing else, and emit the values behind
/// `=>`; on a `no` the rule must keep still; a `todo` that passes is a failure, for it should be a `yes`.
#[derive(clap::Args)]
#[command(after_help = "\
Exit status: 0 all examples pass; 1 some fail, or with --weak a rule is weak; 2 the pack is faulty.

Examples:
  depeche rules test
  depeche rules test --pack mypack/ civilite")]
pub(super) struct Args {
    #[command(flatten)]
    pack: PackArgs,
    /// Only these rules: a whole name, a file's name, or a rule's own name
    #[arg(value_name = "RULE")]
    rules: Vec<String>,
    /// Say why each `todo` still fails
    #[arg(long)]
    todo: bool,
    /// Also take each guard, optional part and list out in turn, and name those that no example misses
    #[arg(long)]
    weak: bool,
}

/// What came of the examples of one rule, by kind of example: passed, all.
#[derive(Default)]
struct Row {
    yes: (usize, usize),
    no: (usize, usize),
    todo: usize,
}

pub(super) fn run(args: &Args) -> Outcome {
    let mut pipeline = args.pack.pipeline()?;
    let mut scratch = Scratch::default();
    let (mut table, mut faults) = (String::new(), String::new());
    let (mut rules, mut examples, mut failed, mut open) = (0, 0, 0, 0);
    for (index, rule) in pipeline.pack().rules().rules().iter().enumerate() {
        if !is_meant(&rule.name, &args.rules) {
            continue;
        }
        let mut row = Row::default();
        for example in rule.examples() {
            let verdict = check(&pipeline, &mut scratch, RuleId(index as u32), example);
            let passes = verdict == Verdict::Passes;
            match example.expect {
                Expect::Yes => count(&mut row.yes, passes),
                Expect::No => count(&mut row.no, passes),
                Expect::Todo => row.todo += 1,
            }
            let (sign, why) = match &verdict {
                Verdict::Passes => continue,
                Verdict::Open(why) => {
                    open += 1;
                    if !args.todo {
                        continue;
                    }
                    ("todo", why)
                }
                Verdict::Fails(why) => {
                    failed += 1;
                    ("FAILED", why)
                }
            };
            let _ = writeln!(
                faults,
                "{sign} {}:{}: {}, {} \"{}\"\n  {why}\n",
                rule.path,
                example.line,
                rule.name,
                example.expect.name(),
                example.text
            );
        }
        rules += 1;
        examples += rule.examples().len();
        line(&mut table, rule, &row);
    }
    anyhow::ensure!(
        rules > 0 || args.rules.is_empty(),
        "no rule is called {}\n  help: `depeche rules list` names them all",
        args.rules.join(" or ")
    );
    let mut out = format!("{:<48} {:>7} {:>7} {:>5}\n", "rule", "yes", "no", "todo");
    out.push_str(&table);
    if !faults.is_empty() {
        let _ = write!(out, "\n{faults}");
    }
    let warnings = pipeline.pack().warnings();
    if !warnings.is_empty() {
        let _ = write!(out, "\n{warnings}");
    }
    let mut weak = Vec::new();
    if args.weak {
        let wanted = |name: &str| is_meant(name, &args.rules);
        weak = weak::weak(&mut pipeline, wanted, args.rules.is_empty());
        if !weak.is_empty() {
            out.push_str("\nweak: no example fails without these parts; add one that does, or drop the part\n");
        }
        for cut in &weak {
            let name = cut.rule.as_deref().unwrap_or("let");
            let _ = writeln!(out, "weak {}:{}: {name}: {}", cut.path, cut.line, cut.text);
        }
    }
    let _ = writeln!(
        out,
        "\n{rules} rules, {examples} examples: {} as they say, {open} todo, {failed} failed",
        examples - open - failed
    );
    if args.weak {
        let _ = writeln!(out, "{} weak parts", weak.len());
    }
    print(&out)?;
    Ok(ExitCode::from(u8::from(failed > 0 || !weak.is_empty())))
}

fn count((passed, all): &mut (usize, usize), passes: bool) {
    *passed += usize::from(passes);
    *all += 1;
}

fn line(table: &mut String, rule: &Rule, row: &Row) {
    let part = |(passed, all): (usize, usize)| format!("{passed}/{all}");
    let bad = row.yes.0 < row.yes.1 || row.no.0 < row.no.1;
    let _ = writeln!(
        table,
        "{:<48} {:>7} {:>7} {:>5}{}",
        rule.name,
        part(row.yes),
        part(row.no),
        if row.todo == 0 {
            "-".to_owned()
        } else {
            row.todo.to_string()
        },
        if bad { "  FAILED" } else { "" }
    );
}
