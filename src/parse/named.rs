//! Where a text names people: by their ids, in its fields.
//!
//! Reads what is written, as far as it can be read; whether there is such a person is for others to say.

use std::sync::Arc;

use super::draft::Kind;
use super::front_matter::{self, Node, Value};
use crate::diag::{SourceText, Span};

/// The id of a person where it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The id.
    pub id: String,
    /// Its bytes, with quotation marks where it has some.
    pub span: Span,
    /// Whether it is given here, rather than used.
    pub is_given: bool,
}

/// The lists of an issue whose items name a person, with the field of an item that does.
const OF_ISSUE: [(&str, &str); 2] = [("commentary", "expert"), ("credits", "person")];

/// The lists of a column that name people.
const OF_COLUMN: [&str; 2] = ["lead", "team"];

/// The last names on the way to a field that names a person, in the schema of any file.
pub const FIELDS: [&str; 4] = ["expert", "person", "lead", "team"];

/// The people whom a text names, in the order of its lists; by its path it is known what it is.
pub fn people(text: &Arc<SourceText>) -> Vec<Named> {
    let root = match Kind::of(&text.path) {
        Some(Kind::People | Kind::Signatures) => front_matter::read_yaml(text).value,
        Some(Kind::Issue | Kind::Translation | Kind::Column) => front_matter::read(text).value,
        _ => None,
    };
    let Some(root) = root.map(|document| document.root) else { return Vec::new() };
    match Kind::of(&text.path) {
        Some(Kind::Column) => OF_COLUMN.iter().flat_map(|list| items(&root, list)).filter_map(id).collect(),
        Some(Kind::People) => keys(&root, true),
        Some(Kind::Signatures) => keys(&root, false),
        _ => {
            let mut all = Vec::new();
            for (list, name) in OF_ISSUE {
                all.extend(items(&root, list).filter_map(|it| it.field(name)).filter_map(id));
            }
            all
        }
    }
}

fn items<'n>(node: &'n Node<'n>, name: &str) -> impl Iterator<Item = &'n Node<'n>> {
    node.field(name).map(Node::items).unwrap_or_default().iter()
}

fn id(node: &Node<'_>) -> Option<Named> {
    match &node.value {
        Value::Scalar(scalar) => {
            Some(Named { id: scalar.text.clone().into_owned(), span: node.span.clone(), is_given: false })
        }
        _ => None,
    }
}

fn keys(root: &Node<'_>, is_given: bool) -> Vec<Named> {
    let of = |id: &str, span: &Span| Named { id: id.to_owned(), span: span.clone(), is_given };
    root.entries().into_iter().flatten().map(|entry| of(&entry.key, &entry.key_span)).collect()
}
