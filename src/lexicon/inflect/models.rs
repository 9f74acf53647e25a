//! Reads a table of model verbs and works the models out.

use std::collections::HashMap;

use super::{Fault, Model, Paradigms, Tag, Tail, content_lines};

/// Reads a whole table; see the text of the module above.
pub(super) fn read(table: &str) -> Result<Paradigms, Vec<Fault>> {
    let mut reader = Reader::default();
    for (number, line) in content_lines(table) {
        if let Err(message) = reader.line(line) {
            reader.faults.push(Fault {
                line: number,
                message,
            });
        }
    }
    if reader.columns.is_empty() {
        let message = "the table is empty: begin with the header".to_owned();
        reader.faults.push(Fault { line: 1, message });
    }
    if reader.faults.is_empty() {
        Ok(reader.made)
    } else {
        Err(reader.faults)
    }
}

/// One ending of a set: tag, stem column, ending.
type Ending = (Tag, usize, String);

/// The state of reading a table of paradigms.
#[derive(Default)]
struct Reader {
    /// Names of the stem columns; the first is `lemma`. Empty before the header.
    columns: Vec<String>,
    sets: HashMap<String, Vec<Ending>>,
    made: Paradigms,
    faults: Vec<Fault>,
}

impl Reader {
    fn line(&mut self, line: &str) -> Result<(), String> {
        let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
        if self.columns.is_empty() {
            return self.header(&cells);
        }
        let second = cells.get(1).copied().unwrap_or_default();
        if cells[0] == ":reflexive" {
            self.made
                .reflexive
                .extend(second.split_whitespace().map(str::to_owned));
            Ok(())
        } else if cells[0].starts_with(':') {
            Err(format!(
                "unknown setting `{}`: the only one is `:reflexive`",
                cells[0]
            ))
        } else if let Some(name) = cells[0].strip_prefix('@') {
            self.set(name, second)
        } else {
            self.models(&cells)
        }
    }

    fn header(&mut self, cells: &[&str]) -> Result<(), String> {
        let well_formed = cells.len() >= 3
            && cells[0] == "lemma"
            && cells[1] == "sets"
            && cells[cells.len() - 1] == "forms";
        let stems = if well_formed {
            &cells[2..cells.len() - 1]
        } else {
            &[]
        };
        self.columns = std::iter::once(&"lemma")
            .chain(stems)
            .map(|&name| name.to_owned())
            .collect();
        if well_formed {
            Ok(())
        } else {
            Err("the header must be `lemma`, `sets`, the stems' names, `forms`".to_owned())
        }
    }

    fn set(&mut self, name: &str, content: &str) -> Result<(), String> {
        let mut endings = Vec::new();
        for item in content.split_whitespace() {
            if let Some(other) = item.strip_prefix('@') {
                let taken = self
                    .sets
                    .get(other)
                    .ok_or_else(|| format!("no set `@{other}` above this line"))?;
                endings.extend_from_slice(taken);
                continue;
            }
            let (tag, form) = assignment(item)?;
            let (stem, ending) = form
                .split_once('+')
                .ok_or_else(|| format!("`{item}` needs a stem and `+`: `P1s=stem+e`"))?;
            let column = self.columns.iter().position(|c| c == stem);
            endings.push((
                tag,
                column.ok_or_else(|| format!("no stem column `{stem}`"))?,
                ending.to_owned(),
            ));
        }
        match self.sets.insert(name.to_owned(), endings) {
            None => Ok(()),
            Some(_) => Err(format!("set `@{name}` stands twice: rename or remove one")),
        }
    }

    fn models(&mut self, cells: &[&str]) -> Result<(), String> {
        let width = self.columns.len() + 2;
        if cells.len() > width || cells.len() < 2 {
            return Err(format!(
                "{} cells where the header has {width}",
                cells.len()
            ));
        }
        for pattern in cells[0].split_whitespace() {
            let (before, alternatives, after) = braces(pattern)?;
            for taken in alternatives.split(',') {
                self.model(&format!("{before}{taken}{after}"), taken, cells)?;
            }
        }
        Ok(())
    }

    /// Works out one suffix of a model line into its tails.
    fn model(&mut self, suffix: &str, taken: &str, cells: &[&str]) -> Result<(), String> {
        let bare = suffix.trim_start_matches('^');
        let cut = bare.split_once('.').map_or(bare, |(_, cut)| cut);
        let key = suffix.replacen('.', "", 1);
        if cut.is_empty() || cut.contains('.') {
            return Err(format!("`{suffix}` must have letters after its one point"));
        }
        let first = self.made.tails.len();
        let forms = cells
            .get(self.columns.len() + 1)
            .copied()
            .unwrap_or_default();
        let own: Vec<(Tag, &str)> = forms
            .split_whitespace()
            .map(assignment)
            .collect::<Result<_, _>>()?;
        for name in cells[1].split_whitespace() {
            let set = self
                .sets
                .get(name)
                .ok_or_else(|| format!("no set `@{name}` above this line"))?;
            for (tag, column, ending) in set
                .iter()
                .filter(|(tag, ..)| own.iter().all(|(other, _)| other != tag))
            {
                let stem = if *column == 0 {
                    cut
                } else {
                    cells.get(column + 1).copied().unwrap_or_default()
                };
                if stem.is_empty() {
                    return Err(format!(
                        "set `@{name}` needs the stem `{}`: write it, or `-` for the radical",
                        self.columns[*column]
                    ));
                }
                self.made.push(*tag, stem, ending, taken);
            }
        }
        for (tag, form) in own.into_iter().filter(|(_, form)| !form.is_empty()) {
            self.made.push(tag, form, "", taken);
        }
        let end = self.made.tails.len();
        if end == first {
            return Err(format!(
                "`{suffix}` has no forms: name a set or write forms"
            ));
        }
        match self.made.models.insert(
            key,
            Model {
                cut: cut.len(),
                first,
                end,
            },
        ) {
            None => Ok(()),
            Some(_) => Err(format!("the suffix `{suffix}` stands twice: remove one")),
        }
    }
}

impl Paradigms {
    /// Adds one tail for each spelling of a stem (`x|y`).
    fn push(&mut self, tag: Tag, stem: &str, ending: &str, taken: &str) {
        for spelling in stem.split('|') {
            let start = self.text.len();
            match spelling {
                "-" => {}
                _ if spelling.contains('*') => self.text.push_str(&spelling.replace('*', taken)),
                _ => self.text.push_str(spelling),
            }
            self.text.push_str(ending);
            self.tails.push(Tail {
                tag,
                start,
                end: self.text.len(),
            });
        }
    }
}

/// `J=ept` as tag and form.
fn assignment(item: &str) -> Result<(Tag, &str), String> {
    let (code, form) = item
        .split_once('=')
        .ok_or_else(|| format!("`{item}` needs a tag and `=`: `P2p=form`"))?;
    let tag = Tag::new(code)
        .ok_or_else(|| format!("`{code}` is no tag: one to three ASCII letters and digits"))?;
    Ok((tag, form))
}

/// `a{b,c}d` as `a`, `b,c`, `d`; without braces the whole is `a`.
fn braces(pattern: &str) -> Result<(&str, &str, &str), String> {
    let parts = match (pattern.split_once('{'), pattern.contains('}')) {
        (None, false) => Some((pattern, "", "")),
        (Some((before, rest)), true) => rest
            .split_once('}')
            .map(|(within, after)| (before, within, after)),
        _ => None,
    };
    let closed = parts.filter(|(_, _, after)| !after.contains(['{', '}']));
    closed.ok_or_else(|| format!("`{pattern}` must have one `{{` and one `}}` after it"))
}
