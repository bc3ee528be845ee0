//! Front matter and YAML files as a tree in which every value knows its place.
//!
//! This is the only door of `serde_yaml`, and it uses its event reader rather than serde: events keep the
//! digits of `0.40`, tell a quoted value from a plain one, and carry the bytes of everything, where serde would
//! stop at the first fault. A fault of the text is reported, put right in a copy in memory, and reading goes on,
//! so that one run names them all. Nothing is repaired on disk, and anchors, aliases, merge keys and tags are
//! never followed.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::diag::{Checked, OffsetMap, Said, SourceText, Span, Written};

use super::fault;
pub use super::node::{Entry, Node, Scalar, Style, Value};

mod fold;
mod line;
mod map;
mod repair;
mod split;
mod tree;

pub use split::{body, decode_text};

/// The most bytes that front matter may have.
pub const FRONT_MATTER_LIMIT: usize = 64 * 1024;

/// The most bytes that a whole YAML file may have.
pub const YAML_FILE_LIMIT: usize = 8 * 1024 * 1024;

/// A document that could be read.
#[derive(Debug, Clone)]
pub struct Document<'a> {
    /// What it holds: a mapping, or whatever else was written.
    pub root: Node<'a>,
    /// The bytes of the body; empty in a YAML file.
    pub body: Span,
    /// Names that stood in a line which was already reported as a whole: not to be called missing.
    pub forgiven: BTreeSet<String>,
}

impl Node<'_> {
    /// The text of a scalar with the way back to its place, for Markdown.
    pub fn written(&self, source: &SourceText) -> Option<Written> {
        let Value::Scalar(scalar) = &self.value else {
            return None;
        };
        let map = match scalar.style {
            _ if scalar.text == source.text[self.span.clone()] => OffsetMap::shifted(self.span.start),
            style => map::of_scalar(&source.text, &self.span, &scalar.text, style, scalar.indent),
        };
        // Blank lines that open a block stand before its own bytes.
        let start = map.offset(0).min(self.span.start);
        Some(Written { text: scalar.text.clone().into_owned(), map, span: start..self.span.end })
    }
}

/// Reads the front matter of a Markdown file. `None` if nothing of it can be read.
pub fn read(source: &Arc<SourceText>) -> Checked<Option<Document<'_>>> {
    let mut all = Said::default();
    split::check_text(source, &mut all);
    let Some(parts) = split::split(source, &mut all) else {
        return Checked::new(None, all);
    };
    if parts.yaml.len() > FRONT_MATTER_LIMIT {
        all.push(fault::too_large(source, parts.fence, parts.yaml.len(), FRONT_MATTER_LIMIT));
        return Checked::new(None, all);
    }
    let document = read_range(source, parts.yaml, parts.fence, parts.body, &mut all);
    Checked::new(document, all)
}

/// Reads a whole YAML file. `None` if nothing of it can be read.
pub fn read_yaml(source: &Arc<SourceText>) -> Checked<Option<Document<'_>>> {
    let mut all = Said::default();
    split::check_text(source, &mut all);
    let start = split::after_mark(&source.text);
    let range = start..source.text.len();
    let first = split::line_at(&source.text, start);
    if range.len() > YAML_FILE_LIMIT {
        all.push(fault::too_large(source, first, range.len(), YAML_FILE_LIMIT));
        return Checked::new(None, all);
    }
    let end = range.end;
    let document = read_range(source, range, first, end..end, &mut all);
    Checked::new(document, all)
}

/// The characters that a range of bytes touches. A copy that was put right has other characters than its file.
fn whole_characters(text: &str, span: Span) -> Span {
    let start = text.floor_char_boundary(span.start.min(text.len()));
    start..text.ceil_char_boundary(span.end).max(start)
}

fn read_range<'a>(
    source: &'a Arc<SourceText>,
    yaml: Span,
    place: Span,
    body: Span,
    all: &mut Said,
) -> Option<Document<'a>> {
    let (root, forgiven) = match tree::build(source, &source.text[yaml.clone()], yaml.start) {
        Ok(built) => {
            all.extend(built.diagnostics);
            (built.root, built.forgiven)
        }
        Err(first) => repair::read(source, yaml, first, all)?,
    };
    Some(Document { root: Node { value: root, span: place }, body, forgiven })
}
