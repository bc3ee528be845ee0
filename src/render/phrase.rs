//! The door of the word segmenter: where a line of a title may end.
//!
//! Browsers break Chinese between any two characters, and a title of two lines then often parts a word: 索拉|非尼. Here
//! a title is cut where one word ends and another begins; a theme forbids all other places with `word-break: keep-all`.
//! Never adds, takes away or moves a character: only `<wbr>` is put in between.

use std::sync::OnceLock;

use icu_segmenter::options::WordBreakInvariantOptions;
use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};

use super::escape;
use super::html::UNPARTED;
use crate::evidence::unparted::unparted;

/// The longest run of Han characters that no line may end in: what fits a narrow phone in the size of a title.
const LONGEST: usize = 7;

/// Words that belong to the one before them.
const TRAILING: &str = "的了着过地得性率期组者级型类例岁年月日次个项种倍后前时中内外上下学化量度法症癌瘤病炎术药";

/// A text as HTML with `<wbr>` where a line may end. One without Han characters needs none.
pub fn breakable(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for (index, piece) in pieces(text).into_iter().enumerate() {
        if index > 0 {
            out.push_str("<wbr>");
        }
        escape::xml(&mut out, piece);
    }
    out
}

/// A text as HTML in which no line parts a number from its sign, name or unit.
pub fn whole(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 2);
    let mut written = 0;
    for range in unparted(text) {
        escape::xml(&mut out, &text[written..range.start]);
        out.push_str(UNPARTED[0]);
        escape::xml(&mut out, &text[range.clone()]);
        out.push_str(UNPARTED[1]);
        written = range.end;
    }
    escape::xml(&mut out, &text[written..]);
    out
}

/// The pieces of a text between which a line may end.
fn pieces(text: &str) -> Vec<&str> {
    if !text.chars().any(is_han) {
        return vec![text];
    }
    let words = words(text);
    let whole = unparted(text);
    let mut pieces: Vec<&str> = Vec::new();
    let mut start = 0;
    for (index, word) in words.iter().enumerate() {
        let end = offset(text, word) + word.len();
        let Some(next) = words.get(index + 1) else {
            pieces.push(&text[start..]);
            break;
        };
        let before = index.checked_sub(1).map(|at| words[at]);
        let is_whole = whole.iter().any(|range| range.start < end && end < range.end);
        if !is_whole && may_end(&text[start..end], before, word, next) {
            pieces.push(&text[start..end]);
            start = end;
        }
    }
    pieces
}

/// Whether a line may end between two words, of which the first ends `piece` and follows `before`.
fn may_end(piece: &str, before: Option<&str>, word: &str, next: &str) -> bool {
    let (Some(last), Some(first)) = (word.chars().next_back(), next.chars().next()) else { return false };
    // Spaces break by themselves; within Latin words and numbers, browsers know best.
    if last.is_whitespace() || first.is_whitespace() || !(is_wide(last) || is_wide(first)) {
        return false;
    }
    if is_opening(last) || is_closing(first) {
        return false;
    }
    if is_closing(last) || is_opening(first) {
        return true;
    }
    if is_single(next) && TRAILING.contains(next) {
        return false;
    }
    // A single character is rarely a word: it belongs to the next one, and names of drugs come as a row of them.
    let is_syllable = is_single(word) && !TRAILING.contains(word);
    let together = is_syllable && (is_single(next) || !before.is_some_and(is_single)) || last.is_ascii_digit();
    !together || piece.chars().filter(|it| is_han(*it)).count() >= LONGEST
}

fn words(text: &str) -> Vec<&str> {
    static SEGMENTER: OnceLock<WordSegmenterBorrowed<'static>> = OnceLock::new();
    let segmenter = SEGMENTER.get_or_init(|| WordSegmenter::new_dictionary(WordBreakInvariantOptions::default()));
    let ends: Vec<usize> = segmenter.segment_str(text).collect();
    ends.windows(2).map(|pair| &text[pair[0]..pair[1]]).collect()
}

/// Where a part of a text begins in it.
fn offset(text: &str, part: &str) -> usize {
    part.as_ptr() as usize - text.as_ptr() as usize
}

fn is_single(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(is_han) && chars.next().is_none()
}

fn is_han(it: char) -> bool {
    matches!(it, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Han characters and the punctuation that is set with them.
fn is_wide(it: char) -> bool {
    is_han(it) || is_opening(it) || is_closing(it)
}

fn is_opening(it: char) -> bool {
    matches!(it, '（' | '【' | '《' | '〈' | '「' | '『' | '“' | '‘' | '(' | '[')
}

fn is_closing(it: char) -> bool {
    matches!(
        it,
        '）' | '】'
            | '》'
            | '〉'
            | '」'
            | '』'
            | '”'
            | '’'
            | '，'
            | '。'
            | '、'
            | '；'
            | '：'
            | '！'
            | '？'
            | '…'
            | '—'
            | ')'
            | ']'
            | ','
            | '.'
            | ';'
            | ':'
            | '!'
            | '?'
            | '%'
            | '‰'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_ends_between_words() {
        for (text, cut) in [
            (
                "局部晚期肝癌：SBRT联合索拉非尼延长PFS，OS未达统计学差异",
                "局部|晚期|肝癌：|SBRT|联合|索拉非尼|延长|PFS，|OS|未达|统计学|差异",
            ),
            ("【演示】前列腺癌5次放疗非劣于20次", "【演示】|前列腺癌|5次|放疗非劣于|20次"),
            ("单药12.3个月，联合15.8个月", "单药|12.3个月，|联合|15.8个月"),
            ("A randomised trial", "A randomised trial"),
        ] {
            assert_eq!(pieces(text).join("|"), cut);
        }
    }

    #[test]
    fn no_character_is_changed() {
        for text in ["", "（a）", "“放”眼看前沿", "95%CI 0.52~0.99", "<b>&“肝癌”", "𠀀𠀁𠀂", "a\u{301}肝"]
        {
            assert_eq!(pieces(text).concat(), text);
            let mut escaped = String::new();
            escape::xml(&mut escaped, text);
            assert_eq!(breakable(text).replace("<wbr>", ""), escaped);
        }
    }

    #[test]
    fn numbers_are_whole_and_no_character_is_changed() {
        assert_eq!(whole("中位15.8个月<b>"), "中位<span class=\"nb\">15.8个月</span>&lt;b&gt;");
        for text in ["", "≥3级", "“放”95%CI 0.52~0.99", "a\u{301}12例"] {
            let mut escaped = String::new();
            escape::xml(&mut escaped, text);
            assert_eq!(whole(text).replace(UNPARTED[0], "").replace(UNPARTED[1], ""), escaped);
        }
    }

    #[test]
    fn no_piece_is_longer_than_a_line_of_a_phone() {
        let longest = pieces(&"尼".repeat(60)).into_iter().map(|piece| piece.chars().count()).max();
        assert!(longest.is_some_and(|it| it <= LONGEST), "{longest:?}");
    }
}
