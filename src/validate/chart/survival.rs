//! Survival curves: what can be a curve of Kaplan and Meier.

use super::sheet::{Column, Sheet};
use super::{Arms, Reader};
use crate::diag::{At, Diagnostic, Span, code, text};
use crate::model::chart::{Curve, Point, Survival};
use crate::model::printed::Printed;
use crate::parse::csv::{Row, Table};

const COLUMNS: &[Column] = &[
    Column { names: &["arm", "组别", "分组", "组"], required: true },
    Column { names: &["time", "时间"], required: true },
    Column { names: &["survival", "生存率"], required: true },
    Column { names: &["lower", "下限"], required: false },
    Column { names: &["upper", "上限"], required: false },
    Column { names: &["at_risk", "风险人数"], required: false },
    Column { names: &["censored", "删失"], required: false },
    Column { names: &["events", "事件"], required: false },
];
const ARM: usize = 0;
const TIME: usize = 1;
const SURVIVAL: usize = 2;
const LOWER: usize = 3;
const UPPER: usize = 4;
const AT_RISK: usize = 5;
const CENSORED: usize = 6;
const EVENTS: usize = 7;

/// The last step of an arm, for comparison.
struct Last {
    time: At<Printed>,
    survival: At<Printed>,
    at_risk: Option<At<u32>>,
}

impl Reader<'_> {
    pub(super) fn survival(&mut self, table: &Table) -> Option<Survival> {
        let mut arms = Arms::new(self.around.arms());
        let mut sheet = Sheet::new(table, COLUMNS, self.said)?;
        let in_percent = is_in_percent(&sheet);
        let mut curves: Vec<(Vec<Point>, Option<Last>)> = Vec::new();
        for row in &table.rows {
            let Some(name) = sheet.needed(row, ARM) else { continue };
            let Some(arm) = arms.find(&name.value, &name.span, &mut sheet) else { continue };
            if curves.len() <= arm {
                curves.resize_with(arm + 1, Default::default);
            }
            let (points, last) = &mut curves[arm];
            if let Some((point, step)) = step(&mut sheet, row, last.as_ref(), in_percent) {
                points.push(point);
                *last = Some(step);
            }
        }
        let curves: Vec<Curve> = arms
            .labels
            .into_iter()
            .zip(curves)
            .filter(|(_, (points, _))| !points.is_empty())
            .map(|(label, (points, _))| Curve { label, points })
            .collect();
        let shows_medians = self.shows_medians();
        (!curves.is_empty()).then(|| Survival {
            endpoint: self.option("endpoint"),
            unit: self.option("unit"),
            in_percent,
            shows_medians,
            level: self.level(),
            curves,
        })
    }

    fn shows_medians(&mut self) -> bool {
        let Some(given) = self.chart.given("median") else { return false };
        match given.value.trim() {
            "yes" => true,
            "no" | "" => false,
            other => {
                let message = text!("`median` is `yes` or `no`, not `{other}`", other);
                let help = text!("`median=\"yes\"` draws the lines of the medians");
                self.said
                    .push(Diagnostic::new(code::M008, message).at(self.around.source, given.span.clone()).help(help));
                false
            }
        }
    }
}

/// Whether a table's shares are printed in percent: with signs, or because the first of them says so.
fn is_in_percent(sheet: &Sheet<'_>) -> bool {
    let mut cells = sheet.table.rows.iter().filter_map(|row| sheet.cell(row, SURVIVAL));
    let Some(first) = cells.next() else { return false };
    let number = first.value.trim_end_matches(['%', '％']);
    number.len() < first.value.len() || Printed::parse(number.trim_end()).is_some_and(|it| it.value() > 1.0)
}

/// The step that a row says, if it can follow the last one.
fn step(sheet: &mut Sheet<'_>, row: &Row, last: Option<&Last>, in_percent: bool) -> Option<(Point, Last)> {
    let before = sheet.said.len();
    sheet.needed(row, TIME);
    sheet.needed(row, SURVIVAL);
    let (time, survival) = (sheet.number(row, TIME), sheet.number(row, SURVIVAL));
    let (lower, upper) = (sheet.number(row, LOWER), sheet.number(row, UPPER));
    let (at_risk, censored, events) = (sheet.count(row, AT_RISK), sheet.count(row, CENSORED), sheet.count(row, EVENTS));
    let (time, survival) = (time?, survival?);
    for share in [Some(&survival), lower.as_ref(), upper.as_ref()].into_iter().flatten() {
        check_range(sheet, share, in_percent);
    }
    if time.value() < 0.0 {
        let message = text!("the time {time} is before the beginning", time = time.to_string());
        sheet.say(Diagnostic::new(code::D010, message), &time.span, text!("times begin with 0"));
    }
    if let Some(last) = last.filter(|_| sheet.said.len() == before) {
        check_order(sheet, last, &time, &survival, at_risk.as_ref());
    }
    let bounds = check_bounds(sheet, &survival, lower.as_ref(), upper.as_ref(), &row.span);
    if sheet.said.len() > before {
        return None;
    }
    let point = Point {
        time: time.value,
        survival: survival.value,
        bounds,
        at_risk: at_risk.as_ref().map(|it| it.value),
        censored: censored.map(|it| it.value),
        events: events.map(|it| it.value),
    };
    let at_risk = at_risk.or_else(|| last.and_then(|last| last.at_risk.clone()));
    Some((point, Last { time, survival, at_risk }))
}

fn check_range(sheet: &mut Sheet<'_>, share: &At<Printed>, in_percent: bool) {
    let most = if in_percent { 100.0 } else { 1.0 };
    if (0.0..=most).contains(&share.value()) {
        return;
    }
    let written = share.to_string();
    let message = if share.value() < 0.0 {
        text!("a share of {written} cannot be: it is below 0", written)
    } else if in_percent {
        text!("a share of {written}% cannot be: it is above 100%", written)
    } else {
        text!("a share of {written} cannot be: it is above 1", written)
    };
    let help = text!("write all shares between 0 and 1, or all in percent");
    sheet.say(Diagnostic::new(code::D011, message), &share.span, help);
}

fn check_order(
    sheet: &mut Sheet<'_>,
    last: &Last,
    time: &At<Printed>,
    survival: &At<Printed>,
    at_risk: Option<&At<u32>>,
) {
    if time.value() <= last.time.value() {
        let message =
            text!("the time {time} comes after {last}", time = time.to_string(), last = last.time.to_string());
        let help =
            text!("in each arm times rise from row to row, and each stands once: sort the rows, or keep one of them");
        say_after(sheet, code::D010, message, &time.span, &last.time.span, help);
    } else if survival.value() > last.survival.value() {
        let message =
            text!("survival rises from {last} to {now}", last = last.survival.to_string(), now = survival.to_string());
        let help = text!("the share can only fall: look whether rows of two arms are mixed");
        say_after(sheet, code::D012, message, &survival.span, &last.survival.span, help);
    }
    if let (Some(now), Some(then)) = (at_risk, &last.at_risk)
        && now.value > then.value
    {
        let message = text!("the number at risk rises from {last} to {now}", last = then.value, now = now.value);
        let help = text!("nobody joins later: the number at risk can only fall");
        say_after(sheet, code::D013, message, &now.span, &then.span, help);
    }
}

fn say_after(
    sheet: &mut Sheet<'_>,
    code: crate::diag::Code,
    message: crate::diag::Text,
    span: &Span,
    last: &Span,
    help: crate::diag::Text,
) {
    let diagnostic = Diagnostic::new(code, message)
        .at(&sheet.table.file, span.clone())
        .related(&sheet.table.file, last.clone(), text!("the row before it"))
        .help(help);
    sheet.said.push(diagnostic);
}

fn check_bounds(
    sheet: &mut Sheet<'_>,
    survival: &At<Printed>,
    lower: Option<&At<Printed>>,
    upper: Option<&At<Printed>>,
    row: &Span,
) -> Option<(Printed, Printed)> {
    match (lower, upper) {
        (Some(lower), Some(upper)) => {
            sheet.check_interval(survival, lower, upper).then_some((lower.value, upper.value))
        }
        (None, None) => None,
        _ => {
            let message = text!("only one of `lower` and `upper` is given");
            let help = text!("write both bounds, or leave both cells empty");
            sheet.say(Diagnostic::new(code::D007, message), row, help);
            None
        }
    }
}
