//! M029: a link that readers cannot see.

use crate::diag::{Diagnostic, Said, code, text};
use crate::lint::reading::passage::{MarkKind, Passage};

/// A link has words.
pub(in crate::lint) fn look(passage: &Passage<'_>, said: &mut Said) {
    let is_empty = |range: &std::ops::Range<usize>| passage.text[range.clone()].trim().is_empty();
    for mark in passage.marks.iter().filter(|mark| mark.kind == MarkKind::Link && is_empty(&mark.range)) {
        said.push(
            Diagnostic::new(code::M029, text!("the link has no words, and readers do not see it"))
                .at(passage.file, mark.span.clone())
                .help(text!("write between the square brackets what readers are to see")),
        );
    }
}
