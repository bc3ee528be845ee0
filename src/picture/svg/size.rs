//! The size that a drawing is shown in, in CSS pixels: its `width` and `height`, or else its `viewBox`.

/// Larger than any drawing.
const LARGEST: f64 = 1_000_000.0;

/// The size that an `svg` element's attributes give (SVG 2, 8.2 and CSS Images 3, 5.2): a side that is not said follows
/// from the other and the `viewBox`. `None` where nothing says it.
pub(super) fn size(width: Option<&str>, height: Option<&str>, view_box: Option<&str>) -> Option<(u32, u32)> {
    let sides = view_box.and_then(view);
    let (width, height) = match (width.and_then(pixels), height.and_then(pixels), sides) {
        (Some(width), Some(height), _) => (width, height),
        (Some(width), None, Some((wide, high))) => (width, width * high / wide),
        (None, Some(height), Some((wide, high))) => (height * wide / high, height),
        (None, None, Some(sides)) => sides,
        _ => return None,
    };
    let whole = |side: f64| (0.5..=LARGEST).contains(&side).then(|| side.round() as u32);
    whole(width).zip(whole(height))
}

/// A length in CSS pixels (CSS Values 4, 6.2); `None` where it depends on something else, as `100%` does.
fn pixels(written: &str) -> Option<f64> {
    let written = written.trim();
    let digits = written.trim_end_matches(|it: char| it.is_ascii_alphabetic() || it == '%');
    // The exponent of a number is no unit.
    let (number, unit) = written.split_at(digits.len());
    let per_unit = match unit.to_ascii_lowercase().as_str() {
        "" | "px" => 1.0,
        "pt" => 96.0 / 72.0,
        "pc" => 16.0,
        "in" => 96.0,
        "cm" => 96.0 / 2.54,
        "mm" => 96.0 / 25.4,
        "q" => 96.0 / 101.6,
        "em" | "rem" => 16.0,
        "ex" => 8.0,
        _ => return None,
    };
    let length = number.trim().parse::<f64>().ok()? * per_unit;
    (length.is_finite() && length > 0.0).then_some(length)
}

/// Width and height of a `viewBox`: the last two of four numbers.
fn view(written: &str) -> Option<(f64, f64)> {
    let numbers: Vec<f64> = written
        .split(|it: char| it == ',' || it.is_ascii_whitespace())
        .filter(|it| !it.is_empty())
        .map(|it| it.parse().ok().filter(|it: &f64| it.is_finite()))
        .collect::<Option<_>>()?;
    match numbers[..] {
        [_, _, width, height] if width > 0.0 && height > 0.0 => Some((width, height)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_read_in_every_unit() {
        for (width, height, view_box, right) in [
            (Some("720"), Some("540px"), Some("0 0 1 1"), Some((720, 540))),
            (None, None, Some("0 0 360 480.4"), Some((360, 480))),
            (None, None, Some("\t0,0\n360\t480"), Some((360, 480))),
            (Some("10mm"), Some("1in"), None, Some((38, 96))),
            (Some("432pt"), Some("3.5e2"), None, Some((576, 350))),
            (Some("2cm"), Some("40Q"), None, Some((76, 38))),
            (Some("100%"), Some("100%"), Some("0 0 24 12"), Some((24, 12))),
            (Some("400"), None, Some("0 0 2 1"), Some((400, 200))),
            (Some("100%"), Some("100"), Some("0 0 2 1"), Some((200, 100))),
            (Some("100%"), Some("1"), None, None),
            (None, None, Some("0 0 1"), None),
            (None, None, Some("0 0 0 5"), None),
            (Some("-4"), Some("4"), None, None),
            (Some("1e300"), Some("4"), None, None),
            (Some("NaN"), Some("inf"), None, None),
            (None, None, None, None),
        ] {
            assert_eq!(size(width, height, view_box), right, "{width:?} {height:?} {view_box:?}");
        }
    }
}
