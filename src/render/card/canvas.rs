//! A picture of few colours: paper, and inks on it, each with the steps between.
//!
//! A pixel is the number of its colour, so edges are smooth and the file stays small.

use super::glyph::{Glyph, is_unseen};
use super::lines::{advance, hang};
use super::{HEIGHT, WIDTH};

/// Steps from paper to ink.
const STEPS: u8 = 15;
/// The paper of the default theme.
const PAPER: [u8; 3] = [0xf6, 0xf2, 0xe9];

/// What is drawn with.
#[derive(Debug, Clone, Copy)]
pub(super) enum Ink {
    /// What is read.
    Text,
    /// What stands back.
    Muted,
    /// The column, the number.
    Accent,
    /// Warnings.
    Rust,
}

const INKS: [[u8; 3]; 4] = [[0x1b, 0x23, 0x21], [0x5a, 0x64, 0x61], [0x0d, 0x5c, 0x5f], [0x8c, 0x3a, 0x12]];

/// The picture.
pub(super) struct Canvas {
    pixels: Vec<u8>,
}

impl Canvas {
    pub(super) fn new() -> Self {
        Self { pixels: vec![0; (WIDTH * HEIGHT) as usize] }
    }

    /// Lays ink on a pixel, from 0 to 1; what is darker there stays.
    fn dot(&mut self, x: i32, y: i32, ink: Ink, cover: f32) {
        let step = (cover.clamp(0.0, 1.0) * f32::from(STEPS)).round() as u8;
        if step == 0 || x < 0 || y < 0 || x >= WIDTH as i32 || y >= HEIGHT as i32 {
            return;
        }
        let pixel = &mut self.pixels[y as usize * WIDTH as usize + x as usize];
        let there = if *pixel == 0 { 0 } else { (*pixel - 1) % STEPS + 1 };
        if step > there {
            *pixel = ink as u8 * STEPS + step;
        }
    }

    /// A filled rectangle.
    pub(super) fn bar(&mut self, x: i32, y: i32, width: i32, height: i32, ink: Ink) {
        for row in y..y + height {
            for column in x..x + width {
                self.dot(column, row, ink, 1.0);
            }
        }
    }

    /// A line of text from a point of its baseline; gives where it ends.
    ///
    /// A full-width mark that opens hangs over the edge by the half of it that is empty.
    pub(super) fn text(&mut self, text: &str, x: f32, baseline: f32, size: f32, ink: Ink) -> f32 {
        let mut at = x - hang(text, size);
        for letter in text.chars() {
            match Glyph::of(letter) {
                Some(glyph) => self.glyph(glyph, at, baseline, size, ink),
                None if is_unseen(letter) => {}
                None => self.frame(at, baseline, size, ink),
            }
            at += advance(letter, size);
        }
        at
    }

    fn glyph(&mut self, glyph: Glyph, x: f32, baseline: f32, size: f32, ink: Ink) {
        let Some(outline) = glyph.outline(size, x, baseline) else { return };
        let bounds = outline.px_bounds();
        let (left, top) = (bounds.min.x as i32, bounds.min.y as i32);
        outline.draw(|x, y, cover| self.dot(left + x as i32, top + y as i32, ink, cover));
    }

    /// What stands in the place of a letter that is not there.
    fn frame(&mut self, x: f32, baseline: f32, size: f32, ink: Ink) {
        let (left, top) = ((x + size * 0.1) as i32, (baseline - size * 0.78) as i32);
        let (side, line) = ((size * 0.8) as i32, ((size / 18.0) as i32).max(1));
        self.bar(left, top, side, line, ink);
        self.bar(left, top + side - line, side, line, ink);
        self.bar(left, top, line, side, ink);
        self.bar(left + side - line, top, line, side, ink);
    }

    /// The picture as a PNG.
    pub(super) fn png(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(32 * 1024);
        let mut encoder = png::Encoder::new(&mut out, WIDTH, HEIGHT);
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_palette(palette());
        // A quarter larger than at level 6, in less than half the time.
        encoder.set_deflate_compression(png::DeflateCompression::Level(3));
        encoder.set_filter(png::Filter::NoFilter);
        let mut writer = encoder.write_header().expect("a header that fits");
        writer.write_image_data(&self.pixels).expect("as many pixels as the header says");
        writer.finish().expect("a picture in memory");
        out
    }
}

/// Red, green and blue of each number.
fn palette() -> Vec<u8> {
    let mut colours = PAPER.to_vec();
    for ink in INKS {
        for step in 1..=STEPS {
            let part = f32::from(step) / f32::from(STEPS);
            colours.extend(
                PAPER.iter().zip(ink).map(|(paper, ink)| {
                    (f32::from(*paper) + (f32::from(ink) - f32::from(*paper)) * part).round() as u8
                }),
            );
        }
    }
    colours
}
