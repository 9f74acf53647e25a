//! What rules ask of the forms of a text and of the entries of lists, filed so that little is asked in vain.
//!
//! Everything that the predicates of a pack can tell of a form is its [`Questions::sign`]: kind, shape, the word
//! where a rule names it, the filters that accept an entry of it, and the patterns that its spellings match. Forms
//! with one sign have all answers in common, so that the predicates themselves are asked once a sign.

use hashbrown::HashMap;

use super::automaton::{each, has, put};
use super::program::{FilterId, Pred, PredId, RuleSet, Spelling, TAG};
use super::value::{Pattern, States, Together};
use crate::lexicon::{Entry, Lexicon, WordId};
use crate::token::{FormId, Forms, Kind, Shape};

/// The questions of a pack.
#[derive(Debug, Default)]
pub(super) struct Questions {
    /// Words that rules name, each with the predicates that ask for nothing else.
    words: HashMap<WordId, Vec<PredId>>,
    /// For each filter, the predicate that asks for nothing else.
    by_filter: Vec<Option<PredId>>,
    /// Predicates that ask for more than a word or a list.
    others: Vec<PredId>,
    patterns: [Together; Spelling::ALL.len()],
    /// By number of the list.
    lists: Vec<OfList>,
    /// Columns that some filter tests, of all lists.
    columns: usize,
    preds: usize,
}

/// What is asked of the entries of a list.
#[derive(Debug, Default)]
struct OfList {
    /// The filters over it, a bit each.
    filters: Vec<u64>,
    columns: Vec<OfColumn>,
}

/// What is asked of a column.
#[derive(Debug)]
struct OfColumn {
    /// Among the columns of all lists that are asked.
    number: usize,
    /// Its place in the list; `None` for the tag of the inflection.
    index: Option<usize>,
    /// Filters, with the pattern that a field must match, or must not.
    tests: Vec<(FilterId, Pattern, bool)>,
}

/// What was asked before.
#[derive(Debug, Default)]
pub(super) struct Known {
    states: [States; Spelling::ALL.len()],
    /// For each column that is asked, the fields that were met, with their place in `passes`.
    fields: Vec<HashMap<Box<str>, usize>>,
    /// Filters that pass a field, a bit each, field after field.
    passes: Vec<u64>,
    /// Those of the entry under question.
    rows: Vec<usize>,
}

impl Questions {
    pub fn new(set: &RuleSet, lexicon: &Lexicon) -> Self {
        let mut new = Self {
            by_filter: vec![None; set.filters.len()],
            patterns: set
                .patterns
                .each_ref()
                .map(|patterns| Together::new(patterns)),
            preds: set.preds.len(),
            ..Self::default()
        };
        for (index, pred) in set.preds.iter().enumerate() {
            let id = PredId(index as u32);
            match pred {
                Pred::Words(words) => {
                    for word in words {
                        new.words.entry(*word).or_default().push(id);
                    }
                }
                Pred::List(filter) => new.by_filter[filter.0 as usize] = Some(id),
                other => {
                    new.name_words(other);
                    new.others.push(id);
                }
            }
        }
        new.lists.resize_with(lexicon.lists().count(), || OfList {
            filters: vec![0; new.by_filter.len().div_ceil(64)],
            columns: Vec::new(),
        });
        for (id, filter) in (0..).map(FilterId).zip(&set.filters) {
            let list = &mut new.lists[usize::from(filter.list.0)];
            put(&mut list.filters, id.0);
            for test in &filter.columns {
                let names = lexicon.get(filter.list).columns();
                let index = (test.column != TAG)
                    .then(|| names.iter().position(|name| *name == test.column))
                    .flatten();
                let known = list.columns.iter().position(|c| c.index == index);
                let place = known.unwrap_or_else(|| {
                    let number = new.columns;
                    new.columns += 1;
                    list.columns.push(OfColumn {
                        number,
                        index,
                        tests: Vec::new(),
                    });
                    list.columns.len() - 1
                });
                let tests = &mut list.columns[place].tests;
                tests.push((id, test.pattern.clone(), test.negated));
            }
        }
        new
    }

    /// Notes the words that a predicate names among other things.
    fn name_words(&mut self, pred: &Pred) {
        match pred {
            Pred::Words(words) => {
                for word in words {
                    self.words.entry(*word).or_default();
                }
            }
            Pred::And(parts) | Pred::Or(parts) => parts.iter().for_each(|p| self.name_words(p)),
            Pred::Not(part) => self.name_words(part),
            _ => {}
        }
    }

    /// Chunks of a set of predicates.
    pub fn pred_chunks(&self) -> usize {
        self.preds.div_ceil(64).max(1)
    }

    /// Chunks of a set of filters.
    pub fn filter_chunks(&self) -> usize {
        self.by_filter.len().div_ceil(64).max(1)
    }

    /// Adds to `set` the filters that accept the entry.
    pub fn accepting(&self, entry: Entry, lexicon: &Lexicon, known: &mut Known, set: &mut [u64]) {
        let list = &self.lists[usize::from(entry.list.0)];
        known.rows.clear();
        for column in &list.columns {
            let field = match column.index {
                None => entry.tag.as_ref().map_or("", |tag| tag.as_str()),
                Some(index) => lexicon.get(entry.list).field(entry.row, index),
            };
            let row = known.row(column, field, self.columns, set.len());
            known.rows.push(row);
        }
        for (index, (chunk, &filters)) in set.iter_mut().zip(&list.filters).enumerate() {
            let passing = known.rows.iter().map(|row| known.passes[row + index]);
            *chunk |= passing.fold(filters, |all, passes| all & passes);
        }
    }

    /// Writes the sign of a form: a chunk for its kind and shape, one for its word, the filters, and the patterns of
    /// each spelling in turn.
    pub fn sign(&self, form: &Asked, known: &mut Known, sign: &mut Vec<u64>) {
        let Asked {
            id,
            forms,
            lexicon,
            word,
            stem,
        } = *form;
        let (spelling, folded) = (forms.spelling(id), forms.folded(id));
        let fits = |entry: &Entry| lexicon.has_capitals(*entry, spelling);
        let entries = || {
            word.into_iter()
                .flat_map(|word| lexicon.entries(word))
                .filter(fits)
        };
        let named = word.filter(|word| self.words.contains_key(word));
        let of_form = forms.get(id);
        sign.clear();
        sign.push((of_form.kind as u64) << 8 | of_form.shape as u64);
        sign.push(named.map_or(0, |word| u64::from(word.0) + 1));
        sign.resize(FILTERS + self.filter_chunks(), 0);
        for entry in entries() {
            self.accepting(entry, lexicon, known, &mut sign[FILTERS..]);
        }
        let all = Spelling::ALL.into_iter().zip(&self.patterns);
        for ((which, patterns), states) in all.zip(&mut known.states) {
            let from = sign.len();
            sign.resize(from + patterns.chunks(), 0);
            let mut ask = |value: &str| patterns.add_matching(value, states, &mut sign[from..]);
            match which {
                Spelling::Form => ask(spelling),
                Spelling::Norm => ask(folded),
                Spelling::Stem => stem.into_iter().for_each(ask),
                Spelling::Lemma if patterns.chunks() == 0 => {}
                Spelling::Lemma => {
                    ask(folded);
                    entries().for_each(|entry| ask(lexicon.lemma(entry)));
                }
            }
        }
    }

    /// Adds to `preds` the predicates that hold for forms with this sign, whose word is `word`.
    pub fn answer(&self, sign: &[u64], form: &Asked, set: &RuleSet, preds: &mut [u64]) {
        let literal = form.word.and_then(|word| self.words.get(&word));
        literal
            .into_iter()
            .flatten()
            .for_each(|pred| _ = put(preds, pred.0));
        let filters = &sign[FILTERS..FILTERS + self.filter_chunks()];
        for pred in each(filters).filter_map(|filter| self.by_filter[filter as usize]) {
            put(preds, pred.0);
        }
        let mut from = FILTERS + self.filter_chunks();
        let patterns = self.patterns.each_ref().map(|patterns| {
            let chunks = &sign[from..from + patterns.chunks()];
            from += patterns.chunks();
            chunks
        });
        let of_form = form.forms.get(form.id);
        let signed = Signed {
            kind: of_form.kind,
            shape: of_form.shape,
            word: form.word,
            filters,
            patterns,
        };
        for pred in &self.others {
            if signed.holds(&set.preds[pred.0 as usize]) {
                put(preds, pred.0);
            }
        }
    }
}

/// Where the filters stand in a sign.
const FILTERS: usize = 2;

impl Known {
    /// Where in `passes` the filters begin that pass the field.
    fn row(&mut self, column: &OfColumn, field: &str, columns: usize, chunks: usize) -> usize {
        self.fields.resize_with(columns, HashMap::default);
        if let Some(&row) = self.fields[column.number].get(field) {
            return row;
        }
        let row = self.passes.len();
        self.passes.resize(row + chunks, u64::MAX);
        for (filter, pattern, negated) in &column.tests {
            // A field may hold several values, separated by commas.
            let mut values = field.split(',').map(str::trim);
            if values.any(|value| pattern.matches(value)) == *negated {
                self.passes[row + filter.0 as usize / 64] &= !(1 << (filter.0 % 64));
            }
        }
        self.fields[column.number].insert(field.into(), row);
        row
    }
}

/// One form under question.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub id: FormId,
    pub forms: &'a Forms,
    pub lexicon: &'a Lexicon,
    /// The form's word in the lexicon.
    pub word: Option<WordId>,
    pub stem: Option<&'a str>,
}

/// What a sign says, taken apart.
struct Signed<'a> {
    kind: Kind,
    shape: Shape,
    word: Option<WordId>,
    filters: &'a [u64],
    patterns: [&'a [u64]; Spelling::ALL.len()],
}

impl Signed<'_> {
    fn holds(&self, pred: &Pred) -> bool {
        match pred {
            Pred::Any => true,
            Pred::Words(words) => self
                .word
                .is_some_and(|word| words.binary_search(&word).is_ok()),
            Pred::List(filter) => has(self.filters, filter.0),
            Pred::Kind(kind) => self.kind == *kind,
            Pred::Shape(shape) => self.shape == *shape,
            Pred::Capital => self.shape.is_capital(),
            Pred::Capitals => self.shape == Shape::Capitals,
            Pred::Low => self.kind == Kind::Word && self.shape == Shape::Lower,
            Pred::Spelled(spelling, pattern) => has(self.patterns[*spelling as usize], *pattern),
            Pred::And(parts) => parts.iter().all(|p| self.holds(p)),
            Pred::Or(parts) => parts.iter().any(|p| self.holds(p)),
            Pred::Not(part) => !self.holds(part),
        }
    }
}
