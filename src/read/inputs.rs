//! From the INPUT arguments to the files behind them, in a stable order.

use std::collections::VecDeque;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use globset::{GlobBuilder, GlobMatcher};
use walkdir::{DirEntry, WalkDir};

use super::{Code, Failure, Format};

/// Where an input comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    Stdin,
    File(PathBuf),
}

/// One file, or standard input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// As the user named it, or the folder it stands in; `-` for standard input.
    pub name: String,
    pub origin: Origin,
    /// `None`: its first bytes tell.
    pub format: Option<Format>,
}

/// A wrong call: an INPUT that stands for nothing.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum InputsError {
    #[error(
        "{0}: no such file or folder\n  help: check the path; a pattern such as '*.txt' is taken too"
    )]
    NotFound(String),
    #[error(
        "{0}: no file matches this pattern\n  help: `*` stays in its folder, `**` goes through folders; quote the pattern"
    )]
    NoMatch(String),
    #[error(
        "{pattern}: not a pattern: {message}\n  help: write [[] for a bracket that is meant as such"
    )]
    BadPattern { pattern: String, message: String },
    #[error(
        "{0}: no article in this folder\n  help: .txt, .jsonl and .ndjson are read, also with .gz or .zst; other names with --input-format"
    )]
    NothingInFolder(String),
    #[error("-: standard input is named twice\n  help: name it once")]
    StdinTwice,
    #[error("{0}: the output is also an input\n  help: write to another file")]
    OutputIsInput(String),
}

/// Every input, one after the other: arguments in their order, files of a folder by name.
///
/// Of a folder, the names of one level are held in memory at a time.
pub struct Inputs {
    roots: VecDeque<Root>,
    walk: Option<Walk>,
    forced: Option<Format>,
    /// The output: what a run writes it must not read.
    avoid: Avoid,
    left_out: u64,
}

/// Files and folders that are not to be read.
#[derive(Clone)]
struct Avoid(Arc<[PathBuf]>);

impl Avoid {
    fn new(paths: &[PathBuf]) -> Self {
        Self(paths.iter().filter_map(|path| absolute(path)).collect())
    }

    /// Asks the system only where the name is the same.
    fn has(&self, path: &Path) -> bool {
        let mut alike = self
            .0
            .iter()
            .filter(|p| p.file_name() == path.file_name())
            .peekable();
        alike.peek().is_some() && absolute(path).is_some_and(|path| alike.any(|p| *p == path))
    }
}

/// The one name of a file, which need not be there yet; its folder must.
fn absolute(path: &Path) -> Option<PathBuf> {
    let folder = match path.parent()? {
        folder if folder == Path::new("") => Path::new("."),
        folder => folder,
    };
    Some(folder.canonicalize().ok()?.join(path.file_name()?))
}

enum Root {
    One(Input),
    Many(Walk),
    Unsupported(Failure),
}

struct Walk {
    files: Box<dyn Iterator<Item = walkdir::Result<DirEntry>> + Send>,
    pattern: Option<GlobMatcher>,
}

/// What a file's name says about it.
enum Named {
    As(Format),
    Unsupported,
    Nothing,
}

impl Inputs {
    /// Finds what `args` stand for. `forced` is the format of everything, whatever it is called (in
    /// folders, every file is then taken); the files and folders of `avoid` are never read, whether they
    /// are there already or not.
    ///
    /// # Errors
    /// An argument stands for nothing: wrong calls are told before any work is done.
    pub fn resolve(
        args: &[PathBuf],
        forced: Option<Format>,
        avoid: &[PathBuf],
    ) -> Result<Self, InputsError> {
        let mut inputs = Self {
            roots: VecDeque::new(),
            walk: None,
            forced,
            avoid: Avoid::new(avoid),
            left_out: 0,
        };
        let mut stdin = false;
        for arg in args {
            let root = inputs.root(arg)?;
            if let Root::One(Input {
                origin: Origin::Stdin,
                ..
            }) = root
                && std::mem::replace(&mut stdin, true)
            {
                return Err(InputsError::StdinTwice);
            }
            inputs.roots.push_back(root);
        }
        Ok(inputs)
    }

    /// Files of folders that were passed over because depeche does not read their kind.
    pub fn left_out(&self) -> u64 {
        self.left_out
    }

    /// Size of all inputs on the disk, in bytes; `None` if standard input is among them.
    pub fn total_bytes(self) -> Option<u64> {
        let mut total = 0;
        for input in self.flatten() {
            match input.origin {
                Origin::Stdin => return None,
                Origin::File(path) => total += path.metadata().map_or(0, |m| m.len()),
            }
        }
        Some(total)
    }

    fn root(&self, arg: &Path) -> Result<Root, InputsError> {
        let name = || shown(arg);
        if arg == Path::new("-") {
            return Ok(Root::One(Input {
                name: "-".into(),
                origin: Origin::Stdin,
                format: Some(self.forced.unwrap_or(Format::JsonLines)),
            }));
        }
        if arg.is_dir() {
            let walk = || Walk::folder(arg, &self.avoid);
            return match self.first(walk()) {
                true => Ok(Root::Many(walk())),
                false => Err(InputsError::NothingInFolder(name())),
            };
        }
        if arg.symlink_metadata().is_ok() {
            if self.avoid.has(arg) {
                return Err(InputsError::OutputIsInput(name()));
            }
            return Ok(match self.input(arg.to_owned()) {
                Ok(input) => Root::One(input),
                Err(failure) => Root::Unsupported(failure),
            });
        }
        let pattern = arg.to_string_lossy();
        if !pattern.contains(['*', '?', '[', '{']) {
            return Err(InputsError::NotFound(name()));
        }
        let walk = || Walk::pattern(&pattern, &self.avoid);
        match self.first(walk()?) {
            true => Ok(Root::Many(walk()?)),
            false => Err(InputsError::NoMatch(name())),
        }
    }

    /// Whether there is anything in this walk, be it an error.
    fn first(&self, mut walk: Walk) -> bool {
        walk.files.any(|entry| match entry {
            Ok(entry) => self.wanted(&entry, walk.pattern.as_ref()) == Some(true),
            Err(_) => true,
        })
    }

    /// `None` for what is no file, or not asked for; `false` for a kind that is passed over.
    fn wanted(&self, entry: &DirEntry, pattern: Option<&GlobMatcher>) -> Option<bool> {
        if entry.file_type().is_dir() {
            return None;
        }
        let path = plain(entry.path());
        match pattern {
            Some(pattern) if !pattern.is_match(path) => return None,
            Some(_) => {}
            None if self.forced.is_some() || matches!(named(path), Named::As(_)) => {}
            None => return Some(false),
        }
        Some(true)
    }

    fn input(&self, path: PathBuf) -> Result<Input, Failure> {
        let name = shown(&path);
        let format = match (self.forced, named(&path)) {
            (Some(format), _) | (None, Named::As(format)) => Some(format),
            (None, Named::Nothing) => None,
            (None, Named::Unsupported) => {
                return Err(Failure::new(
                    Code::UnknownFormat,
                    &name,
                    "depeche does not read this format",
                    "make plain text or JSON lines of it; if it is plain text, say --input-format text",
                ));
            }
        };
        Ok(Input {
            name,
            origin: Origin::File(path),
            format,
        })
    }
}

impl Iterator for Inputs {
    type Item = Result<Input, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            while let Some(walk) = &mut self.walk {
                let Some(entry) = walk.files.next() else {
                    self.walk = None;
                    break;
                };
                let pattern = walk.pattern.clone();
                match entry {
                    Ok(entry) => match self.wanted(&entry, pattern.as_ref()) {
                        Some(true) => return Some(self.input(plain(entry.path()).to_owned())),
                        Some(false) => self.left_out += 1,
                        None => {}
                    },
                    Err(e) => return Some(Err(walk_failure(&e))),
                }
            }
            match self.roots.pop_front()? {
                Root::One(input) => return Some(Ok(input)),
                Root::Unsupported(failure) => return Some(Err(failure)),
                Root::Many(walk) => self.walk = Some(walk),
            }
        }
    }
}

impl Walk {
    fn folder(folder: &Path, avoid: &Avoid) -> Self {
        Self::new(folder, usize::MAX, None, avoid)
    }

    fn pattern(pattern: &str, avoid: &Avoid) -> Result<Self, InputsError> {
        let matcher = GlobBuilder::new(pattern)
            .literal_separator(true)
            .build()
            .map_err(|e| InputsError::BadPattern {
                pattern: pattern.into(),
                message: e.kind().to_string(),
            })?
            .compile_matcher();
        // Walk only below the part of the path that is no pattern, and no deeper than it reaches.
        let parts: Vec<_> = Path::new(pattern).components().collect();
        let meta = |s: &OsStr| s.to_string_lossy().contains(['*', '?', '[', '{']);
        let fixed = parts.iter().take_while(|c| !meta(c.as_os_str())).count();
        let base: PathBuf = parts[..fixed].iter().collect();
        let depth = if pattern.contains("**") {
            usize::MAX
        } else {
            parts.len() - fixed
        };
        let base = if fixed == 0 { Path::new(".") } else { &base };
        Ok(Self::new(base, depth, Some(matcher), avoid))
    }

    fn new(base: &Path, depth: usize, pattern: Option<GlobMatcher>, avoid: &Avoid) -> Self {
        let avoid = avoid.clone();
        let hidden =
            |e: &DirEntry| e.depth() > 0 && e.file_name().to_string_lossy().starts_with('.');
        let files = WalkDir::new(base)
            .follow_links(true)
            .max_depth(depth)
            .sort_by_file_name()
            .into_iter()
            .filter_entry(move |e| !hidden(e) && !avoid.has(e.path()));
        Self {
            files: Box::new(files),
            pattern,
        }
    }
}

fn walk_failure(e: &walkdir::Error) -> Failure {
    let name = e.path().map_or_else(|| "?".into(), |p| shown(plain(p)));
    if e.loop_ancestor().is_some() {
        return Failure::new(
            Code::Unreadable,
            &name,
            "a link leads back into a folder above it",
            "remove the link; the files are read where they really are",
        );
    }
    match e.io_error() {
        Some(io) if io.kind() == std::io::ErrorKind::PermissionDenied => Failure::new(
            Code::Unreadable,
            &name,
            "the folder may not be read: permission denied",
            "give yourself the right to read it, for example with `chmod u+rx`",
        ),
        Some(io) => Failure::from_io(&name, io),
        None => Failure::new(Code::Unreadable, &name, e.to_string(), "check the path"),
    }
}

fn named(path: &Path) -> Named {
    let stem = match extension(path).as_str() {
        "gz" | "zst" => path.with_extension(""),
        _ => path.to_owned(),
    };
    match extension(&stem).as_str() {
        "txt" | "text" => Named::As(Format::Text),
        "jsonl" | "ndjson" => Named::As(Format::JsonLines),
        "html" | "htm" | "xhtml" | "xml" | "csv" | "tsv" => Named::Unsupported,
        _ => Named::Nothing,
    }
}

fn extension(path: &Path) -> String {
    let extension = path.extension().unwrap_or_default();
    extension.to_string_lossy().to_ascii_lowercase()
}

/// The path without the `./` that walking the current folder puts in front.
fn plain(path: &Path) -> &Path {
    path.strip_prefix("./").unwrap_or(path)
}

/// The path as it is shown and used as an id: with `/` on every system.
fn shown(path: &Path) -> String {
    let shown = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '\\' {
        shown.replace('\\', "/")
    } else {
        shown.into_owned()
    }
}
