//! E101: a P value that does not follow from its estimate and interval.

use crate::diag::{Diagnostic, Said, Text, code, text};
use crate::evidence::method::Verdict;
use crate::evidence::reckoning::{Fault, Reckoned};
use crate::lint::reading::passage::Passage;
use crate::lint::reading::reckoned::{arithmetic, follows, judged, named};

/// A P value follows from its estimate and interval.
pub(in crate::lint) fn look(passage: &Passage<'_>, said: &mut Said) {
    for effect in passage.effects() {
        let Some(reckoned) = Reckoned::of(effect) else { continue };
        let fault = reckoned.fault(|| named(passage, effect));
        let Some((fault @ (Fault::Value | Fault::Limit), verdict)) = fault else { continue };
        let (Some(p), Some(follows)) = (&effect.p, follows(&reckoned)) else { continue };
        let message = match (fault, verdict) {
            (Fault::Limit, Verdict::Unexplained) => {
                text!("P {p} is far above what follows from the interval, and no usual limit", p = p.printed())
            }
            (Fault::Limit, _) => text!("P {p} is no usual limit", p = p.printed()),
            _ => text!(
                "P {p} does not follow from {measure} {estimate} and its interval",
                p = p.printed(),
                measure = Text::known(effect.measure.name()),
                estimate = effect.estimate.to_string()
            ),
        };
        let diagnostic =
            Diagnostic::new(code::E101, message).at(passage.file, passage.span(p.span.clone())).label(follows);
        let arithmetic = || arithmetic(&reckoned);
        said.push(judged(
            diagnostic,
            verdict,
            text!(
                "{arithmetic}: no usual test is so far from this; compare the estimate, both bounds and P with the paper, and where they stand there like this, accept E101 with that reason",
                arithmetic = arithmetic()
            ),
            |method| {
                text!(
                    "{arithmetic}: {method} may explain the difference; otherwise a digit is wrong",
                    arithmetic = arithmetic(),
                    method
                )
            },
        ));
    }
}
