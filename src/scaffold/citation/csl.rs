//! CSL-JSON: what Zotero, DOI services and Crossref give.
//!
//! A list of records, one alone, and Crossref's envelope around it are all read. Fields have no places in a parsed
//! JSON; a value's place is where its text stands first.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::{Author, Raw, Records};
use crate::diag::{At, Diagnostic, SourceText, Span, Text, code, text};

/// Reads the first record.
pub(super) fn read(file: &Arc<SourceText>) -> Result<Option<Records>, Diagnostic> {
    let mark = file.text.len() - file.text.trim_start_matches('\u{feff}').len();
    let value: Value = serde_json::from_str(&file.text[mark..]).map_err(|error| not_json(file, mark, &error))?;
    let (first, second, count) = match listed(value) {
        Value::Array(items) => {
            let mut records = items.into_iter().filter_map(|item| match item {
                Value::Object(record) => Some(record),
                _ => None,
            });
            let first = records.next();
            let second = records.next();
            let count = usize::from(first.is_some()) + usize::from(second.is_some()) + records.count();
            (first, second, count)
        }
        Value::Object(record) => (Some(record), None, 1),
        _ => (None, None, 0),
    };
    let Some(first) = first.filter(is_record) else {
        return Ok(None);
    };
    let second = second.map(|record| record_place(file, &record));
    Ok(Some(Records { first: raw(file, &first), second, count }))
}

/// Zotero wraps a list of records in `items`, and so does Crossref inside its `message`.
fn listed(value: Value) -> Value {
    let Value::Object(record) = value else { return value };
    let mut record = unwrap(record);
    match record.remove("items") {
        Some(Value::Array(items)) => Value::Array(items),
        Some(other) => {
            record.insert("items".to_owned(), other);
            Value::Object(record)
        }
        None => Value::Object(record),
    }
}

/// Crossref wraps a record in `message`.
fn unwrap(mut record: Map<String, Value>) -> Map<String, Value> {
    match record.remove("message") {
        Some(Value::Object(inner)) => inner,
        _ => record,
    }
}

/// Whether anything in it could describe a paper.
fn is_record(record: &Map<String, Value>) -> bool {
    ["title", "DOI", "doi", "PMID", "container-title", "author", "type", "id"]
        .iter()
        .any(|name| record.contains_key(*name))
}

fn raw(file: &Arc<SourceText>, record: &Map<String, Value>) -> Raw {
    let first = |names: &[&str]| {
        let text = names.iter().find_map(|name| text(record.get(*name)?))?;
        let span = place(file, &text);
        Some(At::new(text, span))
    };
    let date =
        ["issued", "published", "published-print", "published-online"].iter().find_map(|name| year(record.get(*name)?));
    let people = record.get("author").and_then(Value::as_array);
    let notes = ["clinical-trial-number", "note", "abstract"].iter().filter_map(|name| match record.get(*name)? {
        // Crossref lists registrations as objects.
        Value::Array(items) => {
            Some(items.iter().filter_map(|item| text(item.get("clinical-trial-number")?)).collect::<Vec<_>>().join(" "))
        }
        other => text(other),
    });
    Raw {
        title: first(&["title"]),
        journal: first(&["container-title", "journalAbbreviation", "container-title-short"]),
        publisher: first(&["publisher"]),
        year: date.map(|year| At::new(year.clone(), place(file, &year))),
        volume: first(&["volume"]),
        issue: first(&["issue"]),
        pages: first(&["page", "article-number", "number"]),
        doi: first(&["DOI", "doi"]),
        pmid: first(&["PMID", "pmid"]),
        language: first(&["language"]),
        url: first(&["URL", "url"]),
        authors: people.into_iter().flatten().filter_map(author).collect(),
        texts: notes.collect(),
        retracted: is_updated(record, "retraction").then(|| record_place(file, record)),
        concern: is_updated(record, "concern").then(|| record_place(file, record)),
        notes: first(&["note"]).into_iter().chain(first(&["status"])).collect(),
        start: record_place(file, record),
        ..Raw::default()
    }
}

/// Whether Crossref says that a notice of this kind updates the paper.
fn is_updated(record: &Map<String, Value>, notice: &str) -> bool {
    let updates = record.get("updated-by").and_then(Value::as_array);
    updates.into_iter().flatten().any(|update| text_of(update, "type").is_some_and(|kind| kind.contains(notice)))
}

fn text_of(value: &Value, name: &str) -> Option<String> {
    value.get(name).and_then(text).map(|text| text.to_lowercase())
}

/// A text, a number as text, or the first text of a list.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(items) => items.first().and_then(text),
        _ => None,
    }
    .filter(|text| !text.trim().is_empty())
}

/// `{"date-parts": [[2025, 2, 1]]}`, `{"raw": "2025"}`, or a plain text.
fn year(value: &Value) -> Option<String> {
    let parts = value.get("date-parts").and_then(|parts| text(parts.get(0)?.get(0)?));
    parts.or_else(|| text(value.get("raw").or_else(|| value.get("literal"))?)).or_else(|| text(value))
}

fn author(value: &Value) -> Option<Author> {
    let of = |name: &str| text(value.get(name)?).map(|text| super::markup::plain(&text));
    if let Some(group) = of("literal").or_else(|| of("name")) {
        return Author::whole(&group);
    }
    let particle = of("non-dropping-particle").or_else(|| of("dropping-particle"));
    let family =
        of("family").map(|family| particle.map_or_else(|| family.clone(), |particle| format!("{particle} {family}")));
    match (family, of("given")) {
        (Some(family), given) => Some(Author { family, given, suffix: of("suffix") }),
        (None, Some(given)) => Author::whole(&given),
        (None, None) => None,
    }
}

fn place(file: &SourceText, text: &str) -> Span {
    file.text.find(text).map_or(0..0, |at| at..at + text.len())
}

fn record_place(file: &SourceText, record: &Map<String, Value>) -> Span {
    ["title", "id", "DOI"].iter().find_map(|name| text(record.get(*name)?)).map_or(0..0, |text| place(file, &text))
}

fn not_json(file: &Arc<SourceText>, mark: usize, error: &serde_json::Error) -> Diagnostic {
    let lines_before: usize =
        file.text[mark..].split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    // serde_json counts bytes in a line, from 1.
    let mut at = (mark + lines_before + error.column().saturating_sub(1)).min(file.text.len());
    while !file.text.is_char_boundary(at) {
        at -= 1;
    }
    let width = file.text[at..].chars().next().map_or(0, char::len_utf8);
    let reason = error.to_string();
    let reason = reason.split(" at line ").next().unwrap_or(&reason);
    Diagnostic::new(code::N008, text!("the file is not JSON"))
        .at(file, at..at + width)
        .label(Text::verbatim(reason))
        .help(text!("export the record again as CSL-JSON; a file that was opened and changed by hand may have lost a comma or a bracket"))
}
