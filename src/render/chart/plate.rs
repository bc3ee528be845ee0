//! A chart as a picture that is drawn when it is needed: its name tells what is on it.

use xxhash_rust::xxh3::xxh3_128;

use super::raster::{self, DRAWING};
use super::{Svg, Width, Words, draw};
use crate::model::chart::Drawing;
use crate::render::card::glyph;

/// Pixels to a unit: sharp on phones.
const SCALE: u32 = 2;

/// A chart laid out for a phone, or a picture that brings its own ground.
#[derive(Debug, Clone, PartialEq)]
pub struct Plate {
    svg: Svg,
    /// Whether it brings its own ground, and has a pixel to a unit.
    is_whole: bool,
}

// Its numbers are sizes that were rounded up: none of them is not a number.
impl Eq for Plate {}

impl Plate {
    /// The picture of a drawing.
    pub fn new(drawing: &Drawing, words: &Words) -> Self {
        Self { svg: draw(drawing, Width::Narrow, words), is_whole: false }
    }

    /// A picture that brings its own ground.
    pub fn whole(svg: Svg) -> Self {
        Self { svg, is_whole: true }
    }

    /// A name for its picture, in 32 hexadecimal digits: everything that decides its bytes, and nothing else.
    pub fn key(&self) -> String {
        let Svg { width, height, content } = &self.svg;
        let scale = if self.is_whole { 1 } else { SCALE };
        let way = format!("{DRAWING} {scale} {:x} {width} {height} {content}", glyph::print());
        format!("{:032x}", xxh3_128(way.as_bytes()))
    }

    /// The name of its file as a chart.
    pub fn name(&self) -> String {
        self.named("chart")
    }

    /// The name of its file as that of something else.
    pub fn named(&self, what: &str) -> String {
        format!("{what}-{}.png", &self.key()[..16])
    }

    /// Its width and height in pixels.
    pub fn size(&self) -> (u32, u32) {
        if self.is_whole { raster::whole_size(&self.svg) } else { raster::size(&self.svg, SCALE) }
    }

    /// The picture.
    pub fn png(&self) -> Vec<u8> {
        if self.is_whole { raster::whole(&self.svg) } else { raster::png(&self.svg, SCALE) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_as_large_as_it_says() {
        let svg = Svg { width: 60.0, height: 30.0, content: String::new() };
        for is_whole in [true, false] {
            let plate = Plate { svg: svg.clone(), is_whole };
            let bytes = plate.png();
            // Width and height stand first in a PNG (PNG, section 11.2.2).
            let side = |at: usize| u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
            assert_eq!((side(16), side(20)), plate.size());
        }
    }
}
