//! Tables of pages.

use super::Reader;
use crate::inspect::tree::What;
use crate::manuscript::block::{Block, Format, Inline, Paragraph, Table, flattened, is_blank};

/// The most columns that a cell spans.
const MOST_COLUMNS: usize = 63;

/// The most rows that a cell goes on for.
const MOST_ROWS: usize = 10_000;

impl Reader<'_> {
    /// A table; one of a single cell only frames what is in it.
    pub(super) fn table(&mut self, at: usize, format: Format) -> Vec<Block> {
        let mut table = Table::default();
        // For each column, how many rows a cell of an earlier row still fills.
        let mut filled: Vec<usize> = Vec::new();
        let mut before = Vec::new();
        let mut open: Vec<usize> = self.tree.node(at).1.iter().rev().copied().collect();
        while let Some(at) = open.pop() {
            let (what, children) = self.tree.node(at);
            let What::Element { name, .. } = what else { continue };
            match name.as_str() {
                "tr" => {
                    let row = self.row(at, format, &mut filled, &mut table.is_merged);
                    table.rows.push(row);
                }
                "caption" => before.extend(self.inner(at, format)),
                _ => open.extend(children.iter().rev()),
            }
        }
        table.rows.retain(|row| !row.is_empty());
        let is_frame = table.rows.iter().all(|row| row.len() == 1);
        let mut blocks = before;
        if is_frame {
            let contents = table.rows.into_iter().flatten().filter(|cell| !is_blank(cell));
            blocks.extend(contents.map(|content| Block::Paragraph(Paragraph { content, ..Paragraph::default() })));
        } else {
            blocks.push(Block::Table(table));
        }
        blocks
    }

    /// A row. Where a cell of an earlier row goes on, it has an empty one, so that every number stays in its column.
    fn row(&mut self, at: usize, format: Format, filled: &mut Vec<usize>, is_merged: &mut bool) -> Vec<Vec<Inline>> {
        let mut row: Vec<Vec<Inline>> = Vec::new();
        let skip = |row: &mut Vec<Vec<Inline>>, filled: &mut Vec<usize>| {
            while let Some(rows) = filled.get_mut(row.len()).filter(|rows| **rows > 0) {
                *rows -= 1;
                row.push(Vec::new());
            }
        };
        for child in self.tree.node(at).1 {
            let what = self.tree.node(*child).0;
            let What::Element { name, .. } = what else { continue };
            if !matches!(name.as_str(), "td" | "th") {
                continue;
            }
            let span =
                what.get("colspan").and_then(|span| span.parse::<usize>().ok()).unwrap_or(1).clamp(1, MOST_COLUMNS);
            let down = what.get("rowspan").and_then(|span| span.parse::<usize>().ok()).unwrap_or(1);
            *is_merged |= span > 1 || down > 1;
            skip(&mut row, filled);
            filled.resize(filled.len().max(row.len() + span), 0);
            filled[row.len()..row.len() + span].fill(down.saturating_sub(1).min(MOST_ROWS));
            let blocks = self.inner(*child, Format { bold: false, ..format });
            row.push(flattened(&blocks));
            row.extend(std::iter::repeat_n(Vec::new(), span - 1));
        }
        skip(&mut row, filled);
        row
    }
}
