//! Embeds the language packs: every file under `src/lang/<language>/`, with no list to keep, and what can be made of
//! them beforehand with the library's own code: the look-up tables of the lists, the compiled rules, the weights of names,
//! and settings in a form that is read faster.

// Rooms of the library are compiled into this script as they stand; it uses a part of them.
#![allow(dead_code, unused_imports, private_interfaces)]

mod extract;
#[path = "../src/lexicon/mod.rs"]
mod lexicon;
#[path = "../src/rule/mod.rs"]
mod rule;
#[path = "../src/token/mod.rs"]
mod token;

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use extract::pack::{Files, Manifest, PackFiles};
use lexicon::inflect::{Nominals, Paradigms};
use lexicon::{Builder, Lexicon};
use token::Splitter;

fn main() -> Result<(), Box<dyn Error>> {
    for path in ["build", "src/lang", "src/lexicon", "src/rule", "src/token"] {
        println!("cargo::rerun-if-changed={path}");
    }
    println!("cargo::rerun-if-changed=src/extract/phase.rs");
    for room in ["pack", "name"] {
        println!("cargo::rerun-if-changed=src/extract/{room}");
    }
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("src/lang");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let mut code = String::from("static PACKS: &[Embedded] = &[\n");
    for pack in sorted(&root)?.into_iter().filter(|path| path.is_dir()) {
        let name = pack.file_name().unwrap_or_default().to_string_lossy();
        let mut files = PackFiles::new();
        let _ = writeln!(code, "    Embedded {{ lang: {name:?}, files: &[");
        embed(&pack, &pack, &mut files, &mut code)?;
        let ready = Ready::of(&Files::new(&name, files, &[], "", Vec::new()));
        code.push_str("    ], ready: Ready {");
        for (part, bytes) in [
            ("index", ready.index),
            ("rules", ready.rules),
            ("weights", ready.weights),
        ] {
            let file = out.join(format!("{name}.{part}"));
            // A pack with faults is embedded all the same: it says what is wrong when it is loaded.
            fs::write(&file, bytes.unwrap_or_default())?;
            let _ = write!(code, " {part}: include_bytes!({file:?}),");
        }
        code.push_str(" settings: &[");
        for (path, json) in ready.settings {
            let file = out.join(format!("{name}.{path}.json"));
            fs::write(&file, json)?;
            let _ = write!(code, " ({path:?}, include_str!({file:?})),");
        }
        code.push_str(" ] } },\n");
    }
    code.push_str("];\n");
    fs::write(out.join("packs.rs"), code)?;
    Ok(())
}

/// What is made of a pack; none where it has faults.
#[derive(Default)]
struct Ready {
    index: Option<Vec<u8>>,
    rules: Option<Vec<u8>>,
    weights: Option<Vec<u8>>,
    settings: Vec<(String, String)>,
}

impl Ready {
    fn of(files: &Files) -> Self {
        let mut faults = Vec::new();
        let manifest: Manifest = files.toml("pack.toml", &mut faults).unwrap_or_default();
        let splitter = files.toml("tokens.toml", &mut faults).unwrap_or_default();
        let splitter = Splitter::new(&splitter);
        let verbs = files.table("conjugaison.tsv", Paradigms::parse, &mut faults);
        let nominals = files.table("flexion.tsv", Nominals::parse, &mut faults);
        // With the words that only rules name, once they are known.
        let lexicon = |named: &[String]| {
            let mut builder = Builder::new(&splitter);
            let faults = builder.add_files(&files.pack, &manifest.inflect, &verbs, &nominals);
            builder.name(named);
            faults.is_empty().then(|| builder.finish())
        };
        let Some(mut lists) = lexicon(&[]).filter(|_| faults.is_empty()) else {
            return Self::default();
        };
        let text = |name| files.text(name).unwrap_or_default();
        let weights = extract::name::weights(&text("names.toml"), &text("names.tsv"), &lists);
        let (phases, rule_files) = manifest.phases(files, false, &mut faults);
        let (rules, found) = manifest.compile(&phases, &rule_files, &mut lists, &splitter);
        faults.extend(found);
        let rules = rules.to_bytes().ok().filter(|_| faults.is_empty());
        let index = lexicon(lists.named()).map(|lexicon| lexicon.tables().to_vec());
        Self {
            index,
            rules,
            weights,
            settings: settings(files),
        }
    }
}

/// Settings files by their path, as JSON, but for the manifest, whose faults are told with their places.
fn settings(files: &Files) -> Vec<(String, String)> {
    let mut settings = Vec::new();
    for (path, text) in &files.pack {
        if path.ends_with(".toml")
            && path != "pack.toml"
            && let Ok(values) = toml::from_str::<toml::Table>(text)
            && let Ok(json) = serde_json::to_string(&values)
        {
            settings.push((path.clone(), json));
        }
    }
    settings
}

fn embed(pack: &Path, dir: &Path, files: &mut PackFiles, code: &mut String) -> io::Result<()> {
    for path in sorted(dir)? {
        let name = path
            .strip_prefix(pack)
            .unwrap_or(&path)
            .to_string_lossy()
            .replace('\\', "/");
        if path.is_dir() {
            // Other folders hold what lists are made from, not what is read.
            if !matches!(name.as_str(), "lexicon" | "rules") {
                continue;
            }
            embed(pack, &path, files, code)?;
        } else if matches!(
            path.extension().and_then(|e| e.to_str()),
            Some("toml" | "tsv" | "rules")
        ) {
            let full = path.to_string_lossy();
            let _ = writeln!(code, "        ({name:?}, include_str!({full:?})),");
            files.push((name, fs::read_to_string(&path)?.into()));
        }
    }
    Ok(())
}

fn sorted(dir: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(dir)?
        .map(|entry| entry.map(|e| e.path()))
        .collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}
