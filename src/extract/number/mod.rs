//! Numbers: reading them, and making records of what the rules found around them.

mod currency;
mod digits;
mod glued;
mod read;
mod records;
mod settings;
mod words;

pub(crate) use read::read;
pub(crate) use records::records;
pub(crate) use settings::Settings;
