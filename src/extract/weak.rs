//! Weak rules: parts of a rule that none of its examples misses.

use std::collections::HashMap;

use super::example::{Verdict, check};
use super::phase;
use super::pipeline::{Pipeline, Scratch};
use crate::rule::{Cut, Parts, RuleId, Setting};

/// Takes each guard, optional part and list out of the rules in turn, runs the examples, and returns
/// the parts without which none of them fails. Of a `let` the examples of all rules are
/// run, else those of the rule.
///
/// `wanted` says by name which rules to look at; parts of `let` are looked at when it wants every
/// rule. The rules of the pipeline are the same afterwards. Time: a compilation and some examples a
/// part.
pub fn weak(pipeline: &mut Pipeline, wanted: impl Fn(&str) -> bool, lets: bool) -> Vec<Cut> {
    let pack = pipeline.pack();
    let parts = Parts::new(&pack.rule_files);
    let lang = pack.lang.clone();
    let types = phase::region_types(&pack.phases);
    let nesting: Vec<String> = pack.rules.nesting_types().map(str::to_owned).collect();
    let phases: Vec<String> = pack
        .phase_names
        .iter()
        .filter(|p| !p.starts_with('<'))
        .cloned()
        .collect();
    let setting = Setting {
        lang: &lang,
        phases: &phases,
        types: &types,
        nesting: &nesting,
    };
    let names: HashMap<String, usize> = pack
        .rules
        .rules()
        .iter()
        .enumerate()
        .map(|(i, rule)| (rule.name.clone(), i))
        .collect();
    let everything: Vec<usize> = (0..names.len()).collect();
    let mut weak = Vec::new();
    for cut in parts.cuts(&lang) {
        let of_rule;
        let asked = match &cut.rule {
            None if lets => &everything,
            Some(name) if wanted(name) => match names.get(name) {
                // A rule that a user's takes the place of has no examples to run.
                Some(&index) if pipeline.pack().rules.rules()[index].path == cut.path => {
                    of_rule = vec![index];
                    &of_rule
                }
                _ => continue,
            },
            _ => continue,
        };
        let whole = pipeline.without(&parts, &cut, &setting);
        // Rules that cannot be compiled without the part are missing, and the part is needed.
        let needed = pipeline.pack().rules.rules().len() < names.len()
            || asked.iter().any(|&index| {
                let mut scratch = Scratch::default();
                let examples = whole.rules()[index].examples().iter();
                examples.into_iter().any(|example| {
                    let verdict = check(pipeline, &mut scratch, RuleId(index as u32), example);
                    matches!(verdict, Verdict::Fails(_))
                })
            });
        pipeline.put_back(whole);
        if !needed {
            weak.push(cut);
        }
    }
    weak
}
