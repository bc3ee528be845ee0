//! Diagnostics for machines, one a line: JSON objects, and annotations of GitHub Actions.

use serde_json::{Value, json};

use super::{edit_region, region};
use crate::diag::{Diagnostic, Edit, Locale, Place, Severity};

/// The version of the JSON that a diagnostic is written as. Fields may be added to it; one that changes its meaning or
/// goes away makes another version.
const JSON_VERSION: u32 = 1;

/// A diagnostic as a JSON object: see [`schema`].
pub(super) fn json(diagnostic: &Diagnostic, locale: Locale) -> Value {
    let at = |place: &Place| {
        let ((line, column), (end_line, end_column)) = region(place);
        json!({
            "file": place.file.path, "line": line, "column": column, "end_line": end_line, "end_column": end_column,
            "label": place.label.say(locale),
        })
    };
    let edit = |place: &Place, edit: &Edit| {
        let ((line, column), (end_line, end_column)) = edit_region(place, edit);
        json!({
            "line": line, "column": column, "end_line": end_line, "end_column": end_column,
            "offset": edit.span.start, "end_offset": edit.span.end, "text": edit.text,
        })
    };
    let edits = diagnostic.place.iter().flat_map(|place| diagnostic.fix.iter().map(move |it| edit(place, it)));
    json!({
        "version": JSON_VERSION,
        "code": diagnostic.code.name(),
        "severity": diagnostic.severity.to_string(),
        "message": diagnostic.message.say(locale),
        "help": diagnostic.help.as_ref().map(|help| help.say(locale)),
        "place": diagnostic.place.as_ref().map(at),
        "related": diagnostic.related.iter().map(at).collect::<Vec<_>>(),
        "path": diagnostic.path,
        "fix": edits.collect::<Vec<_>>(),
    })
}

/// The JSON Schema of a line: what `postil schema diagnostic` prints.
pub(in crate::cli) fn schema() -> Value {
    let number = |about: &str| json!({ "type": "integer", "minimum": 1, "description": about });
    let offset = |about: &str| json!({ "type": "integer", "minimum": 0, "description": about });
    let place = json!({
        "type": "object",
        "description": "A place in a file",
        "required": ["file", "line", "column", "end_line", "end_column", "label"],
        "properties": {
            "file": { "type": "string", "description": "Path from the folder of config.toml, with /" },
            "line": number("Line, from 1"),
            "column": number("Column, from 1, in characters (Unicode code points)"),
            "end_line": number("The line in which it ends"),
            "end_column": number("The column behind its last character"),
            "label": { "type": "string", "description": "What is said of this place; may be empty" },
        },
        "additionalProperties": false,
    });
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A diagnostic of postil",
        "description": "One line of `postil check --format json`",
        "type": "object",
        "required": ["version", "code", "severity", "message", "help", "place", "related", "path", "fix"],
        "properties": {
            "version": { "const": JSON_VERSION, "description": "Fields may be added within a version" },
            "code": { "type": "string", "pattern": "^[A-Z][0-9]{3}$", "description": "Never changes its meaning" },
            "severity": {
                "enum": ["error", "warning", "note"],
                "description": "A note is what another usual method may explain; only `--notes` writes notes",
            },
            "message": { "type": "string", "minLength": 1, "description": "What was found, in the language asked for" },
            "help": { "type": ["string", "null"], "description": "What to do" },
            "place": { "anyOf": [{ "$ref": "#/$defs/place" }, { "type": "null" }] },
            "related": { "type": "array", "items": { "$ref": "#/$defs/place" } },
            "path": { "type": ["string", "null"], "description": "A path, where the fault has no place in a text" },
            "fix": {
                "type": "array",
                "description": "What repairs it in the file of its place: all of these together",
                "items": {
                    "type": "object",
                    "required": ["line", "column", "end_line", "end_column", "offset", "end_offset", "text"],
                    "properties": {
                        "line": number("Line, from 1"),
                        "column": number("Column, from 1, in characters"),
                        "end_line": number("The line in which it ends"),
                        "end_column": number("The column behind its last character"),
                        "offset": offset("The first byte that is replaced, from 0, in the file as it is on disk"),
                        "end_offset": offset("The byte behind the last one"),
                        "text": { "type": "string", "description": "What stands there afterwards" },
                    },
                    "additionalProperties": false,
                },
            },
        },
        "additionalProperties": false,
        "$defs": { "place": place },
    })
}

/// An annotation of GitHub Actions; percent, line ends and, in properties, commas and colons are escaped as they ask.
pub(super) fn github(diagnostic: &Diagnostic, locale: Locale, folder: &str) -> String {
    let data = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    let mut properties = Vec::new();
    if let Some(place) = &diagnostic.place {
        let ((line, column), (end_line, end_column)) = region(place);
        let file = property(&format!("{folder}{}", place.file.path));
        properties.push(format!("file={file},line={line},endLine={end_line}"));
        // GitHub refuses columns where they are those of different lines.
        if line == end_line {
            properties.push(format!("col={column},endColumn={end_column}"));
        }
    } else if let Some(path) = &diagnostic.path {
        let folder = if path.starts_with('/') { "" } else { folder };
        properties.push(format!("file={}", property(&format!("{folder}{path}"))));
    }
    properties
        .push(format!("title={}", property(&format!("{} {}", diagnostic.code, diagnostic.code.about().say(locale)))));
    let help = diagnostic.help.as_ref().map(|help| format!("\n{}", help.say(locale))).unwrap_or_default();
    format!(
        "::{} {}::{}",
        match diagnostic.severity {
            Severity::Note => "notice",
            Severity::Warning => "warning",
            Severity::Error => "error",
        },
        properties.join(","),
        data(&format!("{}{help}", diagnostic.message.say(locale)))
    )
}
