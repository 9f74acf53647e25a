//! French segmentation: each case of `tests/data/fr/{tokens,sentences}.txt` is a test.

use depeche::token::{Forms, Splitter, SplitterRules, Token, sentences};
use libtest_mimic::{Arguments, Failed, Trial};

const RULES: &str = include_str!("../src/lang/fr/tokens.toml");
const TOKENS: &str = include_str!("data/fr/tokens.txt");
const SENTENCES: &str = include_str!("data/fr/sentences.txt");

fn splitter() -> Splitter {
    let rules: SplitterRules = toml::from_str(RULES).expect("tokens.toml");
    Splitter::new(&rules)
}

/// Paragraphs of a data file, notes left out, `\u{…}` resolved.
fn cases(file: &str) -> Vec<Vec<String>> {
    file.split("\n\n")
        .map(|paragraph| {
            paragraph
                .lines()
                .filter(|line| !line.starts_with('#') && !line.is_empty())
                .map(unescape)
                .collect::<Vec<_>>()
        })
        .filter(|lines| !lines.is_empty())
        .collect()
}

fn unescape(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find("\\u{") {
        let end = at + rest[at..].find('}').expect("closed escape");
        let code = u32::from_str_radix(&rest[at + 3..end], 16).expect("hexadecimal escape");
        out.push_str(&rest[..at]);
        out.push(char::from_u32(code).expect("a character"));
        rest = &rest[end + 1..];
    }
    out + rest
}

fn tokens(text: &str) -> Result<(), Failed> {
    let mut lines = text.lines();
    let (text, expected) = (lines.next().unwrap_or(""), lines.next().unwrap_or(""));
    let mut found = Vec::new();
    splitter().split(text, 0, text.len(), |p| found.push(&text[p.start..p.end]));
    let found = found.join(" | ");
    if found == expected {
        return Ok(());
    }
    Err(format!("expected: {expected}\n   found: {found}").into())
}

fn sentence(marked: &str) -> Result<(), Failed> {
    let text = marked.replace('‖', " ");
    let splitter = splitter();
    let mut forms = Forms::default();
    let mut list = Vec::new();
    let mut end = usize::MAX;
    splitter.split(&text, 0, text.len(), |p| {
        list.push(Token {
            start: p.start as u32,
            end: p.end as u32,
            form: forms.intern(&text[p.start..p.end], p.kind),
            spaced: p.start != end,
            opens_block: list.is_empty(),
            opens_sentence: false,
        });
        end = p.end;
    });
    let mut out = Vec::new();
    sentences(&text, &mut list, 0, &forms, &splitter, &mut out);
    let found: Vec<&str> = out
        .iter()
        .map(|s| {
            let (first, last) = (list[s.first as usize], list[s.end as usize - 1]);
            &text[first.start as usize..last.end as usize]
        })
        .collect();
    let found = found.join("‖");
    if found == marked {
        return Ok(());
    }
    Err(format!("expected: {marked}\n   found: {found}").into())
}

fn main() {
    let mut trials = Vec::new();
    for case in cases(TOKENS) {
        let text = case[1..].join("\n");
        trials.push(Trial::test(format!("fr/tokens/{}", case[0]), move || {
            tokens(&text)
        }));
    }
    for case in cases(SENTENCES) {
        let text = case[1..].join("\n");
        trials.push(Trial::test(
            format!("fr/sentences/{}", case[0]),
            move || sentence(&text),
        ));
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}
