//! `pack.toml`: what a pack is made of and in what order it serves.

use std::collections::HashMap;

use rust_stemmers::{Algorithm, Stemmer};
use serde::Deserialize;
use toml::Spanned;

use super::files::{Files, rule_file};
use crate::extract::phase::{Builtin, Phase, region_types};
use crate::lexicon::{Inflect, Lexicon, ListId};
use crate::rule::{self, Fault, RuleFile, RuleSet, Setting, nearest};
use crate::token::Splitter;

const NAME: &str = "pack.toml";

/// `pack.toml`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Manifest {
    pub lang: String,
    #[allow(dead_code)]
    name: String,
    #[serde(default)]
    stemmer: Option<Spanned<String>>,
    pub phases: Vec<Spanned<String>>,
    #[serde(default)]
    pub nesting: Vec<String>,
    #[serde(default)]
    pub inflect: Inflect,
    #[serde(default)]
    concepts: HashMap<String, Spanned<String>>,
}

/// `did you mean …`, or the names that are known.
fn suggest(word: &str, known: &[&str]) -> String {
    match nearest(word, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("known: {}", known.join(", ")),
    }
}

impl Manifest {
    /// The phases in order, and the rule files with the number of theirs. Where the manifest is
    /// `broken`, every file is in one phase.
    pub fn phases(
        &self,
        files: &Files,
        broken: bool,
        faults: &mut Vec<Fault>,
    ) -> (Vec<Phase>, Vec<RuleFile>) {
        let mut phases = Vec::new();
        let mut names: Vec<&str> = Vec::new();
        for name in &self.phases {
            let (span, name) = (name.span(), name.get_ref().as_str());
            let Some(builtin) = name.strip_prefix('<').and_then(|n| n.strip_suffix('>')) else {
                phases.push(Phase::Rules(names.len() as u16));
                names.push(name);
                continue;
            };
            match Builtin::named(builtin) {
                Some(builtin) => phases.push(Phase::Builtin(builtin)),
                None => faults.push(files.fault(
                    NAME,
                    span,
                    format!("there is no built-in `<{builtin}>`"),
                    "not known",
                    Some(suggest(builtin, Builtin::NAMES)),
                )),
            }
        }
        // `nombres` takes in `rules/nombres.rules` and every `rules/nombres-….rules`; where two
        // phases fit, the longer name.
        let phase_of = |stem: &str| {
            if broken {
                return Some(0);
            }
            let fits = |name: &&str| {
                stem.strip_prefix(*name)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
            };
            let best = names.iter().copied().filter(fits).max_by_key(|n| n.len())?;
            names.iter().position(|n| *n == best)
        };
        let mut rule_files = Vec::new();
        let pack = files.pack.iter().map(|f| (f, 0));
        for ((path, text), layer) in pack.chain(files.added.iter().map(|f| (f, 1))) {
            let Some(stem) = rule_file(path) else {
                continue;
            };
            let shown = if layer == 0 {
                files.shown(path)
            } else {
                files.of_user(path)
            };
            match phase_of(stem) {
                Some(phase) => rule_files.push(RuleFile {
                    name: stem.to_owned(),
                    path: shown,
                    text: text.clone(),
                    phase: phase as u16,
                    layer,
                }),
                None => faults.push(Fault {
                    path: shown,
                    ..files.fault(
                        path,
                        0..0,
                        format!("the file `{stem}.rules` belongs to no phase"),
                        "its rules would never run",
                        Some(format!(
                            "call it PHASE.rules or PHASE-{stem}.rules, with a phase of pack.toml: {}",
                            names.join(", ")
                        )),
                    )
                }),
            }
        }
        // In the order of the phases; within one, the user's files first, so that between equals theirs win.
        rule_files.sort_by_key(|f| (f.phase, std::cmp::Reverse(f.layer)));
        (phases, rule_files)
    }

    /// Compiles the rules of all files.
    pub fn compile(
        &self,
        phases: &[Phase],
        files: &[RuleFile],
        lexicon: &mut Lexicon,
        splitter: &Splitter,
    ) -> (RuleSet, Vec<Fault>) {
        let names: Vec<String> = self
            .phase_names()
            .filter(|name| !name.starts_with('<'))
            .cloned()
            .collect();
        let setting = Setting {
            lang: &self.lang,
            phases: &names,
            types: &region_types(phases),
            nesting: &self.nesting,
        };
        rule::compile(&setting, files, lexicon, splitter)
    }

    /// The phases as they are written.
    pub fn phase_names(&self) -> impl Iterator<Item = &String> {
        self.phases.iter().map(Spanned::get_ref)
    }

    /// The lists that answer to the concepts of the built-ins.
    pub fn concepts(
        &self,
        files: &Files,
        lexicon: &Lexicon,
        faults: &mut Vec<Fault>,
    ) -> HashMap<String, ListId> {
        let mut concepts = HashMap::new();
        for (concept, name) in &self.concepts {
            match lexicon.list(name.get_ref()) {
                Some(list) => {
                    concepts.insert(concept.clone(), list);
                }
                None => {
                    let known: Vec<&str> = lexicon.lists().map(|(_, list)| list.name()).collect();
                    faults.push(files.fault(
                        NAME,
                        name.span(),
                        format!(
                            "the concept `{concept}` names a list that the pack does not have: `{}`",
                            name.get_ref()
                        ),
                        "no such list",
                        Some(suggest(name.get_ref(), &known)),
                    ));
                }
            }
        }
        concepts
    }

    pub fn stemmer(&self, files: &Files, faults: &mut Vec<Fault>) -> Option<Stemmer> {
        let name = self.stemmer.as_ref()?;
        match name.get_ref().as_str() {
            "french" => Some(Stemmer::create(Algorithm::French)),
            "english" => Some(Stemmer::create(Algorithm::English)),
            other => {
                faults.push(files.fault(
                    NAME,
                    name.span(),
                    format!("there is no stemmer `{other}`"),
                    "not known",
                    Some(suggest(other, &["french", "english"])),
                ));
                None
            }
        }
    }
}
