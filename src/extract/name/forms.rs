//! Forms: what each spelling is known as to the evidence of names, worked out when it is first met.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::by_hash;
use super::classes::{Classes, EDGE_SORT, FIXED_SORTS, GROUP_SORTS, Known, Part, Set, letters};
use super::layout::LETTERS;
use crate::lexicon::Lexicon;
use crate::rule::FormBits;
use crate::token::{FormId, Forms, Kind, Shape, hash};

/// What a single token looks like to the evidence of names; one of nine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Code {
    /// Beyond the sentence.
    Edge,
    Capital,
    Capitals,
    Initial,
    Lower,
    Connector,
    Number,
    Punct,
    /// `DeepMind`, `PDFs`, `eBay`.
    Mixed,
}

impl Code {
    pub(super) const COUNT: usize = 9;
    pub(super) const NAMES: [&str; Self::COUNT] =
        ["edge", "Xx", "XX", "X", "xx", "de", "9", ".", "xX"];

    /// Whether a name can begin or end with it.
    pub(super) fn is_capital(self) -> bool {
        matches!(
            self,
            Code::Capital | Code::Capitals | Code::Initial | Code::Mixed
        )
    }
}

/// What is known of one form.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FormFacts {
    pub bits: Set,
    /// Hash of the folded spelling.
    pub hash: u64,
    /// Of a word in capitals only, its letters as an acronym's hash; else 0.
    pub acronym: u64,
    /// First letter; of signs in a row, none.
    pub initial: char,
    /// The same as a capital, as acronyms are compared.
    pub upper: char,
    pub code: Code,
    /// Number of the context word, 0 for any other word.
    pub word: u16,
    /// Number of the sort.
    pub sort: u8,
    /// Number of its last three letters.
    pub ending: u16,
    /// [`ARTICLE`], [`SMALL`], [`FAMILIES`], [`OPENS`].
    pub marks: u8,
}

// What the settings of linking say of a word:
/// A word at the head of a name that does not tell names apart.
pub(super) const ARTICLE: u8 = 1;
/// A word that initials leave out.
pub(super) const SMALL: u8 = 2;
/// A word before a family name that means all who bear it.
pub(super) const FAMILIES: u8 = 4;
/// A name may begin with it: a capital, a head, a connector that opens names.
pub(super) const OPENS: u8 = 8;

/// The letters of a folded word, without accents.
pub(super) fn plain(folded: &str) -> impl Iterator<Item = char> {
    let (ascii, rest) = match folded.is_ascii() {
        true => (folded, ""),
        false => ("", folded),
    };
    ascii
        .chars()
        .chain(rest.nfd().filter(|c| !is_combining_mark(*c)))
}

/// The hash of a folded word as names are compared; `hash` is that of the word.
pub(super) fn plain_hash(folded: &str, hash: u64) -> u64 {
    match folded {
        "" => 0,
        _ if folded.is_ascii() => hash,
        _ => self::hash(plain(folded).collect::<String>().as_bytes()),
    }
}

impl Classes {
    pub(super) fn facts(
        &self,
        id: FormId,
        forms: &Forms,
        bits: &FormBits,
        lexicon: &Lexicon,
    ) -> FormFacts {
        let form = forms.get(id);
        let folded = forms.folded(id);
        let spelling = forms.spelling(id);
        let Known {
            classes: mut set,
            number: word,
            marks,
        } = self.known(folded);
        if let Some(word) = bits.word(id) {
            for entry in lexicon.entries(word) {
                if self.has_list(entry.list) && lexicon.has_capitals(entry, spelling) {
                    set |= self.of_entry(lexicon, entry);
                }
            }
        }
        if form.kind == Kind::Word {
            set |= self.by_spelling(folded);
        }
        if !matches!(form.shape, Shape::Capital | Shape::Camel | Shape::Capitals) {
            set &= !self.capital;
        }
        let connector = self.is_connector(word);
        let code = match (form.kind, form.shape) {
            (Kind::Punct | Kind::Symbol, _) if !connector => Code::Punct,
            (Kind::Number, _) => Code::Number,
            (Kind::Alnum, Shape::Lower | Shape::None) => Code::Number,
            (Kind::Url, _) => Code::Punct,
            (_, Shape::Camel) => Code::Mixed,
            (_, Shape::Capital) if is_mixed(spelling) => Code::Mixed,
            (_, Shape::Capital) => Code::Capital,
            (_, Shape::Capitals) => Code::Capitals,
            (_, Shape::Initial) if is_acronym(spelling) => Code::Capitals,
            (_, Shape::Letter | Shape::Initial) => Code::Initial,
            _ if connector => Code::Connector,
            _ => Code::Lower,
        };
        let opens = code.is_capital()
            || set & self.heads != 0
            || code == Code::Connector && self.is_opener(word);
        let initial = initial(spelling, code);
        FormFacts {
            bits: set,
            hash: hash(folded.as_bytes()),
            acronym: match code {
                Code::Capitals => {
                    let letters = spelling.chars().filter(|c| c.is_alphabetic());
                    by_hash::letters(letters.map(upper))
                }
                _ => 0,
            },
            initial,
            upper: upper(initial),
            code,
            word,
            sort: self.sort(set, code),
            ending: ending(folded),
            marks: marks | if opens { OPENS } else { 0 },
        }
    }

    /// The classes that a word belongs to by what it begins with, holds or ends in.
    fn by_spelling(&self, folded: &str) -> Set {
        let mut set = 0;
        let longest = self.longest_ending.min(folded.len() / 2);
        for (at, _) in folded.char_indices().rev() {
            if folded.len() - at > longest {
                break;
            }
            set |= self.endings.get(&folded[at..]).copied().unwrap_or(0);
        }
        let letters = letters(folded);
        let may_hold = |part: &&Part| part.letters & !letters == 0;
        for part in self.beginnings.iter().filter(may_hold) {
            if folded.len() > part.folded.len() && folded.starts_with(&part.folded) {
                set |= part.classes;
            }
        }
        for part in self.parts.iter().filter(may_hold) {
            if folded.contains(&part.folded) {
                set |= part.classes;
            }
        }
        set
    }

    fn sort(&self, bits: Set, code: Code) -> u8 {
        let fixed = |index: usize| (GROUP_SORTS + index) as u8;
        let listed = || {
            self.sorts
                .iter()
                .position(|&class| bits & (1 << class) != 0)
                .map(|index| fixed(FIXED_SORTS.len() + index))
        };
        let groups = (0..4)
            .filter(|&g| bits & self.groups[g] != 0)
            .fold(0u8, |set, g| set | 1 << g);
        match code {
            Code::Edge => EDGE_SORT,
            Code::Punct => fixed(4),
            Code::Number => fixed(3),
            Code::Lower | Code::Connector => listed().unwrap_or(fixed(6)),
            _ if groups != 0 => groups,
            Code::Initial => listed().unwrap_or(fixed(2)),
            // What the endings of plain words tell does not hold for these.
            Code::Mixed => fixed(7),
            _ => match listed() {
                Some(sort) => sort,
                None if bits & self.common != 0 => fixed(0),
                None if code == Code::Capitals => fixed(1),
                None => 0,
            },
        }
    }
}

/// The first letter, or the sign where it is one alone.
fn initial(spelling: &str, code: Code) -> char {
    let mut letters = spelling.chars();
    match (letters.next(), letters.next()) {
        (Some(_), Some(_)) if code == Code::Punct => '\0',
        (first, _) => first.unwrap_or('.'),
    }
}

/// The letter as a capital.
fn upper(letter: char) -> char {
    letter.to_uppercase().next().unwrap_or(letter)
}

/// The number of the last three letters, marks such as accents left out.
fn ending(folded: &str) -> u16 {
    let last = folded.chars().rev().take(3).map(|c| {
        let plain = match c.is_ascii() {
            true => c,
            false => std::iter::once(c).nfd().next().unwrap_or(c),
        };
        match plain.is_ascii_lowercase() {
            true => plain as u16 - u16::from(b'a') + 1,
            false => 0,
        }
    });
    let places = [1, LETTERS as u16, (LETTERS * LETTERS) as u16];
    last.zip(places).map(|(letter, place)| letter * place).sum()
}

/// Whether a part of the word has capitals behind its first letter, and small letters, too.
fn is_mixed(spelling: &str) -> bool {
    spelling.split(['-', '\'', '’', '‑', '–', '.']).any(|part| {
        let mut letters = part.chars();
        letters.next();
        let rest = letters.as_str();
        rest.contains(char::is_uppercase) && rest.contains(char::is_lowercase)
    })
}

/// Whether initials are so many that they are an acronym: `C.G.T.`, not `J.-P.`.
fn is_acronym(spelling: &str) -> bool {
    spelling.matches('.').count() > 2 && !spelling.contains('-')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::fold;

    #[test]
    fn words_are_compared_without_case_and_accents() {
        let hashed = |word: &str| {
            let folded = fold(word);
            plain_hash(&folded, hash(folded.as_bytes()))
        };
        assert_eq!(hashed("ÉLYSÉE"), hashed("Elysee"));
        assert_ne!(hashed("Elysee"), hashed("Elysees"));
        assert_eq!(hashed("\u{ad}"), 0);
    }

    #[test]
    fn a_sign_alone_is_its_own_initial() {
        assert_eq!(initial("«", Code::Punct), '«');
        assert_eq!(initial("...", Code::Punct), '\0');
        assert_eq!(initial("Écho", Code::Capital), 'É');
    }

    #[test]
    fn endings_are_numbered_by_their_letters() {
        assert_eq!(ending("né"), ending("ne"));
        assert_ne!(ending("cité"), ending("cita"));
        assert_eq!(ending("4"), 0);
    }
}
