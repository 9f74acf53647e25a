//! The language packs that are built in: data only. Each folder here is one pack.

use std::borrow::Cow;

include!(concat!(env!("OUT_DIR"), "/packs.rs"));

/// The files of the built-in pack for `lang`: path within the pack, text.
pub fn files(lang: &str) -> Option<Vec<(String, Cow<'static, str>)>> {
    PACKS
        .iter()
        .find(|(name, _)| *name == lang)
        .map(|(_, files)| {
            files
                .iter()
                .map(|&(path, text)| (path.to_owned(), Cow::Borrowed(text)))
                .collect()
        })
}

/// The languages that have a built-in pack.
pub fn languages() -> impl Iterator<Item = &'static str> {
    PACKS.iter().map(|(name, _)| *name)
}
