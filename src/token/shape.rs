//! What a token looks like, whatever the language.

use serde::{Deserialize, Serialize};

/// The kind of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// Letters, with inner hyphens, apostrophes and abbreviation points.
    Word,
    /// Digits with their separators.
    Number,
    /// Digits and letters together: `1er`, `15h30`, `5G`.
    Alnum,
    /// Punctuation.
    Punct,
    /// Any other sign.
    Symbol,
    /// Web and mail addresses.
    Url,
    /// `@name` and `#theme`.
    Handle,
}

impl Kind {
    /// The name by which rules and the `tokens` command call the kind.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Word => "word",
            Kind::Number => "number",
            Kind::Alnum => "alnum",
            Kind::Punct => "punct",
            Kind::Symbol => "symbol",
            Kind::Url => "url",
            Kind::Handle => "handle",
        }
    }

    /// Every kind.
    pub const ALL: [Kind; 7] = [
        Kind::Word,
        Kind::Number,
        Kind::Alnum,
        Kind::Punct,
        Kind::Symbol,
        Kind::Url,
        Kind::Handle,
    ];
}

/// The pattern of capitals in a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Shape {
    /// `mot`: no capital in first place nor anywhere.
    Lower,
    /// `Mot`, `McDonald`, `Jean-Pierre`: a capital first, small letters after.
    Capital,
    /// `MOT`, `A380`: two capitals or more and no small letter.
    Capitals,
    /// `A`: one capital alone.
    Letter,
    /// `J.`, `J.-P.`, `U.S.`: capitals with points.
    Initial,
    /// `iPhone`, `eBay`: a small letter first, a capital later.
    Camel,
    /// No letter at all.
    None,
}

impl Shape {
    /// The shape as rules write it.
    pub fn name(self) -> &'static str {
        match self {
            Shape::Lower => "xx",
            Shape::Capital => "Xx",
            Shape::Capitals => "XX",
            Shape::Letter => "X",
            Shape::Initial => "X.",
            Shape::Camel => "xX",
            Shape::None => "-",
        }
    }

    /// Every shape.
    pub const ALL: [Shape; 7] = [
        Shape::Lower,
        Shape::Capital,
        Shape::Capitals,
        Shape::Letter,
        Shape::Initial,
        Shape::Camel,
        Shape::None,
    ];

    /// Whether the token begins with a capital.
    pub fn is_capital(self) -> bool {
        matches!(
            self,
            Shape::Capital | Shape::Capitals | Shape::Letter | Shape::Initial
        )
    }

    /// The shape of `word`. O(n).
    pub fn of(word: &str) -> Shape {
        // An elided article or pronoun is no capitalised word, even at the head of a sentence.
        if word.ends_with(['\'', '’']) {
            return Shape::Lower;
        }
        let (mut upper, mut lower, mut points, mut digits) = (0, 0, 0, 0);
        let mut first = None;
        for c in word.chars() {
            if c == '.' {
                points += 1;
            } else if c.is_ascii_digit() {
                digits += 1;
            } else if c.is_uppercase() {
                upper += 1;
                first.get_or_insert(true);
            } else if c.is_alphabetic() {
                lower += 1;
                first.get_or_insert(false);
            }
        }
        match (first, upper, lower) {
            (None, ..) => Shape::None,
            (Some(false), 0, _) => Shape::Lower,
            (Some(false), ..) => Shape::Camel,
            (Some(true), _, 0) if points > 0 => Shape::Initial,
            (Some(true), 1, 0) if digits == 0 => Shape::Letter,
            (Some(true), _, 0) => Shape::Capitals,
            (Some(true), ..) => Shape::Capital,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Shape;

    #[test]
    fn shapes() {
        for (word, shape) in [
            ("mot", "xx"),
            ("Élysée", "Xx"),
            ("ONU", "XX"),
            ("A380", "XX"),
            ("L’", "xx"),
            ("À", "X"),
            ("J.-P.", "X."),
            ("iPhone", "xX"),
            ("42", "-"),
            ("M.", "X."),
            ("Mme", "Xx"),
        ] {
            assert_eq!(Shape::of(word).name(), shape, "{word}");
        }
    }
}
