//! Means and medians with what they spread over: `72.3±8.1`, `68.4 (SD 9.0)`, `62岁（范围 23~78）`, `median, 15.8 (IQR, 11.4–20.1)`.

use std::ops::Range;

use super::lex::{Kind, Line, Sign};
use super::{at, words};
use crate::diag::At;
use crate::model::printed::Printed;

/// A mean with its standard deviation (or its standard error: both are written like this).
#[derive(Debug, Clone, PartialEq)]
pub struct Mean {
    /// The mean.
    pub mean: Printed,
    /// What follows `±`, or stands in brackets after `SD`.
    pub spread: Printed,
    /// The pieces that it takes.
    pub pieces: Range<usize>,
}

/// A number with the range or the quartiles that it lies between.
#[derive(Debug, Clone, PartialEq)]
pub struct Between {
    /// The number: a median, or any mean where the range is that of all.
    pub middle: At<Printed>,
    /// The lower end.
    pub lower: At<Printed>,
    /// The upper end.
    pub upper: At<Printed>,
    /// Whether the ends are quartiles and not the least and the greatest.
    pub is_quartiles: bool,
}

/// The means of a row of pieces with their deviations, in their order.
pub fn means(line: &Line<'_>, pieces: Range<usize>) -> Vec<Mean> {
    let mut found: Vec<Mean> = Vec::new();
    let mut from = pieces.start;
    while from < pieces.end {
        match mean(line, from) {
            Some(mean) => {
                from = mean.pieces.end;
                found.push(mean);
            }
            None => from += 1,
        }
    }
    found
}

fn mean(line: &Line<'_>, from: usize) -> Option<Mean> {
    let (mean, next) = line.signed(from)?;
    let is_spread = from > 0 && line.is(from - 1, Sign::PlusMinus);
    if is_spread || line.is_in_name(from) {
        return None;
    }
    if line.is(next, Sign::PlusMinus) {
        let spread = line.number(next + 1)?;
        let end = next + 2;
        // Of three numbers, `5±2±1`, nobody knows what the second is.
        let is_last = !line.is(end, Sign::PlusMinus);
        return is_last.then_some(Mean { mean, spread, pieces: from..end });
    }
    let open = next + usize::from(!line.is(next, Sign::Open));
    let is_named = line.is(open, Sign::Open)
        && (line.is_word(open + 1, "SD") || line.han(open + 1).is_some_and(|han| han == "标准差"));
    let number = open + 2 + usize::from(matches!(line.sign(open + 2), Some(Sign::Comma | Sign::Equals | Sign::Colon)));
    let spread = line.number(number).filter(|_| is_named && line.is(number + 1, Sign::Close))?;
    Some(Mean { mean, spread, pieces: from..number + 2 })
}

/// Every number with a range or quartiles in brackets after it, in their order. A mean may lie outside of quartiles.
pub fn betweens(line: &Line<'_>) -> Vec<Between> {
    (0..line.lexemes.len()).filter_map(|from| between(line, from)).collect()
}

fn between(line: &Line<'_>, from: usize) -> Option<Between> {
    // The minus of a number is no piece to begin after.
    let is_after_minus =
        from > 0 && line.is_glued(from) && line.signed(from - 1).is_some() && line.number(from - 1).is_none();
    let (middle, next) = line.signed(from).filter(|_| !is_after_minus && !line.is_in_name(from))?;
    let is_mean = || (from.saturating_sub(8)..from).any(|it| words::ends(line, it, |it| it.reckoned.averages));
    let unit = |here: usize| match line.kind(here) {
        Some(Kind::Sign(Sign::Percent)) => here + 1,
        Some(Kind::Han(han)) if han.chars().count() <= 4 => here + 1,
        Some(Kind::Word(word)) if word.len() <= 10 => here + 1,
        _ => here,
    };
    let after = unit(next);
    let open = after + usize::from(!line.is(after, Sign::Open) && line.is(after, Sign::Comma));
    let (is_quartiles, label) = label(line, open + 1).filter(|_| line.is(open, Sign::Open))?;
    let first = label
        + usize::from(matches!(line.sign(label), Some(Sign::Comma | Sign::Colon | Sign::Equals | Sign::Semicolon)));
    let (lower, end) = line.signed(first)?;
    let second = words::separator(line, unit_before_separator(line, end)).or_else(|| {
        let here = unit_before_separator(line, end);
        line.is(here, Sign::Comma).then_some(here + 1)
    })?;
    let (upper, end) = line.signed(second)?;
    let end = unit(end);
    let closes = matches!(line.sign(end), Some(Sign::Close | Sign::Comma | Sign::Semicolon));
    (closes && !(is_quartiles && is_mean())).then(|| Between {
        middle: at(line, middle, from..next),
        lower: at(line, lower, first..first + 1),
        upper: at(line, upper, second..end.min(second + 2)),
        is_quartiles,
    })
}

fn unit_before_separator(line: &Line<'_>, at: usize) -> usize {
    let is_unit =
        line.is(at, Sign::Percent) || words::is(line, at, |it| it.bound_units) || words::unit(line, at).is_some();
    at + usize::from(is_unit)
}

/// What the ends in a bracket are called, as quartiles or not, and the piece after the name.
fn label(line: &Line<'_>, at: usize) -> Option<(bool, usize)> {
    match line.kind(at)? {
        Kind::Han(han) => {
            let han = han.trim_end_matches(['为', '是']);
            let found = [
                ("四分位数间距", true),
                ("四分位间距", true),
                ("四分位距", true),
                ("四分位数", true),
                ("范围", false),
                ("极差", false),
                ("全距", false),
            ]
            .into_iter()
            .find(|(name, _)| *name == han)?;
            Some((found.1, at + 1))
        }
        Kind::Word(word) => {
            let is = |name: &str| word.eq_ignore_ascii_case(name);
            if is("IQR") {
                return Some((true, at + 1));
            }
            if is("range") {
                return Some((false, at + 1));
            }
            let dash = usize::from(line.is(at + 1, Sign::Dash));
            let is_whole_name = is("interquartile") && line.is_word(at + 1, "range");
            let is_parted =
                is("inter") && dash == 1 && line.is_word(at + 2, "quartile") && line.is_word(at + 3, "range");
            if is_whole_name { Some((true, at + 2)) } else { is_parted.then_some((true, at + 4)) }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_are_read_with_their_deviations() {
        let drawn = |text: &str| {
            let line = Line::new(text);
            let all = means(&line, 0..line.lexemes.len());
            all.iter().map(|it| format!("{}±{}", it.mean, it.spread)).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(drawn("（72.3±8.1）分 vs（68.4 ± 9.0）分，P=0.03"), "72.3±8.1 68.4±9.0");
        assert_eq!(drawn("-2.3±1.1 kg"), "−2.3±1.1");
        assert_eq!(drawn("72.3 mmHg (SD, 8.1) and 68.4 (SD 9.0); 12（标准差3.1）"), "72.3±8.1 68.4±9.0 12±3.1");
        assert_eq!(drawn("72.3 (8.1)，5±2±1，PD-1±2"), "");
    }

    #[test]
    fn ranges_and_quartiles_are_told_apart() {
        let drawn = |text: &str| {
            let of = |it: &Between| {
                let kind = if it.is_quartiles { "Q" } else { "R" };
                format!("{} {kind} {}~{}", it.middle.value, it.lower.value, it.upper.value)
            };
            betweens(&Line::new(text)).iter().map(of).collect::<Vec<_>>().join("; ")
        };
        assert_eq!(drawn("中位年龄62岁（范围23~78岁）"), "62 R 23~78");
        assert_eq!(drawn("median follow-up, 15.8 months (IQR, 11.4–20.1)"), "15.8 Q 11.4~20.1");
        assert_eq!(drawn("median 15.8 (interquartile range 11.4 to 20.1 months)"), "15.8 Q 11.4~20.1");
        assert_eq!(drawn("中位-3.1分（四分位数间距：-5.2~-1.0）"), "−3.1 Q −5.2~−1.0");
        assert_eq!(drawn("15.8个月（95%CI 11.4~20.1），62岁（23~78），8（IQR 5.5）"), "");
    }
}
