//! How often the check of test statistics and their P values is wrong, and how often it sees.
//!
//! P values are reckoned by integrals and sums that are not those of what is tested, with `libm`, so that they are the same
//! on every machine.

use postil::diag::code;

use super::method::both_tails;
use super::ratio::printed_p;
use super::{Draws, Row, count, hold, many};

/// The probability of an F at least as great: with tan²θ = ν₁F/ν₂ the share of ∫ sin^(ν₁−1) cos^(ν₂−1) that lies above θ.
pub(super) fn f_tail(f: f64, numerator: f64, denominator: f64) -> f64 {
    let theta = libm::atan((numerator * f / denominator).sqrt());
    let density = |angle: f64| {
        let (sine, cosine) = (libm::sin(angle), libm::cos(angle).max(0.0));
        libm::pow(sine, numerator - 1.0) * libm::pow(cosine, denominator - 1.0)
    };
    let above = integral(density, theta, std::f64::consts::FRAC_PI_2);
    above / (above + integral(density, 0.0, theta))
}

/// The probability of a t at least as far from 0, on either side: of t² as an F with one degree.
pub(super) fn t_tails(t: f64, freedom: f64) -> f64 {
    f_tail(t * t, 1.0, freedom)
}

/// Simpson's rule.
fn integral(of: impl Fn(f64) -> f64, from: f64, to: f64) -> f64 {
    const STEPS: usize = 300;
    let step = (to - from) / STEPS as f64;
    let weight = |at: usize| if at == 0 || at == STEPS { 1.0 } else { 2.0 + 2.0 * (at % 2) as f64 };
    (0..=STEPS).map(|at| weight(at) * of(from + step * at as f64)).sum::<f64>() * step / 3.0
}

/// The probability of a χ² at least as great (Abramowitz and Stegun 26.4.4 and 26.4.5).
fn chi_square_tail(chi_square: f64, freedom: u32) -> f64 {
    let half = chi_square / 2.0;
    let is_odd = freedom % 2 == 1;
    let first = if is_odd { libm::erfc(half.sqrt()) } else { 0.0 };
    // The terms are e^(−x/2)·(x/2)^k/Γ(k + 1), with k from 0 or ½ on.
    let mut k = if is_odd { 0.5 } else { 0.0 };
    let mut term = libm::exp(-half) * if is_odd { 2.0 * (half / std::f64::consts::PI).sqrt() } else { 1.0 };
    let mut sum = first;
    while k < f64::from(freedom) / 2.0 - 0.25 {
        sum += term;
        k += 1.0;
        term *= half / k;
    }
    sum
}

/// The statistics by their signs.
const SIGNS: [&str; 5] = ["t", "F", "χ²", "z", "r"];

/// A test as it is printed.
#[derive(Clone)]
struct Test {
    sign: &'static str,
    /// How its degrees of freedom are said.
    way: usize,
    freedom: [String; 2],
    value: String,
    is_one_sided: bool,
    p: String,
}

impl Test {
    /// A test with 8 to 200 degrees of freedom, of F and χ² with 1 to 6 (of F in the numerator), that finds something in
    /// about half of all. The degrees may be those of Welch's test, rounded to whole ones, and a one-sided P value is that
    /// of the side to which it was looked.
    fn drawn(draws: &mut Draws, sign: &'static str, is_welch: bool, is_one_sided: bool) -> Self {
        let few = 1 + draws.below(6);
        let whole = 8 + draws.below(193);
        let freedom = if is_welch { whole as f64 + draws.unit() - 0.5 } else { whole as f64 };
        let z = 2.0 * draws.normal();
        // What is printed, and its P value before it is rounded.
        let (value, two_sided) = match sign {
            "t" => (z, t_tails(z, freedom)),
            "F" => {
                let value = (z * z + few as f64 - 1.0) / few as f64;
                (value, f_tail(value, few as f64, freedom))
            }
            "χ²" => {
                let value = z * z + few as f64 - 1.0;
                (value, chi_square_tail(value, few as u32))
            }
            "z" => (z, both_tails(z)),
            _ => {
                let value = z / (z * z + freedom).sqrt();
                (value, t_tails(z, freedom))
            }
        };
        let p = if !is_one_sided {
            two_sided
        } else if draws.below(8) == 0 {
            1.0 - two_sided / 2.0
        } else {
            two_sided / 2.0
        };
        let freedom = match sign {
            "F" => [few.to_string(), whole.to_string()],
            "χ²" => [few.to_string(), String::new()],
            _ => [whole.to_string(), String::new()],
        };
        Self { sign, way: draws.below(4), freedom, value: format!("{value:.2}"), is_one_sided, p: printed_p(p) }
    }

    fn written(&self) -> String {
        let Self { sign, freedom: [first, second], value, p, .. } = self;
        let value = value.replace('-', "−");
        let sides = if self.is_one_sided { ["单侧", "one-sided "] } else { [""; 2] };
        let bracket = match *sign {
            "F" => format!("({first}, {second})"),
            "z" => String::new(),
            _ => format!("({first})"),
        };
        match (self.way, *sign) {
            (0, "t" | "χ²") => format!("差异{sign}={value}，自由度为{first}，{}P{p}。", sides[0]),
            (1, "t" | "χ²") => format!("The groups differed ({sign} = {value}, df = {first}, {}P {p}).", sides[1]),
            (2, _) => format!("The result was {sign}{bracket} = {value}, {}P {p}.", sides[1]),
            _ => format!("两组比较（{sign}{bracket}={value}，{}*P*{p}）。", sides[0]),
        }
    }

    /// Without its degrees of freedom.
    fn without_freedom(&self) -> String {
        format!("两组比较（{}={}，P{}）。", self.sign, self.value.replace('-', "−"), self.p)
    }
}

/// Tests of a sign, changed, written and read.
fn study(
    kind: &str,
    seed: u64,
    signs: &[&'static str],
    make: fn(&mut Draws, &'static str) -> Test,
    change: fn(&mut Draws, &mut Test),
) -> Row {
    let draws = &mut Draws::seeded(seed);
    let one = |_| {
        let sign = draws.pick(signs);
        let mut test = make(draws, sign);
        change(draws, &mut test);
        test.written()
    };
    let statements: Vec<String> = (0..many()).map(one).collect();
    count(kind, "", &statements, &[code::E110])
}

fn usual(draws: &mut Draws, sign: &'static str) -> Test {
    Test::drawn(draws, sign, false, false)
}

fn unchanged(_: &mut Draws, _: &mut Test) {}

/// In the statistic; of r behind the point, since nobody takes 3.45 for one.
fn in_value(draws: &mut Draws, test: &mut Test) {
    test.value = draws.slip(&test.value, test.sign == "r");
}

fn in_p(draws: &mut Draws, test: &mut Test) {
    test.p = draws.slip(&test.p, true);
}

fn in_freedom(draws: &mut Draws, test: &mut Test) {
    let at = if test.sign == "F" { draws.below(2) } else { 0 };
    test.freedom[at] = draws.slip(&test.freedom[at], false);
}

#[test]
fn test_statistics() {
    let mut rows = Vec::new();
    for (seed, sign) in (1100..).zip(SIGNS) {
        rows.push(study(&format!("{sign} and its P value"), seed, &[sign], usual, unchanged));
    }
    let one_sided = |draws: &mut Draws, sign| Test::drawn(draws, sign, false, true);
    rows.push(study("one-sided P of t, z and r", 1110, &["t", "z", "r"], one_sided, unchanged));
    let welch = |draws: &mut Draws, sign| Test::drawn(draws, sign, true, false);
    rows.push(study("Welch's t, its degrees rounded", 1111, &["t"], welch, unchanged));
    let without = |kind: &str, seed: u64, change: fn(&mut Draws, &mut Test)| {
        let draws = &mut Draws::seeded(seed);
        let one = |_| {
            let sign = draws.pick(&["t", "χ²"]);
            let mut test = usual(draws, sign);
            change(draws, &mut test);
            test.without_freedom()
        };
        count(kind, "", &(0..many()).map(one).collect::<Vec<_>>(), &[code::E110])
    };
    rows.push(without("t and χ² without their degrees", 1112, unchanged));
    let right = rows.len();
    for (seed, sign) in (1120..).zip(SIGNS) {
        rows.push(study(&format!("slip in {sign}"), seed, &[sign], usual, in_value));
        rows.push(study(&format!("slip in P of {sign}"), seed + 10, &[sign], usual, in_p));
    }
    rows.push(study("slip in the degrees of t, F, χ² and r", 1140, &["t", "F", "χ²", "r"], usual, in_freedom));
    rows.push(without("slip in P of t and χ² without their degrees", 1141, in_p));
    hold(code::E110, &rows);
    for row in &rows[..right] {
        assert_eq!(row.flagged, 0, "{}", row.kind);
    }
}

#[test]
fn tails_are_those_of_the_tables() {
    // The critical values of NIST/SEMATECH, 1.3.6.7.
    for (found, freedom) in [
        (t_tails(2.228_139, 10.0), "t"),
        (t_tails(1.983_972, 100.0), "t"),
        (f_tail(3.158_843, 2.0, 57.0), "F"),
        (f_tail(4.964_603, 1.0, 10.0), "F"),
        (chi_square_tail(3.841_459, 1), "χ²"),
        (chi_square_tail(5.991_465, 2), "χ²"),
        (chi_square_tail(7.814_728, 3), "χ²"),
        (chi_square_tail(11.070_498, 5), "χ²"),
    ] {
        assert!((found - 0.05).abs() < 1e-6, "{freedom}: {found}");
    }
}
