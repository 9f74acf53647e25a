//! The language packs that are built in: data only. Each folder here is one pack.

use std::borrow::Cow;

struct Embedded {
    lang: &'static str,
    /// Path within the pack, text.
    files: &'static [(&'static str, &'static str)],
    ready: Ready,
}

/// What is made of a pack when the program is built, as bytes that are read where they lie; empty where a fault of the
/// pack is in the way.
#[derive(Clone, Copy, Default)]
pub struct Ready {
    /// Look-up tables of the lists.
    pub index: &'static [u8],
    /// Compiled rules, whose words are in `index`.
    pub rules: &'static [u8],
    /// Weights of names.
    pub weights: &'static [u8],
    /// Settings files by their path, as JSON.
    pub settings: &'static [(&'static str, &'static str)],
}

include!(concat!(env!("OUT_DIR"), "/packs.rs"));

fn pack(lang: &str) -> Option<&'static Embedded> {
    PACKS.iter().find(|pack| pack.lang == lang)
}

/// The files of the built-in pack for `lang`: path within the pack, text.
pub fn files(lang: &str) -> Option<Vec<(String, Cow<'static, str>)>> {
    let files = pack(lang)?.files.iter();
    Some(
        files
            .map(|&(path, text)| (path.to_owned(), Cow::Borrowed(text)))
            .collect(),
    )
}

/// What was made of the [`files`].
pub fn ready(lang: &str) -> Ready {
    pack(lang).map(|pack| pack.ready).unwrap_or_default()
}

/// The languages that have a built-in pack.
pub fn languages() -> impl Iterator<Item = &'static str> {
    PACKS.iter().map(|pack| pack.lang)
}
