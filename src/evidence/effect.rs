//! An effect: the name of a measure, its estimate, and what belongs to it.

use super::lex::{Kind, Line, Sign};
use super::measure::{self, Named};
use super::{at, interval, probability, sides, words};
use crate::diag::At;
use crate::model::printed::Printed;
use crate::model::statistic::{Effect, EffectMeasure};

/// How many pieces may stand between the parts of a statement.
const REACH: usize = 12;

/// The effect whose name begins at a piece, and the piece after all of it.
pub(super) fn read(line: &Line<'_>, from: usize) -> Option<(Effect, usize)> {
    let named = measure::named(line, from)?;
    let way = way_to_number(line, &named)?;
    let (estimate, after) = estimate(line, &named, &way)?;
    let mut effect = Effect {
        measure: named.measure,
        is_adjusted: named.is_adjusted,
        estimate,
        interval: None,
        p: None,
        span: named.start..0,
    };
    let mut end = after;
    // An interval and a P value, in either order.
    for _ in 0..2 {
        if effect.interval.is_none()
            && let Some((found, next)) = interval::after(line, end, &named, way.level.clone(), end == after)
        {
            effect.interval = Some(found);
            end = next;
        } else if effect.p.is_none()
            && let Some((found, next)) = probability::after(line, end)
        {
            effect.p = Some(found);
            end = next;
        }
    }
    let is_printed_like_one = effect.estimate.value.decimals() > 0 || effect.interval.is_some() || way.has_equals;
    if !is_printed_like_one {
        return None;
    }
    effect.span.end = line.span(from..end).end;
    Some((effect, end))
}

/// What stands between a name and its number.
struct Way {
    /// The piece of the number.
    number: usize,
    has_equals: bool,
    has_link: bool,
    /// The level that was said before the number: `HR（95%CI）为0.77（0.59~1.01）`.
    level: Option<Option<At<Printed>>>,
}

fn way_to_number(line: &Line<'_>, named: &Named) -> Option<Way> {
    let before = line.han(named.next - 1).unwrap_or_default();
    let mut way = Way {
        number: named.next,
        has_equals: false,
        has_link: before.ends_with(['为', '是', '值', '达']),
        level: None,
    };
    for _ in 0..6 {
        let here = way.number;
        if line.signed(here).is_some() {
            return Some(way);
        }
        if line.is(here, Sign::Open) {
            way.number = bracket(line, here, &mut way.level)?;
            continue;
        }
        let is_link = match line.kind(here)? {
            Kind::Sign(Sign::Equals) => {
                way.has_equals = true;
                true
            }
            Kind::Sign(Sign::Colon | Sign::Comma | Sign::Slash) => true,
            Kind::Han(han) => words::is_link(han),
            Kind::Word(_) => words::is(line, here, |it| it.links),
            _ => false,
        };
        if line.is(here, Sign::Slash) {
            return None;
        }
        way.has_link |= is_link;
        way.number = if is_link { here + 1 } else { whom(line, here)? };
    }
    None
}

/// A bracket after a name: its abbreviation, the name of its interval, or its number. The piece to go on from.
fn bracket(line: &Line<'_>, open: usize, level: &mut Option<Option<At<Printed>>>) -> Option<usize> {
    let mut here = open + 1;
    if line.signed(here).is_some() && interval::label(line, here).is_none() {
        // `HR（0.77，95%CI 0.59~1.01）`, but not `HR（0.59~1.01）`.
        return Some(here);
    }
    if let Some(named) = measure::named(line, here) {
        here = named.next;
        if matches!(line.sign(here), Some(Sign::Comma | Sign::Semicolon)) {
            here += 1;
        }
    }
    if let Some(label) = interval::label(line, here) {
        *level = Some(label.level);
        here = label.next;
    }
    (here > open + 1 && line.is(here, Sign::Close)).then_some(here + 1)
}

/// `hazard ratio for death, 0.77`: words after `for`, up to what links them to a number.
fn whom(line: &Line<'_>, here: usize) -> Option<usize> {
    if !["for", "in", "between"].iter().any(|it| line.is_word(here, it)) {
        return None;
    }
    for next in here + 1..here + REACH {
        match line.kind(next)? {
            Kind::Word(word) if ["was", "is", "of"].iter().any(|it| word.eq_ignore_ascii_case(it)) => {
                return Some(next);
            }
            Kind::Word(_) if measure::named(line, next).is_some() => return None,
            Kind::Sign(Sign::Comma | Sign::Equals | Sign::Colon | Sign::Open) => return Some(next),
            Kind::Number(_) => return (next > here + 1).then_some(next),
            Kind::Word(_) | Kind::Han(_) | Kind::Sign(Sign::Dash) => {}
            _ => return None,
        }
    }
    None
}

/// The number that a name leads to, if it can be an estimate, and the piece after it with its unit.
fn estimate(line: &Line<'_>, named: &Named, way: &Way) -> Option<(At<Printed>, usize)> {
    let (number, next) = line.signed(way.number)?;
    let is_ratio = named.measure.is_ratio();
    if is_ratio && next > way.number + 1 {
        return None;
    }
    // `HR0.77` may be written, `OR2` is a name.
    if way.number == named.next && line.is_in_name(way.number) && number.decimals() == 0 {
        return None;
    }
    let is_interval = way.level.is_none() && interval::label(line, way.number).is_some();
    if is_interval || is_list(line, next) {
        return None;
    }
    let found = at(line, number, way.number..next);
    if is_ratio {
        return (!words::is_unit(line, next)).then_some((found, next));
    }
    Some((found, after_unit(line, next, named.measure)))
}

/// Whether the number before a piece is one of several, or the beginning of a range.
fn is_list(line: &Line<'_>, next: usize) -> bool {
    let joined = words::separator(line, next).or_else(|| {
        let is_and = line.is(next, Sign::ListComma) || words::is(line, next, |it| it.joins);
        is_and.then_some(next + 1)
    });
    let is_more = joined.is_some_and(|joined| {
        let digits = matches!(line.kind(joined), Some(Kind::Digits));
        digits || line.signed(joined).is_some() && interval::label(line, joined).is_none()
    });
    is_more && sides::at(line, next + 1).is_none()
}

/// The piece after a unit: `%`, `个月`, `kg`.
fn after_unit(line: &Line<'_>, next: usize, measure: EffectMeasure) -> usize {
    if measure == EffectMeasure::StandardizedMeanDifference {
        return next;
    }
    match line.kind(next) {
        Some(Kind::Sign(Sign::Percent)) => next + 1,
        Some(Kind::Han(han)) if han.chars().count() <= 4 => next + 1,
        Some(Kind::Word(word)) if word.len() <= 10 && !word.eq_ignore_ascii_case("P") => {
            let is_points = word == "percentage" && line.is_word(next + 1, "points");
            if is_points { next + 2 } else { next + 1 }
        }
        _ => next,
    }
}
