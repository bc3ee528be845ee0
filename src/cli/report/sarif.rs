//! Diagnostics as a log of SARIF 2.1.0, for code scanning.

use serde_json::{Value, json};

use super::{edit_region, region};
use crate::cli::explain;
use crate::diag::{Code, Diagnostic, Locale, Place, text};
use crate::model::uri::{Part, encode};

/// The name of the folder from which paths are counted.
const BASE: &str = "%SRCROOT%";

/// All diagnostics of a run. Paths stand below `folder`.
pub(super) fn log(said: &[Diagnostic], locale: Locale, folder: &str) -> Value {
    let mut codes: Vec<Code> = said.iter().map(|it| it.code).collect();
    codes.sort();
    codes.dedup();
    let language = match locale {
        Locale::English => "en",
        Locale::Chinese => "zh-CN",
    };
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "postil",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "language": language,
                "rules": codes.iter().map(|code| rule(*code, locale)).collect::<Vec<_>>(),
            } },
            "language": language,
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": { BASE: { "description": { "text": text!("the folder of config.toml").say(locale) } } },
            "results": said.iter().map(|it| result(it, &codes, locale, folder)).collect::<Vec<_>>(),
        }],
    })
}

fn rule(code: Code, locale: Locale) -> Value {
    let documentation = explain::one(code, locale);
    json!({
        "id": code.name(),
        "shortDescription": { "text": code.about().say(locale) },
        "help": { "text": documentation, "markdown": documentation },
        "defaultConfiguration": { "level": code.severity().to_string() },
    })
}

fn result(it: &Diagnostic, codes: &[Code], locale: Locale, folder: &str) -> Value {
    let help = it.help.as_ref().map(|help| format!("\n{}", help.say(locale))).unwrap_or_default();
    let mut locations: Vec<Value> = it.place.iter().map(|place| location(place, locale, folder)).collect();
    if let (true, Some(path)) = (locations.is_empty(), &it.path) {
        locations.push(json!({ "physicalLocation": { "artifactLocation": { "uri": uri(folder, path) } } }));
    }
    json!({
        "ruleId": it.code.name(),
        "ruleIndex": codes.binary_search(&it.code).unwrap_or(0),
        "level": it.severity.to_string(),
        "message": { "text": format!("{}{help}", it.message.say(locale)) },
        "locations": locations,
        "relatedLocations": it.related.iter().map(|place| location(place, locale, folder)).collect::<Vec<_>>(),
        "fixes": repair(it, locale, folder).into_iter().collect::<Vec<_>>(),
    })
}

fn location(place: &Place, locale: Locale, folder: &str) -> Value {
    let ((line, column), (end_line, end_column)) = region(place);
    let mut location = json!({
        "physicalLocation": {
            "artifactLocation": artifact(place, folder),
            "region": { "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column },
        },
    });
    if !place.label.is_empty() {
        location["message"] = json!({ "text": place.label.say(locale) });
    }
    location
}

fn artifact(place: &Place, folder: &str) -> Value {
    json!({ "uri": uri(folder, &place.file.path), "uriBaseId": BASE })
}

/// A path as an address: signs that would end the path in one are escaped.
fn uri(folder: &str, path: &str) -> String {
    let escaped = |path: &str| encode(path, Part::Path).into_owned();
    // A path from the disk's root stands below no folder.
    if path.starts_with('/') { format!("file://{}", escaped(path)) } else { escaped(&format!("{folder}{path}")) }
}

/// What `postil fix` would write, if anything of it has a line and a column.
fn repair(it: &Diagnostic, locale: Locale, folder: &str) -> Option<Value> {
    let place = it.place.as_ref().filter(|_| !it.fix.is_empty())?;
    let replacements: Vec<Value> = it
        .fix
        .iter()
        // A byte order mark has no column.
        .filter(|edit| !(edit.text.is_empty() && edit_region(place, edit).0 == edit_region(place, edit).1))
        .map(|edit| {
            let ((line, column), (end_line, end_column)) = edit_region(place, edit);
            json!({
                "deletedRegion": { "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column },
                "insertedContent": { "text": edit.text },
            })
        })
        .collect();
    (!replacements.is_empty()).then(|| {
        json!({
            "description": { "text": text!("`postil fix` repairs this").say(locale) },
            "artifactChanges": [{ "artifactLocation": artifact(place, folder), "replacements": replacements }],
        })
    })
}
