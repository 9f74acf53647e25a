//! The JSON Schema of the output, made from the record types so that it cannot disagree with them.

use super::Extraction;

/// The schema of one output line, as a JSON value (JSON Schema 2020-12).
pub fn json_schema() -> serde_json::Value {
    schemars::schema_for!(Extraction).to_value()
}
