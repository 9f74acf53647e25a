//! Patterns to instructions.

use super::super::ast::{self, NodeKind};
use super::super::program::*;
use super::super::trigger::{Candidate, cheapest};
use super::token::{shape_pred, words_pred};
use super::{Broken, Compiled, Compiler, MAX_INSTS, Shaped};

impl Compiler<'_> {
    pub(super) fn emit(&mut self, inst: Inst) -> usize {
        self.code.insts.push(inst);
        self.code.origins.push(self.origin.clone());
        self.code.insts.len() - 1
    }

    pub(super) fn node(&mut self, node: &ast::Node, crosses: bool) -> Compiled<Shaped> {
        if self.code.insts.len() > MAX_INSTS {
            return Ok(Shaped::nothing(crosses));
        }
        let place = self.place(&node.span);
        let outer = std::mem::replace(&mut self.origin, place);
        let shaped = self.node_here(node, crosses);
        self.origin = outer;
        shaped
    }

    pub(super) fn node_here(&mut self, node: &ast::Node, crosses: bool) -> Compiled<Shaped> {
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
                let kind = self.region(name, &node.span)?;
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

    pub(super) fn sequence(&mut self, nodes: &[ast::Node], mut crosses: bool) -> Compiled<Shaped> {
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

    pub(super) fn alternatives(&mut self, nodes: &[ast::Node], crosses: bool) -> Compiled<Shaped> {
        let groups = self.groups(nodes);
        if let [Group::Token(pred, _)] = &groups[..] {
            return Ok(self.token(pred.clone(), crosses));
        }
        let mut splits = Vec::new();
        let mut jumps = Vec::new();
        let mut whole: Option<Shaped> = None;
        let mut usable = true;
        let last = groups.len() - 1;
        for (i, group) in groups.into_iter().enumerate() {
            let split = (i < last).then(|| {
                self.emit(Inst::Split {
                    first: 0,
                    second: 0,
                })
            });
            let first = self.code.insts.len() as u32;
            let mut part = match group {
                Group::Node(node) => self.node(node, crosses)?,
                Group::Token(pred, span) => {
                    let place = self.place(&span);
                    let outer = std::mem::replace(&mut self.origin, place);
                    let shaped = self.token(pred, crosses);
                    self.origin = outer;
                    shaped
                }
            };
            if let Some(split) = split {
                jumps.push(self.emit(Inst::Jump(0)));
                splits.push((split, first, self.code.insts.len() as u32));
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
            self.code.insts[at] = Inst::Split { first, second };
        }
        let end = self.code.insts.len() as u32;
        for at in jumps {
            self.code.insts[at] = Inst::Jump(end);
        }
        let mut whole = whole.ok_or(Broken)?;
        if !usable {
            whole.triggers.clear();
        }
        Ok(whole)
    }

    /// Neighbours among alternatives that are one token each are one question about its form. Others
    /// stay in their places, for the first that fits is taken.
    fn groups<'n>(&mut self, nodes: &'n [ast::Node]) -> Vec<Group<'n>> {
        let mut groups = Vec::new();
        let mut run: Vec<(Pred, &ast::Node)> = Vec::new();
        for node in nodes {
            match self.single(node) {
                Some(pred) => run.push((pred, node)),
                None => {
                    groups.extend(joined(&mut run));
                    groups.push(Group::Node(node));
                }
            }
        }
        groups.extend(joined(&mut run));
        groups
    }

    /// The node as one question about a form, if it is one.
    pub(super) fn single(&mut self, node: &ast::Node) -> Option<Pred> {
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

    pub(super) fn repeat(
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
            if self.code.insts.len() > MAX_INSTS {
                break;
            }
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
                let first = self.code.insts.len() as u32;
                let part = self.node(node, inner || loops && ends_with_region(node))?;
                if part.min == 0 && self.code.insts.len() <= MAX_INSTS {
                    return self.fault(
                        &node.span,
                        "what is repeated can match nothing".into(),
                        "this may be empty",
                        Some("drop the inner `?` or `*`".into()),
                    );
                }
                self.emit(Inst::Jump(split as u32));
                let end = self.code.insts.len() as u32;
                self.code.insts[split] = branch(first, end);
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
                    splits.push((split, self.code.insts.len() as u32));
                    let part = self.node(node, inner)?;
                    inner |= part.crosses;
                    whole.max = whole.max.zip(part.max).map(|(a, b)| a.saturating_add(b));
                    whole.crosses |= part.crosses;
                    if self.code.insts.len() > MAX_INSTS {
                        break;
                    }
                }
                let end = self.code.insts.len() as u32;
                if let [(first, _), (second, _), ..] = splits[..] {
                    let (first, second) = (first as u32, second as u32);
                    self.code.folds.push(Fold { first, second, end });
                }
                for (at, first) in splits {
                    self.code.insts[at] = branch(first, end);
                }
            }
        }
        Ok(whole)
    }
}

/// Alternatives that are compiled as one.
enum Group<'n> {
    Node(&'n ast::Node),
    Token(Pred, ast::Span),
}

/// A run of alternatives that are one token each, as one; the run is empty afterwards.
fn joined<'n>(run: &mut Vec<(Pred, &'n ast::Node)>) -> Option<Group<'n>> {
    let span = match &run[..] {
        [] => return None,
        [(_, node)] => {
            let node = *node;
            run.clear();
            return Some(Group::Node(node));
        }
        [(_, first), .., (_, last)] => first.span.start..last.span.end,
    };
    let preds: Vec<Pred> = run.drain(..).map(|(pred, _)| pred).collect();
    let words = preds.iter().try_fold(Vec::new(), |mut all, p| match p {
        Pred::Words(words) => {
            all.extend(words);
            Some(all)
        }
        _ => None,
    });
    Some(Group::Token(
        words.map_or_else(|| Pred::Or(preds), words_pred),
        span,
    ))
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
