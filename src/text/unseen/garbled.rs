//! UTF-8 that was read as Windows-1252: `â‰¥` for `≥`.

use super::table::cp1252_byte;

/// Signs that the texts of papers have, besides the small letters of Greek.
const USUAL: &str = "±×÷°·µ²³¹½®©ΔΩ–—‘’“”…•†‡‰′″€™−√∞≈≠≤≥→←↑↓";

/// A sign at the beginning of a text whose bytes of UTF-8 were read as Windows-1252, and the bytes it takes up. Only of
/// signs that such texts have; `É”` is a letter and a quotation mark.
pub(super) fn garbled(text: &str) -> Option<(char, usize)> {
    let mut bytes = [0; 3];
    let first = cp1252_byte(text.chars().next()?)?;
    let wanted = match first {
        0xC2 | 0xC3 | 0xCE | 0xCF => 2,
        0xE2 => 3,
        _ => return None,
    };
    let mut length = 0;
    for (byte, c) in bytes.iter_mut().zip(text.chars()).take(wanted) {
        *byte = cp1252_byte(c)?;
        length += c.len_utf8();
    }
    let sign = std::str::from_utf8(bytes.get(..wanted)?).ok()?.chars().next()?;
    let is_usual = matches!(sign, 'α'..='ω') || USUAL.contains(sign);
    is_usual.then_some((sign, length))
}
