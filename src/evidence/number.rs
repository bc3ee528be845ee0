//! The numbers of a text, to be compared with those of another.
//!
//! Numbers that are part of a name (`PD-1`, `CA19-9`, `NCT01730937`) are none. Words are read only to be lenient: a text
//! that says 二十六 or *three* has the number.

use std::ops::Range;

use crate::model::printed::Printed;

/// A number in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Amount {
    /// As it is printed.
    pub printed: Printed,
    /// What it is multiplied by: 10,000 for 万.
    pub scale: f64,
    /// Where it stands, in the text.
    pub range: Range<usize>,
    /// Whether a sign of per cent follows.
    pub is_percent: bool,
    /// Whether it counts people.
    pub is_count: bool,
    /// Whether it says how much of the distribution an interval holds: 95 in `95%CI`.
    pub is_level: bool,
}

impl Amount {
    /// The number itself.
    pub fn value(&self) -> f64 {
        self.printed.value().abs() * self.scale
    }

    /// As it stands in its text, with a sign of per cent.
    pub fn shown(&self, text: &str) -> String {
        let sign = if self.is_percent { "%" } else { "" };
        format!("{}{sign}", &text[self.range.clone()])
    }

    /// How far rounding may have moved it.
    fn half(&self) -> f64 {
        self.printed.half() * self.scale
    }

    /// Whether it says the same as another, or rounds it.
    pub fn says(&self, other: &Self) -> bool {
        let coarser = self.half() >= other.half();
        self.is_near(other.value(), if coarser { self.half() } else { 0.0 })
    }

    /// Whether it is what a calculation came to.
    pub fn rounds(&self, value: f64) -> bool {
        self.is_near(value, self.half())
    }

    fn is_near(&self, value: f64, by: f64) -> bool {
        (self.value() - value).abs() <= by + 1e-9 * self.value().abs().max(1.0)
    }

    /// Whether it is a result rather than a small count, a number of an item or a year: what has decimals, a sign of per
    /// cent, or two digits.
    pub fn matters(&self) -> bool {
        let value = self.value();
        let is_year = !self.is_count && self.printed.decimals() == 0 && (1900.0..2100.0).contains(&value);
        !self.is_level && (self.is_percent || self.printed.decimals() > 0 || (value >= 10.0 && !is_year))
    }
}

/// What follows a number that counts people.
const COUNTED: &[&str] = &["例", "人", "名", "位", " patients", " participants", " women", " men"];

/// The numbers of a text.
pub fn amounts(text: &str) -> Vec<Amount> {
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

/// Numbers that a text says in words, Chinese or English: for a comparison that is lenient.
pub fn in_words(text: &str) -> Vec<f64> {
    let mut found = Vec::new();
    let mut run = String::new();
    for c in text.chars().chain([' ']) {
        if "零〇一二两三四五六七八九十百千半".contains(c) {
            run.push(c);
        } else if !run.is_empty() {
            found.extend(chinese(&run));
            run.clear();
        }
    }
    for word in text.split(|c: char| !c.is_ascii_alphabetic()) {
        let small = word.to_ascii_lowercase();
        found.extend(ENGLISH.iter().position(|name| *name == small).map(|at| at as f64));
    }
    let words: Vec<&str> = text.split(|c: char| !c.is_ascii_alphabetic()).collect();
    for pair in words.windows(2) {
        let tens = TENS.iter().position(|name| pair[0].eq_ignore_ascii_case(name)).map(|at| (at as f64 + 2.0) * 10.0);
        let ones = ENGLISH.iter().take(10).position(|name| pair[1].eq_ignore_ascii_case(name)).map(|at| at as f64);
        found.extend(tens.map(|tens| tens + ones.unwrap_or_default()));
    }
    found
}

const ENGLISH: &[&str] = &[
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
];
const TENS: &[&str] = &["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// 二十六 is 26; 一百五十 is 150.
fn chinese(run: &str) -> Option<f64> {
    let (mut total, mut digit, mut any) = (0.0, None, false);
    for c in run.chars() {
        let value = match c {
            '半' => return Some(0.5),
            '零' | '〇' => continue,
            '十' | '百' | '千' => {
                let unit = match c {
                    '十' => 10.0,
                    '百' => 100.0,
                    _ => 1000.0,
                };
                total += digit.take().unwrap_or(1.0) * unit;
                any = true;
                continue;
            }
            '两' => 2.0,
            other => f64::from("一二三四五六七八九".chars().position(|it| it == other)? as u8 + 1),
        };
        any = true;
        digit = Some(value);
    }
    any.then(|| total + digit.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        amounts(text).into_iter().map(|it| &text[it.range]).collect()
    }

    #[test]
    fn numbers_are_told_from_names() {
        assert_eq!(
            found("HR=0.77，90%CI 0.59~1.01；n=1,024例,12；P<.001。"),
            ["0.77", "90", "0.59", "1.01", "1,024", "12", ".001"]
        );
        assert!(found("NCT01730937 PD-1 CA19-9 DEMO-PVTT-25 R0 v1.2.3").is_empty());
        assert_eq!(found("35Gy/5次，70%–90%，v1.2.3"), ["35", "5", "70", "90"]);
    }

    #[test]
    fn a_number_rounds_another() {
        let one = |text: &str| amounts(text).remove(0);
        assert!(one("16").says(&one("15.8")) && one("0.4").says(&one("0.40")) && one("1.2万").says(&one("12,000")));
        assert!(!one("15.8").says(&one("16")) && !one("15.8").says(&one("15.3")));
    }

    #[test]
    fn words_are_numbers() {
        assert_eq!(in_words("第二十六期，两组，一百五十例"), [26.0, 2.0, 150.0]);
        assert_eq!(in_words("twenty-six, three"), [20.0, 6.0, 3.0, 26.0]);
    }
}
