//! The numbers of a text, to be compared with those of another.
//!
//! Every number that is printed is one, whatever it means: that is for those who read statements. Numbers that are part of
//! a name (`PD-1`, `CA19-9`, `NCT01730937`) are none. Their signs are left out: a text that says how much something fell
//! says it without one.

use std::ops::Range;

use super::lex::{Kind, Line, Sign};
use super::words;
use crate::model::printed::Printed;

pub use super::words::in_words;

/// A number in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    /// As it is printed.
    pub printed: Printed,
    /// What it is multiplied by: 10,000 for 万, and the rest of the power for 10⁹.
    pub scale: f64,
    /// Where it stands, in the text.
    pub range: Range<usize>,
    /// The end of the sign of per cent that follows, if one does.
    pub percent_end: Option<usize>,
    /// Whether it counts people.
    pub is_count: bool,
    /// Whether it says how much of the distribution an interval holds: 95 in `95%CI`.
    pub is_level: bool,
}

impl Number {
    /// The number itself.
    pub fn value(&self) -> f64 {
        self.printed.value().abs() * self.scale
    }

    /// Whether it is a percentage.
    pub fn is_percent(&self) -> bool {
        self.percent_end.is_some()
    }

    /// As it stands in its text, with a sign of per cent.
    pub fn shown<'t>(&self, text: &'t str) -> &'t str {
        &text[self.range.start..self.percent_end.unwrap_or(self.range.end)]
    }

    /// How far rounding may have moved it.
    fn half(&self) -> f64 {
        self.printed.half() * self.scale
    }

    /// Whether it says the same as another, or rounds it.
    pub fn says(&self, other: &Self) -> bool {
        let coarser = self.half() >= other.half();
        self.is_near(other.value(), if coarser { self.half() } else { 0.0 })
    }

    /// Whether it is what a calculation came to.
    pub fn rounds(&self, value: f64) -> bool {
        self.is_near(value, self.half())
    }

    fn is_near(&self, value: f64, by: f64) -> bool {
        (self.value() - value).abs() <= by + 1e-9 * self.value().abs().max(1.0)
    }

    /// Whether it is a result rather than a small count, a number of an item or a year: what has decimals, a sign of per
    /// cent, or two digits.
    pub fn matters(&self) -> bool {
        let value = self.value();
        let is_year = !self.is_count && self.printed.decimals() == 0 && (1900.0..2100.0).contains(&value);
        !self.is_level && (self.is_percent() || self.printed.decimals() > 0 || (value >= 10.0 && !is_year))
    }
}

/// The numbers of a text that is read only once.
pub fn of_text(text: &str) -> Vec<Number> {
    if may_have_any(text) { numbers(&Line::new(text)) } else { Vec::new() }
}

/// Whether a digit of any width is in a text.
pub fn may_have_any(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit()) || text.contains(|c| matches!(c, '０'..='９'))
}

/// The numbers of a line.
pub fn numbers(line: &Line<'_>) -> Vec<Number> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < line.lexemes.len() {
        match line.kind(at) {
            Some(Kind::Number(_) | Kind::Digits) if is_in_name(line, at) => at = name_end(line, at + 1),
            // `1.2.3`
            Some(Kind::Digits) => at = name_end(line, at + 1),
            Some(Kind::Number(printed)) => {
                found.push(number(line, at, printed));
                at += 1;
            }
            _ => at += 1,
        }
    }
    found
}

/// The number with which a text begins: `15.8` in `15.8（12.1~18.0）`.
pub fn leading(text: &str) -> Option<Printed> {
    leading_of(&Line::new(text))
}

/// The number with which a line begins.
pub fn leading_of(line: &Line<'_>) -> Option<Printed> {
    line.signed(0).map(|(number, _)| number)
}

fn number(line: &Line<'_>, at: usize, printed: Printed) -> Number {
    let is_percent = line.is(at + 1, Sign::Percent);
    let power = match line.kind(at + 1) {
        Some(Kind::Power(power)) if line.slice(at..at + 1) == "10" => Some(power),
        _ => None,
    };
    Number {
        printed,
        scale: match power {
            Some(power) => 10_f64.powi(i32::from(power) - 1),
            None => words::multiple(line, at + 1).unwrap_or(1.0),
        },
        range: line.span(at..at + 1 + usize::from(power.is_some())),
        percent_end: is_percent.then(|| line.span(at + 1..at + 2).end),
        is_count: words::begins(line, at + 1, |it| it.counters) || words::is(line, at + 1, |it| it.persons),
        is_level: is_percent && words::follows_level(line, at + 2),
    }
}

/// Whether digits belong to a name. A decimal number may follow the name of what it is the value of: `HR0.77`.
fn is_in_name(line: &Line<'_>, at: usize) -> bool {
    let span = line.span(at..at + 1);
    let is_value = || {
        line.number(at).is_some_and(|it| it.decimals() > 0)
            && words::leads_to_number(line, at - 1)
            && !(line.is_glued(at - 1) && line.is(at.saturating_sub(2), Sign::Dash))
    };
    line.text[..span.start].ends_with(['_', '^', '.'])
        || line.text[span.end..].starts_with('_')
        || line.is_in_name(at) && !is_value()
}

/// The piece after all of a name, of which some digits end before a piece: `CA19-9`, `FGF19/21`, `v1.2.3`.
fn name_end(line: &Line<'_>, from: usize) -> usize {
    let goes_on = |at: &usize| {
        line.is_glued(*at)
            && match line.kind(*at) {
                Some(Kind::Word(_) | Kind::Number(_) | Kind::Digits) => true,
                Some(Kind::Sign(Sign::Dash | Sign::Slash | Sign::Stop)) => {
                    matches!(line.slice(*at..at + 1), "-" | "/" | ".")
                }
                _ => false,
            }
    };
    (from..line.lexemes.len()).find(|at| !goes_on(at)).unwrap_or(line.lexemes.len())
}

#[cfg(test)]
mod properties;

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        of_text(text).into_iter().map(|it| &text[it.range]).collect()
    }

    #[test]
    fn numbers_are_told_from_names() {
        assert_eq!(
            found("HR=0.77，90%CI 0.59~1.01；n=1,024例,12；P<.001。"),
            ["0.77", "90", "0.59", "1.01", "1,024", "12", ".001"]
        );
        assert!(found("NCT01730937 PD-1 CA19-9 DEMO-PVTT-25 R0 v1.2.3").is_empty());
        assert_eq!(found("35Gy/5次，70%–90%，v1.2.3"), ["35", "5", "70", "90"]);
        // A decimal that is glued to the name of its measure is a value.
        assert_eq!(
            found("HR0.77（95%CI0.59~1.01）P.04，OR2，IL-6.5，PD－1，HbA1c7.5"),
            ["0.77", "95", "0.59", "1.01", ".04"]
        );
        assert_eq!(found("2025.08.07，3.2.1节，10^9，FGF19/21、COVID–19，Δ−2.5"), ["10", "2.5"]);
    }

    #[test]
    fn a_number_knows_what_it_counts() {
        let one = |text: &str| of_text(text).remove(0);
        for (text, value, shown) in [
            ("1.2万例", 12_000.0, "1.2"),
            ("1.2 万", 12_000.0, "1.2"),
            ("3 million", 3e6, "3"),
            ("84.7 %", 84.7, "84.7 %"),
            ("８４．７％", 84.7, "８４．７％"),
            ("0·77", 0.77, "0·77"),
            ("−2.5", 2.5, "2.5"),
            ("10⁹/L", 1e9, "10⁹"),
            ("10⁻³", 1e-3, "10⁻³"),
        ] {
            assert_eq!((one(text).value(), one(text).shown(text)), (value, shown), "{text}");
        }
        assert!(one("2000 例").matters() && one("2024 patients").matters() && !one("2024年").matters());
        for level in
            ["95%CI", "95% CI", "９５％置信区间", "95%的双侧置信区间", "95% 的 置信区间", "90% confidence", "95%-CI"]
        {
            assert!(one(level).is_level, "{level}");
        }
        assert!(!one("95%的患者").is_level && !one("95%对90%").is_level);
    }

    #[test]
    fn a_value_begins_with_its_number() {
        let of = |text: &str| leading(text).map(|it| it.to_string());
        assert_eq!(of("15.8 (12.1~18.0)").as_deref(), Some("15.8"));
        assert_eq!(of("１５．８个月").as_deref(), Some("15.8"));
        assert_eq!(of("NR"), None);
        assert_eq!(of(">24"), None);
    }

    #[test]
    fn a_number_rounds_another() {
        let one = |text: &str| of_text(text).remove(0);
        assert!(one("16").says(&one("15.8")) && one("0.4").says(&one("0.40")) && one("1.2万").says(&one("12,000")));
        assert!(!one("15.8").says(&one("16")) && !one("15.8").says(&one("15.3")));
    }
}
