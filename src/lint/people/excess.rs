//! E202: more people than there are.

use crate::diag::{Diagnostic, Said, Text, code, text};
use crate::evidence::lex::{Line, Sign};
use crate::evidence::people::lone_fraction;
use crate::evidence::share::{cell, lone_percent, percent};
use crate::evidence::words::chinese;
use crate::lint::reading::desk::Desk;
use crate::lint::reading::document::Document;
use crate::lint::reading::passage::PassageKind;
use crate::lint::reading::place::{in_wrong_answer, say};
use crate::model::finding::Measure;
use crate::model::issue::Issue;

/// Nothing is more than the whole.
pub(in crate::lint) fn look(document: &Document<'_>, _: &Desk<'_>, said: &mut Said) {
    let Some(issue) = document.as_issue() else { return };
    for passage in document.passages.iter().filter(|it| it.has_any("%/")) {
        if passage.kind.is_citation() || in_wrong_answer(issue, passage) {
            continue;
        }
        let line = passage.line();
        let found = if passage.kind == PassageKind::Cell {
            &cell(&line).into_iter().collect::<Vec<_>>()
        } else {
            passage.shares()
        };
        for share in found {
            if let Some(among) = share.among.filter(|among| *among < share.count) {
                let message = text!("{count} of {among} are more than all", count = share.count, among);
                said.push(say(code::E202, passage, share.span.clone(), message).help(help()));
            } else if share.percent.low() > 100.0 {
                said.push(
                    say(code::E202, passage, share.percent_span.clone(), beyond(share.percent.to_string()))
                        .help(help()),
                );
            }
        }
        for at in 0..line.lexemes.len() {
            let is_rate = line.han(at).is_some_and(|han| {
                let han = han.trim_end_matches(['为', '达', '是']);
                chinese(|it| it.rates).iter().any(|rate| han.ends_with(rate))
            });
            let value = at + 1 + usize::from(line.is(at + 1, Sign::Colon));
            let Some((number, end)) = percent(&line, value).filter(|_| is_rate) else { continue };
            // With a count after it, it is a share, and was said above.
            if number.low() > 100.0 && !line.is(end, Sign::Open) {
                let span = line.span(value..end);
                said.push(say(code::E202, passage, span, beyond(number.to_string())).help(help()));
            }
        }
    }
    findings(issue, said);
}

fn help() -> Text {
    text!("look the numbers up in the paper: people are counted once, and never more than all of them")
}

fn beyond(percent: String) -> Text {
    text!("{percent}% of people are more than all", percent)
}

/// Rates above 100%, and counts among more people than the arm has.
fn findings(issue: &Issue, said: &mut Said) {
    let arms = issue.trial.as_ref().map(|trial| trial.arms.as_slice()).unwrap_or_default();
    for finding in issue.findings.iter().filter(|it| it.measure == Some(Measure::Rate)) {
        for value in &finding.values {
            let rate = Line::in_language(&value.value, &issue.language);
            if let Some(number) = lone_percent(&rate).filter(|number| number.low() > 100.0) {
                let found = Diagnostic::new(code::E202, beyond(number.to_string()));
                said.push(found.at(&issue.source, value.value.span.clone()).help(help()));
            }
            let Some(count) = &value.count else { continue };
            let among = lone_fraction(count).map(|share| share.among);
            let arm = arms.get(value.arm);
            let Some((among, n)) = among.zip(arm.and_then(|arm| arm.n)).filter(|(among, n)| among > n) else {
                continue;
            };
            let label = arm.map_or("", |arm| arm.label.as_str());
            let message = text!("{among} were examined, but {label} has {n}", among, label, n);
            said.push(Diagnostic::new(code::E202, message).at(&issue.source, count.span.clone()).help(help()));
        }
    }
}
