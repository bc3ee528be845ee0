//! What schemas say of fields, in the language of messages.

use serde_json::Value;

use super::schema::{INHERITED, Kind, schema};
use crate::diag::{Locale, catalogue};

/// The kinds of files whose fields are told in Chinese, too: what editors write in a browser.
pub const TOLD: [Kind; 7] =
    [Kind::Issue, Kind::Translation, Kind::Column, Kind::Page, Kind::Consent, Kind::People, Kind::Glossary];

/// The JSON Schema of a kind of file, with what it says of fields in a language, as far as it is told in that.
pub fn schema_in(kind: Kind, locale: Locale) -> Value {
    let mut schema = schema(kind);
    if locale == Locale::Chinese {
        descriptions(&mut schema, &mut |it| {
            if let Some(chinese) = chinese(it) {
                *it = chinese;
            }
        });
    }
    schema
}

fn chinese(told: &str) -> Option<String> {
    let (own, inherited) = parts(told);
    let behind = inherited.map(|it| catalogue().get(it)).unwrap_or_default();
    Some(format!("{}{}", catalogue().get(own)?, behind.map_or("", AsRef::as_ref)))
}

/// What is said of a field itself, and what holds for all that a translation takes from its original.
fn parts(told: &str) -> (&str, Option<&str>) {
    match told.strip_suffix(INHERITED) {
        Some(own) => (own.trim_end(), Some(INHERITED)),
        None => (told, None),
    }
}

/// What schemas say of the fields that are told in Chinese, in English: a test holds each sentence to the catalogue.
pub fn sentences() -> Vec<String> {
    let mut all = Vec::new();
    for kind in TOLD {
        descriptions(&mut schema(kind), &mut |it| {
            let (own, inherited) = parts(it);
            all.extend([Some(own), inherited].into_iter().flatten().map(str::to_owned));
        });
    }
    all
}

/// Goes through what a schema says of its fields.
fn descriptions(schema: &mut Value, look: &mut dyn FnMut(&mut String)) {
    match schema {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(text) if name == "description" => look(text),
                    other => descriptions(other, look),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|it| descriptions(it, look)),
        _ => {}
    }
}
