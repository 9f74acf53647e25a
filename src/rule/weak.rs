//! Rules with a part taken out: a part that no example misses is not proven.

use super::ast::{self, ConditionKind, Node, NodeKind, Span, Test};
use super::compile::{self, RuleFile, Setting};
use super::program::RuleSet;
use super::syntax;
use crate::lexicon::Lexicon;
use crate::token::Splitter;

/// The parsed files of a pack, to be compiled again with a part taken out.
#[derive(Debug)]
pub struct Parts {
    files: Vec<RuleFile>,
    trees: Vec<ast::File>,
}

/// One part that can be taken out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    file: usize,
    place: Place,
    /// Which part of the place, counted from 0.
    nth: usize,
    /// The rule's full name; `None` for a part of a `let`, which any rule may use.
    pub rule: Option<String>,
    pub path: String,
    /// Line, from 1.
    pub line: usize,
    /// The part as it is written.
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Let(usize),
    /// The pattern of a rule.
    Match(usize),
    /// A condition of a rule, all of it.
    Whole(usize, usize),
    /// Within a condition of a rule.
    Within(usize, usize),
}

impl Parts {
    /// Parses the files, which must be without fault.
    pub fn new(files: &[RuleFile]) -> Self {
        Self {
            files: files.to_vec(),
            trees: files
                .iter()
                .map(|f| syntax::parse(&f.path, &f.text).0)
                .collect(),
        }
    }

    /// Every guard, optional part and list, in the order of the files.
    pub fn cuts(&self, lang: &str) -> Vec<Cut> {
        let mut cuts = Vec::new();
        for (file, tree) in self.trees.iter().enumerate() {
            for (index, definition) in tree.lets.iter().enumerate() {
                self.sites(
                    file,
                    None,
                    Place::Let(index),
                    &definition.pattern,
                    &mut cuts,
                );
            }
            for (index, rule) in tree.rules.iter().enumerate() {
                let name = format!("{lang}.{}.{}", self.files[file].name, rule.name.value);
                if let Some(pattern) = &rule.pattern {
                    let place = Place::Match(index);
                    self.sites(file, Some(&name), place, pattern, &mut cuts);
                }
                for (i, condition) in rule.conditions.iter().enumerate() {
                    let whole = Place::Whole(index, i);
                    cuts.push(self.cut(file, Some(&name), whole, 0, &condition.span));
                    if let Some(pattern) = pattern_of(&condition.kind) {
                        let within = Place::Within(index, i);
                        self.sites(file, Some(&name), within, pattern, &mut cuts);
                    }
                }
            }
        }
        cuts
    }

    fn sites(
        &self,
        file: usize,
        rule: Option<&str>,
        place: Place,
        pattern: &Node,
        cuts: &mut Vec<Cut>,
    ) {
        for nth in 0.. {
            match take_out(&mut pattern.clone(), &mut { nth }) {
                Some(span) => cuts.push(self.cut(file, rule, place, nth, &span)),
                None => return,
            }
        }
    }

    fn cut(&self, file: usize, rule: Option<&str>, place: Place, nth: usize, span: &Span) -> Cut {
        let source = &self.files[file];
        Cut {
            file,
            place,
            nth,
            rule: rule.map(str::to_owned),
            path: source.path.clone(),
            line: 1 + source.text[..span.start].matches('\n').count(),
            text: source.text[span.clone()].to_owned(),
        }
    }

    /// The rules without one part. A rule that cannot be compiled without it is missing.
    pub fn without(
        &self,
        cut: &Cut,
        setting: &Setting,
        lexicon: &mut Lexicon,
        splitter: &Splitter,
    ) -> RuleSet {
        let mut trees = self.trees.clone();
        let tree = &mut trees[cut.file];
        let mut nth = cut.nth;
        match cut.place {
            Place::Let(i) => {
                take_out(&mut tree.lets[i].pattern, &mut nth);
            }
            Place::Match(i) => {
                if let Some(pattern) = &mut tree.rules[i].pattern {
                    take_out(pattern, &mut nth);
                }
            }
            Place::Whole(i, condition) => {
                tree.rules[i].conditions.remove(condition);
            }
            Place::Within(i, condition) => {
                let kind = &mut tree.rules[i].conditions[condition].kind;
                if let Some(pattern) = pattern_of_mut(kind) {
                    take_out(pattern, &mut nth);
                }
            }
        }
        let mut faults = Vec::new();
        compile::compile_trees(setting, &self.files, &trees, lexicon, splitter, &mut faults)
    }
}

fn pattern_of(kind: &ConditionKind) -> Option<&Node> {
    match kind {
        ConditionKind::Left(node) | ConditionKind::Right(node) => Some(node),
        ConditionKind::Is { pattern, .. } => Some(pattern),
        _ => None,
    }
}

fn pattern_of_mut(kind: &mut ConditionKind) -> Option<&mut Node> {
    match kind {
        ConditionKind::Left(node) | ConditionKind::Right(node) => Some(node),
        ConditionKind::Is { pattern, .. } => Some(pattern),
        _ => None,
    }
}

/// Whether this is the part that is looked for; counts down.
fn is_it(nth: &mut usize) -> bool {
    let hit = *nth == 0;
    *nth = nth.wrapping_sub(1);
    hit
}

/// Takes the `nth` part out of a pattern and says where it stood. Goes in the order of the text.
fn take_out(node: &mut Node, nth: &mut usize) -> Option<Span> {
    let span = node.span.clone();
    match &mut node.kind {
        NodeKind::Repeat {
            min: 0,
            node: inner,
            ..
        } => {
            if is_it(nth) {
                node.kind = NodeKind::Sequence(Vec::new());
                return Some(span);
            }
            // An optional list goes with the option.
            match inner.kind {
                NodeKind::List { .. } => None,
                _ => take_out(inner, nth),
            }
        }
        NodeKind::Repeat { node: inner, .. } | NodeKind::Capture { node: inner, .. } => {
            take_out(inner, nth)
        }
        NodeKind::Sequence(nodes) => nodes.iter_mut().find_map(|n| take_out(n, nth)),
        NodeKind::Alternatives(branches) => {
            for i in 0..branches.len() {
                if matches!(branches[i].kind, NodeKind::List { .. }) {
                    if is_it(nth) {
                        return Some(branches.remove(i).span);
                    }
                } else if let Some(span) = take_out(&mut branches[i], nth) {
                    return Some(span);
                }
            }
            None
        }
        NodeKind::List { .. } => is_it(nth).then(|| {
            node.kind = NodeKind::Sequence(Vec::new());
            span
        }),
        NodeKind::Test(test) => take_out_of_test(test, nth),
        _ => None,
    }
}

/// Parts of a test are its lists, where something else stays.
fn take_out_of_test(test: &mut Test, nth: &mut usize) -> Option<Span> {
    let (Test::And(parts) | Test::Or(parts)) = test else {
        return match test {
            Test::Not(inner) => take_out_of_test(inner, nth),
            _ => None,
        };
    };
    for i in 0..parts.len() {
        let list = match &parts[i] {
            Test::List { name, .. } => Some(name.span.clone()),
            Test::Not(inner) => match &**inner {
                Test::List { name, .. } => Some(name.span.clone()),
                _ => None,
            },
            _ => None,
        };
        if let Some(span) = list {
            if is_it(nth) {
                parts.remove(i);
                return Some(span);
            }
        } else if let Some(span) = take_out_of_test(&mut parts[i], nth) {
            return Some(span);
        }
    }
    None
}
