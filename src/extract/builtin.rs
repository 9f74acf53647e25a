//! The built-ins: what cannot be said well as a pattern, and is written in Rust instead.
//!
//! A pack's `phases` name them in angle brackets. Their only knowledge of a language is the pack's
//! data: lists by concept, and a settings file each.

use std::borrow::Cow;

use super::analysis::{Analysis, Findings};
use crate::rule::Regions;

/// Region types that built-ins make, plain numbers first: the rule engine's `num(…)` reads those.
pub(crate) const REGION_TYPES: [&str; 10] = [
    "num",
    "quoted",
    "date",
    "number",
    "person",
    "organization",
    "place",
    "other",
    "role",
    "quote",
];

macro_rules! builtins {
    ($($variant:ident $name:literal $doc:literal,)*) => {
        /// One built-in.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Builtin {
            $(#[doc = $doc] $variant,)*
        }

        impl Builtin {
            /// Their names, as `pack.toml` writes them.
            pub(crate) const NAMES: &'static [&'static str] = &[$($name),*];

            pub(crate) fn named(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }
    };
}

builtins! {
    Num "num" "Reads numbers in digits and words: regions `<num>`.",
    Quoted "quoted" "Pairs quotation marks: regions `<quoted>`.",
    Number "number" "Makes number records of the matches of type `number` and of bare numbers.",
    Date "date" "Resolves the matches of type `date` against the publication date.",
    Name "name" "Decides names by evidence: regions `<person>`, `<organization>`, `<place>`, `<other>`.",
    Role "role" "Gives roles to persons.",
    Quote "quote" "Joins quotations, cues and speakers, and resolves who spoke.",
}

impl Builtin {
    pub(crate) fn run(self, analysis: &Analysis, regions: &mut Regions, findings: &mut Findings) {
        match self {
            Self::Num => super::number::read(analysis, regions),
            Self::Quoted => super::quote::pair(analysis, regions, findings),
            Self::Number => super::number::records(analysis, regions, findings),
            Self::Date => super::date::records(analysis, regions, findings),
            Self::Name => super::name::decide(analysis, regions, findings),
            Self::Role => super::role::records(analysis, regions, findings),
            Self::Quote => super::quote::records(analysis, regions, findings),
        }
    }
}

/// The settings files of the built-ins, parsed once.
#[derive(Debug, Default)]
pub(crate) struct Settings {
    pub number: super::number::Settings,
    pub date: super::date::Settings,
    pub name: super::name::Settings,
    pub quote: super::quote::Settings,
}

impl Settings {
    /// Reads each built-in's file from the pack; a pack may leave a file out.
    pub(crate) fn load(text: &impl Fn(&str) -> Option<Cow<'static, str>>) -> Result<Self, String> {
        Ok(Self {
            number: read(text, "numbers.toml")?,
            date: read(text, "dates.toml")?,
            name: read(text, "names.toml")?,
            quote: read(text, "quotes.toml")?,
        })
    }
}

fn read<T: Default + serde::de::DeserializeOwned>(
    text: &impl Fn(&str) -> Option<Cow<'static, str>>,
    name: &str,
) -> Result<T, String> {
    match text(name) {
        None => Ok(T::default()),
        Some(text) => toml::from_str(&text).map_err(|e| format!("{name}: {e}")),
    }
}
