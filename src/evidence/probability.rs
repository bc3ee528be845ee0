//! A P value, alone or after an effect: what it says, and how it is spelt.

use std::ops::Range;

use super::lex::{Kind, Line, Sign, is_exactly, is_same};
use super::{at, sides, words};
use crate::diag::At;
use crate::model::printed::Printed;
use crate::model::statistic::{Comparison, PRole, PValue, Sides};

/// The parts of a P value, as pieces of a line.
struct Parts {
    /// Whether the letter is one word with what is tested: `Pinteraction`.
    is_joined: bool,
    /// Whether it says that something else than the effect is tested: `P for interaction`.
    tests_other: bool,
    /// What stands in brackets after the letter: `P（单侧）=0.03`.
    sides: Option<At<Sides>>,
    comparison: Comparison,
    /// What says how it compares; empty where nothing does: `P value .04`.
    sign: Range<usize>,
    number: (usize, Printed),
}

/// The parts of the P value whose letter stands at a piece.
fn parts(line: &Line<'_>, letter: usize) -> Option<Parts> {
    let word = line.word(letter)?;
    let is_joined = words::english(|it| it.other_tests_joined).iter().any(|it| is_same(word, it));
    // `LDL-P`
    let is_end = line.is_glued(letter)
        && line.is_hyphen(letter - 1)
        && line.is_glued(letter - 1)
        && line.word(letter - 2).is_some();
    if is_end || !(is_joined || is_exactly(word, "P") || is_exactly(word, "p")) {
        return None;
    }
    let mut here = value_word(line, letter + 1);
    let purpose = purpose(line, here);
    here = purpose.unwrap_or(here);
    let bracketed = bracketed_sides(line, here);
    here = bracketed.as_ref().map_or(here, |(_, next)| *next);
    let (comparison, number) = comparison(line, here, here > letter + 1)?;
    let printed = line.number(number).filter(|_| !line.is_in_name(number))?;
    Some(Parts {
        is_joined,
        tests_other: is_joined || purpose.is_some(),
        sides: bracketed.map(|(sides, _)| sides),
        comparison,
        sign: here..number,
        number: (number, printed),
    })
}

/// How a P value is spelt: where its letter, its sign and its number stand, for those who mind the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spelling {
    /// Its letter.
    pub letter: Range<usize>,
    /// The sign, with the blanks around it.
    pub sign: Range<usize>,
    /// Its number.
    pub number: Range<usize>,
}

/// Every P value that is written with a sign, in their order: limits and ranges too.
pub fn spellings(line: &Line<'_>) -> Vec<Spelling> {
    let spelling = |letter: usize| {
        let parts = parts(line, letter).filter(|it| !it.is_joined)?;
        let is_sign = matches!(
            line.sign(parts.sign.start),
            Some(Sign::Equals | Sign::Less | Sign::Greater | Sign::AtMost | Sign::AtLeast)
        );
        let number = line.span(parts.number.0..parts.number.0 + 1);
        let sign = line.span(parts.sign);
        let blank = line.text[sign.end..].len() - line.text[sign.end..].trim_start().len();
        let sign = line.text[..sign.start].trim_end().len()..sign.end + blank;
        is_sign.then(|| Spelling { letter: line.span(letter..letter + 1), sign, number })
    };
    (0..line.lexemes.len()).filter_map(spelling).collect()
}

/// The P value whose letter stands at a piece, and the piece after it.
pub fn read(line: &Line<'_>, from: usize) -> Option<(PValue, usize)> {
    let parts = parts(line, from).filter(|_| !is_chained(line, from))?;
    let (number, printed) = parts.number;
    let (power, next) = power(line, number + 1);
    let is_range = words::separator(line, next).is_some_and(|second| line.number(second).is_some());
    if line.is(next, Sign::Percent) || (is_range && sides::at(line, next + 1).is_none()) {
        return None;
    }
    let role = if is_criterion(line, next) {
        PRole::Criterion
    } else if parts.tests_other || tests_another(line, from) {
        PRole::Other
    } else {
        PRole::Effect
    };
    let before = sides::before(line, from).map(|(sides, span)| At::new(sides, span));
    let mut p = PValue {
        comparison: parts.comparison,
        value: at(line, printed, number..number + 1),
        power,
        sides: before.or(parts.sides),
        role,
        span: line.span(from..next),
    };
    let end = if p.sides.is_none() { sides_after(line, next, &mut p) } else { next };
    Some((p, end))
}

/// The P value that a whole line is, with its letter or without: `P=0.52`, `单侧P=0.06`, `<0.001`.
pub fn whole(line: &Line<'_>) -> Option<PValue> {
    let letter = (0..line.lexemes.len().min(8)).find(|at| parts(line, *at).is_some());
    let Some(letter) = letter else { return bare(line) };
    let (p, end) = read(line, letter)?;
    let begins = letter == 0 || p.sides.as_ref().is_some_and(|it| it.span.start == line.span(0..1).start);
    (begins && end == line.lexemes.len()).then_some(p)
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
    if let Some((found, next)) = sides::at(line, 0) {
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
    words::chinese(|it| it.other_tests).iter().any(|it| han.ends_with(it))
        || line.word(before).is_some() && words::is(line, before, |it| it.other_tests)
}

/// The piece after `值` or `value`.
fn value_word(line: &Line<'_>, from: usize) -> usize {
    let dashed = if line.is(from, Sign::Dash) { from + 1 } else { from };
    if line.word(dashed).is_some() && words::is(line, dashed, |it| it.value) {
        return dashed + 1;
    }
    if line.han(from).is_some() && words::is(line, from, |it| it.value) { from + 1 } else { from }
}

/// The piece after `for interaction`, `交互`, `（交互作用）`.
fn purpose(line: &Line<'_>, from: usize) -> Option<usize> {
    if line.is_word(from, "for") {
        let is_end = |at: &usize| line.sign(*at).is_some_and(|sign| sign != Sign::Dash) || line.number(*at).is_some();
        return (from + 1..from + 8).find(is_end);
    }
    let inside = if line.is(from, Sign::Open) { from + 1 } else { from };
    let is_other = words::begins(line, inside, |it| it.other_tests);
    is_other.then_some(if line.is(inside + 1, Sign::Close) { inside + 2 } else { inside + 1 })
}

/// `P（单侧）=0.03`
fn bracketed_sides(line: &Line<'_>, from: usize) -> Option<(At<Sides>, usize)> {
    let (sides, next) = line.is(from, Sign::Open).then(|| sides::at(line, from + 1)).flatten()?;
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
        Kind::Han(han) => {
            let bare = words::chinese(|it| it.value).iter().find_map(|it| han.strip_prefix(it)).unwrap_or(han);
            let is = |list: words::List| words::chinese(list).contains(&bare);
            match (is(|it| it.equal), is(|it| it.less), is(|it| it.greater)) {
                (true, ..) => Comparison::Equal,
                (_, true, _) => Comparison::Less,
                (.., true) => Comparison::Greater,
                _ => return None,
            }
        }
        Kind::Word(_) if is_value && words::is(line, from, |it| it.equal) => Comparison::Equal,
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
    if line.han(from).is_some() {
        return words::begins(line, from, |it| it.criterion);
    }
    let is_verb = ["was", "were", "is"].iter().any(|it| line.is_word(from, it));
    is_verb && line.word(from + 1).is_some() && words::is(line, from + 1, |it| it.criterion)
}

/// Takes what is said of sides after the number, in brackets or after a comma; the piece after it.
fn sides_after(line: &Line<'_>, from: usize, p: &mut PValue) -> usize {
    let is_open = line.is(from, Sign::Open);
    let is_set_off = is_open || line.is(from, Sign::Comma);
    let start = if is_set_off { from + 1 } else { from };
    let Some((sides, next)) = sides::at(line, start) else { return from };
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_are_told_from_other_letters() {
        let text = "P=0.06，单侧p < .001；P值＜0.05. CP=0.3，p53=2，P21，P value = 0.04，LDL-P <990，Ｐ＝０．０２，0.01<P<=0.05，Pint=0.3";
        let found = spellings(&Line::new(text));
        let of = |part: fn(&Spelling) -> Range<usize>| found.iter().map(|it| &text[part(it)]).collect::<Vec<_>>();
        assert_eq!(of(|it| it.number.clone()), ["0.06", ".001", "0.05", "0.04", "０．０２", "0.05"]);
        assert_eq!(of(|it| it.sign.clone()), ["=", " < ", "＜", " = ", "＝", "<="]);
        assert_eq!(of(|it| it.letter.clone()), ["P", "p", "P", "P", "Ｐ", "P"]);
        // Marks that a plain field shows as they are belong to none of the three.
        let text = "*P* < *0.05*";
        let found = spellings(&Line::new(text)).remove(0);
        assert_eq!((&text[found.letter], &text[found.sign], &text[found.number]), ("P", " < ", "0.05"));
    }

    #[test]
    fn a_cell_is_a_p_value_or_not() {
        let of = |text: &str| whole(&Line::new(text)).map(|p| p.printed());
        assert_eq!(of("0.52").as_deref(), Some("= 0.52"));
        assert_eq!(of("<0.001").as_deref(), Some("< 0.001"));
        assert_eq!(of("单侧P=0.06").as_deref(), Some("= 0.06"));
        assert_eq!(of("P=0.06（单侧）").as_deref(), Some("= 0.06"));
        assert_eq!(of("P=1.2×10⁻⁵").as_deref(), Some("= 1.2×10^−5"));
        assert_eq!(of("差异无统计学意义，P=0.06"), None);
        assert_eq!(of("P=0.06，HR=0.7"), None);
    }
}
