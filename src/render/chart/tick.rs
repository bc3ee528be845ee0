//! Where an axis has its ticks.

use crate::model::chart::Scale;

/// Ratios that may be marked on a logarithmic axis, those that readers look for first.
const RATIOS: &[f64] = &[
    1.0, 0.5, 2.0, 0.25, 4.0, 0.1, 10.0, 0.75, 1.5, 0.2, 5.0, 0.05, 20.0, 0.01, 100.0, 0.6, 3.0, 0.4, 0.8, 1.25, 2.5,
    0.3, 0.7, 0.9, 1.1, 1.2, 8.0, 0.02, 50.0, 0.001, 1000.0, 0.95, 1.05,
];

/// The axis of a forest plot: logarithmic for ratios, linear for differences.
#[derive(Debug, Clone, Copy)]
pub(in crate::render) struct Axis {
    scale: Scale,
    low: f64,
    high: f64,
    left: f64,
    right: f64,
}

impl Axis {
    /// The axis that shows these intervals between two places. One that would press the others together is cut.
    pub(in crate::render) fn new(
        scale: Scale,
        intervals: impl Iterator<Item = (f64, f64, f64)> + Clone,
        (left, right): (f64, f64),
    ) -> Self {
        let (low, high) = match scale {
            Scale::Ratio => ratios(intervals),
            Scale::Difference => differences(intervals),
        };
        Self { scale, low, high, left, right }
    }

    fn place(self, value: f64) -> f64 {
        if self.scale == Scale::Ratio { value.ln() } else { value }
    }

    /// Where an estimate lies.
    pub(in crate::render) fn x(self, value: f64) -> f64 {
        self.left + (self.place(value) - self.low) / (self.high - self.low) * (self.right - self.left)
    }

    /// Whether an estimate lies on the axis.
    pub(in crate::render) fn holds(self, value: f64) -> bool {
        (self.low..=self.high).contains(&self.place(value))
    }

    /// Its ticks, each with at least so much room.
    pub(in crate::render) fn ticks(self, room: f64) -> Vec<f64> {
        if self.scale == Scale::Difference {
            return self.even(room);
        }
        let mut ticks: Vec<f64> = Vec::new();
        for ratio in RATIOS.iter().copied().filter(|ratio| self.holds(*ratio)) {
            if ticks.iter().all(|tick| (self.x(*tick) - self.x(ratio)).abs() >= room) {
                ticks.push(ratio);
            }
        }
        ticks.sort_by(f64::total_cmp);
        ticks
    }

    /// Ticks from 0 on to both sides, in round steps.
    fn even(self, room: f64) -> Vec<f64> {
        let least = room * (self.high - self.low) / (self.right - self.left).max(1.0);
        let step = round_steps(&[1.0, 2.0, 5.0]).into_iter().find(|step| *step >= least).unwrap_or(least.max(1e-3));
        let (first, last) = ((self.low / step).ceil() as i64, (self.high / step).floor() as i64);
        (first..=last.min(first + 100)).map(|number| number as f64 * step).collect()
    }
}

fn ratios(intervals: impl Iterator<Item = (f64, f64, f64)> + Clone) -> (f64, f64) {
    let points = intervals.clone().map(|(point, ..)| point);
    let least = points.clone().fold(1.0, f64::min);
    let most = points.fold(1.0, f64::max);
    let low = intervals.clone().map(|(_, lower, _)| lower).fold(least, f64::min).max(least / 6.0);
    let high = intervals.map(|(_, _, upper)| upper).fold(most, f64::max).min(most * 6.0);
    // Around 1 there is always something to see.
    (low.min(0.8).ln() - 0.06, high.max(1.25).ln() + 0.06)
}

fn differences(intervals: impl Iterator<Item = (f64, f64, f64)> + Clone) -> (f64, f64) {
    let points = intervals.clone().map(|(point, ..)| point);
    let least = points.clone().fold(0.0, f64::min);
    let most = points.fold(0.0, f64::max);
    let mut widths: Vec<f64> = intervals.clone().map(|(_, lower, upper)| upper - lower).collect();
    widths.sort_by(f64::total_cmp);
    // As far from the points as three intervals of usual width.
    let far = widths.get(widths.len() / 2).copied().filter(|width| *width > 0.0).map_or(f64::INFINITY, |it| it * 3.0);
    let low = intervals.clone().map(|(_, lower, _)| lower).fold(least, f64::min).max(least - far);
    let high = intervals.map(|(_, _, upper)| upper).fold(most, f64::max).min(most + far);
    let room = (high - low).max(1e-9) * 0.06;
    // Both sides of 0 can be seen.
    (low.min(-2.0 * room) - room, high.max(2.0 * room) + room)
}

/// Steps that are these numbers and their tens, from small to large.
fn round_steps(numbers: &[f64]) -> Vec<f64> {
    let mut steps: Vec<f64> =
        (-6..10).flat_map(|power| numbers.iter().map(move |step| step * 10_f64.powi(power))).collect();
    steps.sort_by(f64::total_cmp);
    steps
}

/// Some of the times that are known, evenly apart and from 0 on, as many as there is room for; none where no such can be
/// found among them.
pub(super) fn even_times(known: &[f64], least: f64) -> Vec<f64> {
    let is_known = |time: f64| known.iter().any(|it| (it - time).abs() < 1e-6 * time.abs().max(1.0));
    let Some(last) = known.last().copied().filter(|_| is_known(0.0)) else { return Vec::new() };
    let fits = |step: f64| {
        let count = (last / step + 1e-9).floor() as usize;
        (count >= 2).then(|| (0..=count).map(|number| number as f64 * step).collect::<Vec<f64>>())
    };
    known
        .iter()
        .copied()
        .filter(|step| *step > 0.0 && *step >= least)
        .filter_map(fits)
        .find(|times| times.iter().all(|time| is_known(*time)))
        .unwrap_or_default()
}

/// Times from 0 to an end, at most so many: steps of 1, 2, 3, 6 or 12 and their tens.
pub(super) fn times(end: f64, most: usize) -> Vec<f64> {
    let steps = round_steps(&[1.0, 2.0, 3.0, 5.0, 6.0, 12.0]);
    let step = steps.into_iter().find(|step| end / step <= most as f64 - 1.0).unwrap_or(end.max(1.0));
    let count = (end / step + 1e-9).floor() as usize;
    (0..=count).map(|index| index as f64 * step).collect()
}

/// A tick as text: no more digits than it needs.
pub(in crate::render) fn label(tick: f64) -> String {
    let text = format!("{tick:.3}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    text.strip_prefix('-')
        .map_or_else(|| text.to_owned(), |size| if size == "0" { size.to_owned() } else { format!("−{size}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_where_readers_look_for_them() {
        let axis = Axis::new(Scale::Ratio, [(0.77, 0.59, 1.01), (0.55, 0.40, 0.75)].into_iter(), (0.0, 300.0));
        assert_eq!(axis.ticks(36.0), [0.4, 0.5, 0.6, 0.75, 1.0, 1.25]);
        assert!(axis.x(0.4) > 0.0 && axis.x(1.25) < 300.0);
    }

    #[test]
    fn an_interval_without_end_is_cut() {
        let axis = Axis::new(Scale::Ratio, [(0.8, 0.01, 90.0), (0.9, 0.7, 1.1)].into_iter(), (0.0, 300.0));
        assert!(!axis.holds(0.01) && !axis.holds(90.0) && axis.holds(0.8));
    }

    #[test]
    fn differences_stand_on_both_sides_of_0() {
        let axis = Axis::new(Scale::Difference, [(-3.1, -5.0, -1.2), (-0.4, -1.0, 0.2)].into_iter(), (0.0, 300.0));
        assert_eq!(axis.ticks(36.0), [-5.0, -4.0, -3.0, -2.0, -1.0, 0.0]);
        assert_eq!(label(-2.0), "−2");
        assert!(axis.holds(0.0) && axis.x(0.0) < 300.0 && axis.x(-5.0) > 0.0);
        let axis = Axis::new(Scale::Difference, [(0.0, 0.0, 0.0)].into_iter(), (0.0, 300.0));
        assert!(axis.x(0.0).is_finite() && axis.ticks(36.0).len() < 20);
    }

    #[test]
    fn times_that_are_known_are_taken_evenly() {
        let days: Vec<f64> = (0..9).map(|number| f64::from(number) * 91.0).collect();
        assert_eq!(even_times(&days, 150.0), [0.0, 182.0, 364.0, 546.0, 728.0]);
        assert_eq!(even_times(&[0.0, 3.0, 17.0, 40.0], 1.0), [0.0; 0]);
        assert_eq!(even_times(&[], 1.0), [0.0; 0]);
    }

    #[test]
    fn times_are_round() {
        assert_eq!(times(36.0, 7), [0.0, 6.0, 12.0, 18.0, 24.0, 30.0, 36.0]);
        assert_eq!(times(60.0, 6), [0.0, 12.0, 24.0, 36.0, 48.0, 60.0]);
        assert_eq!(times(0.0, 6), [0.0]);
        assert_eq!(label(0.25), "0.25");
        assert_eq!(label(10.0), "10");
    }
}
