//! What kind of character a character is: the questions that Chinese text asks and ASCII text does not.
//!
//! Pure functions. Nothing here knows Markdown.

use std::borrow::Cow;

/// Characters that are set in a square of their own, and Hangul: East Asian Width W, F or H without the emoji,
/// and the script Hangul (Unicode 16). What is reserved for Han in planes 2 and 3 is in it too.
#[rustfmt::skip]
const CJK: &[(u32, u32)] = &[
    (0x1100, 0x11FF), (0x20A9, 0x20A9), (0x2329, 0x232A), (0x2630, 0x2637), (0x268A, 0x268F),
    (0x2E80, 0x2E99), (0x2E9B, 0x2EF3), (0x2F00, 0x2FD5), (0x2FF0, 0x303E), (0x3041, 0x3096),
    (0x3099, 0x30FF), (0x3105, 0x312F), (0x3131, 0x318E), (0x3190, 0x31E5), (0x31EF, 0x321E),
    (0x3220, 0x3247), (0x3250, 0xA48C), (0xA490, 0xA4C6), (0xA960, 0xA97C), (0xAC00, 0xD7A3),
    (0xD7B0, 0xD7C6), (0xD7CB, 0xD7FB), (0xF900, 0xFAFF), (0xFE10, 0xFE19), (0xFE30, 0xFE52),
    (0xFE54, 0xFE66), (0xFE68, 0xFE6B), (0xFF01, 0xFFBE), (0xFFC2, 0xFFC7), (0xFFCA, 0xFFCF),
    (0xFFD2, 0xFFD7), (0xFFDA, 0xFFDC), (0xFFE0, 0xFFE6), (0xFFE8, 0xFFEE), (0x16FE0, 0x16FE4),
    (0x16FF0, 0x16FF6), (0x17000, 0x18CD5), (0x18CFF, 0x18D1E), (0x18D80, 0x18DF2), (0x1AFF0, 0x1AFF3),
    (0x1AFF5, 0x1AFFB), (0x1AFFD, 0x1AFFE), (0x1B000, 0x1B122), (0x1B132, 0x1B132), (0x1B150, 0x1B152),
    (0x1B155, 0x1B155), (0x1B164, 0x1B167), (0x1B170, 0x1B2FB), (0x1D300, 0x1D356), (0x1D360, 0x1D376),
    (0x1F200, 0x1F200), (0x1F202, 0x1F202), (0x1F210, 0x1F219), (0x1F21B, 0x1F22E), (0x1F230, 0x1F231),
    (0x1F237, 0x1F237), (0x1F23B, 0x1F23B), (0x1F240, 0x1F248), (0x1F260, 0x1F265), (0x20000, 0x3FFFD),
];

/// Whether a character is Chinese, Japanese or Korean, punctuation included, emoji not.
pub fn is_cjk(c: char) -> bool {
    let code = c as u32;
    match code {
        0..0x1100 => false,
        // Most of what is asked about: Han.
        0x4E00..=0x9FFF => true,
        _ => {
            let after = CJK.partition_point(|(start, _)| *start <= code);
            after > 0 && code <= CJK[after - 1].1
        }
    }
}

/// Whether a character is Hangul, whose words stand apart by spaces.
pub fn is_hangul(c: char) -> bool {
    matches!(c as u32,
        0x1100..=0x11FF | 0x302E..=0x302F | 0x3131..=0x318E | 0x3200..=0x321E | 0x3260..=0x327E
        | 0xA960..=0xA97C | 0xAC00..=0xD7FB | 0xFFA0..=0xFFDC)
}

/// Whether a character is one that readers count one by one: Han, kana, bopomofo.
pub fn is_counted_singly(c: char) -> bool {
    match c {
        '\u{4E00}'..='\u{9FFF}' => true,
        // Most of the rest that is asked about: what comes before all of these, and punctuation.
        '\0'..='\u{10FF}' | '\u{2000}'..='\u{206F}' | '\u{3001}'..='\u{3004}' | '\u{3008}'..='\u{3020}' => false,
        '\u{FF01}'..='\u{FF20}' => false,
        _ => is_counted_singly_elsewhere(c),
    }
}

fn is_counted_singly_elsewhere(c: char) -> bool {
    is_cjk(c) && c.is_alphabetic() && !is_hangul(c) && !matches!(c, '\u{FF21}'..='\u{FF5A}')
}

/// Whether CommonMark calls a character punctuation: the general categories P and S.
pub fn is_punctuation(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_punctuation();
    }
    // Letters in circles and squares are alphabetic, and symbols.
    if matches!(c as u32, 0x24B6..=0x24E9 | 0x1F130..=0x1F149 | 0x1F150..=0x1F169 | 0x1F170..=0x1F189) {
        return true;
    }
    !matches!(c, '\u{4E00}'..='\u{9FFF}') && !c.is_alphanumeric() && !c.is_whitespace() && !is_mark_or_format(c)
}

/// The characters that are neither letters, numbers, space, punctuation nor symbols, as far as they stand in
/// text that this tool meets: controls, marks, format characters, variation selectors, private use,
/// noncharacters.
fn is_mark_or_format(c: char) -> bool {
    matches!(c as u32,
        0x80..=0x9F | 0xAD | 0x300..=0x36F | 0x483..=0x489 | 0x591..=0x5BD | 0x600..=0x605 | 0x61C
        | 0x64B..=0x65F | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF | 0x200B..=0x200F | 0x202A..=0x202E
        | 0x2060..=0x206F | 0x20D0..=0x20FF | 0x302A..=0x302F | 0x3099..=0x309A | 0xE000..=0xF8FF
        | 0xFDD0..=0xFDEF | 0xFE00..=0xFE0F | 0xFE20..=0xFE2F | 0xFEFF | 0xFFF0..=0xFFFB
        | 0xFFFE..=0xFFFF | 0xE0000..=0x10FFFF)
}

/// Whether a character is punctuation that brings its own white space: `，` `。` `（`.
pub fn is_wide_punctuation(c: char) -> bool {
    is_cjk(c) && !is_hangul(c) && is_punctuation(c)
}

/// Punctuation that Chinese shares with Latin text, so that its neighbour tells which it is.
fn is_shared_punctuation(c: char) -> bool {
    matches!(c, '“' | '”' | '‘' | '’' | '…' | '‥' | '—' | '―' | '·' | '‧' | '※')
}

/// A text in small letters. One that has no capitals, as most of Chinese, is given back as it is.
pub fn lower(text: &str) -> Cow<'_, str> {
    let is_small = |c| matches!(c, '\0'..='@' | '['..='\u{7F}' | '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{9FFF}' | '\u{FF00}'..='\u{FF20}');
    if text.chars().all(is_small) { text.into() } else { text.to_lowercase().into() }
}

/// Whether a line break between two characters is only a line break, and not a space.
///
/// It is one beside full-width punctuation, between two characters of a script that has no spaces, and between
/// one of them and a quotation mark or dash. Between Han and Latin it stays a space, as it does beside Hangul.
pub fn breaks_without_space(before: char, after: char) -> bool {
    if is_hangul(before) || is_hangul(after) {
        return false;
    }
    let solid = |c| is_cjk(c) && !is_hangul(c);
    is_wide_punctuation(before)
        || is_wide_punctuation(after)
        || (solid(before) && (solid(after) || is_shared_punctuation(after)))
        || (is_shared_punctuation(before) && solid(after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_its_own() {
        for c in "肝ア한ｱ（。“”".chars().take(6) {
            assert!(is_cjk(c), "{c}");
        }
        for c in "aé“😀€–".chars() {
            assert!(!is_cjk(c), "{c}");
        }
        assert!(CJK.is_sorted());
    }

    #[test]
    fn what_is_told_at_once_is_what_the_tables_say() {
        for c in '\0'..=char::MAX {
            assert_eq!(
                is_counted_singly(c),
                is_counted_singly_elsewhere(c) || ('一'..='\u{9FFF}').contains(&c),
                "{c:?}"
            );
        }
    }

    #[test]
    fn small_letters_are_those_of_the_standard() {
        for c in '\0'..=char::MAX {
            let text = c.to_string();
            assert_eq!(lower(&text), text.to_lowercase());
        }
        assert_eq!(lower("中位OS（ＯＳ）"), "中位os（ｏｓ）");
    }

    #[test]
    fn punctuation_has_no_letters_and_no_marks() {
        for c in "%≥“。（😀€⁄±".chars() {
            assert!(is_punctuation(c), "{c}");
        }
        for c in "a肝⁹①\u{301}\u{2060}\u{FDD0}\u{FE0F}\u{3000} ".chars() {
            assert!(!is_punctuation(c), "{c}");
        }
    }

    #[test]
    fn a_line_break_is_judged_by_its_neighbours() {
        for pair in ["肝患", "说“", "”患", "，P", "T（", "あ漢"] {
            let mut chars = pair.chars();
            let (a, b) = (chars.next().unwrap_or(' '), chars.next().unwrap_or(' '));
            assert!(breaks_without_space(a, b), "{pair}");
        }
        for pair in ["T治", "患3", "ab", "한국", "한漢", "%对", "a“"] {
            let mut chars = pair.chars();
            let (a, b) = (chars.next().unwrap_or(' '), chars.next().unwrap_or(' '));
            assert!(!breaks_without_space(a, b), "{pair}");
        }
    }
}
