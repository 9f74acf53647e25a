//! A stream of lines, cut into blocks of whole lines for the workers.

use std::io::{self, Read};

use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::decode::{binary, unmarked_utf16};
use super::open::too_long;
use super::{Code, Failure, MAX_ARTICLE, Opened};

/// How much is asked of the stream at once.
const READ: usize = 64 * 1024;

/// Some whole lines of a stream.
#[derive(Debug, PartialEq, Eq)]
pub struct Block {
    pub bytes: Vec<u8>,
    /// Number of the first line, from 1.
    pub first_line: u64,
    /// Where the block begins in the decompressed stream.
    pub offset: u64,
}

/// The blocks of a stream, in order. Holds one block, or one line if that is longer.
pub struct Blocks {
    name: String,
    reader: Box<dyn Read + Send>,
    /// Read, but not given out: the beginning of a line.
    rest: Vec<u8>,
    line: u64,
    offset: u64,
    /// Blocks are about this long, in bytes.
    target: usize,
    /// Give out lines as soon as they are there, however few.
    eager: bool,
    /// What is to be told after the lines before it have come out.
    failure: Option<Failure>,
    done: bool,
}

impl Blocks {
    /// Cuts the stream called `name`.
    ///
    /// # Errors
    /// The stream is no text.
    pub fn new(name: &str, opened: Opened, target: usize, eager: bool) -> Result<Self, Failure> {
        let head = &opened.head;
        let (encoding, mark) = match Encoding::for_bom(head) {
            Some((encoding, mark)) => (encoding, mark),
            None => (unmarked_utf16(head).unwrap_or(UTF_8), 0),
        };
        let wide = encoding == UTF_16LE || encoding == UTF_16BE;
        if !wide && let Some(binary) = binary(head) {
            return Err(Failure::new(
                Code::Binary,
                name,
                binary.message,
                binary.help,
            ));
        }
        let mut reader = opened.into_reader();
        let mut skipped = [0; 4];
        reader
            .read_exact(&mut skipped[..mark])
            .map_err(|e| Failure::from_io(name, &e))?;
        if wide {
            reader = Box::new(Transcoder::new(reader, encoding));
        }
        Ok(Self {
            name: name.to_owned(),
            reader,
            rest: Vec::new(),
            line: 1,
            offset: 0,
            target,
            eager,
            failure: None,
            done: false,
        })
    }

    /// Goes on behind the first `offset` bytes, which hold the lines before line `line`.
    ///
    /// # Errors
    /// The stream is shorter than that, or cannot be read.
    pub fn skip_to(&mut self, offset: u64, line: u64) -> Result<(), Failure> {
        let skipped = io::copy(&mut (&mut self.reader).take(offset), &mut io::sink())
            .map_err(|e| Failure::from_io(&self.name, &e))?;
        if skipped < offset {
            return Err(Failure::new(
                Code::Unreadable,
                &self.name,
                "the input is shorter than when the run began",
                "start again without --resume",
            ));
        }
        (self.offset, self.line) = (offset, line);
        Ok(())
    }

    /// Bytes and lines of the stream that were given out, or passed over.
    pub fn behind(&self) -> (u64, u64) {
        (self.offset, self.line - 1)
    }

    /// Whether nothing more will come.
    pub fn over(&self) -> bool {
        self.done && self.failure.is_none()
    }

    /// The next block, `None` at the end. After an error the stream may still go on.
    pub fn next_block(&mut self) -> Option<Result<Block, Failure>> {
        if let Some(failure) = self.failure.take() {
            return Some(Err(failure));
        }
        if self.done {
            return None;
        }
        let mut bytes = std::mem::take(&mut self.rest);
        let mut whole = None;
        loop {
            let old = bytes.len();
            match read_some(&mut *self.reader, &mut bytes) {
                Ok(0) => {
                    self.done = true;
                    let len = bytes.len();
                    return (len > 0).then(|| Ok(self.give(bytes, len)));
                }
                Ok(_) => {}
                Err(e) => {
                    self.done = true;
                    return Some(self.broken(bytes, whole, &e));
                }
            }
            if let Some(at) = memchr::memrchr(b'\n', &bytes[old..]) {
                whole = Some(old + at + 1);
            }
            match whole {
                Some(len) if self.eager || bytes.len() >= self.target => {
                    return Some(Ok(self.give(bytes, len)));
                }
                None if bytes.len() > MAX_ARTICLE => return Some(Err(self.give_up(bytes.len()))),
                _ => {}
            }
        }
    }

    /// A block of the first `len` bytes, which are whole lines; the others wait.
    fn give(&mut self, mut bytes: Vec<u8>, len: usize) -> Block {
        self.rest = bytes.split_off(len);
        let block = Block {
            first_line: self.line,
            offset: self.offset,
            bytes,
        };
        self.line += memchr::memchr_iter(b'\n', &block.bytes).count() as u64;
        self.offset += len as u64;
        block
    }

    /// The stream broke: the whole lines before that come out, then the failure.
    fn broken(
        &mut self,
        bytes: Vec<u8>,
        whole: Option<usize>,
        e: &io::Error,
    ) -> Result<Block, Failure> {
        let block = whole.map(|len| self.give(bytes, len));
        self.rest.clear();
        let mut failure = Failure::from_io(&self.name, e).at_line(self.line);
        failure
            .message
            .push_str("; the lines before this one came out");
        match block {
            Some(block) => {
                self.failure = Some(failure);
                Ok(block)
            }
            None => Err(failure),
        }
    }

    /// Skips a line that is too long to be kept, of which `seen` bytes were read.
    fn give_up(&mut self, seen: usize) -> Failure {
        let failure = too_long(&self.name).at_line(self.line);
        self.offset += seen as u64;
        let mut bytes = Vec::new();
        loop {
            bytes.clear();
            match read_some(&mut *self.reader, &mut bytes) {
                Ok(0) => {
                    self.done = true;
                    break;
                }
                Ok(_) => {}
                Err(e) => {
                    self.done = true;
                    self.failure = Some(Failure::from_io(&self.name, &e).at_line(self.line));
                    break;
                }
            }
            if let Some(at) = memchr::memchr(b'\n', &bytes) {
                self.offset += at as u64 + 1;
                self.line += 1;
                self.rest = bytes.split_off(at + 1);
                break;
            }
            self.offset += bytes.len() as u64;
        }
        failure
    }
}

/// Appends what one `read` gives; 0 at the end.
fn read_some(reader: &mut dyn Read, bytes: &mut Vec<u8>) -> io::Result<usize> {
    let old = bytes.len();
    bytes.resize(old + READ, 0);
    let read = loop {
        match reader.read(&mut bytes[old..]) {
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            result => break result,
        }
    };
    bytes.truncate(old + *read.as_ref().unwrap_or(&0));
    read
}

/// UTF-16 in, UTF-8 out.
struct Transcoder {
    reader: Box<dyn Read + Send>,
    decoder: Decoder,
    raw: Vec<u8>,
    out: String,
    given: usize,
    done: bool,
}

impl Transcoder {
    fn new(reader: Box<dyn Read + Send>, encoding: &'static Encoding) -> Self {
        Self {
            reader,
            decoder: encoding.new_decoder_without_bom_handling(),
            raw: Vec::new(),
            out: String::new(),
            given: 0,
            done: false,
        }
    }
}

impl Read for Transcoder {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        while self.given == self.out.len() && !self.done {
            self.raw.clear();
            self.done = read_some(&mut *self.reader, &mut self.raw)? == 0;
            self.out.clear();
            self.given = 0;
            let room = self.decoder.max_utf8_buffer_length(self.raw.len());
            self.out.reserve(room.unwrap_or(3 * READ));
            let _ = self
                .decoder
                .decode_to_string(&self.raw, &mut self.out, self.done);
        }
        let ready = &self.out.as_bytes()[self.given..];
        let n = ready.len().min(to.len());
        to[..n].copy_from_slice(&ready[..n]);
        self.given += n;
        Ok(n)
    }
}
