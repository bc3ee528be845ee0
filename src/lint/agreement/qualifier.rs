//! E402: the text says that a P value is one-sided, and the summary does not. The level of an interval is E106's.

use std::ops::Range;

use crate::diag::{Diagnostic, Said, code, text};
use crate::evidence::number::amounts;
use crate::evidence::spelling::p_values;
use crate::lint::reading::desk::Desk;
use crate::lint::reading::document::Document;
use crate::lint::reading::passage::{Passage, Section};
use crate::model::prose::ProseKind;

/// What is qualified in the text is qualified in short.
pub(in crate::lint) fn look(document: &Document<'_>, _: &Desk<'_>, said: &mut Said) {
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
    let values: Vec<(String, bool)> =
        texts.iter().flat_map(|text| sided(text)).map(|(value, is_one, _)| (value, is_one)).collect();
    for passage in shorts {
        sides(passage, &values, said);
    }
}

/// P values of which the text says that they are one-sided.
fn sides(passage: &Passage<'_>, known: &[(String, bool)], said: &mut Said) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sides_belong_to_their_value() {
        let found = |text: &str| sided(text).into_iter().map(|(value, is_one, _)| (value, is_one)).collect::<Vec<_>>();
        assert_eq!(found("单侧P=0.06，双侧P＜0.001"), [("=0.06".to_owned(), true), ("<0.001".to_owned(), false)]);
        assert_eq!(found("P = .06 (one-sided)；P=0.04"), [("=0.06".to_owned(), true), ("=0.04".to_owned(), false)]);
    }
}
