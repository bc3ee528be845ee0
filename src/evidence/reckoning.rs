//! What follows from an effect and its interval as they are printed: the middle, the P value, the decision.
//!
//! A printed number stands for all that is rounded to it, so everything here is a range, over all corners of what is
//! printed like the three numbers at once. For ratios the scale is the logarithm, for differences it is the number itself. The P value is Wald's:
//! z = estimate / SE, SE = (upper − lower) / (2·z of the level) (Altman and Bland, BMJ 2011;343:d2304).

use super::method::{self, Named, Verdict};
use super::normal::{both_tails, reach};
use crate::model::printed::Printed;
use crate::model::statistic::{Comparison, Effect, Interval, PValue, Sides};

/// An effect with an interval, both of them possible.
pub struct Reckoned<'e> {
    /// The effect.
    pub effect: &'e Effect,
    /// Its interval.
    pub interval: &'e Interval,
}

/// A range of numbers.
pub type Range = (f64, f64);

impl<'e> Reckoned<'e> {
    /// What can be reckoned with: there is an interval, the level is one, a ratio is not negative.
    pub fn of(effect: &'e Effect) -> Option<Self> {
        let interval = effect.interval.as_ref()?;
        let is_possible = |bound: &Printed| !effect.measure.is_ratio() || bound.units() >= 0;
        let is_sound = is_possible(&interval.lower)
            && is_possible(&interval.upper)
            && interval.level.as_ref().is_none_or(|level| is_level(level));
        is_sound.then_some(Self { effect, interval })
    }

    /// Whether the lower bound is greater than the upper one.
    pub fn is_reversed(&self) -> bool {
        self.interval.lower.low() > self.interval.upper.high()
    }

    /// Whether the bounds of a difference stand in order of size, and it lies between them: `−0.13 to −2.76`.
    pub fn is_in_order_of_size(&self) -> bool {
        let (least, most, estimate) = (&self.interval.upper, &self.interval.lower, &self.effect.estimate);
        let is_between = estimate.high() >= least.low() && estimate.low() <= most.high();
        self.is_reversed() && !self.effect.measure.is_ratio() && is_between
    }

    /// Whether the estimate lies outside the bounds.
    pub fn is_outside(&self) -> bool {
        let estimate = &self.effect.estimate;
        self.is_reversed() || estimate.high() < self.interval.lower.low() || estimate.low() > self.interval.upper.high()
    }

    /// The middle of the interval.
    pub fn middle(&self) -> Range {
        let of = |lower: f64, upper: f64| {
            if self.effect.measure.is_ratio() { (lower.max(0.0) * upper).sqrt() } else { f64::midpoint(lower, upper) }
        };
        let (lower, upper) = (&self.interval.lower, &self.interval.upper);
        (of(lower.low(), upper.low()), of(lower.high(), upper.high()))
    }

    /// Whether the estimate cannot be the middle of the interval.
    pub fn misses_middle(&self) -> bool {
        let (low, high) = self.middle();
        let estimate = &self.effect.estimate;
        !self.is_outside() && (estimate.high() < low || estimate.low() > high)
    }

    /// The level of the interval in percent.
    pub fn level(&self) -> Option<f64> {
        self.interval.level.as_ref().map(|level| level.value.value())
    }

    /// The corners of all that is printed like this, as estimate and half width on the scale of the measure.
    ///
    /// A middle and a half width that round to both bounds make a square that stands on its corner; of that, the strip
    /// of the estimate is left. Where nothing is left, the estimate cannot be the middle, and either goes by itself.
    fn corners(&self) -> Vec<(f64, f64)> {
        let (lower, upper) = (&self.interval.lower, &self.interval.upper);
        let (l, u) = ([lower.low(), lower.high()], [upper.low(), upper.high()]);
        let corner = |l: f64, u: f64| {
            let (l, u) = (self.scaled(l), self.scaled(u));
            (f64::midpoint(l, u), ((u - l) / 2.0).max(1e-12))
        };
        let square = vec![corner(l[0], u[0]), corner(l[0], u[1]), corner(l[1], u[1]), corner(l[1], u[0])];
        let estimate = &self.effect.estimate;
        let (least, most) = (self.scaled(estimate.low()), self.scaled(estimate.high()));
        let left = cut(&cut(&square, |b| b - least), |b| most - b);
        if !left.is_empty() {
            return left;
        }
        let halves = [corner(l[1], u[0]).1, corner(l[0], u[1]).1];
        vec![(least, halves[0]), (least, halves[1]), (most, halves[1]), (most, halves[0])]
    }

    /// The standard error, on the scale of the measure.
    pub fn error(&self) -> Option<Range> {
        let reach = reach(self.level()?);
        bounds(self.corners().into_iter().map(|(_, half)| half / reach))
    }

    /// The z value, without its sign.
    pub fn z(&self) -> Option<Range> {
        let reach = reach(self.level()?);
        let corners = self.corners();
        let (low, high) = bounds(corners.iter().map(|(estimate, half)| estimate / half * reach))?;
        // Between corners on both sides of no effect lies no effect itself.
        let nearest = if low <= 0.0 && high >= 0.0 { 0.0 } else { low.abs().min(high.abs()) };
        Some((nearest, low.abs().max(high.abs())))
    }

    /// The P value that follows.
    pub fn p(&self, sides: Sides) -> Option<Range> {
        let (least, most) = self.z()?;
        let share = if sides == Sides::One { 0.5 } else { 1.0 };
        Some((both_tails(most) * share, both_tails(least) * share))
    }

    /// Whether the printed P value can follow.
    pub fn fits(&self, p: &PValue, sides: Sides) -> bool {
        let Some((low, high)) = self.p(sides) else { return true };
        let (least, most) = p.bounds();
        let meets = |low: f64, high: f64| low <= most && high >= least;
        // A one-sided test may have looked to the other side.
        meets(low, high) || (p.sides.is_some() && sides == Sides::One && meets(1.0 - high, 1.0 - low))
    }

    /// Half the width of the interval over its z: the standard error as printed. An interval without a level is taken for
    /// one of 95 %.
    pub fn error_as_printed(&self) -> f64 {
        let (lower, upper) = (self.as_printed(&self.interval.lower), self.as_printed(&self.interval.upper));
        ((upper - lower) / 2.0).max(1e-12) / reach(self.level().unwrap_or(95.0))
    }

    /// The estimate as printed, on the scale of the measure.
    pub fn estimate_as_printed(&self) -> f64 {
        self.as_printed(&self.effect.estimate)
    }

    /// Whether the interval leaves out the value of no effect; `None` where rounding hides it.
    pub fn excludes_null(&self) -> Option<bool> {
        let null = self.effect.measure.null();
        let (lower, upper) = (&self.interval.lower, &self.interval.upper);
        if lower.low() > null || upper.high() < null {
            return Some(true);
        }
        (lower.high() < null && upper.low() > null).then_some(false)
    }

    /// The limit of significance that the level of the interval goes with.
    pub fn alpha(&self, sides: Sides) -> Option<f64> {
        let both = 1.0 - self.level()? / 100.0;
        Some(if sides == Sides::One { both / 2.0 } else { both })
    }

    /// Whether the interval decides one way and the P value the other.
    pub fn contradicts(&self, p: &PValue, sides: Sides) -> bool {
        let (Some(excludes), Some(alpha)) = (self.excludes_null(), self.alpha(sides)) else { return false };
        is_below(p, alpha).is_some_and(|is_below| is_below != excludes && !(sides == Sides::One && p.bounds().0 > 0.5))
    }
}

impl Reckoned<'_> {
    /// A number on the scale of the measure.
    pub(super) fn scaled(&self, value: f64) -> f64 {
        // A bound that is printed as 0.00 is not 0.
        if self.effect.measure.is_ratio() { value.max(1e-9).ln() } else { value }
    }

    /// A printed number on the scale of the measure. Of a bound that is printed as 0.00 half of its last place is taken.
    pub(super) fn as_printed(&self, number: &Printed) -> f64 {
        let value = number.value();
        self.scaled(if self.effect.measure.is_ratio() && value <= 0.0 { number.half() / 2.0 } else { value })
    }

    /// What is wrong with the P value, and whether a usual method explains it, of those above all that stand in the text:
    /// `named` looks for them, and is asked where something is wrong.
    pub fn fault(&self, named: impl Fn() -> Named) -> Option<(Fault, Verdict)> {
        let p = self.effect.p.as_ref()?;
        if self.is_outside() {
            return None;
        }
        let is_sound = |sides| self.fits(p, sides) && !self.contradicts(p, sides);
        let said = p.sides.as_ref().map(|it| it.value);
        let sides = said.unwrap_or(Sides::Two);
        if is_sound(sides) {
            if said.is_none() && self.is_decided_by_sides(p) {
                return Some((Fault::Sides, Verdict::Unexplained));
            }
            return limit(p, self.p(sides).map_or(1.0, |follows| follows.1));
        }
        let verdict = method::of_test(self, p, sides, &named());
        // Beside a usual interval many a P value lies between one and two sides by chance.
        let is_meant = verdict == Verdict::Unexplained || self.level().is_some_and(|level| level < 95.0);
        if said.is_none() && is_meant && is_sound(Sides::One) && !self.misses_middle() {
            return Some((Fault::Sides, Verdict::Unexplained));
        }
        if self.contradicts(p, sides) {
            return Some((Fault::Story, verdict));
        }
        // Of an estimate that is wrong itself, nothing follows.
        let is_alone = self.misses_middle();
        let is_wrong_itself = || method::of_interval(self, &named()) == Verdict::Unexplained;
        let is_said_already = is_alone && (verdict != Verdict::Unexplained || is_wrong_itself());
        (!is_said_already).then_some((Fault::Value, verdict))
    }

    /// Whether a P value beside an interval of 90 % is significant if it is two-sided, and not if it is one-sided.
    fn is_decided_by_sides(&self, p: &PValue) -> bool {
        let (Some(one), Some(two)) = (self.alpha(Sides::One), self.alpha(Sides::Two)) else { return false };
        two > 0.075 && is_below(p, two) != Some(false) && is_below(p, one) != Some(true)
    }
}

/// The part of a polygon where `inside`, a linear measure of the estimate, is not negative (Sutherland and Hodgman).
fn cut(polygon: &[(f64, f64)], inside: impl Fn(f64) -> f64) -> Vec<(f64, f64)> {
    let mut left = Vec::with_capacity(polygon.len() + 2);
    for (index, corner) in polygon.iter().enumerate() {
        let before = polygon[(index + polygon.len() - 1) % polygon.len()];
        let (now, then) = (inside(corner.0), inside(before.0));
        if (now < 0.0) != (then < 0.0) {
            let share = then / (then - now);
            left.push((before.0 + share * (corner.0 - before.0), before.1 + share * (corner.1 - before.1)));
        }
        if now >= 0.0 {
            left.push(*corner);
        }
    }
    left
}

/// The least and the greatest of some numbers.
fn bounds(numbers: impl Iterator<Item = f64>) -> Option<Range> {
    numbers.fold(None, |range, number| {
        let (low, high) = range.unwrap_or((number, number));
        Some((low.min(number), high.max(number)))
    })
}

/// What is wrong with a P value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It does not follow.
    Value,
    /// It follows, but is a limit that nobody uses: `<0.401` for `<0.001`.
    Limit,
    /// It decides otherwise than the interval.
    Story,
    /// It does not say whether it is one-sided.
    Sides,
}

/// Whether a P value is below a limit; `None` where its rounding hides it.
fn is_below(p: &PValue, alpha: f64) -> Option<bool> {
    // What is left of a level, `1 − 95/100`, is not quite 0.05.
    let near = alpha * 1e-9;
    let (low, high) = p.bounds();
    let is_strict = matches!(p.comparison, Comparison::Less);
    if high < alpha - near || (is_strict && high <= alpha + near) {
        return Some(true);
    }
    (low >= alpha - near).then_some(false)
}

/// What is wrong with a P value that is said to be below a limit that nobody uses, given the greatest that follows: it is
/// unexplained where the limit is far above that.
fn limit(p: &PValue, follows: f64) -> Option<(Fault, Verdict)> {
    let is_limit = matches!(p.comparison, Comparison::Less | Comparison::AtMost) && p.power == 0;
    let mut digits = p.value.units();
    while digits != 0 && digits % 10 == 0 {
        digits /= 10;
    }
    let is_usual = !is_limit || matches!(digits, 0 | 1 | 2 | 5 | 25);
    let is_far = follows < p.value.value.value() / 10.0;
    let verdict = if is_far { Verdict::Unexplained } else { Verdict::Explained(method::UNUSUAL_LIMIT) };
    (!is_usual).then_some((Fault::Limit, verdict))
}

/// Whether a number can be the level of an interval, in percent.
pub fn is_level(level: &Printed) -> bool {
    level.value() >= 50.0 && level.value() < 100.0
}

/// A range with so many decimals, or one number where both ends are printed alike.
pub fn shown(range: Range, decimals: u8) -> String {
    let of = |value: f64| {
        let text = format!("{value:.*}", usize::from(decimals));
        text.replace('-', "−")
    };
    joined(of(range.0), of(range.1))
}

/// A range of P values, with two digits that say something.
pub fn shown_p(range: Range) -> String {
    let of = |value: f64| match value {
        ..0.0001 => "<0.0001".to_owned(),
        ..0.001 => format!("{value:.5}"),
        ..0.01 => format!("{value:.4}"),
        ..0.1 => format!("{value:.3}"),
        _ => format!("{value:.2}"),
    };
    joined(of(range.0), of(range.1))
}

fn joined(low: String, high: String) -> String {
    if low == high { low } else { format!("{low}~{high}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence;

    fn fault(text: &str) -> Option<Fault> {
        judged(text).map(|(fault, _)| fault)
    }

    /// What is wrong, and whether it is a warning.
    fn judged(text: &str) -> Option<(Fault, bool)> {
        let effect = evidence::effect(text).expect(text);
        let fault = Reckoned::of(&effect).expect(text).fault(|| Named::around(text, &effect.span));
        fault.map(|(fault, verdict)| (fault, verdict == Verdict::Unexplained))
    }

    #[test]
    fn the_trial_of_the_demonstration_is_at_one_with_itself() {
        let effect = evidence::effect("HR=0.77，90%CI 0.59~1.01，单侧P=0.06").expect("an effect");
        let reckoned = Reckoned::of(&effect).expect("an interval");
        let (low, high) = reckoned.p(Sides::One).expect("a level");
        assert!(low < 0.0551 && high > 0.0549 && high - low < 0.02, "{low} {high}");
        for text in [
            "HR=0.77，90%CI 0.59~1.01，单侧P=0.06",
            "HR=0.72，95%CI 0.52~0.99，P=0.04",
            "HR=0.55，95%CI 0.40~0.75，双侧P<0.001",
            "MD=−2.5，95%CI −4.1~−0.9，P=0.002",
            "OR 1.93, 95% CI 1.10–3.39, P = .02",
        ] {
            assert_eq!(fault(text), None, "{text}");
        }
    }

    #[test]
    fn faults_are_told_apart() {
        assert_eq!(fault("HR=0.77，90%CI 0.59~1.01，P=0.06"), Some(Fault::Sides));
        assert_eq!(fault("HR=0.77，90%CI 0.59~1.01，单侧P=0.11"), Some(Fault::Value));
        assert_eq!(fault("HR=0.72，95%CI 0.52~0.99，P=0.40"), Some(Fault::Story));
        assert_eq!(fault("HR=0.77，90%CI 0.59~1.01，双侧P=0.06"), Some(Fault::Story));
        assert_eq!(fault("HR=0.55，95%CI 0.40~0.75，P=0.003"), Some(Fault::Value));
        // A limit that nobody uses.
        assert_eq!(judged("HR=0.55，95%CI 0.40~0.75，P<0.401"), Some((Fault::Limit, true)));
        assert_eq!(judged("HR=0.55，95%CI 0.40~0.75，P<0.0003"), Some((Fault::Limit, false)));
        assert_eq!(fault("HR=0.55，95%CI 0.40~0.75，P<0.05"), None);
        assert_eq!(fault("HR=0.10，95%CI 0.00~3.00，P=0.18"), None);
        // To the other side.
        assert_eq!(fault("HR=1.30，95%CI 1.01~1.67，单侧P=0.98"), None);
        assert_eq!(fault("HR=1.00，95%CI 0.80~1.25，P=1.00"), None);
        assert_eq!(fault("HR=0.77（0.59~1.01），P=0.90"), None);
    }

    #[test]
    fn ranges_are_shown_with_what_they_say() {
        assert_eq!(shown_p((0.000_01, 0.000_62)), "<0.0001~0.00062");
        assert_eq!(shown_p((0.041, 0.0413)), "0.041");
        assert_eq!(shown((-0.5, 0.25), 2), "−0.50~0.25");
    }
}
