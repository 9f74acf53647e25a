//! Patterns: `match`, `let`, and what stands behind `left`, `right` and `is`.

use super::super::ast::*;
use super::super::lexer::Word;
use super::{Parsed, Parser};

/// Deepest nesting of brackets that a pattern may have.
const MAX_DEPTH: u32 = 64;

impl Parser<'_> {
    pub(super) fn pattern(&mut self) -> Parsed<Node> {
        self.deeper()?;
        let node = self.alternatives();
        self.depth -= 1;
        node
    }

    /// One level down, if there is one.
    fn deeper(&mut self) -> Parsed<()> {
        if self.depth == MAX_DEPTH {
            let span = self.here();
            self.fault(
                span,
                "the pattern is nested too deeply",
                "here",
                Some("give inner parts a name with `let`".into()),
            );
            return None;
        }
        self.depth += 1;
        Some(())
    }

    pub(super) fn alternatives(&mut self) -> Parsed<Node> {
        let start = self.here().start;
        let mut branches = vec![self.sequence()?];
        while self.sign("|") {
            branches.push(self.sequence()?);
        }
        Some(match branches.len() {
            1 => branches.remove(0),
            _ => Node {
                kind: NodeKind::Alternatives(branches),
                span: start..self.last_end(),
            },
        })
    }

    pub(super) fn sequence(&mut self) -> Parsed<Node> {
        let start = self.here().start;
        let mut nodes = Vec::new();
        while self.begins_atom() {
            nodes.push(self.repetition()?);
        }
        match nodes.len() {
            0 => self.expected("a pattern"),
            1 => nodes.pop(),
            _ => Some(Node {
                kind: NodeKind::Sequence(nodes),
                span: start..self.last_end(),
            }),
        }
    }

    pub(super) fn begins_atom(&self) -> bool {
        if self.at_clause() {
            return false;
        }
        match self.word() {
            Some(Word::Text(_) | Word::Name(_) | Word::Unclosed | Word::Unknown(_)) => true,
            Some(Word::Sign(sign)) => matches!(*sign, "(" | "[" | "<" | "@" | "^" | "$"),
            _ => false,
        }
    }

    pub(super) fn repetition(&mut self) -> Parsed<Node> {
        let start = self.here().start;
        let mut node = self.atom()?;
        loop {
            let (min, max) = if self.sign("?") {
                (0, Some(1))
            } else if self.sign("*") {
                (0, None)
            } else if self.sign("+") {
                (1, None)
            } else if self.sign("{") {
                self.bounds()?
            } else {
                return Some(node);
            };
            let lazy = self.sign("?");
            if matches!(node.kind, NodeKind::Repeat { .. }) && node.span.start == start {
                self.fault(
                    start..self.last_end(),
                    "two repetitions in a row",
                    "the second has no meaning here",
                    Some("write one such as `{0,4}`, or put the inner one in brackets".into()),
                );
                return None;
            }
            node = Node {
                kind: NodeKind::Repeat {
                    node: Box::new(node),
                    min,
                    max,
                    lazy,
                },
                span: start..self.last_end(),
            };
        }
    }

    pub(super) fn bounds(&mut self) -> Parsed<(u32, Option<u32>)> {
        let start = self.here().start;
        let min = self.count()?;
        let max = if self.sign(",") {
            if self.peek_sign("}") {
                None
            } else {
                Some(self.count()?)
            }
        } else {
            Some(min)
        };
        self.expect_sign("}")?;
        if max.is_some_and(|max| max < min || max == 0) {
            self.fault(
                start..self.last_end(),
                "the upper bound is below the lower one",
                "no number fits",
                Some("write {least,most}".into()),
            );
            return None;
        }
        Some((min, max))
    }

    pub(super) fn count(&mut self) -> Parsed<u32> {
        match self.word() {
            Some(&Word::Number(n)) if n.fract() == 0.0 && (0.0..=1000.0).contains(&n) => {
                self.at += 1;
                Some(n as u32)
            }
            _ => self.expected("a whole number up to 1000"),
        }
    }

    pub(super) fn atom(&mut self) -> Parsed<Node> {
        let start = self.here().start;
        let Some(word) = self.word().cloned() else {
            return self.expected("a pattern");
        };
        let kind = match word {
            Word::Text(text) => {
                self.at += 1;
                NodeKind::Literal(text)
            }
            Word::Name(name) => {
                self.at += 1;
                let stuck = self.words.get(self.at).is_some_and(|l| !l.spaced);
                if stuck && self.sign(":") {
                    self.deeper()?;
                    let node = self.repetition();
                    self.depth -= 1;
                    NodeKind::Capture {
                        role: name,
                        node: Box::new(node?),
                    }
                } else {
                    NodeKind::Name(name)
                }
            }
            Word::Sign("(") => {
                self.at += 1;
                let node = self.pattern()?;
                self.expect_sign(")")?;
                return Some(node);
            }
            Word::Sign("[") => {
                self.at += 1;
                let test = if self.peek_sign("]") {
                    Test::Any
                } else {
                    self.test()?
                };
                self.expect_sign("]")?;
                NodeKind::Test(test)
            }
            Word::Sign("<") => {
                self.at += 1;
                let name = self.expect_name("the name of a region, such as `person`")?;
                self.expect_sign(">")?;
                NodeKind::Region(name.value)
            }
            Word::Sign("@") => {
                self.at += 1;
                let name = self.expect_name("the name of a list")?;
                let filter = self.filter()?;
                NodeKind::List {
                    name: name.value,
                    filter,
                }
            }
            Word::Sign("^") => {
                self.at += 1;
                NodeKind::SentenceStart
            }
            Word::Sign("$") => {
                self.at += 1;
                NodeKind::SentenceEnd
            }
            _ => return self.expected("a pattern"),
        };
        Some(Node {
            kind,
            span: start..self.last_end(),
        })
    }

    /// `[column="value" & …]` stuck to a list's name.
    pub(super) fn filter(&mut self) -> Parsed<Vec<Filter>> {
        let mut filter = Vec::new();
        let stuck = self.words.get(self.at).is_some_and(|l| !l.spaced);
        if !(stuck && self.sign("[")) {
            return Some(filter);
        }
        loop {
            let column = self.expect_name("the name of a column")?;
            let negated = self.sign("!=");
            if !negated {
                self.expect_sign("=")?;
            }
            let value = self.expect_text("the column's value in quotation marks")?;
            filter.push(Filter {
                column,
                value,
                negated,
            });
            if !self.sign("&") {
                break;
            }
        }
        self.expect_sign("]")?;
        Some(filter)
    }

    pub(super) fn test(&mut self) -> Parsed<Test> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            self.depth -= 1;
            return self.expected("fewer nested brackets");
        }
        let test = (|| {
            let mut branches = vec![self.test_all()?];
            while self.sign("|") {
                branches.push(self.test_all()?);
            }
            Some(match branches.len() {
                1 => branches.remove(0),
                _ => Test::Or(branches),
            })
        })();
        self.depth -= 1;
        test
    }

    pub(super) fn test_all(&mut self) -> Parsed<Test> {
        let mut parts = vec![self.test_one()?];
        while self.sign("&") {
            parts.push(self.test_one()?);
        }
        Some(match parts.len() {
            1 => parts.remove(0),
            _ => Test::And(parts),
        })
    }

    pub(super) fn test_one(&mut self) -> Parsed<Test> {
        let mut negations = 0;
        while self.sign("!") {
            negations += 1;
        }
        let test = if self.sign("(") {
            let test = self.test()?;
            self.expect_sign(")")?;
            test
        } else if self.sign("@") {
            let name = self.expect_name("the name of a list")?;
            let filter = self.filter()?;
            Test::List { name, filter }
        } else {
            let name = self.expect_name("an attribute such as `lemma`, or `@list`")?;
            let negated = self.sign("!=");
            if !negated {
                self.expect_sign("=")?;
            }
            let value = self.expect_text("the attribute's value in quotation marks")?;
            Test::Attribute {
                name,
                value,
                negated,
            }
        };
        Some(if negations % 2 == 1 {
            Test::Not(Box::new(test))
        } else {
            test
        })
    }
}
