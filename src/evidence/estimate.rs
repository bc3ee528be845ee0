//! An estimate that its interval makes known: `ORR 47%（95%CI 36.1~57.9）`, `OR 3.73 (3.12–4.45), 1.98 (1.73–2.27) for
//! cough`, `a difference in change of −2.3 points (95% CI −4.1 to −0.5)`.
//!
//! What it is an estimate of is what its sentence named last. Where that is not sure, it is an estimate of something: that
//! it lies in its interval holds of all of them.

use std::ops::Range;

use super::context::{Context, ROW, Subject};
use super::effect::{self, is_compared, is_list, lost_its_sign};
use super::interval::{self, Wanted, is_currency};
use super::label::label;
use super::lex::{Kind, Line, Sign};
use super::people::is_called_n;
use super::unit::{self, Unit};
use super::{at, probability, words};
use crate::model::printed::Printed;
use crate::model::statistic::{Effect, EffectMeasure, ValueOf};

/// How many pieces may stand between the name of a measure and its estimate.
const REACH: usize = 45;
/// How many pieces before an estimate another value may stand that shares its interval.
const PAIR: usize = 14;

/// The estimate that begins at a piece, and the piece after all that belongs to it.
pub(super) fn read(line: &Line<'_>, from: usize, context: &Context) -> Option<(Effect, usize)> {
    let (number, after) = line.signed(from)?;
    if !may_begin(line, from, after) || is_second_value(line, from, context.end) {
        return None;
    }
    let spread = if line.is(after, Sign::PlusMinus) && line.number(after + 1).is_some() { after + 2 } else { after };
    let unit = unit::of_estimate(line, spread);
    let end = unit.map_or(spread, |unit| unit.next);
    let measure = Reading { line, from, after: spread, unit, context }.measure();
    let inherited = context.subject.as_ref().and_then(|it| it.last.as_ref()).and_then(|it| it.announced.as_ref());
    let announced =
        if measure.is_of_row { inherited.or(context.announced.as_ref()) } else { context.announced.as_ref() };
    let wanted = Wanted {
        is_ratio: measure.measure.is_ratio(),
        may_be_bare: measure.is_of_row || measure.is_named,
        announced,
        is_first: true,
    };
    let found = interval::after(line, end, &wanted)?;
    if found.is_apart && !(measure.is_named || is_exact(number, unit)) {
        return None;
    }
    let mut effect = Effect {
        measure: measure.measure,
        is_adjusted: measure.is_adjusted,
        estimate: at(line, number, from..after),
        interval: None,
        half_open: None,
        p: None,
        span: 0..0,
    };
    let (mut next, has_percent) = (found.next, found.has_percent);
    effect.take(found.found);
    if is_compared(line, next) && effect.measure.compares() && !effect.measure.is_ratio() {
        // `a difference (47% [95% CI 40–54] vs 42% …)`
        effect.measure = EffectMeasure::Other(ValueOf::Unknown);
    }
    if !fits_scale(&effect, unit, has_percent) || lost_its_sign(&effect) {
        return None;
    }
    if effect.measure.is_ratio() && is_negative(&effect) {
        effect.measure = EffectMeasure::Other(ValueOf::Unknown);
    }
    // Of a row, a P value after the brackets may be of all of its members.
    let is_bracketed = from > 0 && line.is(from - 1, Sign::Open);
    if effect.measure.compares()
        && let Some((p, end)) = probability::after(line, next).filter(|(_, end)| !is_list(line, *end))
        && (!measure.is_of_row || is_bracketed || !line.is(next - 1, Sign::Close))
    {
        effect.p = Some(p);
        next = end;
    }
    effect.span = line.span(from..next);
    Some((effect, next))
}

/// What an estimate is of.
struct Meaning {
    measure: EffectMeasure,
    is_adjusted: bool,
    /// Whether the name of a measure stands before it that no other estimate took.
    is_named: bool,
    /// Whether it is one more of a row.
    is_of_row: bool,
}

struct Reading<'l, 't> {
    line: &'l Line<'t>,
    from: usize,
    after: usize,
    unit: Option<Unit>,
    context: &'l Context,
}

impl Reading<'_, '_> {
    fn measure(&self) -> Meaning {
        let is_percent = self.unit.is_some_and(|unit| unit.is_percent);
        let other = |of: ValueOf| {
            let of = if is_percent && of == ValueOf::Unknown { ValueOf::Proportion } else { of };
            Meaning { measure: EffectMeasure::Other(of), is_adjusted: false, is_named: false, is_of_row: false }
        };
        let Some(subject) = &self.context.subject else { return other(ValueOf::Unknown) };
        let is_of_row = subject.last.is_some() && self.is_of_row(subject);
        let is_named = subject.last.is_none() && self.is_near(subject);
        let EffectMeasure::Other(of) = subject.measure else {
            let line = self.line;
            let is_between = self.from > 0 && ["between", "from"].iter().any(|it| line.is_word(self.from - 1, it));
            let is_measured = if subject.measure.is_ratio() {
                let is_unit = words::is_unit(line, self.after) || unit::known(line, self.after).is_some();
                !is_unit && line.signed(self.from).is_some_and(|(_, next)| next == self.from + 1)
            } else {
                !is_between
            };
            if is_measured && (is_of_row || is_named) {
                return Meaning { measure: subject.measure, is_adjusted: subject.is_adjusted, is_named, is_of_row };
            }
            return other(ValueOf::Unknown);
        };
        Meaning { is_of_row, ..other(of) }
    }

    /// Whether nothing stands between the name and the estimate that begins something new.
    fn is_near(&self, subject: &Subject) -> bool {
        let mut between = subject.next..self.from;
        between.len() <= REACH && !between.any(|at| self.line.is(at, Sign::Semicolon))
    }

    /// Whether only what joins the members of a row stands between the last of them and the estimate.
    fn is_of_row(&self, subject: &Subject) -> bool {
        let line = self.line;
        if self.from.saturating_sub(subject.next) > ROW {
            return false;
        }
        let is_joint = |at: usize| {
            let is_mark = matches!(line.sign(at), Some(Sign::Comma | Sign::Semicolon | Sign::ListComma | Sign::Close));
            is_mark || words::is(line, at, |it| it.joins) || words::is(line, at, |it| it.compares)
        };
        let mut first = subject.next;
        while first < self.from && is_joint(first) {
            first += 1;
        }
        let mut between = first..self.from;
        if between.is_empty() {
            return true;
        }
        let is_bracketed =
            line.is(self.from - 1, Sign::Open) && subject.last.as_ref().is_some_and(|it| it.is_bracketed);
        let is_phrase = line.word(first).is_some() && words::is(line, first, |it| it.of_what);
        let is_endpoint = || {
            between.clone().all(|at| {
                let is_named = |it: &str| it.is_empty() || words::chinese(|it| it.endpoints).contains(&it);
                words::is(line, at, |it| it.endpoints)
                    || line.han(at).is_some_and(|han| words::without_link(han).any(is_named))
                    || words::is(line, at, |it| it.links)
                    || words::is(line, at, |it| it.of_what)
                    || matches!(line.sign(at), Some(Sign::Comma | Sign::Equals | Sign::Open | Sign::Colon))
            })
        };
        if !(is_bracketed || is_phrase || is_endpoint() || self.is_of_others(between.clone())) {
            return false;
        }
        between.all(|at| match line.kind(at) {
            Some(Kind::Number(_)) => {
                line.is_in_name(at) || unit::known(line, at + 1).is_some() || line.is_hyphen(at + 1)
            }
            Some(Kind::Sign(Sign::Stop)) => words::is(line, at - 1, |it| it.points),
            _ => true,
        })
    }
}

impl Reading<'_, '_> {
    /// `，<1%者为0.77`, `，女性为0.62`: the next group of people, by its name in Chinese.
    fn is_of_others(&self, mut between: Range<usize>) -> bool {
        let line = self.line;
        let names_people = |it: &str| words::chinese(|it| it.groups).iter().any(|group| it.ends_with(group));
        let last = between.end.checked_sub(1).and_then(|last| line.han(last));
        last.is_some_and(|han| words::without_link(han).any(names_people)) && between.all(|at| line.word(at).is_none())
    }
}

/// Whether a number may be an estimate for all that stands beside it.
fn may_begin(line: &Line<'_>, from: usize, after: usize) -> bool {
    let before = from.checked_sub(1);
    let sign = before.and_then(|it| line.sign(it));
    let is_part = matches!(
        sign,
        Some(
            Sign::Slash
                | Sign::PlusMinus
                | Sign::Less
                | Sign::Greater
                | Sign::AtMost
                | Sign::AtLeast
                | Sign::Times
                | Sign::Tilde
        )
    );
    let is_negative_sum = from > 1 && is_currency(line, from - 1) && line.is(from - 2, Sign::Dash);
    // `0.5–0.7`, `1:1`
    let is_joined = |it: usize| line.is(it, Sign::Dash) || line.is(it, Sign::Colon);
    let is_second = |it: usize| is_joined(it) && it > 0 && line.number(it - 1).is_some();
    let is_count = is_called_n(line, from);
    let is_counted = words::is(line, after, |it| it.persons)
        || words::begins(line, after, |it| it.counters) && !line.is(after + 1, Sign::Slash);
    let is_fraction = line.is(after, Sign::Slash) && unit::known(line, after).is_none();
    let is_of = line.is_word(after, "of") && line.number(after + 1).is_some();
    let is_per =
        from > 0 && (line.is_word(from - 1, "per") || line.han(from - 1).is_some_and(|han| han.ends_with('每')));
    let of_all = from > 1 && line.is_word(from - 1, "of") && line.number(from - 2).is_some();
    !is_part
        && !before.is_some_and(is_second)
        && !is_count
        && !is_per
        && !is_negative_sum
        && !is_counted
        && !is_of
        && !of_all
        && !is_fraction
        && !(line.is(after, Sign::Colon) && line.number(after + 1).is_some())
        && !line.is(after, Sign::Times)
        && !line.is_in_name(from)
        && !effect::is_list(line, after)
        && label(line, from).is_none()
}

/// Whether a value before a number is set against it, so that what follows may belong to both: `47% vs 42% (95% CI …)`.
fn is_second_value(line: &Line<'_>, from: usize, since: usize) -> bool {
    let is_joint = |at: usize| {
        // `and` joins what stands on both sides of it; what compares may have words after it.
        let is_set_against = match line.kind(at) {
            Some(Kind::Han(_)) => words::has(line, at, |it| it.compares) && !words::has(line, at, |it| it.links),
            Some(Kind::Word(_)) => words::is(line, at, |it| it.compares),
            _ => false,
        };
        is_set_against && (at + 1 == from || !words::is(line, at, |it| it.joins))
    };
    for at in (from.saturating_sub(5).max(since)..from).rev() {
        if is_joint(at) {
            let before = at.saturating_sub(PAIR).max(since)..at;
            let is_end = |at: &usize| !line.is(*at, Sign::Semicolon) && !line.is(*at, Sign::Stop);
            let mut near = before.rev().take_while(is_end);
            return near.any(|at| line.number(at).is_some() && !line.is_in_name(at));
        }
        let is_apart =
            matches!(line.sign(at), Some(Sign::Open | Sign::Equals | Sign::Colon | Sign::Comma | Sign::Semicolon));
        if is_apart || words::is(line, at, |it| it.verbs) {
            return false;
        }
    }
    false
}

/// Whether a number is more than a count: it has decimals, or a unit that is known.
fn is_exact(number: Printed, unit: Option<Unit>) -> bool {
    number.decimals() > 0 || unit.is_some_and(|unit| unit.is_known)
}

/// Whether an estimate and its bounds can be on one scale: `39 (36%–58%)` is not, nor `47% (0.36–0.58)`.
fn fits_scale(effect: &Effect, unit: Option<Unit>, has_percent: bool) -> bool {
    let is_percent = unit.is_some_and(|unit| unit.is_percent);
    if has_percent && !unit.is_some_and(|unit| unit.is_known) && effect.estimate.decimals() == 0 {
        return false;
    }
    let Some(interval) = &effect.interval else { return true };
    let (estimate, upper) = (effect.estimate.value.value().abs(), interval.upper.value.value().abs());
    let upper = upper.max(interval.lower.value.value().abs());
    let is_share = |it: f64| it <= 1.0;
    let decimals = interval.upper.value.decimals() > 0;
    !(is_percent && !has_percent && decimals && is_share(upper) && estimate > 2.0)
        && !(has_percent && !is_percent && is_share(estimate) && upper > 2.0)
}

/// Whether a bound of an interval is negative.
fn is_negative(effect: &Effect) -> bool {
    effect.interval.iter().any(|it| it.lower.value.units() < 0 || it.upper.value.units() < 0)
}
