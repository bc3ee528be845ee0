//! E107: a statistic in front matter that was not understood, or not all of it.

use std::ops::Range;

use crate::diag::{At, Diagnostic, Said, Text, code, text};
use crate::evidence;
use crate::evidence::lex::Line;
use crate::evidence::number::may_have_any;
use crate::lint::reading::desk::Desk;
use crate::lint::reading::document::Document;
use crate::model::issue::Issue;

/// `effect`, `adjusted` and `p` are understood, so that they can be checked and drawn. Words without a digit are left
/// alone: there may be nothing to report.
pub(in crate::lint) fn look(document: &Document<'_>, desk: &Desk<'_>, said: &mut Said) {
    let Some(issue) = document.as_issue() else { return };
    for finding in &issue.findings {
        let read = &finding.understood;
        for (written, is_read) in
            [(&finding.effect, read.effect.is_some()), (&finding.adjusted, read.adjusted.is_some())]
        {
            if let Some(written) = written.as_ref().filter(|it| may_have_any(it)) {
                let missed =
                    evidence::missed(&Line::in_language(written, &issue.language).with(Some(&desk.house.words)));
                effect(issue, written, is_read, missed, said);
            }
        }
        if let Some(written) = finding.p.as_ref().filter(|it| may_have_any(it) && read.p.is_none()) {
            let message = text!("`{written}` was not understood as a P value", written = &written.value);
            let help = text!("write `<0.001`, `0.52` or `one-sided P=0.06`");
            said.push(at(issue, written, message).help(help));
        }
    }
}

fn effect(issue: &Issue, written: &At<String>, is_read: bool, missed: Option<Range<usize>>, said: &mut Said) {
    if !is_read {
        let message = text!("`{written}` was not understood as an effect", written = &written.value);
        let label = text!("no measure with its estimate was found");
        let help = text!("write it as in a text: `HR 0.77, 90% CI 0.59–1.01, one-sided P=0.06`");
        said.push(at(issue, written, message).label(label).help(help));
    } else if let Some(missed) = missed {
        let message = text!("`{missed}` was not understood", missed = &written[missed]);
        said.push(at(issue, written, message).label(text!("the rest was")).help(text!(
            "write it as in a text: `HR 0.77, 90% CI 0.59–1.01, one-sided P=0.06`; what cannot be written like this (a bound in words) goes into `note:`"
        )));
    }
}

fn at(issue: &Issue, written: &At<String>, message: Text) -> Diagnostic {
    Diagnostic::new(code::E107, message).at(&issue.source, written.span.clone())
}
