//! The one door of the core: an article in, its records out.

use std::sync::Mutex;

use super::analysis::{Analysis, Findings};
use super::assemble;
use super::long;
use super::name::FormTable;
use super::pack::{Pack, PackError, PackFiles};
use super::phase::{Builtin, Phase};
use super::published;
use super::signs::SignTable;
use crate::lexicon::{Found, ListedWord};
use crate::record::{Article, Extraction};
use crate::rule::{Cut, FormBits, Input, MAX_PHRASE, Matcher, Parts, Regions, RuleSet, Setting};
use crate::text::{Block, BlockKind};
use crate::token::{Forms, Sentence, Token, sentences};

/// Forms that a scratch may hold before it starts afresh: bounds the memory of a long run. Some ten megabytes of
/// news have as many. Twice as many make a run a twentieth faster, and larger by what a new word takes: 200 bytes a worker.
/// Tests want to see it happen.
const MAX_FORMS: usize = if cfg!(test) { 40 } else { 60_000 };
/// Text, in bytes, whose working memory is given back, so that it does not stay for all the short ones to come.
const LONG: usize = 1 << 20;

/// Working memory of one worker: tables that grow with the vocabulary and are reused from article
/// to article. Two scratches never change a result, only the speed.
#[derive(Debug, Default)]
pub struct Scratch {
    forms: Forms,
    bits: FormBits,
    names: FormTable,
    signs: SignTable,
    tokens: Vec<Token>,
    sentences: Vec<Sentence>,
    blocks: Vec<Block>,
    block_tokens: Vec<u32>,
    /// The tokens' words.
    words: Vec<ListedWord>,
    classes: Vec<u32>,
    found: Vec<Found>,
    found_from: Vec<u32>,
    found_rows: Vec<u32>,
    regions: Regions,
    matcher: Matcher,
}

impl Scratch {
    /// Gives back what grows with the article, and keeps what grows with the vocabulary.
    fn shrink(&mut self) {
        let Self {
            forms,
            bits,
            names,
            signs,
            ..
        } = std::mem::take(self);
        *self = Self {
            forms,
            bits,
            names,
            signs,
            ..Self::default()
        };
    }
}

/// A language pack made ready, as a function from articles to records.
///
/// It is immutable and shared freely between threads.
#[derive(Debug)]
pub struct Pipeline {
    pack: Pack,
    /// Scratches of [`Self::extract`], kept for the next call.
    spare: Mutex<Vec<Scratch>>,
}

impl Pipeline {
    /// The pack that is built into the program for `lang` (`"fr"`).
    ///
    /// # Errors
    /// No such pack.
    pub fn builtin(lang: &str) -> Result<Self, PackError> {
        Self::with_pack(lang, "", Vec::new())
    }

    /// The built-in pack for `lang` with the files of `extra` (path within the pack, text) added to
    /// it; see [`Pack::load`]. `folder` is where they came from, for messages.
    ///
    /// # Errors
    /// Every fault of every file, as one report that is ready to print.
    pub fn with_pack(lang: &str, folder: &str, extra: PackFiles) -> Result<Self, PackError> {
        Ok(Self {
            pack: Pack::load(lang, folder, extra)?,
            spare: Mutex::default(),
        })
    }

    /// The pack.
    pub fn pack(&self) -> &Pack {
        &self.pack
    }

    /// Puts the rules without one part in place of the rules, and returns those.
    pub(super) fn without(&mut self, parts: &Parts, cut: &Cut, setting: &Setting) -> RuleSet {
        let pack = &mut self.pack;
        let rules = parts.without(cut, setting, &mut pack.lexicon, &pack.splitter);
        std::mem::replace(&mut pack.rules, rules)
    }

    /// Undoes [`Self::without`].
    pub(super) fn put_back(&mut self, rules: RuleSet) {
        self.pack.rules = rules;
    }

    /// Extracts with working memory of its own; for many articles use [`Self::extract_with`].
    pub fn extract(&self, article: &Article) -> Extraction {
        let spare = self.spare.lock().ok().and_then(|mut spare| spare.pop());
        let mut scratch = spare.unwrap_or_default();
        let extraction = self.extract_with(&mut scratch, article);
        if let Ok(mut spare) = self.spare.lock() {
            spare.push(scratch);
        }
        extraction
    }

    /// Extracts everything from `article`. Offsets are bytes into [`Article::text`].
    ///
    /// Never fails: what is wrong with the text is told in [`Extraction::warnings`].
    /// Time is linear in the length of the text; memory beside the records is not, since a text of more
    /// than 4 MB is read in stretches.
    pub fn extract_with(&self, scratch: &mut Scratch, article: &Article) -> Extraction {
        if article.text.len() <= LONG {
            return self.extract_clocked(scratch, article, &mut |_| {});
        }
        let extraction = long::extract(self, scratch, article, long::STRETCH);
        scratch.shrink();
        extraction
    }

    /// The same for benchmarks: `done` is told the name of each stage when it ends. Rules and
    /// built-ins are called as `pack.toml` calls their phases.
    #[doc(hidden)]
    pub fn extract_clocked(
        &self,
        scratch: &mut Scratch,
        article: &Article,
        done: &mut dyn FnMut(&str),
    ) -> Extraction {
        let extraction = self.observe(
            scratch,
            article,
            done,
            |_, _, _, _| {},
            |analysis, _, findings| assemble::extraction(article, analysis, findings),
        );
        done("assemble");
        extraction
    }

    /// Runs every phase. `done` is told the stages that are over, `before` sees what each phase of rules is about to see, `then` gets what
    /// came of it all.
    pub(crate) fn observe<T>(
        &self,
        scratch: &mut Scratch,
        article: &Article,
        done: &mut dyn FnMut(&str),
        mut before: impl FnMut(u16, &Analysis, &Regions, &mut Matcher),
        then: impl FnOnce(&Analysis, &Regions, Findings) -> T,
    ) -> T {
        let published = published::date(article);
        let mut findings = Findings::default();
        self.analyse(
            scratch,
            &article.text,
            published,
            done,
            |analysis, regions, matcher, done| {
                matcher.begin(&analysis.input);
                for (phase, name) in self.pack.phases.iter().zip(&self.pack.phase_names) {
                    match *phase {
                        Phase::Rules(number) => {
                            before(number, analysis, regions, matcher);
                            matcher.run(number, &analysis.input, regions);
                        }
                        Phase::Builtin(builtin) => builtin.run(analysis, regions, &mut findings),
                    }
                    done(name);
                }
                then(analysis, regions, findings)
            },
        )
    }

    /// Runs the phases that stand before the names, and hands on what they found.
    pub(crate) fn before_names<T>(
        &self,
        scratch: &mut Scratch,
        text: &str,
        then: impl FnOnce(&Analysis, &Regions) -> T,
    ) -> T {
        let mut findings = Findings::default();
        let done = &mut |_: &str| {};
        self.analyse(
            scratch,
            text,
            None,
            done,
            |analysis, regions, matcher, _| {
                matcher.begin(&analysis.input);
                for phase in &self.pack.phases {
                    match *phase {
                        Phase::Builtin(Builtin::Name) => break,
                        Phase::Rules(number) => matcher.run(number, &analysis.input, regions),
                        Phase::Builtin(builtin) => builtin.run(analysis, regions, &mut findings),
                    }
                }
                then(analysis, regions)
            },
        )
    }

    /// Runs the built-ins that stand before the first phase of rules.
    #[cfg(test)]
    pub(crate) fn before_rules<T>(
        &self,
        scratch: &mut Scratch,
        text: &str,
        then: impl FnOnce(&Input, &Regions) -> T,
    ) -> T {
        let mut findings = Findings::default();
        let done = &mut |_: &str| {};
        self.analyse(scratch, text, None, done, |analysis, regions, _, _| {
            for phase in &self.pack.phases {
                let Phase::Builtin(builtin) = phase else {
                    break;
                };
                builtin.run(analysis, regions, &mut findings);
            }
            then(&analysis.input, regions)
        })
    }

    /// Segments `text` and hands the analysis on.
    pub(crate) fn analyse<T>(
        &self,
        scratch: &mut Scratch,
        text: &str,
        published: Option<jiff::civil::Date>,
        done: &mut dyn FnMut(&str),
        then: impl FnOnce(&Analysis, &mut Regions, &mut Matcher, &mut dyn FnMut(&str)) -> T,
    ) -> T {
        let pack = &self.pack;
        let s = scratch;
        if s.forms.len() > MAX_FORMS {
            s.forms.clear();
            s.names.forget();
            s.signs.clear();
            if !s.bits.forget() {
                s.names.clear();
                s.matcher.clear();
            }
        }
        pack.blocks.read_into(text, &mut s.blocks);
        done("blocks");
        segment(pack, text, s);
        done("segment");
        s.bits
            .extend(&s.forms, &pack.lexicon, &pack.rules, pack.stemmer.as_ref());
        s.names
            .extend(&s.forms, &s.bits, &pack.lexicon, &pack.names);
        s.signs.extend(
            &s.forms,
            &s.bits,
            &pack.lexicon,
            &pack.signer,
            &pack.settings,
        );
        done("forms");
        look_up(pack, s);
        s.names
            .extend_phrases(&s.found, &s.found_rows, &pack.lexicon, &pack.names.classes);
        done("look up");
        s.regions.reset(s.tokens.len(), pack.rules.type_count());
        let analysis = Analysis {
            pack,
            input: Input {
                text,
                tokens: &s.tokens,
                forms: &s.forms,
                bits: &s.bits,
                classes: &s.classes,
                found: &s.found,
                found_from: &s.found_from,
                found_rows: &s.found_rows,
                lexicon: &pack.lexicon,
                rules: &pack.rules,
            },
            blocks: &s.blocks,
            block_tokens: &s.block_tokens,
            sentences: &s.sentences,
            published,
            names: &s.names,
            signs: &s.signs,
        };
        then(&analysis, &mut s.regions, &mut s.matcher, done)
    }
}

/// Tokens and sentences of every block; clutter has none, so nothing is found in it.
fn segment(pack: &Pack, text: &str, s: &mut Scratch) {
    s.tokens.clear();
    s.sentences.clear();
    s.block_tokens.clear();
    for block in &s.blocks {
        let from = s.tokens.len();
        s.block_tokens.push(from as u32);
        if block.kind == BlockKind::Clutter {
            continue;
        }
        let (tokens, forms) = (&mut s.tokens, &mut s.forms);
        let mut end = usize::MAX;
        pack.splitter
            .split(text, block.start as usize, block.end as usize, |piece| {
                tokens.push(Token {
                    start: piece.start as u32,
                    end: piece.end as u32,
                    form: forms.intern_at(text, piece.start, piece.end, piece.kind),
                    spaced: piece.start != end,
                    opens_block: end == usize::MAX,
                    opens_sentence: false,
                });
                end = piece.end;
            });
        sentences(
            text,
            &mut s.tokens,
            from,
            &s.forms,
            &pack.splitter,
            &mut s.sentences,
        );
    }
    s.block_tokens.push(s.tokens.len() as u32);
}

/// Multiword entries.
fn look_up(pack: &Pack, s: &mut Scratch) {
    s.found.clear();
    s.found_from.clear();
    s.found_rows.clear();
    s.classes.clear();
    s.words.clear();
    for token in &s.tokens {
        let (class, word) = s.bits.class_and_word(token.form);
        s.classes.push(class);
        s.words.push(word);
    }
    for (start, pair) in s.words.windows(2).enumerate() {
        if !pack.lexicon.may_begin_multiword(pair[0], pair[1]) {
            continue;
        }
        s.found_from.resize(start + 1, s.found.len() as u32);
        // An entry never runs on into the next sentence.
        let most = s.tokens.len().min(start + MAX_PHRASE as usize);
        let end = (start + 1..most)
            .find(|&i| s.tokens[i].opens_sentence)
            .unwrap_or(most);
        let (tokens, forms) = (&s.tokens, &s.forms);
        pack.lexicon.find_multiword(
            &s.words[start..end],
            start,
            |i| forms.spelling(tokens[i].form),
            &mut s.found,
        );
    }
    (s.found_from).resize(s.tokens.len() + 1, s.found.len() as u32);
    s.bits
        .phrases(&s.found, &pack.lexicon, &pack.rules, &mut s.found_rows);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Forms, and at times classes, are forgotten between these; no record may tell.
    #[test]
    fn what_is_forgotten_changes_nothing() {
        let texts = [
            "La maire de Brannes, Odile Karsenty, a reçu 12 familles mardi. « Nous tiendrons parole », a-t-elle dit.",
            "Plus de 500 des 750 employés de Valorex ont fait grève le 3 mars 2021, selon la direction du groupe.",
            "Le président du club, Yann Perrot, assure que la saison ira à son terme. Il a signé pour trois ans.",
            "Au port de Gannes, les pêcheurs réclament 4,5 millions d’euros d’aides avant la fin du mois.",
        ];
        let pipeline = Pipeline::builtin("fr").expect("the pack is good");
        let mut scratch = Scratch::default();
        let mut forgot = [0, 0];
        for text in texts.iter().cycle().take(24) {
            let article = Article::new("a", *text);
            let before = scratch.forms.len();
            let classes = scratch.bits.signs();
            let found = pipeline.extract_with(&mut scratch, &article);
            forgot[0] += usize::from(scratch.forms.len() < before);
            forgot[1] += usize::from(scratch.bits.signs() < classes);
            let fresh = pipeline.extract_with(&mut Scratch::default(), &article);
            assert_eq!(found, fresh);
        }
        assert!(forgot[1] > 0 && forgot[0] > forgot[1], "{forgot:?}");
    }
}
