//! From process start to the first record of one article: `cargo bench --bench start`.
//!
//! Runs the program many times on the example and reports the least and the middle time until the first line
//! of output. It asserts that the line holds the records that the library finds, and that the least time has not
//! fallen back: on a machine with other work, the others measure that work. The aim is 15 ms.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use depeche::Pipeline;
use depeche::record::{Article, Extraction};

const RUNS: usize = 40;
const LIMIT: Duration = Duration::from_millis(20);

fn main() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/fr/exemple.txt");
    let text = std::fs::read_to_string(&file).expect("the example");
    let pipeline = Pipeline::builtin("fr").expect("the built-in pack");
    let expected = records(&pipeline.extract(&Article::new("x", text)));
    assert!(expected > 0, "the example has records");
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let (time, line) = first_line(&file);
            let extraction: Extraction = serde_json::from_str(&line).expect("a line of JSON");
            assert_eq!(records(&extraction), expected);
            time
        })
        .collect();
    times.sort();
    println!(
        "start to first record: least {:.1} ms, middle {:.1} ms of {RUNS} runs ({expected} records)",
        times[0].as_secs_f64() * 1e3,
        times[RUNS / 2].as_secs_f64() * 1e3,
    );
    assert!(times[0] < LIMIT, "the limit is {LIMIT:?}");
}

fn first_line(file: &Path) -> (Duration, String) {
    let start = Instant::now();
    let mut program = Command::new(env!("CARGO_BIN_EXE_depeche"))
        .args(["extract", "--quiet"])
        .arg(file)
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program");
    let mut line = String::new();
    let out = program.stdout.take().expect("its output");
    BufReader::new(out).read_line(&mut line).expect("a line");
    let time = start.elapsed();
    assert!(program.wait().expect("an end").success());
    (time, line)
}

fn records(extraction: &Extraction) -> usize {
    let mentions = extraction
        .entities
        .iter()
        .map(|e| e.mentions.len() + e.roles.len());
    mentions.sum::<usize>()
        + extraction.numbers.len()
        + extraction.dates.len()
        + extraction.quotes.len()
}
