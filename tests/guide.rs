//! The worked rules of `RULES.md`: each works when pasted into a user's pack, and every part of it is proven.

use std::borrow::Cow;

use depeche::extract::example::{Verdict, check};
use depeche::extract::weak::weak;
use depeche::record::Article;
use depeche::rule::RuleId;
use depeche::{Pipeline, Scratch};

const GUIDE: &str = include_str!("../RULES.md");
/// Where messages say that the rules stand.
const FOLDER: &str = "guide";

/// Path and text of each worked rule.
fn worked() -> Vec<(String, Cow<'static, str>)> {
    let mut files = Vec::new();
    for block in GUIDE.split("```rules\n").skip(1) {
        let (text, _) = block.split_once("```").expect("a block that ends");
        let path = text.lines().next().and_then(|l| l.strip_prefix("# "));
        let path = path.expect("the first line names the file");
        files.push((path.to_owned(), Cow::Borrowed(text)));
    }
    files
}

fn pipeline() -> Pipeline {
    Pipeline::with_pack("fr", FOLDER, worked()).unwrap_or_else(|faults| panic!("{faults}"))
}

fn is_worked(path: &str) -> bool {
    path.starts_with(FOLDER)
}

#[test]
fn every_example_holds() {
    let pipeline = pipeline();
    let mut rules = 0;
    for (index, rule) in pipeline.pack().rules().rules().iter().enumerate() {
        if !is_worked(&rule.path) {
            continue;
        }
        rules += 1;
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
    assert_eq!(rules, 6);
}

#[test]
fn no_part_is_weak() {
    let mut pipeline = pipeline();
    let names: Vec<String> = pipeline
        .pack()
        .rules()
        .rules()
        .iter()
        .filter(|rule| is_worked(&rule.path))
        .map(|rule| rule.name.clone())
        .collect();
    let weak = weak(&mut pipeline, |name| names.iter().any(|n| n == name), false);
    let parts: Vec<String> = weak
        .iter()
        .map(|cut| format!("{:?}: {}", cut.rule, cut.text))
        .collect();
    assert_eq!(parts, Vec::<String>::new());
}

#[test]
fn they_make_records_of_an_article() {
    let text = "Plus de 500 des 750 employés ont signé. « Tout va bien », a déclaré la maire. \
        Selon la mairie, le pont fermera. Aline Morvan, ancienne directrice de la SNCF, se retire. \
        L'Office breton des phares et balises (OBPB) ferme.";
    let extraction = pipeline().extract(&Article::new("guide", text));
    let quotes = extraction.quotes.iter().map(|q| q.rule.as_str());
    let numbers = extraction.numbers.iter().map(|n| n.rule.as_str());
    let roles = extraction
        .entities
        .iter()
        .flat_map(|e| &e.roles)
        .map(|r| r.rule.as_str());
    let mut names = extraction.entities.iter().map(|e| e.name.as_str());
    let rules: Vec<&str> = numbers.chain(quotes).chain(roles).collect();
    assert_eq!(
        rules,
        [
            "fr.nombres-part.n-des-m",
            "fr.paroles-inversion.inversion",
            "fr.paroles-selon.selon",
            "fr.roles-poste.poste",
        ]
    );
    assert!(names.any(|name| name == "Office breton des phares et balises"));
}
