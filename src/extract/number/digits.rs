//! Numbers in digits.

/// Reads a token of digits with its separators: thousands behind a space, an apostrophe or a point,
/// decimals behind a comma, or behind a point where it cannot part thousands. `None` for what has
/// the shape of a date, a version, an address or a list.
pub(super) fn value(token: &str) -> Option<f64> {
    let mut plain = String::with_capacity(token.len());
    let (mut points, mut commas) = (0, 0);
    for c in token.chars() {
        match c {
            '0'..='9' => plain.push(c),
            ',' => {
                commas += 1;
                plain.push(c);
            }
            '.' => {
                points += 1;
                plain.push(c);
            }
            // Thousands: the splitter has seen to it that groups of three follow.
            ' ' | '\'' | '’' | '\u{a0}' | '\u{202f}' | '\u{2009}' => {}
            _ => return None,
        }
    }
    let number = match (points, commas) {
        (0, 0) => plain,
        (_, 1) => {
            let (whole, decimals) = plain.split_once(',')?;
            if decimals.contains('.') || points > 0 && !is_grouped(whole) {
                return None;
            }
            format!("{}.{decimals}", whole.replace('.', ""))
        }
        (_, 0) if is_grouped(&plain) => plain.replace('.', ""),
        (1, 0) => plain,
        _ => return None,
    };
    number.parse().ok()
}

/// One to three digits, then groups of three behind points; never a leading zero.
fn is_grouped(plain: &str) -> bool {
    let mut groups = plain.split('.');
    let first = groups.next().unwrap_or("");
    (1..=3).contains(&first.len())
        && !first.starts_with('0')
        && groups.all(|group| group.len() == 3)
}

/// The value of a vulgar fraction of one sign: `½`.
pub(super) fn vulgar_fraction(token: &str) -> Option<f64> {
    const SIGNS: [(&str, f64, f64); 16] = [
        ("½", 1.0, 2.0),
        ("⅓", 1.0, 3.0),
        ("⅔", 2.0, 3.0),
        ("¼", 1.0, 4.0),
        ("¾", 3.0, 4.0),
        ("⅕", 1.0, 5.0),
        ("⅖", 2.0, 5.0),
        ("⅗", 3.0, 5.0),
        ("⅘", 4.0, 5.0),
        ("⅙", 1.0, 6.0),
        ("⅚", 5.0, 6.0),
        ("⅛", 1.0, 8.0),
        ("⅜", 3.0, 8.0),
        ("⅝", 5.0, 8.0),
        ("⅞", 7.0, 8.0),
        ("⅒", 1.0, 10.0),
    ];
    // None is longer than three bytes.
    if token.len() > 3 || token.is_ascii() {
        return None;
    }
    let (_, part, whole) = SIGNS.iter().find(|(sign, ..)| *sign == token)?;
    Some(part / whole)
}

/// A token of digits with letters behind them: the digits and the letters.
pub(super) fn split_letters(token: &str) -> Option<(&str, &str)> {
    let at = token.find(|c: char| c.is_alphabetic() || c == '°')?;
    let (digits, letters) = token.split_at(at);
    digits
        .starts_with(|c: char| c.is_ascii_digit())
        .then_some((digits, letters))
}

/// Reads a Roman numeral in capitals, well formed and below 4000.
pub(super) fn roman(letters: &str) -> Option<u32> {
    const SIGNS: [(&str, u32); 13] = [
        ("M", 1000),
        ("CM", 900),
        ("D", 500),
        ("CD", 400),
        ("C", 100),
        ("XC", 90),
        ("L", 50),
        ("XL", 40),
        ("X", 10),
        ("IX", 9),
        ("V", 5),
        ("IV", 4),
        ("I", 1),
    ];
    if letters.is_empty() || letters.len() > 15 {
        return None;
    }
    let (mut rest, mut value) = (letters, 0);
    for (sign, worth) in SIGNS {
        let most = if sign.len() == 2 || matches!(worth, 5 | 50 | 500) {
            1
        } else {
            3
        };
        for _ in 0..most {
            match rest.strip_prefix(sign) {
                Some(after) => (rest, value) = (after, value + worth),
                None => break,
            }
        }
    }
    (rest.is_empty()).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::{roman, value};

    #[test]
    fn separators() {
        for (token, number) in [
            ("842", Some(842.0)),
            ("12 500", Some(12500.0)),
            ("1\u{202f}204\u{202f}000", Some(1_204_000.0)),
            ("24'600", Some(24600.0)),
            ("18.400", Some(18400.0)),
            ("17.85", Some(17.85)),
            ("0.125", Some(0.125)),
            ("1,75", Some(1.75)),
            ("1.204.000,5", Some(1_204_000.5)),
            ("20.11.2023", None),
            ("1,2,3", None),
        ] {
            assert_eq!(value(token), number, "{token}");
        }
    }

    #[test]
    fn roman_numerals() {
        for (letters, number) in [
            ("XIV", Some(14)),
            ("MCMXC", Some(1990)),
            ("IIII", None),
            ("VX", None),
            ("", None),
        ] {
            assert_eq!(roman(letters), number, "{letters}");
        }
    }
}
