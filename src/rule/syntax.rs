//! The parser: a rule file to its tree, with every fault it meets.
//!
//! After a fault it goes on with the next clause, so that one run reports them all.

mod clause;
mod pattern;

use super::ast::*;
use super::fault::{Fault, Severity, nearest};
use super::lexer::{Lexeme, Word, lex};

const CLAUSES: [&str; 9] = [
    "note", "match", "where", "unless", "emit", "priority", "yes", "no", "todo",
];

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
                    Some("a file holds `let name = pattern` and `rule name -> type` with its clauses".into()),
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
            Some(Word::Unknown(c)) => (format!("`{c}` has no meaning here"), hint(what)),
            _ => (format!("expected {what}"), hint(what)),
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
            faulty: false,
            span: start..start,
        };
        while self.at < self.words.len() && !matches!(self.name_at(), Some("let" | "rule")) {
            if self.clause(&mut rule).is_none() {
                rule.faulty = true;
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
}

/// What to write where `what` was expected.
fn hint(what: &str) -> Option<String> {
    let hint = match what {
        "the rule's name" | "`->`" | "what the rule makes, such as `person`" => {
            "a rule begins like this: rule its-name -> person"
        }
        "the name of the `let`" | "`=`" => "write name = and what it stands for",
        "a clause such as `match` or `yes`" => {
            "the clauses are: note, match, where, unless, emit, priority, yes, no, todo"
        }
        "the end of the clause" => {
            "a clause takes what its line says and no more; the next begins on a line of its own"
        }
        "a pattern" => {
            "a pattern is made of \"words\", @lists, [tests], <regions>, shapes such as CAP, and names of `let`"
        }
        "a whole number" => "write one such as 2 or -1",
        "a whole number up to 1000" => "repetitions are {3}, {1,4} or {2,}",
        "the value that the field must have" => "write => field = \"text\" or a number",
        _ if what.contains("comparison") => "write num(a) <= num(b) or count(a) < 3",
        _ if what.contains("`is`") || what.starts_with("a condition") => {
            "conditions are: left P, right P, inside <t>, capture is P, has(a), same(a,b), initials(a,b), num(a) < num(b), count(a) < 3"
        }
        _ if what.contains("quotation marks") => "put it between \" and \" on one line",
        _ if what.starts_with("a text, a number") => {
            "write key = \"text\", a number, a capture, num(a), lemma(a) or column(a, \"name\")"
        }
        _ if what.contains("capture") => {
            "name a capture of the pattern, written there as name:( … )"
        }
        _ => return None,
    };
    Some(hint.to_owned())
}
