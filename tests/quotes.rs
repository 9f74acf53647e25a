//! Quotations: marked sentences as data, and marks that nobody should have written.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use depeche::Pipeline;
use depeche::record::{Article, Extraction, QuoteKind};

/// Byte range.
type Span = (usize, usize);

/// What a quotation must be: kind, parts, speaker, cue.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Expected {
    parts: Vec<Span>,
    kind: char,
    speaker: Option<Span>,
    cue: Option<Span>,
}

/// Takes the marks out of a case: its text, and what must be found in it.
fn unmark(case: &str) -> (String, Vec<Expected>) {
    let mut text = String::new();
    let mut open: Vec<(String, usize)> = Vec::new();
    let mut marks: Vec<(String, Span)> = Vec::new();
    let mut rest = case;
    while let Some(c) = rest.chars().next() {
        let width = c.len_utf8();
        match c {
            '⟦' | '{' => {
                let space = rest.find(' ').expect("a mark holds a blank");
                open.push((rest[width..space].to_owned(), text.len()));
                rest = &rest[space + 1..];
                continue;
            }
            '⟧' | '}' => {
                let (label, start) = open.pop().expect("marks pair");
                marks.push((label, (start, text.len())));
            }
            '¶' => text.push_str("\n\n"),
            c => text.push(c),
        }
        rest = &rest[width..];
    }
    assert!(open.is_empty(), "marks pair: {case}");
    let mut quotes: BTreeMap<String, Expected> = BTreeMap::new();
    for (label, span) in marks {
        let (what, ids) = label.split_at(1);
        for id in ids.split(',') {
            let quote = quotes.entry(id.to_owned()).or_insert(Expected {
                parts: Vec::new(),
                kind: '?',
                speaker: None,
                cue: None,
            });
            match what {
                "S" => quote.speaker = Some(span),
                "C" => quote.cue = Some(span),
                kind => {
                    quote.kind = kind.chars().next().unwrap_or('?');
                    quote.parts.push(span);
                    quote.parts.sort_unstable();
                }
            }
        }
    }
    let mut quotes: Vec<Expected> = quotes.into_values().collect();
    quotes.sort();
    (text, quotes)
}

fn found(extraction: &Extraction) -> Vec<Expected> {
    let mut quotes: Vec<Expected> = extraction
        .quotes
        .iter()
        .map(|q| Expected {
            parts: q.parts.iter().map(|p| (p.start, p.end)).collect(),
            kind: match q.kind {
                QuoteKind::Direct => 'D',
                QuoteKind::Indirect => 'I',
                QuoteKind::Mixed => 'M',
            },
            speaker: q.speaker.as_ref().map(|s| (s.start, s.end)),
            cue: q.cue.as_ref().map(|c| (c.start, c.end)),
        })
        .collect();
    quotes.sort();
    quotes
}

#[test]
fn marked_sentences() {
    let pipeline = Pipeline::builtin("fr").unwrap();
    let mut faults = Vec::new();
    let mut cases = 0;
    let data = include_str!("data/fr/citations.txt");
    for (number, line) in data.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        cases += 1;
        let (todo, case) = match line.strip_prefix("todo ") {
            Some(case) => (true, case),
            None => (false, line),
        };
        let (text, expected) = unmark(case);
        let extraction = pipeline.extract(&Article::new("case", text));
        let got = found(&extraction);
        if (got == expected) == todo {
            let line = number + 1;
            let told: Vec<String> = extraction
                .quotes
                .iter()
                .map(|q| format!("{:?} {:?} {:?} by {}", q.kind, q.parts, q.speaker, q.rule))
                .collect();
            faults.push(match todo {
                true => format!("citations.txt:{line}: todo, but it passes: {case}"),
                false => format!("citations.txt:{line}: {case}\n    {}", told.join("\n    ")),
            });
        }
    }
    assert!(cases > 40, "the cases were not read");
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn a_bad_mark_is_told() {
    let pipeline = Pipeline::builtin("fr").unwrap();
    for (text, code) in [
        ("« Le quai est fermé «, dit Luc.", "wrong-quotation-mark"),
        ("« Le quai est fermé. Luc dort.", "unclosed-quotation-mark"),
        ("Le quai est fermé », dit Luc.", "unopened-quotation-mark"),
    ] {
        let extraction = pipeline.extract(&Article::new("bad", text));
        let codes: Vec<&str> = extraction
            .warnings
            .iter()
            .map(|w| w.code.as_str())
            .collect();
        assert_eq!(codes, [code], "{text}");
        let warning = &extraction.warnings[0];
        assert!(["«", "»"].contains(&&text[warning.start..warning.end]));
    }
    let good = pipeline.extract(&Article::new("good", "« Tout va bien », dit Luc."));
    assert!(good.warnings.is_empty(), "{:?}", good.warnings);
}

#[test]
fn a_bad_mark_costs_its_own_paragraph_at_most() {
    let pipeline = Pipeline::builtin("fr").unwrap();
    let text = "Il a dit « que le quai était fermé.\n\n« Tout va bien », assure Zoé Marin.\n\nRien » ici.\n\n\
                « Le pont tient », répond Luc Daval.";
    let extraction = pipeline.extract(&Article::new("bad", text));
    let direct: Vec<&str> = extraction
        .quotes
        .iter()
        .filter(|q| q.kind == QuoteKind::Direct)
        .flat_map(|q| q.parts.iter().map(|p| p.text.as_str()))
        .collect();
    assert!(direct.contains(&"Tout va bien"), "{direct:?}");
    assert!(direct.contains(&"Le pont tient"), "{direct:?}");
}

/// Texts of marks and cues that pair in no way.
fn broken(bytes: usize) -> Vec<(&'static str, String)> {
    let repeat = |unit: &str| unit.repeat(bytes / unit.len());
    vec![
        ("opening", repeat("«")),
        ("opening, spaced", repeat("« ")),
        ("closing", repeat("» ")),
        ("straight", repeat("\" ")),
        ("alternating", repeat("«a»\"b\"“c» ")),
        ("paragraphs", repeat("« Le quai.\n\n")),
        ("cues", repeat("« oui », dit-il, ")),
        ("que", repeat("il dit que ")),
        ("commas", repeat("selon lui, ")),
        ("dashes", repeat("— Qui ?\n")),
        ("nested", repeat("« a “b ‘c ")),
        ("apostrophes", repeat("' l'a ")),
        ("open and closed", repeat("« »")),
        ("every kind", repeat("«“\"‘'‹<<„ mot »”’›>>‟ ")),
        ("labels", repeat("Luc Daval : Pourquoi ?\n\n")),
        ("never repeated", repeat("« Le quai.\n\nLe port. »\n\n")),
        (
            "the same role",
            repeat("le maire Luc Daval, dit le maire. "),
        ),
        ("pronouns", repeat("Luc Daval. « Je viens », dit-il. ")),
        ("titles", repeat("« Je viens »\n\n")),
    ]
}

/// Time grows with the text, not with its square: eight times the text may cost thirty times the
/// time at most (a quadratic one costs sixty-four), and a few milliseconds count for nothing.
#[test]
fn no_text_costs_more_than_its_length() {
    let pipeline = Pipeline::builtin("fr").unwrap();
    let time = |text: &str| -> Duration {
        let article = Article::new("broken", text);
        let start = Instant::now();
        let extraction = pipeline.extract(&article);
        for quote in &extraction.quotes {
            assert!(
                quote
                    .parts
                    .iter()
                    .all(|p| text.get(p.start..p.end) == Some(&p.text))
            );
        }
        start.elapsed()
    };
    for ((name, short), (_, long)) in broken(8_000).into_iter().zip(broken(64_000)) {
        let short = time(&short).min(time(&short));
        let long = time(&long);
        let allowed = 30 * short.max(Duration::from_millis(5));
        assert!(
            long < allowed,
            "{name}: {short:?} for 8 KB, {long:?} for 64 KB"
        );
    }
}

/// Whom a text says to have spoken, by the words said.
fn speakers(text: &str) -> Vec<(String, Option<String>)> {
    let pipeline = Pipeline::builtin("fr").unwrap();
    let extraction = pipeline.extract(&Article::new("who", text));
    let name = |id: &String| {
        let entity = extraction.entities.iter().find(|e| e.id == *id).unwrap();
        entity.name.clone()
    };
    extraction
        .quotes
        .iter()
        .map(|q| {
            let who = match &q.speaker {
                Some(speaker) => speaker.entity.as_ref(),
                None => q.who.as_ref(),
            };
            (q.parts[0].text.clone(), who.map(name))
        })
        .collect()
}

/// Each text with the name of whoever says its last quotation; none where nobody may be guessed.
#[test]
fn who_spoke() {
    let mut faults = Vec::new();
    for (text, expected) in [
        (
            "Aline Morel a reçu Marc Tessier. « Il dormait », dit-elle.",
            Some("Aline Morel"),
        ),
        (
            "Paul Arzel a interrogé Marc Tessier. « Je dormais », a répondu ce dernier.",
            Some("Marc Tessier"),
        ),
        (
            "Aline Morel, présidente du jury, a tranché. « Le prix est mérité », estime la présidente.",
            Some("Aline Morel"),
        ),
        (
            "La maire, Aline Morel, a pris la parole. « Le pont rouvrira », promet l'édile.",
            Some("Aline Morel"),
        ),
        (
            "« Rien ne presse », sourit le président du Sénat Marc Tessier.",
            Some("Marc Tessier"),
        ),
        (
            "Aline Morel ne décolère pas. « Trois ans que j'attends un permis ! »",
            Some("Aline Morel"),
        ),
        (
            "« Ici, on ne ferme jamais. » Marc Tessier tient le bar depuis 1998.",
            Some("Marc Tessier"),
        ),
        (
            "« J'en ai parlé à Aline Morel jeudi, explique Marc Tessier. Elle viendra. » Puis : « Je signerai », confie-t-il.",
            Some("Marc Tessier"),
        ),
        (
            "Aline Morel a salué Marc Tessier. Un proche le dit : « Il est fatigué. »",
            None,
        ),
        (
            "Marc Tessier est parti. « On verra bien », glisse un conseiller.",
            None,
        ),
        (
            "Marc Tessier est parti. « On verra bien », disent-ils.",
            None,
        ),
    ] {
        let found = speakers(text).pop().and_then(|(_, who)| who);
        if found.as_deref() != expected {
            faults.push(format!("{text}\n    {found:?}, not {expected:?}"));
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn an_interview_is_answered_by_whom_it_introduces() {
    let text = "Propos recueillis par Luc Daval\n\nAline Morel dirige le port depuis 2019.\n\n\
                Pourquoi partir maintenant ?\n\nLe travail est fini.\n\nQue ferez-vous ?\n\nJe dormirai.";
    let said: Vec<Option<String>> = speakers(text).into_iter().map(|(_, who)| who).collect();
    let aline = Some("Aline Morel".to_owned());
    assert_eq!(said, [None, aline.clone(), None, aline]);
}

#[test]
fn a_megabyte_of_opening_marks() {
    let pipeline = Pipeline::builtin("fr").unwrap();
    let text = "«".repeat(500_000);
    let extraction = pipeline.extract(&Article::new("marks", text));
    assert!(extraction.quotes.is_empty());
    assert!(!extraction.warnings.is_empty());
}
