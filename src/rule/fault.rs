//! Faults of rules, and how they are shown.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::ast::Span;

/// How bad a fault is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// The pack cannot be used.
    Error,
    /// It can, but somebody should look.
    Warning,
}

/// One fault, with its place and the next step.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    pub severity: Severity,
    pub path: String,
    /// Byte range in the file.
    pub span: Span,
    pub message: String,
    /// What the caret's line says.
    pub label: String,
    /// What to do next.
    pub help: Option<String>,
}

/// Renders `faults`, by file and place, with the line, a caret and the next step. `source` gives a file's text.
pub fn render<'t>(faults: &[Fault], source: impl Fn(&str) -> &'t str) -> String {
    let renderer = Renderer::plain();
    let mut out = String::new();
    let mut faults: Vec<&Fault> = faults.iter().collect();
    faults.sort_by_key(|f| (&f.path, f.span.start, f.span.end));
    for fault in faults {
        let level = match fault.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let text = source(&fault.path);
        let span = fault.span.start.min(text.len())..fault.span.end.min(text.len());
        let mut groups = vec![
            level.primary_title(fault.message.as_str()).element(
                Snippet::source(text).path(fault.path.as_str()).annotation(
                    AnnotationKind::Primary
                        .span(span)
                        .label(fault.label.as_str()),
                ),
            ),
        ];
        if let Some(help) = &fault.help {
            groups.push(Group::with_title(
                Level::HELP.secondary_title(help.as_str()),
            ));
        }
        out.push_str(&renderer.render(&groups));
        out.push('\n');
    }
    out
}

/// The candidate nearest to `word` by edit distance, if it is near enough to be what was meant.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let limit = 1 + word.chars().count() / 4;
    candidates
        .into_iter()
        .map(|c| (distance(word, c), c))
        .filter(|(d, _)| *d <= limit)
        .min()
        .map(|(_, c)| c)
}

/// Levenshtein distance in characters. O(n·m).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let cost = diagonal + usize::from(ca != *cb);
            diagonal = row[j + 1];
            row[j + 1] = cost.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
