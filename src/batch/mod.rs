//! Many articles: the only room that knows files and threads together.
//!
//! ```text
//! reader ─▶ gate ─▶ workers (rayon) ─▶ writer, in input order
//!             ▲                            │
//!             └──── room for more ◀────────┘
//! ```
//! The reader cuts the inputs into tasks of about [`BLOCK`] bytes; the gate lets only so many be under
//! way, counted until they are *written*, so that a slow reader of the output slows everything down
//! and memory is bounded by the number of workers times the longest article, whatever the size of the
//! archive. The writer puts results back into the order of the input: the output does not depend on
//! the number of workers.

mod gate;
mod journal;
mod out;
mod report;
mod sink;
mod stdin;
mod tasks;
mod work;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use crate::extract::Pipeline;
use crate::read::Inputs;
use crate::record::{Layout, Unit};

use gate::Gate;
pub use report::{Log, Report};
pub use sink::{Sink, SinkError, Start, Target};
use tasks::Tasks;
use work::{Done, Worker};

/// How many bytes of input make a task: enough that handing it over costs nothing, few enough that
/// small archives use every core.
pub const BLOCK: usize = 64 * 1024;

/// How a batch is run.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Number of threads that extract; at least 1.
    pub workers: usize,
    pub layout: Layout,
    pub unit: Unit,
    /// Language expected of the inputs, which helps to tell old encodings apart.
    pub lang: String,
    /// Publication date of every article, in place of what the inputs state.
    pub date: Option<String>,
    /// Give up once more than this many articles have failed.
    pub max_errors: Option<u64>,
}

/// What a batch did.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Summary {
    /// Of the whole output, with what an earlier run put there.
    pub counts: Counts,
    /// What was there before.
    pub before: Counts,
    pub seconds: f64,
    pub workers: usize,
    /// Files of other kinds that were passed over in folders.
    pub left_out: u64,
    pub end: End,
}

/// How a batch ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum End {
    /// Every input was read.
    #[default]
    Complete,
    /// It was told to stop.
    Stopped,
    /// More failures than allowed.
    TooManyErrors,
    /// Nobody reads the output any more.
    BrokenPipe,
}

/// How many there were of what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Articles that came out.
    pub articles: u64,
    /// Articles and files that did not.
    pub failures: u64,
    /// Bytes of input, decompressed.
    pub bytes: u64,
    pub persons: u64,
    pub organizations: u64,
    pub places: u64,
    pub others: u64,
    pub numbers: u64,
    pub dates: u64,
    pub quotes: u64,
    pub warnings: u64,
}

impl Counts {
    /// The counts with their names, in the order in which they are shown.
    pub fn named(&self) -> [(&'static str, u64); 11] {
        [
            ("articles", self.articles),
            ("failures", self.failures),
            ("bytes", self.bytes),
            ("persons", self.persons),
            ("organizations", self.organizations),
            ("places", self.places),
            ("others", self.others),
            ("numbers", self.numbers),
            ("dates", self.dates),
            ("quotes", self.quotes),
            ("warnings", self.warnings),
        ]
    }

    /// The counts in the order of [`Self::named`].
    pub(crate) fn from_values(values: [u64; 11]) -> Self {
        let [
            articles,
            failures,
            bytes,
            persons,
            organizations,
            places,
            others,
            numbers,
            dates,
            quotes,
            warnings,
        ] = values;
        Self {
            articles,
            failures,
            bytes,
            persons,
            organizations,
            places,
            others,
            numbers,
            dates,
            quotes,
            warnings,
        }
    }

    fn add(&mut self, other: &Self) {
        let (mut sum, more) = (self.named(), other.named());
        for (value, (_, by)) in sum.iter_mut().zip(more) {
            value.1 += by;
        }
        *self = Self::from_values(sum.map(|(_, value)| value));
    }
}

/// Extracts from every input into `sink`. `stop` may be set from outside at any time: what is under
/// way is finished and written, and nothing new begun.
///
/// # Errors
/// The output cannot be written, or the inputs are not those of the run that is resumed.
pub fn run(
    pipeline: &Pipeline,
    inputs: Inputs,
    settings: &Settings,
    mut sink: Sink,
    report: &Report,
    stop: Arc<AtomicBool>,
) -> Result<Summary, SinkError> {
    let began = Instant::now();
    let before = sink.counts();
    let workers = settings.workers.max(1);
    let ended = Ended {
        asked: stop,
        over: Arc::default(),
    };
    let mut tasks = Tasks::new(inputs, sink.position(), &ended)?;
    let read = tasks.bytes_read();
    let gate = Gate::new(workers);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(workers)
        .build()
        .map_err(|e| SinkError::Threads(e.to_string()))?;
    let benches: Vec<_> = (0..workers)
        .map(|_| Mutex::new(Worker::default()))
        .collect();
    let (to_writer, results) = mpsc::channel::<Done>();
    let (written, exhausted) = std::thread::scope(|threads| {
        let writer = threads.spawn(|| {
            let written = write(&mut sink, results, &gate, settings, report, &read);
            ended.over.store(true, Ordering::Relaxed);
            gate.open();
            written
        });
        let exhausted = pool.in_place_scope_fifo(|scope| {
            let mut number = 0;
            loop {
                if ended.now() {
                    return false;
                }
                let Some(task) = tasks.next() else {
                    return !ended.now();
                };
                if !gate.admit(task.weight, &ended) {
                    return false;
                }
                let (to_writer, benches) = (to_writer.clone(), &benches);
                scope.spawn_fifo(move |_| {
                    let bench = rayon::current_thread_index().unwrap_or(0) % benches.len();
                    // Only a panic outside an article could poison the lock; the tables are rebuilt.
                    let mut worker = match benches[bench].lock() {
                        Ok(worker) => worker,
                        Err(poisoned) => poisoned.into_inner(),
                    };
                    // A closed channel means that the writer gave up, and told why.
                    let _ = to_writer.send(worker.work(pipeline, settings, number, task));
                });
                number += 1;
            }
        });
        drop(to_writer);
        let written = writer
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        (written, exhausted)
    });
    let (counts, end) = written?;
    let end = match end {
        End::Complete if !exhausted => End::Stopped,
        End::Complete => match sink.finish() {
            Ok(()) => End::Complete,
            Err(SinkError::BrokenPipe) => End::BrokenPipe,
            Err(e) => return Err(e),
        },
        end => end,
    };
    Ok(Summary {
        counts,
        before,
        seconds: began.elapsed().as_secs_f64(),
        workers,
        left_out: tasks.left_out(),
        end,
    })
}

/// Whether it is time to begin nothing new.
#[derive(Clone)]
struct Ended {
    /// The user wants it.
    asked: Arc<AtomicBool>,
    /// The writer cannot go on: a full disk, a broken pipe, too many errors.
    over: Arc<AtomicBool>,
}

impl Ended {
    fn now(&self) -> bool {
        self.asked.load(Ordering::Relaxed) || self.over.load(Ordering::Relaxed)
    }
}

/// Writes results in order until there are no more, or something ends it.
fn write(
    sink: &mut Sink,
    results: mpsc::Receiver<Done>,
    gate: &Gate,
    settings: &Settings,
    report: &Report,
    read: &AtomicU64,
) -> Result<(Counts, End), SinkError> {
    let mut waiting = BTreeMap::new();
    let mut next = 0;
    let mut counts = sink.counts();
    let mut end = End::Complete;
    'results: while let Some(done) = receive(&results, || {
        report.progress(&counts, read.load(Ordering::Relaxed))
    }) {
        waiting.insert(done.number, done);
        while let Some(mut done) = waiting.remove(&next) {
            next += 1;
            let before = counts.failures;
            let allowed = settings.max_errors.map(|most| most.saturating_sub(before));
            if let Some(last) = allowed.and_then(|most| done.failures.get(most as usize)) {
                done = last.clone().into_last(done);
                end = End::TooManyErrors;
            }
            counts.add(&done.counts);
            for failed in &done.failures {
                report.failure(&failed.failure);
            }
            match sink.write(&done, &counts) {
                Ok(()) => {}
                Err(SinkError::BrokenPipe) => {
                    end = End::BrokenPipe;
                    break 'results;
                }
                Err(e) => return Err(e),
            }
            gate.leave(done.weight);
            read.fetch_add(done.read, Ordering::Relaxed);
            report.progress(&counts, read.load(Ordering::Relaxed));
            if end == End::TooManyErrors {
                break 'results;
            }
        }
    }
    sink.checkpoint()?;
    Ok((counts, end))
}

/// The next result; while there is none, the progress bar lives on.
fn receive(results: &mpsc::Receiver<Done>, meanwhile: impl Fn()) -> Option<Done> {
    loop {
        match results.recv_timeout(Duration::from_millis(200)) {
            Ok(done) => return Some(done),
            Err(mpsc::RecvTimeoutError::Timeout) => meanwhile(),
            Err(mpsc::RecvTimeoutError::Disconnected) => return None,
        }
    }
}
