//! A file as pixels: upright as the camera was held, in sRGB, eight bits a channel. The only room that knows the
//! `image` and `moxcms` crates' readers.
//!
//! What a file says of its size is believed only as far as the site's limit: more is never asked of the memory.

use std::io::Cursor;

use image::codecs::{gif::GifDecoder, jpeg::JpegDecoder, png::PngDecoder, webp::WebPDecoder};
use image::{DynamicImage, ImageDecoder, Limits};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

use super::{part, whole};
use crate::model::picture::Format;

/// Pixels.
#[derive(Debug, Clone)]
pub struct Frame {
    /// Width and height.
    pub size: (u32, u32),
    /// Red, green, blue and how much of it covers the ground, a byte each, row by row.
    pub pixels: Vec<u8>,
    /// Whether the ground shines through anywhere.
    pub is_clear: bool,
}

/// Why a file gave no pixels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It ends before the picture does.
    Cut,
    /// Something in it is not as it must be.
    Damaged(String),
}

/// No colour profile that is in use has more bytes; the largest, of presses with tables of four inks, have two million.
const LARGEST_PROFILE: usize = 4_000_000;

/// Whether a file has several frames that follow each other. Only its structure is looked at.
pub fn is_moving(bytes: &[u8], format: Format) -> bool {
    match format {
        Format::Png => part::png(bytes).map_while(|part| part).any(|part| part.kind == b"acTL"),
        // The second bit of the first part (RFC 9649, 2.7).
        Format::Webp => part::webp(bytes)
            .next()
            .flatten()
            .is_some_and(|part| part.kind == b"VP8X" && part.data.first().is_some_and(|flags| flags & 2 != 0)),
        Format::Gif => part::gif(bytes).flatten().filter(|part| part.kind == b",").nth(1).is_some(),
        _ => false,
    }
}

/// Whether something packed in a file comes to far more than any picture needs. Of the packed parts only a PNG's colour
/// profile is ever unpacked, here and in browsers; words and their like are left out as they are.
pub fn unpacks_too_far(bytes: &[u8], format: Format) -> bool {
    format == Format::Png
        && part::png(bytes).flatten().filter(|part| part.kind == b"iCCP").any(|part| {
            // A name that ends with a zero, the method, and then the profile (PNG, third edition, 11.3.2.3).
            let packed = part.data.iter().position(|it| *it == 0).and_then(|name| part.data.get(name + 2..));
            matches!(
                packed.map(|packed| fdeflate::decompress_to_vec_bounded(packed, LARGEST_PROFILE)),
                Some(Err(fdeflate::BoundedDecompressionError::OutputTooLarge { .. }))
            )
        })
}

/// Reads the pixels of a file that declares no more than `pixels` of them.
pub fn decode(bytes: &[u8], format: Format, pixels: u64) -> Result<Frame, Fault> {
    // The reader of WebP asks for as much memory as a part says that it has.
    if format == Format::Webp && part::webp(bytes).any(|part| part.is_none()) {
        return Err(Fault::Cut);
    }
    let input = Cursor::new(bytes);
    let image = match format {
        Format::Png => read(PngDecoder::with_limits(input, limits(pixels)), pixels),
        Format::Jpeg => read(JpegDecoder::new(input), pixels),
        Format::Gif => read(GifDecoder::new(input), pixels),
        Format::Webp => read(WebPDecoder::new(input), pixels),
        Format::Avif | Format::Svg => return Err(Fault::Damaged(format.media_type().to_owned())),
    };
    let image = image.map_err(fault)?;
    // The reader of JPEG fills what is missing with grey, and a reader of the page would take it for the picture.
    if format == Format::Jpeg && whole::loss(bytes, format).is_some() {
        return Err(Fault::Cut);
    }
    Ok(image)
}

/// Whether the ground shines through a PNG of no more than `pixels` pixels, all of which are there. Most have nothing
/// that could be clear, and then their pixels are unpacked and not looked at.
pub fn png_is_clear(bytes: &[u8], pixels: u64) -> Result<bool, Fault> {
    match unpack_opaque(bytes, pixels) {
        Some(()) => Ok(false),
        // What is wrong is said by the one reader.
        None => decode(bytes, Format::Png, pixels).map(|frame| frame.is_clear),
    }
}

/// Unpacks a PNG that has no way to be clear; `None` if it has one, or something is wrong.
fn unpack_opaque(bytes: &[u8], pixels: u64) -> Option<()> {
    use png::ColorType::{Grayscale, Indexed, Rgb};
    let limits = png::Limits { bytes: limits(pixels).max_alloc.and_then(|it| usize::try_from(it).ok())? };
    let mut reader = png::Decoder::new_with_limits(Cursor::new(bytes), limits).read_info().ok()?;
    let info = reader.info();
    let is_opaque = match info.color_type {
        Grayscale | Rgb => true,
        Indexed => info.palette.is_some(),
        _ => false,
    };
    if !is_opaque || info.trns.is_some() || u64::from(info.width) * u64::from(info.height) > pixels {
        return None;
    }
    let mut unpacked = vec![0; reader.output_buffer_size()?];
    reader.next_frame(&mut unpacked).ok().map(|_| ())
}

/// Up to eight bytes a pixel are read, and turned into four.
fn limits(pixels: u64) -> Limits {
    let mut limits = Limits::default();
    limits.max_alloc = Some(pixels.saturating_mul(8).saturating_add(16 << 20));
    limits
}

fn read(decoder: image::ImageResult<impl ImageDecoder>, pixels: u64) -> image::ImageResult<Frame> {
    let mut decoder = decoder?;
    decoder.set_limits(limits(pixels))?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > pixels {
        return Err(image::ImageError::Limits(image::error::LimitError::from_kind(
            image::error::LimitErrorKind::DimensionError,
        )));
    }
    let orientation = decoder.orientation().unwrap_or(image::metadata::Orientation::NoTransforms);
    // A profile that cannot be read is as good as none: the pixels are then taken for sRGB.
    let profile = decoder.icc_profile().ok().flatten().filter(|profile| profile.len() <= LARGEST_PROFILE);
    let mut image = DynamicImage::from_decoder(decoder)?;
    image.apply_orientation(orientation);
    let rgba = image.into_rgba8();
    let size = rgba.dimensions();
    let mut pixels = rgba.into_raw();
    if let Some(profile) = profile {
        to_srgb(&mut pixels, &profile);
    }
    let is_clear = pixels.chunks_exact(4).any(|pixel| pixel[3] != 255);
    Ok(Frame { size, pixels, is_clear })
}

/// Turns pixels of another colour space into sRGB; those of a profile that is not of red, green and blue stay.
fn to_srgb(pixels: &mut Vec<u8>, profile: &[u8]) {
    let Ok(profile) = ColorProfile::new_from_slice(profile) else { return };
    if profile.color_space != DataColorSpace::Rgb {
        return;
    }
    let srgb = ColorProfile::new_srgb();
    let options = TransformOptions::default();
    let Ok(transform) = profile.create_transform_8bit(Layout::Rgba, &srgb, Layout::Rgba, options) else { return };
    let mut turned = vec![0; pixels.len()];
    if transform.transform(pixels, &mut turned).is_ok() {
        *pixels = turned;
    }
}

fn fault(error: image::ImageError) -> Fault {
    let is_short = |error: &std::io::Error| error.kind() == std::io::ErrorKind::UnexpectedEof;
    match &error {
        image::ImageError::IoError(inner) if is_short(inner) => Fault::Cut,
        error => {
            let text = error.to_string();
            if text.to_ascii_lowercase().contains("unexpected e") { Fault::Cut } else { Fault::Damaged(text) }
        }
    }
}
