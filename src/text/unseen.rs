//! Characters that readers do not see, or do not see as what was meant: what each is, and what it was meant to be.
//!
//! They come along when text is copied out of a word processor, a PDF or a web page. Pure functions on text; nothing
//! here knows Markdown or YAML, and nothing decides what is said of them.

use std::ops::Range;

mod garbled;
mod seen;
mod table;

use garbled::garbled;
pub use seen::{is_alike, seen};
pub use table::cp1252;
use table::symbol;

/// How far away in its line a letter of Hebrew or Arabic may stand to which a mark of direction belongs, in characters.
const FAR: usize = 200;

/// Letters by which the flag of a region is spelt, with the one that ends them.
const LONGEST_FLAG: usize = 8;

/// Something in a text that readers do not see as it was meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unseen {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// What it is.
    pub kind: Kind,
    /// What stands there instead where no person has to decide; empty where it only has to go.
    pub instead: Option<String>,
}

/// What it is. Of each kind but the last four something is lost: a page shows nothing, or a box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A control character, and the sign that Windows has at its number, or that Word means by it.
    Control(char, Option<char>),
    /// A control character by which Word breaks a line, ends a cell or marks a field.
    Layout(char),
    /// U+FFFD: what stood here could not be read when the text was copied or converted.
    Replacement,
    /// U+FFFC: the place of a picture or a formula that was not copied.
    Object,
    /// A character of the font Symbol, and its sign.
    Symbol(char, char),
    /// A sign that Word sets before the items of a list.
    Bullet(char),
    /// Another character for private use, or none at all: only the font that it was typed with knows it.
    Private(char),
    /// UTF-8 that was read as Windows-1252: `â‰¥` for `≥`.
    Garbled(char),
    /// A soft hyphen between two digits: what looked like a dash or a minus.
    SoftHyphen,
    /// A character without a glyph.
    Invisible(char),
    /// A line or paragraph separator, which no page shows as one.
    Separator(char),
    /// It turns round the order of what follows.
    Reversing(char),
    /// Letters without a glyph, and what they spell.
    Hidden(String),
}

impl Kind {
    /// Whether readers lose a sign by it, and not only a place for a line to end.
    pub fn loses_content(&self) -> bool {
        !matches!(self, Self::Invisible(_) | Self::Separator(_) | Self::Reversing(_) | Self::Hidden(_))
    }

    /// Whether it is a control character, of ASCII or of what follows it.
    pub fn is_control(&self) -> bool {
        matches!(self, Self::Control(..) | Self::Layout(_))
    }
}

/// Everything of that kind in a text, in order. A byte order mark at its beginning is none.
pub fn unseen(text: &str) -> Vec<Unseen> {
    let mut found: Vec<Unseen> = Vec::new();
    let bytes = text.as_bytes();
    for at in 0..bytes.len() {
        if !may_begin_suspect(&bytes[at..]) || found.last().is_some_and(|last| at < last.range.end) {
            continue;
        }
        let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()).filter(|c| is_suspect(*c)) else { continue };
        let around = Around { text, at, c };
        found.extend(around.look());
    }
    found
}

/// The same of one character that was written as a reference: `&#150;`.
pub fn named(c: char) -> Option<Kind> {
    let around = Around { text: "", at: 0, c };
    around.kind().filter(Kind::loses_content)
}

/// Whether a character is one that no text has: Unicode keeps it for programs.
pub fn is_noncharacter(c: char) -> bool {
    matches!(c as u32, 0xFDD0..=0xFDEF) || c as u32 & 0xFFFE == 0xFFFE
}

/// Whether a character has to be looked at: the quick question that is asked of each.
fn is_suspect(c: char) -> bool {
    matches!(c as u32,
        0..=8 | 0x0B | 0x0C | 0x0E..=0x1F | 0x7F..=0x9F | 0xAD | 0xC2 | 0xC3 | 0xCE | 0xCF | 0xE2 | 0x34F | 0x61C
        | 0x115F | 0x1160 | 0x17B4 | 0x17B5 | 0x180B..=0x180F | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F
        | 0x3164 | 0xE000..=0xF8FF | 0xFDD0..=0xFDEF | 0xFE00..=0xFE0F | 0xFEFF | 0xFFA0 | 0xFFF9..=0xFFFF
        | 0xE0000..=0x10FFFF)
        || is_noncharacter(c)
}

/// Whether a character that has to be looked at may begin with these bytes: not ASCII that is seen, not Han, not the
/// punctuation of Chinese, which is most of what is asked about, and not the middle of a character.
fn may_begin_suspect(bytes: &[u8]) -> bool {
    match bytes[0] {
        b'\t' | b'\n' | b'\r' | 0x20..=0x7E | 0x80..=0xBF | 0xE4..=0xED => false,
        // U+3164 alone.
        0xE3 => bytes.get(1) == Some(&0x85),
        0xEF => !matches!(bytes.get(1), Some(0xBC | 0xBD)),
        _ => true,
    }
}

/// A character and its neighbours.
struct Around<'t> {
    text: &'t str,
    at: usize,
    c: char,
}

impl Around<'_> {
    fn look(&self) -> Option<Unseen> {
        let kind = match garbled(&self.text[self.at..]) {
            Some((c, length)) => {
                let range = self.at..self.at + length;
                return Some(Unseen { range, kind: Kind::Garbled(c), instead: Some(c.into()) });
            }
            None => self.kind()?,
        };
        let mut range = self.at..self.at + self.c.len_utf8();
        if let Kind::Hidden(words) = &kind {
            // Each of them has four bytes, and stands for one of ASCII.
            range.end = self.at + 4 * words.chars().count();
        }
        let instead = self.instead(&kind);
        Some(Unseen { range, kind, instead })
    }

    fn before(&self) -> Option<char> {
        self.text[..self.at].chars().next_back()
    }

    fn after(&self) -> Option<char> {
        self.text.get(self.at + self.c.len_utf8()..)?.chars().next()
    }

    fn kind(&self) -> Option<Kind> {
        let c = self.c;
        let kind = match c as u32 {
            // What Word has for a hyphen at which no line ends.
            0x1E => Kind::Control(c, Some('-')),
            0x07 | 0x0B | 0x0C | 0x13..=0x15 | 0x1F => Kind::Layout(c),
            0..=0x1F | 0x7F => Kind::Control(c, None),
            0x80..=0x9F => Kind::Control(c, cp1252(c)),
            0xC2 | 0xC3 | 0xCE | 0xCF | 0xE2 => return None,
            0xAD if self.is_in_number() => Kind::SoftHyphen,
            0xFFFD => Kind::Replacement,
            0xFFFC => Kind::Object,
            0xF020..=0xF0FF => self.of_a_font(),
            0xE000..=0xF8FF | 0xF0000..=0x10FFFF => Kind::Private(c),
            _ if is_noncharacter(c) => Kind::Private(c),
            0x2028 | 0x2029 => Kind::Separator(c),
            0x202D | 0x202E => Kind::Reversing(c),
            0x61C | 0x200E | 0x200F | 0x202A..=0x202C | 0x2066..=0x2069 if self.has_right_to_left() => return None,
            0x200C | 0x200D | 0x180B..=0x180F if self.joins() => return None,
            0xFE00..=0xFE0F | 0xE0100..=0xE01EF if self.is_a_variant() => return None,
            0xE0000..=0xE007F => return self.hidden(),
            0xFEFF if self.at == 0 => return None,
            _ => Kind::Invisible(c),
        };
        Some(kind)
    }

    fn is_in_number(&self) -> bool {
        let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_numeric());
        is_digit(self.before()) && is_digit(self.after())
    }

    /// Whether letters of Hebrew or Arabic stand near by in the line, to which such a mark belongs.
    fn has_right_to_left(&self) -> bool {
        let is_one = |c: char| matches!(c as u32, 0x590..=0x61B | 0x61D..=0x8FF | 0xFB1D..=0xFDCF | 0xFDF0..=0xFDFF | 0xFE70..=0xFEFC);
        let before = self.text[..self.at].chars().rev().take(FAR).take_while(|c| *c != '\n');
        let after = self.text[self.at..].chars().take(FAR).take_while(|c| *c != '\n');
        before.chain(after).any(is_one)
    }

    /// Whether nothing but space stands before it in its line.
    fn is_first(&self) -> bool {
        let before = self.text[..self.at].trim_end_matches([' ', '\t', '\u{3000}', '\u{a0}']);
        before.is_empty() || before.ends_with('\n')
    }

    /// Whether a joiner stands in a script whose letters change by it, or among emoji.
    fn joins(&self) -> bool {
        let is_one = |c: char| {
            matches!(c as u32, 0x600..=0x10FF | 0x1780..=0x18AF | 0x1900..=0x1C4F | 0x2600..=0x27BF | 0xA800..=0xABFF
                | 0xFE0F | 0x1F000..=0x1FAFF)
        };
        self.before().is_some_and(is_one)
    }

    /// Whether the character before has forms to choose from: emoji, keycaps, signs, Han.
    fn is_a_variant(&self) -> bool {
        self.before().is_some_and(|c| match c {
            '0'..='9' | '#' | '*' => self.after() == Some('\u{20E3}'),
            c => c as u32 >= 0xA9 && !c.is_whitespace() && !is_suspect(c),
        })
    }

    /// A character at its number in one of the fonts that Word takes for signs. Before the words of a line it is the
    /// bullet of a list.
    fn of_a_font(&self) -> Kind {
        match symbol(self.c) {
            _ if !self.text.is_empty() && self.is_first() => Kind::Bullet(self.c),
            Some(sign) if table::is_bullet(self.c) && !sign.is_alphabetic() => Kind::Bullet(self.c),
            Some(sign) => Kind::Symbol(self.c, sign),
            None => Kind::Private(self.c),
        }
    }

    /// Letters of ASCII without a glyph. Only the flags of regions are spelt with them.
    fn hidden(&self) -> Option<Kind> {
        let of_ascii = |c: char| char::from_u32((c as u32).checked_sub(0xE0000)?).filter(char::is_ascii);
        let start = self.text[..self.at].chars().rev().take(LONGEST_FLAG).find(|c| of_ascii(*c).is_none());
        let words: String = self.text.get(self.at..)?.chars().map_while(of_ascii).collect();
        (start != Some('\u{1F3F4}') && !words.is_empty()).then_some(Kind::Hidden(words))
    }

    /// What stands there instead, where no person has to decide. Nothing is put where it might mean something else to
    /// Markdown or YAML: at the beginning of a value or of a line.
    fn instead(&self, kind: &Kind) -> Option<String> {
        let (before, after) = (self.before(), self.after());
        let holds =
            |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || "，。、；：？！（）《》“”％%.,)".contains(c));
        match kind {
            // Letters have other numbers on other systems, and an ellipsis is the end of a line on one of them.
            Kind::Control(_, Some(sign)) => {
                let is_certain = match sign {
                    '-' => holds(before) && holds(after),
                    '…' => holds(before) && after.is_some_and(|c| c != '\n' && c != '\r'),
                    sign => !sign.is_alphabetic() && *sign != 'ˆ' && *sign != '˜',
                };
                is_certain.then(|| (*sign).into())
            }
            Kind::Symbol(_, sign) => self.is_certain(*sign).then(|| (*sign).into()),
            Kind::Invisible(_) => {
                let is_end = after.is_none_or(|c| c == '\n' || c == '\r');
                (holds(before) && (holds(after) || is_end) && !self.is_in_number()).then(String::new)
            }
            _ => None,
        }
    }

    /// Whether a character of the font Symbol can be nothing else: a relation beside a number, µ before a unit, a Greek
    /// letter at whose number the other fonts have no bullet.
    fn is_certain(&self, sign: char) -> bool {
        let (before, after) = (self.before(), self.after());
        let ascii = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let is_number = |text: Option<char>| text.is_some_and(|c| c.is_ascii_digit());
        let near_before = self.text[..self.at].trim_end_matches(' ').chars().next_back();
        let near_after = self.text[self.at + self.c.len_utf8()..].trim_start_matches(' ').chars().next();
        match sign {
            '≤' | '≥' | '±' | '×' | '≠' | '≈' | '−' | '÷' => {
                is_number(near_before) || is_number(near_after)
            }
            // What may mean something to Markdown or YAML is put only into the middle of a word.
            '<' | '>' | '=' | '+' => ascii(before) && ascii(after),
            '°' => is_number(near_before),
            'μ' => after.is_some_and(|c| c.is_ascii_alphabetic()) && (is_number(near_before) || before == Some('（')),
            sign => sign.is_alphabetic() && !table::is_bullet(self.c) && (ascii(before) || before == Some('-')),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found in a text, in short: kind and repair.
    fn found(text: &str) -> Vec<(Kind, Option<String>)> {
        unseen(text).into_iter().map(|it| (it.kind, it.instead)).collect()
    }

    fn repaired(text: &str) -> String {
        let mut out = text.to_owned();
        for it in unseen(text).into_iter().rev() {
            if let Some(instead) = it.instead {
                out.replace_range(it.range, &instead);
            }
        }
        out
    }

    #[test]
    fn windows_signs_are_put_back() {
        assert_eq!(
            repaired("HR 0.52\u{96}0.99\u{97}甲\u{93}乙\u{94}，3\u{89}，don\u{92}t，5\u{80}"),
            "HR 0.52–0.99—甲“乙”，3‰，don’t，5€"
        );
        // A letter may be another one, 0x81 is nothing, and an ellipsis may be the end of a line.
        assert_eq!(found("Men\u{8e}re"), [(Kind::Control('\u{8e}', Some('Ž')), None)]);
        assert_eq!(found("a\u{81}b"), [(Kind::Control('\u{81}', None), None)]);
        assert_eq!(repaired("等\u{85}后\n等\u{85}\n"), "等…后\n等\u{85}\n");
        assert_eq!(repaired("cell\u{1e}free\n\u{1e}3.1"), "cell-free\n\u{1e}3.1");
    }

    #[test]
    fn signs_of_the_font_symbol_are_put_back_only_where_they_can_be_nothing_else() {
        assert_eq!(
            repaired("年龄\u{f0b3}65岁，\u{f0a3} 10，3.1\u{f0b1}0.2，5\u{f06d}g，P\u{f03c}0.05"),
            "年龄≥65岁，≤ 10，3.1±0.2，5μg，P<0.05"
        );
        assert_eq!(repaired("TNF-\u{f061}，IL1\u{f062}"), "TNF-α，IL1β");
        for doubtful in [
            "甲\u{f0b3}乙",
            "\u{f0b3}65岁",
            "\u{f06c} 适应症",
            "title: \u{f03e}65",
            "甲\u{f06c}乙",
            "5\u{f06d} 甲",
            "\u{f035}.1",
        ] {
            assert_eq!(repaired(doubtful), doubtful);
            assert_eq!(unseen(doubtful).len(), 1, "{doubtful}");
        }
        assert_eq!(found("\u{f0b7}\t适应症")[0].0, Kind::Bullet('\u{f0b7}'));
        assert_eq!(found("甲\u{e123}")[0].0, Kind::Private('\u{e123}'));
        assert_eq!(found("5\u{f06e}2")[0].0, Kind::Symbol('\u{f06e}', 'ν'));
    }

    #[test]
    fn utf_8_that_was_read_as_windows_1252_is_read_again() {
        assert_eq!(
            repaired("0.52â€“0.99，â‰¥65，3Â±1，5Âµg，Î²，â\u{80}\u{93}，Ã—"),
            "0.52–0.99，≥65，3±1，5µg，β，–，×"
        );
        for sound in ["“CAFÉ”", "château", "ÂGE", "Â ", "Île"] {
            assert_eq!(unseen(sound), [], "{sound}");
        }
    }

    #[test]
    fn all_that_is_lost_is_found_and_not_only_the_first() {
        let kinds: Vec<Kind> = found("a\u{fffd}b\u{fffc}c\u{ffff}d1\u{ad}2e\u{b}").into_iter().map(|it| it.0).collect();
        assert_eq!(
            kinds,
            [Kind::Replacement, Kind::Object, Kind::Private('\u{ffff}'), Kind::SoftHyphen, Kind::Layout('\u{b}')]
        );
        assert!(kinds.iter().all(Kind::loses_content));
    }

    #[test]
    fn invisible_characters_go_where_nothing_changes_by_it() {
        assert_eq!(
            repaired("肝\u{200b}癌，\u{feff}over\u{ad}all survi\u{2060}val\u{200b}\n"),
            "肝癌，overall survival\n"
        );
        for doubtful in
            ["1\u{200b}2", "\u{200b}# 甲", "甲 \u{200b}*乙", "\u{202e}8.51", "甲\u{2028}乙", "甲\u{2066}**乙**"]
        {
            assert_eq!(repaired(doubtful), doubtful);
            assert_eq!(unseen(doubtful).len(), 1, "{doubtful}");
        }
        assert_eq!(found("甲\u{e0061}\u{e0062}乙"), [(Kind::Hidden("ab".into()), None)]);
    }

    #[test]
    fn what_is_usual_in_sound_text_is_none() {
        for sound in [
            "\u{feff}甲",
            "❤\u{fe0f}",
            "1\u{fe0f}\u{20e3}",
            "👨\u{200d}👩\u{200d}👧",
            "葛\u{e0100}城",
            "שלום\u{200f}",
            "می\u{200c}خواهم",
            "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
            "a\tb\r\nc",
            "10\u{a0}%\u{202f}甲\u{3000}乙",
            "™\u{fe0f}",
            "é e\u{301}",
        ] {
            assert_eq!(unseen(sound), [], "{sound}");
        }
        assert_eq!(unseen("a\u{fe0f}").len(), 1);
    }
}
