//! A number as it was printed: its digits say how it was rounded.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A decimal number of up to fifteen digits, exactly as printed: `0.40` is not `0.4`.
///
/// With *d* decimals it stands for every value in [v − h, v + h], h = 0.5·10⁻ᵈ: what might have been rounded to it.
/// It is never read through a float, so that its digits stay what they were.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Printed {
    /// The number without its point: 40 for `0.40`.
    units: i64,
    /// How many of the digits stand behind the point.
    decimals: u8,
    /// Whether a digit stood before the point: `.06` has none.
    is_bare: bool,
}

impl Printed {
    /// A number of so many units of 10^−`decimals`.
    pub fn new(units: i64, decimals: u8) -> Self {
        Self { units, decimals: decimals.min(15), is_bare: false }
    }

    /// Reads `0.40`, `.06`, `−1.5`, `+3`, `1,234`: ASCII digits, one point, a sign, commas between groups of three.
    pub fn parse(text: &str) -> Option<Self> {
        let (is_negative, digits) = match text.strip_prefix(['-', '−', '–']) {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, part)| (whole, Some(part)));
        // `0,770` is no number in groups: it has a decimal comma, and is 770 to nobody.
        let is_grouped = match whole.split_once(',') {
            Some((first, rest)) => {
                matches!(first.len(), 1..=3) && !first.starts_with('0') && rest.split(',').all(|group| group.len() == 3)
            }
            None => true,
        };
        if !is_grouped || fraction == Some("") {
            return None;
        }
        let (mut units, mut size) = (0_i64, 0);
        for byte in whole.bytes().filter(|byte| *byte != b',').chain(fraction.unwrap_or_default().bytes()) {
            size += 1;
            if !byte.is_ascii_digit() || size > 15 {
                return None;
            }
            units = units * 10 + i64::from(byte - b'0');
        }
        if size == 0 {
            return None;
        }
        Some(Self {
            units: if is_negative { -units } else { units },
            decimals: fraction.map_or(0, str::len) as u8,
            is_bare: whole.is_empty(),
        })
    }

    /// Reads a number as programs write it: also `5e-02`, and with more digits than fifteen, of which so many count.
    /// None of what is smaller than 10⁻¹⁵ is left.
    pub fn parse_computed(text: &str) -> Option<Self> {
        if let Some(printed) = Self::parse(text) {
            return Some(printed);
        }
        let (mantissa, power) = match text.split_once(['e', 'E']) {
            Some((mantissa, power)) => (mantissa, power.parse::<i32>().ok().filter(|power| power.abs() <= 300)?),
            None => (text, 0),
        };
        let (is_negative, digits) = match mantissa.strip_prefix(['-', '−', '–']) {
            Some(rest) => (true, rest),
            None => (false, mantissa.strip_prefix('+').unwrap_or(mantissa)),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.len() + fraction.len() == 0 || !is_number(whole) || !is_number(fraction) {
            return None;
        }
        let all = format!("{whole}{fraction}");
        let kept = all.trim_start_matches('0');
        // Digits behind the point, after the power of ten; and how many of the last are left out.
        let decimals = i32::try_from(fraction.len()).ok()? - power;
        let cut = (i32::try_from(kept.len()).ok()? - 15).max(decimals - 15).max(0);
        let kept = kept.get(..kept.len().saturating_sub(cut as usize)).unwrap_or_default();
        let units: i64 = if kept.is_empty() { 0 } else { kept.parse().ok()? };
        let decimals = decimals - cut;
        let (units, decimals) = match u32::try_from(-decimals) {
            Ok(zeros) => (10_i64.checked_pow(zeros).and_then(|scale| units.checked_mul(scale))?, 0),
            Err(_) => (units, u8::try_from(decimals).ok()?),
        };
        (units.abs() < 1_000_000_000_000_000).then_some(Self {
            units: if is_negative { -units } else { units },
            decimals,
            is_bare: whole.is_empty(),
        })
    }

    /// The number for readers: one that a program left with more than four decimals has three, or two digits that are
    /// not 0 where it is smaller.
    #[must_use]
    pub fn shown(self) -> Self {
        const MOST: u8 = 4;
        if self.decimals <= MOST {
            return self;
        }
        // No effect and everyone are not what is only near them.
        let is_line = |value: f64| [1.0, 100.0].contains(&value.abs());
        let says_too_much = |rounded: Self| {
            rounded.units.unsigned_abs() < 10 && self.units != 0 || is_line(rounded.value()) && !is_line(self.value())
        };
        let mut places = 3;
        while places < self.decimals && says_too_much(self.rounded(places)) {
            places += 1;
        }
        self.rounded(places)
    }

    /// The number with so many digits behind its point, if it has more: half of a unit goes away from 0.
    #[must_use]
    pub fn rounded(self, places: u8) -> Self {
        if self.decimals <= places {
            return self;
        }
        let scale = 10_i64.pow(u32::from(self.decimals - places));
        let units = (self.units + self.units.signum() * (scale / 2)) / scale;
        Self { units, decimals: places, is_bare: self.is_bare }
    }

    /// The number itself.
    pub fn value(self) -> f64 {
        // One division of two exact numbers, so the nearest float there is.
        self.units as f64 / 10_f64.powi(i32::from(self.decimals))
    }

    /// Whether no digit stood before its point: `.06`.
    pub fn is_bare(self) -> bool {
        self.is_bare
    }

    /// The same number, with or without a zero before its point.
    #[must_use]
    pub fn bare(self, is_bare: bool) -> Self {
        Self { is_bare, ..self }
    }

    /// Half of its last place: how far rounding may have moved it.
    pub fn half(self) -> f64 {
        0.5 / 10_f64.powi(i32::from(self.decimals))
    }

    /// The least value that is printed like this.
    pub fn low(self) -> f64 {
        self.value() - self.half()
    }

    /// The greatest value that is printed like this.
    pub fn high(self) -> f64 {
        self.value() + self.half()
    }

    /// How many digits stand behind the point.
    pub fn decimals(self) -> u8 {
        self.decimals
    }

    /// The number in units of 10^−[`decimals`](Self::decimals).
    pub fn units(self) -> i64 {
        self.units
    }

    /// The number as a whole one, if nothing stands behind its point.
    pub fn whole(self) -> Option<i64> {
        (self.decimals == 0).then_some(self.units)
    }
}

impl fmt::Display for Printed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = self.units.unsigned_abs();
        let sign = if self.units < 0 { "−" } else { "" };
        if self.decimals == 0 {
            return write!(f, "{sign}{size}");
        }
        let scale = 10_u64.pow(u32::from(self.decimals));
        // What was rounded up to 1 has a digit before its point, however it was printed.
        let whole = if self.is_bare && size < scale { String::new() } else { (size / scale).to_string() };
        write!(f, "{sign}{whole}.{:0width$}", size % scale, width = usize::from(self.decimals))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_stay_what_they_were() {
        for (text, shown) in [
            ("0.40", "0.40"),
            (".06", ".06"),
            ("-1.5", "−1.5"),
            ("−0.07", "−0.07"),
            ("1,234", "1234"),
            ("007", "7"),
            ("150", "150"),
        ] {
            assert_eq!(Printed::parse(text).expect(text).to_string(), shown);
        }
        for text in ["", ".", "1.", "1.2.3", "1,23", "0,770", "a", "1e5", "--1", "1234567890123456"] {
            assert_eq!(Printed::parse(text), None, "{text}");
        }
    }

    #[test]
    fn programs_write_numbers_in_their_own_way() {
        for (text, read, shown) in [
            ("0.123456789012345", "0.12345678901234", "0.123"),
            ("0.9876543210987654321", "0.987654321098765", "0.988"),
            ("5e-02", "0.05", "0.05"),
            ("1.5E+3", "1500", "1500"),
            ("-2.345678e0", "−2.345678", "−2.346"),
            ("1e-400", "", ""),
            ("1e-20", "0.00000", "0.000"),
            ("0.00012345", "0.00012345", "0.00012"),
            ("12.3456", "12.3456", "12.3456"),
            ("e5", "", ""),
            ("1e99", "", ""),
            ("99999999999999999999", "", ""),
        ] {
            let number = Printed::parse_computed(text);
            assert_eq!(number.map(|it| it.shown().to_string()).unwrap_or_default(), shown, "{text}");
            assert!(number.is_none_or(|it| it.to_string().starts_with(read)), "{text}");
        }
    }

    #[test]
    fn rounding_reaches_half_a_place() {
        let printed = Printed::parse("84.7").expect("sound");
        assert!((printed.low() - 84.65).abs() < 1e-12 && (printed.high() - 84.75).abs() < 1e-12);
        assert_ne!(Printed::parse("0.4"), Printed::parse("0.40"));
    }
}
