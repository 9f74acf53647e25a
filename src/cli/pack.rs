//! `--lang` and `--pack`: which pack reads the articles.

use std::borrow::Cow;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::extract::{PackFiles, Pipeline};

/// The built-in pack for `lang`, with the files of the folder `dir` added to it or put in place of
/// its own, as [`crate::Pack::load`] tells.
///
/// # Errors
/// The folder cannot be read, or the pack has faults: all of them in one message.
pub(super) fn pipeline(lang: &str, dir: Option<&Path>) -> Result<Pipeline> {
    Ok(match dir {
        Some(dir) => Pipeline::with_pack(lang, &dir.to_string_lossy(), files(dir)?)?,
        None => Pipeline::builtin(lang)?,
    })
}

/// Every file of the folder that a pack can hold: path within it, text.
fn files(dir: &Path) -> Result<PackFiles> {
    ensure!(
        dir.is_dir(),
        "{} is no folder: --pack wants a folder laid out like a built-in pack, with rules/ and lexicon/",
        dir.display()
    );
    let mut files = PackFiles::new();
    for entry in walkdir::WalkDir::new(dir).sort_by_file_name() {
        let entry = entry.with_context(|| format!("the pack {} cannot be read", dir.display()))?;
        let path = entry.path();
        let held = path
            .extension()
            .is_some_and(|e| e == "toml" || e == "tsv" || e == "rules");
        if !held || !entry.file_type().is_file() {
            continue;
        }
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("{} cannot be read as UTF-8 text", path.display()))?;
        let name = path.strip_prefix(dir).unwrap_or(path);
        files.push((name.to_string_lossy().replace('\\', "/"), Cow::Owned(text)));
    }
    Ok(files)
}
