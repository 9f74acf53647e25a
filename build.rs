//! Embeds the language packs: every file under `src/lang/<language>/`, with no list to keep, and
//! the look-up tables of their lists, which the program then reads where they lie.

// Two rooms of the library are compiled into this script as they stand; it uses a part of them.
#![allow(dead_code, unused_imports)]

#[path = "src/lexicon/mod.rs"]
mod lexicon;
#[path = "src/token/mod.rs"]
mod token;

use std::borrow::Cow;
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use lexicon::inflect::{Nominals, Paradigms};

type Files = Vec<(String, Cow<'static, str>)>;

/// The part of `pack.toml` that the tables depend on.
#[derive(serde::Deserialize)]
struct Manifest {
    #[serde(default)]
    inflect: lexicon::Inflect,
}

fn main() -> Result<(), Box<dyn Error>> {
    for path in ["src/lang", "src/lexicon", "src/token"] {
        println!("cargo::rerun-if-changed={path}");
    }
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("src/lang");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let mut code = String::from("static PACKS: &[Embedded] = &[\n");
    for pack in sorted(&root)?.into_iter().filter(|path| path.is_dir()) {
        let name = pack.file_name().unwrap_or_default().to_string_lossy();
        let mut files = Files::new();
        let _ = writeln!(code, "    Embedded {{ lang: {name:?}, files: &[");
        embed(&pack, &pack, &mut files, &mut code)?;
        let index = out.join(format!("{name}.index"));
        // A pack with faults is embedded all the same: it says what is wrong when it is loaded.
        fs::write(&index, tables(&files).unwrap_or_default())?;
        let _ = writeln!(code, "    ], index: include_bytes!({index:?}) }},");
    }
    code.push_str("];\n");
    fs::write(out.join("packs.rs"), code)?;
    Ok(())
}

fn tables(files: &Files) -> Option<Vec<u8>> {
    let text = |name: &str| files.iter().find(|(path, _)| path == name).map(|(_, t)| t);
    let manifest: Manifest = toml::from_str(text("pack.toml")?).ok()?;
    let rules = toml::from_str(text("tokens.toml")?).ok()?;
    let splitter = token::Splitter::new(&rules);
    let table = |name| text(name).map_or("", |t| t);
    let verbs = Paradigms::parse(table("conjugaison.tsv")).ok()?;
    let nominals = Nominals::parse(table("flexion.tsv")).ok()?;
    let mut builder = lexicon::Builder::new(&splitter);
    let faults = builder.add_files(files, &manifest.inflect, &verbs, &nominals);
    faults
        .is_empty()
        .then(|| builder.finish().tables().to_vec())
}

fn embed(pack: &Path, dir: &Path, files: &mut Files, code: &mut String) -> io::Result<()> {
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
