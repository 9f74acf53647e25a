//! Knowledge of a language is data: the source outside `src/lang` holds no word of French.

use std::path::Path;

/// Frequent little words of French that are no words of English.
const WORDS: &str = "le la les des du une dans avec pour mais sur sous chez elle ils elles vous nous leur leurs cette ces aux est sont ont \
    qui que dont selon depuis pendant avant monsieur madame mme mlle";

#[test]
fn no_french_word_in_the_engine() {
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let mut found = Vec::new();
    for entry in walkdir::WalkDir::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        let entry = entry.expect("src can be read");
        let path = entry.path();
        let lang = path.components().any(|c| c.as_os_str() == "lang");
        if lang || path.extension().is_none_or(|e| e != "rs") {
            continue;
        }
        let text = std::fs::read_to_string(path).expect("source is UTF-8");
        // Tests may hold sentences; comments may give examples; help shows calls.
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (number, line) in code.lines().enumerate() {
            let line = line.trim_start();
            if line.starts_with("//") {
                continue;
            }
            // Every second piece between quotation marks is a string.
            for literal in line.split('"').skip(1).step_by(2) {
                let lower = literal.to_lowercase();
                let accents = lower.chars().any(|c| "éèêëàâîïôûùçœ".contains(c));
                if accents || words.contains(&lower.trim()) {
                    found.push(format!("{}:{}: {line}", path.display(), number + 1));
                }
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
