//! Letters as pixels: each is drawn once at a size and place, and laid on every card and chart that has it.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use ab_glyph::GlyphId;

use super::outline;

/// Steps from paper to ink.
pub(in crate::render) const STEPS: u8 = 15;

/// Places between a pixel and the next at which letters are drawn.
pub(super) const PLACES: i32 = 4;

/// How many bytes of letters are kept. The common ones come first, and the rest are drawn each time.
const ROOM: usize = 16 << 20;

/// How much ink is on the pixels around a letter.
#[derive(Debug, PartialEq)]
pub(in crate::render) struct Raster {
    /// Its first column and row, from the letter's origin.
    pub(in crate::render) corner: (i32, i32),
    /// Pixels of a row.
    pub(in crate::render) width: usize,
    /// From 0 to [`STEPS`], row by row.
    pub(in crate::render) steps: Vec<u8>,
}

/// Letters that have been drawn.
#[derive(Default)]
struct Kept {
    rasters: BTreeMap<(u16, u32, i32), Arc<Raster>>,
    bytes: usize,
}

static KEPT: RwLock<Option<Kept>> = RwLock::new(None);

/// A letter at a size, its origin this many of [`PLACES`] behind a pixel's edge.
pub(super) fn raster(letter: GlyphId, size: f32, place: i32) -> Arc<Raster> {
    let key = (letter.0, size.to_bits(), place);
    let known = KEPT.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(raster) = known.as_ref().and_then(|it| it.rasters.get(&key)) {
        return Arc::clone(raster);
    }
    drop(known);
    let drawn = Arc::new(draw(letter, size, place));
    let mut kept = KEPT.write().unwrap_or_else(PoisonError::into_inner);
    let kept = kept.get_or_insert_default();
    if kept.bytes + drawn.steps.len() <= ROOM {
        kept.bytes += drawn.steps.len();
        kept.rasters.insert(key, Arc::clone(&drawn));
    }
    drawn
}

fn draw(letter: GlyphId, size: f32, place: i32) -> Raster {
    let Some(outline) = outline(letter, size, place as f32 / PLACES as f32) else {
        return Raster { corner: (0, 0), width: 1, steps: Vec::new() };
    };
    let bounds = outline.px_bounds();
    let width = bounds.width() as usize;
    let mut steps = Vec::with_capacity(width * bounds.height() as usize);
    outline.draw(|_, _, cover| steps.push((cover.clamp(0.0, 1.0) * f32::from(STEPS)).round() as u8));
    Raster { corner: (bounds.min.x as i32, bounds.min.y as i32), width: width.max(1), steps }
}

#[cfg(test)]
mod tests {
    use super::super::Glyph;
    use super::*;

    #[test]
    fn a_letter_that_is_kept_is_the_one_that_was_drawn() {
        let letter = Glyph::of('放').expect("a letter").id;
        for place in 0..PLACES {
            assert_eq!(*raster(letter, 61.0, place), draw(letter, 61.0, place));
            assert_eq!(*raster(letter, 61.0, place), draw(letter, 61.0, place));
        }
    }
}
