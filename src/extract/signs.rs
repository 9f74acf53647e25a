//! What the built-ins ask of a word alone, settled once a form: a bit a question.
//!
//! Most answers are words of their settings, the others follow from lists, endings and the look of the word.
//! What a bit means, its built-in knows (`quote::Sign` and its like).

use hashbrown::HashMap;

use super::builtin::Settings;
use super::{date, number, quote};
use crate::lexicon::{Entry, Lexicon, ListId, WordId};
use crate::rule::FormBits;
use crate::token::{Form, FormId, Forms};

/// What the built-ins know of a word: a bit a sign.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Signs {
    pub number: u64,
    pub date: u64,
    pub quote: u64,
}

/// What the `Sign`s of a built-in are as bits, in the field of [`Signs`] that has its name.
macro_rules! sign_bits {
    ($builtin:ident) => {
        impl Sign {
            pub(crate) const fn bit(self) -> u64 {
                1 << self as u64
            }

            /// Whether the token is it.
            #[inline]
            pub(super) fn at(
                self,
                analysis: &$crate::extract::analysis::Analysis,
                token: u32,
            ) -> bool {
                analysis.signs(token).$builtin & self.bit() != 0
            }
        }

        /// The bits of several signs.
        #[allow(dead_code, reason = "not every built-in asks for several at once")]
        pub(super) const fn any(signs: &[Sign]) -> u64 {
            let (mut bits, mut at) = (0, 0);
            while at < signs.len() {
                bits |= signs[at].bit();
                at += 1;
            }
            bits
        }
    };
}
pub(crate) use sign_bits;

/// A form under question.
pub(crate) struct Asked<'a> {
    pub form: &'a Form,
    pub spelling: &'a str,
    pub folded: &'a str,
    word: Option<WordId>,
    lexicon: &'a Lexicon,
}

impl<'a> Asked<'a> {
    /// The list entries that the form is.
    pub fn entries(&self) -> impl Iterator<Item = Entry> + use<'a> {
        let (lexicon, spelling) = (self.lexicon, self.spelling);
        let entries = self.word.into_iter().flat_map(|word| lexicon.entries(word));
        entries.filter(|entry| lexicon.has_capitals(*entry, spelling))
    }
}

/// What tells the signs of a word.
#[derive(Debug, Default)]
pub(crate) struct Signer {
    /// The words of the settings, folded.
    words: HashMap<String, Signs>,
    endings: date::Endings,
    quote: quote::Tellers,
    shared_currency: Option<ListId>,
}

impl Signer {
    pub fn new(settings: &Settings, concept: impl Fn(&str) -> Option<ListId>) -> Self {
        let mut words: HashMap<String, Signs> = HashMap::new();
        let mut of = |word: &str, tell: &dyn Fn(&mut Signs)| match words.get_mut(word) {
            Some(signs) => tell(signs),
            None => tell(words.entry(word.to_owned()).or_default()),
        };
        let Settings {
            number,
            date,
            quote,
            ..
        } = settings;
        number.each_word(|word, sign| of(word, &|signs| signs.number |= sign.bit()));
        date.each_word(|word, sign| of(word, &|signs| signs.date |= sign.bit()));
        quote.each_word(|word, sign| of(word, &|signs| signs.quote |= sign.bit()));
        Self {
            words,
            endings: date::Endings::new(date),
            quote: quote::Tellers::new(quote, &concept),
            shared_currency: concept("shared-currency"),
        }
    }

    fn signs(&self, asked: &Asked, settings: &Settings) -> Signs {
        let mut signs = self.words.get(asked.folded).copied().unwrap_or_default();
        signs.number |= number::look(asked, &settings.number);
        signs.date |= date::look(asked, &self.endings);
        signs.quote |= quote::look(asked, &settings.quote, &self.quote);
        for entry in asked.entries() {
            signs.date |= date::of_entry(&entry);
            signs.quote |= quote::of_entry(&entry, &self.quote);
            if Some(entry.list) == self.shared_currency {
                signs.number |= number::Sign::SharedCurrency.bit();
            }
        }
        signs
    }
}

/// The signs of every form met so far by one worker.
#[derive(Debug, Default)]
pub(crate) struct SignTable(Vec<Signs>);

impl SignTable {
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Works out the signs of the forms that are new since the last call.
    pub fn extend(
        &mut self,
        forms: &Forms,
        bits: &FormBits,
        lexicon: &Lexicon,
        signer: &Signer,
        settings: &Settings,
    ) {
        for index in self.0.len()..forms.len() {
            let id = FormId(index as u32);
            let asked = Asked {
                form: forms.get(id),
                spelling: forms.spelling(id),
                folded: forms.folded(id),
                word: bits.word(id),
                lexicon,
            };
            self.0.push(signer.signs(&asked, settings));
        }
    }

    #[inline]
    pub fn get(&self, form: FormId) -> Signs {
        self.0[form.index()]
    }
}
