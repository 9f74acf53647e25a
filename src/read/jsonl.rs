//! JSON lines: one article a line, an object with at least a `text`.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::{Code, Failure, Incoming, decode};
use crate::record::{Article, Warning};

pub(super) fn article(
    name: &str,
    line: u64,
    bytes: &[u8],
    hint: &str,
) -> Result<Option<Incoming>, Failure> {
    let bytes = bytes.trim_ascii();
    if bytes.is_empty() {
        return Ok(None);
    }
    let fail =
        |code, message: String, help: &str| Failure::new(code, name, message, help).at_line(line);

    // A line in another encoding than UTF-8 is read as its own bytes suggest.
    let mut warnings = Vec::new();
    let json = match simdutf8::basic::from_utf8(bytes) {
        Ok(json) => Cow::Borrowed(json),
        Err(_) => {
            let decoded = decode(bytes, hint)
                .map_err(|binary| fail(Code::Binary, binary.message, binary.help))?;
            let message = format!("the line is not valid UTF-8; read as {}", decoded.encoding);
            warnings.push(on_the_whole("not-utf-8", message));
            Cow::Owned(decoded.text)
        }
    };

    let (fields, surrogates) = match serde_json::from_str::<Fields>(&json) {
        Ok(fields) => (fields, false),
        Err(error) => match without_lone_surrogates(&json)
            .and_then(|json| serde_json::from_str::<Fields>(&json).ok())
        {
            Some(fields) => (fields, true),
            None => return Err(not_an_article(name, line, &json, &error)),
        },
    };
    if surrogates {
        let message = "half a surrogate pair in the JSON became U+FFFD".into();
        warnings.push(on_the_whole("lone-surrogate", message));
    }

    let default_id = || format!("{name}:{line}");
    let wrong = |field: &str, found: &str, wanted: &str| {
        fail(
            Code::WrongType,
            format!("`{field}` is {found}, not {wanted}"),
            "write it as text in quotation marks, or leave the field out",
        )
    };
    let id = match fields.id {
        Scalar::Null => None,
        Scalar::Text(id) | Scalar::Number(id) => Some(id),
        Scalar::Other(found) => return Err(wrong("id", found, "a string or a number")),
    };
    // From here on the article has a name of its own to fail under.
    let named = |failure: Failure| Failure {
        id: id.clone(),
        ..failure
    };
    let optional = |field: &str, value: Scalar| match value {
        Scalar::Null => Ok(None),
        Scalar::Text(text) => Ok(Some(text)),
        Scalar::Number(_) => Err(named(wrong(field, "a number", "a string"))),
        Scalar::Other(found) => Err(named(wrong(field, found, "a string"))),
    };
    let no_text = |message: &str| {
        named(fail(
            Code::NoText,
            message.into(),
            "put the article's text in a string field called `text`",
        ))
    };
    let text = match fields.text {
        Some(Scalar::Text(text)) => text,
        Some(Scalar::Null) => return Err(no_text("`text` is null")),
        Some(Scalar::Number(_)) => return Err(named(wrong("text", "a number", "a string"))),
        Some(Scalar::Other(found)) => return Err(named(wrong("text", found, "a string"))),
        None => return Err(no_text("the object has no `text`")),
    };
    if text.trim().is_empty() {
        return Err(named(fail(
            Code::Empty,
            "`text` holds nothing but white space".into(),
            "an article needs text; leave the line out, or fetch the article again",
        )));
    }
    let article = Article {
        lang: optional("lang", fields.lang)?,
        title: optional("title", fields.title)?,
        published: optional("published", fields.published)?,
        id: id.clone().unwrap_or_else(default_id),
        text,
        meta: fields.meta,
    };
    Ok(Some(Incoming { article, warnings }))
}

/// A warning about the line, not about a place in its text.
fn on_the_whole(code: &str, message: String) -> Warning {
    Warning {
        code: code.into(),
        start: 0,
        end: 0,
        message,
    }
}

fn not_an_article(name: &str, line: u64, json: &str, error: &serde_json::Error) -> Failure {
    let what = error.to_string();
    // The parser counts lines of its own; ours is the one that helps.
    let what = what.split(" at line ").next().unwrap_or(&what);
    let (code, message) = if error.is_data() {
        (Code::NotAnObject, what.to_owned())
    } else {
        let what = match what {
            "recursion limit exceeded" => "lists and objects nested too deeply",
            _ => what,
        };
        let column = error.column();
        (
            Code::NotJson,
            format!("not JSON: {what} at byte {column} of the line"),
        )
    };
    let help = if line == 1 && json.starts_with('[') {
        "the file looks like one JSON array; make lines of it: `jq -c '.[]' FILE`"
    } else if line == 1 && json == "{" {
        "the file looks like JSON on several lines; make one line an article: `jq -c . FILE`"
    } else {
        "each line must be one JSON object with a `text`; for plain text use --input-format text"
    };
    Failure::new(code, name, message, help).at_line(line)
}

/// `json` with every half of a surrogate pair, which no text can hold, written as U+FFFD; `None` if
/// there is none. O(n).
fn without_lone_surrogates(json: &str) -> Option<String> {
    let bytes = json.as_bytes();
    let unit = |at: usize| -> Option<u16> {
        let escape = json.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(escape, 16).ok()
    };
    let mut out = String::new();
    let (mut copied, mut at) = (0, 0);
    while let Some(step) = memchr::memchr(b'\\', &bytes[at..]) {
        at += step;
        at += match unit(at) {
            Some(0xD800..=0xDBFF) if matches!(unit(at + 6), Some(0xDC00..=0xDFFF)) => 12,
            Some(0xD800..=0xDFFF) => {
                out.push_str(&json[copied..at]);
                out.push_str("\\uFFFD");
                copied = at + 6;
                6
            }
            _ => 2,
        };
        if at >= bytes.len() {
            break;
        }
    }
    (copied > 0).then(|| {
        out.push_str(&json[copied..]);
        out
    })
}

/// A key as it lies in the line, unless something in it is escaped.
#[derive(serde::Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

/// The fields of a line, each as it came.
struct Fields {
    text: Option<Scalar>,
    id: Scalar,
    lang: Scalar,
    title: Scalar,
    published: Scalar,
    meta: Map<String, Value>,
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Fields;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
                let mut fields = Fields {
                    text: None,
                    id: Scalar::Null,
                    lang: Scalar::Null,
                    title: Scalar::Null,
                    published: Scalar::Null,
                    meta: Map::new(),
                };
                while let Some(key) = map.next_key::<Key<'de>>()? {
                    match &*key.0 {
                        "text" => fields.text = Some(map.next_value()?),
                        "id" => fields.id = map.next_value()?,
                        "lang" => fields.lang = map.next_value()?,
                        "title" => fields.title = map.next_value()?,
                        "published" => fields.published = map.next_value()?,
                        _ => {
                            fields.meta.insert(key.0.into_owned(), map.next_value()?);
                        }
                    }
                }
                Ok(fields)
            }
        }
        from.deserialize_any(Object)
    }
}

/// A value of which only strings and numbers matter; a wrong type is told by name, not as an error of
/// the parser, so that the message can name the field.
enum Scalar {
    Null,
    Text(String),
    Number(String),
    Other(&'static str),
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Scalar;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON value")
            }
            fn visit_unit<E>(self) -> Result<Scalar, E> {
                Ok(Scalar::Null)
            }
            fn visit_str<E>(self, text: &str) -> Result<Scalar, E> {
                Ok(Scalar::Text(text.to_owned()))
            }
            fn visit_string<E>(self, text: String) -> Result<Scalar, E> {
                Ok(Scalar::Text(text))
            }
            fn visit_u64<E>(self, number: u64) -> Result<Scalar, E> {
                Ok(Scalar::Number(number.to_string()))
            }
            fn visit_i64<E>(self, number: i64) -> Result<Scalar, E> {
                Ok(Scalar::Number(number.to_string()))
            }
            fn visit_f64<E>(self, number: f64) -> Result<Scalar, E> {
                Ok(Scalar::Number(number.to_string()))
            }
            fn visit_bool<E>(self, _: bool) -> Result<Scalar, E> {
                Ok(Scalar::Other("a boolean"))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Scalar, A::Error> {
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Scalar::Other("an array"))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Scalar, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Scalar::Other("an object"))
            }
        }
        from.deserialize_any(Any)
    }
}
