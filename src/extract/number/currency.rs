//! Which `franc`, which `dollar`? The article says so by its places and by what it writes out once.

use crate::extract::analysis::Analysis;

/// The code of a currency whose name several countries use, by the first word of the article that
/// tells; `None` for a name that only one has, and where nothing tells. O(n) in the article, asked
/// only for such names.
pub(super) fn code<'a>(analysis: &Analysis<'a>, start: u32, end: u32) -> Option<&'a str> {
    let list = analysis.pack.concept("shared-currency")?;
    let input = &analysis.input;
    let name = input.lemma(start, end);
    let lexicon = input.lexicon;
    let shared = lexicon.get(list);
    let is_shared = |row| shared.column(row, "name") == Some(name.as_ref());
    if !shared.rows().any(is_shared) {
        return None;
    }
    (0..analysis.len()).find_map(|at| {
        let form = input.tokens[at as usize].form;
        // Only a listed word can tell, and most are not.
        let known = input.bits.word(form).is_some() || input.bits.begins_multiword(form);
        if !known {
            return None;
        }
        let single = input.entries(at, at + 1);
        let multi = input.found_at(at).iter().map(|found| found.entry);
        single.chain(multi).find_map(|entry| {
            if entry.list != list || lexicon.column(entry, "name")? != name {
                return None;
            }
            lexicon.column(entry, "code")
        })
    })
}
