//! Embeds the language packs: every file under `src/lang/<language>/`, with no list to keep.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=src/lang");
    let root =
        PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("src/lang");
    let mut code = String::from("pub static PACKS: &[(&str, &[(&str, &str)])] = &[\n");
    for pack in sorted(&root)? {
        if !pack.is_dir() {
            continue;
        }
        let name = pack.file_name().unwrap_or_default().to_string_lossy();
        let _ = writeln!(code, "    ({name:?}, &[");
        embed(&pack, &pack, &mut code)?;
        code.push_str("    ]),\n");
    }
    code.push_str("];\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("packs.rs"), code)
}

fn embed(pack: &Path, dir: &Path, code: &mut String) -> io::Result<()> {
    for path in sorted(dir)? {
        let name = path
            .strip_prefix(pack)
            .unwrap_or(&path)
            .to_string_lossy()
            .replace('\\', "/");
        if path.is_dir() {
            println!("cargo::rerun-if-changed={}", path.display());
            embed(pack, &path, code)?;
        } else if matches!(
            path.extension().and_then(|e| e.to_str()),
            Some("toml" | "tsv" | "rules")
        ) {
            println!("cargo::rerun-if-changed={}", path.display());
            let full = path.to_string_lossy();
            let _ = writeln!(code, "        ({name:?}, include_str!({full:?})),");
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
