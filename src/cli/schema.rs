//! `depeche schema`

use super::{Outcome, print};

/// Print the JSON Schema of the output
#[derive(clap::Args)]
#[command(after_help = "\
Example:
  depeche schema > depeche.schema.json")]
pub(super) struct Args {}

pub(super) fn run(Args {}: Args) -> Outcome {
    let schema = serde_json::to_string_pretty(&crate::record::schema::json_schema())?;
    print(&(schema + "\n"))
}
