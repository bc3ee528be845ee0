//! Where a text is cut: one piece after another.

use super::{Kind, Lexeme, Sign, narrow};
use crate::model::printed::Printed;
use crate::text::script::is_counted_singly;

/// The pieces of a text.
pub(super) fn lex(text: &str) -> Vec<Lexeme<'_>> {
    let mut lexemes = Vec::with_capacity(text.len() / 3);
    let mut at = 0;
    let mut after_blank = false;
    while let Some(c) = text[at..].chars().next() {
        if is_passed_over(c) {
            after_blank |= !matches!(c, '*' | '_' | '\\');
            at += c.len_utf8();
            continue;
        }
        let (kind, length) = piece(text, at, c);
        lexemes.push(Lexeme { kind, span: at..at + length, after_blank });
        after_blank = false;
        at += length;
    }
    lexemes
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
fn piece(text: &str, at: usize, c: char) -> (Kind<'_>, usize) {
    let rest = &text[at..];
    if is_digit(c) || (is_point(c) && rest[c.len_utf8()..].starts_with(is_digit) && !text[..at].ends_with(is_digit)) {
        return number(rest);
    }
    if is_letter(c) {
        let length = run(rest, is_letter);
        return (Kind::Word(&rest[..length]), length);
    }
    if is_counted_singly(c) {
        let length = run(rest, is_counted_singly);
        return (Kind::Han(&rest[..length]), length);
    }
    if raised(c).is_some() || matches!(c, '⁻' | '⁺') {
        return power(rest);
    }
    let Some(sign) = sign(c) else { return (Kind::Other(c), c.len_utf8()) };
    let second = rest[c.len_utf8()..].chars().next();
    let is_wider = second.is_some_and(|second| narrow(second) == '=');
    match (sign, second) {
        (Sign::Less, Some(second)) if is_wider => (Kind::Sign(Sign::AtMost), c.len_utf8() + second.len_utf8()),
        (Sign::Greater, Some(second)) if is_wider => (Kind::Sign(Sign::AtLeast), c.len_utf8() + second.len_utf8()),
        _ => (Kind::Sign(sign), c.len_utf8()),
    }
}

/// The number that a text begins with, and its length: digits, groups of three, one point.
fn number(text: &str) -> (Kind<'static>, usize) {
    let mut end = run(text, is_digit);
    let is_group = |end: usize| {
        let rest = &text[end..];
        rest.starts_with(',')
            && run(&rest[1..], is_digit) == 3
            && rest[1..].bytes().take(3).all(|it| it.is_ascii_digit())
    };
    if matches!(end, 1..=3) && !text.starts_with('0') {
        while is_group(end) {
            end += 4;
        }
    }
    let mut points = 0;
    while let Some(point) = text[end..].chars().next().filter(|c| is_point(*c)) {
        let digits = run(&text[end + point.len_utf8()..], is_digit);
        if digits == 0 {
            break;
        }
        points += 1;
        end += point.len_utf8() + digits;
    }
    let printed = if points <= 1 { Printed::parse(&digits(&text[..end])) } else { None };
    (printed.map_or(Kind::Digits, Kind::Number), end)
}

/// A number in half-width digits with a point.
pub(super) fn digits(text: &str) -> String {
    text.chars().map(|c| if is_point(c) { '.' } else { narrow(c) }).collect()
}

fn power(text: &str) -> (Kind<'_>, usize) {
    let length = run(text, |c| raised(c).is_some() || matches!(c, '⁻' | '⁺'));
    let raised_digits: String = text[..length].chars().filter_map(raised).collect();
    let size = raised_digits.parse::<i8>().ok();
    let is_negative = text.starts_with('⁻');
    (size.map_or(Kind::Digits, |size| Kind::Power(if is_negative { -size } else { size })), length)
}

fn run(text: &str, is_in: fn(char) -> bool) -> usize {
    text.find(|c| !is_in(c)).unwrap_or(text.len())
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '０'..='９')
}

fn is_point(c: char) -> bool {
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
        '=' | '﹦' => Sign::Equals,
        '<' | '﹤' => Sign::Less,
        '>' | '﹥' => Sign::Greater,
        '≤' | '⩽' | '≦' => Sign::AtMost,
        '≥' | '⩾' | '≧' => Sign::AtLeast,
        '≈' => Sign::About,
        '~' | '∼' | '〜' | '˜' => Sign::Tilde,
        '-' | '\u{2010}'..='\u{2015}' | '−' | '﹣' | '─' => Sign::Dash,
        '+' => Sign::Plus,
        '±' => Sign::PlusMinus,
        '×' | '✕' => Sign::Times,
        '/' => Sign::Slash,
        '%' | '﹪' => Sign::Percent,
        '(' | '[' | '{' | '【' | '〔' | '﹙' => Sign::Open,
        ')' | ']' | '}' | '】' | '〕' | '﹚' => Sign::Close,
        _ => return None,
    })
}
