//! The files of a pack, its manifest and the rules that it makes of them.

#[path = "../../src/extract/pack/files.rs"]
mod files;
#[path = "../../src/extract/pack/manifest.rs"]
mod manifest;

use std::borrow::Cow;

pub(crate) use files::Files;
pub(crate) use manifest::Manifest;

/// Path within the pack and text of each file.
pub type PackFiles = Vec<(String, Cow<'static, str>)>;
