//! Two means with their deviations, and the P values that tests give for them.

use super::distribution::t_tails;
use super::normal::both_tails;
use super::spread::Mean;
use crate::model::printed::Printed;

/// A group with a mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Group {
    /// Its mean.
    pub mean: Printed,
    /// Its standard deviation.
    pub deviation: Printed,
    /// How many they are.
    pub n: u32,
}

impl Group {
    /// A group of so many.
    pub fn of(mean: &Mean, n: u32) -> Self {
        Self { mean: mean.mean, deviation: mean.spread, n }
    }

    /// Whether it can be reckoned with: two people at least, who are not all alike.
    fn is_sound(self) -> bool {
        self.n > 1 && self.deviation.low() > 0.0
    }
}

/// The least and the greatest two-sided P value, over everything that is printed like these numbers, of Student's t test
/// with a pooled deviation and of Welch's; `None` where a group is too small, or its deviation may be 0.
///
/// Welch: t = (m₁ − m₂) / √(s₁²/n₁ + s₂²/n₂), ν = (s₁²/n₁ + s₂²/n₂)² / (s₁⁴/(n₁²(n₁−1)) + s₂⁴/(n₂²(n₂−1))).
pub fn range(first: Group, second: Group) -> Option<(f64, f64)> {
    if !first.is_sound() || !second.is_sound() {
        return None;
    }
    let (apart, half) = ((first.mean.value() - second.mean.value()).abs(), first.mean.half() + second.mean.half());
    let (near, far) = ((apart - half).max(0.0), apart + half);
    let wide = (first.deviation.high(), second.deviation.high());
    let narrow = (first.deviation.low(), second.deviation.low());
    let at = |apart: f64, deviations| {
        let [welch, pooled] = both(apart, deviations, first.n, second.n);
        (welch.min(pooled), welch.max(pooled))
    };
    Some((at(far, narrow).0, at(near, wide).1))
}

/// The two-sided P value if what follows `±` are standard errors, over everything that is printed like these numbers.
pub fn range_of_errors(first: Group, second: Group) -> Option<(f64, f64)> {
    if !first.is_sound() || !second.is_sound() {
        return None;
    }
    let (apart, half) = ((first.mean.value() - second.mean.value()).abs(), first.mean.half() + second.mean.half());
    let z = |apart: f64, one: f64, other: f64| both_tails(apart / one.hypot(other));
    Some((
        z(apart + half, first.deviation.low(), second.deviation.low()),
        z((apart - half).max(0.0), first.deviation.high(), second.deviation.high()),
    ))
}

/// Welch's and Student's P value of two means that lie so far apart.
fn both(apart: f64, deviations: (f64, f64), n: u32, m: u32) -> [f64; 2] {
    let (n, m) = (f64::from(n), f64::from(m));
    let (one, other) = (deviations.0 * deviations.0, deviations.1 * deviations.1);
    let (a, b) = (one / n, other / m);
    let freedom = (a + b) * (a + b) / (a * a / (n - 1.0) + b * b / (m - 1.0));
    let welch = t_tails(apart / (a + b).sqrt(), freedom);
    let pooled = ((n - 1.0) * one + (m - 1.0) * other) / (n + m - 2.0);
    [welch, t_tails(apart / (pooled * (1.0 / n + 1.0 / m)).sqrt(), n + m - 2.0)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(mean: &str, deviation: &str, n: u32) -> Group {
        let printed = |text: &str| Printed::parse(text).expect(text);
        Group { mean: printed(mean), deviation: printed(deviation), n }
    }

    #[test]
    fn two_means_give_the_p_values_of_both_tests() {
        // Equal groups: t = 3 / √(2·100/20) = 0.9487 with 38 degrees of freedom, by hand, P = 0.3488 (NIST's tables).
        let (low, high) = range(group("53.000", "10.000", 20), group("50.000", "10.000", 20)).expect("sound");
        assert!(low > 0.348 && high < 0.350, "{low} {high}");
        // Rounding widens what can follow.
        let (low, high) = range(group("5.3", "1.0", 20), group("5.0", "1.0", 20)).expect("sound");
        assert!(low < 0.25 && high > 0.45, "{low} {high}");
        // As standard errors: z = 3 / √200.
        let (low, high) = range_of_errors(group("53.000", "10.000", 20), group("50.000", "10.000", 20)).expect("sound");
        assert!(low > 0.83 && high < 0.834, "{low} {high}");
        assert_eq!(range(group("5", "0", 20), group("5", "1", 20)), None);
        assert_eq!(range(group("5", "1", 1), group("5", "1", 20)), None);
    }
}
