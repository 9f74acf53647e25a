//! Folding: the spelling under which a word is looked up.
//!
//! Lower case, NFC, the typographic apostrophe as `'`, every hyphen as `-`, `œ` and `æ` as two
//! letters, soft hyphens and zero-width marks left out. Accents stay: in French they tell words
//! apart.

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// `word` folded.
pub fn fold(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    fold_into(word, &mut out);
    out
}

/// Appends `word` folded to `out`. O(n), allocates only where `out` must grow or the word is
/// not in NFC.
pub fn fold_into(word: &str, out: &mut String) {
    if word.is_ascii() {
        let start = out.len();
        out.push_str(word);
        out[start..].make_ascii_lowercase();
    } else if is_nfc(word) {
        fold_chars(word.chars(), out);
    } else {
        fold_chars(word.nfc(), out);
    }
}

fn fold_chars(chars: impl Iterator<Item = char>, out: &mut String) {
    for c in chars {
        match c {
            '’' | 'ʼ' | '‘' => out.push('\''),
            '\u{2010}' | '\u{2011}' => out.push('-'),
            'œ' | 'Œ' => out.push_str("oe"),
            'æ' | 'Æ' => out.push_str("ae"),
            '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}' => {}
            'a'..='z' => out.push(c),
            _ => out.extend(c.to_lowercase()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn one_spelling_a_word() {
        for (word, folded) in [
            ("PARIS", "paris"),
            ("L’", "l'"),
            ("Cœur", "coeur"),
            ("E\u{301}tat", "état"),
            ("Ça", "ça"),
            ("İstanbul", "i\u{307}stanbul"),
            ("ex\u{ad}emple", "exemple"),
            ("Jean\u{2011}Paul", "jean-paul"),
        ] {
            assert_eq!(fold(word), folded);
        }
    }
}
