//! The publication date: from the input, else from a line of the page.

use jiff::civil::Date;

use super::pack::Pack;
use crate::record::Article;

/// The date that relative dates are resolved against.
pub(crate) fn date(article: &Article, _pack: &Pack) -> Option<Date> {
    // A date-time counts by its day as written: the newspaper's day, whatever the zone.
    let published = article.published.as_deref()?;
    published.get(..10)?.parse().ok()
}
