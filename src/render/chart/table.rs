//! The data of a chart as a table.

/// A table with one line of headings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// The headings.
    pub head: Vec<String>,
    /// The rows; a row of one cell heads those below it.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Its text.
    pub text: String,
    /// Whether it is a number, set to the right.
    pub is_number: bool,
}

impl Cell {
    pub(super) fn words(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_number: false }
    }

    pub(super) fn number(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_number: true }
    }
}

impl Table {
    /// Takes out the columns in which nothing stands.
    pub(super) fn without_empty(mut self) -> Self {
        for column in (1..self.head.len()).rev() {
            let cells = self.rows.iter().filter_map(|row| row.get(column));
            if cells.clone().all(|cell| cell.text.is_empty()) {
                self.head.remove(column);
                self.rows.iter_mut().filter(|row| row.len() > column).for_each(|row| {
                    row.remove(column);
                });
            }
        }
        self
    }
}
