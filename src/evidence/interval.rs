//! A confidence interval: its level, its name, its bounds.

use super::at;
use super::lex::{Kind, Line, Sign, is_exactly};
use super::measure::{self, Named};
use super::words;
use crate::diag::At;
use crate::model::printed::Printed;
use crate::model::statistic::{Interval, IntervalKind};

/// The name of an interval: `95%CI`, `90% confidence interval`, `置信区间`.
pub(super) struct Label {
    pub(super) kind: IntervalKind,
    pub(super) level: Option<At<Printed>>,
    pub(super) next: usize,
}

/// The name of an interval at a piece.
pub(super) fn label(line: &Line<'_>, from: usize) -> Option<Label> {
    let mut here = from;
    let level = line.number(here).filter(|_| line.is(here + 1, Sign::Percent)).map(|number| {
        here += 2;
        at(line, number, from..from + 1)
    });
    let mut next = match line.kind(here)? {
        Kind::Word(word) if words::english(|it| it.intervals).iter().any(|it| is_exactly(word, it)) => here + 1,
        Kind::Word(_) if line.is_word(here, "confidence") || line.is_word(here, "credible") => {
            let is_named = ["interval", "intervals", "limits", "limit"].iter().any(|it| line.is_word(here + 1, it));
            is_named.then_some(here + 2)?
        }
        Kind::Han(han) => {
            let bare = han.trim_start_matches('的');
            let rest = words::chinese(|it| it.intervals).iter().find_map(|name| bare.strip_prefix(name))?;
            let is_bound = words::chinese(|it| it.bounds).contains(&rest);
            (rest.is_empty() || words::is_link(rest) || is_bound).then_some(here + 1)?
        }
        _ => return None,
    };
    // `95%置信区间（CI）`
    if line.is(next, Sign::Open) && line.is_word(next + 1, "CI") && line.is(next + 2, Sign::Close) {
        next += 3;
    }
    Some(Label { kind: kind(line, next - 1), level, next })
}

/// What the interval says whose name ends at a piece.
fn kind(line: &Line<'_>, last: usize) -> IntervalKind {
    let is_credible = |at: usize| words::begins(line, at, |it| it.credible);
    if is_credible(last) || last.checked_sub(1).is_some_and(is_credible) {
        IntervalKind::Credible
    } else {
        IntervalKind::Confidence
    }
}

/// The interval that follows an estimate, and the piece after it. `level` is what was said of one before the estimate;
/// `is_first` tells that nothing stands between the estimate and `from`.
pub(super) fn after(
    line: &Line<'_>,
    from: usize,
    named: &Named,
    level: Option<Option<At<Printed>>>,
    is_first: bool,
) -> Option<(Interval, usize)> {
    if let Some(found) = unlabelled(line, from, named, level, is_first) {
        return Some(found);
    }
    let mut here = from;
    let mut open = 0;
    for _ in 0..12 {
        if let Some(label) = label(line, here) {
            return bounds(line, here, label, open);
        }
        match line.kind(here)? {
            Kind::Sign(Sign::Comma | Sign::Semicolon | Sign::Colon) => {}
            Kind::Sign(Sign::Open) => open += 1,
            Kind::Sign(Sign::Close) if open > 0 => open -= 1,
            _ if words::is_transparent(line, here) => {}
            // `HR was 0.77 for death (95% CI …)`: words without a mark before the bracket.
            Kind::Word(_) | Kind::Han(_) if is_first && here == from => {
                here = bracket_after(line, here, named)?;
                continue;
            }
            _ => return None,
        }
        here += 1;
    }
    None
}

/// The bracket after some words, if the name of an interval stands in it.
fn bracket_after(line: &Line<'_>, from: usize, named: &Named) -> Option<usize> {
    for here in from..from + 12 {
        match line.kind(here)? {
            Kind::Sign(Sign::Open) => return label(line, here + 1).is_some().then_some(here),
            Kind::Sign(Sign::Dash) => {}
            Kind::Word(word)
                if word.len() > 1 && (!named.measure.is_ratio() || here > from || !words::is_unit(line, here)) =>
            {
                if measure::named(line, here).is_some() {
                    return None;
                }
            }
            Kind::Han(_) if measure::named(line, here).is_none() => {}
            _ => return None,
        }
    }
    None
}

/// Bounds after the name of an interval, in `open` brackets.
fn bounds(line: &Line<'_>, from: usize, label: Label, mut open: usize) -> Option<(Interval, usize)> {
    for here in label.next..label.next + 4 {
        if let Some(pair) = pair(line, here, true) {
            let next = closed(line, pair.next, &mut open);
            return Some((pair.interval(line, from, label.kind, label.level), next));
        }
        match line.kind(here)? {
            Kind::Sign(Sign::Colon | Sign::Comma | Sign::Equals) => {}
            Kind::Sign(Sign::Open) => open += 1,
            Kind::Han(han) if words::is_link(han) => {}
            Kind::Han(_) | Kind::Word(_) if words::is(line, here, |it| it.bounds) => {}
            _ => return None,
        }
    }
    None
}

/// `0.77（0.59~1.01）`: bounds in a bracket right after the estimate.
fn unlabelled(
    line: &Line<'_>,
    from: usize,
    named: &Named,
    level: Option<Option<At<Printed>>>,
    is_first: bool,
) -> Option<(Interval, usize)> {
    let is_open = line.is(from, Sign::Open);
    let is_announced = level.is_some();
    let follows = is_open || is_announced && line.is(from, Sign::Comma);
    if !is_first || !follows || label(line, from + 1).is_some() {
        return None;
    }
    let pair = pair(line, from + 1, is_announced)?;
    let looks_like_one = named.measure.is_ratio() && pair.lower.value.decimals() > 0 && pair.upper.value.decimals() > 0;
    let ends = matches!(line.sign(pair.next), Some(Sign::Close | Sign::Comma | Sign::Semicolon)) || !is_open;
    if !ends || !(is_announced || looks_like_one) {
        return None;
    }
    let next = if line.is(pair.next, Sign::Close) { pair.next + 1 } else { pair.next };
    Some((pair.interval(line, from + 1, IntervalKind::Confidence, level.flatten()), next))
}

/// Two numbers with something between.
struct Pair {
    lower: At<Printed>,
    upper: At<Printed>,
    next: usize,
}

impl Pair {
    fn interval(self, line: &Line<'_>, from: usize, kind: IntervalKind, level: Option<At<Printed>>) -> Interval {
        let span = line.span(from..from + 1).start..self.upper.span.end;
        Interval { kind, level, lower: self.lower, upper: self.upper, span }
    }
}

fn pair(line: &Line<'_>, from: usize, may_be_comma: bool) -> Option<Pair> {
    let (lower, next) = line.signed(from)?;
    let lower = at(line, lower, from..next);
    let here = unit(line, next);
    let comma = || {
        let is_comma = matches!(line.sign(here), Some(Sign::Comma | Sign::Semicolon | Sign::ListComma));
        (may_be_comma && (is_comma || words::is(line, here, |it| it.pairs))).then_some(here + 1)
    };
    let second = words::separator(line, here).or_else(comma)?;
    let (upper, next) = line.signed(second)?;
    // The level of the next interval is no bound.
    if label(line, second).is_some() {
        return None;
    }
    let upper = at(line, upper, second..next);
    Some(Pair { lower, upper, next: unit(line, next) })
}

/// The piece after a percent sign or a unit.
fn unit(line: &Line<'_>, at: usize) -> usize {
    let is_unit = line.is(at, Sign::Percent) || words::is(line, at, |it| it.bound_units);
    if is_unit { at + 1 } else { at }
}

/// The piece after the brackets that close.
fn closed(line: &Line<'_>, mut next: usize, open: &mut usize) -> usize {
    while *open > 0 && line.is(next, Sign::Close) {
        next += 1;
        *open -= 1;
    }
    next
}
