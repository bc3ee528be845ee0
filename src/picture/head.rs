//! What a file is, from its first bytes: whatever its name says.

use super::part;
use crate::model::picture::Format;

/// How many bytes of a file are enough.
pub const ENOUGH: usize = 256;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nature {
    /// A picture that browsers show.
    Shown(Format),
    /// A picture that they do not show, by the name that editors know it by.
    Unread(&'static str),
    /// No picture.
    Other,
}

/// What a file is whose first bytes these are.
pub fn nature(start: &[u8]) -> Nature {
    use Nature::{Other, Shown, Unread};
    let at = |offset: usize, magic: &[u8]| start.get(offset..offset + magic.len()) == Some(magic);
    match () {
        () if at(0, b"\x89PNG\r\n\x1a\n") => Shown(Format::Png),
        () if at(0, b"\xff\xd8\xff") => Shown(Format::Jpeg),
        () if at(0, b"GIF87a") || at(0, b"GIF89a") => Shown(Format::Gif),
        () if at(0, b"RIFF") && at(8, b"WEBP") => Shown(Format::Webp),
        () if at(4, b"ftyp") => brand(start),
        () if at(0, b"BM") && start.get(6..10) == Some(&[0; 4]) => Unread("BMP"),
        () if at(0, b"II*\0") || at(0, b"MM\0*") => Unread("TIFF"),
        () if at(0, b"8BPS") => Unread("PSD"),
        () if at(0, b"\0\0\x01\0") => Unread("ICO"),
        () if at(0, b"\xff\x0a") || at(0, b"\0\0\0\x0cJXL \r\n\x87\n") => Unread("JPEG XL"),
        () if at(0, b"\0\0\0\x0cjP  \r\n\x87\n") || at(0, b"\xff\x4f\xff\x51") => Unread("JPEG 2000"),
        () if at(128, b"DICM") => Unread("DICOM"),
        () if at(0, b"%PDF-") => Unread("PDF"),
        () if at(0, b"%!PS") || at(0, b"\xc5\xd0\xd3\xc6") => Unread("EPS"),
        () if at(0, b"\xd7\xcd\xc6\x9a") => Unread("WMF"),
        () if at(0, b"\x01\0\0\0") && at(40, b" EMF") => Unread("EMF"),
        () if at(0, b"\x1f\x8b") => Unread("SVGZ"),
        () => Other,
    }
}

/// ISO's box formats tell by their brands what is in them: AVIF is one that browsers show.
fn brand(start: &[u8]) -> Nature {
    let length = start.get(..4).and_then(|it| it.try_into().ok()).map_or(0, u32::from_be_bytes) as usize;
    let end = length.clamp(8, ENOUGH).min(start.len());
    let mut brands = start.get(8..end).unwrap_or_default().chunks_exact(4);
    if brands.clone().any(|it| it == b"avif" || it == b"avis") {
        return Nature::Shown(Format::Avif);
    }
    let is_heic = |it: &[u8]| matches!(it, b"heic" | b"heix" | b"hevc" | b"heim" | b"heis" | b"mif1" | b"msf1");
    if brands.any(is_heic) { Nature::Unread("HEIC") } else { Nature::Unread("MP4") }
}

/// Whether an AVIF holds information beside its pixels that postil cannot take out: its list of items names one.
pub fn avif_tells_more(bytes: &[u8]) -> bool {
    let end = bytes.windows(4).position(|it| it == b"mdat").unwrap_or(bytes.len());
    let lists = &bytes[..end];
    let has = |name: &[u8]| lists.windows(name.len()).any(|it| it == name);
    has(b"infe") && (has(b"Exif") || has(b"application/rdf+xml"))
}

/// Whether a JPEG is made of four printing inks: its frame says of how many parts a pixel is (ITU-T T.81, B.2.2).
pub fn is_cmyk(bytes: &[u8]) -> bool {
    let is_frame = |kind: &[u8]| matches!(kind, [_, 0xc0..=0xcf]) && !matches!(kind, [_, 0xc4 | 0xc8 | 0xcc]);
    let frame = part::jpeg(bytes).flatten().find(|part| is_frame(part.kind));
    frame.is_some_and(|frame| frame.data.get(5) == Some(&4))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_it_begins_with() {
        assert_eq!(nature(b"\x89PNG\r\n\x1a\n\0\0"), Nature::Shown(Format::Png));
        assert_eq!(nature(b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf"), Nature::Shown(Format::Avif));
        assert_eq!(nature(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"), Nature::Unread("HEIC"));
        assert_eq!(nature(b"II*\0\x08\0\0\0"), Nature::Unread("TIFF"));
        assert_eq!(nature(b"BM\x36\0\0\0\0\0\0\0\x36"), Nature::Unread("BMP"));
        assert_eq!(nature(b"BMJ 2025"), Nature::Other);
        assert_eq!(nature(b""), Nature::Other);
        assert_eq!(nature(b"time,n\n0,85"), Nature::Other);
    }

    #[test]
    fn inks_are_counted_in_the_frame() {
        let jpeg = |parts: u8| {
            let mut bytes = b"\xff\xd8\xff\xe2\0\x06ICC_".to_vec();
            bytes.extend([0xff, 0xc2, 0, 20, 8, 0, 4, 0, 4, parts]);
            bytes.extend([0; 12]);
            bytes
        };
        assert!(is_cmyk(&jpeg(4)));
        assert!(!is_cmyk(&jpeg(3)));
        assert!(!is_cmyk(b"\xff\xd8\xff"));
        assert!(!is_cmyk(&[0xff; 100_000]));
    }
}
