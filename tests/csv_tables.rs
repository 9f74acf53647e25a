//! The flat tables: every field of every record in its column, joinable on id.

mod common;

use std::fs;

use common::extract;
use depeche::record::{Extraction, Layout, Tables};

/// Something of everything, and characters that CSV must quote.
const RECORD: &str = r#"{"schema": "depeche/1", "id": "a,1", "lang": "fr", "title": "Un \"titre\"",
 "byline": ["A. Morvan", "B. Petit"], "published": "2024-03-12",
 "entities": [{"id": "e1", "kind": "person", "name": "Aïcha Morvan", "gender": "f", "gender_from": "first-name",
   "mentions": [{"start": 0, "end": 12, "text": "Aïcha Morvan", "score": 2.5, "rule": "r1"},
                {"start": 20, "end": 26, "text": "Morvan", "rule": "r2"}],
   "roles": [{"title": "PDG", "in": "e2", "status": "former", "start": 30, "end": 33, "rule": "r3"}]},
  {"id": "e2", "kind": "organization", "name": "Valbrume", "mentions": []}],
 "numbers": [{"start": 1, "end": 2, "text": "500 des 750", "kind": "ratio", "value": 500, "of": 750.5,
   "mod": "more_than", "unit": "EUR", "noun": "employé", "rule": "r4"}],
 "dates": [{"start": 3, "end": 4, "text": "lundi", "kind": "date", "value": "2024-03-11", "rule": "r5"}],
 "quotes": [{"id": "q1", "kind": "direct", "parts": [{"start": 5, "end": 6, "text": "Oui,\nmais"},
   {"start": 8, "end": 9, "text": "non"}],
   "speaker": {"start": 10, "end": 11, "text": "Morvan", "entity": "e1"},
   "cue": {"start": 12, "end": 13, "text": "dit", "lemma": "dire"}, "rule": "r6"},
  {"id": "q2", "kind": "indirect", "parts": [], "speaker": null, "cue": null, "rule": "r7"}],
 "warnings": [{"code": "c", "start": 14, "end": 15, "message": "m"}],
 "meta": {"page": 3}}"#;

/// Rows of a table as `column=value`, empty fields left out.
fn rows(name: &str, bytes: &[u8]) -> Vec<String> {
    let table = Layout::Csv
        .tables()
        .iter()
        .position(|t| *t == name)
        .unwrap();
    let all = [Layout::Csv.head(table), bytes].concat();
    let mut reader = csv::Reader::from_reader(&all[..]);
    let columns = reader.headers().unwrap().clone();
    let row = |row: csv::StringRecord| {
        let fields = columns
            .iter()
            .zip(row.iter())
            .filter(|(_, value)| !value.is_empty());
        fields
            .map(|(c, v)| format!("{c}={v}"))
            .collect::<Vec<_>>()
            .join("|")
    };
    reader.records().map(|r| row(r.unwrap())).collect()
}

#[test]
fn every_field_is_in_its_column() {
    let extraction: Extraction = serde_json::from_str(RECORD).unwrap();
    let mut tables = Tables::new(Layout::Csv);
    tables.write(&extraction);
    let bytes = tables.into_bytes();
    let got: Vec<_> = Layout::Csv
        .tables()
        .iter()
        .zip(&bytes)
        .map(|(n, b)| (*n, rows(n, b)))
        .collect();
    let expected: [(&str, &[&str]); 9] = [
        (
            "articles.csv",
            &[
                "id=a,1|lang=fr|title=Un \"titre\"|byline=A. Morvan; B. Petit|published=2024-03-12|meta={\"page\":3}",
            ],
        ),
        (
            "entities.csv",
            &[
                "id=a,1|entity=e1|kind=person|name=Aïcha Morvan|gender=f|gender_from=first-name|mentions=2",
                "id=a,1|entity=e2|kind=organization|name=Valbrume|mentions=0",
            ],
        ),
        (
            "mentions.csv",
            &[
                "id=a,1|entity=e1|start=0|end=12|text=Aïcha Morvan|score=2.5|rule=r1",
                "id=a,1|entity=e1|start=20|end=26|text=Morvan|rule=r2",
            ],
        ),
        (
            "roles.csv",
            &["id=a,1|entity=e1|title=PDG|in=e2|status=former|start=30|end=33|rule=r3"],
        ),
        (
            "numbers.csv",
            &[
                "id=a,1|start=1|end=2|text=500 des 750|kind=ratio|value=500|of=750.5|mod=more_than|unit=EUR|noun=employé|rule=r4",
            ],
        ),
        (
            "dates.csv",
            &["id=a,1|start=3|end=4|text=lundi|kind=date|value=2024-03-11|rule=r5"],
        ),
        (
            "quotes.csv",
            &[
                "id=a,1|quote=q1|kind=direct|start=5|end=9|text=Oui,\nmais […] non|speaker=Morvan|speaker_start=10|speaker_end=11|speaker_entity=e1|cue=dit|cue_start=12|cue_end=13|cue_lemma=dire|rule=r6",
                "id=a,1|quote=q2|kind=indirect|rule=r7",
            ],
        ),
        (
            "quote_parts.csv",
            &[
                "id=a,1|quote=q1|start=5|end=6|text=Oui,\nmais",
                "id=a,1|quote=q1|start=8|end=9|text=non",
            ],
        ),
        ("warnings.csv", &["id=a,1|code=c|start=14|end=15|message=m"]),
    ];
    assert_eq!(
        got,
        expected.map(|(name, rows)| (name, rows.iter().map(|r| r.to_string()).collect()))
    );
}

#[test]
fn a_folder_of_tables() {
    let dir = tempfile::tempdir().unwrap();
    let at = dir.path();
    fs::write(
        at.join("a.jsonl"),
        "{\"id\": \"x\", \"text\": \"Un.\"}\nnon\n{\"text\": \"Deux.\"}\n",
    )
    .unwrap();
    let run = extract(at, &["a.jsonl", "--format", "csv", "-o", "tables"]);
    assert_eq!(run.status, Some(1));
    let mut names: Vec<_> = fs::read_dir(at.join("tables"))
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    let mut wanted = Layout::Csv.tables().to_vec();
    wanted.sort_unstable();
    assert_eq!(names, wanted);
    let articles = fs::read_to_string(at.join("tables/articles.csv")).unwrap();
    assert_eq!(
        articles,
        "id,lang,title,byline,published,meta\nx,fr,,,,\na.jsonl:3,fr,,,,\n"
    );
    let run = extract(at, &["a.jsonl", "--format", "csv"]);
    assert_eq!(
        (run.status, run.err.as_str()),
        (
            Some(2),
            "error: csv makes several tables\n  help: name a folder for them with -o FOLDER\n"
        )
    );
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_holds_the_rows_of_the_csv_tables() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;
    let dir = tempfile::tempdir().unwrap();
    let at = dir.path();
    let text = "Plus de 500 des 750 employés, dit Aïcha Morvan, « sont à Lyon ». Il y en a 3,5 %.";
    let lines: String = (0..300)
        .map(|i| format!("{{\"id\": \"{i}\", \"text\": \"{text}\", \"k\": {i}}}\n"))
        .collect();
    fs::write(at.join("a.jsonl"), lines).unwrap();
    for format in ["csv", "parquet"] {
        let run = extract(at, &["a.jsonl", "--format", format, "-o", format]);
        assert_eq!((run.status, run.err.as_str()), (Some(0), ""));
    }
    let mut found = fs::read_dir(at.join("parquet")).unwrap().count();
    let mut rows = 0;
    for name in Layout::Csv.tables() {
        let file = at.join("parquet").join(name.replace(".csv", ".parquet"));
        let parquet = SerializedFileReader::new(fs::File::open(file).unwrap()).unwrap();
        let mut csv = csv::Reader::from_path(at.join("csv").join(name)).unwrap();
        let columns = csv.headers().unwrap().clone();
        let mut parquet_rows = parquet.get_row_iter(None).unwrap();
        for record in csv.records() {
            let (record, row) = (record.unwrap(), parquet_rows.next().unwrap().unwrap());
            for ((column, (name, value)), wanted) in
                columns.iter().zip(row.get_column_iter()).zip(&record)
            {
                assert_eq!(column, name);
                match value {
                    Field::Null => assert_eq!(wanted, ""),
                    Field::Str(text) => assert_eq!(text, wanted),
                    Field::Long(n) => assert_eq!(n.to_string(), wanted),
                    Field::Double(x) => assert_eq!(*x, wanted.parse::<f64>().unwrap()),
                    other => panic!("{column}: {other:?}"),
                }
            }
            rows += 1;
        }
        assert!(parquet_rows.next().is_none());
        found -= 1;
    }
    assert_eq!(found, 0, "there are other files in the folder");
    assert!(rows >= 300, "{rows}");
}
