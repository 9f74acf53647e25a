//! Nothing lost and nothing twice, however a run ended: the output after any number of kills is, byte
//! for byte, that of a run which nobody disturbed.
#![cfg(unix)]

mod common;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use common::{Run, depeche, extract, gzip};

const FAILURES: usize = 309;

/// An archive with every kind of input in it. All articles of the streams bear one id, since nothing
/// may depend on ids; `n` tells them apart.
fn archive(at: &Path) {
    let lines = |from: usize, n: usize| -> String {
        let line = |i: usize| match i % 97 {
            13 => "{\"id\": \"sans texte\"}\n".to_owned(),
            50 => "\n".to_owned(),
            _ => format!(
                "{{\"id\": \"même\", \"n\": {i}, \"text\": \"{}\"}}\n",
                "Le maire de Lyon a parlé lundi. ".repeat(i % 40 + 1)
            ),
        };
        (from..from + n).map(line).collect()
    };
    let press = at.join("press");
    fs::create_dir_all(press.join("m")).unwrap();
    fs::write(press.join("a.jsonl"), lines(0, 9000)).unwrap();
    fs::write(
        press.join("z.jsonl.gz"),
        gzip(lines(10_000, 9000).as_bytes()),
    )
    .unwrap();
    let cut = gzip(lines(20_000, 9000).as_bytes());
    fs::write(press.join("y.jsonl.gz"), &cut[..cut.len() - 9]).unwrap();
    for i in 0..900 {
        fs::write(
            press.join(format!("m/{i:03}.txt")),
            "Un mot. ".repeat(i % 30),
        )
        .unwrap();
    }
}

const CALL: [&str; 6] = ["press", "-o", "out", "--resume", "--errors", "errors"];

/// What an undisturbed run writes.
fn undisturbed(at: &Path, layout: &[&str]) -> (String, String) {
    let mut call = vec!["press", "-o", "whole", "--errors", "whole.errors"];
    call.extend(layout);
    assert_eq!(extract(at, &call).status, Some(1));
    let read = |name: &str| fs::read_to_string(at.join(name)).unwrap();
    let errors = read("whole.errors");
    assert_eq!(errors.lines().count(), FAILURES);
    (read("whole"), errors)
}

fn assert_same(at: &Path, whole: &(String, String)) {
    assert!(
        fs::read_to_string(at.join("out")).unwrap() == whole.0,
        "the output differs"
    );
    assert!(
        fs::read_to_string(at.join("errors")).unwrap() == whole.1,
        "the errors differ"
    );
    let mut left: Vec<_> = fs::read_dir(at)
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .collect();
    left.sort();
    assert_eq!(left, ["errors", "out", "press", "whole", "whole.errors"]);
}

/// Kills runs of `CALL` after ever longer times until one comes to its end.
fn kill_until_done(at: &Path, layout: &[&str]) -> usize {
    for kills in 0.. {
        let mut child = Command::new(assert_cmd::cargo::cargo_bin!("depeche"))
            .current_dir(at)
            .args(["extract", "--quiet"])
            .args(CALL)
            .args(layout)
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(3 + 17 * kills as u64));
        if let Some(status) = child.try_wait().unwrap() {
            // 0 where the last kill came after the output was complete: there was nothing left to do.
            assert!(matches!(status.code(), Some(0 | 1)), "{status}");
            return kills;
        }
        child.kill().unwrap();
        child.wait().unwrap();
    }
    unreachable!()
}

#[test]
fn killed_again_and_again() {
    for layout in [&["-j", "3"][..], &["--format", "json"]] {
        let dir = tempfile::tempdir().unwrap();
        archive(dir.path());
        let whole = undisturbed(dir.path(), layout);
        let kills = kill_until_done(dir.path(), layout);
        assert!(kills > 1, "the archive is too small to kill anything");
        assert_same(dir.path(), &whole);
    }
}

#[test]
fn killed_while_writing_tables() {
    let dir = tempfile::tempdir().unwrap();
    let at = dir.path();
    archive(at);
    let tables = |folder: &str| -> Vec<String> {
        let mut paths: Vec<_> = fs::read_dir(at.join(folder))
            .unwrap()
            .map(|e| e.unwrap().path())
            .collect();
        paths.sort();
        let text = |p: &std::path::PathBuf| fs::read_to_string(p).unwrap();
        paths
            .iter()
            .map(|p| format!("{}\n{}", p.file_name().unwrap().display(), text(p)))
            .collect()
    };
    assert_eq!(
        extract(at, &["press", "-o", "whole", "--format", "csv"]).status,
        Some(1)
    );
    let kills = kill_until_done(at, &["--format", "csv"]);
    assert!(kills > 1, "the archive is too small to kill anything");
    assert!(tables("out") == tables("whole"), "the tables differ");
}

#[test]
fn a_full_disk() {
    let dir = tempfile::tempdir().unwrap();
    let at = dir.path();
    archive(at);
    let whole = undisturbed(at, &[]);
    // A limit on the size of files stands in for the disk: a write comes out short, then fails.
    for blocks in [10, 300, 301, 1200] {
        let run: Run = Command::new("sh")
            .current_dir(at)
            .args([
                "-c",
                "trap '' XFSZ; ulimit -f \"$1\"; shift; exec \"$@\"",
                "sh",
            ])
            .arg(blocks.to_string())
            .arg(assert_cmd::cargo::cargo_bin!("depeche"))
            .args(["extract", "--quiet"])
            .args(CALL)
            .output()
            .unwrap()
            .into();
        assert_eq!(run.status, Some(2), "{}", run.err);
        assert!(
            run.err.ends_with(
                "error: cannot write out.part: File too large (os error 27)\n  \
                 help: make room on the disk, then give the same call with --resume\n"
            ),
            "{}",
            run.err
        );
        assert!(!at.join("out").exists());
    }
    assert_eq!(extract(at, &CALL).status, Some(1));
    assert_same(at, &whole);
}

/// A run stopped on its way: the output so far in `out.part`, and the journal.
fn stopped(at: &Path) {
    archive(at);
    let mut call = CALL.to_vec();
    call.extend(["--max-errors", "100"]);
    assert_eq!(extract(at, &call).status, Some(1));
    assert!(at.join("out.part").exists() && at.join("out.resume").exists());
}

#[test]
fn half_a_line_behind_the_checkpoint_is_cut_off() {
    let dir = tempfile::tempdir().unwrap();
    let at = dir.path();
    stopped(at);
    let whole = undisturbed(at, &[]);
    for name in ["out.part", "out.resume", "errors"] {
        let mut bytes = fs::read(at.join(name)).unwrap();
        bytes.extend(b"{\"schema\":\"depeche/1\",\"id\":\"mo");
        fs::write(at.join(name), bytes).unwrap();
    }
    assert_eq!(extract(at, &CALL).status, Some(1));
    assert_same(at, &whole);
}

#[test]
fn a_checkpoint_that_the_file_does_not_bear_out_is_passed_over() {
    let dir = tempfile::tempdir().unwrap();
    let at = dir.path();
    stopped(at);
    let whole = undisturbed(at, &[]);
    // As after a power cut: the journal was kept, the end of the output was not.
    let mut bytes = fs::read(at.join("out.part")).unwrap();
    let len = bytes.len();
    bytes[len - 3000..].fill(0);
    fs::write(at.join("out.part"), bytes).unwrap();
    assert_eq!(extract(at, &CALL).status, Some(1));
    assert_same(at, &whole);
}

#[test]
fn other_inputs_or_options_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let at = dir.path();
    stopped(at);
    let help = "  help: run without --resume to start again, or name the inputs as before\n";
    let refused = |args: &[&str], why: &str| {
        let run = extract(at, args);
        assert_eq!(run.status, Some(2));
        assert_eq!(run.err, format!("error: cannot resume: {why}\n{help}"));
        assert!(at.join("out.part").exists());
    };
    let options = "out.resume belongs to a run with other options, or of another version";
    refused(
        &["press", "-o", "out", "--resume", "--offsets", "byte"],
        options,
    );
    refused(
        &["press/a.jsonl", "-o", "out", "--resume"],
        "there are fewer inputs than when the run began",
    );
    fs::write(at.join("press/0.txt"), "Neuf.").unwrap();
    refused(
        &CALL,
        "the inputs are not the same, or not in the same order",
    );
}

#[test]
fn a_complete_run_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let at = dir.path();
    fs::write(at.join("a.txt"), "Un.").unwrap();
    let run = || -> Run {
        depeche(at, &["extract", "a.txt", "-o", "out", "--resume"])
            .output()
            .unwrap()
            .into()
    };
    assert_eq!(run().status, Some(0));
    let before = fs::read_to_string(at.join("out")).unwrap();
    let again = run();
    assert_eq!(
        (again.status, again.err.as_str()),
        (Some(0), "out is complete already\n")
    );
    assert_eq!(fs::read_to_string(at.join("out")).unwrap(), before);
}

#[test]
fn outputs_that_cannot_be_written() {
    let dir = tempfile::tempdir().unwrap();
    let at = dir.path();
    fs::write(at.join("a.txt"), "Un.").unwrap();
    let run = extract(at, &["a.txt", "-o", "rien/out"]);
    assert_eq!(run.status, Some(2));
    assert_eq!(
        run.err,
        "error: cannot write rien/out.resume: No such file or directory (os error 2)\n  \
         help: check that the folder exists and may be written to\n"
    );
    if Path::new("/dev/full").exists() {
        let run = extract(at, &["a.txt", "-o", "/dev/full"]);
        assert_eq!(run.status, Some(2));
        assert_eq!(
            run.err,
            "error: cannot write /dev/full: No space left on device (os error 28)\n  \
             help: make room on the disk, then give the same call again\n"
        );
    }
}
