//! First names and family names.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;

use crate::list::{List, additions, weight};
use crate::text::{LOW_PARTICLES, Result, csv_rows, letters, listed, read, title_case, unaccented};
use crate::words::is_word;

/// First names borne by fewer people are as often misspellings as names.
pub const FIRST_NAME_MIN: u64 = 150;

/// A first name that is also an ordinary word (`Main`, `Long`) needs this many bearers to stay.
pub const FIRST_NAME_WORD_MIN: u64 = 3_000;

/// Keeps the list of family names under 600 kB; rarer names are left to the shape of the text.
pub const FAMILY_NAME_MIN: u64 = 400;

/// A family name that is also an ordinary word (`Avant`, `Cette`) needs this many bearers to stay.
pub const FAMILY_NAME_WORD_MIN: u64 = 5_000;

/// A name that is above all a well-known place (`Rio`, `Montpellier`) needs this many bearers to stay.
pub const FIRST_NAME_PLACE_MIN: u64 = 5_000;

pub const FAMILY_NAME_PLACE_MIN: u64 = 10_000;

/// Share of women (0–100) among bearers of first names with this ending; the longest ending wins.
/// An estimate, for names that neither `ajouts/prenoms.tsv` (by hand) nor `ajouts/prenoms-sexe.tsv`
/// (counted by sex) has.
pub const GENDER_BY_ENDING: &str = "\
    a:92 ia:97 ya:90 na:97 la:95 ka:85 ba:50 ra:90 ah:85 e:85 é:15 ée:95 ette:99 elle:98 \
    ine:98 ie:96 enne:97 anne:97 ane:85 yne:97 ise:96 ice:92 ène:97 aine:90 ance:90 otte:99 \
    ique:95 ippe:3 aume:3 erre:10 ard:1 aud:1 in:6 en:10 an:8 on:8 o:6 i:25 y:35 ly:75 u:10 \
    r:7 d:6 t:6 c:5 l:15 el:12 ël:12 s:20 is:25 m:15 n:12 k:5 f:4 b:3 p:3 x:15 ys:50 éo:3 \
    ou:15 iane:98 aël:10 isabeth:99 eth:80 phe:5 ore:60 oire:30";

/// Letters after which a space in the source stands for an apostrophe (`D ANGELO`, `N DIAYE`).
pub const ELIDED: &[&str] = &["d", "o", "n", "m"];

pub fn share_of_women(form: &str) -> u8 {
    // A compound is decided by its first part (`Jean-Marie`, `Marie-Ange`).
    let head = form.split('-').next().unwrap_or(form).to_lowercase();
    GENDER_BY_ENDING
        .split_whitespace()
        .filter_map(|rule| rule.split_once(':'))
        .filter(|(ending, _)| head.ends_with(ending))
        .max_by_key(|(ending, _)| ending.len())
        .and_then(|(_, share)| share.parse().ok())
        .unwrap_or(50)
}

/// The shares of women that a file of additions gives.
fn shares(out: &Path, file: &str) -> Result<HashMap<String, String>> {
    let added = additions(out, file)?.added.into_iter();
    Ok(added
        .filter_map(|(form, columns)| {
            Some((form, columns.first().filter(|c| !c.is_empty())?.clone()))
        })
        .collect())
}

pub type FirstNames = BTreeMap<String, String>;

/// Writes the list; gives back each form with its weight.
pub fn first_names(
    sources: &Path,
    out: &Path,
    words: &HashMap<String, u64>,
    famous: &HashSet<String>,
) -> Result<FirstNames> {
    let mut list = List::new(
        "prenoms",
        &["f", "weight"],
        &[
            "Prénoms. f : part des femmes en %, d'après l'ajout à la main, le fichier des prénoms par sexe ou, à défaut, la terminaison ; weight : log10 du nombre de porteurs.",
            "Source : INSEE, fichier des prénoms 2022 (au moins 150 porteurs), Licence Ouverte 2.0.",
        ],
    );
    let by_hand = shares(out, "prenoms")?;
    let counted = shares(out, "prenoms-sexe")?;
    for row in csv_rows(sources.join("insee_prenoms_2022.go-france.csv"), b',')? {
        let count: u64 = row[1].parse().unwrap_or(0);
        let form = title_case(&row[0], "");
        let floor = if famous.contains(&form) {
            FIRST_NAME_PLACE_MIN
        } else if is_word(words, &form) {
            FIRST_NAME_WORD_MIN
        } else {
            FIRST_NAME_MIN
        };
        if count < floor || form.starts_with('_') || letters(&form) < 2 {
            continue;
        }
        let head = form.split('-').next().unwrap_or(&form);
        // A compound that was not counted takes the gender of its first part.
        let share = [
            (&by_hand, head),
            (&counted, form.as_str()),
            (&counted, head),
        ]
        .into_iter()
        .find_map(|(known, name)| known.get(name).cloned())
        .unwrap_or_else(|| share_of_women(&form).to_string());
        list.add(&form, &[&share, &weight(count)]);
    }
    for form in by_hand.keys() {
        list.add(form, &["", "2"]);
    }
    let weights: FirstNames = list
        .rows
        .iter()
        .map(|(form, row)| (form.clone(), row[1].clone()))
        .collect();
    let kept = list.finish(out)?;
    Ok(weights
        .into_iter()
        .filter(|(form, _)| kept.contains(form))
        .collect())
}

pub fn family_name(source: &str) -> String {
    let parts: Vec<&str> = source.split(' ').collect();
    let mut form = title_case(source, LOW_PARTICLES);
    if parts.len() > 1 && ELIDED.contains(&parts[0].to_lowercase().as_str()) {
        form = form.replacen(' ', "'", 1);
    }
    if parts.len() > 1 && listed(LOW_PARTICLES, &parts[0].to_lowercase()) {
        form = form[..1].to_lowercase() + &form[1..];
    }
    form
}

pub fn family_names(
    sources: &Path,
    out: &Path,
    words: &HashMap<String, u64>,
    famous: &HashSet<String>,
    first: &FirstNames,
) -> Result<BTreeSet<String>> {
    let mut list = List::new(
        "noms",
        &["weight"],
        &[
            "Noms de famille. weight : log10 du nombre de naissances 1891-2000 en France.",
            "Sources : INSEE, fichier des noms 2008 (au moins 400 naissances), Licence Ouverte 2.0 ; accents d'après SEM (person), MIT.",
        ],
    );
    let mut accents: HashMap<String, Vec<String>> = HashMap::new();
    let known = read(sources.join("sem/person"))?;
    for form in known
        .lines()
        .map(str::to_string)
        .chain(first.keys().map(|f| f.to_lowercase()))
    {
        let bare = unaccented(&form);
        if bare != form {
            accents.entry(bare).or_default().push(form);
        }
    }
    for row in csv_rows(sources.join("insee_noms_2008.go-france.csv"), b',')? {
        let count: u64 = row[1].parse().unwrap_or(0);
        let form = family_name(&row[0]);
        let floor = if famous.contains(&form) {
            FAMILY_NAME_PLACE_MIN
        } else if is_word(words, &form) {
            FAMILY_NAME_WORD_MIN
        } else {
            FAMILY_NAME_MIN
        };
        if count < floor || letters(&form) < 2 || &row[0] == "AUTRES NOMS" {
            continue;
        }
        list.add(&form, &[&weight(count)]);
        for accented in accents.get(&form.to_lowercase()).into_iter().flatten() {
            // An accented spelling is rarer than its bare one; a step down in weight says so.
            let accented_form = title_case(accented, LOW_PARTICLES);
            if !is_word(words, accented) && !famous.contains(&accented_form) {
                list.add(&accented_form, &[&weight(count / 10)]);
            }
        }
    }
    list.finish(out)
}
