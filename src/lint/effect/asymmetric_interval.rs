//! E103: an estimate that is not in the middle of its interval.

use crate::diag::{Diagnostic, Said, code, text};
use crate::evidence::method::of_interval;
use crate::evidence::reckoning::{Reckoned, shown};
use crate::lint::reading::passage::Passage;
use crate::lint::reading::reckoned::{judged, named};

/// An estimate stands in the middle of its interval: of a ratio on the scale of logarithms.
pub(in crate::lint) fn look(passage: &Passage<'_>, said: &mut Said) {
    for effect in passage.effects() {
        let Some(reckoned) = Reckoned::of(effect).filter(Reckoned::misses_middle) else { continue };
        let verdict = of_interval(&reckoned, &named(passage, effect));
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
        let off = || format!("{:.2}", reckoned.off_middle().abs());
        let diagnostic = Diagnostic::new(code::E103, message)
            .at(passage.file, passage.span(effect.estimate.span.clone()))
            .label(label);
        said.push(judged(
            diagnostic,
            verdict,
            text!(
                "it is {off} standard errors off, farther than usual methods bring it: compare the estimate and both bounds with the paper; where they stand there like this, accept E103 with that reason",
                off = off()
            ),
            |method| {
                text!(
                    "it is {off} standard errors off, which {method} may explain; otherwise a digit is wrong",
                    off = off(),
                    method
                )
            },
        ));
    }
}
