//! Charts: what a table or the findings of an issue come to, and whether that can be.
//!
//! Every fault is shown where it stands: in the CSV file, or in the table inside the directive. Never draws.

use std::sync::Arc;

use crate::diag::{Diagnostic, Said, SourceText, Span, code, nearest, text};
use crate::model::chart::{Chart, ChartKind, Drawing, MOST_ARMS};
use crate::model::finding::Finding;
use crate::model::printed::Printed;
use crate::model::trial::{Arm, Trial};
use crate::parse::csv::{self, Origin};

mod flow;
mod forest;
mod icon;
mod sheet;
mod survival;

use sheet::Sheet;

/// What is known of a chart besides its own text.
#[derive(Clone, Copy)]
pub struct Surroundings<'a> {
    /// The file that it stands in.
    pub source: &'a Arc<SourceText>,
    /// The study of its issue.
    pub trial: Option<&'a Trial>,
    /// The findings of its issue.
    pub findings: &'a [Finding],
}

impl<'a> Surroundings<'a> {
    fn arms(&self) -> &'a [Arm] {
        self.trial.map_or(&[], |trial| &trial.arms)
    }
}

/// The text of a chart's table and where it stands.
pub struct Data<'a> {
    /// The file.
    pub file: &'a Arc<SourceText>,
    /// The text.
    pub text: &'a str,
    /// Where it stands in the file.
    pub origin: Origin,
}

/// Finds out what a chart shows. Without data of its own it shows the findings.
pub fn chart(chart: &mut Chart, data: Option<&Data<'_>>, around: Surroundings<'_>) -> Said {
    let mut said = Said::default();
    let mut reader = Reader { chart, around, said: &mut said };
    let drawing = match data {
        Some(data) => reader.table(data),
        None => reader.findings(),
    };
    chart.drawing = drawing;
    said
}

struct Reader<'r> {
    chart: &'r Chart,
    around: Surroundings<'r>,
    said: &'r mut Said,
}

impl Reader<'_> {
    fn table(&mut self, data: &Data<'_>) -> Option<Drawing> {
        if let Some(finding) = self.chart.given("finding") {
            let (message, help) = (text!("the chart has a table and names a finding"), text!("keep one of them"));
            self.said
                .push(Diagnostic::new(code::D009, message).at(self.around.source, finding.span.clone()).help(help));
        }
        let table = csv::read(data.file, data.text, &data.origin).into_value(self.said)?;
        let before = self.said.len();
        let drawing = match self.chart.kind {
            ChartKind::Forest => self.forest_table(&table).map(Drawing::Forest),
            ChartKind::Survival => self.survival(&table).map(Drawing::Survival),
            ChartKind::Flow => self.flow(&table).map(Drawing::Flow),
            ChartKind::IconArray => self.icon_table(&table).map(Drawing::Icons),
        };
        if drawing.is_none() && self.said.len() == before {
            let (message, help) = (text!("there is no data"), text!("write at least one row that can be drawn"));
            self.said.push(Diagnostic::new(code::D001, message).at(&table.file, table.span.clone()).help(help));
        }
        drawing
    }

    fn findings(&mut self) -> Option<Drawing> {
        match self.chart.kind {
            ChartKind::Forest => self.forest_findings().map(Drawing::Forest),
            ChartKind::IconArray => self.icon_findings().map(Drawing::Icons),
            ChartKind::Survival | ChartKind::Flow => {
                let help =
                    text!("name a CSV file with src=\"….csv\", or write the table inside, between ```csv and ```");
                self.say(
                    Diagnostic::new(code::D009, text!("`:::{name}` has no data", name = self.chart.kind.name())),
                    help,
                );
                None
            }
        }
    }

    /// Says something at the directive itself.
    fn say(&mut self, diagnostic: Diagnostic, help: crate::diag::Text) {
        self.said.push(diagnostic.at(self.around.source, self.chart.span.clone()).help(help));
    }

    /// The names of arms given in the braces: `arms="甲|乙"`; otherwise the trial's.
    fn arm_labels(&self) -> Vec<Box<str>> {
        match self.chart.text("arms") {
            Some(written) => written.split(['|', '｜']).map(|it| it.trim().into()).collect(),
            None => self.around.arms().iter().map(|arm| arm.label.as_str().into()).collect(),
        }
    }

    fn option(&self, name: &str) -> Option<Box<str>> {
        self.chart.text(name).map(|text| text.trim().into())
    }

    /// The level of intervals in percent, 95 where nothing else is said.
    fn level(&mut self) -> Option<Box<str>> {
        let Some(given) = self.chart.given("level").filter(|it| !it.value.trim().is_empty()) else {
            return Some("95".into());
        };
        let found = level(&given.value);
        if found.is_none() {
            let message = text!("`{written}` is no level of an interval", written = &*given.value);
            let help = text!("write it in percent: `95`, `97.5`");
            self.said.push(Diagnostic::new(code::M008, message).at(self.around.source, given.span.clone()).help(help));
        }
        found
    }
}

/// The level of an interval in percent: `95`, `95%`, and as programs have it, `0.95`. None where it cannot be one.
fn level(written: &str) -> Option<Box<str>> {
    let number = Printed::parse(written.trim().trim_end_matches(['%', '％']).trim_end())?;
    match number.value() {
        value if (50.0..100.0).contains(&value) => Some(number.to_string().into()),
        value if (0.5..1.0).contains(&value) && !written.contains(['%', '％']) => {
            let missing = 2_u8.saturating_sub(number.decimals());
            let units = number.units() * 10_i64.pow(u32::from(missing));
            Some(Printed::new(units, number.decimals().saturating_sub(2)).to_string().into())
        }
        _ => None,
    }
}

/// The arms of a table, in the order of the trial or of their first rows.
struct Arms<'a> {
    known: &'a [Arm],
    labels: Vec<Box<str>>,
    /// Whether it was said that there are too many.
    is_full: bool,
}

impl<'a> Arms<'a> {
    fn new(known: &'a [Arm]) -> Self {
        Self { known, labels: known.iter().map(|arm| arm.label.as_str().into()).collect(), is_full: false }
    }

    /// The number of the arm that a cell names. What is no arm is said.
    fn find(&mut self, written: &str, span: &Span, sheet: &mut Sheet<'_>) -> Option<usize> {
        let found = self.known.iter().position(|arm| arm.key == written || arm.label == written);
        if found.is_some() {
            return found;
        }
        if self.known.is_empty() {
            let known = self.labels.iter().position(|label| &**label == written);
            return known.or_else(|| self.add(written, span, sheet));
        }
        let keys = || self.known.iter().map(|arm| arm.key.as_str());
        let help = match nearest(written, keys()) {
            Some(near) => text!("did you mean `{near}`?", near),
            None => {
                let arms: Vec<String> = keys().map(|key| format!("`{key}`")).collect();
                text!("the arms are {arms}", arms = crate::diag::Text::list(arms))
            }
        };
        sheet.say(Diagnostic::new(code::D015, text!("the trial has no arm `{written}`", written)), span, help);
        None
    }

    fn add(&mut self, written: &str, span: &Span, sheet: &mut Sheet<'_>) -> Option<usize> {
        if self.labels.len() == MOST_ARMS {
            // Once for a table, however many rows there are.
            if std::mem::replace(&mut self.is_full, true) {
                return None;
            }
            let message = text!("a chart has room for {most} arms", most = MOST_ARMS);
            let help = text!("leave out an arm, or draw two charts");
            sheet.say(Diagnostic::new(code::D022, message), span, help);
            return None;
        }
        self.labels.push(written.into());
        Some(self.labels.len() - 1)
    }
}
