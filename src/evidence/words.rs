//! The lexicon of the reader: every word by which a statement is known, in one table a language.
//!
//! Characters that Chinese counts one by one are looked up in Chinese, letters in English; both may stand in one text.
//! A list knows no grammar: what a word does where it stands is for those who ask, by [`is`], [`begins`] or [`ends`].

use super::amount::Unit;
use super::lex::{Kind, Line, Sign, is_exactly, is_same};
use super::sides;
use crate::model::statistic::{EffectMeasure, ValueOf};

mod chinese;
mod english;
mod names;
pub mod reckoned;
mod topic;
mod written;

pub(super) use names::{Meant, abbreviated, chinese_measure, english_measure};
pub(super) use topic::all_in;
pub use topic::{Topic, first_in, first_of, speak_of};
pub use written::in_words;
pub(super) use written::{chinese_number, english_number};

use chinese::CHINESE;
use english::ENGLISH;

/// The words of one language.
pub struct Lexicon {
    /// Names of measures of effect, the longer before the shorter: in Chinese the end of a row of characters, in English
    /// some words.
    measures: &'static [(&'static str, EffectMeasure)],
    /// The same, of those that also mean something else: without an interval they are left alone.
    vague_measures: &'static [(&'static str, EffectMeasure)],
    /// Abbreviations of measures, and whether they say that the effect is adjusted.
    abbreviations: &'static [(&'static str, EffectMeasure, bool)],
    /// The same, of those that also mean something else.
    vague_abbreviations: &'static [(&'static str, EffectMeasure, bool)],
    /// What says of a measure that it is adjusted.
    pub(super) adjusted: &'static [&'static str],
    /// What stands between the name of a measure and its number.
    pub(super) links: &'static [&'static str],
    /// What joins two values of one measure.
    pub(super) joins: &'static [&'static str],
    /// What joins two bounds.
    pub(super) pairs: &'static [&'static str],
    /// What may stand between the parts of a statement.
    transparent: &'static [&'static str],
    /// What follows a number that is no ratio: units, and measure words.
    no_ratio: &'static [&'static str],
    /// What stands between the ends of a range.
    pub(super) ranges: &'static [&'static str],
    /// Names of intervals.
    pub(super) intervals: &'static [&'static str],
    /// How what follows a level begins.
    pub(super) interval_heads: &'static [&'static str],
    /// What stands between the name of an interval and its bounds.
    pub(super) bounds: &'static [&'static str],
    /// What may follow a bound.
    pub(super) bound_units: &'static [&'static str],
    /// One side of a test.
    pub(super) one_sided: &'static [&'static str],
    /// Both sides of a test.
    pub(super) two_sided: &'static [&'static str],
    /// What follows them.
    pub(super) sided: &'static [&'static str],
    /// What P may be called.
    pub(super) value: &'static [&'static str],
    /// What says that P equals a number.
    pub(super) equal: &'static [&'static str],
    /// What says that P is less.
    pub(super) less: &'static [&'static str],
    /// What says that P is greater.
    pub(super) greater: &'static [&'static str],
    /// What a P value tests that is not the effect.
    pub(super) other_tests: &'static [&'static str],
    /// The same in one word with the letter.
    pub(super) other_tests_joined: &'static [&'static str],
    /// What says that P is the limit of significance.
    pub(super) criterion: &'static [&'static str],
    /// Measure words of people.
    pub(super) counters: &'static [&'static str],
    /// What follows those where no people are counted: 人年, 人次.
    pub(super) no_people: &'static [&'static str],
    /// What people are called.
    pub(super) persons: &'static [&'static str],
    /// What people do or have, after their number.
    pub(super) have: &'static [&'static str],
    /// What stands before a number that counts nobody.
    pub(super) labels: &'static [&'static str],
    /// What stands before a percentage that is not exact.
    pub(super) inexact: &'static [&'static str],
    /// What stands before a percentage by which something changed.
    pub(super) changes: &'static [&'static str],
    /// What stands after a percentage that is a level, a bound or the beginning of a range.
    pub(super) beyond: &'static [&'static str],
    /// What stands before the percentage that some people are.
    pub(super) part: &'static [&'static str],
    /// Units of amounts, with the one name that they have here.
    pub(super) units: &'static [(&'static str, Unit<'static>)],
    /// Units that are compared as they are written.
    pub(super) plain_units: &'static [&'static str],
    /// What stands before an amount that is not exact.
    pub(super) about: &'static [&'static str],
    /// What stands between two values that are compared.
    pub(super) versus: &'static [&'static str],
    /// What says that two values differ.
    pub(super) differs: &'static [&'static str],
    /// What says that a value grows, with a number of folds.
    pub(super) grows: &'static [&'static str],
    /// What says that one value is so many times another.
    pub(super) times_of: &'static [&'static str],
    /// What says that a risk falls.
    pub(super) falls: &'static [&'static str],
    /// What says that a risk rises.
    pub(super) rises: &'static [&'static str],
    /// What a risk is called.
    pub(super) risk: &'static [&'static str],
    /// What says that a change of risk is the difference of two.
    pub(super) absolute: &'static [&'static str],
    /// What multiplies the number before it.
    multiples: &'static [(&'static str, f64)],
    /// Abbreviations after whose point a sentence goes on.
    pub(super) points: &'static [&'static str],
    /// What a percentage over time is estimated by.
    pub(super) estimated: &'static [&'static str],
    /// What speaks of another study.
    pub(super) elsewhere: &'static [&'static str],
    /// What speaks of another study if one is named right after it: 既往研究, not 既往手术.
    pub(super) earlier: &'static [&'static str],
    /// What studies are called.
    pub(super) studies: &'static [&'static str],
    /// Units of time after which a rate is estimated: 5年生存率.
    pub(super) over_time: &'static [&'static str],
    /// What says that people are all there are.
    pub all_people: &'static [&'static str],
    /// What a percentage of people is called.
    pub rates: &'static [&'static str],
    /// What says that people are divided into groups.
    pub divides: &'static [&'static str],
    /// What ends like the name of a group and is none.
    pub no_group: &'static [&'static str],
    /// What names a test that two counts do not decide.
    pub model_tests: &'static [&'static str],
    /// What says once for all how many sides the tests have.
    pub sided_tests: &'static [&'static str],
    /// How the name of an interval begins that a posterior gives.
    pub(super) credible: &'static [&'static str],
    /// What says that a model is Bayesian, so that 可信区间 is what it is called after.
    pub(super) bayesian: &'static [&'static str],
    /// What stands between the level of an interval and its name: `Wald`, `bootstrap`.
    pub(super) methods: &'static [&'static str],
    /// What stands for a bound that was not reached.
    pub(super) unreached: &'static [&'static str],
    /// The second word of that, after `not`.
    pub(super) unreached_after_not: &'static [&'static str],
    /// What a value is of, if it is no measure of effect.
    pub(super) values: &'static [(&'static str, ValueOf)],
    /// What begins a phrase that says of whom or of what a measure is.
    pub(super) of_what: &'static [&'static str],
    /// What links such a phrase to its number.
    pub(super) verbs: &'static [&'static str],
    /// What stands between two values that share an interval.
    pub(super) compares: &'static [&'static str],
    /// Endpoints by the name that stands before their ratios.
    pub(super) endpoints: &'static [&'static str],
    /// How the names of groups of people end.
    pub(super) groups: &'static [&'static str],
    /// Units of all kinds of amounts.
    pub(super) measured_in: &'static [&'static str],
    /// What stands before a number in an aside between an estimate and its interval: `SD 4.1`, `n=85`.
    pub(super) asides: &'static [&'static str],
    /// What says that a value fell, so that its change may stand without a minus.
    pub(super) falling: &'static [&'static str],
    /// What says of an abbreviation that it is one of a ratio.
    pub(super) ratio_words: &'static [&'static str],
    /// What names a P value that is greater than its statistic's, or of an exact test.
    pub other_p_values: &'static [&'static str],
    /// What says that a result is significant, unless it is denied.
    pub significant: &'static [&'static str],
    /// What denies it, before it.
    pub denies: &'static [&'static str],
    /// What makes another word of it, right before it: 临床显著.
    pub insignificant: &'static [&'static str],
    /// What says that nothing is decided: 是否, a trend, a limit.
    pub doubtful: &'static [&'static str],
    /// Words of what is reckoned from counts and rates.
    pub reckoned: reckoned::Words,
}

/// A list of the lexicon.
pub type List = fn(&Lexicon) -> &'static [&'static str];

/// Whether a piece is a word of a list.
pub fn is(line: &Line<'_>, at: usize, list: List) -> bool {
    found(line, at, list, |han, word| han == word)
}

/// Whether a piece begins with a word of a list in Chinese, or is one in English.
pub fn begins(line: &Line<'_>, at: usize, list: List) -> bool {
    found(line, at, list, |han, word| han.starts_with(word))
}

/// Whether a piece ends with a word of a list in Chinese, or is one in English.
pub fn ends(line: &Line<'_>, at: usize, list: List) -> bool {
    found(line, at, list, |han, word| han.ends_with(word))
}

fn found(line: &Line<'_>, at: usize, list: List, is: fn(&str, &str) -> bool) -> bool {
    match line.kind(at) {
        Some(Kind::Han(han)) => list(&CHINESE).iter().any(|word| is(han, word)),
        Some(Kind::Word(word)) => list(&ENGLISH).iter().any(|it| is_same(word, it)),
        _ => false,
    }
}

/// A list in Chinese.
pub fn chinese(list: List) -> &'static [&'static str] {
    list(&CHINESE)
}

/// A list in English.
pub(super) fn english(list: List) -> &'static [&'static str] {
    list(&ENGLISH)
}

/// What is named at a piece that has a value: the last such word of a row of characters, or a word.
pub(super) fn value(line: &Line<'_>, at: usize) -> Option<ValueOf> {
    match line.kind(at)? {
        Kind::Han(_) => topic::chinese_value(line, line.span(at..at + 1)),
        Kind::Word(word) => {
            let is = |name: &str| {
                if name.contains(char::is_uppercase) { is_exactly(word, name) } else { is_same(word, name) }
            };
            ENGLISH.values.iter().find(|(name, _)| is(name)).map(|(_, of)| *of)
        }
        _ => None,
    }
}

/// Whether a row of characters has a word of a list in it, or a piece is one in English.
pub(super) fn has(line: &Line<'_>, at: usize, list: List) -> bool {
    found(line, at, list, |han, word| han.contains(word))
}

/// Whether a row of characters says that the effect after it is adjusted.
pub(super) fn says_adjusted(han: &str) -> bool {
    let han = han.trim_end_matches(['后', '的']);
    CHINESE.adjusted.iter().any(|word| han.strip_suffix(word).is_some_and(|before| !before.ends_with('未')))
}

/// A row of characters without a link at its end, 风险比为: as often as one can be taken away.
pub(super) fn without_link(han: &str) -> impl Iterator<Item = &str> {
    CHINESE.links.iter().filter_map(move |link| han.strip_suffix(link))
}

/// The unit that a piece is or begins with, if it is one that has several names.
pub(super) fn unit(line: &Line<'_>, at: usize) -> Option<Unit<'static>> {
    let of = |table: &[(&str, Unit<'static>)], is: &dyn Fn(&str) -> bool| {
        table.iter().find(|(name, _)| is(name)).map(|(_, unit)| *unit)
    };
    match line.kind(at)? {
        Kind::Han(han) => of(CHINESE.units, &|name| han.starts_with(name)),
        Kind::Word(word) => of(ENGLISH.units, &|name| word.eq_ignore_ascii_case(name)),
        _ => None,
    }
}

/// The unit of this very name.
pub(super) fn unit_named(name: &str) -> Option<Unit<'static>> {
    CHINESE.units.iter().chain(ENGLISH.units).find(|(it, _)| *it == name).map(|(_, unit)| *unit)
}

/// What a piece multiplies the number before it by.
pub(super) fn multiple(line: &Line<'_>, at: usize) -> Option<f64> {
    let of = |table: &[(&str, f64)], is: &dyn Fn(&str) -> bool| {
        table.iter().find(|(name, _)| is(name)).map(|(_, times)| *times)
    };
    match line.kind(at)? {
        Kind::Han(han) => of(CHINESE.multiples, &|name| han.starts_with(name)),
        Kind::Word(word) => of(ENGLISH.multiples, &|name| is_same(word, name)),
        _ => None,
    }
}

/// Whether what stands at a piece makes a level of the percentage before it: `CI`, `的双侧置信区间`.
pub(super) fn follows_level(line: &Line<'_>, at: usize) -> bool {
    if let Some(han) = line.han(at) {
        let bare = han.trim_start_matches('的');
        let bare = CHINESE.two_sided.iter().find_map(|it| bare.strip_prefix(it)).unwrap_or(bare);
        return CHINESE.interval_heads.iter().any(|it| bare.starts_with(it))
            || bare.is_empty() && begins(line, at + 1, |it| it.interval_heads);
    }
    let dash = usize::from(line.is(at, Sign::Dash));
    is(line, at + dash, |it| it.interval_heads)
}

/// Whether a decimal number may be written at a piece without anything between: `HR0.77`, `95%CI0.59`, `P0.04`.
pub(super) fn leads_to_number(line: &Line<'_>, at: usize) -> bool {
    line.word(at).is_some_and(|word| {
        let is_any = |names: &[&str]| names.iter().any(|name| is_exactly(word, name));
        is_any(&["P", "p"]) || is_any(ENGLISH.intervals) || abbreviated(word).is_some_and(|it| !it.is_vague)
    })
}

/// Whether a row of characters only links a name to its number.
pub(super) fn is_link(han: &str) -> bool {
    CHINESE.links.contains(&han)
}

/// Whether a piece may stand between the parts of a statement.
pub(super) fn is_transparent(line: &Line<'_>, at: usize) -> bool {
    match line.kind(at) {
        Some(Kind::Word(_)) => is(line, at, |it| it.transparent),
        Some(Kind::Han(han)) => han.len() <= 60 && strip_transparent(han).is_empty(),
        // `one-sided`, `log-rank`.
        Some(Kind::Sign(Sign::Dash)) => line.word(at + 1).is_some() && at > 0 && is_transparent(line, at - 1),
        Some(Kind::Number(_)) => sides::at(line, at).is_some(),
        _ => false,
    }
}

fn strip_transparent(han: &str) -> &str {
    let mut rest = han;
    while let Some(shorter) = CHINESE.transparent.iter().find_map(|phrase| rest.strip_prefix(phrase)) {
        rest = shorter;
    }
    rest
}

/// A range separator at a piece, and the piece after. Commas are for the caller.
pub(super) fn separator(line: &Line<'_>, at: usize) -> Option<usize> {
    match line.kind(at)? {
        Kind::Sign(sign @ (Sign::Tilde | Sign::Dash)) => {
            // A dash of two: `——`. But the second of `0.1--0.5` is a minus.
            let is_double = line.is(at + 1, sign) && line.is_glued(at + 1);
            let is_minus = sign == Sign::Dash && line.slice(at + 1..at + 2) != "—";
            Some(if is_double && !is_minus { at + 2 } else { at + 1 })
        }
        Kind::Han(_) | Kind::Word(_) => is(line, at, |it| it.ranges).then_some(at + 1),
        _ => None,
    }
}

/// Whether a unit of something else than a ratio stands at a piece.
pub(super) fn is_unit(line: &Line<'_>, at: usize) -> bool {
    match line.kind(at) {
        Some(Kind::Sign(Sign::Percent | Sign::Slash | Sign::PlusMinus | Sign::Times)) => true,
        // `S` is no second.
        Some(Kind::Word(word)) => ENGLISH.no_ratio.contains(&word),
        Some(Kind::Han(_)) => begins(line, at, |it| it.no_ratio),
        _ => false,
    }
}
