//! Inflection: from a lemma to its forms, and from a noun's plural back to its singular.
//!
//! The engine knows no language. A pack brings two tables:
//!
//! **Paradigms** ([`Paradigms`]): model verbs by their principal parts. Tab-separated; blank lines and lines that begin
//! with `#` are notes. The first other line is the header: `lemma`, `sets`, any number of stem columns, `forms`.
//!
//! | line | meaning |
//! |---|---|
//! | `:reflexive` ⇥ clitics | what opens a pronominal lemma, separated by spaces; one that ends in an apostrophe is glued to the verb |
//! | `@name` ⇥ `P1s=stem+e @other …` | a set of endings: tag, stem column, ending; `@other` takes in an earlier set |
//! | suffixes ⇥ sets ⇥ stems … ⇥ `J=ept …` | a model |
//!
//! A model applies to the lemmas that end in one of its suffixes (separated by spaces); the longest suffix of the whole
//! table wins. `^` anchors a suffix to the start of the word. A point divides a suffix into a context, which only has to
//! be there, and the part that is cut off to get the radical: `sl.eep` cuts `eep`. `{a,b}` writes one suffix several times, and `*`
//! in the cells of the line stands for the alternative taken. Cells hold stems without the radical, `-` is the radical
//! alone, an empty cell is no stem, `x|y` are two spellings that both count. The column `lemma` is itself a stem: what
//! was cut off. The last column replaces all forms of a tag (`J=ept`), or takes the tag away (`J=`).
//!
//! **Number of nouns and adjectives**: see [`Nominals`].
//!
//! Tags are the letters of the DELA dictionaries (Courtois & Silberztein 1990) as Unitex uses them; they are data too
//! (see [`Tag`]).

use std::collections::HashMap;
use std::fmt;

mod models;
mod nominals;

pub use nominals::Nominals;

/// What is wrong with a table and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Line of the table, the first is 1.
    pub line: usize,
    /// What is wrong, and what to write instead.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for Fault {}

/// An inflectional code of one to three ASCII letters and digits, as in the DELA dictionaries: a letter for mood and
/// tense, then person and number (`P3s`, `I1p`) or gender and number (`Kfs`).
///
/// `W` infinitive, `P` present, `I` imperfect, `J` simple past, `F` future, `C` conditional, `S` and `T` present and
/// imperfect subjunctive, `Y` imperative, `G` present participle, `K` past participle; `1 2 3`, `m f`, `s p`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tag([u8; 3]);

impl Tag {
    /// Reads a code; `None` if it is empty, longer than three bytes, or not of ASCII letters and digits.
    #[must_use]
    pub fn new(code: &str) -> Option<Tag> {
        let bytes = code.as_bytes();
        let fits = (1..=3).contains(&bytes.len()) && bytes.iter().all(u8::is_ascii_alphanumeric);
        let mut tag = [0; 3];
        fits.then(|| tag[..bytes.len()].copy_from_slice(bytes))?;
        Some(Tag(tag))
    }

    /// The code in four bytes, padded with zeros.
    pub(super) fn to_bytes(self) -> [u8; 4] {
        [self.0[0], self.0[1], self.0[2], 0]
    }

    /// What [`Self::to_bytes`] wrote; `None` for zeros.
    pub(super) fn from_bytes([a, b, c, _]: [u8; 4]) -> Option<Self> {
        (a != 0).then_some(Self([a, b, c]))
    }

    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        let end = self.0.iter().position(|&b| b == 0).unwrap_or(3);
        std::str::from_utf8(&self.0[..end]).unwrap_or_default()
    }

    /// The first letter: mood and tense.
    #[must_use]
    pub fn mood(self) -> char {
        char::from(self.0[0])
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One form of a lemma.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Form {
    /// The form; of a multiword lemma all its words, of a pronominal lemma without the clitic.
    pub form: String,
    /// Its inflectional code.
    pub tag: Tag,
    /// Whether the lemma is pronominal: the form is meant with a reflexive clitic before it.
    pub pronominal: bool,
}

/// What [`Paradigms::expand_into`] found out about a lemma.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expanded {
    /// The number of forms given to the callback.
    pub forms: usize,
    /// Whether the lemma opens with a reflexive clitic.
    pub pronominal: bool,
}

/// A model that has been worked out: what to cut off a lemma and, in `Paradigms::tails`, what to put in its place.
#[derive(Debug, Clone, Copy)]
struct Model {
    cut: usize,
    first: usize,
    end: usize,
}

/// The end of a form: bytes `start..end` of `Paradigms::text`.
#[derive(Debug, Clone, Copy)]
struct Tail {
    tag: Tag,
    start: usize,
    end: usize,
}

/// The model verbs of a language, ready to inflect any lemma.
#[derive(Debug, Clone, Default)]
pub struct Paradigms {
    reflexive: Vec<String>,
    models: HashMap<String, Model>,
    tails: Vec<Tail>,
    text: String,
}

impl Paradigms {
    /// Reads a table of model verbs, as described in the [module's text](self).
    ///
    /// # Errors
    /// All the faults of the table, in the order of its lines.
    pub fn parse(table: &str) -> Result<Paradigms, Vec<Fault>> {
        models::read(table)
    }

    /// All forms of a lemma, in the order of the table; empty if no model applies. Where two tags share a spelling,
    /// the spelling comes twice.
    #[must_use]
    pub fn expand(&self, lemma: &str) -> Vec<Form> {
        let mut forms = Vec::new();
        let pronominal = self.split(lemma).0;
        self.expand_into(lemma, &mut |form, tag| {
            forms.push(Form {
                form: form.to_owned(),
                tag,
                pronominal,
            });
        });
        forms
    }

    /// Gives each form of a lemma with its tag to `emit`; the same as [`expand`](Self::expand) without an allocation a
    /// form. The first word of the lemma, after a reflexive clitic, is the verb; the other words stay as they are.
    /// `None` if no model applies. Time: one table look-up a letter of the verb, then linear in what is written.
    pub fn expand_into(&self, lemma: &str, emit: &mut impl FnMut(&str, Tag)) -> Option<Expanded> {
        let (pronominal, verb, rest) = self.split(lemma);
        let model = self.model(verb)?;
        let radical = verb.len() - model.cut;
        let mut form = String::with_capacity(lemma.len() + 16);
        form.push_str(&verb[..radical]);
        for tail in &self.tails[model.first..model.end] {
            form.truncate(radical);
            form.push_str(&self.text[tail.start..tail.end]);
            form.push_str(rest);
            emit(&form, tail.tag);
        }
        Some(Expanded {
            forms: model.end - model.first,
            pronominal,
        })
    }

    /// Whether the lemma is pronominal, the verb, and what follows it with the space before.
    fn split<'a>(&self, lemma: &'a str) -> (bool, &'a str, &'a str) {
        let lemma = lemma.trim();
        let bare = self.reflexive.iter().find_map(|clitic| {
            let after = lemma.strip_prefix(clitic.as_str())?;
            if clitic.ends_with(['\'', '’']) {
                Some(after)
            } else {
                after.strip_prefix(' ')
            }
        });
        let verb = bare.unwrap_or(lemma);
        let end = verb.find(' ').unwrap_or(verb.len());
        (bare.is_some(), &verb[..end], &verb[end..])
    }

    fn model(&self, verb: &str) -> Option<Model> {
        let whole = self.models.get(&format!("^{verb}"));
        whole
            .or_else(|| suffixes(verb).find_map(|(_, suffix)| self.models.get(suffix)))
            .copied()
    }
}

/// The lines of a table that are neither blank nor notes, numbered from 1.
fn content_lines(table: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = table
        .lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line));
    lines.filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'))
}

/// The non-empty ends of a word with their byte offsets, the longest (the word itself) first.
fn suffixes(word: &str) -> impl Iterator<Item = (usize, &str)> {
    word.char_indices().map(|(at, _)| (at, &word[at..]))
}
