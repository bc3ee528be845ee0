//! An estimate and its interval on one line, beside its numbers: where it lies to the line of no effect, and to the margin
//! where there is one.
//!
//! The line of no effect is in the middle of every such drawing. Ratios all have the same axis, from a quarter to four
//! times; what goes beyond it ends in an arrow. A difference has an axis of its own, as wide on both sides.

use std::fmt::Write as _;

use super::Words;
use super::svg::Number;
use crate::model::finding::Finding;
use crate::render::escape;

const WIDTH: f64 = 128.0;
const HEIGHT: f64 = 20.0;
/// From the middle to the ends of the axis.
const HALF: f64 = 60.0;

/// The drawing of a finding whose effect has an interval; its words are those of a forest plot.
pub fn mini(finding: &Finding, words: &Words) -> Option<String> {
    let effect = finding.understood.effect.as_ref().filter(|it| it.measure.compares())?;
    let interval = effect.interval.as_ref()?;
    let bounds = [effect.estimate.value, interval.lower.value, interval.upper.value];
    let [point, lower, upper] = bounds.map(|it| it.value());
    let is_ratio = effect.measure.is_ratio();
    if lower > point || point > upper || is_ratio && lower <= 0.0 {
        return None;
    }
    let margin = finding.margin_on_axis().map(|it| it.value());
    let far = [lower, upper, margin.unwrap_or(0.0)].into_iter().map(f64::abs).fold(f64::MIN_POSITIVE, f64::max);
    let share = |value: f64| if is_ratio { value.ln() / 4.0_f64.ln() } else { value / (far * 1.1) };
    let mut out = format!(
        "<svg class=\"chart-mini\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" role=\"img\" aria-label=\""
    );
    let level = interval.level.as_ref().map(ToString::to_string);
    escape::attribute(&mut out, &says(finding, words, bounds.map(|it| it.shown().to_string()), level));
    out.push_str("\" fill=\"none\" stroke=\"currentColor\">");
    marks(&mut out, [point, lower, upper].map(share), margin.map(share));
    out.push_str("</svg>");
    Some(out)
}

/// Axis, line of no effect, margin, interval and estimate, each given as its share of the way from the middle to an end.
fn marks(out: &mut String, [point, lower, upper]: [f64; 3], margin: Option<f64>) {
    let (middle, y) = (WIDTH / 2.0, HEIGHT / 2.0);
    let at = |share: f64| middle + share.clamp(-1.0, 1.0) * HALF;
    let soft = "<path class=\"c-soft\"";
    let (start, whole) = (middle - HALF, HALF * 2.0);
    let _ = write!(out, "{soft} stroke-opacity=\".3\" d=\"M{start} {y}h{whole}\"/>{soft} d=\"M{middle} 1v18\"/>");
    if let Some(margin) = margin {
        let x = Number(at(margin));
        let _ = write!(out, "{soft} stroke-dasharray=\"3 2\" stroke-width=\"1.6\" d=\"M{x} 2v16\"/>");
    }
    let _ = write!(out, "<path stroke-width=\"1.6\" d=\"M{} {y}H{}", Number(at(lower)), Number(at(upper)));
    for (bound, side) in [(lower, -1.0), (upper, 1.0)] {
        let x = at(bound);
        let _ = if bound * side > 1.0 {
            // Behind the end of the axis: an arrow.
            write!(out, "M{} {}l{} 4l{} 4", Number(x - side * 4.0), Number(y - 4.0), side * 4.0, side * -4.0)
        } else {
            write!(out, "M{} {}v6", Number(x), Number(y - 3.0))
        };
    }
    out.push_str("\"/>");
    if point.abs() <= 1.0 {
        let (x, y) = (Number(at(point) - 3.5), Number(y - 3.5));
        let _ = write!(out, "<path fill=\"currentColor\" stroke=\"none\" d=\"M{x} {y}h7v7h-7z\"/>");
    }
}

/// The same in words.
fn says(finding: &Finding, words: &Words, [point, lower, upper]: [String; 3], level: Option<String>) -> String {
    let measure = finding.understood.effect.as_ref().map_or("", |it| it.measure.abbreviation());
    let row = words.fill(
        "chart.forest_row",
        &[
            ("label", &finding.endpoint),
            ("measure", measure),
            ("point", &point),
            ("ci", &words.interval(level.as_deref())),
            ("lower", &lower),
            ("upper", &upper),
        ],
    );
    match &finding.margin {
        Some(margin) => {
            format!("{row}{}{}", words.get("chart.separator"), words.fill("chart.margin", &[("margin", &margin.value)]))
        }
        None => row,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stand_where_their_numbers_are() {
        let drawn = |bounds, margin| {
            let mut out = String::new();
            marks(&mut out, bounds, margin);
            out
        };
        let inside = drawn([-0.5, -0.75, 0.0], Some(0.25));
        assert!(inside.contains("M19 10H64") && inside.contains("M30.5 6.5h7v7h-7z"), "{inside}");
        assert!(inside.contains("stroke-dasharray") && inside.contains("M79 2v16"), "{inside}");
        let beyond = drawn([-1.5, -2.0, 2.0], None);
        assert!(beyond.contains("M4 10H124M8 6l-4 4l4 4M120 6l4 4l-4 4"), "{beyond}");
        assert!(!beyond.contains("h7v7") && !beyond.contains("dasharray"), "{beyond}");
    }
}
