//! A file of fields as a tree in which every value knows its place: what front matter, YAML and TOML are read into.
//!
//! Knows no field, and never decides what a value should be.

use std::borrow::Cow;

use crate::diag::{Span, Text};

/// The notation of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Front matter, and YAML files.
    Yaml,
    /// config.toml and theme.toml: each value says its type.
    Toml,
}

/// A value with its place.
#[derive(Debug, Clone)]
pub struct Node<'a> {
    /// The value.
    pub value: Value<'a>,
    /// Its bytes in the file. In YAML a missing value has the span of its key, and the root that of the opening `---`; in
    /// TOML a table has that of its heading.
    pub span: Span,
}

/// What a value is, before anyone asks what it should be.
#[derive(Debug, Clone)]
pub enum Value<'a> {
    /// Nothing, `~` or `null`.
    Null,
    /// Text; in YAML also a number, a date: all that it writes in one piece.
    Scalar(Scalar<'a>),
    /// A whole number of TOML.
    Integer(i64),
    /// `true` or `false` in TOML.
    Truth(bool),
    /// Another value of TOML, by what it is: a number with a point, a date.
    Other(Text),
    /// `[…]` or `- …`.
    Sequence(Vec<Node<'a>>),
    /// `{…}` or `name: …`.
    Mapping(Vec<Entry<'a>>),
    /// Something that a fault was already reported for.
    Broken,
}

/// A value in one piece.
#[derive(Debug, Clone)]
pub struct Scalar<'a> {
    /// The text that it stands for, without quotes and indentation.
    pub text: Cow<'a, str>,
    /// How it was written.
    pub style: Style,
    /// The indentation of a block's lines.
    pub(super) indent: usize,
}

/// How a scalar was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// `'…'`
    Single,
    /// `"…"`
    Double,
    /// `|`, and `>`, whose lines are kept.
    Literal,
}

/// A name and its value.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    /// The name.
    pub key: Cow<'a, str>,
    /// Its bytes in the file.
    pub key_span: Span,
    /// Its value.
    pub value: Node<'a>,
}

impl<'a> Node<'a> {
    /// The entries, if it is a mapping.
    pub fn entries(&self) -> Option<&[Entry<'a>]> {
        match &self.value {
            Value::Mapping(entries) => Some(entries),
            _ => None,
        }
    }

    /// The value of an entry, if it is a mapping that has such a one.
    pub fn field(&self, name: &str) -> Option<&Self> {
        self.entries()?.iter().find(|entry| entry.key == name).map(|entry| &entry.value)
    }

    /// The items, if it is a sequence; otherwise none.
    pub fn items(&self) -> &[Self] {
        match &self.value {
            Value::Sequence(items) => items,
            _ => &[],
        }
    }
}
