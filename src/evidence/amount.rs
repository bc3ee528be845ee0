//! Amounts with their units, and what is said of two of them: `15.8个月对12.3个月，相差3.5个月`, `提高4倍`, `降低28%`.

use std::ops::Range;

use super::lex::{Kind, Line, Sign};
use super::words;
use crate::model::printed::Printed;

/// A number with its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amount<'t> {
    /// The number.
    pub number: Printed,
    /// Its unit: one name for all ways to write it.
    pub unit: Unit<'t>,
    /// The piece of the line that the number is.
    pub at: usize,
    /// The piece after the unit.
    pub end: usize,
}

/// Units of amounts that are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit<'t> {
    /// Years.
    Year,
    /// Months.
    Month,
    /// Weeks.
    Week,
    /// Days.
    Day,
    /// Percent, and points of it.
    Percent,
    /// Anything else, as written: `cm`, `Gy`, `分`.
    Other(&'t str),
}

impl Unit<'_> {
    /// The unit that a word is, for front matter.
    pub fn of(word: &str) -> Option<Unit<'static>> {
        words::unit_named(word)
    }
}

/// The unit at a piece, and the piece after it.
fn unit<'t>(line: &Line<'t>, at: usize) -> Option<(Unit<'t>, usize)> {
    match line.kind(at)? {
        Kind::Sign(Sign::Percent) => Some((Unit::Percent, at + 1)),
        Kind::Han(han) => {
            let plain = || words::chinese(|it| it.plain_units).iter().find(|name| han.starts_with(**name));
            let other = || plain().map(|name| Unit::Other(&han[..name.len()]));
            words::unit(line, at).or_else(other).map(|unit| (unit, at + 1))
        }
        Kind::Word(word) => {
            let is_plain = words::english(|it| it.plain_units).contains(&word);
            let percentage = word.eq_ignore_ascii_case("percentage") && line.is_word(at + 1, "points");
            words::unit(line, at)
                .map(|unit| (unit, at + 1))
                .or_else(|| percentage.then_some((Unit::Percent, at + 2)))
                .or_else(|| is_plain.then_some((Unit::Other(word), at + 1)))
        }
        Kind::Sign(Sign::Dash) if line.is_glued(at) => {
            // `3.5-month`
            unit(line, at + 1).filter(|(unit, _)| matches!(unit, Unit::Month | Unit::Year | Unit::Week | Unit::Day))
        }
        _ => None,
    }
}

/// Whether a number at a piece is exact and stands alone: no bound, no range, no approximation.
fn is_exact(line: &Line<'_>, at: usize) -> bool {
    let is_range = |sign: Option<Sign>| matches!(sign, Some(Sign::Tilde | Sign::Dash | Sign::PlusMinus | Sign::Times));
    let is_bound = |sign: Option<Sign>| {
        matches!(sign, Some(Sign::Less | Sign::Greater | Sign::AtMost | Sign::AtLeast | Sign::About))
    };
    let before = at.checked_sub(1).and_then(|it| line.sign(it));
    let about = at.checked_sub(1).is_some_and(|it| words::ends(line, it, |it| it.about));
    let ranges_on = is_range(line.sign(at + 1)) && line.number(at + 2).is_some();
    !is_range(before) && !is_bound(before) && !about && !ranges_on && !line.is_in_name(at)
}

/// The amounts among some pieces, those in brackets left out: they qualify what stands before them.
///
/// In `15.8对12.3个月` and `15.8 vs 12.3 months` the first number has the unit of the second.
pub fn amounts<'t>(line: &Line<'t>, pieces: Range<usize>) -> Vec<Amount<'t>> {
    let mut found: Vec<Amount<'t>> = Vec::new();
    let mut depth = 0_usize;
    for at in pieces.clone() {
        match line.sign(at) {
            Some(Sign::Open) => depth += 1,
            Some(Sign::Close) => depth = depth.saturating_sub(1),
            _ => {}
        }
        let Some(number) = line.number(at).filter(|_| depth == 0 && is_exact(line, at)) else { continue };
        if let Some((unit, end)) = unit(line, at + 1) {
            // A level of confidence is no amount.
            let is_level = unit == Unit::Percent && words::follows_level(line, end);
            // After an amount in a range, the range ends it.
            let is_range = matches!(line.sign(end), Some(Sign::Tilde | Sign::Dash)) && line.number(end + 1).is_some();
            let is_rough = line
                .han(end - 1)
                .or_else(|| line.han(end))
                .is_some_and(|han| words::chinese(|it| it.reckoned.rough).iter().any(|it| han.contains(it)));
            if !is_level && !is_range && !is_rough {
                found.push(Amount { number, unit, at, end });
            }
        } else if is_versus(line, at + 1)
            && line.number(at + 2 + usize::from(line.is(at + 2, Sign::Stop))).is_some()
            && let Some((unit, _)) = unit(line, at + 3 + usize::from(line.is(at + 2, Sign::Stop)))
        {
            found.push(Amount { number, unit, at, end: at + 1 });
        }
    }
    found
}

/// Whether two values are set against each other at a piece.
pub fn is_versus(line: &Line<'_>, at: usize) -> bool {
    words::is(line, at, |it| it.versus)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(text: &str) -> String {
        let line = Line::new(text);
        let all = amounts(&line, 0..line.lexemes.len());
        all.iter().map(|it| format!("{}{:?}", it.number, it.unit)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn amounts_have_the_unit_that_they_mean() {
        assert_eq!(
            drawn("中位OS为15.8个月，索拉非尼组为12.3个月，相差3.5个月（HR=0.77）"),
            "15.8Month 12.3Month 3.5Month"
        );
        assert_eq!(drawn("15.8对12.3个月"), "15.8Month 12.3Month");
        assert_eq!(drawn("15.8 vs. 12.3 months, a 3.5-month difference"), "15.8Month 12.3Month 3.5Month");
        assert_eq!(drawn("22.7%（40/176例）对13.2%，相差9.5个百分点"), "22.7Percent 13.2Percent 9.5Percent");
        assert_eq!(drawn("95%CI 0.59~1.01，70%~90%，约9个月，>3 cm，PD-1"), "");
        assert_eq!(drawn("由4.2 cm缩至2.1 cm"), "4.2Other(\"cm\") 2.1Other(\"cm\")");
    }
}
