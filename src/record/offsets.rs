//! From byte offsets to the unit that the reader of the output counts in.

use super::Extraction;

/// What an offset counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unit {
    /// Unicode code points: what `str` indexing counts in Python.
    #[default]
    CodePoint,
    /// Bytes of the UTF-8 text.
    Byte,
    /// UTF-16 code units: what JavaScript, Java and C# count.
    Utf16,
}

/// Distance in bytes between two remembered counts: a look-up scans at most this many bytes.
const STRIDE: usize = 64;

/// Answers "how many units stand before this byte?" in constant time after one pass over the text.
pub struct OffsetMap<'a> {
    text: &'a [u8],
    unit: Unit,
    /// Units before byte `i * STRIDE`.
    marks: Vec<usize>,
}

impl<'a> OffsetMap<'a> {
    /// One pass over `text`; O(n).
    pub fn new(text: &'a str, unit: Unit) -> Self {
        let text = text.as_bytes();
        let mut marks = Vec::new();
        if unit != Unit::Byte {
            let mut units = 0;
            marks.reserve(text.len() / STRIDE + 1);
            for chunk in text.chunks(STRIDE) {
                marks.push(units);
                units += count(chunk, unit);
            }
            marks.push(units);
        }
        Self { text, unit, marks }
    }

    /// Units before byte `byte`, which must be a character boundary within the text.
    pub fn at(&self, byte: usize) -> usize {
        if self.unit == Unit::Byte {
            return byte;
        }
        let mark = byte / STRIDE;
        self.marks[mark] + count(&self.text[mark * STRIDE..byte], self.unit)
    }
}

fn count(bytes: &[u8], unit: Unit) -> usize {
    // A character is a byte that does not go on (`10……`).
    let starts = |bytes: &[u8]| bytes.len() - sum(bytes, |b| b >> 7 & !(b >> 6));
    match unit {
        Unit::Byte => bytes.len(),
        Unit::CodePoint => starts(bytes),
        // Characters beyond the basic plane begin with `1111……` and take two units.
        Unit::Utf16 => starts(bytes) + sum(bytes, |b| b >> 7 & b >> 6 & b >> 5 & b >> 4),
    }
}

/// How many of at most 255 bytes have a lowest bit of 1 once `map` has shifted them; eight are asked at once.
fn sum(bytes: &[u8], map: impl Fn(u64) -> u64) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let (words, rest) = bytes.as_chunks::<8>();
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    let all = words
        .iter()
        .chain([&last])
        .map(|&word| map(u64::from_le_bytes(word)) & ONES);
    // Each byte of the sum counts one place of eight; the highest byte of the product is their sum.
    let counts: u64 = all.sum();
    (counts.wrapping_mul(ONES) >> 56) as usize
}

/// Rewrites every offset of `extraction` (bytes into `text`) into `unit`.
pub fn convert(extraction: &mut Extraction, text: &str, unit: Unit) {
    if unit == Unit::Byte {
        return;
    }
    let map = OffsetMap::new(text, unit);
    each_offset(extraction, &mut |offset| *offset = map.at(*offset));
}

/// Calls `each` with every offset of an extraction.
pub(crate) fn each_offset(extraction: &mut Extraction, each: &mut impl FnMut(&mut usize)) {
    let mut span = |start: &mut usize, end: &mut usize| {
        each(start);
        each(end);
    };
    for entity in &mut extraction.entities {
        for m in &mut entity.mentions {
            span(&mut m.start, &mut m.end);
        }
        for r in &mut entity.roles {
            span(&mut r.start, &mut r.end);
        }
    }
    for n in &mut extraction.numbers {
        span(&mut n.start, &mut n.end);
    }
    for d in &mut extraction.dates {
        span(&mut d.start, &mut d.end);
    }
    for q in &mut extraction.quotes {
        for p in &mut q.parts {
            span(&mut p.start, &mut p.end);
        }
        if let Some(s) = &mut q.speaker {
            span(&mut s.start, &mut s.end);
        }
        if let Some(c) = &mut q.cue {
            span(&mut c.start, &mut c.end);
        }
    }
    for w in &mut extraction.warnings {
        span(&mut w.start, &mut w.end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_agree_with_a_character_walk() {
        let text = "Évry–été 😀 ".repeat(40);
        for (unit, width) in [
            (Unit::CodePoint, (|_| 1) as fn(char) -> usize),
            (Unit::Byte, char::len_utf8),
            (Unit::Utf16, char::len_utf16),
        ] {
            let map = OffsetMap::new(&text, unit);
            let mut expected = 0;
            for (byte, c) in text.char_indices() {
                assert_eq!(map.at(byte), expected, "{unit:?} at byte {byte}");
                expected += width(c);
            }
            assert_eq!(map.at(text.len()), expected);
        }
    }
}
