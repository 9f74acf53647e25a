//! Words that are more than letters: with apostrophes, hyphens, points and other signs in them.

use super::address::address;
use super::class::{Class, class_at, floor, letters, run};
use super::{MAX_WORD, Piece, Splitter, piece};
use crate::token::Kind;

/// The place of a point behind a word.
enum Point {
    /// The word goes on behind it.
    Inside,
    /// It ends the word and belongs to it.
    Last,
    /// It is a full stop.
    Outside,
}

impl Splitter {
    /// Reads one word from `start`, which has letters as far as `from`, and emits it, cut at elisions and clitics.
    /// Returns its end.
    pub(super) fn word(
        &self,
        text: &str,
        start: usize,
        from: usize,
        scratch: &mut String,
        emit: &mut impl FnMut(Piece),
    ) -> usize {
        let whole = text;
        // Nothing below looks further than a word can reach, so that time stays linear.
        let text = &text[..floor(text, start + MAX_WORD)];
        let bytes = text.as_bytes();
        let mut at = from;
        let mut asked = false;
        let mut hyphens = false;
        loop {
            at = letters(text, at);
            if at >= text.len() {
                break;
            }
            // Only a word that one of these signs cuts short can be an address, and it goes on behind the first.
            if !asked && matches!(bytes[at], b'.' | b':' | b'@') {
                asked = true;
                let goes_on = !whole[at + 1..].starts_with(|c: char| c.is_ascii_whitespace());
                if goes_on && let Some(end) = address(whole, start) {
                    return piece(start, end, Kind::Url, emit);
                }
            }
            let (class, width) = class_at(text, at);
            let next = at + width;
            let goes_on =
                next < text.len() && matches!(class_at(text, next).0, Class::Letter | Class::Digit);
            match class {
                Class::Apostrophe => {
                    let elision = self.lists.elision(&text[start..at], scratch);
                    if elision.is_some_and(|some| !(some && self.stays_whole(text, start, scratch)))
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

    /// Whether the word that goes on behind the apostrophe is one that stays whole.
    fn stays_whole(&self, text: &str, start: usize, scratch: &mut String) -> bool {
        let end = run(text, start, |c| {
            c.is_alphanumeric() || matches!(c, '\'' | '’' | '-')
        });
        self.lists.is_whole(&text[start..end], scratch)
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
        if let Some(known) = self.lists.abbreviation(word, scratch) {
            // `mm` at the end of a sentence is no `MM.`
            if known.capitalised && word.starts_with(char::is_lowercase) {
                return Point::Outside;
            }
            let digits = || {
                let behind = text[at + 1..].trim_start();
                behind.starts_with(|c: char| c.is_ascii_digit())
            };
            if known.always || known.before_digits && digits() {
                return Point::Last;
            }
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
        // The clitic is what stands behind the last hyphen.
        let hyphen = word.rfind(['-', '\u{2010}', '\u{2011}']).unwrap_or(0);
        let width = if word.as_bytes()[hyphen] == b'-' {
            1
        } else {
            3
        };
        let (head, clitic) = word.split_at(hyphen + width);
        if !self.lists.is_clitic(clitic, scratch) || self.lists.is_whole(word, scratch) {
            return piece(start, end, Kind::Word, emit);
        }
        let link = (self.lists.links.iter())
            .find(|link| head.len() > link.len() && head.to_lowercase().ends_with(link.as_str()))
            .map_or(width, String::len);
        let cut = start + head.len() - link;
        piece(start, cut, Kind::Word, emit);
        piece(cut, start + head.len(), Kind::Punct, emit);
        piece(start + head.len(), end, Kind::Word, emit)
    }
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
