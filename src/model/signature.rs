//! Signatures: who compared the numbers of an issue with the paper, when, and which numbers these were.

use std::sync::Arc;

use jiff::civil::Date;

use super::person::PersonId;
use crate::diag::{At, SourceText, Span};

/// The signatures of an issue in one language.
#[derive(Debug, Clone, Hash)]
pub struct Signatures {
    /// The file.
    pub source: Arc<SourceText>,
    /// One for each person, in the order written.
    pub all: Vec<Signature>,
}

/// A signature.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Signature {
    /// Who signed.
    pub by: At<PersonId>,
    /// When.
    pub date: Date,
    /// The numbers, row by row.
    pub rows: Vec<SignedRow>,
}

/// The numbers of a sentence, of a row of a table, or of a group of fields, in their order.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SignedRow {
    /// The part of the issue, for people.
    pub place: String,
    /// The numbers.
    pub numbers: Vec<String>,
    /// Where that is written.
    pub span: Span,
}
