//! The scale of a curve's shares: in percent, or between 0 and 1.

use super::super::sheet::Sheet;
use super::SURVIVAL;
use crate::diag::{At, Diagnostic, code, text};

/// Whether a table's shares are printed in percent: with signs, or because the first of them says so.
pub(super) fn is_in_percent(sheet: &Sheet<'_>) -> bool {
    let mut cells = sheet.table.rows.iter().filter_map(|row| sheet.value(row, SURVIVAL));
    let Some(first) = cells.next() else { return false };
    first.value.ends_with(['%', '％']) || sheet.read(&first.value).is_some_and(|it| it.value() > 1.0)
}

/// Whether a number among percentages is most likely a share of one: 0.45 after 52. A sign says that it is one in percent,
/// `0.45%`; so does a curve that cannot rise, 0.8 after 2.1.
pub(super) fn is_of_one(sheet: &Sheet<'_>, cell: &At<String>, before: Option<f64>) -> bool {
    let number = sheet.read(&cell.value).map(|it| it.value()).filter(|it| 0.0 < *it && *it < 1.0);
    let is_signed = cell.value.ends_with(['%', '％']);
    number.is_some_and(|share| !is_signed && before.is_none_or(|before| 100.0 * share <= before + 1e-9))
}

/// Says that shares of one such as 0.45 stand among percentages.
pub(super) fn mixed_shares_say(sheet: &mut Sheet<'_>, places: &[At<String>]) {
    let Some(first) = places.first() else { return };
    let message = match places.len() {
        1 => text!("{share} stands among percentages", share = &first.value),
        count => text!(
            "{share}, and {others} more below 1, stand among percentages",
            share = &first.value,
            others = count - 1
        ),
    };
    let help =
        text!("write all shares between 0 and 1, or all in percent; less than one percent has its sign: `0.45%`");
    sheet.say(Diagnostic::new(code::D033, message), &first.span, help);
}
