//! `where`, `unless`, `emit` and the examples.

use super::super::ast::*;
use super::super::lexer::Word;
use super::{Parsed, Parser};

impl Parser<'_> {
    pub(super) fn conditions(&mut self, negated: bool, rule: &mut Rule) -> Parsed<()> {
        loop {
            let start = self.here().start;
            let kind = self.condition()?;
            rule.conditions.push(Condition {
                negated,
                kind,
                span: start..self.last_end(),
            });
            if !self.sign(",") {
                return Some(());
            }
        }
    }

    pub(super) fn condition(&mut self) -> Parsed<ConditionKind> {
        const WHAT: &str = "a condition: `left`, `right`, `inside`, `has`, `same`, `initials`, \
                            `num`, `count`, or a capture followed by `is`";
        if matches!(self.word(), Some(Word::Number(_))) {
            return self.comparison();
        }
        let Some(name) = self.name_at().map(str::to_owned) else {
            return self.expected(WHAT);
        };
        match name.as_str() {
            "left" => {
                self.at += 1;
                Some(ConditionKind::Left(self.pattern()?))
            }
            "right" => {
                self.at += 1;
                Some(ConditionKind::Right(self.pattern()?))
            }
            "inside" => {
                self.at += 1;
                self.expect_sign("<")?;
                let name = self.expect_name("the name of a region")?;
                self.expect_sign(">")?;
                Some(ConditionKind::Inside(name))
            }
            "has" => {
                self.at += 1;
                Some(ConditionKind::Has(self.role()?))
            }
            "same" | "initials" => {
                self.at += 1;
                self.expect_sign("(")?;
                let first = self.expect_name("the name of a capture")?;
                self.expect_sign(",")?;
                let second = self.expect_name("the name of a capture")?;
                self.expect_sign(")")?;
                Some(if name == "same" {
                    ConditionKind::Same(first, second)
                } else {
                    ConditionKind::Initials(first, second)
                })
            }
            "num" | "count" => self.comparison(),
            _ => {
                let role = self.expect_name(WHAT)?;
                if self.name_at() != Some("is") {
                    return self.expected("`is` and a pattern");
                }
                self.at += 1;
                let pattern = self.pattern()?;
                Some(ConditionKind::Is { role, pattern })
            }
        }
    }

    pub(super) fn role(&mut self) -> Parsed<Spanned<String>> {
        self.expect_sign("(")?;
        let role = self.expect_name("the name of a capture")?;
        self.expect_sign(")")?;
        Some(role)
    }

    pub(super) fn comparison(&mut self) -> Parsed<ConditionKind> {
        let left = self.operand()?;
        let operator = match self.word() {
            Some(Word::Sign("<")) => Comparison::Less,
            Some(Word::Sign("<=")) => Comparison::LessOrEqual,
            Some(Word::Sign("=")) => Comparison::Equal,
            Some(Word::Sign("!=")) => Comparison::NotEqual,
            Some(Word::Sign(">=")) => Comparison::GreaterOrEqual,
            Some(Word::Sign(">")) => Comparison::Greater,
            _ => return self.expected("a comparison: < <= = != >= >"),
        };
        self.at += 1;
        let right = self.operand()?;
        Some(ConditionKind::Compare {
            left,
            operator,
            right,
        })
    }

    pub(super) fn operand(&mut self) -> Parsed<Operand> {
        if let Some(&Word::Number(n)) = self.word() {
            self.at += 1;
            return Some(Operand::Number(n));
        }
        let name = self.expect_name("a number, `num(capture)` or `count(capture)`")?;
        let role = self.role()?;
        match name.value.as_str() {
            "num" => Some(Operand::Num(role)),
            "count" => Some(Operand::Count(role)),
            _ => {
                self.fault(
                    name.span,
                    "only `num` and `count` can be compared",
                    "no such function",
                    Some(
                        "write num(capture), the number it holds, or count(capture), its tokens"
                            .into(),
                    ),
                );
                None
            }
        }
    }

    pub(super) fn emit(&mut self) -> Parsed<Emit> {
        let key = self.expect_name("the name of a field")?;
        let start = key.span.start;
        self.expect_sign("=")?;
        let value = match self.word().cloned() {
            Some(Word::Text(text)) => {
                self.at += 1;
                Expression::Text(text)
            }
            Some(Word::Number(number)) => {
                self.at += 1;
                Expression::Number(number)
            }
            Some(Word::Name(_)) => {
                let name = self.expect_name("an expression")?;
                match name.value.as_str() {
                    "num" if self.peek_sign("(") => Expression::Num(self.role()?),
                    "lemma" if self.peek_sign("(") => Expression::Lemma(self.role()?),
                    "column" if self.peek_sign("(") => {
                        self.expect_sign("(")?;
                        let role = self.expect_name("the name of a capture")?;
                        self.expect_sign(",")?;
                        let column = self.expect_text("the column's name in quotation marks")?;
                        self.expect_sign(")")?;
                        Expression::Column(role, column)
                    }
                    _ => Expression::Capture(name),
                }
            }
            _ => return self.expected("a text, a number, a capture, or `num(…)`, `lemma(…)`"),
        };
        Some(Emit {
            key,
            value,
            span: start..self.last_end(),
        })
    }

    pub(super) fn example(&mut self, expect: Expect) -> Parsed<Example> {
        let start = self.here().start;
        let raw = self.expect_text("the example in quotation marks")?;
        let Some((text, marks)) = unmark(&raw.value) else {
            self.fault(
                raw.span,
                "the braces of this example do not pair",
                "in here",
                Some("mark a capture as {role|words}".into()),
            );
            return None;
        };
        let mut values = Vec::new();
        if self.sign("=>") {
            loop {
                let key = self.expect_name("the name of a field")?;
                self.expect_sign("=")?;
                let value = match self.word().cloned() {
                    Some(Word::Text(text)) => text,
                    Some(Word::Name(name)) => name,
                    Some(Word::Number(n)) => n.to_string(),
                    _ => return self.expected("the value that the field must have"),
                };
                self.at += 1;
                values.push((key, value));
                if !self.sign(",") {
                    break;
                }
            }
        }
        Some(Example {
            expect,
            text,
            marks,
            values,
            line: 1 + self.line_ends.partition_point(|&end| end < start),
            span: start..self.last_end(),
        })
    }
}

/// A marked stretch: role and byte range.
type Mark = (String, std::ops::Range<usize>);

/// Takes `{role|words}` out of an example. Marks may nest. `None` where braces do not pair.
fn unmark(raw: &str) -> Option<(String, Vec<Mark>)> {
    let mut text = String::new();
    let mut marks = Vec::new();
    let mut open: Vec<(String, usize, usize)> = Vec::new();
    let mut rest = raw;
    while let Some(c) = rest.chars().next() {
        match c {
            '{' => {
                let bar = rest.find('|')?;
                let role = &rest[1..bar];
                if role.contains(['{', '}']) {
                    return None;
                }
                open.push((role.to_owned(), text.len(), marks.len()));
                // The outer mark goes before the inner ones.
                marks.push((String::new(), 0..0));
                rest = &rest[bar + 1..];
            }
            '}' => {
                let (role, start, place) = open.pop()?;
                marks[place] = (role, start..text.len());
                rest = &rest[1..];
            }
            c => {
                text.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    open.is_empty().then_some((text, marks))
}
