//! What an editor has looked at and lets stand, with the reason.

use crate::diag::{At, Code, Span};

/// A diagnostic that is accepted where it stands.
#[derive(Debug, Clone)]
pub struct Accept {
    /// Its code.
    pub code: Code,
    /// Words of the line at which it stands; anywhere in the file where there are none.
    pub at: Option<At<String>>,
    /// Why it is right as it is.
    pub reason: String,
    /// Where that is said.
    pub span: Span,
}
