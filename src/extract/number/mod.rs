//! Numbers: reading them, and making records of what the rules found around them.

mod bare;
mod currency;
mod digits;
mod glued;
mod lent;
mod read;
mod reading;
mod records;
mod settings;
mod sign;
mod words;

pub(crate) use read::read;
pub(crate) use records::records;
pub(crate) use settings::Settings;
pub(crate) use sign::{Sign, look};
