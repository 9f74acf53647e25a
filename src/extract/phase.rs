//! The steps of an extraction, and what the built-ins among them make.

use crate::rule::RegionType;

/// One step of the extraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    Rules(u16),
    Builtin(Builtin),
}

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
