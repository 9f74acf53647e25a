//! What a run says on standard error: failures as they come, progress on a terminal, a summary.

use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use super::sink::say;
use super::{Counts, End, Summary};
use crate::read::Failure;

/// The language of the messages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Log {
    #[default]
    Text,
    /// A JSON object a line, each with an `event`.
    Json,
}

/// The voice of a run.
pub struct Report {
    log: Log,
    quiet: bool,
    bar: Option<ProgressBar>,
}

impl Report {
    /// With `quiet`, only failures are told. Progress is shown only if standard error is a terminal.
    pub fn new(log: Log, quiet: bool) -> Self {
        let shown = !quiet && log == Log::Text && std::io::stderr().is_terminal();
        let bar = shown.then(|| {
            let bar = ProgressBar::new_spinner();
            if let Ok(style) = ProgressStyle::with_template(SPINNER) {
                bar.set_style(style);
            }
            bar.enable_steady_tick(Duration::from_millis(200));
            bar
        });
        Self { log, quiet, bar }
    }

    /// The handle through which a total, once known, turns the spinner into a bar with the time left.
    pub fn total(&self) -> Option<impl FnOnce(u64) + Send + 'static> {
        let bar = self.bar.clone()?;
        Some(move |bytes| {
            bar.set_length(bytes);
            if let Ok(style) = ProgressStyle::with_template(BAR) {
                bar.set_style(style);
            }
        })
    }

    pub(super) fn failure(&self, failure: &Failure) {
        match self.log {
            Log::Text => self.line(&format!("error: {failure}\n")),
            Log::Json => {
                let mut event = json!({"event": "failure"});
                if let (Some(event), Ok(serde_json::Value::Object(fields))) = (
                    event.as_object_mut(),
                    serde_json::from_slice(&failure.to_json_line()),
                ) {
                    event.extend(fields);
                }
                self.line(&format!("{event}\n"));
            }
        }
    }

    pub(super) fn progress(&self, counts: &Counts, read: u64) {
        if let Some(bar) = &self.bar {
            bar.set_position(read);
            bar.set_message(format!(
                "{} articles, {} failed",
                grouped(counts.articles),
                grouped(counts.failures)
            ));
        }
    }

    /// The closing summary.
    pub fn summary(&self, summary: &Summary) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        if self.quiet || summary.end == End::BrokenPipe {
            return;
        }
        self.line(&match self.log {
            Log::Text => in_words(summary),
            Log::Json => {
                let mut event = json!({
                    "event": "summary",
                    "end": match summary.end {
                        End::Complete => "complete",
                        End::Stopped => "stopped",
                        End::TooManyErrors => "too-many-errors",
                        End::BrokenPipe => "broken-pipe",
                    },
                    "seconds": summary.seconds,
                    "mb_per_second": rate(summary),
                    "workers": summary.workers,
                    "left_out": summary.left_out,
                    "resumed_after": summary.before.articles,
                });
                for (name, value) in summary.counts.named() {
                    event[name] = value.into();
                }
                format!("{event}\n")
            }
        });
    }

    fn line(&self, text: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| say(text)),
            None => say(text),
        }
    }
}

const SPINNER: &str = "{spinner} {msg}, {decimal_bytes} ({decimal_bytes_per_sec})";
const BAR: &str =
    "{bar:30} {msg}, {decimal_bytes}/{decimal_total_bytes} ({decimal_bytes_per_sec}), {eta} left";

/// Millions of bytes a second, of this run alone.
fn rate(summary: &Summary) -> f64 {
    let bytes = summary.counts.bytes - summary.before.bytes;
    bytes as f64 / 1e6 / summary.seconds.max(1e-9)
}

fn in_words(summary: &Summary) -> String {
    let counts = &summary.counts;
    let mut text = format!(
        "{} article{}, {} failed; {:.1} MB in {:.1} s ({:.1} MB/s, {} worker{})\n ",
        grouped(counts.articles),
        plural(counts.articles),
        grouped(counts.failures),
        (counts.bytes - summary.before.bytes) as f64 / 1e6,
        summary.seconds,
        rate(summary),
        summary.workers,
        plural(summary.workers as u64),
    );
    for (i, (name, value)) in counts.named()[3..].iter().enumerate() {
        text.push_str(if i == 0 { " " } else { ", " });
        text.push_str(&format!("{name} {}", grouped(*value)));
    }
    text.push('\n');
    if summary.before.articles > 0 {
        text.push_str(&format!(
            "  of these, {} articles stood there from before\n",
            grouped(summary.before.articles)
        ));
    }
    if summary.left_out > 0 {
        text.push_str(&format!(
            "  files of other kinds left out: {}\n",
            grouped(summary.left_out)
        ));
    }
    text
}

fn plural(n: u64) -> &'static str {
    if n == 1 { "" } else { "s" }
}

/// `1234567` as `1,234,567`.
fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
