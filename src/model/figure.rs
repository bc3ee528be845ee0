//! Directives of a body that are more than text.

use serde::{Deserialize, Serialize};

/// A picture with its caption: `:::figure{src="…" alt="…" source="…" #id}`.
#[derive(Debug, Clone, PartialEq, Hash, Serialize, Deserialize)]
pub struct Figure {
    /// Its number in [`Body::images`](super::body::Body::images).
    pub image: u32,
    /// What the picture shows, in words.
    pub alt: Box<str>,
    /// Where the picture comes from.
    pub source: Option<Box<str>>,
    /// The id that links lead to.
    pub id: Option<Box<str>>,
    /// Classes for the theme, with a space between them; may be empty.
    pub classes: Box<str>,
}

/// A remark set apart from the text: `:::note{title="…" kind="…"}`.
#[derive(Debug, Clone, PartialEq, Hash, Serialize, Deserialize)]
pub struct Note {
    /// What kind of remark.
    pub kind: NoteKind,
    /// Its own heading; the theme has a name for each kind.
    pub title: Option<Box<str>>,
    /// The id that links lead to.
    pub id: Option<Box<str>>,
    /// Classes for the theme, with a space between them; may be empty.
    pub classes: Box<str>,
}

/// Kinds of remark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum NoteKind {
    /// A remark.
    Note,
    /// Something to be careful of.
    Warning,
}

impl NoteKind {
    /// Every kind with the name that editors write.
    pub const ALL: &[(&str, Self)] = &[("note", Self::Note), ("warning", Self::Warning)];

    /// The name that editors write.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, kind)| *kind == self).map_or("note", |(name, _)| name)
    }
}
