//! The one door of the core: an article in, its records out.

use crate::record::{Article, Extraction, SCHEMA};

/// A language pack that cannot be used; the message is a full report, ready to print.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct PackError(pub String);

/// Working memory of one worker: tables that grow with the vocabulary and are reused from article
/// to article. Two scratches never change a result, only the speed.
#[derive(Debug, Default)]
pub struct Scratch {}

/// A language pack made ready: the rules compiled, the lists looked up in constant time.
///
/// It is immutable and shared freely between threads.
#[derive(Debug)]
pub struct Pipeline {
    lang: String,
}

impl Pipeline {
    /// The pack that is built into the program for `lang` (`"fr"`).
    ///
    /// # Errors
    /// No such pack.
    pub fn builtin(lang: &str) -> Result<Self, PackError> {
        Ok(Self { lang: lang.into() })
    }

    /// Extracts with working memory of its own; for many articles use [`Self::extract_with`].
    pub fn extract(&self, article: &Article) -> Extraction {
        self.extract_with(&mut Scratch::default(), article)
    }

    /// Extracts everything from `article`. Offsets are bytes into [`Article::text`].
    ///
    /// Never fails: what is wrong with the text is told in [`Extraction::warnings`].
    /// Time is linear in the length of the text.
    pub fn extract_with(&self, _scratch: &mut Scratch, article: &Article) -> Extraction {
        Extraction {
            schema: SCHEMA.into(),
            id: article.id.clone(),
            lang: self.lang.clone(),
            title: article.title.clone(),
            byline: Vec::new(),
            published: article.published.clone(),
            entities: Vec::new(),
            numbers: Vec::new(),
            dates: Vec::new(),
            quotes: Vec::new(),
            warnings: Vec::new(),
            meta: article.meta.clone(),
        }
    }
}
