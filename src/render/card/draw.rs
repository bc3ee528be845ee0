//! Where things stand on a card: column and site under a heavy rule, the title, the trial and the number, large.

use super::canvas::{Canvas, Ink};
use super::lines::{fit, one, width};
use super::{Card, Shape};

/// Line height of the title.
const LEADING: f32 = 1.3;

/// The measures of a shape, in pixels.
struct Sheet {
    /// White on each side.
    edge: f32,
    /// How much room there is in between.
    room: f32,
    /// Where the heavy rule is, and the baseline below it.
    head: (i32, f32),
    /// The letters of the column, and those of the site, if it is named.
    kicker: (f32, Option<f32>),
    /// Where the room of the title begins.
    top: f32,
    /// The letters of the title, from the largest.
    title: &'static [f32],
    /// How many lines of letters larger than this may be, and of others.
    lines: (f32, usize, usize),
    /// The baseline of the foot.
    base: f32,
    /// The figures of the number, where it is short and where it is long, and the words at its sides.
    number: (f32, f32, f32),
    /// Between the number and what stands beside it.
    apart: f32,
    /// The letters of what stands beside it, each with how many lines it may have.
    below: &'static [(f32, usize)],
    /// From one of these lines to the next.
    step: f32,
}

/// 1200 × 630.
const WIDE: Sheet = Sheet {
    edge: 76.0,
    room: 1048.0,
    head: (64, 122.0),
    kicker: (32.0, Some(26.0)),
    top: 152.0,
    title: &[84.0, 76.0, 68.0, 62.0, 56.0, 50.0, 44.0, 40.0],
    lines: (50.0, 3, 5),
    base: 554.0,
    number: (176.0, 96.0, 34.0),
    apart: 56.0,
    below: &[(34.0, 1), (30.0, 2)],
    step: 44.0,
};

/// 630 × 630.
const SQUARE: Sheet = Sheet {
    edge: 46.0,
    room: 538.0,
    head: (46, 98.0),
    kicker: (30.0, None),
    top: 122.0,
    title: &[76.0, 68.0, 60.0, 54.0, 48.0, 42.0, 37.0, 33.0],
    lines: (50.0, 4, 6),
    base: 580.0,
    number: (132.0, 80.0, 30.0),
    apart: 36.0,
    below: &[(28.0, 1), (25.0, 2)],
    step: 36.0,
};

/// Draws a card.
pub(super) fn draw(card: &Card) -> Canvas {
    let sheet = match card.shape {
        Shape::Wide => &WIDE,
        Shape::Square => &SQUARE,
    };
    let mut canvas = Canvas::new(card.shape.size());
    head(&mut canvas, card, sheet);
    let foot = foot(&mut canvas, card, sheet);
    title(&mut canvas, card, sheet, foot);
    canvas
}

/// A heavy rule, and the column and the site below it.
fn head(canvas: &mut Canvas, card: &Card, sheet: &Sheet) {
    let Sheet { edge, room, head: (rule, base), kicker: (size, own), .. } = *sheet;
    canvas.bar(edge as i32, rule, room as i32, 7, Ink::Text);
    let mut from = edge;
    if let Some(warning) = &card.warning {
        from = canvas.text(&one(warning, room * 0.3, size), from, base, size, Ink::Rust) + 22.0;
    }
    let site = own.map(|size| (one(&card.site, room * 0.4, size), size));
    let taken = site.as_ref().map_or(0.0, |(site, size)| width(site, *size) + 40.0);
    canvas.text(&one(&card.kicker, room + edge - from - taken, size), from, base, size, Ink::Accent);
    if let Some((site, size)) = site {
        canvas.text(&site, edge + room - width(&site, size), base - 1.0, size, Ink::Muted);
    }
}

/// The trial at the left, the number at the right; gives where the title's room ends.
fn foot(canvas: &mut Canvas, card: &Card, sheet: &Sheet) -> f32 {
    let Sheet { edge, room: whole, base, number: (large, small, words), step, .. } = *sheet;
    let mut room = whole;
    if let Some([before, number, after]) = &card.number {
        let size = if number.len() > 4 { small } else { large };
        let (before, after) = (one(before, 160.0, words), one(after, 160.0, words));
        let wide = [width(&before, words), width(number, size), width(&after, words)];
        let gaps = [if before.is_empty() { 0.0 } else { 14.0 }, if after.is_empty() { 0.0 } else { 14.0 }];
        let from = edge + whole - wide.iter().sum::<f32>() - gaps[0] - gaps[1];
        let at = canvas.text(&before, from, base, words, Ink::Muted) + gaps[0];
        let at = canvas.text(number, at, base, size, Ink::Accent) + gaps[1];
        canvas.text(&after, at, base, words, Ink::Muted);
        room = from - edge - sheet.apart;
    }
    let below = fit(&card.below, &[], room, sheet.below);
    let lines = below.lines.len() as f32;
    for (row, line) in below.lines.iter().enumerate() {
        canvas.text(line, edge, base - (lines - 1.0 - row as f32) * step, below.size, Ink::Text);
    }
    if below.lines.is_empty() {
        return base - large;
    }
    let rule = base - lines * step - step / 2.0;
    canvas.bar(edge as i32, rule as i32, 120, 3, Ink::Accent);
    if card.number.is_some() { rule.min(base - large + step - 8.0) } else { rule }
}

/// The title, as large as its room allows, in the middle of it.
fn title(canvas: &mut Canvas, card: &Card, sheet: &Sheet, foot: f32) {
    let (limit, few, many) = sheet.lines;
    let room = foot - 18.0 - sheet.top;
    // Large letters in many lines shout, until it must be more.
    let most = |size: f32| ((room / (size * LEADING)) as usize).clamp(1, if size > limit { few } else { many });
    let sizes: Vec<(f32, usize)> = sheet.title.iter().map(|size| (*size, most(*size))).collect();
    let set = fit(&card.title, &card.kept, sheet.room, &sizes);
    let line = set.size * LEADING;
    // The visible part of a line of Han reaches about from 0.88 above the baseline to 0.12 below it.
    let tall = line * (set.lines.len() as f32 - 1.0) + set.size;
    let first = sheet.top + (room - tall).max(0.0) / 2.0 + set.size * 0.88;
    for (row, text) in set.lines.iter().enumerate() {
        canvas.text(text, sheet.edge, first + row as f32 * line, set.size, Ink::Text);
    }
}
