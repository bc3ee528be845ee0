//! Every number is found, with its value and at its place, however it is written; and no name is one.

use proptest::prelude::*;

use super::*;
use crate::evidence::lex::{Line, narrow};

/// Some text, with the value of the number that it is, if it is one.
#[derive(Debug, Clone)]
struct Bit {
    text: String,
    value: Option<f64>,
    is_percent: bool,
}

/// How digits are written.
#[derive(Debug, Clone, Copy)]
enum Form {
    Plain,
    Wide,
    MiddleDot,
    /// Nothing stands before the point.
    Bare,
    /// Something parts the thousands.
    Parted(char),
}

fn digits(whole: u64, fraction: &str, form: Form) -> String {
    let point = |mark: &str| if fraction.is_empty() { String::new() } else { format!("{mark}{fraction}") };
    let plain = format!("{whole}{}", point("."));
    match form {
        Form::Plain => plain,
        Form::Wide => plain.chars().map(|c| char::from_u32(c as u32 + 0xFEE0).unwrap_or(c)).collect(),
        Form::MiddleDot => format!("{whole}{}", point("·")),
        Form::Bare if fraction.is_empty() => plain,
        Form::Bare => point("."),
        Form::Parted(mark) => {
            let digits = whole.to_string();
            let mut parted = String::new();
            for (at, digit) in digits.chars().enumerate() {
                if at > 0 && (digits.len() - at).is_multiple_of(3) {
                    parted.push(mark);
                }
                parted.push(digit);
            }
            parted + &point(".")
        }
    }
}

fn number() -> impl Strategy<Value = Bit> {
    let form = prop::sample::select(vec![
        Form::Plain,
        Form::Wide,
        Form::MiddleDot,
        Form::Bare,
        Form::Parted(','),
        Form::Parted('\u{a0}'),
        Form::Parted('\u{2009}'),
        Form::Parted('\u{202f}'),
    ]);
    let sign = prop::sample::select(vec!["", "", "−", "-", "＋", "≥", "＜"]);
    let after = prop::sample::select(vec![
        ("", 1.0, false),
        ("%", 1.0, true),
        ("％", 1.0, true),
        (" %", 1.0, true),
        ("万", 1e4, false),
        (" 亿元", 1e8, false),
        (" million", 1e6, false),
        ("例", 1.0, false),
        (" Gy", 1.0, false),
        ("个月", 1.0, false),
    ]);
    let size = prop_oneof![0_u64..100, 0_u64..10_000_000];
    (size, "[0-9]{0,3}", form, sign, after).prop_map(|(whole, fraction, form, sign, (after, scale, is_percent))| {
        let is_bare = matches!(form, Form::Bare) && !fraction.is_empty();
        let meant = if is_bare { format!("0.{fraction}") } else { format!("{whole}.{fraction}0") };
        let value = meant.parse::<f64>().ok().map(|value| value * scale);
        Bit { text: format!("{sign}{}{after}", digits(whole, &fraction, form)), value, is_percent }
    })
}

fn name() -> impl Strategy<Value = Bit> {
    let names = vec![
        "PD-1",
        "CA19-9",
        "IL-6/IL-8",
        "FGF19/21",
        "NCT01730937",
        "COVID–19",
        "PD－L1",
        "v1.2.3",
        "2025.08.07",
        "OR2",
        "10.5_x",
        "12345678901234567890",
        "肝癌",
        "Ki67",
    ];
    prop::sample::select(names).prop_map(|name| Bit { text: name.to_owned(), value: None, is_percent: false })
}

proptest! {
    #[test]
    fn every_number_is_found_where_it_stands(
        bits in prop::collection::vec((
            prop_oneof![3 => number(), 1 => name()],
            prop::sample::select(vec!["，", "；", "。", "（", "）", " vs ", "、", "，HR=", "，P<", "对", " ~ ", "\n", "，约"]),
        ), 1..12)
    ) {
        let (mut text, mut meant) = (String::new(), Vec::new());
        for (bit, between) in &bits {
            let start = text.len();
            text.push_str(&bit.text);
            meant.extend(bit.value.map(|value| (value, bit.is_percent, start..text.len())));
            text.push_str(between);
        }
        let found = numbers(&Line::new(&text));
        prop_assert_eq!(found.len(), meant.len(), "{} {:?}", text, found);
        for (number, (value, is_percent, place)) in found.iter().zip(meant) {
            prop_assert!((number.value() - value).abs() <= 1e-9 * value.max(1.0), "{} {} {}", text, value, number.value());
            prop_assert_eq!(number.is_percent(), is_percent, "{}", text);
            prop_assert!(number.range.start >= place.start && number.range.end <= place.end, "{}", text);
        }
    }

    #[test]
    fn numbers_of_any_text_lie_in_it(text in "[0-9０-９.,·\u{a0} %％万例A-Za-z_^/−–-]{0,40}") {
        let mut end = 0;
        for number in numbers(&Line::new(&text)) {
            prop_assert!(number.range.start >= end && !number.range.is_empty());
            prop_assert!(text[number.range.clone()].chars().next_back().is_some_and(|c| narrow(c).is_ascii_digit()));
            prop_assert!(!number.shown(&text).is_empty());
            end = number.range.end;
        }
    }
}
