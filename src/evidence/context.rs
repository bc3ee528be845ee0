//! What a sentence has said so far: what its numbers are of, and what was announced of their intervals.

use std::ops::Range;

use super::interval;
use super::label::{Announced, label};
use super::lex::{Kind, Line, Sign};
use super::measure::Named;
use super::words;
use crate::model::statistic::{Effect, EffectMeasure, ValueOf};

/// How many pieces may stand between a measure and what it is of, or between two estimates of one name.
pub(super) const ROW: usize = 14;
/// How many pieces may stand between a mean and what it is the mean of.
const NEAR: usize = 6;

/// What the sentence has said so far.
#[derive(Debug, Default)]
pub(super) struct Context {
    pub(super) subject: Option<Subject>,
    /// What was said of the intervals of the sentence.
    pub(super) announced: Option<Announced>,
    /// The piece after the last statement.
    pub(super) end: usize,
    /// How many brackets are open.
    depth: usize,
}

/// What the numbers of a sentence are of.
#[derive(Debug)]
pub(super) struct Subject {
    pub(super) measure: EffectMeasure,
    pub(super) is_adjusted: bool,
    /// The piece after its name, or after the last estimate of it.
    pub(super) next: usize,
    /// The last estimate of it, if one was read.
    pub(super) last: Option<Last>,
}

/// An estimate of which the next one of a row may be one more.
#[derive(Debug)]
pub(super) struct Last {
    /// Whether it stood right after a bracket that opens.
    pub(super) is_bracketed: bool,
    pub(super) announced: Option<Announced>,
}

impl Context {
    /// Takes note of a piece that is no part of a statement, with the measure that it names, and says where to go on.
    pub(super) fn pass(&mut self, line: &Line<'_>, here: usize, named: Option<Named>) -> usize {
        match line.sign(here) {
            Some(Sign::Stop) if !(here > 0 && words::is(line, here - 1, |it| it.points)) => {
                *self = Self { end: self.end, ..Self::default() };
            }
            Some(Sign::Open) => self.depth += 1,
            Some(Sign::Close) => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        if let Some(label) = label(line, here) {
            if !interval::has_bounds(line, here, &label) {
                self.announced = Some(Announced { kind: label.kind, level: label.level });
            }
            return label.next;
        }
        if let Some(named) = named {
            let Named { measure, is_adjusted, next, .. } = named;
            self.subject = Some(Subject { measure, is_adjusted, next, last: None });
            return next;
        }
        if let Some(of) =
            words::value(line, here).filter(|_| !self.is_subordinate(line, here) && !self.is_average(here))
        {
            self.subject =
                Some(Subject { measure: EffectMeasure::Other(of), is_adjusted: false, next: here + 1, last: None });
        }
        here + 1
    }

    /// Takes note of an effect that was read from these pieces.
    pub(super) fn read(&mut self, line: &Line<'_>, effect: &Effect, pieces: Range<usize>, said: Option<Announced>) {
        let own = effect.interval.as_ref().map(|it| (it.kind, it.level.clone()));
        let own = own.or_else(|| effect.half_open.as_ref().map(|it| (it.kind, it.level.clone())));
        let announced = own.map(|(kind, level)| Announced { kind, level });
        if said.is_some() {
            self.announced = said;
        }
        self.subject = Some(Subject {
            measure: effect.measure,
            is_adjusted: effect.is_adjusted,
            next: pieces.end,
            last: announced
                .is_some()
                .then(|| Last { is_bracketed: pieces.start > 0 && line.is(pieces.start - 1, Sign::Open), announced }),
        });
        self.end = pieces.end;
    }

    /// Takes note of another statement, which interrupts no row.
    pub(super) fn went_on(&mut self, next: usize) {
        self.end = next;
        if let Some(subject) = self.subject.as_mut().filter(|it| it.last.is_some()) {
            subject.next = next;
        }
    }

    /// Whether a word only says of what the median or mean just before it is: `median survival`, `mean age`.
    fn is_average(&self, here: usize) -> bool {
        self.subject.as_ref().is_some_and(|it| {
            let is_average = matches!(it.measure, EffectMeasure::Other(ValueOf::Median | ValueOf::Mean));
            is_average && it.last.is_none() && here.saturating_sub(it.next) < NEAR
        })
    }

    /// Whether a word only says what the measure before it is of: `OR for the response rate`.
    fn is_subordinate(&self, line: &Line<'_>, here: usize) -> bool {
        let Some(subject) = self.subject.as_ref().filter(|it| it.measure.compares() && it.last.is_none()) else {
            return false;
        };
        if line.han(here).is_some() || here.saturating_sub(subject.next) > ROW {
            return false;
        }
        let between = subject.next..here;
        let goes_on = |at: usize| {
            matches!(line.kind(at), Some(Kind::Word(_) | Kind::Han(_)) | Some(Kind::Sign(Sign::Dash)))
                && !is_verb(line, at)
        };
        between.clone().all(goes_on) && between.into_iter().any(|at| words::is(line, at, |it| it.of_what))
    }
}

fn is_verb(line: &Line<'_>, at: usize) -> bool {
    !line.is_word(at, "of") && words::is(line, at, |it| it.verbs)
}
