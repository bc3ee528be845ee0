//! E604: a number that is not written as the house writes them.

use std::ops::Range;

use crate::diag::{Diagnostic, Edit, Said, Text, code, text};
use crate::evidence::lex::{is_point, narrow};
use crate::evidence::number::Number;
use crate::evidence::probability::spellings;
use crate::lint::reading::desk::Desk;
use crate::lint::reading::passage::Passage;
use crate::model::house::{NumberStyle, style_of};

/// One style of numbers.
pub(in crate::lint) fn look(passage: &Passage<'_>, desk: &Desk<'_>, said: &mut Said) {
    if passage.kind.is_citation() || !passage.has_digit() {
        return;
    }
    let Some(style) = style_of(desk.numbers(), passage.language) else { return };
    // P values have a style of their own.
    let own: Vec<usize> = spellings(&passage.line()).into_iter().map(|value| value.number.start).collect();
    for number in passage.numbers().iter().filter(|it| !own.contains(&it.range.start)) {
        let (before, after) = (&passage.text[..number.range.start], &passage.text[number.range.end..]);
        // `010-12345678` is a name, and `1024x` an amount of its own.
        if !before.ends_with(['/', '-']) && !after.starts_with(|c: char| c.is_ascii_alphabetic()) {
            point(passage, style, number, said);
            thousands(passage, style, number, said);
        }
    }
}

/// The zero before the point, and what stands behind it.
fn point(passage: &Passage<'_>, style: &NumberStyle, number: &Number, said: &mut Said) {
    let range = number.range.clone();
    let written = &passage.text[range.clone()];
    let (whole, decimals) = written.split_once(is_point).unwrap_or((written, ""));
    match style.leading_zero {
        Some(true) if whole.is_empty() => {
            let edit = passage.edit(range.clone(), &format!("0{written}"));
            say(passage, range.clone(), text!("in this house a zero stands before the point"), edit, said);
        }
        Some(false) if matches!(whole, "0" | "０") && !decimals.is_empty() && is_share(passage, &range) => {
            let edit = passage.edit(range.clone(), &written[whole.len()..]);
            say(passage, range.clone(), text!("in this house no zero stands before the point"), edit, said);
        }
        _ => {}
    }
    if let Some(most) = style.percent_decimals
        && number.is_percent()
        && number.printed.decimals() > most
    {
        let help = text!("in this house a percentage has at most {most} digits behind the point", most);
        say(passage, range, help, None, said);
    }
}

/// What parts the thousands of a number of people, or of any great one.
fn thousands(passage: &Passage<'_>, style: &NumberStyle, number: &Number, said: &mut Said) {
    let range = number.range.clone();
    let written = &passage.text[range.clone()];
    let whole = written.split_once(is_point).map_or(written, |(whole, _)| whole);
    let digits: String = whole.chars().map(narrow).filter(char::is_ascii_digit).collect();
    let is_count = number.printed.decimals() == 0 && (digits.len() > 4 || number.is_count);
    match style.thousands {
        Some(true) if is_count && digits.len() > 3 && !whole.contains(',') && !digits.starts_with('0') => {
            let grouped = grouped(&digits);
            let edit = passage.edit(range.clone(), &grouped);
            say(passage, range, text!("in this house commas part the thousands: `{grouped}`", grouped), edit, said);
        }
        Some(false) if whole.contains(',') => {
            let edit = passage.edit(range.start..range.start + whole.len(), &digits);
            say(
                passage,
                range,
                text!("in this house nothing parts the thousands: `{bare}`", bare = &digits),
                edit,
                said,
            );
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
    fn thousands_are_grouped() {
        assert_eq!(grouped("1234567"), "1,234,567");
        assert_eq!(grouped("123"), "123");
    }
}
