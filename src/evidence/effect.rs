//! An effect that begins with the name of its measure: the estimate that the name leads to, and what belongs to it.

use super::interval::{self, Found, Wanted};
use super::label::{Announced, label};
use super::lex::{Kind, Line, Sign};
use super::measure::{self, Named};
use super::{at, probability, sides, unit, words};
use crate::diag::At;
use crate::model::printed::Printed;
use crate::model::statistic::{Effect, EffectMeasure};

/// How many pieces may stand between a name and its number.
const REACH: usize = 16;

/// An effect that was read, with what those of the same row inherit.
pub(super) struct Read {
    pub(super) effect: Effect,
    /// The piece after all of it.
    pub(super) next: usize,
    /// What was said of intervals before the number.
    pub(super) announced: Option<Announced>,
}

/// The effect whose name begins at a piece.
pub(super) fn read(line: &Line<'_>, from: usize, named: Named) -> Option<Read> {
    let way = way_to_number(line, &named)?;
    let (estimate, after) = estimate(line, &named, &way)?;
    let mut effect = Effect {
        measure: named.measure,
        is_adjusted: named.is_adjusted,
        estimate,
        interval: None,
        half_open: None,
        p: None,
        span: named.start..0,
    };
    let mut end = after;
    // An interval and a P value, in either order.
    for _ in 0..2 {
        let is_open = effect.interval.is_none() && effect.half_open.is_none();
        let wanted = Wanted {
            is_ratio: named.measure.is_ratio(),
            may_be_bare: true,
            announced: way.announced.as_ref(),
            is_first: end == after,
        };
        if is_open && let Some(found) = interval::after(line, end, &wanted) {
            end = found.next;
            effect.take(found.found);
        } else if effect.p.is_none()
            && effect.measure.compares()
            && let Some((found, next)) = probability::after(line, end)
        {
            effect.p = Some(found);
            end = next;
        }
    }
    let has_interval = effect.interval.is_some() || effect.half_open.is_some();
    let is_printed_like_one = effect.estimate.value.decimals() > 0 || way.has_equals;
    if !has_interval && (named.is_vague || !is_printed_like_one) {
        return None;
    }
    if lost_its_sign(&effect) && is_said_to_fall(line, from, end) {
        return None;
    }
    effect.span.end = line.span(from..end).end;
    Some(Read { effect, next: end, announced: way.announced })
}

impl Effect {
    /// Takes an interval that was found.
    pub(super) fn take(&mut self, found: Found) {
        match found {
            Found::Closed(interval) => self.interval = Some(interval),
            Found::Open(interval) => self.half_open = Some(Box::new(interval)),
        }
    }
}

/// Whether words around an estimate say that a value fell: its change may stand without a minus.
pub(super) fn is_said_to_fall(line: &Line<'_>, from: usize, end: usize) -> bool {
    (from.saturating_sub(REACH)..end + REACH / 2).any(|at| words::has(line, at, |it| it.falling))
}

/// Whether an estimate lies in its interval only with the other sign: `reduced by 12 (−32 to −8)`.
pub(super) fn lost_its_sign(effect: &Effect) -> bool {
    let Some(interval) = effect.interval.as_ref().filter(|_| !effect.measure.is_ratio()) else { return false };
    let estimate = &effect.estimate.value;
    let (low, high) =
        (interval.lower.low().min(interval.upper.low()), interval.lower.high().max(interval.upper.high()));
    let is_inside = |least: f64, most: f64| most >= low && least <= high;
    !is_inside(estimate.low(), estimate.high()) && is_inside(-estimate.high(), -estimate.low())
}

/// What stands between a name and its number.
struct Way {
    /// The piece of the number.
    number: usize,
    has_equals: bool,
    /// What was said of an interval before the number: `HR（95%CI）为0.77（0.59~1.01）`.
    announced: Option<Announced>,
}

fn way_to_number(line: &Line<'_>, named: &Named) -> Option<Way> {
    let mut way = Way { number: named.next, has_equals: false, announced: None };
    for _ in 0..8 {
        let here = way.number;
        if let Some(label) = label(line, here)
            && !interval::has_bounds(line, here, &label)
            && way.announced.is_none()
        {
            way.number = label.next;
            way.announced = Some(Announced { kind: label.kind, level: label.level });
            continue;
        }
        if line.signed(here).is_some() {
            return Some(way);
        }
        way.has_equals |= line.is(here, Sign::Equals);
        way.number = match line.kind(here)? {
            Kind::Sign(Sign::Open) => bracket(line, here, &mut way.announced)?,
            Kind::Sign(Sign::Equals | Sign::Colon | Sign::Comma) => here + 1,
            Kind::Han(han) if words::is_link(han) => here + 1,
            Kind::Word(_) if words::is(line, here, |it| it.links) => here + 1,
            _ if interval::is_mark(line, here) => here + 1,
            Kind::Word(_) if here == named.next && is_index(line, here) => here + 1,
            _ => whom(line, here)?,
        };
    }
    None
}

/// Whether a word is the index of the name before it: `HR_OS`.
fn is_index(line: &Line<'_>, at: usize) -> bool {
    at > 0 && line.text[line.lexemes[at - 1].span.end..line.lexemes[at].span.start].starts_with('_')
}

/// A bracket after a name: its abbreviation, the name of its interval, its number, or of what it is. The piece to go on
/// from.
fn bracket(line: &Line<'_>, open: usize, announced: &mut Option<Announced>) -> Option<usize> {
    let mut here = open + 1;
    if line.signed(here).is_some() && label(line, here).is_none() {
        // `HR（0.77，95%CI 0.59~1.01）`, but not `HR（0.59~1.01）`.
        return Some(here);
    }
    if let Some(named) = measure::named(line, here) {
        here = named.next;
        if matches!(line.sign(here), Some(Sign::Comma | Sign::Semicolon)) {
            here += 1;
        }
    }
    if let Some(label) = label(line, here) {
        *announced = Some(Announced { kind: label.kind, level: label.level });
        here = label.next;
    }
    if here > open + 1 && line.is(here, Sign::Close) {
        return Some(here + 1);
    }
    // `HR（OS）=0.77`, `HR（联合组 vs. 单药组）`, `OR (A–B)`
    let is_plain = |at: &usize| {
        matches!(
            line.kind(*at),
            Some(Kind::Word(_) | Kind::Han(_) | Kind::Sign(Sign::Dash | Sign::Slash | Sign::ListComma))
        ) || line.is(*at, Sign::Stop) && words::is(line, at - 1, |it| it.points)
            || line.is_in_name(*at)
    };
    let end = (open + 1..open + REACH).find(|at| !is_plain(at))?;
    (end > open + 1 && line.is(end, Sign::Close)).then_some(end + 1)
}

/// `hazard ratio for death, 0.77`, `HR vs placebo 0.68`, `OR per 10 mm Hg 0.93`: words of what it is, up to what links them
/// to a number.
fn whom(line: &Line<'_>, here: usize) -> Option<usize> {
    if line.word(here).is_none() || !words::is(line, here, |it| it.of_what) {
        return None;
    }
    for next in here + 1..here + REACH {
        match line.kind(next)? {
            Kind::Word(_) if words::is(line, next, |it| it.verbs) && !line.is_word(next, "of") => return Some(next),
            Kind::Word(_) if measure::named(line, next).is_some_and(|it| !it.is_vague) => return None,
            Kind::Sign(Sign::Comma | Sign::Equals | Sign::Colon | Sign::Open) => return Some(next),
            Kind::Number(_) if line.is_in_name(next) || is_amount(line, next) => {}
            Kind::Number(_) => return (next > here + 1).then_some(next),
            Kind::Sign(Sign::Dash) if line.signed(next).is_some() && !line.is_glued(next) => return Some(next),
            Kind::Word(_) | Kind::Han(_) | Kind::Sign(Sign::Dash | Sign::Slash | Sign::Plus) => {}
            Kind::Sign(Sign::Stop) if words::is(line, next - 1, |it| it.points) => {}
            _ => return None,
        }
    }
    None
}

/// Whether a number is part of what a measure is of, as its unit shows: `per 10 mm Hg`, `at 12 months`, `per 1-SD`.
fn is_amount(line: &Line<'_>, at: usize) -> bool {
    if label(line, at).is_some() {
        return false;
    }
    let dash = usize::from(line.is_hyphen(at + 1));
    unit::known(line, at + 1 + dash).is_some_and(|unit| !line.is(unit.next, Sign::Open))
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
    if label(line, way.number).is_some() || is_list(line, next) {
        return None;
    }
    let found = at(line, number, way.number..next);
    if is_ratio {
        return (!words::is_unit(line, next)).then_some((found, next));
    }
    let has_no_unit = named.measure == EffectMeasure::StandardizedMeanDifference;
    let end = if has_no_unit { next } else { unit::of_estimate(line, next).map_or(next, |unit| unit.next) };
    // `a difference of 47% vs 42%`, `between 47% and 42%`
    let is_first_of_two = is_compared(line, end);
    (!is_first_of_two).then_some((found, end))
}

/// Whether another value is set against the one before a piece.
pub(super) fn is_compared(line: &Line<'_>, at: usize) -> bool {
    let point = usize::from(line.is(at + 1, Sign::Stop));
    words::is(line, at, |it| it.compares)
        && line.signed(at + 1 + point).is_some()
        && label(line, at + 1 + point).is_none()
}

/// Whether the number before a piece is one of several, or the beginning of a range.
pub(super) fn is_list(line: &Line<'_>, next: usize) -> bool {
    let joined = words::separator(line, next).or_else(|| {
        let is_and = line.is(next, Sign::ListComma) || words::is(line, next, |it| it.joins);
        is_and.then_some(next + 1)
    });
    let is_more = joined.is_some_and(|joined| {
        let digits = matches!(line.kind(joined), Some(Kind::Digits));
        digits || line.signed(joined).is_some() && label(line, joined).is_none()
    });
    is_more && sides::at(line, next + 1).is_none()
}
