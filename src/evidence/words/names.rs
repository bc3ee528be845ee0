//! Measures of effect by their names: abbreviations, names in Chinese, names of some words in English.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::chinese::CHINESE;
use super::english::ENGLISH;
use crate::evidence::lex::{Line, is_exactly, is_same};
use crate::model::statistic::EffectMeasure;

/// A measure by a name of the lexicon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::evidence) struct Meant {
    pub(in crate::evidence) measure: EffectMeasure,
    /// Whether the name says that the effect is adjusted.
    pub(in crate::evidence) is_adjusted: bool,
    /// Whether the name may mean something else.
    pub(in crate::evidence) is_vague: bool,
}

impl Meant {
    fn new(measure: EffectMeasure, is_adjusted: bool, is_vague: bool) -> Self {
        Self { measure, is_adjusted, is_vague }
    }
}

/// The measure that an abbreviation stands for. That of several values, `HRs`, is a vague one: it says less than a number.
pub(in crate::evidence) fn abbreviated(word: &str) -> Option<Meant> {
    // Every abbreviation has a capital.
    if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return None;
    }
    let of = |word: &str, list: &[(&str, EffectMeasure, bool)], is_vague: bool| {
        let found = list.iter().find(|(name, ..)| is_exactly(word, name));
        found.map(|(_, measure, is_adjusted)| Meant::new(*measure, *is_adjusted, is_vague))
    };
    let several = || {
        let one = word.strip_suffix('s').filter(|one| one.len() > 1)?;
        of(one, ENGLISH.abbreviations, true).or_else(|| of(one, ENGLISH.vague_abbreviations, true))
    };
    of(word, ENGLISH.abbreviations, false).or_else(|| of(word, ENGLISH.vague_abbreviations, true)).or_else(several)
}

/// The measure with whose Chinese name a row of characters ends, and what stands before it.
pub(in crate::evidence) fn chinese_measure(han: &str) -> Option<(&str, Meant)> {
    // The names by their last character: most rows end with none of those.
    static BY_LAST: LazyLock<BTreeMap<char, Vec<(&str, Meant)>>> = LazyLock::new(|| {
        let sure = CHINESE.measures.iter().map(|(name, measure)| (*name, Meant::new(*measure, false, false)));
        let vague = CHINESE.vague_measures.iter().map(|(name, measure)| (*name, Meant::new(*measure, false, true)));
        let mut by_last: BTreeMap<char, Vec<(&str, Meant)>> = BTreeMap::new();
        for (name, meant) in sure.chain(vague) {
            name.chars().next_back().into_iter().for_each(|last| by_last.entry(last).or_default().push((name, meant)));
        }
        by_last
    });
    let names = BY_LAST.get(&han.chars().next_back()?)?;
    names.iter().find_map(|(name, meant)| Some((han.strip_suffix(name)?, *meant)))
}

/// The measure of an English name whose words begin at a piece, and the piece after it.
pub(in crate::evidence) fn english_measure(line: &Line<'_>, at: usize) -> Option<(Meant, usize)> {
    let first = line.word(at)?.bytes().next()?.to_ascii_lowercase();
    let of = |list: &[(&'static str, EffectMeasure)], is_vague: bool| {
        let near = list.iter().filter(|(name, _)| name.as_bytes().first() == Some(&first));
        near.into_iter()
            .find_map(|(name, measure)| Some((Meant::new(*measure, false, is_vague), phrase(line, at, name)?)))
    };
    of(ENGLISH.measures, false).or_else(|| of(ENGLISH.vague_measures, true))
}

/// The piece after some words, in one number or several, if they begin at a piece. A hyphen may join them.
fn phrase(line: &Line<'_>, at: usize, words: &str) -> Option<usize> {
    let mut here = at;
    for (number, word) in words.split(' ').enumerate() {
        if number > 0 && line.is_hyphen(here) {
            here += 1;
        }
        let is_plural = || line.word(here).and_then(|it| it.strip_suffix('s')).is_some_and(|it| is_same(it, word));
        if !(line.is_word(here, word) || is_plural()) {
            return None;
        }
        here += 1;
    }
    Some(here)
}
