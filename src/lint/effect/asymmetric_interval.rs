//! E103: an estimate that is not in the middle of its interval.

use crate::diag::{Diagnostic, Said, code, text};
use crate::evidence::reckoning::{Reckoned, shown};
use crate::lint::reading::passage::Passage;

/// An estimate stands in the middle of its interval: of a ratio on the scale of logarithms.
pub(in crate::lint) fn look(passage: &Passage<'_>, said: &mut Said) {
    for effect in passage.effects() {
        let Some(reckoned) = Reckoned::of(effect).filter(Reckoned::misses_middle) else { continue };
        let interval = reckoned.interval;
        let (lower, upper) = (interval.lower.to_string(), interval.upper.to_string());
        let middle = shown(reckoned.middle(), effect.estimate.decimals() + 1);
        let label = if effect.measure.is_ratio() {
            text!("√({lower} × {upper}) = {middle}", lower = &lower, upper = &upper, middle)
        } else {
            text!("({lower} + {upper}) / 2 = {middle}", lower = &lower, upper = &upper, middle)
        };
        let message = text!(
            "an estimate of {estimate} is not in the middle of its interval, {lower} to {upper}",
            estimate = effect.estimate.to_string(),
            lower,
            upper
        );
        said.push(
            Diagnostic::new(code::E103, message)
                .at(passage.file, passage.span(effect.estimate.span.clone()))
                .label(label)
                .help(text!(
                    "compare the estimate and both bounds with the paper; exact, bootstrap, Bayesian and profile likelihood intervals may lie to one side, and then E103 can be accepted with that reason"
                )),
        );
    }
}
