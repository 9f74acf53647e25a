//! One file of the output, which only grows, and can be cut back to an earlier length.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::SinkError;
use super::sink::{failed, with_suffix};

/// How much of the end of a file is checked before it is gone on with.
const TAIL: usize = 4096;

const WRITE: &str = "check that the folder exists and may be written to";

/// Length of a file, and the CRC-32 of the last (at most) 4,096 bytes before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Extent {
    pub len: u64,
    pub tail: u32,
}

pub(super) struct Out {
    /// As it is called now.
    path: PathBuf,
    /// As it will be called.
    last: PathBuf,
    to: To,
    len: u64,
    tail: Vec<u8>,
}

enum To {
    Stdout(io::Stdout),
    File(File),
}

impl Out {
    pub(super) fn stdout() -> Self {
        let name = PathBuf::from("standard output");
        Self::new(name.clone(), name, To::Stdout(io::stdout()))
    }

    /// A device, a pipe: written as it is.
    pub(super) fn special(path: &Path) -> Result<Self, SinkError> {
        let file = OpenOptions::new().write(true).open(path);
        let file = file.map_err(|e| failed(path, e, WRITE))?;
        Ok(Self::new(path.to_owned(), path.to_owned(), To::File(file)))
    }

    /// A new file under its own name.
    pub(super) fn create(path: &Path) -> Result<Self, SinkError> {
        let file = File::create(path).map_err(|e| failed(path, e, WRITE))?;
        Ok(Self::new(path.to_owned(), path.to_owned(), To::File(file)))
    }

    /// A new file that is to be called `last` in the end.
    pub(super) fn part(last: &Path) -> Result<Self, SinkError> {
        let path = with_suffix(last, ".part");
        let file = File::create(&path).map_err(|e| failed(&path, e, WRITE))?;
        Ok(Self::new(path, last.to_owned(), To::File(file)))
    }

    /// The file `path`, cut back to `extent`; `None` if it is shorter or ends otherwise.
    pub(super) fn resume(
        path: PathBuf,
        last: PathBuf,
        extent: &Extent,
    ) -> Result<Option<Self>, SinkError> {
        let open = OpenOptions::new().read(true).write(true).open(&path);
        let mut file = match open {
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
            open => open.map_err(|e| failed(&path, e, WRITE))?,
        };
        let tail = cut_back(&mut file, extent).map_err(|e| failed(&path, e, WRITE))?;
        Ok(tail.map(|tail| Self {
            path,
            last,
            to: To::File(file),
            len: extent.len,
            tail,
        }))
    }

    fn new(path: PathBuf, last: PathBuf, to: To) -> Self {
        Self {
            path,
            last,
            to,
            len: 0,
            tail: Vec::new(),
        }
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<(), SinkError> {
        if bytes.is_empty() {
            return Ok(());
        }
        match &mut self.to {
            To::Stdout(stdout) => stdout.write_all(bytes).and_then(|()| stdout.flush()),
            To::File(file) => file.write_all(bytes),
        }
        .map_err(|e| failed(&self.path, e, WRITE))?;
        self.len += bytes.len() as u64;
        let new = &bytes[bytes.len().saturating_sub(TAIL)..];
        let kept = self.tail.len().min(TAIL - new.len());
        self.tail.drain(..self.tail.len() - kept);
        self.tail.extend_from_slice(new);
        Ok(())
    }

    pub(super) fn sync(&mut self) -> Result<(), SinkError> {
        match &self.to {
            To::File(file) if self.path.is_file() => {
                file.sync_data().map_err(|e| failed(&self.path, e, WRITE))
            }
            _ => Ok(()),
        }
    }

    pub(super) fn extent(&self) -> Extent {
        Extent {
            len: self.len,
            tail: crc(&self.tail),
        }
    }

    /// The file as it is called now.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The file as it will be called in the end.
    pub(super) fn last(&self) -> &Path {
        &self.last
    }

    pub(super) fn into_final_path(self) -> PathBuf {
        self.last
    }
}

/// Cuts `file` back to `extent` and gives its tail.
fn cut_back(file: &mut File, extent: &Extent) -> io::Result<Option<Vec<u8>>> {
    if file.metadata()?.len() < extent.len {
        return Ok(None);
    }
    let mut tail = vec![0; extent.len.min(TAIL as u64) as usize];
    file.seek(SeekFrom::Start(extent.len - tail.len() as u64))?;
    file.read_exact(&mut tail)?;
    if crc(&tail) != extent.tail {
        return Ok(None);
    }
    file.set_len(extent.len)?;
    file.seek(SeekFrom::Start(extent.len))?;
    Ok(Some(tail))
}

fn crc(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}
