//! The rule file as it is written.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// Byte range in the file.
pub type Span = Range<usize>;

/// Something with its place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Spanned<T> {
    pub value: T,
    pub span: Span,
}

/// A file's definitions, in order.
#[derive(Debug, Clone, Default)]
pub struct File {
    pub lets: Vec<Let>,
    pub rules: Vec<Rule>,
}

/// `let name = pattern`
#[derive(Debug, Clone)]
pub struct Let {
    pub name: Spanned<String>,
    pub pattern: Node,
}

/// `rule name -> type` and its clauses.
#[derive(Debug, Clone)]
pub struct Rule {
    pub name: Spanned<String>,
    pub output: Spanned<String>,
    pub note: Option<Spanned<String>>,
    pub pattern: Option<Node>,
    pub conditions: Vec<Condition>,
    pub emits: Vec<Emit>,
    pub priority: i32,
    pub examples: Vec<Example>,
    /// A clause could not be read, so that what is missing may stand there.
    pub faulty: bool,
    /// The whole paragraph.
    pub span: Span,
}

/// A pattern.
#[derive(Debug, Clone)]
pub struct Node {
    pub kind: NodeKind,
    pub span: Span,
}

impl Node {
    /// Names of the captures, in the order of their first place.
    pub fn roles(&self) -> Vec<String> {
        let mut roles = Vec::new();
        self.add_roles(&mut roles);
        roles
    }

    fn add_roles(&self, roles: &mut Vec<String>) {
        match &self.kind {
            NodeKind::Sequence(nodes) | NodeKind::Alternatives(nodes) => {
                nodes.iter().for_each(|n| n.add_roles(roles));
            }
            NodeKind::Repeat { node, .. } => node.add_roles(roles),
            NodeKind::Capture { role, node } => {
                if !roles.contains(role) {
                    roles.push(role.clone());
                }
                node.add_roles(roles);
            }
            _ => {}
        }
    }
}

/// What a pattern is made of.
#[derive(Debug, Clone)]
pub enum NodeKind {
    /// One behind the other.
    Sequence(Vec<Node>),
    /// One of several; the first that leads to a match.
    Alternatives(Vec<Node>),
    /// `node{min,max}`; `max` absent means no upper bound.
    Repeat {
        node: Box<Node>,
        min: u32,
        max: Option<u32>,
        lazy: bool,
    },
    /// `role:node`
    Capture { role: String, node: Box<Node> },
    /// `"mot"`, still as written.
    Literal(String),
    /// `@list` or `@list[column="value"]`
    List { name: String, filter: Vec<Filter> },
    /// `[…]`, one token.
    Test(Test),
    /// `<type>`
    Region(String),
    /// A bare name: a `let`, or one of the built-in shapes.
    Name(String),
    /// `^`
    SentenceStart,
    /// `$`
    SentenceEnd,
}

/// `column="value"` behind a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Filter {
    pub column: Spanned<String>,
    pub value: Spanned<String>,
    pub negated: bool,
}

/// A test of one token's form.
#[derive(Debug, Clone)]
pub enum Test {
    /// `[]`
    Any,
    /// `attribute = "pattern"`
    Attribute {
        name: Spanned<String>,
        value: Spanned<String>,
        negated: bool,
    },
    /// `@list` inside brackets.
    List {
        name: Spanned<String>,
        filter: Vec<Filter>,
    },
    And(Vec<Test>),
    Or(Vec<Test>),
    Not(Box<Test>),
}

/// `where …` and `unless …`
#[derive(Debug, Clone)]
pub struct Condition {
    pub negated: bool,
    pub kind: ConditionKind,
    pub span: Span,
}

/// The closed set of things that can be asked about a match.
#[derive(Debug, Clone)]
pub enum ConditionKind {
    /// The pattern stands right before the match.
    Left(Node),
    /// The pattern stands right behind the match.
    Right(Node),
    /// The match lies within a region of the type.
    Inside(Spanned<String>),
    /// The capture, as a whole, matches the pattern.
    Is {
        role: Spanned<String>,
        pattern: Node,
    },
    /// Numbers compared.
    Compare {
        left: Operand,
        operator: Comparison,
        right: Operand,
    },
    /// Two captures have one folded spelling.
    Same(Spanned<String>, Spanned<String>),
    /// The first capture is made of the initials of the second.
    Initials(Spanned<String>, Spanned<String>),
    /// The capture exists.
    Has(Spanned<String>),
}

/// `<=` and the like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Comparison {
    Less,
    LessOrEqual,
    Equal,
    NotEqual,
    GreaterOrEqual,
    Greater,
}

/// One side of a comparison.
#[derive(Debug, Clone)]
pub enum Operand {
    Number(f64),
    /// `num(role)`: the number that the capture holds.
    Num(Spanned<String>),
    /// `count(role)`: how many tokens the capture has, 0 where it is absent.
    Count(Spanned<String>),
}

/// `emit key = expression`
#[derive(Debug, Clone)]
pub struct Emit {
    pub key: Spanned<String>,
    pub value: Expression,
    pub span: Span,
}

/// What can be emitted.
#[derive(Debug, Clone)]
pub enum Expression {
    Text(String),
    Number(f64),
    /// A capture's words.
    Capture(Spanned<String>),
    /// `num(role)`
    Num(Spanned<String>),
    /// `lemma(role)`: from the lists that know the capture, else its folded spelling.
    Lemma(Spanned<String>),
    /// `column(role, "name")`: the field of the list entry that the capture is.
    Column(Spanned<String>, Spanned<String>),
}

/// What an example says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Expect {
    /// The rule fires, with these captures.
    Yes,
    /// It does not fire.
    No,
    /// It should fire, and is known not to.
    Todo,
}

impl Expect {
    /// The clause that says it.
    pub fn name(self) -> &'static str {
        match self {
            Expect::Yes => "yes",
            Expect::No => "no",
            Expect::Todo => "todo",
        }
    }
}

/// `yes`, `no`, `todo`
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Example {
    pub expect: Expect,
    /// The sentence without its marks.
    pub text: String,
    /// Marked stretches: role and byte range in [`Self::text`].
    pub marks: Vec<(String, Range<usize>)>,
    /// `=> key = value`
    pub values: Vec<(Spanned<String>, String)>,
    /// Line in the file, from 1.
    pub line: usize,
    pub span: Span,
}
