//! E104: an interval and a P value that decide differently.

use crate::diag::{Diagnostic, Said, code, text};
use crate::evidence::reckoning::{Fault, Reckoned};
use crate::lint::reading::passage::Passage;
use crate::lint::reading::reckoned::{follows, judged, named};
use crate::model::statistic::Sides;

/// An interval leaves out the value of no effect if, and only if, its P value is significant.
pub(in crate::lint) fn look(passage: &Passage<'_>, said: &mut Said) {
    for effect in passage.effects() {
        let Some(reckoned) = Reckoned::of(effect) else { continue };
        let Some((Fault::Story, verdict)) = reckoned.fault(|| named(passage, effect)) else { continue };
        let (Some(p), Some(follows)) = (&effect.p, follows(&reckoned)) else { continue };
        let sides = p.sides.as_ref().map_or(Sides::Two, |it| it.value);
        let alpha = format!("{:.3}", reckoned.alpha(sides).unwrap_or(0.05));
        let alpha = alpha.trim_end_matches('0').to_owned();
        let interval = reckoned.interval;
        let (lower, upper) = (interval.lower.to_string(), interval.upper.to_string());
        let null = if effect.measure.is_ratio() { "1" } else { "0" };
        let message = if reckoned.excludes_null() == Some(true) {
            text!("the interval {lower} to {upper} leaves out {null}, but P {p}", lower, upper, null, p = p.printed())
        } else {
            text!("the interval {lower} to {upper} includes {null}, but P {p}", lower, upper, null, p = p.printed())
        };
        let diagnostic = Diagnostic::new(code::E104, message)
            .at(passage.file, passage.span(p.span.clone()))
            .related(passage.file, passage.span(interval.span.clone()), text!("its interval"))
            .label(follows);
        said.push(judged(
            diagnostic,
            verdict,
            text!(
                "an interval of this level leaves out {null} exactly if this P is below {alpha}, and no usual test is so far from that: compare both with the paper; where they stand there like this, accept E104 with that reason",
                null,
                alpha = &alpha
            ),
            |method| {
                text!(
                    "an interval of this level leaves out {null} exactly if this P is below {alpha}; near that limit {method} may decide otherwise: say of which test P is",
                    null,
                    alpha = &alpha,
                    method
                )
            },
        ));
    }
}
