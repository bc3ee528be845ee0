//! E108: a statistic that cannot be: a P value above 1, a negative ratio, an interval of no level.

use crate::diag::{Diagnostic, Said, Span, Text, code, text};
use crate::evidence;
use crate::evidence::reckoning::is_level;
use crate::lint::reading::desk::Desk;
use crate::lint::reading::document::Document;
use crate::lint::reading::passage::Passage;
use crate::lint::reading::table::bare_p_values;
use crate::model::statistic::{Effect, PValue};

/// Statistics lie where they can.
pub(in crate::lint) fn look(document: &Document<'_>, _: &Desk<'_>, said: &mut Said) {
    for passage in document.stating() {
        for statement in passage.statements() {
            if let Some(effect) = statement.effect() {
                interval(passage, effect, said);
            }
            if let Some(p) = statement.p().filter(|p| is_above_one(p)) {
                let message = text!("a P value of {p} is greater than 1", p = p.value.to_string());
                said.push(
                    impossible(message).at(passage.file, passage.span(p.span.clone())).label(text!("P is at most 1")),
                );
            }
        }
    }
    // A whole number among them counts something.
    for (p, cell) in bare_p_values(document).iter().filter(|(p, _)| is_above_one(p) && p.value.decimals() > 0) {
        let message = text!("a P value of {p} is greater than 1", p = p.value.to_string());
        said.push(impossible(message).at(cell.file, cell.span(p.span.clone())).label(text!("P is at most 1")));
    }
    // `p: 1.2` has no letter, so the text of the field states nothing.
    let Some(issue) = document.as_issue() else { return };
    for finding in &issue.findings {
        let (Some(p), Some(written)) = (&finding.understood.p, &finding.p) else { continue };
        let is_stated = evidence::find(written).iter().any(|it| it.p().is_some());
        if is_above_one(p) && !is_stated {
            let message = text!("a P value of {p} is greater than 1", p = p.value.to_string());
            said.push(impossible(message).at(&issue.source, written.span.clone()).label(text!("P is at most 1")));
        }
    }
}

fn interval(passage: &Passage<'_>, effect: &Effect, said: &mut Said) {
    let Some(interval) = &effect.interval else { return };
    let mut say = |message: Text, span: &Span, label: Text| {
        said.push(impossible(message).at(passage.file, passage.span(span.clone())).label(label));
    };
    if let Some(level) = interval.level.as_ref().filter(|it| !is_level(it)) {
        let message = text!("there is no interval of {level}%", level = level.to_string());
        say(message, &level.span, text!("levels are 90, 95, 99 and the like"));
    }
    let negative = [&interval.lower, &interval.upper].into_iter().find(|bound| bound.units() < 0);
    if let Some(bound) = negative.filter(|_| effect.measure.is_ratio()) {
        let measure = Text::known(effect.measure.name());
        let message = text!("the interval of a {measure} reaches {bound}", measure, bound = bound.to_string());
        say(message, &bound.span, text!("a ratio is at least 0"));
    }
}

fn is_above_one(p: &PValue) -> bool {
    p.power == 0 && p.value.low() > 1.0
}

fn impossible(message: Text) -> Diagnostic {
    Diagnostic::new(code::E108, message).help(text!("compare it with the paper"))
}
