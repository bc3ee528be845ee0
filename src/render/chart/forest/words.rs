//! What a forest plot says of its estimates and sides, in the words of its page.

use crate::model::chart::{Estimate, Forest, Side};
use crate::render::chart::Words;

pub(super) fn measure<'a>(forest: &'a Forest, words: &'a Words) -> &'a str {
    if forest.measure.is_empty() { words.get("chart.ratio") } else { &forest.measure }
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
    let Some(p) = estimate.p.as_deref() else { return String::new() };
    if p.contains(['P', 'p']) {
        p.to_owned()
    } else if p.starts_with(['<', '>', '=', '＜', '≤']) {
        format!("{}{p}", words.get("chart.p"))
    } else {
        format!("{}={p}", words.get("chart.p"))
    }
}

pub(super) fn side_text(side: &Side, words: &Words) -> String {
    match side {
        Side::Favours(arm) => words.fill("chart.favours", &[("arm", arm)]),
        Side::Written(text) => text.to_string(),
    }
}

pub(super) fn range(estimate: &Estimate, words: &Words) -> String {
    let (lower, upper) = (estimate.interval.lower.to_string(), estimate.interval.upper.to_string());
    words.fill("chart.range", &[("lower", &lower), ("upper", &upper)])
}

pub(super) fn join(first: &str, second: &str) -> String {
    if first.is_empty() || second.is_empty() { format!("{first}{second}") } else { format!("{first} · {second}") }
}
