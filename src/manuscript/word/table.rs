//! Tables of Word files.

use super::Reader;
use super::tree::Element;
use crate::diag::text;
use crate::manuscript::block::{Block, Inline, Reason, Table, excerpt, flattened, plain};

/// The most columns that Word gives a table: a cell that says it spans more is not believed.
const MOST_COLUMNS: usize = 63;

impl Reader<'_> {
    /// A table; one of a single cell only frames what is in it.
    pub(super) fn table(&mut self, element: Element<'_>) -> Vec<Block> {
        let mut rows = Vec::new();
        gather(element, "w:tr", &mut rows);
        let mut cells_of: Vec<Vec<Element<'_>>> = Vec::new();
        for row in rows {
            if row.child("w:trPr").is_some_and(|it| it.child("w:del").is_some()) {
                self.accepted(false, row);
                self.leave_out(Reason::Deleted, row.letters());
                continue;
            }
            let mut cells = Vec::new();
            gather(row, "w:tc", &mut cells);
            cells_of.push(cells);
        }
        if let [only] = cells_of.as_slice()
            && let [cell] = only.as_slice()
        {
            return self.blocks(*cell);
        }
        let mut table = Table::default();
        for cells in cells_of {
            let row = self.row(cells, &mut table.is_merged);
            table.rows.push(row);
        }
        table.rows.retain(|row| !row.is_empty());
        if table.rows.is_empty() {
            return Vec::new();
        }
        if table.is_merged {
            let words =
                excerpt(&table.rows.iter().take(2).flatten().map(|cell| plain(cell)).collect::<Vec<_>>().join(" "));
            let message = text!("cells of the table `{words}` are merged; the words stand in the first of them", words);
            self.look(message, text!("look at its rows and columns: each column wants a heading of its own"));
        }
        vec![Block::Table(table)]
    }

    fn row(&mut self, cells: Vec<Element<'_>>, is_merged: &mut bool) -> Vec<Vec<Inline>> {
        let mut row = Vec::new();
        for cell in cells {
            let properties = cell.child("w:tcPr");
            let span =
                properties.and_then(|it| it.value("w:gridSpan")?.parse().ok()).unwrap_or(1).clamp(1, MOST_COLUMNS);
            let goes_on = properties.and_then(|it| it.child("w:vMerge")).is_some();
            *is_merged |= span > 1 || goes_on;
            let blocks = self.blocks(cell);
            row.push(flattened(&blocks));
            row.extend(std::iter::repeat_n(Vec::new(), span - 1));
            row.truncate(MOST_COLUMNS.max(row.len() - span + 1));
        }
        row
    }
}

/// The outermost elements of a name: what may wrap rows and cells is passed through, other tables are not.
fn gather<'t>(element: Element<'t>, name: &str, found: &mut Vec<Element<'t>>) {
    for inner in element.children() {
        match inner.name() {
            it if it == name => found.push(inner),
            "w:tbl" | "w:p" => {}
            _ => gather(inner, name, found),
        }
    }
}
