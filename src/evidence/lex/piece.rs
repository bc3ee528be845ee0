//! Where a text is cut: one piece after another.

use super::{Lexeme, Sign};
use crate::model::language::Language;
use crate::model::printed::Printed;
use crate::text::script::is_counted_singly;

/// What a piece is, without its text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Form {
    Number(Printed),
    Digits,
    Power(i8),
    Word,
    Han,
    Sign(Sign),
    Other(char),
}

/// The pieces of a text that writes a point before decimals.
pub fn lex(text: &str) -> Vec<Lexeme> {
    lex_with(text, false)
}

/// The pieces of a text in a language.
pub fn lex_in(text: &str, language: &Language) -> Vec<Lexeme> {
    lex_with(text, language.has_decimal_comma())
}

fn lex_with(text: &str, has_comma: bool) -> Vec<Lexeme> {
    let mut lexemes = Vec::with_capacity(text.len() / 3);
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        // Most of a text.
        if is_han(c) {
            let length = han(&text[at..]);
            lexemes.push(Lexeme { form: Form::Han, span: at..at + length });
            at += length;
            continue;
        }
        if is_passed_over(c) {
            at += c.len_utf8();
            continue;
        }
        let (form, length) = piece(text, at, c, has_comma);
        lexemes.push(Lexeme { form, span: at..at + length });
        at += length;
    }
    lexemes
}

/// The half-width character of a full-width or small one.
pub fn narrow(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        '﹙' => '(',
        '﹚' => ')',
        '﹣' => '-',
        '﹤' => '<',
        '﹥' => '>',
        '﹦' => '=',
        '﹪' => '%',
        _ => c,
    }
}

fn is_passed_over(c: char) -> bool {
    // Soft hyphens, joiners, marks of order and variation have no width.
    c.is_whitespace()
        || matches!(
            c,
            '*' | '_' | '\\' | '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{FE0E}' | '\u{FE0F}'
        )
}

/// The piece that begins with `c`, and its length.
fn piece(text: &str, at: usize, c: char, has_comma: bool) -> (Form, usize) {
    let rest = &text[at..];
    let is_bare = |rest: &str| matches!(c, '.' | '．') && rest.starts_with(is_digit) && !text[..at].ends_with(is_digit);
    if is_digit(c) || is_bare(&rest[c.len_utf8()..]) {
        return comma_number(rest).filter(|_| has_comma).unwrap_or_else(|| number(rest));
    }
    if is_letter(c) {
        return (Form::Word, run(rest, is_letter));
    }
    if is_counted_singly(c) {
        return (Form::Han, han(rest));
    }
    let Some(sign) = sign(c) else {
        let is_raised = raised(c).is_some() || matches!(c, '⁻' | '⁺');
        return if is_raised { power(rest) } else { (Form::Other(c), c.len_utf8()) };
    };
    let second = rest[c.len_utf8()..].chars().next();
    let is_wider = second.is_some_and(|second| narrow(second) == '=');
    match (sign, second) {
        (Sign::Less, Some(second)) if is_wider => (Form::Sign(Sign::AtMost), c.len_utf8() + second.len_utf8()),
        (Sign::Greater, Some(second)) if is_wider => (Form::Sign(Sign::AtLeast), c.len_utf8() + second.len_utf8()),
        _ => (Form::Sign(sign), c.len_utf8()),
    }
}

/// The number that a text begins with, as languages with a decimal comma write it: `84,5`, `1.234,5`. `None` where it is
/// written as elsewhere, `84.5`. `1.234` may be either, and is no number that is known.
fn comma_number(text: &str) -> Option<(Form, usize)> {
    let form = |whole: &str, fraction: &str| {
        let whole: String = whole.chars().filter(|c| *c != '.').collect();
        let point = if fraction.is_empty() { "" } else { "." };
        Printed::parse(&digits(&format!("{whole}{point}{fraction}"))).map_or(Form::Digits, Form::Number)
    };
    let end = grouped(text, '.');
    let (whole, rest) = text.split_at(end);
    let decimals = rest.strip_prefix(',').map_or(0, |rest| run(rest, is_digit));
    if end > 0 && decimals > 0 {
        let (fraction, rest) = rest[1..].split_at(decimals);
        // `1,2,3` is a list.
        let is_list = rest.strip_prefix(',').is_some_and(|rest| rest.starts_with(is_digit));
        return Some((if is_list { Form::Digits } else { form(whole, fraction) }, end + 1 + decimals));
    }
    match whole.matches('.').count() {
        0 => None,
        1 => Some((Form::Digits, end)),
        _ => Some((form(whole, ""), end)),
    }
}

/// The number that a text begins with, and its length: digits, groups of three, one point.
fn number(text: &str) -> (Form, usize) {
    let mut end = grouped(text, ',');
    let mut points = 0;
    while let Some(point) = text[end..].chars().next().filter(|c| is_point(*c)) {
        let digits = run(&text[end + point.len_utf8()..], is_digit);
        if digits == 0 {
            break;
        }
        points += 1;
        end += point.len_utf8() + digits;
    }
    let written = &text[..end];
    let is_plain = written.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let printed = if points > 1 {
        None
    } else if is_plain {
        Printed::parse(written)
    } else {
        Printed::parse(&digits(written))
    };
    (printed.map_or(Form::Digits, Form::Number), end)
}

/// The length of the digits with which a text begins, groups of three included.
///
/// Such a mark parts them, or the blanks that do not break. A plain blank does not: it stands between two numbers as well.
fn grouped(text: &str, by: char) -> usize {
    let mut end = run(text, is_digit);
    let first = text[..end].chars().count();
    let Some(mark) = text[end..].chars().next().filter(|c| *c == by || is_thin(*c)) else { return end };
    if !matches!(first, 1..=3) || text.starts_with(['0', '０']) {
        return end;
    }
    while let Some(rest) = text[end..].strip_prefix(mark) {
        let group = run(rest, is_digit);
        if rest[..group].chars().count() != 3 {
            break;
        }
        end += mark.len_utf8() + group;
    }
    end
}

/// A number in half-width digits with a point, nothing between its thousands.
pub(super) fn digits(text: &str) -> String {
    text.chars().filter(|c| *c != ',' && !is_thin(*c)).map(|c| if is_point(c) { '.' } else { narrow(c) }).collect()
}

fn power(text: &str) -> (Form, usize) {
    let length = run(text, |c| raised(c).is_some() || matches!(c, '⁻' | '⁺'));
    let raised_digits: String = text[..length].chars().filter_map(raised).collect();
    let size = raised_digits.parse::<i8>().ok();
    let is_negative = text.starts_with('⁻');
    (size.map_or(Form::Digits, |size| Form::Power(if is_negative { -size } else { size })), length)
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}')
}

/// The length of the characters, counted one by one, with which a text begins.
fn han(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut end = 0;
    // U+4E00 to U+9FFF in UTF-8.
    while let [0xE5..=0xE9, ..] | [0xE4, 0xB8..=0xBF, ..] = bytes[end..] {
        end += 3;
    }
    match text[end..].chars().next() {
        Some(c) if is_counted_singly(c) => end + run(&text[end..], is_counted_singly),
        _ => end,
    }
}

fn run(text: &str, is_in: impl Fn(char) -> bool) -> usize {
    text.find(|c| !is_in(c)).unwrap_or(text.len())
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '０'..='９')
}

/// Blanks that keep together what they part, as the thousands of a number.
fn is_thin(c: char) -> bool {
    matches!(c, '\u{A0}' | '\u{2007}' | '\u{2009}' | '\u{202F}')
}

/// Whether a character may stand before the decimals of a number.
pub fn is_point(c: char) -> bool {
    matches!(c, '.' | '．' | '·')
}

fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic()
        || matches!(c, 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '\u{C0}'..='\u{24F}' | '\u{370}'..='\u{3FF}') && c.is_alphabetic()
}

fn raised(c: char) -> Option<char> {
    const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    RAISED.chars().position(|it| it == c).and_then(|value| char::from_digit(value as u32, 10))
}

fn sign(c: char) -> Option<Sign> {
    Some(match narrow(c) {
        ',' => Sign::Comma,
        '、' => Sign::ListComma,
        ':' | '∶' => Sign::Colon,
        ';' => Sign::Semicolon,
        '。' | '.' | '!' | '?' | '．' => Sign::Stop,
        '=' => Sign::Equals,
        '<' | '‹' => Sign::Less,
        '>' | '›' => Sign::Greater,
        '≤' | '⩽' | '≦' => Sign::AtMost,
        '≥' | '⩾' | '≧' => Sign::AtLeast,
        '≈' => Sign::About,
        '~' | '∼' | '〜' | '˜' => Sign::Tilde,
        '-' | '\u{2010}'..='\u{2015}' | '−' | '─' => Sign::Dash,
        '+' => Sign::Plus,
        '±' => Sign::PlusMinus,
        '×' | '✕' => Sign::Times,
        '/' => Sign::Slash,
        '%' => Sign::Percent,
        '(' | '[' | '{' | '【' | '〔' => Sign::Open,
        ')' | ']' | '}' | '】' | '〕' => Sign::Close,
        _ => return None,
    })
}
