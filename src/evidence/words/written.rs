//! Numbers in words.

use super::chinese::{DIGITS, is_numeral};
use crate::evidence::lex::{Line, Sign};

/// Numbers that a text says in words, Chinese or English: for a comparison that is lenient.
pub fn in_words(text: &str) -> Vec<f64> {
    let (mut found, mut run) = (Vec::new(), None);
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        if is_numeral(c) {
            run.get_or_insert(at);
        } else if let Some(start) = run.take() {
            found.extend(chinese(&text[start..at]));
        }
    }
    let bytes = text.as_bytes();
    let word_at = |at: usize| &text[at..at + bytes[at..].iter().take_while(|it| it.is_ascii_alphabetic()).count()];
    let (mut at, mut with_tens) = (0, Vec::new());
    while let Some(start) = bytes[at..].iter().position(u8::is_ascii_alphabetic) {
        let word = word_at(at + start);
        at += start + word.len();
        // From `one` to `seventeen`.
        if !(3..=9).contains(&word.len()) {
            continue;
        }
        if let Some(small) = place(SMALL, word) {
            found.push(small as f64);
        }
        // `twenty six`, `twenty-six`: the next word stands after one character.
        if let (Some(tens), Some(joint)) = (place(TENS, word), text[at..].chars().next()) {
            let ones = place(&SMALL[..10], word_at(at + joint.len_utf8()));
            with_tens.push((tens as f64 + 2.0) * 10.0 + ones.unwrap_or_default() as f64);
        }
    }
    found.extend(with_tens);
    found
}

/// The place of a word in a list, whatever the case of its letters.
fn place(list: &[&str], word: &str) -> Option<usize> {
    list.iter().position(|name| word.eq_ignore_ascii_case(name))
}

/// 二十六 is 26; 一百五十 is 150.
fn chinese(run: &str) -> Option<f64> {
    let (mut total, mut digit, mut any) = (0.0, None, false);
    for c in run.chars() {
        let value = match c {
            '半' => return Some(0.5),
            '零' | '〇' => continue,
            '廿' | '卅' => {
                total += if c == '廿' { 20.0 } else { 30.0 };
                any = true;
                continue;
            }
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
            other => f64::from(DIGITS.chars().position(|it| it == other)? as u8 + 1),
        };
        any = true;
        digit = Some(value);
    }
    any.then(|| total + digit.unwrap_or_default())
}

/// Written numbers up to twenty, from zero on.
const SMALL: &[&str] = &[
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

/// Written tens, from twenty on.
const TENS: &[&str] = &["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// The number in words with which Chinese characters end, and the byte at which it begins. 第十二 orders and counts nothing.
pub(in crate::evidence) fn chinese_number(han: &str) -> Option<(u32, usize)> {
    let from = han.trim_end_matches(is_numeral).len();
    let run = &han[from..];
    if run.is_empty() || run.contains('半') || han[..from].ends_with(['第', '每', '同', '任']) {
        return None;
    }
    Some((chinese(run)? as u32, from))
}

/// The number that English writes in words from a piece on, and the piece after it: `twenty-nine`, `two hundred and ten`.
pub(in crate::evidence) fn english_number(line: &Line<'_>, at: usize) -> Option<(u32, usize)> {
    let (first, next) = below_hundred(line, at)?;
    if !line.is_word(next, "hundred") {
        return Some((first, next));
    }
    let rest = next + 1 + usize::from(line.is_word(next + 1, "and"));
    let (more, next) = below_hundred(line, rest).unwrap_or((0, next + 1));
    Some((first * 100 + more, next))
}

fn below_hundred(line: &Line<'_>, at: usize) -> Option<(u32, usize)> {
    let place = |list: &[&str], at: usize| place(list, line.word(at)?).and_then(|it| u32::try_from(it).ok());
    let Some(tens) = place(TENS, at) else { return place(SMALL, at).map(|it| (it, at + 1)) };
    let ones = at + 1 + usize::from(line.is(at + 1, Sign::Dash));
    match place(&SMALL[..10], ones).filter(|ones| *ones > 0) {
        Some(more) => Some(((tens + 2) * 10 + more, ones + 1)),
        None => Some(((tens + 2) * 10, at + 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_numbers() {
        assert_eq!(in_words("第二十六期，两组，一百五十例"), [26.0, 2.0, 150.0]);
        assert_eq!(in_words("twenty-six, three"), [20.0, 6.0, 3.0, 26.0]);
    }
}
