//! Flat tables, as R, pandas and spreadsheets like them: one a kind of record, in RFC 4180, UTF-8.
//!
//! The first column of every table is the article's `id`; `entity` and `quote` are the ids within the
//! article. A field that a record does not have is empty.

use csv::{Writer, WriterBuilder};
use serde::{Serialize, Serializer};

use super::Extraction;
use super::extraction::decimal;

pub(super) const NAMES: [&str; 9] = [
    "articles.csv",
    "entities.csv",
    "mentions.csv",
    "roles.csv",
    "numbers.csv",
    "dates.csv",
    "quotes.csv",
    "quote_parts.csv",
    "warnings.csv",
];

pub(super) const HEADS: [&str; NAMES.len()] = [
    "id,lang,title,byline,published,meta\n",
    "id,entity,kind,name,gender,gender_from,mentions\n",
    "id,entity,start,end,text,score,rule\n",
    "id,entity,title,in,status,start,end,rule\n",
    "id,start,end,text,kind,value,min,max,of,mod,unit,noun,rule\n",
    "id,start,end,text,kind,value,rule\n",
    "id,quote,kind,start,end,text,speaker,speaker_start,speaker_end,speaker_entity,\
     cue,cue_start,cue_end,cue_lemma,rule\n",
    "id,quote,start,end,text\n",
    "id,code,start,end,message\n",
];

/// What stands between the parts of a quotation where they share one cell.
const BETWEEN_PARTS: &str = " […] ";

/// Rows of every table, in the order of [`NAMES`].
pub(super) struct CsvTables(Vec<Writer<Vec<u8>>>);

impl CsvTables {
    pub(super) fn new() -> Self {
        let table = || {
            WriterBuilder::new()
                .has_headers(false)
                .from_writer(Vec::new())
        };
        Self(NAMES.map(|_| table()).into())
    }

    pub(super) fn write(&mut self, x: &Extraction) -> csv::Result<()> {
        let id = &x.id;
        let [
            articles,
            entities,
            mentions,
            roles,
            numbers,
            dates,
            quotes,
            parts,
            warnings,
        ] = &mut self.0[..]
        else {
            unreachable!("a writer for each of NAMES");
        };
        let meta = match x.meta.is_empty() {
            true => None,
            false => serde_json::to_string(&x.meta).ok(),
        };
        let byline = x.byline.join("; ");
        articles.serialize((id, &x.lang, &x.title, byline, &x.published, meta))?;
        for e in &x.entities {
            let count = e.mentions.len();
            entities.serialize((id, &e.id, e.kind, &e.name, e.gender, &e.gender_from, count))?;
            for m in &e.mentions {
                mentions.serialize((id, &e.id, m.start, m.end, &m.text, m.score, &m.rule))?;
            }
            for r in &e.roles {
                let place = (r.start, r.end);
                roles.serialize((
                    id,
                    &e.id,
                    &r.title,
                    &r.organization,
                    r.status,
                    place,
                    &r.rule,
                ))?;
            }
        }
        for n in &x.numbers {
            let values = [n.value, n.min, n.max, n.of].map(Decimal);
            let of_what = (n.modifier, &n.unit, &n.noun);
            numbers.serialize((
                id, n.start, n.end, &n.text, n.kind, values, of_what, &n.rule,
            ))?;
        }
        for d in &x.dates {
            dates.serialize((id, d.start, d.end, &d.text, d.kind, &d.value, &d.rule))?;
        }
        for q in &x.quotes {
            let start = q.parts.first().map(|p| p.start);
            let end = q.parts.last().map(|p| p.end);
            let texts: Vec<_> = q.parts.iter().map(|p| p.text.as_str()).collect();
            let speaker = q.speaker.as_ref();
            let cue = q.cue.as_ref();
            quotes.serialize((
                (id, &q.id, q.kind, start, end, texts.join(BETWEEN_PARTS)),
                speaker.map(|s| &s.text),
                (speaker.map(|s| s.start), speaker.map(|s| s.end)),
                speaker.and_then(|s| s.entity.as_ref()),
                cue.map(|c| &c.text),
                (cue.map(|c| c.start), cue.map(|c| c.end)),
                cue.map(|c| &c.lemma),
                &q.rule,
            ))?;
            for p in &q.parts {
                parts.serialize((id, &q.id, p.start, p.end, &p.text))?;
            }
        }
        for w in &x.warnings {
            warnings.serialize((id, &w.code, w.start, w.end, &w.message))?;
        }
        Ok(())
    }

    pub(super) fn lens(&mut self) -> Vec<usize> {
        let len = |table: &mut Writer<Vec<u8>>| {
            // Into memory; it cannot fail.
            let _ = table.flush();
            table.get_ref().len()
        };
        self.0.iter_mut().map(len).collect()
    }

    pub(super) fn into_bytes(self) -> Vec<Vec<u8>> {
        let bytes = |table: Writer<Vec<u8>>| table.into_inner().unwrap_or_default();
        self.0.into_iter().map(bytes).collect()
    }
}

/// A number as in the JSON output: `500`, not `500.0`.
#[derive(Clone, Copy)]
struct Decimal(Option<f64>);

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        decimal::serialize(&self.0, to)
    }
}
