//! Parquet: the tables of CSV, typed. `cargo test --features parquet --test parquet`.
#![cfg(feature = "parquet")]

mod common;

use std::fs::{self, File};

use common::extract;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

#[test]
fn every_table_has_the_rows_and_columns_of_its_csv() {
    let dir = tempfile::tempdir().unwrap();
    let at = dir.path();
    let line = "{\"id\": 1, \"published\": \"2024-03-12\", \"text\": \"« Plus de 500 des 750 employés, soit \
                66,7 %, ont signé », a dit lundi Anne Riou, maire de Brest.\"}\n";
    fs::write(at.join("in.jsonl"), line.repeat(20)).unwrap();
    for format in ["csv", "parquet"] {
        let run = extract(at, &["in.jsonl", "--format", format, "-o", format]);
        assert_eq!(run.status, Some(0), "{}", run.err);
    }
    let mut filled = 0;
    for entry in fs::read_dir(at.join("csv")).unwrap() {
        let path = entry.unwrap().path();
        let mut csv = csv::Reader::from_path(&path).unwrap();
        let columns: Vec<String> = csv.headers().unwrap().iter().map(str::to_owned).collect();
        let rows = csv.records().count();
        let name = path.file_stem().unwrap().to_str().unwrap();
        let file = File::open(at.join(format!("parquet/{name}.parquet"))).unwrap();
        let table = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
        let fields = table.schema().fields().iter();
        let types: Vec<_> = fields.clone().map(|f| (f.name(), f.data_type())).collect();
        assert_eq!(
            fields.map(|f| f.name().clone()).collect::<Vec<_>>(),
            columns
        );
        for (column, kind) in types {
            if column == "start" || column == "end" {
                assert_eq!(kind.to_string(), "Int64", "{name}.{column}");
            }
        }
        let batches = table.build().unwrap();
        let typed: usize = batches.map(|batch| batch.unwrap().num_rows()).sum();
        assert_eq!(typed, rows, "{name}");
        filled += usize::from(rows > 0);
    }
    assert!(filled >= 7, "{filled} tables with rows");
}
