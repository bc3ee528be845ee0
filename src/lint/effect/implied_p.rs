//! E101: a P value that does not follow from its estimate and interval.

use crate::diag::{Diagnostic, Said, Text, code, text};
use crate::evidence::reckoning::{Fault, Reckoned, is_far_limit};
use crate::lint::reading::passage::Passage;
use crate::lint::reading::reckoned::{arithmetic, follows};
use crate::model::statistic::Sides;

/// A P value follows from its estimate and interval.
pub(in crate::lint) fn look(passage: &Passage<'_>, said: &mut Said) {
    for effect in passage.effects() {
        let Some(reckoned) = Reckoned::of(effect).filter(|it| it.fault() == Some(Fault::Value)) else { continue };
        let (Some(p), Some(follows)) = (&effect.p, follows(&reckoned)) else { continue };
        let is_far = reckoned.p(Sides::Two).is_some_and(|(_, most)| is_far_limit(p, most));
        let message = if is_far {
            text!("P {p} is far above what follows from the interval, and no usual limit", p = p.printed())
        } else {
            text!(
                "P {p} does not follow from {measure} {estimate} and its interval",
                p = p.printed(),
                measure = Text::known(effect.measure.name()),
                estimate = effect.estimate.to_string()
            )
        };
        said.push(
            Diagnostic::new(code::E101, message)
                .at(passage.file, passage.span(p.span.clone()))
                .label(follows)
                .help(text!(
                    "{arithmetic}: compare the estimate, both bounds and P with the paper; a log-rank P differs a little from this one, and then E101 can be accepted with that reason",
                    arithmetic = arithmetic(&reckoned)
                )),
        );
    }
}
