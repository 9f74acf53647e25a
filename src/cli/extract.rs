//! `depeche extract`

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::bail;
use clap::ValueEnum;

use super::{Outcome, say};
use crate::batch::{self, End, Log, Report, Settings, Sink, SinkError, Start, Target};
use crate::read::{self, Inputs};
use crate::record::{self, Unit};

/// Read articles and write what is found in them, a line of JSON an article
#[derive(clap::Args)]
#[command(after_help = EXAMPLES, after_long_help = LONG)]
pub(super) struct Args {
    /// Files, folders, patterns ('press/**/*.txt'), or - for standard input
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,

    /// Write to FILE instead of standard output; it appears when it is complete
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Number of worker threads [default: one a core]
    #[arg(short, long, value_name = "N")]
    jobs: Option<NonZeroUsize>,

    /// Layout of the output
    #[arg(long, value_enum, default_value_t = Format::Jsonl)]
    format: Format,

    /// Language pack
    #[arg(long, default_value = "fr")]
    lang: String,

    /// Folder of rules and lists that are added to the pack or replace its own
    #[arg(long, value_name = "DIR")]
    pack: Option<PathBuf>,

    /// Publication date of every article, in place of what the inputs state
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<jiff::civil::Date>,

    /// What offsets count
    #[arg(long, value_enum, default_value_t = Offsets::Codepoint)]
    offsets: Offsets,

    /// Read every input as this, whatever it is called; in folders, every file
    #[arg(long, value_enum, value_name = "FORMAT")]
    input_format: Option<InputFormat>,

    /// Go on with the interrupted run that was to write FILE
    #[arg(long, requires = "output")]
    resume: bool,

    /// List what failed in FILE, a line of JSON each
    #[arg(long, value_name = "FILE")]
    errors: Option<PathBuf>,

    /// Stop when more than N articles have failed
    #[arg(long, value_name = "N")]
    max_errors: Option<u64>,

    /// No progress and no summary on standard error, only errors
    #[arg(short, long)]
    quiet: bool,

    /// Form of the messages on standard error
    #[arg(long, value_enum, default_value_t = LogForm::Text)]
    log: LogForm,
}

const EXAMPLES: &str = "\
Examples:
  depeche extract article.txt --date 2024-03-12
  depeche extract press/ 'archive/**/*.jsonl.gz' -o records.jsonl
  zcat articles.jsonl.gz | depeche extract - | jq '.quotes[].speaker'
  depeche extract - --input-format text < article.txt";

const LONG: &str = "\
Inputs:
  .txt              plain text, an article a file; UTF-8, UTF-16, Windows-1252, ISO-8859-1/15
  .jsonl .ndjson    an article a line: text (needed), id, lang, title, published; other fields come
                    back under meta. Offsets refer to text alone. Without an id it is FILE:LINE
  .gz .zst          any of these, compressed
  -                 standard input: JSON lines, unless --input-format says otherwise
  Of folders, files of these names are read in the order of their names, hidden ones left out.
  A file of another name is read as what its beginning looks like, if it is given by name.

Output:
  jsonl             one object an article, in the order of the input
  json              one array of all of them, indented; with jq: '.[].entities'
  csv               with -o FOLDER: a table a kind of record (articles.csv, entities.csv, mentions.csv,
                    roles.csv, numbers.csv, dates.csv, quotes.csv, quote_parts.csv, warnings.csv); they
                    join on id, which should then be different for every article
  parquet           the same tables (in builds with the feature `parquet`)

  -o FILE is written as FILE.part and renamed when complete, with FILE.resume beside it, which tells
  how far it is good. Give the same call with --resume after an interruption, a kill or a full disk:
  every article comes out once. This holds as long as the inputs are the same, in the same order; their
  names are checked, their contents and those of --pack are not. If FILE is complete already, nothing is done.

Exit status:
  0 all went well; 1 some articles failed, the others came out; 2 the call was wrong or the output
  could not be written; 130 interrupted.

Examples:
  depeche extract article.txt --date 2024-03-12
  depeche extract press/ 'archive/**/*.jsonl.gz' -o records.jsonl
  depeche extract press/ -o records.jsonl --resume --errors failed.jsonl
  zcat articles.jsonl.gz | depeche extract - | jq '.quotes[].speaker'
  depeche extract - --input-format text < article.txt";

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Jsonl,
    Json,
    Csv,
    #[cfg(feature = "parquet")]
    Parquet,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Offsets {
    /// Unicode code points, as in Python
    Codepoint,
    /// Bytes of the UTF-8 text
    Byte,
    /// UTF-16 units, as in JavaScript and Java
    Utf16,
}

#[derive(Clone, Copy, ValueEnum)]
enum InputFormat {
    Text,
    Jsonl,
}

#[derive(Clone, Copy, ValueEnum)]
enum LogForm {
    Text,
    Json,
}

pub(super) fn run(args: Args) -> Outcome {
    let pipeline = super::pack::pipeline(&args.lang, args.pack.as_deref())?;
    let settings = Settings {
        workers: args
            .jobs
            .or_else(|| std::thread::available_parallelism().ok())
            .map_or(1, NonZeroUsize::get),
        layout: match args.format {
            Format::Jsonl => record::Layout::JsonLines,
            Format::Json => record::Layout::Json,
            Format::Csv => record::Layout::Csv,
            #[cfg(feature = "parquet")]
            Format::Parquet => record::Layout::Parquet,
        },
        unit: match args.offsets {
            Offsets::Codepoint => Unit::CodePoint,
            Offsets::Byte => Unit::Byte,
            Offsets::Utf16 => Unit::Utf16,
        },
        lang: args.lang.clone(),
        date: args.date.map(|date| date.to_string()),
        max_errors: args.max_errors,
    };
    let input_format = args.input_format.map(|format| match format {
        InputFormat::Text => read::Format::Text,
        InputFormat::Jsonl => read::Format::JsonLines,
    });
    if let (Some(output), Some(errors)) = (&args.output, &args.errors)
        && output == errors
    {
        bail!(
            "{}: the list of errors needs a file of its own",
            output.display()
        );
    }
    let target = match &args.output {
        Some(path) if path.as_os_str() != "-" => Target::Path(path.clone()),
        _ => Target::Stdout,
    };
    let avoid = [target.files(), args.errors.iter().cloned().collect()].concat();
    let inputs = || Inputs::resolve(&args.inputs, input_format, &avoid);
    let found = inputs()?;
    if settings.layout.tables().len() > 1 && target == Target::Stdout {
        let format = format!("{:?}", args.format).to_lowercase();
        bail!("{format} makes several tables\n  help: name a folder for them with -o FOLDER");
    }
    let errors = args.errors.as_deref();
    let sink = match Sink::open(&target, errors, settings.layout, args.resume, &call(&args)) {
        // Nobody reads what is about to be written.
        Err(SinkError::BrokenPipe) => return Ok(ExitCode::SUCCESS),
        Err(e) => return Err(e.into()),
        Ok(Start::Run(sink)) => sink,
        Ok(Start::Complete) => {
            if let (false, Target::Path(path)) = (args.quiet, target) {
                say(&format!("{} is complete already", path.display()));
            }
            return Ok(ExitCode::SUCCESS);
        }
    };
    let stop = stop_on_signal()?;
    let log = match args.log {
        LogForm::Text => Log::Text,
        LogForm::Json => Log::Json,
    };
    let report = Report::new(log, args.quiet);
    if let (Some(tell), Ok(inputs)) = (report.total(), inputs()) {
        // Counting a large archive takes a while, and is needed for the time left only.
        std::thread::spawn(move || inputs.total_bytes().map(tell));
    }
    let summary = batch::run(&pipeline, found, &settings, *sink, &report, stop)?;
    report.summary(&summary);
    // The system takes the memory back at once; piece by piece takes longer than an article does.
    std::mem::forget(pipeline);
    let resumable = if args.output.is_some() {
        "; the same call with --resume goes on from here"
    } else {
        ""
    };
    match (summary.end, args.max_errors) {
        (End::TooManyErrors, Some(most)) => {
            let articles = if most == 1 { "article" } else { "articles" };
            say(&format!(
                "error: more than {most} {articles} failed{resumable}"
            ));
        }
        (End::Stopped, _) if !args.quiet => say(&format!("interrupted{resumable}")),
        _ => {}
    }
    Ok(match summary.end {
        End::Stopped => ExitCode::from(130),
        _ if summary.counts.failures > 0 => ExitCode::from(1),
        _ => ExitCode::SUCCESS,
    })
}

/// Everything that makes the records what they are, but not where they are written or how fast.
fn call(args: &Args) -> String {
    format!(
        "format={:?} lang={} pack={:?} date={:?} offsets={:?}",
        args.format, args.lang, args.pack, args.date, args.offsets
    )
}

/// A flag that the first Ctrl-C sets; the second ends the program at once.
fn stop_on_signal() -> anyhow::Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    let flag = stop.clone();
    ctrlc::set_handler(move || {
        if flag.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
    })?;
    Ok(stop)
}
