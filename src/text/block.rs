//! Blocks: the lines and paragraphs of a page, told apart by what they are.
//!
//! Scraped pages mix the article with the page around it. A block that is recognised as clutter
//! stays in the text (offsets never move) but yields no record.

use hashbrown::HashSet;

use serde::Deserialize;

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// The headline: the first block that reads like one.
    Title,
    /// A heading further down, or the title once more.
    Heading,
    /// The author's line.
    Byline,
    /// A line that states when the page was published or changed.
    Dateline,
    /// Running text.
    Paragraph,
    /// Part of the page, not of the article: advertisements, share buttons, related links.
    Clutter,
}

/// A stretch of text between line breaks, without surrounding white space. Byte offsets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    pub start: u32,
    pub end: u32,
    pub kind: BlockKind,
}

impl Block {
    /// The block's words.
    pub fn text<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start as usize..self.end as usize]
    }
}

/// What a language's pages are recognised by; `blocks.toml` of the pack.
///
/// Entries are compared case-folded, with both apostrophes alike, without the space before a colon,
/// and punctuation at the ends of the line left out; but where an entry of beginnings ends with a
/// colon, so must the beginning.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct BlockRules {
    /// Lines that are clutter when they hold these words and nothing else.
    pub clutter_lines: Vec<String>,
    /// Lines that are clutter when they begin so, and are no longer than [`Self::clutter_length`].
    pub clutter_starts: Vec<String>,
    /// Signs that clutter begins with: `©`.
    pub clutter_signs: Vec<char>,
    /// Buttons: a short line is clutter when it ends with one, written just so.
    pub clutter_buttons: Vec<String>,
    /// Longest line, in bytes, that [`Self::clutter_starts`] and [`Self::clutter_signs`] may judge.
    pub clutter_length: usize,
    /// Beginnings of a line that states the date of publication.
    pub dateline_starts: Vec<String>,
    /// Beginnings of an author's line.
    pub byline_starts: Vec<String>,
}

/// Longest line, in bytes, that can be a headline, a heading or an author's line.
const HEADING_BYTES: usize = 220;
/// A line with a button holds at most this many words.
const BUTTON_WORDS: usize = 4;
/// A by-line holds at most this many words.
const BYLINE_WORDS: usize = 8;
/// Lines this long on average, all alike, have been broken by a machine.
const WRAP_COLUMNS: std::ops::RangeInclusive<usize> = 50..=110;

/// The rules in the form that is compared with.
#[derive(Debug, Default)]
pub struct BlockReader {
    clutter_lines: HashSet<String>,
    clutter_starts: Starts,
    clutter_signs: Vec<char>,
    clutter_buttons: Vec<String>,
    clutter_length: usize,
    dateline_starts: Starts,
    byline_starts: Starts,
}

/// Marks between the parts of a line about the page: `Par Anna Morel | Publié le 12 mars`.
const PART_MARKS: [char; 3] = ['|', '•', '·'];
/// Marks that may stand there behind an author's name, too.
const BYLINE_MARKS: [char; 8] = ['|', '•', '·', '—', '–', '-', ',', '('];
/// A line about the page holds at most this many words, and if it ends like a sentence this many.
const DATELINE_WORDS: (usize, usize) = (24, 9);

impl BlockReader {
    /// Folds the pack's lines once.
    pub fn new(rules: &BlockRules) -> Self {
        let folded = |line: &String| {
            let mut folded = String::new();
            fold(line, &mut folded);
            folded
        };
        Self {
            clutter_lines: rules.clutter_lines.iter().map(folded).collect(),
            clutter_starts: Starts::new(&rules.clutter_starts),
            clutter_signs: rules.clutter_signs.clone(),
            clutter_buttons: rules.clutter_buttons.clone(),
            clutter_length: rules.clutter_length,
            dateline_starts: Starts::new(&rules.dateline_starts),
            byline_starts: Starts::new(&rules.byline_starts),
        }
    }

    /// Cuts `text` into blocks and says what each is. O(n).
    pub fn read(&self, text: &str) -> Vec<Block> {
        let mut out = Vec::new();
        self.read_into(text, &mut out);
        out
    }

    /// The same into `out`, whatever it held before.
    pub fn read_into(&self, text: &str, out: &mut Vec<Block>) {
        out.clear();
        let mut paragraph = 0;
        let mut start = 0;
        let ends = memchr::memchr_iter(b'\n', text.as_bytes());
        for end in ends.chain(std::iter::once(text.len())) {
            let line = text[start..end].trim();
            if line.is_empty() {
                unwrap(out, paragraph);
                paragraph = out.len();
            } else {
                let start = (line.as_ptr() as usize - text.as_ptr() as usize) as u32;
                out.push(Block {
                    start,
                    end: start + line.len() as u32,
                    kind: BlockKind::Paragraph,
                });
            }
            start = end + 1;
        }
        unwrap(out, paragraph);
        self.name(text, out);
    }

    /// Says what each block is.
    fn name(&self, text: &str, blocks: &mut [Block]) {
        let (mut title, mut folded) = (None, String::new());
        for (index, block) in blocks.iter_mut().enumerate() {
            let line = block.text(text);
            if line.len() > HEADING_BYTES {
                continue;
            }
            fold(line, &mut folded);
            block.kind = if folded.is_empty()
                || self.clutter_lines.contains(&folded)
                || self.is_button(line)
                || (line.len() <= self.clutter_length && self.opens_clutter(line, &folded))
            {
                BlockKind::Clutter
            } else if self.is_dateline(line, &folded) {
                BlockKind::Dateline
            } else if self.byline_starts.begin(&folded)
                && words(self.before_dateline(&folded, &BYLINE_MARKS)) <= BYLINE_WORDS
            {
                BlockKind::Byline
            } else if self.before_dateline(&folded, &PART_MARKS).len() < folded.len() {
                BlockKind::Dateline
            } else if title.as_ref() == Some(&folded) {
                BlockKind::Heading
            } else if ends_like_a_sentence(line) && !(index == 0 && calls_out(line)) {
                BlockKind::Paragraph
            } else if title.is_none() {
                title = Some(folded.clone());
                BlockKind::Title
            } else {
                BlockKind::Heading
            };
        }
    }
}

impl BlockReader {
    fn opens_clutter(&self, line: &str, folded: &str) -> bool {
        line.starts_with(self.clutter_signs.as_slice()) || self.clutter_starts.begin(folded)
    }

    /// Whether the line is a few words and a button: `Valbrume Télécharger`.
    fn is_button(&self, line: &str) -> bool {
        self.clutter_buttons.iter().any(|b| line.ends_with(b)) && words(line) <= BUTTON_WORDS
    }

    fn is_dateline(&self, line: &str, folded: &str) -> bool {
        if !self.dateline_starts.begin(folded) {
            return false;
        }
        let (most, most_of_sentence) = DATELINE_WORDS;
        let most = if ends_like_a_sentence(line) {
            most_of_sentence
        } else {
            most
        };
        words(line) <= most
    }

    /// The folded line up to the mark behind which it states the date of publication; all of it
    /// where it does not.
    fn before_dateline<'l>(&self, folded: &'l str, marks: &[char]) -> &'l str {
        // Most lines have no digit, and so no date.
        let Some(digit) = folded.bytes().rposition(|b| b.is_ascii_digit()) else {
            return folded;
        };
        folded[..digit]
            .match_indices(marks)
            .find(|(at, mark)| {
                let rest = folded[at + mark.len()..].trim_start();
                self.dateline_starts.begin(rest)
            })
            .map_or(folded, |(at, _)| &folded[..at])
    }
}

fn words(line: &str) -> usize {
    line.split_whitespace().count()
}

/// Makes one block of the lines from number `first` on where a machine has wrapped them.
fn unwrap(lines: &mut Vec<Block>, first: usize) {
    if is_wrapped(&lines[first..]) {
        lines[first].end = lines[lines.len() - 1].end;
        lines.truncate(first + 1);
    }
}

/// Whether the lines look filled to one width: three or more, all but the last near the longest.
fn is_wrapped(lines: &[Block]) -> bool {
    if lines.len() < 3 {
        return false;
    }
    let lengths = lines.iter().map(|line| (line.end - line.start) as usize);
    let longest = lengths.clone().max().unwrap_or(0);
    WRAP_COLUMNS.contains(&longest)
        && lengths
            .take(lines.len() - 1)
            .all(|length| length + 20 >= longest)
}

/// Ends as a headline may: the first line of a page that asks or exclaims is its title.
fn calls_out(line: &str) -> bool {
    line.ends_with(['!', '?'])
}

fn ends_like_a_sentence(line: &str) -> bool {
    line.trim_end_matches(['"', '»', '”', '’', '\u{a0}', '\u{202f}', ' ', ')'])
        .ends_with(['.', '!', '?', '…', ':', ';', ','])
}

/// Folded beginnings of lines.
#[derive(Debug, Default)]
struct Starts {
    starts: Vec<String>,
    /// A bit for each first byte: most lines need no other look.
    first: [u64; 4],
}

impl Starts {
    fn new(lines: &[String]) -> Self {
        let mut all = Self::default();
        for line in lines {
            let mut start = String::new();
            fold_start(line, &mut start);
            match start.bytes().next() {
                Some(byte) => all.first[usize::from(byte / 64)] |= 1 << (byte % 64),
                None => all.first = [u64::MAX; 4],
            }
            all.starts.push(start);
        }
        all
    }

    /// Whether the folded `line` begins with one of them as whole words.
    fn begin(&self, line: &str) -> bool {
        let byte = line.bytes().next().unwrap_or(0);
        self.first[usize::from(byte / 64)] & 1 << (byte % 64) != 0
            && self.starts.iter().any(|start| {
                line.strip_prefix(start.as_str())
                    .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
            })
    }
}

fn fold(line: &str, out: &mut String) {
    fold_start(line.trim_end_matches(|c: char| !c.is_alphanumeric()), out);
}

/// Writes the line folded over `out`, and leaves the end as it stands.
fn fold_start(line: &str, out: &mut String) {
    out.clear();
    for c in line
        .trim_start_matches(|c: char| !c.is_alphanumeric())
        .chars()
    {
        match c {
            '’' => out.push('\''),
            '\u{a0}' | '\u{202f}' => out.push(' '),
            ':' => {
                if out.ends_with(' ') {
                    out.pop();
                }
                out.push(':');
            }
            _ if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            _ => out.extend(c.to_lowercase()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_folded_once_a_letter() {
        let mut folded = String::from("before");
        for (line, expected) in [
            ("« L’Été\u{a0}: À\u{202f}VOIR » !", "l'été: à voir"),
            ("Photo  : : DR", "photo :: dr"),
            ("— …", ""),
        ] {
            fold(line, &mut folded);
            assert_eq!(folded, expected);
        }
        fold_start("Crédits :", &mut folded);
        assert_eq!(folded, "crédits:");
    }

    #[test]
    fn beginnings_are_whole_words() {
        let starts = Starts::new(&["Lire aussi".into(), "À voir :".into()]);
        assert!(starts.begin("lire aussi notre dossier") && starts.begin("à voir: le port"));
        assert!(!starts.begin("lire aussitôt") && !starts.begin("écouter") && !starts.begin(""));
    }
}
