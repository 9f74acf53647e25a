//! From an article to its records.

mod analysis;
mod assemble;
mod builtin;
mod date;
pub mod example;
pub mod explain;
pub mod inspect;
mod long;
mod name;
mod number;
mod pack;
mod phase;
mod pipeline;
mod published;
mod quote;
mod role;
mod signs;
pub(crate) mod train;
pub mod weak;

pub use pack::{Pack, PackError, PackFiles};
pub use pipeline::{Pipeline, Scratch};
