//! A regression gate: figures that were reached once must not be lost unnoticed.
//!
//! The committed file is JSON: the tolerance in points, the number of articles, and the figure of each
//! measure in percent. A figure that falls by more than the tolerance fails; one that rises by more asks for the
//! file to be renewed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::score::{Measure, Scores};

/// The committed figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Gate {
    /// By how many points a figure may fall.
    pub tolerance: f64,
    /// How many articles were measured.
    pub articles: usize,
    /// Measure → figure in percent, two decimals.
    pub figures: BTreeMap<String, f64>,
}

/// What the gate says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Verdict {
    /// Why it is shut; empty where it is open.
    pub falls: Vec<String>,
    /// What should be renewed.
    pub rises: Vec<String>,
}

impl Gate {
    /// The figures as they are now.
    pub fn of(scores: &Scores, articles: usize, tolerance: f64) -> Self {
        let figure = |m: &Measure| Some((m.id().to_owned(), rounded(scores.figure(*m)?)));
        Self {
            tolerance,
            articles,
            figures: Measure::ALL.iter().filter_map(figure).collect(),
        }
    }

    /// Compares what was reached with what is reached now.
    pub fn judge(&self, now: &Gate) -> Verdict {
        let mut verdict = Verdict::default();
        if self.articles != now.articles {
            verdict.falls.push(format!(
                "the file is of {} articles, these are {}: renew it with --renew",
                self.articles, now.articles
            ));
            return verdict;
        }
        for (measure, &before) in &self.figures {
            match now.figures.get(measure) {
                None => verdict.falls.push(format!(
                    "{measure}: {before:.2} before, nothing to count now"
                )),
                Some(&after) if after < before - self.tolerance - 1e-9 => {
                    verdict
                        .falls
                        .push(format!("{measure}: {before:.2} before, {after:.2} now"));
                }
                Some(&after) if after > before + self.tolerance + 1e-9 => {
                    verdict
                        .rises
                        .push(format!("{measure}: {before:.2} before, {after:.2} now"));
                }
                Some(_) => {}
            }
        }
        for measure in now
            .figures
            .keys()
            .filter(|m| !self.figures.contains_key(*m))
        {
            verdict
                .rises
                .push(format!("{measure}: not in the file yet"));
        }
        verdict
    }
}

fn rounded(share: f64) -> f64 {
    (share * 10_000.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gate(figures: &[(&str, f64)]) -> Gate {
        let figures = figures.iter().map(|(m, f)| ((*m).to_owned(), *f));
        Gate {
            tolerance: 0.5,
            articles: 4,
            figures: figures.collect(),
        }
    }

    #[test]
    fn falls_fail_rises_ask_and_noise_passes() {
        let before = gate(&[
            ("person", 90.0),
            ("place", 80.0),
            ("date", 70.0),
            ("number", 60.0),
        ]);
        let now = gate(&[("person", 89.5), ("place", 79.4), ("date", 71.0)]);
        let verdict = before.judge(&now);
        assert_eq!(
            verdict.falls,
            [
                "number: 60.00 before, nothing to count now",
                "place: 80.00 before, 79.40 now"
            ]
        );
        assert_eq!(verdict.rises, ["date: 70.00 before, 71.00 now"]);
        assert_eq!(before.judge(&before), Verdict::default());
    }

    #[test]
    fn another_corpus_does_not_pass_by_chance() {
        let before = gate(&[]);
        let now = Gate {
            articles: 5,
            ..gate(&[])
        };
        assert_eq!(before.judge(&now).falls.len(), 1);
    }
}
