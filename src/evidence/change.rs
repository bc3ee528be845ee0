//! What is said of two values: how far apart they are, how many times one is the other, by how much a risk falls.

use std::ops::Range;

use super::amount::{Unit, amounts};
use super::lex::{Line, Sign};
use super::words;
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
        let han = before.is_some_and(|it| line.han(it).is_some() && words::ends(line, it, |it| it.differs));
        let of = at > 1 && line.is_word(at - 1, "of") && line.is_word(at - 2, "difference");
        let by = at > 1
            && line.is_word(at - 1, "by")
            && line.word(at - 2).is_some()
            && words::is(line, at - 2, |it| it.differs);
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
        let ends = |verb: &str, list: words::List| words::chinese(list).iter().any(|it| verb.ends_with(it));
        let grows = |verb: &str| ends(verb, |it| it.grows);
        let is_to = to.is_some_and(|verb| grows(verb) || verb.ends_with('增') || verb.ends_with('升'));
        let by = verb.trim_end_matches('了');
        let way = if is_to || ends(verb, |it| it.times_of) {
            Way::To
        } else if grows(by) {
            Way::By
        } else {
            return None;
        };
        return Some(Fold { number, way, pieces: (before, at + 2) });
    }
    if line.word(before).is_some() && words::is(line, before, |it| it.about) {
        return None;
    }
    let next = at + 1 + usize::from(line.is(at + 1, Sign::Dash));
    if line.is_word(next, "fold") {
        return Some(Fold { number, way: Way::Either, pieces: (at, next + 1) });
    }
    if line.is_word(at + 1, "times") {
        line.word(at + 2)?;
        let way = if words::is(line, at + 2, |it| it.times_of) {
            Way::To
        } else if words::is(line, at + 2, |it| it.grows) {
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
    let is_rough = |han: &str| words::chinese(|it| it.reckoned.rough).iter().any(|it| han.starts_with(it));
    let before = at.checked_sub(1).and_then(|it| line.sign(it));
    if matches!(line.sign(at + 2), Some(Sign::Tilde | Sign::Dash))
        || matches!(
            before,
            Some(Sign::Tilde | Sign::Dash | Sign::About | Sign::Less | Sign::Greater | Sign::AtLeast | Sign::AtMost)
        )
        || line.han(at + 2).is_some_and(is_rough)
    {
        return None;
    }
    if let Some(verb) = at.checked_sub(1).filter(|it| sentence.contains(it)).and_then(|it| line.han(it)) {
        let bare = verb.trim_end_matches('了');
        let ends = |list: words::List| words::chinese(list).iter().any(|it| bare.ends_with(it));
        let has = |han: &str, list: words::List| words::chinese(list).iter().any(|it| han.contains(it));
        let (falls, rises) = (ends(|it| it.falls), ends(|it| it.rises));
        let risk = |han: &str| has(han, |it| it.risk) && !has(han, |it| it.absolute);
        let around = risk(bare) || line.han(at + 2).is_some_and(|han| han.starts_with('的') && risk(han));
        return ((falls || rises) && around).then_some(Reduction { percent, rises, at });
    }
    // English: the words from some pieces before to some after.
    let words =
        |range: Range<usize>| range.filter_map(|it| line.word(it)).map(str::to_ascii_lowercase).collect::<Vec<_>>();
    let before = words(at.saturating_sub(9).max(sentence.start)..at);
    let after = words(at + 2..(at + 8).min(sentence.end));
    let has = |near: &[String], list: words::List| near.iter().any(|it| words::english(list).contains(&it.as_str()));
    let is_about = before.last().is_some_and(|it| words::english(|it| it.about).contains(&it.as_str()));
    if has(&before, |it| it.absolute) || has(&after, |it| it.absolute) || is_about {
        return None;
    }
    let by = before.last().is_some_and(|it| it == "by") && has(&before, |it| it.risk);
    let of = after.first().is_some_and(|it| matches!(it.as_str(), "reduction" | "lower" | "reduced" | "decrease"))
        && has(&after, |it| it.risk);
    if by && has(&before, |it| it.falls) || of {
        Some(Reduction { percent, rises: false, at })
    } else if by && has(&before, |it| it.rises) {
        Some(Reduction { percent, rises: true, at })
    } else {
        None
    }
}

/// What happens to people, by the words that name it and the times to it: a risk of one is not the ratio of another.
const EVENTS: &[&[&str]] = &[
    &["死亡", "总生存", "OS", "death", "mortality", "overall survival"],
    &["进展", "PFS", "progression"],
    &["复发", "无病", "DFS", "RFS", "EFS", "recurrence", "relapse", "disease-free", "event-free"],
    &["卒中", "stroke"],
    &["出血", "bleeding"],
    &["心肌梗死", "infarction"],
    &["住院", "hospitali"],
    &["感染", "infection"],
    &["转移", "metastas"],
    &["心衰", "心力衰竭", "heart failure"],
    &["骨折", "fracture"],
    &["血栓", "thrombo"],
    &["肾", "kidney", "renal"],
    &["终点", "结局", "复合", "MACE", "endpoint", "end point", "outcome", "composite"],
];

/// What makes an event another one of its kind.
const KINDS: &[&str] =
    &["心血管", "全因", "出血性", "缺血性", "cardiovascular", "any cause", "all-cause", "ischemic", "hemorrhagic"];

/// Whether two texts speak of one event, as far as they name any.
pub fn may_be_of_one_event(first: &str, second: &str) -> bool {
    let of = |text: &str| -> Vec<usize> {
        let names = |words: &&[&str]| words.iter().any(|word| text.contains(word));
        EVENTS.iter().enumerate().filter(|(_, words)| names(words)).map(|(number, _)| number).collect()
    };
    if KINDS.iter().any(|kind| first.contains(kind) != second.contains(kind)) {
        return false;
    }
    let (first, second) = (of(first), of(second));
    first.is_empty() || second.is_empty() || first.iter().any(|it| second.contains(it))
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
    fn events_are_told_apart() {
        assert!(
            may_be_of_one_event("死亡风险降低28%", "OS更长（HR=0.72）") && may_be_of_one_event("死亡风险", "HR=0.72")
        );
        assert!(
            !may_be_of_one_event("死亡风险", "PFS的HR=0.55") && !may_be_of_one_event("死亡风险", "主要终点HR=0.74")
        );
        assert!(!may_be_of_one_event("心血管死亡风险", "全因死亡HR=0.83"));
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
    }
}
