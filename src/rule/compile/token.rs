//! What one token can be asked: words, lists, attributes.

use std::collections::HashMap;

use super::super::ast::{self, Span, Spanned, Test};
use super::super::program::*;
use super::super::trigger::{ANY, Candidate, list_cost, pred_cost};
use super::super::value::{Pattern, Regexes};
use super::{ATTRIBUTES, Compiled, Compiler, Shaped};
use crate::lexicon::ListId;
use crate::token::{Kind, Shape, fold};

/// What rules have in common, by what it is, so that it is made once.
#[derive(Default)]
pub(super) struct Common {
    preds: HashMap<Pred, PredId>,
    /// What each predicate would cost as a trigger.
    costs: Vec<f64>,
    filters: HashMap<ListFilter, FilterId>,
    /// What the list of each filter would cost as a trigger.
    filter_costs: Vec<f64>,
    list_costs: HashMap<ListId, f64>,
    regexes: Regexes,
}

impl Compiler<'_> {
    pub(super) fn literal(&mut self, text: &str, span: &Span, crosses: bool) -> Compiled<Shaped> {
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

    pub(super) fn words(&mut self, text: &str) -> Vec<crate::lexicon::WordId> {
        let mut words = Vec::new();
        let (splitter, lexicon) = (self.splitter, &mut *self.lexicon);
        splitter.split(text, 0, text.len(), |piece| {
            words.push(lexicon.intern(&text[piece.start..piece.end]));
        });
        words
    }

    pub(super) fn filter(
        &mut self,
        name: &str,
        filter: &[ast::Filter],
        span: &Span,
    ) -> Compiled<FilterId> {
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
        if let Some(&id) = self.common.filters.get(&filter) {
            return Ok(id);
        }
        let id = FilterId(self.set.filters.len() as u32);
        let lexicon = &*self.lexicon;
        let cost =
            *(self.common.list_costs.entry(list)).or_insert_with(|| list_cost(lexicon.get(list)));
        self.common.filter_costs.push(cost);
        self.common.filters.insert(filter.clone(), id);
        self.set.filters.push(filter);
        Ok(id)
    }

    pub(super) fn list(
        &mut self,
        name: &str,
        filter: &[ast::Filter],
        span: &Span,
        crosses: bool,
    ) -> Compiled<Shaped> {
        let filter = self.filter(name, filter, span)?;
        let pred = self.pred(Pred::List(filter));
        let cost = self.common.costs[pred.0 as usize];
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

    pub(super) fn token(&mut self, pred: Pred, crosses: bool) -> Shaped {
        let pred = self.pred(pred);
        let cost = self.common.costs[pred.0 as usize];
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

    pub(super) fn pred(&mut self, pred: Pred) -> PredId {
        if let Some(&id) = self.common.preds.get(&pred) {
            return id;
        }
        let id = PredId(self.set.preds.len() as u32);
        let list_cost = |filter: FilterId| self.common.filter_costs[filter.0 as usize];
        let cost = pred_cost(&pred, self.lexicon, &list_cost);
        self.common.costs.push(cost);
        self.common.preds.insert(pred.clone(), id);
        self.set.preds.push(pred);
        id
    }

    pub(super) fn test(&mut self, test: &Test) -> Compiled<Pred> {
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

    pub(super) fn tests(&mut self, parts: &[Test]) -> Compiled<Vec<Pred>> {
        parts.iter().map(|p| self.test(p)).collect()
    }

    pub(super) fn attribute(
        &mut self,
        name: &Spanned<String>,
        value: &Spanned<String>,
    ) -> Compiled<Pred> {
        match name.value.as_str() {
            "form" => self.spelled(Spelling::Form, value),
            "norm" => self.spelled(Spelling::Norm, value),
            "lemma" => self.spelled(Spelling::Lemma, value),
            "stem" => Ok(self.numbered(Spelling::Stem, Pattern::plain(fold(&value.value)))),
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

    fn spelled(&mut self, spelling: Spelling, value: &Spanned<String>) -> Compiled<Pred> {
        let pattern = self.pattern(value, spelling != Spelling::Form)?;
        Ok(self.numbered(spelling, pattern))
    }

    /// Gives the pattern its number among those of the spelling.
    fn numbered(&mut self, spelling: Spelling, pattern: Pattern) -> Pred {
        let patterns = &mut self.set.patterns[spelling as usize];
        let known = patterns.iter().position(|known| *known == pattern);
        let number = known.unwrap_or_else(|| {
            patterns.push(pattern);
            patterns.len() - 1
        });
        Pred::Spelled(spelling, number as u32)
    }

    pub(super) fn pattern(&mut self, value: &Spanned<String>, folded: bool) -> Compiled<Pattern> {
        let spelling = |word: &str| if folded { fold(word) } else { word.to_owned() };
        match Pattern::new(&value.value, spelling, &mut self.common.regexes) {
            Ok(pattern) => Ok(pattern),
            Err(e) => {
                // The last line says what is wrong, those before draw the place.
                let why = e.to_string();
                let why = why.lines().last().unwrap_or_default().trim();
                let why = why.strip_prefix("error: ").unwrap_or(why).to_owned();
                self.fault(
                    &value.span,
                    format!("this is no valid regular expression: {why}"),
                    "cannot be read",
                    Some("the syntax is that of the Rust crate `regex`; a sign is meant as such behind `\\`".into()),
                )
            }
        }
    }
}

/// Longest multiword entry that patterns reckon with, in tokens.
const MAX_ENTRY: u32 = 12;

pub(super) fn words_pred(mut words: Vec<crate::lexicon::WordId>) -> Pred {
    words.sort_unstable();
    words.dedup();
    Pred::Words(words)
}

pub(super) fn shape_pred(name: &str) -> Option<Pred> {
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
