//! Letters: outlines from the font that comes with postil, and what is done where it has none.
//!
//! The font is a part of Noto Serif CJK SC Bold under the SIL Open Font License (`OFL.txt`); how it was made stands
//! in `tests/tools/card-font`. Nothing is ever read from the fonts of the machine: a card is the same everywhere.

use std::sync::{Arc, OnceLock};

use ab_glyph::{Font, FontRef, GlyphId, OutlineCurve, OutlinedGlyph, point};
use xxhash_rust::xxh3::xxh3_64;

mod raster;

use raster::PLACES;
pub(in crate::render) use raster::{Raster, STEPS};

static BYTES: &[u8] = include_bytes!("glyphs.otf");

fn font() -> &'static FontRef<'static> {
    static FONT: OnceLock<FontRef<'static>> = OnceLock::new();
    FONT.get_or_init(|| FontRef::try_from_slice(BYTES).expect("the font that comes with postil"))
}

/// A letter as it is set: superscripts and subscripts that the font lacks are small letters, raised or lowered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::render) struct Glyph {
    id: GlyphId,
    /// Its size in parts of that of the text around it.
    scale: f32,
    /// How far it is raised, in parts of the size of the text around it.
    rise: f32,
    /// How far the next letter stands from it, in units of the font.
    wide: f32,
}

/// Letters of the basic plane that were asked for: texts are measured again and again where their lines are broken.
static KNOWN: [OnceLock<Option<Glyph>>; 1 << 16] = [const { OnceLock::new() }; 1 << 16];

impl Glyph {
    /// The letter of a character; none where the font has none.
    pub(in crate::render) fn of(letter: char) -> Option<Self> {
        match KNOWN.get(letter as usize) {
            Some(known) => *known.get_or_init(|| Self::find(letter)),
            None => Self::find(letter),
        }
    }

    fn find(letter: char) -> Option<Self> {
        let there = |letter: char, scale: f32, rise: f32| {
            let id = Some(font().glyph_id(letter)).filter(|id| id.0 != 0)?;
            Some(Self { id, scale, rise, wide: font().h_advance_unscaled(id) })
        };
        there(letter, 1.0, 0.0).or_else(|| match small(letter) {
            Some((plain, rise)) => there(plain, 0.62, rise),
            None => there(alike(letter)?, 1.0, 0.0),
        })
    }

    /// How far the next letter stands from this one.
    pub(in crate::render) fn advance(self, size: f32) -> f32 {
        scale(size * self.scale) / height() * self.wide
    }

    /// The letter as pixels with its origin at a point of the baseline, on whole pixels downwards and on [`PLACES`] of one
    /// across; the place of their corner first.
    pub(in crate::render) fn placed(self, x: f32, baseline: f32, size: f32) -> ((i32, i32), Arc<Raster>) {
        let places = (x * PLACES as f32).round() as i32;
        let raster = raster::raster(self.id, size * self.scale, places.rem_euclid(PLACES));
        let left = places.div_euclid(PLACES) + raster.corner.0;
        let top = (baseline - self.raised(size)).round() as i32 + raster.corner.1;
        ((left, top), raster)
    }

    /// The letter as curves, its origin at 0, down being positive.
    pub(in crate::render) fn curves(self, size: f32) -> Vec<Curve> {
        let Some(outline) = font().outline(self.id) else { return Vec::new() };
        let unit = size * self.scale / font().units_per_em().unwrap_or(1000.0);
        let place = |point: ab_glyph::Point| (point.x * unit, -point.y * unit - self.raised(size));
        let curve = |curve: &OutlineCurve| match *curve {
            OutlineCurve::Line(a, b) => Curve::Line([a, b].map(place)),
            OutlineCurve::Quad(a, b, c) => Curve::Quad([a, b, c].map(place)),
            OutlineCurve::Cubic(a, b, c, d) => Curve::Cubic([a, b, c, d].map(place)),
        };
        outline.curves.iter().map(curve).collect()
    }

    /// How many pixels it is raised.
    fn raised(self, size: f32) -> f32 {
        size * self.rise
    }
}

/// A piece of the outline of a letter, by its points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::render) enum Curve {
    Line([(f32, f32); 2]),
    Quad([(f32, f32); 3]),
    Cubic([(f32, f32); 4]),
}

impl Curve {
    /// Where it begins and ends.
    pub(in crate::render) fn ends(&self) -> ((f32, f32), (f32, f32)) {
        match *self {
            Self::Line([a, b]) => (a, b),
            Self::Quad([a, _, c]) => (a, c),
            Self::Cubic([a, _, _, d]) => (a, d),
        }
    }
}

/// The outline of a letter with its origin at a point of the baseline; a space has none.
fn outline(letter: GlyphId, size: f32, x: f32) -> Option<OutlinedGlyph> {
    font().outline_glyph(letter.with_scale_and_position(scale(size), point(x, 0.0)))
}

/// A fingerprint of the font.
pub(in crate::render) fn print() -> u64 {
    // It is part of the key of every picture that is drawn, and the font has millions of bytes.
    static PRINT: OnceLock<u64> = OnceLock::new();
    *PRINT.get_or_init(|| xxh3_64(BYTES))
}

/// Whether a character can be shown, or is not meant to be seen.
pub(in crate::render) fn is_known(letter: char) -> bool {
    // Every letter that can be seen in ASCII is there: most texts ask for many of them.
    letter.is_ascii() || is_unseen(letter) || Glyph::of(letter).is_some()
}

/// Characters that say how others are set.
pub(in crate::render) fn is_unseen(letter: char) -> bool {
    letter.is_control()
        || letter.is_whitespace()
        || matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
}

/// The scale at which an em has this many pixels: the font counts its scale from the ascent to the descent.
fn scale(size: f32) -> f32 {
    static UNITS: OnceLock<f32> = OnceLock::new();
    size * height() / UNITS.get_or_init(|| font().units_per_em().unwrap_or(1000.0))
}

/// From the ascent to the descent of the font, in its units.
fn height() -> f32 {
    static HEIGHT: OnceLock<f32> = OnceLock::new();
    *HEIGHT.get_or_init(|| font().height_unscaled())
}

/// The plain letter of a superscript or subscript, and how far it is raised.
fn small(letter: char) -> Option<(char, f32)> {
    const UP: &str = "⁰0ⁱi⁴4⁵5⁶6⁷7⁸8⁹9⁺+⁻−⁼=⁽(⁾)ⁿn";
    const DOWN: &str = "₀0₁1₂2₃3₄4₅5₆6₇7₈8₉9₊+₋−₌=₍(₎)ₐaₑeₒoₓxₕhₖkₗlₘmₙnₚpₛsₜt";
    let find = |pairs: &str| {
        let mut letters = pairs.chars();
        std::iter::from_fn(|| Some((letters.next()?, letters.next()?)))
            .find(|(it, _)| *it == letter)
            .map(|(_, plain)| plain)
    };
    find(UP).map(|plain| (plain, 0.36)).or_else(|| find(DOWN).map(|plain| (plain, -0.12)))
}

/// Another character that looks the same to a reader.
fn alike(letter: char) -> Option<char> {
    Some(match letter {
        '⩽' => '≤',
        '⩾' => '≥',
        '‑' | '‐' | '﹣' => '-',
        '•' | '‧' | '∙' | '⋅' => '·',
        'µ' => 'μ',
        '～' | '∼' | '〜' => '~',
        '−' => '–',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letters_of_the_field_are_there() {
        let lacks = |text: &str| text.chars().filter(|it| !is_known(*it)).collect::<String>();
        assert_eq!(lacks("局部晚期鼻咽癌瘘疝痰膦镥锝嘧啶嘌呤羟胍脲酞喹胱囊窦"), "");
        assert_eq!(lacks("≥≤±×÷≠≈∞→~～—–…·℃‰%‱′″°ⅠⅡⅢⅣ①②⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻₀₁₂₃₄₅₆₇₈₉αβγδκλμσχ²µ−‑"), "‱");
        assert_eq!(lacks("，。、；：？！“”‘’（）《》〈〉「」【】Gy cGy/f éüñß"), "");
    }

    #[test]
    fn a_letter_that_is_not_there_is_known_as_such() {
        assert!(!is_known('😀') && !is_known('𠮷') && !is_known('ش'));
        assert!(is_known('\u{200b}') && is_known(' '));
    }

    #[test]
    fn all_of_ascii_is_there() {
        assert!((' '..='~').all(|it| it == ' ' || Glyph::of(it).is_some()));
    }

    #[test]
    fn han_stands_on_an_em() {
        let advance = Glyph::of('中').map(|it| it.advance(60.0)).expect("a letter");
        assert!((advance - 60.0).abs() < 0.01, "{advance}");
    }
}
