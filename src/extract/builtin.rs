//! The built-ins: what cannot be said well as a pattern, and is written in Rust instead.
//!
//! A pack's `phases` name them in angle brackets. Their only knowledge of a language is the pack's
//! data: lists by concept, and a settings file each.

use super::analysis::{Analysis, Findings};
use super::pack::Files;
use super::phase::Builtin;
use crate::rule::{Fault, Regions};

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
    pub(crate) fn load(files: &Files, faults: &mut Vec<Fault>) -> Self {
        Self {
            number: files.settings("numbers.toml", faults),
            date: files.settings("dates.toml", faults),
            name: files.settings("names.toml", faults),
            quote: files.settings("quotes.toml", faults),
        }
    }
}
