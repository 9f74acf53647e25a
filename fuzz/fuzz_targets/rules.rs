//! Text of a rule file: faults are reported, each at a place that there is, and what compiles runs.
#![no_main]

use std::borrow::Cow;
use std::cell::RefCell;

use depeche::lexicon::{Builder, Inflect, inflect};
use depeche::rule::{RegionType, RuleFile, Setting, compile, render};
use depeche::token::{Splitter, SplitterRules};
use libfuzzer_sys::fuzz_target;

thread_local! {
    static SPLITTER: RefCell<Splitter> = RefCell::new(Splitter::new(&SplitterRules::default()));
}

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data).into_owned();
    SPLITTER.with_borrow(|splitter| {
        let lists = [(
            "lexicon/jours.tsv".to_owned(),
            Cow::Borrowed("form\tclass\nlundi\ta\nmardi matin\tb\n"),
        )];
        let mut builder = Builder::new(splitter);
        builder.add_files(
            &lists,
            &Inflect::default(),
            &inflect::Paradigms::default(),
            &inflect::Nominals::default(),
        );
        let mut lexicon = builder.finish();
        let types = [RegionType {
            name: "num",
            from: Some(0),
            fields: None,
        }];
        let setting = Setting {
            lang: "fr",
            phases: &["a".to_owned()],
            types: &types,
            nesting: &[],
        };
        let file = RuleFile {
            name: "a".into(),
            path: "a.rules".into(),
            text: text.clone().into(),
            phase: 0,
            layer: 0,
        };
        let (_, faults) = compile(&setting, &[file], &mut lexicon, splitter);
        for fault in &faults {
            assert!(text.get(fault.span.clone()).is_some(), "{fault:?}");
        }
        render(&faults, |_| &text);
    });
});
