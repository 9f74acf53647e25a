//! JSON lines of doccano (`entities` and `relations`) and Prodigy (`spans` and `relations`).

use serde_json::{Map, Value, json};

use super::Written;
use super::marks::{CodePoints, marks};
use crate::eval::gold::Doc;

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Shape {
    Doccano,
    Prodigy,
}

pub(super) fn write(doc: &Doc, shape: Shape) -> Written {
    let marks = marks(doc);
    let points = CodePoints::new(&doc.text);
    let mut written = Written::default();
    let mut spans = Vec::new();
    let mut broken = 0;
    for (id, mark) in marks.list.iter().enumerate() {
        broken += usize::from(mark.spans.len() > 1);
        let attributes: Map<String, Value> = mark
            .attributes
            .iter()
            .map(|(k, v)| ((*k).to_owned(), Value::from(v.as_str())))
            .collect();
        for (part, &span) in mark.spans.iter().enumerate() {
            let (start, end) = points.span(span);
            // Only the first part bears the id that relations point to.
            let id = match part {
                0 => json!(id),
                _ => json!(format!("{id}.{part}")),
            };
            let mut item = match shape {
                Shape::Doccano => {
                    json!({ "id": id, "label": mark.label, "start_offset": start, "end_offset": end })
                }
                Shape::Prodigy => {
                    json!({ "id": id, "label": mark.label, "start": start, "end": end })
                }
            };
            if !attributes.is_empty() {
                item["attributes"] = Value::Object(attributes.clone());
            }
            spans.push(item);
        }
    }
    let relations: Vec<Value> = marks
        .relations
        .iter()
        .enumerate()
        .map(|(id, r)| match shape {
            Shape::Doccano => {
                json!({ "id": id, "type": r.label, "from_id": r.from, "to_id": r.to })
            }
            Shape::Prodigy => json!({ "label": r.label, "from_id": r.from, "to_id": r.to }),
        })
        .collect();
    let mut row = json!({ "id": doc.id, "text": doc.text });
    if let Some(date) = &doc.published {
        row["published"] = json!(date);
    }
    row[if shape == Shape::Doccano {
        "entities"
    } else {
        "spans"
    }] = Value::Array(spans);
    row["relations"] = Value::Array(relations);
    written.content = format!("{row}\n");
    written.lose(
        broken,
        "quotations in several parts: the parts are kept, not that they are one quotation",
    );
    written
}
