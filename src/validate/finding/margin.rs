//! Margins of non-inferiority: a number, and whether the interval stays on its side of it.

use super::Validator;
use crate::diag::{Diagnostic, code, text};
use crate::model::finding::Finding;

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
    // A margin in percent of a ratio is one of its shares: the two are not to be compared.
    if effect.measure.is_ratio() && (written.value.contains(['%', '％']) || margin.value() <= 0.0) {
        return;
    }
    let is_above = margin.value() > effect.measure.null();
    let bound = if is_above { &interval.upper } else { &interval.lower };
    let inside = if is_above { bound.value.low() < margin.value() } else { bound.value.high() > margin.value() };
    let outside = if is_above { bound.value.high() >= margin.value() } else { bound.value.low() <= margin.value() };
    if met && inside || !met && outside {
        return;
    }
    let (margin, bound) = (margin.to_string(), bound.value.to_string());
    let message = if met {
        text!("`met: true`, and the interval goes to {bound}, beyond the margin {margin}", bound, margin)
    } else {
        text!("`met: false`, and the interval goes to {bound}, and not to the margin {margin}", bound, margin)
    };
    let help = text!("see the paper which of the three is wrong: `met:` says whether non-inferiority was shown");
    validator.say(Diagnostic::new(code::D027, message).at(validator.source, written.span.clone()).help(help));
}
