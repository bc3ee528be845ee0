//! E603: a P value that is not written as the house writes them.

use std::ops::Range;

use super::desk::Desk;
use super::passage::{MarkKind, Passage};
use crate::diag::{Diagnostic, Edit, Text, code, text};
use crate::model::house::{PStyle, style_of};

/// The signs that may stand between the letter and the value.
const SIGNS: &[char] = &['=', '<', '>', '≤', '≥', '＝', '＜', '＞'];

/// A P value in a text.
pub(super) struct PValue {
    /// Its letter.
    pub(super) letter: usize,
    /// The sign, with the spaces around it.
    pub(super) sign: Range<usize>,
    /// Its number.
    pub(super) number: Range<usize>,
}

/// Every P value of a text.
pub(super) fn p_values(text: &str) -> Vec<PValue> {
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
            found.push(PValue { letter: at, sign: at + 1 + named..start, number: start..start + number.len() });
        }
    }
    found
}

/// One style of P values.
pub(super) fn look(passage: &Passage<'_>, desk: &Desk<'_>, said: &mut Vec<Diagnostic>) {
    if passage.kind.is_citation() || !passage.has_any("Pp") {
        return;
    }
    let Some(style) = style_of(&desk.house.p_values, passage.language) else { return };
    for value in p_values(&passage.text).into_iter().filter(|it| !passage.is_address(it.letter)) {
        letter(passage, style, &value, said);
        italics(passage, style, &value, said);
        spaces(passage, style, &value, said);
        digits(passage, style, &value, said);
    }
}

fn letter(passage: &Passage<'_>, style: &PStyle, value: &PValue, said: &mut Vec<Diagnostic>) {
    let place = value.letter..value.letter + 1;
    let Some(letter) = style.letter.filter(|letter| !passage.text[place.clone()].starts_with(*letter)) else { return };
    let edit = passage.edit(place, &letter.to_string());
    say(passage, value, text!("in this house the letter is `{letter}`", letter), edit.into_iter().collect(), said);
}

fn italics(passage: &Passage<'_>, style: &PStyle, value: &PValue, said: &mut Vec<Diagnostic>) {
    // A plain field has no italics.
    let Some(italic) = style.italic.filter(|_| !passage.kind.is_plain()) else { return };
    let place = value.letter..value.letter + 1;
    let around = |mark: &&super::passage::Mark| mark.kind == MarkKind::Emphasis && mark.range.contains(&value.letter);
    match (italic, passage.marks.iter().find(around)) {
        (true, None) => {
            let letter = &passage.text[place.clone()];
            // Beside other marks of emphasis it is not certain what the new ones would pair with.
            let edit = passage.as_written(place).filter(|span| {
                let (before, after) = (&passage.file.text[..span.start], &passage.file.text[span.end..]);
                !before.ends_with(['*', '_', '\\']) && !after.starts_with(['*', '_'])
            });
            let edit = edit.map(|span| Edit::new(span, format!("*{letter}*")));
            say(
                passage,
                value,
                text!("in this house the letter is in italics: `*{letter}*`", letter),
                edit.into_iter().collect(),
                said,
            );
        }
        (false, Some(mark)) if mark.range == place => {
            let letter = &passage.text[place];
            let is_plain = passage.file.text.get(mark.span.clone()).is_some_and(|it| it.len() == 3);
            let edit = is_plain.then(|| Edit::new(mark.span.clone(), letter));
            say(passage, value, text!("in this house the letter is not in italics"), edit.into_iter().collect(), said);
        }
        _ => {}
    }
}

fn spaces(passage: &Passage<'_>, style: &PStyle, value: &PValue, said: &mut Vec<Diagnostic>) {
    let Some(wanted) = style.spaces else { return };
    let written = &passage.text[value.sign.clone()];
    let Some(at) = written.find(SIGNS) else { return };
    let (before, sign) = (written[..at].ends_with(' '), &written[at..]);
    let after = sign.ends_with(' ');
    if before == wanted && after == wanted {
        return;
    }
    let start = value.sign.start + written[..at].trim_end_matches(' ').len();
    let bare = sign.trim_end_matches(' ');
    let instead = if wanted { format!(" {bare} ") } else { bare.to_owned() };
    let help = if wanted {
        text!("in this house a space stands on both sides of the sign")
    } else {
        text!("in this house no space stands beside the sign")
    };
    // Where the letter is marked, the spaces stand outside of the mark.
    let edit = passage.edit(start..value.sign.end, &instead);
    say(passage, value, help, edit.into_iter().collect(), said);
}

fn digits(passage: &Passage<'_>, style: &PStyle, value: &PValue, said: &mut Vec<Diagnostic>) {
    let number = &passage.text[value.number.clone()];
    let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
    match style.leading_zero {
        Some(true) if whole.is_empty() => {
            let edit = passage.edit(value.number.clone(), &format!("0{number}"));
            say(
                passage,
                value,
                text!("in this house a zero stands before the point"),
                edit.into_iter().collect(),
                said,
            );
        }
        Some(false) if whole == "0" && !decimals.is_empty() => {
            let edit = passage.edit(value.number.clone(), &number[1..]);
            say(
                passage,
                value,
                text!("in this house no zero stands before the point"),
                edit.into_iter().collect(),
                said,
            );
        }
        _ => {}
    }
    if let Some(most) = style.decimals.filter(|most| decimals.len() > usize::from(*most)) {
        let help = text!(
            "in this house a P value has at most {most} digits behind the point; a smaller one is written with `<`",
            most
        );
        say(passage, value, help, Vec::new(), said);
    }
}

fn say(passage: &Passage<'_>, value: &PValue, help: Text, fix: Vec<Edit>, said: &mut Vec<Diagnostic>) {
    let range = value.letter..value.number.end;
    let written = &passage.text[range.clone()];
    said.push(
        Diagnostic::new(code::E603, text!("`{written}` is not how this house writes P values", written))
            .at(passage.file, passage.span(range))
            .help(help)
            .fix(fix),
    );
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
