//! Random faults for as long as you like: `DEPECHE_SOAK_SECONDS=600 cargo test --release --test soak`.
//! Without the variable it runs for a few seconds. Each round has its number as seed; a failure names
//! it, and `DEPECHE_SOAK_FROM=number` begins there.
#![cfg(unix)]

mod common;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use common::{extract, gzip};

/// A small generator of our own: the rounds must be the same on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }
}

/// Files of every kind, a good part of them broken.
fn archive(folder: &Path, dice: &mut Dice) {
    fs::create_dir_all(folder.join("sub")).unwrap();
    for i in 0..10 + dice.below(150) {
        let text = "À Lyon, Aïcha Morvan a dit : « Non. » ".repeat(1 + dice.below(60));
        let line = format!("{{\"id\": \"même\", \"n\": {i}, \"text\": \"{text}\"}}\n");
        let (name, mut bytes) = match dice.below(4) {
            0 => (
                format!("{i}.jsonl"),
                line.repeat(1 + dice.below(300)).into_bytes(),
            ),
            1 => (
                format!("{i}.jsonl.gz"),
                gzip(line.repeat(1 + dice.below(300)).as_bytes()),
            ),
            2 => (format!("sub/{i}.txt"), text.into_bytes()),
            _ => (format!("sub/{i}.txt.gz"), gzip(text.as_bytes())),
        };
        match dice.below(8) {
            0 => bytes.truncate(dice.below(bytes.len())),
            1 => {
                for _ in 0..1 + dice.below(20) {
                    let at = dice.below(bytes.len());
                    bytes[at] = dice.below(256) as u8;
                }
            }
            2 => bytes.clear(),
            3 => {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                bytes = encoding_rs::WINDOWS_1252.encode(&text).0.into_owned();
            }
            _ => {}
        }
        fs::write(folder.join(name), bytes).unwrap();
    }
}

/// Starts the call again and again, and ends it in one way or another, until it comes to its end.
fn disturbed(at: &Path, call: &[&str], dice: &mut Dice) -> usize {
    for kills in 0.. {
        let jobs = (1 + dice.below(4)).to_string();
        // A full disk, now and then: a limit on the size of a file, in blocks of 512 bytes.
        let blocks = if dice.below(4) == 0 {
            dice.below(2000).to_string()
        } else {
            "unlimited".into()
        };
        let mut child = Command::new("sh")
            .current_dir(at)
            .args([
                "-c",
                "trap '' XFSZ; ulimit -f \"$1\"; shift; exec \"$@\"",
                "sh",
                &blocks,
            ])
            .arg(assert_cmd::cargo::cargo_bin!("depeche"))
            .args(["extract", "--quiet", "-j", &jobs])
            .args(call)
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let patience = Duration::from_millis((dice.below(200) + 20 * kills) as u64);
        let began = Instant::now();
        let ended = loop {
            if let Some(status) = child.try_wait().unwrap() {
                break status.code();
            }
            if began.elapsed() > patience {
                let signal = ["-INT", "-KILL", "-TERM"][dice.below(3)];
                // It may have ended by itself in between.
                let _ = Command::new("kill")
                    .args([signal, &child.id().to_string()])
                    .status();
                break child.wait().unwrap().code();
            }
            std::thread::sleep(Duration::from_millis(1));
        };
        match ended {
            Some(0 | 1) => return kills,
            // The disk was full, it was interrupted, or killed.
            Some(2 | 130) | None => {}
            other => panic!("exit status {other:?}"),
        }
    }
    unreachable!()
}

#[test]
fn nothing_lost_and_nothing_twice() {
    let variable = |name: &str| std::env::var(name).ok().and_then(|v| v.parse::<u64>().ok());
    let time = Duration::from_secs(variable("DEPECHE_SOAK_SECONDS").unwrap_or(3));
    let first = variable("DEPECHE_SOAK_FROM").unwrap_or(1);
    let began = Instant::now();
    let mut kills = 0;
    let mut rounds = 0;
    for seed in first.. {
        let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let dir = tempfile::tempdir().unwrap();
        let at = dir.path();
        archive(&at.join("press"), &mut dice);
        let layout = ["jsonl", "json"][dice.below(2)];
        let call = |out, errors| ["press", "-o", out, "--errors", errors, "--format", layout];
        let whole = extract(at, &call("whole", "whole.errors"));
        assert!(
            matches!(whole.status, Some(0 | 1)),
            "round {seed}: {}",
            whole.err
        );
        kills += disturbed(
            at,
            &[&call("out", "errors")[..], &["--resume"]].concat(),
            &mut dice,
        );
        for (got, wanted) in [("out", "whole"), ("errors", "whole.errors")] {
            let read = |name: &str| fs::read(at.join(name)).unwrap();
            assert!(
                read(got) == read(wanted),
                "round {seed}: {got} differs from {wanted}"
            );
        }
        rounds += 1;
        if began.elapsed() > time {
            break;
        }
    }
    println!(
        "{rounds} rounds, {kills} interruptions, in {:?}",
        began.elapsed()
    );
}
