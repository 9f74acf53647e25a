//! The compiler: trees to programs, every name resolved, every fault reported.

use std::collections::HashMap;

use regex::Regex;

use super::ast::{self, ConditionKind as Asked, NodeKind, Span, Spanned, Test};
use super::fault::{Fault, Severity, nearest};
use super::program::*;
use super::syntax;
use super::trigger::{ANY, Candidate, cheapest, pred_cost};
use crate::lexicon::Lexicon;
use crate::token::{Kind, Shape, Splitter, fold};

/// One file of rules.
#[derive(Debug, Clone)]
pub struct RuleFile {
    /// The file's name without ending: second part of its rules' names.
    pub name: String,
    /// Where it is, for messages.
    pub path: String,
    pub text: String,
    /// The phase in which its rules run.
    pub phase: u16,
}

/// Largest number of instructions that one pattern may have.
const MAX_INSTS: usize = 4_000;

/// Compiles all files of a pack against its lexicon. `builtins` are the region types that Rust
/// makes, the plain number first; `nesting` those whose regions may hold one another.
///
/// Returns the rules that have no fault, and all faults of all files.
pub fn compile(
    lang: &str,
    files: &[RuleFile],
    builtins: &[&str],
    nesting: &[&str],
    lexicon: &mut Lexicon,
    splitter: &Splitter,
) -> (RuleSet, Vec<Fault>) {
    let mut faults = Vec::new();
    let mut parsed = Vec::new();
    for file in files {
        let (tree, mut found) = syntax::parse(&file.path, &file.text);
        faults.append(&mut found);
        parsed.push((file, tree));
    }
    let mut set = RuleSet {
        types: builtins.iter().map(|&b| b.to_owned()).collect(),
        phases: files.iter().map(|f| f.phase + 1).max().unwrap_or(0),
        ..RuleSet::default()
    };
    let mut lets: HashMap<String, (String, ast::Node)> = HashMap::new();
    for (file, tree) in &parsed {
        for definition in &tree.lets {
            let name = &definition.name.value;
            let known = lets.insert(
                name.clone(),
                (file.path.clone(), definition.pattern.clone()),
            );
            if known.is_some() || SHAPES.contains(&name.as_str()) {
                faults.push(error(
                    &file.path,
                    &definition.name.span,
                    format!("`{name}` is defined twice"),
                    "defined here again",
                    Some("names of `let` are shared by all files of a pack: choose another".into()),
                ));
            }
        }
        for rule in &tree.rules {
            if set.type_id(&rule.output.value).is_none() {
                if set.types.len() == 64 {
                    faults.push(error(
                        &file.path,
                        &rule.output.span,
                        "a pack has at most 64 types".into(),
                        "one too many",
                        None,
                    ));
                    continue;
                }
                set.types.push(rule.output.value.clone());
            }
        }
    }
    for name in nesting {
        if let Some(id) = set.type_id(name) {
            set.nesting |= 1 << id.0;
        }
    }
    let mut names: HashMap<String, ()> = HashMap::new();
    for (file, tree) in &parsed {
        for rule in &tree.rules {
            let full = format!("{lang}.{}.{}", file.name, rule.name.value);
            if names.insert(full.clone(), ()).is_some() {
                faults.push(error(
                    &file.path,
                    &rule.name.span,
                    format!("the rule `{full}` is defined twice"),
                    "defined here again",
                    Some("give it another name".into()),
                ));
                continue;
            }
            let mut compiler = Compiler {
                path: &file.path,
                lets: &lets,
                set: &mut set,
                lexicon,
                splitter,
                faults: &mut faults,
                insts: Vec::new(),
                roles: Vec::new(),
                inside: Vec::new(),
            };
            if let Some(mut rule) = compiler.rule(rule, file) {
                rule.name = full;
                set.rules.push(rule);
            }
        }
    }
    index(&mut set, lexicon);
    (set, faults)
}

/// Files predicates and rules under what they are looked up by.
fn index(set: &mut RuleSet, lexicon: &Lexicon) {
    set.list_preds = vec![Vec::new(); lexicon.lists().count()];
    for (index, pred) in set.preds.iter().enumerate() {
        let id = PredId(index as u32);
        match pred {
            Pred::Words(words) => {
                for word in words {
                    set.word_preds.entry(*word).or_default().push(id);
                }
            }
            Pred::List(filter) => {
                let list = set.filters[filter.0 as usize].list;
                set.list_preds[usize::from(list.0)].push((*filter, id));
            }
            _ => set.asked.push(id),
        }
    }
    set.waking_preds = vec![Vec::new(); set.preds.len()];
    set.waking_filters = vec![Vec::new(); set.filters.len()];
    set.waking_types = vec![Vec::new(); set.types.len()];
    for (index, rule) in set.rules.iter().enumerate() {
        let id = RuleId(index as u32);
        for pred in &rule.trigger.preds {
            set.waking_preds[pred.0 as usize].push(id);
        }
        for filter in &rule.trigger.filters {
            set.waking_filters[filter.0 as usize].push(id);
        }
        for kind in &rule.trigger.types {
            set.waking_types[kind.index()].push(id);
        }
    }
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

struct Compiler<'a> {
    path: &'a str,
    lets: &'a HashMap<String, (String, ast::Node)>,
    set: &'a mut RuleSet,
    lexicon: &'a mut Lexicon,
    splitter: &'a Splitter,
    faults: &'a mut Vec<Fault>,
    insts: Vec<Inst>,
    roles: Vec<String>,
    /// Names of `let` that are being expanded.
    inside: Vec<String>,
}

/// The part could not be compiled, and the fault was reported.
struct Broken;

type Compiled<T> = Result<T, Broken>;

impl Compiler<'_> {
    fn fault<T>(
        &mut self,
        span: &Span,
        message: String,
        label: &str,
        help: Option<String>,
    ) -> Compiled<T> {
        // Inside a `let` the span belongs to another file.
        let path = match self.inside.last().and_then(|name| self.lets.get(name)) {
            Some((path, _)) => path.clone(),
            None => self.path.to_owned(),
        };
        let fault = error(&path, span, message, label, help);
        // One `let` used ten times has one fault.
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
        Err(Broken)
    }

    fn rule(&mut self, rule: &ast::Rule, file: &RuleFile) -> Option<Rule> {
        let name = rule.name.clone();
        let Some(pattern) = &rule.pattern else {
            let _: Compiled<()> = self.fault(
                &name.span,
                format!("the rule `{}` has no `match`", name.value),
                "this rule",
                Some("add a line `match …`".into()),
            );
            return None;
        };
        for (expect, word) in [(ast::Expect::Yes, "yes"), (ast::Expect::No, "no")] {
            if !rule.examples.iter().any(|e| e.expect == expect) {
                let _: Compiled<()> = self.fault(
                    &name.span,
                    format!("the rule `{}` has no `{word}`", name.value),
                    "this rule",
                    Some(format!("add an example: a line `{word} \"…\"`")),
                );
            }
        }
        let (program, triggers) = self.program(pattern, &name.span).ok()?;
        let roles = std::mem::take(&mut self.roles);
        self.roles.clone_from(&roles);
        let Some(trigger) = cheapest(triggers) else {
            let _: Compiled<()> = self.fault(
                &pattern.span,
                format!("nothing in the rule `{}` can wake it", name.value),
                "every element here is optional, or an unbounded stretch stands before it",
                Some("give the stretch an upper bound such as {0,10}, or add a word that must stand there".into()),
            );
            return None;
        };
        let conditions: Vec<Condition> = rule
            .conditions
            .iter()
            .filter_map(|c| self.condition(c).ok())
            .collect();
        let emits: Vec<(String, Expression)> = rule
            .emits
            .iter()
            .filter_map(|e| {
                let value = self.expression(&e.value).ok()?;
                Some((e.key.value.clone(), value))
            })
            .collect();
        for example in &rule.examples {
            for (role, _) in &example.marks {
                if !roles.contains(role) {
                    let _ = self.unknown_role(&Spanned {
                        value: role.clone(),
                        span: example.span.clone(),
                    });
                }
            }
        }
        let output = self.set.type_id(&rule.output.value)?;
        Some(Rule {
            name: String::new(),
            path: file.path.clone(),
            line: 1 + file.text[..rule.span.start].matches('\n').count(),
            note: rule
                .note
                .as_ref()
                .map(|n| n.value.clone())
                .unwrap_or_default(),
            output,
            phase: file.phase,
            priority: rule.priority,
            roles,
            examples: rule.examples.clone(),
            program,
            conditions,
            emits,
            trigger: trigger.into_trigger(),
        })
    }

    fn program(&mut self, pattern: &ast::Node, span: &Span) -> Compiled<(Program, Vec<Candidate>)> {
        self.insts.clear();
        let shaped = self.node(pattern, false)?;
        if shaped.min == 0 {
            return self.fault(
                &pattern.span,
                "the pattern can match nothing at all".into(),
                "every element is optional",
                Some("make one element needed".into()),
            );
        }
        if self.insts.len() > MAX_INSTS {
            return self.fault(
                span,
                "the pattern is too large".into(),
                "here",
                Some("lower its repetition bounds, or split the rule".into()),
            );
        }
        self.insts.push(Inst::Match);
        Ok((
            Program {
                insts: std::mem::take(&mut self.insts),
                max_len: shaped.max,
                min_len: shaped.min,
            },
            shaped.triggers,
        ))
    }

    fn emit(&mut self, inst: Inst) -> usize {
        self.insts.push(inst);
        self.insts.len() - 1
    }

    fn node(&mut self, node: &ast::Node, crosses: bool) -> Compiled<Shaped> {
        if self.insts.len() > MAX_INSTS {
            return Ok(Shaped::nothing(crosses));
        }
        match &node.kind {
            NodeKind::Sequence(nodes) => self.sequence(nodes, crosses),
            NodeKind::Alternatives(nodes) => self.alternatives(nodes, crosses),
            NodeKind::Repeat {
                node,
                min,
                max,
                lazy,
            } => self.repeat(node, *min, *max, *lazy, crosses),
            NodeKind::Capture { role, node } => {
                let index = match self.roles.iter().position(|r| r == role) {
                    Some(index) => index,
                    None => {
                        self.roles.push(role.clone());
                        self.roles.len() - 1
                    }
                };
                self.emit(Inst::Save(2 * index as u16));
                let shaped = self.node(node, crosses)?;
                self.emit(Inst::Save(2 * index as u16 + 1));
                Ok(shaped)
            }
            NodeKind::Literal(text) => self.literal(text, &node.span, crosses),
            NodeKind::List { name, filter } => self.list(name, filter, &node.span, crosses),
            NodeKind::Test(test) => {
                let pred = self.test(test)?;
                Ok(self.token(pred, crosses))
            }
            NodeKind::Region(name) => {
                let Some(kind) = self.set.type_id(name) else {
                    let types = self.set.types.clone();
                    return self.unknown("region", name, &node.span, types);
                };
                self.emit(Inst::Region(kind));
                Ok(Shaped {
                    min: 1,
                    max: None,
                    triggers: vec![Candidate::region(kind)],
                    crosses: true,
                })
            }
            NodeKind::Name(name) => self.name(name, &node.span, crosses),
            NodeKind::SentenceStart => {
                self.emit(Inst::SentenceStart);
                Ok(Shaped::nothing(true))
            }
            NodeKind::SentenceEnd => {
                self.emit(Inst::SentenceEnd);
                Ok(Shaped::nothing(crosses))
            }
        }
    }

    fn sequence(&mut self, nodes: &[ast::Node], mut crosses: bool) -> Compiled<Shaped> {
        let mut whole = Shaped::nothing(crosses);
        for node in nodes {
            let part = self.node(node, crosses)?;
            crosses = part.crosses;
            whole.triggers.extend(
                part.triggers
                    .into_iter()
                    .map(|c| c.behind(whole.min, whole.max)),
            );
            whole.min = whole.min.saturating_add(part.min);
            whole.max = whole.max.zip(part.max).map(|(a, b)| a.saturating_add(b));
            whole.crosses = part.crosses;
        }
        Ok(whole)
    }

    fn alternatives(&mut self, nodes: &[ast::Node], crosses: bool) -> Compiled<Shaped> {
        // Alternatives that are one token each are one question about its form.
        if let Some(preds) = nodes
            .iter()
            .map(|n| self.single(n))
            .collect::<Option<Vec<Pred>>>()
        {
            let pred = match preds.iter().try_fold(Vec::new(), |mut all, p| match p {
                Pred::Words(words) => {
                    all.extend(words);
                    Some(all)
                }
                _ => None,
            }) {
                Some(words) => words_pred(words),
                None => Pred::Or(preds),
            };
            return Ok(self.token(pred, crosses));
        }
        let mut splits = Vec::new();
        let mut jumps = Vec::new();
        let mut whole: Option<Shaped> = None;
        let mut usable = true;
        for (i, node) in nodes.iter().enumerate() {
            let split = (i + 1 < nodes.len()).then(|| {
                self.emit(Inst::Split {
                    first: 0,
                    second: 0,
                })
            });
            let first = self.insts.len() as u32;
            let mut part = self.node(node, crosses)?;
            if let Some(split) = split {
                jumps.push(self.emit(Inst::Jump(0)));
                splits.push((split, first, self.insts.len() as u32));
            }
            let best = cheapest(std::mem::take(&mut part.triggers));
            usable &= best.is_some();
            part.triggers = best.into_iter().collect();
            whole = Some(match whole {
                None => part,
                Some(mut all) => {
                    all.min = all.min.min(part.min);
                    all.max = all.max.zip(part.max).map(|(a, b)| a.max(b));
                    all.crosses |= part.crosses;
                    if let (Some(a), Some(b)) = (all.triggers.pop(), part.triggers.pop()) {
                        all.triggers.push(a.either(b));
                    }
                    all
                }
            });
        }
        for (at, first, second) in splits {
            self.insts[at] = Inst::Split { first, second };
        }
        let end = self.insts.len() as u32;
        for at in jumps {
            self.insts[at] = Inst::Jump(end);
        }
        let mut whole = whole.ok_or(Broken)?;
        if !usable {
            whole.triggers.clear();
        }
        Ok(whole)
    }

    /// The node as one question about a form, if it is one.
    fn single(&mut self, node: &ast::Node) -> Option<Pred> {
        match &node.kind {
            NodeKind::Literal(text) => match self.words(text)[..] {
                [word] => Some(words_pred(vec![word])),
                _ => None,
            },
            NodeKind::Test(test) => self.test(test).ok(),
            NodeKind::Name(name) => shape_pred(name),
            _ => None,
        }
    }

    fn repeat(
        &mut self,
        node: &ast::Node,
        min: u32,
        max: Option<u32>,
        lazy: bool,
        crosses: bool,
    ) -> Compiled<Shaped> {
        let mut whole = Shaped::nothing(crosses);
        let branch = |first: u32, second: u32| {
            if lazy {
                Inst::Split {
                    first: second,
                    second: first,
                }
            } else {
                Inst::Split { first, second }
            }
        };
        // In a loop the element stands behind itself.
        let loops = max.is_none_or(|m| m > 1);
        let mut inner = crosses;
        for i in 0..min {
            let part = self.node(node, inner)?;
            inner |= part.crosses;
            if i == 0 {
                whole.triggers = part.triggers;
            }
            whole.min = whole.min.saturating_add(part.min);
            whole.max = whole.max.zip(part.max).map(|(a, b)| a.saturating_add(b));
            whole.crosses = part.crosses;
        }
        match max {
            None => {
                let split = self.emit(Inst::Split {
                    first: 0,
                    second: 0,
                });
                let first = self.insts.len() as u32;
                let part = self.node(node, inner || loops && ends_with_region(node))?;
                if part.min == 0 {
                    return self.fault(
                        &node.span,
                        "what is repeated can match nothing".into(),
                        "this may be empty",
                        Some("drop the inner `?` or `*`".into()),
                    );
                }
                self.emit(Inst::Jump(split as u32));
                let end = self.insts.len() as u32;
                self.insts[split] = branch(first, end);
                whole.max = None;
                whole.crosses |= part.crosses;
            }
            Some(max) => {
                let mut splits = Vec::new();
                for _ in min..max {
                    let split = self.emit(Inst::Split {
                        first: 0,
                        second: 0,
                    });
                    splits.push((split, self.insts.len() as u32));
                    let part = self.node(node, inner)?;
                    inner |= part.crosses;
                    whole.max = whole.max.zip(part.max).map(|(a, b)| a.saturating_add(b));
                    whole.crosses |= part.crosses;
                    if self.insts.len() > MAX_INSTS {
                        break;
                    }
                }
                let end = self.insts.len() as u32;
                for (at, first) in splits {
                    self.insts[at] = branch(first, end);
                }
            }
        }
        Ok(whole)
    }

    fn name(&mut self, name: &str, span: &Span, crosses: bool) -> Compiled<Shaped> {
        if let Some(pred) = shape_pred(name) {
            return Ok(self.token(pred, crosses));
        }
        let lets = self.lets;
        let Some((_, pattern)) = lets.get(name) else {
            let names = lets
                .keys()
                .cloned()
                .chain(SHAPES.map(str::to_owned))
                .collect();
            return self.unknown("name", name, span, names);
        };
        if self.inside.iter().any(|n| n == name) {
            return self.fault(
                span,
                format!("`{name}` is defined by itself"),
                "used within its own definition",
                Some("repeat with `+` or `{1,4}` instead".into()),
            );
        }
        self.inside.push(name.to_owned());
        let shaped = self.node(pattern, crosses);
        self.inside.pop();
        shaped
    }

    fn literal(&mut self, text: &str, span: &Span, crosses: bool) -> Compiled<Shaped> {
        let words = self.words(text);
        if words.is_empty() {
            return self.fault(
                span,
                "this text holds no word".into(),
                "empty",
                Some("write the words as they stand in the newspaper".into()),
            );
        }
        let mut whole = Shaped::nothing(crosses);
        for (i, word) in words.into_iter().enumerate() {
            let part = self.token(words_pred(vec![word]), crosses && i == 0);
            whole.triggers.extend(
                part.triggers
                    .into_iter()
                    .map(|c| c.behind(whole.min, whole.max)),
            );
            whole.min += 1;
            whole.max = whole.max.map(|m| m + 1);
        }
        whole.crosses = false;
        Ok(whole)
    }

    fn words(&mut self, text: &str) -> Vec<crate::lexicon::WordId> {
        let mut words = Vec::new();
        let (splitter, lexicon) = (self.splitter, &mut *self.lexicon);
        splitter.split(text, 0, text.len(), |piece| {
            words.push(lexicon.intern(&text[piece.start..piece.end]));
        });
        words
    }

    fn filter(&mut self, name: &str, filter: &[ast::Filter], span: &Span) -> Compiled<FilterId> {
        let Some(list) = self.lexicon.list(name) else {
            let names = self
                .lexicon
                .lists()
                .map(|(_, l)| l.name().to_owned())
                .collect();
            return self.unknown("list", name, span, names);
        };
        let mut columns = Vec::new();
        for f in filter {
            let known = self.lexicon.get(list).columns();
            if f.column.value != TAG && !known.contains(&f.column.value) {
                let known = known.to_vec();
                return self.unknown("column", &f.column.value, &f.column.span, known);
            }
            columns.push(ColumnTest {
                column: f.column.value.clone(),
                pattern: self.pattern(&f.value, false)?,
                negated: f.negated,
            });
        }
        let filter = ListFilter { list, columns };
        let next = self.set.filters.len() as u32;
        let id = *self.set.known.entry(format!("{filter:?}")).or_insert(next);
        if id == next {
            self.set.filters.push(filter);
        }
        Ok(FilterId(id))
    }

    fn list(
        &mut self,
        name: &str,
        filter: &[ast::Filter],
        span: &Span,
        crosses: bool,
    ) -> Compiled<Shaped> {
        let filter = self.filter(name, filter, span)?;
        let pred = Pred::List(filter);
        let cost = pred_cost(&pred, self.lexicon, &self.set.filters);
        let pred = self.pred(pred);
        self.emit(Inst::List {
            pred,
            filter,
            crosses,
        });
        Ok(Shaped {
            min: 1,
            max: Some(MAX_ENTRY),
            triggers: vec![Candidate::list(pred, filter, cost)],
            crosses: false,
        })
    }

    fn token(&mut self, pred: Pred, crosses: bool) -> Shaped {
        let cost = pred_cost(&pred, self.lexicon, &self.set.filters);
        let pred = self.pred(pred);
        self.emit(Inst::Token { pred, crosses });
        Shaped {
            min: 1,
            max: Some(1),
            // What stands everywhere wakes nothing.
            triggers: (cost < ANY)
                .then(|| Candidate::token(pred, cost))
                .into_iter()
                .collect(),
            crosses: false,
        }
    }

    fn pred(&mut self, pred: Pred) -> PredId {
        let next = self.set.preds.len() as u32;
        let id = *self.set.known.entry(format!("{pred:?}")).or_insert(next);
        if id == next {
            self.set.preds.push(pred);
        }
        PredId(id)
    }

    fn test(&mut self, test: &Test) -> Compiled<Pred> {
        Ok(match test {
            Test::Any => Pred::Any,
            Test::And(parts) => Pred::And(self.tests(parts)?),
            Test::Or(parts) => Pred::Or(self.tests(parts)?),
            Test::Not(part) => Pred::Not(Box::new(self.test(part)?)),
            Test::List { name, filter } => {
                Pred::List(self.filter(&name.value, filter, &name.span)?)
            }
            Test::Attribute {
                name,
                value,
                negated,
            } => {
                let pred = self.attribute(name, value)?;
                if *negated {
                    Pred::Not(Box::new(pred))
                } else {
                    pred
                }
            }
        })
    }

    fn tests(&mut self, parts: &[Test]) -> Compiled<Vec<Pred>> {
        parts.iter().map(|p| self.test(p)).collect()
    }

    fn attribute(&mut self, name: &Spanned<String>, value: &Spanned<String>) -> Compiled<Pred> {
        match name.value.as_str() {
            "form" => Ok(Pred::Form(self.pattern(value, false)?)),
            "norm" => Ok(Pred::Norm(self.pattern(value, true)?)),
            "lemma" => Ok(Pred::Lemma(self.pattern(value, true)?)),
            "stem" => {
                self.set.stems = true;
                Ok(Pred::Stem(fold(&value.value)))
            }
            "kind" => match Kind::ALL.into_iter().find(|k| k.name() == value.value) {
                Some(kind) => Ok(Pred::Kind(kind)),
                None => {
                    let names = Kind::ALL.map(|k| k.name().to_owned()).to_vec();
                    self.unknown("kind", &value.value, &value.span, names)
                }
            },
            "shape" => match Shape::ALL.into_iter().find(|s| s.name() == value.value) {
                Some(shape) => Ok(Pred::Shape(shape)),
                None => {
                    let names = Shape::ALL.map(|s| s.name().to_owned()).to_vec();
                    self.unknown("shape", &value.value, &value.span, names)
                }
            },
            other => {
                let names = ATTRIBUTES.map(str::to_owned).to_vec();
                self.unknown("attribute", other, &name.span, names)
            }
        }
    }

    fn pattern(&mut self, value: &Spanned<String>, folded: bool) -> Compiled<Pattern> {
        let text = if folded && regex::escape(&value.value) == value.value {
            fold(&value.value)
        } else {
            value.value.clone()
        };
        if regex::escape(&text) == text {
            return Ok(Pattern::Plain(text));
        }
        match Regex::new(&format!("^(?:{text})$")) {
            Ok(regex) => Ok(Pattern::Regex(regex)),
            Err(_) => self.fault(
                &value.span,
                "this is no valid regular expression".into(),
                "cannot be read",
                Some("the syntax is that of the Rust crate `regex`; escape signs with `\\`".into()),
            ),
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

    fn condition(&mut self, condition: &ast::Condition) -> Compiled<Condition> {
        let kind = match &condition.kind {
            Asked::Left(node) => ConditionKind::Left(self.guard(node)?),
            Asked::Right(node) => ConditionKind::Right(self.guard(node)?),
            Asked::Inside(name) => match self.set.type_id(&name.value) {
                Some(kind) => ConditionKind::Inside(kind),
                None => {
                    let types = self.set.types.clone();
                    return self.unknown("region", &name.value, &name.span, types);
                }
            },
            Asked::Is { role, pattern } => {
                let role = self.role(role)?;
                ConditionKind::Is(role, self.guard(pattern)?)
            }
            Asked::Compare {
                left,
                operator,
                right,
            } => ConditionKind::Compare(self.operand(left)?, *operator, self.operand(right)?),
            Asked::Same(a, b) => ConditionKind::Same(self.role(a)?, self.role(b)?),
            Asked::Initials(a, b) => ConditionKind::Initials(self.role(a)?, self.role(b)?),
            Asked::Has(role) => ConditionKind::Has(self.role(role)?),
        };
        Ok(Condition {
            negated: condition.negated,
            kind,
        })
    }

    /// A pattern of a condition: its captures mean nothing and are left out.
    fn guard(&mut self, node: &ast::Node) -> Compiled<Program> {
        let roles = self.roles.clone();
        let (mut program, _) = self.program(node, &node.span)?;
        self.roles = roles;
        for inst in &mut program.insts {
            if let Inst::Save(_) = inst {
                // A step that does nothing; removing it would shift every jump.
                *inst = Inst::Save(u16::MAX);
            }
        }
        Ok(program)
    }

    fn operand(&mut self, operand: &ast::Operand) -> Compiled<Operand> {
        Ok(match operand {
            ast::Operand::Number(n) => Operand::Number(*n),
            ast::Operand::Num(role) => Operand::Num(self.role(role)?),
            ast::Operand::Count(role) => Operand::Count(self.role(role)?),
        })
    }

    fn expression(&mut self, expression: &ast::Expression) -> Compiled<Expression> {
        Ok(match expression {
            ast::Expression::Text(text) => Expression::Text(text.clone()),
            ast::Expression::Number(n) => Expression::Number(*n),
            ast::Expression::Capture(role) => Expression::Capture(self.role(role)?),
            ast::Expression::Num(role) => Expression::Num(self.role(role)?),
            ast::Expression::Lemma(role) => Expression::Lemma(self.role(role)?),
            ast::Expression::Column(role, column) => {
                Expression::Column(self.role(role)?, column.value.clone())
            }
        })
    }
}

/// Longest multiword entry that patterns reckon with, in tokens.
const MAX_ENTRY: u32 = 12;

fn words_pred(mut words: Vec<crate::lexicon::WordId>) -> Pred {
    words.sort_unstable();
    words.dedup();
    Pred::Words(words)
}

fn shape_pred(name: &str) -> Option<Pred> {
    match name {
        "CAP" => Some(Pred::Capital),
        "ACR" => Some(Pred::Capitals),
        "LOW" => Some(Pred::Low),
        "NUM" => Some(Pred::Kind(Kind::Number)),
        "WORD" => Some(Pred::Kind(Kind::Word)),
        "PUNCT" => Some(Pred::Kind(Kind::Punct)),
        _ => None,
    }
}

fn ends_with_region(node: &ast::Node) -> bool {
    match &node.kind {
        NodeKind::Region(_) => true,
        NodeKind::Sequence(nodes) => nodes.last().is_some_and(ends_with_region),
        NodeKind::Alternatives(nodes) => nodes.iter().any(ends_with_region),
        NodeKind::Repeat { node, .. } | NodeKind::Capture { node, .. } => ends_with_region(node),
        _ => false,
    }
}
