//! Tables: a caption, headings of columns and rows, and what a theme needs to set them on a phone.
//!
//! A table of evidence has an endpoint in each row, its arms in the columns after that, and last the effect: a theme can
//! stack it, a card for each row. Numbers that stand below one another and have the same unit are filled up to the same
//! decimals by classes, never by characters.

use std::ops::Range;

use super::writer::Writer;
use crate::model::body::{Alignment, Body, Kind};

/// Arms that can stand beside one another on a phone.
const MOST_ARMS: usize = 4;
/// What heads a column of effects.
const EFFECTS: &[&str] =
    &["HR", "OR", "RR", "RD", "CI", "效应", "差值", "风险比", "比值比", "Effect", "effect", "Difference"];
/// Letters of a caption.
const CAPTION: usize = 120;

/// What the columns of a table are.
#[derive(Debug, Default)]
pub(super) struct Shape {
    /// The headings.
    head: Vec<String>,
    /// The rows below them.
    rows: Vec<Vec<String>>,
    /// Whether the first column heads the rows.
    has_labels: bool,
    /// Of a table of evidence, the columns of the arms; those behind them are the effect.
    arms: Option<Range<usize>>,
}

impl Shape {
    /// Looks at the table of a node.
    fn of(body: &Body, table: usize) -> Self {
        let mut rows: Vec<Vec<String>> = body
            .children(table)
            .map(|row| {
                body.children(row).map(|cell| body.plain_text(cell + 1..body.end_of(cell)).trim().to_owned()).collect()
            })
            .collect();
        if rows.is_empty() {
            return Self::default();
        }
        let head = rows.remove(0);
        let mut shape = Self { has_labels: has_labels(&head, &rows), arms: None, head, rows };
        shape.arms = shape.arms();
        shape
    }

    fn arms(&self) -> Option<Range<usize>> {
        let is_effect = |column: usize| {
            let head = &self.head[column];
            EFFECTS.iter().any(|name| head.contains(name)) || names_p(head)
        };
        let effects = (1..self.head.len()).rev().take_while(|column| is_effect(*column)).count();
        let arms = 1..self.head.len().saturating_sub(effects);
        let are_values =
            || self.rows.iter().flat_map(|row| row.get(arms.clone()).into_iter().flatten()).all(|it| is_value(it));
        (self.has_labels && effects > 0 && (2..=MOST_ARMS).contains(&arms.len()) && are_values()).then_some(arms)
    }

    /// How many decimals a cell lacks to those of its column that have the same unit, and whether it lacks the point, too.
    fn lacks(&self, row: usize, column: usize) -> Option<(usize, bool)> {
        let own = decimals(self.rows.get(row)?.get(column)?)?;
        let others = self.rows.iter().filter_map(|row| decimals(row.get(column)?));
        let most = others.filter(|(_, unit)| *unit == own.1).map(|(count, _)| count).max()?;
        (most > own.0 && most - own.0 <= 4).then_some((most - own.0, own.0 == 0))
    }
}

/// Whether the first column says what each row is about.
fn has_labels(head: &[String], rows: &[Vec<String>]) -> bool {
    let are_words = rows
        .iter()
        .all(|row| row.first().is_some_and(|cell| !cell.is_empty() && cell.chars().any(char::is_alphabetic)));
    head.len() > 1 && !rows.is_empty() && are_words
}

/// Whether a heading names a P value.
fn names_p(head: &str) -> bool {
    crate::render::printed::p_letters(head).next().is_some()
}

/// Whether a cell is empty in the way of tables: a dash or nothing.
fn is_nothing(cell: &str) -> bool {
    matches!(cell, "" | "-" | "–" | "—" | "——" | "−" | "/")
}

fn is_value(cell: &str) -> bool {
    is_nothing(cell)
        || ["NR", "NE", "NA", "未达到"].iter().any(|word| cell.starts_with(word))
        || cell
            .trim_start_matches(['<', '>', '≥', '≤', '−', '-', '+', '约', '±', '＜', '＞'])
            .starts_with(|c: char| c.is_ascii_digit())
}

/// How many decimals the number has that a cell begins with, and what follows it; none where there is another number.
fn decimals(cell: &str) -> Option<(usize, &str)> {
    let number = cell.trim_start_matches(['−', '-', '<', '>', '＜', '＞']);
    let digits = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
    let rest = &number[digits..];
    let (count, unit) = match rest.strip_prefix('.') {
        Some(after) => {
            let end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
            (end, &after[end..])
        }
        None => (0, rest),
    };
    (digits > 0 && !unit.contains(|c: char| c.is_ascii_digit())).then_some((count, unit))
}

impl<'a> Writer<'a, '_> {
    /// Whether a paragraph is the caption of the table behind it: `表1　基线特征`. If so, the table has begun.
    pub(super) fn caption(&mut self, node: usize) -> bool {
        let table = self.body.end_of(node);
        if self.options.plain || !matches!(self.body.nodes().get(table).map(|it| &it.kind), Some(Kind::Table { .. })) {
            return false;
        }
        let text = self.body.plain_text(node + 1..table);
        let number = ["表", "Table", "附表"].iter().find_map(|word| text.trim_start().strip_prefix(word));
        let is_numbered =
            number.is_some_and(|it| it.trim_start().trim_start_matches('S').starts_with(|c: char| c.is_ascii_digit()));
        if !is_numbered || text.chars().count() > CAPTION {
            return false;
        }
        self.captioned = Some(node);
        self.begin_table(table);
        self.out.push_str("<caption>");
        true
    }

    pub(super) fn table(&mut self, node: usize, alignments: &'a [Alignment]) {
        self.columns = alignments;
        self.has_rows = false;
        let is_captioned = self.captioned.is_some_and(|caption| self.body.end_of(caption) == node);
        if !is_captioned {
            self.begin_table(node);
        }
    }

    fn begin_table(&mut self, node: usize) {
        self.tables += 1;
        if self.options.plain {
            return self.out.push_str("<table>\n");
        }
        self.shape = Shape::of(self.body, node);
        self.out.push_str("<div class=\"table-wrap");
        if let Some(arms) = &self.shape.arms {
            let count = arms.len();
            self.out.push_str(" table-arms arms-");
            self.number(count);
        }
        // A group, not a region: landmarks are for parts of a page.
        self.out.push_str("\" role=\"group\" tabindex=\"0\" aria-label=\"");
        crate::render::escape::attribute(self.out, &self.options.words.table);
        self.out.push(' ');
        self.number(self.tables);
        self.out.push_str("\">\n<table>\n");
    }

    pub(super) fn end_table(&mut self) {
        self.out.push_str(if self.has_rows { "</tbody>\n</table>\n" } else { "</table>\n" });
        if !self.options.plain {
            self.out.push_str("</div>\n");
        }
        self.shape = Shape::default();
    }

    pub(super) fn cell(&mut self, node: usize) {
        let heads_row = self.heads_row();
        self.out.push_str(match (self.is_heading(node), heads_row) {
            (true, _) => "<th scope=\"col\"",
            (false, true) => "<th scope=\"row\"",
            (false, false) => "<td",
        });
        let align = match self.columns.get(self.column) {
            Some(Alignment::Left) => "align-left",
            Some(Alignment::Center) => "align-center",
            Some(Alignment::Right) => "align-right",
            _ => "",
        };
        let mut classes = align.to_owned();
        let mut head = None;
        if !self.in_head && !heads_row && !self.options.plain {
            head = self.own_head(&mut classes, align == "align-right");
        }
        if !classes.is_empty() {
            self.attribute("class", classes.trim_start());
        }
        if let Some(head) = head {
            self.attribute("data-head", &head);
        }
        self.out.push('>');
    }

    /// Adds what a cell is to its classes; gives the heading that it has where the table is stacked.
    fn own_head(&self, classes: &mut String, is_right: bool) -> Option<String> {
        let (row, column) = (self.row.checked_sub(1)?, self.column);
        if let Some((count, needs_point)) = self.shape.lacks(row, column).filter(|_| is_right) {
            classes.push_str(if needs_point { " pad-point pad-" } else { " pad-" });
            classes.push_str(&count.to_string());
        }
        let arms = self.shape.arms.as_ref()?;
        let text = self.shape.rows.get(row)?.get(column)?;
        if is_nothing(text) {
            classes.push_str(" nothing");
            return None;
        }
        let is_arm = arms.contains(&column);
        if !is_arm {
            classes.push_str(" effect");
        }
        let is_named = is_arm || self.shape.head.len() - arms.end > 1;
        self.shape.head.get(column).filter(|_| is_named).cloned()
    }

    pub(super) fn end_cell(&mut self, node: usize) {
        self.out.push_str(if self.is_heading(node) || self.heads_row() { "</th>\n" } else { "</td>\n" });
        self.column += 1;
    }

    /// Whether a cell heads its column. An empty one heads nothing.
    fn is_heading(&self, cell: usize) -> bool {
        self.in_head && self.body.end_of(cell) > cell + 1
    }

    /// Whether the cell that comes next heads its row.
    fn heads_row(&self) -> bool {
        !self.in_head && self.column == 0 && self.shape.has_labels
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str) -> Shape {
        let mut rows: Vec<Vec<String>> =
            text.lines().map(|row| row.split('|').map(|cell| cell.trim().to_owned()).collect()).collect();
        let head = rows.remove(0);
        let mut shape = Shape { has_labels: has_labels(&head, &rows), arms: None, head, rows };
        shape.arms = shape.arms();
        shape
    }

    #[test]
    fn a_table_of_evidence_is_told_by_its_columns() {
        let arms = |text: &str| shape(text).arms;
        assert_eq!(arms("结局|甲（n=85）|乙（n=92）|效应量或P值\nOS|15.8个月|NR|HR=0.77\nPFS|—|—|HR=0.5"), Some(1..3));
        assert_eq!(arms("亚组|甲|乙|丙|HR（95%CI）|交互作用P值\n老年|1|2|3|0.5|0.4"), Some(1..4));
        for none in [
            "特征|例数|占比\n男|1|2",
            "结局|甲|乙|P值\nOS|改善|1|0.1",
            "结局|甲|HR\nOS|1|0.5",
            "年|甲|乙|HR\n2020|1|2|0.5",
            "a|b|c|d|e|f|HR\nx|1|2|3|4|5|6",
        ] {
            assert_eq!(arms(none), None, "{none}");
        }
    }

    #[test]
    fn numbers_of_one_unit_are_filled_up_to_the_same_decimals() {
        let shape = shape("x|n|s\na|1.25|15.8个月\nb|12|9个月\nc|0.5|38%\nd|1~2|—");
        let lacks = |row, column| shape.lacks(row, column);
        assert_eq!([0, 1, 2, 3].map(|row| lacks(row, 1)), [None, Some((2, true)), Some((1, false)), None]);
        assert_eq!([0, 1, 2, 3].map(|row| lacks(row, 2)), [None, Some((1, true)), None, None]);
    }
}
