//! What is read, and what is said about what cannot be. Every message is given in full: it must name
//! the file, the line and the next step.

mod common;

use std::fs;

use common::{depeche, extract, gzip};

/// A folder with `files` in it.
fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    dir
}

/// What is said about a file of these bytes, beside a good one that must come out all the same.
fn said_about(name: &str, bytes: &[u8]) -> String {
    let dir = folder(&[(name, bytes), ("bon.txt", b"Tout va bien.")]);
    let run = extract(dir.path(), &[name, "bon.txt"]);
    assert_eq!(run.status, Some(1), "{}", run.err);
    assert_eq!(run.ids().last().map(String::as_str), Some("bon.txt"));
    run.err
}

#[test]
fn a_file_without_text() {
    let help = "  help: an article needs text; delete the file, or fetch it again\n";
    let empty = |name: &str| format!("error: {name}: the file is empty\n{help}");
    assert_eq!(said_about("a.txt", b""), empty("a.txt"));
    assert_eq!(said_about("a.jsonl", b""), empty("a.jsonl"));
    assert_eq!(said_about("a.txt.gz", &gzip(b"")), empty("a.txt.gz"));
    assert_eq!(said_about("a.jsonl.gz", &gzip(b"")), empty("a.jsonl.gz"));
    assert_eq!(
        said_about("a.txt", "\u{FEFF} \n\u{A0}".as_bytes()),
        format!("error: a.txt: the file holds nothing but white space\n{help}")
    );
}

#[test]
fn a_file_that_is_no_text() {
    assert_eq!(
        said_about("a.txt", b"%PDF-1.7 ..."),
        "error: a.txt: the file is no text but a PDF\n  \
         help: take its text out first, for example with `pdftotext`\n"
    );
    let noise: Vec<u8> = (0..4000u32).map(|i| (i * i % 251) as u8).collect();
    for name in ["a.txt", "a.jsonl", "a.bin"] {
        assert_eq!(
            said_about(name, &noise),
            format!(
                "error: {name}: the file is no text: it is full of control bytes\n  \
                 help: give text in UTF-8, UTF-16 or a one-byte encoding, or leave the file out\n"
            )
        );
    }
}

#[test]
fn compressed_data_that_end_too_early() {
    let text: String = (0..9000)
        .map(|i| format!("Ligne {i} du texte.\n"))
        .collect();
    let whole = gzip(text.as_bytes());
    let help = "help: fetch or compress the file again; `gzip -t` or `zstd -t` checks it\n";
    assert_eq!(
        said_about("a.txt.gz", &whole[..whole.len() / 2]),
        format!(
            "error: a.txt.gz: the compressed data end too early: the file is truncated\n  {help}"
        )
    );
    let zst = zstd::encode_all(text.as_bytes(), 1).unwrap();
    assert_eq!(
        said_about("a.txt.zst", &zst[..zst.len() / 2]),
        format!(
            "error: a.txt.zst: the compressed data end too early: the file is truncated\n  {help}"
        )
    );
}

#[test]
fn lines_before_the_break_come_out() {
    let lines: String = (0..9000)
        .map(|i| format!("{{\"text\": \"Texte {i}.\"}}\n"))
        .collect();
    let whole = gzip(lines.as_bytes());
    let dir = folder(&[("a.jsonl.gz", &whole[..whole.len() / 2])]);
    let run = extract(dir.path(), &["a.jsonl.gz"]);
    assert_eq!(run.status, Some(1));
    let came = run.ids().len();
    assert!(came > 1000, "{came}");
    assert_eq!(
        run.err,
        format!(
            "error: a.jsonl.gz:{}: the compressed data end too early: the file is truncated; \
             the lines before this one came out\n  \
             help: fetch or compress the file again; `gzip -t` or `zstd -t` checks it\n",
            came + 1
        )
    );
}

#[test]
fn damaged_compressed_data() {
    let mut bytes = gzip("Un texte assez long pour être abîmé.".as_bytes());
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0xFF;
    let said = said_about("a.txt.gz", &bytes);
    assert!(
        said.starts_with("error: a.txt.gz: the compressed data are damaged: "),
        "{said}"
    );
}

#[test]
fn lines_that_are_no_article() {
    let help = "  help: each line must be one JSON object with a `text`; \
                for plain text use --input-format text\n";
    let string = "  help: write it as text in quotation marks, or leave the field out\n";
    let text = "  help: put the article's text in a string field called `text`\n";
    for (line, said) in [
        (
            "nope",
            format!("not JSON: expected ident at byte 2 of the line\n{help}"),
        ),
        (
            r#"{"text": "a"#,
            format!("not JSON: EOF while parsing a string at byte 11 of the line\n{help}"),
        ),
        (
            r#"{"text": "a"} {}"#,
            format!("not JSON: trailing characters at byte 15 of the line\n{help}"),
        ),
        (
            r#""texte""#,
            format!("invalid type: string \"texte\", expected an object\n{help}"),
        ),
        (
            r#"{"id": "x"}"#,
            format!("the object has no `text`\n{text}"),
        ),
        (r#"{"text": null}"#, format!("`text` is null\n{text}")),
        (
            r#"{"text": 5}"#,
            format!("`text` is a number, not a string\n{string}"),
        ),
        (
            r#"{"text": "a", "title": ["b"]}"#,
            format!("`title` is an array, not a string\n{string}"),
        ),
        (
            r#"{"text": "a", "id": {"b": [1]}}"#,
            format!("`id` is an object, not a string or a number\n{string}"),
        ),
        (
            r#"{"text": " \n"}"#,
            "`text` holds nothing but white space\n  \
             help: an article needs text; leave the line out, or fetch the article again\n"
                .to_owned(),
        ),
    ] {
        let file = format!("{{\"text\": \"Bon.\"}}\n\n{line}\n");
        assert_eq!(
            said_about("a.jsonl", file.as_bytes()),
            format!("error: a.jsonl:3: {said}"),
            "{line}"
        );
    }
}

#[test]
fn json_that_is_not_on_lines() {
    assert!(said_about("a.jsonl", b"[{\"text\": \"a\"}]").ends_with(
        "help: the file looks like one JSON array; make lines of it: `jq -c '.[]' FILE`\n"
    ));
    let said = said_about("a.json", b"{\n  \"text\": \"a\"\n}\n");
    assert!(
        said.contains("make one line an article: `jq -c . FILE`"),
        "{said}"
    );
}

#[test]
fn formats_that_are_not_read() {
    assert_eq!(
        said_about("a.xml", b"<a/>"),
        "error: a.xml: depeche does not read this format\n  \
         help: make plain text or JSON lines of it; if it is plain text, say --input-format text\n"
    );
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let dir = folder(&[("a.txt", b"Secret."), ("bon.txt", b"Tout va bien.")]);
    let path = dir.path().join("a.txt");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(&path).is_ok() {
        return; // The superuser may read everything.
    }
    let run = extract(dir.path(), &["."]);
    assert_eq!(
        run.err,
        "error: a.txt: the file may not be read: permission denied\n  \
         help: give yourself the right to read it, for example with `chmod u+r`\n"
    );
    assert_eq!((run.status, run.ids()), (Some(1), vec!["bon.txt".into()]));
}

#[cfg(unix)]
#[test]
fn a_link_to_nothing_and_a_link_in_a_circle() {
    let dir = folder(&[("d/bon.txt", b"Tout va bien.")]);
    std::os::unix::fs::symlink("../d", dir.path().join("d/rond")).unwrap();
    std::os::unix::fs::symlink("parti.txt", dir.path().join("d/vide.txt")).unwrap();
    let run = extract(dir.path(), &["d"]);
    assert_eq!((run.status, run.ids()), (Some(1), vec!["d/bon.txt".into()]));
    assert_eq!(
        run.err,
        "error: d/rond: a link leads back into a folder above it\n  \
         help: remove the link; the files are read where they really are\n\
         error: d/vide.txt: the file does not exist\n  \
         help: check the path; was it moved while depeche ran?\n"
    );
}

#[test]
fn wrong_calls_do_nothing() {
    let dir = folder(&[("d/a.csv", b"a,b\n"), ("bon.txt", b"Tout va bien.")]);
    for (args, said) in [
        (
            &["bon.txt", "rien.txt"][..],
            "rien.txt: no such file or folder\n  \
             help: check the path; a pattern such as '*.txt' is taken too",
        ),
        (
            &["bon.txt", "*.jsonl"],
            "*.jsonl: no file matches this pattern\n  \
             help: `*` stays in its folder, `**` goes through folders; quote the pattern",
        ),
        (
            &["d"],
            "d: no article in this folder\n  \
             help: .txt, .jsonl and .ndjson are read, also with .gz or .zst; \
             other names with --input-format",
        ),
        (
            &["-", "-"],
            "-: standard input is named twice\n  help: name it once",
        ),
        (
            &["bon.txt", "-o", "bon.txt"],
            "bon.txt: the output is also an input\n  help: write to another file",
        ),
        (
            &["[a.txt"],
            "[a.txt: not a pattern: unclosed character class; missing ']'\n  \
             help: write [[] for a bracket that is meant as such",
        ),
    ] {
        let run = extract(dir.path(), args);
        assert_eq!(
            (run.status, run.err),
            (Some(2), format!("error: {said}\n")),
            "{args:?}"
        );
        assert_eq!(run.out, "");
    }
}

#[test]
fn every_kind_of_input_in_a_stable_order() {
    let line = b"{\"text\": \"Un.\", \"id\": 7}\n{\"text\": \"Deux.\"}";
    let dir = folder(&[
        ("p/b.txt", b"Deux."),
        ("p/a.txt", "Année.".as_bytes()),
        ("p/c/e.jsonl", line),
        ("p/c/d.txt.gz", &gzip(b"Trois.")),
        ("p/f.ndjson.zst", &zstd::encode_all(&line[..], 1).unwrap()),
        ("p/image.png", b"\x89PNG"),
        ("p/.cache/g.txt", b"Jamais."),
        ("sans-suffixe", line),
        ("notes.md", b"Quatre."),
    ]);
    let all = [
        "p/a.txt",
        "p/b.txt",
        "p/c/d.txt.gz",
        "7",
        "p/c/e.jsonl:2",
        "7",
        "p/f.ndjson.zst:2",
    ];
    let run = extract(dir.path(), &["p"]);
    assert_eq!(
        (run.ids(), run.err.as_str()),
        (all.map(String::from).into(), "")
    );
    let run = extract(dir.path(), &["notes.md", "sans-suffixe", "p/**/*.txt*"]);
    assert_eq!(
        run.ids(),
        [
            "notes.md",
            "7",
            "sans-suffixe:2",
            "p/a.txt",
            "p/b.txt",
            "p/c/d.txt.gz"
        ]
    );
    let run = extract(dir.path(), &["--input-format", "text", "p/c"]);
    assert_eq!(run.ids(), ["p/c/d.txt.gz", "p/c/e.jsonl"]);
}

#[test]
fn standard_input() {
    let dir = tempfile::tempdir().unwrap();
    let run = |args: &[&str], input: Vec<u8>| -> common::Run {
        let mut all = vec!["extract", "--quiet", "-"];
        all.extend(args);
        depeche(dir.path(), &all)
            .write_stdin(input)
            .output()
            .unwrap()
            .into()
    };
    assert_eq!(run(&[], b"{\"text\": \"Un.\"}\n".to_vec()).ids(), ["-:1"]);
    assert_eq!(run(&[], gzip(b"\n{\"text\": \"Un.\"}")).ids(), ["-:2"]);
    assert_eq!(
        run(&["--input-format", "text"], b"Un.".to_vec()).ids(),
        ["-"]
    );
    let nothing = run(&[], Vec::new());
    assert_eq!((nothing.status, nothing.err.as_str()), (Some(0), ""));
}

#[test]
fn fields_of_a_line() {
    let line = r#"{"text": "Un.", "title": "Titre", "published": "2024-03-12", "lang": "fr",
        "source": {"nom": "Gazette"}, "pages": [1, 2.5]}"#
        .replace('\n', "");
    let dir = folder(&[("a.jsonl", line.as_bytes())]);
    let record = |args: &[&str]| -> serde_json::Value {
        let mut all = vec!["a.jsonl"];
        all.extend(args);
        serde_json::from_str(&extract(dir.path(), &all).out).unwrap()
    };
    let got = record(&[]);
    assert_eq!(got["title"], "Titre");
    assert_eq!(got["published"], "2024-03-12");
    assert_eq!(
        got["meta"],
        serde_json::json!({"source": {"nom": "Gazette"}, "pages": [1, 2.5]})
    );
    assert_eq!(record(&["--date", "2023-11-20"])["published"], "2023-11-20");
}

#[test]
fn what_is_nested_too_deeply_costs_its_line() {
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    let file = format!("{{\"text\": \"Bon.\", \"x\": {deep}}}\n{{\"text\": \"Bon.\"}}\n");
    let said = said_about("a.jsonl", file.as_bytes());
    let wanted = "error: a.jsonl:1: not JSON: lists and objects nested too deeply at byte ";
    assert!(said.starts_with(wanted), "{said}");
}

#[test]
fn half_a_surrogate_pair_costs_a_character_not_the_article() {
    let line = br#"{"text": "Un \ud83d mot, \\ud83d et \ud83d\ude00.", "id": "\udc00"}"#;
    let dir = folder(&[("a.jsonl", line)]);
    let run = extract(dir.path(), &["a.jsonl"]);
    assert_eq!((run.status, run.ids()), (Some(0), vec!["\u{FFFD}".into()]));
    assert!(
        run.out.contains(r#""code":"lone-surrogate""#),
        "{}",
        run.out
    );
}

#[test]
fn a_line_in_another_encoding() {
    let dir = folder(&[(
        "a.jsonl",
        b"{\"text\": \"Un.\", \"title\": \"\xC9t\xE9\"}\n{\"text\": \"Deux.\"}",
    )]);
    let run = extract(dir.path(), &["a.jsonl"]);
    assert_eq!(run.ids(), ["a.jsonl:1", "a.jsonl:2"]);
    assert!(run.out.contains("\"title\":\"Été\""), "{}", run.out);
    assert!(
        run.out
            .contains("the line is not valid UTF-8; read as windows-1252")
    );
}

#[test]
fn marks_and_utf16_lines() {
    let line = "{\"text\": \"Été.\", \"id\": \"é\"}\n";
    let mut wide = vec![0xFF, 0xFE];
    wide.extend(line.repeat(2).encode_utf16().flat_map(u16::to_le_bytes));
    let dir = folder(&[
        ("a.jsonl", format!("\u{FEFF}{line}").as_bytes()),
        ("b.jsonl", &wide),
    ]);
    let run = extract(dir.path(), &["."]);
    assert_eq!((run.err.as_str(), run.ids()), ("", vec!["é".to_owned(); 3]));
}
