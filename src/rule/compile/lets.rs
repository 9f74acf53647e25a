//! `let`: patterns with a name, expanded where they are used.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::super::ast::{self, Span};
use super::super::fault::Fault;
use super::super::program::Inst;
use super::{Code, Compiled, Compiler, MAX_INSTS, RuleFile, SHAPES, Shaped, error, token};

/// Deepest nesting of `let` in `let`.
const MAX_LETS: usize = 40;

/// A `let`: its file and pattern.
#[derive(Debug)]
pub(super) struct Let {
    pub file: u16,
    pub name: Span,
    pattern: ast::Node,
}

/// All `let` of a pack, by layer and name.
pub(super) type Lets = HashMap<(u8, String), Let>;

/// What came of `let` that were expanded before: by layer and name, the phase that uses it where it asks for
/// regions, and whether it may open a sentence there.
pub(super) type Expansions = HashMap<((u8, String), Option<u16>, bool), Expansion>;

/// The instructions of a `let`, with jumps counted from its first, and what is known of it.
pub(super) struct Expansion {
    code: Code,
    shaped: Shaped,
}

impl Expansion {
    /// Keeps what was written from `start` on. `None` where it means something else elsewhere:
    /// captures are numbered by the rule, and what is too large was cut short.
    fn of(shaped: &Shaped, start: usize, code: &Code) -> Option<Self> {
        let insts = &code.insts[start..];
        let captures = insts.iter().any(|i| matches!(i, Inst::Save(_)));
        let start = start as u32;
        let folds = code.folds.iter().filter(|fold| fold.first >= start);
        (!captures && code.insts.len() <= MAX_INSTS).then(|| Self {
            code: Code {
                insts: insts.iter().map(|i| i.moved(|to| to - start)).collect(),
                origins: code.origins[start as usize..].to_vec(),
                folds: folds.map(|fold| fold.moved(|to| to - start)).collect(),
            },
            shaped: shaped.clone(),
        })
    }

    fn write(&self, code: &mut Code) -> Shaped {
        let start = code.insts.len() as u32;
        let to = |to| to + start;
        let own = &self.code;
        code.insts.extend(own.insts.iter().map(|i| i.moved(to)));
        code.origins.extend_from_slice(&own.origins);
        code.folds.extend(own.folds.iter().map(|f| f.moved(to)));
        self.shaped.clone()
    }
}

/// The `let` of all files.
pub(super) fn lets(files: &[RuleFile], trees: &[ast::File], faults: &mut Vec<Fault>) -> Lets {
    let mut lets = Lets::new();
    for (index, (file, tree)) in files.iter().zip(trees).enumerate() {
        for definition in &tree.lets {
            let name = &definition.name;
            let key = (file.layer, name.value.clone());
            if SHAPES.contains(&name.value.as_str()) {
                faults.push(error(
                    &file.path,
                    &name.span,
                    format!(
                        "`{}` is a shape that the language knows already",
                        name.value
                    ),
                    "cannot be defined",
                    Some("choose another name".into()),
                ));
                continue;
            }
            match lets.entry(key) {
                Entry::Occupied(_) => faults.push(error(
                    &file.path,
                    &name.span,
                    format!("`{}` is defined twice", name.value),
                    "defined here again",
                    Some("names of `let` are shared by all files of a pack: choose another".into()),
                )),
                Entry::Vacant(place) => {
                    place.insert(Let {
                        file: index as u16,
                        name: name.span.clone(),
                        pattern: definition.pattern.clone(),
                    });
                }
            }
        }
    }
    lets
}

impl Compiler<'_> {
    pub(super) fn name(&mut self, name: &str, span: &Span, crosses: bool) -> Compiled<Shaped> {
        if let Some(pred) = token::shape_pred(name) {
            return Ok(self.token(pred, crosses));
        }
        let lets = self.lets;
        let layer = self.files[usize::from(self.file)].layer;
        // A user's file sees its own names before those of the pack.
        let known = (0..=layer)
            .rev()
            .map(|layer| (layer, name.to_owned()))
            .find(|key| lets.contains_key(key));
        let Some((key, definition)) = known.and_then(|key| lets.get(&key).map(|d| (key, d))) else {
            let names = lets
                .keys()
                .filter(|(l, _)| *l <= layer)
                .map(|(_, name)| name.clone())
                .chain(SHAPES.map(str::to_owned))
                .collect();
            return self.unknown("name", name, span, names);
        };
        self.used.insert(key.clone());
        if self.inside.contains(&key) {
            return self.fault(
                span,
                format!("`{name}` is defined by itself"),
                "used within its own definition",
                Some("repeat with `+` or `{1,4}` instead".into()),
            );
        }
        if self.inside.len() == MAX_LETS {
            return self.fault(
                span,
                "too many `let` one within the other".into(),
                "here",
                Some("write this one out".into()),
            );
        }
        let mut place = (key.clone(), None, crosses);
        for phase in [None, Some(self.phase)] {
            place.1 = phase;
            if let Some(expansion) = self.expansions.get(&place) {
                return Ok(expansion.write(&mut self.code));
            }
        }
        let start = self.code.insts.len();
        self.inside.push(key);
        let file = std::mem::replace(&mut self.file, definition.file);
        let shaped = self.node(&definition.pattern, crosses);
        self.file = file;
        self.inside.pop();
        if let Ok(shaped) = &shaped
            && let Some(expansion) = Expansion::of(shaped, start, &self.code)
        {
            // Which regions there are depends on the phase, and nothing else does.
            if !expansion
                .code
                .insts
                .iter()
                .any(|i| matches!(i, Inst::Region(_)))
            {
                place.1 = None;
            }
            self.expansions.insert(place, expansion);
        }
        shaped
    }
}
