//! Runs as they are written: spaces outside of marks, exponents as characters of their own, runs of one kind joined.

use super::Place;
use crate::manuscript::block::{Format, Height, Inline};

/// Runs without how they are set.
pub(super) fn bare(inline: &Inline) -> Inline {
    match inline {
        Inline::Text(text, _) => Inline::Text(text.clone(), Format::default()),
        Inline::Link { address, content } => {
            Inline::Link { address: address.clone(), content: content.iter().map(bare).collect() }
        }
        other => other.clone(),
    }
}

/// Runs as they are written: small numbers above the line as characters of their own, spaces outside of marks, no break at
/// an end, runs of one kind joined.
pub(super) fn settled(content: &[Inline], place: Place) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::new();
    for inline in content {
        match inline {
            Inline::Text(text, format) => spread(text, *format, &mut out),
            Inline::Link { address, content } => {
                out.push(Inline::Link { address: address.clone(), content: settled(content, place) });
            }
            Inline::Break if place == Place::Heading => spread(" ", Format::default(), &mut out),
            other => out.push(other.clone()),
        }
    }
    let is_edge = |inline: &Inline| {
        matches!(inline, Inline::Break) || matches!(inline, Inline::Text(text, _) if text.trim().is_empty())
    };
    while out.last().is_some_and(is_edge) {
        out.pop();
    }
    while out.first().is_some_and(is_edge) {
        out.remove(0);
    }
    // A break of several lines is one: an empty line would end the paragraph.
    out.dedup_by(|next, last| matches!((last, next), (Inline::Break, Inline::Break)));
    out
}

/// Adds text with its spaces outside of marks.
fn spread(text: &str, format: Format, out: &mut Vec<Inline>) {
    if format.code {
        join(text, format, out);
        return;
    }
    let inner = text.trim();
    if inner.is_empty() {
        join(text, Format::default(), out);
        return;
    }
    let start = text.len() - text.trim_start().len();
    join(&text[..start], Format::default(), out);
    match (format.height, exponent(inner, out)) {
        (Height::Above, Some(signs)) => join(&signs, Format { height: Height::Line, ..format }, out),
        _ => join(inner, format, out),
    }
    join(&text[start + inner.len()..], Format::default(), out);
}

fn join(text: &str, format: Format, out: &mut Vec<Inline>) {
    match out.last_mut() {
        _ if text.is_empty() => {}
        Some(Inline::Text(last, known)) if *known == format => last.push_str(text),
        _ => out.push(Inline::Text(text.to_owned(), format)),
    }
}

/// An exponent of ten in characters of its own: `10⁹`.
fn exponent(text: &str, before: &[Inline]) -> Option<String> {
    let is_of_ten = matches!(before.last(), Some(Inline::Text(last, format)) if format.height == Height::Line && !format.code
        && last.ends_with("10") && !last[..last.len() - 2].ends_with(|c: char| c.is_ascii_digit() || c == '.'));
    let signs: Option<String> = text
        .chars()
        .map(|c| match c {
            '-' | '−' | '–' => Some('⁻'),
            '1' => Some('¹'),
            '2' => Some('²'),
            '3' => Some('³'),
            '0' | '4'..='9' => char::from_u32(u32::from('⁰') + u32::from(c) - u32::from('0')),
            _ => None,
        })
        .collect();
    signs.filter(|_| is_of_ten)
}
