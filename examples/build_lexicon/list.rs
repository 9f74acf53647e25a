//! A list under construction, and what is added to it and taken out of it by hand.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::text::{Result, read, tidy};

/// A list under construction: form → further columns.
pub struct List {
    pub name: &'static str,
    pub notes: &'static [&'static str],
    pub columns: &'static [&'static str],
    pub rows: BTreeMap<String, Vec<String>>,
}

impl List {
    pub fn new(
        name: &'static str,
        columns: &'static [&'static str],
        notes: &'static [&'static str],
    ) -> Self {
        List {
            name,
            notes,
            columns,
            rows: BTreeMap::new(),
        }
    }

    pub fn add(&mut self, form: &str, columns: &[&str]) {
        let form = tidy(form);
        if form.is_empty() {
            return;
        }
        let mut row: Vec<String> = columns.iter().map(|c| (*c).to_string()).collect();
        row.resize(self.columns.len(), String::new());
        self.rows.entry(form).or_insert(row);
    }

    /// Adds and removes what `ajouts/<name>.tsv` says, then writes the list.
    pub fn finish(mut self, out: &Path) -> Result<BTreeSet<String>> {
        let by_hand = additions(out, self.name)?;
        for (form, columns) in by_hand.added {
            let old = self.rows.remove(&form).unwrap_or_default();
            let row = (0..self.columns.len())
                .map(|i| match columns.get(i).filter(|c| !c.is_empty()) {
                    Some(new) => new.clone(),
                    None => old.get(i).cloned().unwrap_or_default(),
                })
                .collect();
            self.rows.insert(form, row);
        }
        for form in by_hand.removed {
            self.rows.remove(&form);
        }
        let mut text = String::new();
        for note in self.notes {
            text += &format!("# {note}\n");
        }
        text += "# Généré par build_lexicon ; ajouts et retraits à la main dans ajouts/.\nform";
        for column in self.columns {
            text += &format!("\t{column}");
        }
        text.push('\n');
        for (form, columns) in &self.rows {
            text += form;
            for column in columns {
                text.push('\t');
                text += column;
            }
            text.push('\n');
        }
        fs::write(out.join(format!("{}.tsv", self.name)), &text)?;
        println!(
            "{:<18} {:>7} entries {:>9} bytes",
            self.name,
            self.rows.len(),
            text.len()
        );
        Ok(self.rows.into_keys().collect())
    }
}

/// What a person adds to a generated list (form and columns) and takes out of it.
#[derive(Default)]
pub struct ByHand {
    pub added: Vec<(String, Vec<String>)>,
    pub removed: Vec<String>,
}

pub fn additions(out: &Path, name: &str) -> Result<ByHand> {
    let mut by_hand = ByHand::default();
    let path = out.with_file_name("ajouts").join(format!("{name}.tsv"));
    if !path.exists() {
        return Ok(by_hand);
    }
    for line in read(path)?
        .lines()
        .filter(|l| !l.starts_with('#') && !l.is_empty())
        .skip(1)
    {
        let mut cells = line.split('\t').map(str::to_string);
        let form = cells.next().unwrap_or_default();
        match form.strip_prefix('-') {
            Some(gone) => by_hand.removed.push(gone.to_string()),
            None => by_hand.added.push((form, cells.collect())),
        }
    }
    Ok(by_hand)
}

/// The order of magnitude of a count: 1 for up to 99, 2 for hundreds, …
pub fn weight(count: u64) -> String {
    count.max(10).ilog10().min(9).to_string()
}
