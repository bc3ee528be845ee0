//! Numbers of people, and of some among others: `150例`, `23 patients`, `150/177`.

use std::ops::Range;

use super::lex::{Kind, Line, Sign};
use super::proportion::Share;
use super::words;

/// A number of people, or of some among others, without a percentage.
#[derive(Debug, Clone, PartialEq)]
pub struct Fraction {
    /// How many they are.
    pub count: u32,
    /// Of how many.
    pub among: u32,
    /// The pieces of the line that it takes.
    pub pieces: Range<usize>,
}

/// A whole number that is no part of a name, of a range, or of something longer.
pub fn whole(line: &Line<'_>, at: usize) -> Option<u32> {
    let count = line.number(at)?.whole().and_then(|it| u32::try_from(it).ok())?;
    let range = |sign: Option<Sign>| matches!(sign, Some(Sign::Tilde | Sign::Dash | Sign::PlusMinus | Sign::Times));
    let before = at.checked_sub(1).and_then(|before| line.sign(before));
    let is_bound = matches!(before, Some(Sign::Less | Sign::Greater | Sign::AtMost | Sign::AtLeast | Sign::About));
    let is_part = range(before) || range(line.sign(at + 1)) && line.number(at + 2).is_some() || is_bound;
    (!is_part && !line.is_in_name(at)).then_some(count)
}

/// A number of people that begins at a piece, and the piece after it.
pub fn people(line: &Line<'_>, at: usize) -> Option<(u32, usize)> {
    let count = whole(line, at)?;
    people_word(line, at + 1).then_some((count, at + 2))
}

/// A number of people, whatever is said of them after it: `131例合并癌栓者`.
pub fn crowd(line: &Line<'_>, at: usize) -> Option<u32> {
    let is_other = |rest: &str| words::chinese(|it| it.no_people).iter().any(|it| rest.starts_with(it));
    let follows = line.han(at + 1).and_then(without_counter).is_some_and(|rest| !is_other(rest));
    if follows { whole(line, at) } else { people(line, at).map(|(count, _)| count) }
}

pub(super) fn people_word(line: &Line<'_>, at: usize) -> bool {
    match line.kind(at) {
        Some(Kind::Han(han)) => {
            let persons = words::chinese(|it| it.persons);
            without_counter(han).is_some_and(|rest| rest.is_empty() || persons.contains(&rest))
                || persons.contains(&han)
        }
        Some(Kind::Word(_)) => words::is(line, at, |it| it.persons),
        _ => false,
    }
}

/// What follows the measure word of people in a row of characters.
fn without_counter(han: &str) -> Option<&str> {
    words::chinese(|it| it.counters).iter().find_map(|it| han.strip_prefix(it))
}

/// The count that a whole text is: `39/83`.
pub fn lone_fraction(text: &str) -> Option<Share> {
    let line = Line::new(text);
    let found = fraction(&line, 0).filter(|it| it.pieces.end == line.lexemes.len())?;
    Some(Share { count: found.count, among: found.among })
}

/// `150/177`, `150/177例`, `5例/62例`, `150 of (the) 177 (patients)`, `150 out of 177`.
pub fn fraction(line: &Line<'_>, at: usize) -> Option<Fraction> {
    let count = whole(line, at)?;
    let slash = at + 1 + usize::from(people_word(line, at + 1));
    let mut next = if line.is(slash, Sign::Slash) || line.is_word(slash, "of") {
        slash + 1
    } else if line.is_word(slash, "out") && line.is_word(slash + 1, "of") {
        slash + 2
    } else {
        return None;
    };
    next += usize::from(line.is_word(next, "the"));
    let among = whole(line, next)?;
    let before = at.checked_sub(1).and_then(|before| line.sign(before));
    // Dates and rates of rates have more than one stroke.
    if before == Some(Sign::Slash) || line.is(next + 1, Sign::Slash) || line.is(next + 1, Sign::Percent) {
        return None;
    }
    let end = next + 1 + usize::from(people_word(line, next + 1));
    Some(Fraction { count, among, pieces: at..end })
}
