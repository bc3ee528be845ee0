//! Ratios and differences with their intervals and P values.
//!
//! A statement is drawn as an analysis would come out: a logarithm of the ratio from a normal distribution (mean −0.2,
//! standard deviation 0.4), a standard error from 0.08 to 0.40, the interval and the P value that follow (Wald), all
//! rounded as journals print them, in one of several spellings. A slip changes one digit of one
//! number. What other methods come to is drawn in `method`.

use postil::diag::{Code, Severity, code};
use postil::pipeline::{self, Request};

use super::method::{self, Analysis};
use super::{Draws, Found, Row, count, found, hold, many};
use crate::support::TestSite;

/// All that is said of a statement whose numbers do not go together.
const CODES: [Code; 7] = [code::E101, code::E102, code::E103, code::E104, code::E105, code::E108, code::E109];

/// The numbers of a statement as they are printed.
#[derive(Clone)]
struct Printed {
    measure: &'static str,
    level: &'static str,
    sides: Option<&'static str>,
    estimate: String,
    lower: String,
    upper: String,
    p: String,
}

#[derive(Clone, Copy)]
struct Design {
    decimals: usize,
    is_ratio: bool,
    is_one_sided: bool,
}

const TWO: Design = Design { decimals: 2, is_ratio: true, is_one_sided: false };

/// 2Φ(−|z|) by its continued fraction and its series (Abramowitz and Stegun 26.2.11 and 26.2.14), not by what is tested.
fn both_tails(z: f64) -> f64 {
    let z = z.abs();
    let density = (-z * z / 2.0).exp() / std::f64::consts::TAU.sqrt();
    if z < 3.0 {
        let mut term = z;
        let mut sum = z;
        for n in 1..60 {
            term *= z * z / f64::from(2 * n + 1);
            sum += term;
        }
        return 1.0 - 2.0 * density * sum;
    }
    let mut fraction = z;
    for n in (1..60).rev() {
        fraction = z + f64::from(n) / fraction;
    }
    2.0 * density / fraction
}

/// A P value as journals print it: two decimals, three below 0.01 and beside 0.05, `<0.001`, `>0.99`.
pub(super) fn printed_p(p: f64) -> String {
    match p {
        ..0.001 => "<0.001".to_owned(),
        ..0.01 => format!("={p:.3}"),
        0.045..0.055 => format!("={p:.3}"),
        0.99.. => ">0.99".to_owned(),
        _ => format!("={p:.2}"),
    }
}

fn draw(draws: &mut Draws, design: Design) -> Printed {
    let error = draws.between(0.08, 0.40);
    let effect = -0.2 + 0.4 * draws.normal();
    let reach = if design.is_one_sided { 1.644_853_626_951_472_2 } else { 1.959_963_984_540_054 };
    let shown = |value: f64| {
        let value = if design.is_ratio { value.exp() } else { value };
        // What is rounded to 0 has no sign.
        let text = format!("{value:.*}", design.decimals);
        if text.trim_start_matches(['-', '0', '.']).is_empty() { text.replace('-', "") } else { text }
    };
    let both = both_tails(effect / error);
    let p = match (design.is_one_sided, effect < 0.0) {
        (false, _) => both,
        (true, true) => both / 2.0,
        (true, false) => 1.0 - both / 2.0,
    };
    Printed {
        measure: if design.is_ratio {
            draws.pick(&["HR", "OR", "RR", "风险比"])
        } else {
            draws.pick(&["MD", "均数差"])
        },
        level: if design.is_one_sided { "90" } else { "95" },
        sides: if design.is_one_sided { Some("单侧") } else { draws.pick(&[None, Some("双侧")]) },
        estimate: shown(effect),
        lower: shown(effect - reach * error),
        upper: shown(effect + reach * error),
        p: printed_p(p),
    }
}

fn written(draws: &mut Draws, printed: &Printed) -> String {
    let Printed { measure, level, estimate, lower, upper, p, .. } = printed;
    let sides = printed.sides.unwrap_or_default();
    match draws.below(4) {
        0 => format!("{measure}={estimate}，{level}%CI {lower}~{upper}，{sides}P{p}"),
        1 => format!("{measure}为{estimate}（{level}%置信区间{lower}至{upper}，{sides}*P*{p}）"),
        2 => format!("{measure} {estimate}（{level}％CI：{lower}～{upper}；{sides}P{p}）"),
        _ => {
            let sides = if sides == "单侧" { "one-sided " } else { "" };
            format!("{measure} {estimate} ({level}% CI, {lower} to {upper}; {sides}P {p})")
        }
    }
}

/// Many statements of a kind, each changed by `change`, and at which of them each code is said.
struct Study {
    name: &'static str,
    found: Found,
}

type Change = fn(&mut Draws, &mut Printed, Design);

fn study(name: &'static str, seed: u64, design: Design, change: Change) -> Study {
    Study { name, found: found("", &statements(seed, design, change)) }
}

fn statements(seed: u64, design: Design, change: Change) -> Vec<String> {
    let draws = &mut Draws::seeded(seed);
    let mut one = || {
        let mut printed = draw(draws, design);
        change(draws, &mut printed, design);
        written(draws, &printed)
    };
    (0..many()).map(|_| one()).collect()
}

impl Study {
    /// How many are flagged by any of some codes.
    fn row(&self, codes: &[Code]) -> Row {
        let [flagged, with_notes] = [false, true].map(|with_notes| self.found.of(codes, with_notes).len());
        Row { kind: self.name.to_owned(), statements: many(), flagged, with_notes: Some(with_notes) }
    }
}

fn unchanged(_: &mut Draws, _: &mut Printed, _: Design) {}

fn in_estimate(draws: &mut Draws, printed: &mut Printed, _: Design) {
    printed.estimate = draws.slip(&printed.estimate, false);
}

fn in_lower(draws: &mut Draws, printed: &mut Printed, _: Design) {
    printed.lower = draws.slip(&printed.lower, false);
}

fn in_upper(draws: &mut Draws, printed: &mut Printed, _: Design) {
    printed.upper = draws.slip(&printed.upper, false);
}

fn in_p(draws: &mut Draws, printed: &mut Printed, _: Design) {
    printed.p = draws.slip(&printed.p, false);
}

/// In the digit before the point of P.
fn before_the_point(draws: &mut Draws, printed: &mut Printed, design: Design) {
    while printed.p.starts_with(['<', '>']) {
        *printed = draw(draws, design);
    }
    printed.p = format!("={}{}", 1 + draws.below(9), &printed.p[2..]);
}

fn without_sides(_: &mut Draws, printed: &mut Printed, _: Design) {
    printed.sides = None;
}

const THREE: Design = Design { decimals: 3, ..TWO };
const ONE_SIDED: Design = Design { is_one_sided: true, ..TWO };
const DIFFERENCES: Design = Design { is_ratio: false, ..TWO };

#[test]
fn ratios() {
    let all = [
        study("consistent, 2 decimals", 101, TWO, unchanged),
        study("consistent, 3 decimals", 102, THREE, unchanged),
        study("consistent, 90 %, one-sided P", 103, ONE_SIDED, unchanged),
        study("consistent differences", 104, DIFFERENCES, unchanged),
        study("slip in the estimate, 2 decimals", 105, TWO, in_estimate),
        study("slip in the estimate, 3 decimals", 106, THREE, in_estimate),
        study("slip in the lower bound, 2 decimals", 107, TWO, in_lower),
        study("slip in the lower bound, 3 decimals", 108, THREE, in_lower),
        study("slip in the upper bound, 2 decimals", 109, TWO, in_upper),
        study("slip in the upper bound, 3 decimals", 110, THREE, in_upper),
        study("slip in P, 2 decimals", 111, TWO, in_p),
        study("slip in P, 3 decimals", 112, THREE, in_p),
        study("slip in the estimate of differences", 114, DIFFERENCES, in_estimate),
        study("slip in the lower bound of differences", 115, DIFFERENCES, in_lower),
        study("slip in the upper bound of differences", 116, DIFFERENCES, in_upper),
        study("slip in P of differences", 117, DIFFERENCES, in_p),
        study("one-sided P beside 90 %, not said", 118, ONE_SIDED, without_sides),
    ];
    let methods = [
        other("log-rank P, Wald's interval", 151, method::log_rank),
        other("likelihood ratio P, profile likelihood interval", 152, method::profile),
        other("P of Fisher's or the χ² test, Wald's interval", 153, method::fisher),
        other("bootstrap interval, Wald's P", 154, method::bootstrap),
        other("t test with few degrees of freedom", 155, method::few_degrees),
    ];
    let table = |codes: &[Code], of: &[&str]| -> Vec<Row> {
        let chosen = all.iter().filter(|study| of.iter().any(|name| study.name.starts_with(name)));
        chosen.map(|study| study.row(codes)).collect()
    };
    let mut together = table(&CODES, &["consistent", "slip"]);
    together.extend(methods.iter().map(|study| study.row(&CODES)));
    hold(code::E101, &together);
    hold(code::E102, &table(&[code::E102], &["consistent", "slip in the"]));
    let mut middles = table(&[code::E103], &["consistent", "slip in the"]);
    middles.extend(methods[1..4].iter().step_by(2).map(|study| study.row(&[code::E103])));
    hold(code::E103, &middles);
    hold(code::E104, &table(&[code::E104], &["consistent", "slip in P"]));
    hold(code::E105, &table(&[code::E105], &["consistent", "slip in P", "one-sided P"]));
    let slips: Vec<&Row> = together.iter().filter(|row| row.kind.starts_with("slip")).collect();
    for row in &together {
        match row.kind.as_str() {
            kind if kind.starts_with("consistent") => assert_eq!(row.flagged, 0, "{kind}"),
            kind if kind.starts_with("slip") => assert!(row.sees(0.5, 0.88), "{kind}: {}", row.flagged),
            kind => assert!(row.spares(0.01), "{kind}: {}", row.flagged),
        }
    }
    for decimals in ["2 decimals", "of differences"] {
        let chosen = || slips.iter().filter(|row| row.kind.ends_with(decimals));
        let all = Row {
            kind: decimals.to_owned(),
            statements: chosen().map(|row| row.statements).sum(),
            flagged: chosen().map(|row| row.flagged).sum(),
            with_notes: chosen().map(|row| row.with_notes).sum(),
        };
        assert!(all.sees(0.75, 0.92), "{decimals}: {}, with notes {:?}", all.flagged, all.with_notes);
    }
}

/// Statements of a method that is not Wald's.
fn other(name: &'static str, seed: u64, of: fn(&mut Draws) -> Analysis) -> Study {
    let draws = &mut Draws::seeded(seed);
    let statements: Vec<String> = (0..many())
        .map(|_| {
            let analysis = of(draws);
            let printed = analysed(&analysis);
            written(draws, &printed)
        })
        .collect();
    Study { name, found: found("", &statements) }
}

/// What an analysis comes to, as journals print it: two decimals, of large differences one.
fn analysed(analysis: &Analysis) -> Printed {
    let decimals = if analysis.is_ratio || analysis.error < 2.0 { 2 } else { 1 };
    let shown = |value: f64| format!("{:.decimals$}", if analysis.is_ratio { libm::exp(value) } else { value });
    Printed {
        measure: analysis.measure,
        level: "95",
        sides: None,
        estimate: shown(analysis.estimate),
        lower: shown(analysis.lower),
        upper: shown(analysis.upper),
        p: printed_p(analysis.p),
    }
}

#[test]
fn levels() {
    let said: Vec<Printed> = {
        let draws = &mut Draws::seeded(121);
        (0..many()).map(|_| draw(draws, ONE_SIDED)).collect()
    };
    let twice = |second: fn(&Printed) -> String| -> Vec<String> {
        let first = |it: &Printed| format!("HR={}，90%CI {}~{}，单侧P{}", it.estimate, it.lower, it.upper, it.p);
        said.iter().map(|it| format!("{}；表中为{}", first(it), second(it))).collect()
    };
    let rows = [
        count(
            "the level said again",
            "",
            &twice(|it| format!("HR {}（90%CI，{}~{}）", it.estimate, it.lower, it.upper)),
            &[code::E106],
        ),
        count(
            "the level left out",
            "",
            &twice(|it| format!("HR {}（{}~{}）", it.estimate, it.lower, it.upper)),
            &[code::E106],
        ),
        count(
            "another level",
            "",
            &twice(|it| format!("HR {}（95%CI {}~{}）", it.estimate, it.lower, it.upper)),
            &[code::E106],
        ),
        count("the interval left out", "", &twice(|it| format!("HR={}，单侧P{}", it.estimate, it.p)), &[code::E106]),
    ];
    hold(code::E106, &rows);
    assert_eq!(rows.iter().map(|row| row.flagged).collect::<Vec<_>>(), [0, many(), many(), many()]);
}

#[test]
fn front_matter() {
    let of = |kind: &str, spoil: fn(String) -> String| {
        let site = TestSite::new();
        // Front matter is at most 64 KiB.
        for (number, some) in (1..).zip(statements(131, TWO, unchanged).chunks(500)) {
            let mut front = String::from("findings:\n");
            for statement in some {
                let statement = spoil(statement.clone()).replace('*', "");
                front += &format!("  - endpoint: 终点\n    role: secondary\n    effect: \"{statement}\"\n");
            }
            site.issue(number, &format!("n{number}"), &front, "正文。");
        }
        let request =
            Request { root: site.path().to_path_buf(), now: Some(jiff::civil::date(2026, 1, 1)), ..Request::default() };
        let said = pipeline::load(&request, &pipeline::Watch::nobody()).diagnostics;
        assert!(said.iter().all(|it| it.severity == Severity::Warning), "{kind}: not everything was read");
        let flagged = said.iter().filter(|it| it.code == code::E107).count();
        Row { kind: kind.to_owned(), statements: many(), flagged, with_notes: None }
    };
    let rows = [
        of("as they are written in a text", |it| it),
        of("without the name of the measure", |it| {
            it.replace(|c: char| c.is_ascii_uppercase() && c != 'C' && c != 'I' && c != 'P', "").replace("风险比", "")
        }),
        of("with an upper bound of NE", |it| it.replace(['~', '～', '至'], "~NE，").replace(" to ", "–NE, ")),
    ];
    hold(code::E107, &rows);
    assert_eq!(rows.iter().map(|row| row.flagged).collect::<Vec<_>>(), [0, many(), 0]);
}

#[test]
fn impossible() {
    let rows = [
        count("consistent, 2 decimals", "", &statements(141, TWO, unchanged), &[code::E108]),
        count("slip before the point of P", "", &statements(142, TWO, before_the_point), &[code::E108]),
    ];
    hold(code::E108, &rows);
    assert_eq!(rows.iter().map(|row| row.flagged).collect::<Vec<_>>(), [0, many()]);
}
