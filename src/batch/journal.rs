//! How far an output is good: the file `NAME.resume` beside `NAME.part`.
//!
//! Its first line sums up the call. Every further line is a checkpoint: where the run stands in the
//! order of its inputs, and how long each output file was then, with a checksum of its end. A line is
//! added after the output it speaks of was written; so after a kill the last whole line holds, and
//! after a power cut the last line that the files bear out. What stands behind it in the files is cut
//! off and made again. Nothing depends on the ids of articles: equal ones do no harm.

use std::fs::{File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::out::Extent;
use super::sink::failed;
use super::tasks::Position;
use super::{Counts, SinkError};

const FORMAT: &str = "depeche resume 1";
const HELP: &str = "check that the folder exists and may be written to";

/// A state to which a run can go back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Checkpoint {
    pub position: Position,
    pub counts: Counts,
    pub tables: Vec<Extent>,
    pub errors: Option<Extent>,
    /// Everything is written; only the names are missing.
    pub complete: bool,
}

pub(super) struct Journal {
    path: PathBuf,
    file: File,
}

impl Journal {
    pub(super) fn create(path: &Path, call: &str) -> Result<Self, SinkError> {
        let fail = |e| failed(path, e, HELP);
        let mut file = File::create(path).map_err(fail)?;
        file.write_all(header(call).as_bytes()).map_err(fail)?;
        Ok(Self {
            path: path.to_owned(),
            file,
        })
    }

    /// The journal at `path` with its checkpoints, if there is one.
    ///
    /// # Errors
    /// It belongs to another call, or cannot be read.
    pub(super) fn read(
        path: &Path,
        call: &str,
    ) -> Result<Option<(Self, Vec<Checkpoint>)>, SinkError> {
        let fail = |e| failed(path, e, HELP);
        let text = match std::fs::read(path) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
            text => String::from_utf8_lossy(&text.map_err(fail)?).into_owned(),
        };
        let Some(rest) = text.strip_prefix(header(call).as_str()) else {
            // Killed before the first line was whole: nothing was written yet.
            if header(call).starts_with(text.as_str()) {
                return Ok(None);
            }
            return Err(SinkError::Resume(format!(
                "{} belongs to a run with other options, or of another version",
                path.display()
            )));
        };
        let mut checkpoints = Vec::new();
        let mut good = text.len() - rest.len();
        for line in rest.split_inclusive('\n') {
            match serde_json::from_str(line) {
                Ok(checkpoint) if line.ends_with('\n') => checkpoints.push(checkpoint),
                _ => break,
            }
            good += line.len();
        }
        let mut file = OpenOptions::new().write(true).open(path).map_err(fail)?;
        file.set_len(good as u64).map_err(fail)?;
        file.seek(SeekFrom::End(0)).map_err(fail)?;
        let path = path.to_owned();
        Ok(Some((Self { path, file }, checkpoints)))
    }

    pub(super) fn add(&mut self, checkpoint: &Checkpoint) -> Result<(), SinkError> {
        let fail = |e| failed(&self.path, e, HELP);
        let mut line = serde_json::to_vec(checkpoint).map_err(|e| fail(e.into()))?;
        line.push(b'\n');
        self.file.write_all(&line).map_err(fail)
    }

    pub(super) fn remove(self) -> Result<(), SinkError> {
        drop(self.file);
        std::fs::remove_file(&self.path).map_err(|e| failed(&self.path, e, HELP))
    }
}

fn header(call: &str) -> String {
    format!("{FORMAT} {} {call}\n", env!("CARGO_PKG_VERSION"))
}
