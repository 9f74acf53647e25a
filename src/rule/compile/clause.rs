//! Conditions and emitted values.

use super::super::ast::{self, ConditionKind as Asked};
use super::super::last::Lasts;
use super::super::program::*;
use super::{Compiled, Compiler};

impl Compiler<'_> {
    pub(super) fn condition(&mut self, condition: &ast::Condition) -> Compiled<Condition> {
        let kind = match &condition.kind {
            Asked::Left(node) => {
                let mut program = self.guard(node)?;
                program.lasts = Lasts::of(&program.insts);
                ConditionKind::Left(program)
            }
            Asked::Right(node) => ConditionKind::Right(self.guard(node)?),
            Asked::Inside(name) => ConditionKind::Inside(self.region(&name.value, &name.span)?),
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
            origin: self.place(&condition.span),
        })
    }

    /// A pattern of a condition: its captures mean nothing and are left out.
    pub(super) fn guard(&mut self, node: &ast::Node) -> Compiled<Program> {
        let roles = self.roles.clone();
        let (mut program, _) = self.program(node, true)?;
        self.roles = roles;
        for inst in &mut program.insts {
            if let Inst::Save(_) = inst {
                // A step that does nothing; removing it would shift every jump.
                *inst = Inst::Save(u16::MAX);
            }
        }
        Ok(program)
    }

    pub(super) fn operand(&mut self, operand: &ast::Operand) -> Compiled<Operand> {
        Ok(match operand {
            ast::Operand::Number(n) => Operand::Number(*n),
            ast::Operand::Num(role) => Operand::Num(self.role(role)?),
            ast::Operand::Count(role) => Operand::Count(self.role(role)?),
        })
    }

    pub(super) fn expression(&mut self, expression: &ast::Expression) -> Compiled<Expression> {
        Ok(match expression {
            ast::Expression::Text(text) => Expression::Text(text.clone()),
            ast::Expression::Number(n) => Expression::Number(*n),
            ast::Expression::Capture(role) => Expression::Capture(self.role(role)?),
            ast::Expression::Num(role) => Expression::Num(self.role(role)?),
            ast::Expression::Lemma(role) => Expression::Lemma(self.role(role)?),
            ast::Expression::Column(role, column) => {
                let known: Vec<String> = self
                    .lexicon
                    .lists()
                    .flat_map(|(_, list)| list.columns().iter().cloned())
                    .collect();
                if !known.contains(&column.value) {
                    let mut known = known;
                    known.sort();
                    known.dedup();
                    return self.unknown("column", &column.value, &column.span, known);
                }
                Expression::Column(self.role(role)?, column.value.clone())
            }
        })
    }
}
