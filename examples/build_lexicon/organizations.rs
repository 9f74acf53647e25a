//! Clubs, media, companies, universities.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use crate::list::{List, additions};
use crate::text::{
    LOW_WORDS, NAME_MIN_LETTERS, Result, csv_rows, letters, listed, read, sem, tidy, title_case,
};
use crate::words::{is_word, mark};

/// Legal forms and corporate tails the press leaves out.
pub const COMPANY_TAILS: &str = "\
    inc inc. corp corp. corporation co co. company companies ltd ltd. plc sa ag nv n.v. s.a. \
    spa se llc lp l.p. holdings holding incorporated limited group & (the) (class a) b) c) \
    the";

/// Countries whose clubs are in French sports pages week after week.
pub const CLUB_COUNTRIES: &str = "\
    fr mc eng es de it pt be ch nl sco tr gr ma tn dz eg br ar us ca ru ua";

/// Countries whose universities French news cites by their own name.
pub const UNIVERSITY_COUNTRIES: &[&str] =
    &["US", "GB", "CA", "FR", "BE", "CH", "DE", "ES", "IT", "AU"];

pub fn clubs(
    sources: &Path,
    out: &Path,
    words: &HashMap<String, u64>,
    places: &HashSet<String>,
) -> Result<()> {
    let mut list = List::new(
        "clubs",
        &["city"],
        &[
            "Clubs et équipes de sport sous leurs noms de presse ; un nom qui n'est que celui d'une ville n'y est pas.",
            "Source : openfootball/clubs, CC0.",
        ],
    );
    for country in CLUB_COUNTRIES.split_whitespace() {
        let path = sources.join(format!("openfootball/{country}.clubs.txt"));
        if !path.exists() {
            continue;
        }
        let mut city = String::new();
        for line in read(path)?.lines() {
            let line = line.split('#').next().unwrap_or_default();
            if line.trim().is_empty() || line.starts_with('=') {
                continue;
            }
            let alias = line.trim_start().starts_with('|');
            if !alias {
                let fields: Vec<&str> = line.split(',').map(str::trim).collect();
                let place = fields
                    .iter()
                    .skip(1)
                    .rfind(|f| !f.is_empty() && !f.starts_with('@'));
                city = place
                    .map_or("", |p| {
                        p.split(['›', '(']).next().unwrap_or_default().trim()
                    })
                    .to_string();
                if city.starts_with(|c: char| c.is_ascii_digit()) {
                    city.clear();
                }
            }
            let names = if alias {
                line
            } else {
                line.split(',').next().unwrap_or_default()
            };
            for name in names
                .split('|')
                .map(|n| n.split('(').next().unwrap_or_default().trim())
            {
                let wordy = name.contains(' ') || name.contains('-');
                let clean = name
                    .chars()
                    .all(|c| c.is_alphanumeric() || " -'’&".contains(c));
                if wordy
                    && clean
                    && letters(name) > NAME_MIN_LETTERS
                    && !places.contains(name)
                    && !is_word(words, name)
                {
                    list.add(name, &[&city]);
                }
            }
        }
    }
    list.finish(out)?;
    Ok(())
}

pub fn media(sources: &Path, out: &Path, words: &HashMap<String, u64>) -> Result<()> {
    let mut list = List::new(
        "medias",
        &["mot"],
        &[
            "Journaux, agences, radios, chaînes, sites. mot=1 : aussi un mot ordinaire (Capital, Voici).",
            "Source : Le Monde diplomatique et Acrimed, « Médias français : qui possède quoi ? », ODC-By 1.0.",
        ],
    );
    for row in csv_rows(sources.join("medias/medias.tsv"), b'\t')?
        .iter()
        .skip(1)
    {
        let form = tidy(row[0].split('(').next().unwrap_or_default());
        for form in form.split(" / ").flat_map(|f| f.split(" - ")) {
            if letters(form) >= 2 {
                list.add(form, &[mark(words, form)]);
            }
        }
    }
    for (form, _) in additions(out, "medias")?.added {
        list.add(&form, &[mark(words, &form)]);
    }
    list.finish(out)?;
    Ok(())
}

pub fn company(name: &str) -> String {
    let mut parts: Vec<&str> = name.split_whitespace().collect();
    while parts.len() > 1 && listed(COMPANY_TAILS, &parts[parts.len() - 1].to_lowercase()) {
        parts.pop();
    }
    parts.join(" ").trim_end_matches([',', '.']).to_string()
}

pub fn companies(
    sources: &Path,
    out: &Path,
    words: &HashMap<String, u64>,
    people: &HashSet<String>,
) -> Result<()> {
    let mut list = List::new(
        "entreprises",
        &["mot"],
        &[
            "Entreprises et marques sous leur nom de presse, sans forme juridique. mot=1 : aussi un mot ordinaire (Orange, Total).",
            "Sources : datasets/s-and-p-500-companies, PDDL ; SEM (company), MIT.",
        ],
    );
    for row in csv_rows(sources.join("sp500.csv"), b',')?.iter().skip(1) {
        let form = company(&row[1]);
        list.add(&form, &[mark(words, &form)]);
    }
    for name in sem(sources, "company")? {
        let form = title_case(&company(&name), LOW_WORDS);
        // In lower case the source cannot tell `seat` from a seat: ordinary words and bare family names stay out.
        if letters(&form) > NAME_MIN_LETTERS
            && form.starts_with(char::is_alphanumeric)
            && !is_word(words, &form)
            && !people.contains(&form)
        {
            list.add(&form, &[]);
        }
    }
    for (form, _) in additions(out, "entreprises")?.added {
        list.add(&form, &[mark(words, &form)]);
    }
    list.finish(out)?;
    Ok(())
}

pub fn universities(sources: &Path, out: &Path) -> Result<()> {
    let mut list = List::new(
        "universites",
        &["country"],
        &[
            "Universités et grandes écoles que la presse cite sous leur propre nom.",
            "Source : Hipo/university-domains-list, MIT.",
        ],
    );
    let json: serde_json::Value =
        serde_json::from_str(&read(sources.join("hipo_universities.json"))?)?;
    for entry in json.as_array().into_iter().flatten() {
        let (name, country) = (
            entry["name"].as_str().unwrap_or(""),
            entry["alpha_two_code"].as_str().unwrap_or(""),
        );
        let parts: Vec<&str> = name.split(' ').collect();
        let short = match country {
            "US" => {
                parts.len() <= 3
                    && (name.ends_with(" University") || name.starts_with("University of "))
            }
            "FR" => parts.len() <= 8,
            _ => parts.len() <= 5,
        };
        let headed = [
            "Universit",
            "University",
            "Institute of Technology",
            "École",
            "Ecole",
            "Hochschule",
            "Politecnico",
            "College London",
        ]
        .iter()
        .any(|head| name.contains(head));
        let clean = name
            .chars()
            .all(|c| c.is_alphabetic() || " -'’".contains(c));
        if UNIVERSITY_COUNTRIES.contains(&country) && short && headed && clean {
            list.add(name, &[country]);
        }
    }
    list.finish(out)?;
    Ok(())
}
