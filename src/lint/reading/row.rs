//! The rows of a table as sentences: an estimate under `HR（95%CI）` and its P value two columns on are one statement.
//!
//! A row is a passage like any other, put together of cells and of what their headings say, in which every character
//! knows where it stands: so the rules of effects read it as they read a sentence, and what they say stands in the cell.

use super::document::Document;
use super::passage::{Part, Passage};
use super::table::{Cell, Table, tables};
use crate::evidence::heading::{Heading, heading};
use crate::evidence::number::leading;
use crate::evidence::probability::whole;

/// What the rows of all tables state, one passage an estimate.
pub(in crate::lint) fn rows<'a>(document: &Document<'a>) -> Vec<Passage<'a>> {
    tables(document).into_iter().flat_map(|table| of_table(&table)).collect()
}

fn of_table<'a>(table: &Table<'_, 'a>) -> Vec<Passage<'a>> {
    let found = of_rows(table);
    if found.is_empty() { of_rows(&table.turned()) } else { found }
}

fn of_rows<'a>(table: &Table<'_, 'a>) -> Vec<Passage<'a>> {
    let headings: Vec<Option<Heading>> =
        table.head.iter().map(|cell| cell.and_then(|cell| heading(&cell.line()))).collect();
    let is_effect = |heading: &Option<Heading>| matches!(heading, Some(Heading::Effect { .. }));
    let mut found = Vec::new();
    for column in (0..headings.len()).filter(|column| is_effect(&headings[*column])) {
        // What belongs to an effect stands before the next one.
        let next = (column + 1..headings.len()).find(|it| is_effect(&headings[*it])).unwrap_or(headings.len());
        for row in &table.rows {
            found.extend(of_cell(table, &headings, row, column..next));
        }
    }
    found
}

/// The statement of an estimate and of what stands beside it in its row.
fn of_cell<'a>(
    table: &Table<'_, 'a>,
    headings: &[Option<Heading>],
    row: &[Cell<'_, 'a>],
    columns: std::ops::Range<usize>,
) -> Option<Passage<'a>> {
    let at = |column: usize| row.get(column).copied().flatten();
    let (head, cell) = (table.head.get(columns.start).copied().flatten()?, at(columns.start)?);
    let Some(Heading::Effect { name, interval }) = headings.get(columns.start)?.clone() else { return None };
    leading(&cell.text)?;
    let mut parts = vec![Part::Above(head, name)];
    if let Some(interval) = interval {
        parts.extend([Part::Glue("（"), Part::Above(head, interval), Part::Glue("）")]);
    }
    parts.extend([Part::Glue("："), Part::whole(cell)]);
    for column in columns.skip(1) {
        let (Some(head), Some(beside)) = (table.head.get(column).copied().flatten(), at(column)) else { continue };
        match &headings[column] {
            Some(Heading::Interval(label)) if leading(&beside.text).is_some() => {
                parts.extend([
                    Part::Glue("，"),
                    Part::Above(head, label.clone()),
                    Part::Glue(" "),
                    Part::whole(beside),
                ]);
            }
            Some(Heading::P) if whole(&beside.line()).is_some() => {
                parts.push(Part::Glue("；"));
                if !beside.has_any("Pp") {
                    parts.push(Part::Above(head, 0..head.text.len()));
                    parts.push(Part::Glue(if beside.has_any("<>=") || beside.text.contains(SIGNS) { "" } else { "=" }));
                }
                parts.push(Part::whole(beside));
                break;
            }
            _ => {}
        }
    }
    let passage = Passage::joined(&parts)?;
    passage.effects().next()?;
    cell.leave_to_row();
    Some(passage)
}

/// Signs before a P value that are not of ASCII.
const SIGNS: [char; 5] = ['≤', '≥', '＜', '＞', '＝'];
