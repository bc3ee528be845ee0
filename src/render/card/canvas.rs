//! A picture of few colours: paper, and inks on it, each with the steps between.
//!
//! A pixel is the number of its colour, so edges are smooth and the file stays small.

use super::glyph::{Glyph, STEPS, is_unseen};
use super::lines::{advance, hang};

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
    /// Pixels across and down.
    size: (u32, u32),
    /// A byte each.
    pixels: Vec<u8>,
}

impl Canvas {
    pub(super) fn new(size: (u32, u32)) -> Self {
        Self { size, pixels: vec![0; size.0 as usize * size.1 as usize] }
    }

    /// A filled rectangle.
    pub(super) fn bar(&mut self, x: i32, y: i32, width: i32, height: i32, ink: Ink) {
        let row = vec![STEPS; usize::try_from(width).unwrap_or_default()];
        (y..y + height).for_each(|y| self.row(x, y, &row, ink));
    }

    /// Lays ink on a row of pixels; what is darker there stays.
    fn row(&mut self, x: i32, y: i32, steps: &[u8], ink: Ink) {
        let Some(row) = usize::try_from(y).ok().and_then(|y| self.pixels.chunks_exact_mut(self.size.0 as usize).nth(y))
        else {
            return;
        };
        let before = usize::try_from(-x).unwrap_or_default();
        let Some(steps) = steps.get(before..) else { return };
        let Some(pixels) = usize::try_from(x.max(0)).ok().and_then(|x| row.get_mut(x..)) else { return };
        let length = pixels.len().min(steps.len());
        let (pixels, steps) = (&mut pixels[..length], &steps[..length]);
        let ground = ink as u8 * STEPS;
        let inked = |step: u8| if step > 0 { ground + step } else { 0 };
        if pixels.iter().fold(0, |all, pixel| all | pixel) == 0 {
            pixels.iter_mut().zip(steps).for_each(|(pixel, step)| *pixel = inked(*step));
            return;
        }
        for (pixel, step) in pixels.iter_mut().zip(steps) {
            let there = if *pixel == 0 { 0 } else { (*pixel - 1) % STEPS + 1 };
            if *step > there {
                *pixel = inked(*step);
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
        let ((left, top), raster) = glyph.placed(x, baseline, size);
        for (y, steps) in (top..).zip(raster.steps.chunks_exact(raster.width)) {
            self.row(left, y, steps, ink);
        }
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
        let mut encoder = png::Encoder::new(&mut out, self.size.0, self.size.1);
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_palette(palette());
        // A fifth larger than zlib's third level without a filter, in two fifths of its time.
        encoder.set_deflate_compression(png::DeflateCompression::FdeflateUltraFast);
        encoder.set_filter(png::Filter::Paeth);
        let mut writer = encoder.write_header().expect("a header that fits");
        writer.write_image_data(&self.pixels).expect("as many pixels as the header says");
        writer.finish().expect("a picture in memory");
        out
    }
}

/// Red, green and blue of each number.
pub(super) fn palette() -> Vec<u8> {
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
