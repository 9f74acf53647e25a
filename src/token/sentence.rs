//! Sentences: runs of tokens between full stops that are full stops.

use super::{Forms, Kind, Splitter, Token};

/// A run of tokens. Token indices, end exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence {
    pub first: u32,
    pub end: u32,
}

/// Cuts `tokens[from..]`, which must be the tokens of one block, into sentences, marks each
/// sentence's first token, and appends the sentences to `out`. O(n).
pub fn sentences(
    text: &str,
    tokens: &mut [Token],
    from: usize,
    forms: &Forms,
    splitter: &Splitter,
    out: &mut Vec<Sentence>,
) {
    let mut first = from;
    let mut at = from;
    while at < tokens.len() {
        if !ends_sentence(text, tokens, at, forms, splitter) {
            at += 1;
            continue;
        }
        // Closing marks belong to the sentence that they close.
        let mut end = at + 1;
        while end < tokens.len() && is_closing(text, tokens, end) {
            end += 1;
        }
        if end < tokens.len() && !opens_sentence(text, tokens, end, forms) {
            at = end;
            continue;
        }
        close(tokens, first, end, out);
        first = end;
        at = end;
    }
    if first < tokens.len() {
        close(tokens, first, tokens.len(), out);
    }
}

fn close(tokens: &mut [Token], first: usize, end: usize, out: &mut Vec<Sentence>) {
    tokens[first].opens_sentence = true;
    out.push(Sentence {
        first: first as u32,
        end: end as u32,
    });
}

fn ends_sentence(
    text: &str,
    tokens: &[Token],
    at: usize,
    forms: &Forms,
    splitter: &Splitter,
) -> bool {
    let token = tokens[at];
    // The last byte is at hand and rules out nearly all; that of `…` is 0xa6.
    if !matches!(
        text.as_bytes()[token.end as usize - 1],
        b'.' | b'!' | b'?' | 0xa6
    ) {
        return false;
    }
    let word = token.text(text);
    match forms.get(token.form).kind {
        Kind::Punct => matches!(word.chars().next(), Some('.' | '!' | '?' | '…')),
        Kind::Word if word.ends_with('.') => splitter.closes_sentence(word),
        _ => false,
    }
}

/// A closing quotation mark or bracket, or a straight mark that stands close to what is before it.
fn is_closing(text: &str, tokens: &[Token], at: usize) -> bool {
    match tokens[at].text(text) {
        "»" | "”" | ")" | "]" | "›" | "." | "!" | "?" | "…" | "..." => true,
        "\"" | "''" => !tokens[at].spaced || tokens.get(at + 1).is_none_or(|next| next.spaced),
        "’" | "'" => !tokens[at].spaced,
        _ => false,
    }
}

/// Whether a sentence can begin with the token at `at`: anything but a small letter or a mark
/// that goes on with the sentence before.
fn opens_sentence(text: &str, tokens: &[Token], at: usize, forms: &Forms) -> bool {
    let form = forms.get(tokens[at].form);
    let word = tokens[at].text(text);
    match form.kind {
        Kind::Word | Kind::Alnum => !word.starts_with(char::is_lowercase),
        Kind::Number | Kind::Url | Kind::Handle => true,
        Kind::Punct | Kind::Symbol => match word {
            "«" | "“" | "\"" | "(" | "[" | "‹" | "„" => tokens
                .get(at + 1)
                .is_none_or(|next| !next.text(text).starts_with(char::is_lowercase)),
            "–" | "—" | "―" | "•" | "-" => tokens
                .get(at + 1)
                .is_some_and(|next| next.text(text).starts_with(char::is_uppercase)),
            _ => false,
        },
    }
}
