//! Units that a number leaves to its neighbour.

use super::reading::exact;
use super::sign::Sign;
use crate::extract::analysis::Analysis;
use crate::record::{NumberKind, NumberRecord};
use crate::rule::{Regions, TypeId};

/// A record with its tokens.
type Made = (u32, u32, NumberRecord);
/// What one number lends another: kind and unit.
type Lent = (NumberKind, String);

/// Gives a number whose unit is left out the unit of its neighbour: `passe de 12 à 15 %`, `6 millions
/// d'euros, contre 4,8 millions`. O(n) in the records, which stand in their order.
pub(super) fn elided_units(analysis: &Analysis, regions: &Regions, num: TypeId, made: &mut [Made]) {
    let scale = |(start, end, _): &Made| {
        (*start..*end)
            .find_map(|at| regions.at(num, at).first())
            .map_or(0, |r| r.source)
    };
    from_behind(analysis, made, scale);
    from_before(analysis, made, scale);
}

/// `de 12 à 15 %`, `3, 4 et 5 millions d'euros`: across one joining word, and the commas before it.
fn from_behind(analysis: &Analysis, made: &mut [Made], scale: impl Fn(&Made) -> u32) {
    // What the number behind has lent, or was lent, with the exponent of its scale.
    let mut chain: Option<(Lent, u32)> = None;
    for i in (0..made.len()).rev() {
        let behind = made.get(i + 1).map(|(start, ..)| *start);
        let (_, end, record) = &made[i];
        let joined = behind == Some(end + 1)
            && (Sign::Lending.at(analysis, *end)
                || chain.is_some() && analysis.folded(*end) == ",");
        let lent = match (chain.take(), made.get(i + 1)) {
            (Some(chain), _) if joined => Some(chain),
            (None, Some(next)) if joined => lends(&next.2).map(|lent| (lent, scale(next))),
            _ => None,
        };
        if !is_bare(record) {
            continue;
        }
        if let Some(((kind, unit), exponent)) = lent {
            let own = scale(&made[i]);
            let record = &mut made[i].2;
            record.kind = kind;
            record.unit = Some(unit.clone());
            if own == 0 && exponent >= 6 {
                record.value = record.value.map(|v| exact(v * 10f64.powi(exponent as i32)));
            }
            chain = Some(((kind, unit), exponent));
        }
    }
}

/// `contre 1 800`, `dont 4`: from the one before, with its scale; a sum that is taken up again; and
/// numbers in millions, in an article that speaks of money.
fn from_before(analysis: &Analysis, made: &mut [Made], scale: impl Fn(&Made) -> u32) {
    let mut money: Option<Lent> = None;
    for i in 0..made.len() {
        let (start, _, record) = &made[i];
        if record.kind == NumberKind::Money {
            money = record.unit.clone().map(|unit| (record.kind, unit));
            continue;
        }
        if !is_bare(record) {
            continue;
        }
        let compared = *start > 0 && Sign::Comparing.at(analysis, start - 1);
        let own = scale(&made[i]);
        let before = i.checked_sub(1).map(|j| &made[j]);
        let lender = before.filter(|b| compared || takes_up(analysis, b, &made[i]));
        let exponent = lender.filter(|_| compared).map_or(0, &scale);
        let lent = lender
            .and_then(|b| lends(&b.2))
            .or_else(|| money.clone().filter(|_| own >= 6));
        if let Some((kind, unit)) = lent {
            let record = &mut made[i].2;
            record.kind = kind;
            record.unit = Some(unit);
            // `contre 4,8` millions; `contre 500 000` has no need of them.
            if own == 0 && exponent >= 6 && record.value.is_some_and(|v| v < 1000.0) {
                record.value = record.value.map(|v| exact(v * 10f64.powi(exponent as i32)));
            }
        }
    }
}

/// Whether the number takes up the sum before it: `il en a touché 20 000`, `10 000 pour les autres`.
/// A sum of quite another size is none that is taken up.
fn takes_up(analysis: &Analysis, before: &Made, made: &Made) -> bool {
    let (Some(a), Some(b)) = (before.2.value, made.2.value) else {
        return false;
    };
    let alike = a > 0.0 && b >= 10.0 && (b / a).log10().abs() < 1.5;
    if before.2.kind != NumberKind::Money || !alike || made.0 - before.1 > 25 {
        return false;
    }
    let resumed = (before.1..made.0)
        .rev()
        .take(4)
        .any(|at| Sign::Resuming.at(analysis, at));
    resumed || Sign::Sharing.at(analysis, made.1)
}

/// Whether the record is a number and nothing else.
fn is_bare(record: &NumberRecord) -> bool {
    record.kind == NumberKind::Cardinal && record.noun.is_none() && record.unit.is_none()
}

/// The unit that the record may lend.
fn lends(record: &NumberRecord) -> Option<Lent> {
    let kind = match record.kind {
        NumberKind::Range if record.unit.as_deref() == Some("%") => NumberKind::Percent,
        kind => kind,
    };
    let measured = matches!(
        kind,
        NumberKind::Money | NumberKind::Percent | NumberKind::Measure
    );
    let unit = record.unit.clone().filter(|_| measured)?;
    Some((kind, unit))
}
