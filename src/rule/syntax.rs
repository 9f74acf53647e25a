//! The parser: a rule file to its tree, with every fault it meets.
//!
//! After a fault it goes on with the next clause, so that one run reports them all.

use super::ast::*;
use super::fault::{Fault, Severity, nearest};
use super::lexer::{Lexeme, Word, lex};

const CLAUSES: [&str; 9] = [
    "note", "match", "where", "unless", "emit", "priority", "yes", "no", "todo",
];

/// Deepest nesting of brackets that a pattern may have.
const MAX_DEPTH: u32 = 64;

/// Parses one file. Never panics, whatever the text; O(n).
pub fn parse(path: &str, text: &str) -> (File, Vec<Fault>) {
    let mut parser = Parser {
        path,
        text,
        words: lex(text),
        line_ends: text.match_indices('\n').map(|(i, _)| i).collect(),
        at: 0,
        depth: 0,
        faults: Vec::new(),
    };
    let mut file = File::default();
    while parser.at < parser.words.len() {
        match parser.name_at() {
            Some("let") => {
                if let Some(definition) = parser.definition() {
                    file.lets.push(definition);
                }
            }
            Some("rule") => {
                if let Some(rule) = parser.rule() {
                    file.rules.push(rule);
                }
            }
            _ => {
                let span = parser.here();
                parser.fault(
                    span,
                    "a definition begins with `let` or `rule`",
                    "neither of them",
                    None,
                );
                parser.skip_to_definition();
            }
        }
    }
    (file, parser.faults)
}

struct Parser<'t> {
    path: &'t str,
    text: &'t str,
    words: Vec<Lexeme>,
    line_ends: Vec<usize>,
    at: usize,
    depth: u32,
    faults: Vec<Fault>,
}

/// A fault was reported; the caller gives up what it was reading.
type Parsed<T> = Option<T>;

impl Parser<'_> {
    fn word(&self) -> Option<&Word> {
        self.words.get(self.at).map(|l| &l.word)
    }

    fn here(&self) -> Span {
        match self.words.get(self.at) {
            Some(lexeme) => lexeme.span.clone(),
            None => self.text.len()..self.text.len(),
        }
    }

    fn last_end(&self) -> usize {
        self.at
            .checked_sub(1)
            .and_then(|i| self.words.get(i))
            .map_or(0, |l| l.span.end)
    }

    fn name_at(&self) -> Option<&str> {
        match self.word() {
            Some(Word::Name(name)) => Some(name),
            _ => None,
        }
    }

    /// The clause or definition keyword that opens a line here, where no pattern goes on.
    fn at_clause(&self) -> bool {
        let Some(lexeme) = self.words.get(self.at) else {
            return true;
        };
        lexeme.opens_line
            && matches!(&lexeme.word, Word::Name(name)
                if CLAUSES.contains(&name.as_str()) || name == "let" || name == "rule")
    }

    fn sign(&mut self, sign: &str) -> bool {
        let hit = matches!(self.word(), Some(Word::Sign(s)) if *s == sign);
        self.at += usize::from(hit);
        hit
    }

    fn peek_sign(&self, sign: &str) -> bool {
        matches!(self.word(), Some(Word::Sign(s)) if *s == sign)
    }

    fn fault(&mut self, span: Span, message: &str, label: &str, help: Option<String>) {
        self.faults.push(Fault {
            severity: Severity::Error,
            path: self.path.to_owned(),
            span,
            message: message.to_owned(),
            label: label.to_owned(),
            help,
        });
    }

    fn expected<T>(&mut self, what: &str) -> Parsed<T> {
        let span = self.here();
        let (message, help) = match self.word() {
            Some(Word::Unclosed) => (
                "this text is never closed".to_owned(),
                Some("end it with `\"` on the same line".to_owned()),
            ),
            Some(Word::Unknown(c)) => (format!("`{c}` has no meaning here"), None),
            _ => (format!("expected {what}"), None),
        };
        self.fault(span, &message, &format!("expected {what}"), help);
        None
    }

    fn expect_sign(&mut self, sign: &str) -> Parsed<()> {
        if self.sign(sign) {
            Some(())
        } else {
            self.expected(&format!("`{sign}`"))
        }
    }

    fn expect_name(&mut self, what: &str) -> Parsed<Spanned<String>> {
        let span = self.here();
        match self.word() {
            Some(Word::Name(name)) => {
                let value = name.clone();
                self.at += 1;
                Some(Spanned { value, span })
            }
            _ => self.expected(what),
        }
    }

    fn expect_text(&mut self, what: &str) -> Parsed<Spanned<String>> {
        let span = self.here();
        match self.word() {
            Some(Word::Text(text)) => {
                let value = text.clone();
                self.at += 1;
                Some(Spanned { value, span })
            }
            _ => self.expected(what),
        }
    }

    fn skip_to_clause(&mut self) {
        self.at += 1;
        while !self.at_clause() {
            self.at += 1;
        }
    }

    fn skip_to_definition(&mut self) {
        self.at += 1;
        while self.at < self.words.len()
            && !(self.at_clause() && matches!(self.name_at(), Some("let" | "rule")))
        {
            self.at += 1;
        }
    }

    fn definition(&mut self) -> Parsed<Let> {
        self.at += 1;
        let parsed = (|| {
            let name = self.expect_name("the name of the `let`")?;
            self.expect_sign("=")?;
            let pattern = self.pattern()?;
            Some(Let { name, pattern })
        })();
        if parsed.is_none() {
            self.skip_to_definition();
        }
        parsed
    }

    fn rule(&mut self) -> Parsed<Rule> {
        let start = self.here().start;
        self.at += 1;
        let head = (|| {
            let name = self.expect_name("the rule's name")?;
            self.expect_sign("->")?;
            let output = self.expect_name("what the rule makes, such as `person`")?;
            Some((name, output))
        })();
        let Some((name, output)) = head else {
            self.skip_to_definition();
            return None;
        };
        let mut rule = Rule {
            name,
            output,
            note: None,
            pattern: None,
            conditions: Vec::new(),
            emits: Vec::new(),
            priority: 0,
            examples: Vec::new(),
            span: start..start,
        };
        while self.at < self.words.len() && !matches!(self.name_at(), Some("let" | "rule")) {
            if self.clause(&mut rule).is_none() {
                self.skip_to_clause();
            }
        }
        rule.span.end = self.last_end();
        Some(rule)
    }

    fn clause(&mut self, rule: &mut Rule) -> Parsed<()> {
        let span = self.here();
        let Some(clause) = self.name_at().map(str::to_owned) else {
            return self.expected("a clause such as `match` or `yes`");
        };
        if !CLAUSES.contains(&clause.as_str()) {
            let help = nearest(&clause, CLAUSES)
                .map(|c| format!("did you mean `{c}`?"))
                .or_else(|| Some(format!("the clauses are: {}", CLAUSES.join(", "))));
            self.fault(span, &format!("`{clause}` is no clause"), "not known", help);
            return None;
        }
        self.at += 1;
        match clause.as_str() {
            "note" => rule.note = Some(self.expect_text("the note in quotation marks")?),
            "match" => {
                if rule.pattern.is_some() {
                    self.fault(
                        span,
                        "the rule has two `match` clauses",
                        "the second",
                        Some("join them with `|`, or make two rules".into()),
                    );
                }
                rule.pattern = Some(self.pattern()?);
            }
            "where" => self.conditions(false, rule)?,
            "unless" => self.conditions(true, rule)?,
            "emit" => loop {
                rule.emits.push(self.emit()?);
                if !self.sign(",") {
                    break;
                }
            },
            "priority" => match self.word() {
                Some(&Word::Number(n)) if n.fract() == 0.0 => {
                    rule.priority = n as i32;
                    self.at += 1;
                }
                _ => return self.expected("a whole number"),
            },
            "yes" => rule.examples.push(self.example(Expect::Yes)?),
            "no" => rule.examples.push(self.example(Expect::No)?),
            _ => rule.examples.push(self.example(Expect::Todo)?),
        }
        if self.at_clause() {
            Some(())
        } else {
            self.expected("the end of the clause")
        }
    }

    // ── patterns ────────────────────────────────────────────────────────────────────────────

    fn pattern(&mut self) -> Parsed<Node> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            self.depth -= 1;
            let span = self.here();
            self.fault(
                span,
                "the pattern is nested too deeply",
                "here",
                Some("give inner parts a name with `let`".into()),
            );
            return None;
        }
        let node = self.alternatives();
        self.depth -= 1;
        node
    }

    fn alternatives(&mut self) -> Parsed<Node> {
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

    fn sequence(&mut self) -> Parsed<Node> {
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

    fn begins_atom(&self) -> bool {
        if self.at_clause() {
            return false;
        }
        match self.word() {
            Some(Word::Text(_) | Word::Name(_) | Word::Unclosed | Word::Unknown(_)) => true,
            Some(Word::Sign(sign)) => matches!(*sign, "(" | "[" | "<" | "@" | "^" | "$"),
            _ => false,
        }
    }

    fn repetition(&mut self) -> Parsed<Node> {
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

    fn bounds(&mut self) -> Parsed<(u32, Option<u32>)> {
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

    fn count(&mut self) -> Parsed<u32> {
        match self.word() {
            Some(&Word::Number(n)) if n.fract() == 0.0 && (0.0..=1000.0).contains(&n) => {
                self.at += 1;
                Some(n as u32)
            }
            _ => self.expected("a whole number up to 1000"),
        }
    }

    fn atom(&mut self) -> Parsed<Node> {
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
                    let node = Box::new(self.repetition()?);
                    NodeKind::Capture { role: name, node }
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
    fn filter(&mut self) -> Parsed<Vec<Filter>> {
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

    fn test(&mut self) -> Parsed<Test> {
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

    fn test_all(&mut self) -> Parsed<Test> {
        let mut parts = vec![self.test_one()?];
        while self.sign("&") {
            parts.push(self.test_one()?);
        }
        Some(match parts.len() {
            1 => parts.remove(0),
            _ => Test::And(parts),
        })
    }

    fn test_one(&mut self) -> Parsed<Test> {
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

    // ── conditions, emits, examples ─────────────────────────────────────────────────────────

    fn conditions(&mut self, negated: bool, rule: &mut Rule) -> Parsed<()> {
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

    fn condition(&mut self) -> Parsed<ConditionKind> {
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

    fn role(&mut self) -> Parsed<Spanned<String>> {
        self.expect_sign("(")?;
        let role = self.expect_name("the name of a capture")?;
        self.expect_sign(")")?;
        Some(role)
    }

    fn comparison(&mut self) -> Parsed<ConditionKind> {
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

    fn operand(&mut self) -> Parsed<Operand> {
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
                    None,
                );
                None
            }
        }
    }

    fn emit(&mut self) -> Parsed<Emit> {
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

    fn example(&mut self, expect: Expect) -> Parsed<Example> {
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
