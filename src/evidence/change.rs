//! What is said of two values: how far apart they are, how many times one is the other, by how much a risk falls.

use std::ops::Range;

use super::amount::{Unit, amounts};
use super::lex::{Line, Sign};
use super::people::is_one_of;
use crate::model::printed::Printed;

/// A difference: `相差3.5个月`, `a difference of 3.5 months`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference<'t> {
    /// How far apart.
    pub number: Printed,
    /// In what.
    pub unit: Unit<'t>,
    /// The piece of its number.
    pub at: usize,
    /// The piece after it.
    pub end: usize,
}

/// A number of folds: `提高4倍`, `提高到4倍`, `4-fold`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fold {
    /// The number.
    pub number: Printed,
    /// What it counts.
    pub way: Way,
    /// The pieces from the verb on.
    pub pieces: (usize, usize),
}

/// What a number of folds counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// What was added: `提高4倍` is five times as much.
    By,
    /// What it became: `提高到4倍` is four times as much.
    To,
    /// English says either: `4-fold higher`.
    Either,
}

/// The differences in a sentence.
pub fn differences<'t>(line: &Line<'t>, sentence: Range<usize>) -> Vec<Difference<'t>> {
    let says = |at: usize| {
        let before = at.checked_sub(1);
        let han = before.and_then(|it| line.han(it)).is_some_and(|han| {
            ["相差", "相差了", "相差为", "差值为", "差值", "差异为", "差距为"].iter().any(|it| han.ends_with(it))
        });
        let of = at > 1 && line.is_word(at - 1, "of") && line.is_word(at - 2, "difference");
        let by = at > 1
            && line.is_word(at - 1, "by")
            && line.word(at - 2).is_some_and(|it| is_one_of(it, &["differed", "differ", "differing"]));
        han || of || by
    };
    let of_amount = |it: super::amount::Amount<'t>| {
        let is_said = says(it.at)
            || (it.at > 0 && line.is(it.at - 1, Sign::Dash) && says(it.at - 1))
            || line.is_word(it.end, "difference");
        is_said.then_some(Difference { number: it.number, unit: it.unit, at: it.at, end: it.end })
    };
    amounts(line, sentence).into_iter().filter_map(of_amount).collect()
}

const UP: &[&str] = &["提高", "增加", "增长", "升高", "上升", "延长", "扩大", "增多", "提升", "高", "多", "长"];

/// The folds in a sentence.
pub fn folds(line: &Line<'_>, sentence: Range<usize>) -> Vec<Fold> {
    sentence.filter_map(|at| fold(line, at)).collect()
}

fn fold(line: &Line<'_>, at: usize) -> Option<Fold> {
    let number = line.number(at)?;
    let before = at.checked_sub(1)?;
    if let Some(after) = line.han(at + 1).filter(|han| han.starts_with('倍')) {
        // Nothing exact is said by `4倍多`, `4倍以上`; `4倍剂量` is a dose.
        let rest = after.trim_start_matches('倍');
        if !["", "和", "与", "而", "且"].contains(&rest) {
            return None;
        }
        let verb = line.han(before)?;
        let to = ["到", "至"].iter().find_map(|it| verb.strip_suffix(it)).map(|it| it.trim_end_matches('了'));
        let grows = |verb: &str| UP[..9].iter().any(|it| verb.ends_with(it));
        let is_to = to.is_some_and(|verb| grows(verb) || verb.ends_with('增') || verb.ends_with('升'));
        let by = verb.trim_end_matches('了');
        let way = if is_to
            || ["是后者的", "是前者的", "为后者的", "为前者的", "是对照组的"].iter().any(|it| verb.ends_with(it))
        {
            Way::To
        } else if grows(by) {
            Way::By
        } else {
            return None;
        };
        return Some(Fold { number, way, pieces: (before, at + 2) });
    }
    let is_about = line
        .word(before)
        .is_some_and(|it| is_one_of(it, &["about", "approximately", "nearly", "almost", "over", "than"]));
    if is_about {
        return None;
    }
    let next = at + 1 + usize::from(line.is(at + 1, Sign::Dash));
    if line.is_word(next, "fold") {
        return Some(Fold { number, way: Way::Either, pieces: (at, next + 1) });
    }
    if line.is_word(at + 1, "times") {
        let word = line.word(at + 2)?;
        let way = if is_one_of(word, &["as"]) {
            Way::To
        } else if is_one_of(word, &["higher", "greater", "more", "longer"]) {
            Way::Either
        } else {
            return None;
        };
        return Some(Fold { number, way, pieces: (at, at + 3) });
    }
    None
}

/// By how many percent a risk is said to fall or to rise.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reduction {
    /// The percentage.
    pub percent: Printed,
    /// Whether it rises.
    pub rises: bool,
    /// The piece of its number.
    pub at: usize,
}

/// The relative changes of a risk in a sentence: `风险降低28%`, `降低28%的死亡风险`, `reduced the risk of death by 28%`.
pub fn reductions(line: &Line<'_>, sentence: Range<usize>) -> Vec<Reduction> {
    sentence.clone().filter_map(|at| reduction(line, &sentence, at)).collect()
}

fn reduction(line: &Line<'_>, sentence: &Range<usize>, at: usize) -> Option<Reduction> {
    let percent = line.number(at).filter(|_| line.is(at + 1, Sign::Percent))?;
    if line.is(at + 2, Sign::Tilde) || line.is(at + 2, Sign::Dash) {
        return None;
    }
    if let Some(verb) = at.checked_sub(1).filter(|it| sentence.contains(it)).and_then(|it| line.han(it)) {
        let bare = verb.trim_end_matches('了');
        let falls = ["降低", "下降", "减少", "减低"].iter().any(|it| bare.ends_with(it));
        let rises = ["升高", "增加", "上升", "增高"].iter().any(|it| bare.ends_with(it));
        let risk = |han: &str| ["风险", "危险"].iter().any(|it| han.contains(it)) && !han.contains("绝对");
        let around = risk(bare) || line.han(at + 2).is_some_and(|han| han.starts_with('的') && risk(han));
        return ((falls || rises) && around).then_some(Reduction { percent, rises, at });
    }
    // English: the words from some pieces before to some after.
    let words =
        |range: Range<usize>| range.filter_map(|it| line.word(it)).map(str::to_ascii_lowercase).collect::<Vec<_>>();
    let before = words(at.saturating_sub(9).max(sentence.start)..at);
    let after = words(at + 2..(at + 8).min(sentence.end));
    let has = |words: &[String], of: &[&str]| words.iter().any(|it| of.contains(&it.as_str()));
    let risk = ["risk", "hazard", "hazards"];
    if has(&before, &["absolute"]) || has(&after, &["absolute"]) {
        return None;
    }
    let falls = ["reduced", "reduces", "reducing", "reduce", "lowered", "decreased"];
    let by = before.last().is_some_and(|it| it == "by") && has(&before, &risk);
    let of = after.first().is_some_and(|it| matches!(it.as_str(), "reduction" | "lower" | "reduced" | "decrease"))
        && has(&after, &risk);
    let up = ["increased", "increases", "raised"];
    if by && has(&before, &falls) || of {
        Some(Reduction { percent, rises: false, at })
    } else if by && has(&before, &up) {
        Some(Reduction { percent, rises: true, at })
    } else {
        None
    }
}

/// The hazard ratios of a sentence.
pub fn hazard_ratios(line: &Line<'_>, sentence: Range<usize>) -> Vec<Printed> {
    let mut found: Vec<Printed> = sentence
        .filter_map(|at| {
            let is_name = line.word(at).is_some_and(|word| super::lex::is_exactly(word, "HR"))
                || line.is_word(at, "hazard") && line.is_word(at + 1, "ratio")
                || line.han(at).is_some_and(|han| han.ends_with("风险比") || han.ends_with("危险比"));
            let mut value = at + 1 + usize::from(line.is_word(at + 1, "ratio"));
            // `风险比（HR）为0.72`
            for _ in 0..4 {
                let skips = line.is(value, Sign::Equals)
                    || line.is(value, Sign::Colon)
                    || line.is(value, Sign::Close)
                    || line.is(value, Sign::Open)
                    || line.is(value, Sign::Comma)
                    || line.han(value).is_some_and(|han| matches!(han, "为" | "是"))
                    || line.word(value).is_some_and(|word| is_one_of(word, &["hr", "of", "was", "is"]));
                value += usize::from(skips);
            }
            line.number(value).filter(|number| is_name && !line.is(value + 1, Sign::Percent) && number.units() > 0)
        })
        .collect();
    // `风险比（HR）` names it twice.
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all<T>(text: &str, read: impl Fn(&Line<'_>, Range<usize>) -> Vec<T>, draw: impl Fn(&T) -> String) -> String {
        let line = Line::new(text);
        read(&line, 0..line.lexemes.len()).iter().map(draw).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn folds_are_read_as_chinese_counts_them() {
        let of = |text: &str| all(text, folds, |it| format!("{}{:?}", it.number, it.way));
        assert_eq!(of("缓解率提高4倍"), "4By");
        assert_eq!(of("缓解率提高了3.2倍，"), "3.2By");
        assert_eq!(of("缓解率提高到4倍"), "4To");
        assert_eq!(of("增至4.2倍"), "4.2To");
        assert_eq!(of("a 4-fold increase; 4 times as high"), "4Either 4To");
        assert_eq!(of("约4倍，提高近4倍，提高4倍以上，4倍镜，降低4倍"), "");
    }

    #[test]
    fn differences_and_reductions_are_read() {
        let drawn = |line: &Line<'_>, all: Range<usize>| -> Vec<String> {
            differences(line, all).iter().map(|it| format!("{}{:?}", it.number, it.unit)).collect()
        };
        let of = |text: &str| all(text, drawn, ToString::to_string);
        assert_eq!(of("15.8个月对12.3个月，相差3.5个月"), "3.5Month");
        assert_eq!(of("a difference of 3.5 months"), "3.5Month");
        assert_eq!(of("相差约9个百分点；差值的95%CI为-3.2~3.1个百分点"), "");
        let of = |text: &str| all(text, reductions, |it| format!("{}{}", it.percent, it.rises));
        assert_eq!(of("死亡风险降低28%，降低28%的死亡风险，风险升高39%"), "28false 28false 39true");
        assert_eq!(of("reduced the risk of death by 28%"), "28false");
        assert_eq!(of("绝对风险降低5%，复发率降低28%，风险降低10%~20%"), "");
        let of = |text: &str| all(text, hazard_ratios, ToString::to_string);
        assert_eq!(of("HR=0.72，风险比（HR）为0.88，hazard ratio, 0.77，HR 1.45"), "0.72 0.88 0.77 1.45");
    }
}
