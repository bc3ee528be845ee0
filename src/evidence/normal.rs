//! The standard normal distribution: its tails, and where they begin.

use std::f64::consts::SQRT_2;
use std::sync::LazyLock;

/// The probability of a value at least as far from 0, on either side: 2Φ(−|z|).
pub fn both_tails(z: f64) -> f64 {
    libm::erfc(z.abs() / SQRT_2)
}

/// The z that an interval of this level (in percent) reaches on each side: 1.96 for 95.
pub fn reach(level: f64) -> f64 {
    // Nearly every interval is of one of these.
    static USUAL: LazyLock<[(f64, f64); 4]> = LazyLock::new(|| [95.0, 90.0, 99.0, 97.5].map(|it| (it, found(it))));
    fn found(level: f64) -> f64 {
        distance(1.0 - level / 100.0)
    }
    USUAL.iter().find(|(usual, _)| *usual == level).map_or_else(|| found(level), |it| it.1)
}

/// The z that a two-sided P value stands for: how far from 0 both tails are that small.
pub fn distance(p: f64) -> f64 {
    // Both tails shrink with z, so halving finds it; below 10⁻³⁰⁰ nothing is left to find.
    let (mut low, mut high) = (0.0, 38.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if both_tails(middle) > p { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tails_and_reaches_are_those_of_the_tables() {
        // NIST/SEMATECH and Abramowitz & Stegun 26.2, to the digits that they print.
        for (level, z) in
            [(80.0, 1.281_552), (90.0, 1.644_854), (95.0, 1.959_964), (99.0, 2.575_829), (99.9, 3.290_527)]
        {
            assert!((reach(level) - z).abs() < 1e-6, "{level}: {}", reach(level));
        }
        for (z, p) in [
            (0.0, 1.0),
            (1.0, 0.317_310_507_862_914),
            (-1.6, 0.109_598_583_399_115),
            (1.959_963_984_540_054, 0.05),
            (3.0, 0.002_699_796_063_260_19),
            (6.0, 1.973_175_290_075_396e-9),
        ] {
            let reckoned = both_tails(z);
            assert!((reckoned / p - 1.0).abs() < 1e-9, "{z}: {reckoned}");
            assert!((distance(p) - z.abs()).abs() < 1e-9, "{p}: {}", distance(p));
        }
    }
}
