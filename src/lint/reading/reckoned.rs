//! How what follows from an effect and its interval is said.

use crate::diag::{Diagnostic, Text, text};
use crate::evidence::method::{Named, Verdict};
use crate::evidence::normal::reach;
use crate::evidence::reckoning::{Reckoned, shown, shown_p};
use crate::lint::reading::passage::Passage;
use crate::model::statistic::{Effect, Sides};

/// The methods that are named around an effect.
pub(in crate::lint) fn named(passage: &Passage<'_>, effect: &Effect) -> Named {
    Named::around(&passage.text, &effect.span)
}

/// What is unexplained, with the help for it; or, as a note, what a method may explain, with the help for that.
pub(in crate::lint) fn judged(
    diagnostic: Diagnostic,
    verdict: Verdict,
    unexplained: Text,
    explained: impl FnOnce(Text) -> Text,
) -> Diagnostic {
    match verdict {
        Verdict::Unexplained => diagnostic.help(unexplained),
        Verdict::Explained(method) => diagnostic.help(explained(Text::known(method))).as_note(),
    }
}

/// The P value that follows, in words.
pub fn follows(reckoned: &Reckoned<'_>) -> Option<Text> {
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
pub fn arithmetic(reckoned: &Reckoned<'_>) -> Text {
    let (Some(error), Some(z)) = (reckoned.error(), reckoned.z()) else { return Text::default() };
    let reach = format!("{:.3}", reach(reckoned.level().unwrap_or(95.0)));
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
