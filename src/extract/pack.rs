//! A language pack made ready: its files read, its lists looked up, its rules compiled.

mod files;
mod manifest;

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

use rust_stemmers::Stemmer;

use super::builtin;
use super::phase::Phase;
use super::signs::Signer;
use crate::lang::{self, Ready};
use crate::lexicon::inflect::{Nominals, Paradigms};
use crate::lexicon::{self, Builder, Lexicon, ListId};
use crate::rule::{self, Fault, RuleFile, RuleSet, Severity};
use crate::text::{BlockReader, BlockRules};
use crate::token::{Splitter, SplitterRules};

pub(crate) use files::Files;
use manifest::Manifest;

/// A language pack that cannot be used; the message is a full report, ready to print.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct PackError(pub String);

/// The table of model verbs.
const VERBS: &str = "conjugaison.tsv";

/// Path within the pack and text of each file.
pub type PackFiles = Vec<(String, Cow<'static, str>)>;

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
    pub(crate) names: super::name::Model,
    pub(crate) signer: Signer,
    concepts: HashMap<String, ListId>,
    pub(super) rule_files: Vec<RuleFile>,
    /// Models of the verbs that lists are inflected by, and the table that they are read from when they are
    /// first asked for: the lists of a built-in pack are inflected already.
    verbs: OnceLock<Paradigms>,
    verb_table: Cow<'static, str>,
    /// As `pack.toml` writes them.
    pub(super) phase_names: Vec<String>,
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
    /// The built-in pack for `lang`, with the files of `extra` added to it. `folder` is where those
    /// came from, for messages.
    ///
    /// A list replaces the list of the same name. A folder with a `pack.toml` is a pack of its own
    /// making: each of its files takes the place of the built-in one. The rules of any other folder
    /// are added one by one, and a rule replaces the one of the same file and name.
    ///
    /// # Errors
    /// No such pack, or faults in its files: all of them, each with file, line and next step.
    pub fn load(lang: &str, folder: &str, extra: PackFiles) -> Result<Self, PackError> {
        let files = lang::files(lang).unwrap_or_default();
        if files.is_empty() && extra.is_empty() {
            let known: Vec<&str> = lang::languages().collect();
            return Err(PackError(format!(
                "there is no pack for the language `{lang}`; built in: {}",
                known.join(", ")
            )));
        }
        // What was made with the program holds as long as nothing that it was made from changes.
        let mut ready = lang::ready(lang);
        if !extra.is_empty() {
            ready.rules = &[];
        }
        if extra.iter().any(|(path, _)| makes_weights(path)) {
            ready.weights = &[];
        }
        if extra.iter().any(|(path, _)| makes_tables(path)) {
            ready.index = &[];
        }
        let files = Files::new(lang, files, ready.settings, folder, extra);
        Self::from_files(&files, ready)
    }

    fn from_files(files: &Files, ready: Ready) -> Result<Self, PackError> {
        let mut faults: Vec<Fault> = Vec::new();
        let splitter: SplitterRules = files.toml("tokens.toml", &mut faults).unwrap_or_default();
        let splitter = Splitter::new(&splitter);
        let blocks: BlockRules = files.toml("blocks.toml", &mut faults).unwrap_or_default();
        let manifest: Option<Manifest> = files.toml("pack.toml", &mut faults);
        let broken = manifest.is_none();
        // Without it the other files are checked all the same.
        let manifest = manifest.unwrap_or_default();
        let verbs = OnceLock::new();
        let nominals = files.table("flexion.tsv", Nominals::parse, &mut faults);
        let mut lexicon = match Lexicon::with_tables(&files.pack, ready.index) {
            Some(lexicon) => lexicon,
            None => {
                let mut builder = Builder::new(&splitter);
                let models = files.table(VERBS, Paradigms::parse, &mut faults);
                let models = verbs.get_or_init(|| models);
                for fault in builder.add_files(&files.pack, &manifest.inflect, models, &nominals) {
                    let help = "the first line names the columns, `form` first; each line below is an entry and what is known of it, with tabs between";
                    faults.push(files.line(
                        &fault.path,
                        fault.line,
                        fault.message,
                        Some(help.into()),
                    ));
                }
                builder.finish()
            }
        };
        let (phases, rule_files) = manifest.phases(files, broken, &mut faults);
        let (rules, mut found) = match RuleSet::from_bytes(ready.rules, &rule_files, &lexicon) {
            Some(rules) => (rules, Vec::new()),
            None => manifest.compile(&phases, &rule_files, &mut lexicon, &splitter),
        };
        if broken {
            // What a rule may refer to is not known: only its spelling can be judged.
            found.retain(|f| f.message.starts_with("expected"));
        }
        faults.append(&mut found);
        let concepts = manifest.concepts(files, &lexicon, &mut faults);
        let settings = builtin::Settings::load(files, &mut faults);
        let weights = files.text("names.tsv").unwrap_or_default();
        let (names, name_faults) =
            super::name::Model::build(&settings.name, ready.weights, &weights, &lexicon);
        faults.extend(name_faults.into_iter().map(|f| f.place(files)));
        let stemmer = manifest.stemmer(files, &mut faults);
        let (errors, warnings): (Vec<_>, Vec<_>) = faults
            .into_iter()
            .partition(|f| f.severity == Severity::Error);
        let source = |path: &str| files.source(path);
        if !errors.is_empty() {
            return Err(PackError(rule::render(&errors, source)));
        }
        let phase_names = manifest.phase_names().cloned().collect();
        Ok(Self {
            warnings: rule::render(&warnings, source),
            lang: manifest.lang,
            splitter,
            blocks: BlockReader::new(&blocks),
            lexicon,
            rules,
            phases,
            stemmer,
            nominals,
            signer: Signer::new(&settings, |concept| concepts.get(concept).copied()),
            settings,
            names,
            concepts,
            rule_files,
            verbs,
            verb_table: files.text(VERBS).unwrap_or_default(),
            phase_names,
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

    /// Every form of a verb, as the pack's table of models gives them; empty where no model fits.
    pub fn conjugate(&self, lemma: &str) -> Vec<lexicon::inflect::Form> {
        let models = self
            .verbs
            .get_or_init(|| Paradigms::parse(&self.verb_table).unwrap_or_default());
        models.expand(lemma)
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

/// Whether the look-up tables of the lists depend on the file.
fn makes_tables(path: &str) -> bool {
    lexicon::list_name(path).is_some()
        || matches!(
            path,
            "pack.toml" | "tokens.toml" | "conjugaison.tsv" | "flexion.tsv"
        )
}

/// Whether the weights of names depend on the file.
fn makes_weights(path: &str) -> bool {
    matches!(path, "names.toml" | "names.tsv") || makes_tables(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_made_with_the_program_is_what_its_files_make() {
        for lang in lang::languages() {
            let pack = |ready: Ready| {
                let files = lang::files(lang).expect("the pack");
                let files = Files::new(lang, files, ready.settings, "", PackFiles::new());
                Pack::from_files(&files, ready).expect("no fault")
            };
            let ready = lang::ready(lang);
            for (path, json) in ready.settings {
                let file = lang::files(lang).expect("the pack").into_iter();
                let text = file.filter(|(p, _)| p == path).map(|(_, text)| text);
                let read: toml::Table = serde_json::from_str(json).expect("JSON");
                assert_eq!(
                    toml::from_str(&text.collect::<String>()),
                    Ok(read),
                    "{path}"
                );
            }
            let (read, made) = (pack(ready), pack(Ready::default()));
            for pack in [&read, &made] {
                assert!(
                    pack.rules.to_bytes().expect("bytes") == ready.rules,
                    "{lang}"
                );
                assert!(pack.names.weights_as_bytes() == ready.weights, "{lang}");
            }
            assert_eq!(read.lexicon.word_count(), made.lexicon.word_count());
        }
    }
}
