//! Bytes → text: UTF-8, UTF-16, and the one-byte encodings of older files.
//!
//! Nothing of the text is changed: line endings, NFC or NFD and control characters stay as they stand,
//! since offsets refer to the decoded text. Only a byte order mark goes.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_8859_15, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::record::Warning;

/// How much of an input is looked at to tell text from other things.
const SAMPLE: usize = 8 * 1024;

/// A decoded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    pub text: String,
    /// Name of the encoding, as the WHATWG standard writes it: `UTF-8`, `windows-1252`, …
    pub encoding: &'static str,
    pub trouble: Option<Trouble>,
}

/// Where the bytes did not fit their encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// UTF-8 with pieces of windows-1252 in it, which were read as such.
    Mixed { at: usize, pieces: usize },
    /// Bytes that mean nothing; each became U+FFFD.
    Undecodable { at: usize, pieces: usize },
}

/// Why bytes are no text, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binary {
    pub message: String,
    pub help: &'static str,
}

impl Decoded {
    /// The trouble, as a warning on the article.
    pub fn warning(&self) -> Option<Warning> {
        let (code, at, message) = match self.trouble? {
            Trouble::Mixed { at, pieces } => (
                "mixed-encoding",
                at,
                format!("UTF-8 with {pieces} piece(s) of windows-1252, read as such"),
            ),
            Trouble::Undecodable { at, pieces } => (
                "undecodable-bytes",
                at,
                format!(
                    "{pieces} piece(s) are not valid {} and became U+FFFD",
                    self.encoding
                ),
            ),
        };
        let width = self.text[at..].chars().next().map_or(0, char::len_utf8);
        Some(Warning {
            code: code.into(),
            start: at,
            end: at + width,
            message,
        })
    }
}

/// Decodes `bytes`, finding out the encoding: a byte order mark decides, then valid UTF-8, then the
/// pattern of UTF-16 without a mark, then what the bytes above 0x7F look like in the old encodings.
/// `hint` is the language expected (`"fr"`), which only weighs in that last step. O(n).
///
/// # Errors
/// The bytes are no text.
pub fn decode(bytes: &[u8], hint: &str) -> Result<Decoded, Binary> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return marked(&bytes[mark..], encoding);
    }
    if let Some(encoding) = unmarked_utf16(bytes) {
        return marked(bytes, encoding);
    }
    if let Some(binary) = binary(bytes) {
        return Err(binary);
    }
    if let Ok(text) = simdutf8::basic::from_utf8(bytes) {
        return Ok(Decoded {
            text: text.to_owned(),
            encoding: UTF_8.name(),
            trouble: None,
        });
    }
    if mostly_utf8(bytes) {
        return Ok(repaired_utf8(bytes));
    }
    let encoding = one_byte_encoding(bytes, hint);
    Ok(with_encoding(bytes, encoding))
}

/// What `encoding` makes of `bytes`, which have no mark any more.
fn marked(bytes: &[u8], encoding: &'static Encoding) -> Result<Decoded, Binary> {
    if encoding == UTF_8 && std::str::from_utf8(bytes).is_err() {
        return Ok(repaired_utf8(bytes));
    }
    let decoded = with_encoding(bytes, encoding);
    // Two-byte units of a binary file decode to something; text has no NUL.
    match binary(decoded.text.as_bytes()) {
        Some(binary) => Err(binary),
        None => Ok(decoded),
    }
}

fn with_encoding(bytes: &[u8], encoding: &'static Encoding) -> Decoded {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    let text = text.into_owned();
    let trouble = had_errors.then(|| undecodable(&text)).flatten();
    Decoded {
        text,
        encoding: encoding.name(),
        trouble,
    }
}

fn undecodable(text: &str) -> Option<Trouble> {
    let at = text.find('\u{FFFD}')?;
    Some(Trouble::Undecodable {
        at,
        pieces: text.matches('\u{FFFD}').count(),
    })
}

/// Whether the text is UTF-8 with a few foreign bytes, rather than a one-byte encoding in which some
/// pairs happen to look like UTF-8.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|&b| b >= 0xC0).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad
}

/// Reads the valid parts as UTF-8 and the pieces between them as windows-1252; a character cut off at
/// the very end becomes U+FFFD.
fn repaired_utf8(bytes: &[u8]) -> Decoded {
    let mut text = String::with_capacity(bytes.len() + 16);
    let (mut first, mut pieces, mut cut) = (None, 0, false);
    let mut seen = 0;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        seen += chunk.valid().len() + chunk.invalid().len();
        if chunk.invalid().is_empty() {
            continue;
        }
        first.get_or_insert(text.len());
        pieces += 1;
        if seen == bytes.len() && chunk.invalid()[0] >= 0xC2 && cut_short(chunk.invalid()) {
            text.push('\u{FFFD}');
            cut = true;
        } else {
            let (piece, _) = WINDOWS_1252.decode_without_bom_handling(chunk.invalid());
            text.push_str(&piece);
        }
    }
    let trouble = first.map(|at| match (cut, pieces) {
        (true, 1) => Trouble::Undecodable { at, pieces },
        _ => Trouble::Mixed { at, pieces },
    });
    Decoded {
        text,
        encoding: UTF_8.name(),
        trouble,
    }
}

/// Whether `tail` is the beginning of a UTF-8 character.
fn cut_short(tail: &[u8]) -> bool {
    matches!(std::str::from_utf8(tail), Err(e) if e.error_len().is_none())
}

/// UTF-16 of mostly Latin text has a zero in every second byte.
pub(super) fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let pairs = sample.len() / 2;
    if pairs < 2 {
        return None;
    }
    let zeros = |from: usize| {
        let zeros = sample[from..].iter().step_by(2).filter(|&&b| b == 0);
        zeros.count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    let (many, few) = (pairs / 2, pairs / 50);
    if odd > many && even <= few {
        Some(UTF_16LE)
    } else if even > many && odd <= few {
        Some(UTF_16BE)
    } else {
        None
    }
}

fn one_byte_encoding(bytes: &[u8], hint: &str) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&telling_words(bytes), true);
    // The detector takes a top-level domain as its hint; codes of languages and of the countries that
    // write them agree often enough, and an unknown one is no hint at all.
    let known = !hint.is_empty() && hint.bytes().all(|b| b.is_ascii_lowercase());
    let guess = detector.guess(known.then_some(hint.as_bytes()), Utf8Detection::Deny);
    if guess == WINDOWS_1252 && looks_like_latin9(bytes) {
        ISO_8859_15
    } else {
        guess
    }
}

/// The words that have a byte above 0x7F in them, as many as the detector needs: it weighs every byte
/// in some twenty encodings, and pure ASCII words look the same in all of them.
fn telling_words(bytes: &[u8]) -> Vec<u8> {
    let mut words = Vec::with_capacity(SAMPLE);
    let telling = |word: &&[u8]| !word.is_ascii();
    for word in bytes.split(|b| *b == b' ' || *b == b'\n').filter(telling) {
        words.extend_from_slice(&word[..word.len().min(SAMPLE)]);
        words.push(b' ');
        if words.len() >= SAMPLE {
            break;
        }
    }
    words
}

/// Tells ISO-8859-15 from windows-1252 (whose letters are also those of ISO-8859-1): they differ in
/// eight places, of which three count in practice: € where the other has ¤, Œ/œ for ¼/½.
fn looks_like_latin9(bytes: &[u8]) -> bool {
    let letter = |b: Option<&u8>| b.is_some_and(|&b| b.is_ascii_alphabetic() || b >= 0xC0);
    let (mut latin9, mut latin1) = (0, 0);
    for (i, &b) in bytes.iter().enumerate() {
        match b {
            // Printable in windows-1252 only.
            0x80..=0x9F => return false,
            0xA4 => latin9 += 1,
            0xBC | 0xBD => {
                if letter(bytes.get(i + 1)) {
                    latin9 += 1;
                } else {
                    latin1 += 1;
                }
            }
            _ => {}
        }
    }
    latin9 > latin1
}

/// What is no text: a known file kind, or bytes that no text has.
pub(super) fn binary(bytes: &[u8]) -> Option<Binary> {
    const KINDS: &[(&[u8], &str, &str)] = &[
        (
            b"%PDF-",
            "a PDF",
            "take its text out first, for example with `pdftotext`",
        ),
        (
            b"PK\x03\x04",
            "a ZIP archive (or a DOCX, ODT or EPUB)",
            "unpack it, or save the document as plain text",
        ),
        (
            b"\xD0\xCF\x11\xE0",
            "an old Office document",
            "save it as plain text",
        ),
        (b"{\\rtf", "an RTF document", "save it as plain text"),
        (b"7z\xBC\xAF\x27\x1C", "a 7z archive", "unpack it first"),
        (
            b"\xFD7zXZ\0",
            "compressed with xz",
            "decompress it first: `xz -dc FILE | depeche extract -`",
        ),
        (
            b"BZh",
            "compressed with bzip2",
            "decompress it first: `bzip2 -dc FILE | depeche extract -`",
        ),
        (b"\x89PNG", "a PNG image", PICTURE),
        (b"\xFF\xD8\xFF", "a JPEG image", PICTURE),
        (b"GIF8", "a GIF image", PICTURE),
        (
            b"SQLite format 3\0",
            "an SQLite database",
            "export the table of articles as JSON lines",
        ),
        (b"PAR1", "a Parquet file", "export it as JSON lines"),
    ];
    const PICTURE: &str = "recognise its text first (OCR), or leave it out";
    for (magic, kind, help) in KINDS {
        if bytes.starts_with(magic) && !(*magic == b"BZh" && bytes.is_ascii()) {
            return Some(Binary {
                message: format!("the file is no text but {kind}"),
                help,
            });
        }
    }
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let zeros = sample.iter().filter(|&&b| b == 0).count();
    let controls = sample
        .iter()
        .filter(|&&b| matches!(b, 0x00..=0x08 | 0x0E..=0x1A | 0x1C..=0x1F | 0x7F))
        .count();
    // A stray control character is dirt; this many are another kind of file.
    if zeros * 64 > sample.len() || controls * 32 > sample.len() {
        return Some(Binary {
            message: "the file is no text: it is full of control bytes".into(),
            help: "give text in UTF-8, UTF-16 or a one-byte encoding, or leave the file out",
        });
    }
    None
}
