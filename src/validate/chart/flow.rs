//! Flow diagrams: who is counted where. Whether the counts add up is [`sum`]'s.

use super::sheet::{Column, Sheet};
use super::{Arms, Reader};
use crate::diag::{At, Diagnostic, code, nearest, text};
use crate::model::chart::{Entry, Flow, FlowArm, Reason, Stage};
use crate::parse::csv::{Row, Table};

mod sum;

const COLUMNS: &[Column] = &[
    Column { names: &["stage", "阶段", "环节"], required: true },
    Column { names: &["arm", "组别", "分组", "组"], required: false },
    Column { names: &["n", "例数"], required: true },
    Column { names: &["reason", "原因", "说明"], required: false },
];
const STAGE: usize = 0;
const ARM: usize = 1;
const COUNT: usize = 2;
const REASON: usize = 3;

/// A count and the place that it was written at.
struct Counted {
    stage: Stage,
    /// `None` for what is counted over all arms.
    arm: Option<usize>,
    count: Option<At<u32>>,
    reasons: Vec<(Box<str>, Option<At<u32>>)>,
}

impl Reader<'_> {
    pub(super) fn flow(&mut self, table: &Table) -> Option<Flow> {
        let mut arms = Arms::new(self.around.arms());
        let mut sheet = Sheet::new(table, COLUMNS, self.said)?;
        let before = sheet.said.len();
        let mut all: Vec<Counted> = Vec::new();
        for row in &table.rows {
            read(&mut sheet, &mut arms, row, &mut all);
        }
        if sheet.said.len() > before || all.is_empty() {
            return None;
        }
        all.sort_by_key(|it| (it.arm, it.stage));
        sum::check(&all, &arms.labels, &self.around, &mut sheet);
        let (total, trunk) = split(&mut all);
        let flow_arms = arms.labels.iter().enumerate().map(|(arm, label)| FlowArm {
            label: label.clone(),
            entries: all.iter().filter(|it| it.arm == Some(arm)).map(entry).collect(),
        });
        Some(Flow {
            trunk: trunk.iter().map(entry).collect(),
            arms: flow_arms.filter(|arm| !arm.entries.is_empty()).collect(),
            total: total.first().map(entry),
        })
    }
}

/// Takes what is counted over all arms out: the analysed, and the stages before there are arms.
fn split(all: &mut Vec<Counted>) -> (Vec<Counted>, Vec<Counted>) {
    let (common, armed): (Vec<Counted>, Vec<Counted>) = all.drain(..).partition(|it| it.arm.is_none());
    *all = armed;
    common.into_iter().partition(|it| !it.stage.is_before_arms())
}

fn entry(counted: &Counted) -> Entry {
    // Where every reason has its number, they are the number of the stage.
    let counts: Option<Vec<u32>> = counted.reasons.iter().map(|(_, count)| count.as_ref().map(|it| it.value)).collect();
    let sum = counts
        .filter(|counts| !counts.is_empty())
        .map(|counts| counts.iter().fold(0, |all, it| u32::saturating_add(all, *it)));
    Entry {
        stage: counted.stage,
        count: counted.count.as_ref().map(|it| it.value).or(sum),
        reasons: counted
            .reasons
            .iter()
            .map(|(text, count)| Reason { text: text.clone(), count: count.as_ref().map(|it| it.value) })
            .collect(),
    }
}

/// Adds what a row says to what the rows before it said.
fn read(sheet: &mut Sheet<'_>, arms: &mut Arms<'_>, row: &Row, all: &mut Vec<Counted>) {
    let Some(stage) = stage(sheet, row) else { return };
    let arm = match sheet.cell(row, ARM) {
        None => None,
        Some(name) => match arms.find(&name.value, &name.span, sheet) {
            Some(arm) => Some(arm),
            None => return,
        },
    };
    if !stands(sheet, row, stage, arm) {
        return;
    }
    let reason = sheet.cell(row, REASON).map(|cell| cell.value.as_str());
    if reason.is_none() {
        sheet.needed(row, COUNT);
    }
    let count = sheet.count(row, COUNT);
    let at = all.iter().position(|it| it.stage == stage && it.arm == arm).unwrap_or_else(|| {
        all.push(Counted { stage, arm, count: None, reasons: Vec::new() });
        all.len() - 1
    });
    let counted = &mut all[at];
    match (reason, count) {
        (Some(reason), count) => counted.reasons.push((reason.into(), count)),
        (None, Some(count)) if counted.count.is_none() => counted.count = Some(count),
        (None, Some(count)) => {
            let message = text!("`{stage}` is counted twice", stage = stage.name());
            let help = text!("keep one of the rows; a row with a `reason` says how many for that reason");
            sheet.say(Diagnostic::new(code::D019, message), &count.span, help);
        }
        (None, None) => {}
    }
}

fn stage(sheet: &mut Sheet<'_>, row: &Row) -> Option<Stage> {
    let cell = sheet.needed(row, STAGE)?;
    let found = Stage::find(&cell.value);
    if found.is_none() {
        let names = || Stage::ALL.iter().flat_map(|(_, names)| names.iter().copied());
        let help = match nearest(&cell.value, names()) {
            Some(near) => text!("did you mean `{near}`?", near),
            None => {
                let names = Stage::ALL.iter().filter_map(|(_, names)| names.first()).map(|name| format!("`{name}`"));
                text!("the stages are {names}", names = crate::diag::Text::list(names))
            }
        };
        let message = text!("there is no stage `{stage}`", stage = &cell.value);
        sheet.say(Diagnostic::new(code::D019, message), &cell.span, help);
    }
    found
}

/// Whether a stage can be counted in an arm, or over all of them.
fn stands(sheet: &mut Sheet<'_>, row: &Row, stage: Stage, arm: Option<usize>) -> bool {
    let name = stage.name();
    if stage.is_before_arms() && arm.is_some() {
        let message = text!("`{name}` is counted before there are arms", name);
        sheet.say(Diagnostic::new(code::D019, message), &row.span, text!("leave the cell `arm` empty"));
        return false;
    }
    if !stage.is_before_arms() && arm.is_none() && stage != Stage::Analysed {
        let message = text!("`{name}` is counted in each arm", name);
        sheet.say(Diagnostic::new(code::D019, message), &row.span, text!("write the arm into the cell `arm`"));
        return false;
    }
    true
}
