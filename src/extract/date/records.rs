//! Date records. A rule of type `date` says by `emit form = …` how its captures are to be read:
//!
//! | form | reads | gives |
//! |---|---|---|
//! | `calendar` (default) | `weekday day month year part clock rel`; with `rel` alone, a day of the month of publication | `2024-03-12`, `2024-03`, `2024-03-12TMO` |
//! | `numeric` | the digits, day first unless the year is, `clock` | `2024-03-12T19:05` |
//! | `nth-weekday` | `nth`, else the last, `weekday month year clock` | `2024-03-17` |
//! | `weekday` | `weekday part clock rel`, `emit anchor` | `2024-03-11` |
//! | `deictic` | `day` (columns `days`, `anchor`) `part clock` | `2024-03-11TEV` |
//! | `unit` | `unit` (column `grain`) `rel`, `emit anchor` | `2024-W10`, `2023` |
//! | `season` | `season year rel`, `emit habit` (`usual`, or else in the present) where it may be any year's | `2024-SU` |
//! | `period` | `nth unit year rel` | `2024-Q1` |
//! | `elided-period` | `nth`, the unit of the period before | `2023-Q4` |
//! | `holiday` | `day` (columns `month day easter year`) `year rel part clock`, `offset` (column `days`) | `2024-12-25` |
//! | `year`, `decade`, `century` | `year`, `emit era = "before"` for years before our era | `2019`, `199`, `17` |
//! | `ago` | `value unit`, `emit shift`, `emit anchor` | `2023-12` |
//! | `clock` | `clock` | `T20:30` |
//! | `part` | `part clock`, `emit anchor` | `2024-03-12TEV` |
//! | `duration` | `value of times half unit value2 unit2`, or `fixed` (column `value`) | `P2Y`; `PXY` without `value` |
//! | `elided-duration` | `value`, the unit of the duration before | `P6M` |
//! | `today` | `clock part` | `2024-03-12`, `PRESENT_REF` |
//! | `night` | `weekday`, or `day month`, `emit ends` where the night ends on that day | `2024-03-12TNI` |
//! | `hundredths` | `value of` | `PT0.18S` |
//! | `length` | the digits of hours, minutes and seconds | `PT2H14M` |
//! | `open` | nothing | no value |
//! | `value` | `emit value` | what is emitted |
//! | `set` | `value unit`, `fixed`, `weekday`, `part`, `clock`, `season`, `month day`, `day` | `P1W`, `XXXX-WXX-4` |
//!
//! `rel` is an entry with a column `shift`. `emit kind` names the record's kind where the form leaves
//! it open. `emit anchor` says what is counted from: the day of publication (`now`), the day last
//! spoken of (`text`), or the one that the article is about (`near`).

use jiff::civil::Date;

use super::context::{Answer, Context};
use super::published;
use super::reading::Reading;
use crate::extract::analysis::{Analysis, Findings};
use crate::record::{DateKind, DateRecord};
use crate::rule::Regions;

/// Makes the records, in the order of the text. O(n).
pub(crate) fn records(analysis: &Analysis, regions: &mut Regions, findings: &mut Findings) {
    let rules = analysis.input.rules;
    let Some(date) = rules.type_id("date") else {
        return;
    };
    // No date holds an age, and none is all of a reference; but one may run into a reference, such
    // as a street's number, or hold one.
    let [in_age, in_reference] = ["age", "reference"].map(|name| {
        let mut inside = vec![false; analysis.len() as usize];
        for region in rules.type_id(name).map_or(&[][..], |kind| regions.of(kind)) {
            inside[region.start as usize..region.end as usize].fill(true);
        }
        inside
    });
    findings.published = analysis
        .published
        .or_else(|| published::on_page(analysis, regions));
    let mut context = Context::new(analysis, findings.published);
    for region in regions.of(date) {
        let (start, end) = (region.start as usize, region.end as usize);
        if in_age[start..end].contains(&true) || !in_reference[start..end].contains(&false) {
            continue;
        }
        let found = *regions.match_of(region);
        let Some(reading) = Reading::new(analysis, regions, found, &context) else {
            return;
        };
        let Some(answer) = reading.answer() else {
            continue;
        };
        let is_duration = answer.kind == DateKind::Duration;
        let unit = is_duration.then(|| reading.unit("unit")).flatten();
        let period = reading.period_unit();
        context.goes_on(&answer, found.end, analysis.block_of(found.start));
        context.last_unit = unit.or(context.last_unit);
        context.last_period = period.or(context.last_period);
        let (start, end) = analysis.bytes(found.start, found.end);
        findings.dates.push(DateRecord {
            start,
            end,
            text: analysis.input.text[start..end].to_owned(),
            kind: answer.kind,
            value: answer.value,
            rule: rules.rule(found.rule).name.clone(),
        });
    }
}

/// The day that a match names by itself, without a day of publication to count from.
pub(super) fn day_of(
    analysis: &Analysis,
    regions: &Regions,
    found: crate::rule::Match,
) -> Option<Date> {
    let context = Context::new(analysis, None);
    let answer: Answer = Reading::new(analysis, regions, found, &context)?.answer()?;
    answer.day()
}
