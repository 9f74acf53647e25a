//! Memory does not grow with the archive, and a slow reader of the output slows the reading down.
#![cfg(target_os = "linux")]

mod common;

use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use common::ids;

/// About 100 KB of JSON lines.
fn some_lines() -> Vec<u8> {
    let text = "Le maire de Lyon, Aïcha Morvan, a annoncé lundi 300 emplois. ".repeat(40);
    let line = |i: usize| format!("{{\"id\": {i}, \"text\": \"{text}{i}\"}}\n");
    (0..40).map(line).collect::<String>().into_bytes()
}

fn start(at: &Path, args: &[&str]) -> Child {
    Command::new(assert_cmd::cargo::cargo_bin!("depeche"))
        .current_dir(at)
        .args(["extract", "-", "--quiet", "-j", "2"])
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// The most memory that `child` ever had, in KB.
fn peak(child: &Child) -> usize {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmHWM:"))
        .unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// The peak after a stream of so many times [`some_lines`].
fn peak_after(times: usize) -> usize {
    let dir = tempfile::tempdir().unwrap();
    let mut child = start(dir.path(), &["-o", "out.jsonl"]);
    let mut stdin = child.stdin.take().unwrap();
    let lines = some_lines();
    for _ in 0..times {
        stdin.write_all(&lines).unwrap();
    }
    // All but what fits into the pipe and the queue was worked on; the process still lives.
    let peak = peak(&child);
    drop(stdin);
    assert!(child.wait().unwrap().success());
    let out = fs::read_to_string(dir.path().join("out.jsonl")).unwrap();
    assert_eq!(ids(&out).len(), 40 * times);
    peak
}

#[test]
fn a_long_stream_needs_no_more_than_a_short_one() {
    let (short, long) = (peak_after(20), peak_after(300));
    // The long stream is 28 MB longer.
    assert!(
        long < short + 8_000,
        "{long} KB for the long stream, {short} KB for the short one"
    );
}

#[test]
fn a_slow_reader_slows_everything_down() {
    let dir = tempfile::tempdir().unwrap();
    let mut child = start(dir.path(), &[]);
    let mut stdin = child.stdin.take().unwrap();
    let sent = Arc::new(AtomicUsize::new(0));
    let counter = sent.clone();
    let writer = std::thread::spawn(move || {
        let lines = some_lines();
        for _ in 0..200 {
            stdin.write_all(&lines).unwrap();
            counter.fetch_add(lines.len(), Ordering::Relaxed);
        }
    });
    let mut before = usize::MAX;
    while before != sent.load(Ordering::Relaxed) {
        before = sent.load(Ordering::Relaxed);
        std::thread::sleep(Duration::from_millis(500));
    }
    assert!(
        !writer.is_finished(),
        "20 MB were taken in with nobody reading"
    );
    assert!(
        before < 6_000_000,
        "{before} bytes were taken in with nobody reading"
    );
    let mut out = String::new();
    child
        .stdout
        .take()
        .unwrap()
        .read_to_string(&mut out)
        .unwrap();
    writer.join().unwrap();
    assert_eq!(ids(&out).len(), 40 * 200);
    assert!(child.wait().unwrap().success());
}
