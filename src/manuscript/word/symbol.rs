//! Signs of Word's symbol fonts by what they mean.
//!
//! Source: Adobe's encoding of the font Symbol (the file `symbol.txt` of the Unicode consortium's vendor mappings), and
//! the signs of Wingdings that forms and lists use.

/// What stands at 0x41 and the places after it.
const LETTERS: &str = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼";

/// What stands at 0xA1 and the places after it; `\0` where it is a piece of a sign.
const SIGNS: &str = "ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…\0\0↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑";

/// The sign at a place of a font, which may be given in the private area at U+F000. `None` where it is not known.
pub(super) fn meant(font: &str, code: u32) -> Option<char> {
    let given = code;
    let code = if (0xF000..0xF100).contains(&code) { code - 0xF000 } else { code };
    let font = font.to_lowercase();
    if font == "symbol" {
        return in_symbol(code);
    }
    if font.starts_with("wingdings") {
        return match (font.as_str(), code) {
            ("wingdings", 0xFC) | ("wingdings 2", 0x50) => Some('✓'),
            ("wingdings", 0xFB) | ("wingdings 2", 0x4F) => Some('✗'),
            ("wingdings", 0xFE) | ("wingdings 2", 0x52) => Some('☑'),
            ("wingdings", 0xA8 | 0x6F) | ("wingdings 2", 0xA3) => Some('□'),
            ("wingdings", 0x6C) => Some('●'),
            ("wingdings", 0x6E) => Some('■'),
            ("wingdings", 0x75) => Some('◆'),
            ("wingdings", 0xD8) => Some('➢'),
            ("wingdings", 0xE0) => Some('→'),
            ("wingdings", 0xDF) => Some('←'),
            _ => None,
        };
    }
    // A sign of any other font is the character itself; in the private area it is whatever that font draws there.
    char::from_u32(given).filter(|_| given >= 0x20 && !(0xE000..=0xF8FF).contains(&given))
}

fn in_symbol(code: u32) -> Option<char> {
    let of = |all: &str, first: u32| all.chars().nth((code - first) as usize).filter(|sign| *sign != '\0');
    match code {
        0x22 => Some('∀'),
        0x24 => Some('∃'),
        0x27 => Some('∋'),
        0x2A => Some('∗'),
        0x2D => Some('−'),
        0x40 => Some('≅'),
        0x20..0x40 => char::from_u32(code),
        0x41..=0x7E => of(LETTERS, 0x41),
        0xA1..=0xE5 => of(SIGNS, 0xA1),
        0xF2 => Some('∫'),
        _ => None,
    }
}

/// A text that was typed in a font of signs.
pub(super) fn typed(font: &str, text: &str) -> Option<String> {
    let is_font = font.eq_ignore_ascii_case("symbol") || font.to_lowercase().starts_with("wingdings");
    let is_coded =
        |c: char| c.is_ascii_graphic() || ('\u{a1}'..='\u{ff}').contains(&c) || ('\u{f000}'..'\u{f100}').contains(&c);
    if !is_font || !text.contains(is_coded) {
        return None;
    }
    text.chars().map(|c| if is_coded(c) { meant(font, u32::from(c)) } else { Some(c) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_known_by_their_places() {
        for (font, code, wanted) in [
            ("Symbol", 0xF0B3, Some('≥')),
            ("Symbol", 0xA3, Some('≤')),
            ("Symbol", 0x61, Some('α')),
            ("Symbol", 0x6D, Some('μ')),
            ("Symbol", 0x57, Some('Ω')),
            ("Symbol", 0x7E, Some('∼')),
            ("Symbol", 0xB1, Some('±')),
            ("Symbol", 0xB4, Some('×')),
            ("Symbol", 0xB9, Some('≠')),
            ("Symbol", 0xDE, Some('⇒')),
            ("Symbol", 0xE5, Some('∑')),
            ("Wingdings", 0xF0FC, Some('✓')),
            ("Wingdings", 0xF031, None),
            ("SimSun", 0x2460, Some('①')),
            ("Webdings", 0xF031, None),
        ] {
            assert_eq!(meant(font, code), wanted, "{font} {code:X}");
        }
        assert_eq!(typed("Symbol", "a\u{f0b3}5").as_deref(), Some("α≥5"));
        assert_eq!(typed("Times New Roman", "a"), None);
        assert_eq!(typed("Symbol", "汉"), None);
    }
}
