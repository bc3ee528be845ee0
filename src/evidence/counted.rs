//! Shares that are counted: those whose percentage is of people that the text itself speaks of.
//!
//! A rate over time is estimated, not counted, and another study's people are not known here.

use std::ops::Range;

use super::amount::Unit;
use super::lex::Line;
use super::sentence::sentences;
use super::share::{CountPercent, shares};
use super::words;

/// The shares of a text that are counted, each of which can be judged by itself.
pub fn counted(line: &Line<'_>) -> Vec<CountPercent> {
    let mut all = shares(line);
    if all.is_empty() {
        return all;
    }
    let mut kept = Vec::with_capacity(all.len());
    for sentence in sentences(line) {
        let span = line.span(sentence.clone());
        let words = &line.text[span.clone()];
        let (estimated, elsewhere) = (estimated(words).or_else(|| rate_at_time(line, &sentence)), elsewhere(words));
        let guessed = words::first_of(words, |it| it.reckoned.planned)
            .or_else(|| words::first_of(words, |it| it.reckoned.modelled));
        let end = all.partition_point(|share| share.pieces.start < sentence.end);
        for share in all.drain(..end) {
            let follows = |at: Option<usize>| at.is_some_and(|at| span.start + at < share.span.start);
            if !(follows(estimated) || (follows(elsewhere) || follows(guessed)) && share.among.is_none()) {
                kept.push(share);
            }
        }
    }
    kept
}

/// Whether what is said of some people is of others than those counted here: estimated, or of another study.
pub fn is_of_others(words: &str) -> bool {
    estimated(words).is_some() || elsewhere(words).is_some()
}

/// Whether what is said is of another study than the one that a text is about.
pub fn is_of_another_study(words: &str) -> bool {
    elsewhere(words).is_some()
}

/// Where a text begins to speak of what is estimated over time.
fn estimated(words: &str) -> Option<usize> {
    words::first_of(words, |it| it.estimated).or_else(|| rate_over_time(words))
}

/// Where a text speaks of a rate after some years: `5年局部控制率`. What happens *within* them is counted.
fn rate_over_time(words: &str) -> Option<usize> {
    let rate = words.find('率')?;
    let line = Line::new(&words[..rate]);
    let is_time = |at: &usize| {
        let is_short = line.number(*at).is_some_and(|it| it.value() < 100.0);
        let rest = line
            .han(at + 1)
            .and_then(|han| words::chinese(|it| it.over_time).iter().find_map(|unit| han.strip_prefix(unit)));
        is_short && rest.is_some_and(|rest| !rest.starts_with('内'))
    };
    let found = (0..line.lexemes.len()).find(is_time)?;
    Some(line.lexemes[found + 1].span.start)
}

/// Where a sentence speaks of a rate at a time, in bytes from its beginning: `the incidence at 5 years`.
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
    is_rate.then(|| line.span(found..found + 1).start - line.span(sentence.clone()).start)
}

/// Where a text begins to speak of another study.
fn elsewhere(words: &str) -> Option<usize> {
    let lower = words.to_ascii_lowercase();
    let both = |list: words::List| words::chinese(list).iter().chain(words::english(list));
    let earlier =
        both(|it| it.earlier).flat_map(|word| lower.match_indices(word)).map(|(at, word)| (at, at + word.len()));
    let is_study = |end: usize| {
        let near: String = lower[end..].chars().take(12).collect();
        both(|it| it.studies).any(|study| near.contains(study))
    };
    let earlier = earlier.filter(|(_, end)| is_study(*end)).map(|(at, _)| at).min();
    words::first_of(words, |it| it.elsewhere).into_iter().chain(earlier).min()
}
