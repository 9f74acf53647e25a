//! What a character is to the splitter, and runs of them.

/// What a character is to the scanner.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Space,
    Letter,
    Digit,
    Apostrophe,
    Hyphen,
    Mark,
    Foreign,
    Punct,
    Symbol,
    Invisible,
}

/// The class of a character of one byte, or of all characters that begin with the byte; `None` where more
/// bytes tell.
const CLASSES: [Option<Class>; 256] = {
    let mut classes = [None; 256];
    let mut byte = 0;
    while byte < 0x80 {
        classes[byte] = Some(match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => Class::Letter,
            b'0'..=b'9' => Class::Digit,
            b'\'' => Class::Apostrophe,
            b'-' => Class::Hyphen,
            b'.' | b',' | b';' | b':' | b'!' | b'?' | b'"' | b'(' | b')' | b'[' | b']' | b'{'
            | b'}' | b'/' | b'\\' => Class::Punct,
            0..=b' ' | 0x7f => Class::Space,
            _ => Class::Symbol,
        });
        byte += 1;
    }
    classes
};

/// What a byte is to a plain word: letters of one and of two bytes, a sign at which every word ends, and all
/// that must be looked at more closely.
const LETTER: u8 = 1;
const LETTER_OF_TWO: u8 = 2;
const END: u8 = 3;
const OTHER: u8 = 0;

const PLAIN: [u8; 256] = {
    let mut plain = [OTHER; 256];
    let mut byte = 0;
    while byte < 0x80 {
        plain[byte] = match (CLASSES[byte], byte as u8) {
            (Some(Class::Letter | Class::Digit), _) => LETTER,
            // Words may go on behind these, or are addresses.
            (_, b'\'' | b'-' | b'&' | b'.' | b':' | b'@') => OTHER,
            _ => END,
        };
        byte += 1;
    }
    // U+00C0..U+017F: Latin letters, but for × and ÷.
    plain[0xc3] = LETTER_OF_TWO;
    plain[0xc4] = LETTER_OF_TWO;
    plain[0xc5] = LETTER_OF_TWO;
    plain
};

/// End of the run of Latin letters and digits from `at`, and whether the word surely ends there.
/// Most words are such a run before a space or comma.
pub(super) fn plain_word(bytes: &[u8], mut at: usize) -> (usize, bool) {
    while let Some(&byte) = bytes.get(at) {
        match PLAIN[usize::from(byte)] {
            LETTER => at += 1,
            LETTER_OF_TWO if !is_sign(byte, bytes.get(at + 1)) => at += 2,
            END => return (at, true),
            _ => break,
        }
    }
    (at, false)
}

/// Whether the two bytes are × or ÷, which stand among the letters.
fn is_sign(first: u8, second: Option<&u8>) -> bool {
    first == 0xc3 && matches!(second, Some(0x97 | 0xb7))
}

/// Class and width in bytes of the character at `at`.
#[inline]
pub(super) fn class_at(text: &str, at: usize) -> (Class, usize) {
    let bytes = text.as_bytes();
    let first = bytes[at];
    match CLASSES[usize::from(first)] {
        Some(class) => (class, 1),
        None if PLAIN[usize::from(first)] == LETTER_OF_TWO => {
            let sign = is_sign(first, bytes.get(at + 1));
            (if sign { Class::Symbol } else { Class::Letter }, 2)
        }
        None => wide_class(text, at),
    }
}

fn wide_class(text: &str, at: usize) -> (Class, usize) {
    let Some(c) = text[at..].chars().next() else {
        return (Class::Space, 1);
    };
    let class = match c {
        '\u{a0}'
        | '\u{2000}'..='\u{200a}'
        | '\u{202f}'
        | '\u{205f}'
        | '\u{3000}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{85}' => Class::Space,
        '’' | 'ʼ' => Class::Apostrophe,
        '\u{2010}' | '\u{2011}' => Class::Hyphen,
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}' => Class::Invisible,
        '«' | '»' | '‹' | '›' | '“' | '”' | '„' | '‟' | '‘' | '‚' | '‛' | '–' | '—' | '―' | '‒'
        | '…' | '·' | '•' | '¡' | '¿' | '″' | '′' => Class::Punct,
        'ª' | 'º' | '\u{180}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => Class::Letter,
        '\u{300}'..='\u{36f}' => Class::Mark,
        // Greek and Cyrillic have case and spaces as Latin has: the same scanner reads them.
        '\u{370}'..='\u{52f}' if c.is_alphabetic() => Class::Letter,
        _ if c.is_alphanumeric() => Class::Foreign,
        _ if c.is_whitespace() => Class::Space,
        _ if c.is_control() => Class::Space,
        _ => Class::Symbol,
    };
    (class, c.len_utf8())
}

/// End of the run of characters from `at` for which `keep` holds.
pub(super) fn run(text: &str, at: usize, keep: impl Fn(char) -> bool) -> usize {
    text[at..]
        .char_indices()
        .find(|&(_, c)| !keep(c))
        .map_or(text.len(), |(i, _)| at + i)
}

/// End of the run of letters, digits and combining marks from `at`.
pub(super) fn letters(text: &str, mut at: usize) -> usize {
    loop {
        at = plain_word(text.as_bytes(), at).0;
        if at >= text.len() {
            return at;
        }
        match class_at(text, at) {
            (Class::Letter | Class::Digit | Class::Mark | Class::Invisible, width) => at += width,
            _ => return at,
        }
    }
}

/// The last character boundary up to `at`, within the text.
pub(super) fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_word_ends_where_no_word_goes_on() {
        for (text, end, surely) in [
            ("maire, puis", 5, true),
            ("Été 2021", 5, true),
            ("m2\u{301} carr\u{e9}", 2, false),
            ("l'île", 1, false),
            ("sous-sol", 4, false),
            ("fin. Puis", 3, false),
            ("a×b", 1, false),
            ("mot", 3, false),
        ] {
            assert_eq!(plain_word(text.as_bytes(), 0), (end, surely), "{text}");
        }
        // The bytes may end within a letter.
        let cut = "blé".as_bytes();
        assert_eq!(plain_word(&cut[..3], 0), (4, false));
        assert_eq!(letters("re\u{301}sidence, ", 0), 11);
    }

    #[test]
    fn every_character_has_one_class_and_its_width() {
        for (text, class) in [
            ("é", Class::Letter),
            ("×", Class::Symbol),
            ("÷", Class::Symbol),
            ("ж", Class::Letter),
            ("’", Class::Apostrophe),
            ("\u{a0}", Class::Space),
            ("«", Class::Punct),
            ("&", Class::Symbol),
            ("\u{7f}", Class::Space),
            ("語", Class::Foreign),
        ] {
            assert!(class_at(text, 0) == (class, text.len()), "{text}");
        }
    }
}
