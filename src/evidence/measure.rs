//! The name of a measure of effect: `HR`, `hazard ratio`, `校正后风险比`, `Cohen's d`.

use super::lex::{Kind, Line, Sign};
use super::words::{self, Meant};
use crate::model::statistic::{EffectMeasure, ValueOf};

/// How far before a name it may be said what its abbreviation means.
const DEFINITION: usize = 400;

/// How many pieces may stand between `adjusted` and a name.
const BETWEEN: usize = 5;

/// A measure whose name begins in a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Named {
    pub(super) measure: EffectMeasure,
    pub(super) is_adjusted: bool,
    /// Whether the name may mean something else, so that only an interval makes it sure.
    pub(super) is_vague: bool,
    /// The byte at which its name begins.
    pub(super) start: usize,
    /// The piece after it.
    pub(super) next: usize,
}

/// The measure that is named at a piece. A Chinese name may be the end of a row of characters, with what links it to its
/// number.
pub(super) fn named(line: &Line<'_>, at: usize) -> Option<Named> {
    match line.kind(at)? {
        Kind::Word(word) => abbreviation(line, at, word).or_else(|| english(line, at)).or_else(|| of_author(line, at)),
        Kind::Han(han) => chinese(line, at, han),
        _ => None,
    }
}

impl Named {
    fn new(line: &Line<'_>, at: usize, meant: Meant, next: usize) -> Self {
        Self {
            measure: meant.measure,
            is_adjusted: meant.is_adjusted || is_adjusted_before(line, at),
            is_vague: meant.is_vague,
            start: line.lexemes[at].span.start,
            next,
        }
    }
}

fn abbreviation(line: &Line<'_>, at: usize, word: &str) -> Option<Named> {
    let mut meant = house_word(line, word).or_else(|| words::abbreviated(word))?;
    if matches!(word, "ARR" | "RRR") && !is_defined_as_ratio(line, at) {
        // A reduction, relative or absolute, unless the text calls it a ratio.
        let reduction =
            if word == "ARR" { EffectMeasure::RiskDifference } else { EffectMeasure::Other(ValueOf::Unknown) };
        meant = Meant { measure: reduction, is_adjusted: false, is_vague: true };
    }
    let is_part = line.is_glued(at) && line.is(at - 1, Sign::Dash);
    (!is_part).then(|| Named::new(line, at, meant, at + 1))
}

/// Whether an abbreviation that means two things stands after the name of a ratio: `adjusted risk ratio (ARR)`.
fn is_defined_as_ratio(line: &Line<'_>, at: usize) -> bool {
    let word = line.word(at).unwrap_or_default();
    let is_defined = |here: usize| {
        line.word(here) == Some(word)
            && here > 1
            && line.is(here - 1, Sign::Open)
            && words::has(line, here - 2, |it| it.ratio_words)
    };
    (at.saturating_sub(DEFINITION)..=at).any(is_defined)
}

fn english(line: &Line<'_>, at: usize) -> Option<Named> {
    let (meant, next) = words::english_measure(line, at)?;
    Some(Named::new(line, at, meant, next))
}

/// `Cohen's d`, `Hedges' g`: standardized mean differences.
fn of_author(line: &Line<'_>, at: usize) -> Option<Named> {
    if !["Cohen", "Cohens", "Hedges", "Hedge"].iter().any(|name| line.is_word(at, name)) {
        return None;
    }
    let is_mark = |here: usize| matches!(line.kind(here), Some(Kind::Other('\'' | '’' | '‘' | '′')));
    let mut here = at + 1;
    here += usize::from(is_mark(here));
    here += usize::from(line.word(here) == Some("s"));
    let meant = Meant { measure: EffectMeasure::StandardizedMeanDifference, is_adjusted: false, is_vague: true };
    matches!(line.word(here), Some("d" | "g")).then(|| Named::new(line, at, meant, here + 1))
}

fn chinese(line: &Line<'_>, at: usize, han: &str) -> Option<Named> {
    // `值` may be the end of a name, too.
    let of = |han| house_end(line, han).or_else(|| words::chinese_measure(han));
    let (before, meant) = words::without_link(han).chain([han]).find_map(of)?;
    Some(Named {
        measure: meant.measure,
        is_adjusted: words::says_adjusted(before),
        is_vague: meant.is_vague,
        start: line.lexemes[at].span.start + before.len(),
        next: at + 1,
    })
}

/// The measure that the house calls by a word.
fn house_word(line: &Line<'_>, word: &str) -> Option<Meant> {
    let (_, measure) = line.synonyms?.0.iter().find(|(name, _)| name == word)?;
    Some(Meant { measure: *measure, is_adjusted: false, is_vague: false })
}

/// The measure by whose name at the house a row of characters ends, and what stands before it.
fn house_end<'h>(line: &Line<'_>, han: &'h str) -> Option<(&'h str, Meant)> {
    line.synonyms?.0.iter().find_map(|(name, measure)| {
        let meant = Meant { measure: *measure, is_adjusted: false, is_vague: false };
        Some((han.strip_suffix(name.as_str())?, meant))
    })
}

/// Whether what stands before a piece says that the effect is adjusted: `adjusted`, also with words of the same name
/// between, `adjusted mean between-group difference`.
fn is_adjusted_before(line: &Line<'_>, at: usize) -> bool {
    for before in (at.saturating_sub(BETWEEN)..at).rev() {
        match line.kind(before) {
            Some(Kind::Han(han)) => return words::says_adjusted(han),
            Some(Kind::Word(_)) if words::is(line, before, |it| it.adjusted) => return true,
            Some(Kind::Word(_)) if !words::is(line, before, |it| it.of_what) => {}
            Some(Kind::Sign(Sign::Dash)) if line.is_hyphen(before) => {}
            _ => return false,
        }
    }
    false
}
