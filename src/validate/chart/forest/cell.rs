//! What stands beside the estimates of a forest plot: counts, P values, levels, weights.

use super::{KIND, LEVEL, WEIGHT};
use crate::diag::{At, Diagnostic, code, text};
use crate::model::chart::Row;
use crate::model::printed::Printed;
use crate::model::trial::Arm;
use crate::parse::csv;
use crate::validate::chart::level;
use crate::validate::chart::sheet::Sheet;

/// A P value for readers: the many digits of a program become three, and what is smaller `<0.001`.
pub(super) fn probability(sheet: &mut Sheet<'_>, row: &csv::Row, column: usize) -> Option<Box<str>> {
    let cell = sheet.value(row, column)?.clone();
    // R has no smaller number than this, and writes so: `<2e-16`.
    if cell.value.trim_start_matches(['<', ' ']).eq_ignore_ascii_case("2e-16") {
        return Some("<0.001".into());
    }
    let signs: &[char] = &['<', '>', '=', '≤', '≥', '＜', '＞', '＝', 'P', 'p', ' '];
    let read = sheet.read(cell.value.trim_start_matches(signs));
    let is_possible =
        read.is_none_or(|it| it.value() > 0.0 && it.value() <= 1.0 || it.units() == 0 && it.decimals() > 1);
    if !is_possible {
        let message = text!("a P value of {written} cannot be", written = &cell.value);
        let help = text!("a P value lies between 0 and 1; what is too small to be printed is `<0.001`");
        sheet.say(Diagnostic::new(code::D007, message), &cell.span, help);
        return None;
    }
    match sheet.read(&cell.value) {
        // SPSS prints `.000` for what is below a half of its last place.
        Some(number) if number.units() == 0 => {
            let places = number.decimals().min(3);
            Some(below(Printed::new(1, places).bare(number.is_bare())))
        }
        Some(number) if number.decimals() > 4 || cell.value.contains(['e', 'E']) => Some(if number.value() < 0.001 {
            below(Printed::new(1, 3).bare(number.is_bare()))
        } else {
            rounded(number).to_string().into()
        }),
        Some(_) if sheet.table.has_decimal_commas => Some(cell.value.replace(',', ".").into()),
        _ => Some(cell.value.as_str().into()),
    }
}

/// A P value that is less than this one.
fn below(number: Printed) -> Box<str> {
    format!("<{number}").into()
}

/// With three digits, or as many as keep it on its side of the levels at which readers look.
fn rounded(number: Printed) -> Printed {
    let is_line =
        |value: f64| [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 1.0].iter().any(|line| (line - value).abs() < 1e-12);
    let mut places = 3;
    while places < number.decimals() && is_line(number.rounded(places).value()) && !is_line(number.value()) {
        places += 1;
    }
    number.rounded(places)
}

/// Events among participants: `39/85`, or one of them alone; no more of them than the arm has.
pub(super) fn count(sheet: &mut Sheet<'_>, row: &csv::Row, column: usize, arm: Option<&Arm>) -> Option<Box<str>> {
    let cell = sheet.cell(row, column)?;
    let number =
        |text: &str| Printed::parse(text.trim()).and_then(Printed::whole).and_then(|it| u32::try_from(it).ok());
    let numbers: Vec<Option<u32>> = cell.value.split(['/', '／']).map(number).collect();
    if let (Some(Some(last)), Some(arm)) = (numbers.last(), arm) {
        sheet.check_most(&At::new(*last, cell.span.clone()), arm);
    }
    match numbers[..] {
        [Some(_)] => {}
        [Some(events), Some(of)] => {
            sheet.check_share(&At::new(events, cell.span.clone()), of);
        }
        _ => {
            let message = text!("`{written}` is no count", written = &cell.value);
            let help = text!("write events and participants: `39/85`, or one of them alone");
            sheet.say(Diagnostic::new(code::D007, message), &cell.span, help);
        }
    }
    Some(cell.value.as_str().into())
}

pub(super) fn own_level(sheet: &mut Sheet<'_>, row: &csv::Row) -> Option<Box<str>> {
    let cell = sheet.cell(row, LEVEL)?;
    let found = level(&cell.value);
    if found.is_none() {
        let message = text!("`{written}` is no level of an interval", written = &cell.value);
        sheet.say(Diagnostic::new(code::D007, message), &cell.span, text!("write it in percent: `95`, `97.5`"));
    }
    found
}

pub(super) fn weight(sheet: &mut Sheet<'_>, row: &csv::Row) -> Option<f64> {
    let weight = sheet.number(row, WEIGHT)?;
    if weight.value() < 0.0 {
        let message = text!("the weight {weight} is below 0", weight = weight.to_string());
        sheet.say(Diagnostic::new(code::D007, message), &weight.span, text!("write the weight in percent"));
        return None;
    }
    Some(weight.value())
}

/// Says that weights come to more than everything. Where every group has its own whole, that is one each.
pub(super) fn check_weights(sheet: &mut Sheet<'_>, rows: &[Row]) {
    let mut sums: Vec<(f64, usize)> = vec![(0.0, 0)];
    for row in rows {
        match row {
            Row::Group { .. } => sums.push((0.0, 0)),
            Row::Estimate(it) if it.is_summary => {}
            Row::Estimate(it) => {
                if let (Some(weight), Some((sum, count))) = (it.weight, sums.last_mut()) {
                    (*sum, *count) = (*sum + weight, *count + 1);
                }
            }
        }
    }
    sums.retain(|(_, count)| *count > 0);
    // Each weight is rounded, most often to a tenth, at worst to a whole.
    let room = |count: usize| 0.5 + 0.05 * count as f64;
    let is_over = |(sum, count): (f64, usize)| sum > 100.0 + room(count);
    let is_whole = |(sum, count): (f64, usize)| (sum - 100.0).abs() <= room(count);
    let total = sums.iter().fold((0.0, 0), |all, it| (all.0 + it.0, all.1 + it.1));
    let over = sums.iter().copied().find(|it| is_over(*it));
    let over = over.or(Some(total).filter(|it| is_over(*it) && !sums.iter().all(|it| is_whole(*it))));
    if let (Some((sum, _)), Some(column)) = (over, sheet.heading(WEIGHT).cloned()) {
        let message = text!("the weights come to {sum}%", sum = format!("{sum:.1}").trim_end_matches(".0"));
        let help = if sheet.has(KIND) {
            text!("weights are in percent of all studies; a row that sums up others has `summary` in its `kind`")
        } else {
            text!(
                "weights are in percent of all studies; mark rows that sum up others: add a column `kind` with `summary`"
            )
        };
        sheet.say(Diagnostic::new(code::D030, message), &column.span, help);
    }
}
