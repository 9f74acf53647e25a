//! Web and mail addresses.

use super::MAX_ADDRESS;
use super::class::{floor, run};

/// End of the web or mail address that begins at `start`, if one does.
pub(super) fn address(text: &str, start: usize) -> Option<usize> {
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
