//! IOB2: a word a line (UAX #29), the tag behind a tab.

use unicode_segmentation::UnicodeSegmentation;

use super::Written;
use crate::eval::gold::Doc;
use crate::record::EntityKind;

pub(super) fn write(doc: &Doc) -> Written {
    let mut written = Written::default();
    let mut names = doc.names.iter().filter(|n| !n.span.is_empty()).peekable();
    let mut nested = 0;
    let mut until = 0;
    // Words are cut where a name begins or ends in them (elided articles, hyphens).
    let mut cuts: Vec<usize> = doc
        .text
        .split_word_bound_indices()
        .map(|(at, _)| at)
        .collect();
    cuts.extend(doc.names.iter().flat_map(|n| [n.span.start, n.span.end]));
    cuts.push(doc.text.len());
    cuts.sort_unstable();
    cuts.dedup();
    for pair in cuts.windows(2) {
        let (at, end) = (pair[0], pair[1]);
        let word = &doc.text[at..end];
        if word.trim().is_empty() {
            if word.contains('\n') && !written.content.ends_with("\n\n") {
                written.content.push('\n');
            }
            continue;
        }
        // Names that begin inside of one that is open cannot be said.
        while names.next_if(|n| n.span.start < until).is_some() {
            nested += 1;
        }
        let tag = match names.peek() {
            Some(name) if name.span.start < end => {
                let letter = if at == name.span.start { 'B' } else { 'I' };
                let label = label(name.kind);
                if name.span.end <= end {
                    until = end;
                    names.next();
                }
                format!("{letter}-{label}")
            }
            _ => "O".to_owned(),
        };
        written.content += &format!("{word}\t{tag}\n");
    }
    nested += names.count();
    written.content.push('\n');
    written.lose(nested, "names that stand in other names");
    written.lose(doc.roles.len(), "roles");
    written.lose(doc.numbers.len(), "numbers");
    written.lose(doc.dates.len(), "dates");
    written.lose(doc.quotes.len(), "quotations");
    let linked = doc.names.iter().filter(|n| n.target.is_some()).count();
    written.lose(linked, "references (who is who)");
    written
}

fn label(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Person => "PER",
        EntityKind::Organization => "ORG",
        EntityKind::Place => "LOC",
        EntityKind::Other => "MISC",
    }
}
