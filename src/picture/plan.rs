//! In which widths a picture is made, and which of them are worth serving. Numbers only.

use crate::model::picture::Format;

/// The widths of a picture, rising: those wished that are narrower than it, and its own where it lies among them.
/// Never wider than the picture.
pub fn widths(own: u32, wished: &[u32]) -> Vec<u32> {
    let largest = wished.iter().copied().max().unwrap_or(own).min(own).max(1);
    // A step of less than a tenth is not worth a file.
    let mut widths: Vec<u32> = wished
        .iter()
        .copied()
        .filter(|width| *width > 0 && u64::from(*width) * 11 <= u64::from(largest) * 10)
        .collect();
    widths.push(largest);
    widths.sort_unstable();
    widths.dedup();
    widths
}

/// The height that belongs to a width; at least 1.
pub fn height(size: (u32, u32), width: u32) -> u32 {
    let (own_width, own_height) = (u64::from(size.0.max(1)), u64::from(size.1));
    let height = (own_height * u64::from(width) * 2 + own_width) / (own_width * 2);
    u32::try_from(height).unwrap_or(u32::MAX).max(1)
}

/// One form of a picture in one width, and the bytes it came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The form.
    pub format: Format,
    /// The width in pixels.
    pub width: u32,
    /// The file.
    pub bytes: Vec<u8>,
}

/// Drops what helps no reader: a width whose file is not smaller than that of a larger one of the same form, and a form
/// that is not smaller than the fallback. What is left has the smallest form first and the fallback last, widths rising.
///
/// The largest width of the fallback always stays.
pub fn worth_serving(mut all: Vec<Made>, fallback: Format) -> Vec<Made> {
    all.sort_by_key(|made| (made.format == fallback, made.format, made.width));
    let mut kept: Vec<Made> = Vec::new();
    for made in all.into_iter().rev() {
        let is_heavier =
            kept.last().is_some_and(|larger| larger.format == made.format && larger.bytes.len() <= made.bytes.len());
        if !is_heavier {
            kept.push(made);
        }
    }
    kept.reverse();
    let weight = |format: Format| {
        let top = kept.iter().filter(|made| made.format == format).map(|made| made.bytes.len()).max();
        top.unwrap_or(usize::MAX)
    };
    let mut forms: Vec<(usize, Format)> =
        [Format::Avif, Format::Webp].into_iter().map(|format| (weight(format), format)).collect();
    forms.retain(|(bytes, _)| *bytes < weight(fallback));
    forms.sort();
    let place = |format: Format| {
        if format == fallback { Some(forms.len()) } else { forms.iter().position(|(_, it)| *it == format) }
    };
    kept.retain(|made| place(made.format).is_some());
    kept.sort_by_key(|made| (place(made.format), made.width));
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    const WISHED: &[u32] = &[390, 780, 1170, 1560, 2400];

    #[test]
    fn nothing_is_made_larger() {
        assert_eq!(widths(300, WISHED), [300]);
        assert_eq!(widths(1000, WISHED), [390, 780, 1000]);
        assert_eq!(widths(6000, WISHED), WISHED);
        assert_eq!(widths(1170, WISHED), [390, 780, 1170]);
        assert_eq!(widths(1, WISHED), [1]);
    }

    #[test]
    fn steps_that_save_nothing_are_left_out() {
        assert_eq!(widths(400, WISHED), [400]);
        assert_eq!(widths(800, WISHED), [390, 800]);
        assert_eq!(widths(860, WISHED), [390, 780, 860]);
    }

    #[test]
    fn heights_keep_the_shape() {
        assert_eq!(height((3000, 2000), 390), 260);
        assert_eq!(height((2400, 1), 390), 1);
        assert_eq!(height((1, 4_000_000_000), 1), 4_000_000_000);
    }

    fn made(format: Format, width: u32, bytes: usize) -> Made {
        Made { format, width, bytes: vec![0; bytes] }
    }

    fn kept(all: &[(Format, u32, usize)], fallback: Format) -> Vec<(Format, u32)> {
        let all = all.iter().map(|(format, width, bytes)| made(*format, *width, *bytes)).collect();
        worth_serving(all, fallback).iter().map(|made| (made.format, made.width)).collect()
    }

    #[test]
    fn the_smallest_form_comes_first() {
        use Format::{Avif, Jpeg, Webp};
        let all =
            [(Jpeg, 390, 30), (Avif, 390, 10), (Webp, 390, 20), (Jpeg, 780, 90), (Avif, 780, 40), (Webp, 780, 60)];
        let order = [(Avif, 390), (Avif, 780), (Webp, 390), (Webp, 780), (Jpeg, 390), (Jpeg, 780)];
        assert_eq!(kept(&all, Jpeg), order);
        assert_eq!(kept(&[(Avif, 390, 30), (Webp, 390, 20), (Jpeg, 390, 40)], Jpeg)[0], (Webp, 390));
    }

    #[test]
    fn what_is_larger_than_something_better_is_not_served() {
        use Format::{Avif, Png, Webp};
        // The small PNG has more bytes than the large one: shades came in when it was made smaller.
        assert_eq!(kept(&[(Png, 390, 50), (Png, 780, 40)], Png), [(Png, 780)]);
        assert_eq!(kept(&[(Avif, 780, 41), (Webp, 780, 40), (Png, 780, 40)], Png), [(Png, 780)]);
    }
}
