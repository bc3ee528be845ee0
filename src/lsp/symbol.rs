//! The outline of a text: its fields, and its headings with the figures below them.

use serde_json::{Value, json};

use super::fold::last;
use super::scene::Scene;
use super::written::{Landmark, body_of, landmarks};
use crate::diag::Span;
use crate::parse::draft::Kind;
use crate::parse::front_matter;
use crate::parse::node::{Node, Value as Written};

/// Kinds of symbols that fit, in the numbers of the protocol.
#[derive(Debug, Clone, Copy)]
enum Shape {
    Section = 3,
    Field = 8,
    Item = 19,
    Figure = 20,
}

/// Something of an outline.
struct Symbol {
    name: String,
    detail: String,
    shape: Shape,
    span: Span,
    /// What stands for it.
    head: Span,
    below: Vec<Symbol>,
}

/// The outline.
pub(super) fn list(scene: &Scene<'_>) -> Value {
    let mut all = Vec::new();
    match scene.kind {
        Some(Kind::Config | Kind::Theme) | None => {}
        Some(Kind::People | Kind::Glossary | Kind::Comments | Kind::Signatures | Kind::Published) => {
            if let Some(document) = front_matter::read_yaml(scene.text).value {
                all.extend(fields(&document.root));
            }
        }
        Some(_) => {
            if let Some(document) = front_matter::read(scene.text).value {
                all.extend(fields(&document.root));
            }
            let end = scene.text.text.len();
            all.extend(sections(&mut landmarks(&body_of(scene.text)).into_iter().peekable(), 0, end));
        }
    }
    if scene.client.levels {
        return all.iter().map(|it| nested(scene, it)).collect();
    }
    let mut flat = Vec::new();
    all.iter().for_each(|it| flatten(scene, it, &mut flat));
    Value::Array(flat)
}

fn nested(scene: &Scene<'_>, symbol: &Symbol) -> Value {
    let below: Vec<Value> = symbol.below.iter().map(|it| nested(scene, it)).collect();
    json!({
        "name": symbol.name,
        "detail": symbol.detail,
        "kind": symbol.shape as u8,
        "range": scene.places.range(&symbol.span),
        "selectionRange": scene.places.range(&symbol.head),
        "children": below,
    })
}

fn flatten(scene: &Scene<'_>, symbol: &Symbol, all: &mut Vec<Value>) {
    all.push(json!({
        "name": symbol.name,
        "kind": symbol.shape as u8,
        "location": { "uri": scene.files.address(&scene.text.path), "range": scene.places.range(&symbol.span) },
    }));
    symbol.below.iter().for_each(|it| flatten(scene, it, all));
}

/// The fields of a group, with those below them.
fn fields(node: &Node<'_>) -> Vec<Symbol> {
    let field = |entry: &crate::parse::node::Entry<'_>| Symbol {
        name: shown(&entry.key),
        detail: match &entry.value.value {
            Written::Scalar(scalar) => shown(&scalar.text),
            _ => String::new(),
        },
        shape: Shape::Field,
        span: entry.key_span.start..last(&entry.value).max(entry.key_span.end),
        head: entry.key_span.clone(),
        below: match &entry.value.value {
            Written::Sequence(all) => items(all),
            _ => fields(&entry.value),
        },
    };
    node.entries().into_iter().flatten().map(field).collect()
}

/// The items of a list that hold fields, each by what says most of it.
fn items(all: &[Node<'_>]) -> Vec<Symbol> {
    let item = |node: &Node<'_>| {
        let entries = node.entries()?;
        let text = |name: &str| match &node.field(name)?.value {
            Written::Scalar(scalar) => Some(shown(&scalar.text)),
            _ => None,
        };
        let known = ["endpoint", "expert", "person", "question", "citation", "code", "author", "label", "text"];
        let first = entries.first().map(|entry| shown(&entry.key));
        let start = entries.first().map_or(node.span.start, |entry| entry.key_span.start);
        let end = last(node).max(start);
        Some(Symbol {
            name: known.iter().find_map(|name| text(name)).or(first)?,
            detail: text("short").or_else(|| text("role")).unwrap_or_default(),
            shape: Shape::Item,
            span: start..end,
            head: start..start,
            below: fields(node),
        })
    };
    all.iter().filter_map(item).collect()
}

/// Headings with what stands below them, as long as they are below this level.
fn sections(all: &mut std::iter::Peekable<std::vec::IntoIter<Landmark>>, above: u8, end: usize) -> Vec<Symbol> {
    let mut found: Vec<Symbol> = Vec::new();
    while let Some(it) = all.next_if(|it| it.level.is_none_or(|level| level > above)) {
        let (shape, head) = (if it.level.is_some() { Shape::Section } else { Shape::Figure }, it.span.clone());
        let below = it.level.map(|level| sections(all, level, end)).unwrap_or_default();
        let next = all.peek().map_or(end, |next| next.span.start);
        let last = if it.level.is_some() { next.max(head.end) } else { head.end };
        let detail = it.id.map(|id| format!("#{id}")).unwrap_or_default();
        found.push(Symbol { name: shown(&it.words), detail, shape, span: head.start..last, head, below });
    }
    found
}

/// Words in one line, and never none.
fn shown(words: &str) -> String {
    let line = words.trim().lines().next().unwrap_or_default();
    let short: String = line.chars().take(80).collect();
    if short.is_empty() { "…".to_owned() } else { short }
}
