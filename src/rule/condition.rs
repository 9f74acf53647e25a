//! `where`, `unless` and `emit`: what is asked of a match, and what it says.

use std::borrow::Cow;

use super::ast::Comparison;
use super::exec::Machine;
use super::matcher::Input;
use super::program::{
    Condition, ConditionKind, Expression, Inst, Operand, Program, Rule, TypeId, Value,
};
use super::regions::{Capture, Match, Regions};
use crate::lexicon::{Entry, ListId};
use crate::token::Shape;

/// The type of the regions that hold a plain number.
pub(super) const NUM: TypeId = TypeId(0);

/// Whether the conditions hold that ask for nothing but where a match begins.
pub(super) fn hold_before(
    machine: &mut Machine,
    rule: &Rule,
    start: u32,
    input: &Input,
    regions: &Regions,
) -> bool {
    rule.conditions.iter().all(|condition| {
        let ConditionKind::Left(program) = &condition.kind else {
            return true;
        };
        left(machine, program, start, input, regions) != condition.negated
    })
}

/// Whether all other conditions of the rule hold for the match `span`.
pub(super) fn hold_after(
    machine: &mut Machine,
    rule: &Rule,
    span: (u32, u32),
    captures: &[Capture],
    input: &Input,
    regions: &Regions,
) -> bool {
    rule.conditions.iter().all(|condition| {
        matches!(condition.kind, ConditionKind::Left(_))
            || holds(machine, condition, span, captures, input, regions)
    })
}

/// Index of the first condition that does not hold.
pub(super) fn first_broken(
    machine: &mut Machine,
    rule: &Rule,
    span: (u32, u32),
    captures: &[Capture],
    input: &Input,
    regions: &Regions,
) -> Option<usize> {
    rule.conditions
        .iter()
        .position(|condition| !holds(machine, condition, span, captures, input, regions))
}

/// Whether a condition holds, or does not where it is negated.
fn holds(
    machine: &mut Machine,
    condition: &Condition,
    (start, end): (u32, u32),
    captures: &[Capture],
    input: &Input,
    regions: &Regions,
) -> bool {
    let capture = |role: u16| captures.iter().find(|c| c.role == role).copied();
    let holds = match &condition.kind {
        ConditionKind::Left(program) => left(machine, program, start, input, regions),
        ConditionKind::Right(program) => {
            // Behind the end of a block stands nothing, which only `$` is content with.
            let open = input
                .tokens
                .get(end as usize)
                .is_some_and(|t| !t.opens_block);
            let must_end = (!open).then_some(end);
            machine
                .anchored(program, end, must_end, input, regions)
                .is_some()
        }
        ConditionKind::Inside(kind) => regions.covers(*kind, start, end),
        ConditionKind::Is(role, program) => capture(*role).is_some_and(|c| {
            machine
                .anchored(program, c.start, Some(c.end), input, regions)
                .is_some()
        }),
        ConditionKind::Compare(a, operator, b) => {
            match (
                operand(*a, captures, regions),
                operand(*b, captures, regions),
            ) {
                (Some(a), Some(b)) => compare(a, *operator, b),
                _ => false,
            }
        }
        ConditionKind::Same(a, b) => match (capture(*a), capture(*b)) {
            (Some(a), Some(b)) => same(input, a, b),
            _ => false,
        },
        ConditionKind::Initials(a, b) => match (capture(*a), capture(*b)) {
            (Some(a), Some(b)) => initials(input, a, b),
            _ => false,
        },
        ConditionKind::Has(role) => capture(*role).is_some(),
    };
    holds != condition.negated
}

/// Whether `program` matches some run of tokens that ends right before `end`, in its block.
fn left(
    machine: &mut Machine,
    program: &Program,
    end: u32,
    input: &Input,
    regions: &Regions,
) -> bool {
    let lasts = program.lasts.as_ref();
    let near = lasts.is_none_or(|lasts| lasts.may_end(end, input));
    // A look to the left is short: a pattern without bound is read over twenty tokens at most.
    let reach = match near {
        true => program.max_len.unwrap_or(20).min(20),
        false => 0,
    };
    for length in program.min_len..=reach {
        let Some(start) = end.checked_sub(length) else {
            return false;
        };
        if length > 0 && input.tokens[start as usize + 1].opens_block {
            return false;
        }
        if machine
            .anchored(program, start, Some(end), input, regions)
            .is_some()
        {
            return true;
        }
    }
    near && left_of_regions(machine, program, end, input, regions)
}

/// The same over regions longer than the look to the left: those of the pattern's types that end
/// near, with a few tokens before them.
fn left_of_regions(
    machine: &mut Machine,
    program: &Program,
    end: u32,
    input: &Input,
    regions: &Regions,
) -> bool {
    let kinds = program.insts.iter().filter_map(|inst| match inst {
        Inst::Region(kind) => Some(*kind),
        _ => None,
    });
    for kind in kinds {
        let list = regions.of(kind);
        let before = list.partition_point(|r| r.start < end);
        let near = list[..before]
            .iter()
            .rev()
            .take(4)
            .filter(|r| r.end <= end && r.end + 20 > end && r.start + 20 < end);
        for region in near {
            for start in (region.start.saturating_sub(4)..=region.start).rev() {
                let run = &input.tokens[start as usize + 1..=end as usize];
                if run.iter().any(|t| t.opens_block) {
                    break;
                }
                if machine
                    .anchored(program, start, Some(end), input, regions)
                    .is_some()
                {
                    return true;
                }
            }
        }
    }
    false
}

fn operand(operand: Operand, captures: &[Capture], regions: &Regions) -> Option<f64> {
    let find = |role| captures.iter().find(|c| c.role == role);
    match operand {
        Operand::Number(n) => Some(n),
        Operand::Num(role) => number(find(role)?, regions),
        Operand::Count(role) => Some(find(role).map_or(0.0, |c| f64::from(c.end - c.start))),
    }
}

/// The number that a capture holds: its own region, or the first within it.
fn number(capture: &Capture, regions: &Regions) -> Option<f64> {
    if let Some(region) = regions.exact(NUM, capture.start, capture.end) {
        return Some(region.value);
    }
    (capture.start..capture.end)
        .find_map(|at| regions.at(NUM, at).first())
        .map(|r| r.value)
}

fn compare(a: f64, operator: Comparison, b: f64) -> bool {
    match operator {
        Comparison::Less => a < b,
        Comparison::LessOrEqual => a <= b,
        Comparison::Equal => a == b,
        Comparison::NotEqual => a != b,
        Comparison::GreaterOrEqual => a >= b,
        Comparison::Greater => a > b,
    }
}

fn same(input: &Input, a: Capture, b: Capture) -> bool {
    let folded = |c: Capture| {
        input.tokens[c.start as usize..c.end as usize]
            .iter()
            .map(|t| input.forms.folded(t.form))
    };
    folded(a).eq(folded(b))
}

/// Whether the letters of capture `a` are the initials of words of `b`, in order, the first word's
/// among them; small words may be passed over, and a capitalised word is passed over by none.
fn initials(input: &Input, a: Capture, b: Capture) -> bool {
    let acronym: Vec<char> = input
        .words(a.start, a.end)
        .chars()
        .filter(|c| c.is_alphabetic())
        .flat_map(char::to_lowercase)
        .collect();
    let mut left = acronym.as_slice();
    for token in &input.tokens[b.start as usize..b.end as usize] {
        // Each part of a compound has an initial of its own.
        for part in input.forms.folded(token.form).split('-') {
            let initial = part.chars().next();
            if !left.is_empty() && initial == Some(left[0]) {
                left = &left[1..];
            } else if input.forms.get(token.form).shape != Shape::Lower
                && initial.is_some_and(char::is_alphabetic)
            {
                return false;
            }
        }
    }
    acronym.len() >= 2 && left.is_empty()
}

impl<'a> Input<'a> {
    /// What the rule of `found` emits under `key`.
    pub fn emitted(&self, found: &Match, key: &str, regions: &Regions) -> Option<Value<'a>> {
        let rule = self.rules.rule(found.rule);
        let (_, expression) = rule.emits.iter().find(|(k, _)| k == key)?;
        let captures = regions.captures_of(found);
        let capture = |role: u16| captures.iter().find(|c| c.role == role);
        match expression {
            Expression::Text(text) => Some(Value::Text(Cow::Borrowed(text))),
            Expression::Number(n) => Some(Value::Number(*n)),
            Expression::Capture(role) => {
                let c = capture(*role)?;
                Some(Value::Span(c.start, c.end))
            }
            Expression::Num(role) => number(capture(*role)?, regions).map(Value::Number),
            Expression::Lemma(role) => {
                let c = capture(*role)?;
                Some(Value::Text(self.lemma(c.start, c.end)))
            }
            Expression::Column(role, column) => {
                let c = capture(*role)?;
                self.column(c.start, c.end, column)
                    .map(|field| Value::Text(Cow::Borrowed(field)))
            }
        }
    }

    /// The capture of `found` named `role`, as token indices, end exclusive.
    pub fn capture(&self, found: &Match, role: &str, regions: &Regions) -> Option<(u32, u32)> {
        let role = self.rules.rule(found.rule).role(role)?;
        regions
            .captures_of(found)
            .iter()
            .find(|c| c.role == role)
            .map(|c| (c.start, c.end))
    }

    /// The lemma of a run of tokens: of the list entry that it is, else its folded spelling.
    pub fn lemma(&self, start: u32, end: u32) -> Cow<'a, str> {
        if let Some(entry) = self.entry(start, end) {
            return Cow::Borrowed(self.lexicon.lemma(entry));
        }
        let words: Vec<&str> = self.tokens[start as usize..end as usize]
            .iter()
            .map(|t| self.forms.folded(t.form))
            .collect();
        match words[..] {
            [word] => Cow::Borrowed(word),
            _ => Cow::Owned(words.join(" ")),
        }
    }

    /// The field of the list entry that a run of tokens is.
    pub fn column(&self, start: u32, end: u32, column: &str) -> Option<&'a str> {
        self.entries(start, end)
            .find_map(|entry| self.lexicon.column(entry, column))
    }

    fn entry(&self, start: u32, end: u32) -> Option<crate::lexicon::Entry> {
        self.entries(start, end)
            .find(|entry| entry.tag.is_some() || self.lexicon.column(*entry, "lemma").is_some())
            .or_else(|| self.entries(start, end).next())
    }

    /// Every list entry that a run of tokens is.
    pub fn entries(&self, start: u32, end: u32) -> impl Iterator<Item = Entry> + use<'a> {
        let input = *self;
        let form = input.tokens[start as usize].form;
        let single = (end == start + 1)
            .then(|| input.bits.word(form))
            .flatten()
            .into_iter()
            .flat_map(move |word| input.lexicon.entries(word))
            .filter(move |e| input.lexicon.has_capitals(*e, input.forms.spelling(form)));
        let multi = input
            .found_at(start)
            .iter()
            .filter(move |f| f.end == end)
            .map(|f| f.entry);
        single.chain(multi)
    }

    /// The entry of a list that a run of tokens is, the first of several.
    pub fn entry_of(&self, list: ListId, start: u32, end: u32) -> Option<Entry> {
        let form = self.tokens[start as usize].form;
        let single = || {
            let mut entries = self.lexicon.entries(self.bits.word(form)?);
            let spelling = self.forms.spelling(form);
            entries.find(|e| e.list == list && self.lexicon.has_capitals(*e, spelling))
        };
        let several = || {
            let mut found = self.found_at(start).iter();
            let found = found.find(|f| f.end == end && f.entry.list == list)?;
            Some(found.entry)
        };
        match end == start + 1 {
            true => single(),
            false => several(),
        }
    }
}
