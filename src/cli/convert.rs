//! `depeche convert`: gold between the formats of the field.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::ValueEnum;

use super::{Outcome, eval, gold, print};
use crate::eval::read::stem;
use crate::eval::write::{self, Target};

/// Convert gold or records between TEI, brat, IOB2, doccano, Prodigy and own records
///
/// What the target cannot hold is said on standard error.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  depeche convert brat/ --to tei -o gold/
  depeche convert corpus/fr/dev --to doccano -o dev.jsonl
  depeche convert records.jsonl --texts corpus/fr/dev --to brat -o review/")]
pub(super) struct Args {
    /// Files or folders to convert
    #[arg(required = true)]
    input: Vec<PathBuf>,
    /// Format to write
    #[arg(long, value_name = "FORMAT")]
    to: To,
    /// Folder (TEI, brat, IOB2) or file (JSON lines) to write; JSON lines go to standard output without it
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,
    /// Gold that holds the texts of records that come without
    #[arg(long, value_name = "GOLD", num_args = 1..)]
    texts: Vec<PathBuf>,
    /// How labels of the input are called by us (a TOML file, see corpus/fr/conventions)
    #[arg(long, value_name = "FILE")]
    convention: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum To {
    Tei,
    Brat,
    Iob2,
    Doccano,
    Prodigy,
    Records,
}

impl From<To> for Target {
    fn from(to: To) -> Self {
        match to {
            To::Tei => Self::Tei,
            To::Brat => Self::Brat,
            To::Iob2 => Self::Iob2,
            To::Doccano => Self::Doccano,
            To::Prodigy => Self::Prodigy,
            To::Records => Self::Records,
        }
    }
}

pub(super) fn run(args: Args) -> Outcome {
    let convention = gold::convention(args.convention.as_deref())?;
    let (texts, _) = gold::load(&args.texts, &convention, &|_| None)?;
    let text_of = |id: &str| {
        let same = |d: &&crate::eval::gold::Doc| d.id == id || d.id == stem(id);
        texts.iter().find(same).map(|d| d.text.clone())
    };
    let (docs, problems) = gold::load(&args.input, &convention, &text_of)?;
    eval::faults(&problems);
    let target = Target::from(args.to);
    let mut lines = String::new();
    for doc in &docs {
        let written = write::write(doc, target);
        for lost in &written.lost {
            eprintln!("{}: lost: {lost}", doc.id);
        }
        if target.is_lines() {
            lines += &written.content;
            continue;
        }
        let Some(folder) = &args.output else {
            bail!("-o FOLDER is needed: this format is a file an article");
        };
        std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
        // Ids may be paths or hold a colon; a file name is made of their last part.
        let name = if doc.id.contains(['/', '\\']) {
            stem(&doc.id)
        } else {
            &doc.id
        };
        let name = name.replace(':', "-");
        let put = |extension: &str, content: &str| {
            let path = folder.join(format!("{name}.{extension}"));
            std::fs::write(&path, content).with_context(|| path.display().to_string())
        };
        put(target.extension(), &written.content)?;
        if let Some(text) = &written.text {
            put("txt", text)?;
        }
    }
    match &args.output {
        Some(path) if target.is_lines() => {
            std::fs::write(path, lines).with_context(|| path.display().to_string())?;
        }
        None if target.is_lines() => {
            print(&lines)?;
        }
        _ => {}
    }
    Ok(ExitCode::SUCCESS)
}
