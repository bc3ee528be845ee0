//! Whether a file goes as far as its picture, from its parts alone: what makes its reader fail, without its pixels.

use super::part;
use crate::model::picture::{Format, Loss};

/// What a file has lost; `None` if its parts are whole. An SVG is text, and read by [`super::svg`].
pub fn loss(bytes: &[u8], format: Format) -> Option<Loss> {
    match format {
        Format::Png => png(bytes),
        Format::Jpeg => jpeg(bytes),
        Format::Gif => gif(bytes),
        Format::Webp => webp(bytes),
        Format::Avif => avif(bytes),
        Format::Svg => None,
    }
}

/// Of the parts of a PNG those that draw are written with a sum of their bytes (PNG, third edition, 5.3 and 5.4).
fn png(bytes: &[u8]) -> Option<Loss> {
    let mut has_pixels = false;
    for part in part::png(bytes) {
        let Some(part) = part else { return Some(Loss::Cut) };
        let (said, sum) = part.whole.split_at(part.whole.len() - 4);
        let is_drawn = part.kind[0].is_ascii_uppercase() && part.kind != b"IEND";
        if is_drawn && crc32fast::hash(&said[4..]).to_be_bytes() != sum {
            return Some(Loss::Damaged);
        }
        has_pixels |= part.kind == b"IDAT";
    }
    (!has_pixels).then_some(Loss::Cut)
}

/// A JPEG ends with a mark that stands nowhere in its pixels (ITU-T T.81, B.1.1.2).
fn jpeg(bytes: &[u8]) -> Option<Loss> {
    let scan = part::jpeg(bytes).last().flatten().filter(|part| part.kind == part::JPEG_SCAN);
    let is_whole = scan.is_some_and(|scan| scan.data.windows(2).any(|it| it == b"\xff\xd9"));
    (!is_whole).then_some(Loss::Cut)
}

/// The end mark alone may be missing, and anything may follow the last frame.
fn gif(bytes: &[u8]) -> Option<Loss> {
    let mut frames = 0;
    for part in part::gif(bytes) {
        let Some(part) = part else { return Some(Loss::Cut) };
        frames += usize::from(part.kind == b",");
    }
    (frames == 0).then_some(Loss::Cut)
}

/// A WebP says how many bytes it has (RFC 9649, 2.3); the one that makes the last part even is often forgotten.
fn webp(bytes: &[u8]) -> Option<Loss> {
    let length = bytes.get(4..8).and_then(|it| it.try_into().ok()).map_or(0, u32::from_le_bytes) as usize;
    let (mut end, mut has_pixels) = (12, false);
    for part in part::webp(bytes) {
        let Some(part) = part else { return Some(Loss::Cut) };
        end += part.whole.len().next_multiple_of(2);
        has_pixels |= matches!(part.kind, b"VP8 " | b"VP8L" | b"ANMF");
    }
    (!has_pixels || length.saturating_add(8) > end).then_some(Loss::Cut)
}

/// An AVIF has a list of its items, and their bytes in that list or beside it (AVIF 1.1, 2.1; ISO/IEC 14496-12, 8.11).
fn avif(bytes: &[u8]) -> Option<Loss> {
    let (mut has_list, mut has_bytes) = (false, false);
    for part in part::avif(bytes) {
        let Some(part) = part else { break };
        has_list |= matches!(part.kind, b"meta" | b"moov");
        has_bytes |= part.kind == b"mdat" || (part.kind == b"meta" && part.data.windows(4).any(|it| it == b"idat"));
        if has_list && has_bytes {
            return None;
        }
    }
    Some(Loss::Cut)
}

#[cfg(test)]
mod tests {
    use image::{DynamicImage, ImageFormat};

    use super::*;
    use crate::picture::decode;

    fn picture(format: ImageFormat) -> Vec<u8> {
        let pixels = |x: u32, y: u32| image::Rgb([(x * 5) as u8, (y * 7) as u8, ((x * 7) ^ (y * 13)) as u8]);
        let mut bytes = std::io::Cursor::new(Vec::new());
        DynamicImage::from(image::RgbImage::from_fn(37, 23, pixels)).write_to(&mut bytes, format).expect("a picture");
        bytes.into_inner()
    }

    /// Wherever it is cut, the one says what the other finds when it reads all pixels.
    #[test]
    fn a_cut_file_has_lost_what_its_reader_misses() {
        for (format, how, harmless) in [
            // The sum of the end mark; the end mark; the byte that makes the last part even.
            (Format::Png, ImageFormat::Png, 4),
            (Format::Jpeg, ImageFormat::Jpeg, 0),
            (Format::Gif, ImageFormat::Gif, 1),
            (Format::Webp, ImageFormat::WebP, 1),
        ] {
            let whole = picture(how);
            assert_eq!(loss(&whole, format), None, "{format:?}");
            assert_eq!(loss(&[&whole[..], b"trailing bytes"].concat(), format), None, "{format:?} and more");
            for end in 40..whole.len() {
                let (said, is_read) =
                    (loss(&whole[..end], format), decode::decode(&whole[..end], format, 1 << 20).is_ok());
                let missing = whole.len() - end;
                assert_eq!(
                    said.is_none(),
                    missing <= harmless,
                    "{format:?} without {missing} of {} bytes",
                    whole.len()
                );
                assert!(is_read || said.is_some(), "{format:?} without {missing} bytes is not read");
            }
        }
    }

    #[test]
    fn a_sum_that_is_not_right_is_damage() {
        let mut png = picture(ImageFormat::Png);
        let at = png.windows(4).position(|it| it == b"IDAT").expect("pixels") + 20;
        png[at] ^= 1;
        assert_eq!(loss(&png, Format::Png), Some(Loss::Damaged));
        assert!(decode::decode(&png, Format::Png, 1 << 20).is_err());
        // What does not draw may be as it likes.
        let mut png = picture(ImageFormat::Png);
        png.splice(33..33, *b"\0\0\0\x03tEXta\0b\0\0\0\0");
        assert_eq!(loss(&png, Format::Png), None);
        assert!(decode::decode(&png, Format::Png, 1 << 20).is_ok());
    }

    #[test]
    fn an_avif_has_its_list_and_its_bytes() {
        let part = |kind: &[u8; 4], data: &[u8]| [&(data.len() as u32 + 8).to_be_bytes()[..], kind, data].concat();
        let (list, bytes) = (part(b"meta", b"\0\0\0\0"), part(b"mdat", b"pixels"));
        let whole = [part(b"ftyp", b"avif\0\0\0\0"), list.clone(), bytes].concat();
        assert_eq!(loss(&whole, Format::Avif), None);
        assert_eq!(loss(&[&whole[..], b"more"].concat(), Format::Avif), None);
        for end in 0..whole.len() {
            assert_eq!(loss(&whole[..end], Format::Avif), Some(Loss::Cut), "cut at {end}");
        }
        let inside = [part(b"ftyp", b"avif\0\0\0\0"), part(b"meta", &part(b"idat", b"pixels"))].concat();
        assert_eq!(loss(&inside, Format::Avif), None);
    }
}
