//! Units of time: what one of them is in another.

/// The names of each unit in lower case, and its length in days. A month is a twelfth of a mean year of 365.25 days.
const UNITS: &[(&[&str], f64)] = &[
    (&["天", "日", "d", "day", "days"], 1.0),
    (&["周", "星期", "礼拜", "w", "week", "weeks", "wk", "wks"], 7.0),
    (&["月", "个月", "m", "month", "months", "mo", "mos", "mth", "mths"], MONTH),
    (&["年", "岁", "y", "year", "years", "yr", "yrs"], 12.0 * MONTH),
];
const MONTH: f64 = 365.25 / 12.0;
/// Papers make a month of 4 weeks, of 28, 30 or 30.4 days: so much, as a share, may differ what is one.
const ABOUT: f64 = 0.09;

/// How many days a unit has.
pub(super) fn days(name: &str) -> Option<f64> {
    let name = name.trim().to_lowercase();
    UNITS.iter().find(|(names, _)| names.contains(&&*name)).map(|(_, days)| *days)
}

/// What a time in one unit is multiplied with to be one in the other, and the share by which that may be off.
/// What is not said is taken to be the other, which is said (D034); none where a unit is not known.
pub(super) fn factor(from: Option<&str>, to: Option<&str>) -> Option<(f64, f64)> {
    let (Some(from), Some(to)) = (from, to) else { return Some((1.0, 0.0)) };
    if from.trim().eq_ignore_ascii_case(to.trim()) {
        return Some((1.0, 0.0));
    }
    let (from, to) = (days(from)?, days(to)?);
    // Days and weeks are exact among each other, and months and years.
    let is_exact = (from < MONTH) == (to < MONTH);
    Some((from / to, if is_exact { 0.0 } else { ABOUT }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_turned_into_each_other() {
        assert_eq!(factor(Some("月"), Some("个月")), Some((1.0, 0.0)));
        assert_eq!(factor(None, Some("月")), Some((1.0, 0.0)));
        assert_eq!(factor(Some("years"), Some("月")), Some((12.0, 0.0)));
        assert_eq!(factor(Some("周"), Some("Days")), Some((7.0, 0.0)));
        assert_eq!(factor(Some("周期"), Some("月")), None);
        assert_eq!(factor(Some("周期"), Some("周期")), Some((1.0, 0.0)));
        let (weeks, about) = factor(Some("个月"), Some("week")).unwrap_or_default();
        assert!((weeks - 4.348).abs() < 0.001 && weeks * (1.0 - about) < 4.0, "{weeks}");
    }
}
