//! Statements of analyses that are not Wald's: data are drawn, fitted and tested as trials and cohorts are, and what
//! comes out is printed. Everything is drawn from a seed and reckoned with `libm`, so it is the same on every machine.

use super::Draws;

/// What an analysis comes to: an effect on the scale of the measure (a logarithm for ratios), its interval of 95 %, its
/// two-sided P value.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Analysis {
    pub(crate) measure: &'static str,
    pub(crate) is_ratio: bool,
    pub(crate) estimate: f64,
    pub(crate) lower: f64,
    pub(crate) upper: f64,
    pub(crate) p: f64,
    pub(crate) error: f64,
}

const Z: f64 = 1.959_963_984_540_054;

pub(super) fn both_tails(z: f64) -> f64 {
    libm::erfc(z.abs() / std::f64::consts::SQRT_2)
}

/// A Cox model of two arms without ties: at each event, how many are at risk in either arm, and whose event it is.
struct Cox {
    events: Vec<(bool, f64, f64)>,
}

impl Cox {
    /// A trial of 30 to 150 patients in an arm, one to one or two to one; exponential times, a hazard ratio of which the
    /// logarithm has mean −0.25 and standard deviation 0.35, entry over time and an end of follow-up.
    fn drawn(draws: &mut Draws) -> Self {
        let treated = 30 + draws.below(121);
        let control = if draws.below(3) == 0 { treated / 2 } else { treated };
        let effect = -0.25 + 0.35 * draws.normal();
        let end = draws.between(0.5, 2.5);
        let mut people: Vec<(f64, bool, bool)> = Vec::with_capacity(treated + control);
        for number in 0..treated + control {
            let is_treated = number < treated;
            let hazard = if is_treated { libm::exp(effect) } else { 1.0 };
            let time = -libm::log(1.0 - draws.unit()) / hazard;
            let follow_up = end * draws.between(0.5, 1.0);
            people.push((time.min(follow_up), time <= follow_up, is_treated));
        }
        people.sort_by(|one, other| other.0.total_cmp(&one.0));
        let (mut at_risk, mut events) = ([0.0, 0.0], Vec::new());
        for (_, is_event, is_treated) in people {
            at_risk[usize::from(is_treated)] += 1.0;
            if is_event {
                events.push((is_treated, at_risk[0], at_risk[1]));
            }
        }
        Self { events }
    }

    /// The logarithm of the partial likelihood, its first derivative, and the information.
    fn at(&self, effect: f64) -> (f64, f64, f64) {
        let ratio = libm::exp(effect);
        let (mut likelihood, mut score, mut information) = (0.0, 0.0, 0.0);
        for (is_treated, control, treated) in &self.events {
            let sum = control + treated * ratio;
            let share = treated * ratio / sum;
            likelihood -= libm::log(sum);
            if *is_treated {
                likelihood += effect;
                score += 1.0;
            }
            score -= share;
            information += share * (1.0 - share);
        }
        (likelihood, score, information)
    }

    fn fit(&self) -> Option<(f64, f64)> {
        let treated = self.events.iter().filter(|it| it.0).count();
        if treated < 4 || self.events.len() - treated < 4 {
            return None;
        }
        let mut effect = 0.0;
        for _ in 0..8 {
            let (_, score, information) = self.at(effect);
            effect += score / information;
        }
        Some((effect, 1.0 / self.at(effect).2.sqrt()))
    }
}

/// A hazard ratio with Wald's interval and the P value of the log-rank test.
pub(crate) fn log_rank(draws: &mut Draws) -> Analysis {
    loop {
        let cox = Cox::drawn(draws);
        let Some((estimate, error)) = cox.fit() else { continue };
        let (_, score, information) = cox.at(0.0);
        let p = both_tails(score / information.sqrt());
        return wald("HR", estimate, error, p);
    }
}

fn wald(measure: &'static str, estimate: f64, error: f64, p: f64) -> Analysis {
    let (lower, upper) = (estimate - Z * error, estimate + Z * error);
    Analysis { measure, is_ratio: true, estimate, lower, upper, p, error }
}

/// A hazard or odds ratio with its profile likelihood interval and the P value of the likelihood ratio test.
pub(crate) fn profile(draws: &mut Draws) -> Analysis {
    loop {
        if draws.below(2) == 0 {
            let cox = Cox::drawn(draws);
            let Some((estimate, error)) = cox.fit() else { continue };
            return likelihood("HR", estimate, error, |effect| cox.at(effect).0);
        }
        let table = Table::drawn(draws);
        if table.least() < 4.0 {
            continue;
        }
        return likelihood("OR", table.log_odds_ratio(), table.odds_error(), |effect| table.profile(effect));
    }
}

/// Where twice the logarithm of the likelihood has fallen by 1.96².
fn likelihood(measure: &'static str, estimate: f64, error: f64, of: impl Fn(f64) -> f64) -> Analysis {
    let most = of(estimate);
    let fallen = |effect: f64| 2.0 * (most - of(effect)) - Z * Z;
    let bound = |side: f64| {
        let (mut inside, mut outside) = (estimate, estimate + side * 4.0 * error);
        for _ in 0..30 {
            let middle = f64::midpoint(inside, outside);
            if fallen(middle) < 0.0 { inside = middle } else { outside = middle }
        }
        inside
    };
    let p = both_tails((2.0 * (most - of(0.0))).max(0.0).sqrt());
    Analysis { measure, is_ratio: true, estimate, lower: bound(-1.0), upper: bound(1.0), p, error }
}

/// Two groups and how many of them have an event.
#[derive(Debug, Clone, Copy)]
pub(super) struct Table {
    pub(super) events: [f64; 2],
    pub(super) people: [f64; 2],
}

impl Table {
    /// A cohort or trial of 60 to 600 people, of whom 20 to 80 % are exposed; risks from 5 to 60 %, an odds ratio of which
    /// the logarithm has standard deviation 0.5.
    fn drawn(draws: &mut Draws) -> Self {
        let all = 60 + draws.below(541);
        let share = if draws.below(2) == 0 { 0.5 } else { draws.between(0.2, 0.8) };
        let exposed = (all as f64 * share).round() as usize;
        let odds = draws.between(-2.9, 0.4);
        let effect = 0.5 * draws.normal();
        let risk = |odds: f64| 1.0 / (1.0 + libm::exp(-odds));
        Self::of(draws, [exposed, all - exposed], [risk(odds + effect), risk(odds)])
    }

    pub(super) fn of(draws: &mut Draws, people: [usize; 2], risks: [f64; 2]) -> Self {
        let events = [0, 1].map(|arm| (0..people[arm]).filter(|_| draws.unit() < risks[arm]).count() as f64);
        Self { events, people: people.map(|it| it as f64) }
    }

    pub(super) fn cells(&self) -> [f64; 4] {
        let [a, c] = self.events;
        [a, self.people[0] - a, c, self.people[1] - c]
    }

    pub(super) fn least(&self) -> f64 {
        self.cells().into_iter().fold(f64::INFINITY, f64::min)
    }

    pub(super) fn log_odds_ratio(&self) -> f64 {
        let [a, b, c, d] = self.cells();
        libm::log(a * d / (b * c))
    }

    pub(super) fn odds_error(&self) -> f64 {
        self.cells().into_iter().map(|cell| 1.0 / cell).sum::<f64>().sqrt()
    }

    pub(super) fn risk_error(&self) -> f64 {
        (0..2).map(|arm| 1.0 / self.events[arm] - 1.0 / self.people[arm]).sum::<f64>().sqrt()
    }

    /// The logarithm of the likelihood at an odds ratio, over all risks of those who are not exposed.
    fn profile(&self, effect: f64) -> f64 {
        let [a, b, c, d] = self.cells();
        // The expected events in the first group solve a quadratic equation.
        let (ratio, events, exposed, others) = (libm::exp(effect), a + c, a + b, c + d);
        let first = if (ratio - 1.0).abs() < 1e-9 {
            events * exposed / (exposed + others)
        } else {
            let half = (ratio * (events + exposed) + others - events) / 2.0;
            let root = (half * half - (ratio - 1.0) * ratio * events * exposed).max(0.0).sqrt();
            (half - root) / (ratio - 1.0)
        };
        let second = events - first;
        a * libm::log(first / exposed)
            + b * libm::log(1.0 - first / exposed)
            + c * libm::log(second / others)
            + d * libm::log(1.0 - second / others)
    }

    pub(super) fn chi_square(&self) -> f64 {
        self.corrected(0.0)
    }

    /// The χ² test with Yates's correction.
    pub(super) fn yates(&self) -> f64 {
        self.corrected(0.5)
    }

    /// The χ² test, each field moved by so much towards what is expected.
    fn corrected(&self, by: f64) -> f64 {
        let [a, b, c, d] = self.cells();
        let all = a + b + c + d;
        let apart = ((a * d - b * c).abs() - by * all).max(0.0);
        both_tails((all * apart * apart / ((a + b) * (c + d) * (a + c) * (b + d))).sqrt())
    }

    /// Fisher's exact test: all tables that are no likelier than this one.
    pub(super) fn fisher(&self) -> f64 {
        let [a, b, c, d] = self.cells();
        let (events, exposed, all) = (a + c, a + b, a + b + c + d);
        let log_factorial = |n: f64| libm::lgamma(n + 1.0);
        let weight = |x: f64| {
            libm::exp(
                log_factorial(exposed)
                    + log_factorial(all - exposed)
                    + log_factorial(events)
                    + log_factorial(all - events)
                    - log_factorial(all)
                    - log_factorial(x)
                    - log_factorial(exposed - x)
                    - log_factorial(events - x)
                    - log_factorial(all - exposed - events + x),
            )
        };
        let own = weight(a) * (1.0 + 1e-7);
        let (mut x, mut p) = ((events + exposed - all).max(0.0), 0.0);
        while x <= events.min(exposed) {
            let it = weight(x);
            p += if it <= own { it } else { 0.0 };
            x += 1.0;
        }
        p.min(1.0)
    }
}

/// An odds or risk ratio with Wald's interval and the P value of Fisher's exact test, or of the χ² test.
pub(crate) fn fisher(draws: &mut Draws) -> Analysis {
    loop {
        let table = Table::drawn(draws);
        if table.least() < 3.0 {
            continue;
        }
        let p = if draws.below(3) == 0 { table.chi_square() } else { table.fisher() };
        if draws.below(2) == 0 {
            return wald("OR", table.log_odds_ratio(), table.odds_error(), p);
        }
        let [a, c] = table.events;
        let ratio = libm::log(a / table.people[0] / (c / table.people[1]));
        return wald("RR", ratio, table.risk_error(), p);
    }
}

/// A risk ratio of two groups of 150 to 1000, or a difference of two means of exponential times (as costs are) of 50 to
/// 250 people in a group, with the percentile interval of a bootstrap of 1000 to 10,000 samples and Wald's P value.
pub(crate) fn bootstrap(draws: &mut Draws) -> Analysis {
    let samples = draws.pick(&[1000, 2000, 2000, 5000]);
    if draws.below(2) == 0 {
        let people = [200 + draws.below(801); 2];
        let risk = draws.between(0.15, 0.5);
        let effect = -0.3 + 0.2 * draws.normal();
        let table = Table::of(draws, people, [risk * libm::exp(effect), risk]);
        let [first, second] = [0, 1].map(|arm| Binomial::new(people[arm], table.events[arm] / table.people[arm]));
        let of = |a: f64, c: f64| libm::log(a.max(0.5) / table.people[0] / (c.max(0.5) / table.people[1]));
        let estimate = of(table.events[0], table.events[1]);
        let drawn: Vec<f64> = (0..samples).map(|_| of(first.draw(draws), second.draw(draws))).collect();
        let error = table.risk_error();
        return percentiles("RR", true, estimate, drawn, both_tails(estimate / error), error);
    }
    let people = [50 + draws.below(201), 50 + draws.below(201)];
    let mean = |draws: &mut Draws, of: f64, people: usize| of * gamma_mean(draws, people);
    let (one, other) = (mean(draws, 10.0, people[0]), mean(draws, 12.0, people[1]));
    let drawn: Vec<f64> = (0..samples).map(|_| mean(draws, one, people[0]) - mean(draws, other, people[1])).collect();
    let error = (one * one / people[0] as f64 + other * other / people[1] as f64).sqrt();
    percentiles("MD", false, one - other, drawn, both_tails((one - other) / error), error)
}

fn percentiles(
    measure: &'static str,
    is_ratio: bool,
    estimate: f64,
    mut drawn: Vec<f64>,
    p: f64,
    error: f64,
) -> Analysis {
    let size = drawn.len() as f64;
    let mut at = |share: f64| {
        let rank = (size * share) as usize;
        *drawn.select_nth_unstable_by(rank.min(size as usize - 1), f64::total_cmp).1
    };
    let (lower, upper) = (at(0.025), at(0.975));
    Analysis { measure, is_ratio, estimate, lower, upper, p, error }
}

/// The mean of exponential values of mean 1 (Wilson and Hilferty).
fn gamma_mean(draws: &mut Draws, people: usize) -> f64 {
    let k = 9.0 * people as f64;
    let root = 1.0 - 1.0 / k + draws.normal() / k.sqrt();
    root * root * root
}

/// How often each count of a binomial distribution is drawn, summed up.
struct Binomial(Vec<f64>);

impl Binomial {
    fn new(people: usize, risk: f64) -> Self {
        let mut weight = libm::exp(people as f64 * libm::log(1.0 - risk));
        let mut sum = 0.0;
        let sums = (0..=people).map(|count| {
            sum += weight;
            weight *= (people - count) as f64 / (count + 1) as f64 * risk / (1.0 - risk);
            sum
        });
        Self(sums.collect())
    }

    fn draw(&self, draws: &mut Draws) -> f64 {
        let unit = draws.unit();
        self.0.partition_point(|sum| *sum <= unit) as f64
    }
}

/// A difference of two means of 6 to 30 in a group, with interval and P value by the t distribution.
pub(crate) fn few_degrees(draws: &mut Draws) -> Analysis {
    let people = 6 + draws.below(25);
    let degrees = 2 * people - 2;
    let square: f64 = (0..degrees).map(|_| draws.normal()).map(|it| it * it).sum();
    let error = (square / degrees as f64 * 2.0 / people as f64).sqrt();
    let estimate = 0.5 * draws.normal() + (2.0 / people as f64).sqrt() * draws.normal();
    let (mut low, mut high) = (0.0, 20.0);
    for _ in 0..50 {
        let middle = f64::midpoint(low, high);
        if t_tails(middle, degrees) > 0.05 { low = middle } else { high = middle }
    }
    let (lower, upper) = (estimate - low * error, estimate + low * error);
    let p = t_tails(estimate / error, degrees);
    Analysis { measure: "MD", is_ratio: false, estimate, lower, upper, p, error }
}

/// Both tails of Student's t distribution with an even number of degrees (Abramowitz and Stegun 26.7.4).
fn t_tails(t: f64, degrees: usize) -> f64 {
    let cosine = 1.0 / (1.0 + t * t / degrees as f64);
    let (mut term, mut sum) = (1.0, 1.0);
    for k in 1..degrees / 2 {
        term *= cosine * (2 * k - 1) as f64 / (2 * k) as f64;
        sum += term;
    }
    1.0 - (1.0 - cosine).sqrt() * sum
}
