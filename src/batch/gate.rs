//! How much may be under way at once.

use std::sync::{Condvar, Mutex, MutexGuard};
use std::time::Duration;

use super::{BLOCK, Ended};

/// Tasks under way for each worker: some to work on while the writer waits for an earlier one.
const AHEAD: usize = 4;

/// Counts the tasks between the reader and the written output.
///
/// As many tasks as there are workers are always let in, however long they are; more only while they
/// are short. So at most `workers` articles of any length are in memory.
pub(super) struct Gate {
    under_way: Mutex<UnderWay>,
    left: Condvar,
    workers: usize,
}

#[derive(Default)]
struct UnderWay {
    tasks: usize,
    bytes: usize,
}

impl Gate {
    pub(super) fn new(workers: usize) -> Self {
        Self {
            under_way: Mutex::default(),
            left: Condvar::new(),
            workers,
        }
    }

    /// Waits until a task of `bytes` may start; `false` if `ended` says so first.
    pub(super) fn admit(&self, bytes: usize, ended: &Ended) -> bool {
        let mut now = self.lock();
        loop {
            if ended.now() {
                return false;
            }
            let short = now.tasks < AHEAD * self.workers
                && now.bytes + bytes <= AHEAD * self.workers * 2 * BLOCK;
            if now.tasks < self.workers || short {
                now.tasks += 1;
                now.bytes += bytes;
                return true;
            }
            // A signal cannot wake us, so look up now and then.
            let waited = self.left.wait_timeout(now, Duration::from_millis(50));
            now = waited.unwrap_or_else(|poisoned| poisoned.into_inner()).0;
        }
    }

    /// A task of `bytes` is written.
    pub(super) fn leave(&self, bytes: usize) {
        let mut now = self.lock();
        now.tasks -= 1;
        now.bytes -= bytes;
        self.left.notify_one();
    }

    /// Wakes the reader to look whether all is over.
    pub(super) fn open(&self) {
        self.left.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, UnderWay> {
        // Two sums cannot be left half-way: a poisoned lock is as good as any.
        self.under_way
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}
