//! Pixels of one width, and files of them: AVIF, WebP, JPEG, PNG. The only room that knows the crates that write.
//!
//! Every encoder runs on the thread that calls it and makes the same bytes on every machine.

use std::collections::BTreeMap;

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{PixelType, Resizer};
use image::ExtendedColorType;
use image::ImageEncoder;
use image::codecs::jpeg::JpegEncoder;
use ravif::{AlphaColorMode, Encoder, Img};

use super::decode::Frame;
use crate::model::picture::{Format, TONES};

/// Quality of AVIF, from 1 to 100: text on scans stays readable.
const AVIF_QUALITY: f32 = 70.0;
/// How quick AVIF is written, from 1 to 10: a second a megapixel; slower saves a tenth of the bytes.
const AVIF_SPEED: u8 = 8;
/// Quality of WebP with loss.
const WEBP_QUALITY: f32 = 80.0;
/// Quality of JPEG.
const JPEG_QUALITY: u8 = 82;
/// A drawing has no more colours than this.
const DRAWN: usize = 256;
/// More greys than this are the soft edges of lines only where most of the picture is flat.
const GREYS: usize = 64;

/// What a picture is made of, which decides the forms that suit it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nature {
    /// Few flat colours: lines and letters must stay sharp, so nothing is written with loss.
    Drawn,
    /// Everything else.
    Painted,
}

/// What a picture is made of, of a file in this format: nothing sharp is left to keep in a JPEG.
pub fn nature(frame: &Frame, format: Format) -> Nature {
    match palette(frame).filter(|_| format != Format::Jpeg) {
        Some(colours) if !is_scan(frame, &colours) => Nature::Drawn,
        _ => Nature::Painted,
    }
}

/// A scan (CT, MRI, X-rays) has no more than 256 greys either, but hardly two neighbours of the same.
fn is_scan(frame: &Frame, colours: &BTreeMap<[u8; 4], u8>) -> bool {
    if colours.len() <= GREYS || colours.keys().any(|it| it[0] != it[1] || it[1] != it[2]) {
        return false;
    }
    let rows = frame.pixels.chunks_exact(frame.size.0 as usize * 4);
    let same =
        |row: &[u8]| row.chunks_exact(4).zip(row.chunks_exact(4).skip(1)).filter(|(one, next)| one == next).count();
    let flat: usize = rows.map(same).sum();
    flat * 10 < frame.pixels.len() / 4 * 7
}

/// The forms in which a picture is made; the last one is for browsers that know no other.
pub fn formats(nature: Nature, is_clear: bool) -> &'static [Format] {
    match (nature, is_clear) {
        (Nature::Drawn, _) => &[Format::Webp, Format::Png],
        (Nature::Painted, true) => &[Format::Avif, Format::Webp, Format::Png],
        (Nature::Painted, false) => &[Format::Avif, Format::Webp, Format::Jpeg],
    }
}

/// The picture in another size; `None` where the sizes are none.
pub fn scaled(frame: &Frame, size: (u32, u32)) -> Option<Frame> {
    if size == frame.size {
        return Some(frame.clone());
    }
    let source = ImageRef::new(frame.size.0, frame.size.1, &frame.pixels, PixelType::U8x4).ok()?;
    let mut target = Image::new(size.0, size.1, PixelType::U8x4);
    Resizer::new().resize(&source, &mut target, None).ok()?;
    Some(Frame { size, pixels: target.into_vec(), is_clear: frame.is_clear })
}

/// The pixels as a file; the error is what the encoder said.
pub fn encode(frame: &Frame, format: Format, nature: Nature) -> Result<Vec<u8>, String> {
    match format {
        Format::Avif => avif(frame),
        Format::Webp => webp(frame, nature),
        Format::Jpeg => jpeg(frame),
        Format::Png | Format::Gif | Format::Svg => png(frame),
    }
}

fn avif(frame: &Frame) -> Result<Vec<u8>, String> {
    // One thread, and so one tile whatever the machine: threads would change the bytes.
    let encoder = Encoder::new()
        .with_quality(AVIF_QUALITY)
        .with_alpha_quality(AVIF_QUALITY)
        .with_speed(AVIF_SPEED)
        .with_alpha_color_mode(AlphaColorMode::UnassociatedClean)
        .with_num_threads(Some(1));
    let (width, height) = (frame.size.0 as usize, frame.size.1 as usize);
    let made = if frame.is_clear {
        let pixels: Vec<_> =
            frame.pixels.chunks_exact(4).map(|it| ravif::RGBA8::new(it[0], it[1], it[2], it[3])).collect();
        encoder.encode_rgba(Img::new(&pixels, width, height))
    } else {
        let pixels: Vec<_> = frame.pixels.chunks_exact(4).map(|it| ravif::RGB8::new(it[0], it[1], it[2])).collect();
        encoder.encode_rgb(Img::new(&pixels, width, height))
    };
    made.map(|made| made.avif_file).map_err(|error| error.to_string())
}

fn webp(frame: &Frame, nature: Nature) -> Result<Vec<u8>, String> {
    /// WebP has 14 bits for each side.
    const LONGEST: u32 = 16_383;
    if frame.size.0 > LONGEST || frame.size.1 > LONGEST {
        return Err("larger than a WebP can be".to_owned());
    }
    let colours;
    let encoder = if frame.is_clear {
        webp::Encoder::from_rgba(&frame.pixels, frame.size.0, frame.size.1)
    } else {
        colours = opaque(frame);
        webp::Encoder::from_rgb(&colours, frame.size.0, frame.size.1)
    };
    let made = encoder.encode_simple(nature == Nature::Drawn, WEBP_QUALITY);
    made.map(|made| made.to_vec()).map_err(|error| format!("{error:?}"))
}

fn jpeg(frame: &Frame) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY);
    encoder
        .write_image(&opaque(frame), frame.size.0, frame.size.1, ExtendedColorType::Rgb8)
        .map_err(|error| error.to_string())?;
    Ok(bytes)
}

/// A PNG with a palette where that is enough, else with the channels that it needs.
fn png(frame: &Frame) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, frame.size.0, frame.size.1);
    encoder.set_compression(png::Compression::High);
    let palette = palette(frame);
    let pixels = if let Some(colours) = &palette {
        let depth = depth(colours.len());
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_depth(depth);
        encoder.set_filter(png::Filter::NoFilter);
        encoder.set_palette(colours.keys().flat_map(|it| [it[0], it[1], it[2]]).collect::<Vec<u8>>());
        if frame.is_clear {
            encoder.set_trns(colours.keys().map(|it| it[3]).collect::<Vec<u8>>());
        }
        indexed(frame, colours, depth)
    } else if frame.is_clear {
        encoder.set_color(png::ColorType::Rgba);
        encoder.set_filter(png::Filter::Adaptive);
        frame.pixels.clone()
    } else {
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_filter(png::Filter::Adaptive);
        opaque(frame)
    };
    let written = encoder.write_header().and_then(|mut writer| {
        writer.write_image_data(&pixels)?;
        writer.finish()
    });
    written.map_err(|error| error.to_string())?;
    Ok(bytes)
}

/// The colours of a drawing, each with its number; `None` where there are too many.
fn palette(frame: &Frame) -> Option<BTreeMap<[u8; 4], u8>> {
    let mut colours = BTreeMap::new();
    let mut last = None;
    for pixel in frame.pixels.chunks_exact(4) {
        if last == Some(pixel) {
            continue;
        }
        last = Some(pixel);
        colours.insert(<[u8; 4]>::try_from(pixel).ok()?, 0);
        if colours.len() > DRAWN {
            return None;
        }
    }
    for (number, place) in (0..=u8::MAX).zip(colours.values_mut()) {
        *place = number;
    }
    Some(colours)
}

/// The bits that a colour's number takes.
fn depth(colours: usize) -> png::BitDepth {
    match colours {
        0..=2 => png::BitDepth::One,
        3..=4 => png::BitDepth::Two,
        5..=16 => png::BitDepth::Four,
        _ => png::BitDepth::Eight,
    }
}

/// Pixels as numbers of colours, several in a byte; each row begins with a byte of its own.
fn indexed(frame: &Frame, colours: &BTreeMap<[u8; 4], u8>, depth: png::BitDepth) -> Vec<u8> {
    let bits = depth as usize;
    let in_byte = 8 / bits;
    let mut out = Vec::with_capacity(frame.pixels.len() / 4 / in_byte + frame.size.1 as usize);
    let mut last: ([u8; 4], u8) = ([0; 4], colours.get(&[0; 4]).copied().unwrap_or(0));
    for row in frame.pixels.chunks_exact(frame.size.0 as usize * 4) {
        for group in row.chunks(4 * in_byte) {
            let mut byte = 0;
            for (at, pixel) in group.chunks_exact(4).enumerate() {
                if pixel != last.0 {
                    last.0.copy_from_slice(pixel);
                    last.1 = colours.get(&last.0).copied().unwrap_or(0);
                }
                byte |= last.1 << (8 - bits * (at + 1));
            }
            out.push(byte);
        }
    }
    out
}

/// The colours without how much they cover.
fn opaque(frame: &Frame) -> Vec<u8> {
    frame.pixels.chunks_exact(4).flat_map(|it| [it[0], it[1], it[2]]).collect()
}

/// How light a picture is, in [`TONES`] steps; `None` where the ground shines through.
pub fn tone(frame: &Frame) -> Option<u8> {
    if frame.is_clear || frame.pixels.len() < 4 {
        return None;
    }
    let count = frame.pixels.len() as u64 / 4;
    let light: u64 = frame
        .pixels
        .chunks_exact(4)
        .map(|it| u64::from(it[0]) * 213 + u64::from(it[1]) * 715 + u64::from(it[2]) * 72)
        .sum();
    let step = light * u64::from(TONES) / (count * 255_000);
    Some(u8::try_from(step).unwrap_or(TONES).min(TONES - 1))
}

#[cfg(test)]
mod tests {
    use super::super::decode::decode;
    use super::*;

    /// A frame whose pixels a function draws.
    fn drawn(size: (u32, u32), pixel: impl Fn(u32, u32) -> [u8; 4]) -> Frame {
        let pixels: Vec<u8> =
            (0..size.1).flat_map(|y| (0..size.0).map(move |x| (x, y))).flat_map(|(x, y)| pixel(x, y)).collect();
        let is_clear = pixels.chunks_exact(4).any(|it| it[3] != 255);
        Frame { size, pixels, is_clear }
    }

    #[test]
    fn a_drawing_comes_back_as_it_was() {
        for colours in [2, 3, 4, 5, 16, 17, 256] {
            for clear in [false, true] {
                let frame = drawn((37, 11), |x, y| {
                    let colour = ((x * 7 + y * 31) % colours) as u8;
                    [colour, 255 - colour, 9, if clear && colour == 0 { 0 } else { 255 }]
                });
                assert_eq!(nature(&frame, Format::Png), Nature::Drawn);
                let bytes = png(&frame).expect("a file");
                let again = decode(&bytes, Format::Png, 1 << 20).expect("pixels");
                assert_eq!(again.pixels, frame.pixels, "{colours} colours");
                let bytes = encode(&frame, Format::Webp, Nature::Drawn).expect("a file");
                let again = decode(&bytes, Format::Webp, 1 << 20).expect("pixels");
                assert!(clear || again.pixels == frame.pixels, "{colours} colours in WebP");
            }
        }
    }

    #[test]
    fn a_scan_is_no_drawing() {
        let grey = |value: u32| [value as u8, value as u8, value as u8, 255];
        // Noise around a slow change, half of it on black; and lines with soft edges on white.
        let scan = drawn((64, 64), |x, y| grey(if x < 24 { 0 } else { 60 + x + y + (x * 37 + y * 101) % 53 }));
        let lines = drawn((640, 64), |x, y| grey(if x % 40 == 0 { (x / 8 + y * 3) % 256 } else { 255 }));
        assert!(
            palette(&scan).is_some_and(|it| it.len() > GREYS) && palette(&lines).is_some_and(|it| it.len() > GREYS)
        );
        assert_eq!(nature(&scan, Format::Png), Nature::Painted);
        assert_eq!(nature(&lines, Format::Png), Nature::Drawn);
        assert_eq!(nature(&lines, Format::Jpeg), Nature::Painted);
    }

    #[test]
    fn the_same_pixels_are_the_same_bytes() {
        let frame = drawn((96, 64), |x, y| [(x * 2) as u8, (y * 3) as u8, (x ^ y) as u8, 255]);
        for format in [Format::Avif, Format::Webp, Format::Jpeg, Format::Png] {
            let one = encode(&frame, format, Nature::Painted).expect("a file");
            assert_eq!(one, encode(&frame, format, Nature::Painted).expect("a file"), "{format:?}");
        }
    }

    #[test]
    fn lightness_has_steps() {
        let flat = |value: u8| drawn((3, 3), |_, _| [value, value, value, 255]);
        assert_eq!(tone(&flat(0)), Some(0));
        assert_eq!(tone(&flat(128)), Some(4));
        assert_eq!(tone(&flat(255)), Some(TONES - 1));
        assert_eq!(tone(&drawn((2, 2), |_, _| [0; 4])), None);
    }
}
