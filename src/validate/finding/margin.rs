//! Margins of non-inferiority: a number, and whether the interval stays on its side of it.

use super::Validator;
use crate::diag::{Diagnostic, Text, code, text};
use crate::model::finding::Finding;
use crate::model::printed::Printed;

/// Says that a margin is none, or that it, the interval and `met` cannot all be right.
pub(super) fn check(validator: &mut Validator<'_>, finding: &Finding) {
    let Some(written) = &finding.margin else { return };
    let Some(margin) = finding.margin_value() else {
        let message = text!("`{written}` names no margin", written = &written.value);
        let help = text!("write the number that the interval must not cross: `margin: HR 1.38`, `margin: -10%`");
        return validator
            .say(Diagnostic::new(code::D027, message).at(validator.source, written.span.clone()).help(help));
    };
    let (Some(effect), Some(met)) = (&finding.understood.effect, finding.met) else { return };
    let Some(interval) = &effect.interval else { return };
    if finding.margin_on_axis().is_none() {
        return;
    }
    let bounds = (interval.lower.value, interval.upper.value);
    if let Some((message, help)) = misfit(margin, effect.measure.null(), bounds, met) {
        validator.say(Diagnostic::new(code::D027, message).at(validator.source, written.span.clone()).help(help));
    }
}

/// What to say where an interval on the axis with this value of no effect, a margin and `met` cannot all be right.
pub(in crate::validate) fn misfit(
    margin: Printed,
    null: f64,
    (lower, upper): (Printed, Printed),
    met: bool,
) -> Option<(Text, Text)> {
    let is_above = margin.value() > null;
    let bound = if is_above { upper } else { lower };
    let inside = if is_above { bound.low() < margin.value() } else { bound.high() > margin.value() };
    let outside = if is_above { bound.high() >= margin.value() } else { bound.low() <= margin.value() };
    if met && inside || !met && outside {
        return None;
    }
    let (margin, bound) = (margin.to_string(), bound.to_string());
    let message = if met {
        text!("`met: true`, and the interval goes to {bound}, beyond the margin {margin}", bound, margin)
    } else {
        text!("`met: false`, and the interval goes to {bound}, and not to the margin {margin}", bound, margin)
    };
    Some((message, text!("see the paper which of the three is wrong: `met:` says whether non-inferiority was shown")))
}
