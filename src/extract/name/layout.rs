//! The layout of the evidence: every piece of evidence has a name and a number.
//!
//! Evidence comes in templates (`left`, `first`, `pair` …) over one or two small domains (classes,
//! words, sorts …), so that a piece's number is found by arithmetic and its weights by one look.

use std::collections::HashMap;

use super::classes::Classes;
use super::forms::Code;

/// Kinds of names, in the order of the weights.
pub(super) const KINDS: [&str; 4] = ["person", "organization", "place", "other"];
/// Longest length told apart, and highest count.
pub(super) const SMALL: usize = 10;
/// Shapes of up to four tokens.
pub(super) const PATTERNS: usize = Code::COUNT.pow(4);

/// The letters that endings are told apart by: those from a to z, and any other.
pub(super) const LETTERS: usize = 27;
/// Endings of three letters.
const ENDINGS: usize = LETTERS.pow(3);

/// What a template ranges over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Domain {
    /// One value only.
    Unit,
    Class,
    Word,
    Sort,
    /// The sort of a name of one word, or what a longer one is made of.
    Build,
    /// The last three letters of a word.
    Ending,
    Code,
    Small,
    Pattern,
    Kind,
}

macro_rules! templates {
    ($($variant:ident $name:literal $a:ident $b:ident $doc:literal,)*) => {
        /// A template of evidence.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum T { $(#[doc = $doc] $variant,)* }

        /// Name and domains of each template.
        pub(super) const TEMPLATES: &[(&str, Domain, Domain, &str)] =
            &[$(($name, Domain::$a, Domain::$b, $doc),)*];
    };
}

templates! {
    Length "length" Small Unit "how many tokens",
    Lower "lower-words" Small Code "how many words in small letters, connectors apart, and the shape of the first word",
    Pattern "pattern" Pattern Unit "shapes of the tokens",
    Ends "ends" Code Code "shapes of first and last token of a long name",
    Build "build" Build Unit "what it is made of",
    Whole "whole" Class Unit "class of the whole",
    First "first" Class Unit "class of the first word",
    Last "last" Class Unit "class of the last word",
    FirstWord "first-word" Word Unit "first word",
    Ending "ending" Ending Unit "last letters of a name of one word",
    LastEnding "last-ending" Ending Unit "last letters of the last word of a longer one",
    Inside "inside" Class Unit "class of a word between",
    Links "links" Word Unit "connector inside",
    Pair "pair" Sort Sort "sorts of first and last word",
    HeadTail "head-tail" Class Sort "class of the head and sort of the last word",
    Left "left" Class Unit "class of the word on the left",
    Right "right" Class Unit "class of the word on the right",
    LeftWord "left-word" Word Build "word on the left",
    RightWord "right-word" Word Build "word on the right",
    LeftSort "left-sort" Sort Build "sort of the word on the left",
    RightSort "right-sort" Sort Build "sort of the word on the right",
    Left2 "left2" Sort Word "the word on the left and the sort of the one before",
    Right2 "right2" Sort Word "the word on the right and the sort of the next",
    LeftEdge "left-edge" Code Sort "shape on the left, sort of the first word",
    RightEdge "right-edge" Code Sort "shape on the right, sort of the last word",
    Noun "noun" Class Build "class of the noun on the left, words between left out",
    NounWord "noun-word" Word Code "that noun, and the shape of the first word",
    NounLink "noun-link" Class Word "class of that noun, and the word between it and the candidate",
    Apposition "apposition" Class Build "class of the noun behind the comma on the right",
    Topic "topic" Build Unit "stands in an article about the pack's topic",
    TopicClass "topic-class" Class Unit "class of the whole in such an article",
    TopicLeft "topic-left" Word Unit "word on the left in such an article",
    TopicRight "topic-right" Sort Unit "sort of the word on the right in such an article",
    TopicNext "topic-next" Word Unit "word on the right in such an article",
    Opens "opens-sentence" Build Unit "stands at the head of the sentence",
    OpensCommon "opens-common" Class Unit "stands at the head of the sentence, with a class of its first word",
    Title "title" Build Unit "stands in a headline",
    Shouted "shouted" Build Unit "stands among capitals only",
    Quoted "quoted" Build Unit "is all that stands in quotation marks",
    Bracketed "bracketed" Build Unit "is all that stands in brackets",
    Cuts "cuts" Class Unit "cuts an entry of a list in two",
    Proposed "proposed" Kind Build "a rule proposes the kind",
    Same "same" Kind Build "the same words are such a name elsewhere in the article",
    SameKind "same-kind" Kind Unit "the same, whatever they are made of",
    Vote "vote" Kind Small "what the evidence of all other places where the words stand adds up to, and by what margin",
    Most "mostly" Kind Small "how often the same words are such a name elsewhere",
    Tail "tail-of" Kind Build "ends a longer name elsewhere in the article",
    TailKind "tail-kind" Kind Unit "the same, whatever it is made of",
    Head "head-of" Kind Build "begins a longer name elsewhere in the article",
    EndsWith "ends-with" Kind Build "its last word is a name elsewhere",
    BeginsWith "begins-with" Kind Build "its first word is a name elsewhere",
    Acronym "acronym-of" Kind Unit "initials of a name in the article",
    Expands "expands" Kind Unit "its initials are a name in the article",
    Before "before" Kind Word "such a name stands before it, and the word between",
    After "after" Kind Word "such a name stands behind it, and the word between",
    Joined "joined" Kind Build "such a name is joined to it: `Morvan et Tasset`",
    Alike "alike" Kind Small "such a name is joined to it: 1, both are of one word; 2, both are of several; 3, they differ",
    Never "never-elsewhere" Build Unit "the same words elsewhere are no name",
}

/// Where the numbers of a template begin, and how many values its second domain has.
#[derive(Debug, Default, Clone, Copy)]
struct Place {
    base: u32,
    second: u32,
}

/// The numbers of all evidence of a pack.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    places: [Place; TEMPLATES.len()],
    total: usize,
    class_count: usize,
    word_count: usize,
    sort_count: usize,
    build_count: usize,
}

/// Builds of names of several words, behind the sorts: fixed ones, then two a class of heads, in small
/// letters and with a capital.
pub(super) const FIXED_BUILDS: [&str; 9] = [
    "place-entry",
    "org-entry",
    "other-entry",
    "given-first",
    "closed",
    "numbered",
    "with-lower",
    "family-last",
    "several",
];

impl Default for Layout {
    fn default() -> Self {
        Self {
            places: [Place::default(); TEMPLATES.len()],
            total: 0,
            class_count: 0,
            word_count: 0,
            sort_count: 0,
            build_count: 0,
        }
    }
}

impl Layout {
    pub(super) fn new(classes: &Classes) -> Self {
        let sort_count = classes.sort_count();
        let mut layout = Self {
            class_count: classes.names.len(),
            word_count: classes.words.len(),
            sort_count,
            build_count: sort_count + FIXED_BUILDS.len() + 2 * classes.head_list.len(),
            ..Self::default()
        };
        for (at, &(_, a, b, _)) in TEMPLATES.iter().enumerate() {
            let second = layout.size(b);
            layout.places[at] = Place {
                base: layout.total as u32,
                second: second as u32,
            };
            layout.total += layout.size(a) * second;
        }
        layout
    }

    fn size(&self, domain: Domain) -> usize {
        match domain {
            Domain::Unit => 1,
            Domain::Class => self.class_count,
            Domain::Word => self.word_count,
            Domain::Sort => self.sort_count,
            Domain::Build => self.build_count,
            Domain::Ending => ENDINGS,
            Domain::Code => Code::COUNT,
            Domain::Small => SMALL,
            Domain::Pattern => PATTERNS,
            Domain::Kind => KINDS.len(),
        }
    }

    /// How many pieces there are.
    pub(super) fn len(&self) -> usize {
        self.total
    }

    /// The number of a piece.
    #[inline]
    pub(super) fn number(&self, template: T, a: usize, b: usize) -> u32 {
        let Place { base, second } = self.places[template as usize];
        base + a as u32 * second + b as u32
    }

    /// The numbers of pieces by their names, as [`Self::name`] gives them.
    pub(super) fn numbers<'l>(&'l self, classes: &'l Classes) -> Numbers<'l> {
        Numbers {
            layout: self,
            templates: (TEMPLATES.iter().enumerate())
                .map(|(at, (name, ..))| (*name, at))
                .collect(),
            values: VALUED.map(|domain| {
                (0..self.size(domain))
                    .map(|value| (value_name(classes, domain, value), value))
                    .collect()
            }),
        }
    }

    /// The name of a piece: `template:value` or `template:value/value`.
    pub(super) fn name(&self, classes: &Classes, number: usize) -> String {
        let at = self
            .places
            .partition_point(|place| place.base as usize <= number)
            .saturating_sub(1);
        let (name, a, b, _) = TEMPLATES[at];
        let rest = number - self.places[at].base as usize;
        let second = self.places[at].second as usize;
        let first = value_name(classes, a, rest / second);
        if b == Domain::Unit {
            format!("{name}:{first}")
        } else {
            format!("{name}:{first}/{}", value_name(classes, b, rest % second))
        }
    }
}

/// Domains whose values are looked up by name.
const VALUED: [Domain; 8] = [
    Domain::Unit,
    Domain::Class,
    Domain::Word,
    Domain::Sort,
    Domain::Build,
    Domain::Code,
    Domain::Small,
    Domain::Kind,
];

/// The way back from a name to its number.
pub(super) struct Numbers<'l> {
    layout: &'l Layout,
    templates: HashMap<&'static str, usize>,
    /// Values of each of [`VALUED`].
    values: [HashMap<String, usize>; VALUED.len()],
}

impl Numbers<'_> {
    /// The number of the piece called `name`, if there is one.
    pub(super) fn number(&self, name: &str) -> Option<u32> {
        let (template, rest) = name.split_once(':')?;
        let at = *self.templates.get(template)?;
        let (_, a, b, _) = TEMPLATES[at];
        let (first, second) = if b == Domain::Unit {
            (self.value(a, rest)?, 0)
        } else {
            // A word may hold the sign that stands between the two.
            rest.match_indices('/').find_map(|(cut, _)| {
                Some((
                    self.value(a, &rest[..cut])?,
                    self.value(b, &rest[cut + 1..])?,
                ))
            })?
        };
        let place = self.layout.places[at];
        Some(place.base + first as u32 * place.second + second as u32)
    }

    fn value(&self, domain: Domain, name: &str) -> Option<usize> {
        if domain == Domain::Pattern {
            let mut codes = name.split(' ').filter(|code| !code.is_empty());
            return codes.try_fold(0, |pattern, code| {
                let code = Code::NAMES.iter().position(|name| *name == code)?;
                Some(pattern * Code::COUNT + code).filter(|&p| p < PATTERNS)
            });
        }
        if domain == Domain::Ending {
            let mut letters = name.bytes().map(|letter| match letter {
                b'-' => Some(0),
                b'a'..=b'z' => Some(usize::from(letter - b'a') + 1),
                _ => None,
            });
            let ending = letters.try_fold(0, |ending, letter| Some(ending * LETTERS + letter?));
            return ending.filter(|_| name.len() == 3);
        }
        let at = VALUED.iter().position(|valued| *valued == domain)?;
        self.values[at].get(name).copied()
    }
}

fn value_name(classes: &Classes, domain: Domain, value: usize) -> String {
    match domain {
        Domain::Unit => String::new(),
        Domain::Class => classes.names[value].clone(),
        Domain::Word => classes.words[value].clone(),
        Domain::Sort => classes.sort_name(value),
        Domain::Build => {
            let sorts = classes.sort_count();
            if value < sorts {
                classes.sort_name(value)
            } else if let Some(name) = FIXED_BUILDS.get(value - sorts) {
                (*name).to_owned()
            } else {
                let head = value - sorts - FIXED_BUILDS.len();
                let class = usize::from(classes.head_list[head / 2]);
                let capital = if head % 2 == 1 { "Xx:" } else { "" };
                format!("{capital}{}…", classes.names[class])
            }
        }
        Domain::Code => Code::NAMES[value].to_owned(),
        Domain::Ending => {
            let letter = |place: usize| match value / LETTERS.pow(place as u32) % LETTERS {
                0 => '-',
                letter => (b'a' + letter as u8 - 1) as char,
            };
            [letter(2), letter(1), letter(0)].iter().collect()
        }
        Domain::Small => value.to_string(),
        Domain::Pattern => {
            let mut names = Vec::new();
            let mut rest = value;
            while rest > 0 {
                names.push(Code::NAMES[rest % Code::COUNT]);
                rest /= Code::COUNT;
            }
            names.reverse();
            names.join(" ")
        }
        Domain::Kind => KINDS[value].to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Settings;
    use super::*;
    use crate::lexicon::Lexicon;

    #[test]
    fn every_number_has_a_name_that_leads_back_to_it() {
        let settings: Settings = toml::from_str(
            r#"
            class = [{ name = "city" }, { name = "office" }]
            heads = ["office"]
            sorts = ["city"]
            connectors = ["de", "/", "et/ou"]
            "#,
        )
        .expect("settings");
        let classes = Classes::build(&settings, &Lexicon::default(), &mut Vec::new());
        let layout = Layout::new(&classes);
        let numbers = layout.numbers(&classes);
        for number in 0..layout.len() {
            let name = layout.name(&classes, number);
            assert_eq!(numbers.number(&name), Some(number as u32), "{name}");
        }
        for wrong in ["", "whole", "whole:country", "pair:edge", "pattern:Xx yy"] {
            assert_eq!(numbers.number(wrong), None, "{wrong}");
        }
    }
}
