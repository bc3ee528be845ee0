//! E508: words of a new file that nobody replaced.

use std::sync::Arc;

use crate::diag::{Diagnostic, Said, SourceText, Text, code, text};
use crate::lint::reading::desk::Desk;
use crate::lint::reading::document::{Document, Source};

/// What is published has no placeholders. A draft may have them, and a column without a published issue.
pub(in crate::lint) fn look(document: &Document<'_>, desk: &Desk<'_>, said: &mut Said) {
    let (file, help): (&Arc<SourceText>, Text) = match document.source {
        Source::Issue(issue) if !issue.draft => {
            (&issue.source, text!("write your own words, take the part out, or add `draft: true` until it is written"))
        }
        Source::Column(column) if desk.site.issues.iter().any(|issue| issue.column == column.slug && !issue.draft) => {
            (&column.source, text!("write your own words, or take the part out"))
        }
        _ => return,
    };
    for (range, ()) in desk.placeholders.find(&file.text) {
        if is_remark(&file.text, range.start) {
            continue;
        }
        let words = &file.text[range.clone()];
        said.push(
            Diagnostic::new(code::E508, text!("`{words}` stands here as in a new file", words))
                .at(file, range.clone())
                .help(help.clone()),
        );
    }
}

/// Whether a place of a file stands in a remark of its front matter.
fn is_remark(text: &str, at: usize) -> bool {
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let is_in_front = !text[..at].strip_prefix("---").is_some_and(|rest| rest.contains("\n---"));
    is_in_front && text[line..at].trim_start().starts_with('#')
}
