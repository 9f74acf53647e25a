//! Blocks, tokens and sentences: they are in order, on whole letters, and leave no letter out.
#![no_main]

use depeche::token::{Splitter, SplitterRules};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let splitter = Splitter::new(&SplitterRules::default());
    let mut end = 0;
    splitter.split(&text, 0, text.len(), |piece| {
        assert!(end <= piece.start && piece.start < piece.end);
        assert!(!text[end..piece.start].contains(char::is_alphanumeric));
        assert!(!text[piece.start..piece.end].is_empty());
        end = piece.end;
    });
    assert!(!text[end..].contains(char::is_alphanumeric));
    let article = depeche::record::Article::new("x", text.clone());
    let mut scratch = depeche::Scratch::default();
    depeche::extract::inspect::tokens(depeche_fuzz::pipeline(), &mut scratch, &article);
});
