//! The engine on its own: no rule file makes it panic, no pattern makes it slow, and what the notation
//! means.

use std::borrow::Cow;
use std::time::{Duration, Instant};

use depeche::extract::example::{Verdict, check};
use depeche::record::Article;
use depeche::rule::RuleId;
use depeche::{PackError, Pipeline, Scratch};
use proptest::prelude::*;

fn pack(rules: &str) -> Result<Pipeline, PackError> {
    let files = [
        (
            "pack.toml",
            "lang = \"xx\"\nname = \"test\"\nphases = [\"<num>\", \"<quoted>\", \"a\"]\n",
        ),
        ("tokens.toml", "elisions = [\"l\", \"d\"]\n"),
        ("blocks.toml", ""),
        (
            "lexicon/titles.tsv",
            "form\tgender\nMme\tf\nM.\tm\nministre\t\npremier ministre\t\n",
        ),
    ];
    let mut files: Vec<(String, Cow<'static, str>)> = files
        .iter()
        .map(|&(path, text)| (path.to_owned(), Cow::Borrowed(text)))
        .collect();
    files.push(("rules/a.rules".into(), Cow::Owned(rules.to_owned())));
    Pipeline::with_pack("xx", "", files)
}

/// Every example of every rule must come out as it says.
fn holds(rules: &str) {
    let pipeline = pack(rules).expect("no fault");
    for (index, rule) in pipeline.pack().rules().rules().iter().enumerate() {
        for example in rule.examples() {
            let verdict = check(
                &pipeline,
                &mut Scratch::default(),
                RuleId(index as u32),
                example,
            );
            assert_eq!(verdict, Verdict::Passes, "{}: {}", rule.name, example.text);
        }
    }
}

#[test]
fn a_guard_may_stop_short_of_what_it_could_take() {
    holds(
        r#"
rule left -> x
  match   w:"cible"
  where   left "de" WORD?
  yes     "au bord de {w|cible} il va."
  yes     "au bord de la {w|cible} il va."
  no      "au bord la cible il va."
rule is -> y
  match   w:(WORD{1,3}) "fin"
  where   w is "un" WORD*
  yes     "{w|un deux trois} fin"
  no      "deux deux trois fin"
"#,
    );
}

#[test]
fn sentence_edges_can_be_guards() {
    holds(
        r#"
rule first -> x
  match   w:"Paris"
  where   left ^
  yes     "{w|Paris} dort. Il voit Rome."
  no      "Il voit Paris."
rule last -> y
  match   w:"Paris"
  where   right $
  yes     "Il voit {w|Paris}"
  no      "Il voit Paris la nuit"
"#,
    );
}

#[test]
fn a_match_may_begin_a_sentence_that_another_start_stopped_at() {
    holds(
        r#"
rule r -> x
  match   w:(CAP+ "dort")
  yes     "Il voit Rome. {w|Paris dort} bien."
  no      "Il voit Rome. Paris."
"#,
    );
}

#[test]
fn the_longest_entry_of_a_list_is_tried_first() {
    holds(
        r#"
rule r -> x
  match   t:@titles w:CAP?
  yes     "Le {t|premier ministre} {w|Morvan} dort."
  yes     "Le {t|ministre} dort."
  no      "Le premier dort."
"#,
    );
}

#[test]
fn the_longest_match_wins_then_priority() {
    holds(
        r#"
rule short -> x
  match   w:"rouge"
  yes     "un ballon {w|rouge}"
  no      "un ballon rouge vif"
rule long -> x
  match   w:("rouge" "vif")
  yes     "un ballon {w|rouge vif}"
  no      "un ballon vif"
rule low -> y
  match   w:"vert"
  unless  left "très"
  no      "un ballon vert"
  yes     "un ballon {w|vert} pomme" => k = 1
  emit    k = 1
  where   right "pomme"
rule high -> y
  match   w:"vert"
  priority 1
  unless  right "pomme"
  yes     "un ballon {w|vert}"
  no      "un ballon vert pomme"
"#,
    );
}

#[test]
fn what_a_list_column_says_can_be_asked_and_emitted() {
    holds(
        r#"
rule r -> x
  match   t:@titles[gender="f"] w:CAP
  emit    g = column(t, "gender"), who = w, l = lemma(w)
  yes     "{t|Mme} {w|Morvan} dort." => g = "f", who = "Morvan", l = "morvan"
  no      "M. Morvan dort."
"#,
    );
}

/// Patterns that make a backtracking engine take exponential or quadratic time.
#[test]
fn no_pattern_is_slow() {
    let ten = "a? ".repeat(30);
    let must = "\"a\" ".repeat(30);
    for pattern in [
        "(\"a\" | \"a\" \"a\")+ \"z\"".to_owned(),
        "((\"a\" | \"a\" \"a\"){1,9}){1,9} \"z\"".to_owned(),
        format!("{} {must} \"z\"", ten.replace('a', "\"a\"")),
        "\"a\" []* \"z\"".to_owned(),
        "\"a\" ([] | [] [])* \"z\"".to_owned(),
        "<quoted> ([] | [] [])* \"z\"".to_owned(),
        "\"a\" (w:[]*)  (v:[]*) \"z\"".to_owned(),
    ] {
        let pipeline = pack(&format!(
            "rule r -> x\n  match {pattern}\n  yes \"a z\"\n  no \"b\"\n"
        ))
        .unwrap_or_else(|e| panic!("{pattern}: {e}"));
        let time = |length: usize| {
            let long = "a ".repeat(length / 2);
            let article = Article::new("t", format!("« {long} » {long}"));
            let start = Instant::now();
            pipeline.extract(&article);
            start.elapsed()
        };
        time(2_000);
        let (short, long) = (time(4_000), time(16_000));
        // Four times the text: linear is 4, quadratic 16. The floor keeps noise out of small times.
        assert!(
            long < short * 9 + Duration::from_millis(80),
            "{pattern}: {short:?} for 4,000 words, {long:?} for 16,000"
        );
    }
}

/// Rule files as people break them: pieces of the language in any order.
fn scraps() -> impl Strategy<Value = String> {
    let scrap = prop::sample::select(vec![
        "rule r -> person",
        "rule",
        "->",
        "let n =",
        "match",
        "where",
        "unless",
        "emit",
        "yes",
        "no",
        "todo",
        "note",
        "priority",
        "left",
        "right",
        "inside",
        "is",
        "has(w)",
        "same(w,w)",
        "num(w) <= 3",
        "count(w)",
        "\"mot\"",
        "\"\"",
        "\"{w|a}\"",
        "\"{\"",
        "\"",
        "@titles",
        "@",
        "[gender=\"f\"]",
        "[",
        "]",
        "[]",
        "<num>",
        "<",
        ">",
        "(",
        ")",
        "w:",
        "|",
        "?",
        "*",
        "+",
        "{1,4}",
        "{3}",
        "{9,1}",
        "{1000}",
        "^",
        "$",
        "CAP",
        "n",
        "=",
        "=>",
        ",",
        "!",
        "&",
        "#",
        "\n",
        "\n  ",
        "é",
        "\u{0}",
        "-",
        "1.5",
        "99999999999999999999",
        "\\",
    ]);
    prop::collection::vec(scrap, 0..60).prop_map(|scraps| scraps.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_rule_file_panics(text in scraps()) {
        let _ = pack(&text).map(|pipeline| pipeline.extract(&Article::new("t", "Mme Mot a 12 mots.")));
    }

    #[test]
    fn no_bytes_panic(text in "\\PC{0,200}") {
        let _ = pack(&text);
    }
}

#[test]
fn deep_nesting_is_a_fault_and_no_crash() {
    for rules in [
        format!("rule r -> x\n match {}", "(".repeat(100_000)),
        format!("rule r -> x\n match {}\"a\"", "w:".repeat(100_000)),
        format!("rule r -> x\n match \"a\"{}", "?".repeat(100_000)),
        format!(
            "rule r -> x\n match [{}kind=\"word\"]",
            "!(".repeat(100_000)
        ),
        (0..5_000)
            .map(|i| format!("let n{i} = n{} \"a\"\n", i + 1))
            .chain(["let n5000 = \"b\"\nrule r -> x\n match n0\n yes \"b\"\n no \"c\"".to_owned()])
            .collect(),
        (0..30)
            .map(|i| format!("let n{i} = n{} n{}\n", i + 1, i + 1))
            .chain(["let n30 = \"b\"\nrule r -> x\n match n0\n yes \"b\"\n no \"c\"".to_owned()])
            .collect(),
        "rule r -> x\n match ((((\"a\"{1000}){1000}){1000}){1000})\n yes \"a\"\n no \"b\""
            .to_owned(),
    ] {
        assert!(pack(&rules).is_err());
    }
}
