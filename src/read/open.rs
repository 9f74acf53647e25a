//! Opening an input: decompression by what the bytes are, not by what the file is called.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::{Code, Failure};

/// The longest article that is read, in bytes. Longer ones are no articles, and would cost the memory
/// that other workers need.
pub const MAX_ARTICLE: usize = 1 << 30;

const GZIP: &[u8] = &[0x1F, 0x8B];
const ZSTD: &[u8] = &[0x28, 0xB5, 0x2F, 0xFD];

/// How many bytes of a stream are looked at before it is cut into articles.
const HEAD: usize = 8 * 1024;

/// A stream, decompressed, of which the first bytes are known.
pub struct Opened {
    pub head: Vec<u8>,
    rest: Box<dyn Read + Send>,
}

impl Opened {
    /// Looks at the beginning of `reader` and decompresses it if need be. With `eager`, no more is
    /// waited for than that takes: the stream may be typed by hand or come in drop by drop.
    ///
    /// # Errors
    /// The stream cannot be read.
    pub fn new(mut reader: Box<dyn Read + Send>, eager: bool) -> io::Result<Self> {
        let enough = if eager { ZSTD.len() } else { HEAD };
        let head = peek(&mut reader, enough)?;
        let compressed = head.starts_with(GZIP) || head.starts_with(ZSTD);
        if !compressed {
            return Ok(Self { head, rest: reader });
        }
        let gzip = head.starts_with(GZIP);
        let bytes = BufReader::with_capacity(64 * 1024, Cursor::new(head).chain(reader));
        let mut rest: Box<dyn Read + Send> = if gzip {
            Box::new(flate2::bufread::MultiGzDecoder::new(bytes))
        } else {
            Box::new(zstd::stream::read::Decoder::with_buffer(bytes)?)
        };
        let head = peek(&mut rest, enough)?;
        Ok(Self { head, rest })
    }

    /// The whole stream, its head included.
    pub fn into_reader(self) -> Box<dyn Read + Send> {
        Box::new(Cursor::new(self.head).chain(self.rest))
    }
}

struct Counted {
    file: File,
    read: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let n = self.file.read(to)?;
        self.read.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

/// The first bytes of `reader`: `enough` of them, or all if there are fewer.
fn peek(reader: &mut dyn Read, enough: usize) -> io::Result<Vec<u8>> {
    let mut head = vec![0; HEAD];
    let mut len = 0;
    while len < enough {
        match reader.read(&mut head[len..]) {
            Ok(0) => break,
            Ok(n) => len += n,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    head.truncate(len);
    Ok(head)
}

/// Opens the file called `name` as a stream; `read` counts its bytes as they lie on the disk.
///
/// # Errors
/// It does not exist, may not be read, or its compressed data are damaged from the start.
pub fn open(name: &str, path: &Path, read: Arc<AtomicU64>) -> Result<Opened, Failure> {
    File::open(path)
        .and_then(|file| Opened::new(Box::new(Counted { file, read }), false))
        .map_err(|e| Failure::from_io(name, &e))
}

/// Reads all of the file called `name` into `bytes`, decompressed; what was in `bytes` goes.
///
/// Gives the length of the file as it lies on the disk.
///
/// # Errors
/// As [`open`], or the file is longer than [`MAX_ARTICLE`].
pub fn read_whole(name: &str, path: &Path, bytes: &mut Vec<u8>) -> Result<u64, Failure> {
    bytes.clear();
    let fail = |e: io::Error| Failure::from_io(name, &e);
    let file = File::open(path).map_err(fail)?;
    read_limited(name, file, bytes)?;
    let len = bytes.len() as u64;
    if !(bytes.starts_with(GZIP) || bytes.starts_with(ZSTD)) {
        return Ok(len);
    }
    let packed = std::mem::take(bytes);
    let opened = Opened::new(Box::new(Cursor::new(packed)), false).map_err(fail)?;
    read_limited(name, opened.into_reader(), bytes)?;
    Ok(len)
}

/// Reads all of a stream that is one article.
///
/// # Errors
/// As [`read_whole`].
pub fn read_limited(name: &str, reader: impl Read, bytes: &mut Vec<u8>) -> Result<(), Failure> {
    reader
        .take(MAX_ARTICLE as u64 + 1)
        .read_to_end(bytes)
        .map_err(|e| Failure::from_io(name, &e))?;
    if bytes.len() > MAX_ARTICLE {
        return Err(too_long(name));
    }
    Ok(())
}

pub(super) fn too_long(name: &str) -> Failure {
    Failure::new(
        Code::TooLong,
        name,
        format!("an article of more than {} MB", MAX_ARTICLE >> 20),
        "cut it into articles; several articles go one a line, as JSON lines",
    )
}
