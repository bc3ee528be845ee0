//! Comments of readers, exported from where they were made.

use jiff::civil::Date;

/// The comments of an issue.
#[derive(Debug, Clone, Default, Hash)]
pub struct Comments {
    /// How many there are in all, here or elsewhere.
    pub count: u32,
    /// Where the rest can be read.
    pub more: Option<String>,
    /// The ones shown here, in the order written.
    pub shown: Vec<Comment>,
}

/// A comment.
#[derive(Debug, Clone, Hash)]
pub struct Comment {
    /// Who wrote it, as they call themselves.
    pub author: String,
    /// When.
    pub date: Option<Date>,
    /// Plain text.
    pub text: String,
    /// How many readers liked it.
    pub likes: Option<u32>,
}
