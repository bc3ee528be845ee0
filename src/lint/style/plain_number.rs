//! E604: a number that is not written as the house writes them.

use std::ops::Range;

use crate::diag::{Diagnostic, Edit, Said, Text, code, text};
use crate::evidence::spelling::p_values;
use crate::lint::reading::desk::Desk;
use crate::lint::reading::passage::Passage;
use crate::model::house::{NumberStyle, style_of};

/// What follows a number that counts people.
const COUNTED: &[&str] = &["例", "人", "名", "位", " patients", " participants", " women", " men"];

/// One style of numbers.
pub(in crate::lint) fn look(passage: &Passage<'_>, desk: &Desk<'_>, said: &mut Said) {
    if passage.kind.is_citation() || !passage.has_any("0123456789") {
        return;
    }
    let Some(style) = style_of(&desk.house.numbers, passage.language) else { return };
    // P values have a style of their own.
    let own: Vec<usize> = p_values(&passage.text).into_iter().map(|value| value.number.start).collect();
    for range in numbers(&passage.text) {
        if !own.contains(&range.start) && !passage.is_address(range.start) {
            number(passage, style, range, said);
        }
    }
}

/// The numbers of a text that are no part of a name.
fn numbers(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut past = 0;
    for (at, c) in text.char_indices() {
        if at < past || !(c.is_ascii_digit() || c == '.') {
            continue;
        }
        let length = text[at..].bytes().take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',')).count();
        past = at + length;
        let number = text[at..past].trim_end_matches(['.', ',']);
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '/' | '-');
        let follows = text[past..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        let is_decimal =
            number.starts_with('.') && number.len() > 1 || number.starts_with(|c: char| c.is_ascii_digit());
        if is_decimal && number.matches('.').count() <= 1 && !follows && !text[..at].ends_with(is_part) {
            found.push(at..at + number.len());
        }
    }
    found
}

fn number(passage: &Passage<'_>, style: &NumberStyle, range: Range<usize>, said: &mut Said) {
    let written = &passage.text[range.clone()];
    let (whole, decimals) = written.split_once('.').unwrap_or((written, ""));
    match style.leading_zero {
        Some(true) if whole.is_empty() => {
            let edit = passage.edit(range.clone(), &format!("0{written}"));
            say(passage, range.clone(), text!("in this house a zero stands before the point"), edit, said);
        }
        Some(false) if whole == "0" && !decimals.is_empty() && is_share(passage, &range) => {
            let edit = passage.edit(range.clone(), &written[1..]);
            say(passage, range.clone(), text!("in this house no zero stands before the point"), edit, said);
        }
        _ => {}
    }
    let rest = &passage.text[range.end..];
    if let Some(most) = style.percent_decimals
        && rest.starts_with(['%', '％'])
        && decimals.len() > usize::from(most)
    {
        let help = text!("in this house a percentage has at most {most} digits behind the point", most);
        say(passage, range.clone(), help, None, said);
    }
    let is_count = decimals.is_empty() && (whole.len() > 4 || COUNTED.iter().any(|word| rest.starts_with(word)));
    match style.thousands {
        Some(true) if is_count && whole.len() > 3 && !whole.contains(',') && !whole.starts_with('0') => {
            let grouped = grouped(whole);
            let edit = passage.edit(range.clone(), &grouped);
            say(passage, range, text!("in this house commas part the thousands: `{grouped}`", grouped), edit, said);
        }
        Some(false) if whole.contains(',') && is_grouped(whole) => {
            let bare = whole.replace(',', "");
            let edit = passage.edit(range.start..range.start + whole.len(), &bare);
            say(passage, range, text!("in this house nothing parts the thousands: `{bare}`", bare), edit, said);
        }
        _ => {}
    }
}

/// Whether a number below one cannot be anything else: what has no unit.
fn is_share(passage: &Passage<'_>, range: &Range<usize>) -> bool {
    !passage.text[range.end..].trim_start().starts_with(|c: char| c.is_alphabetic() || matches!(c, '%' | '％'))
}

fn grouped(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn is_grouped(whole: &str) -> bool {
    let mut groups = whole.split(',');
    groups.next().is_some_and(|first| (1..=3).contains(&first.len())) && groups.all(|group| group.len() == 3)
}

fn say(passage: &Passage<'_>, range: Range<usize>, help: Text, edit: Option<Edit>, said: &mut Said) {
    let written = &passage.text[range.clone()];
    said.push(
        Diagnostic::new(code::E604, text!("`{written}` is not how this house writes numbers", written))
            .at(passage.file, passage.span(range))
            .help(help)
            .fix(edit),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_from_names() {
        let text = "HR .77 (n=1024), 12,345; CA19-9, v1.2.3 and 2.5.";
        let found: Vec<&str> = numbers(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, [".77", "1024", "12,345", "2.5"]);
        assert_eq!(grouped("1234567"), "1,234,567");
    }
}
