//! What the numbers of a passage were read as: what [`evidence`](crate::evidence) says of them.

use std::ops::Range;

use super::number::{Reading, Seat};
use crate::evidence::amount::{Unit, amounts};
use crate::evidence::change::{differences, folds, reductions};
use crate::evidence::lex::Line;
use crate::evidence::number::Number;
use crate::evidence::people::{crowd, fraction, is_called_n};
use crate::evidence::sentence::sentences;
use crate::evidence::share::{cell, shares};
use crate::model::finding::Measure;
use crate::model::statistic::{Effect, Statement};

/// What was read in a line, by the ranges of its text; what comes first knows best.
pub(super) struct Readings {
    found: Vec<(Range<usize>, Reading)>,
}

impl Readings {
    /// Reads a line. `statements` are its own; a cell of a table holds one thing.
    pub(super) fn of(line: &Line<'_>, statements: &[Statement], is_cell: bool) -> Self {
        let mut readings = Self { found: Vec::new() };
        for statement in statements {
            match statement {
                Statement::Effect(effect) => readings.effect(effect),
                Statement::P(p) => readings.add(p.value.span.clone(), Reading::P),
            }
        }
        readings.shares(line, is_cell);
        for sentence in sentences(line) {
            readings.sentence(line, sentence);
        }
        readings
    }

    fn add(&mut self, range: Range<usize>, reading: Reading) {
        self.found.push((range, reading));
    }

    fn effect(&mut self, effect: &Effect) {
        let of = |seat| Reading::Effect(effect.measure, seat);
        self.add(effect.estimate.span.clone(), of(Seat::Estimate));
        if let Some(interval) = &effect.interval {
            self.add(interval.lower.span.clone(), of(Seat::Lower));
            self.add(interval.upper.span.clone(), of(Seat::Upper));
            if let Some(level) = &interval.level {
                self.add(level.span.clone(), of(Seat::Level));
            }
        }
        if let Some(p) = &effect.p {
            self.add(p.value.span.clone(), of(Seat::P));
        }
    }

    fn shares(&mut self, line: &Line<'_>, is_cell: bool) {
        let all = if is_cell { cell(line).into_iter().collect() } else { shares(line) };
        for share in all {
            self.add(share.percent_span.clone(), Reading::Share);
            let numbers = share.pieces.filter(|at| line.number(*at).is_some());
            let others = numbers.filter(|at| !share.percent_span.contains(&line.span(*at..at + 1).start));
            for (place, at) in others.enumerate() {
                let is_count = line.number(at).and_then(|it| it.whole()) == Some(i64::from(share.count));
                let reading = if is_count && place == 0 { Reading::Count } else { Reading::Among };
                self.add(line.span(at..at + 1), reading);
            }
        }
    }

    fn sentence(&mut self, line: &Line<'_>, sentence: Range<usize>) {
        let piece = |at: usize| line.span(at..at + 1);
        let changed = reductions(line, sentence.clone()).into_iter().map(|it| (piece(it.at), Reading::Change));
        self.found.extend(changed);
        let apart = differences(line, sentence.clone()).into_iter().map(|it| (piece(it.at), Reading::Difference));
        self.found.extend(apart);
        for fold in folds(line, sentence.clone()) {
            let number = (fold.pieces.0..fold.pieces.1).find(|at| line.number(*at).is_some());
            self.found.extend(number.map(|at| (piece(at), Reading::Fold)));
        }
        for at in sentence.clone().filter(|at| line.number(*at).is_some()) {
            if let Some(fraction) = fraction(line, at) {
                self.add(piece(at), Reading::Count);
                let among = fraction.pieces.rev().find(|it| line.number(*it).is_some()).unwrap_or(at);
                self.add(piece(among), Reading::Among);
            } else if crowd(line, at).is_some() || is_called_n(line, at) {
                self.add(piece(at), Reading::People);
            }
        }
        let words = line.slice(sentence.clone());
        let is_median = words.contains("中位") || words.to_ascii_lowercase().contains("median");
        for amount in amounts(line, sentence) {
            let reading = match amount.unit {
                Unit::Percent => Reading::Percent,
                Unit::Month | Unit::Year | Unit::Week | Unit::Day if is_median => Reading::Value(Measure::Median),
                _ => Reading::Amount,
            };
            self.add(piece(amount.at), reading);
        }
    }

    /// What a number of the line was read as.
    pub(super) fn of_number(&self, text: &str, number: &Number) -> Reading {
        let at = number.range.start;
        let known = self.found.iter().find(|(range, _)| range.contains(&at) || range.start == at);
        match known.map(|(_, reading)| *reading) {
            // A year with its measure word is a date, whatever unit it might be.
            Some(Reading::Amount) | None if is_date(text, number) => Reading::Date,
            Some(reading) => reading,
            None if number.is_level => Reading::Level,
            None if number.is_percent() => Reading::Percent,
            None => Reading::Unread,
        }
    }
}

/// Whether a number is a year, a month or a day: `2024年3月`.
fn is_date(text: &str, number: &Number) -> bool {
    let Some(value) = number.printed.whole().filter(|_| number.scale == 1.0 && !number.is_percent()) else {
        return false;
    };
    let (before, rest) = (&text[..number.range.start], text[number.range.end..].trim_start());
    let is_year = (1900..2100).contains(&value);
    let goes_on = before.trim_end().ends_with(['年', '月', '-', '至', '~', '～', '—', '–']);
    match rest.chars().next() {
        Some('年') => is_year,
        Some('月') => (1..=12).contains(&value),
        Some('日') => (1..=31).contains(&value) && goes_on,
        _ => is_year && !number.is_count && !rest.starts_with(['例', '名', '人', '个']),
    }
}
