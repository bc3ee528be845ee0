//! A P value, alone or after an effect: what it says, and how it is spelt.

use std::ops::Range;

use super::lex::{Kind, Line, Sign, is_exactly, is_same};
use super::purpose::{purpose, role};
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
    // `LDL-P`, `T&P`
    let is_joined_by = |at: usize| line.is_hyphen(at) || matches!(line.kind(at), Some(Kind::Other('&' | '＆')));
    let is_end = line.is_glued(letter)
        && is_joined_by(letter - 1)
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
    let is_called = here > letter + 1;
    // `the P value for ferritin at 12 weeks` gives none.
    if purpose.is_some() && line.number(here).is_some() {
        return None;
    }
    let (comparison, number) = comparison(line, here, is_called)?;
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
    let number = parts.number.0;
    let (printed, power, next) = with_power(line, number)?;
    let is_range = words::separator(line, next).is_some_and(|second| line.number(second).is_some());
    if line.is(next, Sign::Percent) || is_unit(line, next) || (is_range && sides::at(line, next + 1).is_none()) {
        return None;
    }
    let role = if parts.tests_other { PRole::Other } else { role(line, from, next) };
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
    let (number, power, next) = with_power(line, here)?;
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

/// The piece after `值` or `value`.
fn value_word(line: &Line<'_>, from: usize) -> usize {
    let dashed = if line.is(from, Sign::Dash) { from + 1 } else { from };
    if line.word(dashed).is_some() && words::is(line, dashed, |it| it.value) {
        return dashed + 1;
    }
    if line.han(from).is_some() && words::is(line, from, |it| it.value) { from + 1 } else { from }
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

/// A number with the power of ten that it is multiplied by, and the piece after both: `1.2×10⁻⁵`, `1.6x10-5`, `8.0*10^-3`,
/// `1.6E-5`, and `10⁻⁴` alone, which is 1 times that.
fn with_power(line: &Line<'_>, at: usize) -> Option<(Printed, i8, usize)> {
    let number = line.number(at)?;
    let is_ten = |at: usize| line.number(at).is_some_and(|it| it.whole() == Some(10));
    if let Some((power, next)) = is_ten(at).then(|| exponent(line, at + 1)).flatten() {
        return Some((Printed::new(1, 0), power, next));
    }
    let is_times = line.is(at + 1, Sign::Times) || line.is_word(at + 1, "x");
    // An asterisk is passed over, as a mark of emphasis is.
    let between = line.lexemes.get(at + 1).map(|it| &line.text[line.lexemes[at].span.end..it.span.start]);
    let ten = if is_times { at + 2 } else { at + 1 };
    if (is_times || between.is_some_and(|it| it.trim().trim_matches('\\') == "*"))
        && is_ten(ten)
        && let Some((power, next)) = exponent(line, ten + 1)
    {
        return Some((number, power, next));
    }
    let is_e = line.is_word(at + 1, "e") && line.is_glued(at + 1) && line.is(at + 2, Sign::Dash);
    match line.number(at + 3).and_then(Printed::whole) {
        Some(size) if is_e => Some((number, -(size.clamp(0, 99) as i8), at + 4)),
        _ => Some((number, 0, at + 1)),
    }
}

/// The exponent after a ten, if it is not above 0, and the piece after it: `⁻⁵`, `-5`, `^-5`.
fn exponent(line: &Line<'_>, at: usize) -> Option<(i8, usize)> {
    if let Some(Kind::Power(power)) = line.kind(at) {
        return Some((power.clamp(-99, 0), at + 1));
    }
    let dash = if matches!(line.kind(at), Some(Kind::Other('^' | '＾'))) { at + 1 } else { at };
    let size = line.number(dash + 1).filter(|_| line.is(dash, Sign::Dash) && line.is_glued(dash + 1))?.whole()?;
    line.is_glued(at).then_some((-(size.clamp(0, 99) as i8), dash + 2))
}

/// Whether a unit follows a number, so that P is phosphorus, a pressure or a period: `P=1.6 mmol/L`.
fn is_unit(line: &Line<'_>, at: usize) -> bool {
    const UNITS: &[&str] = &[
        "mmol", "nmol", "umol", "μmol", "µmol", "mol", "mg", "ng", "pg", "kPa", "mmHg", "cmH", "days", "months",
        "weeks",
    ];
    line.word(at).is_some_and(|word| UNITS.iter().any(|unit| is_exactly(word, unit) || word == *unit))
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
        for (text, power) in [
            ("P‹10⁻⁴", "< 1×10^−4"),
            ("P = 1.6x10-5", "= 1.6×10^−5"),
            ("P=1.6 × 10−5", "= 1.6×10^−5"),
            ("p=8.0*10^-3", "= 8.0×10^−3"),
            ("P<10^-4", "< 1×10^−4"),
            ("P=1.6E-5", "= 1.6×10^−5"),
            ("<10⁻⁴", "< 1×10^−4"),
        ] {
            assert_eq!(of(text).as_deref(), Some(power), "{text}");
        }
        assert_eq!(of("差异无统计学意义，P=0.06"), None);
        assert_eq!(of("P=0.06，HR=0.7"), None);
    }
}
