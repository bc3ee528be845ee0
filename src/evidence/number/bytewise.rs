//! The reader that knew bytes, and that both readers agree on what it could read.

use std::ops::Range;

use crate::model::printed::Printed;

/// A number in a text.
#[derive(Debug, Clone, PartialEq)]
struct Amount {
    /// As it is printed.
    printed: Printed,
    /// What it is multiplied by: 10,000 for 万.
    scale: f64,
    /// Where it stands, in the text.
    range: Range<usize>,
    /// Whether a sign of per cent follows.
    is_percent: bool,
    /// Whether it counts people.
    is_count: bool,
    /// Whether it says how much of the distribution an interval holds: 95 in `95%CI`.
    is_level: bool,
}

/// What follows a number that counts people.
const COUNTED: &[&str] = &["例", "人", "名", "位", " patients", " participants", " women", " men"];

/// The numbers of a text.
fn amounts(text: &str) -> Vec<Amount> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = (at..bytes.len()).find(|at| bytes[*at].is_ascii_digit()) {
        let is_bare =
            start > at && bytes[start - 1] == b'.' && !text[..start - 1].ends_with(|c: char| c.is_ascii_alphanumeric());
        let from = if is_bare { start - 1 } else { start };
        let mut end = start;
        while end < bytes.len()
            && (bytes[end].is_ascii_digit() || joins(bytes, end, is_bare || text[from..end].contains('.')))
        {
            end += 1;
        }
        at = end;
        let is_name = text[..from].ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '^'))
            || follows_name(&text[..from])
            || text[end..].starts_with('_');
        if is_name {
            // All of the name: `CA19-9`.
            while at < bytes.len() && (bytes[at].is_ascii_alphanumeric() || matches!(bytes[at], b'-' | b'.' | b'/')) {
                at += 1;
            }
            continue;
        }
        let rest = &text[end..];
        let Some(printed) = Printed::parse(&text[from..end]) else { continue };
        let scale = match rest.chars().next() {
            Some('万') => 1e4,
            Some('亿') => 1e8,
            _ => match rest.trim_start().split(' ').next().unwrap_or_default().trim_end_matches(['.', ',', ';', ')']) {
                "thousand" => 1e3,
                "million" => 1e6,
                "billion" => 1e9,
                _ => 1.0,
            },
        };
        let is_percent = rest.starts_with(['%', '％']);
        let is_count = COUNTED.iter().any(|word| rest.starts_with(word));
        let is_level = is_percent && names_interval(rest.trim_start_matches(['%', '％']));
        found.push(Amount { printed, scale, range: from..end, is_percent, is_count, is_level });
    }
    found
}

/// `CI`, 置信区间 and the like after a sign of per cent.
fn names_interval(rest: &str) -> bool {
    let rest = rest.trim_start_matches([' ', '的', '-']);
    let rest = rest.strip_prefix("双侧").unwrap_or(rest);
    ["CI", "ci", "CrI", "置信", "可信", "confidence", "credible"].iter().any(|name| rest.starts_with(name))
}

/// Whether a point or a comma stands inside of a number.
fn joins(bytes: &[u8], at: usize, has_point: bool) -> bool {
    let digits = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    match bytes[at] {
        b'.' => !has_point && digits(at + 1) > 0,
        b',' => !has_point && digits(at + 1) == 3,
        _ => false,
    }
}

/// `PD-` and the like before a number.
fn follows_name(before: &str) -> bool {
    before
        .strip_suffix(['-', '‐', '‑'])
        .is_some_and(|name| name.ends_with(|c: char| c.is_ascii_alphanumeric() && !c.is_ascii_digit()))
}

/// Where both are to agree: ASCII, without the forms that the two read otherwise on purpose. Those are
///
/// - full-width digits, middle dots, blanks in thousands: the old one does not read them;
/// - `1.2.3`, `2025.08.07`: the old one reads 1.2 and 2025.08;
/// - `0,123`, `1234,567`: the old one reads 123, and nothing;
/// - `HR0.77`, `95%CI0.59`: names to the old one;
/// - `95 %`, `1.2 万`, `3 million，`, `2000 例`: without what follows, to the old one;
/// - `IL–6`, `β2`: names to the new one only.
mod agreement {
    use proptest::prelude::*;

    use super::*;
    use crate::evidence::lex::Line;
    use crate::evidence::number::numbers;

    proptest! {
        #[test]
        fn both_readers_agree(bits in prop::collection::vec(prop::sample::select(vec![
            "0.77", "15.8", "1,024", "12,345", "177", "3", ".06", "95%CI", "38%", "70％", "1.2万", "150例",
            "92 patients", "2025-08-07", "35Gy/5次", "PD-1", "CA19-9", "NCT01730937", "v1.2.3", "10^9", "V_20", "R0",
            "HR=", "P<", "（", "）", "，", " ", "。", "~", "–", "−", "-", "对", " vs ", "为", "；", ": ", "/",
        ]), 0..20)) {
            let mut text = String::new();
            for (at, bit) in bits.iter().enumerate() {
                // Digits that meet make another number than either.
                if at > 0 && bit.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '.') {
                    text.push('、');
                }
                text.push_str(bit);
            }
            let old: Vec<_> = amounts(&text).into_iter().map(|it| (it.printed, it.scale, it.range, it.is_percent, it.is_level)).collect();
            let new: Vec<_> = numbers(&Line::new(&text)).into_iter().map(|it| (it.printed, it.scale, it.range.clone(), it.is_percent(), it.is_level)).collect();
            prop_assert_eq!(new, old, "{}", text);
        }
    }
}
