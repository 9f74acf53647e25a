//! The built-ins: what cannot be said well as a pattern, and is written in Rust instead.
//!
//! A pack's `phases` name them in angle brackets. Their only knowledge of a language is the pack's
//! data: lists by concept, and a settings file each.

use std::borrow::Cow;

use super::analysis::{Analysis, Findings};
use super::pack::Phase;
use crate::rule::{RegionType, Regions};

/// Region types that built-ins make, plain numbers first: the rule engine's `num(…)` reads those.
pub(crate) const REGION_TYPES: [&str; 11] = [
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
    "nth",
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
    Num "num" "Reads numbers in digits and words: regions `<num>`, and `<nth>` for ordinals.",
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

/// What each built-in makes regions of.
fn makes(builtin: Builtin) -> &'static [&'static str] {
    match builtin {
        Builtin::Num => &["num", "nth"],
        Builtin::Quoted => &["quoted"],
        Builtin::Number => &["number"],
        Builtin::Date => &["date"],
        Builtin::Name => &["person", "organization", "place", "other"],
        Builtin::Role => &["role"],
        Builtin::Quote => &["quote"],
    }
}

/// The region types with the first phase of rules that sees what built-ins made of them.
pub(crate) fn region_types(phases: &[Phase]) -> Vec<RegionType> {
    let mut types: Vec<RegionType> = REGION_TYPES
        .iter()
        .map(|&name| RegionType {
            name,
            from: None,
            fields: None,
        })
        .collect();
    let mut rules = 0;
    for phase in phases {
        match *phase {
            Phase::Rules(number) => rules = number + 1,
            Phase::Builtin(builtin) => {
                for kind in types
                    .iter_mut()
                    .filter(|t| makes(builtin).contains(&t.name))
                {
                    kind.from = kind.from.or(Some(rules));
                }
            }
        }
    }
    types
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
    /// Reads each built-in's file from the pack; a pack may leave a file out. `fault` is told the
    /// name and error of each that cannot be read.
    pub(crate) fn load(
        text: impl Fn(&str) -> Option<Cow<'static, str>>,
        mut fault: impl FnMut(&str, toml::de::Error),
    ) -> Self {
        Self {
            number: read(&text, "numbers.toml", &mut fault),
            date: read(&text, "dates.toml", &mut fault),
            name: read(&text, "names.toml", &mut fault),
            quote: read(&text, "quotes.toml", &mut fault),
        }
    }
}

fn read<T: Default + serde::de::DeserializeOwned>(
    text: &impl Fn(&str) -> Option<Cow<'static, str>>,
    name: &str,
    fault: &mut impl FnMut(&str, toml::de::Error),
) -> T {
    let Some(text) = text(name) else {
        return T::default();
    };
    toml::from_str(&text).unwrap_or_else(|error| {
        fault(name, error);
        T::default()
    })
}
