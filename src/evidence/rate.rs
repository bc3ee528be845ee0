//! Rates that are set against each other: `38%对9%`, `联合组为47%（39/85），单药组为42%（37/92）`.

use std::ops::Range;

use super::lex::{Kind, Line, Sign};
use super::proportion::Share;
use super::share::{CountPercent, percent};
use super::words::{self, Topic};
use crate::model::printed::Printed;

/// A percentage of people, with their count where it stands beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct Rate {
    /// The percentage.
    pub percent: Printed,
    /// How many they are.
    pub count: Option<u32>,
    /// Of how many.
    pub among: Option<u32>,
    /// The pieces of the line that it takes, with the bracket that qualifies it.
    pub pieces: Range<usize>,
}

impl Rate {
    fn of(line: &Line<'_>, share: &CountPercent) -> Self {
        let (start, end) = (share.pieces.start, share.pieces.end);
        // What goes on in the bracket of a share qualifies it.
        let end = if line.is(end - 1, Sign::Close) { end } else { after_bracket(line, end).unwrap_or(end) };
        Self { percent: share.percent, count: share.count.into(), among: share.among, pieces: start..end }
    }

    /// The people that it is of, if they are known: `among` is the number of their arm.
    pub fn share(&self, among: Option<u32>) -> Option<Share> {
        let share = Share { count: self.count?, among: self.among.or(among)? };
        (share.count <= share.among && share.is_printed_as(self.percent)).then_some(share)
    }

    /// The least and the greatest rate, from 0 to 1, that is written like this.
    pub fn bounds(&self) -> (f64, f64) {
        match (self.count, self.among) {
            (Some(count), Some(among)) if among > 0 => {
                let rate = f64::from(count) / f64::from(among);
                (rate, rate)
            }
            _ => ((self.percent.low() / 100.0).max(0.0), self.percent.high() / 100.0),
        }
    }
}

/// The piece after the bracket that a piece stands in, if it closes soon and nothing else opens.
fn after_bracket(line: &Line<'_>, from: usize) -> Option<usize> {
    let close = (from..from + 16).find(|at| matches!(line.sign(*at), Some(Sign::Close | Sign::Open)))?;
    line.is(close, Sign::Close).then_some(close + 1)
}

/// The rates of people in a sentence, in their order: those with a count, and percentages that stand alone.
///
/// `shares` are those of the whole line that are [counted](super::counted::counted).
pub fn rates(line: &Line<'_>, shares: &[CountPercent], sentence: Range<usize>) -> Vec<Rate> {
    let mut found: Vec<Rate> = Vec::new();
    let mut at = sentence.start;
    while at < sentence.end {
        let next = shares.partition_point(|it| it.pieces.start < at);
        if let Some(share) = shares.get(next).filter(|it| it.pieces.start == at) {
            let rate = Rate::of(line, share);
            at = rate.pieces.end.max(at + 1);
            found.push(rate);
        } else if let Some(rate) = alone(line, at) {
            at = rate.pieces.end;
            found.push(rate);
        } else {
            at += 1;
        }
    }
    found
}

/// A percentage that stands alone, with the interval that follows it in a bracket.
fn alone(line: &Line<'_>, at: usize) -> Option<Rate> {
    let (percent, next) = percent(line, at)?;
    let is_level = words::follows_level(line, next);
    let is_interval = |at: usize| (at..at + 4).any(|it| words::begins(line, it, |it| it.interval_heads));
    let is_qualified = line.is(next, Sign::Open) && is_interval(next + 1);
    let end = if is_qualified { after_bracket(line, next + 1).unwrap_or(next) } else { next };
    (!is_level).then_some(Rate { percent, count: None, among: None, pieces: at..end })
}

/// The pairs of rates in a sentence: two that are set against each other, and no third one with them.
pub fn pairs(line: &Line<'_>, shares: &[CountPercent], sentence: &Range<usize>) -> Vec<(Rate, Rate)> {
    if words::speak_of(line, sentence.clone(), Topic::ManyGroups) {
        return Vec::new();
    }
    let all = rates(line, shares, sentence.clone());
    let of_groups = names_groups(line, sentence.clone());
    let mut runs: Vec<Vec<Rate>> = Vec::new();
    for rate in all {
        let joined = runs.last().and_then(|run| run.last()).is_some_and(|last| {
            is_compared(line, of_groups, &last.pieces, &rate.pieces)
                || is_listed(line, last.pieces.end, rate.pieces.start)
        });
        match runs.last_mut().filter(|_| joined) {
            Some(run) => run.push(rate),
            None => runs.push(vec![rate]),
        }
    }
    let two = |run: Vec<Rate>| <[Rate; 2]>::try_from(run).ok().map(|[first, second]| (first, second));
    let is_pair = |(first, second): &(Rate, Rate)| {
        is_compared(line, of_groups, &first.pieces, &second.pieces) && !is_change(line, &first.pieces, &second.pieces)
    };
    runs.into_iter().filter_map(two).filter(is_pair).collect()
}

/// Whether what stands from a piece on belongs to what ends before another: nothing is between that it could be of.
pub fn is_beside(line: &Line<'_>, from: usize, to: usize) -> bool {
    let goes_on = |at: usize| match line.kind(at) {
        Some(Kind::Sign(sign)) => matches!(sign, Sign::Comma | Sign::Open | Sign::Close | Sign::Dash | Sign::Equals),
        // A rate of something else would begin.
        Some(Kind::Han(han)) => !han.contains(['率', '均']),
        Some(Kind::Word(_) | Kind::Power(_)) => true,
        // `χ²=5.30`
        Some(Kind::Number(_)) => {
            (at.saturating_sub(3)..at).any(|it| line.word(it).is_some_and(|it| it.starts_with('χ')))
        }
        _ => false,
    };
    to >= from && to - from <= 14 && (from..to).all(goes_on)
}

/// Whether nothing but a mark of a list stands between two pieces.
fn is_listed(line: &Line<'_>, from: usize, to: usize) -> bool {
    to == from + 1 && matches!(line.sign(from), Some(Sign::Comma | Sign::ListComma | Sign::Slash))
}

/// Whether the first of two values became the second: `由9%升至38%`, `from 9% to 38%`.
pub fn is_change(line: &Line<'_>, first: &Range<usize>, second: &Range<usize>) -> bool {
    let gap = || (first.end..second.start).take(12);
    let is_number = |at: usize| matches!(line.kind(at), Some(Kind::Number(_) | Kind::Digits));
    let turns = |at: usize| {
        line.han(at).is_some_and(|han| words::chinese(|it| it.reckoned.turns).iter().any(|it| han.contains(it)))
    };
    let from_to = first.start > 0 && line.is_word(first.start - 1, "from") && gap().any(|at| line.is_word(at, "to"));
    let length = second.start.saturating_sub(first.end);
    (1..=12).contains(&length) && !gap().any(is_number) && (from_to || gap().any(turns))
}

/// Whether a sentence speaks of groups, so that `和` between two values sets them against each other.
pub fn names_groups(line: &Line<'_>, sentence: Range<usize>) -> bool {
    words::speak_of(line, sentence, Topic::Groups)
}

/// Whether what stands between two values sets one against the other: few words, and no number but in brackets.
/// `of_groups` says whether the sentence names groups.
pub fn is_compared(line: &Line<'_>, of_groups: bool, first: &Range<usize>, second: &Range<usize>) -> bool {
    let mut depth = 0_usize;
    let mut gap = Vec::new();
    for at in first.end..second.start {
        match line.sign(at) {
            Some(Sign::Open) => depth += 1,
            Some(Sign::Close) => depth = depth.saturating_sub(1),
            _ if depth == 0 => gap.push(at),
            _ => {}
        }
    }
    let is_number = |at: &usize| matches!(line.kind(*at), Some(Kind::Number(_) | Kind::Digits));
    if gap.is_empty() || gap.len() > 10 || gap.iter().any(is_number) {
        return false;
    }
    let weak = |at: &usize| matches!(line.han(*at), Some("和" | "与" | "及")) || line.is_word(*at, "and");
    let says = |at: &usize| match line.kind(*at) {
        Some(Kind::Han(han)) => words::chinese(|it| it.reckoned.set_against).iter().any(|it| han.contains(it)),
        _ => words::is(line, *at, |it| it.reckoned.set_against),
    };
    // `和` alone also joins what is not compared.
    gap.iter().any(|at| says(at) && !weak(at)) || gap.iter().any(weak) && of_groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::counted::counted;

    fn drawn(text: &str) -> String {
        let line = Line::new(text);
        let draw = |rate: &Rate| {
            let count = rate.count.map_or_else(String::new, |it| format!(" {it}"));
            let among = rate.among.map_or_else(String::new, |it| format!("/{it}"));
            format!("{}{count}{among}", rate.percent)
        };
        let all = pairs(&line, &counted(&line), &(0..line.lexemes.len()));
        all.iter().map(|(first, second)| format!("{} : {}", draw(first), draw(second))).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn two_rates_are_set_against_each_other() {
        for (text, found) in [
            ("38%对9%，P<0.001", "38 : 9"),
            ("联合组为47%（39/85），单药组为42%（37/92），P=0.02", "47 39/85 : 42 37/92"),
            ("缓解率38%对9%，控制率为75%对45%", "38 : 9; 75 : 45"),
            ("23 patients (27%) vs 12 patients (13%), P = 0.40", "27 23 : 13 12"),
            ("31.0%（45/145例，95%CI 23.6~39.2）对15.3%（22/144例，95%CI 9.8~22.2）", "31.0 45/145 : 15.3 22/144"),
            ("38%（95%CI 28~49）对9%（95%CI 4~16）", "38 : 9"),
            ("两组缓解率分别为38%和9%", "38 : 9"),
            (
                "45 of 145 patients (31.0%) in the drug group and 22 of 144 (15.3%) in the placebo group",
                "31.0 45/145 : 15.3 22/144",
            ),
        ] {
            assert_eq!(drawn(text), found, "{text}");
        }
    }

    #[test]
    fn what_is_not_set_against_one_other_is_no_pair() {
        for text in [
            "三组分别为80.0%（40/50）、60.0%（30/50）和58.0%（29/50）",
            "分别为80%、60%和58%，两组",
            "CR和PR率为10%和30%",
            "缓解率38%，控制率75%",
            "70%~90%对45%",
            "由9.0%升至38.0%",
            "from 9% to 38% in the drug group",
        ] {
            assert_eq!(drawn(text), "", "{text}");
        }
    }
}
