//! Plain text: one article a file.

use super::{Code, Failure, Incoming, decode};
use crate::record::Article;

pub(super) fn article(name: &str, bytes: &[u8], hint: &str) -> Result<Incoming, Failure> {
    if bytes.is_empty() {
        return Err(Failure::empty(name));
    }
    let decoded = decode(bytes, hint)
        .map_err(|binary| Failure::new(Code::Binary, name, binary.message, binary.help))?;
    if decoded.text.trim().is_empty() {
        return Err(Failure::new(
            Code::Empty,
            name,
            "the file holds nothing but white space",
            "an article needs text; delete the file, or fetch it again",
        ));
    }
    let warnings = decoded.warning().into_iter().collect();
    Ok(Incoming {
        article: Article::new(name, decoded.text),
        warnings,
    })
}
