//! What holds of every statement, however it is spelt, and of every text.
//!
//! `POSTIL_MUTATIONS=1000000 cargo test --lib mutated -- --nocapture` spoils the corpus of statements that often.

use proptest::prelude::*;

use super::*;
use crate::model::printed::Printed;
use crate::model::statistic::Sides;

/// A statement as it is meant.
#[derive(Debug, Clone)]
struct Meant {
    level: &'static str,
    estimate: String,
    lower: String,
    upper: String,
    sign: &'static str,
    p: String,
    sides: Option<Sides>,
}

fn decimal(whole: std::ops::Range<u32>, decimals: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    (whole, 0_u32..1000, decimals)
        .prop_map(|(whole, fraction, decimals)| format!("{whole}.{}", &format!("{fraction:03}")[..decimals]))
}

fn meant() -> impl Strategy<Value = Meant> {
    let sides = prop_oneof![Just(None), Just(Some(Sides::One)), Just(Some(Sides::Two))];
    (
        prop::sample::select(vec!["80", "90", "95", "97.5", "99"]),
        (decimal(0..30, 1..4), decimal(0..30, 1..4), decimal(0..99, 1..4)),
        prop::sample::select(vec!["=", "<", ">", "≤"]),
        (decimal(0..1, 1..4), sides),
    )
        .prop_map(|(level, (estimate, lower, upper), sign, (p, sides))| Meant {
            level,
            estimate,
            lower,
            upper,
            sign,
            p,
            sides,
        })
}

/// How it is spelt: a choice for each part.
#[derive(Debug, Clone)]
struct Spelling {
    name: &'static str,
    link: &'static str,
    open: (&'static str, &'static str),
    interval: &'static str,
    after_interval: &'static str,
    to: &'static str,
    is_side_last: bool,
    is_wide: bool,
}

fn spelling() -> impl Strategy<Value = Spelling> {
    let of = |all: &[&'static str]| prop::sample::select(all.to_vec());
    (
        of(&["HR", "*HR*", "OR", "aOR", "RR", "SHR", "风险比", "比值比", "hazard ratio", "Odds ratio", "风险比（HR）"]),
        of(&["=", " = ", "：", "为", " ", ", ", " was ", "＝"]),
        prop::sample::select(vec![("，", ""), ("（", "）"), (" (", ")"), ("; ", ""), (" [", "]"), ("【", "】")]),
        of(&[
            "%CI",
            "% CI",
            "%置信区间",
            "％可信区间",
            "% confidence interval",
            "% CrI",
            "%\u{a0}CI",
            "%置信区间（CI）",
        ]),
        of(&[" ", "：", ": ", ", ", "=", "为"]),
        of(&["~", "～", "–", " - ", "—", "至", "到", " to ", "，", ", "]),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(name, link, open, interval, after_interval, to, is_side_last, is_wide)| Spelling {
            name,
            link,
            open,
            interval,
            after_interval,
            to,
            is_side_last,
            is_wide,
        })
}

fn written(meant: &Meant, how: &Spelling) -> String {
    let Meant { level, estimate, lower, upper, sign, p, sides } = meant;
    let (before, after) = match (sides, how.is_side_last) {
        (None, _) => ("", ""),
        (Some(Sides::One), false) => ("单侧", ""),
        (Some(Sides::Two), false) => ("two-sided ", ""),
        (Some(Sides::One), true) => ("", "（单侧检验）"),
        (Some(Sides::Two), true) => ("", " (two-sided)"),
    };
    let Spelling { name, link, open, interval, after_interval, to, .. } = how;
    let text = format!(
        "{name}{link}{estimate}{}{level}{interval}{after_interval}{lower}{to}{upper}; {before}*P*{sign}{p}{after}{}",
        open.0, open.1
    );
    if how.is_wide { widened(&text) } else { text }
}

/// Digits, signs and `P` in full width.
fn widened(text: &str) -> String {
    let wide = |c: char| matches!(c, '0'..='9' | '=' | '<' | '>' | '%' | ';' | 'P');
    text.chars().map(|c| if wide(c) { char::from_u32(c as u32 + 0xFEE0).unwrap_or(c) } else { c }).collect()
}

fn number(text: &str) -> Printed {
    Printed::parse(text).expect("a number")
}

fn is_written(text: &str, value: &At<Printed>) -> bool {
    let digits: String = text[value.span.clone()].chars().map(lex::narrow).collect();
    Printed::parse(&digits) == Some(value.value)
}

proptest! {
    #[test]
    fn a_statement_is_found_however_it_is_spelt(
        meant in meant(),
        how in spelling(),
        before in prop::sample::select(vec!["", "中位随访13.2个月，", "p53突变者（n=85）的", "In the trial, ", "2025-08-07，"]),
        after in prop::sample::select(vec!["", "。", "，见表2", "; 38%对9%", "，校正后不变。"]),
    ) {
        let text = format!("{before}{}{after}", written(&meant, &how));
        let found = find(&text);
        prop_assert_eq!(found.len(), 1, "{} {:?}", text, found);
        let effect = found[0].effect().expect("an effect");
        let interval = effect.interval.as_ref().expect("an interval");
        let p = effect.p.as_ref().expect("a P value");
        prop_assert_eq!(effect.estimate.value, number(&meant.estimate));
        prop_assert_eq!(interval.lower.value, number(&meant.lower));
        prop_assert_eq!(interval.upper.value, number(&meant.upper));
        prop_assert_eq!(interval.level.as_ref().map(|it| it.value), Some(number(meant.level)));
        prop_assert_eq!(p.value.value, number(&meant.p));
        prop_assert_eq!(p.comparison.sign(), meant.sign);
        prop_assert_eq!(p.sides.as_ref().map(|it| it.value), meant.sides, "{}", text);
        for value in [&effect.estimate, &interval.lower, &interval.upper, &p.value] {
            prop_assert!(is_written(&text, value), "{}", text);
        }
        prop_assert!(effect.span.start >= before.len() && effect.span.end <= text.len() - after.len());
    }

    #[test]
    fn any_text_is_read(text in any::<String>()) {
        hold_spans(&text);
    }

    #[test]
    fn any_row_of_pieces_is_read(pieces in prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..40)) {
        hold_spans(&pieces.concat());
    }
}

const PIECES: &[&str] = &[
    "HR",
    "OR",
    "P",
    "p",
    "95%",
    "90％",
    "CI",
    "置信区间",
    "0.77",
    "1",
    ".06",
    "1,234",
    "1.2.3",
    "=",
    "＝",
    "<",
    "≤",
    "~",
    "–",
    "-",
    "--",
    "—",
    "至",
    " to ",
    ",",
    "，",
    "；",
    "（",
    "）",
    "(",
    ")",
    "[",
    "]",
    "。",
    "for ",
    "one",
    "two",
    "-sided",
    "单侧",
    "双侧",
    "差异",
    "为",
    "值",
    "hazard ",
    "ratio ",
    "风险比",
    "率差",
    "×",
    "10",
    "⁻⁵",
    "e",
    "*",
    " ",
    "\u{a0}",
    "\n",
    "次/分",
    "interaction ",
    "交互",
    "and ",
    "和",
    "NE",
    "%",
    "/",
    "+",
    "Pinteraction",
    "月",
    "NR",
    "未达到",
    "∞",
    "CrI",
    "可信区间",
    "差异",
    "median ",
    "difference ",
    "vs ",
    "对",
    "39/85",
    "SD ",
    "mg/dL",
    "个月至",
    "分别为",
    "¹",
    "$",
    "HR_OS",
    "[^1]",
];

/// Every span lies in the text, at characters, and holds what it says.
fn hold_spans(text: &str) {
    let mut end = 0;
    for statement in find(text) {
        let span = statement.span().clone();
        assert!(span.start >= end.min(span.start) && span.start < span.end, "{text:?}");
        assert!(text.get(span.clone()).is_some(), "{text:?}");
        if let Some(effect) = statement.effect() {
            assert!(is_written_signed(text, &effect.estimate), "{text:?}");
            for bound in effect.interval.iter().flat_map(|it| [&it.lower, &it.upper]) {
                assert!(is_written_signed(text, bound), "{text:?}");
            }
            if let Some(interval) = &effect.half_open {
                assert!(is_written_signed(text, &interval.bound), "{text:?}");
            }
        }
        if let Some(p) = statement.p() {
            // `10⁻⁴` is 1 times that.
            let is_ten = p.power < 0 && lex::is_same(&text[p.value.span.clone()], "10");
            assert!(is_ten || is_written_signed(text, &p.value), "{text:?}");
        }
        end = span.end;
    }
    let _ = (missed(&Line::new(text)), p_value(text), effect(text));
}

/// A dash before a number may be of any kind, and a plus says nothing.
fn is_written_signed(text: &str, value: &At<Printed>) -> bool {
    let written = &text[value.span.clone()];
    let digits: String = written
        .chars()
        .skip_while(|c| !(lex::narrow(*c).is_ascii_digit() || matches!(c, '.' | '．' | '·')))
        .map(|c| if c == '·' { '.' } else { lex::narrow(c) })
        .collect();
    Printed::parse(&digits).is_some_and(|it| it.units() == value.value.units().abs())
}

/// Statements with characters left out, doubled, swapped and put in.
#[test]
fn mutated_statements_are_read() {
    let times: u64 = option_env!("POSTIL_MUTATIONS").and_then(|it| it.parse().ok()).unwrap_or(5_000);
    let corpus: Vec<Vec<char>> = CORPUS.iter().map(|it| it.chars().collect()).collect();
    let mut state = 20_250_807_u64;
    let mut below = |end: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) as usize) % end.max(1)
    };
    for _ in 0..times {
        let mut text = corpus[below(corpus.len())].clone();
        for _ in 0..1 + below(6) {
            let at = below(text.len());
            match below(5) {
                0 if !text.is_empty() => drop(text.remove(at)),
                1 if !text.is_empty() => text.insert(at, text[at]),
                2 if text.len() > 1 => text.swap(at, at.saturating_sub(1)),
                3 => {
                    let piece = PIECES[below(PIECES.len())];
                    text.splice(at..at, piece.chars());
                }
                _ => {
                    let other = &corpus[below(corpus.len())];
                    let from = below(other.len());
                    let part: Vec<char> = other[from..(from + 12).min(other.len())].to_vec();
                    text.splice(at..at, part);
                }
            }
        }
        hold_spans(&text.into_iter().collect::<String>());
    }
}

const CORPUS: &[&str] = &[
    "HR=0.77，90%CI 0.59~1.01，单侧P=0.06",
    "OR 1.8 (95% CI, 1.1–2.9; P = .02)",
    "风险比为0.77（90%置信区间0.59至1.01，单侧检验P值为0.06）",
    "hazard ratio for death, 0.77; 90% CI, 0.59 to 1.01; one-sided P=0.06",
    "HR（95%CI）为0.77（0.59~1.01），P＜0.001（双侧）",
    "mean difference, -2.5 kg; 95% CI, -4.1 to -0.9; P<.01",
    "率差为3.5%（95%CI −1.2%~8.2%），P for interaction=0.31",
    "（P<0.001，HR＝０．５５，９５％CI ０．４０～０．７５），P=1.2×10⁻⁵",
    "HR 72次/分，RR 18/min，p53，v1.2.3，以P<0.05为差异有统计学意义",
];

/// Long rows of anything are read in a time that grows with their length.
#[test]
fn long_texts_are_read_at_once() {
    for piece in [
        "HR=",
        "-",
        "（",
        "HR（95%CI）",
        "P",
        "单侧",
        "one-sided ",
        "95%CI 0.5~",
        "for ",
        "HR for x ",
        "0.1, ",
        "HR 0.77 for x ",
        "0.77（0.59~1.01）、",
        "12 vs ",
        "95%CI ",
        "差异为",
        "median ",
        "2 mg/",
    ] {
        let text = piece.repeat(200_000 / piece.len());
        hold_spans(&text);
    }
}
