//! The way from the text of a leaf back to the file: character by character, through what Markdown and YAML take away.
//!
//! Where the two cannot be brought together, the rest of the leaf is known to stand somewhere in its place, and no repair
//! is made there.

use super::Piece;

/// How far a character reference may reach.
const LONGEST_REFERENCE: usize = 32;

/// Adds the pieces of `text`, which begins at `at` of its passage and was written as `written`, at `file` of the file.
pub(super) fn align(text: &str, at: usize, written: &str, file: usize, pieces: &mut Vec<Piece>) {
    if text == written {
        pieces.push(Piece { text: at, file, instead: None });
        return;
    }
    let (mut from, mut offset) = (0, 0);
    // Whether the next character, standing as it is read, belongs to the piece before it.
    let mut runs = false;
    while let Some(wanted) = text[offset..].chars().next() {
        let same = same(&text[offset..], &written[from..]);
        if same > 0 {
            if !runs {
                pieces.push(Piece { text: at + offset, file: file + from, instead: None });
            }
            runs = true;
            (from, offset) = (from + same, offset + same);
            continue;
        }
        let Some((start, length, as_read)) = find(&written[from..], wanted, &text[offset..]) else {
            let bytes = written.len() - from;
            pieces.push(Piece { text: at + offset, file: file + from, instead: Some(bytes) });
            return;
        };
        if !(runs && start == 0 && as_read) {
            let instead = (!as_read).then_some(length);
            pieces.push(Piece { text: at + offset, file: file + from + start, instead });
        }
        runs = as_read;
        from += start + length;
        offset += wanted.len_utf8();
    }
}

/// How many bytes two texts have in common at their beginning, as whole characters, up to what may begin another character
/// than it is.
fn same(text: &str, written: &str) -> usize {
    let is_same = |(one, other): &(u8, u8)| one == other && !matches!(one, b'\\' | b'&');
    let same = text.bytes().zip(written.bytes()).take_while(is_same).count();
    text.floor_char_boundary(same)
}

/// Where a character, with which `text` begins, is written next: how many bytes from here, how many bytes it takes, and
/// whether it stands there as it is read.
fn find(written: &str, wanted: char, text: &str) -> Option<(usize, usize, bool)> {
    let mut skipped = 0;
    loop {
        let rest = &written[skipped..];
        let found = rest.chars().next()?;
        // Nearly every character stands as it is read. These two may begin another one.
        if found == wanted && !matches!(found, '\\' | '&') {
            return Some((skipped, wanted.len_utf8(), true));
        }
        if let Some(escaped) = rest.strip_prefix('\\')
            && escaped.starts_with(wanted)
        {
            return Some((skipped, 1 + wanted.len_utf8(), false));
        }
        // `&amp;` begins with the character that it stands for.
        let of_itself = ["&amp;", "&#38;", "&#x26;", "&#X26;"].into_iter().find(|it| rest.starts_with(it));
        if let Some(reference) = of_itself.filter(|it| wanted == '&' && !text.starts_with(it)) {
            return Some((skipped, reference.len(), false));
        }
        if found == wanted {
            return Some((skipped, wanted.len_utf8(), true));
        }
        if found == '&'
            && let Some(end) = rest.char_indices().take(LONGEST_REFERENCE).find(|(_, c)| *c == ';')
        {
            return Some((skipped, end.0 + 1, false));
        }
        // A line break that is none for the reader, with the indentation and the marks of quotes after it; what no page
        // can hold.
        let is_passed = found.is_whitespace() || found.is_control() || (found == '>' && skipped > 0);
        let is_passed_escape = rest.starts_with("\\n") || rest.starts_with("''");
        skipped += match (is_passed, is_passed_escape) {
            (true, _) => found.len_utf8(),
            (_, true) if rest.starts_with("''") => 1,
            (_, true) => 2,
            _ => return None,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(text: &str, written: &str) -> Vec<(usize, usize, bool)> {
        let mut pieces = Vec::new();
        align(text, 0, written, 100, &mut pieces);
        pieces.iter().map(|piece| (piece.text, piece.file - 100, piece.instead.is_none())).collect()
    }

    #[test]
    fn text_as_written_is_one_piece() {
        assert_eq!(places("肝癌", "肝癌"), [(0, 0, true)]);
    }

    #[test]
    fn an_escape_is_not_as_written() {
        assert_eq!(places("a*b", "a\\*b"), [(0, 0, true), (1, 1, false), (2, 3, true)]);
        assert_eq!(places("a<b", "a&lt;b"), [(0, 0, true), (1, 1, false), (2, 5, true)]);
        assert_eq!(places("a&b", "a&amp;b"), [(0, 0, true), (1, 1, false), (2, 6, true)]);
        assert_eq!(places("a&amp; b", "a&amp;  b"), [(0, 0, true), (7, 8, true)]);
    }

    #[test]
    fn what_no_page_can_hold_is_passed() {
        assert_eq!(places("ab", "a\u{3}b"), [(0, 0, true), (1, 2, true)]);
    }

    #[test]
    fn a_line_break_and_what_follows_it_is_passed() {
        assert_eq!(places("肝癌", "肝\n  > 癌"), [(0, 0, true), (3, 8, true)]);
    }

    #[test]
    fn what_cannot_be_found_stands_somewhere() {
        assert_eq!(places("abc", "axc"), [(0, 0, true), (1, 1, false)]);
    }
}
