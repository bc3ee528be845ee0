//! E402: the text says that a P value is one-sided, and the summary does not. The level of an interval is E106's.

use crate::diag::{Diagnostic, Said, code, text};
use crate::evidence;
use crate::evidence::sides::is_one_in;
use crate::lint::reading::desk::Desk;
use crate::lint::reading::document::Document;
use crate::lint::reading::passage::{Passage, Section};
use crate::model::prose::ProseKind;
use crate::model::statistic::{PValue, Sides, Statement};

/// What is qualified in the text is qualified in short.
pub(in crate::lint) fn look(document: &Document<'_>, _: &Desk<'_>, said: &mut Said) {
    let Some(issue) = document.as_issue() else { return };
    let is_short = |passage: &Passage<'_>| {
        passage.section == Section::KeyFindings
            || passage.is_field(ProseKind::Summary)
            || passage.is_field(ProseKind::Title)
    };
    let shorts: Vec<&Passage<'_>> =
        document.passages.iter().filter(|passage| is_short(passage) && passage.has_digit()).collect();
    if shorts.is_empty() {
        return;
    }
    let written = issue.findings.iter().flat_map(|it| [&it.effect, &it.adjusted]).flatten();
    let stated: Vec<PValue> = written.flat_map(|it| evidence::find(it)).filter_map(|it| it.p().cloned()).collect();
    let alone = issue.findings.iter().filter_map(|it| it.understood.p.as_ref());
    let text = document.section(Section::Text).flat_map(|passage| passage.statements()).filter_map(Statement::p);
    let known: Vec<&PValue> = text.chain(&stated).chain(alone).collect();
    for passage in shorts {
        sides(passage, &known, said);
    }
}

/// P values of which the text says that they are one-sided.
fn sides(passage: &Passage<'_>, known: &[&PValue], said: &mut Said) {
    // Said once, it may hold for all of the paragraph.
    if is_one_in(&passage.line()) {
        return;
    }
    for p in passage.statements().iter().filter_map(Statement::p) {
        let mut same = known.iter().filter(|it| is_same(it, p)).peekable();
        if same.peek().is_some() && same.all(|it| is_one_sided(it)) {
            let range = p.span.start..p.value.span.end;
            let written = &passage.text[range.clone()];
            said.push(
                Diagnostic::new(
                    code::E402,
                    text!("the text gives `{written}` as one-sided, and here that is left out", written),
                )
                .at(passage.file, passage.span(range))
                .help(text!("write `one-sided` before it: readers take a P value without a side for two-sided")),
            );
        }
    }
}

/// Whether two P values are the same, however they are printed.
fn is_same(one: &PValue, other: &PValue) -> bool {
    let value = |p: &PValue| p.value.value.value();
    one.comparison == other.comparison && one.power == other.power && value(one) == value(other)
}

fn is_one_sided(p: &PValue) -> bool {
    p.sides.as_ref().is_some_and(|it| it.value == Sides::One)
}
