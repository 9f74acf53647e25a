//! A worker: a task's bytes → articles → records → bytes of output.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::extract::{Pipeline, Scratch};
use crate::read::{
    Block, Code, Failure, Incoming, article_from_json_line, article_from_text, read_whole,
};
use crate::record::{EntityKind, Extraction, offsets};

use super::tasks::{Load, Position, Task};
use super::{Counts, Settings};

/// What a worker keeps from task to task.
#[derive(Default)]
pub(super) struct Worker {
    scratch: Scratch,
    bytes: Vec<u8>,
}

/// A task done.
pub(super) struct Done {
    pub number: u64,
    pub weight: usize,
    /// For each table of the layout, what is to be written.
    pub out: Vec<Vec<u8>>,
    pub counts: Counts,
    /// Bytes of files that the worker read itself, as they lie on the disk.
    pub read: u64,
    pub failures: Vec<Failed>,
    pub end: Position,
}

/// A failure, and how things stood right after it.
#[derive(Clone)]
pub(super) struct Failed {
    pub failure: Failure,
    out: Vec<usize>,
    counts: Counts,
    end: Position,
}

impl Failed {
    /// `done` as if the task had ended with this failure.
    pub(super) fn into_last(self, mut done: Done) -> Done {
        for (bytes, len) in done.out.iter_mut().zip(&self.out) {
            bytes.truncate(*len);
        }
        done.failures.truncate(self.counts.failures as usize);
        done.counts = self.counts;
        done.end = self.end;
        done
    }
}

impl Worker {
    pub(super) fn work(
        &mut self,
        pipeline: &Pipeline,
        settings: &Settings,
        number: u64,
        task: Task,
    ) -> Done {
        let mut done = Done {
            number,
            weight: task.weight,
            out: vec![Vec::new(); settings.layout.tables().len()],
            counts: Counts::default(),
            read: 0,
            failures: Vec::new(),
            end: task.end,
        };
        match task.load {
            Load::Failed(failure) => done.fail(failure, task.end),
            Load::Text { name, bytes } => {
                done.counts.bytes += bytes.len() as u64;
                let article = article_from_text(&name, &bytes, &settings.lang);
                self.article(pipeline, settings, &mut done, article, None, task.end);
            }
            Load::Files(files) => {
                for file in files {
                    let read = read_whole(&file.name, &file.path, &mut self.bytes);
                    done.counts.bytes += self.bytes.len() as u64;
                    let article = read.and_then(|len| {
                        done.read += len;
                        article_from_text(&file.name, &self.bytes, &settings.lang)
                    });
                    self.article(pipeline, settings, &mut done, article, None, file.end);
                }
                // One long file must not hold its memory for all the short ones to come.
                self.bytes.shrink_to(1 << 20);
            }
            Load::Lines { name, block } => {
                done.counts.bytes += block.bytes.len() as u64;
                self.lines(pipeline, settings, &mut done, &name, &block, task.end);
            }
        }
        done
    }

    fn lines(
        &mut self,
        pipeline: &Pipeline,
        settings: &Settings,
        done: &mut Done,
        name: &str,
        block: &Block,
        end: Position,
    ) {
        let (mut line, mut at) = (block.first_line, 0);
        while at < block.bytes.len() {
            let rest = &block.bytes[at..];
            let len = memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
            at += len;
            let end = Position {
                offset: block.offset + at as u64,
                lines: line,
                ..end
            };
            let article = article_from_json_line(name, line, &rest[..len], &settings.lang);
            if let Some(article) = article.transpose() {
                self.article(pipeline, settings, done, article, Some((name, line)), end);
            }
            line += 1;
        }
    }

    fn article(
        &mut self,
        pipeline: &Pipeline,
        settings: &Settings,
        done: &mut Done,
        incoming: Result<Incoming, Failure>,
        place: Option<(&str, u64)>,
        end: Position,
    ) {
        let incoming = match incoming {
            Ok(incoming) => incoming,
            Err(failure) => return done.fail(failure, end),
        };
        let Incoming {
            mut article,
            warnings,
        } = incoming;
        if let Some(date) = &settings.date {
            article.published = Some(date.clone());
        }
        let extracted = catch_unwind(AssertUnwindSafe(|| {
            let mut extraction = pipeline.extract_with(&mut self.scratch, &article);
            extraction.warnings.splice(0..0, warnings);
            offsets::convert(&mut extraction, &article.text, settings.unit);
            extraction
        }));
        match extracted {
            Ok(extraction) => {
                done.counts.add(&counts(&extraction));
                settings.layout.write(&extraction, &mut done.out);
            }
            Err(_) => {
                // Half-written tables must not touch the next article.
                self.scratch = Scratch::default();
                let (name, line) = match place {
                    Some((name, line)) => (name, Some(line)),
                    None => (article.id.as_str(), None),
                };
                let mut failure = Failure::new(
                    Code::Internal,
                    name,
                    "depeche failed on this article; this is a fault of depeche, not of the article",
                    "please report it with the article and the message above",
                );
                failure.line = line;
                failure.id = Some(article.id.clone());
                done.fail(failure, end);
            }
        }
    }
}

impl Done {
    fn fail(&mut self, failure: Failure, end: Position) {
        self.counts.failures += 1;
        self.failures.push(Failed {
            failure,
            out: self.out.iter().map(Vec::len).collect(),
            counts: self.counts,
            end,
        });
    }
}

fn counts(extraction: &Extraction) -> Counts {
    let mut counts = Counts {
        articles: 1,
        numbers: extraction.numbers.len() as u64,
        dates: extraction.dates.len() as u64,
        quotes: extraction.quotes.len() as u64,
        warnings: extraction.warnings.len() as u64,
        ..Counts::default()
    };
    for entity in &extraction.entities {
        match entity.kind {
            EntityKind::Person => counts.persons += 1,
            EntityKind::Organization => counts.organizations += 1,
            EntityKind::Place => counts.places += 1,
            EntityKind::Other => counts.others += 1,
        }
    }
    counts
}
