//! E104: an interval and a P value that decide differently.

use crate::diag::{Diagnostic, Said, code, text};
use crate::evidence::reckoning::{Fault, Reckoned};
use crate::lint::reading::passage::Passage;
use crate::lint::reading::reckoned::follows;
use crate::model::statistic::Sides;

/// An interval leaves out the value of no effect if, and only if, its P value is significant.
pub(in crate::lint) fn look(passage: &Passage<'_>, said: &mut Said) {
    for effect in passage.effects() {
        let Some(reckoned) = Reckoned::of(effect).filter(|it| it.fault() == Some(Fault::Story)) else { continue };
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
        said.push(
            Diagnostic::new(code::E104, message)
                .at(passage.file, passage.span(p.span.clone()))
                .related(passage.file, passage.span(interval.span.clone()), text!("its interval"))
                .label(follows)
                .help(text!(
                    "an interval of this level leaves out {null} exactly if this P is below {alpha}: compare both with the paper; where they come from two methods (a log-rank P, an interval of a model), say so and accept E104 with that reason",
                    null,
                    alpha
                )),
        );
    }
}
