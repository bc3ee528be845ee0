//! Whether the rows of a table are all steps of its curves, or the shares at some times.

use crate::model::chart::{Curve, Rows, Survival};

/// More rows of an arm than this are no longer some times.
const MOST: usize = 20;
/// So few rows of an arm at round times are some times, at whatever distance they stand.
const FEW: usize = 8;
/// So much may a share differ from what events among those at risk make of the one before it: what rounding does.
const ROUNDING: f64 = 0.02;

/// Nobody dies every sixth month: rows at even times, or at the same times in every arm, were read from a curve or
/// taken from a paper, and what happened between them is not known. The same holds of a few rows at round times, and
/// of one or two rows alone, unless counts of events or of censoring say how one came to the next.
pub(super) fn rows(survival: &Survival) -> Rows {
    let curves = &survival.curves;
    let times: Vec<Vec<f64>> =
        curves.iter().map(|curve| curve.points.iter().map(|point| point.time.value()).collect()).collect();
    if are_few_and_round(survival, &times) && !curves.iter().any(|curve| is_explained(survival, curve)) {
        return Rows::Landmarks;
    }
    if times.iter().any(|times| !(3..=MOST).contains(&times.len())) {
        return Rows::Steps;
    }
    let is_even = |times: &Vec<f64>| {
        let step = times[1] - times[0];
        times.windows(2).all(|pair| (pair[1] - pair[0] - step).abs() < 1e-6 * step.abs().max(1.0))
    };
    let is_shared = times.len() > 1 && times.iter().all(|other| *other == times[0]);
    if times.iter().all(is_even) || is_shared { Rows::Landmarks } else { Rows::Steps }
}

fn are_few_and_round(survival: &Survival, times: &[Vec<f64>]) -> bool {
    // Every step of a curve in days is at a whole number: round are there weeks, tens and years.
    let rounds: &[f64] = match survival.unit.as_deref().and_then(super::unit::days) {
        Some(1.0) => &[7.0, 10.0, 365.0],
        _ => &[0.5],
    };
    let is_round = |time: &f64| rounds.iter().any(|round| time % round < 1e-9);
    times.iter().all(|times| times.len() <= 2 || times.len() <= FEW && times.iter().all(is_round))
}

/// Whether counts of events or of censoring say how the shares fell, as far as they can be reckoned.
fn is_explained(survival: &Survival, curve: &Curve) -> bool {
    let counts = |count: Option<u32>| count.is_some_and(|count| count > 0);
    let follows = |before: f64, point: &crate::model::chart::Point| match (point.events, point.at_risk) {
        (Some(events), Some(at_risk)) if at_risk > 0 => {
            let left = before * (1.0 - f64::from(events) / f64::from(at_risk));
            (left - survival.share(point.survival)).abs() <= ROUNDING
        }
        _ => true,
    };
    let mut before = 1.0;
    curve.points.iter().any(|point| counts(point.events) || counts(point.censored))
        && curve
            .points
            .iter()
            .all(|point| follows(std::mem::replace(&mut before, survival.share(point.survival)), point))
}
