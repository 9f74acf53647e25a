//! Decoding and offsets, on texts nobody thought of.

use depeche::read::{Format, Inputs, decode};
use depeche::record::offsets::convert;
use depeche::record::{Extraction, SCHEMA, Unit, Warning};
use encoding_rs::{ISO_8859_15, WINDOWS_1252};
use proptest::prelude::*;

/// Words with the letters and signs that tell encodings apart.
fn french() -> impl Strategy<Value = String> {
    let words = [
        "été",
        "Évry",
        "à",
        "où",
        "naïf",
        "garçon",
        "l’élève",
        "«",
        "»",
        "20 €",
        "cœur",
        "Œuvre",
        "le",
        "maire",
        "de",
        "Lyon",
        "a",
        "parlé",
        "lundi",
        "forêt",
        "août",
        "—",
        "J'ai",
        "(ça)",
    ];
    prop::collection::vec(prop::sample::select(words.to_vec()), 8..80).prop_map(|w| w.join(" "))
}

/// Any text that could be an article: no control characters but tab and line ends.
fn any_text() -> impl Strategy<Value = String> {
    prop::collection::vec(
        prop_oneof![
            4 => prop::char::range(' ', '~'),
            2 => prop::char::range('\u{A0}', '\u{FF}'),
            1 => any::<char>(),
            1 => prop::sample::select(vec!['\n', '\r', '\t', '\u{301}', '\u{202F}', '😀', 'א']),
        ],
        0..300,
    )
    .prop_map(|chars| {
        let text = chars
            .into_iter()
            .filter(|c| !c.is_control() || "\n\r\t".contains(*c));
        text.collect::<String>()
            .trim_start_matches('\u{FEFF}')
            .to_owned()
    })
}

proptest! {
    #[test]
    fn utf8_comes_back_as_it_was(text in any_text()) {
        prop_assume!(!text.starts_with("{\\rtf"));
        let decoded = decode(text.as_bytes(), "fr").unwrap();
        prop_assert_eq!((decoded.text.as_str(), decoded.trouble), (text.as_str(), None));
        let marked = decode(format!("\u{FEFF}{text}").as_bytes(), "fr").unwrap();
        prop_assert_eq!(marked.text, text);
    }

    #[test]
    fn utf16_with_a_mark_comes_back_as_it_was(text in any_text()) {
        let units = || "\u{FEFF}".encode_utf16().chain(text.encode_utf16());
        let little: Vec<u8> = units().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = units().flat_map(u16::to_be_bytes).collect();
        prop_assert_eq!(&decode(&little, "fr").unwrap().text, &text);
        prop_assert_eq!(&decode(&big, "fr").unwrap().text, &text);
    }

    #[test]
    fn utf16_without_a_mark_comes_back_as_it_was(text in french()) {
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        prop_assert_eq!(decode(&little, "fr").unwrap().text, text);
    }

    #[test]
    fn windows_1252_comes_back_as_it_was(text in french()) {
        let (bytes, _, lost) = WINDOWS_1252.encode(&text);
        prop_assert!(!lost);
        prop_assert_eq!(decode(&bytes, "fr").unwrap().text, text);
    }

    #[test]
    fn iso_8859_15_comes_back_as_it_was(text in french()) {
        let text = text.replace('’', "'").replace('—', "-");
        let (bytes, _, lost) = ISO_8859_15.encode(&text);
        prop_assert!(!lost);
        prop_assert_eq!(decode(&bytes, "fr").unwrap().text, text);
    }

    #[test]
    fn a_foreign_piece_in_utf8_is_read_and_told(before in french(), after in french()) {
        prop_assume!(before.chars().filter(|c| !c.is_ascii()).count() > 2);
        let bytes = [before.as_bytes(), b" caf\xE9 ", after.as_bytes()].concat();
        let decoded = decode(&bytes, "fr").unwrap();
        prop_assert_eq!(&decoded.text, &format!("{before} café {after}"));
        let warning = decoded.warning().unwrap();
        prop_assert_eq!(warning.code.as_str(), "mixed-encoding");
        prop_assert_eq!(&decoded.text[warning.start..warning.end], "é");
    }

    #[test]
    fn any_bytes_are_text_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400), hint in "[a-zA-Z.é]{0,4}") {
        if let Ok(decoded) = decode(&bytes, &hint) && let Some(warning) = decoded.warning() {
            prop_assert!(decoded.text.get(warning.start..warning.end).is_some_and(|c| c.chars().count() == 1));
        }
    }

    /// In every unit, what stands between two offsets is what stood between the bytes.
    #[test]
    fn offsets_in_all_units_cut_out_the_same(text in any_text(), cuts in prop::collection::vec(any::<prop::sample::Index>(), 2..20)) {
        let bounds: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
        let mut spans: Vec<(usize, usize)> = Vec::new();
        for pair in cuts.chunks_exact(2) {
            let (a, b) = (bounds[pair[0].index(bounds.len())], bounds[pair[1].index(bounds.len())]);
            spans.push((a.min(b), a.max(b)));
        }
        let extraction = with_spans(&spans);
        let chars: Vec<char> = text.chars().collect();
        let units: Vec<u16> = text.encode_utf16().collect();
        for unit in [Unit::Byte, Unit::CodePoint, Unit::Utf16] {
            let mut converted = extraction.clone();
            convert(&mut converted, &text, unit);
            for (&(start, end), w) in spans.iter().zip(&converted.warnings) {
                let cut = match unit {
                    Unit::Byte => text[w.start..w.end].to_owned(),
                    Unit::CodePoint => chars[w.start..w.end].iter().collect(),
                    Unit::Utf16 => String::from_utf16(&units[w.start..w.end]).unwrap(),
                };
                prop_assert_eq!(cut, &text[start..end]);
            }
        }
    }
}

fn with_spans(spans: &[(usize, usize)]) -> Extraction {
    let warning = |&(start, end): &(usize, usize)| Warning {
        code: "span".into(),
        start,
        end,
        message: String::new(),
    };
    Extraction {
        schema: SCHEMA.into(),
        id: "x".into(),
        lang: "fr".into(),
        title: None,
        byline: Vec::new(),
        published: None,
        entities: Vec::new(),
        numbers: Vec::new(),
        dates: Vec::new(),
        quotes: Vec::new(),
        warnings: spans.iter().map(warning).collect(),
        meta: Default::default(),
    }
}

/// Reads in pieces of these sizes, over and over.
struct Dribble {
    bytes: Vec<u8>,
    at: usize,
    sizes: Vec<usize>,
    turn: usize,
}

impl std::io::Read for Dribble {
    fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
        let size = self.sizes[self.turn % self.sizes.len()];
        self.turn += 1;
        let n = size.min(to.len()).min(self.bytes.len() - self.at);
        to[..n].copy_from_slice(&self.bytes[self.at..][..n]);
        self.at += n;
        Ok(n)
    }
}

proptest! {
    /// However a stream comes in, its blocks are whole lines, and together they are the stream.
    #[test]
    fn blocks_are_whole_lines(
        lines in prop::collection::vec("[a-z\"]{0,30}", 0..60),
        end in any::<bool>(),
        sizes in prop::collection::vec(1usize..50, 1..6),
        target in 1usize..200,
        eager in any::<bool>(),
        skip in any::<prop::sample::Index>(),
    ) {
        use depeche::read::{Blocks, Opened};
        let mut bytes = lines.join("\n").into_bytes();
        if end {
            bytes.push(b'\n');
        }
        let open = || {
            let stream = Dribble { bytes: bytes.clone(), at: 0, sizes: sizes.clone(), turn: 0 };
            Blocks::new("-", Opened::new(Box::new(stream), eager).unwrap(), target, eager).unwrap()
        };
        let mut blocks = open();
        let (mut all, mut line, mut marks) = (Vec::<u8>::new(), 1, vec![(0, 1)]);
        while let Some(block) = blocks.next_block() {
            let block = block.unwrap();
            prop_assert_eq!((block.offset, block.first_line), (all.len() as u64, line));
            line += block.bytes.iter().filter(|b| **b == b'\n').count() as u64;
            all.extend(&block.bytes);
            prop_assert!(block.bytes.ends_with(b"\n") || all.len() == bytes.len());
            marks.push((all.len() as u64, line));
        }
        prop_assert_eq!(&all, &bytes);
        // Going on behind any block gives the rest.
        let (offset, line) = marks[skip.index(marks.len())];
        let mut blocks = open();
        blocks.skip_to(offset, line).unwrap();
        let mut rest = Vec::new();
        while let Some(block) = blocks.next_block() {
            rest.extend(block.unwrap().bytes);
        }
        prop_assert_eq!(&rest[..], &bytes[offset as usize..]);
    }
}

#[test]
fn a_character_cut_off_at_the_end() {
    let bytes = "Le théâtre de l’été".as_bytes();
    let decoded = decode(&bytes[..bytes.len() - 1], "fr").unwrap();
    assert_eq!(decoded.text, "Le théâtre de l’ét\u{FFFD}");
    assert_eq!(decoded.warning().unwrap().code, "undecodable-bytes");
}

#[test]
fn resolving_is_repeatable() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["b.txt", "a.txt", "É.txt", "c.TXT", "d.text"] {
        std::fs::write(dir.path().join(name), "x").unwrap();
    }
    let names = || -> Vec<String> {
        let inputs = Inputs::resolve(&[dir.path().to_owned()], Some(Format::Text), &[]).unwrap();
        inputs
            .map(|input| input.unwrap().name.rsplit('/').next().unwrap().to_owned())
            .collect()
    };
    assert_eq!(names(), ["a.txt", "b.txt", "c.TXT", "d.text", "É.txt"]);
    assert_eq!(names(), names());
}
