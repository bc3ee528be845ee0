//! The way back from a scalar's text to its bytes in the file.
//!
//! Text that YAML leaves alone is exact to the byte. Where YAML changes it (folding, escapes) each character
//! that is left leads to the one it was made from, and a character that YAML made up leads to the place where
//! it stands. No offset ever leaves the scalar's own bytes.

use super::Style;
use crate::diag::{OffsetMap, Span};

/// The map of a scalar with this text and these bytes.
pub(super) fn of_scalar(file: &str, span: &Span, text: &str, style: Style, indent: usize) -> OffsetMap {
    let raw = &file[span.clone()];
    let pieces = match style {
        Style::Literal => of_lines(raw, text, indent),
        Style::Plain | Style::Folded | Style::Single | Style::Double => of_characters(raw, text, style),
    };
    OffsetMap::pieces(pieces.into_iter().map(|(text, file)| (text, span.start + file)).collect(), span.end)
}

/// A literal block: each line of the text is a line of the file without its indentation.
fn of_lines(raw: &str, text: &str, indent: usize) -> Vec<(usize, usize)> {
    // The bytes begin with the first line that is not blank.
    let blank = text.len() - text.trim_start_matches('\n').len();
    let mut pieces = if blank > 0 { vec![(0, 0)] } else { Vec::new() };
    let mut file = 0;
    let mut at = blank;
    for (number, line) in text[blank..].split_inclusive('\n').enumerate() {
        if number > 0 {
            let Some(end) = raw[file..].find('\n') else {
                break;
            };
            file += end + 1;
            let spaces = raw[file..].bytes().take(indent).take_while(|byte| *byte == b' ').count();
            file += spaces;
        }
        pieces.push((at, file));
        at += line.len();
    }
    pieces
}

/// Anything else: the characters that are not white space are the same ones in the same order, but for escapes.
fn of_characters(raw: &str, text: &str, style: Style) -> Vec<(usize, usize)> {
    let quoted = matches!(style, Style::Single | Style::Double);
    let mut file = usize::from(quoted);
    let mut pieces: Vec<(usize, usize)> = Vec::new();
    for (at, wanted) in text.char_indices() {
        if !wanted.is_whitespace() {
            file += raw[file..].len() - raw[file..].trim_start().len();
        }
        let Some(found) = raw[file..].chars().next() else {
            break;
        };
        let follows = pieces.last().is_some_and(|(text, start)| at - text == file - start);
        if !follows {
            pieces.push((at, file));
        }
        file += if style == Style::Double && found == '\\' {
            escape_length(&raw[file..])
        } else if style == Style::Single && raw[file..].starts_with("''") {
            2
        } else if found == wanted {
            found.len_utf8()
        } else if wanted.is_whitespace() && found.is_whitespace() {
            raw[file..].len() - raw[file..].trim_start().len()
        } else {
            0
        };
    }
    pieces
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
    if raw.is_char_boundary(length) { length.min(raw.len()) } else { 1 }
}
