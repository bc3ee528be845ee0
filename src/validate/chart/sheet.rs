//! The table of a chart by the meaning of its columns, and its cells as numbers.

use crate::diag::{At, Diagnostic, Said, Span, Text, code, nearest, text};
use crate::model::printed::Printed;
use crate::parse::csv::{Row, Table};

/// A column that a chart knows.
pub(super) struct Column {
    /// Its names: the first is the one that messages use, the others are as good.
    pub(super) names: &'static [&'static str],
    /// Whether there is no chart without it.
    pub(super) required: bool,
}

/// A table whose columns are known by their numbers in the list of [`Column`]s.
pub(super) struct Sheet<'t> {
    pub(super) table: &'t Table,
    pub(super) said: &'t mut Said,
    places: Vec<Option<usize>>,
    columns: &'static [Column],
}

impl<'t> Sheet<'t> {
    /// Finds the columns. There is no sheet where one is missing.
    pub(super) fn new(table: &'t Table, columns: &'static [Column], said: &'t mut Said) -> Option<Self> {
        let mut sheet = Self { table, said, places: vec![None; columns.len()], columns };
        for (at, name) in table.columns.iter().enumerate() {
            sheet.place(at, name);
        }
        let missing: Vec<String> = columns
            .iter()
            .zip(&sheet.places)
            .filter(|(column, place)| column.required && place.is_none())
            .map(|(column, _)| format!("`{}`", column.names[0]))
            .collect();
        if missing.is_empty() {
            return Some(sheet);
        }
        sheet.say_missing(missing);
        None
    }

    fn place(&mut self, at: usize, name: &At<String>) {
        let written = name.value.to_lowercase().replace([' ', '-'], "_");
        if written.is_empty() {
            return;
        }
        let Some(found) = self.columns.iter().position(|column| column.names.contains(&&*written)) else {
            let known = self.columns.iter().flat_map(|column| column.names).copied();
            let help = match nearest(&written, known) {
                Some(near) => text!("did you mean `{near}`?", near),
                None => {
                    let names = self.columns.iter().map(|column| format!("`{}`", column.names[0]));
                    text!("the columns are {names}", names = Text::list(names))
                }
            };
            let message = text!("the column `{name}` is not known, and is left out", name = &name.value);
            return self.say(Diagnostic::new(code::D005, message), &name.span, help);
        };
        if let Some(first) = self.places[found] {
            let message = text!("`{name}` is the name of two columns", name = self.columns[found].names[0]);
            let first = self.table.columns[first].span.clone();
            let diagnostic = Diagnostic::new(code::D004, message)
                .at(&self.table.file, name.span.clone())
                .related(&self.table.file, first, text!("the first of them"))
                .help(text!("take one of them out, or give it its own name"));
            return self.said.push(diagnostic);
        }
        self.places[found] = Some(at);
    }

    fn say_missing(&mut self, missing: Vec<String>) {
        let first = &self.table.columns[0];
        let end = self.table.columns.last().map_or(first.span.end, |last| last.span.end);
        let is_one = self.table.columns.len() == 1 && first.value.contains([';', '\t', '，', '；']);
        let help = if is_one {
            text!("the names of the columns, and all cells, have commas between them: `,`")
        } else {
            let names = self.columns.iter().map(|column| format!("`{}`", column.names[0]));
            text!("the first line names the columns: {names}", names = Text::list(names))
        };
        let message = text!("there is no column {missing}", missing = Text::list(missing));
        self.say(Diagnostic::new(code::D003, message), &(first.span.start..end), help);
    }

    pub(super) fn say(&mut self, diagnostic: Diagnostic, span: &Span, help: Text) {
        self.said.push(diagnostic.at(&self.table.file, span.clone()).help(help));
    }

    /// Whether the table has a column.
    pub(super) fn has(&self, column: usize) -> bool {
        self.places[column].is_some()
    }

    /// The cell of a column, if anything stands in it.
    pub(super) fn cell<'r>(&self, row: &'r Row, column: usize) -> Option<&'r At<String>> {
        row.cells.get(self.places[column]?).filter(|cell| !cell.value.is_empty())
    }

    /// The cell of a column in which something must stand.
    pub(super) fn needed<'r>(&mut self, row: &'r Row, column: usize) -> Option<&'r At<String>> {
        let found = self.cell(row, column);
        if found.is_none() {
            let place = self.places[column].and_then(|at| row.cells.get(at)).map_or(&row.span, |cell| &cell.span);
            let message = text!("there is no `{name}` in this row", name = self.columns[column].names[0]);
            let help = text!("fill in the cell, or take the row out");
            self.say(Diagnostic::new(code::D007, message), &place.clone(), help);
        }
        found
    }

    /// The number in a cell, with or without a percent sign after it.
    pub(super) fn number(&mut self, row: &Row, column: usize) -> Option<At<Printed>> {
        let cell = self.cell(row, column)?;
        let digits = cell.value.trim_end_matches(['%', '％']).trim_end();
        match Printed::parse(digits) {
            Some(number) => Some(At::new(number, cell.span.clone())),
            None => {
                self.no_number(cell, column);
                None
            }
        }
    }

    fn no_number(&mut self, cell: &At<String>, column: usize) {
        let name = self.columns[column].names[0];
        let message = text!("`{written}` is not a number, as `{name}` is", written = &cell.value, name);
        let help = if cell.value.contains(['，', ',', '。', '０', '１']) {
            text!("write a number with half-width digits and a point: `12.3`")
        } else {
            text!("write a number such as `12.3`; leave the cell empty where there is none")
        };
        self.say(Diagnostic::new(code::D007, message), &cell.span, help);
    }

    /// The whole number in a cell.
    pub(super) fn count(&mut self, row: &Row, column: usize) -> Option<At<u32>> {
        let cell = self.cell(row, column)?;
        let count = Printed::parse(&cell.value).and_then(Printed::whole).and_then(|it| u32::try_from(it).ok());
        if count.is_none() {
            let name = self.columns[column].names[0];
            let message = text!("`{written}` is not a count, as `{name}` is", written = &cell.value, name);
            let help = text!("write a whole number such as `85`; leave the cell empty where there is none");
            self.say(Diagnostic::new(code::D007, message), &cell.span, help);
        }
        count.map(|count| At::new(count, cell.span.clone()))
    }

    /// Says that an interval cannot be: its bounds are in the wrong order, or the estimate is outside.
    pub(super) fn check_interval(&mut self, point: &At<Printed>, lower: &At<Printed>, upper: &At<Printed>) -> bool {
        let span = lower.span.start.min(upper.span.start)..lower.span.end.max(upper.span.end);
        if lower.value() > upper.value() {
            let message = text!(
                "the lower bound {lower} is above the upper bound {upper}",
                lower = lower.to_string(),
                upper = upper.to_string()
            );
            let help = text!("write the smaller number first; see the paper which is which");
            self.say(Diagnostic::new(code::D014, message), &span, help);
            return false;
        }
        // Rounding may have moved each by half of its last place.
        if point.high() < lower.low() || point.low() > upper.high() {
            let message = text!(
                "{point} lies outside its interval {lower}–{upper}",
                point = point.to_string(),
                lower = lower.to_string(),
                upper = upper.to_string()
            );
            let help = text!("an estimate lies inside its interval: see the paper which of the three is wrong");
            self.say(Diagnostic::new(code::D014, message), &point.span, help);
            return false;
        }
        true
    }

    /// Says that of so many there cannot be so many.
    pub(super) fn check_share(&mut self, count: &At<u32>, of: u32) -> bool {
        if count.value > of {
            let message = text!("{count} of {of} cannot be", count = count.value, of);
            let help = text!("the events come first, then how many were examined: `39/85`");
            self.say(Diagnostic::new(code::D018, message), &count.span, help);
        }
        count.value <= of
    }
}
