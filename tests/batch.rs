//! Many articles: order, ends of every kind, and going on after them.

mod common;

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};

use common::{Run, depeche, extract, ids};

/// JSON lines of `n` articles, some of which fail.
fn lines(n: usize) -> String {
    let line = |i: usize| match i % 97 {
        13 => "{\"id\": \"sans texte\"}\n".to_owned(),
        50 => "\n".to_owned(),
        _ => format!(
            "{{\"id\": {i}, \"text\": \"Numéro {i}. {}\"}}\n",
            "Un mot. ".repeat(i % 40)
        ),
    };
    (0..n).map(line).collect()
}

fn program() -> Command {
    Command::new(assert_cmd::cargo::cargo_bin!("depeche"))
}

#[test]
fn the_output_does_not_depend_on_the_number_of_workers() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.jsonl"), lines(6000)).unwrap();
    for i in 0..300 {
        fs::write(dir.path().join(format!("{i:03}.txt")), "Mot. ".repeat(i)).unwrap();
    }
    let run = |jobs| extract(dir.path(), &[".", "-j", jobs]);
    let one = run("1");
    assert_eq!(one.ids().len(), 299 + 6000 - 62 - 62);
    for jobs in ["2", "3", "8"] {
        let many = run(jobs);
        assert_eq!(many.out, one.out, "-j {jobs}");
        assert_eq!(many.err, one.err, "-j {jobs}");
    }
}

#[test]
fn what_a_run_writes_it_does_not_read() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("p")).unwrap();
    fs::write(dir.path().join("p/m.txt"), "Un.").unwrap();
    for _ in 0..2 {
        let run = extract(
            dir.path(),
            &[
                "p",
                "--input-format",
                "text",
                "-o",
                "p/out",
                "--errors",
                "p/z.jsonl",
            ],
        );
        assert_eq!((run.status, run.err.as_str()), (Some(0), ""));
        let out = fs::read_to_string(dir.path().join("p/out")).unwrap();
        assert_eq!(ids(&out), ["p/m.txt"]);
    }
    fs::remove_file(dir.path().join("p/z.jsonl")).unwrap();
    for _ in 0..2 {
        let run = extract(
            dir.path(),
            &[
                "p",
                "--format",
                "csv",
                "-o",
                "p/out.tables",
                "--input-format",
                "text",
            ],
        );
        assert_eq!(run.err, "");
        let articles = fs::read_to_string(dir.path().join("p/out.tables/articles.csv")).unwrap();
        assert_eq!(articles.lines().count(), 3, "{articles}");
    }
}

#[test]
fn one_array() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.jsonl"), lines(30)).unwrap();
    let run = extract(dir.path(), &["a.jsonl", "--format", "json"]);
    let array: Vec<serde_json::Value> = serde_json::from_str(&run.out).unwrap();
    assert_eq!(array.len(), 29);
    fs::write(dir.path().join("b.txt"), "").unwrap();
    assert_eq!(
        extract(dir.path(), &["b.txt", "--format", "json"]).out,
        "[\n]\n"
    );
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(
        dir.path().join("a.jsonl"),
        lines(20_000).replace("{\"id\": \"sans texte\"}", ""),
    )
    .unwrap();
    let mut child = program()
        .current_dir(dir.path())
        .args(["extract", "a.jsonl"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = String::new();
    BufReader::with_capacity(64, child.stdout.take().unwrap())
        .read_line(&mut first)
        .unwrap();
    let mut said = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut said)
        .unwrap();
    assert_eq!((child.wait().unwrap().code(), said.as_str()), (Some(0), ""));
}

#[test]
fn a_pipe_that_closes_before_the_end_of_the_list_is_no_error() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.txt"), "Le port est fermé.").unwrap();
    let mut child = program()
        .current_dir(dir.path())
        .args(["extract", "a.txt", "--format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), said.as_str()), (Some(0), ""));
}

#[test]
fn the_list_of_errors() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(
        dir.path().join("a.jsonl"),
        "{\"text\": \"Un.\"}\n{\"id\": \"x\", \"text\": 5}\n",
    )
    .unwrap();
    let run = extract(dir.path(), &["a.jsonl", "--errors", "e.jsonl"]);
    assert_eq!(run.status, Some(1));
    let listed = fs::read_to_string(dir.path().join("e.jsonl")).unwrap();
    let listed: serde_json::Value = serde_json::from_str(&listed).unwrap();
    assert_eq!(
        listed,
        serde_json::json!({
            "source": "a.jsonl", "line": 2, "id": "x", "code": "wrong-type",
            "message": "`text` is a number, not a string",
            "help": "write it as text in quotation marks, or leave the field out",
        })
    );
}

#[test]
fn too_many_errors() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.jsonl"), lines(6000)).unwrap();
    for jobs in ["1", "4"] {
        let run = extract(dir.path(), &["a.jsonl", "-j", jobs, "--max-errors", "2"]);
        assert_eq!(run.status, Some(1));
        assert_eq!(run.err.matches("error: a.jsonl:").count(), 3, "{}", run.err);
        assert!(
            run.err.contains("more than 2 articles failed"),
            "{}",
            run.err
        );
        // Lines 14, 111 and 208 have no text; the third is one too many.
        assert_eq!(run.ids().last().unwrap(), "206");
    }
}

#[test]
fn messages_for_programs() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.jsonl"), "{\"text\": \"Un.\"}\nnon\n").unwrap();
    let run: Run = depeche(dir.path(), &["extract", "a.jsonl", "--log", "json"])
        .output()
        .unwrap()
        .into();
    let events: Vec<serde_json::Value> = run
        .err
        .lines()
        .map(|line| serde_json::from_str(line).expect(line))
        .collect();
    assert_eq!(events.len(), 2, "{}", run.err);
    assert_eq!(
        (&events[0]["event"], &events[0]["line"]),
        (&"failure".into(), &2.into())
    );
    assert_eq!(
        (&events[1]["event"], &events[1]["end"]),
        (&"summary".into(), &"complete".into())
    );
    assert_eq!(
        (&events[1]["articles"], &events[1]["failures"]),
        (&1.into(), &1.into())
    );
}

#[test]
fn the_summary() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.jsonl"), lines(2000)).unwrap();
    fs::write(dir.path().join("b.pdf"), "%PDF").unwrap();
    let run: Run = depeche(dir.path(), &["extract", ".", "-j", "1"])
        .output()
        .unwrap()
        .into();
    let summary: Vec<_> = run
        .err
        .lines()
        .skip_while(|line| !line.contains(" articles, "))
        .collect();
    assert!(
        summary[0].starts_with("1,958 articles, 21 failed; "),
        "{summary:?}"
    );
    assert!(summary[0].ends_with(" MB/s, 1 worker)"), "{summary:?}");
    assert!(summary[1].starts_with("  persons "), "{summary:?}");
    assert_eq!(summary[2], "  files of other kinds left out: 1");
}

/// A long-running call with `-o`, fed by hand.
#[cfg(unix)]
#[test]
fn an_interruption_ends_cleanly_and_can_be_resumed() {
    use std::io::Write;
    let dir = tempfile::tempdir().unwrap();
    let input = lines(3000);
    let mut child = program()
        .current_dir(dir.path())
        .args(["extract", "-", "-o", "out.jsonl"])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Half a line is under way when the signal comes, and standard input stays open.
    let half = input.len() / 2;
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(&input.as_bytes()[..half]).unwrap();
    stdin.flush().unwrap();
    let part = dir.path().join("out.jsonl.part");
    while fs::metadata(&part).map_or(0, |m| m.len()) < 10_000 {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let pid = child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-INT", &pid])
            .status()
            .unwrap()
            .success()
    );
    let mut said = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut said)
        .unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(
        said.ends_with("interrupted; the same call with --resume goes on from here\n"),
        "{said}"
    );
    drop(stdin);
    let before = fs::read_to_string(&part).unwrap();
    assert!(before.ends_with('\n'));

    let rest: Run = depeche(dir.path(), &["extract", "-", "-o", "out.jsonl", "--resume"])
        .write_stdin(input)
        .output()
        .unwrap()
        .into();
    assert!(
        rest.err.contains("articles stood there from before"),
        "{}",
        rest.err
    );
    let after = fs::read_to_string(dir.path().join("out.jsonl")).unwrap();
    assert!(after.starts_with(&before));
    assert_eq!(ids(&after).len(), 3000 - 31 - 31);
    assert!(!part.exists() && !dir.path().join("out.jsonl.resume").exists());
}
