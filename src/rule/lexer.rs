//! Words of the rule language.

use memchr::memchr3;

use super::ast::Span;

/// A word of the language.
#[derive(Debug, Clone, PartialEq)]
pub enum Word {
    /// A name: letters, digits, `-` and `_`.
    Name(String),
    /// Digits, perhaps with a point.
    Number(f64),
    /// `"…"`, with `\"` and `\\` resolved.
    Text(String),
    /// Any other sign: `( ) [ ] { } < > | ? * + ^ $ @ : = != <= >= => & ! , ->`.
    Sign(&'static str),
    /// A character that the language does not have.
    Unknown(char),
    /// A text that is never closed on its line.
    Unclosed,
}

/// A word with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Lexeme {
    pub word: Word,
    pub span: Span,
    /// First word of its line.
    pub opens_line: bool,
    /// White space stands before it.
    pub spaced: bool,
}

const SIGNS: [&str; 26] = [
    "->", "=>", "!=", "<=", ">=", "(", ")", "[", "]", "{", "}", "<", ">", "|", "?", "*", "+", "^",
    "$", "@", ":", "=", "&", "!", ",", "%",
];

/// Cuts a rule file into words; `#` starts a comment that ends with the line. O(n).
pub fn lex(text: &str) -> Vec<Lexeme> {
    let mut out = Vec::new();
    let mut at = 0;
    let mut opens_line = true;
    let mut spaced = true;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        if c == '\n' {
            opens_line = true;
            spaced = true;
            at += 1;
            continue;
        }
        if c.is_whitespace() {
            spaced = true;
            at += c.len_utf8();
            continue;
        }
        if c == '#' {
            at += rest.find('\n').unwrap_or(rest.len());
            continue;
        }
        let (word, width) = if c == '"' {
            text_literal(rest)
        } else if c.is_alphabetic() || c == '_' {
            let width = rest
                .char_indices()
                .find(|&(_, c)| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.')))
                .map_or(rest.len(), |(i, _)| i);
            // `name->type` without spaces: the hyphen belongs to the arrow.
            let name = rest[..width].trim_end_matches(['-', '.']);
            (Word::Name(name.to_owned()), name.len())
        } else if c.is_ascii_digit()
            || c == '-' && rest[1..].starts_with(|d: char| d.is_ascii_digit())
        {
            let width = 1 + rest[1..]
                .find(|c: char| !(c.is_ascii_digit() || c == '.'))
                .unwrap_or(rest.len() - 1);
            match rest[..width].parse() {
                Ok(number) => (Word::Number(number), width),
                Err(_) => (Word::Unknown(c), c.len_utf8()),
            }
        } else {
            match SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
                Some(sign) => (Word::Sign(sign), sign.len()),
                None => (Word::Unknown(c), c.len_utf8()),
            }
        };
        out.push(Lexeme {
            word,
            span: at..at + width,
            opens_line,
            spaced,
        });
        opens_line = false;
        spaced = false;
        at += width;
    }
    out
}

fn text_literal(rest: &str) -> (Word, usize) {
    let mut text = String::new();
    // What has been read but not yet taken over.
    let (mut from, mut at) = (1, 1);
    loop {
        let Some(next) = memchr3(b'"', b'\\', b'\n', &rest.as_bytes()[at..]) else {
            return (Word::Unclosed, rest.len());
        };
        at += next;
        match (rest.as_bytes()[at], rest[at + 1..].chars().next()) {
            (b'"', _) => {
                text.push_str(&rest[from..at]);
                return (Word::Text(text), at + 1);
            }
            (b'\\', Some('"' | '\\')) => {
                text.push_str(&rest[from..at]);
                from = at + 1;
                at += 2;
            }
            // Any other backslash is the pattern's own: `\d`.
            (b'\\', Some(c)) if c != '\n' => at += 1 + c.len_utf8(),
            _ => return (Word::Unclosed, at),
        }
    }
}
