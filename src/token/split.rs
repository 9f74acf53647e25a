//! The splitter: text to pieces, by character classes and the pack's few facts about spelling.
//!
//! Latin text goes through a hand-made scanner: most words are letters before a space or comma, and are told byte
//! by byte (`class`); only those that another sign stops are looked at more closely (`word`). Runs of any other
//! script are handed to `unicode-segmentation` (UAX #29), which is also the oracle of the scanner's tests.

mod address;
mod class;
mod digits;
mod lists;
mod word;

use unicode_segmentation::UnicodeSegmentation;

use self::class::{Class, class_at, floor, plain_word, run};
use self::digits::number;
use self::lists::Lists;
pub use self::lists::SplitterRules;
use super::shape::Kind;

/// A piece of text found by the splitter. Byte offsets, end exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    pub start: usize,
    pub end: usize,
    pub kind: Kind,
}

/// The rules in the form that the scanner uses.
#[derive(Debug, Clone, Default)]
pub struct Splitter {
    lists: Lists,
}

/// No token is longer, in bytes: a longer run of letters is cut, so that nothing later meets a monster.
const MAX_WORD: usize = 256;
/// Nor is an address than this.
const MAX_ADDRESS: usize = 1024;

impl Splitter {
    /// Makes the scanner's tables from the pack's rules.
    pub fn new(rules: &SplitterRules) -> Self {
        Self {
            lists: Lists::new(rules),
        }
    }

    /// Whether `word`, with its point, is an abbreviation that often ends a sentence.
    pub fn closes_sentence(&self, word: &str) -> bool {
        let word = word.strip_suffix('.').unwrap_or(word);
        let known = self.lists.abbreviation(word, &mut String::new());
        known.is_some_and(|known| known.closing)
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
                Class::Letter => {
                    let near = &text.as_bytes()[..to.min(at + MAX_WORD)];
                    match plain_word(near, at) {
                        (end, true) => piece(at, end, Kind::Word, &mut emit),
                        (end, false) => {
                            let from = if end < near.len() { end } else { at };
                            self.word(text, at, from, &mut scratch, &mut emit)
                        }
                    }
                }
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
}

fn piece(start: usize, end: usize, kind: Kind, emit: &mut impl FnMut(Piece)) -> usize {
    emit(Piece { start, end, kind });
    end
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
