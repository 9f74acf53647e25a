//! Numbers that the splitter leaves in one token with their unit: `10km`, `1m80`, `3M€`.

use super::digits;
use crate::extract::analysis::Analysis;
use crate::extract::signs::Asked;
use crate::lexicon::{Entry, ListId};
use crate::record::{NumberKind, NumberRecord};
use crate::token::Kind;

/// Whether the form may be such a number.
pub(super) fn may_be(asked: &Asked) -> bool {
    asked.form.kind == Kind::Alnum
        && digits::split_letters(asked.spelling)
            .is_some_and(|(figures, _)| digits::value(figures).is_some())
}

/// Reads the token that may be one, with a currency sign close behind it; gives the record and the token behind it.
pub(super) fn read(analysis: &Analysis, at: u32) -> Option<(u32, NumberRecord)> {
    let input = &analysis.input;
    let word = analysis.word(at);
    let (figures, letters) = digits::split_letters(word)?;
    let mut value = digits::value(figures)?;
    let settings = &analysis.pack.settings.number;
    let record = |end: u32, kind, value, unit: Option<&str>| {
        let (start_byte, end_byte) = analysis.bytes(at, end);
        let record = NumberRecord {
            start: start_byte,
            end: end_byte,
            text: input.text[start_byte..end_byte].to_owned(),
            kind,
            value: Some(value),
            min: None,
            max: None,
            of: None,
            modifier: None,
            unit: unit.map(str::to_owned),
            noun: None,
            rule: format!("{}.number.glued", analysis.pack.lang),
        };
        Some((end, record))
    };
    // `3M€`: the sign is a token of its own.
    let money = analysis.pack.concept("currency")?;
    let sign = input.tokens.get(at as usize + 1).filter(|t| !t.spaced);
    if let Some(&exponent) = settings.glued.get(letters.to_lowercase().as_str())
        && sign.is_some_and(|t| input.forms.get(t.form).kind == Kind::Symbol)
    {
        let entry = input.entries(at + 1, at + 2).find(|e| e.list == money)?;
        let code = input.lexicon.column(entry, "code")?;
        value *= 10f64.powi(exponent as i32);
        return record(at + 2, NumberKind::Money, value.round(), Some(code));
    }
    // `1m80`: hundredths behind the unit.
    let behind = letters.find(|c: char| c.is_ascii_digit());
    let (unit, part) = letters.split_at(behind.unwrap_or(letters.len()));
    if !part.is_empty() {
        if part.len() != 2 || figures.contains([',', '.']) || value >= 10.0 {
            return None;
        }
        value += part.parse::<f64>().ok()? / 100.0;
    }
    let measure = analysis.pack.concept("unit")?;
    let Some(code) = code(analysis, measure, unit) else {
        // `10k` where no unit is meant.
        let exponent = *settings.glued.get(letters)?;
        let value = (value * 10f64.powi(exponent as i32)).round();
        return record(at + 1, NumberKind::Cardinal, value, None);
    };
    // Only a length is told in hundredths this way.
    if !part.is_empty() && code != "m" {
        return None;
    }
    record(at + 1, NumberKind::Measure, value, Some(code))
}

/// The code of a unit, spelled exactly as its list has it: `mW` is no `MW`.
fn code<'a>(analysis: &Analysis<'a>, list: ListId, unit: &str) -> Option<&'a str> {
    let lexicon = analysis.input.lexicon;
    let word = lexicon.word(&unit.to_lowercase())?;
    let exact = |e: &Entry| e.list == list && e.tag.is_none() && lexicon.form(*e) == unit;
    let entry = lexicon.entries(word).find(exact)?;
    lexicon.column(entry, "code")
}
