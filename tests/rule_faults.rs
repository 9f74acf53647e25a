//! What is said about faulty packs: whole messages, as data in `data/rules/faults.txt`.

use std::borrow::Cow;

use depeche::Pipeline;
use libtest_mimic::{Arguments, Failed, Trial};

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/rules/faults.txt");

const BASE: [(&str, &str); 4] = [
    (
        "pack.toml",
        "lang = \"xx\"\nname = \"test\"\nphases = [\"<num>\", \"<quoted>\", \"a\", \"b\"]\n",
    ),
    ("tokens.toml", ""),
    ("blocks.toml", ""),
    ("lexicon/titles.tsv", "form\tgender\nMme\tf\nM.\tm\n"),
];

struct Case {
    name: String,
    files: Vec<(String, String)>,
    said: String,
}

fn cases(text: &str) -> (String, Vec<Case>) {
    let (head, rest) = text.split_once("=== ").expect("a case");
    let cases = rest.split("\n=== ").map(|case| {
        let mut parts = case.split("\n--- ");
        let name = parts.next().unwrap_or_default().to_owned();
        let mut files: Vec<(String, String)> = parts
            .map(|part| {
                let (path, text) = part.split_once('\n').unwrap_or((part, ""));
                (path.to_owned(), format!("{text}\n"))
            })
            .collect();
        let (_, said) = files.pop().expect("what is said");
        Case {
            name,
            files,
            said: said.trim().to_owned(),
        }
    });
    (head.to_owned(), cases.collect())
}

fn said(files: &[(String, String)]) -> String {
    let mut pack: Vec<(String, Cow<'static, str>)> = BASE
        .iter()
        .map(|&(path, text)| (path.to_owned(), Cow::Borrowed(text)))
        .collect();
    for (path, text) in files {
        pack.retain(|(known, _)| known != path);
        pack.push((path.clone(), Cow::Owned(text.clone())));
    }
    match Pipeline::with_pack("xx", "", pack) {
        Ok(pipeline) => pipeline.pack().warnings().trim().to_owned(),
        Err(faults) => faults.to_string().trim().to_owned(),
    }
}

fn main() {
    let args = Arguments::from_args();
    let text = std::fs::read_to_string(PATH).expect("the cases");
    let (head, cases) = cases(&text);
    if std::env::var_os("UPDATE").is_some() {
        let mut out = head;
        for case in &cases {
            out += &format!("=== {}\n", case.name);
            for (path, text) in &case.files {
                out += &format!("--- {path}\n{text}");
            }
            out += &format!("--- said\n{}\n\n", said(&case.files));
        }
        std::fs::write(PATH, out).expect("the cases can be written");
        return;
    }
    let mut messages: Vec<&str> = cases
        .iter()
        .filter_map(|case| case.said.lines().next())
        .collect();
    messages.sort_unstable();
    messages.dedup();
    let different = messages.len();
    let mut trials = vec![Trial::test("faults.txt/forty-different", move || {
        if different >= 40 {
            Ok(())
        } else {
            Err(Failed::from(format!("only {different} different messages")))
        }
    })];
    trials.extend(cases.into_iter().map(|case| {
        Trial::test(format!("faults.txt/{}", case.name), move || {
            let said = said(&case.files);
            if said == case.said {
                Ok(())
            } else {
                Err(Failed::from(format!(
                    "wanted:\n{}\n\nsaid:\n{said}",
                    case.said
                )))
            }
        })
    }));
    libtest_mimic::run(&args, trials).exit();
}
