//! E603: a P value that is not written as the house writes them.

use crate::diag::{Diagnostic, Edit, Said, Text, code, text};
use crate::evidence::lex::is_point;
use crate::evidence::probability::{Spelling, spellings};
use crate::lint::reading::desk::Desk;
use crate::lint::reading::passage::{MarkKind, Passage};
use crate::model::house::{PStyle, style_of};

/// One style of P values.
pub(in crate::lint) fn look(passage: &Passage<'_>, desk: &Desk<'_>, said: &mut Said) {
    if passage.kind.is_citation() || !passage.has_any("Pp") {
        return;
    }
    let Some(style) = style_of(&desk.house.p_values, passage.language) else { return };
    for value in spellings(&passage.line()).into_iter().filter(|it| !passage.is_address(it.letter.start)) {
        letter(passage, style, &value, said);
        italics(passage, style, &value, said);
        spaces(passage, style, &value, said);
        digits(passage, style, &value, said);
    }
}

fn letter(passage: &Passage<'_>, style: &PStyle, value: &Spelling, said: &mut Said) {
    let place = value.letter.clone();
    let Some(letter) = style.letter.filter(|letter| !passage.text[place.clone()].starts_with(*letter)) else { return };
    let edit = passage.edit(place, &letter.to_string());
    say(passage, value, text!("in this house the letter is `{letter}`", letter), edit.into_iter().collect(), said);
}

fn italics(passage: &Passage<'_>, style: &PStyle, value: &Spelling, said: &mut Said) {
    // A plain field has no italics.
    let Some(italic) = style.italic.filter(|_| !passage.kind.is_plain()) else { return };
    let place = value.letter.clone();
    let around = |mark: &&crate::lint::reading::passage::Mark| {
        mark.kind == MarkKind::Emphasis && mark.range.contains(&value.letter.start)
    };
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

fn spaces(passage: &Passage<'_>, style: &PStyle, value: &Spelling, said: &mut Said) {
    let Some(wanted) = style.spaces else { return };
    let written = &passage.text[value.sign.clone()];
    let bare = written.trim();
    let (before, after) = (written.starts_with(char::is_whitespace), written.ends_with(char::is_whitespace));
    if before == wanted && after == wanted {
        return;
    }
    let instead = if wanted { format!(" {bare} ") } else { bare.to_owned() };
    let help = if wanted {
        text!("in this house a space stands on both sides of the sign")
    } else {
        text!("in this house no space stands beside the sign")
    };
    // Where the letter is marked, the spaces stand outside of the mark.
    let edit = passage.edit(value.sign.clone(), &instead);
    say(passage, value, help, edit.into_iter().collect(), said);
}

fn digits(passage: &Passage<'_>, style: &PStyle, value: &Spelling, said: &mut Said) {
    let number = &passage.text[value.number.clone()];
    let (whole, decimals) = number.split_once(is_point).unwrap_or((number, ""));
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
        Some(false) if matches!(whole, "0" | "０") && !decimals.is_empty() => {
            let edit = passage.edit(value.number.clone(), &number[whole.len()..]);
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
    if let Some(most) = style.decimals.filter(|most| decimals.chars().count() > usize::from(*most)) {
        let help = text!(
            "in this house a P value has at most {most} digits behind the point; a smaller one is written with `<`",
            most
        );
        say(passage, value, help, Vec::new(), said);
    }
}

fn say(passage: &Passage<'_>, value: &Spelling, help: Text, fix: Vec<Edit>, said: &mut Said) {
    let range = value.letter.start..value.number.end;
    let written = &passage.text[range.clone()];
    said.push(
        Diagnostic::new(code::E603, text!("`{written}` is not how this house writes P values", written))
            .at(passage.file, passage.span(range))
            .help(help)
            .fix(fix),
    );
}
