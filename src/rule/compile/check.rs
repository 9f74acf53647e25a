//! What is asked of a rule beyond its pattern: keys, examples, and names that nobody uses.

use std::collections::HashSet;

use super::super::ast::{self, Expect, Spanned};
use super::super::fault::{Fault, Severity};
use super::lets::Lets;
use super::{Compiled, Compiler, RuleFile, error};

impl Compiler<'_> {
    /// The keys that the rule emits must be ones that somebody reads, each once.
    pub(super) fn keys(&mut self, rule: &ast::Rule) {
        let fields = self
            .setting
            .types
            .iter()
            .find(|t| t.name == rule.output.value)
            .and_then(|t| t.fields);
        for (i, emit) in rule.emits.iter().enumerate() {
            let key = &emit.key;
            if rule.emits[..i].iter().any(|e| e.key.value == key.value) {
                let _: Compiled<()> = self.fault(
                    &key.span,
                    format!("`{}` is emitted twice", key.value),
                    "the second",
                    Some("keep one of them, or make two rules".into()),
                );
            }
            if let Some(fields) = fields
                && !fields.contains(&key.value.as_str())
            {
                let known = fields.iter().map(|&f| f.to_owned()).collect();
                let what = format!("field of `{}`", rule.output.value);
                let _: Compiled<()> = self.unknown(&what, &key.value, &key.span, known);
            }
        }
    }

    /// Examples mark captures and name keys that the rule has; each capture is marked by one.
    pub(super) fn examples(&mut self, rule: &ast::Rule, roles: &[String]) {
        for example in &rule.examples {
            for (role, _) in &example.marks {
                if !roles.contains(role) {
                    let _: Compiled<u16> = self.unknown_role(&Spanned {
                        value: role.clone(),
                        span: example.span.clone(),
                    });
                }
            }
            for (key, _) in &example.values {
                if !rule.emits.iter().any(|e| e.key.value == key.value) {
                    let known = rule.emits.iter().map(|e| e.key.value.clone()).collect();
                    let _: Compiled<()> =
                        self.unknown("emitted field", &key.value, &key.span, known);
                }
            }
            if example.expect == Expect::No
                && !(example.marks.is_empty() && example.values.is_empty())
            {
                let _: Compiled<()> = self.fault(
                    &example.span,
                    "a `no` marks nothing, for nothing may be found in it".into(),
                    "marks or values here",
                    Some("take the marks out, or write `yes`".into()),
                );
            }
        }
        for role in roles {
            let marked = rule
                .examples
                .iter()
                .any(|e| e.marks.iter().any(|(marked, _)| marked == role));
            if !marked && let Some(span) = rule.pattern.as_ref().map(|p| p.span.clone()) {
                self.warning(
                    &span,
                    format!(
                        "no example of the rule `{}` marks the capture `{role}`",
                        rule.name.value
                    ),
                    "captured here",
                    "mark it as {role|words} in a `yes`, or do not capture it",
                );
            }
        }
    }
}

/// A warning for each `let` that no rule uses.
pub(super) fn unused_lets(
    lets: &Lets,
    used: &HashSet<(u8, String)>,
    files: &[RuleFile],
    faults: &mut Vec<Fault>,
) {
    for (key, definition) in lets {
        if !used.contains(key) {
            faults.push(Fault {
                severity: Severity::Warning,
                ..error(
                    &files[usize::from(definition.file)].path,
                    &definition.name,
                    format!("no rule uses `{}`", key.1),
                    "defined for nothing",
                    Some("use it or take it out".into()),
                )
            });
        }
    }
}
