//! Everything that is drawn can be read and stands inside, whatever it says.

use super::facts::{Group, Outcome, Plot, Value};
use super::sheet::{Ink, Mark};
use super::{Ratio, Visual};
use crate::model::chart::Scale;

/// How much a colour shines (WCAG 2.2, relative luminance).
fn shine(ink: Ink) -> f64 {
    let [red, green, blue] = ink.rgb().map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// How much a colour stands out from another (WCAG 2.2, contrast ratio).
fn contrast(one: Ink, other: Ink) -> f64 {
    let [one, other] = [shine(one), shine(other)];
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// What is wrong with what was drawn: a text that stands out too little from its ground, or anything that lies outside.
fn faults(marks: &[Mark], ratio: Ratio) -> Vec<String> {
    let (width, height) = ratio.size();
    let mut faults = Vec::new();
    for (index, mark) in marks.iter().enumerate() {
        let [left, top, right, bottom] = mark.bounds();
        if left < -0.5 || top < -0.5 || right > width + 0.5 || bottom > height + 0.5 {
            faults.push(format!("outside: {mark:?}"));
        }
        let Mark::Text { ink, text, size, .. } = mark else { continue };
        let (x, y) = (f64::midpoint(left, right), f64::midpoint(top, bottom));
        let ground = marks[..index].iter().rev().find_map(|below| match below {
            Mark::Box { ink, .. } => {
                let [left, top, right, bottom] = below.bounds();
                ((left..=right).contains(&x) && (top..=bottom).contains(&y)).then_some(*ink)
            }
            _ => None,
        });
        let found = contrast(*ink, ground.unwrap_or(Ink::Paper));
        if found < 4.5 {
            faults.push(format!("{found:.2} of {text:?}"));
        }
        if *size < 8.0 {
            faults.push(format!("{size:.1} px of {text:?}"));
        }
    }
    faults
}

fn group(label: &str, value: &str) -> Group {
    let value =
        Value {
            printed: value.into(), unit: "个月".into(), count: Some("40/176".into()), number: value.parse().ok()
        };
    Group { label: label.into(), size: Some("85例".into()), value: Some(value) }
}

fn visual(text: &str, arms: usize, outcomes: usize) -> Visual {
    let arms: Vec<Group> = (0..arms).map(|arm| group(&format!("{text}{arm}"), "15.8")).collect();
    let plot = Plot {
        scale: Scale::Ratio,
        point: 0.8,
        lower: 0.01,
        upper: 90.0,
        null: Some(1.0),
        margin: Some(1.3),
        margin_words: format!("非劣效界值 {text}"),
        sides: Some([text.into(), text.into()]),
    };
    let outcome = Outcome {
        role: "主要终点 · 中位".into(),
        endpoint: text.into(),
        population: Some(text.into()),
        arms: arms.clone(),
        most: Some(15.8),
        effect: Some(format!("HR=0.80，95%CI 0.01~90，{text}")),
        p: Some("P值：0.02".into()),
        plot: Some(plot),
        verdict: Some((true, "主要终点达到".into())),
        note: Some(text.into()),
    };
    Visual {
        language: "zh-CN".into(),
        kicker: text.into(),
        number: "第26期".into(),
        warning: Some("存疑".into()),
        title: text.into(),
        kept: Vec::new(),
        study: text.into(),
        question: Some(text.into()),
        arms: arms.into_iter().map(|arm| Group { value: None, ..arm }).collect(),
        outcomes: vec![outcome; outcomes],
        instead: "阅读本期".into(),
        source: vec![text.into(), "doi:10.5555/demo".into()],
        site: text.into(),
        address: "https://example.org/demo/one/".into(),
    }
}

#[test]
fn every_text_stands_out_from_its_ground_and_all_lies_inside() {
    for text in ["短", "一个有些长的名称，分两句", "SBRT + sorafenib", ""] {
        for arms in [0, 1, 2, 3, 5] {
            for outcomes in [0, 1, 2] {
                for ratio in Ratio::ALL {
                    let drawn = visual(text, arms, outcomes).draw(ratio);
                    assert_eq!(faults(&drawn.marks, ratio), [""; 0], "{text} {arms} {outcomes} {ratio:?}");
                }
            }
        }
    }
}

#[test]
fn the_judge_is_not_blind() {
    let text = |ink: Ink, x: f64| Mark::Text {
        x,
        y: 300.0,
        size: 30.0,
        end: super::sheet::Anchor::Start,
        ink,
        is_bold: false,
        text: "字".into(),
    };
    let ground = |ink: Ink| Mark::Box { x: 0.0, y: 0.0, width: 1080.0, height: 1080.0, radius: 0.0, ink };
    for (marks, named) in [
        (vec![ground(Ink::Paper), text(Ink::Rule, 10.0)], "of \"字\""),
        (vec![ground(Ink::Paper), ground(Ink::Accent), text(Ink::Text, 10.0)], "of \"字\""),
        (vec![ground(Ink::Paper), text(Ink::Text, 1070.0)], "outside"),
    ] {
        let found = faults(&marks, Ratio::Square);
        assert!(found.iter().any(|fault| fault.contains(named)), "{found:?}");
    }
    assert_eq!(faults(&[ground(Ink::Paper), text(Ink::Text, 10.0)], Ratio::Square), [""; 0]);
}

#[test]
fn a_result_is_shown_whole_or_not_at_all() {
    for length in [1, 40, 200, 600] {
        let long = "字".repeat(length);
        for ratio in Ratio::ALL {
            let visual = visual(&long, 2, 1);
            let drawn = visual.draw(ratio);
            let all: String = drawn
                .marks
                .iter()
                .filter_map(|mark| if let Mark::Text { text, .. } = mark { Some(text.as_str()) } else { None })
                .collect();
            let said = all.matches('字').count();
            if drawn.is_without_result {
                assert!(!all.contains("HR=0.80") && !all.contains("15.8"), "{length} {ratio:?}");
            } else {
                // Endpoint, population, two arms, effect, margin, sides and note, at the least.
                assert!(all.contains("HR=0.80") && said >= length * 9, "{length} {ratio:?}: {said}");
            }
        }
    }
}

#[test]
fn hostile_text_can_be_drawn() {
    for text in ["\u{0}\u{200d}", "😀😀", "W".repeat(300).as_str(), "。。。", "（（（", "شب", "<&\">"] {
        for ratio in Ratio::ALL {
            let visual = visual(text, 5, 3);
            let file = visual.draw(ratio).file(&visual);
            assert!(file.ends_with("</svg>\n") && !file.contains("<&"));
        }
    }
}
