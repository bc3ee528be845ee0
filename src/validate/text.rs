//! What can be told of a text without reading it: how long it is, how it begins.
//!
//! Never changes a text.

use crate::model::body::{Body, Kind};
use crate::model::issue::TextMeasure;

/// Han characters and words that are read in a minute, between studies of Chinese (about 260 words, some 400
/// characters) and what a text full of numbers allows.
const WORDS_A_MINUTE: u32 = 350;

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

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3fffd}')
}

/// Counts Han characters one by one and words of other scripts.
pub(super) fn measure<'a>(bodies: impl Iterator<Item = &'a Body>) -> TextMeasure {
    let mut words = 0u32;
    for body in bodies {
        let mut in_word = false;
        for node in body.nodes() {
            if !matches!(node.kind, Kind::Text | Kind::Code) {
                in_word &= !matches!(
                    node.kind,
                    Kind::Paragraph | Kind::Plain | Kind::TableCell | Kind::SoftBreak | Kind::HardBreak
                );
                continue;
            }
            for c in body.text(node).chars() {
                let continues = !is_han(c) && c.is_alphanumeric();
                words += u32::from(is_han(c) || continues && !in_word);
                in_word = continues;
            }
        }
    }
    TextMeasure { words, minutes: words.div_ceil(WORDS_A_MINUTE).max(1) }
}

/// The beginning of the first paragraph, up to the end of a sentence if one ends in time.
pub(super) fn summary(key_findings: Option<&Body>, body: &Body) -> String {
    [key_findings, Some(body)]
        .into_iter()
        .flatten()
        .find_map(first_paragraph)
        .map_or_else(String::new, |text| shortened(&text))
}

fn first_paragraph(body: &Body) -> Option<String> {
    let mut inside_note = 0;
    body.nodes().iter().enumerate().find_map(|(number, node)| {
        if matches!(node.kind, Kind::Note(_) | Kind::Figure(_) | Kind::Quote | Kind::Table { .. }) {
            inside_note = inside_note.max(body.end_of(number));
        }
        let is_text = matches!(node.kind, Kind::Paragraph | Kind::Plain) && number >= inside_note;
        let text = is_text.then(|| body.plain_text(number..body.end_of(number)))?;
        (!text.trim().is_empty()).then(|| text.trim().to_owned())
    })
}

fn shortened(text: &str) -> String {
    let Some((limit, _)) = text.char_indices().nth(SUMMARY_LIMIT) else {
        return text.to_owned();
    };
    let cut = &text[..limit];
    match cut.rfind(['。', '！', '？', '；']) {
        Some(at) if at > limit / 2 => cut[..at + '。'.len_utf8()].to_owned(),
        _ => format!("{}…", cut.trim_end()),
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

    #[test]
    fn han_are_counted_one_by_one_and_words_as_words() {
        let mut body = Body::new();
        let paragraph = body.open(Kind::Paragraph, 0..0);
        body.leaf(Kind::Text, "中位OS为15.8个月, two words", 0..0);
        body.close(paragraph);
        // 中 位 OS 为 15 8 个 月 two words
        assert_eq!(measure([&body].into_iter()).words, 10);
    }

    #[test]
    fn a_summary_ends_with_a_sentence() {
        let long = format!("{}。{}", "甲".repeat(80), "乙".repeat(80));
        assert_eq!(shortened(&long), format!("{}。", "甲".repeat(80)));
    }
}
