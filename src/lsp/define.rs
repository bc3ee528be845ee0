//! Where something is written that a text names: a person, an arm, a heading, a figure, another text.

use std::sync::Arc;

use serde_json::{Value, json};

use super::names::{self, What, folder};
use super::scene::Scene;
use super::written::{body_of, landmarks};
use crate::diag::SourceText;
use crate::model::uri;
use crate::parse::draft::Kind;

/// Where what stands at a place is given.
pub(super) fn definition(scene: &Scene<'_>, at: usize) -> Value {
    if let Some(name) = names::at(scene.text, at) {
        let all = names::everywhere(scene, &name);
        let given: Vec<_> = all.iter().filter(|(_, it)| it.is_given).collect();
        // The arms of a translation are those of its original, but for their labels.
        let is_original = |text: &SourceText| Kind::of(&text.path) == Some(Kind::Issue);
        let found = given.iter().find(|(text, _)| name.what == What::Person || is_original(text)).or(given.first());
        return found.map_or(Value::Null, |(text, it)| scene.location(text, &it.span));
    }
    let Some(written) = destination(&scene.text.text, at) else { return Value::Null };
    lead(scene, &uri::decode(written)).unwrap_or(Value::Null)
}

/// Everywhere that the name at a place is written.
pub(super) fn references(scene: &Scene<'_>, at: usize, context: &Value) -> Value {
    let Some(name) = names::at(scene.text, at) else { return Value::Null };
    let with_given = context["includeDeclaration"] != false;
    let all = names::everywhere(scene, &name);
    let all = all.iter().filter(|(_, it)| with_given || !it.is_given);
    Value::Array(all.map(|(text, it)| scene.location(text, &it.span)).collect())
}

/// What a link at a place leads to, as it is written: `](…)`, `evidence: "#…"`, `src="…"`.
fn destination(text: &str, at: usize) -> Option<&str> {
    let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    let (before, after) = (&text[start..at], &text[at..end]);
    let field = before.trim_start().trim_start_matches("- ");
    let is_field = ["evidence:", "src:", "photo:"].iter().any(|name| field.starts_with(name));
    let opening = [(before.rfind("]("), 2, ')'), (before.rfind("src=\""), 5, '"')];
    let opened = opening.into_iter().filter_map(|(at, length, close)| Some((at? + length, close))).max();
    let (from, close) = match opened {
        Some((from, close)) if !before[from..].contains(close) => (from, close),
        _ if is_field => (before.len() - field.len() + field.find(':')? + 1, '\n'),
        _ => return None,
    };
    let to = after.find(close).map_or(end, |length| at + length);
    let written = text[start + from..to].trim().trim_matches(['"', '\'']);
    Some(written.split_once(' ').map_or(written, |(address, _)| address)).filter(|it| !it.is_empty())
}

/// The place that an address from a text leads to, if that is a file of the site.
fn lead(scene: &Scene<'_>, written: &str) -> Option<Value> {
    let (path, rest) = uri::split(written);
    let id = rest.split_once('#').map(|(_, id)| id);
    let path = if path.is_empty() { scene.text.path.clone() } else { joined(folder(&scene.text.path), path)? };
    let is_text = path.ends_with(".md");
    if !is_text {
        let is_there = scene.files.list().contains(&path);
        let none = json!({ "line": 0, "character": 0 });
        return is_there.then(|| json!({ "uri": scene.files.address(&path), "range": { "start": none, "end": none } }));
    }
    let text = if path == scene.text.path { Arc::clone(scene.text) } else { scene.files.read(&path)? };
    let Some(id) = id else { return Some(scene.location(&text, &(0..0))) };
    let body = body_of(&text);
    let found = landmarks(&body).into_iter().find(|it| it.id.as_deref() == Some(id))?;
    Some(scene.location(&text, &found.span))
}

/// A path that is written from a folder, from the site's folder: `../024/issue.md`.
fn joined(folder: &str, path: &str) -> Option<String> {
    let from_top = path.strip_prefix('/').map(|path| format!("content/{path}"));
    let whole = from_top.unwrap_or_else(|| format!("{folder}{path}"));
    let mut parts: Vec<&str> = Vec::new();
    for part in whole.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_link_leads_to_stands_around_the_place() {
        for (text, at, expected) in [
            ("见[第24期](../024/issue.md \"x\")。", "024", Some("../024/issue.md")),
            ("    evidence: \"#疗效\"\n", "疗", Some("#疗效")),
            (":::figure{src=\"a.png\" alt=\"b\"}", ".png", Some("a.png")),
            ("  src: cover.svg", "cover", Some("cover.svg")),
            ("见[x](a.md)。之后", "之后", None),
            ("evidences", "s", None),
        ] {
            assert_eq!(destination(text, text.find(at).expect(at)), expected, "{text}");
        }
    }

    #[test]
    fn a_path_does_not_leave_the_site() {
        assert_eq!(joined("content/a/b/", "../c/issue.md").as_deref(), Some("content/a/c/issue.md"));
        assert_eq!(joined("content/a/", "/about.md").as_deref(), Some("content/about.md"));
        assert_eq!(joined("content/", "../../../etc/x"), None);
    }
}
