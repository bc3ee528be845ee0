//! Forest plots: estimates that lie in their intervals, on the axis of one measure.

use super::Reader;
use super::sheet::{Column, LOWER_NAMES, Sheet, UPPER_NAMES};
use crate::diag::{Diagnostic, code, text};
use crate::model::chart::{Estimate, Forest, Interval, Row, Scale, Side};
use crate::model::trial::Arm;
use crate::parse::csv::{self, Table};

mod cell;
mod interaction;
mod margin;
mod measure;

use cell::{count, own_level, probability, weight};
use interaction::Interactions;

const COLUMNS: &[Column] = &[
    Column {
        names: &[
            "label",
            "名称",
            "亚组",
            "研究",
            "标签",
            "term",
            "subgroup",
            "study",
            "studlab",
            "variable",
            "covariate",
        ],
        required: true,
    },
    Column {
        names: &["estimate", "估计值", "效应值", "hr", "or", "rr", "md", "smd", "rd", "exp(coef)", "差值", "均数差"],
        required: true,
    },
    Column { names: LOWER_NAMES, required: true },
    Column { names: UPPER_NAMES, required: true },
    Column { names: &["group", "分组", "因素"], required: false },
    Column { names: &["arm1", "组1", "试验组"], required: false },
    Column { names: &["arm2", "组2", "对照组"], required: false },
    Column { names: &["p", "p值", "p_value", "pvalue", "pr(>|z|)", "p>|z|", "p>|t|"], required: false },
    Column { names: &["interaction", "交互p", "p_interaction", "交互p值"], required: false },
    Column { names: &["weight", "权重"], required: false },
    Column { names: &["level", "水平"], required: false },
    Column { names: &["kind", "类型"], required: false },
];
/// What estimates are called that differ from 0 where there is an effect.
const DIFFERENCES: &[&str] = &["md", "wmd", "lsmd", "smd", "rd", "ard", "arr", "difference", "beta", "β", "hedges"];
const LABEL: usize = 0;
const ESTIMATE: usize = 1;
const LOWER: usize = 2;
const UPPER: usize = 3;
const GROUP: usize = 4;
const ARM1: usize = 5;
const ARM2: usize = 6;
const P: usize = 7;
const INTERACTION: usize = 8;
const WEIGHT: usize = 9;
const LEVEL: usize = 10;
const KIND: usize = 11;

/// What `kind` says of a row that sums up the others.
const SUMMARY: &[&str] = &["summary", "合并", "汇总", "总计"];

impl Reader<'_> {
    pub(super) fn forest_table(&mut self, table: &Table) -> Option<Forest> {
        let (level, sides, arms) = (self.level(), self.sides(), self.arm_labels());
        let heterogeneity = self.option("heterogeneity");
        let (written, source) =
            (self.chart.given("measure").filter(|it| !it.value.trim().is_empty()), self.around.source);
        let mut sheet = Sheet::new(table, COLUMNS, self.said)?;
        measure::compare(&mut sheet, source, written);
        let measure = written.map(|it| it.value.trim().into()).or_else(|| measure::named(&sheet));
        let scale = scale(&mut sheet, measure.as_deref());
        // Arms that the directive names are not those of the trial.
        let known = if self.chart.given("arms").is_some() { &[][..] } else { self.around.arms() };
        let rows = rows(&mut sheet, scale, level.as_deref(), known);
        cell::check_weights(&mut sheet, &rows);
        let arms = if sheet.has(ARM1) || sheet.has(ARM2) { arms } else { Vec::new() };
        let mut forest = Forest { measure: measure.unwrap_or_default(), scale, arms, sides, heterogeneity, rows };
        forest.intervals().next()?;
        self.margin(&mut forest);
        self.check_sides(&forest);
        Some(forest)
    }

    fn check_sides(&mut self, forest: &Forest) {
        if forest.sides.is_none() {
            let message = text!("the forest plot does not say what lies on its two sides");
            let help = text!(
                "add left=\"…\" and right=\"…\", such as `left=\"favours the experimental arm\" right=\"favours the control arm\"`"
            );
            self.say(Diagnostic::new(code::D021, message), help);
        }
    }

    /// What the directive says of the two sides.
    fn sides(&self) -> Option<[Side; 2]> {
        Some([Side::Written(self.option("left")?), Side::Written(self.option("right")?)])
    }

    pub(super) fn forest_findings(&mut self) -> Option<Forest> {
        let Some(mut forest) = Forest::of_findings(self.around.findings, self.around.trial) else {
            let message = text!("no finding of the issue has a ratio with an interval to draw");
            let help =
                text!("write `effect: HR=0.77，95%CI 0.59~1.01` in `findings:`, or name a CSV file with src=\"….csv\"");
            self.say(Diagnostic::new(code::D020, message), help);
            return None;
        };
        if let Some(sides) = self.sides() {
            forest.sides = Some(sides);
        }
        forest.heterogeneity = self.option("heterogeneity");
        self.margin(&mut forest);
        self.check_sides(&forest);
        Some(forest)
    }
}

/// The rows of a table.
fn rows(sheet: &mut Sheet<'_>, scale: Scale, level: Option<&str>, arms: &[Arm]) -> Vec<Row> {
    let table = sheet.table;
    let mut rows: Vec<Row> = Vec::new();
    let mut group: Option<&str> = None;
    let mut interactions = Interactions::default();
    for row in &table.rows {
        let Some(label) = sheet.needed(row, LABEL) else { continue };
        let named = sheet.cell(row, GROUP).map(|cell| cell.value.as_str());
        if named.is_some() && named != group {
            rows.push(Row::Group { label: named.unwrap_or_default().into(), interaction: None });
            interactions.begin(rows.len() - 1);
        }
        group = named;
        let is_none = |column: &usize| sheet.value(row, *column).is_none();
        let has_none = [ESTIMATE, LOWER, UPPER].iter().all(is_none);
        // A heading has nothing but its name; what has counts, or says `NE`, is a row without an estimate.
        if has_none && [ESTIMATE, LOWER, UPPER, ARM1, ARM2].iter().all(|it| sheet.cell(row, *it).is_none()) {
            rows.push(Row::Group { label: label.value.as_str().into(), interaction: None });
            interactions.begin(rows.len() - 1);
            interactions.read(sheet, row, &mut rows);
            continue;
        }
        if named.is_none() && sheet.has(GROUP) {
            interactions.end();
        }
        interactions.read(sheet, row, &mut rows);
        let interval = if has_none { None } else { interval(sheet, row, scale) };
        if !has_none && interval.is_none() {
            continue;
        }
        let counts = [(ARM1, 0), (ARM2, 1)].map(|(column, arm)| count(sheet, row, column, arms.get(arm)));
        rows.push(Row::Estimate(Estimate {
            label: label.value.as_str().into(),
            is_adjusted: false,
            is_inner: group.is_some(),
            is_summary: sheet.cell(row, KIND).is_some_and(|cell| SUMMARY.contains(&&*cell.value)),
            counts,
            interval,
            level: own_level(sheet, row).or_else(|| level.map(Into::into)),
            p: probability(sheet, row, P),
            weight: weight(sheet, row),
            margin: None,
        }));
    }
    rows
}

/// The axis on which estimates stand. Without a name of their own, those with numbers below 0 are differences.
fn scale(sheet: &mut Sheet<'_>, measure: Option<&str>) -> Scale {
    if let Some(measure) = measure {
        let lower = measure.to_lowercase();
        let is_difference = measure.contains('差')
            || lower.contains("difference")
            || lower.split(|c: char| !c.is_alphanumeric()).any(|word| DIFFERENCES.contains(&word));
        return if is_difference { Scale::Difference } else { Scale::Ratio };
    }
    let table = sheet.table;
    let cells = || table.rows.iter().flat_map(|row| [ESTIMATE, LOWER, UPPER].map(|column| sheet.value(row, column)));
    let below = cells().flatten().find(|cell| sheet.read(&cell.value).is_some_and(|it| it.value() < 0.0));
    let Some(below) = below else { return Scale::Ratio };
    let message = text!("there are numbers below 0, and nothing says what is measured: they are drawn as differences");
    let help = text!("say it: `measure=\"MD\"`; the logarithm of a ratio has to be turned back into the ratio first");
    sheet.say(Diagnostic::new(code::D023, message), &below.span.clone(), help);
    Scale::Difference
}

/// The three numbers of a row, if they can be those of an estimate on this axis.
fn interval(sheet: &mut Sheet<'_>, row: &csv::Row, scale: Scale) -> Option<Interval> {
    for column in [ESTIMATE, LOWER, UPPER] {
        sheet.needed_value(row, column);
    }
    let [point, lower, upper] = [ESTIMATE, LOWER, UPPER].map(|column| sheet.number(row, column));
    let (point, lower, upper) = (point?, lower?, upper?);
    for number in [&point, &lower, &upper] {
        if !scale.holds(number.value()) {
            let message = text!("a ratio of {number} cannot be drawn: it is not above 0", number = number.to_string());
            let help = if number.value() < 0.0 {
                text!(
                    "for differences write `measure=\"MD\"`; the logarithm of a ratio has to be turned back into the ratio"
                )
            } else {
                text!("a ratio and its bounds are above 0; write a bound printed as 0 with more digits")
            };
            sheet.say(Diagnostic::new(code::D007, message), &number.span, help);
            return None;
        }
    }
    sheet.check_interval(&point, &lower, &upper).then_some(Interval {
        point: point.value,
        lower: lower.value,
        upper: upper.value,
    })
}
