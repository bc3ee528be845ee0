//! Survival curves: what can be a curve of Kaplan and Meier.

use super::sheet::{Column, LOWER_NAMES, Sheet, UPPER_NAMES};
use super::{Arms, Reader};
use crate::diag::{At, Diagnostic, Span, Text, code, text};
use crate::model::chart::{Curve, Point, Rows, Survival};
use crate::model::printed::Printed;
use crate::parse::csv::{Row, Table};

mod landmark;
mod median;
mod scale;
mod unit;

use scale::{is_in_percent, is_of_one, mixed_shares_say};

const COLUMNS: &[Column] = &[
    Column {
        names: &["arm", "组别", "分组", "组", "strata", "stratum", "group", "treatment", "trt"], required: false
    },
    Column { names: &["time", "时间", "timeline", "_t"], required: true },
    Column {
        names: &["survival", "生存率", "surv", "estimate", "survivor", "km_estimate", "s(t)", "_surv", "_s"],
        required: true,
    },
    Column { names: LOWER_NAMES, required: false },
    Column { names: UPPER_NAMES, required: false },
    Column { names: &["at_risk", "风险人数", "n_risk", "nrisk", "n_at_risk", "number_at_risk"], required: false },
    Column { names: &["censored", "删失", "n_censor", "ncensor"], required: false },
    Column { names: &["events", "事件", "n_event", "nevent", "observed"], required: false },
];
/// What the names of endpoints have that count those with the event.
const INCIDENCE: &[&str] = &[
    "累积",
    "累计",
    "发生率",
    "复发率",
    "死亡率",
    "病死率",
    "转移率",
    "进展率",
    "失败率",
    "cumulative",
    "incidence",
    "mortality",
    "recurrence rate",
];
/// What the names of endpoints have that count those without it.
const SURVIVAL_WORDS: &[&str] = &["生存", "存活", "无", "未", "surviv", "free", "without"];
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
    row: Span,
}

impl Reader<'_> {
    pub(super) fn survival(&mut self, table: &Table) -> Option<Survival> {
        let mut arms = Arms::new(self.around.arms());
        let endpoint = self.option("endpoint");
        if self.endpoint_says() {
            return None;
        }
        let mut sheet = Sheet::new(table, COLUMNS, self.said)?;
        let only = if sheet.has(ARM) { None } else { Some(only_arm(&mut arms, &mut sheet, endpoint.as_deref())?) };
        let in_percent = is_in_percent(&sheet);
        let mut curves = points(&mut sheet, &mut arms, only, in_percent);
        let numbers: Vec<usize> = (0..curves.len()).filter(|arm| !curves[*arm].is_empty()).collect();
        let curves: Vec<Curve> = numbers
            .iter()
            .map(|arm| Curve {
                label: arms.labels[*arm].clone(),
                median: None,
                points: std::mem::take(&mut curves[*arm]),
            })
            .collect();
        if curves.is_empty() {
            return None;
        }
        let mut survival = Survival {
            endpoint,
            unit: self.option("unit"),
            in_percent,
            rows: Rows::Steps,
            shows_medians: self.shows_medians(),
            level: self.level(),
            curves,
        };
        survival.rows = self.rows().unwrap_or_else(|| landmark::rows(&survival));
        self.medians(&mut survival, &numbers);
        Some(survival)
    }

    /// Says that the curves are named for the event: a cumulative incidence begins with 0 and can only rise, and what is
    /// drawn here begins with everyone and can only fall.
    fn endpoint_says(&mut self) -> bool {
        let Some(given) = self.chart.given("endpoint").filter(|it| is_incidence(&it.value)) else { return false };
        let message = text!("`{endpoint}` can only rise, and a survival curve falls", endpoint = given.value.trim());
        let help = text!(
            "draw those without the event, 1 − the incidence, and name them so: `recurrence-free survival`; show a cumulative incidence as a figure"
        );
        self.said.push(Diagnostic::new(code::D032, message).at(self.around.source, given.span.clone()).help(help));
        true
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

    /// What the directive says of the rows.
    fn rows(&mut self) -> Option<Rows> {
        let given = self.chart.given("rows")?;
        match given.value.trim() {
            "steps" => Some(Rows::Steps),
            "landmarks" => Some(Rows::Landmarks),
            other => {
                let message = text!("`rows` is `steps` or `landmarks`, not `{other}`", other);
                let help = text!("`rows=\"steps\"` draws steps, `rows=\"landmarks\"` a point for each row");
                self.said
                    .push(Diagnostic::new(code::M008, message).at(self.around.source, given.span.clone()).help(help));
                None
            }
        }
    }
}

/// The steps of each arm of a table.
fn points(sheet: &mut Sheet<'_>, arms: &mut Arms<'_>, only: Option<usize>, in_percent: bool) -> Vec<Vec<Point>> {
    let mut curves: Vec<(Vec<Point>, Option<Last>, Option<f64>)> = Vec::new();
    let (mut twice, mut mixed) = (None, Vec::new());
    let table = sheet.table;
    for row in &table.rows {
        let arm = match only {
            Some(arm) => arm,
            None => {
                let Some(name) = sheet.needed(row, ARM) else { continue };
                let Some(arm) = arms.find(stratum(&name.value), &name.span, sheet) else { continue };
                arm
            }
        };
        if curves.len() <= arm {
            curves.resize_with(arm + 1, Default::default);
        }
        let (points, last, share) = &mut curves[arm];
        if let Some(cell) = sheet.value(row, SURVIVAL).filter(|_| in_percent) {
            let is_mixed = is_of_one(sheet, cell, *share);
            mixed.extend(is_mixed.then(|| cell.clone()));
            *share = sheet.read(&cell.value).map(|it| if is_mixed { 100.0 * it.value() } else { it.value() });
        }
        let Some((point, step)) = step(sheet, row, last.as_ref(), in_percent) else { continue };
        if points.is_empty() && point.time.units() == 0 {
            check_beginning(sheet, arms, arm, step.at_risk.as_ref());
        }
        match (points.last_mut(), &*last) {
            (Some(before), Some(last)) if before.time.value() == point.time.value() => {
                twice = twice.or_else(|| Some((step.time.span.clone(), last.row.clone(), point.time)));
                *before = joined(before, &point);
            }
            _ => points.push(point),
        }
        *last = Some(step);
    }
    if let Some((span, first, time)) = twice {
        say_twice(sheet, &span, first, time);
    }
    mixed_shares_say(sheet, &mixed);
    curves.into_iter().map(|(points, ..)| points).collect()
}

/// At the beginning everyone in an arm is at risk.
fn check_beginning(sheet: &mut Sheet<'_>, arms: &Arms<'_>, arm: usize, at_risk: Option<&At<u32>>) {
    let Some((at_risk, known)) = at_risk.zip(arms.known.get(arm)) else { return };
    if let Some(n) = known.n.filter(|n| at_risk.value != *n) {
        sheet.differ(at_risk, Text::verbatim(&*known.label), n);
    }
}

/// The arm of a table that names none: the only one of the trial, else what the curve shows.
fn only_arm(arms: &mut Arms<'_>, sheet: &mut Sheet<'_>, endpoint: Option<&str>) -> Option<usize> {
    match (arms.known.len(), endpoint) {
        (1, _) => return Some(0),
        (0, Some(endpoint)) => arms.labels.push(endpoint.into()),
        _ => {
            let head = &sheet.table.columns[0];
            let message = text!("there is no column {missing}", missing = "`arm`");
            let help =
                text!("add a column `arm` with the name of the arm in each row; of one arm, the same name in all");
            sheet.say(Diagnostic::new(code::D003, message), &head.span.clone(), help);
            return None;
        }
    }
    Some(0)
}

/// The arm in a stratum as R names it: `arm=SBRT`.
fn stratum(written: &str) -> &str {
    match written.split_once('=') {
        Some((name, value))
            if !value.contains('=')
                && name.trim().bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_' || it == b'.') =>
        {
            value.trim()
        }
        _ => written,
    }
}

/// Two rows of one time: what is left is what the last says; who was at risk, the first.
fn joined(before: &Point, last: &Point) -> Point {
    let sum = |first: Option<u32>, second: Option<u32>| match (first, second) {
        (Some(first), Some(second)) => Some(first.saturating_add(second)),
        (first, second) => first.or(second),
    };
    if before == last {
        return *last;
    }
    Point {
        at_risk: before.at_risk.or(last.at_risk),
        censored: sum(before.censored, last.censored),
        events: sum(before.events, last.events),
        ..*last
    }
}

fn say_twice(sheet: &mut Sheet<'_>, span: &Span, first: Span, time: Printed) {
    let message =
        text!("several rows of one arm have the time {time}: the last says how many are left", time = time.to_string());
    let diagnostic = Diagnostic::new(code::D024, message)
        .at(&sheet.table.file, span.clone())
        .related(&sheet.table.file, first, text!("the row before it"))
        .help(text!("write one row for each time, with all who had the event or were censored then"));
    sheet.said.push(diagnostic);
}

/// Whether an endpoint is the share of those who had an event. `累积生存率`, `无复发率` and `event-free` are not.
fn is_incidence(endpoint: &str) -> bool {
    let name = endpoint.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    has(INCIDENCE) && !has(SURVIVAL_WORDS)
}

/// The step that a row says, if it can follow the last one.
fn step(sheet: &mut Sheet<'_>, row: &Row, last: Option<&Last>, in_percent: bool) -> Option<(Point, Last)> {
    let before = sheet.said.len();
    sheet.needed_value(row, TIME);
    sheet.needed_value(row, SURVIVAL);
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
    Some((point, Last { time, survival, at_risk, row: row.span.clone() }))
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
    if time.value() < last.time.value() {
        let message =
            text!("the time {time} comes after {last}", time = time.to_string(), last = last.time.to_string());
        let help = text!("in each arm times rise from row to row: sort the rows");
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
