//! The values of front matter by their names, and what the names say of numbers in them.

use std::sync::Arc;

use super::number::{Apart, Reading};
use crate::diag::{SourceText, Span};
use crate::model::finding::Measure;
use crate::model::issue::Part;
use crate::parse::draft::part_of;
use crate::parse::front_matter::{self, Node, Style, Value};

/// A value in one piece.
pub(super) struct Field {
    /// Its names from the outside in; an item of a list has its endpoint's name, or its number from 1.
    pub(super) path: Vec<String>,
    /// Its bytes in the file, without quotation marks.
    pub(super) span: Span,
    /// Where the first value of its group begins: all of a finding, all arms.
    pub(super) row: usize,
}

impl Field {
    /// Its names with a point between them.
    pub(super) fn name(&self) -> String {
        self.path.join(".")
    }

    /// The part of the page in which readers see it; none for its head.
    pub(super) fn part(&self) -> Option<Part> {
        part_of(self.path.first()?)
    }
}

/// Every value of front matter in one piece, in the order of the file.
pub(super) fn fields(source: &Arc<SourceText>) -> Vec<Field> {
    let mut found = Vec::new();
    // What cannot be read was said when the issue was.
    if let Some(document) = front_matter::read(source).value {
        walk(&document.root, &mut Vec::new(), None, &mut found);
    }
    found
}

/// How many names down a group of fields stands whose numbers belong together: `findings.1`, `trial.arms`.
const GROUP: usize = 2;

fn walk(node: &Node<'_>, path: &mut Vec<String>, row: Option<usize>, found: &mut Vec<Field>) {
    let row = if path.len() == GROUP { Some(node.span.start) } else { row };
    match &node.value {
        Value::Scalar(scalar) => {
            let quoted = matches!(scalar.style, Style::Single | Style::Double) && node.span.len() > 1;
            let quote = usize::from(quoted);
            let span = node.span.start + quote..node.span.end - quote;
            found.push(Field { path: path.clone(), row: row.unwrap_or(span.start), span });
        }
        Value::Sequence(items) => {
            for (number, item) in items.iter().enumerate() {
                path.push(name(item).unwrap_or_else(|| (number + 1).to_string()));
                walk(item, path, row, found);
                path.pop();
            }
        }
        Value::Mapping(entries) => {
            for entry in entries {
                path.push(entry.key.clone().into_owned());
                walk(&entry.value, path, row, found);
                path.pop();
            }
        }
        _ => {}
    }
}

/// What an item is called: the abbreviation or the name of its endpoint.
fn name(item: &Node<'_>) -> Option<String> {
    let entries = item.entries()?;
    let of = |key: &str| entries.iter().find(|entry| entry.key == key);
    match &of("short").or_else(|| of("endpoint"))?.value.value {
        Value::Scalar(scalar) => Some(scalar.text.clone().into_owned()),
        _ => None,
    }
}

/// What a field says of its numbers by its name: nothing where readers do not see them.
pub(super) enum Known {
    /// No reader sees it.
    Hidden,
    /// Whatever stands in it is this.
    As(Reading),
    /// It is read as text.
    Text,
}

/// What the names of a field say.
pub(super) fn known(path: &[String]) -> Known {
    let names: Vec<&str> = path.iter().map(String::as_str).collect();
    let apart = |apart| Known::As(Reading::Apart(apart));
    match names[..] {
        ["slug" | "aliases" | "accept" | "consent" | "original" | "draft" | "credits" | "published", ..] => {
            Known::Hidden
        }
        ["cover", "src"] | ["commentary", _, "expert"] | ["quiz", _, "answer" | "evidence", ..] => Known::Hidden,
        ["number" | "date" | "updated"] | ["corrections", _, "date"] => apart(Apart::Own),
        ["trial", "registration"] | [.., "doi" | "pmid" | "url"] => apart(Apart::Address),
        ["trial", "publication", ..] | ["references", ..] => apart(Apart::Reference),
        ["trial", "name" | "phase"] | ["tags", ..] | ["findings", _, "short"] => apart(Apart::Name),
        ["trial", "planned" | "enrolled"] | ["trial", "arms", _, "n"] => Known::As(Reading::People),
        ["findings", _, "medians", _] => Known::As(Reading::Value(Measure::Median)),
        ["findings", _, "means", _] => Known::As(Reading::Value(Measure::Mean)),
        ["findings", _, "rates", _] => Known::As(Reading::Value(Measure::Rate)),
        ["findings", _, "counts", _] => Known::As(Reading::Count),
        ["findings", _, "p"] => Known::As(Reading::P),
        ["findings", _, "margin"] => Known::As(Reading::Margin),
        _ => Known::Text,
    }
}
