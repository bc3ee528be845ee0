//! What the heading of a column, or of a row, says of the numbers under it: `HR（95%CI）`, `95%CI`, `单侧P值`.

use std::ops::Range;

use super::label::label;
use super::lex::{Line, is_exactly};
use super::{interval, measure, sides, words};

/// What a heading announces, with the bytes of its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heading {
    /// Estimates of an effect, and their intervals if these are named.
    Effect {
        /// The name of the measure, with what says that it is adjusted.
        name: Range<usize>,
        /// The name of the interval.
        interval: Option<Range<usize>>,
    },
    /// Intervals alone.
    Interval(Range<usize>),
    /// P values of the effects.
    P,
}

/// What a heading announces of effects; `None` for anything else.
pub fn heading(line: &Line<'_>) -> Option<Heading> {
    if is_p(line) {
        return Some(Heading::P);
    }
    let pieces = 0..line.lexemes.len();
    let mut named = pieces.clone().filter_map(|at| Some((at, measure::named(line, at)?)));
    let interval = pieces.clone().find_map(|at| {
        let label = label(line, at).filter(|label| !interval::has_bounds(line, at, label))?;
        // What has a level or a name of two words is no letter of a legend.
        Some(line.span(at..label.next))
    });
    match (named.next(), interval) {
        (Some((at, named)), interval) => {
            let before = line.span(at.saturating_sub(1)..at);
            let is_adjusted = at > 0 && words::is(line, at - 1, |it| it.adjusted);
            let start = if is_adjusted { before.start } else { line.span(at..at + 1).start };
            Some(Heading::Effect { name: start..line.span(at..named.next).end, interval })
        }
        (None, Some(interval)) => (interval.start == line.span(0..1).start).then_some(Heading::Interval(interval)),
        (None, None) => None,
    }
}

/// `P`, `P值`, `p value`, `单侧P`, `P（双侧）`, but not `P for interaction`.
fn is_p(line: &Line<'_>) -> bool {
    let is_letter = |at: &usize| line.word(*at).is_some_and(|word| is_exactly(word, "P") || is_exactly(word, "p"));
    let Some(letter) = (0..line.lexemes.len().min(6)).find(is_letter) else { return false };
    let mut at = 0;
    while at < line.lexemes.len() {
        let is_value = words::is(line, at, |it| it.value);
        if at == letter || is_value || line.sign(at).is_some() || interval::is_mark(line, at) {
            at += 1;
        } else if let Some((_, next)) = sides::at(line, at) {
            at = next;
        } else {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(text: &str) -> String {
        match heading(&Line::new(text)) {
            Some(Heading::Effect { name, interval }) => {
                format!("{} [{}]", &text[name], interval.map_or("", |it| &text[it]))
            }
            Some(Heading::Interval(interval)) => format!("[{}]", &text[interval]),
            Some(Heading::P) => "P".to_owned(),
            None => String::new(),
        }
    }

    #[test]
    fn headings_say_what_stands_under_them() {
        for (text, expected) in [
            ("HR（95%CI）", "HR [95%CI]"),
            ("OR (95% CI)", "OR [95% CI]"),
            ("OR值", "OR []"),
            ("风险比（90%置信区间）", "风险比 [90%置信区间]"),
            ("Adjusted HR (95% CI)", "Adjusted HR [95% CI]"),
            ("Mean difference (95% CI)", "Mean difference [95% CI]"),
            ("95%CI", "[95%CI]"),
            ("P", "P"),
            ("*P*值", "P"),
            ("单侧P值", "P"),
            ("P value", "P"),
            ("P for interaction", ""),
            ("交互P", ""),
            ("联合组（n=85）", ""),
            ("n（%）", ""),
        ] {
            assert_eq!(drawn(text), expected, "{text}");
        }
    }
}
