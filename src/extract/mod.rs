//! From an article to its records.

// The built-ins that read these parts come one by one.
#![allow(dead_code)]

mod analysis;
mod assemble;
mod builtin;
mod date;
pub mod example;
pub mod explain;
pub mod inspect;
mod name;
mod number;
mod pack;
mod pipeline;
mod published;
mod quote;
mod role;
pub(crate) mod train;
pub mod weak;

pub use pack::{Pack, PackError, PackFiles};
pub use pipeline::{Pipeline, Scratch};
