//! E514: a question of `todo` that nobody has answered.

use crate::diag::{Diagnostic, Said, Severity, code, text};
use crate::lint::reading::desk::Desk;
use crate::lint::reading::document::{Document, Source};

/// What is published has no open questions; a draft is told of its own.
pub(in crate::lint) fn look(document: &Document<'_>, _: &Desk<'_>, said: &mut Said) {
    let Source::Issue(issue) = document.source else { return };
    for question in &issue.todo {
        let words = question.value.as_str();
        let mut found =
            Diagnostic::new(code::E514, text!("open: {words}", words)).at(&issue.source, question.span.clone());
        found = match issue.draft {
            true => found.help(text!("take the line out of `todo` once it is answered")),
            false => found.help(text!("answer it and take the line out of `todo`, or add `draft: true` until then")),
        };
        if !issue.draft {
            found.severity = Severity::Error;
        }
        said.push(found);
    }
}
