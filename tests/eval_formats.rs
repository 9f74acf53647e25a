//! Every format of gold: what is read from it, what a fault costs, and the way there and back.

use depeche::eval::check::check;
use depeche::eval::convention::Convention;
use depeche::eval::gold::{Doc, Span};
use depeche::eval::read::{self, Format, Read, Severity, Source};
use depeche::eval::score::{Measure, score};
use depeche::eval::write::{self, Target};
use depeche::record::{EntityKind, Modifier, NumberKind, QuoteKind, Status};

fn parse(file: &str, content: &str, text: Option<&str>) -> Read {
    let format = Format::of_name(file).expect("a known ending");
    let source = Source {
        file,
        content,
        text,
    };
    read::read(source, format, &Convention::default(), &|_| None)
}

fn messages(read: &Read) -> Vec<String> {
    read.problems.iter().map(ToString::to_string).collect()
}

const TEI: &str = "<TEI xml:lang=\"fr\">
  <teiHeader><title>Voiles &amp; vent</title><date when=\"2024-03-12\"/></teiHeader>
  <text>
    <head><orgName ref=\"#v\">Valbrume</orgName> &lt;en&#160;grève&gt;</head>
    <p>« <said xml:id=\"q1\" kind=\"direct\" who=\"#m\" next=\"#q2\">Non</said> », a <seg type=\"cue\" of=\"#q1 #q2\" lemma=\"dire\">dit</seg> <seg type=\"speaker\" of=\"#q1 #q2\">la <roleName of=\"#m\" in=\"#v\" status=\"former\">déléguée</roleName> <persName ref=\"#m\">Aïcha Morvan</persName></seg>, « <said xml:id=\"q2\" kind=\"direct\" who=\"#m\" prev=\"#q1\">et <num type=\"ratio\" value=\"500\" of=\"750\" mod=\"more_than\" noun=\"employé\">plus de 500 des 750 employés</num></said> », <date type=\"date\" when=\"2024-03-11\">lundi</date>.</p>
  </text>
</TEI>
";

fn tei() -> Doc {
    let mut read = parse("gold/voiles.xml", TEI, None);
    assert_eq!(read.problems, []);
    read.docs.pop().unwrap()
}

#[test]
fn tei_text_offsets_and_attributes() {
    let doc = tei();
    assert_eq!(doc.id, "voiles");
    assert_eq!(doc.title.as_deref(), Some("Voiles & vent"));
    assert_eq!(doc.published.as_deref(), Some("2024-03-12"));
    assert!(
        doc.text
            .starts_with("Valbrume <en\u{a0}grève>\n\n« Non », a dit la déléguée")
    );
    let words = |span: Span| span.of(&doc.text);
    assert_eq!(words(doc.names[1].span), "Aïcha Morvan");
    assert_eq!(
        (doc.names[1].kind, doc.names[1].line),
        (EntityKind::Person, 5)
    );
    assert_eq!(
        doc.targets[doc.names[1].target.unwrap()].name,
        "Aïcha Morvan"
    );
    assert_eq!(
        (words(doc.roles[0].span), doc.roles[0].status),
        ("déléguée", Status::Former)
    );
    let n = &doc.numbers[0];
    assert_eq!(
        (n.kind, n.value, n.of, n.modifier),
        (
            NumberKind::Ratio,
            Some(500.0),
            Some(750.0),
            Some(Modifier::MoreThan)
        )
    );
    assert_eq!(doc.quotes.len(), 1, "two parts, one quotation");
    let q = &doc.quotes[0];
    assert_eq!(
        q.parts.iter().map(|&p| words(p)).collect::<Vec<_>>(),
        ["Non", "et plus de 500 des 750 employés"]
    );
    assert_eq!(
        (
            words(q.speakers[0]),
            words(q.cues[0].span),
            q.cues[0].lemma.as_str()
        ),
        ("la déléguée Aïcha Morvan", "dit", "dire")
    );
    assert_eq!(q.who, doc.roles[0].person);
}

#[test]
fn tei_faults_are_named_with_file_and_line() {
    let content = TEI
        .replace("next=\"#q2\"", "next=\"#q9\"")
        .replace("type=\"date\"", "type=\"day\"")
        .replace("value=\"500\"", "value=\"cinq\"")
        .replace("<orgName ref=\"#v\">", "<orgName rfe=\"#v\">");
    let read = parse("v.xml", &content, None);
    assert_eq!(
        messages(&read),
        [
            "v.xml:4: fault: <orgName> has no attribute rfe; it may have [\"ref\"]",
            "v.xml:4: fault: <orgName> without ref",
            "v.xml:5: fault: value=\"cinq\" is not a plain decimal number",
            "v.xml:5: fault: <date>: unknown type=\"day\"",
            "v.xml:5: fault: next=\"#q9\": no <said> has this xml:id",
            "v.xml:5: fault: prev=\"#q1\" is not answered by next=\"#q2\" there",
        ]
    );
    assert_eq!(read.docs.len(), 1, "the rest is read all the same");
    let broken = parse("v.xml", &TEI.replace("</said> »,", "</sad> »,"), None);
    assert!(
        messages(&broken)[0].starts_with("v.xml:5: fault: not well-formed XML"),
        "{:?}",
        messages(&broken)
    );
}

#[test]
fn tei_may_have_a_byte_order_mark() {
    let marked = |content: &str| parse("v.xml", &format!("\u{feff}{content}"), None);
    let (read, plain) = (marked(TEI), tei());
    assert_eq!(
        (&read.docs[0].text, &read.docs[0].lines),
        (&plain.text, &plain.lines)
    );
    assert_eq!(read.docs[0].names, plain.names);
    // Counted without the mark, a tag begins within a letter.
    let broken = marked("<TEI><text><p>ééé</q>");
    assert!(messages(&broken)[0].starts_with("v.xml:1: fault: not well-formed XML"));
}

#[test]
fn brat_counts_code_points_and_shows_misalignment() {
    let text = "Élise Roy a quitté Brest.\n";
    let ann = "T1\tPER 0 9\tÉlise Roy\nT2\tLOC 19 24\tLyon\nT3\tORG 3 3\t\nX\tquoi\n";
    let read = parse("a.ann", ann, Some(text));
    assert_eq!(
        messages(&read),
        [
            "a.ann:2: fault: misaligned, the offsets say \"Brest\", the line \"Lyon\"; scored as the offsets say",
            "a.ann:3: fault: \"3 3\": start and end must be code points of the text, start before end",
            "a.ann:4: fault: \"X\" is no kind of brat line that is known",
        ]
    );
    let doc = &read.docs[0];
    let found: Vec<_> = doc
        .names
        .iter()
        .map(|n| (n.kind, n.span.of(text)))
        .collect();
    assert_eq!(
        found,
        [
            (EntityKind::Person, "Élise Roy"),
            (EntityKind::Place, "Brest")
        ]
    );
    assert!(
        !doc.layers.links && !doc.layers.numbers,
        "only what is marked is scored"
    );
}

#[test]
fn conll_tags_documents_and_two_columns() {
    let plain = "-DOCSTART- O\n\nAude B-PER\nRoy I-PER\nà O\nLyon B-LOC\n\nRoy I-PER\n\n-DOCSTART- O\n\nIci O\n";
    let read = parse("x.conll", plain, None);
    assert_eq!(messages(&read), [""; 0]);
    assert_eq!(
        read.docs.iter().map(|d| d.id.as_str()).collect::<Vec<_>>(),
        ["x:1", "x:2"]
    );
    assert_eq!(read.docs[0].text, "Aude Roy à Lyon\nRoy");
    assert_eq!(read.docs[0].names.len(), 3, "an I that opens begins a name");
    // conlleval's input: word, gold, prediction.
    let two = parse("x.conll", "Aude B-PER O\nRoy I-PER B-PER\n", None);
    assert_eq!(two.docs[0].names.len(), 1);
    assert_eq!(two.docs[0].names[0].span, Span::new(0, 8));
    let wrong = parse("x.conll", "Aude PERS\n", None);
    assert_eq!(
        messages(&wrong),
        ["x.conll:1: fault: \"PERS\" is no tag: expected O, B-X or I-X in the last column"]
    );
}

#[test]
fn json_lines_of_doccano_and_prodigy() {
    let rows = concat!(
        "{\"id\": 7, \"text\": \"Élise à Brest\", \"label\": [[0, 5, \"PER\"], [8, 13, \"LOC\"]]}\n",
        "{\"text\": \"Élise à Brest\", \"spans\": [{\"start\": 8, \"end\": 13, \"label\": \"GPE\"}]}\n",
        "{\"text\": \"Élise\", \"entities\": [{\"id\": 1, \"start_offset\": 0, \"end_offset\": 5, \"label\": \"person\"}], \"relations\": []}\n",
        "{\"text\": \"Élise\", \"label\": [[0, 99, \"PER\"]]}\n",
        "[]\n",
    );
    let read = parse("d.jsonl", rows, None);
    let found: Vec<Vec<&str>> = read
        .docs
        .iter()
        .map(|d| d.names.iter().map(|n| n.span.of(&d.text)).collect())
        .collect();
    assert_eq!(
        found,
        [vec!["Élise", "Brest"], vec!["Brest"], vec!["Élise"], vec![]]
    );
    assert_eq!(read.docs[0].id, "7");
    assert_eq!(read.docs[1].id, "d:2");
    assert_eq!(
        messages(&read),
        [
            "d.jsonl:4: fault: PER: start and end must be code points of the text",
            "d.jsonl:5: fault: no field \"text\"",
        ]
    );
}

#[test]
fn there_and_back_loses_nothing_but_what_is_said() {
    let doc = tei();
    for (target, file) in [
        (Target::Tei, "voiles.xml"),
        (Target::Brat, "voiles.ann"),
        (Target::Records, "voiles.jsonl"),
    ] {
        let written = write::write(&doc, target);
        assert_eq!(written.lost, [""; 0], "{target:?}");
        let read = parse(file, &written.content, written.text.as_deref());
        assert_eq!(messages(&read), [""; 0], "{target:?}: {}", written.content);
        let back = &read.docs[0];
        assert_eq!(
            (&back.text, &back.published),
            (&doc.text, &doc.published),
            "{target:?}"
        );
        let result = score(&doc, back, &Convention::default());
        for &measure in Measure::ALL {
            let figure = result.scores.figure(measure);
            assert!(
                figure.is_none_or(|f| f == 1.0),
                "{target:?} {}: {figure:?}",
                measure.id()
            );
        }
        assert_eq!(result.findings.len(), 7, "{target:?}");
    }
    for target in [Target::Doccano, Target::Prodigy] {
        let written = write::write(&doc, target);
        assert_eq!(
            written.lost,
            ["1 quotations in several parts: the parts are kept, not that they are one quotation"]
        );
        let read = parse("v.jsonl", &written.content, None);
        assert_eq!(messages(&read), [""; 0]);
        let result = score(&doc, &read.docs[0], &Convention::default());
        for measure in [
            Measure::Name,
            Measure::RoleFull,
            Measure::NumberFull,
            Measure::Date,
            Measure::QuoteExact,
            Measure::LinkB3,
        ] {
            assert_eq!(
                result.scores.figure(measure),
                Some(1.0),
                "{target:?} {}",
                measure.id()
            );
        }
    }
    let elided = parse("l.ann", "T1\tORG 2 5\tONU\n", Some("l'ONU dit"))
        .docs
        .remove(0);
    let cut = write::write(&elided, Target::Iob2).content;
    assert_eq!(cut, "l'\tO\nONU\tB-ORG\ndit\tO\n\n");
    let iob = write::write(&doc, Target::Iob2);
    assert!(
        iob.content.contains("Aïcha\tB-PER\nMorvan\tI-PER\n,\tO\n"),
        "{}",
        iob.content
    );
    assert_eq!(
        iob.lost,
        [
            "1 roles",
            "1 numbers",
            "1 dates",
            "1 quotations",
            "2 references (who is who)"
        ]
    );
    let read = parse("v.iob2", &iob.content, None);
    let names: Vec<&str> = read.docs[0]
        .names
        .iter()
        .map(|n| n.span.of(&read.docs[0].text))
        .collect();
    assert_eq!(names, ["Valbrume", "Aïcha Morvan"]);
}

#[test]
fn check_finds_what_the_guide_forbids() {
    let content = "<TEI xml:lang=\"fr\"><teiHeader><date when=\"2024-03-12\"/></teiHeader><text>
<p><persName ref=\"#a\">Aude Roy </persName>a vu <orgName ref=\"#a\">Valbrume</orgName>.</p>
<p>Valbrume paie <num type=\"money\" value=\"5\">5 euros</num>, <num type=\"range\" min=\"9\" max=\"2\">9 à 2</num>, <num type=\"ratio\" value=\"1\">un tiers</num>.</p>
<p>Le <roleName of=\"#nobody\">maire</roleName>, <date type=\"duration\" when=\"2024\">deux ans</date>, <persName ref=\"#b\"></persName>.</p>
</text></TEI>";
    let read = parse("c.xml", content, None);
    assert_eq!(messages(&read), [""; 0], "the reader has nothing to say");
    let found: Vec<String> = check(&read.docs).iter().map(ToString::to_string).collect();
    for needed in [
        "c.xml:2: fault: person \"Aude Roy \" begins or ends with a space",
        "c.xml:2: fault: ref=\"#a\" is a person (line 2) and a organization",
        "c.xml:3: note: \"Valbrume\" is marked elsewhere in the article, not here",
        "c.xml:3: fault: money \"5 euros\" needs a unit",
        "c.xml:3: fault: range \"9 à 2\" has min above max",
        "c.xml:3: fault: ratio \"un tiers\" needs of",
        "c.xml:4: fault: of=\"#nobody\": no name bears this ref",
        "c.xml:4: fault: date \"deux ans\" when=\"2024\": a duration's value begins with P",
        "c.xml:4: fault: an empty person",
    ] {
        assert!(
            found.iter().any(|f| f == needed),
            "{needed}\nnot in\n{}",
            found.join("\n")
        );
    }
    let crossing = parse(
        "a.ann",
        "T1\tPER 0 9\tAude Roy,\nT2\tLOC 5 14\tRoy, Lyon\n",
        Some("Aude Roy, Lyon"),
    );
    let found = check(&crossing.docs);
    let faults: Vec<_> = found
        .iter()
        .filter(|p| p.severity == Severity::Fault)
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        faults,
        [
            "a.ann:2: fault: place \"Roy, Lyon\" crosses person \"Aude Roy,\": nest them or part them"
        ]
    );
    assert!(check(&[tei()]).iter().all(|p| p.severity == Severity::Note));
}

#[test]
fn conventions_are_applied_as_written() {
    let convention = Convention::parse(
        "trim_determiners = [\"le\", \"l'\"]\ncue_within = true\nspeaker_head = true\nskip_optional = true\nmixed_clause = true\n[labels]\nfloating = \"direct\"\nreported = \"indirect?\"\n[skip]\nb = \"another language\"\n",
    )
    .unwrap();
    let rows = concat!(
        "{\"id\": \"a\", \"text\": \"La loi « passera » tôt, a dit Ute Lau, maire. Il juge cela vain.\", \"quotes\": [",
        "{\"kind\": \"mixed\", \"start\": 0, \"end\": 22, \"speaker\": {\"start\": 30, \"end\": 44}, \"cue\": {\"start\": 24, \"end\": 29}},",
        "{\"kind\": \"reported\", \"start\": 54, \"end\": 63, \"speaker\": null, \"cue\": null}]}\n",
        "{\"id\": \"b\", \"text\": \"No.\", \"quotes\": []}\n",
    );
    let source = Source {
        file: "q.jsonl",
        content: rows,
        text: None,
    };
    let read = read::read(source, Format::JsonLines, &convention, &|_| None);
    assert_eq!(
        messages(&read),
        ["q.jsonl:2: note: b is left out: another language"]
    );
    assert_eq!(read.docs.len(), 1);
    let pred = "<TEI xml:lang=\"fr\"><teiHeader/><text><p><said xml:id=\"q1\" kind=\"indirect\">La loi « <said xml:id=\"q2\" kind=\"mixed\">passera</said> » tôt</said>, a <seg type=\"cue\" of=\"#q1 #q2\" lemma=\"dire\">dit</seg> <seg type=\"speaker\" of=\"#q1 #q2\">Ute Lau</seg>, maire. Il juge cela vain.</p></text></TEI>";
    let pred = parse("p.xml", pred, None).docs.pop().unwrap();
    assert_eq!(
        pred.quotes[0].kind,
        QuoteKind::Mixed,
        "the inner one closes first"
    );
    let result = score(&read.docs[0], &pred, &convention);
    for measure in [
        Measure::QuoteExact,
        Measure::QuoteMixed,
        Measure::Speaker,
        Measure::Cue,
        Measure::ArticleQuotes,
    ] {
        assert_eq!(result.scores.figure(measure), Some(1.0), "{}", measure.id());
    }
    let strict = score(&read.docs[0], &pred, &Convention::default());
    assert_eq!(strict.scores.figure(Measure::Cue), Some(0.0));
    let wrong = Convention::parse("cue_inside = true\n").unwrap_err();
    assert!(wrong.contains("unknown field `cue_inside`"), "{wrong}");
}

#[test]
fn what_a_text_leaves_open_is_right_with_the_source_s_value_or_with_none() {
    let rows = |values: [&str; 3]| {
        let dates: Vec<String> = [(0, 14), (16, 29), (31, 41)]
            .iter()
            .zip(values)
            .map(|((start, end), value)| {
                format!("{{\"start\": {start}, \"end\": {end}, \"kind\": \"duration\"{value}}}")
            })
            .collect();
        format!(
            "{{\"id\": \"a\", \"text\": \"quelques jours, quelques mois, deux jours\", \"dates\": [{}]}}\n",
            dates.join(", ")
        )
    };
    let value = |v: &str| format!(", \"value\": \"{v}\"");
    let (days, months, two) = (value("PXD"), value("PXM"), value("P2D"));
    let gold = parse("g.jsonl", &rows([&days, &months, &two]), None).docs;
    let pred = parse("p.jsonl", &rows([&days, "", ""]), None).docs;
    let figure = |convention: &Convention| {
        let result = score(&gold[0], &pred[0], convention);
        result.scores.figure(Measure::Date)
    };
    let convention = Convention::parse("open_values = [\"PXD\", \"PXM\"]\n").unwrap();
    assert_eq!(figure(&convention), Some(2.0 / 3.0));
    assert_eq!(figure(&Convention::default()), Some(1.0 / 3.0));
}
