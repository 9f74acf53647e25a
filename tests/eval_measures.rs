//! Hand-made cases: every figure was worked out on paper.

use depeche::eval::convention::Convention;
use depeche::eval::gold::Doc;
use depeche::eval::read::{self, Format, Source};
use depeche::eval::score::{Class, DocScore, Measure, score};

fn tei(body: &str) -> Doc {
    let content = format!(
        "<TEI xml:lang=\"fr\"><teiHeader><date when=\"2024-03-12\"/></teiHeader><text>{body}</text></TEI>"
    );
    let source = Source {
        file: "case.xml",
        content: &content,
        text: None,
    };
    let mut found = read::read(source, Format::Tei, &Convention::default(), &|_| None);
    assert_eq!(found.problems, []);
    found.docs.pop().expect("one document")
}

fn compare(gold: &str, pred: &str) -> DocScore {
    let (gold, pred) = (tei(gold), tei(pred));
    assert_eq!(
        gold.text, pred.text,
        "a case compares two readings of one text"
    );
    score(&gold, &pred, &Convention::default())
}

/// Precision, recall and F1 as fractions.
fn figures(result: &DocScore, measure: Measure) -> (f64, f64, f64) {
    let ratio = result.scores.get(measure);
    (
        ratio.precision().expect("something found"),
        ratio.recall().expect("something to find"),
        ratio.f1().expect("something to count"),
    )
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-12
}

#[test]
fn names_by_exact_span_and_kind() {
    // Gold: 2 persons, 1 organization, 1 place. Found: 1 person right, 1 with other ends, the organization as
    // a place, the place right, one place too many.
    let result = compare(
        "<p><persName ref=\"#a\">Aude Roy</persName> et <persName ref=\"#b\">Luc Mas</persName> (<orgName ref=\"#v\">Valbrume</orgName>, <placeName ref=\"#l\">Lyon</placeName>), mardi.</p>",
        "<p><persName ref=\"#a\">Aude Roy</persName> et Luc <persName ref=\"#b\">Mas</persName> (<placeName ref=\"#v\">Valbrume</placeName>, <placeName ref=\"#l\">Lyon</placeName>), <placeName ref=\"#m\">mardi</placeName>.</p>",
    );
    assert_eq!(figures(&result, Measure::Person), (0.5, 0.5, 0.5));
    let (p, r, f) = figures(&result, Measure::Place);
    assert!(close(p, 1.0 / 3.0) && close(r, 1.0) && close(f, 0.5));
    assert_eq!(result.scores.get(Measure::Organization).precision(), None);
    assert_eq!(result.scores.figure(Measure::Organization), Some(0.0));
    let (p, r, f) = figures(&result, Measure::Name);
    assert!(close(p, 2.0 / 5.0) && close(r, 2.0 / 4.0) && close(f, 4.0 / 9.0));
    // (0.5 + 0 + 0.5) / 3; there is no other name on either side.
    assert!(close(
        result.scores.figure(Measure::NameMacro).unwrap(),
        1.0 / 3.0
    ));
    let classes: Vec<Class> = result.findings.iter().map(|f| f.class).collect();
    assert_eq!(
        classes,
        [
            Class::Right,
            Class::Boundary,
            Class::Kind,
            Class::Right,
            Class::Spurious
        ]
    );
}

#[test]
fn numbers_by_value_and_by_span() {
    let result = compare(
        "<p><num type=\"ratio\" value=\"500\" of=\"750\" noun=\"employé\" mod=\"more_than\">Plus de 500 des 750 employés</num>, <num type=\"money\" value=\"1500000\" unit=\"EUR\">1,5 million d'euros</num>, <num type=\"cardinal\" value=\"3\" noun=\"usine\">trois usines</num> et <num type=\"ordinal\" value=\"1\">premier</num>.</p>",
        "<p>Plus de <num type=\"ratio\" value=\"500\" of=\"750\" noun=\"employé\" mod=\"more_than\">500 des 750 employés</num>, <num type=\"money\" value=\"1500000\" unit=\"USD\">1,5 million d'euros</num>, <num type=\"cardinal\" value=\"3\" noun=\"four\">trois usines</num> et premier.</p>",
    );
    // Spans: money, cardinal. Values: ratio, cardinal (noun aside). With noun: ratio.
    for (measure, right) in [
        (Measure::NumberSpan, 2.0),
        (Measure::Number, 2.0),
        (Measure::NumberNoun, 1.0),
        (Measure::NumberFull, 0.0),
    ] {
        let (p, r, f) = figures(&result, measure);
        assert!(
            close(p, right / 3.0) && close(r, right / 4.0) && close(f, 2.0 * right / 7.0),
            "{}",
            measure.id()
        );
    }
    assert!(close(
        result.scores.figure(Measure::NumberUnitOf).unwrap(),
        2.0 / 3.0
    ));
    assert!(close(
        result.scores.figure(Measure::NumberNounOf).unwrap(),
        2.0 / 3.0
    ));
    assert_eq!(result.scores.figure(Measure::NumberModOf), Some(1.0));
    assert_eq!(result.scores.figure(Measure::ArticleNumbers), Some(0.0));
}

#[test]
fn dates_strict_relaxed_and_by_value() {
    let result = compare(
        "<p><date type=\"date\" when=\"2024-03-11\">lundi</date>, <date type=\"duration\" when=\"P2Y\">deux ans</date>, le <date type=\"date\" when=\"2024-01-06\">6 janvier</date>, <date type=\"set\">parfois</date></p>",
        "<p><date type=\"date\" when=\"2024-03-11\">lundi</date>, <date type=\"duration\" when=\"P1Y\">deux ans</date>, <date type=\"time\" when=\"2024-01-06\">le 6 janvier</date>, <date type=\"set\">parfois</date></p>",
    );
    for (measure, right) in [
        (Measure::DateStrict, 3.0),
        (Measure::DateRelaxed, 4.0),
        (Measure::DateKindRight, 3.0),
        (Measure::Date, 3.0), // no value on both sides is right
    ] {
        assert!(
            close(result.scores.figure(measure).unwrap(), right / 4.0),
            "{}",
            measure.id()
        );
    }
}

#[test]
fn quotations_overlap_is_a_share_of_the_reference() {
    // References of 10 code points: found 3 of them, 8 of them, all and more, and nothing.
    let said =
        |id: &str, words: &str| format!("<said xml:id=\"{id}\" kind=\"direct\">{words}</said>");
    let gold = format!(
        "<p>« {} », « {} », « {} », « {} »</p>",
        said("q1", "éléphants!"),
        said("q2", "abcdefghij"),
        said("q3", "klmnopqrst"),
        said("q4", "uvwxyzabcd")
    );
    let pred = format!(
        "<p>« {}phants! », « {}ij », « {}, « uvwxyzabcd »</p>",
        said("q1", "élé"),
        said("q2", "abcdefgh"),
        said("q3", "klmnopqrst »")
    );
    let result = compare(&gold, &pred);
    // The final mark of the first is forgiven: 3 of 9 ≥ 0.3.
    assert_eq!(figures(&result, Measure::Quote30), (1.0, 0.75, 6.0 / 7.0));
    let (p, r, _) = figures(&result, Measure::Quote80);
    assert!(close(p, 2.0 / 3.0) && close(r, 0.5));
    assert_eq!(result.scores.get(Measure::QuoteExact).right_gold, 0.0);
}

#[test]
fn quotation_parts_speaker_cue_and_resolution() {
    let body = |who: &str, speaker: &str, cue: &str| {
        format!(
            "<p>Le maire, <persName ref=\"#roy\">Aude Roy</persName>, est là. « <said xml:id=\"q1\" kind=\"direct\"{who} next=\"#q2\">Oui.</said> », a-t-{speaker} {cue}, « <said xml:id=\"q2\" kind=\"direct\"{who} prev=\"#q1\">Et non</said> ».</p>"
        )
    };
    let gold = body(
        " who=\"#roy\"",
        "<seg type=\"speaker\" of=\"#q1 #q2\">elle</seg>",
        "<seg type=\"cue\" of=\"#q1 #q2\" lemma=\"dire\">dit</seg>",
    );
    let same = compare(&gold, &gold);
    for measure in [
        Measure::QuoteExact,
        Measure::Speaker,
        Measure::Cue,
        Measure::Lemma,
        Measure::Who,
    ] {
        assert_eq!(same.scores.figure(measure), Some(1.0), "{}", measure.id());
        assert_eq!(
            same.scores.get(measure).gold,
            2.0,
            "{}: a part at a time",
            measure.id()
        );
    }
    let none = compare(
        &gold,
        &body(
            "",
            "elle",
            "<seg type=\"cue\" of=\"#q1 #q2\" lemma=\"redire\">dit</seg>",
        ),
    );
    assert_eq!(none.scores.figure(Measure::QuoteExact), Some(1.0));
    assert_eq!(none.scores.figure(Measure::Speaker), Some(0.0));
    assert_eq!(none.scores.figure(Measure::Cue), Some(1.0));
    assert_eq!(none.scores.figure(Measure::Lemma), Some(0.0));
    assert_eq!(none.scores.figure(Measure::Who), Some(0.0));
    assert_eq!(
        none.scores.get(Measure::Who).precision(),
        None,
        "nothing was resolved"
    );
}

#[test]
fn linking_b_cubed_and_pairs() {
    // Mentions 1 2 3 4 5; gold {1 2 3} {4 5}; found {1 2} {3 4 5}.
    let case = |keys: [&str; 5]| {
        let names: Vec<String> = keys
            .iter()
            .enumerate()
            .map(|(i, k)| format!("<persName ref=\"#{k}\">Nom{i}</persName>"))
            .collect();
        format!("<p>{}</p>", names.join(" "))
    };
    let result = compare(
        &case(["a", "a", "a", "b", "b"]),
        &case(["x", "x", "y", "y", "y"]),
    );
    // Precision: (2·1 + 1·1/3 + 2·2/3) / 5 = 11/15; recall: (2·2/3 + 1/3 + 2·1) / 5 = 11/15.
    let (p, r, f) = figures(&result, Measure::LinkB3);
    assert!(close(p, 11.0 / 15.0) && close(r, 11.0 / 15.0) && close(f, 11.0 / 15.0));
    // Pairs: 4 in gold, 4 found, 12 and 45 common.
    assert_eq!(figures(&result, Measure::LinkPair), (0.5, 0.5, 0.5));
}

#[test]
fn roles_with_person_status_and_organization() {
    let case = |attributes: &str| {
        format!(
            "<p><persName ref=\"#s\">Eva Sol</persName>, <roleName {attributes}>ex-directrice</roleName> de <orgName ref=\"#v\">Valbrume</orgName>, et <persName ref=\"#t\">Ute Lau</persName></p>"
        )
    };
    let gold = case("of=\"#s\" in=\"#v\" status=\"former\"");
    for (pred, expected) in [
        ("of=\"#s\" in=\"#v\" status=\"former\"", [1.0, 1.0, 1.0]),
        ("of=\"#s\" status=\"former\"", [1.0, 1.0, 0.0]),
        ("of=\"#t\" in=\"#v\" status=\"former\"", [1.0, 0.0, 0.0]),
        ("of=\"#s\" in=\"#v\"", [1.0, 0.0, 0.0]),
    ] {
        let result = compare(&gold, &case(pred));
        let measures = [Measure::RoleSpan, Measure::Role, Measure::RoleFull];
        let found = measures.map(|m| result.scores.figure(m).unwrap());
        assert_eq!(found, expected, "{pred}");
    }
}
