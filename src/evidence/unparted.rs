//! What of a text stands on one line: a number with its sign, its name and its unit, such as `15.8个月`, `≥3级`,
//! `95%CI 0.59~1.01`, `7.8 cm`, `单侧P=0.06`.
//!
//! Only what a browser could part is given, and nothing that is wider than a narrow phone likes: where a statement goes on
//! behind a comma or a bracket, its line may end.

use std::ops::Range;

use crate::text::script::is_cjk;

/// The widest that is kept on one line, in halves of a Han character.
const WIDEST: usize = 26;

/// Han characters behind a number that count or measure; the longer of two that begin alike comes first.
const UNITS: &[&str] = &[
    "个百分点",
    "百分点",
    "个周期",
    "个疗程",
    "个月",
    "个",
    "小时",
    "分钟",
    "周期",
    "疗程",
    "周岁",
    "人年",
    "人次",
    "例次",
    "万",
    "亿",
    "年",
    "月",
    "日",
    "岁",
    "天",
    "周",
    "例",
    "人",
    "名",
    "次",
    "级",
    "期",
    "线",
    "倍",
    "分",
    "秒",
    "项",
    "种",
    "家",
    "只",
    "组",
    "点",
    "号",
    "位",
    "度",
    "篇",
    "处",
    "枚",
    "片",
    "粒",
    "支",
    "条",
    "版",
    "代",
    "型",
    "成",
    "野",
    "卷",
    "页",
];

/// Latin units that a blank may stand before.
const LATIN: &[&str] = &[
    "cm",
    "mm",
    "m",
    "km",
    "nm",
    "μm",
    "µm",
    "kg",
    "g",
    "mg",
    "μg",
    "µg",
    "ng",
    "pg",
    "Gy",
    "cGy",
    "ml",
    "mL",
    "dl",
    "dL",
    "L",
    "U",
    "IU",
    "h",
    "min",
    "s",
    "d",
    "mmHg",
    "kPa",
    "Hz",
    "kcal",
    "mol",
    "mmol",
    "μmol",
    "µmol",
    "nmol",
    "pmol",
    "fractions",
    "months",
    "month",
    "years",
    "year",
    "weeks",
    "week",
    "days",
    "day",
    "hours",
    "patients",
    "events",
];

/// Words before the name of a P value that say of how many sides it is.
const SIDES: &[&str] = &["单侧", "双侧"];

/// The parts of a text that stay on one line, in their order.
pub fn unparted(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while let Some(offset) = text[at..].find(begins_number) {
        let start = at + offset;
        let end = number_end(text, start);
        let whole = left(text, start)..right(text, end);
        at = whole.end.max(end);
        let before = found.last().cloned().filter(|last| last.end >= whole.start);
        match before {
            // `2025年8月7日` is one, as far as it is not too wide.
            Some(last) if width(&text[last.start..whole.end]) <= WIDEST => {
                found.pop();
                found.push(last.start..whole.end);
            }
            Some(last) => found.push(last.end..whole.end),
            None => found.push(whole),
        }
    }
    found.retain(|range| can_part(&text[range.clone()]) && width(&text[range.clone()]) <= WIDEST);
    found
}

fn begins_number(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c) || is_roman(c)
}

/// `Ⅲ` of `Ⅲ期`.
fn is_roman(c: char) -> bool {
    ('Ⅰ'..='Ⅻ').contains(&c)
}

/// Where the number ends that begins at a place: `1,234.5`, `0·77`, `10⁹`.
fn number_end(text: &str, start: usize) -> usize {
    let mut end = start;
    let mut rest = text[start..].chars().peekable();
    while let Some(c) = rest.next() {
        let is_inner = matches!(c, '.' | ',' | '·') && rest.peek().is_some_and(char::is_ascii_digit);
        if !(begins_number(c) || is_inner || is_raised(c)) {
            break;
        }
        end += c.len_utf8();
    }
    end
}

fn is_raised(c: char) -> bool {
    matches!(c, '²' | '³' | '¹' | '⁰' | '⁴'..='⁹' | '⁻' | '₀'..='₉')
}

fn is_sign(c: char) -> bool {
    matches!(
        c,
        '<' | '>'
            | '='
            | '≤'
            | '≥'
            | '≈'
            | '~'
            | '～'
            | '±'
            | '＜'
            | '＞'
            | '＝'
            | '−'
            | '-'
            | '–'
            | '×'
            | '+'
            | '＋'
            | '/'
            | '第'
            | '约'
    )
}

/// Where what belongs to a number begins before it.
fn left(text: &str, number: usize) -> usize {
    let mut start = number;
    // A sign, and blanks around it: `P < 0.001`, `≥3`.
    let before = text[..start].trim_end_matches(' ');
    if let Some(sign) = before.chars().next_back().filter(|c| is_sign(*c)) {
        // A dash that a blank parts from the number stands between words.
        let is_dash = matches!(sign, '-' | '–' | '/' | '+') && before.len() < start;
        if !is_dash {
            start = before.len() - sign.len_utf8();
        }
    }
    // What the number is of: a short Latin name, `HR=`, `95%CI `, `n=`.
    let before = text[..start].trim_end_matches(' ');
    let name = before.len() - before.chars().rev().take_while(|c| c.is_ascii_alphabetic()).count();
    let is_glued = before.len() == start;
    let is_named =
        name < before.len() && before.len() - name <= 4 && before[name..].starts_with(|c: char| c.is_ascii_uppercase())
            || &before[name..] == "n" && start < number;
    // A name of a statistic and its number may stand apart, `HR 0.77`; another name and a number may be two words.
    let is_statistic = ["CI", "HR", "OR", "RR", "IRR", "SMD", "MD", "P"].contains(&&before[name..]);
    if !is_named || !(is_glued || start < number || is_statistic) {
        return start;
    }
    start = name;
    let before = text[..start].trim_end_matches(' ');
    if text[name..].starts_with("CI")
        && let Some(level) = before.strip_suffix(['%', '％'])
    {
        let digits = level.len() - level.bytes().rev().take_while(|c| c.is_ascii_digit() || *c == b'.').count();
        if digits < level.len() {
            return digits;
        }
    }
    SIDES.iter().find(|side| before.ends_with(**side) && before.len() == start).map_or(start, |side| start - side.len())
}

/// Where what belongs to a number ends behind it: the rest of a range, a percent sign, a unit.
fn right(text: &str, number: usize) -> usize {
    let mut end = number;
    loop {
        let rest = &text[end..];
        let sign = rest.trim_start_matches(' ');
        let blank = rest.len() - sign.len();
        let Some(c) = sign.chars().next() else { return end };
        let after = &sign[c.len_utf8()..];
        if matches!(c, '%' | '％' | '‰' | '°' | '℃') {
            end += blank + c.len_utf8();
        } else if blank == 1 && sign.strip_prefix("to ").is_some_and(|rest| rest.starts_with(begins_number)) {
            end = number_end(text, end + " to ".len());
        } else if matches!(c, '~' | '～' | '–' | '—' | '-' | '±' | '×' | '/' | '至' | '到' | ':' | '：') {
            let number = after.trim_start_matches(' ');
            let far = after.len() - number.len();
            if !number.starts_with(begins_number) || blank > 1 || (far > 0) != (blank > 0) {
                return end;
            }
            end = number_end(text, end + blank + c.len_utf8() + far);
        } else {
            return unit(text, end);
        }
    }
}

/// Where a unit ends that stands behind a number; the place itself if none does.
fn unit(text: &str, at: usize) -> usize {
    let rest = text[at..].strip_prefix(' ').unwrap_or(&text[at..]);
    let start = text.len() - rest.len();
    let is_letter = |c: char| c.is_ascii_alphabetic() || matches!(c, 'μ' | 'µ');
    let letters: usize = rest.chars().take_while(|c| is_letter(*c)).map(char::len_utf8).sum();
    if letters > 0 {
        if !LATIN.contains(&&rest[..letters]) {
            return at;
        }
        let mut end = start + letters;
        // `mg/kg`, `mmol/L`, `m²`, `Gy/5次`.
        while let Some(c) = text[end..].chars().next() {
            let is_over =
                c == '/' && text[end + 1..].starts_with(|c: char| is_letter(c) || c.is_ascii_digit() || is_cjk(c));
            if !(is_over || is_letter(c) && text[..end].ends_with('/') || is_raised(c)) {
                break;
            }
            end += c.len_utf8();
            if is_over && text[end..].starts_with(begins_number) {
                return unit(text, number_end(text, end));
            }
            if is_over {
                end += text[end..].chars().take_while(|c| is_letter(*c)).map(char::len_utf8).sum::<usize>();
            }
        }
        return end;
    }
    let Some(unit) = UNITS.iter().find(|unit| rest.starts_with(**unit)) else { return at };
    let end = start + unit.len();
    // `128万人`
    if matches!(*unit, "万" | "亿") { self::unit(text, end) } else { end }
}

/// How wide a text is, in halves of a Han character.
fn width(text: &str) -> usize {
    text.chars().map(|c| if is_wide(c) { 2 } else { 1 }).sum()
}

fn is_wide(c: char) -> bool {
    is_cjk(c) || matches!(c, '！'..='｠')
}

/// Whether a line could end in a text.
fn can_part(text: &str) -> bool {
    text.chars().count() > 1
        && (text.contains([' ', '-', '–', '—', '/', '±', '×', '≤', '≥', '≈'])
            || text.chars().any(|c| is_wide(c) || is_roman(c)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text with what stays on one line in brackets.
    fn marked(text: &str) -> String {
        let mut out = text.to_owned();
        for range in unparted(text).into_iter().rev() {
            out.insert(range.end, ']');
            out.insert(range.start, '[');
        }
        out
    }

    #[test]
    fn a_number_stays_with_its_sign_its_name_and_its_unit() {
        for text in [
            "中位OS为[15.8个月]，[12.3个月]",
            "[131例]合并癌栓者，38%和9%",
            "HR=0.77，[90%CI 0.59~1.01]，[单侧P=0.06]",
            "[95% CI 0.59-1.01]",
            "中位最大径之和[7.8 cm]",
            "治疗相关[≥3级]不良事件",
            "[Ⅲ期]研究，[Ⅰ/Ⅱ期]",
            "[2025年8月7日]",
            "[35 Gy/5次]，[10 mg/kg]，[1.5×10⁹]",
            "[P < 0.001]",
            "n=85，[n = 92]",
            "[70%～90%]",
            "[第1~3天]",
            "a [12 months] later, ([HR 0.77], [90% CI 0.59 to 1.01]), [3 to 5 months]",
            "研究NCT01730937和[IL-6]",
            "甲1，乙2",
            "[128万人]",
            "1. [3个周期]",
        ] {
            assert_eq!(marked(&text.replace(['[', ']'], "")), text);
        }
    }

    #[test]
    fn nothing_is_wider_than_a_phone_likes() {
        let long = format!("{}个月", "1".repeat(40));
        assert_eq!(marked(&long), long);
        for text in ["", "1", "12个月12个月12个月12个月12个月12个月", "１２个月", "𠀀1例", "1\u{301}例"]
        {
            let ranges = unparted(text);
            assert!(ranges.windows(2).all(|pair| pair[0].end <= pair[1].start), "{text} {ranges:?}");
            assert!(ranges.iter().all(|range| width(&text[range.clone()]) <= WIDEST), "{text} {ranges:?}");
        }
    }
}
