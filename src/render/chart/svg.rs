//! The pen: shapes and text as SVG, in units of CSS pixels.

use std::fmt::Write as _;

use super::letters;
use crate::render::escape::text as escaped;
use crate::render::printed::with_letters;

/// A drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct Svg {
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// What stands between the tags of `<svg>`.
    pub content: String,
}

/// The size of ordinary text.
pub(super) const TEXT: f64 = 13.0;
/// The size of ticks and remarks: the least there is.
pub(super) const SMALL: f64 = 12.0;
/// From line to line of ordinary text.
pub(super) const LINE: f64 = 18.0;

/// The letter of a P value.
pub const LETTER: [&str; 2] = ["<tspan font-style=\"italic\">", "</tspan>"];

/// How a line of text is set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    pub(super) size: f64,
    pub(super) bold: bool,
    /// Which end of it stands at its place.
    pub(super) anchor: Anchor,
    /// The class that colours it; empty for the ink of the page.
    pub(super) class: &'static str,
}

/// Which end of a text stands at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Style {
    pub(super) const PLAIN: Self = Self { size: TEXT, bold: false, anchor: Anchor::Start, class: "" };
    pub(super) const SOFT: Self = Self { size: SMALL, bold: false, anchor: Anchor::Start, class: "c-soft" };

    pub(super) fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    pub(super) fn at(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }

    /// The room that a text takes.
    pub(super) fn width(self, text: &str) -> f64 {
        letters::width(text) * self.size * if self.bold { 1.06 } else { 1.0 }
    }

    /// The room that the longest word of a text takes.
    pub(super) fn longest(self, text: &str) -> f64 {
        letters::longest(text) * self.size * if self.bold { 1.06 } else { 1.0 }
    }

    /// The lines of a text that has so much room.
    pub(super) fn wrap(self, text: &str, room: f64) -> Vec<String> {
        letters::wrap(text, room, self.size * if self.bold { 1.06 } else { 1.0 })
    }
}

/// Draws from top to bottom.
pub(super) struct Pen {
    content: String,
}

impl Pen {
    pub(super) fn new() -> Self {
        Self { content: String::with_capacity(4096) }
    }

    pub(super) fn finish(self, width: f64, height: f64) -> Svg {
        Svg { width, height: height.ceil(), content: self.content }
    }

    /// Opens a group in the colour of a class.
    pub(super) fn open(&mut self, class: &str) {
        let _ = write!(self.content, "<g class=\"{class}\">");
    }

    pub(super) fn close(&mut self) {
        self.content.push_str("</g>\n");
    }

    pub(super) fn text(&mut self, x: f64, y: f64, style: Style, text: &str) {
        if text.is_empty() {
            return;
        }
        let _ = write!(self.content, "<text x=\"{}\" y=\"{}\"", Number(x), Number(y));
        if !style.class.is_empty() {
            let _ = write!(self.content, " class=\"{}\"", style.class);
        }
        if (style.size - TEXT).abs() > 0.01 {
            let _ = write!(self.content, " font-size=\"{}\"", Number(style.size));
        }
        if style.bold {
            self.content.push_str(" font-weight=\"600\"");
        }
        self.content.push_str(match style.anchor {
            Anchor::Start => ">",
            Anchor::Middle => " text-anchor=\"middle\">",
            Anchor::End => " text-anchor=\"end\">",
        });
        with_letters(&mut self.content, text, LETTER, escaped);
        self.content.push_str("</text>\n");
    }

    /// Lines of text below each other; gives the baseline after the last.
    pub(super) fn lines(&mut self, x: f64, y: f64, step: f64, style: Style, lines: &[String]) -> f64 {
        for (index, line) in lines.iter().enumerate() {
            self.text(x, y + index as f64 * step, style, line);
        }
        y + lines.len() as f64 * step
    }

    /// A path that is only stroked; `more` are attributes besides.
    pub(super) fn stroke(&mut self, path: &str, width: f64, more: &str) {
        let space = if more.is_empty() { "" } else { " " };
        let _ = writeln!(
            self.content,
            "<path d=\"{path}\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"{}\"{space}{more}/>",
            Number(width)
        );
    }

    /// A path that is only filled.
    pub(super) fn fill(&mut self, path: &str, more: &str) {
        let space = if more.is_empty() { "" } else { " " };
        let _ = writeln!(self.content, "<path d=\"{path}\"{space}{more}/>");
    }

    pub(super) fn line(&mut self, from: (f64, f64), to: (f64, f64), width: f64, more: &str) {
        let path = format!("M{} {}L{} {}", Number(from.0), Number(from.1), Number(to.0), Number(to.1));
        self.stroke(&path, width, more);
    }

    /// A box: its paper in the colour of a class, its edge in the colour around it.
    pub(super) fn rect(&mut self, place: Place, class: &str, more: &str) {
        let Place { x, y, width, height } = place;
        let space = if more.is_empty() { "" } else { " " };
        let _ = writeln!(
            self.content,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" class=\"{class}\"{space}{more}/>",
            Number(x),
            Number(y),
            Number(width),
            Number(height)
        );
    }
}

/// A rectangle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Place {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// A coordinate with one decimal at most.
pub(super) struct Number(pub(super) f64);

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let tenths = (self.0 * 10.0).round() as i64;
        match tenths % 10 {
            0 => write!(f, "{}", tenths / 10),
            _ => write!(f, "{}", tenths as f64 / 10.0),
        }
    }
}
