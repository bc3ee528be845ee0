//! E402: the text says that an interval is one of 90 % or a P value one-sided, and the summary does not.

use std::ops::Range;

use super::Document;
use super::amount::amounts;
use super::desk::Desk;
use super::p_value::p_values;
use super::passage::{Passage, Section};
use crate::diag::{Diagnostic, code, text};
use crate::model::printed::Printed;
use crate::model::prose::ProseKind;

/// An interval in a text.
struct Interval {
    low: Printed,
    high: Printed,
    /// Its level in per cent, where that is said.
    level: Option<Printed>,
    range: Range<usize>,
}

/// What is qualified in the text is qualified in short.
pub(super) fn look(document: &Document<'_>, _: &Desk<'_>, said: &mut Vec<Diagnostic>) {
    let Some(issue) = document.as_issue() else { return };
    let is_short = |passage: &Passage<'_>| {
        passage.section == Section::KeyFindings
            || passage.is_field(ProseKind::Summary)
            || passage.is_field(ProseKind::Title)
    };
    let shorts: Vec<&Passage<'_>> =
        document.passages.iter().filter(|passage| is_short(passage) && passage.has_any("0123456789")).collect();
    if shorts.is_empty() {
        return;
    }
    let mut texts: Vec<&str> = document.section(Section::Text).map(|passage| passage.text.as_str()).collect();
    for finding in &issue.findings {
        texts
            .extend([&finding.effect, &finding.adjusted, &finding.p].into_iter().flatten().map(|it| it.value.as_str()));
    }
    let known: Vec<Interval> = texts.iter().flat_map(|text| intervals(text)).collect();
    let values: Vec<(String, bool)> =
        texts.iter().flat_map(|text| sided(text)).map(|(value, is_one, _)| (value, is_one)).collect();
    for passage in shorts {
        levels(passage, &known, said);
        sides(passage, &values, said);
    }
}

/// Intervals whose level the text says, and that is not 95 %.
fn levels(passage: &Passage<'_>, known: &[Interval], said: &mut Vec<Diagnostic>) {
    for interval in intervals(&passage.text) {
        let same = |other: &&Interval| {
            other.low.value() == interval.low.value() && other.high.value() == interval.high.value()
        };
        let mut levels = known.iter().filter(same).filter_map(|other| other.level);
        // The text itself may not agree: then it is not known which is right.
        let Some(level) = levels.next().filter(|level| levels.all(|other| other == *level)) else { continue };
        let range = interval.range.clone();
        let written = &passage.text[range.clone()];
        let message = match interval.level {
            None if level.value() == 95.0 => continue,
            None => text!(
                "the text gives `{written}` as a {level}% interval, and here that is left out",
                written,
                level = level.to_string()
            ),
            Some(own) if own.value() == level.value() => continue,
            Some(own) => text!(
                "`{written}` is a {own}% interval here, and a {level}% interval in the text",
                written,
                own = own.to_string(),
                level = level.to_string()
            ),
        };
        said.push(Diagnostic::new(code::E402, message).at(passage.file, passage.span(range)).help(text!(
            "write `{level}%CI` before it: readers take an interval without a level for one of 95%",
            level = level.to_string()
        )));
    }
}

/// P values of which the text says that they are one-sided.
fn sides(passage: &Passage<'_>, known: &[(String, bool)], said: &mut Vec<Diagnostic>) {
    // Said once, it may hold for all of the paragraph.
    if says_side(&passage.text) {
        return;
    }
    for (value, _, range) in sided(&passage.text) {
        let mut same = known.iter().filter(|(other, _)| *other == value).peekable();
        if same.peek().is_some() && same.all(|(_, is_one_sided)| *is_one_sided) {
            let written = &passage.text[range.clone()];
            said.push(
                Diagnostic::new(
                    code::E402,
                    text!("the text gives `{written}` as one-sided, and here that is left out", written),
                )
                .at(passage.file, passage.span(range))
                .help(text!(
                    "write 单侧 or `one-sided` before it: readers take a P value without a side for two-sided"
                )),
            );
        }
    }
}

/// Every P value of a text, with its sign; whether it is said to be one-sided; and its place.
fn sided(text: &str) -> Vec<(String, bool, Range<usize>)> {
    let all = p_values(text);
    let mut from = 0;
    let mut found = Vec::with_capacity(all.len());
    for value in all {
        let before = &text[from..value.letter];
        let after: String = text[value.number.end..].chars().take(12).collect();
        // What stands before belongs to this value, if no other number stands between.
        let near: String = before.chars().rev().take(14).collect::<Vec<_>>().into_iter().rev().collect();
        let near =
            near.rsplit(|c: char| c.is_ascii_digit() || matches!(c, ';' | '；' | '。')).next().unwrap_or_default();
        let is_one = is_one_sided(near) || after.trim_start().starts_with(['（', '(']) && is_one_sided(&after);
        let sign: String = text[value.sign.clone()].trim().replace('＝', "=").replace('＜', "<").replace('＞', ">");
        let number = amounts(&text[value.number.clone()]).into_iter().next().map_or(0.0, |it| it.value());
        found.push((format!("{sign}{number}"), is_one, value.letter..value.number.end));
        from = value.number.end;
    }
    found
}

fn is_one_sided(text: &str) -> bool {
    let small = text.to_lowercase();
    small.contains("单侧")
        || small.contains("单尾")
        || small.contains("one-sided")
        || small.contains("1-sided")
        || small.contains("one sided")
}

fn says_side(text: &str) -> bool {
    ["单侧", "单尾", "-sided", "one sided"].iter().any(|word| text.to_lowercase().contains(word))
}

/// Every interval of a text: two numbers with decimals, from one to the other.
fn intervals(text: &str) -> Vec<Interval> {
    let all = amounts(text);
    let mut found = Vec::new();
    for (at, pair) in all.windows(2).enumerate() {
        let [low, high] = pair else { continue };
        let is_pair = low.printed.decimals() > 0 && high.printed.decimals() > 0 && low.value() < high.value();
        if is_pair && !low.is_percent && is_range(&text[low.range.end..high.range.start]) {
            let before = at.checked_sub(1).map(|before| &all[before]);
            let level =
                before.filter(|before| before.is_level && text[before.range.end..low.range.start].chars().count() < 24);
            found.push(Interval {
                low: low.printed,
                high: high.printed,
                level: level.map(|level| level.printed),
                range: low.range.start..high.range.end,
            });
        }
    }
    found
}

fn is_range(between: &str) -> bool {
    matches!(between.trim(), "~" | "～" | "-" | "–" | "—" | "−" | "至" | "to" | "," | "，")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_know_their_level() {
        let found = |text: &str| {
            intervals(text)
                .into_iter()
                .map(|it| (text[it.range].to_owned(), it.level.map(|it| it.to_string())))
                .collect::<Vec<_>>()
        };
        assert_eq!(found("HR=0.77，90%CI 0.59~1.01"), [("0.59~1.01".to_owned(), Some("90".to_owned()))]);
        assert_eq!(found("HR 0.77 (0.59–1.01)"), [("0.59–1.01".to_owned(), None)]);
        assert_eq!(found("95％置信区间：0.40至0.75")[0].1.as_deref(), Some("95"));
        assert!(found("0.4~91个月，38%~9%，27.5~50 Gy").is_empty());
    }

    #[test]
    fn sides_belong_to_their_value() {
        let found = |text: &str| sided(text).into_iter().map(|(value, is_one, _)| (value, is_one)).collect::<Vec<_>>();
        assert_eq!(found("单侧P=0.06，双侧P＜0.001"), [("=0.06".to_owned(), true), ("<0.001".to_owned(), false)]);
        assert_eq!(found("P = .06 (one-sided)；P=0.04"), [("=0.06".to_owned(), true), ("=0.04".to_owned(), false)]);
    }
}
