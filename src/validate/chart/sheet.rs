//! The table of a chart by the meaning of its columns, and its cells as numbers.

use crate::diag::{At, Diagnostic, Said, Span, Text, code, nearest, text};
use crate::model::printed::Printed;
use crate::model::trial::Arm;
use crate::parse::csv::{Row, Table};

/// Columns that statistical programs add to the tables of curves and estimates, and that no chart shows.
const PASSED_OVER: &[&str] = &[
    "std_err",
    "std_error",
    "stderr",
    "se",
    "robust_se",
    "robust_std_err",
    "cumhaz",
    "std_chaz",
    "std_cumhaz",
    "var",
    "statistic",
    "z",
    "type",
    "conf_type",
    "logse",
    "unnamed:_0",
    "index",
    "rownames",
    "n_id",
    "n_start",
    "n_enter",
    "coef",
    "se(coef)",
    "exp(_coef)",
];

/// What the lower bound of an interval is called, in papers and by statistical programs.
pub(super) const LOWER_NAMES: &[&str] = &[
    "lower",
    "下限",
    "conf_low",
    "ci_lower",
    "lower_ci",
    "lower_95",
    "lower__95",
    "[0_025",
    "lcl",
    "sdf_lcl",
    "lb",
    "_lb",
    "exp(coef)_lower_95%",
    "km_estimate_lower_0_95",
];

/// What its upper bound is called.
pub(super) const UPPER_NAMES: &[&str] = &[
    "upper",
    "上限",
    "conf_high",
    "ci_upper",
    "upper_ci",
    "upper_95",
    "upper__95",
    "0_975]",
    "ucl",
    "sdf_ucl",
    "ub",
    "_ub",
    "exp(coef)_upper_95%",
    "km_estimate_upper_0_95",
];

/// How programs and papers write that there is no number.
const NO_NUMBER: &[&str] = &[
    "na",
    "n/a",
    "#n/a",
    "<na>",
    "nan",
    "null",
    "none",
    "ne",
    "nr",
    "nc",
    ".",
    "..",
    "-",
    "–",
    "—",
    "−",
    "/",
    "--",
    "无",
    "未达到",
    "无法估计",
    "不可估计",
];

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
        // R and pandas leave the names of the rows without a name of their own.
        if columns[0].required && sheet.places[0].is_none() && table.columns[0].value.is_empty() {
            sheet.places[0] = Some(0);
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
        let written = name.value.trim_matches('"').to_lowercase().replace([' ', '-', '.'], "_");
        let is_known = |written: &str| self.columns.iter().any(|column| column.names.contains(&written));
        if written.is_empty() || PASSED_OVER.contains(&&*written) && !is_known(&written) {
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

    pub(super) fn say_missing(&mut self, missing: Vec<String>) {
        let first = &self.table.columns[0];
        let end = self.table.columns.last().map_or(first.span.end, |last| last.span.end);
        let is_one = self.table.columns.len() == 1 && first.value.contains(['，', '；']);
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

    /// The name of a column as it is written, and where.
    pub(super) fn heading(&self, column: usize) -> Option<&'t At<String>> {
        self.table.columns.get(self.places[column]?)
    }

    /// The name of a column as it is written.
    pub(super) fn name(&self, column: usize) -> Option<&str> {
        Some(&self.heading(column)?.value)
    }

    /// Whether the table has a column.
    pub(super) fn has(&self, column: usize) -> bool {
        self.places[column].is_some()
    }

    /// The cell of a column, if anything stands in it.
    pub(super) fn cell<'r>(&self, row: &'r Row, column: usize) -> Option<&'r At<String>> {
        row.cells.get(self.places[column]?).filter(|cell| !cell.value.is_empty())
    }

    /// The cell of a column of numbers, if a number is meant by it: `NA`, `.`, `NE` stand for none.
    pub(super) fn value<'r>(&self, row: &'r Row, column: usize) -> Option<&'r At<String>> {
        self.cell(row, column).filter(|cell| !NO_NUMBER.contains(&&*cell.value.to_lowercase()))
    }

    /// The same where there must be a number.
    pub(super) fn needed_value<'r>(&mut self, row: &'r Row, column: usize) -> Option<&'r At<String>> {
        match self.value(row, column) {
            None => self.missing(row, column),
            found => found,
        }
    }

    /// The cell of a column in which something must stand.
    pub(super) fn needed<'r>(&mut self, row: &'r Row, column: usize) -> Option<&'r At<String>> {
        match self.cell(row, column) {
            None => self.missing(row, column),
            found => found,
        }
    }

    fn missing<'r>(&mut self, row: &'r Row, column: usize) -> Option<&'r At<String>> {
        let place = self.places[column].and_then(|at| row.cells.get(at)).map_or(&row.span, |cell| &cell.span);
        let message = text!("there is no `{name}` in this row", name = self.columns[column].names[0]);
        let help = text!("fill in the cell, or take the row out");
        self.say(Diagnostic::new(code::D007, message), &place.clone(), help);
        None
    }

    /// The number in a cell, with or without a percent sign after it.
    pub(super) fn number(&mut self, row: &Row, column: usize) -> Option<At<Printed>> {
        let cell = self.value(row, column)?;
        match self.read(&cell.value) {
            Some(number) => Some(At::new(number, cell.span.clone())),
            None => {
                self.no_number(cell, column);
                None
            }
        }
    }

    /// The number that a cell says: as papers print it, and as programs write it.
    pub(super) fn read(&self, written: &str) -> Option<Printed> {
        // Input methods write a full-width minus sign.
        let digits = written.trim_end_matches(['%', '％']).trim_end().replace('－', "-");
        let digits = digits.as_str();
        if self.table.has_decimal_commas {
            return Printed::parse_computed(&digits.replace(',', "."));
        }
        Printed::parse_computed(digits)
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
        let cell = self.value(row, column)?;
        let count = self.read(&cell.value).and_then(whole).and_then(|it| u32::try_from(it).ok());
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

    /// Says that a chart and the trial count the same participants differently.
    pub(super) fn differ(&mut self, place: &At<u32>, what: Text, trial: u32) {
        let message = text!("{what}: {flow} here, and {trial} in `trial:`", what, flow = place.value, trial);
        let help = text!("write the same number in both places, or accept the difference with a reason: `accept:`");
        self.say(Diagnostic::new(code::D017, message), &place.span, help);
    }

    /// Says that a chart has more participants than their arm.
    pub(super) fn check_most(&mut self, count: &At<u32>, arm: &Arm) {
        if let Some(n) = arm.n.filter(|n| count.value > *n) {
            self.differ(count, Text::verbatim(&*arm.label), n);
        }
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

/// A number as a whole one: `85`, and `85.0`, as programs write counts.
fn whole(number: Printed) -> Option<i64> {
    let scale = 10_i64.pow(u32::from(number.decimals()));
    (number.units() % scale == 0).then_some(number.units() / scale)
}
