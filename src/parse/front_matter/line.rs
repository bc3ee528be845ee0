//! A line of YAML as an editor sees it: indentation, dashes, name, colon, value.
//!
//! Only guesses, and only after the YAML reader has refused a text: nothing that is sound is read this way.

use crate::diag::Span;

/// What stands between a name and its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Separator {
    /// A colon and a space, or the end of the line.
    Sound,
    /// `：`
    FullWidth,
    /// A colon that touches the value.
    Touching,
    /// None.
    Absent,
}

/// The parts of a line, in bytes of the text.
pub(super) struct Line {
    /// All of it but its end.
    pub(super) span: Span,
    /// Without indentation and what is blank at the end.
    pub(super) content: Span,
    /// The name before the colon, without dashes.
    pub(super) name: Span,
    /// The colon.
    pub(super) colon: Span,
    pub(super) separator: Separator,
    /// What follows the colon (or the dashes, where there is none), without a comment behind a number.
    pub(super) value: Span,
}

/// The line that holds `offset`.
pub(super) fn at(text: &str, offset: usize) -> Line {
    let start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
    let end = text[offset..].find('\n').map_or(text.len(), |at| offset + at);
    let line = text[start..end].trim_end();
    let end = start + line.len();
    let content = end - line.trim_start().len();
    let mut item = content;
    while let Some(rest) = text[item..end].strip_prefix("- ") {
        item = end - rest.trim_start_matches(' ').len();
    }
    let colon = text[item..end].find([':', '：']).filter(|_| !text[item..end].starts_with(['[', '{', '"', '\'', '#']));
    let (name, colon, separator) = match colon {
        Some(at) => separator(text, item, item + at, end),
        None => (item..item, item..item, Separator::Absent),
    };
    let value = end - text[colon.end..end].trim_start().len()..end;
    Line { span: start..end, content: content..end, name, value: without_comment(text, value), colon, separator }
}

fn separator(text: &str, item: usize, colon: usize, end: usize) -> (Span, Span, Separator) {
    let (width, separator) = match text[colon..end].strip_prefix(':') {
        None => ('：'.len_utf8(), Separator::FullWidth),
        Some(rest) if rest.is_empty() || rest.starts_with([' ', '\t']) => (1, Separator::Sound),
        Some(_) => (1, Separator::Touching),
    };
    let name = text[item..colon].trim_end();
    (item..item + name.len(), colon..colon + width, separator)
}

fn without_comment(text: &str, value: Span) -> Span {
    let written = &text[value.clone()];
    if written.starts_with(['"', '\'']) {
        return value;
    }
    // Behind words it is most probably text, and quotation marks would make it seem that it never was.
    let is_comment = |at: &usize| !written[..*at].contains(char::is_alphabetic);
    let kept = written.find(" #").filter(is_comment).map_or(written, |at| written[..at].trim_end());
    value.start..value.start + kept.len()
}

/// The bytes of an entry of a bracketed list from `start`: up to a comma, a closing bracket or the line's end.
pub(super) fn flow_item(text: &str, start: usize) -> Span {
    let line = text[start..].lines().next().unwrap_or("");
    let item = line.find([',', ']', '}']).map_or(line, |at| &line[..at]);
    start..start + item.trim_end().len()
}
