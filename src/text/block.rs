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
    clutter_starts: Vec<String>,
    clutter_signs: Vec<char>,
    clutter_buttons: Vec<String>,
    clutter_length: usize,
    dateline_starts: Vec<String>,
    byline_starts: Vec<String>,
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
        let folded = |lines: &[String]| lines.iter().map(|line| fold_start(line)).collect();
        Self {
            clutter_lines: rules.clutter_lines.iter().map(|line| fold(line)).collect(),
            clutter_starts: folded(&rules.clutter_starts),
            clutter_signs: rules.clutter_signs.clone(),
            clutter_buttons: rules.clutter_buttons.clone(),
            clutter_length: rules.clutter_length,
            dateline_starts: folded(&rules.dateline_starts),
            byline_starts: folded(&rules.byline_starts),
        }
    }

    /// Cuts `text` into blocks and says what each is. O(n).
    pub fn read(&self, text: &str) -> Vec<Block> {
        let mut out = Vec::new();
        let mut paragraph: Vec<(usize, usize)> = Vec::new();
        let mut at = 0;
        // One step more than there are lines, so that the last paragraph is closed like the others.
        for line in text.split_inclusive('\n').chain(std::iter::once("\n")) {
            let trimmed = line.trim();
            if trimmed.is_empty() {
                close(&mut paragraph, &mut out);
            } else {
                let start = at + (trimmed.as_ptr() as usize - line.as_ptr() as usize);
                paragraph.push((start, start + trimmed.len()));
            }
            at += line.len();
        }
        self.name(text, &mut out);
        out
    }

    /// Says what each block is.
    fn name(&self, text: &str, blocks: &mut [Block]) {
        let mut title: Option<String> = None;
        let mut first = true;
        for block in blocks.iter_mut() {
            let line = block.text(text);
            let first = std::mem::take(&mut first);
            if line.len() > HEADING_BYTES {
                continue;
            }
            let folded = fold(line);
            block.kind = if folded.is_empty()
                || self.clutter_lines.contains(&folded)
                || self.is_button(line)
                || (line.len() <= self.clutter_length && self.opens_clutter(line, &folded))
            {
                BlockKind::Clutter
            } else if self.is_dateline(line, &folded) {
                BlockKind::Dateline
            } else if begins(&folded, &self.byline_starts)
                && words(self.before_dateline(&folded, &BYLINE_MARKS)) <= BYLINE_WORDS
            {
                BlockKind::Byline
            } else if self.before_dateline(&folded, &PART_MARKS).len() < folded.len() {
                BlockKind::Dateline
            } else if title.as_deref() == Some(&folded) {
                BlockKind::Heading
            } else if ends_like_a_sentence(line) && !(first && calls_out(line)) {
                BlockKind::Paragraph
            } else if title.is_none() {
                title = Some(folded);
                BlockKind::Title
            } else {
                BlockKind::Heading
            };
        }
    }
}

impl BlockReader {
    fn opens_clutter(&self, line: &str, folded: &str) -> bool {
        line.starts_with(self.clutter_signs.as_slice()) || begins(folded, &self.clutter_starts)
    }

    /// Whether the line is a few words and a button: `Valbrume Télécharger`.
    fn is_button(&self, line: &str) -> bool {
        words(line) <= BUTTON_WORDS && self.clutter_buttons.iter().any(|b| line.ends_with(b))
    }

    fn is_dateline(&self, line: &str, folded: &str) -> bool {
        let (most, most_of_sentence) = DATELINE_WORDS;
        let most = if ends_like_a_sentence(line) {
            most_of_sentence
        } else {
            most
        };
        begins(folded, &self.dateline_starts) && words(line) <= most
    }

    /// The folded line up to the mark behind which it states the date of publication; all of it
    /// where it does not.
    fn before_dateline<'l>(&self, folded: &'l str, marks: &[char]) -> &'l str {
        folded
            .match_indices(marks)
            .find(|(at, mark)| {
                let rest = folded[at + mark.len()..].trim_start();
                begins(rest, &self.dateline_starts) && rest.contains(|c: char| c.is_ascii_digit())
            })
            .map_or(folded, |(at, _)| &folded[..at])
    }
}

fn words(line: &str) -> usize {
    line.split_whitespace().count()
}

/// Ends a run of lines: one block where a machine has wrapped them, else one block a line.
fn close(lines: &mut Vec<(usize, usize)>, out: &mut Vec<Block>) {
    let block = |start: usize, end: usize| Block {
        start: start as u32,
        end: end as u32,
        kind: BlockKind::Paragraph,
    };
    if is_wrapped(lines) {
        out.push(block(lines[0].0, lines[lines.len() - 1].1));
    } else {
        out.extend(lines.iter().map(|&(s, e)| block(s, e)));
    }
    lines.clear();
}

/// Whether the lines look filled to one width: three or more, all but the last near the longest.
fn is_wrapped(lines: &[(usize, usize)]) -> bool {
    if lines.len() < 3 {
        return false;
    }
    let lengths = lines.iter().map(|(s, e)| e - s);
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

/// Whether the folded `line` begins with one of `starts` as whole words.
fn begins(line: &str, starts: &[String]) -> bool {
    starts.iter().any(|start| {
        line.strip_prefix(start.as_str())
            .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    })
}

fn fold(line: &str) -> String {
    fold_start(line.trim_end_matches(|c: char| !c.is_alphanumeric()))
}

/// Folds, and leaves the end as it stands.
fn fold_start(line: &str) -> String {
    let folded: String = line
        .trim_start_matches(|c: char| !c.is_alphanumeric())
        .chars()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            '’' => '\'',
            '\u{a0}' | '\u{202f}' => ' ',
            c => c,
        })
        .collect();
    if folded.contains(" :") {
        return folded.replace(" :", ":");
    }
    folded
}
