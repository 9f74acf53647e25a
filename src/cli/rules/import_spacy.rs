//! `depeche rules import-spacy`: EntityRuler patterns to lists and rules.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value};

use super::super::{Outcome, say};

/// Turn spaCy EntityRuler patterns (patterns.jsonl) into lists and rules for --pack
///
/// Phrases become a list a label and one rule over it; token patterns become a rule each. What could
/// not be carried over is told on standard error, with its line. Examples are made up from the patterns:
/// put sentences of your own in their place.
#[derive(clap::Args)]
#[command(after_help = "\
Example:
  depeche rules import-spacy patterns.jsonl --into mypack/ && depeche rules test --pack mypack/")]
pub(super) struct Args {
    /// A line of JSON a pattern: {\"label\": …, \"pattern\": …}
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Folder to write rules/ and lexicon/ into
    #[arg(long, value_name = "DIR")]
    into: PathBuf,
    /// Phase of the pack in which the rules run
    #[arg(long, default_value = "noms")]
    phase: String,
}

/// What comes of a file of patterns.
#[derive(Default)]
struct Import {
    /// Phrases by type.
    phrases: BTreeMap<&'static str, Vec<String>>,
    rules: String,
    count: usize,
    lost: Vec<String>,
}

pub(super) fn run(args: &Args) -> Outcome {
    let text = std::fs::read_to_string(&args.file)
        .with_context(|| format!("{} cannot be read", args.file.display()))?;
    let name = args.file.display().to_string();
    let mut import = Import::default();
    for (index, line) in text.lines().enumerate() {
        if !line.trim().is_empty() {
            import.line(&name, index + 1, line);
        }
    }
    let (files, rules) = import.files(&args.phase);
    ensure!(
        rules > 0,
        "{name}: no pattern could be carried over\n{}",
        import.lost.join("\n")
    );
    for (path, text) in &files {
        let path = args.into.join(path);
        ensure!(!path.exists(), "{} is there already", path.display());
        let folder = path.parent().unwrap_or(&args.into);
        std::fs::create_dir_all(folder)
            .and_then(|()| std::fs::write(&path, text))
            .with_context(|| format!("cannot write {}", path.display()))?;
        say(&format!("wrote {}", path.display()));
    }
    for lost in &import.lost {
        say(lost);
    }
    say(&format!(
        "{rules} rules; {} things not carried over",
        import.lost.len()
    ));
    Ok(ExitCode::SUCCESS)
}

/// The type that a label stands for; `None` for one that no record type answers to.
fn output(label: &str) -> Option<&'static str> {
    match label.to_uppercase().as_str() {
        "PER" | "PERSON" => Some("person"),
        "ORG" => Some("organization"),
        "LOC" | "GPE" | "FAC" => Some("place"),
        "MISC" | "EVENT" | "PRODUCT" | "WORK_OF_ART" | "LAW" | "NORP" | "LANGUAGE" => Some("other"),
        _ => None,
    }
}

impl Import {
    fn lose(&mut self, file: &str, line: usize, what: &str) {
        self.lost
            .push(format!("{file}:{line}: not carried over: {what}"));
    }

    fn line(&mut self, file: &str, number: usize, line: &str) {
        let record: Map<String, Value> = match serde_json::from_str(line) {
            Ok(record) => record,
            Err(e) => return self.lose(file, number, &format!("the line is no JSON object ({e})")),
        };
        let label = record.get("label").and_then(Value::as_str).unwrap_or("");
        let output = output(label).unwrap_or_else(|| {
            self.lose(
                file,
                number,
                &format!("the label {label:?}: its matches become `other`"),
            );
            "other"
        });
        if record.contains_key("id") {
            self.lose(file, number, "the id: records are numbered by article");
        }
        match record.get("pattern") {
            Some(Value::String(phrase)) if !phrase.trim().is_empty() => {
                if !phrase.contains(char::is_uppercase) {
                    self.lose(
                        file,
                        number,
                        &format!("the small letters of {phrase:?}: capitals match too"),
                    );
                }
                self.phrases
                    .entry(output)
                    .or_default()
                    .push(phrase.trim().to_owned());
            }
            Some(Value::Array(tokens)) if !tokens.is_empty() => {
                match tokens
                    .iter()
                    .map(token)
                    .collect::<Result<Vec<Token>, String>>()
                {
                    Ok(tokens) => self.rule(output, number, &tokens),
                    Err(why) => self.lose(file, number, &format!("the pattern: {why}")),
                }
            }
            _ => self.lose(
                file,
                number,
                "no pattern: it is neither a phrase nor a list of tokens",
            ),
        }
    }

    fn rule(&mut self, output: &str, line: usize, tokens: &[Token]) {
        let pattern: Vec<&str> = tokens.iter().map(|t| t.pattern.as_str()).collect();
        let sample: Vec<&str> = tokens.iter().map(|t| t.sample.as_str()).collect();
        self.count += 1;
        let _ = write!(
            self.rules,
            "\nrule spacy-{line} -> {output}\n  note    \"line {line} of the imported patterns\"\n  match   {}\n  yes     \"{}\"\n  no      \"-\"\n",
            pattern.join(" "),
            sample.join(" ").replace(['\\', '"', '{', '}'], " "),
        );
    }

    /// Path and text of each file, and how many rules there are.
    fn files(&self, phase: &str) -> (Vec<(String, String)>, usize) {
        let mut files = Vec::new();
        let mut rules = String::from(
            "# Made by `depeche rules import-spacy`. The examples are made up from the patterns: put sentences of your own.\n",
        );
        let mut count = self.count;
        for (output, phrases) in &self.phrases {
            let list = format!("spacy-{output}");
            let mut text = String::from("# Phrases of spaCy EntityRuler patterns.\nform\n");
            for phrase in phrases {
                let _ = writeln!(text, "{}", phrase.replace(['\t', '\n'], " "));
            }
            files.push((format!("lexicon/{list}.tsv"), text));
            let _ = write!(
                rules,
                "\nrule spacy-{output} -> {output}\n  note    \"phrases of the imported patterns\"\n  match   @{list}\n  yes     \"{}\"\n  no      \"-\"\n",
                phrases[0].replace(['\\', '"', '{', '}'], " ")
            );
            count += 1;
        }
        rules.push_str(&self.rules);
        files.push((format!("rules/{phase}-spacy.rules"), rules));
        (files, count)
    }
}

/// One token of a pattern, and a word that it matches.
struct Token {
    pattern: String,
    sample: String,
}

fn token(value: &Value) -> Result<Token, String> {
    let Value::Object(keys) = value else {
        return Err("a token that is no object".into());
    };
    let (mut tests, mut sample, mut operator) = (Vec::new(), None, String::new());
    for (key, value) in keys {
        if key.to_uppercase() == "OP" {
            let op = value.as_str().unwrap_or("");
            let bounds = op.strip_prefix('{').and_then(|o| o.strip_suffix('}'));
            operator = match (op, bounds) {
                ("?" | "*" | "+", _) => op.to_owned(),
                (_, Some(b)) if b.starts_with(|c: char| c.is_ascii_digit()) => op.replace(' ', ""),
                (_, Some(b)) if b.starts_with(',') => format!("{{0{b}}}"),
                _ => return Err(format!("the operator {op:?}")),
            };
            continue;
        }
        let (test, word) = test(&key.to_uppercase(), value)?;
        tests.push(test);
        sample = sample.or(word);
    }
    Ok(Token {
        pattern: format!("[{}]{operator}", tests.join(" & ")),
        sample: sample.unwrap_or_else(|| "mot".into()),
    })
}

/// One key of a token as a test of ours, and a word for which it holds.
fn test(key: &str, value: &Value) -> Result<(String, Option<String>), String> {
    let flag = |yes: &str, sample: &str| match value {
        Value::Bool(true) => Ok((yes.to_owned(), Some(sample.to_owned()))),
        Value::Bool(false) => Ok((format!("!({yes})"), None)),
        _ => Err(format!("{key} with a value that is not true or false")),
    };
    let attribute = match key {
        "ORTH" | "TEXT" => "form",
        "LOWER" | "NORM" => "norm",
        "LEMMA" => "lemma",
        "IS_TITLE" => return flag("shape=\"Xx\"", "Motus"),
        "IS_UPPER" => return flag("shape=\"XX\"", "MOTUS"),
        "IS_LOWER" => return flag("shape=\"xx\"", "mot"),
        "IS_ALPHA" => return flag("kind=\"word\"", "mot"),
        "IS_DIGIT" => return flag("kind=\"number\"", "12"),
        "IS_PUNCT" => return flag("kind=\"punct\"", ","),
        "LIKE_URL" => return flag("kind=\"url\"", "www.exemple.org"),
        other => return Err(format!("the key {other}")),
    };
    let plain = |value: &Value| {
        value
            .as_str()
            .map(|s| (regex::escape(s), s.to_owned()))
            .ok_or_else(|| format!("{key} with a value that is no text"))
    };
    let quoted = |pattern: &str| pattern.replace('"', "\\\"");
    match value {
        Value::String(_) => {
            let (pattern, word) = plain(value)?;
            Ok((format!("{attribute}=\"{}\"", quoted(&pattern)), Some(word)))
        }
        Value::Object(inner) if inner.len() == 1 => {
            let Some((operator, value)) = inner.iter().next() else {
                return Err(format!("{key} without a value"));
            };
            match (operator.as_str(), value) {
                ("REGEX", Value::String(pattern)) => {
                    Ok((format!("{attribute}=\".*(?:{}).*\"", quoted(pattern)), None))
                }
                ("IN" | "NOT_IN", Value::Array(values)) if !values.is_empty() => {
                    let words = values.iter().map(plain).collect::<Result<Vec<_>, _>>()?;
                    let any: Vec<String> = words.iter().map(|(p, _)| quoted(p)).collect();
                    let sign = if operator == "IN" { "=" } else { "!=" };
                    let word = (operator == "IN").then(|| words[0].1.clone());
                    Ok((format!("{attribute}{sign}\"{}\"", any.join("|")), word))
                }
                _ => Err(format!("{key} with {operator}")),
            }
        }
        _ => Err(format!("{key} with a value that is no text")),
    }
}
