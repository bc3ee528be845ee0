//! An expert's reading of a trial, never mixed with its findings.

use serde::{Deserialize, Serialize};

use super::body::Body;
use super::person::PersonId;
use crate::diag::At;

/// A commentary.
#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
pub struct Commentary {
    /// Who wrote it, and where that is said.
    pub expert: At<PersonId>,
    /// What was written.
    pub text: Body,
}
