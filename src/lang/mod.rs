//! The language packs that are built in: data only. Each folder here is one pack.

use std::borrow::Cow;

struct Embedded {
    lang: &'static str,
    /// Path within the pack, text.
    files: &'static [(&'static str, &'static str)],
    /// Look-up tables of the lists, made when the program was built; empty if they could not be.
    index: &'static [u8],
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

/// The look-up tables of the lists in [`files`], for
/// [`Lexicon::with_tables`](crate::lexicon::Lexicon::with_tables).
pub fn index(lang: &str) -> &'static [u8] {
    pack(lang).map_or(&[], |pack| pack.index)
}

/// The languages that have a built-in pack.
pub fn languages() -> impl Iterator<Item = &'static str> {
    PACKS.iter().map(|pack| pack.lang)
}
