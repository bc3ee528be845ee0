//! Numbers as readers read them: a P value with its letter, a large count in groups.

use crate::model::house::NumberStyle;

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

/// The same below a heading that names it: `0.06`, `<0.001`, `单侧0.06`.
pub fn unnamed(written: &str) -> String {
    let Some(at) = p_letters(written).next() else { return written.trim().to_owned() };
    let after = written[at + 1..].trim_start();
    format!("{}{}", &written[..at], after.strip_prefix(['=', '＝']).map_or(after, str::trim_start)).trim().to_owned()
}

/// Where in a text stands the letter of a P value: of `P=0.06`, `p < 0.001`, `P值`, `P for trend`, or all of the text.
pub fn p_letters(text: &str) -> impl Iterator<Item = usize> + '_ {
    text.match_indices(['P', 'p']).map(|(at, _)| at).filter(move |at| {
        let (before, after) = (&text[..*at], &text[*at + 1..]);
        if before.ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '/' | '.' | '\'')) {
            return false;
        }
        let rest = after.strip_prefix(' ').unwrap_or(after);
        let number = rest.strip_prefix(['=', '<', '>', '≤', '≥', '＝', '＜', '＞']);
        let is_number = |rest: &str| rest.trim_start().starts_with(|c: char| c.is_ascii_digit() || c == '.');
        number.is_some_and(is_number)
            || after.starts_with('值')
            || ["value", "values", "for trend", "for interaction"].iter().any(|name| {
                rest.strip_prefix(name).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphabetic()))
            })
            || before.trim().is_empty() && after.trim().is_empty()
    })
}

/// Writes a text with the letters of its P values between two tags; `escape` writes what stands beside them.
pub fn with_letters(out: &mut String, text: &str, tags: [&str; 2], mut escape: impl FnMut(&mut String, &str)) {
    let mut written = 0;
    for at in p_letters(text) {
        escape(out, &text[written..at]);
        out.push_str(tags[0]);
        out.push_str(&text[at..=at]);
        out.push_str(tags[1]);
        written = at + 1;
    }
    escape(out, &text[written..]);
}

/// How the letter of a P value is set on a page.
pub const LETTER: [&str; 2] = ["<i>", "</i>"];

/// Whether commas part the thousands of counts: where the house says so from four digits on, or never; else from five on,
/// so that a year stays whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Thousands(Option<bool>);

impl Thousands {
    /// As the house writes numbers.
    pub fn of(style: Option<&NumberStyle>) -> Self {
        Self(style.and_then(|style| style.thousands))
    }

    /// A count: `128,600`.
    pub fn count(self, count: impl Into<u64>) -> String {
        self.grouped(&count.into().to_string())
    }

    /// The counts in what an editor wrote: `1310/64280` is `1310/64,280`; what has a point or a comma stays.
    pub fn counts(self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() + 4);
        let mut rest = text;
        while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
            let (before, number) = rest.split_at(start);
            let end = number.find(|c: char| !matches!(c, '0'..='9' | '.' | ',')).unwrap_or(number.len());
            let (number, after) = number.split_at(end);
            out.push_str(before);
            out.push_str(&if number.contains(['.', ',']) { number.to_owned() } else { self.grouped(number) });
            rest = after;
        }
        out + rest
    }

    fn grouped(self, digits: &str) -> String {
        let is_large = self.0.is_some_and(|is| is && digits.len() > 3) || self.0.is_none() && digits.len() > 4;
        if !is_large {
            return digits.to_owned();
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
}

#[cfg(test)]
mod tests {
    use super::{LETTER, Thousands, named, unnamed, with_letters};

    #[test]
    fn large_counts_stand_in_groups() {
        let counts = [0u32, 2025, 9999, 10_000, 128_600, 1_234_567];
        for (says, shown) in [
            (None, ["0", "2025", "9999", "10,000", "128,600", "1,234,567"]),
            (Some(true), ["0", "2,025", "9,999", "10,000", "128,600", "1,234,567"]),
            (Some(false), ["0", "2025", "9999", "10000", "128600", "1234567"]),
        ] {
            assert_eq!(counts.map(|count| Thousands(says).count(count)), shown);
        }
        let written = "1310/64280 (12345.6; 1,000/20,000), n=10000";
        assert_eq!(Thousands(None).counts(written), "1310/64,280 (12345.6; 1,000/20,000), n=10,000");
        assert_eq!(Thousands(Some(false)).counts(written), written);
    }

    #[test]
    fn the_letter_of_a_p_value_is_told_from_others() {
        for text in [
            "HR=0.77，单侧[P]=0.06",
            "[P]<0.001；[p] = 0.5，[P]＝0.3",
            "效应量或[P]值",
            "[P] values and [P] for trend, not P for patients",
            "[P]",
            "MAP=3, PD-L1, CPP<4, ΔP, P=NP, p53=2",
        ] {
            let mut out = String::new();
            with_letters(&mut out, &text.replace(['[', ']'], ""), ["[", "]"], |out, text| out.push_str(text));
            assert_eq!(out, text);
        }
        let mut out = String::new();
        with_letters(&mut out, "P=1", LETTER, |out, text| out.push_str(text));
        assert_eq!(out, "<i>P</i>=1");
    }

    #[test]
    fn below_its_name_a_value_does_not_repeat_it() {
        for (written, shown) in [
            ("P=0.06", "0.06"),
            ("0.06", "0.06"),
            ("P<0.001", "<0.001"),
            ("单侧P=0.06", "单侧0.06"),
            ("p = 0.06（单侧）", "0.06（单侧）"),
            ("NS", "NS"),
        ] {
            assert_eq!(unnamed(written), shown);
        }
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
