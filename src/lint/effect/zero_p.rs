//! E109: a P value that is said to be 0.

use crate::diag::{Diagnostic, Said, SourceText, Span, code, text};
use crate::evidence;
use crate::lint::reading::desk::Desk;
use crate::lint::reading::document::Document;
use crate::lint::reading::table::bare_p_values;
use crate::model::statistic::{Comparison, PValue};

/// No P value is 0: programs print one so that is smaller than their last digit.
pub(in crate::lint) fn look(document: &Document<'_>, _: &Desk<'_>, said: &mut Said) {
    for passage in document.stating() {
        for p in passage.statements().iter().filter_map(|it| it.p()).filter(|p| is_zero(p)) {
            say(p, passage.file, passage.span(p.span.clone()), said);
        }
    }
    for (p, cell) in bare_p_values(document).iter().filter(|(p, _)| is_zero(p) && p.value.decimals() > 2) {
        say(p, cell.file, cell.span(p.span.clone()), said);
    }
    // `p: 0.000` has no letter, so the text of the field states nothing.
    let Some(issue) = document.as_issue() else { return };
    for finding in &issue.findings {
        let (Some(p), Some(written)) = (&finding.understood.p, &finding.p) else { continue };
        let is_stated = evidence::find(written).iter().any(|it| it.p().is_some());
        if is_zero(p) && !is_stated {
            say(p, &issue.source, written.span.clone(), said);
        }
    }
}

fn say(p: &PValue, file: &std::sync::Arc<SourceText>, span: Span, said: &mut Said) {
    let message = text!("P {p} is no probability of a test", p = p.printed());
    let limit = format!("<0.{}1", "0".repeat(usize::from(p.value.decimals().max(3) - 1)));
    said.push(Diagnostic::new(code::E109, message).at(file, span).label(text!("write `P{limit}`", limit)).help(text!(
        "a program prints 0.000 where P is smaller than its last digit: write the limit, or the value from the paper"
    )));
}

/// Whether nothing is left of a P value, or it is said to be below nothing.
fn is_zero(p: &PValue) -> bool {
    p.value.units() == 0 && matches!(p.comparison, Comparison::Equal | Comparison::Less | Comparison::AtMost)
}
