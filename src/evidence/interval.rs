//! An interval of an estimate: its bounds, and how they are found from the estimate on.

use super::label::{Announced, Label, label};
use super::lex::{Kind, Line, Sign};
use super::{at, measure, unit, words};
use crate::diag::At;
use crate::model::printed::Printed;
use crate::model::statistic::{HalfOpen, Interval, IntervalKind};

/// How many pieces may stand between an estimate and its interval.
const REACH: usize = 18;

/// What was found.
pub(super) enum Found {
    /// An interval with both of its bounds.
    Closed(Interval),
    /// One of which an end is open.
    Open(HalfOpen),
}

/// An interval, and how it was written.
pub(super) struct Read {
    pub(super) found: Found,
    /// The piece after it, and after the brackets that it closes.
    pub(super) next: usize,
    /// Whether its bounds have a sign of per cent.
    pub(super) has_percent: bool,
    /// Whether words stand between the estimate and it.
    pub(super) is_apart: bool,
}

/// For what an interval is looked for.
pub(super) struct Wanted<'a> {
    /// Whether the estimate is a ratio.
    pub(super) is_ratio: bool,
    /// Whether bounds of a ratio may stand in brackets without the name of an interval.
    pub(super) may_be_bare: bool,
    /// What was said of intervals before the estimate.
    pub(super) announced: Option<&'a Announced>,
    /// Whether nothing but its unit stands between the estimate and where the search begins.
    pub(super) is_first: bool,
}

/// The interval that follows an estimate.
pub(super) fn after(line: &Line<'_>, from: usize, wanted: &Wanted<'_>) -> Option<Read> {
    if let Some(found) = unlabelled(line, from, wanted) {
        return Some(found);
    }
    let mut here = from;
    let mut open = 0;
    let mut is_apart = false;
    while here < from + REACH {
        if let Some(label) = label(line, here) {
            return bounds(line, here, label, open).map(|read| Read { is_apart, ..read });
        }
        here = match line.kind(here)? {
            Kind::Sign(Sign::Comma | Sign::Semicolon | Sign::Colon) => here + 1,
            Kind::Sign(Sign::Open) => {
                open += 1;
                here + 1
            }
            Kind::Sign(Sign::Close) if open > 0 => {
                open -= 1;
                here + 1
            }
            _ if is_mark(line, here) => here + 1,
            _ if words::is_transparent(line, here) => here + 1,
            _ if open > 0
                && let Some(next) = aside(line, here) =>
            {
                next
            }
            // `HR was 0.77 for death (95% CI …)`: words before a mark and the name of the interval.
            Kind::Word(_) | Kind::Han(_) | Kind::Sign(Sign::Dash) if wanted.is_first && here == from => {
                is_apart = true;
                after_words(line, from, wanted)?
            }
            _ => return None,
        };
    }
    None
}

/// A footnote's mark, a raised number, or the mark of a reference: nothing that is read.
pub(super) fn is_mark(line: &Line<'_>, at: usize) -> bool {
    matches!(line.kind(at), Some(Kind::Power(_) | Kind::Other('\u{FFFC}' | '†' | '‡' | '§' | '¶' | '#' | '^')))
}

/// The piece after an aside about the estimate: `39/85`, `39 of 85 patients`, `SD 4.1`, `n=85`, `±4.5`.
fn aside(line: &Line<'_>, at: usize) -> Option<usize> {
    let number = |here: usize| line.number(here).is_some();
    if number(at) && (line.is(at + 1, Sign::Slash) || line.is_word(at + 1, "of")) && number(at + 2) {
        let is_counted = words::is(line, at + 3, |it| it.persons) || words::begins(line, at + 3, |it| it.counters);
        return Some(at + 3 + usize::from(is_counted));
    }
    if line.is(at, Sign::PlusMinus) && number(at + 1) {
        return Some(at + 2);
    }
    if !words::is(line, at, |it| it.asides) {
        return None;
    }
    let here = at + 1 + usize::from(matches!(line.sign(at + 1), Some(Sign::Equals | Sign::Comma | Sign::Colon)));
    if !number(here) {
        return line.word(here).is_some_and(|it| matches!(it, "D" | "E")).then_some(here + 1);
    }
    let end = words::separator(line, here + 1).filter(|it| number(*it)).map_or(here + 1, |it| it + 1);
    Some(unit::known(line, end).map_or(end, |it| it.next))
}

/// The mark after some words, if the name of an interval follows it.
fn after_words(line: &Line<'_>, from: usize, wanted: &Wanted<'_>) -> Option<usize> {
    for here in from..from + REACH {
        match line.kind(here)? {
            Kind::Sign(Sign::Open | Sign::Comma | Sign::Semicolon) if here > from => {
                let after_aside =
                    |it| it + usize::from(matches!(line.sign(it), Some(Sign::Comma | Sign::Semicolon | Sign::Open)));
                let aside = aside(line, here + 1).filter(|_| line.is(here, Sign::Open));
                let next = aside.map_or(here + 1, after_aside);
                return label(line, next).is_some().then_some(here);
            }
            Kind::Sign(Sign::Dash) => {}
            Kind::Number(_) if line.is_in_name(here) => {}
            Kind::Word(word) if word.len() > 1 && (!wanted.is_ratio || here > from || !words::is_unit(line, here)) => {
                if measure::named(line, here).is_some_and(|it| !it.is_vague) {
                    return None;
                }
            }
            Kind::Word(_) if here > from => {}
            Kind::Han(_) if measure::named(line, here).is_none() => {}
            _ => return None,
        }
    }
    None
}

/// Bounds after the name of an interval, in `open` brackets.
fn bounds(line: &Line<'_>, from: usize, label: Label, mut open: usize) -> Option<Read> {
    for here in label.next..label.next + 5 {
        if let Some(pair) = pair(line, here, true) {
            let next = closed(line, pair.next, &mut open);
            let Label { kind, level, .. } = label;
            return pair.read(line, from, Announced { kind, level }, next);
        }
        match line.kind(here)? {
            Kind::Sign(Sign::Colon | Sign::Comma | Sign::Equals | Sign::Semicolon) => {}
            Kind::Sign(Sign::Open) => open += 1,
            Kind::Han(han) if words::is_link(han) => {}
            Kind::Han(_) | Kind::Word(_) if words::is(line, here, |it| it.bounds) => {}
            _ => return None,
        }
    }
    None
}

/// Whether a pair of bounds follows the name of an interval.
pub(super) fn has_bounds(line: &Line<'_>, from: usize, label: &Label) -> bool {
    let again = Label { kind: label.kind, level: label.level.clone(), next: label.next };
    bounds(line, from, again, 0).is_some()
}

/// `0.77（0.59~1.01）`: bounds in a bracket right after the estimate.
fn unlabelled(line: &Line<'_>, from: usize, wanted: &Wanted<'_>) -> Option<Read> {
    let from = if is_mark(line, from) { from + 1 } else { from };
    let is_open = line.is(from, Sign::Open);
    let is_announced = wanted.announced.is_some();
    let may_be_bare = wanted.may_be_bare && wanted.is_ratio;
    let is_set_off = matches!(line.sign(from), Some(Sign::Comma | Sign::Semicolon)) && (is_announced || may_be_bare);
    if !wanted.is_first || !(is_open || is_set_off) || label(line, from + 1).is_some() {
        return None;
    }
    // `HR 0.77, 0.59–1.01`, but `OR 0.77, 0.59, 1.01` may be three of them.
    let pair = pair(line, from + 1, is_announced || may_be_bare && is_open)?;
    let looks_like_one = may_be_bare && pair.looks_like_one();
    let mut next = pair.next;
    // `0.77 (0.59–1.01, 95% CI)`
    let mut said = wanted.announced.cloned();
    let after = next + usize::from(matches!(line.sign(next), Some(Sign::Comma | Sign::Semicolon)));
    if is_open
        && let Some(label) = label(line, after)
        && line.is(label.next, Sign::Close)
    {
        next = label.next;
        said = Some(Announced { kind: label.kind, level: label.level });
    }
    let ends = matches!(line.sign(next), Some(Sign::Close | Sign::Comma | Sign::Semicolon)) || !is_open;
    if !ends || !(said.is_some() || looks_like_one) {
        return None;
    }
    let next = if is_open && line.is(next, Sign::Close) { next + 1 } else { next };
    let said = said.unwrap_or(Announced { kind: IntervalKind::Confidence, level: None });
    pair.read(line, from + 1, said, next)
}

/// An end of an interval.
enum End {
    Bound(At<Printed>),
    Unreached,
}

impl End {
    fn number(&self) -> Option<&At<Printed>> {
        match self {
            Self::Bound(bound) => Some(bound),
            Self::Unreached => None,
        }
    }
}

/// Two ends with something between.
struct Pair {
    lower: End,
    upper: End,
    /// The piece after the bounds.
    last: usize,
    next: usize,
    has_percent: bool,
    /// Whether a comma parts them.
    has_comma: bool,
}

impl Pair {
    /// Whether both bounds are printed like those of a ratio, in their order.
    fn looks_like_one(&self) -> bool {
        let (Some(lower), Some(upper)) = (self.lower.number(), self.upper.number()) else { return false };
        let in_order = !self.has_comma || lower.value.value() < upper.value.value();
        lower.value.decimals() > 0 && upper.value.decimals() > 0 && in_order
    }

    fn read(self, line: &Line<'_>, from: usize, said: Announced, next: usize) -> Option<Read> {
        let span = line.span(from..self.last);
        let Announced { kind, level } = said;
        let found = match (self.lower, self.upper) {
            (End::Bound(lower), End::Bound(upper)) => Found::Closed(Interval { kind, level, lower, upper, span }),
            (End::Bound(bound), End::Unreached) => Found::Open(HalfOpen { kind, level, bound, is_lower: true, span }),
            (End::Unreached, End::Bound(bound)) => Found::Open(HalfOpen { kind, level, bound, is_lower: false, span }),
            (End::Unreached, End::Unreached) => return None,
        };
        Some(Read { found, next, has_percent: self.has_percent, is_apart: false })
    }
}

fn pair(line: &Line<'_>, from: usize, may_be_comma: bool) -> Option<Pair> {
    let (lower, next) = end(line, from)?;
    let first = unit::known(line, next);
    let here = first.map_or(next, |it| it.next);
    let comma = || {
        let is_comma = matches!(line.sign(here), Some(Sign::Comma | Sign::Semicolon | Sign::ListComma));
        (may_be_comma && (is_comma || words::is(line, here, |it| it.pairs))).then_some(here + 1)
    };
    let joined = words::separator(line, here).or_else(|| unit::before_range(line, next));
    let second = joined.or_else(comma)?;
    // The level of the next interval is no bound.
    if label(line, second).is_some() {
        return None;
    }
    let (upper, last) = end(line, second)?;
    let unit = unit::known(line, last);
    let has_percent = [first, unit].into_iter().flatten().any(|it| it.is_percent);
    Some(Pair { lower, upper, last, next: unit.map_or(last, |it| it.next), has_percent, has_comma: joined.is_none() })
}

/// Whether a piece is the sign of a currency.
pub(super) fn is_currency(line: &Line<'_>, at: usize) -> bool {
    matches!(line.kind(at), Some(Kind::Other('$' | '£' | '€' | '¥' | '￥')))
}

/// A sum with its minus before the currency, `−£200`, and the piece after it.
fn sum(line: &Line<'_>, from: usize) -> Option<(Printed, usize)> {
    let number = line.number(from + 2).filter(|_| line.is(from, Sign::Dash) && is_currency(line, from + 1))?;
    Some((Printed::new(-number.units(), number.decimals()), from + 3))
}

/// A bound that begins at a piece, and the piece after it.
fn end(line: &Line<'_>, from: usize) -> Option<(End, usize)> {
    let from = if is_currency(line, from) { from + 1 } else { from };
    if let Some((number, next)) = line.signed(from).or_else(|| sum(line, from)).or_else(|| spaced(line, from)) {
        // `10⁹` is no bound of its own.
        let is_scaled = line.is(next, Sign::Times) || line.is(next, Sign::Slash);
        return (!is_scaled).then(|| (End::Bound(at(line, number, from..next)), next));
    }
    unreached(line, from).map(|next| (End::Unreached, next))
}

/// `- 4.1`: a minus with a blank after it, where no number stands before.
fn spaced(line: &Line<'_>, from: usize) -> Option<(Printed, usize)> {
    let number = line.number(from + 1).filter(|_| line.is(from, Sign::Dash))?;
    let is_between = from > 0 && matches!(line.kind(from - 1), Some(Kind::Number(_) | Kind::Digits));
    let is_sign = !is_between && matches!(line.slice(from..from + 1), "-" | "−" | "–");
    is_sign.then(|| (Printed::new(-number.units(), number.decimals()), from + 2))
}

/// `NE`, `not reached`, `∞`, `未达到`: the piece after it.
fn unreached(line: &Line<'_>, from: usize) -> Option<usize> {
    if line.is_word(from, "not") && words::is(line, from + 1, |it| it.unreached_after_not) {
        return Some(from + 2);
    }
    let at = from + usize::from(matches!(line.sign(from), Some(Sign::Dash | Sign::Plus)));
    if matches!(line.kind(at), Some(Kind::Other('∞'))) {
        return Some(at + 1);
    }
    words::is(line, from, |it| it.unreached).then_some(from + 1)
}

/// The piece after the brackets that close.
fn closed(line: &Line<'_>, mut next: usize, open: &mut usize) -> usize {
    while *open > 0 && line.is(next, Sign::Close) {
        next += 1;
        *open -= 1;
    }
    next
}
