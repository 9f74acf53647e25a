//! What a word is to quotations by itself: worked out once a form, a bit a sign.

use super::Settings;
use crate::extract::analysis::Analysis;
use crate::extract::signs::{Asked, sign_bits};
use crate::lexicon::{Entry, ListId};
use crate::token::Kind;

/// What a word can be. The words of most are named by `quotes.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sign {
    Age,
    Joint,
    Relative,
    Preposition,
    Auxiliary,
    Approximation,
    TurnLabel,
    SecondPerson,
    Answer,
    Naming,
    Determiner,
    ShowsClause,
    FirstPerson,
    /// Links a noun to its complement.
    Link,
    /// The first word of what leads out of a clause.
    ClauseEnd,
    /// A pronoun of one word that stands for a person.
    Pronoun,
    /// What any begins with.
    BeginsPronoun,
    /// A pronoun that takes up what stands right before it.
    TakesUp,
    Impersonal,
    Definite,
    Demonstrative,
    /// A determiner of the singular.
    Singular,
    Indefinite,
    /// A determiner of any kind before whoever speaks.
    Article,
    Preposed,
    Owner,
    /// People who are left unnamed.
    Anonymous,
    Epithet,
    /// A conjugated verb of every day.
    Finite,
    /// A conjugated verb of saying.
    Saying,
    Function,
    Civility,
    Punct,
    /// Begins with a capital.
    Capital,
    /// May be part of what calls the article an interview.
    Interview,
    Dash,
    /// A hyphen or minus, a dash only between blanks.
    Hyphen,
    /// May be a quotation mark, or begin one of two signs.
    Mark,
    Comma,
    Colon,
    Semicolon,
    FullStop,
    Ellipsis,
    Question,
    /// Opens or closes brackets: round, square.
    Opens,
    Closes,
    OpensSquare,
    ClosesSquare,
}

sign_bits!(quote);

/// Whether the token is a dash that stands apart; a hyphen or minus is one only between blanks.
pub(super) fn is_dash(analysis: &Analysis, at: u32) -> bool {
    let signs = analysis.signs(at).quote;
    if signs & any(&[Sign::Dash, Sign::Hyphen]) == 0 {
        return false;
    }
    let tokens = analysis.input.tokens;
    let between = || tokens.get(at as usize + 1).is_none_or(|next| next.spaced);
    tokens[at as usize].spaced && (signs & Sign::Dash.bit() != 0 || between())
}

impl Settings {
    /// Tells every word that the settings name, with what it is.
    pub(crate) fn each_word(&self, mut tell: impl FnMut(&str, Sign)) {
        let resolve = &self.resolve;
        for (sign, words) in [
            (Sign::Age, &self.ages),
            (Sign::Joint, &self.joints),
            (Sign::Relative, &self.relatives),
            (Sign::Preposition, &self.prepositions),
            (Sign::Auxiliary, &self.auxiliaries),
            (Sign::Approximation, &self.approximations),
            (Sign::TurnLabel, &self.turn_labels),
            (Sign::SecondPerson, &self.second_person),
            (Sign::Answer, &self.answers),
            (Sign::Naming, &self.naming),
            (Sign::Determiner, &self.determiners),
            (Sign::ShowsClause, &self.clause_signs),
            (Sign::FirstPerson, &self.first_person),
            (Sign::Link, &self.complement_links),
            (Sign::TakesUp, &resolve.relatives),
            (Sign::Impersonal, &resolve.impersonal),
            (Sign::Indefinite, &resolve.indefinite),
            (Sign::Article, &resolve.indefinite),
            (Sign::Anonymous, &resolve.indefinite),
            (Sign::Anonymous, &resolve.anonymous),
            (Sign::Preposed, &resolve.preposed),
            (Sign::Owner, &resolve.owner),
            (Sign::Epithet, &resolve.epithets),
        ] {
            words.iter().for_each(|word| tell(word, sign));
        }
        for (sign, words) in [
            (Sign::Pronoun, &resolve.pronouns),
            (Sign::Definite, &resolve.definite),
            (Sign::Article, &resolve.definite),
            (Sign::Demonstrative, &resolve.demonstrative),
            (Sign::Article, &resolve.demonstrative),
            (Sign::Article, &resolve.possessive),
            (Sign::Singular, &resolve.definite),
            (Sign::Singular, &resolve.demonstrative),
            (Sign::Singular, &resolve.possessive),
            (Sign::Singular, &resolve.stranger),
        ] {
            words.keys().for_each(|word| tell(word, sign));
        }
        for pronoun in resolve.pronouns.keys() {
            let heads = (1..=pronoun.len()).filter_map(|end| pronoun.get(..end));
            heads.for_each(|head| tell(head, Sign::BeginsPronoun));
        }
        for words in &self.clause_ends {
            tell(words.split(' ').next().unwrap_or(words), Sign::ClauseEnd);
        }
    }
}

/// What tells signs beside the words of the settings.
#[derive(Debug, Default)]
pub(crate) struct Tellers {
    finite: Option<ListId>,
    saying: Option<ListId>,
    function: Option<ListId>,
    civility: Option<ListId>,
    /// Letters at the end of the word with which a sign of interviews begins.
    interview: Vec<String>,
}

impl Tellers {
    pub(crate) fn new(settings: &Settings, concept: impl Fn(&str) -> Option<ListId>) -> Self {
        // A word is cut nowhere within its letters.
        let head = |sign: &String| {
            let first = sign.split(' ').next()?;
            let letters = first.rsplit(|c: char| !c.is_alphabetic()).next()?;
            Some(letters.to_owned())
        };
        Self {
            finite: concept("finite-verb"),
            saying: concept("reporting-verb"),
            function: concept("function"),
            civility: concept("civility"),
            interview: settings.interview_signs.iter().filter_map(head).collect(),
        }
    }
}

/// The signs that a list entry gives.
pub(crate) fn of_entry(entry: &Entry, tellers: &Tellers) -> u64 {
    let conjugated = is_conjugated(entry);
    let signs = [
        (Sign::Finite, tellers.finite, conjugated),
        (Sign::Saying, tellers.saying, conjugated),
        (Sign::Function, tellers.function, true),
        (Sign::Civility, tellers.civility, true),
    ];
    let given = signs
        .into_iter()
        .filter(|&(_, list, is)| is && list == Some(entry.list));
    given.fold(0, |bits, (sign, ..)| bits | sign.bit())
}

fn is_conjugated(entry: &Entry) -> bool {
    entry.tag.is_some_and(|tag| {
        !matches!(tag.mood(), 'W' | 'K' | 'G' | 'Y') && !tag.as_str().ends_with("2s")
    })
}

/// The signs that follow from the look of the word.
pub(crate) fn look(asked: &Asked, settings: &Settings, tellers: &Tellers) -> u64 {
    let word = asked.spelling;
    let mut bits = 0;
    let mut set = |sign: Sign, is: bool| bits |= if is { sign.bit() } else { 0 };
    set(Sign::Capital, word.starts_with(char::is_uppercase));
    if asked.form.kind == Kind::Word {
        let mut interview = tellers.interview.iter();
        set(
            Sign::Interview,
            interview.any(|head| asked.folded.ends_with(head.as_str())),
        );
        return bits;
    }
    let sign = match word {
        "," => Some(Sign::Comma),
        ":" => Some(Sign::Colon),
        ";" => Some(Sign::Semicolon),
        "." => Some(Sign::FullStop),
        "…" => Some(Sign::Ellipsis),
        "?" => Some(Sign::Question),
        "(" => Some(Sign::Opens),
        ")" => Some(Sign::Closes),
        "[" => Some(Sign::OpensSquare),
        "]" => Some(Sign::ClosesSquare),
        "-" => Some(Sign::Hyphen),
        _ => None,
    };
    if let Some(sign) = sign {
        set(sign, true);
    }
    set(Sign::Punct, asked.form.kind == Kind::Punct);
    set(Sign::Dash, settings.dashes.iter().any(|d| d == word));
    let begins = |mark: &String| mark.starts_with(word);
    let paired = settings.pairs.iter().any(|(a, b)| begins(a) || begins(b));
    set(
        Sign::Mark,
        matches!(asked.form.kind, Kind::Punct | Kind::Symbol)
            && (paired || settings.straight.iter().any(begins)),
    );
    bits
}
