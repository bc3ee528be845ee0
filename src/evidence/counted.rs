//! Shares that are counted: those whose percentage is of people that the text itself speaks of.
//!
//! A rate over time is estimated, not counted, and another study's people are not known here.

use std::ops::Range;

use super::amount::Unit;
use super::lex::Line;
use super::sentence::sentences;
use super::share::{CountPercent, shares};
use super::words::{self, Topic, all_in, first_in};

/// How many characters after 既往 or `previous` a study is named, if another one is meant.
const NEAR: usize = 12;

/// The shares of a text that are counted, each of which can be judged by itself.
pub fn counted(line: &Line<'_>) -> Vec<CountPercent> {
    counted_of(line, &shares(line))
}

/// Those of all [`shares`] of a line that are counted.
pub fn counted_of(line: &Line<'_>, all: &[CountPercent]) -> Vec<CountPercent> {
    let mut kept = Vec::with_capacity(all.len());
    let mut rest = all;
    for sentence in sentences(line) {
        let (here, after) = rest.split_at(rest.partition_point(|share| share.pieces.start < sentence.end));
        rest = after;
        if here.is_empty() {
            continue;
        }
        let span = line.span(sentence.clone());
        let first = |topic: Topic| first_in(line, span.clone(), topic);
        let estimated = estimated(line, span.clone()).or_else(|| rate_at_time(line, &sentence));
        let elsewhere = elsewhere(line, span.clone());
        let guessed = first(Topic::Planned).or_else(|| first(Topic::Modelled)).or_else(|| first(Topic::Rounded));
        let is_counted = |share: &&CountPercent| {
            let follows = |at: Option<usize>| at.is_some_and(|at| at < share.span.start);
            !(follows(estimated) || (follows(elsewhere) || follows(guessed)) && share.among.is_none())
        };
        kept.extend(here.iter().filter(is_counted).cloned());
    }
    kept
}

/// Whether what is said of some people is of others than those counted here: estimated, or of another study.
pub fn is_of_others(line: &Line<'_>, pieces: Range<usize>) -> bool {
    let span = line.span(pieces);
    estimated(line, span.clone()).is_some() || elsewhere(line, span).is_some()
}

/// Whether what is said is of another study than the one that a text is about.
pub fn is_of_another_study(words: &str) -> bool {
    elsewhere(&Line::new(words), 0..words.len()).is_some()
}

/// Where some bytes of a line begin to speak of what is estimated over time.
fn estimated(line: &Line<'_>, span: Range<usize>) -> Option<usize> {
    first_in(line, span.clone(), Topic::Estimated).or_else(|| rate_over_time(line, span))
}

/// Where some bytes of a line speak of a rate after some years: `5年局部控制率`. What happens *within* them is counted.
fn rate_over_time(line: &Line<'_>, span: Range<usize>) -> Option<usize> {
    let rate = span.start + line.text[span.clone()].find('率')?;
    let first = line.lexemes.partition_point(|it| it.span.start < span.start);
    let end = line.lexemes.partition_point(|it| it.span.start < rate);
    let is_time = |at: &usize| {
        let is_short = line.number(*at).is_some_and(|it| it.value() < 100.0);
        // The characters after it, up to the rate.
        let han = line.han(at + 1).filter(|_| is_short && at + 1 < end);
        let han = han.map(|han| &han[..han.len().min(rate - line.lexemes[at + 1].span.start)]);
        let rest = han.and_then(|han| words::chinese(|it| it.over_time).iter().find_map(|unit| han.strip_prefix(unit)));
        rest.is_some_and(|rest| !rest.starts_with('内'))
    };
    let found = (first..end).find(is_time)?;
    Some(line.lexemes[found + 1].span.start)
}

/// Where a sentence speaks of a rate at a time: `the incidence at 5 years`.
fn rate_at_time(line: &Line<'_>, sentence: &Range<usize>) -> Option<usize> {
    let is_time = |at: &usize| {
        line.is_word(*at, "at") && line.number(at + 1).is_some_and(|it| it.value() < 100.0) && {
            matches!(words::unit(line, at + 2), Some(Unit::Year | Unit::Month))
        }
    };
    let found = sentence.clone().find(is_time)?;
    let rates = ["rate", "incidence", "control", "free", "probability"];
    let is_rate = sentence
        .clone()
        .any(|at| line.word(at).is_some_and(|it| rates.iter().any(|rate| it.eq_ignore_ascii_case(rate))));
    is_rate.then(|| line.span(found..found + 1).start)
}

/// Where some bytes of a line begin to speak of another study.
fn elsewhere(line: &Line<'_>, span: Range<usize>) -> Option<usize> {
    let is_study = |earlier: &Range<usize>| {
        let after = &line.text[earlier.end..span.end];
        let near = after.char_indices().nth(NEAR).map_or(span.end, |(length, _)| earlier.end + length);
        first_in(line, earlier.end..near, Topic::Studies).is_some()
    };
    let earlier = all_in(line, span.clone(), Topic::Earlier).find(is_study).map(|it| it.start);
    first_in(line, span, Topic::Elsewhere).into_iter().chain(earlier).min()
}
