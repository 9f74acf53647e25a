//! Dates, times, durations and frequencies: the matches of type `date`, resolved against the
//! publication date.

mod calendar;
mod clock;
mod context;
mod counted;
mod forms;
mod length;
mod published;
mod reading;
mod records;
mod resolve;
mod settings;
mod sign;
mod tense;

pub(crate) use records::records;
pub(crate) use settings::Settings;
pub(crate) use sign::{Endings, look, of_entry};
