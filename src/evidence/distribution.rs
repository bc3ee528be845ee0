//! Tails of the distributions of test statistics: Student's t, Fisher and Snedecor's F, χ².

use libm::lgamma;

/// How near the sums below come before they end.
const NEAR: f64 = 1e-14;
/// Stands for 0 where one is divided by.
const TINY: f64 = 1e-300;

/// The probability of a t at least as far from 0, on either side, with `freedom` degrees (Abramowitz & Stegun 26.7.1).
pub fn t_tails(t: f64, freedom: f64) -> f64 {
    beta(freedom / 2.0, 0.5, freedom / t.mul_add(t, freedom))
}

/// The probability of an F at least as great, with the degrees of its numerator and its denominator (26.6.2).
pub fn f_tail(f: f64, numerator: f64, denominator: f64) -> f64 {
    beta(denominator / 2.0, numerator / 2.0, denominator / numerator.mul_add(f.max(0.0), denominator))
}

/// The probability of a χ² at least as great, with `freedom` degrees (26.4.2).
pub fn chi_square_tail(chi_square: f64, freedom: f64) -> f64 {
    gamma_tail(freedom / 2.0, chi_square.max(0.0) / 2.0)
}

/// The incomplete beta function Iₓ(a, b), as the continued fraction 26.5.8.
fn beta(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 || x >= 1.0 {
        return x.clamp(0.0, 1.0);
    }
    // The fraction runs towards its end fast on this side of the middle.
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - beta(b, a, 1.0 - x);
    }
    let front = lgamma(a + b) - lgamma(a) - lgamma(b) + a * x.ln() + b * (-x).ln_1p();
    let part = |m: f64| {
        let half = (m / 2.0).floor();
        if m % 2.0 == 0.0 {
            half * (b - half) * x / ((a + m - 1.0) * (a + m))
        } else {
            -(a + half) * (a + b + half) * x / ((a + m - 1.0) * (a + m))
        }
    };
    front.exp() / a / continued(1.0, |m| (part(m), 1.0))
}

/// The upper tail of the incomplete gamma function, Q(a, x): the series 6.5.29 below, the continued fraction 6.5.31 above.
fn gamma_tail(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 1.0;
    }
    let front = (a * x.ln() - x - lgamma(a)).exp();
    if x < a + 1.0 {
        let (mut sum, mut term, mut n) = (1.0 / a, 1.0 / a, a);
        while term > sum * NEAR {
            n += 1.0;
            term *= x / n;
            sum += term;
        }
        return (1.0 - front * sum).max(0.0);
    }
    front / continued(x + 1.0 - a, |n| (-n * (n - a), x + 2.0 * n + 1.0 - a))
}

/// The continued fraction first + p₁/(q₁ + p₂/(q₂ + …)), from its front on (Lentz).
fn continued(first: f64, part: impl Fn(f64) -> (f64, f64)) -> f64 {
    let solid = |value: f64| if value.abs() < TINY { TINY } else { value };
    let (mut value, mut above, mut below) = (solid(first), solid(first), 0.0);
    for n in 1..10_000 {
        let (p, q) = part(f64::from(n));
        below = 1.0 / solid(p.mul_add(below, q));
        above = solid(q + p / above);
        let factor = above * below;
        value *= factor;
        if (factor - 1.0).abs() < NEAR {
            break;
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::normal::both_tails;

    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() < 5e-7 + expected * 5e-6, "{found} is not {expected}");
    }

    #[test]
    fn tails_are_those_of_the_tables() {
        // The critical values of NIST/SEMATECH, 1.3.6.7.
        for (t, freedom) in
            [(12.706_205, 1.0), (4.302_653, 2.0), (2.228_139, 10.0), (2.024_394, 38.0), (1.983_972, 100.0)]
        {
            near(t_tails(t, freedom), 0.05);
            near(t_tails(-t, freedom), 0.05);
        }
        for (f, numerator, denominator) in [(161.447_64, 1.0, 1.0), (4.964_603, 1.0, 10.0), (3.158_843, 2.0, 57.0)] {
            near(f_tail(f, numerator, denominator), 0.05);
        }
        for (chi_square, freedom) in [(3.841_459, 1.0), (5.991_465, 2.0), (18.307_038, 10.0), (124.342_113, 100.0)] {
            near(chi_square_tail(chi_square, freedom), 0.05);
        }
    }

    #[test]
    fn tails_are_at_one_with_each_other() {
        for z in [0.0, 0.3, 1.0, 1.96, 3.3, 6.0] {
            near(chi_square_tail(z * z, 1.0), both_tails(z));
            near(t_tails(z, 1e7), both_tails(z));
            for freedom in [1.0, 4.0, 33.0, 250.0] {
                near(f_tail(z * z, 1.0, freedom), t_tails(z, freedom));
            }
        }
        // Of two degrees, χ² is exponential.
        for x in [0.1, 1.0, 5.0, 40.0] {
            near(chi_square_tail(x, 2.0), (-x / 2.0).exp());
        }
        assert!(t_tails(1e6, 3.0) >= 0.0 && chi_square_tail(1e5, 2.0) >= 0.0 && f_tail(0.0, 2.0, 9.0) == 1.0);
    }
}
