//! Every example of every rule of the built-in packs, a test each: `fr/noms/civilite/yes:9`, where 9
//! is the line in the file. `todo` examples that still fail are shown as ignored.

use std::sync::Arc;

use depeche::extract::example::{Verdict, check};
use depeche::rule::RuleId;
use depeche::rule::ast::Expect;
use depeche::{Pipeline, Scratch};
use libtest_mimic::{Arguments, Failed, Trial};

fn main() {
    let args = Arguments::from_args();
    let mut trials = Vec::new();
    for lang in depeche::lang::languages() {
        match Pipeline::builtin(lang) {
            Ok(pipeline) => examples(&Arc::new(pipeline), &mut trials),
            Err(faults) => trials.push(Trial::test(format!("{lang}/pack"), move || {
                Err(Failed::from(faults.to_string()))
            })),
        }
    }
    libtest_mimic::run(&args, trials).exit();
}

fn examples(pipeline: &Arc<Pipeline>, trials: &mut Vec<Trial>) {
    for (index, rule) in pipeline.pack().rules().rules().iter().enumerate() {
        for example in rule.examples() {
            let name = format!(
                "{}/{}:{}",
                rule.name.replace('.', "/"),
                example.expect.name(),
                example.line
            );
            let verdict = {
                let (pipeline, example) = (pipeline.clone(), example.clone());
                move || {
                    check(
                        &pipeline,
                        &mut Scratch::default(),
                        RuleId(index as u32),
                        &example,
                    )
                }
            };
            // A known failure is ignored, and so counted; one that passes must be seen.
            let open = example.expect == Expect::Todo && matches!(verdict(), Verdict::Open(_));
            let text = example.text.clone();
            trials.push(
                Trial::test(name, move || match verdict() {
                    Verdict::Passes | Verdict::Open(_) => Ok(()),
                    Verdict::Fails(why) => Err(Failed::from(format!("\"{text}\"\n  {why}"))),
                })
                .with_ignored_flag(open),
            );
        }
    }
}
