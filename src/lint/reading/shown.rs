//! Marks of a passage that readers see as they are: where they stand by themselves, and how a rule says so.

use std::ops::Range;

use super::passage::Passage;
use crate::diag::{Code, Diagnostic, Edit, Said, Text, text};

/// A passage, and what a rule says of the marks in it.
pub(in crate::lint) struct Shown<'p, 'a> {
    /// What is read.
    pub(in crate::lint) passage: &'p Passage<'a>,
    /// What is said.
    pub(in crate::lint) said: &'p mut Said,
    /// The rule that says it.
    pub(in crate::lint) code: Code,
}

impl Shown<'_, '_> {
    /// Says that readers see these marks, what to write instead, and how that is done where no person has to decide.
    pub(in crate::lint) fn say(&mut self, range: Range<usize>, help: Text, fix: Option<Vec<Edit>>) {
        let message = text!("`{marks}` is shown as it is", marks = &self.passage.text[range.clone()]);
        let span = self.passage.span(range);
        let found = Diagnostic::new(self.code, message).at(self.passage.file, span).help(help);
        self.said.push(found.fix(fix.into_iter().flatten()));
    }

    /// Whether marks stand at a place by themselves: not escaped, not part of an address.
    pub(in crate::lint) fn is_bare(&self, range: Range<usize>) -> bool {
        let passage = self.passage;
        let Some(span) = passage.as_written(range.clone()) else { return false };
        !passage.is_address(range.start) && !passage.file.text[..span.start].ends_with('\\')
    }
}
