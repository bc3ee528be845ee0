//! How often the checks of means with their P value and of medians in their ranges are wrong, and how often they see: data
//! of people are drawn, described and tested.

use postil::diag::code;

use super::method::both_tails;
use super::ratio::printed_p;
use super::statistic::t_tails;
use super::{Draws, Row, count, count_with_notes, hold, many};

/// Somebody's value before and after.
#[derive(Clone, Copy)]
struct Person {
    before: f64,
    after: f64,
}

/// Two groups of 12 to 120, one to one or not: a mean of 20 to 90, a standard deviation of 5 to 20 in a hundred of it, in
/// the second group up to a half more or less, a difference of which the mean is 0 and the standard deviation half of that
/// of people, a correlation of before and after from 0 to 0.7. Skewed values are those of which the logarithm is normal.
fn drawn(draws: &mut Draws, is_skewed: bool) -> [Vec<Person>; 2] {
    let n = 12 + draws.below(109);
    let m = if draws.below(2) == 0 { n } else { 12 + draws.below(109) };
    let mean = draws.between(20.0, 90.0);
    let deviation = mean * draws.between(0.05, 0.2);
    let other = deviation * libm::exp(draws.between(-0.4, 0.4));
    let effect = 0.5 * deviation * draws.normal();
    let correlation = draws.between(0.0, 0.7);
    let rest = (1.0 - correlation * correlation).sqrt();
    let mut group = |people: usize, mean: f64, deviation: f64, effect: f64| {
        let person = |draws: &mut Draws| {
            let before = draws.normal();
            let after = correlation * before + rest * draws.normal();
            let of = |z: f64| if is_skewed { (libm::exp(0.4 * z) - 1.0) / 0.4 } else { z };
            Person { before: mean + deviation * of(before), after: mean + effect + deviation * of(after) }
        };
        (0..people).map(|_| person(draws)).collect::<Vec<_>>()
    };
    [group(n, mean, deviation, effect), group(m, mean, other, 0.0)]
}

fn mean(of: &[f64]) -> f64 {
    of.iter().sum::<f64>() / of.len() as f64
}

/// The sum of squares around the mean.
fn squares(of: &[f64]) -> f64 {
    let mean = mean(of);
    of.iter().map(|it| (it - mean) * (it - mean)).sum()
}

fn deviation(of: &[f64]) -> f64 {
    (squares(of) / (of.len() - 1) as f64).sqrt()
}

fn after(group: &[Person]) -> Vec<f64> {
    group.iter().map(|it| it.after).collect()
}

/// Student's t test.
fn student([one, other]: [&[f64]; 2]) -> f64 {
    let freedom = (one.len() + other.len() - 2) as f64;
    let variance = (squares(one) + squares(other)) / freedom;
    let error = (variance * (1.0 / one.len() as f64 + 1.0 / other.len() as f64)).sqrt();
    t_tails((mean(one) - mean(other)) / error, freedom)
}

/// Welch's t test.
fn welch([one, other]: [&[f64]; 2]) -> f64 {
    let part = |of: &[f64]| squares(of) / ((of.len() - 1) * of.len()) as f64;
    let (a, b) = (part(one), part(other));
    let freedom = (a + b) * (a + b) / (a * a / (one.len() - 1) as f64 + b * b / (other.len() - 1) as f64);
    t_tails((mean(one) - mean(other)) / (a + b).sqrt(), freedom)
}

/// Mann and Whitney's test, by its normal approximation.
fn ranks([one, other]: [&[f64]; 2]) -> f64 {
    let (n, m) = (one.len() as f64, other.len() as f64);
    let above = one.iter().map(|it| other.iter().filter(|other| it > other).count() as f64).sum::<f64>();
    both_tails((above - n * m / 2.0) / (n * m * (n + m + 1.0) / 12.0).sqrt())
}

/// An analysis of covariance: the value after by group and value before.
fn covariance([one, other]: [&[Person]; 2]) -> f64 {
    let of = |group: &[Person], value: fn(&Person) -> f64| group.iter().map(value).collect::<Vec<f64>>();
    let before = [one, other].map(|it| of(it, |it| it.before));
    let after = [one, other].map(after);
    let products = |at: usize| {
        let (x, y) = (mean(&before[at]), mean(&after[at]));
        before[at].iter().zip(&after[at]).map(|(before, after)| (before - x) * (after - y)).sum::<f64>()
    };
    let (xx, xy) = (squares(&before[0]) + squares(&before[1]), products(0) + products(1));
    let slope = xy / xx;
    let freedom = (one.len() + other.len() - 3) as f64;
    let variance = (squares(&after[0]) + squares(&after[1]) - slope * xy) / freedom;
    let apart = mean(&before[0]) - mean(&before[1]);
    let error = (variance * (1.0 / one.len() as f64 + 1.0 / other.len() as f64 + apart * apart / xx)).sqrt();
    t_tails((mean(&after[0]) - mean(&after[1]) - slope * apart) / error, freedom)
}

/// Means with what follows `±`, the numbers of people, and a P value, as they are printed.
struct Printed {
    way: usize,
    says_deviation: bool,
    means: [String; 2],
    spreads: [String; 2],
    people: [String; 2],
    p: String,
}

impl Printed {
    fn of(draws: &mut Draws, groups: [&[f64]; 2], p: f64) -> Self {
        let decimals = 1 + draws.below(2);
        Self {
            way: draws.below(3),
            says_deviation: false,
            means: groups.map(|it| format!("{:.decimals$}", mean(it))),
            spreads: groups.map(|it| format!("{:.decimals$}", deviation(it))),
            people: groups.map(|it| it.len().to_string()),
            p: printed_p(p),
        }
    }

    fn written(&self) -> String {
        let Self { means: [a, b], spreads: [s, t], people: [n, m], p, .. } = self;
        match self.way {
            0 if self.says_deviation => {
                format!("治疗后评分为{a}（标准差{s}）（n={n}）与{b}（标准差{t}）（n={m}），*P*{p}。")
            }
            _ if self.says_deviation => {
                format!("Scores were {a} (SD {s}) (n = {n}) and {b} (SD {t}) (n = {m}), P {p}.")
            }
            0 => format!("治疗后评分为{a}±{s}（n={n}）与{b}±{t}（n={m}），*P*{p}。"),
            1 => format!("Scores were {a} ± {s} (n = {n}) and {b} ± {t} (n = {m}), P {p}."),
            _ => format!("联合组（n={n}）评分为{a}±{s}，对照组（n={m}）为{b}±{t}，P{p}。"),
        }
    }
}

type Make = fn(&mut Draws) -> Printed;
type Change = fn(&mut Draws, &mut Printed);

fn study(kind: &str, seed: u64, make: Make, change: Change) -> Row {
    let draws = &mut Draws::seeded(seed);
    let one = |_| {
        let mut printed = make(draws);
        change(draws, &mut printed);
        printed.written()
    };
    count_with_notes(kind, &(0..many()).map(one).collect::<Vec<_>>(), &[code::E111])
}

/// The values after, and the P value of a test of them.
fn tested(draws: &mut Draws, is_skewed: bool, test: fn([&[f64]; 2]) -> f64) -> Printed {
    let groups = drawn(draws, is_skewed).map(|it| after(&it));
    let groups = [&groups[0][..], &groups[1][..]];
    Printed::of(draws, groups, test(groups))
}

fn by_student(draws: &mut Draws) -> Printed {
    tested(draws, false, student)
}

fn by_covariance(draws: &mut Draws) -> Printed {
    let groups = drawn(draws, false);
    let p = covariance([&groups[0], &groups[1]]);
    let [one, other] = groups.map(|it| after(&it));
    Printed::of(draws, [&one, &other], p)
}

/// The P value of the changes beside the values after.
fn by_changes(draws: &mut Draws) -> Printed {
    let groups = drawn(draws, false);
    let [one, other] = [0, 1].map(|at| groups[at].iter().map(|it| it.after - it.before).collect::<Vec<_>>());
    let p = student([&one, &other]);
    let [one, other] = groups.map(|it| after(&it));
    Printed::of(draws, [&one, &other], p)
}

/// One group before and after, by a paired t test.
fn paired(draws: &mut Draws) -> Printed {
    let [group, _] = drawn(draws, false);
    let changes: Vec<f64> = group.iter().map(|it| it.after - it.before).collect();
    let p = t_tails(mean(&changes) / deviation(&changes) * (changes.len() as f64).sqrt(), (changes.len() - 1) as f64);
    let (before, after) = (group.iter().map(|it| it.before).collect::<Vec<_>>(), after(&group));
    Printed::of(draws, [&before, &after], p)
}

/// Standard errors for deviations.
fn with_errors(draws: &mut Draws) -> Printed {
    let groups = drawn(draws, false).map(|it| after(&it));
    let [one, other] = &groups;
    let mut printed = Printed::of(draws, [one, other], student([one, other]));
    for (spread, group) in printed.spreads.iter_mut().zip(&groups) {
        *spread = format!("{:.2}", deviation(group) / (group.len() as f64).sqrt());
    }
    printed
}

/// More people than were measured: one in seven at most is missing.
fn with_missing(draws: &mut Draws) -> Printed {
    let groups = drawn(draws, false).map(|it| after(&it));
    let measured = [0, 1].map(|at| groups[at].len() - draws.below(groups[at].len() / 7 + 1));
    let some = [&groups[0][..measured[0]], &groups[1][..measured[1]]];
    let mut printed = Printed::of(draws, some, student(some));
    printed.people = groups.map(|it| it.len().to_string());
    printed
}

#[test]
fn p_values_of_means() {
    let unchanged: Change = |_, _| {};
    let rows = [
        study("Student's t test", 1101, by_student, unchanged),
        study("Welch's t test", 1102, |draws| tested(draws, false, welch), unchanged),
        study("analysis of covariance, not said", 1103, by_covariance, unchanged),
        study("P of the changes, not said", 1104, by_changes, unchanged),
        study("paired t test, not said", 1105, paired, unchanged),
        study("test of ranks of skewed values, not said", 1106, |draws| tested(draws, true, ranks), unchanged),
        study("standard errors after ±, not said", 1107, with_errors, unchanged),
        study("some were not measured", 1108, with_missing, unchanged),
        study("slip in a mean", 1109, by_student, |draws, it| {
            let at = draws.below(2);
            it.means[at] = draws.slip(&it.means[at], false);
        }),
        study("slip in a mean, said to have deviations", 1112, by_student, |draws, it| {
            it.says_deviation = true;
            let at = draws.below(2);
            it.means[at] = draws.slip(&it.means[at], false);
        }),
        study("slip in a standard deviation", 1110, by_student, |draws, it| {
            let at = draws.below(2);
            it.spreads[at] = draws.slip(&it.spreads[at], false);
        }),
        study("slip in P", 1111, by_student, |draws, it| it.p = draws.slip(&it.p, true)),
    ];
    hold(code::E111, &rows);
    for row in &rows[..2] {
        assert_eq!((row.flagged, row.with_notes), (0, Some(0)), "{}", row.kind);
    }
    for row in &rows[2..8] {
        assert!(row.spares(0.01), "{}: {}", row.kind, row.flagged);
    }
}

/// A median of 20 to 200 values with the least and the greatest of them or with quartiles, by one of two definitions.
fn between(draws: &mut Draws) -> ([String; 3], bool) {
    let middle = draws.between(5.0, 70.0);
    let spread = draws.between(0.15, 0.6);
    let mut values: Vec<f64> =
        (0..20 + draws.below(181)).map(|_| middle * libm::exp(spread * draws.normal())).collect();
    values.sort_by(f64::total_cmp);
    let at = |share: f64, rank: f64| {
        let place = (rank * share).clamp(0.0, (values.len() - 1) as f64);
        let (low, part) = (place as usize, place.fract());
        values[low] + part * (values[(low + 1).min(values.len() - 1)] - values[low])
    };
    let is_quartiles = draws.below(2) == 0;
    let size = values.len() as f64;
    let quartile = if draws.below(2) == 0 {
        [at(0.25, size - 1.0), at(0.75, size - 1.0)]
    } else {
        // The rank (n + 1)·p, counted from 1.
        [at(1.0, (size + 1.0) * 0.25 - 1.0), at(1.0, (size + 1.0) * 0.75 - 1.0)]
    };
    let [lower, upper] = if is_quartiles { quartile } else { [values[0], values[values.len() - 1]] };
    let decimals = draws.below(2);
    ([at(0.5, size - 1.0), lower, upper].map(|it| format!("{it:.decimals$}")), is_quartiles)
}

#[test]
fn medians_between() {
    let study = |kind: &str, seed: u64, change: fn(&mut Draws, &mut [String; 3])| {
        let draws = &mut Draws::seeded(seed);
        let one = |_| {
            let (mut it, is_quartiles) = between(draws);
            change(draws, &mut it);
            let [middle, lower, upper] = it;
            let way = draws.below(3);
            match (way, is_quartiles) {
                (0, true) => format!("中位随访{middle}个月（四分位数间距 {lower}~{upper}）。"),
                (0, false) => format!("中位年龄{middle}岁（范围 {lower}~{upper}岁）。"),
                (1, true) => format!("中位数为{middle}天（IQR，{lower}–{upper}天）。"),
                (1, false) => format!("中位住院{middle}天（范围：{lower}～{upper}天）。"),
                (_, true) => format!("The median was {middle} months (IQR, {lower} to {upper})."),
                (_, false) => format!("The median age was {middle} years (range, {lower}–{upper})."),
            }
        };
        count(kind, "", &(0..many()).map(one).collect::<Vec<_>>(), &[code::E112])
    };
    let rows = [
        study("medians with their range or quartiles", 1120, |_, _| {}),
        study("slip in the median", 1121, |draws, it| it[0] = draws.slip(&it[0], false)),
        study("slip in the lower end", 1122, |draws, it| it[1] = draws.slip(&it[1], false)),
        study("slip in the upper end", 1123, |draws, it| it[2] = draws.slip(&it[2], false)),
        study("the ends turned about", 1124, |_, it| it.swap(1, 2)),
    ];
    hold(code::E112, &rows);
    assert_eq!(rows[0].flagged, 0);
    assert!(rows[4].sees(0.95, 0.95), "{}", rows[4].flagged);
}
