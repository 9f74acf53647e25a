//! `depeche rules new`: a rule to start from.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail, ensure};

use super::super::{Outcome, print, say};

/// The pack's file that new rules are copied from.
const SKELETON: &str = "skeleton.rules";

/// Print a rule to start from, or write it into a folder for --pack
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  depeche rules new surnom
  depeche rules new surnom --into mypack/ && depeche rules test --pack mypack/ surnom")]
pub(super) struct Args {
    /// The new rule's name: letters, digits, - and _
    #[arg(value_name = "NAME")]
    name: String,
    /// Write it as rules/PHASE-NAME.rules in this folder, which is made where it is missing
    #[arg(long, value_name = "DIR")]
    into: Option<PathBuf>,
    /// Language pack
    #[arg(long, default_value = "fr")]
    lang: String,
}

pub(super) fn run(args: &Args) -> Outcome {
    let name = &args.name;
    ensure!(
        name.starts_with(char::is_alphabetic)
            && name
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
            && !name.ends_with('-'),
        "`{name}` cannot be the name of a rule\n  help: begin with a letter, go on with letters, digits, - and _"
    );
    let files = crate::lang::files(&args.lang).unwrap_or_default();
    let Some((_, skeleton)) = files.iter().find(|(path, _)| path == SKELETON) else {
        bail!("the pack for `{}` has no {SKELETON} to copy", args.lang);
    };
    // Its first line says in which phase it is at home.
    let Some((phase, text)) = skeleton
        .split_once('\n')
        .and_then(|(first, rest)| Some((first.strip_prefix("# phase: ")?, rest)))
    else {
        bail!("the first line of {SKELETON} is not `# phase: NAME`");
    };
    let text = text.replace("NAME", name);
    let Some(dir) = &args.into else {
        return print(&text);
    };
    let folder = dir.join("rules");
    let path = folder.join(format!("{}-{name}.rules", phase.trim()));
    ensure!(!path.exists(), "{} is there already", path.display());
    std::fs::create_dir_all(&folder)
        .and_then(|()| std::fs::write(&path, text))
        .with_context(|| format!("cannot write {}", path.display()))?;
    say(&format!("wrote {}", path.display()));
    Ok(ExitCode::SUCCESS)
}
