//! Where else an issue stands, what it said there, and what it says otherwise since.

use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::consent::Scope;
use super::issue::Part;
use super::signature::SignedRow;
use crate::diag::{At, SourceText};

/// An issue as it was put somewhere else.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Elsewhere {
    /// Where: the name of an outlet, or free words.
    pub place: At<String>,
    /// Its address there.
    pub url: Option<String>,
    /// When it was put there.
    pub date: At<Date>,
    /// When it was last put right there.
    pub updated: Option<At<Date>>,
}

impl Elsewhere {
    /// What tells it from every other: its address, where it has one.
    pub fn key(&self) -> &str {
        self.url.as_deref().unwrap_or(&self.place.value)
    }

    /// The day whose issue it is.
    pub fn since(&self) -> Date {
        self.updated.as_ref().map_or(self.date.value, |it| it.value.max(self.date.value))
    }
}

/// The numbers of an issue in one language as they were put elsewhere: one entry a place.
#[derive(Debug, Clone, Hash)]
pub struct KeptNumbers {
    /// The file.
    pub source: Arc<SourceText>,
    /// In the order written.
    pub all: Vec<Kept>,
}

/// The numbers that a place was given.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Kept {
    /// Which place: its [`Elsewhere::key`].
    pub of: At<String>,
    /// When it was given them.
    pub date: Date,
    /// What stood behind the question of consent then, and was not given.
    pub scope: Scope,
    /// The numbers, row by row.
    pub rows: Vec<SignedRow>,
}

/// A place that still says what the issue no longer says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Behind {
    /// The file of the issue.
    pub path: String,
    /// Which of its places, from 0.
    pub entry: usize,
    /// The numbers that are others since, as far as it is known what the place was given.
    pub changes: Vec<Change>,
    /// The corrections that came later, by their number in the issue, newest first.
    pub corrections: Vec<usize>,
}

/// A number that is another since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What the place was given.
    pub was: String,
    /// What stands there now; nothing where it is gone.
    pub now: Option<String>,
    /// The part of the page in which it stands; none for its head.
    pub part: Option<Part>,
    /// The heading, the endpoint or the chart to which it belongs; may be empty.
    pub of: String,
    /// Whether everyone may read it.
    pub is_public: bool,
}
