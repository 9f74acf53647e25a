//! Quotations: spans at three thresholds, and what hangs on the matched ones.

use super::items::open;
use super::{Class, Difference, DocScore, Finding, Layer, Measure, Ratio, Same, Side, target_name};
use crate::eval::align::{align, jaccard};
use crate::eval::convention::Convention;
use crate::eval::gold::{Doc, QuoteItem, Span};
use crate::record::QuoteKind;

/// A part of a quotation: what is counted.
struct Unit<'a> {
    quote: &'a QuoteItem,
    span: Span,
}

/// How much of the reference a match must cover.
#[derive(Clone, Copy, PartialEq)]
enum Need {
    Share(f64),
    Exact,
}

pub(super) fn score(gold: &Doc, pred: &Doc, convention: &Convention, out: &mut DocScore) {
    let (golds, preds) = (units(gold), units(pred));
    let same = Same::new(gold, pred);
    let matching = |need: Need| -> Vec<(usize, usize)> {
        let spans = |units: &[Unit<'_>]| units.iter().map(Unit::reach).collect::<Vec<_>>();
        align(&spans(&golds), &spans(&preds), |g, p| {
            worth(&gold.text, &golds[g], preds[p].span, need)
        })
    };

    let loose = matching(Need::Share(0.3));
    let main = matching(Need::Share(0.8));
    let exact = matching(Need::Exact);
    for (measure, pairs) in [
        (Measure::Quote30, &loose),
        (Measure::Quote80, &main),
        (Measure::QuoteExact, &exact),
    ] {
        let (missed, spurious) = unpaired(&golds, &preds, pairs, convention);
        let right = pairs
            .iter()
            .filter(|&&(g, _)| !golds[g].quote.optional)
            .count();
        *out.scores.at(measure) +=
            Ratio::counts(right, right + spurious.len(), right + missed.len());
    }
    for &(g, p) in &loose {
        if !golds[g].quote.optional {
            let right = speaker_right(&golds[g], &preds[p]);
            out.scores.at(Measure::Speaker30).answer(right);
        }
    }

    let (missed, spurious) = unpaired(&golds, &preds, &main, convention);
    kinds(&golds, &preds, &main, (&missed, &spurious), out);
    let mut clean = missed.is_empty() && spurious.is_empty();
    let (mut resolved, mut asked, mut answered) = (0, 0, 0);
    for &(g, p) in &main {
        let (a, b) = (&golds[g], &preds[p]);
        if a.quote.optional {
            continue;
        }
        let mut differences = Vec::new();
        let mut check = |what, right: bool, gold: String, pred: String| {
            if !right {
                differences.push(Difference { what, gold, pred });
            }
        };
        let kind = a.kind_right(b);
        out.scores.at(Measure::QuoteKindOf).answer(kind);
        check(
            "kind",
            kind,
            name(a.quote.kind).into(),
            name(b.quote.kind).into(),
        );

        let speaker = speaker_right(a, b);
        out.scores.at(Measure::Speaker).answer(speaker);
        let touching = a.quote.speakers.is_empty() && b.quote.speakers.is_empty()
            || b.quote
                .speakers
                .iter()
                .any(|s| a.quote.speakers.iter().any(|t| s.overlaps(*t)));
        out.scores.at(Measure::SpeakerOverlap).answer(touching);
        let words =
            |text: &str, span: Option<&Span>| span.map_or("none".into(), |s| s.of(text).to_owned());
        check(
            "speaker",
            speaker,
            words(&gold.text, a.quote.speakers.first()),
            words(&pred.text, b.quote.speakers.first()),
        );

        let cue = cue_right(a, b, convention);
        out.scores.at(Measure::Cue).answer(cue);
        let cue_span = |q: &QuoteItem| q.cues.first().map(|c| c.span);
        check(
            "cue",
            cue,
            words(&gold.text, cue_span(a.quote).as_ref()),
            words(&pred.text, cue_span(b.quote).as_ref()),
        );
        let lemmas: Vec<&str> = a
            .quote
            .cues
            .iter()
            .map(|c| c.lemma.as_str())
            .filter(|l| !l.is_empty())
            .collect();
        if !lemmas.is_empty() {
            let found = b.quote.cues.first().map_or("none", |c| c.lemma.as_str());
            let right = lemmas.contains(&found);
            out.scores.at(Measure::Lemma).answer(right);
            check("lemma", right, lemmas[0].into(), found.into());
        }
        if gold.layers.who {
            let right = same.check(a.quote.who, b.quote.who);
            resolved += usize::from(right && a.quote.who.is_some());
            check(
                "who",
                right,
                target_name(gold, a.quote.who),
                target_name(pred, b.quote.who),
            );
        }
        let ends = a
            .spans()
            .any(|s| trim(&gold.text, s) == trim(&pred.text, b.span));
        clean &= ends && kind && speaker && cue;
        out.findings.push(Finding {
            layer: Layer::Quote,
            class: match (ends, differences.is_empty()) {
                (_, false) => Class::Value,
                (true, true) => Class::Right,
                (false, true) => Class::Boundary,
            },
            gold: Some(side(a)),
            pred: Some(side(b)),
            differences,
        });
    }
    if gold.layers.who {
        let known = |unit: &&Unit<'_>| unit.quote.who.is_some();
        asked += golds
            .iter()
            .filter(|u| !u.quote.optional)
            .filter(known)
            .count();
        let counted = main
            .iter()
            .filter(|&&(g, _)| !golds[g].quote.optional)
            .map(|&(_, p)| p);
        answered += counted
            .chain(spurious.iter().copied())
            .filter(|&p| known(&&preds[p]))
            .count();
        *out.scores.at(Measure::Who) += Ratio::counts(resolved, answered, asked);
    }
    out.scores.at(Measure::ArticleQuotes).answer(clean);
    for g in missed {
        out.lone(Layer::Quote, Some(side(&golds[g])), None);
    }
    for p in spurious {
        out.lone(Layer::Quote, None, Some(side(&preds[p])));
    }
}

fn units(doc: &Doc) -> Vec<Unit<'_>> {
    let parts = |quote: &'_ QuoteItem| quote.parts.clone();
    let mut units: Vec<Unit<'_>> = doc
        .quotes
        .iter()
        .flat_map(|quote| {
            parts(quote)
                .into_iter()
                .map(move |span| Unit { quote, span })
        })
        .collect();
    units.sort_by_key(|u| u.span);
    units
}

impl Unit<'_> {
    /// Spans that are right for this unit.
    fn spans(&self) -> impl Iterator<Item = Span> + '_ {
        std::iter::once(self.span).chain(self.quote.instead.iter().copied())
    }

    /// From the first to the last character of any of them.
    fn reach(&self) -> Span {
        let start = self.spans().map(|s| s.start).min().unwrap_or(0);
        Span::new(start, self.spans().map(|s| s.end).max().unwrap_or(0))
    }

    /// Kinds agree; a clause with words in marks may be called either way where the convention has both.
    fn kind_right(&self, other: &Unit<'_>) -> bool {
        self.quote.kind == other.quote.kind
            || (!self.quote.instead.is_empty() && other.quote.kind == QuoteKind::Indirect)
    }
}

fn side(unit: &Unit<'_>) -> Side {
    Side {
        span: unit.span,
        kind: name(unit.quote.kind),
        rule: unit.quote.rule.clone(),
        line: unit.quote.line,
    }
}

pub(crate) fn name(kind: QuoteKind) -> &'static str {
    match kind {
        QuoteKind::Direct => "direct",
        QuoteKind::Indirect => "indirect",
        QuoteKind::Mixed => "mixed",
    }
}

/// The span without final punctuation and space.
fn trim(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let kept = words.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '…')
    });
    Span::new(span.start, span.start + kept.len())
}

fn letters(text: &str, start: usize, end: usize) -> usize {
    Span::new(start, end.max(start)).of(text).chars().count()
}

/// How well `pred` answers the unit, if well enough: Jaccard index of the best of its spans.
fn worth(text: &str, gold: &Unit<'_>, pred: Span, need: Need) -> Option<f64> {
    let pred = trim(text, pred);
    gold.spans()
        .map(|span| trim(text, span))
        .filter(|&span| match need {
            Need::Exact => span == pred,
            Need::Share(share) => {
                let (start, end) = (span.start.max(pred.start), span.end.min(pred.end));
                let all = letters(text, span.start, span.end);
                all > 0 && start < end && letters(text, start, end) as f64 >= share * all as f64
            }
        })
        .map(|span| jaccard(span, pred))
        .max_by(f64::total_cmp)
}

/// Gold units that are missed, predictions that answer nothing and that no convention allows.
fn unpaired(
    golds: &[Unit<'_>],
    preds: &[Unit<'_>],
    pairs: &[(usize, usize)],
    convention: &Convention,
) -> (Vec<usize>, Vec<usize>) {
    let (mut missed, mut spurious) = open(pairs, golds.len(), preds.len());
    missed.retain(|&g| !golds[g].quote.optional);
    spurious.retain(|&p| {
        let span = preds[p].span;
        let allowed = |g: &Unit<'_>| {
            (g.quote.optional || !g.quote.instead.is_empty())
                && 2 * g.reach().common(span) >= span.len()
        };
        !convention.not_exhaustive && !golds.iter().any(allowed)
    });
    (missed, spurious)
}

fn kinds(
    golds: &[Unit<'_>],
    preds: &[Unit<'_>],
    pairs: &[(usize, usize)],
    (missed, spurious): (&[usize], &[usize]),
    out: &mut DocScore,
) {
    for (measure, kind) in [
        (Measure::QuoteDirect, QuoteKind::Direct),
        (Measure::QuoteMixed, QuoteKind::Mixed),
        (Measure::QuoteIndirect, QuoteKind::Indirect),
    ] {
        let (mut right, mut pred, mut gold) = (0, 0, 0);
        for &(g, p) in pairs {
            let (a, b) = (&golds[g], &preds[p]);
            if a.quote.optional {
                continue;
            }
            // The prediction is taken for the gold's kind where the convention lets it be called so.
            let called = if a.kind_right(b) {
                a.quote.kind
            } else {
                b.quote.kind
            };
            right += usize::from(a.quote.kind == kind && called == kind);
            gold += usize::from(a.quote.kind == kind);
            pred += usize::from(called == kind);
        }
        gold += missed
            .iter()
            .filter(|&&g| golds[g].quote.kind == kind)
            .count();
        pred += spurious
            .iter()
            .filter(|&&p| preds[p].quote.kind == kind)
            .count();
        *out.scores.at(measure) += Ratio::counts(right, pred, gold);
    }
}

fn speaker_right(gold: &Unit<'_>, pred: &Unit<'_>) -> bool {
    match pred.quote.speakers.first() {
        None => gold.quote.speakers.is_empty(),
        Some(span) => gold.quote.speakers.contains(span),
    }
}

fn cue_right(gold: &Unit<'_>, pred: &Unit<'_>, convention: &Convention) -> bool {
    match pred.quote.cues.first() {
        None => gold.quote.cues.is_empty(),
        Some(cue) => gold
            .quote
            .cues
            .iter()
            .any(|c| c.span == cue.span || convention.cue_within && c.span.contains(cue.span)),
    }
}
