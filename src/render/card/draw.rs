//! Where things stand on a card: column and site under a heavy rule, the title, the trial and the number, large.

use super::canvas::{Canvas, Ink};
use super::lines::{fit, one, width};
use super::{Card, HEIGHT, WIDTH};

/// White on each side.
const EDGE: f32 = 76.0;
/// How much room there is in between.
const ROOM: f32 = WIDTH as f32 - 2.0 * EDGE;
/// Line height of the title.
const LEADING: f32 = 1.3;

/// Draws a card.
pub(super) fn draw(card: &Card) -> Canvas {
    let mut canvas = Canvas::new();
    head(&mut canvas, card);
    let foot = foot(&mut canvas, card);
    title(&mut canvas, card, foot);
    canvas
}

/// A heavy rule, and the column and the site below it.
fn head(canvas: &mut Canvas, card: &Card) {
    canvas.bar(EDGE as i32, 64, ROOM as i32, 7, Ink::Text);
    let size = 32.0;
    let site = one(&card.site, ROOM * 0.4, 26.0);
    let mut from = EDGE;
    if let Some(warning) = &card.warning {
        from = canvas.text(&one(warning, ROOM * 0.3, size), from, 122.0, size, Ink::Rust) + 22.0;
    }
    let room = ROOM + EDGE - from - width(&site, 26.0) - 40.0;
    canvas.text(&one(&card.kicker, room, size), from, 122.0, size, Ink::Accent);
    canvas.text(&site, EDGE + ROOM - width(&site, 26.0), 121.0, 26.0, Ink::Muted);
}

/// The trial at the left, the number at the right; gives where the title's room ends.
fn foot(canvas: &mut Canvas, card: &Card) -> f32 {
    let base = HEIGHT as f32 - 76.0;
    let mut room = ROOM;
    if let Some([before, number, after]) = &card.number {
        let size = if number.len() > 4 { 96.0 } else { 176.0 };
        let (before, after) = (one(before, 160.0, 34.0), one(after, 160.0, 34.0));
        let wide = [width(&before, 34.0), width(number, size), width(&after, 34.0)];
        let gaps = [if before.is_empty() { 0.0 } else { 14.0 }, if after.is_empty() { 0.0 } else { 14.0 }];
        let from = EDGE + ROOM - wide.iter().sum::<f32>() - gaps[0] - gaps[1];
        let at = canvas.text(&before, from, base, 34.0, Ink::Muted) + gaps[0];
        let at = canvas.text(number, at, base, size, Ink::Accent) + gaps[1];
        canvas.text(&after, at, base, 34.0, Ink::Muted);
        room = from - EDGE - 56.0;
    }
    let below = fit(&card.below, &[], room, &[(34.0, 1), (30.0, 2)]);
    let tall = 44.0;
    let lines = below.lines.len() as f32;
    for (row, line) in below.lines.iter().enumerate() {
        canvas.text(line, EDGE, base - (lines - 1.0 - row as f32) * tall, below.size, Ink::Text);
    }
    if below.lines.is_empty() {
        return base - 176.0;
    }
    let rule = base - lines * tall - 22.0;
    canvas.bar(EDGE as i32, rule as i32, 120, 3, Ink::Accent);
    if card.number.is_some() { rule.min(base - 140.0) } else { rule }
}

/// The title, as large as its room allows, in the middle of it.
fn title(canvas: &mut Canvas, card: &Card, foot: f32) {
    let (top, bottom) = (152.0, foot - 18.0);
    let room = bottom - top;
    let sizes: Vec<(f32, usize)> = [84.0, 76.0, 68.0, 62.0, 56.0, 50.0, 44.0, 40.0]
        .into_iter()
        // Large letters in many lines shout: three at the most, until it must be more.
        .map(|size: f32| (size, ((room / (size * LEADING)) as usize).clamp(1, if size > 50.0 { 3 } else { 5 })))
        .collect();
    let set = fit(&card.title, &card.kept, ROOM, &sizes);
    let line = set.size * LEADING;
    // The visible part of a line of Han reaches about from 0.88 above the baseline to 0.12 below it.
    let tall = line * (set.lines.len() as f32 - 1.0) + set.size;
    let first = top + (room - tall).max(0.0) / 2.0 + set.size * 0.88;
    for (row, text) in set.lines.iter().enumerate() {
        canvas.text(text, EDGE, first + row as f32 * line, set.size, Ink::Text);
    }
}
