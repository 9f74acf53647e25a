//! What the script needs of the room `extract`: the files that make a pack ready, and none that reads an article.

pub mod name;
pub mod pack;
#[path = "../src/extract/phase.rs"]
pub mod phase;

/// Nothing that is made ready depends on them.
pub mod role {
    pub type Settings = toml::Table;
}
