//! Countries, regions, communes, cities.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::Path;

use crate::list::{List, additions};
use crate::people::FirstNames;
use crate::text::{
    LOW_WORDS, NAME_MIN_LETTERS, Result, capital, csv_rows, letters, listed, read, sem, title_case,
};
use crate::words::{is_word, mark};

/// A commune named like a word this frequent in the texts (`Vers`, `Aucun`) is left out, not just marked.
pub const COMMUNE_WORD_MAX: u64 = 10;

/// First names this common (log10) are never taken for a village of that name (`Marie`, `François`).
pub const COMMON_FIRST_NAME: &str = "3";

/// Tails of administrative names that French news drops.
pub const ADMIN_TAILS: &str = "\
    Province Region District Governorate Oblast County Department Parish Municipality \
    Prefecture State Krai Division Canton Raion Emirate Voivodeship Autonomous";

/// Places everybody knows: countries, départements, régions, their chief towns, the hand-kept cities and sites.
pub fn famous_places(
    sources: &Path,
    out: &Path,
    countries: &BTreeSet<String>,
) -> Result<HashSet<String>> {
    let mut famous: HashSet<String> = countries.iter().cloned().collect();
    let mut chief_towns = HashSet::new();
    for (file, chief, name) in [("cog_regions.csv", 1, 5), ("cog_departements.csv", 2, 6)] {
        for row in csv_rows(sources.join(file), b',')?.iter().skip(1) {
            chief_towns.insert(row[chief].to_string());
            famous.insert(row[name].to_string());
        }
    }
    for row in csv_rows(sources.join("cog_communes.csv"), b',')? {
        if &row[0] == "COM" && chief_towns.contains(&row[1]) {
            famous.extend([row[8].to_string(), row[9].to_string()]);
        }
    }
    for list in ["villes-du-monde", "regions"] {
        famous.extend(
            additions(out, list)?
                .added
                .into_iter()
                .map(|(form, _)| form),
        );
    }
    let sites = read(out.join("lieux.tsv"))?;
    famous.extend(
        sites
            .lines()
            .filter_map(|l| l.split('\t').next())
            .map(str::to_string),
    );
    Ok(famous)
}

pub fn communes(
    sources: &Path,
    out: &Path,
    words: &HashMap<String, u64>,
    famous: &HashSet<String>,
    first: &FirstNames,
) -> Result<BTreeSet<String>> {
    let mut list = List::new(
        "communes",
        &["mot"],
        &[
            "Communes de France, actuelles, déléguées et associées ; sans leur article aussi, pour « au Havre ». mot=1 : aussi un mot ordinaire.",
            "Source : INSEE, code officiel géographique, Licence Ouverte 2.0.",
        ],
    );
    for row in csv_rows(sources.join("cog_communes.csv"), b',')?
        .iter()
        .skip(1)
    {
        let (article, bare, form) = (&row[6], &row[8], &row[9]);
        let above_all_a_word = words
            .get(&form.to_lowercase())
            .is_some_and(|&n| n >= COMMUNE_WORD_MAX);
        let above_all_a_person = first
            .get(form)
            .is_some_and(|weight| weight.as_str() >= COMMON_FIRST_NAME);
        if letters(form) < NAME_MIN_LETTERS
            || (!famous.contains(form) && (above_all_a_word || above_all_a_person))
        {
            continue;
        }
        list.add(form, &[mark(words, form)]);
        // `Le` and `Les` melt into « du, au, des, aux ».
        if (article == "2" || article == "4")
            && !is_word(words, bare)
            && !first.contains_key(bare)
            && letters(bare) > NAME_MIN_LETTERS
        {
            list.add(bare, &[""]);
        }
    }
    list.finish(out)
}

pub fn countries(sources: &Path, out: &Path) -> Result<BTreeSet<String>> {
    let mut list = List::new(
        "pays",
        &["code"],
        &[
            "Pays et territoires, noms courts, officiels et usuels. code : ISO 3166-1, là où la source le donne.",
            "Sources : Unicode CLDR (Unicode-3.0), umpirsky/country-list (MIT), SEM (country, MIT).",
        ],
    );
    let json: serde_json::Value =
        serde_json::from_str(&read(sources.join("cldr/fr_territories.json"))?)?;
    let territories = &json["main"]["fr"]["localeDisplayNames"]["territories"];
    for (code, name) in territories.as_object().into_iter().flatten() {
        if code.len() == 2 && code.chars().all(|c| c.is_ascii_uppercase()) {
            list.add(name.as_str().unwrap_or_default(), &[code]);
        }
    }
    for row in csv_rows(sources.join("umpirsky_country_fr.csv"), b',')?
        .iter()
        .skip(1)
    {
        list.add(&row[1], &[&row[0]]);
    }
    // SEM writes everything in lower case: words of known country names get their capital back.
    let capitals: HashMap<String, String> = list
        .rows
        .keys()
        .flat_map(|name| name.split([' ', '\'']))
        .filter(|w| w.starts_with(char::is_uppercase))
        .map(|w| (w.to_lowercase(), w.to_string()))
        .collect();
    for name in sem(sources, "country")? {
        let form = name
            .split(' ')
            .map(|word| match word.split_once('\'') {
                Some((d, w)) => format!("{d}'{}", capitals.get(w).map_or(w, String::as_str)),
                None => capitals
                    .get(word)
                    .cloned()
                    .unwrap_or_else(|| word.to_string()),
            })
            .collect::<Vec<_>>()
            .join(" ");
        let form = if form.contains(' ') {
            form
        } else {
            capital(&form)
        };
        list.add(&form, &[]);
    }
    list.finish(out)
}

pub fn cities(
    sources: &Path,
    out: &Path,
    words: &HashMap<String, u64>,
    taken: &HashSet<String>,
) -> Result<BTreeSet<String>> {
    let mut list = List::new(
        "villes-du-monde",
        &["pays"],
        &[
            "Villes hors de France, en graphie française ou d'usage dans la presse. pays : donné pour les ajouts.",
            "Source : SEM (city), MIT.",
        ],
    );
    for name in sem(sources, "city")? {
        let form = title_case(&name, LOW_WORDS);
        if letters(&form) > NAME_MIN_LETTERS && !is_word(words, &form) && !taken.contains(&form) {
            list.add(&form, &[]);
        }
    }
    list.finish(out)
}

pub fn regions(
    sources: &Path,
    out: &Path,
    words: &HashMap<String, u64>,
    taken: &HashSet<String>,
) -> Result<()> {
    let mut list = List::new(
        "regions",
        &["class"],
        &[
            "Régions, départements, États, provinces. class : region ou departement pour la France, vide ailleurs.",
            "Sources : INSEE, code officiel géographique, Licence Ouverte 2.0 ; GeoNames, CC BY 4.0.",
        ],
    );
    for (file, column, class) in [
        ("cog_regions.csv", 5, "region"),
        ("cog_departements.csv", 6, "departement"),
    ] {
        for row in csv_rows(sources.join(file), b',')?.iter().skip(1) {
            if &row[column] != "Paris" {
                list.add(&row[column], &[class]);
            }
        }
    }
    let json: serde_json::Value =
        serde_json::from_str(&read(sources.join("geonames_admin1.json"))?)?;
    for region in json.as_array().into_iter().flatten() {
        let mut form = region["name"].as_str().unwrap_or_default();
        while let Some((rest, tail)) = form.rsplit_once(' ') {
            if !listed(ADMIN_TAILS, tail) {
                break;
            }
            form = rest;
        }
        if letters(form) > NAME_MIN_LETTERS
            && form.starts_with(char::is_uppercase)
            && !is_word(words, form)
            && !taken.contains(form)
        {
            list.add(form, &[]);
        }
    }
    list.finish(out)?;
    Ok(())
}
