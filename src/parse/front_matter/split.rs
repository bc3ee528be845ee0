//! Where front matter begins and ends, and what can be wrong with a text as a whole.
//!
//! Never reads YAML.

use std::sync::Arc;

use crate::diag::{Checked, Edit, Said, SourceText, Span};
use crate::model::foreign::Foreign;
use crate::parse::{fault, unseen};

/// The parts of a Markdown file.
pub(super) struct Parts {
    /// The opening line without its end.
    pub(super) fence: Span,
    /// What stands between the two lines.
    pub(super) yaml: Span,
    /// What follows the closing line.
    pub(super) body: Span,
}

/// Makes text of a file's bytes. `None` if they are not UTF-8, or hold a NUL.
pub fn decode_text(path: &str, bytes: Vec<u8>) -> Checked<Option<Arc<SourceText>>> {
    if let Some(foreign) = Foreign::of(path, &bytes) {
        return Checked::new(None, vec![fault::foreign(path, foreign)]);
    }
    match String::from_utf8(bytes) {
        Ok(text) => Checked::clean(Some(SourceText::new(path, text))),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            // The marks that stand for unreadable bytes follow sound text, so the first one is at `at`.
            let shown = SourceText::new(path, String::from_utf8_lossy(&bytes).into_owned());
            let encoding = match bytes[..] {
                [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => fault::Encoding::Utf16,
                _ => fault::Encoding::Other,
            };
            Checked::new(None, vec![fault::not_utf8(&shown, at..at + '\u{fffd}'.len_utf8(), bytes[at], encoding)])
        }
    }
}

/// The offset after a byte order mark.
pub(super) fn after_mark(text: &str) -> usize {
    if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
}

/// The line that holds `offset`, without its end.
pub(super) fn line_at(text: &str, offset: usize) -> Span {
    let start = text[..offset].rfind('\n').map_or_else(|| after_mark(text).min(offset), |at| at + 1);
    let line = text[start..].lines().next().unwrap_or("");
    start..start + line.len()
}

/// Warns of a byte order mark and of Windows line ends, which are read all the same, and names every character that
/// readers would not see.
pub(super) fn check_text(source: &Arc<SourceText>, all: &mut Said) {
    unseen::look(source, all);
    let start = after_mark(&source.text);
    if start > 0 {
        all.push(fault::byte_order_mark(source, 0..start).fix([Edit::new(0..start, "")]));
    }
    if let Some(at) = source.text.find('\r') {
        let line = line_at(&source.text, at);
        let count = source.text.matches('\r').count();
        let ends = source.text.match_indices("\r\n").map(|(at, _)| Edit::new(at..at + 1, ""));
        all.push(fault::carriage_return(source, line, count).fix(ends));
    }
}

/// Finds the front matter; says why where there is none to be found.
pub(super) fn split(source: &Arc<SourceText>, all: &mut Said) -> Option<Parts> {
    let text = source.text.as_str();
    let mark = after_mark(text);
    let first = mark + text[mark..].find(|c: char| !c.is_whitespace()).unwrap_or(0);
    let fence = line_at(text, first);
    let written = text[fence.clone()].trim_end();
    let opened = written == "---" && fence.start == mark;
    if !opened {
        let likeness = if written == "---" {
            fault::Opening::NotFirst
        } else if is_rule(written) {
            fault::Opening::Miswritten
        } else {
            fault::Opening::Absent
        };
        all.push(fault::no_front_matter(source, fence.start..fence.start + written.len(), likeness));
        if likeness == fault::Opening::Absent {
            return without_opening(text, fence);
        }
    }
    let start = next_line(text, fence.end);
    let (yaml, body) = match find_closing(text, start) {
        Some(closing) => (start..closing.start, next_line(text, closing.end)..text.len()),
        None => unclosed(source, fence.clone(), start, all),
    };
    Some(Parts { fence: fence.start..fence.start + written.len(), yaml, body })
}

/// A file whose first line already is a field: its front matter is read if it ends somewhere.
fn without_opening(text: &str, first: Span) -> Option<Parts> {
    let is_field = text[first.clone()].split_once([':', '：']).is_some_and(|(name, _)| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
    });
    if !is_field {
        return None;
    }
    let closing = find_closing(text, first.start)?;
    Some(Parts { yaml: first.start..closing.start, body: next_line(text, closing.end)..text.len(), fence: first })
}

/// The text of a Markdown file below its front matter; all of it where it has none, and nothing is said of either.
pub fn body(text: &str) -> Span {
    let start = after_mark(text);
    let fence = line_at(text, start);
    let yaml = next_line(text, fence.end);
    let begins = text[fence].trim_end() == "---";
    // A field, or a comment above it: what follows a line of dashes may be text as well.
    let is_field = |line: &str| {
        let name = line.split(':').next().unwrap_or_default();
        line.starts_with('#')
            || name.len() < line.len() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    let first = lines(text, yaml).map(|line| text[line].trim_end()).find(|line| !line.is_empty());
    match find_closing(text, yaml) {
        Some(closing) if begins && first.is_some_and(is_field) => next_line(text, closing.end)..text.len(),
        _ => start..text.len(),
    }
}

/// Says that the front matter has no end, and guesses one so that the rest can be read.
fn unclosed(source: &Arc<SourceText>, fence: Span, start: usize, all: &mut Said) -> (Span, Span) {
    let text = source.text.as_str();
    let rule = lines(text, start).find(|line| is_rule(text[line.clone()].trim_end()));
    let place = rule.clone().unwrap_or(fence);
    all.push(fault::not_closed(source, place, rule.is_some()));
    if let Some(rule) = rule {
        return (start..rule.start, next_line(text, rule.end)..text.len());
    }
    // Front matter has no headings, directives or prose at the margin.
    let end = lines(text, start)
        .find(|line| {
            let line = &text[line.clone()];
            line.starts_with("##")
                || line.starts_with(":::")
                || (line.starts_with(|c: char| !c.is_ascii()) && !line.contains([':', '：']))
        })
        .map_or(text.len(), |line| line.start);
    (start..end, end..text.len())
}

fn find_closing(text: &str, start: usize) -> Option<Span> {
    lines(text, start).find(|line| text[line.clone()].trim_end() == "---")
}

/// Whether a line of dashes was probably meant to be `---`.
fn is_rule(line: &str) -> bool {
    let dashes = line.chars().all(|c| matches!(c, '-' | '－' | '—' | '–' | '―' | '─' | '‐' | '‑' | '−'));
    dashes && !line.is_empty() && line != "-"
}

fn next_line(text: &str, from: usize) -> usize {
    text[from..].find('\n').map_or(text.len(), |at| from + at + 1)
}

/// The lines from `start`, without their ends.
fn lines(text: &str, start: usize) -> impl Iterator<Item = Span> + '_ {
    let mut next = start;
    std::iter::from_fn(move || {
        (next < text.len()).then(|| {
            let start = next;
            let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
            next = (end + 1).min(text.len() + 1);
            start..end
        })
    })
}
