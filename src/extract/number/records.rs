//! Number records: of what the rules matched, and of numbers that no rule took.

use super::bare;
use super::currency::Shared;
use super::lent::elided_units;
use super::reading::Reading;
use super::sign::Sign;
use crate::extract::analysis::{Analysis, Findings};
use crate::record::NumberRecord;
use crate::rule::{Region, Regions, TypeId};

/// Makes the records. O(n log n).
pub(crate) fn records(analysis: &Analysis, regions: &mut Regions, findings: &mut Findings) {
    let rules = analysis.input.rules;
    let kind = |name: &str| rules.type_id(name);
    let (Some(num), Some(nth), Some(date), Some(number)) =
        (kind("num"), kind("nth"), kind("date"), kind("number"))
    else {
        return;
    };
    let mut taken = Taken::new(analysis.len());
    let shared = Shared::default();
    // Ages look like durations and are none; then dates, then all other numbers.
    let mut made: Vec<(u32, u32, NumberRecord)> = Vec::new();
    let age = kind("age");
    if let Some(age) = age {
        matched(
            analysis,
            regions,
            age,
            (num, nth),
            &shared,
            &mut taken,
            &mut made,
        );
    }
    for region in regions.of(date) {
        taken.take(region.start, region.end);
    }
    for name in ["reference", "elsewhere"] {
        if let Some(kind) = kind(name) {
            for region in regions.of(kind) {
                taken.take(region.start, region.end);
            }
        }
    }
    matched(
        analysis,
        regions,
        number,
        (num, nth),
        &shared,
        &mut taken,
        &mut made,
    );
    let is_free = |region: &Region| taken.is_free(region.start, region.end);
    bare::cardinals(analysis, regions, num, is_free, |start, end, record| {
        made.push((start, end, record));
    });
    for region in regions.of(nth) {
        if is_free(region) && bare::orders(analysis, region) {
            made.push((region.start, region.end, bare::ordinal(analysis, region)));
        }
    }
    for at in 0..analysis.len() {
        if Sign::Glued.at(analysis, at)
            && taken.is_free(at, at + 1)
            && let Some((end, record)) = super::glued::read(analysis, at)
            && taken.is_free(at, end)
        {
            taken.take(at, end);
            made.push((at, end, record));
        }
    }
    made.sort_by_key(|(start, end, _)| (*start, *end));
    elided_units(analysis, regions, num, &mut made);
    let (spans, records): (Vec<_>, Vec<_>) = made.into_iter().map(|(s, e, r)| ((s, e), r)).unzip();
    let region = |(start, end): (u32, u32)| Region {
        start,
        end,
        kind: number,
        value: f64::NAN,
        source: u32::MAX,
    };
    let is_new = |span: &(u32, u32)| regions.exact(number, span.0, span.1).is_none();
    let new: Vec<Region> = spans.into_iter().filter(is_new).map(region).collect();
    regions.add(number, new);
    findings.numbers.extend(records);
}

/// Tokens that a record holds already.
struct Taken(Vec<bool>);

impl Taken {
    fn new(tokens: u32) -> Self {
        Self(vec![false; tokens as usize])
    }

    fn take(&mut self, start: u32, end: u32) {
        self.0[start as usize..end as usize].fill(true);
    }

    fn is_free(&self, start: u32, end: u32) -> bool {
        !self.0[start as usize..end as usize].contains(&true)
    }
}

/// Records of all matches of one type that stand on free ground.
fn matched<'t>(
    analysis: &Analysis<'t>,
    regions: &Regions,
    kind: TypeId,
    (num, nth): (TypeId, TypeId),
    shared: &Shared<'t>,
    taken: &mut Taken,
    made: &mut Vec<(u32, u32, NumberRecord)>,
) {
    for region in regions.of(kind) {
        if !taken.is_free(region.start, region.end) {
            continue;
        }
        let reading = Reading {
            analysis,
            regions,
            found: regions.match_of(region),
            num,
            nth,
            shared,
        };
        if let Some(record) = reading.record() {
            taken.take(region.start, region.end);
            made.push((region.start, region.end, record));
        }
    }
}
