//! What a visual abstract is drawn with: boxes, shapes, lines and text in a few inks, from which its SVG is written.
//! Being kept as they are, they can be looked at: whether a text stands out from its ground, and lies inside.

use std::fmt::Write as _;

use crate::render::card::lines;
use crate::render::chart::letters;
use crate::render::chart::{LETTER, Svg};
use crate::render::escape;
use crate::render::printed::with_letters;

/// What is drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    /// The ground of all.
    Paper,
    /// The ground of the effect.
    Sheet,
    /// Rules, and what of a bar is not filled.
    Rule,
    /// What is read.
    Text,
    /// What stands back.
    Soft,
    /// The column, the number, the effect.
    Accent,
    /// An endpoint that was not met, a margin, a warning.
    Rust,
    /// An arm, by its number from 0.
    Arm(usize),
}

impl Ink {
    /// Red, green and blue. The arms' are those of the charts.
    pub(super) fn rgb(self) -> [u8; 3] {
        const ARMS: [[u8; 3]; 5] =
            [[0x0d, 0x5c, 0x5f], [0x6d, 0x77, 0x75], [0x9a, 0x5b, 0x1c], [0x5d, 0x4a, 0x86], [0x2f, 0x6d, 0xb0]];
        match self {
            Self::Paper => [0xf6, 0xf2, 0xe9],
            Self::Sheet => [0xff, 0xff, 0xff],
            Self::Rule => [0xdc, 0xd5, 0xc6],
            Self::Text => [0x1b, 0x23, 0x21],
            Self::Soft => [0x55, 0x5f, 0x5c],
            Self::Accent => [0x0d, 0x5c, 0x5f],
            Self::Rust => [0x8c, 0x3a, 0x12],
            Self::Arm(arm) => ARMS[arm % ARMS.len()],
        }
    }
}

/// Which end of a text stands at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A shape or a line of text; down is positive.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Mark {
    /// A filled rectangle with round corners.
    Box { x: f64, y: f64, width: f64, height: f64, radius: f64, ink: Ink },
    /// A filled shape with corners.
    Shape { points: Vec<(f64, f64)>, ink: Ink },
    /// A filled disc.
    Disc { x: f64, y: f64, radius: f64, ink: Ink },
    /// A line; dashed or not.
    Line { from: (f64, f64), to: (f64, f64), width: f64, is_dashed: bool, ink: Ink },
    /// A line of text by its baseline.
    Text { x: f64, y: f64, size: f64, end: Anchor, ink: Ink, is_bold: bool, text: String },
}

/// How wide a line of text is: in the letters that postil brings, or in those of a reader's machine, whichever is more.
pub(super) fn width(text: &str, size: f64) -> f64 {
    f64::from(lines::width(text, size as f32)).max(letters::width(text) * size)
}

impl Mark {
    fn shift(&mut self, right: f64, down: f64) {
        let point = |(x, y): &mut (f64, f64)| {
            *x += right;
            *y += down;
        };
        match self {
            Self::Box { x, y, .. } | Self::Disc { x, y, .. } | Self::Text { x, y, .. } => {
                *x += right;
                *y += down;
            }
            Self::Shape { points, .. } => points.iter_mut().for_each(point),
            Self::Line { from, to, .. } => [from, to].into_iter().for_each(point),
        }
    }

    /// Its left, top, right and bottom.
    #[cfg(test)]
    pub(super) fn bounds(&self) -> [f64; 4] {
        match self {
            Self::Box { x, y, width, height, .. } => [*x, *y, x + width, y + height],
            Self::Disc { x, y, radius, .. } => [x - radius, y - radius, x + radius, y + radius],
            Self::Text { x, y, size, end, text, .. } => {
                let wide = width(text, *size);
                let left = match end {
                    Anchor::Start => *x,
                    Anchor::Middle => x - wide / 2.0,
                    Anchor::End => x - wide,
                };
                [left, y - size * 0.88, left + wide, y + size * 0.12]
            }
            Self::Shape { points, .. } => around(points),
            Self::Line { from, to, .. } => around(&[*from, *to]),
        }
    }

    fn write(&self, out: &mut String) {
        let colour = |ink: &Ink| {
            let [red, green, blue] = ink.rgb();
            format!("#{red:02x}{green:02x}{blue:02x}")
        };
        let _ = match self {
            Self::Box { x, y, width, height, radius, ink } => writeln!(
                out,
                "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"{radius:.1}\" fill=\"{}\"/>",
                colour(ink)
            ),
            Self::Disc { x, y, radius, ink } => writeln!(
                out,
                "<path d=\"M{:.1} {y:.1}a{radius:.1} {radius:.1} 0 1 1 {:.1} 0a{radius:.1} {radius:.1} 0 1 1 -{:.1} 0Z\" fill=\"{}\"/>",
                x - radius,
                2.0 * radius,
                2.0 * radius,
                colour(ink)
            ),
            Self::Shape { points, ink } => {
                let path = points.iter().enumerate().map(|(index, (x, y))| {
                    let command = if index == 0 { 'M' } else { 'L' };
                    format!("{command}{x:.1} {y:.1}")
                });
                writeln!(out, "<path d=\"{}Z\" fill=\"{}\"/>", path.collect::<String>(), colour(ink))
            }
            Self::Line { from, to, width, is_dashed, ink } => writeln!(
                out,
                "<path d=\"M{:.1} {:.1}L{:.1} {:.1}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{width:.1}\"{}/>",
                from.0,
                from.1,
                to.0,
                to.1,
                colour(ink),
                if *is_dashed {
                    format!(" stroke-dasharray=\"{:.1} {:.1}\"", width * 3.0, width * 2.0)
                } else {
                    String::new()
                }
            ),
            Self::Text { .. } => self.write_text(out, colour),
        };
    }

    /// A line of text as SVG.
    fn write_text(&self, out: &mut String, colour: impl Fn(&Ink) -> String) -> std::fmt::Result {
        let Self::Text { x, y, size, end, ink, is_bold, text } = self else { return Ok(()) };
        let anchor = match end {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let bold = if *is_bold { " font-weight=\"700\"" } else { "" };
        // Letters of a reader's machine take the room that was measured.
        let long = f64::from(lines::width(text, *size as f32));
        let long = if text.chars().count() > 2 {
            format!(" textLength=\"{long:.1}\" lengthAdjust=\"spacingAndGlyphs\"")
        } else {
            String::new()
        };
        let _ = write!(
            out,
            "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size:.1}\"{anchor}{bold}{long} fill=\"{}\">",
            colour(ink)
        );
        with_letters(out, text, LETTER, escape::text);
        writeln!(out, "</text>")
    }
}

#[cfg(test)]
fn around(points: &[(f64, f64)]) -> [f64; 4] {
    points.iter().fold([f64::MAX, f64::MAX, f64::MIN, f64::MIN], |[left, top, right, bottom], (x, y)| {
        [left.min(*x), top.min(*y), right.max(*x), bottom.max(*y)]
    })
}

/// Marks that stand together, from their own upper left corner.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Block {
    pub(super) height: f64,
    pub(super) marks: Vec<Mark>,
}

/// How a text is set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    pub(super) size: f64,
    pub(super) ink: Ink,
    pub(super) is_bold: bool,
}

impl Style {
    pub(super) fn new(size: f64, ink: Ink) -> Self {
        Self { size, ink, is_bold: false }
    }

    pub(super) fn bold(self) -> Self {
        Self { is_bold: true, ..self }
    }
}

/// From line to line, in sizes of the text.
pub(super) const LEADING: f64 = 1.3;

impl Block {
    /// Takes marks in, moved.
    pub(super) fn take(&mut self, mut other: Self, right: f64, down: f64) {
        other.marks.iter_mut().for_each(|mark| mark.shift(right, down));
        self.height = self.height.max(down + other.height);
        self.marks.append(&mut other.marks);
    }

    /// Puts another block below.
    pub(super) fn below(&mut self, other: Self, gap: f64) {
        let down = if self.height > 0.0 { self.height + gap } else { 0.0 };
        if other.height > 0.0 {
            self.take(other, 0.0, down);
        }
    }

    /// A line of text whose visible top is `y`.
    pub(super) fn line(&mut self, (x, y): (f64, f64), style: Style, end: Anchor, text: &str) {
        if text.is_empty() {
            return;
        }
        let Style { size, ink, is_bold } = style;
        self.marks.push(Mark::Text { x, y: y + size * 0.88, size, end, ink, is_bold, text: text.to_owned() });
        self.height = self.height.max(y + size);
    }

    /// Lines of text below each other.
    pub(super) fn lines(&mut self, (x, y): (f64, f64), style: Style, end: Anchor, lines: &[String]) {
        for (row, text) in lines.iter().enumerate() {
            self.line((x, y + row as f64 * style.size * LEADING), style, end, text);
        }
    }

    /// A text that is never cut: set smaller where it has no room, then in as many lines as it takes.
    pub(super) fn text(text: &str, room: f64, style: Style) -> Self {
        let (size, lines) = whole(text, room, style.size, 2);
        let mut block = Self::default();
        block.lines((0.0, 0.0), Style { size, ..style }, Anchor::Start, &lines);
        block
    }
}

/// A text in lines that have so much room: about so many, and smaller, before there are more of them. Its size, and they.
pub(super) fn whole(text: &str, room: f64, size: f64, few: usize) -> (f64, Vec<String>) {
    // Letters of a reader's machine may be wider.
    let wider = (letters::width(text) / f64::from(lines::width(text, 1.0)).max(0.01)).clamp(1.0, 1.25);
    let sizes = [(size as f32, few), (size as f32 * 0.88, few), (size as f32 * 0.8, usize::MAX)];
    let set = lines::fit(text, &[], (room / wider) as f32, &sizes);
    (f64::from(set.size), set.lines)
}

/// The content of an SVG of marks.
pub(super) fn svg(width: f64, height: f64, marks: &[Mark]) -> Svg {
    let mut content = String::with_capacity(8 * 1024);
    marks.iter().for_each(|mark| mark.write(&mut content));
    Svg { width, height, content }
}
