//! Units after numbers, of one part or several: `%`, `个月`, `mm Hg`, `ng/dL`, `mL/min/1.73 m²`, `per 100 person-years`.

use super::lex::{Kind, Line, Sign};
use super::words;

/// How many pieces a unit may have.
const LONGEST: usize = 12;

/// A unit after a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unit {
    /// The piece after it.
    pub(super) next: usize,
    /// Whether it is one of per cent.
    pub(super) is_percent: bool,
    /// Whether it is one of the lexicon.
    pub(super) is_known: bool,
}

/// The unit of those of the lexicon at a piece.
pub(super) fn known(line: &Line<'_>, from: usize) -> Option<Unit> {
    if line.is(from, Sign::Percent) || line.is_word(from, "percent") || line.is_word(from, "percentage") {
        let point = from + 1 + usize::from(line.is_hyphen(from + 1));
        let has_points = line.is_word(point, "points") || line.is_word(point, "point");
        // `3.2%/yr`
        if let Some(next) = amount(line, from + 2).filter(|_| line.is(from + 1, Sign::Slash)) {
            return Some(Unit { next, is_percent: true, is_known: true });
        }
        return Some(Unit {
            next: if has_points { point + 1 } else { from + 1 },
            is_percent: !has_points,
            is_known: true,
        });
    }
    if line.is_word(from, "per") && line.is_word(from + 1, "cent") {
        return Some(Unit { next: from + 2, is_percent: true, is_known: true });
    }
    if line.is(from, Sign::Slash) {
        // `3.2/100人年`
        let is_time = line.han(from + 2).is_some_and(|han| han.starts_with("人年"));
        let is_rate = line.number(from + 1).is_some() && is_time;
        return is_rate.then_some(Unit { next: from + 3, is_percent: false, is_known: true });
    }
    // `3.2 per 100 person-years`
    let mut next = if line.is_word(from, "per") { amount(line, from + 1)? } else { part(line, from)? };
    while next < from + LONGEST {
        let joint = match line.kind(next) {
            Some(Kind::Sign(Sign::Slash) | Kind::Other('·' | '⋅' | '•')) => Some(next + 1),
            Some(Kind::Sign(Sign::Dash)) if line.is_hyphen(next) && line.is_glued(next) => {
                Some(next + 1).filter(|it| line.is_glued(*it) && line.word(*it).is_some())
            }
            _ if line.is_word(next, "per") => Some(next + 1),
            _ => None,
        };
        let Some(after) = joint.map_or_else(|| part(line, next), |it| amount(line, it)) else { break };
        next = after;
    }
    Some(Unit { next, is_percent: false, is_known: true })
}

/// The piece after a unit in one row of characters with what makes a range: `个月至`.
pub(super) fn before_range(line: &Line<'_>, at: usize) -> Option<usize> {
    let han = line.han(at)?;
    let is_unit =
        |range: &str| han.strip_suffix(range).is_some_and(|it| words::chinese(|it| it.bound_units).contains(&it));
    words::chinese(|it| it.ranges).iter().any(|range| is_unit(range)).then_some(at + 1)
}

/// A part of a unit after `/` or `per`: `min`, `1.73 m²`, `100 person`.
fn amount(line: &Line<'_>, at: usize) -> Option<usize> {
    match line.kind(at)? {
        Kind::Number(_) => part(line, at + 1).or(Some(at + 1)),
        Kind::Word(_) => part(line, at).or(Some(at + 1)),
        _ => part(line, at),
    }
}

/// One part of a unit: a word with what is raised or glued to it, a measure word.
fn part(line: &Line<'_>, at: usize) -> Option<usize> {
    match line.kind(at)? {
        Kind::Word(word) if words::english(|it| it.measured_in).contains(&word) => {
            let is_glued_digit = line.number(at + 1).is_some() && line.is_glued(at + 1);
            let is_power = matches!(line.kind(at + 1), Some(Kind::Power(_)));
            Some(at + 1 + usize::from(is_glued_digit || is_power))
        }
        Kind::Han(_) => words::is(line, at, |it| it.bound_units).then_some(at + 1),
        Kind::Other('°' | '℃' | '℉' | '‰') => {
            Some(at + 1 + usize::from(matches!(line.word(at + 1), Some("C" | "F"))))
        }
        _ => None,
    }
}

/// The unit after an estimate: one of the lexicon, else a short word that is no other part of a statement.
pub(super) fn of_estimate(line: &Line<'_>, from: usize) -> Option<Unit> {
    let at = from + usize::from(line.is_hyphen(from) && line.is_glued(from) && line.is_glued(from + 1));
    if at > from {
        // `3.5-month`
        return known(line, at);
    }
    known(line, from).or_else(|| {
        let is_unit = match line.kind(from)? {
            Kind::Han(han) => han.chars().count() <= 4 && !words::is_link(han) && !words::is(line, from, |it| it.joins),
            Kind::Word(word) => word.len() <= 10 && !is_grammar(line, from),
            _ => false,
        };
        is_unit.then_some(Unit { next: from + 1, is_percent: false, is_known: false })
    })
}

/// Whether a word does something in a statement.
fn is_grammar(line: &Line<'_>, at: usize) -> bool {
    let lists: [words::List; 8] = [
        |it| it.of_what,
        |it| it.verbs,
        |it| it.compares,
        |it| it.intervals,
        |it| it.ranges,
        |it| it.joins,
        |it| it.persons,
        |it| it.falling,
    ];
    line.is_word(at, "P")
        || ["confidence", "credible", "two", "one", "log"].iter().any(|it| line.is_word(at, it))
        || lists.iter().any(|list| words::is(line, at, *list))
}
