//! `depeche explain`: why a record is there, and why a rule is silent.

use std::path::PathBuf;

use super::{Outcome, article, pack, print};
use crate::extract::Scratch;
use crate::extract::explain::{Question, explain};
use crate::rule::{RuleId, nearest};
use anyhow::bail;

/// Show for each record the rule that made it, drawn under the text
///
/// Under each sentence stand the match (~), the captures (^) and the trigger that woke the rule (!),
/// then the entries of the lists that the rule asks for, with file and line. With --rule, a rule that
/// does not fire comes with the longest stretch that it matched and what it wanted there. With --at, the
/// candidates for names at that place follow, those that were rejected included: each with its sum for
/// every kind and the weights of its evidence (`names.tsv`), the weightiest first.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  depeche explain article.txt
  depeche explain article.txt --at 120
  depeche explain article.txt --rule fr.noms.civilite")]
pub(super) struct Args {
    /// A text file, or - for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// This rule alone: where it fires, or why it does not
    #[arg(long, value_name = "NAME")]
    rule: Option<String>,
    /// Only what stands at this byte of the text
    #[arg(long, value_name = "OFFSET")]
    at: Option<usize>,
    /// Publication date, that relative dates are resolved against
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<jiff::civil::Date>,
    /// Language pack
    #[arg(long, default_value = "fr")]
    lang: String,
    /// Folder of rules and lists that are added to the pack or replace its own
    #[arg(long, value_name = "DIR")]
    pack: Option<PathBuf>,
}

pub(super) fn run(args: Args) -> Outcome {
    let pipeline = pack::pipeline(&args.lang, args.pack.as_deref())?;
    let rules = pipeline.pack().rules().rules();
    let mut asked: Vec<Option<RuleId>> = vec![None];
    if let Some(name) = &args.rule {
        asked = (0..rules.len())
            .filter(|&i| super::rules::is_meant(&rules[i].name, std::slice::from_ref(name)))
            .map(|i| Some(RuleId(i as u32)))
            .collect();
        if asked.is_empty() {
            let own = |full: &str| full.rsplit('.').next().unwrap_or_default().to_owned();
            let names: Vec<String> = rules
                .iter()
                .flat_map(|r| [r.name.clone(), own(&r.name)])
                .collect();
            match nearest(name, names.iter().map(String::as_str)) {
                Some(near) => bail!("no rule is called {name}\n  help: did you mean `{near}`?"),
                None => {
                    bail!("no rule is called {name}\n  help: `depeche rules list` names them all")
                }
            }
        }
    }
    let mut article = article::read(&args.file, &args.lang)?;
    if args.date.is_some() {
        article.published = args.date.map(|d| d.to_string());
    }
    let mut scratch = Scratch::default();
    let mut out = String::new();
    for rule in asked {
        let question = Question { rule, at: args.at };
        out.push_str(&explain(&pipeline, &mut scratch, &article, question));
    }
    if out.is_empty() {
        out.push_str("nothing is found there\n");
    }
    print(&out)
}
