//! Icon arrays.

/// Of so many people in each arm, how many.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Icons {
    /// What happened to them: 癌栓缓解.
    pub event: Option<Box<str>>,
    /// The arms.
    pub arms: Vec<IconArm>,
}

/// An arm of an icon array.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct IconArm {
    /// The arm's name.
    pub label: Box<str>,
    /// The share as printed: `38%`.
    pub value: Box<str>,
    /// How many icons are filled.
    pub filled: u32,
    /// How many icons there are: as many in every arm.
    pub of: u32,
    /// Whether there are some with the event, and fewer than one of so many.
    pub is_fewer: bool,
    /// Events among those examined, as written: `39/83`.
    pub count: Option<Box<str>>,
}
