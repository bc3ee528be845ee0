//! Lines of a value that YAML would make one line of: joined as the lines of a text are, or kept.
//!
//! Between two Han characters a line break is only a line break. A folded block (`>`) keeps its lines: its text is
//! Markdown, which joins the lines of a paragraph itself and leaves the items of a list apart.

use super::Style;
use super::map;
use crate::diag::Span;
use crate::text::script::breaks_without_space;

/// The text of a folded block with its lines as they were written, without their indentation. `folded` is what YAML
/// made of it, `raw` its bytes from its first line that is not blank.
pub(super) fn kept(raw: &str, folded: &str, indent: usize) -> String {
    let start = folded.len() - folded.trim_start_matches('\n').len();
    let end = folded.trim_end_matches('\n').len().max(start);
    let mut text = folded[..start].to_owned();
    for (number, line) in raw.trim_end().split('\n').enumerate() {
        let line = line.strip_suffix('\r').unwrap_or(line);
        let spaces = line.bytes().take(indent).take_while(|byte| *byte == b' ').count();
        if number > 0 {
            text.push('\n');
        }
        text.push_str(if number > 0 { &line[spaces..] } else { line });
    }
    text.push_str(&folded[end..]);
    text
}

/// The text of a value that goes on in further lines, without the spaces that YAML put between Han characters.
/// `span` is its place in `file`.
pub(super) fn joined(file: &str, span: &Span, text: &str, style: Style) -> Option<String> {
    let places = map::of_scalar(file, span, text, style, 0);
    let is_fold = |at: usize| {
        let from = places.offset(at);
        let blank = file.get(from..span.end)?;
        Some(blank[..blank.len() - blank.trim_start_matches([' ', '\t', '\r', '\n']).len()].contains('\n'))
    };
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let (before, after) = (out.chars().next_back(), text[at + c.len_utf8()..].chars().next());
        let joins = before.zip(after).is_some_and(|(before, after)| breaks_without_space(before, after));
        if !(c == ' ' && joins && is_fold(at) == Some(true)) {
            out.push(c);
        }
    }
    (out.len() < text.len()).then_some(out)
}
