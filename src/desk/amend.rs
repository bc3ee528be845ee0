//! A file as it becomes when some of its fields, or some lines of its text, get another value.
//!
//! Every change is a piece of the file that is replaced; what is not in it stays as it is, to the byte: comments, order,
//! blank lines, ends of lines. What comes out is read again, and counts only if it says what was wanted and nothing else.

use std::sync::Arc;

use serde_json::{Map, Value as Json};
use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::diag::{Diagnostic, Severity, SourceText, Span, code};
use crate::parse::front_matter::{self, Node, Value};

mod field;
mod listed;
mod shape;
mod yaml;

pub(super) use field::places;
pub(super) use shape::Shape;

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Notation {
    /// Front matter, and a text below it.
    Front,
    /// Nothing but fields: a file of YAML.
    Bare,
}

/// Why a change cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    /// The front matter cannot be read as it stands.
    Unread,
    /// It is written in a way that no piece of it can be replaced without the rest.
    Unusual,
    /// What was written for the field is no YAML, or is more than the field.
    NoValue,
}

/// What a value says, without its places; a field without a value is `null`.
pub(super) fn said(node: &Node<'_>) -> Json {
    match &node.value {
        Value::Scalar(scalar) => Json::from(scalar.text.as_ref()),
        Value::Sequence(items) => items.iter().map(said).collect(),
        Value::Mapping(entries) => {
            Json::Object(entries.iter().map(|it| (it.key.to_string(), said(&it.value))).collect())
        }
        _ => Json::Null,
    }
}

/// A value as front matter says it: text in one piece, no names without values.
fn plain(value: &Json) -> Json {
    match value {
        Json::Bool(_) | Json::Number(_) => Json::from(value.to_string()),
        Json::Array(items) => items.iter().map(plain).collect(),
        Json::Object(fields) => {
            let fields = fields.iter().map(|(name, value)| (name.clone(), plain(value)));
            Json::Object(fields.filter(|(_, value)| !value.is_null()).collect())
        }
        other => other.clone(),
    }
}

impl Notation {
    /// That of a file by its path.
    pub(super) fn of(path: &str) -> Self {
        if path.ends_with(".yaml") { Self::Bare } else { Self::Front }
    }

    /// Reads fields in which nothing is broken.
    pub(super) fn read<R>(self, text: &str, look: impl FnOnce(&Node<'_>, &Span) -> R) -> Option<R> {
        let source: Arc<SourceText> = SourceText::new("", text);
        let read = match self {
            Self::Front => front_matter::read(&source),
            Self::Bare => front_matter::read_yaml(&source),
        };
        let document = read.value?;
        // A character that nobody sees is a fault of the words, not of how they are written down.
        let is_fault = |it: &Diagnostic| {
            it.severity == Severity::Error && !matches!(it.code, code::M023 | code::M050 | code::M051)
        };
        let is_above = |it: &Diagnostic| it.place.as_ref().is_none_or(|place| place.span.start < document.body.start);
        let is_broken = read.diagnostics.iter().any(|it| is_fault(it) && is_above(it));
        let is_group = matches!(document.root.value, Value::Mapping(_) | Value::Null);
        (!is_broken && is_group).then(|| look(&document.root, &document.body))
    }

    /// What the fields of a file say; `None` where they cannot be read without a fault.
    pub(super) fn fields(self, text: &str) -> Option<Map<String, Json>> {
        let all = self.read(text, |root, _| said(root))?;
        match all {
            Json::Object(fields) => Some(fields),
            _ => Some(Map::new()),
        }
    }

    /// The text with a field that says something else; `null` takes it out.
    pub(super) fn set(self, text: &str, name: &str, value: &Json, shape: Shape<'_>) -> Result<String, Refused> {
        let before = self.fields(text).ok_or(Refused::Unread)?;
        let mut wanted = before.clone();
        match plain(value) {
            Json::Null => wanted.shift_remove(name),
            value => wanted.insert(name.to_owned(), value),
        };
        let wanted = plain(&Json::Object(wanted));
        if plain(&Json::Object(before)) == wanted {
            return Ok(text.to_owned());
        }
        let body = self.body(text);
        let is_it = |after: &String| {
            after[self.body(after)] == text[body.clone()]
                && self.fields(after).is_some_and(|fields| plain(&Json::Object(fields)) == wanted)
        };
        let ways = [field::Way::InPlace, field::Way::Whole];
        let mut made = ways.into_iter().filter_map(|way| field::amended(text, self, name, &wanted[name], shape, way));
        made.find(is_it).ok_or(Refused::Unusual)
    }

    /// The lines of each field as they stand, with its name.
    pub(super) fn raw(self, text: &str) -> Vec<(String, &str)> {
        let spans = self.read(text, |root, _| {
            let names = root.entries().unwrap_or_default().iter().map(|it| it.key.to_string());
            names.filter_map(|name| field::lines_of(text, root, &name).map(|span| (name, span))).collect::<Vec<_>>()
        });
        spans.unwrap_or_default().into_iter().map(|(name, span)| (name, &text[span])).collect()
    }

    /// The text with other lines for a field.
    pub(super) fn set_raw(self, text: &str, name: &str, lines: &str) -> Result<String, Refused> {
        let before = self.fields(text).ok_or(Refused::Unread)?;
        let span = self.read(text, |root, _| field::lines_of(text, root, name)).flatten().ok_or(Refused::Unread)?;
        let after =
            [&text[..span.start], &replaced(&text[span.clone()], lines, ends(text)), &text[span.end..]].concat();
        let others = |mut fields: Map<String, Json>| {
            fields.shift_remove(name);
            fields
        };
        let is_it = after[self.body(&after)] == text[self.body(text)]
            && self.fields(&after).is_some_and(|fields| others(fields) == others(before));
        if is_it { Ok(after) } else { Err(Refused::NoValue) }
    }

    /// The text with fields in the place of remarks; without either where nothing is written.
    pub(super) fn confirm(self, text: &str, remarks: &Span, lines: &str) -> Result<String, Refused> {
        let before = self.fields(text).ok_or(Refused::Unread)?;
        let written = lines.trim_end();
        let written = if written.is_empty() { String::new() } else { format!("{written}\n").replace('\n', ends(text)) };
        let after = [&text[..remarks.start], &written, &text[remarks.end..]].concat();
        let is_it = after[self.body(&after)] == text[self.body(text)]
            && self
                .fields(&after)
                .is_some_and(|fields| before.iter().all(|(name, said)| fields.get(name) == Some(said)));
        if is_it { Ok(after) } else { Err(Refused::NoValue) }
    }

    /// The bytes of the text below the fields; none at its end where there is no such text.
    pub(super) fn body(self, text: &str) -> Span {
        if self == Self::Bare {
            return text.len()..text.len();
        }
        let source = SourceText::new("", text);
        let read = front_matter::read(&source);
        read.value.map_or_else(|| front_matter::body(text), |document| document.body)
    }

    /// The text with another body, where it can have one.
    pub(super) fn set_body(self, text: &str, body: &str) -> String {
        if self == Self::Bare {
            return text.to_owned();
        }
        let place = self.body(text);
        [&text[..place.start], &replaced(&text[place], body, ends(text))].concat()
    }

    /// The text with other fields, the lines of dashes of front matter included.
    pub(super) fn set_front(self, text: &str, front: &str) -> String {
        let place = self.body(text);
        [&replaced(&text[..place.start], front, ends(text)), &text[place.start..]].concat()
    }
}

/// What a file mostly ends its lines with.
fn ends(text: &str) -> &'static str {
    let (all, windows) = (text.matches('\n').count(), text.matches("\r\n").count());
    if windows * 2 > all { "\r\n" } else { "\n" }
}

/// A text in other words. Lines that stay keep their ends; new ones get those of the file. A browser knows only one.
fn replaced(before: &str, after: &str, end: &str) -> String {
    let old = lines(before);
    let new = lines(after);
    let (old_words, new_words) = (words(&old), words(&new));
    let mut out = String::with_capacity(after.len() + 64);
    for step in capture_diff_slices(Algorithm::Myers, &old_words, &new_words) {
        match step {
            DiffOp::Equal { old_index, len, .. } => {
                old[old_index..old_index + len].iter().for_each(|(words, end)| out.extend([*words, *end]));
            }
            DiffOp::Delete { .. } => {}
            DiffOp::Insert { new_index, new_len, .. } | DiffOp::Replace { new_index, new_len, .. } => {
                for (words, has_end) in &new[new_index..new_index + new_len] {
                    out.extend([*words, if has_end.is_empty() { "" } else { end }]);
                }
            }
        }
    }
    out
}

/// What lines are compared by: their words, and whether they end.
fn words<'t>(lines: &[(&'t str, &str)]) -> Vec<(&'t str, bool)> {
    lines.iter().map(|(words, end)| (*words, !end.is_empty())).collect()
}

/// The lines of a text, each with its end.
fn lines(text: &str) -> Vec<(&str, &str)> {
    let mut all = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let at = rest.find(['\r', '\n']).unwrap_or(rest.len());
        let end = if rest[at..].starts_with("\r\n") { 2 } else { usize::from(at < rest.len()) };
        all.push((&rest[..at], &rest[at..at + end]));
        rest = &rest[at + end..];
    }
    all
}

#[cfg(test)]
mod tests;
