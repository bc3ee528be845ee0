//! E601: a unit that is not written as units are: `35Gy`, `mg/m2`, `10^9/L`.

use std::ops::Range;

use crate::diag::{Diagnostic, Edit, Said, Text, code, text};
use crate::lint::reading::desk::Desk;
use crate::lint::reading::passage::Passage;

/// Units of one kind, and what stands for their powers.
const POWERS: &[(&str, &str)] = &[("/m2", "/m²"), ("cm2", "cm²"), ("mm2", "mm²"), ("cm3", "cm³"), ("mm3", "mm³")];

/// One style of units.
pub(in crate::lint) fn look(passage: &Passage<'_>, desk: &Desk<'_>, said: &mut Said) {
    if passage.kind.is_citation() || !passage.has_digit() {
        return;
    }
    spaces(passage, desk, said);
    if passage.has_any("23") && passage.has_any("m") {
        powers(passage, said);
    }
    if passage.has_any("^") {
        raised(passage, said);
    }
}

/// A space between a number and its unit, or none.
fn spaces(passage: &Passage<'_>, desk: &Desk<'_>, said: &mut Said) {
    let wanted = desk.house.units.space;
    for range in passage.numbers().iter().map(|number| number.range.clone()) {
        let (at, end) = (range.start, range.end);
        let rest = &passage.text[end..];
        let blank = rest.len() - rest.trim_start_matches([' ', '\u{a0}', '\u{2009}', '\u{202f}']).len();
        if (blank > 0) == wanted {
            continue;
        }
        let Some(unit) = unit_at(&rest[blank..], desk) else { continue };
        let range = at..end + blank + unit.len();
        let number = &passage.text[at..end];
        let (instead, edit) = if wanted {
            (format!("{number} {unit}"), passage.edit(end..end, " "))
        } else {
            (format!("{number}{unit}"), passage.edit(end..end + blank, ""))
        };
        let help = if wanted {
            text!("a space stands between a number and its unit")
        } else {
            text!("in this house no space stands between a number and its unit")
        };
        say(passage, range, &instead, help, edit, said);
    }
}

/// The unit with which a text begins.
fn unit_at<'t>(text: &'t str, desk: &Desk<'_>) -> Option<&'t str> {
    let head = &text[..text.char_indices().nth(12).map_or(text.len(), |(at, _)| at)];
    let (found, ()) = desk.units.first(head)?;
    // `mg2` is another thing, and `mm-1` a name.
    let goes_on = text[found.end..].starts_with(['-', '_']);
    // The list is read in either case where a unit is all small letters; units are not.
    let is_same = desk.house.units.names.iter().any(|name| *name == head[found.clone()]);
    (!goes_on && is_same).then(|| &text[found])
}

/// `m2` for `m²`.
fn powers(passage: &Passage<'_>, said: &mut Said) {
    for (written, instead) in POWERS {
        for (at, _) in passage.text.match_indices(written) {
            let end = at + written.len();
            let before = passage.before(at);
            let is_unit = match written.starts_with('/') {
                true => before.is_some_and(|c| c.is_ascii_alphabetic() || is_mu(c)),
                false => before.is_none_or(|c| !c.is_ascii_alphabetic() && c != '-'),
            };
            let goes_on = passage.after(end).is_some_and(|c| c.is_ascii_alphanumeric());
            if is_unit && !goes_on && !passage.is_address(at) {
                let edit = passage.edit(at..end, instead);
                say(passage, at..end, instead, text!("a power is raised: `²`, `³`"), edit, said);
            }
        }
    }
}

fn is_mu(c: char) -> bool {
    matches!(c, 'μ' | 'µ')
}

/// `10^9` and `10^9^` for `10⁹`.
fn raised(passage: &Passage<'_>, said: &mut Said) {
    for (at, _) in passage.text.match_indices("10^") {
        let start = at + 2;
        let sign =
            ['-', '−'].iter().find(|sign| passage.text[start + 1..].starts_with(**sign)).map_or(0, |c| c.len_utf8());
        let digits = passage.text[start + 1 + sign..].bytes().take_while(u8::is_ascii_digit).count();
        let end = start + 1 + sign + digits;
        let is_part = passage.before(at).is_some_and(|c| c.is_ascii_alphanumeric() || c == '.');
        if digits == 0 || is_part || passage.is_address(at) {
            continue;
        }
        let power: String = passage.text[start + 1..end].chars().map(superscript).collect();
        let end = end + usize::from(passage.text[end..].starts_with('^'));
        let edit = passage.edit(start..end, &power);
        let help = text!("a power is raised: `²`, `³`");
        say(passage, at..end, &format!("10{power}"), help, edit, said);
    }
}

fn superscript(c: char) -> char {
    match c {
        '-' | '−' => '⁻',
        digit => "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().nth(digit as usize - '0' as usize).unwrap_or(digit),
    }
}

fn say(passage: &Passage<'_>, range: Range<usize>, instead: &str, help: Text, edit: Option<Edit>, said: &mut Said) {
    let message = text!("`{written}` is not how units are written", written = &passage.text[range.clone()]);
    said.push(
        Diagnostic::new(code::E601, message)
            .at(passage.file, passage.span(range))
            .label(text!("write `{instead}`", instead))
            .help(help)
            .fix(edit),
    );
}
