//! P values for interaction: one for each heading, said in any of the rows below it.

use super::{INTERACTION, probability};
use crate::diag::{Diagnostic, Span, code, text};
use crate::model::chart::Row;
use crate::parse::csv;
use crate::validate::chart::sheet::Sheet;

/// The heading that rows stand below, and where its P value was said.
#[derive(Default)]
pub(super) struct Interactions {
    heading: Option<usize>,
    said: Option<Span>,
}

impl Interactions {
    /// From here on rows stand below the heading with this number.
    pub(super) fn begin(&mut self, heading: usize) {
        *self = Self { heading: Some(heading), said: None };
    }

    /// From here on rows stand below no heading.
    pub(super) fn end(&mut self) {
        *self = Self::default();
    }

    /// Reads the P value of a row into its heading. One that has no place there is said.
    pub(super) fn read(&mut self, sheet: &mut Sheet<'_>, row: &csv::Row, rows: &mut [Row]) {
        let Some(span) = sheet.value(row, INTERACTION).map(|cell| cell.span.clone()) else { return };
        let Some(p) = probability(sheet, row, INTERACTION) else { return };
        let heading = self.heading.and_then(|at| rows.get_mut(at));
        let Some(Row::Group { interaction, .. }) = heading else {
            let message = text!("the P value for interaction `{p}` belongs to no group", p = &*p);
            let help = text!("name the factor in the column `group`, in this row and the others of it");
            return sheet.say(Diagnostic::new(code::D029, message), &span, help);
        };
        match interaction {
            Some(first) if *first != p => {
                let message =
                    text!("one group has two P values for interaction: `{first}` and `{p}`", first = &**first, p = &*p);
                let diagnostic = Diagnostic::new(code::D029, message)
                    .at(&sheet.table.file, span.clone())
                    .related(&sheet.table.file, self.said.clone().unwrap_or(span), text!("the first of them"))
                    .help(text!("write it once for a group; see the paper which of them is right"));
                sheet.said.push(diagnostic);
            }
            Some(_) => {}
            None => {
                *interaction = Some(p);
                self.said = Some(span);
            }
        }
    }
}
