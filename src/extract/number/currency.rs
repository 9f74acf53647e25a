//! Which `franc`, which `dollar`? The article says so by its places and by what it writes out once.

use std::cell::OnceCell;
use std::collections::HashMap;

use super::sign::Sign;
use crate::extract::analysis::Analysis;

/// The currencies of an article whose names several countries use. The article is looked through
/// once, and only if it has such a name.
#[derive(Default)]
pub(super) struct Shared<'a>(OnceCell<HashMap<&'a str, &'a str>>);

impl<'a> Shared<'a> {
    /// The code of the currency that the tokens name, by the first word of the article that tells;
    /// `None` for a name that only one country has, and where nothing tells.
    pub fn code(&self, analysis: &Analysis<'a>, start: u32, end: u32) -> Option<&'a str> {
        let name = analysis.input.column(start, end, "name")?;
        let codes = self.0.get_or_init(|| codes(analysis));
        codes.get(name).copied()
    }
}

/// Name → code, of the first word that tells. O(n).
fn codes<'a>(analysis: &Analysis<'a>) -> HashMap<&'a str, &'a str> {
    let mut codes = HashMap::new();
    let Some(list) = analysis.pack.concept("shared-currency") else {
        return codes;
    };
    let input = &analysis.input;
    let lexicon = input.lexicon;
    for at in 0..analysis.len() {
        // Only a listed word can tell, and most are not.
        let told = Sign::SharedCurrency.at(analysis, at);
        if !told && input.found_at(at).is_empty() {
            continue;
        }
        let single = input.entries(at, at + 1);
        let multi = input.found_at(at).iter().map(|found| found.entry);
        for entry in single.chain(multi).filter(|e| e.list == list) {
            let fields = (lexicon.column(entry, "name"), lexicon.column(entry, "code"));
            if let (Some(names), Some(code)) = fields {
                for name in names.split('|') {
                    codes.entry(name).or_insert(code);
                }
            }
        }
    }
    codes
}
