//! Shares of people, and what a printed percentage can be a share of.
//!
//! Everything is compared in whole numbers: with *k* people of *n*, a percentage printed as *p* with half a last place
//! *h* is right if │100·k/n − p│ ≤ h. Both ways of rounding a half are right. No float comes near it.

use std::ops::RangeInclusive;

use crate::model::printed::Printed;

/// Some of a number of people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Share {
    /// Those who are counted.
    pub count: u32,
    /// Those among whom they are counted.
    pub among: u32,
}

impl Share {
    /// Whether it can be printed as this percentage.
    pub fn is_printed_as(self, percent: Printed) -> bool {
        let (count, among) = (i128::from(self.count), i128::from(self.among));
        let scale = 10_i128.pow(u32::from(percent.decimals()));
        // │100·k/n − u/s│ ≤ 1/(2s), times 2·s·n.
        among > 0 && (200 * count * scale - 2 * i128::from(percent.units()) * among).abs() <= among
    }

    /// The percentage with so many decimals, halves rounded up.
    pub fn percent(self, decimals: u8) -> Printed {
        let decimals = decimals.min(12);
        let (count, among) = (i128::from(self.count), i128::from(self.among.max(1)));
        let scale = 10_i128.pow(u32::from(decimals));
        let units = (200 * count * scale + among) / (2 * among);
        Printed::new(i64::try_from(units).unwrap_or(i64::MAX), decimals)
    }
}

/// The numbers of people of whom `count` are printed as `percent`: the least and the greatest, if there are any.
///
/// Where a count of 0 or a percentage that rounds to 0 allows any great number, the greatest is [`u32::MAX`].
pub fn denominators(count: u32, percent: Printed) -> Option<(u32, u32)> {
    let units = i128::from(percent.units());
    let scaled = 200 * i128::from(count) * 10_i128.pow(u32::from(percent.decimals()));
    if units < 0 {
        return None;
    }
    // scaled/(2u + 1) ≤ n ≤ scaled/(2u − 1)
    let least = (scaled + 2 * units) / (2 * units + 1);
    let least = least.max(i128::from(count)).max(1);
    let greatest = match units {
        0 => i128::from(u32::MAX),
        _ => scaled / (2 * units - 1),
    };
    let greatest = greatest.min(i128::from(u32::MAX));
    (least <= greatest).then_some((least as u32, greatest as u32))
}

/// The counts among some people that are printed as a percentage, if there are any.
pub fn counts(percent: Printed, among: u32) -> Option<RangeInclusive<u32>> {
    let fits = |count: &u32| Share { count: *count, among }.is_printed_as(percent);
    let near = (percent.value() / 100.0 * f64::from(among)).round().clamp(0.0, f64::from(among)) as u32;
    // As many as half of the last place of the percentage is worth.
    let reach = (percent.half() / 100.0 * f64::from(among)).ceil() as u32 + 1;
    let all = near.saturating_sub(reach)..=near.saturating_add(reach).min(among);
    let least = all.clone().find(fits)?;
    let greatest = all.rev().find(fits)?;
    Some(least..=greatest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(text: &str) -> Printed {
        Printed::parse(text).expect(text)
    }

    #[test]
    fn a_percentage_agrees_over_its_rounding() {
        let agrees = |count, among, percent| Share { count, among }.is_printed_as(printed(percent));
        assert!(agrees(150, 177, "84.7") && agrees(150, 177, "85") && !agrees(150, 177, "84.8"));
        assert!(!agrees(39, 85, "47") && agrees(39, 83, "47"));
        // A half is rounded either way.
        assert!(agrees(1, 8, "12") && agrees(1, 8, "13"));
        assert!(agrees(0, 5, "0.0") && !agrees(1, 0, "1"));
        assert_eq!(Share { count: 39, among: 85 }.percent(1), printed("45.9"));
        assert_eq!(Share { count: 19, among: 92 }.percent(1), printed("20.7"));
    }

    #[test]
    fn counts_are_those_that_round_to_a_percentage() {
        assert_eq!(counts(printed("38"), 85), Some(32..=32));
        assert_eq!(counts(printed("38"), 400), Some(150..=154));
        assert_eq!(counts(printed("47"), 85), Some(40..=40));
        assert_eq!(counts(printed("84.8"), 177), None);
        assert_eq!(counts(printed("100"), 12), Some(12..=12));
        assert_eq!(counts(printed("0"), 12), Some(0..=0));
    }

    #[test]
    fn denominators_are_those_that_brute_force_finds() {
        const MOST: u32 = 400;
        // Another arithmetic than the one that is tested, with a margin for what floats lose.
        let fits = |count: u32, among: u32, percent: Printed| {
            (f64::from(count) / f64::from(among) * 100.0 - percent.value()).abs() <= percent.half() + 1e-9
        };
        for (decimals, step) in [(0, 1), (1, 9)] {
            for (count, units) in (0..25).flat_map(|count| (0..1010).step_by(step).map(move |units| (count, units))) {
                let percent = Printed::new(units, decimals);
                let range = denominators(count, percent);
                for among in count.max(1)..MOST {
                    let is_named = range.is_some_and(|(least, greatest)| (least..=greatest).contains(&among));
                    assert_eq!(is_named, fits(count, among, percent), "{count}/{among} {percent}");
                    assert_eq!(is_named, Share { count, among }.is_printed_as(percent), "{count}/{among} {percent}");
                }
            }
        }
        assert_eq!(denominators(39, printed("47")), Some((83, 83)));
        assert_eq!(denominators(37, printed("42")), Some((88, 89)));
        assert_eq!(denominators(1, printed("40")), None);
        assert_eq!(denominators(5, printed("120")), None);
        assert_eq!(denominators(0, printed("0")), Some((1, u32::MAX)));
        assert_eq!(denominators(0, printed("3")), None);
    }
}
