//! E608: a title of which an outlet shows only a part.

use crate::diag::{Diagnostic, Said, code, text};
use crate::lint::reading::desk::Desk;
use crate::lint::reading::document::{Document, Source};
use crate::text::measure::width;

/// A title is shown whole.
pub(in crate::lint) fn look(document: &Document<'_>, desk: &Desk<'_>, said: &mut Said) {
    let Source::Issue(issue) = document.source else { return };
    let most = desk.house.titles.iter().map(|(_, most)| *most).min();
    let Some(most) = most else { return };
    let width = width(&issue.title);
    if width <= most as usize {
        return;
    }
    let cut = desk.house.titles.iter().filter(|(_, most)| width > *most as usize);
    let outlets = crate::diag::Text::list(cut.map(|(outlet, most)| format!("{outlet} ({most})")));
    said.push(
        Diagnostic::new(
            code::E608,
            text!("the title is {width} characters wide, too wide for {outlets}", width, outlets),
        )
        .at(&issue.source, issue.title_span.clone())
        .help(text!("shorten it; two Latin letters count as one character")),
    );
}
