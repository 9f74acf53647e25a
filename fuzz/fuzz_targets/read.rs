//! Bytes of any encoding, as a text and as JSON lines.
#![no_main]

use depeche::read::{article_from_json_line, article_from_text, decode};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Ok(decoded) = decode(data, "fr") {
        let _ = decoded.warning();
    }
    let _ = article_from_text("x", data, "fr");
    for (index, line) in data.split(|&b| b == b'\n').enumerate() {
        if let Ok(Some(read)) = article_from_json_line("x", index as u64 + 1, line, "fr") {
            for warning in read.warnings {
                let _ = &read.article.text[warning.start..warning.end];
            }
        }
    }
});
