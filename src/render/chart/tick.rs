//! Where an axis has its ticks.

/// Ratios that may be marked on a logarithmic axis, those that readers look for first.
const RATIOS: &[f64] = &[
    1.0, 0.5, 2.0, 0.25, 4.0, 0.1, 10.0, 0.75, 1.5, 0.2, 5.0, 0.05, 20.0, 0.01, 100.0, 0.6, 3.0, 0.4, 0.8, 1.25, 2.5,
    0.3, 0.7, 0.9, 1.1, 1.2, 8.0, 0.02, 50.0, 0.001, 1000.0, 0.95, 1.05,
];

/// A logarithmic axis.
#[derive(Debug, Clone, Copy)]
pub(super) struct LogAxis {
    low: f64,
    high: f64,
    left: f64,
    right: f64,
}

impl LogAxis {
    /// The axis that shows these intervals between two places. One that would press the others together is cut.
    pub(super) fn new(intervals: impl Iterator<Item = (f64, f64, f64)> + Clone, left: f64, right: f64) -> Self {
        let points = intervals.clone().map(|(point, ..)| point);
        let least = points.clone().fold(1.0, f64::min);
        let most = points.fold(1.0, f64::max);
        let low = intervals.clone().map(|(_, lower, _)| lower).fold(least, f64::min).max(least / 6.0);
        let high = intervals.map(|(_, _, upper)| upper).fold(most, f64::max).min(most * 6.0);
        // Around 1 there is always something to see.
        let (low, high) = (low.min(0.8).ln() - 0.06, high.max(1.25).ln() + 0.06);
        Self { low, high, left, right }
    }

    /// Where a ratio lies.
    pub(super) fn x(self, ratio: f64) -> f64 {
        self.left + (ratio.ln() - self.low) / (self.high - self.low) * (self.right - self.left)
    }

    /// Whether a ratio lies on the axis.
    pub(super) fn holds(self, ratio: f64) -> bool {
        (self.low..=self.high).contains(&ratio.ln())
    }

    /// Its ticks, each with at least so much room.
    pub(super) fn ticks(self, room: f64) -> Vec<f64> {
        let mut ticks: Vec<f64> = Vec::new();
        for ratio in RATIOS.iter().copied().filter(|ratio| self.holds(*ratio)) {
            if ticks.iter().all(|tick| (self.x(*tick) - self.x(ratio)).abs() >= room) {
                ticks.push(ratio);
            }
        }
        ticks.sort_by(f64::total_cmp);
        ticks
    }
}

/// Times from 0 to an end, at most so many: steps of 1, 2, 3, 6 or 12 and their tens.
pub(super) fn times(end: f64, most: usize) -> Vec<f64> {
    let steps = (-3..7).flat_map(|power| [1.0, 2.0, 3.0, 5.0, 6.0, 12.0].map(|step| step * 10_f64.powi(power)));
    let mut steps: Vec<f64> = steps.collect();
    steps.sort_by(f64::total_cmp);
    let step = steps.into_iter().find(|step| end / step <= most as f64 - 1.0).unwrap_or(end.max(1.0));
    let count = (end / step + 1e-9).floor() as usize;
    (0..=count).map(|index| index as f64 * step).collect()
}

/// A tick as text: no more digits than it needs.
pub(super) fn label(tick: f64) -> String {
    let text = format!("{tick:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_where_readers_look_for_them() {
        let axis = LogAxis::new([(0.77, 0.59, 1.01), (0.55, 0.40, 0.75)].into_iter(), 0.0, 300.0);
        assert_eq!(axis.ticks(36.0), [0.4, 0.5, 0.6, 0.75, 1.0, 1.25]);
        assert!(axis.x(0.4) > 0.0 && axis.x(1.25) < 300.0);
    }

    #[test]
    fn an_interval_without_end_is_cut() {
        let axis = LogAxis::new([(0.8, 0.01, 90.0), (0.9, 0.7, 1.1)].into_iter(), 0.0, 300.0);
        assert!(!axis.holds(0.01) && !axis.holds(90.0) && axis.holds(0.8));
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
