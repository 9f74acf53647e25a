//! The linguist's first look: how a text is cut, and what is known of each token.

use super::pipeline::{Pipeline, Scratch};
use crate::record::Article;
use crate::text::BlockKind;
use crate::token::Kind;

/// A block of the text with its sentences; clutter has none.
#[derive(Debug, Clone, PartialEq)]
pub struct BlockView {
    pub kind: BlockKind,
    /// Byte offsets, end exclusive.
    pub span: std::ops::Range<usize>,
    pub sentences: Vec<Vec<TokenView>>,
}

/// A token and what is known of its form.
#[derive(Debug, Clone, PartialEq)]
pub struct TokenView {
    /// Byte offsets, end exclusive.
    pub span: std::ops::Range<usize>,
    pub text: String,
    /// The spelling under which lists and rules look it up: `norm` in rules.
    pub norm: String,
    pub stem: Option<String>,
    pub kind: &'static str,
    pub shape: &'static str,
    /// The lists that hold it.
    pub lists: Vec<ListView>,
}

/// An entry of a list that stands at a token.
#[derive(Debug, Clone, PartialEq)]
pub struct ListView {
    pub list: String,
    /// How many tokens the entry has.
    pub tokens: usize,
    pub lemma: String,
    /// Inflection, where the pack inflects the list.
    pub tag: Option<String>,
}

/// Cuts an article and looks its tokens up. No rule runs.
pub fn tokens(pipeline: &Pipeline, scratch: &mut Scratch, article: &Article) -> Vec<BlockView> {
    let done = &mut |_: &str| {};
    pipeline.analyse(scratch, &article.text, None, done, |analysis, _, _, _| {
        let input = &analysis.input;
        let token = |at: u32| {
            let token = input.tokens[at as usize];
            let form = input.forms.get(token.form);
            let norm = input.forms.folded(token.form);
            let view = |entry: crate::lexicon::Entry, tokens: u32| ListView {
                list: input.lexicon.get(entry.list).name().to_owned(),
                tokens: tokens as usize,
                lemma: input.lexicon.lemma(entry).to_owned(),
                tag: entry.tag.map(|t| t.as_str().to_owned()),
            };
            TokenView {
                span: token.start as usize..token.end as usize,
                text: token.text(input.text).to_owned(),
                norm: norm.to_owned(),
                stem: (form.kind == Kind::Word)
                    .then_some(analysis.pack.stemmer.as_ref())
                    .flatten()
                    .map(|s| s.stem(norm).into_owned()),
                kind: form.kind.name(),
                shape: form.shape.name(),
                lists: input
                    .entries(at, at + 1)
                    .map(|e| view(e, 1))
                    .chain(
                        input
                            .found_at(at)
                            .iter()
                            .map(|f| view(f.entry, f.end - f.start)),
                    )
                    .collect(),
            }
        };
        analysis
            .blocks
            .iter()
            .zip(analysis.block_tokens.windows(2))
            .map(|(block, tokens)| BlockView {
                kind: block.kind,
                span: block.start as usize..block.end as usize,
                sentences: analysis
                    .sentences
                    .iter()
                    .filter(|s| s.first >= tokens[0] && s.first < tokens[1])
                    .map(|s| (s.first..s.end).map(token).collect())
                    .collect(),
            })
            .collect()
    })
}
