//! The commands as a user calls them.

use std::path::Path;
use std::process::{Command, Output};

use assert_cmd::cargo::CommandCargoExt;

fn depeche(arguments: &[&str], folder: &Path) -> Output {
    let mut command = Command::cargo_bin("depeche").unwrap();
    command
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap()
}

fn out(output: &Output) -> String {
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A brat folder with one article, and a prediction that misses the place and finds one name too many.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let put =
        |name: &str, content: &str| std::fs::write(folder.path().join(name), content).unwrap();
    std::fs::create_dir(folder.path().join("gold")).unwrap();
    put("gold/un.txt", "Aude Roy vit à Lyon, dit Ute.\n");
    put(
        "gold/un.ann",
        "T1\tPER 0 8\tAude Roy\nT2\tLOC 15 19\tLyon\n",
    );
    put(
        "a.jsonl",
        "{\"id\": \"un\", \"text\": \"Aude Roy vit à Lyon, dit Ute.\\n\", \"label\": [[0, 8, \"PER\"], [25, 28, \"PER\"]]}\n",
    );
    put(
        "b.jsonl",
        "{\"id\": \"un\", \"text\": \"Aude Roy vit à Lyon, dit Ute.\\n\", \"label\": [[0, 8, \"PER\"], [15, 19, \"LOC\"]]}\n",
    );
    folder
}

#[test]
fn a_brat_folder_gives_figures_errors_and_json_in_one_command() {
    let folder = folder();
    let text = out(&depeche(
        &[
            "eval", "gold", "--pred", "a.jsonl", "--errors", "--by", "kind",
        ],
        folder.path(),
    ));
    assert!(
        text.contains("missed\tname place\tAude Roy vit à [Lyon], dit Ute."),
        "{text}"
    );
    assert!(
        text.contains("spurious\tname person\tAude Roy vit à Lyon, dit [Ute]."),
        "{text}"
    );
    assert!(text.contains("gold/un.ann:2 un\tmissed"), "{text}");
    let json = out(&depeche(
        &["eval", "gold", "--pred", "a.jsonl", "--json"],
        folder.path(),
    ));
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["measures"]["person"]["precision"], 0.5);
    assert_eq!(json["measures"]["place"]["recall"], 0.0);
    assert_eq!(json["semeval"]["all"]["strict"]["SPU"], 1);
    assert_eq!(json["errors"]["un"], 2);
}

#[test]
fn compare_lists_what_was_gained() {
    let folder = folder();
    let text = out(&depeche(
        &["eval", "compare", "a.jsonl", "b.jsonl", "--gold", "gold"],
        folder.path(),
    ));
    let gained = text.lines().filter(|l| l.starts_with("gained\t")).count();
    assert_eq!((gained, text.contains("lost\t")), (2, false), "{text}");
    assert!(
        text.contains("paired permutation over articles, 1000 draws, seed 1"),
        "{text}"
    );
}

#[test]
fn the_gate_shuts_on_a_fall_and_asks_on_a_rise() {
    let folder = folder();
    let gate = |pred: &str, more: &[&str]| {
        let mut call = vec!["eval", "gold", "--pred", pred, "--gate", "gate.json"];
        call.extend(more);
        depeche(&call, folder.path())
    };
    let missing = gate("a.jsonl", &[]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&missing.stderr).contains("write it first with --renew"));
    assert_eq!(gate("a.jsonl", &["--renew"]).status.code(), Some(0));
    assert_eq!(gate("a.jsonl", &[]).status.code(), Some(0));
    let rise = gate("b.jsonl", &[]);
    assert_eq!(rise.status.code(), Some(0));
    assert!(
        String::from_utf8_lossy(&rise.stderr).contains("better: place: 0.00 before, 100.00 now")
    );
    gate("b.jsonl", &["--renew"]);
    let fall = gate("a.jsonl", &[]);
    assert_eq!(fall.status.code(), Some(1));
    assert!(
        String::from_utf8_lossy(&fall.stderr).contains("worse: place: 100.00 before, 0.00 now")
    );
}

#[test]
fn wrong_calls_say_what_to_do() {
    let folder = folder();
    for (call, message) in [
        (&["eval", "a.txt"][..], "a.txt"),
        (
            &["eval", "gold/un.txt"][..],
            "not a format of gold; it is told by the ending: .xml, .ann, .conll, .jsonl",
        ),
        (&["eval", "gold", "--pred", "c.jsonl"][..], "c.jsonl"),
        (
            &["convert", "gold", "--to", "brat"][..],
            "-o FOLDER is needed",
        ),
    ] {
        let output = depeche(call, folder.path());
        assert_eq!(output.status.code(), Some(2), "{call:?}");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains(message), "{call:?}: {said}");
    }
}

#[test]
fn check_reports_and_sets_the_status() {
    let folder = folder();
    let fine = depeche(&["eval", "--check", "gold"], folder.path());
    assert_eq!(fine.status.code(), Some(0));
    std::fs::write(
        folder.path().join("gold/un.ann"),
        "T1\tPER 0 9\tAude Roy \n",
    )
    .unwrap();
    let fault = depeche(&["eval", "--check", "gold"], folder.path());
    assert_eq!(fault.status.code(), Some(1));
    let said = String::from_utf8_lossy(&fault.stdout);
    assert!(
        said.contains("gold/un.ann:1: fault: person \"Aude Roy \" begins or ends with a space"),
        "{said}"
    );
}

#[test]
fn convert_there_and_back() {
    let folder = folder();
    out(&depeche(
        &["convert", "gold", "--to", "tei", "-o", "tei"],
        folder.path(),
    ));
    let tei = std::fs::read_to_string(folder.path().join("tei/un.xml")).unwrap();
    assert!(
        tei.contains(
            "<p><persName>Aude Roy</persName> vit à <placeName>Lyon</placeName>, dit Ute.\n</p>"
        ),
        "{tei}"
    );
    let lines = out(&depeche(
        &["convert", "gold", "--to", "doccano"],
        folder.path(),
    ));
    std::fs::write(folder.path().join("back.jsonl"), lines).unwrap();
    let json = out(&depeche(
        &["eval", "gold", "--pred", "back.jsonl", "--json"],
        folder.path(),
    ));
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["measures"]["name"]["f1"], 1.0);
}
