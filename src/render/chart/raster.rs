//! A drawing as pixels, for places that take no SVG: on white, in the colours that the default theme has on paper.
//!
//! It reads what the pen wrote, nothing else: groups with a class, text, paths and boxes. Letters are those of the
//! cards, the same on every machine, set no wider than the room that was reckoned for them.

use tiny_skia::{
    Color, FillRule, LineCap, LineJoin, Paint, Path, PathBuilder, Pixmap, Rect, Stroke, StrokeDash, Transform,
};

use super::letters;
use super::svg::{LETTER, Svg, TEXT};
use crate::render::card::glyph::{self, Glyph, STEPS};

mod mark;
mod pack;
mod path;

pub use mark::icon;

/// Changes whenever drawings come to other pixels.
pub const DRAWING: u32 = 3;

/// How far a letter of a P value leans for each unit of its height.
const SLANT: f32 = 0.2;

/// White around a drawing, in its units.
const EDGE: f32 = 12.0;

/// The ink of text, of what stands back, of rules, of boxes, and of the arms.
const INK: [u8; 3] = [0x1b, 0x23, 0x21];
const CLASSES: &[(&str, [u8; 3])] = &[
    ("c-soft", [0x5a, 0x64, 0x61]),
    ("c-edge", [0x5a, 0x64, 0x61]),
    ("c-rule", [0xdc, 0xd5, 0xc6]),
    ("c-box", SHEET),
    ("c-band", SHEET),
    ("c-0", [0x0d, 0x5c, 0x5f]),
    ("c-1", [0x6d, 0x77, 0x75]),
    ("c-2", [0x9a, 0x5b, 0x1c]),
    ("c-3", [0x5d, 0x4a, 0x86]),
];
const SHEET: [u8; 3] = [0xf4, 0xf2, 0xec];

/// The width and height of the picture of a drawing with so many pixels to a unit.
pub fn size(svg: &Svg, scale: u32) -> (u32, u32) {
    let side = |side: f64| (side as f32 + 2.0 * EDGE).ceil() as u32 * scale;
    (side(svg.width), side(svg.height))
}

/// Those of one that brings its own ground.
pub fn whole_size(svg: &Svg) -> (u32, u32) {
    (svg.width as u32, svg.height as u32)
}

/// A drawing as a PNG with so many pixels to a unit.
pub fn png(svg: &Svg, scale: u32) -> Vec<u8> {
    let place = Transform::from_translate(EDGE, EDGE).post_scale(scale as f32, scale as f32);
    draw(svg, size(svg, scale), place, true)
}

/// A picture that has its own ground and colours, and whose letters were measured as they are, as a PNG: a pixel to a unit.
pub fn whole(svg: &Svg) -> Vec<u8> {
    draw(svg, whole_size(svg), Transform::identity(), false)
}

fn draw(svg: &Svg, (width, height): (u32, u32), place: Transform, keeps_room: bool) -> Vec<u8> {
    let Some(mut pixels) = Pixmap::new(width.clamp(1, 16_384), height.clamp(1, 16_384)) else { return Vec::new() };
    pixels.fill(Color::WHITE);
    Canvas { pixels: &mut pixels, place, colours: vec![INK], keeps_room }.draw(&svg.content);
    // Nothing on white lets anything through.
    pack::png(pixels.data(), (pixels.width(), pixels.height()))
}

/// A tag of a drawing, with its attributes as they are written.
struct Tag<'a> {
    name: &'a str,
    rest: &'a str,
}

impl<'a> Tag<'a> {
    fn get(&self, name: &str) -> Option<&'a str> {
        let at = self.rest.find(&format!(" {name}=\""))?;
        let value = &self.rest[at + name.len() + 3..];
        Some(&value[..value.find('"')?])
    }

    fn number(&self, name: &str) -> Option<f32> {
        self.get(name)?.parse().ok()
    }
}

struct Canvas<'a> {
    pixels: &'a mut Pixmap,
    place: Transform,
    /// What `currentColor` is in each group that is open.
    colours: Vec<[u8; 3]>,
    /// Whether letters are set no wider than was reckoned for those of any machine.
    keeps_room: bool,
}

impl Canvas<'_> {
    fn draw(&mut self, content: &str) {
        let mut rest = content;
        while let Some((_, after)) = rest.split_once('<') {
            let Some((tag, after)) = after.split_once('>') else { return };
            rest = after;
            let name = tag.split([' ', '/']).next().unwrap_or_default();
            let tag = Tag { name, rest: &tag[name.len()..] };
            match tag.name {
                "g" => self.colours.push(self.colour(&tag)),
                "text" => {
                    let (text, after) = rest.split_once("</text>").unwrap_or((rest, ""));
                    self.text(&tag, text);
                    rest = after;
                }
                "path" => {
                    if let Some(path) = tag.get("d").and_then(path::read) {
                        self.shape(&tag, &path);
                    }
                }
                "rect" => self.rect(&tag),
                // `</g>`
                "" => drop(self.colours.pop_if(|_| tag.rest.starts_with("/g"))),
                _ => {}
            }
        }
    }

    fn colour(&self, tag: &Tag<'_>) -> [u8; 3] {
        if let Some(own) = ["fill", "stroke"].into_iter().find_map(|name| own_colour(tag.get(name)?)) {
            return own;
        }
        let of_class = tag.get("class").and_then(|class| CLASSES.iter().find(|(name, _)| *name == class));
        of_class.map_or_else(|| self.colours.last().copied().unwrap_or(INK), |(_, colour)| *colour)
    }

    fn paint(colour: [u8; 3], opacity: f32) -> Paint<'static> {
        let mut paint = Paint::default();
        let [red, green, blue] = colour;
        paint.set_color_rgba8(red, green, blue, (opacity * 255.0).round() as u8);
        paint.anti_alias = true;
        paint
    }

    fn shape(&mut self, tag: &Tag<'_>, path: &Path) {
        let colour = self.colour(tag);
        if tag.get("fill") != Some("none") {
            let paint = Self::paint(colour, tag.number("fill-opacity").unwrap_or(1.0));
            self.pixels.fill_path(path, &paint, FillRule::Winding, self.place, None);
        }
        if tag.get("stroke").is_some() {
            let dashes = tag.get("stroke-dasharray").unwrap_or_default().split(' ');
            let dashes: Vec<f32> = dashes.filter_map(|it| it.parse().ok()).collect();
            let stroke = Stroke {
                width: tag.number("stroke-width").unwrap_or(1.0),
                line_cap: if tag.get("stroke-linecap") == Some("round") { LineCap::Round } else { LineCap::Butt },
                line_join: if tag.get("stroke-linejoin") == Some("round") { LineJoin::Round } else { LineJoin::Miter },
                dash: StrokeDash::new(dashes, 0.0),
                ..Stroke::default()
            };
            self.pixels.stroke_path(path, &Self::paint(colour, 1.0), &stroke, self.place, None);
        }
    }

    /// A box: its paper has the colour of its class, its edge that around it.
    fn rect(&mut self, tag: &Tag<'_>) {
        let [x, y, width, height] = ["x", "y", "width", "height"].map(|name| tag.number(name).unwrap_or(0.0));
        let Some(rect) = Rect::from_xywh(x, y, width, height) else { return };
        let outline = path::rounded(rect, tag.number("rx").unwrap_or(0.0));
        let Some(outline) = outline else { return };
        self.pixels.fill_path(&outline, &Self::paint(self.colour(tag), 1.0), FillRule::Winding, self.place, None);
        if tag.get("stroke").is_some() {
            let around = self.colours.last().copied().unwrap_or(INK);
            let stroke = Stroke { width: tag.number("stroke-width").unwrap_or(1.0), ..Stroke::default() };
            self.pixels.stroke_path(&outline, &Self::paint(around, 1.0), &stroke, self.place, None);
        }
    }

    fn text(&mut self, tag: &Tag<'_>, written: &str) {
        let (text, slanted) = plain(written);
        let text = text.as_str();
        let size = tag.number("font-size").unwrap_or(TEXT as f32);
        let set: f32 = text.chars().map(|letter| advance(letter, size)).sum();
        let room = letters::width(text) as f32 * size;
        let narrow = if self.keeps_room && set > room { room / set } else { 1.0 };
        let x = tag.number("x").unwrap_or(0.0);
        let mut at = match tag.get("text-anchor") {
            Some("middle") => x - set * narrow / 2.0,
            Some("end") => x - set * narrow,
            _ => x,
        };
        let y = tag.number("y").unwrap_or(0.0);
        let (colour, upright) = (self.colour(tag), narrow >= 1.0);
        let paint = Self::paint(colour, 1.0);
        for (place, letter) in text.char_indices() {
            let slant = if slanted.contains(&place) { -SLANT } else { 0.0 };
            if let Some(glyph) = Glyph::of(letter).filter(|_| upright && slant == 0.0) {
                self.letter(glyph, (at, y), size, colour);
            } else if let Some(path) = outline(letter, size) {
                let place = Transform::from_row(narrow, 0.0, slant, 1.0, at, y).post_concat(self.place);
                self.pixels.fill_path(&path, &paint, FillRule::Winding, place, None);
            }
            at += advance(letter, size) * narrow;
        }
    }

    /// An upright letter in its own width, as it is drawn once for all places: on whole pixels downwards.
    fn letter(&mut self, glyph: Glyph, (x, y): (f32, f32), size: f32, ink: [u8; 3]) {
        let Transform { sx, sy, tx, ty, .. } = self.place;
        let ((left, top), raster) = glyph.placed(x * sx + tx, y * sy + ty, size * sx);
        let (width, height) = (self.pixels.width() as i32, self.pixels.height() as i32);
        let data = self.pixels.data_mut();
        for (row, steps) in
            (top..).zip(raster.steps.chunks_exact(raster.width)).filter(|(row, _)| (0..height).contains(row))
        {
            for (column, step) in (left..).zip(steps).filter(|(column, step)| **step > 0 && (0..width).contains(column))
            {
                let at = 4 * (row * width + column) as usize;
                data[at..at + 3].iter_mut().zip(ink).for_each(|(channel, ink)| *channel = mixed(*channel, ink, *step));
            }
        }
    }
}

/// A channel of a ground with so many of [`STEPS`] of an ink on it.
fn mixed(ground: u8, ink: u8, step: u8) -> u8 {
    let (all, step) = (i32::from(STEPS), i32::from(step));
    let mixed = (i32::from(ground) * (all - step) + i32::from(ink) * step + all / 2) / all;
    mixed as u8
}

/// A colour that is written as such: `#1b2321`.
fn own_colour(written: &str) -> Option<[u8; 3]> {
    let number = u32::from_str_radix(written.strip_prefix('#')?, 16).ok()?;
    let [_, red, green, blue] = number.to_be_bytes();
    Some([red, green, blue])
}

/// How far the next letter stands from this one.
fn advance(letter: char, size: f32) -> f32 {
    match Glyph::of(letter) {
        Some(glyph) => glyph.advance(size),
        None if glyph::is_unseen(letter) => 0.0,
        None => size,
    }
}

/// A letter with its origin on the baseline; a frame where the font has none.
fn outline(letter: char, size: f32) -> Option<Path> {
    let mut path = PathBuilder::new();
    match Glyph::of(letter) {
        Some(glyph) => path::letter(&mut path, &glyph.curves(size)),
        None if glyph::is_unseen(letter) => {}
        None => {
            let line = size / 18.0;
            path.push_rect(Rect::from_xywh(size * 0.1, -size * 0.8, size * 0.8, line)?);
            path.push_rect(Rect::from_xywh(size * 0.1, -line, size * 0.8, line)?);
            path.push_rect(Rect::from_xywh(size * 0.1, -size * 0.8, line, size * 0.8)?);
            path.push_rect(Rect::from_xywh(size * 0.9 - line, -size * 0.8, line, size * 0.8)?);
        }
    }
    path.finish()
}

/// Text without what the pen escaped, and where letters of P values stand in it.
fn plain(text: &str) -> (String, Vec<usize>) {
    let mut out = String::with_capacity(text.len());
    let mut slanted = Vec::new();
    for (index, part) in text.split(LETTER[0]).enumerate() {
        let part = if index > 0 {
            slanted.push(out.len());
            part.replacen(LETTER[1], "", 1)
        } else {
            part.to_owned()
        };
        out.push_str(&part.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"));
    }
    (out, slanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(content: &str) -> Pixmap {
        let svg = Svg { width: 60.0, height: 30.0, content: content.to_owned() };
        let bytes = png(&svg, 2);
        let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().expect("a PNG");
        let (width, height) = (reader.info().width, reader.info().height);
        assert_eq!((width, height), (168, 108));
        let mut rgb = vec![0; reader.output_buffer_size().expect("a size")];
        reader.next_frame(&mut rgb).expect("its pixels");
        let mut pixels = Pixmap::new(width, height).expect("a size");
        for (to, from) in pixels.data_mut().chunks_exact_mut(4).zip(rgb.chunks_exact(3)) {
            to.copy_from_slice(&[from[0], from[1], from[2], 255]);
        }
        pixels
    }

    /// The colour of a unit's middle.
    fn at(pixels: &Pixmap, x: f32, y: f32) -> [u8; 3] {
        let pixel = pixels.pixel(((x + EDGE) * 2.0) as u32, ((y + EDGE) * 2.0) as u32).expect("inside");
        [pixel.red(), pixel.green(), pixel.blue()]
    }

    #[test]
    fn shapes_stand_where_the_pen_put_them_in_the_colours_of_their_classes() {
        let pixels = drawn(
            "<g class=\"c-0\"><path d=\"M2 2h8v8h-8Z\" fill=\"currentColor\"/>\n</g>\n\
             <path d=\"M20 5H40\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"4\" stroke-dasharray=\"5 5\"/>\n\
             <rect x=\"44\" y=\"2\" width=\"12\" height=\"12\" class=\"c-box\" rx=\"4\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1\"/>\n\
             <path d=\"M2 20a4 4 0 1 1 8 0a4 4 0 1 1 -8 0Z\" fill=\"currentColor\" fill-opacity=\".5\"/>\n\
             <path d=\"M20 28v-6a6 6 0 0 1 6 -6h6v12Z\" fill=\"currentColor\"/>\n",
        );
        assert_eq!(at(&pixels, 5.0, 5.0), [0x0d, 0x5c, 0x5f]);
        assert_eq!(at(&pixels, 22.0, 5.0), INK);
        assert_eq!(at(&pixels, 27.5, 5.0), [255; 3], "a gap between two dashes");
        assert_eq!(at(&pixels, 50.0, 8.0), SHEET);
        assert_eq!(at(&pixels, 44.1, 2.1), [255; 3], "a corner is round");
        let half = at(&pixels, 6.0, 20.0);
        assert!((130..150).contains(&half[0]), "{half:?}");
        assert_eq!(at(&pixels, 2.6, 16.6), [255; 3], "a disc has no corners");
        assert_eq!(at(&pixels, 21.0, 17.0), [255; 3], "a quarter of a circle bends outwards,");
        assert_eq!(at(&pixels, 23.0, 19.0), INK, "and is filled inside");
    }

    #[test]
    fn letters_are_there_and_keep_to_their_room() {
        let ink = |content: &str| {
            let pixels = drawn(content);
            let dark = |x: u32, y: u32| pixels.pixel(x, y).is_some_and(|pixel| pixel.red() < 128);
            let columns: Vec<u32> = (0..168).filter(|x| (0..108).any(|y| dark(*x, y))).collect();
            (columns.first().copied().unwrap_or(0), columns.last().copied().unwrap_or(0))
        };
        let (start, end) = ink("<text x=\"0\" y=\"20\">放疗&lt;</text>\n");
        assert!(start >= 24 && end > 24 + 2 * 26 && end < 24 + 2 * 40, "{start} to {end}");
        let (from, to) = ink("<text x=\"60\" y=\"20\" text-anchor=\"end\">放疗</text>\n");
        assert!(from >= 24 + 2 * 33 && to <= 144, "{from} to {to}");
        let room = (letters::width("MMMWWW") * 9.0 * 2.0) as u32;
        let (from, to) = ink("<text x=\"0\" y=\"20\" font-size=\"9\">MMMWWW</text>\n");
        assert!(to - from <= room, "{} of {room}", to - from);
        assert_ne!(ink("<text x=\"0\" y=\"20\">😀</text>\n"), (0, 0), "a frame for what the font has not");
    }
}
