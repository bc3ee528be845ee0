//! Survival curves.

use super::super::printed::Printed;

/// The share of each arm without an event, over time.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Survival {
    /// What survives: 总生存率.
    pub endpoint: Option<Box<str>>,
    /// The unit of time: 月.
    pub unit: Option<Box<str>>,
    /// Whether values are printed in percent.
    pub in_percent: bool,
    /// What its rows are.
    pub rows: Rows,
    /// Whether the medians are drawn.
    pub shows_medians: bool,
    /// The level of the intervals in percent, as written.
    pub level: Option<Box<str>>,
    /// A curve for each arm.
    pub curves: Vec<Curve>,
}

/// What the rows of a table of survival are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rows {
    /// Every step of the curves: between two rows nothing happened.
    Steps,
    /// The shares at some times; what happened between them is not known.
    Landmarks,
}

/// The median of an arm, as it is published.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Median {
    /// In words, with its unit: `15.8个月`, `NR`.
    pub text: Box<str>,
    /// Where it lies on the axis, if it does.
    pub time: Option<Printed>,
}

/// The curve of an arm.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Curve {
    /// The arm's name.
    pub label: Box<str>,
    /// Its median: of the findings, else of the steps; none where neither says one.
    pub median: Option<Median>,
    /// Its steps, in order of time.
    pub points: Vec<Point>,
}

/// A step: from this time on the share is this.
#[derive(Debug, Clone, Copy, PartialEq, Hash)]
pub struct Point {
    /// The time.
    pub time: Printed,
    /// The share as printed.
    pub survival: Printed,
    /// Its interval as printed.
    pub bounds: Option<(Printed, Printed)>,
    /// How many were still at risk.
    pub at_risk: Option<u32>,
    /// How many were censored at this time.
    pub censored: Option<u32>,
    /// How many had the event at this time.
    pub events: Option<u32>,
}

impl Curve {
    /// Whether its rows tell of everyone: who was at risk at one of them, and neither had the event then nor was censored,
    /// is at risk at the next.
    pub fn tells_of_all(&self) -> bool {
        let gone = |point: &Point| point.events.unwrap_or(0).saturating_add(point.censored.unwrap_or(0));
        let follows = |pair: &[Point]| {
            let (Some(before), Some(after)) = (pair[0].at_risk, pair[1].at_risk) else { return false };
            before.checked_sub(gone(&pair[0])) == Some(after)
        };
        self.points.len() > 1 && self.points.windows(2).all(follows)
    }

    /// How many were at risk just before a time: as a row says, or as the rows around it do if they tell of everyone.
    pub fn at_risk(&self, time: f64) -> Option<u32> {
        let near = |point: &&Point| (point.time.value() - time).abs() < 1e-9;
        if let Some(point) = self.points.iter().find(near) {
            return point.at_risk;
        }
        let next = self.points.iter().find(|point| point.time.value() > time)?;
        next.at_risk.filter(|_| self.tells_of_all())
    }
}

impl Survival {
    /// A printed share between 0 and 1.
    pub fn share(&self, printed: Printed) -> f64 {
        if self.in_percent { printed.value() / 100.0 } else { printed.value() }
    }

    /// The time at which half of an arm is left, as its steps say: the first at which no more than half is.
    pub fn median_of_steps(&self, curve: &Curve) -> Option<Printed> {
        // The share is compared in units that are exact: 0.5 and 50 are floats without a remainder.
        curve.points.iter().find(|point| self.share(point.survival) <= 0.5).map(|point| point.time)
    }

    /// The times between which the median of a curve lies, whatever was rounded: the last at which more than half is
    /// left, and the first at which less is, if the curve comes so far.
    pub fn median_between(&self, curve: &Curve) -> (Option<Printed>, Option<Printed>) {
        let half = if self.in_percent { 50.0 } else { 0.5 };
        let before = curve.points.iter().rev().find(|point| point.survival.low() > half);
        let after = curve.points.iter().find(|point| point.survival.high() < half);
        (before.map(|point| point.time), after.map(|point| point.time))
    }

    /// The last time of any curve.
    pub fn end(&self) -> f64 {
        self.curves.iter().filter_map(|curve| curve.points.last()).map(|point| point.time.value()).fold(0.0, f64::max)
    }

    /// Whether any curve has intervals.
    pub fn has_bounds(&self) -> bool {
        self.points().any(|point| point.bounds.is_some())
    }

    /// Whether any curve says how many were at risk.
    pub fn has_risk(&self) -> bool {
        self.points().any(|point| point.at_risk.is_some())
    }

    /// Whether any curve has marks of censoring.
    pub fn has_censored(&self) -> bool {
        self.points().any(|point| point.censored.is_some_and(|count| count > 0))
    }

    fn points(&self) -> impl Iterator<Item = &Point> {
        self.curves.iter().flat_map(|curve| &curve.points)
    }
}
