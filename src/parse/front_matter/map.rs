//! The way back from a scalar's text to its bytes in the file.
//!
//! Text that YAML leaves alone is exact to the byte. Where YAML changes it (folding, escapes) each character
//! that is left leads to the one it was made from, and a character that YAML made up leads to the place where
//! it stands. No offset ever leads into the middle of a character.

use super::Style;
use crate::diag::{OffsetMap, Span};

/// The map of a scalar with this text and these bytes.
pub(super) fn of_scalar(file: &str, span: &Span, text: &str, style: Style, indent: usize) -> OffsetMap {
    let pieces = match style {
        Style::Literal => Some(of_lines(file, span, text, indent)),
        Style::Plain | Style::Single | Style::Double => of_characters(file, span, text, style),
    };
    match pieces {
        Some(pieces) => OffsetMap::pieces(pieces, span.end),
        // Nothing is known but where it begins.
        None => OffsetMap::pieces(vec![(0, span.start)], span.start),
    }
}

/// A literal block: each line of the text is a line of the file without its indentation.
fn of_lines(file: &str, span: &Span, text: &str, indent: usize) -> Vec<(usize, usize)> {
    // The bytes begin with the first line that is not blank; the blank ones stand before it.
    let blank = text.len() - text.trim_start_matches('\n').len();
    let above: Vec<usize> = file[..span.start].rmatch_indices('\n').map(|(at, _)| at).take(blank).collect();
    let mut pieces: Vec<(usize, usize)> = above.into_iter().rev().enumerate().collect();
    let mut from = span.start;
    let mut at = blank;
    for (number, line) in text[blank..].split_inclusive('\n').enumerate() {
        if number > 0 {
            let Some(end) = file[from..span.end].find('\n') else {
                break;
            };
            from += end + 1;
            let spaces = file[from..span.end].bytes().take(indent);
            from += spaces.take_while(|byte| *byte == b' ').count();
        }
        pieces.push((at, from));
        at += line.len();
    }
    pieces
}

/// White space to YAML; every other kind is text.
const BLANKS: [char; 4] = [' ', '\t', '\r', '\n'];

/// Anything else: the characters that are not white space are the same ones in the same order, but for escapes.
/// `None` if they are not.
fn of_characters(file: &str, span: &Span, text: &str, style: Style) -> Option<Vec<(usize, usize)>> {
    let mut from = span.start + usize::from(matches!(style, Style::Single | Style::Double));
    let mut pieces: Vec<(usize, usize)> = Vec::new();
    for (at, wanted) in text.char_indices() {
        let rest = &file[from..span.end];
        let blanks = rest.len() - rest.trim_start_matches(BLANKS).len();
        if !BLANKS.contains(&wanted) {
            from += blanks;
        }
        let rest = &file[from..span.end];
        let Some(found) = rest.chars().next() else {
            break;
        };
        let length = if style == Style::Double && found == '\\' {
            // However many bytes the character has, all of them lead to the backslash.
            pieces.extend((0..wanted.len_utf8()).map(|byte| (at + byte, from)));
            from += escape_length(rest);
            continue;
        } else if style == Style::Single && rest.starts_with("''") {
            2
        } else if found == wanted {
            found.len_utf8()
        } else if BLANKS.contains(&wanted) && BLANKS.contains(&found) {
            blanks
        } else {
            return None;
        };
        let follows = pieces.last().is_some_and(|(text, start)| at - text == from - start);
        if !follows {
            pieces.push((at, from));
        }
        from += length;
    }
    Some(pieces)
}

/// The bytes of the escape at the start of `raw`.
fn escape_length(raw: &str) -> usize {
    let length = match raw.as_bytes().get(1) {
        Some(b'x') => 4,
        Some(b'u') => 6,
        Some(b'U') => 10,
        Some(_) => 1 + raw[1..].chars().next().map_or(0, char::len_utf8),
        None => 1,
    };
    if raw.is_char_boundary(length) { length } else { 1 }
}
