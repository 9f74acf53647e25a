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

/// The paragraphs about candidates.
fn candidates(told: &str) -> Vec<&str> {
    let parts = told.split("\n\n");
    parts.filter(|part| part.starts_with("candidate")).collect()
}

/// The sum that is told for the kind that is spoken of, and the sum of the weights that are listed.
fn sums(candidate: &str) -> (f64, f64) {
    let kind = candidate.split("evidence as ").nth(1).unwrap();
    let kind = kind.split(':').next().unwrap();
    let sums = candidate.lines().nth(1).unwrap();
    let sum = sums.split(kind).nth(1).unwrap().split(',').next().unwrap();
    let weights = candidate.lines().skip(3);
    let weights = weights.map(|line| line.split_whitespace().next().unwrap());
    let weights = weights.map(|weight| weight.parse::<f64>().unwrap());
    (sum.trim().parse().unwrap(), weights.sum())
}

#[test]
fn a_name_comes_with_its_evidence_and_the_sum() {
    let told = explained(TEXT.find("Aïcha").unwrap());
    let told = candidates(&told);
    let name = told.iter().find(|c| c.contains("\"Aïcha Morvan\", "));
    let name = name.expect("the full name is a candidate");
    assert!(name.contains("taken as person"), "{name}");
    assert!(name.contains("build:given-first"), "{name}");
    let (sum, weights) = sums(name);
    assert!(sum > 0.0 && (sum - weights).abs() < 0.2, "{name}");
}

#[test]
fn a_rejected_candidate_comes_with_the_reason() {
    let first = explained(0);
    let second = explained(TEXT.find("Aïcha").unwrap());
    let all = [candidates(&first), candidates(&second)].concat();
    let rejected: Vec<&&str> = all.iter().filter(|c| c.contains("no name: ")).collect();
    for wanted in ["\"Hier\", ", "\"Aïcha\", "] {
        assert!(rejected.iter().any(|c| c.contains(wanted)), "{all:?}");
    }
    for candidate in rejected {
        let (sum, weights) = sums(candidate);
        assert!((sum - weights).abs() < 0.2, "{candidate}");
        let outdone = candidate.contains("has the higher sum");
        let too_little = candidate.contains("its sum is not above 0");
        assert_eq!(
            (outdone, too_little),
            (sum > 0.0, sum <= 0.0),
            "{candidate}"
        );
    }
}

#[test]
fn a_word_that_could_be_no_name_has_no_evidence() {
    assert_eq!(
        explained(TEXT.find("quitté").unwrap()),
        "nothing is found there\n"
    );
}
