//! `depeche tokens`: how a text is cut, and what is known of each token.

use std::fmt::Write as _;
use std::path::PathBuf;

use super::{Outcome, article, pack, print};
use crate::extract::Scratch;
use crate::extract::inspect::{self, ListView};

/// Show sentences and tokens with what rules can ask of them
///
/// A line a token: byte offsets, the token, its folded spelling (`norm`), kind, shape, stem, and the
/// lists that hold it. `@list:lemma/tag` is an inflected entry, `@list+3` one that goes on for three
/// tokens. A blank line ends a sentence.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  depeche tokens article.txt
  echo 'Mme Morvan, maire de Brest, a souri.' | depeche tokens -")]
pub(super) struct Args {
    /// A text file, or - for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Language pack
    #[arg(long, default_value = "fr")]
    lang: String,
    /// Folder of rules and lists that are added to the pack or replace its own
    #[arg(long, value_name = "DIR")]
    pack: Option<PathBuf>,
}

pub(super) fn run(args: Args) -> Outcome {
    let pipeline = pack::pipeline(&args.lang, args.pack.as_deref())?;
    let article = article::read(&args.file, &args.lang)?;
    let blocks = inspect::tokens(&pipeline, &mut Scratch::default(), &article);
    let mut out = String::new();
    for block in blocks {
        let _ = writeln!(
            out,
            "# {} {}..{}\n",
            format!("{:?}", block.kind).to_lowercase(),
            block.span.start,
            block.span.end
        );
        for sentence in block.sentences {
            for token in sentence {
                let lists: Vec<String> = token.lists.iter().map(list).collect();
                let place = format!("{}..{}", token.span.start, token.span.end);
                let _ = writeln!(
                    out,
                    "{place:<11} {:<18} {:<18} {:<6} {:<3} {:<14} {}",
                    token.text,
                    token.norm,
                    token.kind,
                    token.shape,
                    token.stem.as_deref().unwrap_or("-"),
                    lists.join(" ")
                );
            }
            out.push('\n');
        }
    }
    print(&out)
}

fn list(entry: &ListView) -> String {
    let mut out = format!("@{}", entry.list);
    if entry.tokens > 1 {
        let _ = write!(out, "+{}", entry.tokens);
    }
    if let Some(tag) = &entry.tag {
        let _ = write!(out, ":{}/{tag}", entry.lemma);
    }
    out
}
