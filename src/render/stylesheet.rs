//! Style sheets of a theme: one sheet of several files, pictures by their published names, no needless white space.
//!
//! A browser that meets `@import` asks for another file before it shows anything. So a theme may be written in as many
//! files as it likes, and what is published is one. Never touches the inside of a value.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::asset::Assets;
use crate::model::site::below;

/// An `@import` that cannot be put in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Astray {
    /// The sheet in which it stands.
    pub sheet: String,
    /// Where it stands there.
    pub span: Range<usize>,
    /// What it names.
    pub wanted: String,
    /// Whether that is on another host.
    pub is_foreign: bool,
}

/// The sheets that are published, each with what it imports in place: by path, and what cannot be put in place.
///
/// A sheet that another one imports is not published by itself.
pub fn join(files: &BTreeMap<String, Vec<u8>>, assets: &Assets) -> (BTreeMap<String, String>, Vec<Astray>) {
    let sheets: BTreeMap<&str, String> = files
        .iter()
        .filter(|(path, _)| path.ends_with(".css"))
        .map(|(path, bytes)| (path.as_str(), String::from_utf8_lossy(bytes).into_owned()))
        .collect();
    let mut astray = Vec::new();
    let mut imported = BTreeSet::new();
    for (path, text) in &sheets {
        for import in imports(text).0 {
            match below(folder(path), import.path).filter(|it| !import.is_foreign() && sheets.contains_key(it.as_str()))
            {
                Some(target) if target != *path => {
                    imported.insert(target);
                }
                Some(_) => {}
                None => astray.push(Astray {
                    sheet: (*path).to_owned(),
                    span: import.span.clone(),
                    wanted: import.path.to_owned(),
                    is_foreign: import.is_foreign(),
                }),
            }
        }
    }
    let mut joined = BTreeMap::new();
    for path in sheets.keys() {
        // Two sheets that import each other would both be lost: the first of them is published.
        if imported.contains(*path) && is_reached(path, &sheets, &imported) {
            continue;
        }
        let mut out = String::new();
        let mut seen = BTreeSet::new();
        Joining { sheets: &sheets, assets, depth: path.matches('/').count() }.write(path, &mut seen, &mut out);
        joined.insert((*path).to_owned(), out);
    }
    (joined, astray)
}

/// Whether a sheet is a part of one that nobody imports.
fn is_reached(path: &str, sheets: &BTreeMap<&str, String>, imported: &BTreeSet<String>) -> bool {
    let mut seen = BTreeSet::new();
    let mut next: Vec<String> =
        sheets.keys().filter(|it| !imported.contains(**it)).map(|it| (*it).to_owned()).collect();
    while let Some(sheet) = next.pop() {
        let Some(text) = sheets.get(sheet.as_str()) else { continue };
        next.extend(
            imports(text).0.iter().filter_map(|it| below(folder(&sheet), it.path)).filter(|it| !seen.contains(it)),
        );
        seen.insert(sheet);
    }
    seen.contains(path)
}

/// One published sheet while its parts are put together.
struct Joining<'a> {
    sheets: &'a BTreeMap<&'a str, String>,
    assets: &'a Assets,
    /// How many folders the published sheet is away from the theme's assets.
    depth: usize,
}

impl Joining<'_> {
    fn write(&self, path: &str, seen: &mut BTreeSet<String>, out: &mut String) {
        let Some(text) = self.sheets.get(path).filter(|_| seen.insert(path.to_owned())) else { return };
        let (imports, rest) = imports(text);
        for import in &imports {
            let Some(target) = below(folder(path), import.path).filter(|it| self.sheets.contains_key(it.as_str()))
            else {
                continue;
            };
            if import.media.is_empty() {
                self.write(&target, seen, out);
            } else {
                out.push_str(&format!("@media {} {{\n", import.media));
                self.write(&target, seen, out);
                out.push_str("}\n");
            }
        }
        out.push_str(&refer(&text[rest..], path, self.depth, self.assets));
        out.push('\n');
    }
}

/// An `@import` at the head of a sheet.
struct Import<'a> {
    path: &'a str,
    media: &'a str,
    span: Range<usize>,
}

impl Import<'_> {
    fn is_foreign(&self) -> bool {
        self.path.starts_with("//") || self.path.contains("://") || self.path.starts_with("data:")
    }
}

/// The imports that a sheet begins with, and where the rest of it begins. Comments may stand between them.
fn imports(text: &str) -> (Vec<Import<'_>>, usize) {
    let mut found = Vec::new();
    let mut at = 0;
    loop {
        let rest = text[at..].trim_start();
        let start = text.len() - rest.len();
        if let Some(comment) = rest.strip_prefix("/*") {
            at = comment.find("*/").map_or(text.len(), |end| start + 2 + end + 2);
        } else if let Some(statement) = rest.strip_prefix("@import") {
            let end = end_of_statement(statement);
            let written = statement[..end].trim();
            if let Some((path, media)) = target(written) {
                found.push(Import { path, media, span: start..start + 7 + end });
            }
            at = (start + 7 + end + 1).min(text.len());
        } else {
            return (found, start);
        }
    }
}

/// Where the semicolon of a statement stands that is not inside a string.
fn end_of_statement(text: &str) -> usize {
    let mut quote = None;
    for (at, it) in text.char_indices() {
        match (quote, it) {
            (None, '"' | '\'') => quote = Some(it),
            (Some(open), _) if it == open => quote = None,
            (None, ';') => return at,
            _ => {}
        }
    }
    text.len()
}

/// What an import names, and for which media.
fn target(written: &str) -> Option<(&str, &str)> {
    let (inner, media) = match written.strip_prefix("url(") {
        Some(inside) => inside.split_once(')')?,
        None => {
            let quote = written.chars().next().filter(|it| matches!(it, '"' | '\''))?;
            written[1..].split_once(quote)?
        }
    };
    Some((inner.trim().trim_matches(['"', '\'']), media.trim()))
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Gives the `url(…)`s of a sheet that name other assets their published names, seen from `depth` folders below them.
fn refer(css: &str, path: &str, depth: usize, assets: &Assets) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(at) = rest.find("url(") {
        let (before, tail) = rest.split_at(at + 4);
        out.push_str(before);
        let Some(end) = tail.find(')') else {
            rest = tail;
            break;
        };
        let written = tail[..end].trim().trim_matches(['"', '\'']);
        match below(folder(path), written).and_then(|path| assets.get(&path)) {
            Some(asset) => {
                out.push_str(&"../".repeat(depth));
                out.push_str(asset.address.trim_start_matches("assets/"));
            }
            None => out.push_str(&tail[..end]),
        }
        rest = &tail[end..];
    }
    out.push_str(rest);
    out
}

/// A style sheet without comments and needless white space.
///
/// Only what can never matter is taken: minifiers that also touch the inside of values turn `calc(1px + 2px)` into
/// something that browsers drop without a word.
pub fn minify(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if rest.starts_with("/*") {
            rest = rest[2..].split_once("*/").map_or("", |(_, after)| after);
            // A comment parts two words as a space does.
            space(&mut out);
        } else if matches!(first, '"' | '\'') {
            let end = end_of_string(rest, first);
            out.push_str(&rest[..end]);
            rest = &rest[end..];
        } else if first.is_ascii_whitespace() {
            rest = rest.trim_start_matches(|it: char| it.is_ascii_whitespace());
            space(&mut out);
        } else {
            if matches!(first, '{' | '}' | ';' | ',') {
                out.truncate(out.trim_end_matches(' ').len());
            }
            if first == '}' {
                out.truncate(out.trim_end_matches(';').len());
            }
            out.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    out
}

/// A space, where the last thing written can have one after it.
fn space(out: &mut String) {
    if !out.ends_with(['{', '}', ';', ',', ' ']) && !out.is_empty() {
        out.push(' ');
    }
}

/// The length of the string that a text begins with, its quotation marks included.
fn end_of_string(text: &str, quote: char) -> usize {
    let mut is_escaped = false;
    text.char_indices()
        .skip(1)
        .find(|(_, it)| {
            let ends = *it == quote && !is_escaped;
            is_escaped = *it == '\\' && !is_escaped;
            ends
        })
        .map_or(text.len(), |(at, _)| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(files: &[(&str, &str)]) -> (BTreeMap<String, String>, Vec<Astray>) {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
        let (sheets, astray) = join(&files, &Assets::new());
        (sheets.into_iter().map(|(path, text)| (path, minify(&text).trim().to_owned())).collect(), astray)
    }

    #[test]
    fn a_small_style_sheet_means_the_same() {
        let css = "/* a */ @media (min-width: 40em) {\n  a:hover , b :first-child > p { width: calc(1px + 2px) ; content: \"a ; /* b */ \\\" }\";\n }\n}\n";
        let small = "@media (min-width: 40em){a:hover,b :first-child > p{width: calc(1px + 2px);content: \"a ; /* b */ \\\" }\"}}";
        assert_eq!(minify(css), small);
    }

    #[test]
    fn what_a_sheet_imports_stands_in_its_place_and_is_not_published_twice() {
        let (sheets, astray) = joined(&[
            ("css/a.css", "/* x; */ @import \"b.css\";\n@import url('parts/c.css') print;\ni{color:red}"),
            ("css/b.css", "b{color:red}"),
            ("css/parts/c.css", "@import \"../b.css\"; p{color:red}"),
        ]);
        assert_eq!(astray, []);
        assert_eq!(sheets.len(), 1);
        assert_eq!(sheets["css/a.css"], "b{color:red}@media print{p{color:red}}i{color:red}");
    }

    #[test]
    fn sheets_that_import_each_other_end() {
        let (sheets, astray) = joined(&[("a.css", "@import 'b.css'; a{}"), ("b.css", "@import 'a.css'; b{}")]);
        assert_eq!(astray, []);
        assert_eq!(sheets["a.css"], "b{}a{}");
        let (sheets, _) = joined(&[("a.css", "@import 'a.css'; a{}")]);
        assert_eq!(sheets["a.css"], "a{}");
    }

    #[test]
    fn an_import_that_leads_to_nothing_is_told_with_its_place() {
        let (_, astray) = joined(&[("a.css", "@import 'c.css';\n@import url(https://x.org/a.css);")]);
        assert_eq!(
            astray.iter().map(|it| (it.wanted.as_str(), it.is_foreign)).collect::<Vec<_>>(),
            [("c.css", false), ("https://x.org/a.css", true)]
        );
        assert_eq!(astray[0].span, 0..15);
    }

    #[test]
    fn a_sheet_that_ends_early_ends() {
        for text in ["@import", "@import \"", "/*", "@import url(", "@import ;", ""] {
            joined(&[("a.css", text)]);
        }
    }
}
