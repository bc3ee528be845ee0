//! E506: a figure that does not say where it comes from.

use crate::diag::{Diagnostic, Said, Span, code, text};
use crate::lint::reading::desk::Desk;
use crate::lint::reading::document::Document;
use crate::model::body::Kind;
use crate::model::house::Requirement;

/// Every figure says where it comes from.
pub(in crate::lint) fn look(document: &Document<'_>, desk: &Desk<'_>, said: &mut Said) {
    let Some(issue) = document.as_issue().filter(|_| desk.house.require.contains(&Requirement::FigureSource)) else {
        return;
    };
    let mut say = |span: Span, help| {
        said.push(
            Diagnostic::new(code::E506, text!("the figure does not say where it comes from"))
                .at(&issue.source, span)
                .help(help),
        );
    };
    for node in issue.bodies().flat_map(|body| body.nodes()) {
        let Kind::Figure(figure) = &node.kind else { continue };
        if figure.source.is_none() {
            let start = node.span.start as usize;
            let line = issue.source.text[start..node.span.end as usize].lines().next().unwrap_or_default();
            say(start..start + line.len(), text!("write `source=\"…\"` between its braces: the paper, or who drew it"));
        }
    }
    let cover = issue.cover.as_ref().filter(|cover| cover.source.is_none());
    if let Some(cover) = cover {
        say(
            cover.image.span.clone(),
            text!("write `source:` below `cover:`: where the picture was taken from, or who drew it"),
        );
    }
}
