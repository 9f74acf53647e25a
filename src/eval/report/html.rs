//! The report for the eye: one file, no network, complete without its script.
//!
//! Figures first, then every article: its text with gold (line below) and output (dashed line above) drawn over
//! each other, and the list of its errors. Filters by kind, error class and rule; `j` and `k` go from
//! error to error. Errors are list items with all that the colours say in words, so that a screen reader has
//! the same report.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::tables::percent;
use super::{Compared, total};
use crate::eval::convention::Convention;
use crate::eval::gold::Span;
use crate::eval::score::{Finding, Layer, Measure};
use crate::eval::stats::Draws;

const STYLE: &str = include_str!("report.css");
const SCRIPT: &str = include_str!("report.js");

/// The report. Its size is that of the texts and errors, several times over.
pub fn html(
    compared: &[Compared],
    intervals: &[(Measure, f64, f64)],
    draws: Draws,
    convention: &Convention,
) -> String {
    let mut out = String::from(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>depeche eval</title>\n",
    );
    let _ = write!(
        out,
        "<style>\n{STYLE}</style>\n</head>\n<body>\n<h1>Extraction against gold</h1>\n"
    );
    let _ = write!(out, "<p>{} articles", compared.len());
    if !intervals.is_empty() {
        let (n, seed) = (draws.resamples, draws.seed);
        let _ = write!(
            out,
            "; intervals of 95 % by bootstrap over articles, {n} resamples, seed {seed}"
        );
    }
    out.push_str(".</p>\n");
    if !convention.note.is_empty() {
        let _ = writeln!(out, "<p>{}</p>", escape(&convention.note));
    }
    figures(&mut out, compared, intervals);
    filters(&mut out, compared);
    out.push_str("<main>\n");
    let mut next = 0;
    for c in compared {
        article(&mut out, c, &mut next);
    }
    let _ = write!(
        out,
        "</main>\n<script>\n{SCRIPT}</script>\n</body>\n</html>\n"
    );
    out
}

fn figures(out: &mut String, compared: &[Compared], intervals: &[(Measure, f64, f64)]) {
    let (scores, _) = total(compared);
    out.push_str("<table>\n<caption>Figures</caption>\n<thead><tr><th scope=\"col\">measure</th>");
    for head in [
        "P", "R", "F1", "interval", "right", "found", "gold", "counted",
    ] {
        let _ = write!(out, "<th scope=\"col\">{head}</th>");
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for &measure in Measure::ALL {
        let Some(figure) = scores.figure(measure) else {
            continue;
        };
        let ratio = scores.get(measure);
        let interval = intervals.iter().find(|(m, ..)| *m == measure);
        let interval = interval.map_or_else(String::new, |(_, low, high)| {
            format!("{}–{}", percent(Some(*low)), percent(Some(*high)))
        });
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td><td>{interval}</td><td>{:.0}</td><td>{:.0}</td><td>{:.0}</td><td>{}</td></tr>",
            measure.id(),
            percent(ratio.precision()),
            percent(ratio.recall()),
            percent(Some(figure)),
            ratio.right_gold,
            ratio.pred,
            ratio.gold,
            escape(measure.what())
        );
    }
    out.push_str("</tbody>\n</table>\n");
}

fn filters(out: &mut String, compared: &[Compared]) {
    let (mut kinds, mut classes, mut rules) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for finding in compared
        .iter()
        .flat_map(|c| &c.score.findings)
        .filter(|f| !f.clean())
    {
        kinds.insert(kind(finding));
        classes.insert(finding.class.name().to_owned());
        rules.extend(finding.pred.as_ref().map(|p| p.rule.clone()));
    }
    rules.remove("");
    out.push_str(
        "<h2>Errors</h2>\n<div class=\"filters\" role=\"search\" aria-label=\"Filter errors\">\n",
    );
    for (name, label, options) in [
        ("kind", "kind", kinds),
        ("class", "error", classes),
        ("rule", "rule", rules),
    ] {
        let _ = write!(
            out,
            "<label>{label} <select name=\"{name}\"><option value=\"\">all</option>"
        );
        for option in options {
            let option = escape(&option);
            let _ = write!(out, "<option value=\"{option}\">{option}</option>");
        }
        out.push_str("</select></label>\n");
    }
    out.push_str(
        "<button id=\"previous\" type=\"button\" aria-keyshortcuts=\"k\">previous (k)</button>\n<button id=\"next\" type=\"button\" aria-keyshortcuts=\"j\">next (j)</button>\n<output aria-live=\"polite\"></output>\n</div>\n",
    );
}

/// Layer and kind in one word or two.
fn kind(finding: &Finding) -> String {
    let side = finding.gold.as_ref().or(finding.pred.as_ref());
    let kind = side.map_or("", |s| s.kind);
    match finding.layer.name() {
        layer if layer == kind => kind.to_owned(),
        layer => format!("{layer} {kind}"),
    }
}

fn article(out: &mut String, c: &Compared, next: &mut usize) {
    let first = *next;
    *next += c.score.findings.len();
    let id = escape(&c.gold.id);
    let wrong = c.score.findings.iter().filter(|f| !f.clean()).count();
    let _ = write!(
        out,
        "<article aria-labelledby=\"a{first}\">\n<h2 id=\"a{first}\">{id}"
    );
    if let Some(title) = &c.gold.title {
        let _ = write!(out, " – {}", escape(title));
    }
    let lang = c.gold.lang.as_deref().or(c.pred.lang.as_deref());
    let lang = escape(lang.unwrap_or("und"));
    let _ = write!(
        out,
        "</h2>\n<p>{wrong} errors</p>\n<div class=\"text\" lang=\"{lang}\">"
    );
    text(out, c, first);
    out.push_str("</div>\n<ol class=\"errors\">\n");
    for (n, finding) in c.score.findings.iter().enumerate() {
        if !finding.clean() {
            error(out, c, finding, first + n, &lang);
        }
    }
    out.push_str("</ol>\n</article>\n");
}

/// The text, cut wherever a record of gold or output begins or ends.
fn text(out: &mut String, c: &Compared, first: usize) {
    let text = &c.gold.text;
    let sides = |f: &Finding| {
        [f.gold.clone(), f.pred.clone()]
            .into_iter()
            .flatten()
            .map(|s| s.span)
            .collect::<Vec<Span>>()
    };
    let mut cuts: BTreeSet<usize> = [0, text.len()].into();
    // What opens and closes at each cut: (cut, opens, finding).
    let mut events: Vec<(usize, bool, usize)> = Vec::new();
    for (n, finding) in c.score.findings.iter().enumerate() {
        // An empty record opens nothing; the list of errors has it.
        for span in sides(finding).into_iter().filter(|s| !s.is_empty()) {
            cuts.extend([span.start, span.end]);
            events.push((span.start, true, n));
            events.push((span.end, false, n));
        }
    }
    events.sort_unstable();
    let cuts: Vec<usize> = cuts.into_iter().collect();
    let (mut event, mut open) = (0, Vec::<usize>::new());
    for pair in cuts.windows(2) {
        let piece = Span::new(pair[0], pair[1]);
        // Closing ones sort before opening ones at the same place.
        while let Some(&(_, opens, n)) = events.get(event).filter(|(at, ..)| *at <= piece.start) {
            match opens {
                true => open.push(n),
                false => {
                    if let Some(last) = open.iter().rposition(|&o| o == n) {
                        open.remove(last);
                    }
                }
            }
            event += 1;
        }
        let words = escape(piece.of(text));
        if open.is_empty() {
            out.push_str(&words);
            continue;
        }
        piece_of(out, c, first, &open, piece, &words);
    }
}

fn piece_of(
    out: &mut String,
    c: &Compared,
    first: usize,
    open: &[usize],
    piece: Span,
    words: &str,
) {
    let mut classes: BTreeSet<&str> = BTreeSet::new();
    let (mut ids, mut errors) = (BTreeSet::new(), BTreeSet::new());
    let mut worst = None;
    for &n in open {
        let finding = &c.score.findings[n];
        ids.insert(first + n);
        let covers = |side: &Option<super::super::score::Side>| {
            side.as_ref().is_some_and(|s| s.span.contains(piece))
        };
        if finding.layer == Layer::Quote {
            classes.insert("said");
        } else {
            classes.extend(covers(&finding.gold).then_some("gold"));
            classes.extend(covers(&finding.pred).then_some("pred"));
        }
        if !finding.clean() {
            errors.insert(first + n);
            // The smallest record decides the colour: names inside a quotation are seen.
            let length = finding.span().len();
            if worst.is_none_or(|(l, _)| length < l) {
                worst = Some((length, finding.class.name()));
            }
        }
    }
    let join = |set: &BTreeSet<usize>| {
        set.iter()
            .map(usize::to_string)
            .collect::<Vec<_>>()
            .join(" ")
    };
    let mut class: Vec<&str> = classes.into_iter().collect();
    match worst {
        Some((_, name)) => {
            class.push(name);
            let (class, ids, errors) = (class.join(" "), join(&ids), join(&errors));
            let _ = write!(
                out,
                "<mark class=\"{class}\" data-f=\"{ids}\" data-e=\"{errors}\">{words}</mark>"
            );
        }
        None => {
            let (class, ids) = (class.join(" "), join(&ids));
            let _ = write!(
                out,
                "<span class=\"{class}\" data-f=\"{ids}\">{words}</span>"
            );
        }
    }
}

fn error(out: &mut String, c: &Compared, finding: &Finding, id: usize, lang: &str) {
    let (class, kind) = (finding.class.name(), escape(&kind(finding)));
    let rule = finding.pred.as_ref().map_or("", |p| p.rule.as_str());
    let rule = escape(rule);
    let _ = write!(
        out,
        "<li id=\"f{id}\" tabindex=\"-1\" class=\"{class}\" data-id=\"{id}\" data-kind=\"{kind}\" data-class=\"{class}\" data-rule=\"{rule}\"><span class=\"class\">{class}</span> {kind} <q lang=\"{lang}\">{}</q>",
        escape(finding.span().of(&c.gold.text))
    );
    if let (Some(gold), Some(pred)) = (&finding.gold, &finding.pred) {
        if gold.span != pred.span {
            let _ = write!(
                out,
                ", found <q lang=\"{lang}\">{}</q>",
                escape(pred.span.of(&c.gold.text))
            );
        }
        if gold.kind != pred.kind {
            let _ = write!(out, ", found as {}", pred.kind);
        }
    }
    for d in &finding.differences {
        let _ = write!(
            out,
            "; {}: {} in gold, {} found",
            d.what,
            escape(&d.gold),
            escape(&d.pred)
        );
    }
    if !rule.is_empty() {
        let _ = write!(out, " <span class=\"rule\">{rule}</span>");
    }
    out.push_str("</li>\n");
}

fn escape(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}
