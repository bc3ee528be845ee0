//! M028: a number that is struck out, most often a range that was written with two tildes.

use std::ops::Range;

use crate::diag::{Diagnostic, Edit, Said, code, text};
use crate::lint::reading::passage::{Mark, MarkKind, Passage};

/// No number is struck out.
pub(in crate::lint) fn look(passage: &Passage<'_>, said: &mut Said) {
    for mark in passage.marks.iter().filter(|mark| mark.kind == MarkKind::Strike) {
        let inside = &passage.text[mark.range.clone()];
        if !inside.contains(|c: char| c.is_ascii_digit()) {
            continue;
        }
        let found = Diagnostic::new(code::M028, text!("a number is struck out")).at(passage.file, mark.span.clone());
        said.push(match ranges(passage, mark) {
            Some(edits) => found.help(text!("a range is written with one tilde: `70%~90%`")).fix(edits),
            None => found.help(
                text!("a range is written with one tilde, `70%~90%`; a number that was wrong is better named under `corrections:`"),
            ),
        });
    }
}

/// One tilde for two, if both pairs stand in the middle of a range.
fn ranges(passage: &Passage<'_>, mark: &Mark) -> Option<[Edit; 2]> {
    let Range { start, end } = mark.range;
    let begins = |at: usize| passage.after(at).is_some_and(|c| c.is_ascii_digit());
    let ends = |at: usize| passage.before(at).is_some_and(|c| c.is_ascii_digit() || matches!(c, '%' | '％' | '℃'));
    let marks = passage.file.text.get(mark.span.clone())?;
    let is_plain = marks.len() > 4 && marks.starts_with("~~") && marks.ends_with("~~");
    let edit = |at: usize| Edit::new(at..at + 2, "~");
    (is_plain && ends(start) && begins(start) && ends(end) && begins(end))
        .then(|| [edit(mark.span.start), edit(mark.span.end - 2)])
}
