//! Labels of other schemes, as far as they are the field's common coin.

use serde::de::DeserializeOwned;
use serde::de::value::{Error, StrDeserializer};

use crate::record::EntityKind;

/// A value of a closed set by the name that it has in the records.
pub(super) fn closed<T: DeserializeOwned>(written: &str) -> Option<T> {
    T::deserialize(StrDeserializer::<Error>::new(written)).ok()
}

/// The kind that a label of CoNLL-2003, OntoNotes, spaCy or Quæro stands for, in any case.
pub(super) fn entity(label: &str) -> Option<EntityKind> {
    let label = label.to_ascii_lowercase();
    Some(match label.as_str() {
        "per" | "pers" | "person" | "persname" => EntityKind::Person,
        "org" | "organization" | "organisation" | "orgname" => EntityKind::Organization,
        "loc" | "location" | "place" | "gpe" | "fac" | "placename" => EntityKind::Place,
        "misc" | "other" | "name" | "product" | "event" | "work_of_art" | "law" => {
            EntityKind::Other
        }
        _ => return None,
    })
}
