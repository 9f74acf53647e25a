//! The splitter: text to pieces, by character classes and the pack's few facts about spelling.
//!
//! Latin text goes through a hand-made scanner. Runs of any other script are handed to
//! `unicode-segmentation` (UAX #29), which is also the oracle of the scanner's tests.

use hashbrown::HashSet;

use serde::Deserialize;
use unicode_segmentation::UnicodeSegmentation;

use super::fold::fold_into;
use super::shape::Kind;

/// A piece of text found by the splitter. Byte offsets, end exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    pub start: usize,
    pub end: usize,
    pub kind: Kind,
}

/// How a language joins and cuts words; `tokens.toml` of the pack.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SplitterRules {
    /// Words that lose their last vowel before an apostrophe and are tokens of their own (`l`, `qu`).
    pub elisions: Vec<String>,
    /// Ends of words behind an apostrophe or hyphen that are tokens of their own (`il`, `'s`).
    pub clitics: Vec<String>,
    /// Letters that stand between a verb and its clitic, with their hyphens (`-t-`).
    pub clitic_links: Vec<String>,
    /// Words that stay whole whatever the rules above say.
    pub whole: Vec<String>,
    /// Abbreviations, written with their point.
    pub abbreviations: Vec<String>,
    /// Abbreviations that are words too, and so are abbreviations only before digits.
    pub abbreviations_before_digits: Vec<String>,
    /// Abbreviations that often end a sentence too.
    pub closing_abbreviations: Vec<String>,
    /// The sign between thousands, apart from spaces and the apostrophe: `.` or `,`.
    pub thousands: String,
    /// The sign before decimals.
    pub decimal: String,
}

/// The rules in the form that the scanner uses.
#[derive(Debug, Clone, Default)]
pub struct Splitter {
    elisions: Vec<String>,
    clitics: HashSet<String>,
    links: Vec<String>,
    whole: HashSet<String>,
    abbreviations: HashSet<String>,
    before_digits: HashSet<String>,
    /// Those that demand a capital of the text.
    capitalised: HashSet<String>,
    closing: HashSet<String>,
}

/// No token is longer: a longer run of letters is cut, so that nothing later meets a monster.
const MAX_WORD: usize = 256;
/// A number in digits with its separators is no longer than this.
const MAX_NUMBER: usize = 64;
/// Nor is an address.
const MAX_ADDRESS: usize = 1024;

/// What a character is to the scanner.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
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

impl Splitter {
    /// Makes the scanner's tables from the pack's rules.
    pub fn new(rules: &SplitterRules) -> Self {
        fn folded<C: FromIterator<String>>(words: &[String]) -> C {
            words.iter().map(|word| super::fold(word)).collect()
        }
        let mut links = rules.clitic_links.clone();
        // The longest link first: `-t-` before `-`.
        links.sort_by_key(|link| std::cmp::Reverse(link.len()));
        Self {
            elisions: folded(&rules.elisions),
            clitics: folded(&rules.clitics),
            links,
            whole: folded(&rules.whole),
            abbreviations: folded(&rules.abbreviations),
            before_digits: folded(&rules.abbreviations_before_digits),
            capitalised: rules
                .abbreviations
                .iter()
                .filter(|word| word.starts_with(char::is_uppercase))
                .map(|word| super::fold(word))
                .collect(),
            closing: folded(&rules.closing_abbreviations),
        }
    }

    /// Whether `word`, with its point, is an abbreviation that often ends a sentence.
    pub fn closes_sentence(&self, word: &str) -> bool {
        self.closing.contains(&super::fold(word))
    }

    /// Calls `emit` for every piece of `text[from..to]`, left to right. O(n).
    pub fn split(&self, text: &str, from: usize, to: usize, mut emit: impl FnMut(Piece)) {
        let text = &text[..to];
        let mut scratch = String::new();
        let mut at = from;
        while at < to {
            let (class, width) = class_at(text, at);
            let end = match class {
                Class::Space | Class::Invisible => at + width,
                Class::Letter => self.word(text, at, &mut scratch, &mut emit),
                Class::Digit => number(text, at, &mut emit),
                Class::Foreign => foreign(text, at, &mut emit),
                Class::Symbol if is_degree_letter(text, at, width) => {
                    piece(at, at + width + 1, Kind::Symbol, &mut emit)
                }
                Class::Symbol if starts_handle(text, at) => {
                    let near = &text[..floor(text, at + MAX_WORD)];
                    let end = run(near, at + 1, |c| c.is_alphanumeric() || c == '_');
                    piece(at, end, Kind::Handle, &mut emit)
                }
                Class::Symbol => piece(at, at + width, Kind::Symbol, &mut emit),
                Class::Punct if text[at..].starts_with("...") => {
                    let near = &text[..floor(text, at + MAX_WORD)];
                    let end = run(near, at, |c| c == '.');
                    piece(at, end, Kind::Punct, &mut emit)
                }
                Class::Punct | Class::Apostrophe | Class::Hyphen | Class::Mark => {
                    piece(at, at + width, Kind::Punct, &mut emit)
                }
            };
            debug_assert!(end > at);
            at = end;
        }
    }

    /// Reads one word from `start` and emits it, cut at elisions and clitics. Returns its end.
    fn word(
        &self,
        text: &str,
        start: usize,
        scratch: &mut String,
        emit: &mut impl FnMut(Piece),
    ) -> usize {
        let whole = text;
        // Nothing below looks further than a word can reach, so that time stays linear.
        let text = &text[..floor(text, start + MAX_WORD)];
        let bytes = text.as_bytes();
        let mut at = start;
        let mut hyphens = false;
        loop {
            at = letters(text, at);
            if at >= text.len() {
                break;
            }
            // Only a word that one of these signs cuts short can be an address.
            if matches!(bytes[at], b'.' | b':' | b'@')
                && let Some(end) = address(whole, start)
            {
                return piece(start, end, Kind::Url, emit);
            }
            let (class, width) = class_at(text, at);
            let next = at + width;
            let goes_on =
                next < text.len() && matches!(class_at(text, next).0, Class::Letter | Class::Digit);
            match class {
                Class::Apostrophe if goes_on || self.is_elision(&text[start..at], scratch) => {
                    scratch.clear();
                    fold_into(&text[start..at], scratch);
                    if self.elisions.iter().any(|e| e == scratch.as_str())
                        && !self.is_whole(text, start, scratch)
                    {
                        return piece(start, next, Kind::Word, emit);
                    }
                    if !goes_on {
                        break;
                    }
                    at = next;
                }
                Class::Hyphen if goes_on => {
                    hyphens = true;
                    at = next;
                }
                Class::Symbol if bytes[at] == b'&' && goes_on && is_upper_before(text, at) => {
                    at = next;
                }
                // `n°`, `s/o` stay apart, but the degree sign belongs to the abbreviation.
                Class::Symbol if text[at..].starts_with('°') && at - start <= 2 => {
                    return piece(start, next, Kind::Word, emit);
                }
                Class::Punct if text[at..].starts_with('·') && goes_on => at = next,
                Class::Punct if bytes[at] == b'.' => {
                    match self.point(text, start, at, goes_on, scratch) {
                        Point::Inside => at = next,
                        Point::Last => {
                            at = next;
                            break;
                        }
                        Point::Outside => break,
                    }
                }
                _ => break,
            }
        }
        if hyphens {
            return self.clitics(text, start, at, scratch, emit);
        }
        piece(start, at, Kind::Word, emit)
    }

    fn is_elision(&self, word: &str, scratch: &mut String) -> bool {
        if word.len() > 8 {
            return false;
        }
        scratch.clear();
        fold_into(word, scratch);
        self.elisions.iter().any(|e| e == scratch.as_str())
    }

    /// Whether the word that goes on behind the apostrophe is one that stays whole.
    fn is_whole(&self, text: &str, start: usize, scratch: &mut String) -> bool {
        if self.whole.is_empty() {
            return false;
        }
        let end = run(text, start, |c| {
            c.is_alphanumeric() || matches!(c, '\'' | '’' | '-')
        });
        scratch.clear();
        fold_into(&text[start..end], scratch);
        self.whole.contains(scratch.as_str())
    }

    /// What the point at `at` is to the word that began at `start`.
    fn point(
        &self,
        text: &str,
        start: usize,
        at: usize,
        goes_on: bool,
        scratch: &mut String,
    ) -> Point {
        let word = &text[start..at];
        let mut chars = word.chars().rev();
        let last = chars.next().unwrap_or(' ');
        let before = chars.next();
        // `J.`, `J.-P.`, `U.S.A.`: a capital alone between word edge and point.
        if last.is_uppercase() && before.is_none_or(|c| matches!(c, '.' | '-' | '&')) {
            let next = at + 1;
            let hyphen = next < text.len() && class_at(text, next).0 == Class::Hyphen;
            return if goes_on || hyphen {
                Point::Inside
            } else {
                Point::Last
            };
        }
        scratch.clear();
        fold_into(word, scratch);
        scratch.push('.');
        // `mm` at the end of a sentence is no `MM.`
        if self.capitalised.contains(scratch.as_str()) && word.starts_with(char::is_lowercase) {
            return Point::Outside;
        }
        let digits = || {
            text[at + 1..]
                .trim_start()
                .starts_with(|c: char| c.is_ascii_digit())
        };
        if self.before_digits.contains(scratch.as_str()) && digits() {
            return Point::Last;
        }
        if self.abbreviations.contains(scratch.as_str()) || self.closing.contains(scratch.as_str())
        {
            return Point::Last;
        }
        // `employé.e.s`: points inside a word of small letters, no space behind.
        if goes_on && is_inclusive_ending(text, at + 1) {
            return Point::Inside;
        }
        Point::Outside
    }

    /// Emits a hyphenated word, with its clitics as tokens of their own.
    fn clitics(
        &self,
        text: &str,
        start: usize,
        end: usize,
        scratch: &mut String,
        emit: &mut impl FnMut(Piece),
    ) -> usize {
        let word = &text[start..end];
        scratch.clear();
        fold_into(word, scratch);
        if self.whole.contains(scratch.as_str()) {
            return piece(start, end, Kind::Word, emit);
        }
        // The clitic is what stands behind the last hyphen.
        let Some((hyphen, width)) = word
            .char_indices()
            .rev()
            .find(|(_, c)| matches!(c, '-' | '\u{2010}' | '\u{2011}'))
            .map(|(i, c)| (i, c.len_utf8()))
        else {
            return piece(start, end, Kind::Word, emit);
        };
        scratch.clear();
        fold_into(&word[hyphen + width..], scratch);
        if !self.clitics.contains(scratch.as_str()) {
            return piece(start, end, Kind::Word, emit);
        }
        let head = &word[..hyphen + width];
        let link = self
            .links
            .iter()
            .find(|link| head.len() > link.len() && head.to_lowercase().ends_with(link.as_str()))
            .map_or(width, String::len);
        let cut = start + head.len() - link;
        piece(start, cut, Kind::Word, emit);
        piece(cut, start + head.len(), Kind::Punct, emit);
        piece(start + head.len(), end, Kind::Word, emit)
    }
}

/// The place of a point behind a word.
enum Point {
    /// The word goes on behind it.
    Inside,
    /// It ends the word and belongs to it.
    Last,
    /// It is a full stop.
    Outside,
}

fn piece(start: usize, end: usize, kind: Kind, emit: &mut impl FnMut(Piece)) -> usize {
    emit(Piece { start, end, kind });
    end
}

/// End of the run of characters from `at` for which `keep` holds.
fn run(text: &str, at: usize, keep: impl Fn(char) -> bool) -> usize {
    text[at..]
        .char_indices()
        .find(|&(_, c)| !keep(c))
        .map_or(text.len(), |(i, _)| at + i)
}

/// End of the run of letters, digits and combining marks from `at`.
fn letters(text: &str, mut at: usize) -> usize {
    let bytes = text.as_bytes();
    while at < bytes.len() {
        if bytes[at].is_ascii_alphanumeric() {
            at += 1;
            continue;
        }
        match class_at(text, at) {
            (Class::Letter | Class::Digit | Class::Mark | Class::Invisible, width) => at += width,
            _ => break,
        }
    }
    at
}

/// Class and width in bytes of the character at `at`.
fn class_at(text: &str, at: usize) -> (Class, usize) {
    let bytes = text.as_bytes();
    let b = bytes[at];
    match b {
        b'a'..=b'z' | b'A'..=b'Z' | b'_' => (Class::Letter, 1),
        b'0'..=b'9' => (Class::Digit, 1),
        b' ' | b'\n' | b'\t' | b'\r' | 0x0b | 0x0c => (Class::Space, 1),
        b'\'' => (Class::Apostrophe, 1),
        b'-' => (Class::Hyphen, 1),
        b'.' | b',' | b';' | b':' | b'!' | b'?' | b'"' | b'(' | b')' | b'[' | b']' | b'{'
        | b'}' | b'/' | b'\\' => (Class::Punct, 1),
        0..=0x1f | 0x7f => (Class::Space, 1),
        0..=0x7f => (Class::Symbol, 1),
        // U+00C0..U+017F: Latin letters, but for × and ÷.
        0xc3..=0xc5 => match (b, bytes[at + 1]) {
            (0xc3, 0x97 | 0xb7) => (Class::Symbol, 2),
            _ => (Class::Letter, 2),
        },
        _ => wide_class(text, at),
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

/// A run of another script, cut by UAX #29.
fn foreign(text: &str, start: usize, emit: &mut impl FnMut(Piece)) -> usize {
    let text = &text[..floor(text, start + MAX_WORD)];
    let mut end = start;
    while end < text.len() {
        match class_at(text, end) {
            (Class::Foreign | Class::Mark | Class::Invisible, width) => end += width,
            _ => break,
        }
    }
    for (offset, word) in text[start..end].split_word_bound_indices() {
        emit(Piece {
            start: start + offset,
            end: start + offset + word.len(),
            kind: Kind::Word,
        });
    }
    end
}

/// A number in digits, with thousands, decimals and what is stuck to it.
fn number(text: &str, start: usize, emit: &mut impl FnMut(Piece)) -> usize {
    let text = &text[..floor(text, start + MAX_NUMBER)];
    let bytes = text.as_bytes();
    let digits = |mut at: usize| {
        while at < bytes.len() && bytes[at].is_ascii_digit() {
            at += 1;
        }
        at
    };
    let mut at = digits(start);
    if at - start <= 3 && bytes[start] != b'0' {
        // Thousands: groups of exactly three digits behind one and the same separator.
        let mut separator = None;
        while at < bytes.len() {
            let Some(c) = text[at..].chars().next() else {
                break;
            };
            if !matches!(
                c,
                ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '.' | '\'' | '’'
            ) || separator.is_some_and(|s| s != c)
            {
                break;
            }
            let group = at + c.len_utf8();
            let end = digits(group);
            if end - group != 3 {
                break;
            }
            separator = Some(c);
            at = end;
        }
    }
    // Decimals, and dates or times or versions in digits: `3,5`, `12.05`, `20.11.2023`.
    while at + 1 < bytes.len() && matches!(bytes[at], b',' | b'.') && bytes[at + 1].is_ascii_digit()
    {
        at = digits(at + 1);
    }
    // Letters stuck to the digits make one token: `1er`, `15h30`, `5G`.
    let end = letters(text, at);
    if end > at {
        return piece(start, end, Kind::Alnum, emit);
    }
    piece(start, at, Kind::Number, emit)
}

fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn is_degree_letter(text: &str, at: usize, width: usize) -> bool {
    text[at..].starts_with('°')
        && matches!(text.as_bytes().get(at + width), Some(b'C' | b'F'))
        && !text[at + width + 1..].starts_with(char::is_alphanumeric)
}

fn starts_handle(text: &str, at: usize) -> bool {
    matches!(text.as_bytes()[at], b'@' | b'#')
        && text[at + 1..].starts_with(char::is_alphabetic)
        && !text[..at].ends_with(char::is_alphanumeric)
}

fn is_upper_before(text: &str, at: usize) -> bool {
    text[..at].ends_with(char::is_uppercase)
}

/// `e`, `es`, `ne`, `trice`…: a short ending in small letters behind the point of inclusive writing.
fn is_inclusive_ending(text: &str, at: usize) -> bool {
    let end = run(text, at, char::is_lowercase);
    (1..=5).contains(&(end - at))
        && !text[end..].starts_with(char::is_alphanumeric)
        && text[at..end].contains(['e', 's'])
}

/// End of the web or mail address that begins at `start`, if one does.
fn address(text: &str, start: usize) -> Option<usize> {
    let rest = &text.as_bytes()[start..];
    // The cheap look first: an address has `://`, `www.`, `@` or a known ending not far ahead.
    let near = &rest[..rest.len().min(64)];
    let stop = near
        .iter()
        .position(|b| b.is_ascii_whitespace() || *b >= 0x80)
        .unwrap_or(near.len());
    let near = &near[..stop];
    let scheme =
        near.starts_with(b"http://") || near.starts_with(b"https://") || near.starts_with(b"www.");
    let mail = || {
        near.iter().position(|&b| b == b'@').is_some_and(|i| {
            i > 0
                && near[..i]
                    .iter()
                    .all(|b| b.is_ascii_alphanumeric() || b"._-+".contains(b))
                && near[i + 1..].contains(&b'.')
        })
    };
    if !(scheme || near.contains(&b'.') && (mail() || is_domain(near))) {
        return None;
    }
    let text = &text[..floor(text, start + MAX_ADDRESS)];
    let end = run(text, start, |c| {
        c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&*+;=%".contains(c)
    });
    let address = text[start..end].trim_end_matches(['.', ':', '?', '!', ';', ']', '*']);
    Some(start + address.len())
}

/// Whether the bytes begin with a host name of small letters under a common top-level domain.
fn is_domain(near: &[u8]) -> bool {
    let host: &[u8] = near
        .split(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-')))
        .next()
        .unwrap_or_default();
    let host = host.strip_suffix(b".").unwrap_or(host);
    let Some(point) = host.iter().rposition(|&b| b == b'.') else {
        return false;
    };
    point > 0
        && [
            &b"fr"[..],
            b"com",
            b"org",
            b"net",
            b"be",
            b"ch",
            b"ca",
            b"eu",
            b"info",
            b"tv",
            b"io",
            b"uk",
            b"de",
        ]
        .contains(&&host[point + 1..])
}
