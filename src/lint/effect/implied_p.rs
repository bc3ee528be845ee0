//! E101: a P value that does not follow from its estimate and interval.

use crate::diag::{Diagnostic, Said, Text, code, text};
use crate::evidence::reckoning::{Fault, Reckoned, is_far_limit, shown, shown_p};
use crate::lint::reading::passage::Passage;
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

/// The P value that follows, in words.
pub(in crate::lint) fn follows(reckoned: &Reckoned<'_>) -> Option<Text> {
    let said = reckoned.effect.p.as_ref().and_then(|p| p.sides.as_ref()).map(|it| it.value);
    if said == Some(Sides::One) {
        let p = reckoned.p(Sides::One)?;
        let other = (1.0 - p.1, 1.0 - p.0);
        return Some(text!(
            "a one-sided P of {p} follows, or {other} to the other side",
            p = shown_p(p),
            other = shown_p(other)
        ));
    }
    Some(text!("a two-sided P of {p} follows", p = shown_p(reckoned.p(Sides::Two)?)))
}

/// How it was reckoned.
pub(in crate::lint) fn arithmetic(reckoned: &Reckoned<'_>) -> Text {
    let (Some(error), Some(z)) = (reckoned.error(), reckoned.z()) else { return Text::default() };
    let reach = format!("{:.3}", crate::evidence::normal::reach(reckoned.level().unwrap_or(95.0)));
    let (lower, upper) = (reckoned.interval.lower.to_string(), reckoned.interval.upper.to_string());
    let estimate = reckoned.effect.estimate.to_string();
    let (error, z) = (shown(error, 3), shown(z, 2));
    if reckoned.effect.measure.is_ratio() {
        text!(
            "SE = (ln {upper} − ln {lower}) / (2 × {reach}) = {error}, z = |ln {estimate}| / SE = {z}",
            upper,
            lower,
            reach,
            error,
            estimate,
            z
        )
    } else {
        text!(
            "SE = ({upper} − ({lower})) / (2 × {reach}) = {error}, z = |{estimate}| / SE = {z}",
            upper,
            lower,
            reach,
            error,
            estimate,
            z
        )
    }
}
