//! The files that a pack is made of, and faults placed in them.

use std::borrow::Cow;
use std::collections::HashSet;

use serde::de::DeserializeOwned;

use super::PackFiles;
use crate::lexicon::inflect;
use crate::rule::{Fault, Severity};

/// The files of a pack with what a user adds.
pub(crate) struct Files {
    lang: String,
    /// Files by their path within the pack; a user's list or settings file in place of the pack's.
    pub pack: PackFiles,
    /// Rule files that a user adds to those of the pack.
    pub added: PackFiles,
    /// Where the user's files come from.
    folder: String,
    /// Those of `pack` that are the user's.
    users: HashSet<String>,
    /// Settings files of the built-in pack, as JSON.
    ready: &'static [(&'static str, &'static str)],
}

impl Files {
    /// The files of the pack for `lang`, with those of `extra`, which come from `folder`. `ready` holds settings
    /// files of the pack in JSON, which is read in a tenth of the time.
    pub fn new(
        lang: &str,
        pack: PackFiles,
        ready: &'static [(&'static str, &'static str)],
        folder: &str,
        extra: PackFiles,
    ) -> Self {
        let mut files = Self {
            lang: lang.to_owned(),
            pack,
            added: Vec::new(),
            folder: folder.trim_end_matches('/').to_owned(),
            users: HashSet::new(),
            ready,
        };
        let whole = extra.iter().any(|(path, _)| path == "pack.toml");
        for (path, text) in extra {
            if !whole && rule_file(&path).is_some() {
                files.added.push((path, text));
                continue;
            }
            files.users.insert(path.clone());
            match files.pack.iter_mut().find(|(known, _)| *known == path) {
                Some((_, old)) => *old = text,
                None => files.pack.push((path, text)),
            }
        }
        files
    }

    /// Text of a file of the pack.
    pub fn text(&self, name: &str) -> Option<Cow<'static, str>> {
        self.pack
            .iter()
            .find(|(path, _)| path == name)
            .map(|(_, text)| text.clone())
    }

    /// How messages call a file of the pack: by a path from where its source lies.
    pub fn shown(&self, path: &str) -> String {
        if self.users.contains(path) {
            self.of_user(path)
        } else {
            format!("src/lang/{}/{path}", self.lang)
        }
    }

    /// How messages call a file that a user adds.
    pub fn of_user(&self, path: &str) -> String {
        if self.folder.is_empty() {
            path.to_owned()
        } else {
            format!("{}/{path}", self.folder)
        }
    }

    /// Text of the file that messages call `shown`.
    pub fn source(&self, shown: &str) -> &str {
        let of_pack = self.pack.iter().find(|(path, _)| self.shown(path) == shown);
        let added = || {
            self.added
                .iter()
                .find(|(path, _)| self.of_user(path) == shown)
        };
        of_pack.or_else(added).map_or("", |(_, text)| text)
    }

    /// A fault at a byte range of a file of the pack.
    pub fn fault(
        &self,
        path: &str,
        span: std::ops::Range<usize>,
        message: String,
        label: &str,
        help: Option<String>,
    ) -> Fault {
        Fault {
            severity: Severity::Error,
            path: self.shown(path),
            span,
            message,
            label: label.to_owned(),
            help,
        }
    }

    /// A fault of a whole line, counted from 1.
    pub fn line(&self, path: &str, line: usize, message: String, help: Option<String>) -> Fault {
        let text = self.text(path).unwrap_or_default();
        let start: usize = text
            .split_inclusive('\n')
            .take(line.saturating_sub(1))
            .map(str::len)
            .sum();
        let length = text[start..].lines().next().map_or(0, str::len);
        self.fault(path, start..start + length, message, "this line", help)
    }

    /// The settings file as it was made ready.
    fn ready<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        let (_, json) = self.ready.iter().find(|(path, _)| *path == name)?;
        let users = self.users.contains(name);
        (!users).then(|| serde_json::from_str(json).ok()).flatten()
    }

    /// Reads a settings file that a pack may leave out.
    pub fn settings<T: Default + DeserializeOwned>(
        &self,
        name: &str,
        faults: &mut Vec<Fault>,
    ) -> T {
        match self.text(name) {
            Some(_) => self.toml(name, faults).unwrap_or_default(),
            None => T::default(),
        }
    }

    /// Reads a settings file that every pack must have.
    pub fn toml<T: DeserializeOwned>(&self, name: &str, faults: &mut Vec<Fault>) -> Option<T> {
        let Some(text) = self.text(name) else {
            faults.push(self.fault(
                name,
                0..0,
                format!("the pack has no `{name}`"),
                "no such file",
                Some("copy the one of the built-in pack and change it".into()),
            ));
            return None;
        };
        if let Some(value) = self.ready(name) {
            return Some(value);
        }
        match toml::from_str(&text) {
            Ok(value) => Some(value),
            Err(error) => {
                faults.push(self.toml_fault(name, &error));
                None
            }
        }
    }

    /// What is wrong with a settings file.
    fn toml_fault(&self, name: &str, error: &toml::de::Error) -> Fault {
        let message = error.message().trim();
        let first = message.lines().next().unwrap_or(message);
        let help = match message.split_once('\n') {
            Some((_, rest)) => rest.replace('\n', "; "),
            None => format!("see {name} of the built-in pack for what can be written"),
        };
        self.fault(
            name,
            error.span().unwrap_or(0..0),
            first.to_owned(),
            "cannot be read",
            Some(help),
        )
    }

    /// Reads one of the inflection tables; a pack may leave it out.
    pub fn table<T: Default>(
        &self,
        name: &str,
        parse: impl Fn(&str) -> Result<T, Vec<inflect::Fault>>,
        faults: &mut Vec<Fault>,
    ) -> T {
        let Some(text) = self.text(name) else {
            return T::default();
        };
        parse(&text).unwrap_or_else(|found| {
            faults.extend(found.into_iter().map(|f| {
                let help = format!("see {name} of the built-in pack for how the table is laid out");
                self.line(name, f.line, f.message, Some(help))
            }));
            T::default()
        })
    }
}

/// The name of a file of rules, if the path is one.
pub(super) fn rule_file(path: &str) -> Option<&str> {
    path.strip_prefix("rules/")?.strip_suffix(".rules")
}
