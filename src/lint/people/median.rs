//! E112: a number outside of the range or the quartiles that are given for it.

use crate::diag::{Diagnostic, Said, Text, code, text};
use crate::evidence::spread::{Between, betweens};
use crate::lint::reading::passage::Passage;

/// A median lies between its quartiles, and every middle between the least and the greatest.
pub(in crate::lint) fn look(passage: &Passage<'_>, said: &mut Said) {
    if passage.kind.is_citation() || !passage.has_digit() || !passage.text.contains(['(', '（', '[', '［']) {
        return;
    }
    let line = passage.line();
    for between in betweens(&line) {
        if passage.is_address(between.middle.span.start) {
            continue;
        }
        if let Some((message, label)) = judge(&between) {
            let span = between.middle.span.start..between.upper.span.end;
            said.push(
                Diagnostic::new(code::E112, message)
                    .at(passage.file, passage.span(span))
                    .label(label)
                    .help(text!("no data give this: compare all three numbers with the paper")),
            );
        }
    }
}

fn judge(between: &Between) -> Option<(Text, Text)> {
    let (middle, lower, upper) = (&between.middle, &between.lower, &between.upper);
    let shown = || (lower.to_string(), upper.to_string());
    if lower.low() > upper.high() {
        let (lower, upper) = shown();
        let label = text!("{lower} > {upper}", lower = &lower, upper = &upper);
        return Some((text!("a range ends at {upper} before it begins at {lower}", upper, lower), label));
    }
    // A sign may be left out where the words say it: `fell by 12 (range −32 to −18)`.
    let is_mirrored = upper.high() <= 0.0 && middle.units() > 0;
    let (least, most) = if is_mirrored { (-upper.high(), -lower.low()) } else { (lower.low(), upper.high()) };
    let is_below = middle.high() < least;
    if !is_below && middle.low() <= most {
        return None;
    }
    let (lower, upper) = shown();
    let value = middle.to_string();
    let label = if is_below {
        text!("{estimate} < {lower}", estimate = &value, lower = &lower)
    } else {
        text!("{estimate} > {upper}", estimate = &value, upper = &upper)
    };
    let message = if between.is_quartiles {
        text!("a median of {value} lies outside its quartiles, {lower} to {upper}", value, lower, upper)
    } else {
        text!("{value} lies outside its range, {lower} to {upper}", value, lower, upper)
    };
    Some((message, label))
}
