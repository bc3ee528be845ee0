//! What a P value tests, as the text around it says: `P for interaction`, `交互P`, `P<0.001，非劣效`.

use super::lex::{Line, Sign};
use super::words;
use crate::model::statistic::PRole;

/// What the P value tests whose letter stands at a piece, and behind which another stands.
pub(super) fn role(line: &Line<'_>, letter: usize, next: usize) -> PRole {
    if is_criterion(line, next) {
        PRole::Criterion
    } else if tests_another(line, letter) || is_said_after(line, next) {
        PRole::Other
    } else {
        PRole::Effect
    }
}

/// Whether what stands before the letter says that something else is tested: `交互P`, `noninferiority P`,
/// `test for interaction, P`, `非劣效检验：P`.
fn tests_another(line: &Line<'_>, from: usize) -> bool {
    let mut at = from;
    for _ in 0..4 {
        let Some(before) = at.checked_sub(1) else { return false };
        let is_between = matches!(line.sign(before), Some(Sign::Comma | Sign::Colon | Sign::Open))
            || ["test", "tests", "two", "sided", "one"].iter().any(|word| line.is_word(before, word))
            || line.is_hyphen(before);
        if !is_between {
            let han = line.han(before).unwrap_or_default();
            let han =
                ["检验", "的", "作用", "性", "分析"].iter().fold(han, |han, end| han.strip_suffix(end).unwrap_or(han));
            return words::chinese(|it| it.other_tests).iter().any(|it| han.ends_with(it))
                || line.word(before).is_some() && words::is(line, before, |it| it.other_tests);
        }
        at = before;
    }
    false
}

/// The piece after `for interaction`, `交互`, `（交互作用）`.
pub(super) fn purpose(line: &Line<'_>, from: usize) -> Option<usize> {
    if line.is_word(from, "for") {
        let is_end = |at: &usize| line.sign(*at).is_some_and(|sign| sign != Sign::Dash) || line.number(*at).is_some();
        return (from + 1..from + 8).find(is_end);
    }
    let inside = if line.is(from, Sign::Open) { from + 1 } else { from };
    let is_other = words::begins(line, inside, |it| it.other_tests);
    is_other.then_some(if line.is(inside + 1, Sign::Close) { inside + 2 } else { inside + 1 })
}

/// Whether it is said after the number that something else is tested: `P < 0.001 for noninferiority`,
/// `P = 0.005, test for interaction`, `P<0.001，非劣效`, `P=0.02（趋势检验）`.
fn is_said_after(line: &Line<'_>, from: usize) -> bool {
    let is_set_off = matches!(line.sign(from), Some(Sign::Comma | Sign::Open));
    let mut at = if is_set_off { from + 1 } else { from };
    for _ in 0..5 {
        let is_between =
            ["for", "test", "tests", "of", "the", "a", "by", "from"].iter().any(|word| line.is_word(at, word));
        if !is_between {
            break;
        }
        at += 1;
    }
    // What is adjusted afterwards is the next effect.
    if line.is_word(at, "adjusted") || line.han(at).is_some_and(|han| han.starts_with(['校', '调'])) {
        return false;
    }
    let bare =
        line.han(at).map(|han| ["用于", "针对", "为", "系"].iter().fold(han, |han, it| han.trim_start_matches(it)));
    let is_other = match bare {
        Some(han) => words::chinese(|it| it.other_tests).iter().any(|it| han.starts_with(it)),
        None => words::is(line, at, |it| it.other_tests) && line.word(at).is_some(),
    };
    // `non-inferiority` is three pieces. The purpose of the next P value is not that of this one.
    let mut next = at + 1;
    while line.is_hyphen(next) || words::is(line, next, |it| it.other_tests) && line.word(next).is_some() {
        next += 1;
    }
    let is_next = line.word(next).is_some_and(|word| matches!(word, "P" | "p" | "margin" | "HR" | "OR" | "RR"))
        || matches!(line.sign(next), Some(Sign::Equals | Sign::Less))
        || line.han(at).is_some_and(|han| han.ends_with("界值"));
    is_other && !is_next
}

/// Whether it is said after the number that it is the limit of significance.
fn is_criterion(line: &Line<'_>, from: usize) -> bool {
    let from = if line.is(from, Sign::Comma) { from + 1 } else { from };
    if line.han(from).is_some() {
        return words::begins(line, from, |it| it.criterion);
    }
    let is_verb = ["was", "were", "is"].iter().any(|it| line.is_word(from, it));
    is_verb && line.word(from + 1).is_some() && words::is(line, from + 1, |it| it.criterion)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence;
    use crate::model::statistic::Statement;

    /// What the first P value of a text tests.
    fn of(text: &str) -> PRole {
        let found = evidence::find(text);
        found.iter().find_map(Statement::p).map(|p| p.role).expect(text)
    }

    #[test]
    fn what_is_tested_is_said_before_or_after() {
        for text in [
            "HR 0.89; 95% CI 0.78–1.01; P < 0.001 for noninferiority",
            "HR 0.89; 95% CI 0.78–1.01; P < 0.001 for non-inferiority",
            "HR=0.89，95%CI 0.78~1.01，P<0.001，非劣效",
            "HR=0.89，95%CI 0.78~1.01，P<0.001（非劣效检验）",
            "OR 1.22, 95% CI 1.02–1.46; P = 0.005, test for interaction",
            "OR 1.22, 95% CI 1.02–1.46; test for trend, P = 0.005",
            "OR 1.22（95%CI 1.02~1.46），交互作用检验：P=0.005",
            "P for interaction = 0.3",
            "交互P=0.31",
        ] {
            assert_eq!(of(text), PRole::Other, "{text}");
        }
        for text in [
            "HR=0.70，95%CI 0.50~0.98，P=0.03，交互P=0.31",
            "HR 0.70, 95% CI 0.50–0.98; P = .03, interaction P = .31",
            "HR=0.70，95%CI 0.50~0.98，P=0.03，校正后HR=0.72",
            "HR 0.70 (95% CI 0.50–0.98, P = .03), noninferiority margin 1.3",
            "HR=0.70，95%CI 0.50~0.98，log-rank P=0.03",
        ] {
            assert_eq!(of(text), PRole::Effect, "{text}");
        }
    }

    #[test]
    fn what_is_no_probability_is_left_alone() {
        for text in [
            "LDL-P <990 nmol/L",
            "P ≥5.5 mg/dL",
            "血磷（P）：P=1.6 mmol/L",
            "T&P = 11 days",
            "the P value for ferritin at 12 weeks",
        ] {
            assert_eq!(evidence::find(text), [], "{text}");
        }
    }
}
