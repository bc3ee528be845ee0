//! A P value, alone or after an effect.

use super::lex::{Kind, Line, Sign, is_exactly, is_same};
use super::{at, words};
use crate::diag::At;
use crate::model::printed::Printed;
use crate::model::statistic::{Comparison, PRole, PValue, Sides};

/// What a P value tests instead of the effect, in words after `for` or before the letter.
const OTHERS: &[&str] = &["interaction", "trend", "heterogeneity", "noninferiority", "inferiority", "non", "adjusted"];

/// The same, in one word with the letter.
const JOINED: &[&str] = &["Pinteraction", "Pint", "Ptrend", "Pheterogeneity", "Phet", "Pnoninferiority", "Pinter"];

/// The P value whose letter stands at a piece, and the piece after it.
pub(super) fn read(line: &Line<'_>, from: usize) -> Option<(PValue, usize)> {
    let word = line.word(from)?;
    let is_joined = JOINED.iter().any(|it| is_same(word, it));
    if !(is_joined || is_exactly(word, "P") || is_exactly(word, "p")) || is_chained(line, from) {
        return None;
    }
    let mut role = if is_joined || tests_another(line, from) { PRole::Other } else { PRole::Effect };
    let mut sides = words::sides_before(line, from).map(|(sides, span)| At::new(sides, span));
    let mut here = value_word(line, from + 1);
    if let Some(next) = purpose(line, here) {
        role = PRole::Other;
        here = next;
    }
    if let Some((found, next)) = bracketed_sides(line, here) {
        sides = sides.or(Some(found));
        here = next;
    }
    let (comparison, here) = comparison(line, here, here > from + 1)?;
    let number = line.number(here).filter(|_| !line.is_in_name(here))?;
    let (power, next) = power(line, here + 1);
    let is_range = words::separator(line, next).is_some_and(|second| line.number(second).is_some());
    if line.is(next, Sign::Percent) || (is_range && words::sides_at(line, next + 1).is_none()) {
        return None;
    }
    if is_criterion(line, next) {
        role = PRole::Criterion;
    }
    let value = at(line, number, here..here + 1);
    let mut p = PValue { comparison, value, power, sides, role, span: line.span(from..next) };
    let end = if p.sides.is_none() { sides_after(line, next, &mut p) } else { next };
    Some((p, end))
}

/// The P value that follows an effect, and the piece after it.
pub(super) fn after(line: &Line<'_>, from: usize) -> Option<(PValue, usize)> {
    let mut open = 0_i32;
    for here in from..from + 12 {
        if let Some((p, mut next)) = read(line, here) {
            if p.role != PRole::Effect {
                return None;
            }
            while open > 0 && line.is(next, Sign::Close) {
                next += 1;
                open -= 1;
            }
            return Some((p, next));
        }
        match line.kind(here)? {
            Kind::Sign(Sign::Comma | Sign::Semicolon | Sign::Colon | Sign::Close) => {}
            Kind::Sign(Sign::Open) => open += 1,
            _ if words::is_transparent(line, here) => {}
            _ => return None,
        }
    }
    None
}

/// A text that is a P value without its letter: `<0.001`, `0.06（单侧）`, `单侧0.06`.
pub(super) fn bare(line: &Line<'_>) -> Option<PValue> {
    let mut sides = None;
    let mut here = 0;
    if let Some((found, next)) = words::sides_at(line, 0) {
        sides = Some(at(line, found, 0..next));
        here = next;
    }
    let (comparison, here) =
        if line.number(here).is_some() { (Comparison::Equal, here) } else { comparison(line, here, false)? };
    let number = line.number(here)?;
    let (power, next) = power(line, here + 1);
    let mut p = PValue {
        comparison,
        value: at(line, number, here..here + 1),
        power,
        sides,
        role: PRole::Effect,
        span: line.span(0..next),
    };
    let end = if p.sides.is_none() { sides_after(line, next, &mut p) } else { next };
    (end == line.lexemes.len()).then_some(p)
}

/// Whether a number and a sign stand before the letter: `0.01<P<0.05`.
fn is_chained(line: &Line<'_>, from: usize) -> bool {
    from > 0 && matches!(line.sign(from - 1), Some(Sign::Less | Sign::Greater | Sign::AtMost | Sign::AtLeast))
}

/// Whether what stands before the letter says that something else is tested: `交互P`, `noninferiority P`.
fn tests_another(line: &Line<'_>, from: usize) -> bool {
    let Some(before) = from.checked_sub(1) else { return false };
    let han = line.han(before).unwrap_or_default();
    let han = ["检验", "的", "作用", "性"].iter().fold(han, |han, end| han.strip_suffix(end).unwrap_or(han));
    ["交互", "趋势", "异质", "非劣效", "非劣", "校正后", "校正", "调整后", "调整", "等效"]
        .iter()
        .any(|it| han.ends_with(it))
        || OTHERS.iter().any(|it| line.is_word(before, it))
}

/// The piece after `值` or `value`.
fn value_word(line: &Line<'_>, from: usize) -> usize {
    let dashed = if line.is(from, Sign::Dash) { from + 1 } else { from };
    if line.is_word(dashed, "value") {
        return dashed + 1;
    }
    if line.han(from).is_some_and(|han| han == "值") { from + 1 } else { from }
}

/// The piece after `for interaction`, `交互`, `（交互作用）`.
fn purpose(line: &Line<'_>, from: usize) -> Option<usize> {
    if line.is_word(from, "for") {
        let is_end = |at: &usize| line.sign(*at).is_some_and(|sign| sign != Sign::Dash) || line.number(*at).is_some();
        return (from + 1..from + 8).find(is_end);
    }
    let inside = if line.is(from, Sign::Open) { from + 1 } else { from };
    let is_other = OTHERS.iter().any(|it| line.is_word(inside, it))
        || line.han(inside).is_some_and(|han| ["交互", "趋势", "异质", "非劣"].iter().any(|it| han.starts_with(it)));
    is_other.then_some(if line.is(inside + 1, Sign::Close) { inside + 2 } else { inside + 1 })
}

/// `P（单侧）=0.03`
fn bracketed_sides(line: &Line<'_>, from: usize) -> Option<(At<Sides>, usize)> {
    let (sides, next) = line.is(from, Sign::Open).then(|| words::sides_at(line, from + 1)).flatten()?;
    line.is(next, Sign::Close).then(|| (at(line, sides, from + 1..next), next + 1))
}

/// How a P value compares, and the piece of its number. Without a sign, it has to be called a value.
fn comparison(line: &Line<'_>, from: usize, is_value: bool) -> Option<(Comparison, usize)> {
    let next = from + 1;
    let found = match line.kind(from)? {
        Kind::Sign(Sign::Equals) => Comparison::Equal,
        Kind::Sign(Sign::Less) => Comparison::Less,
        Kind::Sign(Sign::Greater) => Comparison::Greater,
        Kind::Sign(Sign::AtMost) => Comparison::AtMost,
        Kind::Sign(Sign::AtLeast) => Comparison::AtLeast,
        Kind::Sign(Sign::Colon | Sign::Comma) if is_value => Comparison::Equal,
        Kind::Number(_) if is_value => return Some((Comparison::Equal, from)),
        Kind::Han(han) => match han.trim_start_matches('值') {
            "为" | "是" | "等于" => Comparison::Equal,
            "小于" | "均小于" | "＜" => Comparison::Less,
            "大于" | "均大于" => Comparison::Greater,
            _ => return None,
        },
        Kind::Word(word) if is_value && ["was", "of", "is"].iter().any(|it| word.eq_ignore_ascii_case(it)) => {
            Comparison::Equal
        }
        _ => return None,
    };
    Some((found, next))
}

/// The power of ten after a number: `×10⁻⁵`, `×10−5`, `e-5`.
fn power(line: &Line<'_>, from: usize) -> (i8, usize) {
    let ten = |it: Printed| it.whole() == Some(10);
    if line.is(from, Sign::Times) && line.number(from + 1).is_some_and(ten) {
        if let Some(Kind::Power(power)) = line.kind(from + 2) {
            return (power.clamp(-99, 0), from + 3);
        }
        if line.is(from + 2, Sign::Dash)
            && let Some(size) = line.number(from + 3).and_then(Printed::whole)
        {
            return (-(size.clamp(0, 99) as i8), from + 4);
        }
    }
    let is_e = line.is_word(from, "e") && line.is_glued(from) && line.is(from + 1, Sign::Dash);
    match line.number(from + 2).and_then(Printed::whole) {
        Some(size) if is_e => (-(size.clamp(0, 99) as i8), from + 3),
        _ => (0, from),
    }
}

/// Whether it is said after the number that it is the limit of significance.
fn is_criterion(line: &Line<'_>, from: usize) -> bool {
    let from = if line.is(from, Sign::Comma) { from + 1 } else { from };
    let han = line.han(from).unwrap_or_default();
    [
        "为差异",
        "为有",
        "为具有",
        "表示",
        "认为",
        "即为",
        "视为",
        "为检验",
        "为显著",
        "被认为",
        "为统计",
        "差异有统计学意义的",
    ]
    .iter()
    .any(|it| han.starts_with(it))
        || ((line.is_word(from, "was") || line.is_word(from, "were") || line.is_word(from, "is"))
            && ["considered", "deemed", "regarded", "taken", "used", "defined"]
                .iter()
                .any(|it| line.is_word(from + 1, it)))
}

/// Takes what is said of sides after the number, in brackets or after a comma; the piece after it.
fn sides_after(line: &Line<'_>, from: usize, p: &mut PValue) -> usize {
    let is_open = line.is(from, Sign::Open);
    let is_set_off = is_open || line.is(from, Sign::Comma);
    let start = if is_set_off { from + 1 } else { from };
    let Some((sides, next)) = words::sides_at(line, start) else { return from };
    // What stands before the next P value belongs to that one, and `双侧95%CI` to the interval.
    let is_end = match line.kind(next) {
        None => true,
        Some(Kind::Sign(sign)) => {
            if is_open {
                sign == Sign::Close
            } else {
                sign != Sign::Equals
            }
        }
        _ => false,
    };
    let is_free = is_end || line.is_word(next, "test") || line.is_word(next, "log");
    if !is_free {
        return from;
    }
    p.sides = Some(at(line, sides, start..next));
    if is_open && line.is(next, Sign::Close) { next + 1 } else { next }
}
