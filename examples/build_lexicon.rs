//! Builds the large lists of a language pack from open sources.
//!
//! ```text
//! cargo run --release --example build_lexicon -- ../shared/data/sources src/lang/fr/lexicon
//! ```
//!
//! Every generated list is the sum of an open source and of a small file kept by hand in
//! `../ajouts` (beside the lexicon): `ajouts/<list>.tsv` holds, below its header, entries to add
//! (they win over generated ones) and, as `-form`, entries to leave out. The run is deterministic:
//! same inputs, same bytes. Lists that have no generator here are kept by hand and never touched.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// First names borne by fewer people are as often misspellings as names.
const FIRST_NAME_MIN: u64 = 150;
/// A first name that is also an ordinary word (`Main`, `Long`) needs this many bearers to stay.
const FIRST_NAME_WORD_MIN: u64 = 3_000;
/// Keeps the list of family names under 600 kB; rarer names are left to the shape of the text.
const FAMILY_NAME_MIN: u64 = 300;
/// A family name that is also an ordinary word (`Avant`, `Cette`) needs this many bearers to stay.
const FAMILY_NAME_WORD_MIN: u64 = 2_000;
/// An ordinary word as frequent as this in the texts counts as « above all a word ».
const WORD_MIN: u64 = 1;
/// Shorter place, club or company names (`Us`, `Y`) say nothing on their own.
const NAME_MIN_LETTERS: usize = 3;

/// Share of women (0–100) among bearers of first names with this ending; the longest ending wins.
/// The source has no sex column, so this is an estimate; `ajouts/prenoms.tsv` corrects it by name.
const GENDER_BY_ENDING: &[(&str, u8)] = &[
    ("a", 92),
    ("ia", 97),
    ("ya", 90),
    ("na", 97),
    ("la", 95),
    ("ka", 85),
    ("ba", 50),
    ("ra", 90),
    ("ah", 85),
    ("e", 85),
    ("é", 15),
    ("ée", 95),
    ("ette", 99),
    ("elle", 98),
    ("ine", 98),
    ("ie", 96),
    ("enne", 97),
    ("anne", 97),
    ("ane", 85),
    ("yne", 97),
    ("ise", 96),
    ("ice", 70),
    ("ène", 97),
    ("aine", 90),
    ("ance", 90),
    ("otte", 99),
    ("ique", 55),
    ("ippe", 3),
    ("aume", 3),
    ("erre", 10),
    ("ard", 1),
    ("aud", 1),
    ("in", 6),
    ("en", 10),
    ("an", 8),
    ("on", 8),
    ("o", 6),
    ("i", 25),
    ("y", 35),
    ("ly", 75),
    ("u", 10),
    ("r", 7),
    ("d", 6),
    ("t", 6),
    ("c", 5),
    ("l", 15),
    ("el", 12),
    ("ël", 12),
    ("s", 20),
    ("is", 25),
    ("m", 15),
    ("n", 12),
    ("k", 5),
    ("f", 4),
    ("b", 3),
    ("p", 3),
    ("x", 15),
    ("ys", 50),
    ("éo", 3),
    ("ou", 15),
    ("iane", 98),
    ("aël", 10),
    ("isabeth", 99),
    ("eth", 80),
];

/// Particles that stay in lower case inside a family name (`da Silva`), so that both spellings match.
const LOW_PARTICLES: &[&str] = &[
    "da", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "van", "von", "y",
];
/// Letters after which a space in the source stands for an apostrophe (`D ANGELO`, `N DIAYE`).
const ELIDED: &[&str] = &["d", "o", "n", "m"];

/// Small words that stay in lower case inside place and company names.
const LOW_WORDS: &[&str] = &[
    "a", "al", "am", "an", "and", "auf", "aux", "bei", "d", "da", "das", "de", "del", "den", "der",
    "des", "di", "do", "dos", "du", "e", "el", "en", "et", "im", "in", "l", "la", "las", "le",
    "les", "los", "nad", "nel", "of", "on", "ob", "og", "pod", "sul", "sur", "the", "und", "upon",
    "van", "von", "vor", "y", "à",
];

/// Legal forms and corporate tails the press leaves out.
const COMPANY_TAILS: &[&str] = &[
    "inc",
    "inc.",
    "corp",
    "corp.",
    "corporation",
    "co",
    "co.",
    "company",
    "companies",
    "ltd",
    "ltd.",
    "plc",
    "sa",
    "ag",
    "nv",
    "n.v.",
    "s.a.",
    "spa",
    "se",
    "llc",
    "lp",
    "l.p.",
    "holdings",
    "holding",
    "incorporated",
    "limited",
    "group",
    "&",
    "(the)",
    "(class",
    "a)",
    "b)",
    "c)",
    "the",
];
/// Tails of administrative names that French news drops.
const ADMIN_TAILS: &[&str] = &[
    "Province",
    "Region",
    "District",
    "Governorate",
    "Oblast",
    "County",
    "Department",
    "Parish",
    "Municipality",
    "Prefecture",
    "State",
    "Krai",
    "Division",
    "Canton",
    "Raion",
    "Emirate",
    "Voivodeship",
    "Autonomous",
];
/// Countries whose clubs are in French sports pages week after week.
const CLUB_COUNTRIES: &[&str] = &[
    "fr", "mc", "eng", "es", "de", "it", "pt", "be", "ch", "nl", "sco", "tr", "gr", "ma", "tn",
    "dz", "eg", "br", "ar", "us", "ca", "ru", "ua",
];
/// Countries whose universities French news cites by their own name.
const UNIVERSITY_COUNTRIES: &[&str] = &["US", "GB", "CA", "FR", "BE", "CH", "DE", "ES", "IT", "AU"];

/// A list under construction: form → further columns.
struct List {
    name: &'static str,
    notes: &'static [&'static str],
    columns: &'static [&'static str],
    rows: BTreeMap<String, Vec<String>>,
}

impl List {
    fn new(
        name: &'static str,
        columns: &'static [&'static str],
        notes: &'static [&'static str],
    ) -> Self {
        List {
            name,
            notes,
            columns,
            rows: BTreeMap::new(),
        }
    }

    fn add(&mut self, form: &str, columns: &[&str]) {
        let form = tidy(form);
        if form.is_empty() {
            return;
        }
        let mut row: Vec<String> = columns.iter().map(|c| (*c).to_string()).collect();
        row.resize(self.columns.len(), String::new());
        self.rows.entry(form).or_insert(row);
    }

    /// Adds and removes what `ajouts/<name>.tsv` says, then writes the list.
    fn finish(mut self, out: &Path) -> Result<BTreeSet<String>> {
        for (form, columns) in additions(out, self.name)? {
            match form.strip_prefix('-') {
                Some(gone) => {
                    self.rows.remove(gone);
                }
                None => {
                    let old = self.rows.remove(&form).unwrap_or_default();
                    let row = (0..self.columns.len())
                        .map(|i| match columns.get(i).filter(|c| !c.is_empty()) {
                            Some(new) => new.clone(),
                            None => old.get(i).cloned().unwrap_or_default(),
                        })
                        .collect();
                    self.rows.insert(form, row);
                }
            }
        }
        let mut text = String::new();
        for note in self.notes {
            text += &format!("# {note}\n");
        }
        text += "# Généré par build_lexicon ; ajouts et retraits à la main dans ajouts/.\nform";
        for column in self.columns {
            text += &format!("\t{column}");
        }
        text.push('\n');
        for (form, columns) in &self.rows {
            text += form;
            for column in columns {
                text.push('\t');
                text += column;
            }
            text.push('\n');
        }
        fs::write(out.join(format!("{}.tsv", self.name)), &text)?;
        println!(
            "{:<18} {:>7} entries {:>9} bytes",
            self.name,
            self.rows.len(),
            text.len()
        );
        Ok(self.rows.into_keys().collect())
    }
}

fn additions(out: &Path, name: &str) -> Result<Vec<(String, Vec<String>)>> {
    let path = out.with_file_name("ajouts").join(format!("{name}.tsv"));
    if !path.exists() {
        return Ok(Vec::new());
    }
    let text = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let rows = text
        .lines()
        .filter(|l| !l.starts_with('#') && !l.is_empty())
        .skip(1);
    Ok(rows
        .map(|line| {
            let mut cells = line.split('\t').map(str::to_string);
            (cells.next().unwrap_or_default(), cells.collect())
        })
        .collect())
}

fn read(path: PathBuf) -> Result<String> {
    fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()).into())
}

fn csv_rows(path: PathBuf, delimiter: u8) -> Result<Vec<csv::StringRecord>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_path(&path)
        .map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(reader.records().collect::<std::result::Result<_, _>>()?)
}

/// Straight apostrophes, single spaces.
fn tidy(form: &str) -> String {
    form.replace('’', "'")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// The order of magnitude of a count: 1 for up to 99, 2 for hundreds, …
fn weight(count: u64) -> String {
    count.max(10).ilog10().min(9).to_string()
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// `JEAN-MARC` → `Jean-Marc`; parts in `low` (but the first) keep their lower case.
fn title_case(text: &str, low: &[&str]) -> String {
    let mut out = String::new();
    let mut part = String::new();
    let text = text.to_lowercase();
    for c in text.chars().chain(std::iter::once('\0')) {
        if c == ' ' || c == '-' || c == '\'' || c == '\0' || c == '.' || c == '/' || c == '(' {
            let keep = !out.is_empty() && low.contains(&part.as_str());
            out += &if keep { part.clone() } else { capital(&part) };
            part.clear();
            if c != '\0' {
                out.push(c);
            }
        } else {
            part.push(c);
        }
    }
    out
}

/// Letters without their accents, to find the accented spelling of a form in capitals.
fn unaccented(text: &str) -> String {
    text.to_lowercase()
        .chars()
        .map(|c| match c {
            'à' | 'â' | 'ä' | 'á' | 'ã' | 'å' => 'a',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'î' | 'ï' | 'í' | 'ì' => 'i',
            'ô' | 'ö' | 'ó' | 'ò' | 'õ' => 'o',
            'ù' | 'û' | 'ü' | 'ú' => 'u',
            'ç' | 'č' | 'ć' => 'c',
            'ñ' => 'n',
            'ÿ' | 'ý' => 'y',
            c => c,
        })
        .collect()
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphabetic()).count()
}

/// Counts the words that stand in lower case outside names in the texts of a gold file.
fn count_words(path: PathBuf, counts: &mut HashMap<String, u64>) -> Result<()> {
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
fn words_of_lists(out: &Path) -> Result<BTreeSet<String>> {
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
fn common_words(sources: &Path, out: &Path) -> Result<HashMap<String, u64>> {
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
    for word in list.finish(out)? {
        counts.entry(word).or_insert(1);
    }
    Ok(counts)
}

fn is_word(words: &HashMap<String, u64>, form: &str) -> bool {
    words
        .get(&form.to_lowercase())
        .is_some_and(|&count| count >= WORD_MIN)
}

fn mark(words: &HashMap<String, u64>, form: &str) -> &'static str {
    if is_word(words, form) { "1" } else { "" }
}

fn share_of_women(form: &str) -> u8 {
    // A compound is decided by its first part (`Jean-Marie`, `Marie-Ange`).
    let head = form.split('-').next().unwrap_or(form).to_lowercase();
    GENDER_BY_ENDING
        .iter()
        .filter(|(ending, _)| head.ends_with(ending))
        .max_by_key(|(ending, _)| ending.len())
        .map_or(50, |&(_, share)| share)
}

fn first_names(
    sources: &Path,
    out: &Path,
    words: &HashMap<String, u64>,
) -> Result<BTreeSet<String>> {
    let mut list = List::new(
        "prenoms",
        &["f", "weight"],
        &[
            "Prénoms. f : part des femmes en %, d'après l'ajout à la main ou, à défaut, la terminaison ; weight : log10 du nombre de porteurs.",
            "Source : INSEE, fichier des prénoms 2022 (au moins 150 porteurs), Licence Ouverte 2.0.",
        ],
    );
    // A compound takes the gender of its first part, which a hand-kept entry may have corrected.
    let by_hand: HashMap<String, String> = additions(out, "prenoms")?
        .into_iter()
        .filter_map(|(form, columns)| {
            Some((form, columns.first().filter(|c| !c.is_empty())?.clone()))
        })
        .collect();
    for row in csv_rows(sources.join("insee_prenoms_2022.go-france.csv"), b',')? {
        let count: u64 = row[1].parse().unwrap_or(0);
        let form = title_case(&row[0], &[]);
        let floor = if is_word(words, &form) {
            FIRST_NAME_WORD_MIN
        } else {
            FIRST_NAME_MIN
        };
        if count < floor || form.starts_with('_') || letters(&form) < 2 {
            continue;
        }
        let head = form.split('-').next().unwrap_or(&form);
        let share = by_hand
            .get(head)
            .cloned()
            .unwrap_or_else(|| share_of_women(&form).to_string());
        list.add(&form, &[&share, &weight(count)]);
    }
    list.finish(out)
}

fn family_name(source: &str) -> String {
    let parts: Vec<&str> = source.split(' ').collect();
    let mut form = title_case(source, LOW_PARTICLES);
    if parts.len() > 1 && ELIDED.contains(&parts[0].to_lowercase().as_str()) {
        form = form.replacen(' ', "'", 1);
    }
    if parts.len() > 1 && LOW_PARTICLES.contains(&parts[0].to_lowercase().as_str()) {
        form = form[..1].to_lowercase() + &form[1..];
    }
    form
}

fn family_names(
    sources: &Path,
    out: &Path,
    words: &HashMap<String, u64>,
    first: &BTreeSet<String>,
) -> Result<()> {
    let mut list = List::new(
        "noms",
        &["weight"],
        &[
            "Noms de famille. weight : log10 du nombre de naissances 1891-2000 en France.",
            "Sources : INSEE, fichier des noms 2008 (au moins 300 naissances), Licence Ouverte 2.0 ; accents d'après SEM (person), MIT.",
        ],
    );
    let mut accents: HashMap<String, Vec<String>> = HashMap::new();
    let known = read(sources.join("sem/person"))?;
    for form in known
        .lines()
        .map(str::to_string)
        .chain(first.iter().map(|f| f.to_lowercase()))
    {
        let bare = unaccented(&form);
        if bare != form {
            accents.entry(bare).or_default().push(form);
        }
    }
    for row in csv_rows(sources.join("insee_noms_2008.go-france.csv"), b',')? {
        let count: u64 = row[1].parse().unwrap_or(0);
        let form = family_name(&row[0]);
        let floor = if is_word(words, &form) {
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
            if !is_word(words, accented) {
                list.add(&title_case(accented, LOW_PARTICLES), &[&weight(count / 10)]);
            }
        }
    }
    list.finish(out)?;
    Ok(())
}

fn communes(sources: &Path, out: &Path, words: &HashMap<String, u64>) -> Result<BTreeSet<String>> {
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
        if letters(form) < NAME_MIN_LETTERS {
            continue;
        }
        list.add(form, &[mark(words, form)]);
        // `Le` and `Les` melt into « du, au, des, aux ».
        if (article == "2" || article == "4")
            && !is_word(words, bare)
            && letters(bare) > NAME_MIN_LETTERS
        {
            list.add(bare, &[""]);
        }
    }
    list.finish(out)
}

/// The names in a SEM dictionary: in lower case, split at apostrophes (`d' or`).
fn sem(sources: &Path, name: &str) -> Result<Vec<String>> {
    let text = read(sources.join("sem").join(name))?;
    Ok(text
        .lines()
        .filter(|l| !l.starts_with('<') && !l.is_empty())
        .map(|l| {
            l.replace("&amp;", "&")
                .replace("' ", "'")
                .replace(" ,", ",")
        })
        .collect())
}

fn countries(sources: &Path, out: &Path) -> Result<BTreeSet<String>> {
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

fn cities(
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

fn regions(
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
            if !ADMIN_TAILS.contains(&tail) {
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

fn clubs(
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
    for country in CLUB_COUNTRIES {
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

fn media(sources: &Path, out: &Path, words: &HashMap<String, u64>) -> Result<()> {
    let mut list = List::new(
        "medias",
        &["mot"],
        &[
            "Journaux, agences, radios, chaînes, sites. mot=1 : aussi un mot ordinaire (Capital, Voici).",
            "Source : Le Monde diplomatique et Acrimed, « Médias français : qui possède quoi ? », ODC-By 1.0.",
        ],
    );
    let base = sources.join("medias");
    for (file, column) in [("medias.tsv", 0), ("organisations.tsv", 0)] {
        for row in csv_rows(base.join(file), b'\t')?.iter().skip(1) {
            let form = tidy(row[column].split('(').next().unwrap_or_default());
            for form in form.split(" / ").flat_map(|f| f.split(" - ")) {
                if letters(form) >= 2 {
                    list.add(form, &[mark(words, form)]);
                }
            }
        }
    }
    for (form, _) in additions(out, "medias")? {
        list.add(&form, &[mark(words, &form)]);
    }
    list.finish(out)?;
    Ok(())
}

fn company(name: &str) -> String {
    let mut parts: Vec<&str> = name.split_whitespace().collect();
    while parts.len() > 1 && COMPANY_TAILS.contains(&parts[parts.len() - 1].to_lowercase().as_str())
    {
        parts.pop();
    }
    parts.join(" ").trim_end_matches([',', '.']).to_string()
}

fn companies(
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
        if letters(&form) > NAME_MIN_LETTERS && !is_word(words, &form) && !people.contains(&form) {
            list.add(&form, &[]);
        }
    }
    for (form, _) in additions(out, "entreprises")? {
        list.add(&form, &[mark(words, &form)]);
    }
    list.finish(out)?;
    Ok(())
}

fn universities(sources: &Path, out: &Path) -> Result<()> {
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

fn main() -> Result<()> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(sources), Some(out)) = (arguments.next(), arguments.next()) else {
        return Err("usage: build_lexicon SOURCES LEXICON (e.g. ../shared/data/sources src/lang/fr/lexicon)".into());
    };
    let words = common_words(&sources, &out)?;
    let first = first_names(&sources, &out, &words)?;
    family_names(&sources, &out, &words, &first)?;
    let communes = communes(&sources, &out, &words)?;
    let countries = countries(&sources, &out)?;
    let mut places: HashSet<String> = communes.into_iter().chain(countries).collect();
    places.extend(cities(&sources, &out, &words, &places)?);
    regions(&sources, &out, &words, &places)?;
    clubs(&sources, &out, &words, &places)?;
    media(&sources, &out, &words)?;
    let people: HashSet<String> = first.into_iter().collect();
    companies(&sources, &out, &words, &people)?;
    universities(&sources, &out)
}
