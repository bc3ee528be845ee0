//! How a P value is spelt: where its letter, its sign and its number stand, for those who mind the form.

use std::ops::Range;

/// The signs that may stand between the letter and the value.
pub const SIGNS: &[char] = &['=', '<', '>', '≤', '≥', '＝', '＜', '＞'];

/// A P value in a text.
pub struct Spelling {
    /// Its letter.
    pub letter: usize,
    /// The sign, with the spaces around it.
    pub sign: Range<usize>,
    /// Its number.
    pub number: Range<usize>,
}

/// Every P value of a text.
pub fn p_values(text: &str) -> Vec<Spelling> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices(['P', 'p']) {
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '\\');
        if text[..at].chars().next_back().is_some_and(is_part) {
            continue;
        }
        let rest = &text[at + 1..];
        // `P值=0.06`, `P value = .06`
        let named =
            ["值", "-value", " value", "-values"].iter().find(|name| rest.starts_with(**name)).map_or(0, |it| it.len());
        let tail = &rest[named..];
        let blank = tail.len() - tail.trim_start_matches(' ').len();
        let Some(sign) = tail[blank..].chars().next().filter(|c| SIGNS.contains(c)) else { continue };
        let after = blank + sign.len_utf8();
        let space = tail[after..].len() - tail[after..].trim_start_matches(' ').len();
        let start = at + 1 + named + after + space;
        let length = text[start..].bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
        let number = text[start..start + length].trim_end_matches('.');
        if number.bytes().any(|byte| byte.is_ascii_digit()) {
            found.push(Spelling { letter: at, sign: at + 1 + named..start, number: start..start + number.len() });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p_values_are_told_from_other_letters() {
        let text = "P=0.06，单侧p < .001；P值＜0.05. CP=0.3，p53=2，P21，P value = 0.04";
        let found: Vec<&str> = p_values(text).into_iter().map(|it| &text[it.number]).collect();
        assert_eq!(found, ["0.06", ".001", "0.05", "0.04"]);
    }
}
