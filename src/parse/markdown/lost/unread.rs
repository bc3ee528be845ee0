//! What stands alone and may be no list or quotation, and rows that no table has.

use std::ops::Range;

use super::{Leaves, Shown, is_bars, narrow};
use crate::diag::{code, text};
use crate::model::body::Kind;
use crate::parse::markdown::build::Builder;
use crate::parse::markdown::line::{Doubt, cells, container, is_delimiter};
use crate::parse::markdown::star::says_p;

/// What a number is counted or measured in that may stand behind a sign of comparison.
const UNITS: &[&str] = &["岁", "个月", "cm", "mm", "mg", "kg", "mL", "ml", "%", "％", "例"];

/// What says that the item of a list is a note on a sign.
const COMPARED: &[&str] = &["比较", "相比", "vs", "VS"];

/// How a row is written in a table that is none.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Row {
    Bars,
    Tabs,
    Grid,
}

impl Row {
    fn of(line: &str) -> Option<Self> {
        let has_only = |signs: &str| line.chars().all(|c| signs.contains(c));
        if line.len() > 4 && line.starts_with("+-") && line.ends_with('+') && has_only("+-=:") {
            Some(Self::Grid)
        } else if line.starts_with('|') && line.ends_with('|') && cells(line) > 1 {
            Some(Self::Bars)
        } else if !line.contains('|') && line.split('\t').filter(|cell| !cell.trim().is_empty()).count() > 1 {
            Some(Self::Tabs)
        } else {
            None
        }
    }
}

impl Builder<'_> {
    /// A list of one item, or a quotation, that begins as a note on a sign or a comparison does, if nothing was said of its
    /// sign.
    pub(super) fn alone_says(&mut self, doubts: &[(Range<usize>, Doubt)]) {
        let said: Vec<usize> = doubts.iter().map(|(sign, _)| self.span_of(sign.clone()).start).collect();
        for (at, sign) in self.alone() {
            if said.contains(&at) {
                continue;
            }
            let behind = self.file.text.get(at + 1..).unwrap_or_default().trim_start_matches([' ', '\t']);
            let number = &behind[..behind.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(behind.len())];
            // Beside its number a sign is one, in quotation marks of YAML too, where `\>` is a fault.
            let help = match (sign, number) {
                ('>', number) => {
                    text!("write `>{number}` for the sign; let a quotation begin with `“` or a word", number)
                }
                (sign, "") => text!("write `\\{sign}` for the sign; a single item needs no list", sign),
                (sign, number) => {
                    text!("write `{sign}{number}` for the sign; a single item needs no list", sign, number)
                }
            };
            let message = text!("`{sign}` is read as a mark here, and not shown", sign);
            self.say(code::M033, at..at + 1, message, help);
        }
    }

    /// The places of their signs in the file, and the signs.
    fn alone(&self) -> Vec<(usize, char)> {
        let nodes = self.body.nodes();
        let mut found = Vec::new();
        let (mut at, mut before) = (0, "");
        while at < nodes.len() {
            let start = nodes[at].span.start as usize;
            let written = self.file.text.get(start..nodes[at].span.end as usize).unwrap_or_default();
            let line = written.lines().next().unwrap_or_default();
            // What follows a colon is a list or a quotation.
            let is_announced = before.trim_end().ends_with(['：', ':']);
            let is_alone = !is_announced
                && match nodes[at].kind {
                    Kind::List { start: None } => self.body.children(at).count() == 1 && is_note_on_sign(line),
                    // A text that is nothing but a quotation, as a field may be, quotes nothing.
                    Kind::Quote => line.strip_prefix("> ").is_some_and(|said| {
                        begins_with_quantity(said) || nodes.len() == self.body.end_of(0) && begins_with_number(said)
                    }),
                    _ => false,
                };
            found.extend(line.chars().next().filter(|_| is_alone).map(|sign| (start, sign)));
            before = written;
            at = self.body.end_of(at).max(at + 1);
        }
        found
    }

    /// Rows of a table that has no line of hyphens, of one whose cells are parted by tabs, and of one that is drawn.
    pub(super) fn rows_say(&mut self, leaves: &Leaves) {
        let mut at = 0;
        let mut rows: Vec<(Row, Range<usize>)> = Vec::new();
        for line in self.text.split_inclusive('\n').chain(["\n"]) {
            let start = container(line);
            let written = line[start..].trim_end();
            let kind = Row::of(written);
            if let Some(kind) =
                kind.filter(|kind| rows.first().is_none_or(|(first, _)| first == kind || *first == Row::Grid))
            {
                rows.push((kind, at + start..at + start + written.len()));
            } else if is_bars(written) {
                rows.clear();
            } else {
                self.row_block_says(&rows, leaves);
                rows.clear();
                rows.extend(kind.map(|kind| (kind, at + start..at + start + written.len())));
            }
            at += line.len();
        }
    }

    fn row_block_says(&mut self, rows: &[(Row, Range<usize>)], leaves: &Leaves) {
        let Some((kind, first)) = rows.first() else { return };
        let has_delimiter = rows.iter().any(|(_, row)| is_delimiter(&narrow(&self.text[row.clone()])));
        let is_table = (rows.len() > 1 || *kind == Row::Grid) && !(has_delimiter && *kind == Row::Bars);
        let span = self.span_of(first.clone());
        if is_table && leaves.at(&span) == Shown::Text {
            self.say(
                code::M038,
                span,
                text!("this was to be a table, and is shown as text"),
                text!("write each row as `| a | b |`, and `|---|---|` below the first"),
            );
        }
    }
}

/// Whether the only item of a list may be a note on its mark: `* 与对照组比较，P<0.05`, `+ 表示阳性`, `- 7号染色体缺失`.
fn is_note_on_sign(line: &str) -> bool {
    let Some(said) = line.get(1..).map(str::trim_start) else { return false };
    match line.chars().next() {
        Some('*') => says_p(said) || COMPARED.iter().any(|word| said.contains(word)),
        _ => begins_with_number(said) || ["表示", "阳性", "阴性"].iter().any(|word| said.starts_with(word)),
    }
}

/// Whether what is said begins with a number: `65岁`, `.05`.
fn begins_with_number(said: &str) -> bool {
    said.strip_prefix('.').unwrap_or(said).starts_with(|c: char| c.is_ascii_digit())
}

/// Whether what is said begins with a quantity, and not with a time after which something happened: `12个月时`.
fn begins_with_quantity(said: &str) -> bool {
    let rest = said.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let behind = UNITS.iter().find_map(|unit| rest.trim_start().strip_prefix(unit));
    rest.len() < said.len() && behind.is_some_and(|behind| !behind.starts_with(['内', '后', '前', '时', '随', '间']))
}
