//! The door of the word segmenter: where a line of a title may end, on pages, in lists, on cards and on paper.
//!
//! Browsers break Chinese between any two characters, and a title of two lines then often parts a word: 索拉|非尼. Here
//! a title is cut into its clauses, and each where one word ends and another begins; a theme keeps a clause on a line of
//! its own as long as it fits, and forbids all other places with `word-break: keep-all`. Words that the house names are
//! never cut. Never adds, takes away or moves a character: only tags are put in between.

use std::ops::Range;
use std::sync::OnceLock;

use icu_segmenter::options::WordBreakInvariantOptions;
use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};

use super::escape;
use super::html::UNPARTED;
use super::printed::{LETTER, with_letters};
use crate::evidence::unparted::unparted;

/// The longest run of Han characters that no line may end in: what fits a narrow phone in the size of a title.
const LONGEST: usize = 7;

/// Words that belong to the one before them.
const TRAILING: &str = "的了着过地得性率期组者级型类例岁年月日次个项种倍后前时中内外上下学化量度值法症癌瘤病炎术药";

/// How a clause begins and ends where a title has several.
const CLAUSE: [&str; 2] = ["<span class=\"clause\">", "</span>"];

/// Marks at which a clause ends.
const ENDS: [char; 7] = ['，', '：', '；', '。', '？', '！', '】'];

/// A title as HTML: its clauses in spans, and `<wbr>` where a line may end in one. A text without Han characters needs
/// neither. `kept` are words of the house that no line parts.
pub fn lines(text: &str, kept: &[String]) -> String {
    let clauses = clauses(text, kept);
    let places = places(text, kept);
    let mut out = String::with_capacity(text.len() * 3);
    for clause in &clauses {
        let start = offset(text, clause);
        if start > 0 {
            out.push_str("<wbr>");
        }
        if clauses.len() > 1 {
            out.push_str(CLAUSE[0]);
        }
        let mut written = start;
        let inside = places.iter().filter(|place| (start + 1..start + clause.len()).contains(*place));
        for place in inside.copied().chain([start + clause.len()]) {
            if written > start {
                out.push_str("<wbr>");
            }
            with_letters(&mut out, &text[written..place], LETTER, escape::xml);
            written = place;
        }
        if clauses.len() > 1 {
            out.push_str(CLAUSE[1]);
        }
    }
    out
}

/// How many ems the longest clause of a title is wide, about: what fits on one line of a size.
pub fn ems(text: &str, kept: &[String]) -> u32 {
    let em = |c: char| match c {
        _ if is_wide(c) => 1.0,
        'A'..='Z' => 0.68,
        'a'..='z' | '0'..='9' => 0.54,
        ' ' | ',' | '.' | ':' | '-' | '~' => 0.3,
        _ if c.is_ascii() => 0.5,
        _ => 1.0,
    };
    // Browsers set a mark at the end of a line half as wide where it would not fit.
    let wide = |clause: &&str| {
        let end = if clause.ends_with(ENDS) { 0.5 } else { 0.0 };
        clause.chars().map(em).sum::<f64>() - end
    };
    clauses(text, kept).iter().map(wide).fold(0.0, f64::max).ceil() as u32
}

/// The clauses of a title: each up to the full-width mark that ends it. Of a text without Han characters it is the whole.
pub(super) fn clauses<'t>(text: &'t str, kept: &[String]) -> Vec<&'t str> {
    if !text.chars().any(is_han) {
        return vec![text];
    }
    let whole = kept_ranges(text, kept);
    let mut found = Vec::new();
    let mut start = 0;
    for (at, mark) in text.char_indices().filter(|(_, c)| ENDS.contains(c)) {
        let end = at + mark.len_utf8();
        let closes = text[end..].chars().next().is_none_or(is_closing);
        if !closes && !whole.iter().any(|range| range.start < end && end < range.end) {
            found.push(&text[start..end]);
            start = end;
        }
    }
    found.push(&text[start..]);
    found
}

/// Where words stand that the house keeps whole.
fn kept_ranges(text: &str, kept: &[String]) -> Vec<Range<usize>> {
    let found = kept.iter().filter(|word| !word.is_empty()).flat_map(|word| text.match_indices(word.as_str()));
    found.map(|(at, word)| at..at + word.len()).collect()
}

/// A text as HTML in which no line parts a number from its sign, name or unit, and the letter of a P value is in italics.
pub fn whole(text: &str) -> String {
    let letters = |out: &mut String, part: &str| with_letters(out, part, LETTER, escape::xml);
    let mut out = String::with_capacity(text.len() + text.len() / 2);
    let mut written = 0;
    for range in unparted(text) {
        letters(&mut out, &text[written..range.start]);
        out.push_str(UNPARTED[0]);
        letters(&mut out, &text[range.clone()]);
        out.push_str(UNPARTED[1]);
        written = range.end;
    }
    letters(&mut out, &text[written..]);
    out
}

/// The places in a text at which a line may end, between two words of Han characters or beside one.
pub(super) fn places(text: &str, kept: &[String]) -> Vec<usize> {
    if !text.chars().any(is_han) {
        return Vec::new();
    }
    let words = words(text);
    let mut whole = unparted(text);
    whole.extend(kept_ranges(text, kept));
    let mut places = Vec::new();
    let mut start = 0;
    for (index, word) in words.iter().enumerate() {
        let end = offset(text, word) + word.len();
        let Some(next) = words.get(index + 1) else { break };
        let before = index.checked_sub(1).map(|at| words[at]);
        let is_whole = whole.iter().any(|range| range.start < end && end < range.end);
        if !is_whole && may_end(&text[start..end], before, word, next) {
            places.push(end);
            start = end;
        }
    }
    places
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

    fn pieces<'t>(text: &'t str, kept: &[String]) -> Vec<&'t str> {
        let mut all = Vec::new();
        let mut start = 0;
        for end in places(text, kept).into_iter().chain([text.len()]) {
            all.push(&text[start..end]);
            start = end;
        }
        all
    }

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
            assert_eq!(pieces(text, &[]).join("|"), cut);
        }
    }

    #[test]
    fn no_character_is_changed() {
        for text in
            ["", "（a）", "“放”眼看前沿", "95%CI 0.52~0.99", "【甲】乙，丙。", "<b>&“肝癌”", "𠀀𠀁𠀂", "a\u{301}肝"]
        {
            assert_eq!(pieces(text, &[]).concat(), text);
            assert_eq!(clauses(text, &[]).concat(), text);
            let mut escaped = String::new();
            escape::xml(&mut escaped, text);
            let html = lines(text, &[]).replace("<wbr>", "");
            assert_eq!(html.replace(CLAUSE[0], "").replace(CLAUSE[1], ""), escaped);
        }
    }

    #[test]
    fn clauses_end_at_their_marks_and_kept_words_are_never_cut() {
        let cut = |text: &str| clauses(text, &[]).join("|");
        assert_eq!(cut("【演示】老年食管癌：放疗联合化疗，延长生存"), "【演示】|老年食管癌：|放疗联合化疗，|延长生存");
        assert_eq!(cut("他说“有效！”吗？"), "他说“有效！”吗？");
        assert_eq!(cut("A trial: of two, things"), "A trial: of two, things");
        assert_eq!(ems("局部晚期肝癌：SBRT联合", &[]), 7);
        let kept = ["脑转移灶".to_owned(), "甲：乙".to_owned(), String::new()];
        assert!(
            places("多个脑转移灶的放疗", &kept).iter().all(|at| !("多个".len() + 1.."多个脑转移灶".len()).contains(at))
        );
        assert_eq!(clauses("甲：乙，丙", &kept), ["甲：乙，", "丙"]);
        assert_eq!(
            lines("甲乙，P值", &[]),
            "<span class=\"clause\">甲乙，</span><wbr><span class=\"clause\"><i>P</i>值</span>"
        );
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
        let text = "尼".repeat(60);
        let longest = pieces(&text, &[]).into_iter().map(|piece| piece.chars().count()).max();
        assert!(longest.is_some_and(|it| it <= LONGEST), "{longest:?}");
    }
}
