//! How often the checks of P values and effects beside two counts are wrong, and how often they see.

use postil::diag::code;

use super::method::{Table, both_tails};
use super::{Draws, Row, count_with_notes, hold, many};

/// Patients of two groups in strata, or in one.
struct Strata(Vec<Table>);

impl Strata {
    /// Two groups of 40 to 400 with an event: a logarithm of the odds from −2.5 to 0.4, one of the odds ratio of which the
    /// standard deviation is 0.4.
    fn drawn(draws: &mut Draws, strata: usize) -> Self {
        let people = [40 + draws.below(361), 40 + draws.below(361)];
        let (odds, effect) = (draws.between(-2.5, 0.4), 0.4 * draws.normal());
        let spread = if strata == 1 { 0.0 } else { 0.6 };
        let parts: Vec<f64> = (0..strata).map(|_| draws.between(0.5, 1.5)).collect();
        let all: f64 = parts.iter().sum();
        let mut left = people;
        let mut tables = Vec::new();
        for (number, part) in (1..).zip(&parts) {
            let size = |of: usize| if number == strata { left[of] } else { (people[of] as f64 * part / all) as usize };
            let sizes = [size(0), size(1)];
            left = [left[0] - sizes[0], left[1] - sizes[1]];
            let odds = odds + spread * draws.normal();
            let risk = |odds: f64| 1.0 / (1.0 + libm::exp(-odds));
            tables.push(Table::of(draws, sizes, [risk(odds + effect), risk(odds)]));
        }
        Self(tables)
    }

    /// All of them together.
    fn table(&self) -> Table {
        let sum = |of: fn(&Table) -> [f64; 2]| {
            self.0.iter().map(of).fold([0.0; 2], |sum, it| [sum[0] + it[0], sum[1] + it[1]])
        };
        Table { events: sum(|it| it.events), people: sum(|it| it.people) }
    }

    /// Cochran, Mantel and Haenszel's test.
    fn test(&self) -> f64 {
        let (mut off, mut variance) = (0.0, 0.0);
        for [a, b, c, d] in self.0.iter().map(Table::cells) {
            let all = a + b + c + d;
            off += a - (a + b) * (a + c) / all;
            variance += (a + b) * (c + d) * (a + c) * (b + d) / (all * all * (all - 1.0));
        }
        both_tails(off / variance.sqrt())
    }

    /// Mantel and Haenszel's odds ratio.
    fn odds_ratio(&self) -> f64 {
        let sum = |of: fn([f64; 4]) -> f64| {
            self.0.iter().map(Table::cells).map(|it| of(it) / it.iter().sum::<f64>()).sum::<f64>()
        };
        sum(|[a, _, _, d]| a * d) / sum(|[_, b, c, _]| b * c)
    }
}

/// The likelihood ratio test.
fn likelihood_ratio(table: &Table) -> f64 {
    let cells = table.cells();
    let all: f64 = cells.iter().sum();
    let [a, b, c, d] = cells;
    let expected = [(a + b) * (a + c), (a + b) * (b + d), (c + d) * (a + c), (c + d) * (b + d)];
    let parts = cells.into_iter().zip(expected).filter(|(cell, _)| *cell > 0.0);
    let sum: f64 = parts.map(|(cell, expected)| cell * libm::log(cell * all / expected)).sum();
    both_tails((2.0 * sum).max(0.0).sqrt())
}

/// Wald's test of a logistic regression.
fn logistic(table: &Table) -> f64 {
    both_tails(table.log_odds_ratio() / table.odds_error())
}

/// Fisher's exact test, one-sided: the tables as far to the side that was seen.
fn one_sided(table: &Table) -> f64 {
    let [a, b, c, d] = table.cells();
    let log_factorial = |n: f64| libm::lgamma(n + 1.0);
    let all = [a + b, c + d, a + c, b + d].map(log_factorial).iter().sum::<f64>() - log_factorial(a + b + c + d);
    let weight = |by: f64| {
        let cells = [a + by, b - by, c - by, d + by];
        let is_table = cells.iter().all(|it| *it >= 0.0);
        if is_table { libm::exp(all - cells.map(log_factorial).iter().sum::<f64>()) } else { 0.0 }
    };
    let tail = |side: f64| (0..).map(|by| weight(side * f64::from(by))).take_while(|it| *it > 0.0).sum::<f64>();
    tail(1.0).min(tail(-1.0))
}

/// How a P value is printed in these: with three decimals below 0.1, else with two; `None` where it would be a limit.
fn printed(p: f64) -> Option<String> {
    let printed = if p < 0.1 { format!("{p:.3}") } else { format!("{p:.2}") };
    (p >= 0.001 && !printed.starts_with('1')).then_some(printed)
}

type Test = fn(&mut Draws, &Strata) -> f64;

/// Sentences with two counts and a P value, changed or not.
fn p_values(kind: &str, seed: u64, strata: fn(&mut Draws) -> usize, test: Test, is_slip: bool) -> Row {
    let draws = &mut Draws::seeded(seed);
    let mut statements = Vec::new();
    while statements.len() < many() {
        let size = strata(draws);
        let strata = Strata::drawn(draws, size);
        let table = strata.table();
        if table.least() < 1.0 {
            continue;
        }
        let Some(p) = printed(test(draws, &strata)) else { continue };
        let p = if is_slip { draws.slip(&p, true) } else { p };
        let share = |at: usize| {
            let (events, people) = (table.events[at], table.people[at]);
            format!("{:.1}%（{events}/{people}例）", events * 100.0 / people)
        };
        statements.push(format!("发生率为{}对{}，*P*={p}。", share(0), share(1)));
    }
    count_with_notes(kind, &statements, &[code::E206])
}

#[test]
fn p_values_of_counts() {
    let one: fn(&mut Draws) -> usize = |_| 1;
    let usual: Test = |draws, it| {
        let test = draws.pick(&[Table::chi_square, Table::yates, Table::fisher, likelihood_ratio, logistic]);
        test(&it.table())
    };
    let rows = [
        p_values("P by the χ² test", 2060, one, |_, it| it.table().chi_square(), false),
        p_values("P by Yates's test", 2061, one, |_, it| it.table().yates(), false),
        p_values("P by Fisher's test", 2062, one, |_, it| it.table().fisher(), false),
        p_values("P by the likelihood ratio test", 2063, one, |_, it| likelihood_ratio(&it.table()), false),
        p_values("P by logistic regression", 2064, one, |_, it| logistic(&it.table()), false),
        p_values("P by Fisher's one-sided test, not said", 2065, one, |_, it| one_sided(&it.table()), false),
        p_values("P by a stratified test, not said", 2066, |draws| 2 + draws.below(5), |_, it| it.test(), false),
        p_values("one digit of P changed", 2067, one, usual, true),
    ];
    hold(code::E206, &rows);
    for row in &rows[..5] {
        assert_eq!((row.flagged, row.with_notes), (0, Some(0)), "{}", row.kind);
    }
    assert_eq!(rows[5].flagged, 0, "a one-sided test is only noted");
    assert!(rows[6].spares(0.1) && rows[7].sees(0.5, 0.88), "{} {}", rows[6].flagged, rows[7].flagged);
}

/// An effect as it is printed beside its rates.
struct Effect {
    name: &'static str,
    printed: String,
    interval: String,
    rates: [String; 2],
}

impl Effect {
    fn drawn(draws: &mut Draws) -> Self {
        let strata = loop {
            let strata = Strata::drawn(draws, 1);
            if strata.table().least() >= 4.0 {
                break strata;
            }
        };
        let table = strata.table();
        let [p, q] = [0, 1].map(|at| table.events[at] / table.people[at]);
        let (name, estimate, error) = match draws.below(3) {
            0 => ("RR", p / q, table.risk_error()),
            1 => ("OR", libm::exp(table.log_odds_ratio()), table.odds_error()),
            _ => ("率差", (p - q) * 100.0, 0.0),
        };
        Self::of(draws, &table, name, estimate, error)
    }

    /// Mantel and Haenszel's odds ratio of strata.
    fn stratified(draws: &mut Draws) -> Self {
        loop {
            let size = 2 + draws.below(5);
            let strata = Strata::drawn(draws, size);
            let (table, estimate) = (strata.table(), strata.odds_ratio());
            if table.least() >= 4.0 && estimate.is_finite() && estimate > 0.0 {
                return Self::of(draws, &table, "OR", estimate, table.odds_error());
            }
        }
    }

    fn of(draws: &mut Draws, table: &Table, name: &'static str, estimate: f64, error: f64) -> Self {
        let is_ratio = name != "率差";
        let printed = if is_ratio { format!("{estimate:.2}") } else { format!("{estimate:.1}").replace('-', "−") };
        let interval = if is_ratio && draws.below(2) == 0 {
            let [lower, upper] = [-1.96, 1.96].map(|reach| estimate * libm::exp(reach * error));
            format!("，95%CI {lower:.2}~{upper:.2}")
        } else {
            String::new()
        };
        let has_counts = draws.below(2) == 0;
        let rates = [0, 1].map(|at| {
            let (events, people) = (table.events[at], table.people[at]);
            let rate = format!("{:.1}%", events * 100.0 / people);
            if has_counts { format!("{rate}（{events}/{people}）") } else { rate }
        });
        Self { name, printed, interval, rates }
    }

    fn written(&self) -> String {
        let Self { name, printed, interval, rates: [first, second] } = self;
        let effect = if *name == "率差" {
            format!("率差为{printed}个百分点")
        } else {
            format!("{name}={printed}{interval}")
        };
        format!("发生率为{first}对{second}，{effect}。")
    }
}

#[test]
fn effects_of_rates() {
    let study = |kind: &str, seed: u64, make: fn(&mut Draws) -> Effect, is_slip: bool| {
        let draws = &mut Draws::seeded(seed);
        let one = |_| {
            let mut effect = make(draws);
            if is_slip {
                effect.printed = draws.slip(&effect.printed, false);
            }
            effect.written()
        };
        count_with_notes(kind, &(0..many()).map(one).collect::<Vec<_>>(), &[code::E207])
    };
    let rows = [
        study("effects of the rates", 2070, Effect::drawn, false),
        study("odds ratio of strata, not said", 2071, Effect::stratified, false),
        study("one digit changed", 2072, Effect::drawn, true),
    ];
    hold(code::E207, &rows);
    assert_eq!((rows[0].flagged, rows[0].with_notes), (0, Some(0)));
    assert!(rows[1].spares(0.05) && rows[2].sees(0.5, 0.9), "{} {}", rows[1].flagged, rows[2].flagged);
}
