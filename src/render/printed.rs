//! Numbers as readers read them: a P value with its letter, a large count in groups.

/// A P value with its name, once, whatever its editor wrote of it: `0.06` is `P=0.06`, `<0.001` is `P<0.001`, `单侧0.06` is `单侧P=0.06`; what has the letter, or no number, stays.
pub fn named(written: &str, letter: &str) -> String {
    let written = written.trim();
    if written.contains(['P', 'p', 'Ｐ', 'ｐ']) {
        return written.to_owned();
    }
    let is_sign = |c: char| matches!(c, '<' | '>' | '=' | '＜' | '＞' | '＝' | '≤' | '≥');
    let Some(at) = written.find(|c: char| is_sign(c) || c.is_ascii_digit() || c == '.') else {
        return written.to_owned();
    };
    let (before, number) = written.split_at(at);
    let sign = if number.starts_with(is_sign) { "" } else { "=" };
    format!("{before}{letter}{sign}{number}")
}

/// A count of five digits and more in groups of three: `128,600`; one of four, as a year is, stays whole.
pub fn grouped(count: u64) -> String {
    let digits = count.to_string();
    if digits.len() < 5 {
        return digits;
    }
    let mut out = String::with_capacity(digits.len() + 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{grouped, named};

    #[test]
    fn large_counts_stand_in_groups() {
        let shown = [0, 2025, 9999, 10_000, 128_600, 1_234_567].map(grouped);
        assert_eq!(shown, ["0", "2025", "9999", "10,000", "128,600", "1,234,567"]);
    }

    #[test]
    fn the_letter_stands_at_the_number() {
        for (written, shown) in [
            ("0.06", "P=0.06"),
            (".06", "P=.06"),
            ("<0.001", "P<0.001"),
            ("＜0.001", "P＜0.001"),
            ("单侧0.06", "单侧P=0.06"),
            ("双侧<0.001", "双侧P<0.001"),
            ("one-sided 0.06", "one-sided P=0.06"),
            ("0.06（单侧）", "P=0.06（单侧）"),
            ("单侧P=0.06", "单侧P=0.06"),
            ("NS", "NS"),
        ] {
            assert_eq!(named(written, "P"), shown);
        }
    }
}
