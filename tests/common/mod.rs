//! What the tests of the program share.
#![allow(dead_code)]

use std::path::Path;
use std::process::Output;

use assert_cmd::Command;

/// `depeche ARGS`, in the folder `at`.
pub fn depeche(at: &Path, args: &[&str]) -> Command {
    let mut command = Command::cargo_bin("depeche").unwrap();
    command.current_dir(at).args(args);
    command
}

/// Runs `depeche extract ARGS --quiet` in the folder `at`.
pub fn extract(at: &Path, args: &[&str]) -> Run {
    let mut all = vec!["extract", "--quiet"];
    all.extend(args);
    depeche(at, &all).output().unwrap().into()
}

pub struct Run {
    pub status: Option<i32>,
    pub out: String,
    pub err: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self {
            status: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Run {
    /// The ids of the articles that came out, in order.
    pub fn ids(&self) -> Vec<String> {
        ids(&self.out)
    }
}

/// The ids in some JSON lines.
pub fn ids(lines: &str) -> Vec<String> {
    let id = |line: &str| -> String {
        let record: serde_json::Value = serde_json::from_str(line).expect(line);
        record["id"].as_str().unwrap().to_owned()
    };
    lines.lines().map(id).collect()
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(bytes).unwrap();
    gz.finish().unwrap()
}
