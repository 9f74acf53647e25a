//! The built-ins: what cannot be said well as a pattern, and is written in Rust instead.
//!
//! A pack's `phases` name them in angle brackets. Their only knowledge of a language is the pack's
//! data: lists by concept, and a settings file each.

use std::borrow::Cow;

use super::analysis::{Analysis, Findings};
use super::phase::Builtin;
use crate::rule::Regions;

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
