//! TOML files as a tree in which every value knows its place: the door of the crate `toml`.
//!
//! Reads on after a fault of the syntax, and knows no field.

use std::sync::Arc;

use serde_spanned::Spanned;
use toml::de::{DeTable, DeValue};

use super::node::{Entry, Node, Scalar, Style, Value};
use super::unseen;
use crate::diag::{Checked, Diagnostic, Said, SourceText, code, text};
use crate::text::toml::fault;

/// Reads a TOML file; its syntax errors are among the diagnostics, and what could be read is there.
pub fn read(file: &Arc<SourceText>) -> Checked<Node<'static>> {
    let (table, errors) = DeTable::parse_recoverable(&file.text);
    let mut said = Said::default();
    unseen::look(file, &mut said);
    for error in errors {
        let end = file.text.len();
        let span = error.span().map_or(end..end, |span| span.start.min(end)..span.end.min(end));
        said.push(Diagnostic::new(code::S001, fault(error.message())).at(file, span).help(text!(
            "a line is `name = \"text\"`, `name = 12` or `name = true`; a group of them begins with `[name]`"
        )));
    }
    let root = node(Spanned::new(table.span(), DeValue::Table(table.into_inner())));
    look_behind_escapes(&root, file, &mut said);
    Checked::new(root, said)
}

/// Names every character that readers would not see and that an escape stands for.
fn look_behind_escapes(node: &Node<'_>, file: &Arc<SourceText>, said: &mut Said) {
    match &node.value {
        Value::Sequence(items) => items.iter().for_each(|item| look_behind_escapes(item, file, said)),
        Value::Mapping(entries) => entries.iter().for_each(|it| look_behind_escapes(&it.value, file, said)),
        Value::Scalar(scalar) if file.text.get(node.span.clone()).is_some_and(|raw| raw.contains('\\')) => {
            if let Some(written) = node.written(file) {
                let end = written.span.end - 1;
                unseen::look_behind_escapes(file, &scalar.text, |at| written.map.offset(at), end, said);
            }
        }
        _ => {}
    }
}

fn node(value: Spanned<DeValue<'_>>) -> Node<'static> {
    let span = value.span();
    let value = match value.into_inner() {
        DeValue::String(text) => {
            Value::Scalar(Scalar { text: text.into_owned().into(), style: Style::Double, indent: 0 })
        }
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or(Value::Other(text!("a number that is too large")), Value::Integer),
        DeValue::Boolean(truth) => Value::Truth(truth),
        DeValue::Float(_) => Value::Other(text!("a number with a point")),
        DeValue::Datetime(_) => Value::Other(text!("a date")),
        DeValue::Array(items) => Value::Sequence(items.into_iter().map(node).collect()),
        DeValue::Table(table) => Value::Mapping(table.into_iter().map(entry).collect()),
    };
    Node { value, span }
}

fn entry((key, value): (Spanned<std::borrow::Cow<'_, str>>, Spanned<DeValue<'_>>)) -> Entry<'static> {
    Entry { key_span: key.span(), key: key.into_inner().into_owned().into(), value: node(value) }
}
