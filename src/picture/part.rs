//! The parts that files of pictures are made of, one after another: PNG's chunks and WebP's. Only their lengths are
//! believed, and only as far as the file goes.

/// A part of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part<'a> {
    /// Its four letters.
    pub kind: &'a [u8],
    /// What is in it.
    pub data: &'a [u8],
    /// All its bytes.
    pub whole: &'a [u8],
}

/// The parts of a PNG up to its end (PNG, third edition, 5.3); the last one is `None` where the file is cut off.
pub fn png(bytes: &[u8]) -> impl Iterator<Item = Option<Part<'_>>> {
    let mut rest = bytes.get(8..);
    std::iter::from_fn(move || {
        let here = rest.take()?;
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
