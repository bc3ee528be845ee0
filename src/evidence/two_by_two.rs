//! Two shares in a table of four fields, and the P values that tests give for them.

use std::ops::RangeInclusive;

use super::normal::both_tails;
use super::proportion::Share;

/// The P values of a table of four fields, by every test that is in common use for one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tests {
    /// Pearson's χ².
    pub chi_square: f64,
    /// χ² with Yates's correction.
    pub yates: f64,
    /// Fisher's exact test, two-sided: all tables that are no likelier than this one.
    pub fisher: f64,
    /// The same with half the weight of tables that are as likely.
    pub mid: f64,
    /// The likelihood ratio test, G² = 2·Σ O·ln(O/E).
    pub likelihood: f64,
    /// Wald's tests of the logarithm of the odds ratio (logistic regression), of that of the relative risk, and of the
    /// difference; where a field is empty, Pearson's χ².
    pub wald: [f64; 3],
    /// Fisher's exact test, one-sided, towards the side that was observed.
    pub fisher_one_sided: f64,
}

impl Tests {
    /// The tests of two shares; `None` where a share has nobody, more than everybody, or too many people to count.
    pub fn of(first: Share, second: Share) -> Option<Self> {
        let total = u64::from(first.among) + u64::from(second.among);
        let is_sound = |share: Share| share.among > 0 && share.count <= share.among;
        if !is_sound(first) || !is_sound(second) || total > 2_000_000 {
            return None;
        }
        let (fisher, mid, fisher_one_sided) = exact(first, second);
        let chi_square_alone = chi_square(first, second, 0.0);
        Some(Self {
            chi_square: chi_square_alone,
            likelihood: likelihood_ratio(first, second),
            wald: wald(first, second).unwrap_or([chi_square_alone; 3]),
            yates: chi_square(first, second, 0.5),
            fisher,
            mid,
            fisher_one_sided,
        })
    }

    /// The least and the greatest P value of all tables with these counts, each among its number of people.
    pub fn over(
        (first, n): &(RangeInclusive<u32>, u32),
        (second, m): &(RangeInclusive<u32>, u32),
        is_one_sided: bool,
    ) -> Option<(f64, f64)> {
        // More than a few counts between the ends say nothing more.
        let some = |range: &RangeInclusive<u32>| {
            let step = ((range.end() - range.start()) / 6).max(1);
            range.clone().step_by(step as usize).chain([*range.end()])
        };
        let mut found: Option<(f64, f64)> = None;
        for (a, c) in some(first).flat_map(|a| some(second).map(move |c| (a, c))) {
            let tests = Self::of(Share { count: a, among: *n }, Share { count: c, among: *m })?;
            let (least, greatest) = tests.range(is_one_sided);
            let (low, high) = found.unwrap_or((least, greatest));
            found = Some((low.min(least), high.max(greatest)));
        }
        found
    }

    /// The P values of all tests; of one-sided ones half of each, and Fisher's own.
    pub fn all(self, is_one_sided: bool) -> [f64; 9] {
        let [odds, risk, difference] = self.wald;
        let two = [self.chi_square, self.yates, self.fisher, self.mid, self.likelihood, odds, risk, difference];
        let share = if is_one_sided { 0.5 } else { 1.0 };
        let [a, b, c, d, e, f, g, h] = two.map(|p| p * share);
        [a, b, c, d, e, f, g, h, if is_one_sided { self.fisher_one_sided } else { a }]
    }

    /// The least and the greatest of them.
    pub fn range(self, is_one_sided: bool) -> (f64, f64) {
        let all = self.all(is_one_sided);
        (all.into_iter().fold(f64::INFINITY, f64::min), all.into_iter().fold(0.0, f64::max))
    }
}

/// The P value of χ² with one degree of freedom, each observed number moved by `correction` towards the expected one.
fn chi_square(first: Share, second: Share, correction: f64) -> f64 {
    let [a, n, c, m] = [first.count, first.among, second.count, second.among].map(f64::from);
    let (events, total) = (a + c, n + m);
    if events == 0.0 || events == total {
        return 1.0;
    }
    let off = ((a - events * n / total).abs() - correction).max(0.0);
    let spread = events * (total - events) * n * m / (total * total * total);
    both_tails(off / spread.sqrt())
}

/// The P value of the likelihood ratio test.
fn likelihood_ratio(first: Share, second: Share) -> f64 {
    let (events, total) = (first.count + second.count, first.among + second.among);
    let part = |observed: u32, among: u32, all: u32| {
        let expected = f64::from(among) * f64::from(all) / f64::from(total);
        if observed == 0 { 0.0 } else { f64::from(observed) * (f64::from(observed) / expected).ln() }
    };
    let of = |it: Share| part(it.count, it.among, events) + part(it.among - it.count, it.among, total - events);
    both_tails((2.0 * (of(first) + of(second))).max(0.0).sqrt())
}

/// Wald's P values of the odds ratio, the relative risk and the difference; `None` where a field is empty.
fn wald(first: Share, second: Share) -> Option<[f64; 3]> {
    let [a, n, c, m] = [first.count, first.among, second.count, second.among].map(f64::from);
    let (b, d) = (n - a, m - c);
    if [a, b, c, d].contains(&0.0) {
        return None;
    }
    let odds = (a * d / (b * c)).ln() / (1.0 / a + 1.0 / b + 1.0 / c + 1.0 / d).sqrt();
    let risk = (a * m / (n * c)).ln() / (1.0 / a - 1.0 / n + 1.0 / c - 1.0 / m).sqrt();
    let difference = (a / n - c / m) / (a * b / (n * n * n) + c * d / (m * m * m)).sqrt();
    Some([odds, risk, difference].map(both_tails))
}

/// Fisher's exact test: two-sided, mid-P, and one-sided.
///
/// The likelihood of each table follows from that of its neighbour, beginning at the likeliest so that nothing underflows
/// where it counts.
fn exact(first: Share, second: Share) -> (f64, f64, f64) {
    let (n, m) = (i64::from(first.among), i64::from(second.among));
    let events = i64::from(first.count) + i64::from(second.count);
    let (least, greatest) = ((events - m).max(0), events.min(n));
    // likelihood(x + 1) / likelihood(x)
    let step = |x: i64| ((n - x) * (events - x)) as f64 / ((x + 1) * (m - events + x + 1)) as f64;
    let mode = ((n + 1) * (events + 1) / (n + m + 2)).clamp(least, greatest);
    let mut weights = vec![0.0_f64; (greatest - least + 1) as usize];
    let at = |x: i64| (x - least) as usize;
    weights[at(mode)] = 1.0;
    for x in mode..greatest {
        weights[at(x + 1)] = weights[at(x)] * step(x);
    }
    for x in (least..mode).rev() {
        weights[at(x)] = weights[at(x + 1)] / step(x);
    }
    let total: f64 = weights.iter().sum();
    let observed = at(i64::from(first.count));
    let own = weights[observed];
    // Tables of the same likelihood differ by rounding.
    let (mut below, mut same) = (0.0, 0.0);
    for weight in &weights {
        if (weight - own).abs() <= own * 1e-7 {
            same += weight;
        } else if *weight < own {
            below += weight;
        }
    }
    let (lower, upper): (f64, f64) = (weights[..=observed].iter().sum(), weights[observed..].iter().sum());
    let capped = |p: f64| (p / total).min(1.0);
    (capped(below + same), capped(below + same / 2.0), capped(lower.min(upper)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tests(a: u32, n: u32, c: u32, m: u32) -> Tests {
        Tests::of(Share { count: a, among: n }, Share { count: c, among: m }).expect("sound")
    }

    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-9 + expected * 1e-6, "{found} is not {expected}");
    }

    #[test]
    fn the_lady_tasting_tea() {
        // 3 of 4 against 1 of 4: 1, 16, 36, 16, 1 of 70 tables.
        let tea = tests(3, 4, 1, 4);
        near(tea.fisher, 34.0 / 70.0);
        near(tea.fisher_one_sided, 17.0 / 70.0);
        near(tea.mid, 18.0 / 70.0);
        // χ² = 8·(3·3 − 1·1)²/4⁴ = 2, and with Yates 0.5.
        near(tea.chi_square, 0.157_299_207_050_285);
        near(tea.yates, 0.479_500_122_186_953);
        // G² = 4·(3·ln 1.5 + ln 0.5) = 2.0930; ln OR = ln 9 with the error √(8/3); ln RR = ln 3 with √(5/6); ½ with √(3/32).
        near(tea.likelihood, both_tails((4.0 * (3.0 * 1.5_f64.ln() + 0.5_f64.ln())).sqrt()));
        near(tea.wald[0], both_tails(9.0_f64.ln() / (8.0_f64 / 3.0).sqrt()));
        near(tea.wald[1], both_tails(3.0_f64.ln() / (5.0_f64 / 6.0).sqrt()));
        near(tea.wald[2], both_tails(0.5 / (3.0_f64 / 32.0).sqrt()));
    }

    #[test]
    fn fishers_test_is_what_counting_finds() {
        let choose = |n: u32, k: u32| (0..k).fold(1.0, |all, i| all * f64::from(n - i) / f64::from(i + 1));
        for (a, n, c, m) in [(9, 93, 2, 91), (0, 10, 5, 12), (10, 10, 0, 7), (3, 30, 3, 30), (1, 3, 2, 40)] {
            let events = a + c;
            let weight = |x: u32| if x > n || events - x > m { 0.0 } else { choose(n, x) * choose(m, events - x) };
            let all: f64 = (0..=events).map(weight).sum();
            let own = weight(a);
            let p: f64 = (0..=events).map(weight).filter(|it| *it <= own * (1.0 + 1e-7)).sum();
            near(tests(a, n, c, m).fisher, p / all);
        }
    }

    #[test]
    fn odd_tables_have_a_value_all_the_same() {
        assert_eq!(tests(0, 5, 0, 5).chi_square, 1.0);
        assert_eq!(tests(5, 5, 5, 5).fisher, 1.0);
        assert_eq!((tests(5, 5, 5, 5).likelihood, tests(5, 5, 5, 5).wald), (1.0, [1.0; 3]));
        assert!(tests(900_000, 1_000_000, 1, 1_000_000).fisher >= 0.0);
        assert_eq!(Tests::of(Share { count: 6, among: 5 }, Share { count: 1, among: 5 }), None);
        assert_eq!(Tests::of(Share { count: 0, among: 0 }, Share { count: 1, among: 5 }), None);
    }
}
