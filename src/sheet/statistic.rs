//! What was understood of a statistic, in words.

use crate::diag::{Text, text};
use crate::model::statistic::{Effect, PValue, Sides};

/// `hazard ratio 0.77; 90% interval 0.59 to 1.01; P = 0.06, one-sided`
pub fn effect(effect: &Effect) -> Text {
    let measure = Text::known(effect.measure.name());
    let measure = if effect.is_adjusted { text!("adjusted {measure}", measure) } else { measure };
    let estimate = &effect.estimate.value;
    let mut all = text!("{measure} {estimate}", measure, estimate = estimate.to_string());
    if let Some(interval) = &effect.interval {
        let (lower, upper) = (interval.lower.to_string(), interval.upper.to_string());
        let bounds = match &interval.level {
            Some(level) => text!("{level}% interval {lower} to {upper}", level = level.to_string(), lower, upper),
            None => text!("interval {lower} to {upper}, level not said", lower, upper),
        };
        all = text!("{first}; {second}", first = all, second = bounds);
    }
    if let Some(interval) = &effect.half_open {
        let bound = interval.bound.to_string();
        let open = text!("interval with one end at {bound}, the other not reached", bound);
        all = text!("{first}; {second}", first = all, second = open);
    }
    match &effect.p {
        Some(p) => text!("{first}; {second}", first = all, second = p_value(p)),
        None => all,
    }
}

/// `P = 0.06, one-sided`
pub fn p_value(p: &PValue) -> Text {
    let value = p.printed();
    match p.sides.as_ref().map(|it| it.value) {
        Some(Sides::One) => text!("P {value}, one-sided", value),
        Some(Sides::Two) => text!("P {value}, two-sided", value),
        None => text!("P {value}, one- or two-sided not said", value),
    }
}

/// What stands for a statistic: what was understood, or that nothing was.
pub fn understood(is_written: bool, understood: Option<Text>) -> Text {
    match understood {
        Some(understood) => understood,
        None if is_written => text!("not understood"),
        None => Text::default(),
    }
}
