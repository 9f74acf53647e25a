//! The output: standard output, or files that appear under their name only when they are whole.
//!
//! Until then a file is called `NAME.part`, and `NAME.resume` beside it tells how far it is good; see
//! [`journal`](super::journal). A run that was killed leaves both, and `--resume` goes on from there.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::record::Layout;

use super::Counts;
use super::journal::{Checkpoint, Journal};
use super::out::Out;
use super::tasks::Position;
use super::work::Done;

/// How often the journal is written. It bounds the work that a kill costs, nothing else.
const CHECKPOINT: Duration = Duration::from_millis(100);
/// How often the disk is told to keep what was written, against a power cut.
const SYNC: Duration = Duration::from_secs(5);

/// Where the output goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    Stdout,
    /// A file; a folder for layouts of several tables.
    Path(PathBuf),
}

impl Target {
    /// Every file that a run may write for this target: no input, wherever they lie.
    pub fn files(&self) -> Vec<PathBuf> {
        match self {
            Self::Stdout => Vec::new(),
            Self::Path(path) => ["", ".part", ".resume"]
                .map(|s| with_suffix(path, s))
                .into(),
        }
    }
}

/// Why a batch could not go on.
#[derive(Debug, thiserror::Error)]
pub enum SinkError {
    /// Nobody reads the output any more. No error for the user.
    #[error("the output is closed")]
    BrokenPipe,
    #[error("cannot write {}: {error}\n  help: {help}", path.display())]
    Write {
        path: PathBuf,
        error: io::Error,
        help: &'static str,
    },
    #[error(
        "cannot resume: {0}\n  help: run without --resume to start again, or name the inputs as before"
    )]
    Resume(String),
    #[error("cannot start the worker threads: {0}\n  help: ask for fewer with -j")]
    Threads(String),
}

/// What opening the output found.
pub enum Start {
    /// A run may begin, or go on.
    Run(Box<Sink>),
    /// A run that is resumed was complete already.
    Complete,
}

/// The output of a run.
pub struct Sink {
    layout: Layout,
    tables: Vec<Out>,
    errors: Option<Out>,
    journal: Option<Journal>,
    last: Checkpoint,
    written: Instant,
    synced: Instant,
}

impl Sink {
    /// Opens `target`, and `errors` for the list of failures. With `resume`, goes on where an earlier
    /// run stopped; `call` sums up what made its records, and must be the same.
    ///
    /// # Errors
    /// A file cannot be written, or the earlier run was another call.
    pub fn open(
        target: &Target,
        errors: Option<&Path>,
        layout: Layout,
        resume: bool,
        call: &str,
    ) -> Result<Start, SinkError> {
        let paths = match target {
            Target::Stdout => vec![],
            Target::Path(path) => table_paths(path, layout),
        };
        let special = |path: &PathBuf| path.metadata().is_ok_and(|m| !m.is_file() && !m.is_dir());
        if paths.is_empty() || paths.iter().any(special) {
            let table = match paths.first() {
                None => Out::stdout(),
                Some(path) => Out::special(path)?,
            };
            let errors = errors.map(Out::create).transpose()?;
            return Self::begin(layout, vec![table], errors, None)
                .map(|sink| Start::Run(Box::new(sink)));
        }
        let Target::Path(path) = target else {
            return Err(SinkError::BrokenPipe);
        };
        if layout.tables().len() > 1 {
            std::fs::create_dir_all(path).map_err(|e| failed(path, e, FOLDER))?;
        }
        let journal = journal_path(path, layout);
        if resume {
            if let Some((journal, checkpoints)) = Journal::read(&journal, call)? {
                if let Some(last) = checkpoints.last()
                    && last.complete
                {
                    put_in_place(&paths, layout)?;
                    journal.remove()?;
                    return Ok(Start::Complete);
                }
                let good = checkpoints
                    .into_iter()
                    .rev()
                    .find_map(|c| resume_at(&paths, errors, c).transpose())
                    .transpose()?;
                if let Some((tables, errors, last)) = good {
                    return Ok(Start::Run(Box::new(Self {
                        layout,
                        tables,
                        errors,
                        journal: Some(journal),
                        last,
                        written: Instant::now(),
                        synced: Instant::now(),
                    })));
                }
            } else if paths.iter().all(|path| path.exists()) {
                return Ok(Start::Complete);
            }
        }
        // The journal first: a stale one must never speak of the new file.
        let journal = Journal::create(&journal, call)?;
        let tables = paths
            .iter()
            .map(|p| Out::part(p))
            .collect::<Result<_, _>>()?;
        let errors = errors.map(Out::create).transpose()?;
        Self::begin(layout, tables, errors, Some(journal)).map(|sink| Start::Run(Box::new(sink)))
    }

    fn begin(
        layout: Layout,
        tables: Vec<Out>,
        errors: Option<Out>,
        journal: Option<Journal>,
    ) -> Result<Self, SinkError> {
        let mut sink = Self {
            layout,
            tables,
            errors,
            journal,
            last: Checkpoint::default(),
            written: Instant::now(),
            synced: Instant::now(),
        };
        for (i, table) in sink.tables.iter_mut().enumerate() {
            table.write(layout.head(i))?;
        }
        sink.checkpoint()?;
        Ok(sink)
    }

    /// Where in the input the run begins.
    pub(super) fn position(&self) -> Position {
        self.last.position
    }

    /// What is in the output already.
    pub(super) fn counts(&self) -> Counts {
        self.last.counts
    }

    /// Writes what came of a task; `counts` is the sum with it.
    pub(super) fn write(&mut self, done: &Done, counts: &Counts) -> Result<(), SinkError> {
        let first = self.last.counts.articles == 0 && counts.articles > 0;
        let skipped = if first {
            self.layout.separator().len()
        } else {
            0
        };
        for (table, bytes) in self.tables.iter_mut().zip(&done.out) {
            table.write(bytes.get(skipped..).unwrap_or_default())?;
        }
        if let Some(errors) = &mut self.errors {
            for failed in &done.failures {
                errors.write(&failed.failure.to_json_line())?;
            }
        }
        self.last.position = done.end;
        self.last.counts = *counts;
        if self.written.elapsed() >= CHECKPOINT {
            self.checkpoint()?;
        }
        Ok(())
    }

    /// Makes what was written so far count.
    pub(super) fn checkpoint(&mut self) -> Result<(), SinkError> {
        let Some(journal) = &mut self.journal else {
            return Ok(());
        };
        if self.synced.elapsed() >= SYNC {
            for out in self.tables.iter_mut().chain(&mut self.errors) {
                out.sync()?;
            }
            self.synced = Instant::now();
        }
        self.last.tables = self.tables.iter().map(Out::extent).collect();
        self.last.errors = self.errors.as_ref().map(Out::extent);
        journal.add(&self.last)?;
        self.written = Instant::now();
        Ok(())
    }

    /// Closes the output and puts it in its place.
    pub(super) fn finish(mut self) -> Result<(), SinkError> {
        for table in &mut self.tables {
            table.write(self.layout.foot())?;
            table.sync()?;
        }
        if let Some(errors) = &mut self.errors {
            errors.sync()?;
        }
        if self.journal.is_none() {
            return Ok(());
        }
        if self.layout.converts() {
            for (i, table) in self.tables.iter().enumerate() {
                let made = with_suffix(table.last(), ".new");
                let converted = self.layout.convert(i, table.path(), &made);
                converted.map_err(|e| failed(&made, e, FOLDER))?;
            }
        }
        self.last.complete = true;
        self.checkpoint()?;
        // Closed before they are renamed, as some systems want it.
        let layout = self.layout;
        let paths: Vec<_> = self.tables.into_iter().map(Out::into_final_path).collect();
        put_in_place(&paths, layout)?;
        match self.journal {
            Some(journal) => journal.remove(),
            None => Ok(()),
        }
    }
}

const FOLDER: &str = "check that the folder exists and may be written to";

pub(super) fn failed(path: &Path, error: io::Error, help: &'static str) -> SinkError {
    use io::ErrorKind as K;
    match error.kind() {
        K::BrokenPipe => SinkError::BrokenPipe,
        K::StorageFull | K::QuotaExceeded | K::FileTooLarge => SinkError::Write {
            path: path.to_owned(),
            error,
            help: match path.extension() {
                Some(part) if part == "part" || part == "resume" => {
                    "make room on the disk, then give the same call with --resume"
                }
                _ => "make room on the disk, then give the same call again",
            },
        },
        _ => SinkError::Write {
            path: path.to_owned(),
            error,
            help,
        },
    }
}

/// The files that `path` stands for in this layout.
fn table_paths(path: &Path, layout: Layout) -> Vec<PathBuf> {
    match layout.tables() {
        [_] => vec![path.to_owned()],
        tables => tables.iter().map(|name| path.join(name)).collect(),
    }
}

fn journal_path(path: &Path, layout: Layout) -> PathBuf {
    match layout.tables() {
        [_] => with_suffix(path, ".resume"),
        _ => path.join("depeche.resume"),
    }
}

pub(super) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut path = path.as_os_str().to_owned();
    path.push(suffix);
    path.into()
}

/// Gives every finished file its name; those that have it already are left alone.
fn put_in_place(paths: &[PathBuf], layout: Layout) -> Result<(), SinkError> {
    for path in paths {
        let fail = |e| failed(path, e, FOLDER);
        let (part, made) = (with_suffix(path, ".part"), with_suffix(path, ".new"));
        if layout.converts() && made.exists() {
            // The part first: if we are killed in between, what is left is still the right one.
            if part.exists() {
                std::fs::remove_file(&part).map_err(fail)?;
            }
            std::fs::rename(&made, path).map_err(fail)?;
        } else if part.exists() {
            std::fs::rename(&part, path).map_err(fail)?;
        }
        // The new name must outlive a power cut, too; not every system can promise it.
        if let Some(folder) = path.parent()
            && let Ok(folder) = File::open(if folder == Path::new("") {
                Path::new(".")
            } else {
                folder
            })
        {
            let _ = folder.sync_all();
        }
    }
    Ok(())
}

type Resumed = (Vec<Out>, Option<Out>, Checkpoint);

/// Everything cut back to `checkpoint`, or `None` where a file does not bear it out.
fn resume_at(
    paths: &[PathBuf],
    errors: Option<&Path>,
    checkpoint: Checkpoint,
) -> Result<Option<Resumed>, SinkError> {
    if paths.len() != checkpoint.tables.len() {
        return Ok(None);
    }
    let mut tables = Vec::new();
    for (path, extent) in paths.iter().zip(&checkpoint.tables) {
        match Out::resume(with_suffix(path, ".part"), path.clone(), extent)? {
            Some(out) => tables.push(out),
            None => return Ok(None),
        }
    }
    let errors = match (errors, &checkpoint.errors) {
        (None, _) => None,
        (Some(path), None) => Some(Out::create(path)?),
        (Some(path), Some(extent)) => {
            match Out::resume(path.to_owned(), path.to_owned(), extent)? {
                Some(out) => Some(out),
                None => return Ok(None),
            }
        }
    };
    Ok(Some((tables, errors, checkpoint)))
}

/// Standard error or output may be closed; that is no reason to panic.
pub(super) fn say(text: &str) {
    let _ = io::stderr().write_all(text.as_bytes());
}
