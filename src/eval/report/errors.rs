//! Every error with the words around it, one a line, for `grep` and the eye.

use std::fmt::Write;

use super::Compared;
use crate::eval::gold::{Doc, Span};
use crate::eval::score::Finding;

/// Characters shown on either side.
const AROUND: usize = 40;

/// All findings that are not right, in the order of the articles and of the text.
pub fn errors(compared: &[Compared]) -> String {
    let mut out = String::new();
    for c in compared {
        for finding in &c.score.findings {
            if !finding.clean() {
                let _ = writeln!(out, "{}", finding_line(c, finding));
            }
        }
    }
    out
}

/// One finding: place, class, layer and kind, the words in their context, what differs, the rule.
pub fn finding_line(c: &Compared, finding: &Finding) -> String {
    let mut line = place(&c.gold, finding);
    let kind = match (&finding.gold, &finding.pred) {
        (Some(g), Some(p)) if g.kind != p.kind => format!("{}→{}", g.kind, p.kind),
        (Some(side), _) | (None, Some(side)) => side.kind.to_owned(),
        (None, None) => String::new(),
    };
    let _ = write!(
        line,
        "\t{}\t{} {}\t{}",
        finding.class.name(),
        finding.layer.name(),
        kind,
        context(&c.gold.text, finding.span())
    );
    if let (Some(g), Some(p)) = (&finding.gold, &finding.pred)
        && g.span != p.span
    {
        let _ = write!(line, " found [{}]", one_line(p.span.of(&c.pred.text)));
    }
    for d in &finding.differences {
        let _ = write!(
            line,
            " {}: {} ≠ {};",
            d.what,
            one_line(&d.gold),
            one_line(&d.pred)
        );
    }
    if let Some(p) = &finding.pred
        && !p.rule.is_empty()
    {
        let _ = write!(line, "\t{}", p.rule);
    }
    line
}

/// File and line where gold has one, else the article's id and the line of the text.
fn place(gold: &Doc, finding: &Finding) -> String {
    match &finding.gold {
        Some(side) if side.line > 0 && !gold.file.is_empty() => {
            format!("{}:{} {}", gold.file, side.line, gold.id)
        }
        _ => format!("{} {}", gold.file, gold.id),
    }
}

/// The span in brackets with some characters around it, on one line.
fn context(text: &str, span: Span) -> String {
    let before = text.get(..span.start).unwrap_or("");
    let after = text.get(span.end..).unwrap_or("");
    let skip = before.chars().count().saturating_sub(AROUND);
    let from = before
        .char_indices()
        .nth(skip)
        .map_or(before.len(), |(i, _)| i);
    let to = after
        .char_indices()
        .nth(AROUND)
        .map_or(after.len(), |(i, _)| i);
    one_line(&format!(
        "{}{}[{}]{}{}",
        if skip > 0 { "…" } else { "" },
        &before[from..],
        span.of(text),
        &after[..to],
        if to < after.len() { "…" } else { "" }
    ))
}

fn one_line(words: &str) -> String {
    words.replace(['\n', '\t'], "⏎")
}
