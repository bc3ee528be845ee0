//! Forest plots: estimates that lie in their intervals, on the axis of one measure.

use super::Reader;
use super::sheet::{Column, Sheet};
use crate::diag::{At, Diagnostic, code, text};
use crate::model::chart::{Estimate, Forest, Interval, Row, Side};
use crate::model::printed::Printed;
use crate::parse::csv::{self, Table};

const COLUMNS: &[Column] = &[
    Column { names: &["label", "名称", "亚组", "研究", "标签"], required: true },
    Column { names: &["estimate", "估计值", "效应值", "hr", "or", "rr"], required: true },
    Column { names: &["lower", "下限"], required: true },
    Column { names: &["upper", "上限"], required: true },
    Column { names: &["group", "分组", "因素"], required: false },
    Column { names: &["arm1", "组1", "试验组"], required: false },
    Column { names: &["arm2", "组2", "对照组"], required: false },
    Column { names: &["p", "p值"], required: false },
    Column { names: &["interaction", "交互p", "p_interaction", "交互p值"], required: false },
    Column { names: &["weight", "权重"], required: false },
    Column { names: &["level", "水平"], required: false },
    Column { names: &["kind", "类型"], required: false },
];
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
        let (level, sides) = (self.level(), self.sides());
        let arms = self.arm_labels();
        let mut sheet = Sheet::new(table, COLUMNS, self.said)?;
        let mut rows: Vec<Row> = Vec::new();
        let mut group: Option<&str> = None;
        for row in &table.rows {
            let Some(label) = sheet.needed(row, LABEL) else { continue };
            let named = sheet.cell(row, GROUP).map(|cell| cell.value.as_str());
            let interaction = sheet.cell(row, INTERACTION).map(|cell| cell.value.as_str().into());
            if named.is_some() && named != group {
                rows.push(Row::Group { label: named.unwrap_or_default().into(), interaction: interaction.clone() });
            }
            group = named;
            if [ESTIMATE, LOWER, UPPER].iter().all(|column| sheet.cell(row, *column).is_none()) {
                rows.push(Row::Group { label: label.value.as_str().into(), interaction });
                continue;
            }
            let Some(interval) = interval(&mut sheet, row) else { continue };
            let counts = [ARM1, ARM2].map(|column| count(&mut sheet, row, column));
            rows.push(Row::Estimate(Estimate {
                label: label.value.as_str().into(),
                is_adjusted: false,
                is_inner: group.is_some(),
                is_summary: sheet.cell(row, KIND).is_some_and(|cell| SUMMARY.contains(&&*cell.value)),
                counts,
                interval,
                level: own_level(&sheet, row).or_else(|| level.clone()),
                p: sheet.cell(row, P).map(|cell| cell.value.as_str().into()),
                weight: weight(&mut sheet, row),
            }));
        }
        let arms = if sheet.has(ARM1) || sheet.has(ARM2) { arms } else { Vec::new() };
        let forest = Forest { measure: self.option("measure").unwrap_or_default(), arms, sides, rows };
        forest.estimates().next()?;
        self.check_sides(&forest);
        Some(forest)
    }

    fn check_sides(&mut self, forest: &Forest) {
        if forest.sides.is_none() {
            let message = text!("the forest plot does not say what lies on its two sides");
            let help = text!("add left=\"…\" and right=\"…\", such as `left=\"有利于试验组\" right=\"有利于对照组\"`");
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
        self.check_sides(&forest);
        Some(forest)
    }
}

/// The three numbers of a row, if they can be those of a ratio.
fn interval(sheet: &mut Sheet<'_>, row: &csv::Row) -> Option<Interval> {
    for column in [ESTIMATE, LOWER, UPPER] {
        sheet.needed(row, column);
    }
    let [point, lower, upper] = [ESTIMATE, LOWER, UPPER].map(|column| sheet.number(row, column));
    let (point, lower, upper) = (point?, lower?, upper?);
    for number in [&point, &lower, &upper] {
        if number.value() <= 0.0 {
            let message = text!("a ratio of {number} cannot be drawn: it is not above 0", number = number.to_string());
            let help = text!("a ratio and its bounds are above 0; write a bound printed as 0 with more digits");
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

/// Events among participants: `39/85`, or one of them alone.
fn count(sheet: &mut Sheet<'_>, row: &csv::Row, column: usize) -> Option<Box<str>> {
    let cell = sheet.cell(row, column)?;
    let number =
        |text: &str| Printed::parse(text.trim()).and_then(Printed::whole).and_then(|it| u32::try_from(it).ok());
    let numbers: Vec<Option<u32>> = cell.value.split(['/', '／']).map(number).collect();
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

fn own_level(sheet: &Sheet<'_>, row: &csv::Row) -> Option<Box<str>> {
    Some(sheet.cell(row, LEVEL)?.value.trim_end_matches(['%', '％']).into())
}

fn weight(sheet: &mut Sheet<'_>, row: &csv::Row) -> Option<f64> {
    let weight = sheet.number(row, WEIGHT)?;
    if weight.value() < 0.0 {
        let message = text!("the weight {weight} is below 0", weight = weight.to_string());
        sheet.say(Diagnostic::new(code::D007, message), &weight.span, text!("write the weight in percent"));
        return None;
    }
    Some(weight.value())
}
