//! Common words, so that a capital at the head of a sentence makes no name.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use crate::list::{List, additions, weight};
use crate::text::{Result, letters, read};

/// Counts the words that stand in lower case outside names in the texts of a gold file.
pub fn count_words(path: PathBuf, counts: &mut HashMap<String, u64>) -> Result<()> {
    for line in read(path)?.lines() {
        let article: serde_json::Value = serde_json::from_str(line)?;
        let text: Vec<char> = article["text"]
            .as_str()
            .unwrap_or_default()
            .chars()
            .collect();
        let mut name = vec![false; text.len()];
        for entity in article["entities"].as_array().into_iter().flatten() {
            let edge = |key: &str| entity[key].as_u64().unwrap_or(0) as usize;
            name[edge("start").min(text.len())..edge("end").min(text.len())].fill(true);
        }
        let mut start = 0;
        while start < text.len() {
            let end = (start..text.len())
                .find(|&i| !(text[i].is_alphabetic() || text[i] == '-'))
                .unwrap_or(text.len());
            let word = &text[start..end];
            if word.iter().all(|c| c.is_lowercase() || *c == '-')
                && !name[start..end].contains(&true)
            {
                let word: String = word.iter().collect();
                let word = word.trim_matches('-');
                if letters(word) > 1 || ["à", "y", "a", "ô"].contains(&word) {
                    *counts.entry(word.to_string()).or_default() += 1;
                }
            }
            start = end + 1;
        }
    }
    Ok(())
}

/// Everything in lower case that the hand-kept lists hold as a single word.
pub fn words_of_lists(out: &Path) -> Result<BTreeSet<String>> {
    let mut words = BTreeSet::new();
    for name in [
        "cles-lieu",
        "cles-oeuvre",
        "demonymes",
        "fonctions",
        "jours",
        "mois",
        "parente",
        "peuples-religions",
        "tetes-organisation",
    ] {
        let path = out.join(format!("{name}.tsv"));
        if !path.exists() {
            continue;
        }
        for line in read(path)?.lines().filter(|l| !l.starts_with('#')).skip(1) {
            let form = line.split('\t').next().unwrap_or_default();
            if letters(form) > 1 && form.chars().all(|c| c.is_lowercase() || c == '-') {
                words.insert(form.to_string());
            }
        }
    }
    Ok(words)
}

/// Common words: form and order of magnitude of its frequency in news.
pub fn common_words(sources: &Path, out: &Path) -> Result<HashMap<String, u64>> {
    let mut counts = HashMap::new();
    let texts = sources.with_file_name("fr");
    for file in ["names.dev.jsonl", "dates.dev.jsonl", "quotes.dev.jsonl"] {
        count_words(texts.join(file), &mut counts)?;
    }
    let mut list = List::new(
        "noms-communs",
        &["weight"],
        &[
            "Formes ordinaires du français, en minuscules : une majuscule en tête de phrase n'en fait pas un nom.",
            "weight : ordre de grandeur (log10) du nombre d'emplois en minuscule dans des dépêches ; 1 au moins.",
            "Sources : formes et comptes relevés dans les textes de développement (WiNER-fr, CC BY ; French TimeBank), listes du projet, ajouts du projet.",
        ],
    );
    for (word, count) in &counts {
        list.add(word, &[&weight(*count)]);
    }
    for word in words_of_lists(out)? {
        list.add(&word, &["1"]);
    }
    for (word, _) in additions(out, "noms-communs")?.added {
        list.add(&word, &["1"]);
    }
    for word in list.finish(out)? {
        counts.entry(word).or_insert(1);
    }
    Ok(counts)
}

pub fn is_word(words: &HashMap<String, u64>, form: &str) -> bool {
    words.contains_key(&form.to_lowercase())
}

pub fn mark(words: &HashMap<String, u64>, form: &str) -> &'static str {
    if is_word(words, form) { "1" } else { "" }
}
