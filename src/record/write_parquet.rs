//! The tables of `write_csv` as Parquet: each is written as CSV while the run goes on, since that can be
//! cut back and gone on with, and becomes a Parquet file in the end. One pass, in bounded memory.

use std::fs::File;
use std::io::{self, BufReader};
use std::path::Path;
use std::sync::Arc;

use arrow_csv::ReaderBuilder;
use arrow_schema::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;

pub(super) const NAMES: [&str; 9] = [
    "articles.parquet",
    "entities.parquet",
    "mentions.parquet",
    "roles.parquet",
    "numbers.parquet",
    "dates.parquet",
    "quotes.parquet",
    "quote_parts.parquet",
    "warnings.parquet",
];

/// Rows that are held in memory at a time.
const ROWS: usize = 64 * 1024;

/// Writes the CSV table `csv`, whose columns are named in `head`, as the Parquet file `parquet`.
///
/// # Errors
/// One of the files cannot be read or written.
pub(super) fn from_csv(csv: &Path, head: &str, parquet: &Path) -> io::Result<()> {
    let numbers = head.contains(",min,");
    let field = |name: &str| Field::new(name, kind(name, numbers), name != "id");
    let fields: Vec<_> = head.trim_end().split(',').map(field).collect();
    let schema = Arc::new(Schema::new(fields));
    let rows = ReaderBuilder::new(schema.clone())
        .with_header(true)
        .with_batch_size(8 * 1024)
        .build(BufReader::new(File::open(csv)?))
        .map_err(io::Error::other)?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_max_row_group_row_count(Some(ROWS))
        .build();
    let file = File::create(parquet)?;
    let mut writer = ArrowWriter::try_new(file, schema, Some(properties))?;
    for batch in rows {
        writer.write(&batch.map_err(io::Error::other)?)?;
    }
    writer.into_inner()?.sync_all()
}

/// The type of a column. It is the same in every table, but for the `value` of dates, which is TIMEX3.
fn kind(column: &str, numbers: bool) -> DataType {
    match column {
        "start" | "end" | "speaker_start" | "speaker_end" | "cue_start" | "cue_end"
        | "mentions" => DataType::Int64,
        "value" if numbers => DataType::Float64,
        "min" | "max" | "of" | "score" => DataType::Float64,
        _ => DataType::Utf8,
    }
}
