//! The day of publication, read off the page where the input does not give it.

use jiff::civil::Date;

use super::records::day_of;
use crate::extract::analysis::Analysis;
use crate::rule::Regions;
use crate::text::BlockKind;

/// In how many paragraphs from the first on a dateline may stand; a summary goes before it.
const HEAD_PARAGRAPHS: usize = 3;

/// The first whole date, its year with it, that stands in a line of the page for it (« Publié le … »),
/// or else in the dateline of a dispatch or a letter: a match of type `dateline` in the first
/// paragraphs or in the last block. One that says `emit alone` is all of its block. O(n).
pub(super) fn on_page(analysis: &Analysis, regions: &Regions) -> Option<Date> {
    let rules = analysis.input.rules;
    let dates = regions.of(rules.type_id("date")?);
    let day = |start: u32, end: u32| {
        dates[dates.partition_point(|region| region.start < start)..]
            .iter()
            .take_while(|region| region.end <= end)
            .find_map(|region| day_of(analysis, regions, *regions.match_of(region)))
    };
    let in_block = |block: usize| {
        day(
            analysis.block_tokens[block],
            analysis.block_tokens[block + 1],
        )
    };
    let of_kind = |kind: BlockKind| {
        (0..analysis.blocks.len())
            .filter(move |&block| analysis.blocks[block].kind == kind)
            .find_map(in_block)
    };
    let last = analysis.blocks.len().saturating_sub(1);
    let head_ends = analysis
        .blocks
        .iter()
        .enumerate()
        .filter(|(_, block)| block.kind == BlockKind::Paragraph)
        .nth(HEAD_PARAGRAPHS - 1)
        .map_or(last, |(index, _)| index);
    of_kind(BlockKind::Dateline)
        .or_else(|| of_kind(BlockKind::Byline))
        .or_else(|| {
            regions
                .of(rules.type_id("dateline")?)
                .iter()
                .filter(|region| {
                    let block = analysis.block_of(region.start);
                    let found = regions.match_of(region);
                    let alone = analysis.input.emitted(found, "alone", regions).is_some();
                    (block <= head_ends || block == last)
                        && (!alone || region.end == analysis.block_tokens[block + 1])
                })
                .find_map(|region| day(region.start, region.end))
        })
}
