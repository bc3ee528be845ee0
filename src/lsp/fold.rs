//! What an editor can fold: front matter and its fields, sections, directives, code, tables.

use serde_json::{Value, json};

use super::scene::Scene;
use super::written::{body_of, landmarks};
use crate::diag::Span;
use crate::model::body::Kind as NodeKind;
use crate::parse::draft::Kind;
use crate::parse::front_matter;
use crate::parse::node::{Node, Value as Written};

/// Everything that can be folded.
pub(super) fn list(scene: &Scene<'_>) -> Value {
    let text = &scene.text.text;
    let mut spans: Vec<Span> = Vec::new();
    match scene.kind {
        Some(Kind::Config | Kind::Theme) | None => {}
        Some(Kind::People | Kind::Glossary | Kind::Comments | Kind::Signatures | Kind::Published) => {
            if let Some(document) = front_matter::read_yaml(scene.text).value {
                fields(&document.root, &mut spans);
            }
        }
        Some(_) => {
            let body = front_matter::body(text);
            if let Some(document) = front_matter::read(scene.text).value {
                fields(&document.root, &mut spans);
                spans.push(0..body.start.saturating_sub(1));
            }
            let tree = body_of(scene.text);
            let nodes = tree.nodes().iter().filter(|it| is_block(&it.kind));
            spans.extend(nodes.map(|it| it.span.start as usize..it.span.end as usize));
            spans.extend(sections(&landmarks(&tree), text.len()));
        }
    }
    let fold = |span: Span| {
        // What ends with a line does not reach into the next.
        let end = text.get(span.clone()).map_or(span.start, |inner| span.start + inner.trim_end().len());
        let (start, end) = (scene.places.line(span.start), scene.places.line(end));
        (start < end).then(|| json!({ "startLine": start, "endLine": end }))
    };
    let mut folds: Vec<Value> = spans.into_iter().filter_map(fold).collect();
    folds.sort_by_key(|it| (it["startLine"].as_u64(), it["endLine"].as_u64()));
    folds.dedup();
    Value::Array(folds)
}

fn is_block(kind: &NodeKind) -> bool {
    matches!(kind, NodeKind::Figure(_) | NodeKind::Chart(_) | NodeKind::Note(_) | NodeKind::CodeBlock { .. })
        || matches!(kind, NodeKind::Table { .. } | NodeKind::HtmlBlock)
}

/// From each heading to the next that is not below it.
fn sections(all: &[super::written::Landmark], end: usize) -> Vec<Span> {
    let headings: Vec<(u8, usize)> = all.iter().filter_map(|it| Some((it.level?, it.span.start))).collect();
    let section = |(number, (level, start)): (usize, &(u8, usize))| {
        let next = headings[number + 1..].iter().find(|(other, _)| other <= level);
        *start..next.map_or(end, |(_, start)| *start)
    };
    headings.iter().enumerate().map(section).collect()
}

/// Fields that hold others, with all that stands in them.
fn fields(node: &Node<'_>, spans: &mut Vec<Span>) {
    match &node.value {
        Written::Mapping(entries) => {
            for entry in entries {
                spans.push(entry.key_span.start..last(&entry.value).max(entry.key_span.end));
                fields(&entry.value, spans);
            }
        }
        Written::Sequence(items) => {
            for item in items {
                spans.push(item.span.start..last(item).max(item.span.start));
                fields(item, spans);
            }
        }
        _ => {}
    }
}

/// Where a value ends.
pub(super) fn last(node: &Node<'_>) -> usize {
    match &node.value {
        Written::Mapping(entries) => {
            entries.iter().map(|entry| last(&entry.value).max(entry.key_span.end)).max().unwrap_or(node.span.end)
        }
        Written::Sequence(items) => items.iter().map(last).max().unwrap_or(node.span.end),
        _ => node.span.end,
    }
}
