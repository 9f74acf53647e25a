//! Numbers that no rule took: which of them count something, and their records.

use super::settings::Settings;
use super::sign::Sign;
use crate::extract::analysis::Analysis;
use crate::record::{NumberKind, NumberRecord};
use crate::rule::{Region, Regions, TypeId};
use crate::token::{Kind, Shape};

/// Gives every free cardinal that may stand alone, with its record and its tokens. O(n).
pub(super) fn cardinals(
    analysis: &Analysis,
    regions: &Regions,
    num: TypeId,
    is_free: impl Fn(&Region) -> bool,
    mut give: impl FnMut(u32, u32, NumberRecord),
) {
    // Where the last number ended that is a label: `les lots 12, 14 et 16` are labels throughout.
    let mut labels_end = None;
    for region in regions.of(num) {
        let goes_on = labels_end.is_some_and(|end| {
            end + 1 == region.start && joins(analysis, end) && !opens_sentence(analysis, end)
        });
        let labelled = before(analysis, region)
            .is_some_and(|at| is_label(analysis, at) || ends_name(analysis, region, at));
        if goes_on || labelled {
            labels_end = Some(region.end);
        } else if is_free(region) && counts(analysis, region) {
            give(
                region.start,
                region.end,
                record(analysis, region, NumberKind::Cardinal, "bare"),
            );
        }
    }
}

/// The record of an ordinal.
pub(super) fn ordinal(analysis: &Analysis, region: &Region) -> NumberRecord {
    record(analysis, region, NumberKind::Ordinal, "ordinal")
}

fn record(analysis: &Analysis, region: &Region, kind: NumberKind, rule: &str) -> NumberRecord {
    let (start, end) = analysis.bytes(region.start, region.end);
    NumberRecord {
        start,
        end,
        text: analysis.input.text[start..end].to_owned(),
        kind,
        value: Some(region.value),
        min: None,
        max: None,
        of: None,
        modifier: None,
        unit: None,
        noun: None,
        rule: [&analysis.pack.lang, ".number.", rule].concat(),
    }
}

fn opens_sentence(analysis: &Analysis, token: u32) -> bool {
    analysis.input.tokens[token as usize].opens_sentence
}

/// Whether the token joins two numbers of a list.
fn joins(analysis: &Analysis, token: u32) -> bool {
    analysis.folded(token) == "," || Sign::Lending.at(analysis, token)
}

/// The token before the region, where it stands in the same sentence.
fn before(analysis: &Analysis, region: &Region) -> Option<u32> {
    region
        .start
        .checked_sub(1)
        .filter(|_| !opens_sentence(analysis, region.start))
}

/// Whether the token makes a label of the number behind it.
fn is_label(analysis: &Analysis, token: u32) -> bool {
    Sign::Label.at(analysis, token)
}

/// Whether the number goes on with the name that ends at the token: `Boeing 737`, `iPhone 15`.
fn ends_name(analysis: &Analysis, region: &Region, token: u32) -> bool {
    let tokens = analysis.input.tokens;
    let form = analysis.input.forms.get(tokens[token as usize].form);
    let in_digits = analysis
        .word(region.start)
        .starts_with(|c: char| c.is_ascii_digit());
    let capital = form.shape.is_capital() || form.shape == Shape::Camel;
    in_digits && capital && form.kind != Kind::Punct && !opens_sentence(analysis, token)
}

/// Whether a cardinal that stands alone counts something.
fn counts(analysis: &Analysis, region: &Region) -> bool {
    let single = region.end == region.start + 1;
    if single && Sign::NotBare.at(analysis, region.start) {
        return false;
    }
    let written = analysis.words(region.start, region.end);
    // `007`, `01`: a label or a part of a longer number.
    if written.len() > 1 && written.starts_with('0') && !written.contains([',', '.']) {
        return false;
    }
    if let Some(answer) = counts_by_next(analysis, region) {
        return answer;
    }
    before(analysis, region).is_none_or(|at| counts_behind(analysis, region, at))
}

/// What the token behind the number says; `None` where it says nothing.
fn counts_by_next(analysis: &Analysis, region: &Region) -> Option<bool> {
    let tokens = analysis.input.tokens;
    let first = tokens[region.start as usize];
    let single = region.end == region.start + 1;
    let next = tokens
        .get(region.end as usize)
        .filter(|t| !t.opens_sentence);
    let Some(next) = next else {
        // A block of nothing but digits is a page number or the like.
        let folded = analysis.folded(region.start);
        let alone = first.opens_block && single && folded.starts_with(|c: char| c.is_ascii_digit());
        return alone.then_some(folded.len() > 4);
    };
    // Something hangs on to it: `24/7`, `3-4-3`, `50:50`; or a name goes on.
    let word = analysis.word(region.end);
    if !next.spaced
        && matches!(
            word,
            "/" | "-" | ":" | "°" | "–" | "'" | "’" | "′" | "″" | "*" | "&" | "^"
        )
    {
        return Some(false);
    }
    // `1.`, `2)`: the number of a list.
    let listed = single && first.opens_sentence && matches!(word, ")" | ".");
    listed.then(|| {
        tokens
            .get(region.end as usize + 1)
            .is_some_and(|t| !t.spaced)
    })
}

/// Whether a number counts behind the token `at`.
fn counts_behind(analysis: &Analysis, region: &Region, at: u32) -> bool {
    let tokens = analysis.input.tokens;
    let first = tokens[region.start as usize];
    let word = analysis.folded(at);
    let opening = match word {
        // `[1]` is a footnote.
        "[" if analysis.folded(region.end) == "]" => false,
        "(" | "«" | "“" | "[" | "," | ";" | "…" | "..." => true,
        // A mark that closes, as that of minutes or seconds: `1'43"12`.
        "\"" => tokens[at as usize].spaced,
        _ => word.len() > 1 && word.ends_with('\''),
    };
    if !first.spaced && !opening {
        return false;
    }
    let form = analysis.input.forms.get(tokens[at as usize].form);
    // `Vingt Mille`: words with capitals behind a word belong to a name.
    let own = analysis.input.forms.get(first.form);
    !(own.shape == Shape::Capital && form.kind == Kind::Word)
}

/// Whether an ordinal that stands alone is one.
pub(super) fn orders(analysis: &Analysis, region: &Region) -> bool {
    let settings = &analysis.pack.settings.number;
    let value = (region.value as u64).to_string();
    let next = analysis.input.tokens.get(region.end as usize);
    if let Some(next) = next.filter(|t| !t.opens_sentence) {
        let word = analysis.folded(region.end);
        if settings
            .not_before
            .get(&value)
            .is_some_and(|words| Settings::is(words, word))
        {
            return false;
        }
        // `XXe siècle` is a date, `IIIe République` a name.
        let roman = analysis.word(region.start).starts_with(char::is_uppercase)
            && !settings.may_begin(analysis.folded(region.start));
        if roman {
            let form = analysis.input.forms.get(next.form);
            return form.shape == Shape::Lower;
        }
    }
    true
}
