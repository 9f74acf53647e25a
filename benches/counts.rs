//! How many instructions each stage takes a byte of text: the gate against getting slower, since counts
//! are the same however busy the machine is.
//!
//! `cargo bench --bench counts` counts with callgrind, compares with `benches/counts.tsv`, and fails where
//! the whole or a stage takes more than its leeway above what is written there. `cargo bench --bench counts
//! -- renew` writes the counts anew. Without valgrind it says so and ends well.
//!
//! Callgrind dumps its counters whenever [`is_over`] returns, so that one run counts every stage.

mod texts;

use std::io::ErrorKind;
use std::path::Path;
use std::process::{Command, Stdio};

use depeche::{Pipeline, Scratch};

/// What the whole may take above its written count: machines differ by as much, since the C library has other ways to
/// copy and compare bytes on each.
const LEEWAY: f64 = 0.05;
/// What a stage may take above its; the small ones differ most.
const LEEWAY_OF_STAGE: f64 = 0.25;
/// What takes less, in instructions a byte, is not held to its count.
const LITTLE: f64 = 2.0;

/// Asks for the run under callgrind.
const COUNTED: &str = "counted";
const RENEW: &str = "renew";
const START: &str = "start";
/// The look-up of forms that are new; that of known ones costs nothing.
const NEW_FORMS: &str = "forms, new";
const WHOLE: &str = "the whole";

fn main() {
    let asked = |what: &str| std::env::args().any(|a| a == what);
    if asked(COUNTED) {
        return counted();
    }
    let Some(counts) = count() else {
        println!("counts: skipped, there is no valgrind on this machine");
        return;
    };
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/counts.tsv");
    if asked(RENEW) {
        std::fs::write(&file, write(&counts)).expect("the counts can be written");
        println!("written: {}", file.display());
        return;
    }
    let known = read(&std::fs::read_to_string(&file).expect("the counts can be read"));
    let mut worse = Vec::new();
    for (stage, now) in &counts {
        let before = known.iter().find(|(name, _)| name == stage);
        let Some((_, before)) = before else {
            worse.push(format!("`{stage}` has no count"));
            continue;
        };
        let change = now / before - 1.0;
        println!(
            "{stage:<24} {now:>10.1}  was {before:>10.1}  {:>+6.1} %",
            100.0 * change
        );
        let leeway = if stage == WHOLE {
            LEEWAY
        } else {
            LEEWAY_OF_STAGE
        };
        if change > leeway && *now > LITTLE {
            worse.push(format!("`{stage}` takes {:.1} % more", 100.0 * change));
        }
    }
    assert!(
        worse.is_empty(),
        "instructions: {}; `cargo bench --bench counts -- {RENEW}` if it is worth it",
        worse.join(", ")
    );
}

/// Counts by name of stage: instructions a byte of text, but for the start and the new forms, which are
/// thousands of instructions in all.
type Counts = Vec<(String, f64)>;

fn write(counts: &Counts) -> String {
    let mut out = String::from("stage\tinstructions\n");
    for (stage, count) in counts {
        out += &format!("{stage}\t{count:.1}\n");
    }
    out
}

fn read(table: &str) -> Counts {
    let rows = table.lines().skip(1).filter_map(|row| row.split_once('\t'));
    rows.map(|(stage, count)| (stage.to_owned(), count.parse().expect("a number")))
        .collect()
}

/// Where counters are dumped.
#[inline(never)]
fn is_over(stage: &str) {
    println!("{}", std::hint::black_box(stage));
}

/// The run that is counted: it prints the name of what each dump holds.
fn counted() {
    let articles = texts::at(&texts::corpus("dev"));
    let mut scratch = Scratch::default();
    is_over("");
    let pipeline = Pipeline::builtin("fr").expect("the pack is good");
    is_over(START);
    let mut first = [0; 4];
    for article in &articles {
        let found = texts::run(&pipeline, &mut scratch, article, &mut |stage| match stage {
            "segment" => is_over(""),
            "forms" => is_over(NEW_FORMS),
            _ => {}
        });
        add(&mut first, texts::records(&found));
    }
    let mut second = [0; 4];
    for article in &articles {
        is_over("");
        let found = texts::run(&pipeline, &mut scratch, article, &mut is_over);
        add(&mut second, texts::records(&found));
    }
    assert!(first.iter().all(|&n| n > 0), "records of every kind");
    assert_eq!(first, second, "both rounds find the same");
    is_over("");
}

fn add(sums: &mut [usize; 4], counts: [usize; 4]) {
    sums.iter_mut().zip(counts).for_each(|(sum, n)| *sum += n);
}

/// Runs [`counted`] under callgrind and adds up what it took; `None` without valgrind.
fn count() -> Option<Counts> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("dump");
    let run = Command::new("valgrind")
        .args(["--tool=callgrind", "--combine-dumps=yes"])
        .arg("--dump-after=*counts::is_over*")
        .arg(format!("--callgrind-out-file={}", file.display()))
        .arg(std::env::current_exe().expect("this program"))
        .arg(COUNTED)
        .stderr(Stdio::piped())
        .output();
    let run = match run {
        Err(error) if error.kind() == ErrorKind::NotFound => return None,
        run => run.expect("valgrind starts"),
    };
    let err = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{err}");
    let out = String::from_utf8(run.stdout).expect("UTF-8");
    let dumps = std::fs::read_to_string(&file).expect("what callgrind writes");
    let totals: Vec<f64> = dumps
        .lines()
        .filter_map(|line| line.strip_prefix("totals: "))
        .map(|total| total.parse().expect("a number"))
        .collect();
    let stages: Vec<&str> = out.lines().collect();
    // One more at the end of the program.
    assert_eq!(totals.len(), stages.len() + 1, "a dump a stage\n{err}");
    let bytes = texts::bytes(&texts::at(&texts::corpus("dev"))) as f64;
    let mut counts = Counts::new();
    let mut whole = 0.0;
    for (stage, total) in stages.into_iter().zip(totals) {
        if stage.is_empty() {
            continue;
        }
        let count = match stage {
            START | NEW_FORMS => total / 1e3,
            _ => total / bytes,
        };
        if stage != START && stage != NEW_FORMS {
            whole += count;
        }
        match counts.iter_mut().find(|(name, _)| name == stage) {
            Some((_, sum)) => *sum += count,
            None => counts.push((stage.to_owned(), count)),
        }
    }
    counts.push((WHOLE.to_owned(), whole));
    Some(counts)
}
