//! What is left of a text when all that has no glyph is gone.

use super::unseen;

/// What of a text is seen: without blanks, and without characters that have no glyph.
pub fn seen(text: &str) -> String {
    let unseen = unseen(text);
    let is_seen = |at: usize, c: char| {
        !c.is_whitespace()
            && c != '\u{feff}'
            && !unseen.iter().any(|it| !it.kind.loses_content() && it.range.contains(&at))
    };
    text.char_indices().filter(|(at, c)| is_seen(*at, *c)).map(|(_, c)| c).collect()
}

/// Whether a reader sees the same: blanks, characters without a glyph and capitals tell nothing apart.
pub fn is_alike(one: &str, other: &str) -> bool {
    seen(one).to_lowercase() == seen(other).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_glyph_is_not_seen() {
        for (text, expected) in [
            ("同 意", "同意"),
            (" a\u{200b}\u{3000}b\n", "ab"),
            ("\u{feff}\u{2060}\u{ad}\u{200e}\u{3164}", ""),
            ("1\u{fffd}", "1\u{fffd}"),
            ("", ""),
        ] {
            assert_eq!(seen(text), expected, "{text:?}");
        }
    }
}
