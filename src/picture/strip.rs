//! Files that stay as they are, without what stands beside the pixels: pictures that move, and small drawings.
//!
//! Only whole parts are left out, so nothing that is shown changes. A file whose parts cannot be followed to its end is
//! damaged.

use super::part::{self, Part};
use crate::model::picture::Format;

/// The file without words, dates, places and previews; `None` if it is damaged, or of a form whose parts are not known
/// here.
pub fn strip(bytes: &[u8], format: Format) -> Option<Vec<u8>> {
    match format {
        Format::Png => png(bytes),
        Format::Gif => gif(bytes),
        Format::Webp => webp(bytes),
        Format::Jpeg | Format::Avif | Format::Svg => None,
    }
}

/// A PNG's small size and the parts that it is made of.
const PNG_PARTS: &[&[u8; 4]] = &[
    b"IHDR", b"PLTE", b"IDAT", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs", b"acTL",
    b"fcTL", b"fdAT", b"cICP",
];

fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = bytes.get(..8)?.to_vec();
    for part in part::png(bytes) {
        let part = part?;
        if PNG_PARTS.iter().any(|known| known.as_slice() == part.kind) {
            out.extend_from_slice(part.whole);
        }
    }
    out.extend_from_slice(part::PNG_END);
    Some(out)
}

/// Whether a PNG says how the camera was held, or in which colours it was made, which only decoding can follow.
pub fn png_is_turned(bytes: &[u8]) -> bool {
    bytes.windows(4).any(|it| it == b"eXIf" || it == b"iCCP")
}

fn gif(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = part::gif_head(bytes)?.to_vec();
    for part in part::gif(bytes) {
        let Part { kind, data, whole } = part?;
        // Comments, words drawn by the browser, and what programs left; only how often it repeats is kept.
        let is_kept = match kind {
            [b'!', label] => *label == 0xf9 || (*label == 0xff && data.get(1..12) == Some(b"NETSCAPE2.0")),
            _ => kind == b",",
        };
        if is_kept {
            out.extend_from_slice(whole);
        }
    }
    out.push(b';');
    Some(out)
}

fn webp(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = bytes.get(..12)?.to_vec();
    for part in part::webp(bytes) {
        let Part { kind, data, whole } = part?;
        if !matches!(kind, b"EXIF" | b"XMP ") {
            let at = out.len();
            out.extend_from_slice(whole);
            if kind == b"VP8X" && !data.is_empty() {
                // What was left out is no longer promised.
                out[at + 8] &= !0b0000_1100;
            }
        }
    }
    let size = u32::try_from(out.len() - 8).ok()?;
    out[4..8].copy_from_slice(&size.to_le_bytes());
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
        let mut out = (data.len() as u32).to_be_bytes().to_vec();
        out.extend_from_slice(kind);
        out.extend_from_slice(data);
        out.extend_from_slice(&[0; 4]);
        out
    }

    #[test]
    fn a_png_loses_its_words() {
        let whole = |more: &[u8]| [b"\x89PNG\r\n\x1a\n", &*chunk(b"IHDR", &[0; 13]), more, part::PNG_END].concat();
        let told = whole(&[chunk(b"tEXt", b"Author\0x"), chunk(b"eXIf", b"GPS")].concat());
        assert_eq!(strip(&told, Format::Png), Some(whole(b"")));
        assert_eq!(strip(&told[..told.len() - 2], Format::Png), Some(whole(b"")), "its end mark is seen");
        assert_eq!(strip(&told[..told.len() - 6], Format::Png), None);
        assert_eq!(strip(b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffIDAT", Format::Png), None);
    }

    #[test]
    fn a_gif_loses_its_comments_and_keeps_how_often_it_repeats() {
        let head = b"GIF89a\x01\0\x01\0\0\0\0";
        let comment = b"\x21\xfe\x05hello\0";
        let repeats = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0";
        let frame = b"\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0";
        let whole = [&head[..], comment, repeats, frame, frame, b"\x3b"].concat();
        let less = [&head[..], repeats, frame, frame, b"\x3b"].concat();
        assert_eq!(strip(&whole, Format::Gif), Some(less));
        assert_eq!(strip(&whole[..whole.len() - 1], Format::Gif), strip(&whole, Format::Gif), "the end mark alone");
        assert_eq!(strip(&whole[..40], Format::Gif), None);
    }

    #[test]
    fn a_webp_loses_where_it_was_taken() {
        let part = |kind: &[u8; 4], data: &[u8]| {
            let mut out = kind.to_vec();
            out.extend_from_slice(&(data.len() as u32).to_le_bytes());
            out.extend_from_slice(data);
            out
        };
        let whole = |flags: u8, more: &[u8]| {
            let inner = [part(b"VP8X", &[flags; 10]), more.to_vec()].concat();
            [b"RIFF".to_vec(), (inner.len() as u32 + 4).to_le_bytes().to_vec(), b"WEBP".to_vec(), inner].concat()
        };
        let stripped = strip(&whole(0b0000_1110, &part(b"EXIF", b"GPS!")), Format::Webp).expect("whole");
        assert!(!stripped.windows(4).any(|it| it == b"EXIF" || it == b"GPS!"));
        assert_eq!(stripped[20], 0b0000_0010);
        assert_eq!(usize::from(stripped[4]) + 8, stripped.len());
    }
}
