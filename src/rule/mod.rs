//! The rule language: patterns over tokens, with their proof beside them.
//!
//! `syntax` reads a file into an [`ast`], `compile` checks it against the pack and makes programs,
//! `stored` keeps them as bytes, `matcher` runs them, `regions` keeps what was found. Nothing here knows a language.

mod ask;
pub mod ast;
mod automaton;
mod bits;
mod compile;
mod condition;
mod exec;
mod fault;
mod last;
mod late;
mod lazy;
mod lexer;
mod matcher;
mod program;
mod regions;
mod spread;
mod stored;
mod syntax;
mod table;
mod trigger;
mod value;
mod weak;
mod why;

pub use bits::FormBits;
pub use compile::{RegionType, RuleFile, Setting, compile};
pub use fault::{Fault, Severity, nearest, render};
pub use matcher::{Input, MAX_PHRASE, Matcher};
pub use program::{Rule, RuleId, RuleSet, TypeId, Value};
pub use regions::{Capture, Match, Region, Regions};
pub use weak::{Cut, Parts};
pub use why::Why;
