//! Test statistics with the P values beside them: `t(38)=2.10，P=0.04`, `F(2, 57) = 3.40, P = .04`, `χ²=5.21，P=0.022`.

use std::ops::Range;

use super::distribution::{chi_square_tail, f_tail, t_tails};
use super::lex::{Kind, Line, Sign, is_exactly};
use super::normal::both_tails;
use super::{at, probability, words};
use crate::diag::At;
use crate::model::printed::Printed;
use crate::model::statistic::PValue;

/// A test statistic with its P value.
#[derive(Debug, Clone, PartialEq)]
pub struct TestStatistic {
    /// Which one.
    pub kind: Kinds,
    /// Its value.
    pub value: At<Printed>,
    /// Its degrees of freedom where they are said: one number, of F that of the numerator and of the denominator.
    pub freedom: Option<(f64, Option<f64>)>,
    /// Its P value.
    pub p: PValue,
    /// All of it in the text.
    pub span: Range<usize>,
}

/// Test statistics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kinds {
    /// Student's t.
    T,
    /// F of an analysis of variance.
    F,
    /// χ².
    ChiSquare,
    /// A standard normal deviate.
    Z,
    /// A coefficient of correlation.
    R,
}

impl Kinds {
    /// Its sign.
    pub fn sign(self) -> &'static str {
        match self {
            Self::T => "t",
            Self::F => "F",
            Self::ChiSquare => "χ²",
            Self::Z => "z",
            Self::R => "r",
        }
    }
}

impl TestStatistic {
    /// The least and the greatest two-sided P value that follows, over all values that are printed like this one.
    ///
    /// Without degrees of freedom it is only known that no P value can be less: those of t and z meet at infinitely many,
    /// and χ² of more than one degree gives more. `None` where not even that is known.
    pub fn p(&self) -> Option<(f64, f64)> {
        let size = |value: f64| value.abs();
        let (low, high) = (self.value.low(), self.value.high());
        let least = if low <= 0.0 && high >= 0.0 { 0.0 } else { size(low).min(size(high)) };
        let most = size(low).max(size(high));
        // Those of Welch's t test are rounded, mostly to a whole number.
        let rounded = |freedom: f64| if freedom.fract() == 0.0 { 0.5 } else { 0.05 };
        let of = |value: f64, side: f64| -> Option<f64> {
            Some(match (self.kind, self.freedom) {
                (Kinds::Z, _) | (Kinds::T, None) => both_tails(value),
                (Kinds::T, Some((freedom, _))) => t_tails(value, (freedom + side * rounded(freedom)).max(0.5)),
                (Kinds::ChiSquare, freedom) => chi_square_tail(value, freedom.map_or(1.0, |it| it.0)),
                (Kinds::F, Some((numerator, Some(denominator)))) => f_tail(value, numerator, denominator),
                (Kinds::R, Some((freedom, _))) => {
                    let value = value.min(1.0 - 1e-12);
                    t_tails(value * (freedom / (1.0 - value * value)).sqrt(), freedom)
                }
                (Kinds::F | Kinds::R, _) => return None,
            })
        };
        let range = (of(most, 1.0)?, of(least, -1.0)?);
        let is_open = self.freedom.is_none() && self.kind != Kinds::Z;
        Some(if is_open { (range.0, 1.0) } else { range })
    }
}

/// The test statistics of a line, in their order. One without a P value beside it is left out.
pub fn test_statistics(line: &Line<'_>) -> Vec<TestStatistic> {
    let mut found: Vec<TestStatistic> = Vec::new();
    let mut from = 0;
    while from < line.lexemes.len() {
        match read(line, from) {
            Some((statistic, next)) => {
                found.push(statistic);
                from = next;
            }
            None => from += 1,
        }
    }
    found
}

fn read(line: &Line<'_>, from: usize) -> Option<(TestStatistic, usize)> {
    let (kind, next) = name(line, from)?;
    let (mut freedom, next) = freedom_after_name(line, kind, next);
    let next = value_word(line, next);
    let next = if line.is(next, Sign::Equals) {
        next + 1
    } else {
        line.han(next).filter(|han| words::is_link(han)).map(|_| next + 1)?
    };
    let (value, after) = line.signed(next)?;
    let is_impossible = kind == Kinds::R && value.value().abs() > 1.0
        || matches!(kind, Kinds::F | Kinds::ChiSquare) && value.units() < 0;
    if is_impossible {
        return None;
    }
    let value = at(line, value, next..after);
    let mut here = after;
    for _ in 0..8 {
        if let Some((p, end)) = probability::read(line, here) {
            let span = line.span(from..end);
            return Some((TestStatistic { kind, value, freedom, p, span }, end));
        }
        if freedom.is_none()
            && let Some((found, next)) = freedom_named(line, here)
        {
            freedom = Some((found, None));
            here = next;
            continue;
        }
        match line.kind(here)? {
            Kind::Sign(Sign::Comma | Sign::Semicolon | Sign::ListComma) => {}
            _ if words::is_transparent(line, here) => {}
            _ => return None,
        }
        here += 1;
    }
    None
}

/// The name of a statistic at a piece, and the piece after it.
fn name(line: &Line<'_>, from: usize) -> Option<(Kinds, usize)> {
    // `log t`, `PD-t` and `p/t` are something else.
    let is_part =
        line.is_glued(from) && matches!(line.sign(from - 1), Some(Sign::Dash | Sign::Slash)) || line.is_in_name(from);
    if is_part {
        return None;
    }
    match line.kind(from)? {
        Kind::Word(word) => {
            let is = |names: &[&str]| names.iter().any(|name| is_exactly(word, name));
            let squared = || {
                let raised = matches!(line.kind(from + 1), Some(Kind::Power(2)))
                    || line.is_glued(from + 1) && line.slice(from + 1..from + 2) == "2";
                raised.then_some((Kinds::ChiSquare, from + 2))
            };
            match word {
                _ if is(&["χ", "X", "x", "Χ", "𝜒"]) => squared(),
                _ if is(&["t"]) => Some((Kinds::T, from + 1)),
                _ if is(&["F"]) => Some((Kinds::F, from + 1)),
                _ if is(&["Z", "z"]) => Some((Kinds::Z, from + 1)),
                _ if is(&["r"]) => Some((Kinds::R, from + 1)),
                _ if word.eq_ignore_ascii_case("chi") => {
                    let next = from + 1 + usize::from(line.is(from + 1, Sign::Dash));
                    let is_squared = line.is_word(next, "square") || line.is_word(next, "squared");
                    is_squared.then_some((Kinds::ChiSquare, next + 1))
                }
                _ => None,
            }
        }
        Kind::Han(han) => (han.ends_with("卡方") || han.ends_with("卡方值")).then_some((Kinds::ChiSquare, from + 1)),
        _ => None,
    }
}

/// The piece after `值`, `value` or `统计量`.
fn value_word(line: &Line<'_>, from: usize) -> usize {
    let is_value = line.han(from).is_some_and(|han| matches!(han, "值" | "统计量")) || line.is_word(from, "value");
    from + usize::from(is_value)
}

/// Degrees of freedom right after the name, in brackets or below the line: `t(38)`, `t38`, `F2,57`, `χ²(1, N = 90)`.
fn freedom_after_name(line: &Line<'_>, kind: Kinds, from: usize) -> (Option<(f64, Option<f64>)>, usize) {
    let none = (None, from);
    let is_open = line.is(from, Sign::Open);
    let first = from + usize::from(is_open);
    if !is_open && !line.is_glued(from) || line.number(first).is_none() {
        return none;
    }
    let is_digits = |at: usize| matches!(line.kind(at), Some(Kind::Number(_) | Kind::Digits)) && line.is_glued(at);
    let mut end = first;
    if is_open {
        while end < first + 8 && !line.is(end, Sign::Close) {
            end += 1;
        }
        if !line.is(end, Sign::Close) {
            return none;
        }
    } else {
        while is_digits(end) || line.is(end, Sign::Comma) && line.is_glued(end) && is_digits(end + 1) {
            end += 1;
        }
    }
    // `F(2,571)` is cut as one number.
    let text = line.slice(first..end).replace('，', ",");
    let mut numbers = text.split(',').map(str::trim).map_while(|it| it.parse::<f64>().ok()).filter(|it| *it > 0.0);
    let freedom = match (kind, numbers.next(), numbers.next()) {
        (Kinds::F, Some(numerator), Some(denominator)) => Some((numerator, Some(denominator))),
        (Kinds::F | Kinds::Z, ..) | (_, None, _) => None,
        (_, Some(freedom), _) => Some((freedom, None)),
    };
    (freedom, end + usize::from(is_open))
}

/// `df = 38`, `ν=38`, `自由度为1`, and the piece after.
fn freedom_named(line: &Line<'_>, from: usize) -> Option<(f64, usize)> {
    let next = match line.kind(from)? {
        Kind::Word(word) => ["df", "DF", "ν", "υ"].iter().any(|it| is_exactly(word, it)).then_some(from + 1)?,
        Kind::Han(han) => han.starts_with("自由度").then_some(from + 1)?,
        _ => return None,
    };
    let next = next + usize::from(line.is(next, Sign::Equals));
    let number = line.number(next).map(Printed::value).filter(|it| *it > 0.0)?;
    Some((number, next + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(text: &str) -> String {
        let of = |it: TestStatistic| {
            let freedom = it.freedom.map_or(String::new(), |(first, second)| match second {
                Some(second) => format!("({first},{second})"),
                None => format!("({first})"),
            });
            format!("{}{freedom}={} P{}", it.kind.sign(), it.value.value, it.p.printed())
        };
        test_statistics(&Line::new(text)).into_iter().map(of).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn statistics_are_read_in_every_usual_form() {
        for (text, read) in [
            ("t(38) = 2.10, P = .04", "t(38)=2.10 P= .04"),
            ("t38=−2.10，P=0.04", "t(38)=−2.10 P= 0.04"),
            ("t=2.10，P=0.04", "t=2.10 P= 0.04"),
            ("t值为2.10，P值为0.04", "t=2.10 P= 0.04"),
            ("t = 2.10, df = 38, p = 0.04", "t(38)=2.10 P= 0.04"),
            ("F(2, 57) = 3.40, P = .04", "F(2,57)=3.40 P= .04"),
            ("F(2,571)=3.40，P=0.034", "F(2,571)=3.40 P= 0.034"),
            ("F2,57 = 3.40, P = .04", "F(2,57)=3.40 P= .04"),
            ("χ²=5.21，P=0.022", "χ²=5.21 P= 0.022"),
            ("χ2(1, N = 90) = 5.21, P = .022", "χ²(1)=5.21 P= .022"),
            ("卡方值=5.21，自由度=1，P=0.022", "χ²(1)=5.21 P= 0.022"),
            ("chi-square = 5.21, P = 0.022", "χ²=5.21 P= 0.022"),
            ("Z=-2.31，P=0.021", "z=−2.31 P= 0.021"),
            ("r(58) = .35, p = .006", "r(58)=.35 P= .006"),
            ("（t=1.2，双侧P=0.23；χ²=0.1，P=0.75）", "t=1.2 P= 0.23; χ²=0.1 P= 0.75"),
        ] {
            assert_eq!(drawn(text), read, "{text}");
        }
    }

    #[test]
    fn other_letters_are_left_alone() {
        for text in [
            "t(8;21)，P=0.04",
            "t1/2=2.1 h，P=0.04",
            "OR=2.1，P=0.04",
            "F=3.4",
            "log-t = 2.1, P = 0.04",
            "r = 2.3, P = 0.04",
            "t=2.10，HR=0.7，P=0.04",
            "χ=2.1，P=0.04",
        ] {
            assert_eq!(drawn(text), "", "{text}");
        }
    }

    #[test]
    fn the_p_value_follows_from_the_statistic() {
        let p = |text: &str| test_statistics(&Line::new(text)).remove(0).p().expect(text);
        for (text, least, most) in [
            ("t(38) = 2.10, P = .04", 0.0415, 0.0433),
            ("F(2, 57) = 3.40, P = .04", 0.0400, 0.0406),
            ("χ²(1)=5.21，P=0.022", 0.0223, 0.0226),
            ("Z=-2.31，P=0.021", 0.0206, 0.0212),
            ("r(58) = .35, p = .006", 0.0053, 0.0070),
        ] {
            let (low, high) = p(text);
            assert!(low > least && high < most, "{text}: {low} {high}");
        }
        let (low, high) = p("t=2.10，P=0.04");
        assert!(low > 0.035 && high == 1.0, "{low} {high}");
    }
}
