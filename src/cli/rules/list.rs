//! `depeche rules list`: what rules there are, in the order in which they run.

use std::fmt::Write as _;

use super::super::{Outcome, print};
use super::{PackArgs, is_meant};

/// List the rules with phase, output, priority and trigger, and the overlap policy
#[derive(clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    pack: PackArgs,
    /// Only these rules: a whole name, a file's name, or a rule's own name
    #[arg(value_name = "RULE")]
    rules: Vec<String>,
}

pub(super) fn run(args: &Args) -> Outcome {
    let pipeline = args.pack.pipeline()?;
    let pack = pipeline.pack();
    let set = pack.rules();
    let mut out = String::from("phases, in order:\n");
    for (number, phase) in pack.phase_names().iter().enumerate() {
        let _ = writeln!(out, "  {:>2} {phase}", number + 1);
    }
    let nesting: Vec<&str> = set.nesting_types().collect();
    let _ = writeln!(
        out,
        "\noverlap: in a phase the longest match wins, then the higher priority, then the rule that stands\n\
         first in the pack. Regions of one type never overlap{}; those of different types may.\n\
         Every match has its rule's trigger. A rule sees what earlier phases have made.\n",
        if nesting.is_empty() {
            String::new()
        } else {
            format!(", but {} may hold one another", nesting.join(", "))
        }
    );
    for rule in set.rules() {
        if !is_meant(&rule.name, &args.rules) {
            continue;
        }
        let _ = write!(
            out,
            "{} -> {}  ({}:{})\n  {}phase {}, trigger {}",
            rule.name,
            set.type_name(rule.output),
            rule.path,
            rule.line,
            if rule.note.is_empty() {
                String::new()
            } else {
                format!("{}\n  ", rule.note)
            },
            pack.phase_of(rule.phase),
            set.trigger_text(rule, pack.lexicon()),
        );
        if rule.priority != 0 {
            let _ = write!(out, ", priority {}", rule.priority);
        }
        out.push('\n');
    }
    print(&out)
}
