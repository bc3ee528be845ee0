//! What a forest plot says of its estimates and sides, in the words of its page.

use crate::model::chart::{Estimate, Forest, Interval, Scale, Side};
use crate::render::chart::Words;
use crate::render::printed::{named, unnamed};

pub(super) fn measure<'a>(forest: &'a Forest, words: &'a Words) -> &'a str {
    match forest.scale {
        _ if !forest.measure.is_empty() => &forest.measure,
        Scale::Ratio => words.get("chart.ratio"),
        Scale::Difference => words.get("chart.difference"),
    }
}

pub(super) fn label(estimate: &Estimate, words: &Words) -> String {
    if estimate.is_adjusted {
        words.fill("chart.adjusted", &[("label", &estimate.label)])
    } else {
        estimate.label.to_string()
    }
}

pub(super) fn counts(estimate: &Estimate, words: &Words) -> String {
    match &estimate.counts {
        [Some(first), Some(second)] => words.fill("chart.versus", &[("first", first), ("second", second)]),
        [Some(only), None] | [None, Some(only)] => only.to_string(),
        [None, None] => String::new(),
    }
}

/// A P value with its name: `0.06` is `P=0.06`.
pub(super) fn p_value(estimate: &Estimate, words: &Words) -> String {
    estimate.p.as_deref().map(|p| named(p, words.get("chart.p"))).unwrap_or_default()
}

/// The same below the heading that names it.
pub(super) fn p_cell(estimate: &Estimate) -> String {
    estimate.p.as_deref().map(unnamed).unwrap_or_default()
}

/// How much an estimate weighs: `12.3%`.
pub(super) fn weight(estimate: &Estimate) -> String {
    let Some(weight) = estimate.weight else { return String::new() };
    let text = format!("{weight:.1}");
    format!("{}%", text.strip_suffix(".0").unwrap_or(&text))
}

/// What stands below the axis of a plot: its margins, and how much its estimates differ.
pub(super) fn notes(forest: &Forest, words: &Words) -> Vec<String> {
    let margins: Vec<String> = forest.margins().iter().map(ToString::to_string).collect();
    let margin = (!margins.is_empty())
        .then(|| words.fill("chart.margin", &[("margin", &margins.join(words.get("chart.comma")))]));
    let apart = forest.heterogeneity.as_deref().map(|text| words.fill("chart.heterogeneity", &[("text", text)]));
    margin.into_iter().chain(apart).collect()
}

pub(super) fn side_text(side: &Side, words: &Words) -> String {
    match side {
        Side::Favours(arm) => words.fill("chart.favours", &[("arm", arm)]),
        Side::Written(text) => text.to_string(),
    }
}

pub(super) fn range(interval: &Interval, words: &Words) -> String {
    let (lower, upper) = (interval.lower.shown().to_string(), interval.upper.shown().to_string());
    words.fill("chart.range", &[("lower", &lower), ("upper", &upper)])
}

pub(super) fn join(first: &str, second: &str) -> String {
    if first.is_empty() || second.is_empty() { format!("{first}{second}") } else { format!("{first} · {second}") }
}
