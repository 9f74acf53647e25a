//! The compiler: trees to programs, every name resolved, every fault reported.

mod check;
mod clause;
mod lets;
mod pattern;
mod token;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::ask::Questions;
use super::ast::{self, Span, Spanned};
use super::fault::{Fault, Severity, nearest};
use super::program::*;
use super::syntax;
use super::trigger::{Candidate, TOO_COMMON, cheapest};
use crate::lexicon::Lexicon;
use crate::token::Splitter;
use lets::{Expansions, Lets, lets};
use token::Common;

/// One file of rules.
#[derive(Debug, Clone)]
pub struct RuleFile {
    /// The file's name without ending: second part of its rules' names.
    pub name: String,
    /// Where it is, for messages.
    pub path: String,
    pub text: Cow<'static, str>,
    /// The phase in which its rules run.
    pub phase: u16,
    /// 0 for the pack itself, 1 for what a user adds: a rule there replaces the one of the same
    /// file and name, and a `let` there is known to the user's files alone.
    pub layer: u8,
}

/// A type of region that a built-in makes or reads.
#[derive(Debug, Clone)]
pub struct RegionType {
    pub name: &'static str,
    /// First phase of rules that sees what the built-in made; `None` if it never runs.
    pub from: Option<u16>,
    /// What rules of this type may emit, if that is a closed set.
    pub fields: Option<&'static [&'static str]>,
}

/// What rules stand in.
#[derive(Debug, Clone)]
pub struct Setting<'a> {
    pub lang: &'a str,
    /// Names of the phases of rules, by number.
    pub phases: &'a [String],
    /// The plain number first.
    pub types: &'a [RegionType],
    /// Types whose regions may hold one another.
    pub nesting: &'a [String],
}

/// Largest number of instructions that one pattern may have.
const MAX_INSTS: usize = 4_000;

/// Compiles all files of a pack against its lexicon.
///
/// Returns the rules that have no fault, and all faults of all files.
pub fn compile(
    setting: &Setting,
    files: &[RuleFile],
    lexicon: &mut Lexicon,
    splitter: &Splitter,
) -> (RuleSet, Vec<Fault>) {
    let mut faults = Vec::new();
    let mut trees = Vec::new();
    for file in files {
        let (tree, mut found) = syntax::parse(&file.path, &file.text);
        faults.append(&mut found);
        trees.push(tree);
    }
    let set = compile_trees(setting, files, &trees, lexicon, splitter, &mut faults);
    (set, faults)
}

/// The same for files that are parsed already.
pub(super) fn compile_trees(
    setting: &Setting,
    files: &[RuleFile],
    trees: &[ast::File],
    lexicon: &mut Lexicon,
    splitter: &Splitter,
    faults: &mut Vec<Fault>,
) -> RuleSet {
    let mut set = RuleSet {
        types: setting.types.iter().map(|t| t.name.to_owned()).collect(),
        phases: setting.phases.len() as u16,
        sources: sources(files),
        ..RuleSet::default()
    };
    let lets = lets(files, trees, faults);
    let made = types(&mut set, setting, files, trees, faults);
    for name in setting.nesting {
        if let Some(id) = set.type_id(name) {
            set.nesting |= 1 << id.0;
        }
    }
    let mut used = HashSet::new();
    let mut expansions = Expansions::default();
    let mut common = Common::default();
    // A user's rule takes the place of the one that it replaces.
    let mut order: Vec<(String, usize, &ast::Rule)> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for (index, (file, tree)) in files.iter().zip(trees).enumerate() {
        for rule in &tree.rules {
            let full = format!("{}.{}.{}", setting.lang, file.name, rule.name.value);
            match places.get(&full) {
                Some(&place) if files[order[place].1].layer < file.layer => {
                    order[place] = (full, index, rule);
                }
                Some(_) => faults.push(error(
                    &file.path,
                    &rule.name.span,
                    format!("the rule `{full}` is defined twice"),
                    "defined here again",
                    Some("give it another name".into()),
                )),
                None => {
                    places.insert(full.clone(), order.len());
                    order.push((full, index, rule));
                }
            }
        }
    }
    for (full, index, rule) in order {
        let file = &files[index];
        let mut compiler = Compiler {
            file: index as u16,
            files,
            phase: file.phase,
            setting,
            made: &made,
            lets: &lets,
            used: &mut used,
            expansions: &mut expansions,
            common: &mut common,
            set: &mut set,
            lexicon,
            splitter,
            faults,
            code: Code::default(),
            origin: Origin::default(),
            roles: Vec::new(),
            inside: Vec::new(),
        };
        if let Some(mut rule) = compiler.rule(rule, file) {
            rule.name = full;
            set.rules.push(rule);
        }
    }
    check::unused_lets(&lets, &used, files, faults);
    set.questions = Questions::new(&set, lexicon);
    set
}

/// Gives every type that rules make a number; returns for each type the first phase that sees it.
fn types(
    set: &mut RuleSet,
    setting: &Setting,
    files: &[RuleFile],
    trees: &[ast::File],
    faults: &mut Vec<Fault>,
) -> Vec<Option<u16>> {
    let mut made: Vec<Option<u16>> = setting.types.iter().map(|t| t.from).collect();
    for (file, tree) in files.iter().zip(trees) {
        for rule in &tree.rules {
            let seen = Some(file.phase + 1);
            match set.type_id(&rule.output.value) {
                Some(id) => {
                    let from = &mut made[id.index()];
                    *from = (*from).min(seen).or(seen);
                }
                None if set.types.len() == 64 => faults.push(error(
                    &file.path,
                    &rule.output.span,
                    "a pack has at most 64 types".into(),
                    "one too many",
                    Some("let the rule make a type that there is already".into()),
                )),
                None => {
                    set.types.push(rule.output.value.clone());
                    made.push(seen);
                }
            }
        }
    }
    made
}

/// What faults and explanations quote.
pub(super) fn sources(files: &[RuleFile]) -> Vec<(String, Cow<'static, str>)> {
    let sources = files.iter().map(|f| (f.path.clone(), f.text.clone()));
    sources.collect()
}

/// Names that patterns may use without a `let`.
const SHAPES: [&str; 6] = ["CAP", "ACR", "LOW", "NUM", "WORD", "PUNCT"];

/// Attributes of a token that `[…]` may test.
const ATTRIBUTES: [&str; 6] = ["form", "norm", "stem", "lemma", "shape", "kind"];

fn error(path: &str, span: &Span, message: String, label: &str, help: Option<String>) -> Fault {
    Fault {
        severity: Severity::Error,
        path: path.to_owned(),
        span: span.clone(),
        message,
        label: label.to_owned(),
        help,
    }
}

/// What the compiler knows of a part of a pattern.
#[derive(Clone)]
struct Shaped {
    min: u32,
    max: Option<u32>,
    /// Candidates for the trigger.
    triggers: Vec<Candidate>,
    /// Whether it can end with a region or a sentence edge.
    crosses: bool,
}

impl Shaped {
    fn nothing(crosses: bool) -> Self {
        Self {
            min: 0,
            max: Some(0),
            triggers: Vec::new(),
            crosses,
        }
    }
}

/// What is being written.
#[derive(Default)]
struct Code {
    insts: Vec<Inst>,
    /// Where each instruction was written.
    origins: Vec<Origin>,
    folds: Vec<Fold>,
}

struct Compiler<'a> {
    /// The file that is being read: that of the rule, or of a `let` that it uses.
    file: u16,
    files: &'a [RuleFile],
    phase: u16,
    setting: &'a Setting<'a>,
    /// For each type, the first phase that sees its regions.
    made: &'a [Option<u16>],
    lets: &'a Lets,
    used: &'a mut HashSet<(u8, String)>,
    expansions: &'a mut Expansions,
    common: &'a mut Common,
    set: &'a mut RuleSet,
    lexicon: &'a mut Lexicon,
    splitter: &'a Splitter,
    faults: &'a mut Vec<Fault>,
    code: Code,
    origin: Origin,
    roles: Vec<String>,
    /// The `let` that are being expanded.
    inside: Vec<(u8, String)>,
}

/// The part could not be compiled, and the fault was reported.
struct Broken;

type Compiled<T> = Result<T, Broken>;

impl Compiler<'_> {
    fn report(&mut self, fault: Fault) {
        // One `let` used ten times has one fault.
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    fn fault<T>(
        &mut self,
        span: &Span,
        message: String,
        label: &str,
        help: Option<String>,
    ) -> Compiled<T> {
        let path = &self.files[usize::from(self.file)].path;
        let fault = error(path, span, message, label, help);
        self.report(fault);
        Err(Broken)
    }

    fn warning(&mut self, span: &Span, message: String, label: &str, help: &str) {
        let path = &self.files[usize::from(self.file)].path;
        let fault = Fault {
            severity: Severity::Warning,
            ..error(path, span, message, label, Some(help.into()))
        };
        self.report(fault);
    }

    fn place(&self, span: &Span) -> Origin {
        Origin {
            file: self.file,
            start: span.start as u32,
            end: span.end as u32,
        }
    }

    fn rule(&mut self, rule: &ast::Rule, file: &RuleFile) -> Option<Rule> {
        let name = rule.name.clone();
        let Some(pattern) = &rule.pattern else {
            if rule.faulty {
                return None;
            }
            let _: Compiled<()> = self.fault(
                &name.span,
                format!("the rule `{}` has no `match`", name.value),
                "this rule",
                Some("add a line `match …`".into()),
            );
            return None;
        };
        for (expect, word) in [(ast::Expect::Yes, "yes"), (ast::Expect::No, "no")] {
            if !rule.faulty && !rule.examples.iter().any(|e| e.expect == expect) {
                let _: Compiled<()> = self.fault(
                    &name.span,
                    format!("the rule `{}` has no `{word}`", name.value),
                    "this rule",
                    Some(format!("add an example: a line `{word} \"…\"`")),
                );
            }
        }
        // Where the pattern is at fault, the other clauses are checked all the same.
        let program = self.program(pattern, false).ok();
        if program.is_none() {
            self.roles = pattern.roles();
        }
        let roles = self.roles.clone();
        let trigger = program.map(|(program, candidates)| (program, cheapest(candidates)));
        if let Some((_, None)) = trigger {
            let _: Compiled<()> = self.fault(
                &pattern.span,
                format!("nothing in the rule `{}` can wake it", name.value),
                "every element here is optional, or an unbounded stretch stands before it",
                Some("give the stretch an upper bound such as {0,10}, or add a word that must stand there".into()),
            );
        }
        if let Some((_, Some(trigger))) = &trigger
            && trigger.cost >= TOO_COMMON
        {
            self.warning(
                &pattern.span,
                format!("the rule `{}` is woken by almost every word", name.value),
                "nothing rarer must stand here",
                "add a word, a list or a region that every match has, or the rule costs time everywhere",
            );
        }
        let conditions: Vec<Condition> = rule
            .conditions
            .iter()
            .filter_map(|c| self.condition(c).ok())
            .collect();
        self.keys(rule);
        let emits: Vec<(String, Expression)> = rule
            .emits
            .iter()
            .filter_map(|e| {
                let value = self.expression(&e.value).ok()?;
                Some((e.key.value.clone(), value))
            })
            .collect();
        self.examples(rule, &roles);
        let output = self.set.type_id(&rule.output.value)?;
        let (program, Some(trigger)) = trigger? else {
            return None;
        };
        let before = &file.text.as_bytes()[..rule.span.start];
        Some(Rule {
            name: String::new(),
            path: file.path.clone(),
            line: 1 + memchr::memchr_iter(b'\n', before).count(),
            note: rule
                .note
                .as_ref()
                .map(|n| n.value.clone())
                .unwrap_or_default(),
            output,
            phase: file.phase,
            priority: rule.priority,
            roles,
            examples: rule.examples.clone().into(),
            program,
            conditions,
            emits,
            trigger: trigger.into_trigger(),
        })
    }

    /// Compiles a pattern; a `guard` may be no more than a sentence edge.
    fn program(&mut self, pattern: &ast::Node, guard: bool) -> Compiled<(Program, Vec<Candidate>)> {
        self.code.insts.clear();
        self.code.origins.clear();
        self.code.folds.clear();
        let shaped = self.node(pattern, false)?;
        if self.code.insts.len() > MAX_INSTS {
            return self.fault(
                &pattern.span,
                "the pattern is too large".into(),
                "here",
                Some("lower its repetition bounds, or split the rule".into()),
            );
        }
        let edge = |inst: &Inst| matches!(inst, Inst::SentenceStart | Inst::SentenceEnd);
        if shaped.min == 0 && !(guard && self.code.insts.iter().any(edge)) {
            return self.fault(
                &pattern.span,
                "the pattern can match nothing at all".into(),
                "every element is optional",
                Some("make one element needed".into()),
            );
        }
        self.emit(Inst::Match);
        Ok((
            Program {
                insts: std::mem::take(&mut self.code.insts),
                origins: std::mem::take(&mut self.code.origins).into(),
                folds: std::mem::take(&mut self.code.folds),
                max_len: shaped.max,
                min_len: shaped.min,
                lasts: None,
            },
            shaped.triggers,
        ))
    }

    /// The type of region called `name`, if this rule's phase sees it.
    fn region(&mut self, name: &str, span: &Span) -> Compiled<TypeId> {
        let Some(kind) = self.set.type_id(name) else {
            let types = self.set.types.clone();
            return self.unknown("region", name, span, types);
        };
        let seen: Vec<&str> = (0..self.set.types.len())
            .filter(|&i| {
                self.made
                    .get(i)
                    .copied()
                    .flatten()
                    .is_some_and(|f| f <= self.phase)
            })
            .map(|i| self.set.types[i].as_str())
            .collect();
        let phase = |number: u16| match self.setting.phases.get(usize::from(number)) {
            Some(name) => format!("`{name}`"),
            None => "the last".to_owned(),
        };
        let help = if seen.is_empty() {
            "no region is made before this phase".to_owned()
        } else {
            format!("made before this phase: {}", seen.join(", "))
        };
        match self.made.get(kind.index()).copied().flatten() {
            Some(from) if from <= self.phase => Ok(kind),
            Some(from) => {
                let message = format!(
                    "`<{name}>` is not there yet: it is made by the end of phase {}, and this rule runs in {}",
                    phase(from - 1),
                    phase(self.phase)
                );
                self.fault(span, message, "made later", Some(help))
            }
            None => {
                let message = format!("nothing makes regions of type `{name}`");
                self.fault(span, message, "never made", Some(help))
            }
        }
    }

    fn unknown<T>(
        &mut self,
        what: &str,
        name: &str,
        span: &Span,
        known: Vec<String>,
    ) -> Compiled<T> {
        let help = match nearest(name, known.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => {
                let mut known = known;
                known.sort();
                known.truncate(30);
                format!("known: {}", known.join(", "))
            }
        };
        self.fault(
            span,
            format!("unknown {what} `{name}`"),
            "not known",
            Some(help),
        )
    }

    fn unknown_role(&mut self, role: &Spanned<String>) -> Compiled<u16> {
        let roles = self.roles.clone();
        self.unknown("capture", &role.value, &role.span, roles)
    }

    fn role(&mut self, role: &Spanned<String>) -> Compiled<u16> {
        match self.roles.iter().position(|r| *r == role.value) {
            Some(index) => Ok(index as u16),
            None => self.unknown_role(role),
        }
    }
}
