//! depeche reads news articles, French first, and gives back what stands in them as structured
//! records: persons, organizations, places, roles, numbers, dates, and quotations with who said them.
//!
//! ```
//! use depeche::{Pipeline, record::Article};
//!
//! let pipeline = Pipeline::builtin("fr")?;
//! let article = Article::new("exemple", "Plus de 500 des 750 employés ont signé.");
//! let extraction = pipeline.extract(&article);
//! assert_eq!(extraction.lang, "fr");
//! # Ok::<(), depeche::PackError>(())
//! ```
#![forbid(unsafe_code)]

pub mod batch;
#[doc(hidden)]
pub mod cli;
pub mod eval;
pub mod extract;
pub mod lang;
pub mod lexicon;
pub mod read;
pub mod record;
pub mod rule;
pub mod text;
pub mod token;

pub use extract::{Pack, PackError, Pipeline, Scratch};
