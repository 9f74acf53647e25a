//! Builds the large lists of a language pack from open sources.
//!
//! ```text
//! cargo run --release --example build_lexicon -- ../shared/data/sources src/lang/fr/lexicon
//! ```
//!
//! Every generated list is the sum of an open source and of a small file kept by hand in
//! `../ajouts` (beside the lexicon): `ajouts/<list>.tsv` holds, below its header, entries to add
//! (they win over generated ones) and, as `-form`, entries to leave out. The run is deterministic:
//! same inputs, same bytes. Lists that have no generator here are kept by hand and never touched.

mod list;
mod organizations;
mod people;
mod places;
mod text;
mod words;

use std::collections::HashSet;
use std::path::PathBuf;

use organizations::{clubs, companies, media, universities};
use people::{family_names, first_names};
use places::{cities, communes, countries, famous_places, regions};
use text::Result;
use words::common_words;

fn main() -> Result<()> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(sources), Some(out)) = (arguments.next(), arguments.next()) else {
        return Err("usage: build_lexicon SOURCES LEXICON (e.g. ../shared/data/sources src/lang/fr/lexicon)".into());
    };
    let words = common_words(&sources, &out)?;
    let countries = countries(&sources, &out)?;
    let famous = famous_places(&sources, &out, &countries)?;
    let first = first_names(&sources, &out, &words, &famous)?;
    let family = family_names(&sources, &out, &words, &famous, &first)?;
    let communes = communes(&sources, &out, &words, &famous, &first)?;
    // What another list holds already, or is above all a person's name, is no new place or company.
    let people: HashSet<String> = first.into_keys().chain(family).collect();
    let mut taken: HashSet<String> = communes
        .into_iter()
        .chain(countries)
        .chain(people.iter().cloned())
        .collect();
    taken.extend(famous);
    taken.extend(cities(&sources, &out, &words, &taken)?);
    regions(&sources, &out, &words, &taken)?;
    clubs(&sources, &out, &words, &taken)?;
    media(&sources, &out, &words)?;
    companies(&sources, &out, &words, &people)?;
    universities(&sources, &out)
}
