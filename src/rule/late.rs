//! What a plain extraction never asks for: kept as bytes until somebody does.

use std::ops::Deref;
use std::sync::OnceLock;

use serde::de::{DeserializeOwned, Error as _};
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A value, or the bytes that it is read from when it is first asked for.
#[derive(Debug, Clone, Default)]
pub(super) struct Late<T> {
    bytes: &'static [u8],
    made: OnceLock<T>,
}

impl<T> From<T> for Late<T> {
    fn from(value: T) -> Self {
        Self {
            bytes: &[],
            made: value.into(),
        }
    }
}

impl<T: Default + DeserializeOwned> Deref for Late<T> {
    type Target = T;

    fn deref(&self) -> &T {
        let read = || postcard::from_bytes(self.bytes).unwrap_or_default();
        self.made.get_or_init(read)
    }
}

impl<T: Default + Serialize + DeserializeOwned> Serialize for Late<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let bytes = postcard::to_allocvec::<T>(self).map_err(S::Error::custom)?;
        to.serialize_bytes(&bytes)
    }
}

/// The bytes must stay where they are.
impl<'de: 'static, T> Deserialize<'de> for Late<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let bytes = <&'de [u8]>::deserialize(from).map_err(D::Error::custom)?;
        let made = OnceLock::new();
        Ok(Self { bytes, made })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_kept_is_read_when_it_is_asked_for() {
        let words = Late::from(vec!["un".to_owned(), "deux".to_owned()]);
        let bytes: &'static [u8] = postcard::to_allocvec(&words).expect("bytes").leak();
        let read: Late<Vec<String>> = postcard::from_bytes(bytes).expect("what was written");
        assert!(read.made.get().is_none());
        assert_eq!(read.as_slice(), ["un", "deux"]);
        assert_eq!(postcard::to_allocvec(&read), Ok(bytes.to_vec()));
    }
}
