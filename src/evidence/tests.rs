//! Statements as people write them, and what only looks like one.

use super::*;
use crate::model::statistic::{Comparison, PRole, Sides};

/// A statement in one form: `HR 0.77 [90% 0.59 1.01] P=0.06/1`, with each part as its span shows it.
fn drawn(text: &str) -> String {
    let p = |p: &PValue| {
        let sides = match p.sides.as_ref().map(|it| it.value) {
            Some(Sides::One) => "/1",
            Some(Sides::Two) => "/2",
            None => "",
        };
        let role = match p.role {
            PRole::Effect => "",
            PRole::Other => "?",
            PRole::Criterion => "!",
        };
        let power = if p.power == 0 { String::new() } else { format!("e{}", p.power) };
        assert_eq!(written(text, &p.value), p.value.value.to_string());
        format!("P{}{}{power}{sides}{role}", p.comparison.sign(), p.value)
    };
    let of = |statement: &Statement| {
        let Statement::Effect(effect) = statement else {
            return statement.p().map(p).unwrap_or_default();
        };
        let mut out = format!(
            "{}{} {}",
            if effect.is_adjusted { "a" } else { "" },
            effect.measure.abbreviation(),
            effect.estimate
        );
        assert_eq!(written(text, &effect.estimate), effect.estimate.to_string());
        if let Some(interval) = &effect.interval {
            let level = interval.level.as_ref().map(|it| format!("{it}% ")).unwrap_or_default();
            assert_eq!(written(text, &interval.lower), interval.lower.to_string());
            assert_eq!(written(text, &interval.upper), interval.upper.to_string());
            out += &format!(" [{level}{} {}]", interval.lower, interval.upper);
        }
        if let Some(value) = &effect.p {
            out += &format!(" {}", p(value));
        }
        out
    };
    find(text).iter().map(of).collect::<Vec<_>>().join("; ")
}

/// What stands at a span, as a number prints it.
fn written(text: &str, value: &At<crate::model::printed::Printed>) -> String {
    let digits: String = text[value.span.clone()].chars().map(lex::narrow).collect();
    crate::model::printed::Printed::parse(&digits.replace('·', ".")).expect("a number").to_string()
}

#[test]
fn chinese_and_english_spellings_are_one() {
    for text in [
        "HR=0.77，90%CI 0.59~1.01，单侧P=0.06",
        "HR＝０．７７，９０％CI ０．５９～１．０１，单侧P＝０．０６",
        "HR 0.77, 90% CI 0.59–1.01, one-sided P=0.06",
        "HR：0.77（90%CI：0.59-1.01；单侧*P*=0.06）",
        "风险比为0.77（90%置信区间0.59至1.01，单侧检验P值为0.06）",
        "风险比（HR）0.77，90%可信区间（CI）为0.59到1.01，P＝0.06（单侧）",
        "hazard ratio, 0.77 [90% CI 0.59 to 1.01]; P = 0.06 (one-sided)",
        "hazard ratio for death, 0.77; 90% CI, 0.59 to 1.01; 1-sided P=0.06",
        "HR（90%CI）为0.77（0.59~1.01），单侧P=0.06",
        "HR (90% CI): 0.77 (0.59, 1.01), P (one-sided) = 0.06",
        "HR为0.77（单侧P=0.06，90%CI 0.59～1.01）",
        "HR 0·77 (90% CI 0·59–1·01; one-tailed log-rank p=0·06)",
        "（单侧P=0.06，HR=0.77，90%CI 0.59~1.01）",
        "HR was 0.77 for overall survival (90% confidence interval, 0.59-1.01; one-sided P = 0.06)",
        "危险比HR=0.77，90%\u{a0}CI\u{a0}[0.59；1.01]，差异无统计学意义（单侧P=0.06）",
        "HR=0.77(90%CI=0.59——1.01,P=0.06,单侧)",
    ] {
        assert_eq!(drawn(text), "HR 0.77 [90% 0.59 1.01] P=0.06/1", "{text}");
    }
}

#[test]
fn measures_are_told_apart() {
    for (text, expected) in [
        ("OR 1.8 (95% CI, 1.1–2.9; P = .02)", "OR 1.8 [95% 1.1 2.9] P=.02"),
        ("aHR 0.72 [95% CI 0.52 to 0.99]", "aHR 0.72 [95% 0.52 0.99]"),
        ("校正后HR=0.72，95%CI 0.52~0.99，P=0.04", "aHR 0.72 [95% 0.52 0.99] P=0.04"),
        ("未校正HR=0.72", "HR 0.72"),
        ("RR=0.55", "RR 0.55"),
        ("相对危险度为0.55（0.40~0.75）", "RR 0.55 [0.40 0.75]"),
        ("IRR 1.25, 95% CI 1.01, 1.55", "IRR 1.25 [95% 1.01 1.55]"),
        ("SHR 0.81（95%CI，0.70~0.94）", "SHR 0.81 [95% 0.70 0.94]"),
        ("MD=−2.5，95%CI −4.1~−0.9，P=0.002", "MD −2.5 [95% −4.1 −0.9] P=0.002"),
        ("mean difference, -2.5 kg; 95% CI, -4.1 to -0.9; P<.01", "MD −2.5 [95% −4.1 −0.9] P<.01"),
        ("率差为3.5%（95%CI −1.2%~8.2%）", "RD 3.5 [95% −1.2 8.2]"),
        ("差值−0.5 (95%CI -1.0--0.1)", "difference −0.5 [95% −1.0 −0.1]"),
        ("HR0.77（95%CI0.59-0.99）", "HR 0.77 [95% 0.59 0.99]"),
        ("HR=0·77（95%CI 0·59–0·99；P=0·04）", "HR 0.77 [95% 0.59 0.99] P=0.04"),
        ("比值比2（95%CI 1~4）", "OR 2 [95% 1 4]"),
    ] {
        assert_eq!(drawn(text), expected, "{text}");
    }
}

#[test]
fn p_values_say_how_they_compare_and_what_they_test() {
    for (text, expected) in [
        ("*P*＜0.001", "P<0.001"),
        ("p≤.05", "P≤.05"),
        ("P>0.99", "P>0.99"),
        ("双侧P=0.04", "P=0.04/2"),
        ("P=0.04（双尾检验）", "P=0.04/2"),
        ("two-sided P value of .04", "P=.04/2"),
        ("P值小于0.05", "P<0.05"),
        ("P=1.2×10⁻⁵", "P=1.2e-5"),
        ("P for interaction=0.31", "P=0.31?"),
        ("交互P=0.31", "P=0.31?"),
        ("交互作用P值为0.31", "P=0.31?"),
        ("Pinteraction = .31", "P=.31?"),
        ("P_interaction_ = .31", "P=.31?"),
        ("以P<0.05为差异有统计学意义", "P<0.05!"),
        ("P < .05 was considered significant", "P<.05!"),
        ("单侧检验，P=0.06", "P=0.06/1"),
        ("单侧log-rank检验P=0.06", "P=0.06/1"),
        ("two-sided test, P = .04", "P=.04/2"),
        ("单侧P=0.06，P=0.04", "P=0.06/1; P=0.04"),
        ("LDL-P <990 nmol/L", ""),
        ("P=5%", ""),
        ("0.01<P<0.05", ""),
        ("HR=0.70，95%CI 0.50~0.98，交互P=0.31", "HR 0.70 [95% 0.50 0.98]; P=0.31?"),
    ] {
        assert_eq!(drawn(text), expected, "{text}");
    }
}

#[test]
fn several_statements_are_told_apart() {
    for (text, expected) in [
        (
            "OS（HR=0.77，90%CI 0.59~1.01，单侧P=0.06）与PFS（HR=0.55，95%CI 0.40~0.75，双侧P<0.001）",
            "HR 0.77 [90% 0.59 1.01] P=0.06/1; HR 0.55 [95% 0.40 0.75] P<0.001/2",
        ),
        ("HR=0.77，P=0.06；校正后HR=0.72，95%CI 0.52~0.99", "HR 0.77 P=0.06; aHR 0.72 [95% 0.52 0.99]"),
        ("HR=0.77，12个月OS率为38.5%（95%CI 30.1~46.8）", "HR 0.77; proportion 38.5 [95% 30.1 46.8]"),
        ("中位OS 15.8个月（95%CI 12.3~18.1）", "median 15.8 [95% 12.3 18.1]"),
        ("中位OS 15.8个月（12.3~18.1）", ""),
        ("把这个90%CI与校正后的95%CI 0.52~0.99比较", ""),
        ("HR=0.55（95%CI 0.40~0.75），毒性差异无统计学意义（P=0.52）", "HR 0.55 [95% 0.40 0.75]; P=0.52"),
        ("HR=0.55（95%CI 0.40~0.75），差异有统计学意义（P<0.001）", "HR 0.55 [95% 0.40 0.75] P<0.001"),
        ("HR分别为0.77和0.55（95%CI 0.40~0.75）", ""),
        ("HR为0.77和0.55", ""),
        ("HR为0.59~1.01", ""),
        ("HR=0.77。95%CI 0.59~1.01", "HR 0.77"),
    ] {
        assert_eq!(drawn(text), expected, "{text}");
    }
}

#[test]
fn what_only_looks_like_a_statement_is_none() {
    for text in [
        "HR 72次/分，RR 18次/分，BP 120/80 mmHg",
        "HR: 72 bpm; RR 18/min",
        "HR=72次/分",
        "RR间期0.82 s",
        "HR+/HER2-患者占0.7",
        "HR阳性2例，HR(+) 3例",
        "p53突变，p16阳性，P-gp，CYP2D6",
        "PD-1抑制剂0.5 mg",
        "OR 24, and 3",
        "3 or 0.5",
        "Jane Doe, MD, 2025",
        "doi 10.1001/jamaoncol.2024.5403",
        "2025-08-07，v1.2.3",
        "ORR 38.5%（30.1~46.8）",
        "OR 38.5%",
        "P 32, P2, 第P3页",
        "RD 2020；MD Anderson",
        "均为0.77",
        "HR<1提示获益，HR>1提示风险",
        "HR≈0.8",
        "体温36.5 ℃，P 80次/分，R 20次/分",
        "",
        "P=",
        "HR=",
        "HR=0.77.1",
        "差异3.5个月",
    ] {
        assert_eq!(drawn(text), "", "{text}");
    }
}

#[test]
fn front_matter_has_a_p_value_without_its_letter() {
    let of = |text: &str| p_value(text).map(|p| (p.comparison, p.value.to_string(), p.sides.map(|it| it.value)));
    assert_eq!(of("<0.001"), Some((Comparison::Less, "0.001".to_owned(), None)));
    assert_eq!(of("0.52"), Some((Comparison::Equal, "0.52".to_owned(), None)));
    assert_eq!(of("单侧P=0.06"), Some((Comparison::Equal, "0.06".to_owned(), Some(Sides::One))));
    assert_eq!(of("0.06（单侧）"), Some((Comparison::Equal, "0.06".to_owned(), Some(Sides::One))));
    assert_eq!(of("单侧0.06"), Some((Comparison::Equal, "0.06".to_owned(), Some(Sides::One))));
    assert_eq!(of("未报告"), None);
}

#[test]
fn what_is_named_and_not_read_is_missed() {
    let of = |text: &'static str| missed(&Line::new(text)).map(|span| &text[span]);
    assert_eq!(of("HR=0.77，90%CI 0.59~上限，P=0.06"), Some("90%CI 0.59"));
    assert_eq!(of("HR=0.77，90%CI 0.59~NE，P=0.06"), None);
    assert_eq!(of("HR=0.77，P0.06"), Some("P0.06"));
    assert_eq!(of("24个月HR=0.77，90%CI 0.59~1.01，单侧P=0.06"), None);
    assert_eq!(of("未报告"), None);
}
