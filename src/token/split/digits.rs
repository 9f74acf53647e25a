//! Numbers in digits.

use super::class::{floor, letters};
use super::{Piece, piece};
use crate::token::Kind;

/// A number in digits with its separators is no longer than this, in bytes.
const MAX_NUMBER: usize = 64;

/// A number in digits, with thousands, decimals and what is stuck to it.
pub(super) fn number(text: &str, start: usize, emit: &mut impl FnMut(Piece)) -> usize {
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
