//! The name of a measure of effect: `HR`, `hazard ratio`, `校正后风险比`.

use super::lex::{Kind, Line, Sign};
use super::words;
use crate::model::statistic::EffectMeasure;

/// A measure whose name begins in a text.
pub(super) struct Named {
    pub(super) measure: EffectMeasure,
    pub(super) is_adjusted: bool,
    /// The byte at which its name begins.
    pub(super) start: usize,
    /// The piece after it.
    pub(super) next: usize,
}

/// The measure that is named at a piece. A Chinese name may be the end of a row of characters, with what links it to its
/// number.
pub(super) fn named(line: &Line<'_>, at: usize) -> Option<Named> {
    match line.kind(at)? {
        Kind::Word(word) => abbreviation(line, at, word).or_else(|| english(line, at)),
        Kind::Han(han) => chinese(line, at, han),
        _ => None,
    }
}

fn abbreviation(line: &Line<'_>, at: usize, word: &str) -> Option<Named> {
    let (measure, is_adjusted) = words::abbreviated(word)?;
    let is_part = line.is_glued(at) && line.is(at - 1, Sign::Dash);
    (!is_part).then(|| Named {
        measure,
        is_adjusted: is_adjusted || is_adjusted_before(line, at),
        start: line.lexemes[at].span.start,
        next: at + 1,
    })
}

fn english(line: &Line<'_>, at: usize) -> Option<Named> {
    let measure = words::english_measure(line, at)?;
    let is_adjusted = is_adjusted_before(line, at);
    Some(Named { measure, is_adjusted, start: line.lexemes[at].span.start, next: at + 2 })
}

fn chinese(line: &Line<'_>, at: usize, han: &str) -> Option<Named> {
    // `值` may be the end of a name, too.
    let found = words::chinese_measure(words::without_link(han)).or_else(|| words::chinese_measure(han));
    let (before, measure) = found?;
    Some(Named {
        measure,
        is_adjusted: words::says_adjusted(before),
        start: line.lexemes[at].span.start + before.len(),
        next: at + 1,
    })
}

/// Whether what stands before a piece says that the effect is adjusted.
fn is_adjusted_before(line: &Line<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return false };
    match line.kind(before) {
        Some(Kind::Han(han)) => words::says_adjusted(han),
        _ => words::is(line, before, |it| it.adjusted),
    }
}
