//! What can be told of a text without reading it: how long it is, how it begins.
//!
//! Never changes a text.

use crate::model::body::Body;
use crate::model::issue::SummarySource;
use crate::parse::measure;

/// The most characters that a summary made from a text has.
const SUMMARY_LIMIT: usize = 120;

/// How wide a text is in Han characters: two of other scripts count as one.
pub(super) fn width(text: &str) -> usize {
    let halves: usize = text.chars().map(|c| if is_wide(c) { 2 } else { 1 }).sum();
    halves.div_ceil(2)
}

/// Han, kana, hangul, and the punctuation that is as wide.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}' | '\u{20000}'..='\u{3fffd}')
}

/// The beginning of the key findings, or of the body where there are none.
pub(super) fn summary(key_findings: Option<&Body>, body: &Body) -> (String, SummarySource) {
    let made = |body: Option<&Body>| body.map(|body| measure::summary(body, SUMMARY_LIMIT)).unwrap_or_default();
    match made(key_findings) {
        summary if summary.is_empty() => (made(Some(body)), SummarySource::Text),
        summary => (summary, SummarySource::KeyFindings),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_latin_letters_are_as_wide_as_one_han() {
        assert_eq!(width("SBRT联合索拉非尼"), 8);
        assert_eq!(width(""), 0);
    }
}
