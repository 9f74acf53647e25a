//! Files of gold in every format: what is wrong is told, the rest is scored and written again.
#![no_main]

use depeche::eval::convention::Convention;
use depeche::eval::read::{Format, Source, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((&format, rest)) = data.split_first() else {
        return;
    };
    let content = String::from_utf8_lossy(rest);
    // The text of a brat file stands before a zero.
    let (text, content) = content
        .split_once('\0')
        .unwrap_or(("Anne Riou est partie.", &content));
    let format =
        [Format::Tei, Format::Brat, Format::Conll, Format::JsonLines][usize::from(format) % 4];
    let source = Source {
        file: "x",
        content,
        text: Some(text),
    };
    let found = read(source, format, &Convention::default(), &|_| {
        Some(text.to_owned())
    });
    for problem in &found.problems {
        let _ = problem.to_string();
    }
    depeche::eval::check::check(&found.docs);
});
