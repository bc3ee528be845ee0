//! The JSON Schema says what the reader does.

use postil::parse::draft::{Kind, schema};
use serde_json::Value;

/// Every object of a schema, with its path.
fn objects<'a>(value: &'a Value, path: String, all: &mut Vec<(String, &'a Value)>) {
    match value {
        Value::Object(map) => {
            if map.contains_key("properties") {
                all.push((path.clone(), value));
            }
            for (key, value) in map {
                objects(value, format!("{path}/{key}"), all);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| objects(item, path.clone(), all)),
        _ => {}
    }
}

#[test]
fn every_field_is_described_and_nothing_else_is_allowed() {
    for (name, kind) in Kind::ALL {
        let schema = schema(*kind);
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema", "{name}");
        let mut all = Vec::new();
        objects(&schema, String::new(), &mut all);
        for (path, object) in all {
            assert_eq!(object["additionalProperties"], false, "{name}{path}");
            for (field, value) in object["properties"].as_object().expect("fields") {
                let text = value["description"].as_str().unwrap_or_default();
                assert!(text.len() > 3, "{name}{path}/{field} is not described");
            }
        }
    }
}

#[test]
fn references_lead_somewhere() {
    for (name, kind) in Kind::ALL {
        let schema = schema(*kind);
        let text = schema.to_string();
        for reference in text.split("\"$ref\":\"#/$defs/").skip(1) {
            let target = reference.split('"').next().unwrap_or_default();
            assert!(schema["$defs"][target].is_object(), "{name}: {target}");
        }
    }
}

#[test]
fn an_original_needs_what_a_translation_may_leave_out() {
    let required = |kind| schema(kind)["required"].clone();
    assert_eq!(required(Kind::Issue), serde_json::json!(["title", "number", "date"]));
    assert_eq!(required(Kind::Translation), serde_json::json!(["title"]));
}

#[test]
fn closed_lists_come_from_the_model() {
    let roles = schema(Kind::Issue)["$defs"]["credit"]["properties"]["role"]["enum"].clone();
    let names: Vec<&str> = postil::model::credit::Role::ALL.iter().map(|(name, _)| *name).collect();
    assert_eq!(roles, serde_json::json!(names));
}
