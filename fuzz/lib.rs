//! What the fuzz targets share.

use std::cell::RefCell;
use std::sync::OnceLock;

use depeche::record::offsets::convert;
use depeche::record::{Article, Extraction, Unit};
use depeche::{Pipeline, Scratch};
use serde_json::Value;

/// The French pack, made once.
pub fn pipeline() -> &'static Pipeline {
    static PIPELINE: OnceLock<Pipeline> = OnceLock::new();
    PIPELINE.get_or_init(|| Pipeline::builtin("fr").expect("the built-in pack"))
}

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

/// Extracts and checks that the records stand where they say, in every unit.
pub fn extract(text: &str, published: Option<String>) {
    let mut article = Article::new("x", text);
    article.published = published;
    let found = SCRATCH.with_borrow_mut(|scratch| pipeline().extract_with(scratch, &article));
    let utf16: Vec<u16> = text.encode_utf16().collect();
    for unit in [Unit::Byte, Unit::CodePoint, Unit::Utf16] {
        let mut found = found.clone();
        convert(&mut found, text, unit);
        stands(
            &serde_json::to_value::<&Extraction>(&found).expect("JSON"),
            &|start, end| match unit {
                Unit::Byte => text[start..end].to_owned(),
                Unit::CodePoint => text.chars().skip(start).take(end - start).collect(),
                Unit::Utf16 => String::from_utf16(&utf16[start..end]).expect("whole letters"),
            },
        );
    }
}

/// Goes through the records and compares their words with those that stand at their offsets.
fn stands(value: &Value, cut: &dyn Fn(usize, usize) -> String) {
    match value {
        Value::Object(fields) => {
            if let (Some(start), Some(end)) = (fields.get("start"), fields.get("end")) {
                let number = |v: &Value| v.as_u64().expect("an offset") as usize;
                let words = cut(number(start), number(end));
                if let Some(text) = fields.get("text") {
                    assert_eq!(text, &Value::String(words));
                }
            }
            fields.values().for_each(|v| stands(v, cut));
        }
        Value::Array(values) => values.iter().for_each(|v| stands(v, cut)),
        _ => {}
    }
}

/// A text of the given pieces: each byte chooses one, and the high bit glues it to the next.
pub fn text_of(data: &[u8], pieces: &[&str]) -> String {
    let mut text = String::new();
    for &byte in data {
        text.push_str(pieces[usize::from(byte & 0x7f) % pieces.len()]);
        if byte & 0x80 == 0 {
            text.push(' ');
        }
    }
    text
}
