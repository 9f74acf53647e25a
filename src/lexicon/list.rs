//! One list: a table of tab-separated columns, kept as the text it is.

use std::borrow::Cow;

/// Where a list comes from.
#[derive(Debug, Clone)]
pub struct ListSource {
    /// The name by which rules call it: `@name`.
    pub name: String,
    /// The file, for messages.
    pub path: String,
    pub text: Cow<'static, str>,
}

/// A fault in a list's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub path: String,
    /// Line number, from 1.
    pub line: usize,
    pub message: String,
}

/// A parsed list. Rows are known by the byte offset of their line.
#[derive(Debug)]
pub struct List {
    name: String,
    path: String,
    text: Cow<'static, str>,
    columns: Vec<String>,
    /// Byte offset of the line behind the header.
    body: usize,
}

impl List {
    /// Reads the header; the rows stay as they are until somebody asks. O(length of the notes).
    pub fn parse(source: ListSource) -> (Self, Vec<Fault>) {
        let mut columns = Vec::new();
        let mut faults = Vec::new();
        let mut body = 0;
        for (number, line) in source.text.split_inclusive('\n').enumerate() {
            body += line.len();
            let line = line.trim_end_matches(['\n', '\r']);
            if is_note(line) {
                continue;
            }
            columns = line.split('\t').map(str::to_owned).collect();
            if columns[0] != "form" {
                faults.push(Fault {
                    path: source.path.clone(),
                    line: number + 1,
                    message: format!(
                        "the header names the columns and its first is `form`, not `{}`",
                        columns[0]
                    ),
                });
            }
            break;
        }
        let list = Self {
            name: source.name,
            path: source.path,
            text: source.text,
            columns,
            body,
        };
        (list, faults)
    }

    /// Faults of the rows. O(n).
    pub fn check(&self) -> Vec<Fault> {
        self.lines()
            .filter(|(_, line)| line.starts_with('\t'))
            .map(|(row, _)| Fault {
                path: self.path.clone(),
                line: self.line(row),
                message: "the entry is missing: the line begins with a tab".into(),
            })
            .collect()
    }

    /// The name by which rules call the list.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The file it came from.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Names of the columns, `form` first.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The rows, in order.
    pub fn rows(&self) -> impl Iterator<Item = u32> {
        self.lines()
            .filter(|(_, line)| !line.starts_with('\t'))
            .map(|(row, _)| row)
    }

    /// Offset and text of the lines below the header that are no notes.
    fn lines(&self) -> impl Iterator<Item = (u32, &str)> {
        let mut at = self.body;
        self.text[self.body..]
            .split_inclusive('\n')
            .map(move |line| {
                let row = at;
                at += line.len();
                (row as u32, line.trim_end_matches(['\n', '\r']))
            })
            .filter(|(_, line)| !is_note(line))
    }

    /// The entry in its row.
    pub fn form(&self, row: u32) -> &str {
        let line = &self.text[row as usize..];
        let end = line
            .as_bytes()
            .iter()
            .position(|b| matches!(b, b'\t' | b'\n' | b'\r'))
            .unwrap_or(line.len());
        &line[..end]
    }

    /// The field of `row` in `column`, if the list has the column and the field is not empty.
    pub fn column(&self, row: u32, column: &str) -> Option<&str> {
        let index = self.columns.iter().position(|c| c == column)?;
        Some(self.field(row, index)).filter(|field| !field.is_empty())
    }

    /// The field of `row` in the column at `index`; empty where the line ends before.
    pub fn field(&self, row: u32, index: usize) -> &str {
        let line = &self.text[row as usize..];
        let (mut start, mut left, mut end) = (0, index, line.len());
        for (at, byte) in line.bytes().enumerate() {
            match byte {
                b'\t' if left > 0 => (start, left) = (at + 1, left - 1),
                b'\t' | b'\n' => {
                    end = at;
                    break;
                }
                _ => {}
            }
        }
        if left > 0 {
            return "";
        }
        let field = &line[start..end];
        field.strip_suffix('\r').unwrap_or(field)
    }

    /// Line number of `row`, from 1. O(n): for messages.
    pub fn line(&self, row: u32) -> usize {
        let before = &self.text.as_bytes()[..row as usize];
        1 + before.iter().filter(|&&b| b == b'\n').count()
    }
}

/// Blank lines, `#` alone, and lines that begin with `# `; `#theme` is an entry.
fn is_note(line: &str) -> bool {
    line.is_empty() || line == "#" || line.starts_with("# ")
}

/// Whether every capital of `entry` is a capital in `spelling` too, letter by letter.
pub(super) fn has_capitals(entry: &str, spelling: impl Iterator<Item = char>) -> bool {
    let letters = |c: &char| c.is_alphabetic();
    entry
        .chars()
        .filter(letters)
        .zip(spelling.filter(letters))
        .all(|(e, s)| !e.is_uppercase() || s.is_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_ends_with_its_line() {
        let source = ListSource {
            name: "villes".into(),
            path: "lexicon/villes.tsv".into(),
            text: "form\tpays\tnote\nLyon\tFR\t\r\nGand\tBE\nBâle".into(),
        };
        let (list, faults) = List::parse(source);
        assert_eq!(faults, []);
        let fields: Vec<[&str; 3]> = list
            .rows()
            .map(|row| [0, 1, 2].map(|index| list.field(row, index)))
            .collect();
        assert_eq!(
            fields,
            [["Lyon", "FR", ""], ["Gand", "BE", ""], ["Bâle", "", ""]]
        );
        let row = list.rows().nth(1).expect("a second row");
        assert_eq!(list.column(row, "pays"), Some("BE"));
        assert_eq!(list.column(row, "note"), None);
        assert_eq!(list.column(row, "région"), None);
    }
}
