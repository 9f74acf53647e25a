//! Any text through everything.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let (day, text) = data.split_at(data.len().min(10));
    let published = std::str::from_utf8(day).ok().map(str::to_owned);
    depeche_fuzz::extract(&String::from_utf8_lossy(text), published);
});
