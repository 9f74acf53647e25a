//! The command line: one file a command. A command parses its arguments and calls the library; what
//! it does stands elsewhere.
//!
//! To add one: a file here with its `Args` and `run`, a line in [`Command`] and one in [`main`].

mod article;
mod compare;
mod convert;
mod eval;
mod explain;
mod extract;
mod gold;
mod lexicon;
mod pack;
mod rules;
mod schema;
mod tokens;
mod train;

use std::io::Write;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// How a command ends: with its exit status, or with a message and status 2.
pub(crate) type Outcome = Result<ExitCode, anyhow::Error>;

#[derive(Parser)]
#[command(name = "depeche", version, about, arg_required_else_help = true, after_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  depeche extract article.txt
  depeche extract articles/ -o records.jsonl
  depeche eval corpus/fr/dev --errors
  depeche extract --help";

#[derive(Subcommand)]
enum Command {
    Convert(convert::Args),
    Eval(eval::Args),
    Explain(explain::Args),
    Extract(extract::Args),
    Lexicon(lexicon::Args),
    Rules(rules::Args),
    Schema(schema::Args),
    Tokens(tokens::Args),
    Train(train::Args),
}

/// The program. Exit status: 0 all went well; 1 some articles failed, the others came out; 2 the call
/// was wrong, or the output could not be written; 130 it was interrupted.
pub fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Convert(args) => convert::run(args),
        Command::Eval(args) => eval::run(args),
        Command::Explain(args) => explain::run(args),
        Command::Extract(args) => extract::run(args),
        Command::Lexicon(args) => lexicon::run(args),
        Command::Rules(args) => rules::run(args),
        Command::Schema(args) => schema::run(args),
        Command::Tokens(args) => tokens::run(args),
        Command::Train(args) => train::run(args),
    };
    outcome.unwrap_or_else(|error| {
        let text = format!("{error:#}");
        // The report of a faulty pack is headed already.
        let head = if text.starts_with("error: ") {
            ""
        } else {
            "error: "
        };
        say(&format!("{head}{text}"));
        ExitCode::from(2)
    })
}

/// A line on standard error; if that is closed, nobody wants it.
pub(crate) fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// Writes to standard output, where a reader that went away is no error.
pub(crate) fn print(text: &str) -> Outcome {
    match std::io::stdout().write_all(text.as_bytes()) {
        Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(anyhow::anyhow!("cannot write standard output: {e}"))
        }
        _ => Ok(ExitCode::SUCCESS),
    }
}
