//! Spelling: capitals, accents, small words, and reading the sources' files.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

pub type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Shorter place, club or company names (`Us`, `Y`) say nothing on their own.
pub const NAME_MIN_LETTERS: usize = 3;

/// Particles that stay in lower case inside a family name (`da Silva`), so that both spellings match.
pub const LOW_PARTICLES: &str = "\
    da de del della den der di do dos du van von y";

/// Small words that stay in lower case inside place and company names.
pub const LOW_WORDS: &str = "\
    a al am an and auf aux bei d da das de del den der des di do dos du e el en et im in l la \
    las le les los nad nel of on ob og pod sul sur the und upon van von vor y à";

pub fn read(path: PathBuf) -> Result<String> {
    fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()).into())
}

pub fn csv_rows(path: PathBuf, delimiter: u8) -> Result<Vec<csv::StringRecord>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_path(&path)
        .map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(reader.records().collect::<std::result::Result<_, _>>()?)
}

/// The names in a SEM dictionary: in lower case, split at apostrophes (`d' or`).
pub fn sem(sources: &Path, name: &str) -> Result<Vec<String>> {
    let text = read(sources.join("sem").join(name))?;
    Ok(text
        .lines()
        .filter(|l| !l.starts_with('<') && !l.is_empty())
        .map(|l| {
            l.replace("&amp;", "&")
                .replace("' ", "'")
                .replace(" ,", ",")
        })
        .collect())
}

/// Straight apostrophes, single spaces.
pub fn tidy(form: &str) -> String {
    form.replace('’', "'")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Whether a table of words separated by spaces holds the word.
pub fn listed(table: &str, word: &str) -> bool {
    table.split_whitespace().any(|w| w == word)
}

pub fn capital(word: &str) -> String {
    let mut chars = word.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// `JEAN-MARC` → `Jean-Marc`; parts in `low` (but the first) keep their lower case.
pub fn title_case(text: &str, low: &str) -> String {
    let mut out = String::new();
    let mut part = String::new();
    let text = text.to_lowercase();
    for c in text.chars().chain(std::iter::once('\0')) {
        if c == ' ' || c == '-' || c == '\'' || c == '\0' || c == '.' || c == '/' || c == '(' {
            let keep = !out.is_empty() && listed(low, &part);
            out += &if keep { part.clone() } else { capital(&part) };
            part.clear();
            if c != '\0' {
                out.push(c);
            }
        } else {
            part.push(c);
        }
    }
    out
}

/// Letters without their accents, to find the accented spelling of a form in capitals.
pub fn unaccented(text: &str) -> String {
    text.to_lowercase()
        .chars()
        .map(|c| match c {
            'à' | 'â' | 'ä' | 'á' | 'ã' | 'å' => 'a',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'î' | 'ï' | 'í' | 'ì' => 'i',
            'ô' | 'ö' | 'ó' | 'ò' | 'õ' => 'o',
            'ù' | 'û' | 'ü' | 'ú' => 'u',
            'ç' | 'č' | 'ć' => 'c',
            'ñ' => 'n',
            'ÿ' | 'ý' => 'y',
            c => c,
        })
        .collect()
}

pub fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphabetic()).count()
}
