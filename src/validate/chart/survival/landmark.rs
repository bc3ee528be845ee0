//! Whether the rows of a table are all steps of its curves, or the shares at some times.

use crate::model::chart::{Curve, Rows};

/// More rows of an arm than this are no longer some times.
const MOST: usize = 20;

/// Nobody dies every sixth month: rows at even times, or at the same times in every arm, were read from a curve or
/// taken from a paper, and what happened between them is not known.
pub(super) fn rows(curves: &[Curve]) -> Rows {
    let times: Vec<Vec<f64>> =
        curves.iter().map(|curve| curve.points.iter().map(|point| point.time.value()).collect()).collect();
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
