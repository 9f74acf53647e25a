//! The reader: inputs → tasks for the workers, each knowing its place in the order of the input.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use serde::{Deserialize, Serialize};

use crate::read::{Block, Blocks, Failure, Format, Input, Inputs, Opened, Origin, open};

use super::stdin::Stdin;
use super::{BLOCK, Ended, SinkError};

/// Files in one task at most: opening and closing dominates with small ones, so they go in groups.
const GROUP: usize = 64;

/// How far in the order of the input something stands: everything before it is done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Position {
    /// Inputs that are done as a whole.
    pub inputs: u64,
    /// Of the input after those, a stream: bytes (decompressed) that are done, and lines.
    pub offset: u64,
    pub lines: u64,
    /// CRC-32 of the names of all inputs up to here, the one under way included.
    pub names: u32,
}

/// What one worker does in one go.
pub(super) struct Task {
    pub load: Load,
    /// About how much memory it takes, in bytes.
    pub weight: usize,
    /// Where the input stands when the task is done.
    pub end: Position,
}

pub(super) enum Load {
    /// Text files, an article each.
    Files(Vec<TextFile>),
    /// A text that is already in memory.
    Text { name: Arc<str>, bytes: Vec<u8> },
    /// Whole JSON lines.
    Lines { name: Arc<str>, block: Block },
    /// Something that could not be read.
    Failed(Failure),
}

pub(super) struct TextFile {
    pub name: String,
    pub path: PathBuf,
    /// Where the input stands when this file is done.
    pub end: Position,
}

/// The tasks of a run, in order.
pub(super) struct Tasks {
    inputs: Inputs,
    /// Where the input taken last begins, and its name counted in.
    position: Position,
    names: flate2::Crc,
    /// The stream that is being cut.
    stream: Option<(Arc<str>, Blocks)>,
    /// Read ahead: it did not fit into the task before it.
    next: Option<Task>,
    ended: Ended,
    /// Bytes read, as they lie on the disk.
    read: Arc<AtomicU64>,
}

impl Tasks {
    /// The tasks from `start` on.
    ///
    /// # Errors
    /// What stands before `start` is not what stood there when the run began.
    pub(super) fn new(inputs: Inputs, start: Position, ended: &Ended) -> Result<Self, SinkError> {
        let mut tasks = Self {
            inputs,
            position: Position::default(),
            names: flate2::Crc::new(),
            stream: None,
            next: None,
            ended: ended.clone(),
            read: Arc::default(),
        };
        tasks.skip_to(start)?;
        Ok(tasks)
    }

    pub(super) fn left_out(&self) -> u64 {
        self.inputs.left_out()
    }

    pub(super) fn bytes_read(&self) -> Arc<AtomicU64> {
        self.read.clone()
    }

    fn skip_to(&mut self, start: Position) -> Result<(), SinkError> {
        let changed = |what: &str| SinkError::Resume(what.to_owned());
        while self.position.inputs < start.inputs {
            if self.take().is_none() {
                return Err(changed("there are fewer inputs than when the run began"));
            }
            self.done();
        }
        if start.offset > 0 {
            let (input, _) = self
                .take()
                .ok_or_else(|| changed("the input under way is gone"))?;
            let begun = input.and_then(|input| self.begin_stream(&input));
            let (name, mut blocks) = begun.map_err(|failure| changed(&failure.to_string()))?;
            blocks
                .skip_to(start.offset, start.lines + 1)
                .map_err(|failure| changed(&failure.to_string()))?;
            self.stream = Some((name, blocks));
        }
        if self.position.names != start.names {
            return Err(changed(
                "the inputs are not the same, or not in the same order",
            ));
        }
        Ok(())
    }

    /// The next input, with its name counted into the position.
    fn take(&mut self) -> Option<(Result<Input, Failure>, Position)> {
        let input = self.inputs.next()?;
        let name = match &input {
            Ok(input) => &input.name,
            Err(failure) => &failure.source,
        };
        self.names.update(name.as_bytes());
        self.names.update(b"\n");
        self.position.names = self.names.sum();
        let end = Position {
            inputs: self.position.inputs + 1,
            offset: 0,
            lines: 0,
            names: self.position.names,
        };
        Some((input, end))
    }

    /// The input taken last is done, or will be when the tasks given out are.
    fn done(&mut self) -> Position {
        self.position.inputs += 1;
        (self.position.offset, self.position.lines) = (0, 0);
        self.position
    }

    /// The next task; `None` at the end. Files are not read here, streams are.
    pub(super) fn next(&mut self) -> Option<Task> {
        if let Some(task) = self.next.take() {
            return Some(task);
        }
        let mut files = Vec::new();
        let mut weight = 0;
        loop {
            if let Some(task) = self.next_of_stream() {
                return Some(task);
            }
            let other = match self.take() {
                None if files.is_empty() => return None,
                None => break,
                Some((Ok(input), end)) => match self.begin(input, end) {
                    Begun::File(file, bytes) => {
                        weight += bytes;
                        files.push(file);
                        if weight >= BLOCK || files.len() == GROUP {
                            break;
                        }
                        continue;
                    }
                    Begun::Stream => {
                        if files.is_empty() {
                            continue;
                        }
                        break;
                    }
                    Begun::Task(task) => task,
                },
                Some((Err(failure), _)) => self.failed(failure),
            };
            if files.is_empty() {
                return Some(other);
            }
            self.next = Some(other);
            break;
        }
        let end = files.last().map_or(self.position, |file| file.end);
        Some(Task {
            load: Load::Files(files),
            weight,
            end,
        })
    }

    fn failed(&mut self, failure: Failure) -> Task {
        Task {
            load: Load::Failed(failure),
            weight: 0,
            end: self.done(),
        }
    }

    fn begin(&mut self, input: Input, end: Position) -> Begun {
        if input.format == Some(Format::Text)
            && let Origin::File(path) = input.origin
        {
            // Some decompressed size must be assumed; the gate only needs the order of magnitude.
            let packed = path.extension().is_some_and(|e| e == "gz" || e == "zst");
            let bytes =
                path.metadata().map_or(0, |m| m.len() as usize) * if packed { 4 } else { 1 };
            self.done();
            let name = input.name;
            return Begun::File(TextFile { name, path, end }, bytes);
        }
        let opened = match self.open(&input) {
            Ok(opened) => opened,
            Err(failure) => return Begun::Task(self.failed(failure)),
        };
        let json = |head: &[u8]| head.trim_ascii_start().starts_with(b"{");
        let format = input.format.unwrap_or(match json(&opened.head) {
            true => Format::JsonLines,
            false => Format::Text,
        });
        match (format, input.origin) {
            (Format::Text, Origin::File(path)) => {
                let bytes = path.metadata().map_or(0, |m| m.len() as usize);
                self.done();
                let name = input.name;
                Begun::File(TextFile { name, path, end }, bytes)
            }
            (Format::Text, Origin::Stdin) => {
                let mut bytes = Vec::new();
                let read = crate::read::read_limited(&input.name, opened.into_reader(), &mut bytes);
                Begun::Task(match read {
                    Err(failure) => self.failed(failure),
                    Ok(()) => Task {
                        weight: bytes.len(),
                        load: Load::Text {
                            name: input.name.into(),
                            bytes,
                        },
                        end: self.done(),
                    },
                })
            }
            (Format::JsonLines, origin) => {
                let stdin = origin == Origin::Stdin;
                if opened.head.is_empty() && !stdin {
                    return Begun::Task(self.failed(Failure::empty(&input.name)));
                }
                match Blocks::new(&input.name, opened, BLOCK, stdin) {
                    Ok(blocks) => {
                        self.stream = Some((input.name.into(), blocks));
                        Begun::Stream
                    }
                    Err(failure) => Begun::Task(self.failed(failure)),
                }
            }
        }
    }

    fn open(&self, input: &Input) -> Result<Opened, Failure> {
        match &input.origin {
            Origin::File(path) => open(&input.name, path, self.read.clone()),
            Origin::Stdin => {
                let stdin = Stdin::new(self.ended.clone());
                let eager = input.format == Some(Format::JsonLines);
                Opened::new(Box::new(stdin), eager).map_err(|e| Failure::from_io(&input.name, &e))
            }
        }
    }

    fn begin_stream(&mut self, input: &Input) -> Result<(Arc<str>, Blocks), Failure> {
        let opened = self.open(input)?;
        let stdin = input.origin == Origin::Stdin;
        let blocks = Blocks::new(&input.name, opened, BLOCK, stdin)?;
        Ok((input.name.as_str().into(), blocks))
    }

    fn next_of_stream(&mut self) -> Option<Task> {
        let (name, blocks) = self.stream.as_mut()?;
        let name = name.clone();
        let next = blocks.next_block();
        (self.position.offset, self.position.lines) = blocks.behind();
        match next {
            Some(Ok(block)) => Some(Task {
                weight: block.bytes.len(),
                load: Load::Lines { name, block },
                end: self.position,
            }),
            Some(Err(failure)) => {
                if blocks.over() {
                    self.stream = None;
                    return Some(self.failed(failure));
                }
                Some(Task {
                    weight: 0,
                    load: Load::Failed(failure),
                    end: self.position,
                })
            }
            None => {
                self.stream = None;
                self.done();
                None
            }
        }
    }
}

enum Begun {
    /// A file to read in a group, and its size.
    File(TextFile, usize),
    /// A stream to cut, in [`Tasks::stream`].
    Stream,
    Task(Task),
}
