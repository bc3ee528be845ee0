//! An expert's reading of a trial, never mixed with its findings.

use super::body::Body;
use super::person::PersonId;

/// A commentary.
#[derive(Debug, Clone)]
pub struct Commentary {
    /// Who wrote it.
    pub expert: PersonId,
    /// What was written.
    pub text: Body,
}
