//! `depeche lexicon`: what the lists of a pack hold.

use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::ensure;

use super::{Outcome, pack, print};

/// Look into the lists of a pack
#[derive(clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
    /// Language pack
    #[arg(long, default_value = "fr", global = true)]
    lang: String,
    /// Folder of rules and lists that are added to the pack or replace its own
    #[arg(long, value_name = "DIR", global = true)]
    pack: Option<PathBuf>,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Print every form of a verb with its inflection tag, as lists of verbs are expanded
    Expand {
        #[arg(value_name = "LEMMA")]
        lemma: String,
    },
    /// Print which lists hold the same entries: pairs of lists, how many, and some of them
    Check,
}

pub(super) fn run(args: Args) -> Outcome {
    let pipeline = pack::pipeline(&args.lang, args.pack.as_deref())?;
    let mut out = String::new();
    match args.command {
        Command::Expand { lemma } => {
            let forms = pipeline.pack().conjugate(&lemma);
            ensure!(
                !forms.is_empty(),
                "no model of the pack's verb table inflects `{lemma}`\n  help: give the infinitive, as dictionaries do"
            );
            for form in forms {
                let _ = writeln!(out, "{}\t{}", form.tag, form.form);
            }
        }
        Command::Check => {
            for (a, b, entries) in pipeline.pack().lexicon().shared() {
                let some: Vec<&str> = entries.iter().copied().take(6).collect();
                let _ = writeln!(out, "{:>6}  @{a} @{b}: {}", entries.len(), some.join(", "));
            }
        }
    }
    print(&out)
}
