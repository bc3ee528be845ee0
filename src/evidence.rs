//! What a text says in numbers, as Chinese and English write them, and what can be reckoned from it.
//!
//! One reader serves front matter and prose, and every rule asks it. [`lex`] cuts a text into pieces and knows how numbers
//! are written; [`words`] is its lexicon; [`number`] finds every number, [`probability`] every P value; the rest reads
//! statements: effects and other estimates with their intervals ([`find`]), what the [`heading`] of a table announces,
//! people ([`people`], [`share`], [`counted`]), amounts with their units and what is said of two of them ([`amount`],
//! [`change`]), rates and what follows from them ([`rate`], [`person_time`], [`needed`]), test statistics
//! ([`test_statistic`]), means and medians with what they spread over ([`spread`]). [`reckoning`], [`proportion`],
//! [`two_by_two`], [`two_means`], [`normal`] and [`distribution`] reckon, and [`method`] knows what other methods than
//! Wald's come to. The reader says what was written and where; whether that can be right is for the rules. What it is not
//! sure of it leaves alone: a heart rate is no hazard ratio, and an interval that another number stands before belongs to
//! that number. Where no name stands right before an estimate, its sentence has said what it is of; where that is not sure
//! either, it is an estimate of something, and lies in its interval all the same. Nothing here knows of documents, sites or
//! diagnostics.

pub mod amount;
pub mod change;
pub mod counted;
pub mod distribution;
pub mod heading;
pub mod lex;
pub mod method;
pub mod needed;
pub mod normal;
pub mod number;
pub mod people;
pub mod person_time;
pub mod probability;
pub mod proportion;
pub mod rate;
pub mod reckoning;
pub mod sentence;
pub mod share;
pub mod sides;
pub mod spread;
pub mod test_statistic;
pub mod two_by_two;
pub mod two_means;
pub mod unparted;
pub mod words;

mod context;
mod effect;
mod estimate;
mod interval;
mod label;
mod measure;
mod purpose;
mod unit;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use crate::diag::At;
use crate::model::statistic::{Effect, PRole, PValue, Statement};
use context::Context;
use lex::{Kind, Line, Sign};

/// The statements of a text, in their order.
pub fn find(text: &str) -> Vec<Statement> {
    if may_have_any(text) { statements(&Line::new(text)) } else { Vec::new() }
}

/// The statements of a line, in their order.
pub fn statements(line: &Line<'_>) -> Vec<Statement> {
    let mut found: Vec<Statement> = Vec::new();
    let mut context = Context::default();
    let mut at = 0;
    while at < line.lexemes.len() {
        let named = measure::named(line, at);
        if let Some(effect::Read { mut effect, next, announced }) = named.and_then(|it| effect::read(line, at, it)) {
            if effect.p.is_none() && effect.measure.compares() {
                effect.p = leading(line, at, &mut found);
            }
            context.read(line, &effect, at..next, announced);
            found.push(Statement::Effect(effect));
            at = next;
        } else if let Some((p, next)) = probability::read(line, at) {
            found.push(Statement::P(p));
            context.went_on(next);
            at = next;
        } else if let Some((effect, next)) = estimate::read(line, at, &context) {
            context.read(line, &effect, at..next, None);
            found.push(Statement::Effect(effect));
            at = next;
        } else {
            at = context.pass(line, at, named);
        }
    }
    found
}

/// The effect that a whole text states: the first one that compares.
pub fn effect(text: &str) -> Option<Effect> {
    effect_of(&Line::new(text))
}

/// The effect that a whole line states.
pub fn effect_of(line: &Line<'_>) -> Option<Effect> {
    statements(line).into_iter().find_map(|statement| match statement {
        Statement::Effect(effect) => Some(effect).filter(|it| it.measure.compares()),
        Statement::P(_) => None,
    })
}

/// The P value that a whole text is: `0.06`, `<0.001`, `单侧P=0.06`.
pub fn p_value(text: &str) -> Option<PValue> {
    p_value_of(&Line::new(text))
}

/// The P value that a whole line is.
pub fn p_value_of(line: &Line<'_>) -> Option<PValue> {
    let stated = || Some(line).filter(|it| may_have_any(it.text)).map(statements);
    probability::bare(line).or_else(|| stated()?.into_iter().find_map(|it| it.p().cloned()))
}

/// Where a line names an interval or a P value that none of its statements took: the bytes up to the last number of it.
pub fn missed(line: &Line<'_>) -> Option<std::ops::Range<usize>> {
    let found = statements(line);
    let is_left = |at: &usize| {
        let span = &line.lexemes[*at].span;
        // Statements stand one after the other.
        let next = found.partition_point(|it| it.span().end < span.end);
        found.get(next).is_none_or(|it| it.span().start > span.start)
    };
    let is_p = |at: usize| line.word(at).is_some_and(|word| lex::is_exactly(word, "P") || lex::is_exactly(word, "p"));
    let left: Vec<usize> = (0..line.lexemes.len()).filter(is_left).collect();
    let first = *left.iter().find(|at| label::label(line, **at).is_some() || is_p(**at))?;
    let is_number = |at: usize| matches!(line.kind(at), Some(Kind::Number(_) | Kind::Digits));
    let last = left.iter().rev().find(|at| is_number(**at) && **at > first)?;
    Some(line.span(first..last + 1))
}

/// Whether there is something to find: a digit, and a letter or character that every statement has one of: of a measure, of
/// P, of the name of an interval.
pub fn may_have_any(text: &str) -> bool {
    let (mut digit, mut name) = (false, false);
    let mut bytes = text.as_bytes();
    while let [first, rest @ ..] = bytes {
        match first {
            b'0'..=b'9' => digit = true,
            b'P' | b'p' | b'R' | b'D' | b'I' => name = true,
            b'i' if rest.starts_with(b"nterval") => name = true,
            b'l' if rest.starts_with(b"imit") => name = true,
            b'r' if rest.starts_with(b"atio") || rest.starts_with(b"isk") => name = true,
            b'd' if rest.starts_with(b"ifference") => name = true,
            // Full-width letters and digits, `比`, `差`, `相`.
            0xEF if rest.first() == Some(&0xBC) => (digit, name) = (true, true),
            0xE6 if rest.starts_with(&[0xAF, 0x94]) => name = true,
            0xE5 if rest.starts_with(&[0xB7, 0xAE]) => name = true,
            0xE7 if rest.starts_with(&[0x9B, 0xB8]) => name = true,
            // `信`, of 置信 and 可信.
            0xE4 if rest.starts_with(&[0xBF, 0xA1]) => name = true,
            _ => {}
        }
        if digit && name {
            return true;
        }
        bytes = rest;
    }
    false
}

/// The P value just before an effect, if both stand in one pair of brackets that it opens: `（P<0.001，HR=0.55，…`.
fn leading(line: &Line<'_>, at: usize, found: &mut Vec<Statement>) -> Option<PValue> {
    let Some(Statement::P(p)) = found.last() else { return None };
    let start = p.sides.as_ref().map_or(p.span.start, |sides| sides.span.start.min(p.span.start));
    let first = line.lexemes.partition_point(|it| it.span.start < start);
    let end = line.lexemes.partition_point(|it| it.span.start < p.span.end);
    let opens = first > 0 && line.is(first - 1, Sign::Open);
    let joins = end + 1 == at && matches!(line.sign(end), Some(Sign::Comma | Sign::Semicolon));
    if !opens || !joins || p.role != PRole::Effect {
        return None;
    }
    match found.pop() {
        Some(Statement::P(p)) => Some(p),
        _ => None,
    }
}

/// A value at a row of pieces.
fn at<T>(line: &Line<'_>, value: T, pieces: std::ops::Range<usize>) -> At<T> {
    At::new(value, line.span(pieces))
}
