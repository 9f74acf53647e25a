//! A language pack made ready: its files read, its lists looked up, its rules compiled.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write as _;

use rust_stemmers::{Algorithm, Stemmer};
use serde::Deserialize;

use super::builtin::{self, Builtin};
use crate::lang;
use crate::lexicon::inflect::{Nominals, Paradigms};
use crate::lexicon::{self, Builder, Inflect, Lexicon, ListId};
use crate::rule::{self, RuleFile, RuleSet, Severity};
use crate::text::{BlockReader, BlockRules};
use crate::token::{Splitter, SplitterRules};

/// A language pack that cannot be used; the message is a full report, ready to print.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct PackError(pub String);

/// Path within the pack and text of each file.
pub type PackFiles = Vec<(String, Cow<'static, str>)>;

/// `pack.toml`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    lang: String,
    #[allow(dead_code)]
    name: String,
    #[serde(default)]
    stemmer: Option<String>,
    phases: Vec<String>,
    #[serde(default)]
    nesting: Vec<String>,
    #[serde(default)]
    inflect: Inflect,
    #[serde(default)]
    concepts: HashMap<String, String>,
}

/// One step of the extraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    Rules(u16),
    Builtin(Builtin),
}

/// A pack, ready for use. Immutable.
pub struct Pack {
    pub(crate) lang: String,
    pub(crate) splitter: Splitter,
    pub(crate) blocks: BlockReader,
    pub(crate) lexicon: Lexicon,
    pub(crate) rules: RuleSet,
    pub(crate) phases: Vec<Phase>,
    pub(crate) stemmer: Option<Stemmer>,
    pub(crate) nominals: Nominals,
    pub(crate) settings: builtin::Settings,
    concepts: HashMap<String, ListId>,
    /// As `pack.toml` writes them.
    phase_names: Vec<String>,
    warnings: String,
}

impl std::fmt::Debug for Pack {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pack")
            .field("lang", &self.lang)
            .field("rules", &self.rules.rules().len())
            .finish_non_exhaustive()
    }
}

impl Pack {
    /// The built-in pack for `lang`, with the files of `extra` added to it: a file of the same path
    /// replaces the built-in one.
    ///
    /// # Errors
    /// No such pack, or faults in its files: all of them, each with file, line and next step.
    pub fn load(lang: &str, extra: PackFiles) -> Result<Self, PackError> {
        let mut files = lang::files(lang).unwrap_or_default();
        if files.is_empty() && extra.is_empty() {
            let known: Vec<&str> = lang::languages().collect();
            return Err(PackError(format!(
                "there is no pack for the language `{lang}`; built in: {}",
                known.join(", ")
            )));
        }
        // The tables made with the program hold as long as nothing that they were made from changes.
        let index = if extra.iter().any(|(path, _)| makes_tables(path)) {
            &[]
        } else {
            lang::index(lang)
        };
        for (path, text) in extra {
            match files.iter_mut().find(|(known, _)| *known == path) {
                Some((_, old)) => *old = text,
                None => files.push((path, text)),
            }
        }
        Self::from_files(&files, index)
    }

    fn from_files(files: &PackFiles, index: &[u8]) -> Result<Self, PackError> {
        let text = |name: &str| {
            files
                .iter()
                .find(|(path, _)| path == name)
                .map(|(_, text)| text.clone())
        };
        let mut report = String::new();
        let manifest: Manifest = toml_file(&text, "pack.toml")?;
        let splitter_rules: SplitterRules = toml_file(&text, "tokens.toml")?;
        let blocks: BlockRules = toml_file(&text, "blocks.toml")?;
        let splitter = Splitter::new(&splitter_rules);
        let mut tables = |name: &str, faults: Vec<(usize, String)>| {
            for (line, message) in faults {
                let _ = writeln!(report, "error: {name}:{line}: {message}");
            }
        };
        let verbs = Paradigms::parse(text("conjugaison.tsv").as_deref().unwrap_or(""))
            .unwrap_or_else(|faults| {
                tables("conjugaison.tsv", lines(faults));
                Paradigms::default()
            });
        let nominals = Nominals::parse(text("flexion.tsv").as_deref().unwrap_or(""))
            .unwrap_or_else(|faults| {
                tables("flexion.tsv", lines(faults));
                Nominals::default()
            });
        let mut lexicon = match Lexicon::from_bytes(files, index) {
            Some(lexicon) => lexicon,
            None => {
                let mut builder = Builder::new(&splitter);
                let faults = builder.add_files(files, &manifest.inflect, &verbs, &nominals);
                for fault in faults {
                    let _ = writeln!(
                        report,
                        "error: {}:{}: {}",
                        fault.path, fault.line, fault.message
                    );
                }
                builder.finish()
            }
        };
        let (phases, rule_files) = phases(&manifest, files, &mut report);
        let nesting: Vec<&str> = manifest.nesting.iter().map(String::as_str).collect();
        let (rules, faults) = rule::compile(
            &manifest.lang,
            &rule_files,
            &builtin::REGION_TYPES,
            &nesting,
            &mut lexicon,
            &splitter,
        );
        let source = |path: &str| {
            rule_files
                .iter()
                .find(|f| f.path == path)
                .map_or("", |f| f.text.as_str())
        };
        let (errors, warnings): (Vec<_>, Vec<_>) = faults
            .into_iter()
            .partition(|f| f.severity == Severity::Error);
        report.push_str(&rule::render(&errors, source));
        let concepts = concepts(&manifest, &lexicon, &mut report);
        let settings = builtin::Settings::load(&text).unwrap_or_else(|message| {
            let _ = writeln!(report, "error: {message}");
            builtin::Settings::default()
        });
        let stemmer = match manifest.stemmer.as_deref() {
            None => None,
            Some("french") => Some(Stemmer::create(Algorithm::French)),
            Some("english") => Some(Stemmer::create(Algorithm::English)),
            Some(other) => {
                let _ = writeln!(
                    report,
                    "error: pack.toml: there is no stemmer `{other}`; known: french, english"
                );
                None
            }
        };
        if !report.is_empty() {
            return Err(PackError(report));
        }
        Ok(Self {
            lang: manifest.lang,
            splitter,
            blocks: BlockReader::new(&blocks),
            lexicon,
            rules,
            phases,
            stemmer,
            nominals,
            settings,
            concepts,
            phase_names: manifest.phases,
            warnings: rule::render(&warnings, source),
        })
    }

    /// The list that answers to a concept of the built-ins, if the pack has one.
    pub(crate) fn concept(&self, concept: &str) -> Option<ListId> {
        self.concepts.get(concept).copied()
    }

    /// What somebody should look at in the pack's rules; empty where nothing is.
    pub fn warnings(&self) -> &str {
        &self.warnings
    }

    /// The phases in order, as `pack.toml` names them: rule files, and built-ins in angle brackets.
    pub fn phase_names(&self) -> &[String] {
        &self.phase_names
    }

    /// The name of the phase in which rules with this phase number run.
    pub fn phase_of(&self, number: u16) -> &str {
        let of_rules = |name: &&String| !name.starts_with('<');
        self.phase_names
            .iter()
            .filter(of_rules)
            .nth(usize::from(number))
            .map_or("", String::as_str)
    }

    /// The compiled rules.
    pub fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// The lists.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }
}

fn lines(faults: Vec<lexicon::inflect::Fault>) -> Vec<(usize, String)> {
    faults.into_iter().map(|f| (f.line, f.message)).collect()
}

fn toml_file<T: serde::de::DeserializeOwned>(
    text: &impl Fn(&str) -> Option<Cow<'static, str>>,
    name: &str,
) -> Result<T, PackError> {
    let text = text(name).ok_or_else(|| {
        PackError(format!(
            "error: the pack has no `{name}`: copy the one of the built-in pack and change it"
        ))
    })?;
    toml::from_str(&text).map_err(|e| PackError(format!("error: {name}: {e}")))
}

/// Whether the look-up tables of the lists depend on the file.
fn makes_tables(path: &str) -> bool {
    lexicon::list_name(path).is_some()
        || matches!(
            path,
            "pack.toml" | "tokens.toml" | "conjugaison.tsv" | "flexion.tsv"
        )
}

/// The phases in order, and the rule files with the number of theirs.
fn phases(
    manifest: &Manifest,
    files: &PackFiles,
    report: &mut String,
) -> (Vec<Phase>, Vec<RuleFile>) {
    let mut phases = Vec::new();
    let mut rule_files = Vec::new();
    let mut number = 0;
    for name in &manifest.phases {
        if let Some(builtin) = name.strip_prefix('<').and_then(|n| n.strip_suffix('>')) {
            match Builtin::named(builtin) {
                Some(builtin) => phases.push(Phase::Builtin(builtin)),
                None => {
                    let _ = writeln!(
                        report,
                        "error: pack.toml: there is no built-in `<{builtin}>`; known: {}",
                        Builtin::NAMES.join(", ")
                    );
                }
            }
            continue;
        }
        // `nombres` takes in `rules/nombres.rules` and every `rules/nombres-….rules`.
        for (path, text) in files {
            let Some(stem) = path
                .strip_prefix("rules/")
                .and_then(|p| p.strip_suffix(".rules"))
            else {
                continue;
            };
            if stem == name
                || stem
                    .strip_prefix(name.as_str())
                    .is_some_and(|r| r.starts_with('-'))
            {
                rule_files.push(RuleFile {
                    name: stem.to_owned(),
                    path: path.clone(),
                    text: text.clone().into_owned(),
                    phase: number,
                });
            }
        }
        phases.push(Phase::Rules(number));
        number += 1;
    }
    (phases, rule_files)
}

fn concepts(
    manifest: &Manifest,
    lexicon: &Lexicon,
    report: &mut String,
) -> HashMap<String, ListId> {
    let mut concepts = HashMap::new();
    for (concept, name) in &manifest.concepts {
        match lexicon.list(name) {
            Some(list) => {
                concepts.insert(concept.clone(), list);
            }
            None => {
                let _ = writeln!(
                    report,
                    "error: pack.toml: the concept `{concept}` names a list `{name}` that the pack does not have"
                );
            }
        }
    }
    concepts
}
