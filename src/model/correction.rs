//! What was put right after publication.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::identifier::Doi;

/// A correction.
#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
pub struct Correction {
    /// When.
    pub date: Date,
    /// What kind.
    pub kind: CorrectionKind,
    /// What stood there.
    pub was: Option<String>,
    /// What stands there now.
    pub now: Option<String>,
    /// Why, or what else there is to say.
    pub note: Option<String>,
    /// The notice by which it was made known.
    pub doi: Option<Doi>,
}

/// Kinds of correction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CorrectionKind {
    /// Something was wrong.
    Correction,
    /// Something could be misread.
    Clarification,
    /// The covered paper is in doubt: its editors published an expression of concern.
    Concern,
    /// The covered paper, or the issue, was withdrawn.
    Retraction,
}

impl CorrectionKind {
    /// Every kind with the name that editors write.
    pub const ALL: &[(&str, Self)] = &[
        ("correction", Self::Correction),
        ("clarification", Self::Clarification),
        ("concern", Self::Concern),
        ("retraction", Self::Retraction),
    ];

    /// The name that editors write.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| name)
    }
}
