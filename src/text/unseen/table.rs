//! What numbers mean in Windows-1252 and in the font Symbol.

/// Windows-1252 from 0x80 to 0x9F, by the table of the WHATWG Encoding Standard; a NUL where it has nothing.
const CP1252: &str = "€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ";

/// The sign that Windows has where Unicode has a control character.
pub fn cp1252(c: char) -> Option<char> {
    let at = (c as usize).checked_sub(0x80)?;
    CP1252.chars().nth(at).filter(|sign| *sign != '\0')
}

/// The byte by which Windows-1252 writes a character above ASCII; what it has nothing for stands for itself.
pub(super) fn cp1252_byte(c: char) -> Option<u8> {
    match c as u32 {
        0x80..=0xFF => u8::try_from(c as u32).ok(),
        _ => CP1252.chars().position(|sign| sign == c && sign != '\0').and_then(|at| u8::try_from(at + 0x80).ok()),
    }
}

/// The font Symbol from 0x20 to 0x7E, by Adobe's table of its encoding in Unicode; a NUL for parts of larger signs.
const SYMBOL: &str = " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_\0αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼";

/// The same from 0xA0 to 0xF2.
const SYMBOL_ABOVE: &str =
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…\0\0↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑\0\0\0\0\0\0\0\0\0\0\0〉∫";

/// The sign of the font Symbol that Word keeps at U+F000 and its number in that font.
pub(super) fn symbol(c: char) -> Option<char> {
    let number = (c as usize).checked_sub(0xF000)?;
    let sign = match number {
        0x20..=0x7E => SYMBOL.chars().nth(number - 0x20),
        0xA0..=0xF2 => SYMBOL_ABOVE.chars().nth(number - 0xA0),
        _ => None,
    };
    sign.filter(|sign| *sign != '\0')
}

/// Whether Word's lists have a bullet at this number, in Symbol or in Wingdings.
pub(super) fn is_bullet(c: char) -> bool {
    matches!(
        (c as u32).checked_sub(0xF000),
        Some(0x6C | 0x6E..=0x72 | 0x75..=0x78 | 0xA7 | 0xA8 | 0xAB | 0xB2 | 0xB7 | 0xD8 | 0xE0 | 0xF0 | 0xFC)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_stand_at_their_numbers() {
        assert_eq!((CP1252.chars().count(), SYMBOL.chars().count(), SYMBOL_ABOVE.chars().count()), (32, 95, 83));
        let pairs = [('\u{80}', '€'), ('\u{91}', '‘'), ('\u{96}', '–'), ('\u{9f}', 'Ÿ')];
        assert!(pairs.iter().all(|(c, sign)| cp1252(*c) == Some(*sign) && cp1252_byte(*sign) == Some(*c as u8)));
        let pairs = [
            (0x61, 'α'),
            (0x6D, 'μ'),
            (0x7E, '∼'),
            (0xA3, '≤'),
            (0xB1, '±'),
            (0xB3, '≥'),
            (0xB4, '×'),
            (0xB7, '•'),
            (0xC6, '∅'),
            (0xD6, '√'),
            (0xE5, '∑'),
            (0xF2, '∫'),
        ];
        for (number, sign) in pairs {
            assert_eq!(char::from_u32(0xF000 + number).and_then(symbol), Some(sign));
        }
    }
}
