//! The publication date that the input gives. Where it gives none, `<date>` reads it off the page.

use jiff::civil::Date;

use crate::record::Article;

/// The date that relative dates are resolved against.
pub(crate) fn date(article: &Article) -> Option<Date> {
    // A date-time counts by its day as written: the newspaper's day, whatever the zone.
    let published = article.published.as_deref()?;
    published.get(..10)?.parse().ok()
}
