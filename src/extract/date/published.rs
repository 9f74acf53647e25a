//! The day of publication, read off the page where the input does not give it.

use jiff::civil::Date;

use super::records::day_of;
use crate::extract::analysis::Analysis;
use crate::rule::Regions;
use crate::text::BlockKind;

/// The first whole date, its year with it, that stands in a line of the page for it (« Publié le … »),
/// or else in the dateline of a dispatch or a letter: a match of type `dateline`, up to the first
/// paragraph or in the last block, that is not a sentence of a paragraph. O(n).
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
    let first = analysis
        .blocks
        .iter()
        .position(|block| block.kind == BlockKind::Paragraph)
        .unwrap_or(last);
    of_kind(BlockKind::Dateline)
        .or_else(|| of_kind(BlockKind::Byline))
        .or_else(|| {
            regions
                .of(rules.type_id("dateline")?)
                .iter()
                .filter(|region| {
                    let block = analysis.block_of(region.start);
                    let ends_block = region.end == analysis.block_tokens[block + 1];
                    let goes_on =
                        !ends_block && !analysis.input.tokens[region.end as usize].opens_sentence;
                    (block <= first || block == last) && (ends_block || goes_on)
                })
                .find_map(|region| day(region.start, region.end))
        })
}
