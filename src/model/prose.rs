//! Words for readers in front matter, by their places: what rules of style read besides the bodies.

use serde::{Deserialize, Serialize};

use super::language::Language;
use crate::diag::Span;

/// A field with words for readers.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Prose {
    /// What kind of words.
    pub kind: ProseKind,
    /// Their bytes in the file, quotation marks included.
    pub span: Span,
    /// Their language, where it is another than the file's.
    pub language: Option<Language>,
}

/// Kinds of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ProseKind {
    /// A title.
    Title,
    /// The summary of an issue.
    Summary,
    /// Names and notes.
    Words,
    /// The name of a journal.
    Journal,
    /// An entry of the list of references, which has a punctuation of its own.
    Citation,
}

impl ProseKind {
    /// Its name in schemas.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Summary => "summary",
            Self::Words => "words",
            Self::Journal => "journal",
            Self::Citation => "citation",
        }
    }
}
