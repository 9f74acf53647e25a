//! `depeche rules`: the rules of a pack, listed and put to the proof.

mod import_spacy;
mod list;
mod new;
mod test;

use std::path::PathBuf;

use super::{Outcome, pack};
use crate::extract::Pipeline;

/// List and test the rules of a pack, and write new ones
#[derive(clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    Test(test::Args),
    List(list::Args),
    New(new::Args),
    ImportSpacy(import_spacy::Args),
}

/// Which pack.
#[derive(clap::Args)]
struct PackArgs {
    /// Language pack
    #[arg(long, default_value = "fr")]
    lang: String,
    /// Folder of rules and lists that are added to the pack or replace its own
    #[arg(long, value_name = "DIR")]
    pack: Option<PathBuf>,
}

impl PackArgs {
    fn pipeline(&self) -> anyhow::Result<Pipeline> {
        pack::pipeline(&self.lang, self.pack.as_deref())
    }
}

pub(super) fn run(args: Args) -> Outcome {
    match args.command {
        Command::Test(args) => test::run(&args),
        Command::List(args) => list::run(&args),
        Command::New(args) => new::run(&args),
        Command::ImportSpacy(args) => import_spacy::run(&args),
    }
}

/// Whether the name of a rule, `fr.noms.civilite`, is meant by what the user wrote: all of it, a
/// part between points, or its beginning. Nothing written means every rule.
pub(super) fn is_meant(name: &str, wanted: &[String]) -> bool {
    wanted.is_empty()
        || wanted
            .iter()
            .any(|w| name.split('.').any(|part| part == w) || name.starts_with(w.as_str()))
}
