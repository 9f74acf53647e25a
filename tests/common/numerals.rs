//! French numbers written out: the generator that the tests of reading are measured with.
#![allow(dead_code)]

/// How a number is spelled out.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// `septante`, `nonante`.
    pub belgian: bool,
    /// `huitante`.
    pub swiss: bool,
    /// Hyphens everywhere, as since 1990.
    pub hyphens: bool,
}

const UNITS: [&str; 17] = [
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze",
    "douze", "treize", "quatorze", "quinze", "seize",
];

fn below_hundred(n: u64, style: Style, last: bool) -> String {
    if n <= 16 {
        return UNITS[n as usize].into();
    }
    let (ten, base) = match n {
        17..=19 => ("dix", 10),
        20..=29 => ("vingt", 20),
        30..=39 => ("trente", 30),
        40..=49 => ("quarante", 40),
        50..=59 => ("cinquante", 50),
        60..=69 => ("soixante", 60),
        70..=79 if style.belgian => ("septante", 70),
        70..=79 => ("soixante", 60),
        80..=89 if style.swiss => ("huitante", 80),
        90..=99 if style.belgian => ("nonante", 90),
        _ => ("quatre-vingt", 80),
    };
    let rest = n - base;
    let joint = if style.hyphens { "-et-" } else { " et " };
    match rest {
        0 if base == 80 && !style.swiss && last => "quatre-vingts".into(),
        0 => ten.into(),
        1 | 11 if ten != "quatre-vingt" => {
            format!("{ten}{joint}{}", below_hundred(rest, style, last))
        }
        _ => format!("{ten}-{}", below_hundred(rest, style, last)),
    }
}

fn below_thousand(n: u64, style: Style, last: bool) -> String {
    let space = if style.hyphens { "-" } else { " " };
    let (hundreds, rest) = (n / 100, n % 100);
    let head = match hundreds {
        0 => return below_hundred(rest, style, last),
        1 => "cent".to_owned(),
        _ if rest == 0 && last => return format!("{}{space}cents", UNITS[hundreds as usize]),
        _ => format!("{}{space}cent", UNITS[hundreds as usize]),
    };
    if rest == 0 {
        head
    } else {
        format!("{head}{space}{}", below_hundred(rest, style, last))
    }
}

/// The number below a million millions in words.
pub fn in_words(n: u64, style: Style) -> String {
    let space = if style.hyphens { "-" } else { " " };
    let mut parts = Vec::new();
    let scales = [(1_000_000_000, "milliard"), (1_000_000, "million")];
    let mut rest = n;
    for (scale, name) in scales {
        let many = rest / scale;
        rest %= scale;
        if many > 0 {
            let plural = if many > 1 { "s" } else { "" };
            parts.push(format!(
                "{}{space}{name}{plural}",
                below_thousand(many, style, true)
            ));
        }
    }
    match rest / 1000 {
        0 => {}
        1 => parts.push("mille".into()),
        many => parts.push(format!(
            "{}{space}mille",
            below_thousand(many, style, false)
        )),
    }
    if !rest.is_multiple_of(1000) || n == 0 {
        parts.push(below_thousand(rest % 1000, style, true));
    }
    parts.join(space)
}

/// The number in digits, groups of three parted by `separator`.
pub fn in_digits(n: u64, separator: &str) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push_str(separator);
        }
        out.push(c);
    }
    out
}

/// The ordinal in words.
pub fn ordinal(n: u64, style: Style) -> String {
    if n == 1 {
        return "premier".into();
    }
    let words = in_words(n, style);
    let at = words.rfind([' ', '-']).map_or(0, |at| at + 1);
    let (head, last) = words.split_at(at);
    let last = match last {
        "un" => "unième",
        "cinq" => "cinquième",
        "neuf" => "neuvième",
        "vingts" => "vingtième",
        "cents" => "centième",
        "million" | "millions" => "millionième",
        "milliard" | "milliards" => "milliardième",
        _ => return format!("{head}{}ième", last.trim_end_matches('e')),
    };
    format!("{head}{last}")
}
