//! Standard input that can be given up on: a blocked `read` must not keep Ctrl-C from ending the run.

use std::io::{self, Read};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::Duration;

use super::Ended;

/// Reads standard input on a thread of its own, which ends with the process.
pub(super) struct Stdin {
    blocks: Receiver<io::Result<Vec<u8>>>,
    block: Vec<u8>,
    given: usize,
    ended: Ended,
}

impl Stdin {
    pub(super) fn new(ended: Ended) -> Self {
        let (sender, blocks) = sync_channel(2);
        std::thread::spawn(move || {
            let mut stdin = io::stdin().lock();
            loop {
                let mut block = vec![0; 64 * 1024];
                let read = match stdin.read(&mut block) {
                    Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                    read => read,
                };
                let last = !matches!(read, Ok(n) if n > 0);
                let sent = sender.send(read.map(|n| {
                    block.truncate(n);
                    block
                }));
                if last || sent.is_err() {
                    return;
                }
            }
        });
        Self {
            blocks,
            block: Vec::new(),
            given: 0,
            ended,
        }
    }
}

impl Read for Stdin {
    /// End of file, too, when the run is over.
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        while self.given == self.block.len() {
            match self.blocks.recv_timeout(Duration::from_millis(50)) {
                Ok(Ok(block)) if block.is_empty() => return Ok(0),
                Ok(block) => (self.block, self.given) = (block?, 0),
                Err(RecvTimeoutError::Timeout) if !self.ended.now() => {}
                Err(_) => return Ok(0),
            }
        }
        let n = to.len().min(self.block.len() - self.given);
        to[..n].copy_from_slice(&self.block[self.given..][..n]);
        self.given += n;
        Ok(n)
    }
}
