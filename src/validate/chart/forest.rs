//! Forest plots: estimates that lie in their intervals, on the axis of one measure.

use super::Reader;
use super::sheet::{Column, Sheet};
use crate::diag::{At, Diagnostic, code, text};
use crate::model::chart::{Estimate, Forest, Interval, Row, Scale, Side};
use crate::model::printed::Printed;
use crate::parse::csv::{self, Table};

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
    Column {
        names: &[
            "lower",
            "下限",
            "conf_low",
            "ci_lower",
            "lower_ci",
            "lower_95",
            "lower__95",
            "lcl",
            "lb",
            "exp(coef)_lower_95%",
        ],
        required: true,
    },
    Column {
        names: &[
            "upper",
            "上限",
            "conf_high",
            "ci_upper",
            "upper_ci",
            "upper_95",
            "upper__95",
            "ucl",
            "ub",
            "exp(coef)_upper_95%",
        ],
        required: true,
    },
    Column { names: &["group", "分组", "因素"], required: false },
    Column { names: &["arm1", "组1", "试验组"], required: false },
    Column { names: &["arm2", "组2", "对照组"], required: false },
    Column { names: &["p", "p值", "p_value", "pvalue", "pr(>|z|)"], required: false },
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
        let (level, sides) = (self.level(), self.sides());
        let arms = self.arm_labels();
        let measure = self.option("measure");
        let mut sheet = Sheet::new(table, COLUMNS, self.said)?;
        let measure = measure.or_else(|| named_measure(&sheet));
        let scale = scale(&mut sheet, measure.as_deref());
        let mut rows: Vec<Row> = Vec::new();
        let mut group: Option<&str> = None;
        for row in &table.rows {
            let Some(label) = sheet.needed(row, LABEL) else { continue };
            let named = sheet.cell(row, GROUP).map(|cell| cell.value.as_str());
            let interaction = probability(&sheet, row, INTERACTION);
            if named.is_some() && named != group {
                rows.push(Row::Group { label: named.unwrap_or_default().into(), interaction: interaction.clone() });
            }
            group = named;
            let is_none = |column: &usize| sheet.value(row, *column).is_none();
            let has_none = [ESTIMATE, LOWER, UPPER].iter().all(is_none);
            // A heading has nothing but its name; what has counts, or says `NE`, is a row without an estimate.
            if has_none && [ESTIMATE, LOWER, UPPER, ARM1, ARM2].iter().all(|it| sheet.cell(row, *it).is_none()) {
                rows.push(Row::Group { label: label.value.as_str().into(), interaction });
                continue;
            }
            let interval = if has_none { None } else { interval(&mut sheet, row, scale) };
            if !has_none && interval.is_none() {
                continue;
            }
            let counts = [ARM1, ARM2].map(|column| count(&mut sheet, row, column));
            rows.push(Row::Estimate(Estimate {
                label: label.value.as_str().into(),
                is_adjusted: false,
                is_inner: group.is_some(),
                is_summary: sheet.cell(row, KIND).is_some_and(|cell| SUMMARY.contains(&&*cell.value)),
                counts,
                interval,
                level: own_level(&sheet, row).or_else(|| level.clone()),
                p: probability(&sheet, row, P),
                weight: weight(&mut sheet, row),
                margin: None,
            }));
        }
        let arms = if sheet.has(ARM1) || sheet.has(ARM2) { arms } else { Vec::new() };
        let heterogeneity = self.option("heterogeneity");
        let margin = self.margin(scale);
        for row in &mut rows {
            if let Row::Estimate(estimate) = row {
                estimate.margin = margin;
            }
        }
        let forest = Forest { measure: measure.unwrap_or_default(), scale, arms, sides, heterogeneity, rows };
        forest.intervals().next()?;
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

    /// The margin of non-inferiority that the directive names.
    fn margin(&mut self, scale: Scale) -> Option<Printed> {
        let given = self.chart.given("margin")?;
        let margin = Printed::parse(given.value.trim().trim_end_matches(['%', '％']));
        let found = margin.filter(|margin| scale.holds(margin.value()));
        if found.is_none() {
            let message = text!("`{written}` is no margin on this axis", written = &*given.value);
            let help = text!("write the number alone: `margin=\"1.38\"`; that of a ratio is above 0");
            self.said.push(Diagnostic::new(code::M008, message).at(self.around.source, given.span.clone()).help(help));
        }
        found
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
        self.check_sides(&forest);
        Some(forest)
    }
}

/// The measure that the name of the column says: `HR`.
fn named_measure(sheet: &Sheet<'_>) -> Option<Box<str>> {
    let name = sheet.name(ESTIMATE)?;
    ["hr", "or", "rr", "md", "smd", "rd"].contains(&&*name.to_lowercase()).then(|| name.to_uppercase().into())
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

/// A P value for readers: the many digits of a program become three, and what is smaller `<0.001`.
fn probability(sheet: &Sheet<'_>, row: &csv::Row, column: usize) -> Option<Box<str>> {
    let cell = sheet.value(row, column)?;
    let is_small = |number: Printed| number.value() < 0.001 && number.value() >= 0.0;
    match sheet.read(&cell.value) {
        Some(number) if number.decimals() > 4 || cell.value.contains(['e', 'E']) => {
            Some(if is_small(number) { "<0.001".into() } else { number.rounded(3).to_string().into() })
        }
        // R has no smaller number than this, and writes so: `<2e-16`.
        None if cell.value.trim_start_matches(['<', ' ']).eq_ignore_ascii_case("2e-16") => Some("<0.001".into()),
        Some(_) if sheet.table.has_decimal_commas => Some(cell.value.replace(',', ".").into()),
        _ => Some(cell.value.as_str().into()),
    }
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
