//! The parts that files of pictures are made of, one after another: PNG's chunks, WebP's, GIF's blocks, JPEG's segments,
//! AVIF's boxes. Only their lengths are believed, and only as far as the file goes.

/// A part of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part<'a> {
    /// What it says that it is: four letters, for JPEG and GIF one or two bytes.
    pub kind: &'a [u8],
    /// What is in it.
    pub data: &'a [u8],
    /// All its bytes.
    pub whole: &'a [u8],
}

/// The last part of every PNG.
pub const PNG_END: &[u8] = b"\0\0\0\0IEND\xaeB`\x82";

/// The parts of a PNG up to its end (PNG, third edition, 5.3); the last one is `None` where the file is cut off. Where
/// nothing is missing but the sum of the end mark, which nobody reads, there is no such part.
pub fn png(bytes: &[u8]) -> impl Iterator<Item = Option<Part<'_>>> {
    let mut rest = bytes.get(8..);
    std::iter::from_fn(move || {
        let here = rest.take()?;
        if (8..PNG_END.len()).contains(&here.len()) && PNG_END.starts_with(here) {
            return None;
        }
        let part = png_part(here);
        rest = part.filter(|part| part.kind != b"IEND").map(|part| &here[part.whole.len()..]);
        Some(part)
    })
}

fn png_part(bytes: &[u8]) -> Option<Part<'_>> {
    let length = u32::from_be_bytes(bytes.get(..4)?.try_into().ok()?) as usize;
    let whole = bytes.get(..length.checked_add(12)?)?;
    Some(Part { kind: &whole[4..8], data: &whole[8..8 + length], whole })
}

/// The parts of a WebP up to the length that it gives itself (RFC 9649, 2.3); the last one is `None` where the file is
/// cut off.
pub fn webp(bytes: &[u8]) -> impl Iterator<Item = Option<Part<'_>>> {
    let length = bytes.get(4..8).and_then(|it| it.try_into().ok()).map_or(0, u32::from_le_bytes) as usize;
    let end = length.saturating_add(8).min(bytes.len());
    let mut rest = bytes.get(12..end);
    std::iter::from_fn(move || {
        let here = rest.take().filter(|rest| !rest.is_empty())?;
        let part = webp_part(here);
        rest = part.map(|part| &here[part.whole.len()..]);
        Some(part)
    })
}

fn webp_part(bytes: &[u8]) -> Option<Part<'_>> {
    let length = u32::from_le_bytes(bytes.get(4..8)?.try_into().ok()?) as usize;
    // The byte that makes the last part even is often forgotten.
    let even = bytes.get(..length.checked_add(8 + length % 2)?);
    let whole = even.or_else(|| bytes.get(..length + 8))?;
    Some(Part { kind: &whole[..4], data: &whole[8..8 + length], whole })
}

/// What stands before the first part of a GIF (GIF89a, 17 to 19): its size, and the colours of all its frames.
pub fn gif_head(bytes: &[u8]) -> Option<&[u8]> {
    bytes.get(..13 + palette(*bytes.get(10)?))
}

/// The parts of a GIF up to its end, a frame with its pixels (`,`), an extension with its label (`!` and a byte), the
/// end mark (`;`); the last one is `None` where the file is cut off. What is none of these ends it as its end mark does.
pub fn gif(bytes: &[u8]) -> impl Iterator<Item = Option<Part<'_>>> {
    let mut rest = gif_head(bytes).map(|head| &bytes[head.len()..]);
    std::iter::from_fn(move || {
        let here = rest.take().filter(|rest| matches!(rest.first(), Some(b'!' | b',' | b';')))?;
        let part = gif_part(here);
        rest = part.filter(|part| part.kind != b";").map(|part| &here[part.whole.len()..]);
        Some(part)
    })
}

fn gif_part(bytes: &[u8]) -> Option<Part<'_>> {
    let (kind, mut end) = match bytes.first()? {
        b'!' => (2, 2),
        b',' => (1, 11 + palette(*bytes.get(9)?)),
        _ => return Some(Part { kind: &bytes[..1], data: &[], whole: &bytes[..1] }),
    };
    // Blocks of up to 255 bytes, and then an empty one.
    loop {
        let length = usize::from(*bytes.get(end)?);
        end += 1 + length;
        if length == 0 {
            break;
        }
    }
    let whole = bytes.get(..end)?;
    Some(Part { kind: &whole[..kind], data: &whole[kind..], whole })
}

/// How many bytes the colours have of which a GIF's flags speak.
fn palette(flags: u8) -> usize {
    if flags & 0x80 != 0 { 3 << ((flags & 7) + 1) } else { 0 }
}

/// A JPEG's scan of pixels begins.
pub const JPEG_SCAN: &[u8] = b"\xff\xda";

/// The parts of a JPEG (ITU-T T.81, B.1.1) up to its first scan, which goes to the end of the file; the last one is
/// `None` where the file is cut off before that.
pub fn jpeg(bytes: &[u8]) -> impl Iterator<Item = Option<Part<'_>>> {
    let mut rest = bytes.get(2..);
    std::iter::from_fn(move || {
        let here = rest.take()?;
        // Bytes that fill up stand before a marker, and what is no marker is passed over by all who read it.
        let start = here.windows(2).position(|it| it[0] == 0xff && !matches!(it[1], 0 | 0xff));
        let part = start.and_then(|start| jpeg_part(&here[start..]));
        let is_followed = part.filter(|part| part.kind != JPEG_SCAN);
        rest = is_followed.and_then(|part| here.get(start? + part.whole.len()..));
        Some(part)
    })
}

fn jpeg_part(bytes: &[u8]) -> Option<Part<'_>> {
    let kind = bytes.get(..2)?;
    if kind == JPEG_SCAN {
        return Some(Part { kind, data: &bytes[2..], whole: bytes });
    }
    // Marks without anything in them.
    if matches!(kind[1], 0x01 | 0xd0..=0xd9) {
        return Some(Part { kind, data: &[], whole: kind });
    }
    let length = usize::from(u16::from_be_bytes(bytes.get(2..4)?.try_into().ok()?)).max(2);
    let whole = bytes.get(..2 + length)?;
    Some(Part { kind, data: &whole[4..], whole })
}

/// The boxes of an AVIF (ISO/IEC 14496-12, 4.2); the last one is `None` where the file is cut off.
pub fn avif(bytes: &[u8]) -> impl Iterator<Item = Option<Part<'_>>> {
    let mut rest = Some(bytes);
    std::iter::from_fn(move || {
        let here = rest.take().filter(|rest| !rest.is_empty())?;
        let part = avif_part(here);
        rest = part.map(|part| &here[part.whole.len()..]);
        Some(part)
    })
}

fn avif_part(bytes: &[u8]) -> Option<Part<'_>> {
    let short = u32::from_be_bytes(bytes.get(..4)?.try_into().ok()?) as usize;
    let (head, length) = match short {
        // To the end of the file, and a length of more than four bytes.
        0 => (8, bytes.len()),
        1 => (16, usize::try_from(u64::from_be_bytes(bytes.get(8..16)?.try_into().ok()?)).ok()?),
        length => (8, length),
    };
    let whole = bytes.get(..length)?;
    Some(Part { kind: whole.get(4..8)?, data: whole.get(head..)?, whole })
}
