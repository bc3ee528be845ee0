//! How long a text is.
//!
//! Pure functions on a [`Body`]. A Han character or kana counts as one, and so does a word of any other script.

use crate::model::body::{Body, Kind};
use crate::model::issue::TextMeasure;

use super::script::is_counted_singly;

/// Characters that a reader of Chinese reads in a minute.
const CHARACTERS_A_MINUTE: u64 = 440;
/// Words of other scripts that a reader reads in a minute.
const WORDS_A_MINUTE: u64 = 220;

/// Counts what is to be read in some bodies together.
pub fn measure<'a>(bodies: impl IntoIterator<Item = &'a Body>) -> TextMeasure {
    let (mut characters, mut words) = (0_u32, 0_u32);
    for body in bodies {
        let mut in_word = false;
        for node in body.nodes() {
            match node.kind {
                Kind::Text | Kind::Code | Kind::CodeBlock { .. } => {
                    count(body.text(node), &mut in_word, &mut characters, &mut words);
                }
                Kind::Emphasis | Kind::Strong | Kind::Strikethrough | Kind::Link(_) | Kind::Html => {}
                // A formula is read as a word.
                Kind::Math { .. } => {
                    words += 1;
                    in_word = false;
                }
                _ => in_word = false,
            }
        }
    }
    // Halves of a minute round up: 440 × 220 is what both rates have in common.
    let time = u64::from(characters) * WORDS_A_MINUTE + u64::from(words) * CHARACTERS_A_MINUTE;
    let minute = CHARACTERS_A_MINUTE * WORDS_A_MINUTE;
    TextMeasure { words: characters + words, minutes: ((time + minute / 2) / minute).max(1) as u32 }
}

fn count(text: &str, in_word: &mut bool, characters: &mut u32, words: &mut u32) {
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if !c.is_ascii() && is_counted_singly(c) {
            *characters += 1;
            *in_word = false;
        } else if c.is_alphanumeric() {
            *words += u32::from(!*in_word);
            *in_word = true;
        } else {
            // `0.77`, `cell-free` and `don't` are one word each.
            let joins = matches!(c, '.' | ',' | '-' | '\'' | '’' | '_');
            *in_word = *in_word && joins && chars.peek().is_some_and(|next| next.is_alphanumeric());
        }
    }
}

/// How wide a text is in Han characters: two of other scripts count as one.
pub fn width(text: &str) -> usize {
    let halves: usize = text.chars().map(|c| if is_wide(c) { 2 } else { 1 }).sum();
    halves.div_ceil(2)
}

/// Han, kana, hangul, and the punctuation that is as wide.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}' | '\u{20000}'..='\u{3fffd}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_latin_letters_are_as_wide_as_one_han() {
        assert_eq!(width("SBRT联合索拉非尼"), 8);
        assert_eq!(width(""), 0);
    }
    use crate::diag::{OffsetMap, SourceText};
    use crate::parse::markdown::{self, MarkdownOptions};

    fn body(text: &str) -> Body {
        let file = SourceText::new("a.md", text);
        let options = MarkdownOptions::default();
        markdown::parse(text, &OffsetMap::shifted(0), &file, &options).value
    }

    fn words(text: &str) -> u32 {
        measure([&body(text)]).words
    }

    #[test]
    fn characters_and_words_are_counted() {
        assert_eq!(words("肝细胞癌患者"), 6);
        assert_eq!(words("**SBRT**联合索拉非尼（HR=0.77，don't）"), 10);
        assert_eq!(words("SB**RT** a-b"), 2);
        assert_eq!(words("한국어 문장 カナ"), 4);
        assert_eq!(words("| 甲 | 乙 |\n|---|---|\n| 1 | 2 |"), 4);
    }

    #[test]
    fn reading_takes_at_least_a_minute() {
        assert_eq!(measure([&body("短")]).minutes, 1);
        assert_eq!(measure([&body(&"字".repeat(440 * 3))]).minutes, 3);
        assert_eq!(measure([&body(&"word ".repeat(660))]).minutes, 3);
        assert_eq!(measure([&body(&"字".repeat(440)), &body(&"word ".repeat(220))]).minutes, 2);
    }
}
