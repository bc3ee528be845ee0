//! How often the checks of rates, their effects and what is reckoned from them are wrong, and how often they see.

use postil::diag::{Code, code};

use super::{Draws, count, hold, many};

/// Statements that name all they need.
const FRONT: &str = "";

/// Measures right statements and slips, and holds the table of a code to it: none of the right ones is flagged, and of the
/// slips at least `share`.
fn study(code: Code, right: (&str, &[String]), wrong: (&str, &[String]), share: f64) {
    let rows = [count(right.0, FRONT, right.1, &[code]), count(wrong.0, FRONT, wrong.1, &[code])];
    assert_eq!(rows[0].flagged, 0, "{code} flags what is right");
    assert!(rows[1].sees(share, share), "{code} sees {}", rows[1].flagged);
    hold(code, &rows);
}

#[test]
fn numbers_needed() {
    let mut draws = Draws::seeded(208);
    let (mut right, mut wrong) = (Vec::new(), Vec::new());
    for _ in 0..many() {
        let p = draws.between(5.0, 50.0);
        let q = p + draws.between(1.0, 40.0);
        let number = 100.0 / (q - p);
        let printed = if draws.below(2) == 0 { number.ceil() } else { number.round().max(1.0) };
        let printed = format!("{printed:.0}");
        let form = draws.below(3);
        let wording = |printed: &str| match form {
            0 => format!("发生率为{p:.1}%对{q:.1}%，需治疗人数为{printed}。"),
            1 => format!("The event occurred in {p:.1}% vs {q:.1}% of patients (number needed to treat, {printed})."),
            _ => format!("绝对风险降低{:.1}%，NNT={printed}。", q - p),
        };
        right.push(wording(&printed));
        wrong.push(wording(&draws.slip(&printed, false)));
    }
    study(code::E208, ("numbers of the difference", &right), ("one digit changed", &wrong), 0.6);
}

#[test]
fn rates_over_time() {
    let mut draws = Draws::seeded(209);
    let (mut right, mut wrong) = (Vec::new(), Vec::new());
    for _ in 0..many() {
        let (events, time) = (20 + draws.below(381), 500 + draws.below(19_500));
        let base = draws.pick(&[100, 1000]);
        let rate = events as f64 / time as f64 * f64::from(base);
        let mut it = [events.to_string(), time.to_string(), format!("{rate:.1}")];
        let form = draws.below(3);
        let wording = |it: &[String; 3]| match form {
            0 => format!("随访{}人年，发生{}例，发生率为{}/{base}人年。", it[1], it[0], it[2]),
            1 => format!("There were {} events in {} person-years, {} per {base}.", it[0], it[1], it[2]),
            _ => format!("{}人年中{}例，每{base}人年{}例。", it[1], it[0], it[2]),
        };
        right.push(wording(&it));
        let at = draws.below(3);
        it[at] = draws.slip(&it[at], false);
        wrong.push(wording(&it));
    }
    study(code::E209, ("rates of their events", &right), ("one digit changed", &wrong), 0.7);
}

#[test]
fn parts_of_a_whole() {
    let mut draws = Draws::seeded(210);
    let (mut right, mut wrong) = (Vec::new(), Vec::new());
    for _ in 0..many() {
        let n = 40 + draws.below(361);
        let a = 1 + draws.below(n - 2);
        let b = 1 + draws.below(n - a - 1);
        let decimals = draws.below(2);
        let mut it = [a, b, n - a - b].map(|k| format!("{:.decimals$}", k as f64 * 100.0 / n as f64));
        let form = draws.below(3);
        let wording = |it: &[String; 3]| match form {
            0 => format!("Ⅰ期占{}%，Ⅱ期占{}%，其余{}%为Ⅲ期。", it[0], it[1], it[2]),
            1 => format!("三型的构成比分别为{}%、{}%和{}%。", it[0], it[1], it[2]),
            _ => format!(
                "Stage I was found in {}% and stage II in {}%, the remaining {}% had stage III.",
                it[0], it[1], it[2]
            ),
        };
        right.push(wording(&it));
        let at = draws.below(3);
        it[at] = draws.slip(&it[at], false);
        wrong.push(wording(&it));
    }
    study(code::E210, ("parts of a whole", &right), ("one digit changed", &wrong), 0.85);
}

#[test]
fn means_of_whole_numbers() {
    let mut draws = Draws::seeded(211);
    let (mut right, mut wrong) = (Vec::new(), Vec::new());
    for _ in 0..many() {
        let n = 10 + draws.below(51);
        let mean = format!("{:.2}", (2 * n + draws.below(20 * n)) as f64 / n as f64);
        let form = draws.below(3);
        let wording = |mean: &str| match form {
            0 => format!("{n}例患者平均清扫淋巴结{mean}枚。"),
            1 => format!("平均发作{mean}±1.20次（n={n}）。"),
            _ => format!("The mean number was {mean} nodes (n = {n})."),
        };
        right.push(wording(&mean));
        wrong.push(wording(&draws.slip(&mean, false)));
    }
    study(code::E211, ("means of whole numbers", &right), ("one digit changed", &wrong), 0.3);
}

#[test]
fn shares_of_variation() {
    let mut draws = Draws::seeded(212);
    let (mut right, mut wrong) = (Vec::new(), Vec::new());
    for _ in 0..many() {
        let value = format!("{:.1}", draws.between(10.1, 99.9));
        let form = draws.below(3);
        let wording = |value: &str| match form {
            0 => format!("异质性较高（I²={value}%）。"),
            1 => format!("Heterogeneity was high (I2 = {value}%)."),
            _ => format!("I^2为{value}%。"),
        };
        right.push(wording(&value));
        wrong.push(wording(&value.replace('.', "")));
    }
    study(code::E212, ("from 0 to 100%", &right), ("a lost point", &wrong), 1.0);
}
