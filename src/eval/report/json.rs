//! The figures for programs.

use serde_json::{Map, Value, json};

use super::{Compared, total};
use crate::eval::score::Measure;
use crate::eval::score::semeval::{Muc, Way};
use crate::eval::stats::Draws;

/// All figures as one JSON object: `articles`, `draws`, `measures` (by id: `precision`, `recall`, `f1` as shares,
/// `right`, `found`, `gold`, `low`, `high`), `semeval` (by kind and way), `errors` (by article).
pub fn json(compared: &[Compared], intervals: &[(Measure, f64, f64)], draws: Draws) -> String {
    let (scores, semeval) = total(compared);
    let mut measures = Map::new();
    for &measure in Measure::ALL {
        let Some(figure) = scores.figure(measure) else {
            continue;
        };
        let ratio = scores.get(measure);
        let mut row = json!({
            "f1": figure,
            "right": ratio.right_gold,
            "found": ratio.pred,
            "gold": ratio.gold,
        });
        if measure == Measure::NameMacro {
            row = json!({ "f1": figure });
        } else if !measure.is_accuracy() {
            row["precision"] = json!(ratio.precision());
            row["recall"] = json!(ratio.recall());
        }
        if let Some((_, low, high)) = intervals.iter().find(|(m, ..)| *m == measure) {
            row["low"] = json!(low);
            row["high"] = json!(high);
        }
        measures.insert(measure.id().to_owned(), row);
    }
    let ways = |counts: &[Muc; 4]| -> Value {
        let ways = Way::ALL.iter().zip(counts).map(|(way, muc)| {
            let row = json!({
                "precision": muc.precision(), "recall": muc.recall(), "f1": muc.f1(),
                "COR": muc.correct, "INC": muc.incorrect, "PAR": muc.partial,
                "MIS": muc.missed, "SPU": muc.spurious,
            });
            (way.name().to_owned(), row)
        });
        Value::Object(ways.collect())
    };
    let kinds = ["person", "organization", "place", "other"];
    let by_kind = kinds.iter().zip(&semeval.kinds);
    let mut names: Map<String, Value> = by_kind.map(|(k, c)| ((*k).to_owned(), ways(c))).collect();
    names.insert("all".into(), ways(&semeval.all));
    let errors: Map<String, Value> = compared
        .iter()
        .map(|c| {
            let wrong = c.score.findings.iter().filter(|f| !f.clean()).count();
            (c.gold.id.clone(), json!(wrong))
        })
        .collect();
    let all = json!({
        "articles": compared.len(),
        "draws": { "resamples": draws.resamples, "seed": draws.seed, "level": draws.level },
        "measures": measures,
        "semeval": names,
        "errors": errors,
    });
    format!("{all:#}\n")
}
