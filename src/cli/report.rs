//! Diagnostics drawn: for people, as JSON lines, as SARIF 2.1.0, and as annotations of GitHub Actions.

use std::io::Write;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};
use serde_json::{Value, json};

use super::arguments::Format;
use super::{count, print, say};
use crate::diag::{Code, Diagnostic, Edit, Locale, Place, Severity, text};

/// Draws them in the order given. With `quiet`, people see errors only.
pub(super) fn report(said: &[Diagnostic], format: Format, locale: Locale, quiet: bool) {
    match format {
        Format::Human => {
            let renderer = Renderer::styled().decor_style(DecorStyle::Ascii);
            let shown: Vec<&Diagnostic> = said.iter().filter(|it| !quiet || it.severity == Severity::Error).collect();
            for diagnostic in &shown {
                let _ = writeln!(anstream::stderr().lock(), "{}\n", draw(diagnostic, &renderer, locale));
            }
            let errors = shown.iter().filter(|it| it.severity == Severity::Error).count();
            if errors > 0 {
                let codes: Vec<Code> = shown.iter().map(|it| it.code).collect();
                let (errors, code) = (count::errors(errors), codes[0]);
                say(&text!("{errors} found; `postil explain {code}` says more.", errors, code).say(locale));
            }
        }
        Format::Json => said.iter().for_each(|it| print(&format!("{}\n", json(it, locale)))),
        Format::Sarif => print(&format!("{:#}\n", sarif(said, locale))),
        Format::Github => said.iter().for_each(|it| print(&format!("{}\n", github(it, locale)))),
    }
}

/// A diagnostic without colours, as the tests and the handbook have it.
pub fn plain(diagnostic: &Diagnostic, locale: Locale) -> String {
    draw(diagnostic, &Renderer::plain().decor_style(DecorStyle::Ascii), locale)
}

fn draw(diagnostic: &Diagnostic, renderer: &Renderer, locale: Locale) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR.with_name(text!("error").say(locale).into_owned()),
        Severity::Warning => Level::WARNING.with_name(text!("warning").say(locale).into_owned()),
    };
    let title = level.primary_title(diagnostic.message.say(locale)).id(diagnostic.code.name());
    let mut group = Group::with_title(title);
    if let Some(place) = &diagnostic.place {
        group = group.element(snippet(place, AnnotationKind::Primary, locale));
    } else if let Some(path) = &diagnostic.path {
        group = group.element(Element::from(Origin::path(path.as_str())));
    }
    for place in &diagnostic.related {
        group = group.element(snippet(place, AnnotationKind::Context, locale));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.with_name(text!("help").say(locale).into_owned()).message(help.say(locale)));
    }
    if !diagnostic.fix.is_empty() {
        let name = text!("note").say(locale).into_owned();
        group = group
            .element(Level::NOTE.with_name(name).message(text!("`postil fix` repairs this").say(locale).into_owned()));
    }
    renderer.render(&[group])
}

/// The lines of a place, and only those: a long file is not searched for its lines again for each diagnostic.
fn snippet(place: &Place, kind: AnnotationKind, locale: Locale) -> Snippet<'_, Annotation<'_>> {
    let text = &place.file.text;
    let (start, end) = bounds(place);
    let first = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let last = text[end..].find('\n').map_or(text.len(), |at| end + at);
    let (line, _) = place.file.line_column(first);
    let label = (!place.label.is_empty()).then(|| place.label.say(locale));
    Snippet::source(&text[first..last])
        .path(place.file.path.as_str())
        .line_start(line)
        .annotation(kind.span(start - first..end - first).label(label))
}

/// The span on character boundaries of its text, and not beyond four lines: more would bury the message.
fn bounds(place: &Place) -> (usize, usize) {
    let text = &place.file.text;
    let floor = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let (start, mut end) = (floor(place.span.start), floor(place.span.end));
    if let Some((at, _)) = text[start..end.max(start)].match_indices('\n').nth(3) {
        end = start + at;
    }
    (start, end.max(start))
}

/// Line and column of start and end, from 1, columns in characters.
fn region(place: &Place) -> ((usize, usize), (usize, usize)) {
    let (start, end) = bounds(place);
    (place.file.line_column(start), place.file.line_column(end))
}

/// The same of an edit in the file of a place; nothing of it is cut off.
fn edit_region(place: &Place, edit: &Edit) -> ((usize, usize), (usize, usize)) {
    (place.file.line_column(edit.span.start), place.file.line_column(edit.span.end))
}

/// The version of the JSON that a diagnostic is written as. Fields may be added to it; one that changes its meaning or
/// goes away makes another version.
const JSON_VERSION: u32 = 1;

fn json(diagnostic: &Diagnostic, locale: Locale) -> Value {
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

fn sarif(said: &[Diagnostic], locale: Locale) -> Value {
    let mut codes: Vec<Code> = said.iter().map(|it| it.code).collect();
    codes.sort();
    codes.dedup();
    let rules: Vec<Value> = codes
        .iter()
        .map(|code| {
            json!({
                "id": code.name(),
                "shortDescription": { "text": code.about().say(locale) },
                "help": { "text": code.documentation(), "markdown": code.documentation() },
                "defaultConfiguration": { "level": code.severity().to_string() },
            })
        })
        .collect();
    let location = |place: &Place| {
        let ((line, column), (end_line, end_column)) = region(place);
        json!({
            "physicalLocation": {
                "artifactLocation": { "uri": crate::render::xml::encode_uri(&place.file.path), "uriBaseId": "%SRCROOT%" },
                "region": { "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column },
            },
        })
    };
    let repair = |it: &Diagnostic| {
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
        (!replacements.is_empty()).then(|| json!({
            "description": { "text": text!("`postil fix` repairs this").say(locale) },
            "artifactChanges": [{
                "artifactLocation": { "uri": crate::render::xml::encode_uri(&place.file.path), "uriBaseId": "%SRCROOT%" },
                "replacements": replacements,
            }],
        }))
    };
    let results: Vec<Value> = said
        .iter()
        .map(|it| {
            let help = it.help.as_ref().map(|help| format!("\n{}", help.say(locale))).unwrap_or_default();
            let mut locations: Vec<Value> = it.place.iter().map(location).collect();
            if let (true, Some(path)) = (locations.is_empty(), &it.path) {
                locations.push(json!({ "physicalLocation": { "artifactLocation": { "uri": crate::render::xml::encode_uri(path) } } }));
            }
            json!({
                "ruleId": it.code.name(),
                "ruleIndex": codes.binary_search(&it.code).unwrap_or(0),
                "level": it.severity.to_string(),
                "message": { "text": format!("{}{help}", it.message.say(locale)) },
                "locations": locations,
                "relatedLocations": it.related.iter().map(location).collect::<Vec<_>>(),
                "fixes": repair(it).into_iter().collect::<Vec<_>>(),
            })
        })
        .collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "postil", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": { "%SRCROOT%": { "description": { "text": text!("the folder of config.toml").say(locale) } } },
            "results": results,
        }],
    })
}

/// An annotation of GitHub Actions; percent, line ends and, in properties, commas and colons are escaped as they ask.
fn github(diagnostic: &Diagnostic, locale: Locale) -> String {
    let data = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    let mut properties = Vec::new();
    if let Some(place) = &diagnostic.place {
        let ((line, column), (end_line, end_column)) = region(place);
        properties.push(format!(
            "file={},line={line},endLine={end_line},col={column},endColumn={end_column}",
            property(&place.file.path)
        ));
    } else if let Some(path) = &diagnostic.path {
        properties.push(format!("file={}", property(path)));
    }
    properties
        .push(format!("title={}", property(&format!("{} {}", diagnostic.code, diagnostic.code.about().say(locale)))));
    let help = diagnostic.help.as_ref().map(|help| format!("\n{}", help.say(locale))).unwrap_or_default();
    format!(
        "::{} {}::{}",
        diagnostic.severity,
        properties.join(","),
        data(&format!("{}{help}", diagnostic.message.say(locale)))
    )
}
