//! `depeche explain --at`: the evidence for names, and for what is none.

mod common;

use common::depeche;

const TEXT: &str = "Hier, Aïcha Morvan a quitté la Banque de Valbrume.";

fn explained(at: usize) -> String {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.txt"), TEXT).unwrap();
    let at = at.to_string();
    let output = depeche(folder.path(), &["explain", "a.txt", "--at", &at]).output();
    String::from_utf8(output.unwrap().stdout).unwrap()
}

/// The paragraph about one candidate.
fn candidate<'t>(told: &'t str, name: &str) -> &'t str {
    let head = format!("\"{name}\",");
    told.split("\n\n")
        .find(|part| part.starts_with("candidate") && part.contains(&head))
        .unwrap_or_else(|| panic!("no candidate {name} in:\n{told}"))
}

/// The sum that is told for a kind, and the sum of the weights that are listed.
fn sums(told: &str, kind: &str) -> (f64, f64) {
    let sums = told.lines().nth(1).unwrap();
    let sum = sums.split(kind).nth(1).unwrap().split(',').next().unwrap();
    let weights = told.lines().skip(3);
    let weights = weights.map(|line| line.split_whitespace().next().unwrap());
    let weights = weights.map(|weight| weight.parse::<f64>().unwrap());
    (sum.trim().parse().unwrap(), weights.sum())
}

#[test]
fn a_name_comes_with_its_evidence_and_the_sum() {
    let told = explained(TEXT.find("Aïcha").unwrap());
    let told = candidate(&told, "Aïcha Morvan");
    assert!(told.contains("taken as person"), "{told}");
    assert!(told.contains("build:given-first"), "{told}");
    let (sum, weights) = sums(told, "person");
    assert!(sum > 0.0 && (sum - weights).abs() < 0.2, "{told}");
}

#[test]
fn a_rejected_candidate_comes_with_the_reason() {
    let told = explained(TEXT.find("Aïcha").unwrap());
    let alone = candidate(&told, "Aïcha");
    assert!(
        alone.contains("no name: with \"Aïcha Morvan\" the sentence has the higher sum"),
        "{alone}"
    );
    let told = explained(0);
    let common = candidate(&told, "Hier");
    assert!(
        common.contains("no name: even as") && common.contains("is not above 0"),
        "{common}"
    );
    let kind = common.split("evidence as ").nth(1).unwrap();
    let (sum, weights) = sums(common, kind.split(':').next().unwrap());
    assert!(sum <= 0.0 && (sum - weights).abs() < 0.2, "{common}");
}

#[test]
fn a_word_that_could_be_no_name_has_no_evidence() {
    assert_eq!(
        explained(TEXT.find("quitté").unwrap()),
        "nothing is found there\n"
    );
}
