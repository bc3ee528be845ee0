//! The letters of runs, and those that are read back, each with how it is set.

use crate::manuscript::block::{Format, Height, Inline};
use crate::model::body::{Body, Kind};

/// A letter as it is read back, with how it is set.
pub(super) type Set = (char, Format);

/// Stands for a footnote mark or a picture among letters.
const OBJECT: char = '\u{fffc}';

pub(super) fn wanted(content: &[Inline], set: &mut Vec<Set>) {
    for inline in content {
        match inline {
            Inline::Text(text, format) => set.extend(text.chars().map(|c| (c, shown(c, *format)))),
            Inline::Break => set.push(('\n', Format::default())),
            Inline::Link { content, .. } => wanted(content, set),
            Inline::Picture(_) => {}
            Inline::Note(_) => set.push((OBJECT, Format::default())),
            Inline::Math(tex) => set.extend(tex.chars().map(|c| (c, MATH))),
        }
    }
}

/// How letters of formulas are known.
const MATH: Format = Format { bold: false, italic: true, strike: false, code: true, height: Height::Line };

/// Spaces look the same however they are set.
fn shown(c: char, format: Format) -> Format {
    if c.is_whitespace() { Format::default() } else { format }
}

pub(super) fn letters(body: &Body, range: std::ops::Range<usize>, around: Format, set: &mut Vec<Set>) {
    let mut format = around;
    let mut at = range.start;
    while at < range.end {
        let node = &body.nodes()[at];
        let end = body.end_of(at);
        match &node.kind {
            Kind::Text => set.extend(body.text(node).chars().map(|c| (c, shown(c, format)))),
            Kind::Code => set.extend(body.text(node).chars().map(|c| (c, shown(c, Format { code: true, ..format })))),
            Kind::Math { .. } => set.extend(body.text(node).chars().map(|c| (c, MATH))),
            Kind::SoftBreak => set.push((' ', Format::default())),
            Kind::HardBreak => set.push(('\n', Format::default())),
            Kind::FootnoteReference { .. } => set.push((OBJECT, Format::default())),
            Kind::Emphasis => letters(body, at + 1..end, Format { italic: true, ..format }, set),
            Kind::Strong => letters(body, at + 1..end, Format { bold: true, ..format }, set),
            Kind::Strikethrough => letters(body, at + 1..end, Format { strike: true, ..format }, set),
            Kind::Link(_) => letters(body, at + 1..end, format, set),
            Kind::Html => match body.text(node) {
                "<sup>" => format.height = Height::Above,
                "<sub>" => format.height = Height::Below,
                "</sup>" | "</sub>" => format.height = around.height,
                "<strong>" => format.bold = true,
                "</strong>" => format.bold = around.bold,
                "<em>" => format.italic = true,
                "</em>" => format.italic = around.italic,
                "<del>" => format.strike = true,
                "</del>" => format.strike = around.strike,
                "<br>" => set.push(('\n', Format::default())),
                _ => set.push((OBJECT, MATH)),
            },
            Kind::Image(_) => {}
            _ => set.push((OBJECT, MATH)),
        }
        at = end;
    }
}

/// Without spaces at the ends and beside breaks, each row of spaces as one.
pub(super) fn trimmed(set: Vec<Set>) -> Vec<Set> {
    let mut out: Vec<Set> = Vec::new();
    for (c, format) in set {
        let is_space = c.is_whitespace() && c != '\n' && c != '\u{3000}';
        let last = out.last().map(|(c, _)| *c);
        if c == '\n' {
            while out.last().is_some_and(|(c, _)| *c == ' ') {
                out.pop();
            }
            out.push(('\n', format));
        } else if is_space {
            if !matches!(last, None | Some(' ' | '\n')) {
                out.push((' ', format));
            }
        } else {
            out.push((c, format));
        }
    }
    while out.last().is_some_and(|(c, _)| c.is_whitespace()) {
        out.pop();
    }
    let start = out.iter().take_while(|(c, _)| c.is_whitespace()).count();
    out.split_off(start)
}
