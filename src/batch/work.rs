//! A worker: a task's bytes → articles → records → bytes of output.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::extract::{Pipeline, Scratch};
use crate::read::{
    Block, Failure, Incoming, article_from_json_line, article_from_text, read_whole,
};
use crate::record::{EntityKind, Extraction, Tables, offsets};

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
        let mut job = Job {
            pipeline,
            settings,
            scratch: &mut self.scratch,
            tables: Tables::new(settings.layout),
            done: Done {
                number,
                weight: task.weight,
                out: Vec::new(),
                counts: Counts::default(),
                read: 0,
                failures: Vec::new(),
                end: task.end,
            },
        };
        match task.load {
            Load::Failed(failure) => job.fail(failure, task.end),
            Load::Text { name, bytes } => {
                job.done.counts.bytes += bytes.len() as u64;
                let article = article_from_text(&name, &bytes, &settings.lang);
                job.article(article, None, task.end);
            }
            Load::Files(files) => {
                for file in files {
                    let read = read_whole(&file.name, &file.path, &mut self.bytes);
                    job.done.counts.bytes += self.bytes.len() as u64;
                    let article = read.and_then(|len| {
                        job.done.read += len;
                        article_from_text(&file.name, &self.bytes, &settings.lang)
                    });
                    job.article(article, None, file.end);
                }
                // One long file must not hold its memory for all the short ones to come.
                self.bytes.shrink_to(1 << 20);
            }
            Load::Lines { name, block } => {
                job.done.counts.bytes += block.bytes.len() as u64;
                job.lines(&name, &block, task.end);
            }
        }
        job.done.out = job.tables.into_bytes();
        job.done
    }
}

/// A task under way.
struct Job<'a> {
    pipeline: &'a Pipeline,
    settings: &'a Settings,
    scratch: &'a mut Scratch,
    tables: Tables,
    done: Done,
}

impl Job<'_> {
    fn lines(&mut self, name: &str, block: &Block, end: Position) {
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
            let article = article_from_json_line(name, line, &rest[..len], &self.settings.lang);
            if let Some(article) = article.transpose() {
                self.article(article, Some((name, line)), end);
            }
            line += 1;
        }
    }

    fn article(
        &mut self,
        incoming: Result<Incoming, Failure>,
        place: Option<(&str, u64)>,
        end: Position,
    ) {
        let Incoming {
            mut article,
            warnings,
        } = match incoming {
            Ok(incoming) => incoming,
            Err(failure) => return self.fail(failure, end),
        };
        if let Some(date) = &self.settings.date {
            article.published = Some(date.clone());
        }
        let extracted = catch_unwind(AssertUnwindSafe(|| {
            let mut extraction = self.pipeline.extract_with(self.scratch, &article);
            extraction.warnings.splice(0..0, warnings);
            offsets::convert(&mut extraction, &article.text, self.settings.unit);
            extraction
        }));
        match extracted {
            Ok(extraction) => {
                // A long text must not lie beside what is written of it.
                drop(article);
                self.done.counts.add(&counts(&extraction));
                self.tables.write(&extraction);
            }
            Err(_) => {
                // Half-written tables must not touch the next article.
                *self.scratch = Scratch::default();
                let failure = Failure::internal(article.id, place);
                self.fail(failure, end);
            }
        }
    }

    fn fail(&mut self, failure: Failure, end: Position) {
        self.done.counts.failures += 1;
        self.done.failures.push(Failed {
            failure,
            out: self.tables.lens(),
            counts: self.done.counts,
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
