//! E508: words of a new file that nobody replaced.

use std::sync::Arc;

use crate::diag::{Diagnostic, Said, SourceText, Span, Text, code, text};
use crate::lint::reading::desk::Desk;
use crate::lint::reading::document::{Document, Source};

/// What is published has no placeholders. A draft may have them, and a column without a published issue.
pub(in crate::lint) fn look(document: &Document<'_>, desk: &Desk<'_>, said: &mut Said) {
    let (file, help): (&Arc<SourceText>, Text) = match document.source {
        Source::Issue(issue) if !issue.draft => {
            (&issue.source, text!("write your own words, take the part out, or add `draft: true` until it is written"))
        }
        Source::Column(column) if desk.publishes(column) => {
            (&column.source, text!("write your own words, or take the part out"))
        }
        Source::Page(_) => return of_page(document, desk, said),
        _ => return,
    };
    let found =
        desk.placeholders.find(&file.text).into_iter().filter(|(range, ())| !is_remark(&file.text, range.start));
    for (range, ()) in found {
        say(&file.text[range.clone()], file, range.clone(), help.clone(), said);
    }
}

/// A page that is no issue is published whatever stands in it, and may show what a new file looks like, as code.
fn of_page(document: &Document<'_>, desk: &Desk<'_>, said: &mut Said) {
    for passage in &document.passages {
        for (range, ()) in desk.placeholders.find(&passage.text) {
            let help = text!("write your own words, or take the part out");
            say(&passage.text[range.clone()], passage.file, passage.span(range.clone()), help, said);
        }
    }
}

fn say(words: &str, file: &Arc<SourceText>, span: Span, help: Text, said: &mut Said) {
    let found = Diagnostic::new(code::E508, text!("`{words}` stands here as in a new file", words));
    said.push(found.at(file, span).help(help));
}

/// Whether a place of a file stands in a remark of its front matter.
fn is_remark(text: &str, at: usize) -> bool {
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let is_in_front = !text[..at].strip_prefix("---").is_some_and(|rest| rest.contains("\n---"));
    is_in_front && text[line..at].trim_start().starts_with('#')
}
