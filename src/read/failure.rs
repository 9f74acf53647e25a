//! What could not be read, told so that the reader knows where it is and what to do about it.

use std::fmt;
use std::io;

/// What went wrong, as a stable name for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// The file or text holds nothing but white space.
    Empty,
    /// The file is no text.
    Binary,
    /// Compressed data that end too early or are damaged.
    Compression,
    /// The operating system would not let it be read.
    Unreadable,
    /// A format that depeche does not read.
    UnknownFormat,
    /// A line that is not JSON.
    NotJson,
    /// JSON, but not an object.
    NotAnObject,
    /// An object without a `text`.
    NoText,
    /// A field of the wrong type.
    WrongType,
    /// An article of more than [`MAX_ARTICLE`](super::MAX_ARTICLE) bytes.
    TooLong,
    /// A fault of depeche itself.
    Internal,
}

impl Code {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Binary => "binary",
            Self::Compression => "compression",
            Self::Unreadable => "unreadable",
            Self::UnknownFormat => "unknown-format",
            Self::NotJson => "not-json",
            Self::NotAnObject => "not-an-object",
            Self::NoText => "no-text",
            Self::WrongType => "wrong-type",
            Self::TooLong => "too-long",
            Self::Internal => "internal",
        }
    }
}

/// An article, or a whole file, that did not come out.
///
/// Displayed as `place: what is wrong`, a new line, and what to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    pub code: Code,
    /// The file as the user named it; `-` for standard input.
    pub source: String,
    /// Line of the file, from 1.
    pub line: Option<u64>,
    /// The `id` of the article, where it could be read.
    pub id: Option<String>,
    pub message: String,
    /// What the user can do about it.
    pub help: String,
}

impl Failure {
    pub(crate) fn new(
        code: Code,
        source: &str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            code,
            source: source.to_owned(),
            line: None,
            id: None,
            message: message.into(),
            help: help.into(),
        }
    }

    pub(crate) fn empty(source: &str) -> Self {
        Self::new(
            Code::Empty,
            source,
            "the file is empty",
            "an article needs text; delete the file, or fetch it again",
        )
    }

    /// The program itself failed on the article `id`, on a line of a file or alone in its own.
    pub(crate) fn internal(id: String, place: Option<(&str, u64)>) -> Self {
        Self {
            line: place.map(|(_, line)| line),
            id: Some(id.clone()),
            ..Self::new(
                Code::Internal,
                place.map_or(&id, |(name, _)| name),
                "depeche failed on this article; this is a fault of depeche, not of the article",
                "please report it with the article and the message above",
            )
        }
    }

    pub(crate) fn at_line(mut self, line: u64) -> Self {
        self.line = Some(line);
        self
    }

    /// `file`, or `file:line`.
    pub fn place(&self) -> String {
        match self.line {
            Some(line) => format!("{}:{line}", self.source),
            None => self.source.clone(),
        }
    }

    /// As one line of JSON: `source`, `line`, `id`, `code`, `message`, `help`.
    pub fn to_json_line(&self) -> Vec<u8> {
        let fields = serde_json::json!({
            "source": self.source,
            "line": self.line,
            "id": self.id,
            "code": self.code.as_str(),
            "message": self.message,
            "help": self.help,
        });
        format!("{fields}\n").into_bytes()
    }

    /// The failure that an error of the operating system or of a decompressor means.
    pub(crate) fn from_io(source: &str, error: &io::Error) -> Self {
        use io::ErrorKind as K;
        let failure = |code, message: &str, help: &str| Self::new(code, source, message, help);
        match error.kind() {
            K::NotFound => failure(
                Code::Unreadable,
                "the file does not exist",
                "check the path; was it moved while depeche ran?",
            ),
            K::PermissionDenied => failure(
                Code::Unreadable,
                "the file may not be read: permission denied",
                "give yourself the right to read it, for example with `chmod u+r`",
            ),
            K::IsADirectory => failure(
                Code::Unreadable,
                "this is a folder, not a file",
                "name the folder itself as INPUT to read the articles in it",
            ),
            K::UnexpectedEof => failure(
                Code::Compression,
                "the compressed data end too early: the file is truncated",
                "fetch or compress the file again; `gzip -t` or `zstd -t` checks it",
            ),
            K::InvalidInput | K::InvalidData => failure(
                Code::Compression,
                &format!("the compressed data are damaged: {error}"),
                "fetch or compress the file again; `gzip -t` or `zstd -t` checks it",
            ),
            _ => failure(
                Code::Unreadable,
                &format!("the file cannot be read: {error}"),
                "check the disk or the network drive, then run depeche on this file again",
            ),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {}\n  help: {}",
            self.place(),
            self.message,
            self.help
        )
    }
}

impl std::error::Error for Failure {}
