//! The one article that a looking-at command is given.

use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::read;
use crate::record::Article;

/// Reads the text file `path`, or standard input where it is `-`.
///
/// # Errors
/// It cannot be read, or holds no text.
pub(super) fn read(path: &Path, lang: &str) -> Result<Article> {
    let name = path.to_string_lossy();
    let mut bytes = Vec::new();
    if name == "-" {
        std::io::stdin()
            .read_to_end(&mut bytes)
            .context("standard input cannot be read")?;
    } else {
        ensure!(
            !path.is_dir(),
            "{name} is a folder: name one text file in it"
        );
        bytes = std::fs::read(path).with_context(|| format!("{name} cannot be read"))?;
    }
    read::article_from_text(&name, &bytes, lang)
        .map(|incoming| incoming.article)
        .map_err(|failure| anyhow::anyhow!("{failure}"))
}
